"""Errors of the API are JSON of one shape, whoever raised them: also those of the framework, such as an unknown address."""

from __future__ import annotations

import logging
from collections.abc import Callable

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from studio.errors import NotFound, Refused, StudioError

log = logging.getLogger(__name__)
PREFIX = "/api/"


class JsonErrors:
    """Middleware that tells errors beneath `/api/` in the house's shape where they are not in it yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; an error that is not JSON is said anew, its headers (such as Allow) kept."""
        answer = self.get_response(request)
        if answer.status_code < 400 or not f"{request.path}/".startswith(PREFIX):
            return answer
        if answer.get("Content-Type", "").startswith("application/json"):
            return answer
        said = HttpResponse(
            orjson.dumps(_problem(request, answer).body()), status=answer.status_code, content_type="application/json"
        )
        for name, value in answer.items():
            if name.lower() not in ("content-type", "content-length"):
                said[name] = value
        said.cookies = answer.cookies
        return said


def _problem(request: HttpRequest, answer: HttpResponseBase) -> StudioError:
    if answer.status_code == 404:
        return NotFound(f"There is nothing at {request.path}. The addresses of this studio are in /api/openapi.json.")
    if answer.status_code == 405:
        allowed = answer.get("Allow", "")
        words = f"{request.path} does not take {request.method}; it takes {allowed}." if allowed else "It is not done like that."
        return Refused(words, "METHOD_NOT_ALLOWED", {"allowed": allowed.split(", ") if allowed else []})
    if answer.status_code >= 500:
        return StudioError("Something in the studio broke. Nothing was lost; the log has the details.", "DEFECT")
    return Refused("This request cannot be understood, and nothing was changed.", "REQUEST_INVALID")


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The answer of an address beneath `/api/` that leads nowhere."""
    return HttpResponse(status=404, content_type="text/plain")
