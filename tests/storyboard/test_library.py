"""Pictures of people, places and styles; voices that can be heard; files by digest; effects tried on one frame."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.test import Client

from generation import builds, checkpoints, collect, pool, store
from generation.drivers.speech import voices
from generation.models import Artifact, Build, Node
from generation.operation import BadInput
from generation.recipe import Recipe
from storyboard import brought, edits, plans, takes
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Project, Shot, Take
from storyboard.records import snapshot
from studio.errors import Refused
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api{path}", json.dumps(body), content_type="application/json")


def put(film: Film, kind: str, id_: uuid.UUID, **fields: Any) -> edits.Revision:
    return edits.change(film.project, [Change(kind=kind, id=id_, set=fields)], by=film.person)


def picture(film: Film, folder: Path, colour: str = "red") -> Artifact:
    """A picture that somebody brought in."""
    path = folder / f"{colour}.png"
    PIL.Image.new("RGB", (32, 24), colour).save(path)
    return store.put(film.project.workspace, path, "image", brought=True)


def keys(film: Film) -> list[str]:
    whole = WholeFilm.of(Project.objects.get(pk=film.project.pk))
    people = [plans.portrait(one) for one in whole.characters.values()]
    made = [plans.take(one, seed=1, film=whole) for one in whole.shots] + [plans.panel(one, film=whole) for one in whole.shots]
    return [one.key for one in [*people, *made, *(plans.location_picture(one) for one in whole.locations.values())]]


# Pictures


def test_a_picture_is_kept_and_makes_nothing_stale_where_the_generator_looks_at_none(film: Film, tmp_path: Path) -> None:
    before = keys(film)
    shown = picture(film, tmp_path)
    style = uuid.uuid4()
    put(film, "style", style, everywhere=True)
    for kind, id_ in (("character", film.anna), ("location", film.cafe), ("style", style)):
        put(film, kind, id_, pictures=[shown.digest])
    assert keys(film) == before
    document = snapshot(Project.objects.get(pk=film.project.pk))
    assert document["character"][str(film.anna)]["pictures"] == [shown.digest]
    assert document["location"][str(film.cafe)]["pictures"] == [shown.digest]
    assert document["style"][str(style)]["pictures"] == [shown.digest]


@pytest.fixture
def looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A catalogue in which the embedded generator looks at two pictures."""
    text = checkpoints.LIST.read_text("utf-8")
    changed = tmp_path / "checkpoints.toml"
    changed.write_text(text.replace('id = "previs@1"\n', 'id = "previs@1"\nreferences = 2\n'), "utf-8")
    monkeypatch.setattr(checkpoints, "LIST", changed)
    checkpoints.shipped.cache_clear()
    yield
    monkeypatch.undo()
    checkpoints.shipped.cache_clear()


@pytest.mark.usefixtures("looking")
def test_a_generator_that_looks_at_pictures_is_shown_those_of_the_shot(film: Film, tmp_path: Path) -> None:
    anna, ben, cafe, more = (picture(film, tmp_path, colour) for colour in ("red", "green", "blue", "white"))
    takes.shoot(Shot.objects.get(pk=film.shots[0]), by=film.person)
    put(film, "character", film.anna, pictures=[anna.digest, more.digest])
    put(film, "character", film.ben, pictures=[ben.digest])
    put(film, "location", film.cafe, pictures=[cafe.digest])
    whole = WholeFilm.of(Project.objects.get(pk=film.project.pk))

    def shown(recipe: Recipe) -> list[str]:
        return [one.sha256 for one in recipe.inputs.get("references", ())]

    first, last = whole.by_id[film.shots[0]], whole.by_id[film.shots[2]]
    assert shown(plans.take(first, seed=1, film=whole)) == [anna.digest, cafe.digest]  # of each one, then the rest
    assert shown(plans.panel(last, film=whole)) == [ben.digest, cafe.digest]
    assert shown(plans.portrait(whole.characters[film.anna])) == [anna.digest, more.digest]
    assert shown(plans.location_picture(whole.locations[film.cafe])) == [cafe.digest]
    state = takes.staleness(Shot.objects.get(pk=film.shots[0]))
    assert [one.words("en") for one in state.causes] == ["The pictures of its people, place or style are others"]
    assert [one.words("zh") for one in state.causes] == ["人物、场地或风格的参考图换了"]


@pytest.mark.parametrize(
    ("pictures", "word"),
    [
        (["0" * 64], "not in this workspace"),
        (["short"], "pictures"),
        (["0" * 64] * 13, "at most 12"),
        ("0" * 64, "a list"),
        ([None], "pictures"),
        ([7], "pictures"),
    ],
)
def test_what_is_no_picture_of_this_workspace_is_refused(film: Film, client: Client, pictures: Any, word: str) -> None:
    changes = [{"kind": "character", "id": str(film.anna), "set": {"pictures": pictures}}]
    answer = post(client, f"/projects/{film.project.pk}/edits", {"id": str(uuid.uuid4()), "changes": changes})
    assert (answer.status_code, answer.json()["code"]) == (400, "EDIT_INVALID")
    assert word in answer.json()["message"]


def test_a_file_that_is_no_picture_is_refused(film: Film, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    data = store.put(film.project.workspace, tmp_path / "a.json", "data", brought=True)
    with pytest.raises(Refused, match="takes a picture"):
        put(film, "location", film.cafe, pictures=[data.digest])


def test_somebody_elses_picture_is_refused(film: Film, second: Film, tmp_path: Path) -> None:
    theirs = picture(second, tmp_path)
    with pytest.raises(Refused, match="not in this workspace"):
        put(film, "character", film.anna, pictures=[theirs.digest])


def test_a_picture_that_the_studio_made_is_held_while_a_record_shows_it(film: Film, tmp_path: Path) -> None:
    path = tmp_path / "made.png"
    PIL.Image.new("RGB", (8, 8), "red").save(path)
    made = store.put(film.project.workspace, path, "image")
    put(film, "character", film.anna, pictures=[made.digest])
    assert made.digest in brought.held(film.project.workspace_id)
    put(film, "character", film.anna, archived=True)
    assert made.digest in brought.held(film.project.workspace_id)  # undo may bring her back
    workspace = film.project.workspace
    workspace.quota_bytes = 0
    Node.objects.create(
        workspace=workspace, key="a" * 64, operation="x@1", queue="cpu", status="done", outputs={"out": made.digest}
    )
    Artifact.objects.filter(pk=made.pk).update(used="2020-01-01T00:00:00Z")
    assert collect.collect(workspace) == 0
    put(film, "character", film.anna, pictures=[])
    assert collect.collect(workspace) == made.size


# Files


def test_files_are_told_by_digest_in_the_order_asked_for(film: Film, second: Film, client: Client, tmp_path: Path) -> None:
    red, blue = picture(film, tmp_path, "red"), picture(film, tmp_path, "blue")
    theirs = picture(second, tmp_path, "green")
    wanted = ",".join([blue.digest, "0" * 64, theirs.digest, red.digest, blue.digest, "nonsense"])
    found = client.get(f"/api/projects/{film.project.pk}/artifacts?digests={wanted}").json()
    assert [one["digest"] for one in found] == [blue.digest, red.digest]
    assert found[0]["facts"]["width"] == 32
    assert PIL.Image.open(io.BytesIO(b"".join(client.get(found[0]["url"]).streaming_content))).size == (32, 24)  # type: ignore[attr-defined]
    assert client.get(f"/api/projects/{film.project.pk}/artifacts").json() == []
    assert client.get(f"/api/projects/{film.project.pk}/artifacts?digests={'a' * 30_000}").status_code == 422


# Voices


def test_every_voice_has_a_name_and_says_what_it_is_like(client: Client) -> None:
    found = client.get("/api/voices").json()
    assert len({one["id"] for one in found}) == len(found) == len(voices._VOICES)
    assert {one["language"] for one in found} == {"en", "zh"}
    by_id = {one["id"]: one for one in found}
    assert by_id["zm_yunxi"]["title"] == "云希"
    assert by_id["bf_emma"] == {
        "id": "bf_emma", "title": "Emma", "language": "en", "gender": "female",
        "words": {"en": "British woman, warm, calm, educated", "zh": "英式英语女声，温暖、平静、知性"},
    }  # fmt: skip
    assert all(len({part for part in one["words"]["zh"] if "a" <= part <= "z"}) == 0 for one in found)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_voice_is_heard_and_spoken_once(film: Film, client: Client) -> None:
    path = f"/projects/{film.project.pk}/voices/sample"
    for language, voice in (("en", "bm_george"), ("zh", "zf_xiaoxiao")):
        body = {"voice": voice, "language": language, "pace": 1.1}
        asked = post(client, path, body).json()
        assert (asked["status"], asked["url"]) == ("queued", None)
        assert post(client, path, body).json()["key"] == asked["key"]
        (build,) = Build.objects.filter(root=asked["key"])
        pool.run_now(build)
        heard = post(client, path, body).json()
        assert heard["status"] == "done"
        assert heard["facts"]["samples"] > 48_000
        assert client.get(heard["url"]).status_code == 200
        assert Build.objects.filter(root=asked["key"]).count() == 1


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"voice": "af_nobody"}, 400, "no voice 'af_nobody'"),
        ({"voice": "af_heart+9"}, 400, "no voice"),
        ({"voice": ""}, 400, "no voice"),
        ({"voice": "af_heart", "language": "fr"}, 422, "language"),
        ({"voice": "af_heart", "pace": 3}, 422, "pace"),
        ({"voice": "af_heart", "words": "x" * 301}, 422, "words"),
        ({"voice": "af_heart", "words": "\x00"}, 422, "NUL"),
        ({}, 422, "voice"),
    ],
)
def test_a_voice_that_is_none_is_refused_in_words(film: Film, client: Client, body: Any, status: int, word: str) -> None:
    answer = post(client, f"/projects/{film.project.pk}/voices/sample", body)
    assert answer.status_code == status, answer.content
    assert word in answer.json()["message"]
    assert not Build.objects.exists()


def test_blends_and_shifts_are_voices_too() -> None:
    for voice in ("af_heart&af_sky", "am_puck+3", "kokoro/af_heart-2"):
        voices.require(voice)
    for voice in ("af_heart&nobody", "af_heart+6", "af_heart+", "AF_HEART"):
        with pytest.raises(BadInput):
            voices.require(voice)


# Everything that is being made


def test_all_that_is_being_made_is_cancelled(film: Film, second: Film, client: Client) -> None:
    post(client, f"/projects/{film.project.pk}/panels", {})
    post(client, f"/projects/{film.project.pk}/produce", {})
    kept = takes.shoot(Shot.objects.get(pk=second.shots[0]), by=second.person)
    assert post(client, f"/projects/{film.project.pk}/builds/cancel", {}).status_code == 204
    active = Build.objects.filter(status=Build.State.ACTIVE)
    assert [one.root for one in active] == [kept.key]
    assert Project.objects.get(pk=film.project.pk).producing_id is None


def test_a_build_says_for_whom_it_is(film: Film, client: Client) -> None:
    post(client, f"/shots/{film.shots[0]}/panel", {})
    post(client, f"/characters/{film.anna}/portrait", {})
    post(client, f"/projects/{film.project.pk}/panels", {})
    post(client, f"/projects/{film.project.pk}/produce", {})
    found = client.get(f"/api/builds?project={film.project.pk}").json()
    told = {(one["label"], one["subject"]) for one in found}
    assert ("Panel A", str(film.shots[0])) in told
    assert ("Panel 12B", str(film.shots[1])) in told
    assert ("Portrait of ANNA", str(film.anna)) in told
    assert ("Voices of 12B", str(film.shots[1])) in told
    assert all(one["started"] is None and one["place"] == 0 for one in found)


def test_builds_are_placed_over_http(film: Film, second: Film, client: Client) -> None:
    post(client, f"/projects/{film.project.pk}/panels", {})
    last, *_, first = client.get(f"/api/builds?project={film.project.pk}").json()
    moved = post(client, f"/builds/{last['id']}/place", {"before": first["id"]}).json()
    assert moved["place"] < 0
    theirs = takes.shoot(Shot.objects.get(pk=second.shots[0]), by=second.person).build
    assert theirs is not None
    assert post(client, f"/builds/{last['id']}/place", {"before": str(theirs.pk)}).status_code == 404
    assert post(client, f"/builds/{last['id']}/place", {"before": str(uuid.uuid4())}).status_code == 404
    assert post(client, f"/builds/{last['id']}/place", {}).status_code == 422
    post(client, f"/builds/{first['id']}/cancel", {})
    refused = post(client, f"/builds/{last['id']}/place", {"before": first["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "NOT_ACTIVE")


# Effects tried


def made(build: Build | None) -> None:
    assert build is not None
    pool.run_now(build)


@pytest.mark.django_db(transaction=True)
def test_effects_are_tried_on_one_frame_of_the_take(film: Film, client: Client) -> None:
    put(film, "shot", film.shots[0], frames=3)
    put(film, "project", film.project.pk, width=1280, height=720)
    path = f"/shots/{film.shots[0]}/try"
    grade = {"operation": "style.grade", "params": {"exposure": -4.0}}
    assert post(client, path, {"effects": [grade], "frame": 1}).json()["code"] == "NOT_READY"
    take = takes.shoot(Shot.objects.get(pk=film.shots[0]), quality="draft", by=film.person)
    refused = post(client, path, {"effects": [grade], "frame": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "NOT_READY")
    assert "not made yet" in refused.json()["message"]
    made(take.build)
    pictures = {}
    for name, effects in {"plain": [], "neutral": [{"operation": "style.grade"}], "dark": [grade]}.items():
        asked = post(client, path, {"effects": effects, "frame": 1})
        assert asked.status_code == 200, asked.content
        for build in Build.objects.filter(root=asked.json()["key"], status=Build.State.ACTIVE):
            assert build.priority == 20
            assert build.label == "Trial of 12A"
            made(build)
        done = post(client, path, {"effects": effects, "frame": 1}).json()
        assert done["status"] == "done"
        pictures[name] = PIL.Image.open(io.BytesIO(b"".join(client.get(done["url"]).streaming_content)))  # type: ignore[attr-defined]
    assert pictures["plain"].size == pictures["dark"].size == (640, 360)
    assert pictures["plain"].tobytes() == pictures["neutral"].tobytes()

    def light(name: str) -> float:
        grey = list(pictures[name].convert("L").getdata())
        return sum(grey) / len(grey)

    assert light("dark") < light("plain") / 2
    nodes = Node.objects.count()
    beyond = post(client, path, {"effects": [grade], "frame": 999}).json()  # the last frame, not another for each number
    assert beyond["key"] == post(client, path, {"effects": [grade], "frame": 2}).json()["key"]
    assert Node.objects.count() == nodes + 1
    assert Take.objects.filter(shot=film.shots[0]).count() == 1


@pytest.mark.parametrize(
    ("effects", "word"),
    [
        ([{"operation": "no.such"}], "no operation"),
        ([{"operation": "image.generate"}], "not an effect"),
        ([{"operation": "preview.frame"}], "not an effect"),
        ([{"operation": "style.grade", "params": {"exposure": 99}}], "exposure"),
        ([{"operation": "style.grade", "params": {"nonsense": 1}}], "nonsense"),
    ],
)
def test_what_is_no_effect_is_refused_in_words(film: Film, client: Client, effects: Any, word: str) -> None:
    take = takes.shoot(Shot.objects.get(pk=film.shots[0]), by=film.person)
    Node.objects.update_or_create(
        workspace=film.project.workspace,
        key=take.key,
        defaults={"operation": "video.generate@1", "queue": "gpu", "status": "done"},
    )
    assert take.key in builds.made(film.project.workspace, [take.key])
    answer = post(client, f"/shots/{film.shots[0]}/try", {"effects": effects, "frame": 0})
    assert answer.status_code == 400, answer.content
    assert word in answer.json()["message"]


@pytest.mark.parametrize(
    "body", [{"frame": -1, "effects": []}, {"effects": [{}]}, {"effects": 3}, {"effects": [{"operation": "A"}]}]
)
def test_a_wrong_trial_is_refused(film: Film, client: Client, body: Any) -> None:
    assert post(client, f"/shots/{film.shots[0]}/try", body).status_code == 422


def test_an_effect_for_each_of_a_thousand_shots_is_one_edit(film: Film, client: Client) -> None:
    shots = [uuid.uuid4() for _ in range(1000)]
    values = {"scene": str(film.scene), "action": "A shot."}
    edits.change(film.project, [Change(kind="shot", id=one, set=values) for one in shots], by=film.person)
    set_ = {"operation": "style.grade", "params": {"warmth": 0.5}}
    changes = [{"kind": "effect", "id": str(uuid.uuid4()), "set": {**set_, "shot": str(one)}} for one in shots]
    revision = Project.objects.get(pk=film.project.pk).revision
    answer = post(client, f"/projects/{film.project.pk}/edits", {"id": str(uuid.uuid4()), "changes": changes})
    assert answer.status_code == 200
    assert answer.json()["revision"] == revision + 1
    assert len(answer.json()["inverse"]) == 1000


def test_a_portrait_that_is_asked_for_again_while_it_is_drawn_is_drawn_once(film: Film, client: Client) -> None:
    answers = [post(client, f"/characters/{film.anna}/portrait", {}).json() for _ in range(3)]
    assert len({one["key"] for one in answers}) == 1
    assert Build.objects.filter(label="Portrait of ANNA").count() == 1
