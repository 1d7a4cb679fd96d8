"""The one API: mounts every router, maps errors to responses, and knows who asks."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer
from ninja.security import django_auth
from pydantic import Field

from editing.api import router as editing
from editing.turnover.api import router as turnover
from generation.api import router as generation
from generation.operation import OperationFailed
from generation.recipe import RecipeInvalid
from generation.wording import reason, reasons
from storyboard.adapters_api import router as adapters
from storyboard.api import router as storyboard
from storyboard.choosing_api import router as choosing
from storyboard.colour_api import router as colour
from storyboard.costing_api import router as costing
from storyboard.direction_api import router as direction
from storyboard.effects_api import router as effects
from storyboard.footage_api import router as footage
from storyboard.layers_api import router as layers
from storyboard.library_api import router as library
from storyboard.stories_api import router as stories
from storyboard.takes_api import router as takes
from storyboard.understood_api import router as understood
from studio.access import workspaces
from studio.errors import Forbidden, Refused, StudioError, Unavailable

log = logging.getLogger(__name__)


class Fast(BaseRenderer):
    """JSON by orjson: a project of a thousand shots is one answer of a megabyte."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        """Bytes of UTF-8 JSON; UUIDs, times and enums as their usual text."""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


api = NinjaAPI(
    renderer=Fast(),
    title="Filmwright",
    version="1",
    description="A film is a build. Every length is in frames; every error says what is wrong and whose move it is.",
    auth=django_auth,  # a session; unsafe methods need the CSRF token as well
    docs_url=None,
    openapi_url="/openapi.json",
)


class Problem(Schema):
    """Every error, whatever its status."""

    code: str
    message: str
    detail: Any = None
    blame: str = Field(description="you | us | wait")


class Me(Schema):
    """Who is asking."""

    name: str
    shared: bool = Field(description="Whether this studio has accounts and a login.")
    workspaces: list[dict[str, str]]
    csrf: str


class LoginIn(Schema):
    """A name and its password."""

    name: str = Field(max_length=150)
    password: str = Field(max_length=4096)


def _me(request: HttpRequest) -> Me:
    from django.conf import settings

    return Me(
        name=request.user.get_username(),
        shared=settings.SHARED,
        workspaces=[{"id": str(one.id), "name": one.name} for one in workspaces(request.user).order_by("created")],
        csrf=get_token(request),
    )


@api.get("/session", response={200: Me, 401: Problem}, auth=None, operation_id="session")
def session(request: HttpRequest) -> Any:
    """Who is logged in here; 401 when nobody is."""
    if not request.user.is_authenticated:
        return 401, {
            "code": "LOGIN_REQUIRED",
            "message": "Log in to go on.",
            "detail": get_token(request),
            "blame": "you",
        }
    return _me(request)


@api.post("/session", response={200: Me, 401: Problem}, auth=None, operation_id="log_in")
def log_in(request: HttpRequest, data: LoginIn) -> Any:
    """Log in."""
    user = None if "\x00" in data.name else authenticate(request, username=data.name, password=data.password)
    if user is None:
        return 401, {
            "code": "LOGIN_FAILED",
            "message": "Name and password do not match.",
            "detail": None,
            "blame": "you",
        }
    login(request, user)
    return _me(request)


@api.delete("/session", response={204: None}, operation_id="log_out")
def log_out(request: HttpRequest) -> Any:
    """Log out."""
    logout(request)
    return 204, None


api.add_router("", generation, tags=["generation"])
api.add_router("", storyboard, tags=["storyboard"])
api.add_router("", takes, tags=["storyboard"])
api.add_router("", choosing, tags=["storyboard"])
api.add_router("", direction, tags=["storyboard"])
api.add_router("", stories, tags=["storyboard"])
api.add_router("", library, tags=["storyboard"])
api.add_router("", layers, tags=["storyboard"])
api.add_router("", effects, tags=["storyboard"])
api.add_router("", footage, tags=["storyboard"])
api.add_router("", understood, tags=["storyboard"])
api.add_router("", adapters, tags=["storyboard"])
api.add_router("", costing, tags=["storyboard"])
api.add_router("", colour, tags=["storyboard"])
api.add_router("", editing, tags=["editing"])
api.add_router("", turnover, tags=["editing"])


def _answer(request: HttpRequest, problem: StudioError) -> HttpResponse:
    answer = api.create_response(request, problem.body(), status=problem.status)
    if isinstance(problem, Unavailable):
        answer["Retry-After"] = "2"
    return answer


@api.exception_handler(StudioError)
def _studio_error(request: HttpRequest, problem: Any) -> HttpResponse:
    if problem.status >= 500:
        log.error("%s %s", request.path, problem, exc_info=problem)
    return _answer(request, problem)


@api.exception_handler(OperationFailed)
def _operation_failed(request: HttpRequest, problem: Any) -> HttpResponse:
    refused = Refused(str(problem), problem.code)
    refused.blame = problem.blame
    return _answer(request, refused)


@api.exception_handler(RecipeInvalid)
def _recipe_invalid(request: HttpRequest, problem: Any) -> HttpResponse:
    return _answer(request, Refused(str(problem), "RECIPE_INVALID"))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, problem: Any) -> HttpResponse:
    words = reasons([{**one, "loc": _place(one["loc"])} for one in problem.errors])
    detail = [{"at": [str(part) for part in one["loc"]], "message": reason(one)} for one in problem.errors]
    refused = Refused(f"This request cannot be understood, and nothing was changed. {words}.", "REQUEST_INVALID", detail)
    refused.status = 422
    return _answer(request, refused)


def _place(where: tuple[Any, ...]) -> tuple[Any, ...]:
    """Where a value is, as its sender knows it: without `body` and the name that the body has on our side."""
    inner = where[2:] if where[:2] == ("body", "data") else where[1:]
    return inner or ("the body",)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, problem: Any) -> HttpResponse:
    refused = Refused(str(problem), "REQUEST_INVALID")
    if problem.status_code == 400:
        refused.message = "The body of this request is not readable JSON; nothing was changed. Send one JSON object in UTF-8."
    elif problem.status_code == 403:
        refused.code, refused.message = "CSRF_FAILED", "This page is out of date; nothing was changed. Load it again."
    refused.status = problem.status_code
    return _answer(request, refused)


@api.exception_handler(AuthenticationError)
def _anonymous(request: HttpRequest, problem: Any) -> HttpResponse:
    refused = Forbidden("Log in to go on.", "LOGIN_REQUIRED")
    refused.status = 401
    return _answer(request, refused)


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def _malformed(request: HttpRequest, problem: Any) -> HttpResponse:
    return _answer(request, Refused("This form cannot be read; nothing was changed. Send it again.", "REQUEST_INVALID"))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, problem: Any) -> HttpResponse:
    refused = Refused("This is larger than a request may be. Large files go through an upload.", "TOO_LARGE")
    refused.status = 413
    return _answer(request, refused)


@api.exception_handler(OperationalError)
def _database_away(request: HttpRequest, problem: Any) -> HttpResponse:
    log.warning("%s: the database does not answer: %s", request.path, problem)
    return _answer(
        request, Unavailable("The database is busy or away. Nothing was lost; try again in a moment.", "DATABASE_BUSY")
    )


@api.exception_handler(Exception)
def _defect(request: HttpRequest, problem: Any) -> HttpResponse:
    log.error("defect at %s %s", request.method, request.path, exc_info=problem)
    kind = "DATABASE_ERROR" if isinstance(problem, DatabaseError) else "DEFECT"
    return _answer(request, StudioError("Something in the studio broke. Nothing was lost; the log has the details.", kind))
