"""Every route knows who asks: a route that nobody classified here fails, and what is not yours does not exist."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from editing.models import Cut, Timeline
from generation import builds, store
from generation.models import Build, Node, Order
from generation.recipe import Recipe
from storyboard.models import Adapter, Character, Edit, Layer, Location, Project, Shot, Take
from studio.api import api
from studio.models import Membership, Workspace
from tests.generation import toys
from tests.storyboard.films import Film, make_film, other_person

pytestmark = pytest.mark.django_db

OPEN = {("get", "/api/session"), ("post", "/api/session")}  # before a login
ANYONE = {  # any person with a login; answers only about themselves or about what is the same for all
    ("delete", "/api/session"),
    ("get", "/api/operations"),
    ("get", "/api/checkpoints"),
    ("get", "/api/checkpoints/own"),
    ("post", "/api/checkpoints/own"),  # of the whole studio; who may is tested in generation/test_own_checkpoints
    ("delete", "/api/checkpoints/own/{id}"),
    ("get", "/api/checkpoints/{id}/files/{name}"),  # those that the catalogue gives to browsers
    ("get", "/api/kinds"),
    ("get", "/api/presets"),
    ("get", "/api/voices"),
    ("get", "/api/projects"),
    ("post", "/api/projects"),
    ("post", "/api/screenplays"),
    ("post", "/api/uploads"),
    ("post", "/api/stories/outlook"),  # what somebody's own sentences would come to; nothing is written
    ("get", "/api/nodes"),
    ("get", "/api/builds"),
    ("get", "/api/ledger"),  # of one film, which has to be theirs: asked in storyboard/test_costing
}
OWNED = {  # the prefix of a path → whose id stands in it
    "/api/projects/": "project",
    "/api/shots/": "shot",
    "/api/scenes/": "scene",
    "/api/takes/": "take",
    "/api/characters/": "character",
    "/api/locations/": "location",
    "/api/timelines/": "timeline",
    "/api/cuts/": "cut",
    "/api/builds/": "build",
    "/api/nodes/": "node",
    "/api/uploads/": "upload",
    "/api/layers/": "layer",
    "/api/adapters/": "adapter",
    "/api/ledger/": "order",
}
NAMED = {"/api/shots/best": "shoot_best"}  # these name what they are about in their body
BODIES: dict[str, Any] = {
    "edit": {
        "id": str(uuid.uuid4()),
        "base": 0,
        "changes": [{"kind": "project", "id": str(uuid.uuid4()), "set": {"title": "taken"}}],
    },
    "request_cut": {"preset": "web-720p"},
    "shoot": {},
    "write_story": {"words": "Anna waits."},
    "draft_scene": {},
    "scene_outlook": {"words": "Anna waits."},
    "follow_in_shot": {"follow": {"at": 0, "across": [0.5], "down": [0.5]}},
    "produce": {},
    "keep": {},
    "keep_cut": {"kept": True},
    "lay_timeline": {},
    "draws": {"count": 2},
    "try_effects": {"effects": [], "frame": 0},
    "restore": {},
    "consider": {"changes": [{"kind": "project", "id": str(uuid.uuid4()), "set": {"title": "taken"}}]},
    "voice_sample": {"voice": "af_heart"},
    "place_build": {"before": None},
    "cancel_builds": {},
    "look_at_footage": {"artifact": "0" * 64},
    "footage_shots": {"cuts": []},
    "look_at_frame": {"frame": 0},
    "mask": {"frame": 0, "points": [[0.5, 0.5, True]]},
    "find_on_frame": {"frame": 0, "words": "cup"},
    "make_stack": {},
    "put_backdrops": {"shots": [str(uuid.uuid4())], "backdrop": {"kind": "words", "words": "a beach"}, "keep": "layers"},
    "deliver_layer": {"form": "png"},
    "guide_picture": {"kind": "edges"},
    "cost": {"shots": []},
    "set_spending": {"amount": None},
    "settle_order": {"paid": False},
    "derive": {"operation": "video.extend", "params": {"frames": 12}},
    "bridge": {"before": str(uuid.uuid4()), "after": str(uuid.uuid4())},
}


def routes() -> list[tuple[str, str, str]]:
    """Method, path and operation of every route of the API."""
    return [
        (method, path, operation["operationId"])
        for path, operations in api.get_openapi_schema(path_prefix="/api")["paths"].items()
        for method, operation in operations.items()
    ]


@pytest.fixture
def film() -> Film:
    return make_film("anna")


def ids_of(film: Film, client: Client) -> dict[str, str]:
    """One thing of each sort that belongs to the film's owner."""
    shot = Shot.objects.get(pk=film.shots[0])
    take = Take.objects.create(
        id=uuid.uuid4(), project=film.project, shot=shot, number=1, recipe={}, key="0" * 64, seed=1, by=film.person
    )
    timeline = Timeline.objects.create(id=uuid.uuid4(), project=film.project)
    cut = Cut.objects.create(timeline=timeline, number=1, preset="web-720p", recipe={}, key="1" * 64, frames=1)
    workspace = film.project.workspace
    recipe = toys.film(1)
    build = builds.request(workspace, recipe, channel=f"project.{film.project.id}", label="film")
    upload = client.post(
        "/api/uploads", json.dumps({"name": "a.png", "size": 9, "media": "image"}), content_type="application/json"
    ).json()
    BODIES["shoot_best"] = {"shots": [str(shot.id)]}
    return {
        "project": str(film.project.id),
        "shot": str(shot.id),
        "scene": str(shot.scene_id),
        "take": str(take.id),
        "character": str(film.anna),
        "location": str(film.cafe),
        "timeline": str(timeline.id),
        "cut": str(cut.id),
        "build": str(build.id),
        "node": Node.objects.filter(workspace=workspace).first().key,  # type: ignore[union-attr]
        "upload": upload["id"],
        "layer": str(Layer.objects.create(id=uuid.uuid4(), project=film.project, shot=shot, name="Cup").id),
        "edit": str(Edit.objects.filter(project=film.project).latest("revision").id),
        "adapter": str(Adapter.objects.create(id=uuid.uuid4(), project=film.project, name="Anna").id),
        "order": str(Order.objects.create(workspace=workspace, key="2" * 64, channel=film.project.channel).id),
    }


def fill(path: str, ids: dict[str, str]) -> str:
    """A path with the id of the thing that stands behind its prefix."""
    if path in NAMED:
        return path
    for prefix, name in OWNED.items():
        if path.startswith(prefix):
            head, _, tail = path[len(prefix) :].partition("/")
            assert head.startswith("{"), path
            return prefix + ids[name] + (f"/{tail}" if tail else "").replace("{edit}", ids["edit"])
    raise AssertionError(f"{path} is not classified: say in this test whose it is")


def ask(client: Client, method: str, path: str, operation: str) -> Any:
    """Call a route with a body that it would take from its owner."""
    if operation in ("import_screenplay", "add_screenplay", "returned_cut"):
        return client.post(path, {"file": SimpleUploadedFile("a.fountain", b"INT. ROOM - DAY\n\nAnna waits.")})
    body = json.dumps(BODIES.get(operation, {}))
    if operation == "send_part":
        path += "?at=0"
    return getattr(client, method)(path, body if method != "get" else None, content_type="application/json")


def test_every_route_is_classified() -> None:
    for method, path, _ in routes():
        if (method, path) in OPEN | ANYONE:
            continue
        assert any(path.startswith(prefix) for prefix in OWNED), f"{method} {path}: say in this test who may use it"


def test_what_is_not_yours_does_not_exist(film: Film) -> None:
    owner, stranger = Client(), Client()
    owner.force_login(film.person)
    stranger.force_login(other_person("stranger"))  # type: ignore[arg-type]
    ids = ids_of(film, owner)
    before = {model: model.objects.count() for model in (Project, Shot, Take, Character, Location, Timeline, Cut, Build)}
    for method, path, operation in routes():
        if (method, path) in OPEN | ANYONE:
            continue
        answer = ask(stranger, method, fill(path, ids), operation)
        assert answer.status_code == 404, f"{method} {path} answered a stranger {answer.status_code}: {answer.content[:200]!r}"
        assert answer.json()["code"] == "NOT_FOUND"
    assert before == {model: model.objects.count() for model in before}


def test_nobody_gets_in_without_a_login(film: Film, settings: Any) -> None:
    settings.SHARED = True
    owner = Client()
    owner.force_login(film.person)
    ids = ids_of(film, owner)
    for method, path, operation in routes():
        if (method, path) in OPEN:
            continue
        answer = ask(Client(), method, path if (method, path) in ANYONE else fill(path, ids), operation)
        assert answer.status_code == 401, f"{method} {path} answered nobody {answer.status_code}"


def test_a_viewer_reads_and_does_not_write(film: Film) -> None:
    owner, viewer = Client(), Client()
    owner.force_login(film.person)
    viewer.force_login(other_person("viewer", film.project.workspace, "viewer"))  # type: ignore[arg-type]
    ids = ids_of(film, owner)
    for method, path, operation in routes():
        if (method, path) in OPEN | ANYONE:
            continue
        answer = ask(viewer, method, fill(path, ids), operation)
        if method == "get" and operation != "upload":
            assert answer.status_code not in (401, 403), f"{method} {path} refused a viewer"
        else:
            assert answer.status_code == 403, f"{method} {path} let a viewer write: {answer.status_code} {answer.content[:200]!r}"


def test_lists_show_only_ones_own(film: Film) -> None:
    stranger = Client()
    stranger.force_login(other_person("stranger"))  # type: ignore[arg-type]
    owner = Client()
    owner.force_login(film.person)
    ids = ids_of(film, owner)
    assert stranger.get("/api/projects").json() == []
    assert stranger.get(f"/api/builds?project={film.project.id}").json() == []
    (node,) = stranger.get(f"/api/nodes?keys={ids['node']}").json()
    assert node["status"] == "missing"
    assert [one["id"] for one in owner.get("/api/projects").json()] == [str(film.project.id)]


def test_an_error_says_what_is_wrong_and_whose_move_it_is(film: Film) -> None:
    client = Client()
    client.force_login(film.person)
    answer = client.post("/api/uploads", json.dumps({"name": "x", "size": 0, "media": "exe"}), content_type="application/json")
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "REQUEST_INVALID"
    assert body["blame"] == "you"
    assert "size" in body["message"]
    assert "media" in body["message"]


def test_unsafe_methods_need_the_csrf_token(film: Film) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(film.person)
    answer = client.post("/api/projects", json.dumps({"title": "x"}), content_type="application/json")
    assert answer.status_code == 403


def test_the_local_owner_is_at_home_and_a_forwarded_stranger_is_not(settings: Any) -> None:
    settings.SHARED = False
    assert Client().get("/api/session").json()["name"] == "owner"
    assert Client().get("/api/session").json()["workspaces"]
    assert Client(headers={"X-Forwarded-For": "8.8.8.8"}).get("/api/session").status_code == 401
    assert Client(REMOTE_ADDR="10.1.2.3").get("/api/session").status_code == 401
    settings.SHARED = True
    assert Client().get("/api/session").status_code == 401
    assert Membership.objects.filter(user__username="owner").count() == 1


def test_a_login_opens_a_shared_studio(film: Film, settings: Any) -> None:
    settings.SHARED = True
    film.person.set_password("a long enough password")
    film.person.save()
    client = Client()
    wrong = client.post("/api/session", {"name": film.person.username, "password": "wrong"}, content_type="application/json")
    assert wrong.status_code == 401
    right = client.post(
        "/api/session",
        {"name": film.person.username, "password": "a long enough password"},
        content_type="application/json",
    )
    assert right.json()["name"] == film.person.username
    assert client.get("/api/projects").status_code == 200


def test_media_is_signed_ranged_and_immutable(film: Film, tmp_path: Any) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"words": "0123456789"}')
    artifact = store.put(film.project.workspace, path, "data")
    link = store.url(artifact)
    client = Client()
    whole = client.get(link)
    assert whole.status_code == 200
    assert b"".join(whole.streaming_content) == b'{"words": "0123456789"}'
    assert "immutable" in whole["Cache-Control"]
    part = client.get(link, headers={"Range": "bytes=11-13"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == b"012"
    assert part["Content-Range"] == "bytes 11-13/23"
    assert client.get(link, headers={"Range": "bytes=99-"}).status_code == 416
    assert client.get(f"/media/{artifact.digest}?t=forged").status_code == 400
    assert client.get(f"/media/{'0' * 64}?{link.partition('?')[2]}").status_code == 404


def test_a_workspace_sees_nothing_of_another_through_equal_bytes(film: Film, tmp_path: Any) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}")
    artifact = store.put(film.project.workspace, path, "data")
    other = Workspace.objects.create(name="other")
    assert builds.outputs_of(other, Recipe("toy.paint@1", {}).key) == {}
    assert not other.artifacts.filter(digest=artifact.digest).exists()
