"""The storyboard over HTTP: the same functions, the same refusals, in words a person can use."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from generation import pool
from generation.models import Build
from storyboard import edits
from storyboard.api import _stage_of
from storyboard.changes import Change
from storyboard.models import Project, Shot
from storyboard.records import snapshot
from studio.errors import Conflict
from studio.models import Membership, Workspace
from tests.storyboard.films import Film
from tests.storyboard.test_importing import SCRIPT

pytestmark = pytest.mark.django_db


def post(client: Client, path: str, body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/api{path}", text, content_type="application/json")


def an_edit(film: Film, base: int | None = None, **fields: Any) -> dict[str, Any]:
    changes = [{"kind": "shot", "id": str(film.shots[0]), "set": fields}]
    return {"id": str(uuid.uuid4()), "base": base, "changes": changes}


def test_a_film_from_nothing(client: Client) -> None:
    id_ = str(uuid.uuid4())
    made = post(client, "/projects", {"id": id_, "title": "Rain", "rate": "24000/1001", "width": 1920, "height": 1080})
    assert made.status_code == 200, made.content
    assert (made.json()["id"], made.json()["revision"], made.json()["title"]) == (id_, 1, "Rain")
    scene, shot = str(uuid.uuid4()), str(uuid.uuid4())
    changes = [
        {"kind": "shot", "id": shot, "set": {"scene": scene, "letter": "A", "action": "Rain falls.", "frames": 48}},
        {"kind": "scene", "id": scene, "set": {"number": "1", "heading": "EXT. STREET - NIGHT"}},
    ]
    done = post(client, f"/projects/{id_}/edits", {"id": str(uuid.uuid4()), "base": 1, "changes": changes})
    assert done.status_code == 200, done.content
    assert done.json()["revision"] == 2
    document = client.get(f"/api/projects/{id_}").json()
    assert document["records"]["shot"][shot]["action"] == "Rain falls."
    assert document["records"]["scene"][scene]["heading"] == "EXT. STREET - NIGHT"
    again = post(client, "/projects", {"id": id_, "title": "Rain"})
    assert (again.status_code, again.json()["code"]) == (409, "ID_TAKEN")


def test_an_edit_sent_twice_is_written_once(client: Client, film: Film) -> None:
    path, edit = f"/projects/{film.project.pk}/edits", an_edit(film, action="Anna waits.")
    first, second = post(client, path, edit).json(), post(client, path, edit).json()
    assert first["revision"] == second["revision"]
    assert (first["repeated"], second["repeated"]) == (False, True)


def test_a_client_with_another_history_is_told_to_load_again(client: Client, film: Film) -> None:
    answer = post(client, f"/projects/{film.project.pk}/edits", an_edit(film, base=99, action="x"))
    assert answer.status_code == 409
    assert answer.json()["code"] == "STALE_BASE"
    assert answer.json()["blame"] == "you"
    assert answer.json()["detail"] == {"revision": film.project.revision}
    assert client.get(f"/api/projects/{film.project.pk}/edits?since=99").status_code == 409


def test_catching_up_undo_and_an_earlier_revision(client: Client, film: Film) -> None:
    path, revision = f"/api/projects/{film.project.pk}", film.project.revision
    before = client.get(path).json()["records"]
    done = post(client, f"/projects/{film.project.pk}/edits", an_edit(film, action="Anna waits.")).json()
    (missed,) = client.get(f"{path}/edits?since={revision}").json()
    assert missed["changes"] == done["changes"]
    assert missed["by"] == "anna"
    assert client.get(f"{path}?revision={revision}").json()["records"] == before
    undone = client.post(f"{path}/edits/{done['id']}/undo")
    assert undone.json()["revision"] == revision + 2
    assert client.get(path).json()["records"] == before
    assert client.get(f"{path}?revision=999").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"changes": []}, 422, "id"),
        ({"id": "x", "changes": []}, 422, "UUID"),
        ({"id": str(uuid.uuid4()), "changes": [], "extra": 1}, 422, "extra"),
        (
            '{"id": "' + str(uuid.uuid4()) + '", "changes": [{"kind": "shot", "id": "SHOT", "set": {"stage": {"a": NaN}}}]}',
            400,
            "",
        ),
        ("not json", 400, ""),
    ],
)
def test_a_body_that_is_wrong_says_so(client: Client, film: Film, body: Any, status: int, says: str) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    before = snapshot(film.project)
    answer = post(client, f"/projects/{film.project.pk}/edits", text.replace("SHOT", str(film.shots[0])))
    assert answer.status_code == status, answer.content
    assert says in answer.content.decode()
    assert snapshot(Project.objects.get(pk=film.project.pk)) == before


def test_a_screenplay_uploaded_becomes_a_film(client: Client, film: Film) -> None:
    file = SimpleUploadedFile("../../net.fountain", SCRIPT)
    made = client.post("/api/screenplays", {"file": file})
    assert made.status_code == 200, made.content
    assert made.json()["title"] == "The Net"
    assert len(made.json()["records"]["scene"]) == 2
    more = client.post(f"/api/projects/{film.project.pk}/screenplay", {"file": SimpleUploadedFile("more.txt", SCRIPT)})
    assert more.status_code == 200, more.content
    assert len(more.json()["records"]["scene"]) == 3


@pytest.mark.parametrize(
    "data",
    [b"", bytes(range(256)) * 40, b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"],
)
def test_what_is_no_screenplay_is_refused_over_http(client: Client, data: bytes) -> None:
    before = Project.objects.count()
    answer = client.post("/api/screenplays", {"file": SimpleUploadedFile("a.fdx", data)})
    assert 400 <= answer.status_code < 500
    assert answer.json()["blame"] == "you"
    assert len(answer.json()["message"]) > 20
    assert Project.objects.count() == before


def test_an_unknown_breakdown_is_refused(client: Client) -> None:
    answer = client.post("/api/screenplays", {"file": SimpleUploadedFile("a.txt", SCRIPT), "breakdown": "magic"})
    assert answer.status_code == 400
    assert "rules" in answer.json()["message"]


def test_the_kinds_say_what_may_be_set(client: Client) -> None:
    kinds = client.get("/api/kinds").json()
    assert kinds["shot"]["properties"]["frames"]["minimum"] == 1
    assert {"project", "scene", "shot", "take", "character", "location", "effect", "timeline", "clip"} <= kinds.keys()


def test_an_archived_shot_is_not_shot(client: Client, film: Film) -> None:
    Shot.objects.filter(pk=film.shots[0]).update(archived=True)
    answer = post(client, f"/shots/{film.shots[0]}/takes", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_READY")
    assert "Bring it back" in answer.json()["message"]


def work() -> None:
    """Make here and now what was asked for."""
    for build in Build.objects.filter(status=Build.State.ACTIVE):
        pool.run_now(build)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_shots_takes_stages_and_pictures(client: Client, film: Film) -> None:
    shot, path = film.shots[0], f"/api/projects/{film.project.pk}"
    changes = [
        {"kind": "project", "id": str(film.project.pk), "set": {"width": 64, "height": 36}},
        *({"kind": "shot", "id": str(one), "set": {"frames": 4, "dialogue": []}} for one in film.shots),
    ]
    post(client, f"/projects/{film.project.pk}/edits", {"id": str(uuid.uuid4()), "changes": changes})
    assert {one["state"] for one in client.get(f"{path}/staleness").json().values()} == {"missing"}
    none = client.post(f"/api/shots/{shot}/finish")
    assert (none.status_code, none.json()["code"]) == (409, "NOT_READY")

    take = post(client, f"/shots/{shot}/takes", {"seed": 7, "quality": "draft"}).json()
    assert (take["slate"], take["seed"], take["quality"], take["kept"]) == ("12A-1", 7, "draft", False)
    assert take["build"]["status"] == "active"
    assert client.get(f"{path}/panels").json()[0]["status"] == "missing"
    assert post(client, f"/projects/{film.project.pk}/panels", {}).status_code == 200
    asked = Build.objects.filter(label__startswith="Panel").count()
    assert asked == len(film.shots)
    assert post(client, f"/projects/{film.project.pk}/panels", {}).status_code == 200
    assert Build.objects.filter(label__startswith="Panel").count() == asked  # what is being drawn is not asked for twice
    assert post(client, f"/shots/{shot}/stage", {}).json()["stage"] is None
    for picture in (f"/shots/{shot}/panel", f"/characters/{film.anna}/portrait", f"/locations/{film.cafe}/picture"):
        assert post(client, picture, {}).status_code == 200
    work()
    panels = client.get(f"{path}/panels").json()
    assert [one["id"] for one in panels] == [str(one) for one in film.shots]
    assert {one["status"] for one in panels} == {"done"}
    assert client.get(panels[0]["url"]).status_code == 200
    stage = client.get(f"/api/shots/{shot}/stage").json()["stage"]
    assert [one["name"] for one in stage["actors"]] == ["ANNA"]
    assert client.get(f"/api/shots/{shot}/staleness").json() == {"state": "fresh", "causes": []}

    post(client, f"/projects/{film.project.pk}/edits", an_edit(film, action="Anna stands by a window."))
    stale = client.get(f"/api/shots/{shot}/staleness").json()
    assert stale["state"] == "stale"
    assert stale["causes"][0]["words"]["en"].startswith("The action changed: ")
    assert stale["causes"][0]["words"]["zh"].startswith("动作改了：")
    again = post(client, f"/shots/{shot}/takes", {}).json()
    assert (again["slate"], again["seed"]) == ("12A-2", 7)
    kept = client.post(f"/api/takes/{take['id']}/keep").json()
    assert {one["kind"] for one in kept["changes"]} == {"take", "shot"}
    listed = client.get(f"/api/shots/{shot}/takes").json()
    assert [(one["slate"], one["kept"]) for one in listed] == [("12A-1", True), ("12A-2", False)]
    assert client.get(path).json()["records"]["shot"][str(shot)]["take"] == take["id"]

    effect = {"shot": str(shot), "operation": "style.grade", "params": {"exposure": 1.0}}
    edit = {"id": str(uuid.uuid4()), "changes": [{"kind": "effect", "id": str(uuid.uuid4()), "set": effect}]}
    assert post(client, f"/projects/{film.project.pk}/edits", edit).status_code == 200
    assert client.post(f"/api/shots/{shot}/finish").json()["total"] == 1
    step = post(client, f"/projects/{film.project.pk}/produce", {"quality": "draft"}).json()
    assert (step["at"], step["asked"]) == ("shots", 2)  # the kept take stays
    assert client.post(f"{path}/stop").status_code == 204


def test_a_misspelt_parameter_of_a_draw_is_refused(client: Client, film: Film) -> None:
    answer = post(client, f"/shots/{film.shots[0]}/takes", {"sead": 7})
    assert (answer.status_code, answer.json()["code"]) == (422, "REQUEST_INVALID")
    assert "sead" in answer.json()["message"]
    for seed in (-1, 2**32, 1.5, "7"):
        assert post(client, f"/shots/{film.shots[0]}/takes", {"seed": seed}).status_code == 422


def test_a_film_goes_to_the_workspace_that_is_named_and_to_no_other_persons(client: Client, film: Film, second: Film) -> None:
    own = Workspace.objects.create(name="another of hers")
    Membership.objects.create(workspace=own, user=film.person, role="editor")
    made = post(client, "/projects", {"title": "x", "workspace": str(own.pk)}).json()
    assert Project.objects.get(pk=made["id"]).workspace == own
    for stranger in (str(second.project.workspace_id), str(uuid.uuid4())):
        assert post(client, "/projects", {"title": "x", "workspace": stranger}).status_code == 404
        file = SimpleUploadedFile("a.txt", SCRIPT)
        assert client.post("/api/screenplays", {"file": file, "workspace": stranger}).status_code == 404
    file = SimpleUploadedFile("a.txt", SCRIPT)
    assert client.post("/api/screenplays", {"file": file, "workspace": str(own.pk)}).status_code == 200


def test_some_scenes_are_told_as_the_whole_film_tells_them(client: Client, film: Film) -> None:
    path = f"/projects/{film.project.pk}"
    scene, shot = str(uuid.uuid4()), str(uuid.uuid4())
    changes = [
        {"kind": "scene", "id": scene, "set": {"number": "99", "heading": "EXT. PIER - NIGHT", "rank": "z"}},
        {"kind": "shot", "id": shot, "set": {"scene": scene, "letter": "A", "action": "Nobody is there.", "frames": 4}},
    ]
    assert post(client, f"{path}/edits", {"id": str(uuid.uuid4()), "changes": changes}).status_code == 200
    whole = {one["id"]: one for one in client.get(f"/api{path}/panels").json()}
    assert set(whole) == {*map(str, film.shots), shot}
    for ids in ({shot}, set(whole) - {shot}):
        scenes = "&".join(f"scenes={one}" for one in Shot.objects.filter(pk__in=ids).values_list("scene", flat=True).distinct())
        told = client.get(f"/api{path}/panels?{scenes}").json()
        assert {one["id"]: one["key"] for one in told} == {one: whole[one]["key"] for one in ids}
        assert set(client.get(f"/api{path}/staleness?{scenes}").json()) == ids
    assert post(client, f"{path}/panels?scenes={scene}", {}).status_code == 200
    assert [one.subject for one in Build.objects.filter(label__startswith="Panel")] == [uuid.UUID(shot)]
    assert client.get(f"/api{path}/panels?scenes={uuid.uuid4()}").json() == []
    assert client.get(f"/api{path}/panels?scenes=x").status_code in (400, 422)


def test_a_shot_that_is_put_away_while_its_stage_is_asked_for_is_said_to_be(film: Film) -> None:
    shot = Shot.objects.select_related("project", "scene").get(pk=film.shots[0])
    edits.change(film.project, [Change(kind="scene", id=shot.scene_id, set={"archived": True})], by=film.person, label="Archive")
    with pytest.raises(Conflict, match="archived"):
        _stage_of(shot)  # looked up before, planned after
