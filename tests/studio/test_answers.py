"""Whatever is wrong with a request to the API, the answer is JSON of one shape that says what and whose move it is."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from tests.storyboard.films import Film, make_film

pytestmark = pytest.mark.django_db


@pytest.fixture
def film() -> Film:
    return make_film("anna")


@pytest.fixture
def client(film: Film) -> Client:
    found = Client()
    found.force_login(film.person)
    return found


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"].startswith("application/json")
    body = answer.json()
    assert set(body) == {"code", "message", "detail", "blame"}
    assert body["code"] == code
    assert body["blame"] == "you"
    assert body["message"].endswith(".")
    return body  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", ["/api/nothing", "/api/projects/nothing/at/all", "/api", "/api/", "/api/shots//takes"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address(client: Client, path: str, method: str) -> None:
    body = problem(getattr(client, method)(path), 404, "NOT_FOUND")
    assert path in body["message"]


def test_a_wrong_method_names_the_right_ones(client: Client, film: Film) -> None:
    answer = client.delete(f"/api/projects/{film.project.id}")
    assert answer["Allow"] == "GET"
    assert problem(answer, 405, "METHOD_NOT_ALLOWED")["detail"] == {"allowed": ["GET"]}


def test_an_id_that_is_none(client: Client) -> None:
    answer = client.get("/api/projects/not-an-id")
    assert answer.status_code in (404, 422)
    assert answer.json()["blame"] == "you"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("not json", "application/json"),
        ("", "application/json"),
        ("[1, 2]", "application/json"),
        ("null", "application/json"),
        ("{", "application/json"),
        ("\ud83d".encode("utf-16-le", "surrogatepass"), "application/json"),
        ("title=x", "application/x-www-form-urlencoded"),
        ("title", "text/plain"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "image/png"),
        ("--x\r\n", "multipart/form-data; boundary=y"),
        ("--x\r\n", "multipart/form-data"),
        ("<a/>", "application/xml"),
        ("{}", "application/json; charset=nonsense"),
    ],
)
def test_a_body_that_is_no_json_object(client: Client, film: Film, body: Any, kind: str) -> None:
    path = f"/api/projects/{film.project.id}/edits"
    answer = client.generic("POST", path, body, content_type=kind)
    assert answer.status_code in (400, 415, 422), answer.content[:300]
    assert set(answer.json()) == {"code", "message", "detail", "blame"}
    assert answer.json()["blame"] == "you"


def test_a_file_is_expected(client: Client) -> None:
    answer = client.post("/api/screenplays", '{"file": "INT. ROOM"}', content_type="application/json")
    assert answer.json()["code"] == "REQUEST_INVALID"
    assert "file" in answer.json()["message"]


def test_a_stale_page_is_told_to_load_again(film: Film) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(film.person)
    answer = strict.post(f"/api/projects/{film.project.id}/edits", {"id": str(uuid.uuid4())}, content_type="application/json")
    problem(answer, 403, "CSRF_FAILED")
