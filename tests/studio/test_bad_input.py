"""What a person reads when what they send cannot be used, and that nothing of theirs is changed by it: through the API."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.models import Artifact, Node
from storyboard.models import Edit, Project, Take
from storyboard.records import snapshot
from tests.storyboard.films import Film, make_film

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
SCRIPT = "INT. CAFÉ - NIGHT\n\nAnna waits at the table.\n\nANNA\nYou are late.\n"
SCENE = '<Paragraph Type="Scene Heading"><Text>INT. CAFE - NIGHT</Text></Paragraph>'
OUTSIDE = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><FinalDraft><Content>{SCENE}&e;</Content></FinalDraft>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><FinalDraft><Content><Paragraph><Text>&a9;</Text></Paragraph></Content></FinalDraft>"
)


@pytest.fixture
def film() -> Film:
    """A film with a take, so that there is something to lose."""
    film = make_film("anna")
    shot = film.shots[0]
    Take.objects.create(
        id=uuid.uuid4(), project=film.project, shot_id=shot, number=1, recipe={}, key="0" * 64, seed=1, by=film.person
    )
    return film


@pytest.fixture
def client(film: Film) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(film.person)
    return client


def held(film: Film) -> Any:
    """Everything that must be as it was."""
    return (
        snapshot(film.project, archived=True),
        list(Take.objects.order_by("pk").values()),
        list(Edit.objects.order_by("pk").values_list("uuid", "revision", "changes")),
        list(Project.objects.order_by("pk").values_list("pk", "revision", "title")),
        list(Node.objects.order_by("pk").values_list("key", "status")),
        Artifact.objects.count(),
    )


def refused(answer: Any, status: int, code: str, *words: str) -> None:
    """An error for a person: a code, a sentence or two with these words, and whose move it is."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    for word in words:
        assert word in body["message"], body["message"]
    assert body["message"][-1] in ".?"
    assert body["blame"] == "you"
    for leak in ("Traceback", "Input should", "Value error", "pydantic", str(ROOT)):
        assert leak not in body["message"]


SCREENPLAYS: list[tuple[str, bytes, str, str, tuple[str, ...]]] = [
    ("empty", b"", "a.fountain", "EMPTY", ("is empty", "Choose a file")),
    ("blank", b" \r\n\t\n", "a.txt", "EMPTY", ("is empty",)),
    ("only a mark", b"\xff\xfe", "a.txt", "EMPTY", ("is empty",)),
    ("50 MB", b"INT. A - DAY\n" * (50_000_000 // 13), "a.fountain", "TOO_LARGE", ("50.0 MB", "up to 8 MB", "in parts")),
    ("noise", bytes(range(256)) * 400, "a.fountain", "BINARY", ("binary", "Export it as Fountain")),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(900), "a.fountain", "BINARY", ("a picture, not a screenplay",)),
    ("a PDF", b"%PDF-1.7\n" + b"x" * 900, "a.pdf", "BINARY", ("a PDF", "Export it")),
    ("a NUL", b"INT. A - DAY\n\nAnna\x00 waits.\n", "a.fountain", "BINARY", ("zero bytes",)),
    ("half a UTF-16", b"\xff\xfeA\x00\x00\xd8a\x00", "a.txt", "WRONG_ENCODING", ("save it as UTF-8",)),
    ("no encoding", bytes(range(0x80, 0x100)) * 20, "a.txt", "WRONG_ENCODING", ("save it as UTF-8",)),
    ("external entity", OUTSIDE.encode(), "a.fdx", "UNSAFE_XML", ("reach outside the file", "save it again")),
    ("billion laughs", LAUGHS.encode(), "a.fdx", "UNSAFE_XML", ("was not opened",)),
    ("cut FDX", b"<FinalDraft><Content>", "a.fdx", "BAD_XML", ("damaged (line 1", "save it again")),
    ("other XML", b"<?xml version='1.0'?><svg/>", "a.fdx", "WRONG_FORMAT", ("<svg>",)),
    ("a web page", b"<html><body>INT. A - DAY</body></html>", "a.fdx", "WRONG_FORMAT", ("a web page, not a screenplay",)),
    ("deep XML", b"<FinalDraft>" + b"<a>" * 60_000, "a.fdx", "BAD_XML", ("damaged",)),
    ("a title alone", b"Title: Rain\n", "a.fountain", "EMPTY", ("only a title page or notes",)),
    ("notes alone", b"# Act\n\n= what happens\n", "a.fountain", "NOTHING_TO_SHOOT", ("Write what happens",)),
    ("20,001 scenes", b"INT. A - DAY\n\nx\n\n" * 20_001, "a.fountain", "TOO_LONG", ("20,001 scenes", "up to 20,000")),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name", "code", "words"), [one[1:] for one in SCREENPLAYS], ids=[one[0] for one in SCREENPLAYS])
@pytest.mark.parametrize("into", ["new", "there"])
def test_what_is_no_screenplay_is_refused(
    client: Client, film: Film, data: bytes, name: str, code: str, words: tuple[str, ...], into: str
) -> None:
    before = held(film)
    path = "/api/screenplays" if into == "new" else f"/api/projects/{film.project.pk}/screenplay"
    refused(client.post(path, {"file": SimpleUploadedFile(name, data)}), 400, code, *words)
    assert held(film) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_a_screenplay_is_read_whatever_it_was_saved_as(client: Client, encoding: str) -> None:
    answer = client.post("/api/screenplays", {"file": SimpleUploadedFile("a.fountain", SCRIPT.encode(encoding))})
    (scene,) = answer.json()["records"]["scene"].values()
    assert scene["heading"] == "INT. CAFÉ - NIGHT"


def test_a_chinese_screenplay_in_gb18030_is_read(client: Client) -> None:
    script = "内景 咖啡馆 夜\n\n小雨坐在桌边等着。\n\n小雨：你迟到了。\n"
    answer = client.post("/api/screenplays", {"file": SimpleUploadedFile("a.txt", script.encode("gb18030"))}).json()
    assert [one["heading"] for one in answer["records"]["scene"].values()] == ["内景 咖啡馆 夜"]
    assert [line["words"] for one in answer["records"]["shot"].values() for line in one["dialogue"]] == ["你迟到了。"]


def test_words_without_a_scene_become_one(client: Client) -> None:
    answer = client.post("/api/screenplays", {"file": SimpleUploadedFile("a.txt", b"Anna waits in the rain.")}).json()
    assert len(answer["records"]["scene"]) == 1
    assert [one["action"] for one in answer["records"]["shot"].values()] == ["Anna waits in the rain."]


def test_what_looks_like_a_command_is_only_words(client: Client) -> None:
    words = r"{\an8}; drawtext=text='%{pts}' \N <b> $(rm -rf /) `x` ' OR 1=1 --"
    script = f"INT. A - DAY\n\nAnna waits.\n\nANNA\n{words}\n"
    answer = client.post("/api/screenplays", {"file": SimpleUploadedFile("a.fountain", script.encode())}).json()
    assert [line["words"] for one in answer["records"]["shot"].values() for line in one["dialogue"]] == [words]


NAMES = [
    ("../../etc/passwd.fountain", "passwd"), ("x" * 300 + ".fountain", "x" * 200), ("🎬 夜.fountain", "🎬 夜"),
    ("-rf.fountain", "rf"), ("a\x00b.fountain", "ab"), ("\u202egnp.fountain", "gnp"), ("a\r\nX-Y: z.fountain", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "title"), NAMES, ids=[ascii(one[0][:12]) for one in NAMES])
def test_a_file_name_is_only_ever_a_title(client: Client, film: Film, name: str, title: str | None) -> None:
    before = snapshot(film.project, archived=True)
    answer = client.post("/api/screenplays", {"file": SimpleUploadedFile(name, SCRIPT.encode())})
    assert answer.status_code == 200, answer.content
    if title is not None:
        assert answer.json()["title"] == title
    assert answer.json()["title"].isprintable()
    started = client.post(
        "/api/uploads", json.dumps({"name": name[:300], "size": 9, "media": "image"}), content_type="application/json"
    )
    assert started.status_code == 200
    assert snapshot(film.project, archived=True) == before


def _named(film: Film, name: str) -> uuid.UUID:
    return film.project.pk if name == "id" else getattr(film, name, None) or film.shots[0]


def change(kind: str, id_: str, fields: str) -> Callable[[Film], str]:
    """The text of an edit's body; text, because NaN and half a surrogate are no JSON that Python writes."""
    return lambda film: (
        f'{{"id": "{uuid.uuid4()}", "changes": [{{"kind": "{kind}", "id": "{_named(film, id_)}", "set": {fields}}}]}}'
    )


EDITS: list[tuple[Callable[[Film], str], int, str, str]] = [
    (change("shot", "", '{"frames": 0}'), 400, "EDIT_INVALID", "frames: must be 1 or more, not 0. Nothing was changed"),
    (change("shot", "", '{"frames": -24}'), 400, "EDIT_INVALID", "must be 1 or more, not -24"),
    (change("shot", "", '{"frames": 1.5}'), 400, "EDIT_INVALID", "must be a whole number, not 1.5"),
    (change("shot", "", '{"frames": null}'), 400, "EDIT_INVALID", "must be a whole number, not nothing"),
    (change("shot", "", '{"frames": 1000000}'), 400, "EDIT_INVALID", "must be 100000 or less"),
    (change("character", "anna", '{"pace": NaN}'), 400, "EDIT_INVALID", "must be a finite number, not nan"),
    (change("character", "anna", '{"pace": Infinity}'), 400, "EDIT_INVALID", "must be a finite number, not inf"),
    (change("character", "anna", '{"pace": -1e999}'), 400, "EDIT_INVALID", "must be a finite number, not -inf"),
    (change("shot", "", '{"stage": {"mood": NaN}}'), 400, "EDIT_INVALID", "NaN"),
    (change("shot", "", '{"wobble": 1}'), 400, "EDIT_INVALID", "wobble: there is no such field; check how it is spelt"),
    (change("wobble", "", '{"a": 1}'), 400, "EDIT_INVALID", "no kind of record 'wobble'. Known: project"),
    (change("shot", "", '{"size": "HUGE"}'), 400, "EDIT_INVALID", "size: must be one of 'ECU', 'CU'"),
    (change("shot", "", '{"action": "a\\u0000b"}'), 400, "EDIT_INVALID", "holds a NUL character"),
    (change("shot", "", '{"action": "\\ud800"}'), 400, "EDIT_INVALID", "half of a surrogate pair"),
    (change("shot", "", f'{{"action": "{"x" * 9000}"}}'), 400, "EDIT_INVALID", "at most 8000 characters; it has 9000"),
    (change("shot", "", '{"seed": -1}'), 400, "EDIT_INVALID", "must be 0 or more"),
    (change("shot", "", '{"rank": "../.."}'), 400, "EDIT_INVALID", "must be letters and digits"),
    (change("shot", "", f'{{"scene": "{uuid.UUID(int=9)}"}}'), 400, "EDIT_INVALID", "There is no scene"),
    (change("shot", "", f'{{"take": "{uuid.UUID(int=9)}"}}'), 400, "EDIT_INVALID", "There is no take"),
    (change("character", "anna", '{"name": ""}'), 400, "EDIT_INVALID", "name: must not be empty"),
    (change("character", "anna", f'{{"name": "{"x" * 300}"}}'), 400, "EDIT_INVALID", "at most 120 characters"),
    (change("character", "anna", '{"look": {"hair": "blue"}}'), 400, "EDIT_INVALID", "look.hair: must be one of bald, buzz"),
    (change("project", "id", '{"checkpoints": {"voice": "none@9"}}'), 400, "EDIT_INVALID", "no voice 'none@9'. There are"),
    (change("project", "id", '{"checkpoints": {"voice": "minilm@1.0"}}'), 400, "EDIT_INVALID", "no voice 'minilm@1.0'"),
    (change("project", "id", '{"checkpoints": {"voices": "kokoro@1.0"}}'), 400, "EDIT_INVALID", "nothing asks for 'voices'"),
    (change("project", "id", '{"rate": "23.976"}'), 400, "EDIT_INVALID", "rate: must be a ratio such as 24/1 or 24000/1001"),
    (change("effect", "nobody", '{"shot": "x"}'), 400, "EDIT_INVALID", "must be an id (a UUID), not “x”"),
    (lambda film: "[" * 100_000, 400, "REQUEST_INVALID", "not readable JSON; nothing was changed"),
    (lambda film: "1" * 10_000, 400, "REQUEST_INVALID", "not readable JSON"),
    (lambda film: "", 422, "REQUEST_INVALID", "the body: is missing"),
    (lambda film: "[]", 422, "REQUEST_INVALID", "the body: must be an object with named fields"),
    (lambda film: '{"id": 1}', 422, "REQUEST_INVALID", "id: must be an id (a UUID); changes: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status", "code", "words"), EDITS, ids=[f"{n} {one[3][:24]}" for n, one in enumerate(EDITS)])
def test_a_wrong_edit_is_refused(
    client: Client, film: Film, body: Callable[[Film], str], status: int, code: str, words: str
) -> None:
    before = held(film)
    answer = client.post(f"/api/projects/{film.project.pk}/edits", body(film), content_type="application/json")
    refused(answer, status, code, words)
    assert held(film) == before


REQUESTS: list[tuple[str, str, Any, int, str, str]] = [
    ("post", "/projects", {"rate": "0/1"}, 422, "REQUEST_INVALID", "rate: must be a ratio such as 24/1"),
    ("post", "/projects", {"width": -2}, 422, "REQUEST_INVALID", "width: must be 16 or more"),
    ("post", "/projects", {"title": "x" * 300}, 422, "REQUEST_INVALID", "title: may have at most 200 characters"),
    ("post", "/projects", {"titel": "x"}, 422, "REQUEST_INVALID", "titel: there is no such field"),
    ("post", "/shots/SHOT/takes", {"seed": -1}, 422, "REQUEST_INVALID", "seed: must be 0 or more"),
    ("post", "/shots/SHOT/takes", {"quality": "best"}, 422, "REQUEST_INVALID", "must be one of 'draft' or 'final'"),
    ("post", "/shots/SHOT/takes", {"seeds": 1}, 422, "REQUEST_INVALID", "seeds: there is no such field"),
    ("post", "/shots/nothing/takes", {}, 422, "REQUEST_INVALID", "must be an id"),
    ("post", f"/shots/{uuid.UUID(int=9)}/takes", {}, 404, "NOT_FOUND", "or it is not yours"),
    ("post", "/shots/SHOT/finish", {}, 409, "NOT_READY", "has no take yet. Shoot it first"),
    ("get", "/projects/FILM?revision=99", None, 404, "NOT_FOUND", "has the revisions 0 to"),
    ("get", f"/projects/FILM?revision={'9' * 30}", None, 404, "NOT_FOUND", "has the revisions 0 to"),
    ("get", "/nodes/abcdefgh%00/lineage", None, 404, "NOT_FOUND", "or it is not yours"),
    ("get", "/nodes?keys=" + "a" * 60_001, None, 422, "REQUEST_INVALID", "keys: may have at most 60000 characters"),
    ("post", "/uploads", {"name": "a", "size": 10**20, "media": "image"}, 413, "UPLOAD_TOO_LARGE", "a file may have 8 GiB"),
    ("post", "/uploads", {"name": "a", "size": 0, "media": "image"}, 422, "REQUEST_INVALID", "size: must be more than 0"),
    ("post", "/session", {"name": "a\x00", "password": "b"}, 401, "LOGIN_FAILED", "do not match"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "status", "code", "words"), REQUESTS, ids=[one[5][:30] for one in REQUESTS])
def test_a_wrong_request_is_refused(
    client: Client, film: Film, method: str, path: str, body: Any, status: int, code: str, words: str
) -> None:
    before = held(film)
    path = "/api" + path.replace("SHOT", str(film.shots[1])).replace("FILM", str(film.project.pk))
    sent = () if body is None else (json.dumps(body),)
    refused(getattr(client, method)(path, *sent, content_type="application/json"), status, code, words)
    assert held(film) == before


@pytest.mark.parametrize("path", ["/screenplays", "/uploads", "/projects/FILM/edits", "/shots/SHOT/takes"])
def test_a_form_that_cannot_be_read_is_refused(film: Film, path: str) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(film.person)
    token = client.get("/api/session").json()["csrf"]
    before = held(film)
    path = "/api" + path.replace("SHOT", str(film.shots[1])).replace("FILM", str(film.project.pk))
    answer = client.post(path, b"x", content_type="multipart/form-data", headers={"X-CSRFToken": token})
    refused(answer, 400, "REQUEST_INVALID", "form cannot be read", "Send it again")
    assert held(film) == before


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([2**70, -0.0, "\x00", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES_OF_FIELDS = [
    "frames",
    "action",
    "dialogue",
    "stage",
    "voices",
    "props",
    "scene",
    "take",
    "name",
    "look",
    "rank",
    "checkpoints",
]
FIELDS = st.dictionaries(st.sampled_from(NAMES_OF_FIELDS), JSON, max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.one_of(
        JSON,
        st.fixed_dictionaries({"id": st.uuids().map(str) | JSON, "changes": JSON}, optional={"base": JSON, "label": JSON}),
        st.lists(
            st.tuples(st.sampled_from(["shot", "character", "scene", "project", "effect", "take", "clip"]), FIELDS), max_size=3
        ),
    )
)
def test_no_body_breaks_an_edit_and_what_is_refused_changes_nothing(client: Client, film: Film, body: Any) -> None:
    if isinstance(body, list) and all(isinstance(one, tuple) for one in body):
        ids = {"shot": film.shots[0], "character": film.anna, "scene": film.scene, "project": film.project.pk}
        changes = [{"kind": kind, "id": str(ids.get(kind, uuid.UUID(int=7))), "set": fields} for kind, fields in body]
        body = {"id": str(uuid.uuid4()), "changes": changes}
    before = held(film)
    answer = client.post(f"/api/projects/{film.project.pk}/edits", json.dumps(body), content_type="application/json")
    assert answer.status_code in (200, 400, 409, 422), (body, answer.content)
    if answer.status_code != 200:
        assert answer.json()["message"]
        assert held(film) == before
