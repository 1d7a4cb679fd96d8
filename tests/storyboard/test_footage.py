"""A person's own film: looked at, made shots in one edit with its footage as take 1, cast and words with it, and cut again."""

from __future__ import annotations

import json
import uuid
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from django.test import Client

from generation import collect, confined, store, worker
from generation.mezzanine import pixels_of
from generation.models import Artifact, Build, Node, Status
from storyboard import edits, footage, footage_shots, takes
from storyboard.changes import Change
from storyboard.models import Casting, Character, Edit, Project, Scene, Shot, Take
from studio.errors import Refused
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db
QUEUES = ["interactive", "gpu", "cpu"]
COLOURS = ((200, 40, 40), (40, 180, 60), (50, 70, 210))


def write_film(path: Path, lengths: tuple[int, ...] = (20, 30, 25), rate: int = 24, sound: bool = True) -> Path:
    """A film of plain colours with a ramp of grey that counts frames, and a tone that changes with the colour."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=rate, options={"crf": "12", "preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        audio = container.add_stream("aac", rate=48_000, layout="mono") if sound else None
        numbers = np.random.default_rng(3)
        count = 0
        for part, length in enumerate(lengths):
            grain = numbers.integers(0, 40, (180, 320, 3))
            for _ in range(length):
                picture = np.clip(np.array(COLOURS[part % 3]) + grain, 0, 255).astype(np.uint8)
                picture[150:, : 20 + count * 2] = 255
                frame = VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts, frame.time_base = count, Fraction(1, rate)
                container.mux(video.encode(frame))
                count += 1
        container.mux(video.encode(None))
        if audio is not None:
            at = np.arange(48_000 * count // rate)
            wave = 0.3 * np.sin(at * 2 * np.pi * 440 / 48_000).astype(np.float32)
            for first in range(0, len(wave), 1024):
                heard = AudioFrame.from_ndarray(wave[None, first : first + 1024], format="fltp", layout="mono")
                heard.sample_rate, heard.pts, heard.time_base = 48_000, first, Fraction(1, 48_000)
                container.mux(audio.encode(heard))
            container.mux(audio.encode(None))
    return path


def bring(film: Film, path: Path, name: str = "summer_holiday.mp4") -> Artifact:
    """What an upload does."""
    facts = confined.check(path, "movie")
    artifact = store.put(film.project.workspace, path, "movie", brought=True)
    artifact.facts = {**facts, "name": name}
    artifact.save(update_fields=["facts"])
    return artifact


@pytest.fixture
def own(film: Film, tmp_path: Path) -> Artifact:
    """A film of 75 frames in three colours, brought in."""
    return bring(film, write_film(tmp_path / "own.mp4"))


def post(client: Client, path: str, data: dict[str, Any]) -> Any:
    return client.post(f"/api{path}", json.dumps(data), content_type="application/json")


def answered(film: Film, recipe: Any, document: dict[str, Any], folder: Path) -> None:
    """As if this search had been made."""
    path = folder / f"{uuid.uuid4()}.json"
    path.write_text(json.dumps(document))
    artifact = store.put(film.project.workspace, path, "data")
    Node.objects.create(
        workspace=film.project.workspace, key=recipe.key, operation=recipe.operation, status=Status.DONE,
        outputs={"out": artifact.digest}, queue="cpu",
    )  # fmt: skip


@pytest.fixture
def searched(film: Film, own: Artifact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Artifact:
    """The film with words and faces found in it, as where what finds them is installed."""
    monkeypatch.setattr(
        footage, "_installed", lambda project, name: {"footage.words": "whisper-base@1.0.0"}.get(name, "yunet-sface@1")
    )
    wanted = footage.search(film.project, own)
    lines = [
        {"start": 2, "frames": 10, "words": "Good morning.", "language": "en"},
        {"start": 16, "frames": 12, "words": "Here we are.", "language": "en"},
        {"start": 60, "frames": 5, "words": "Goodbye.", "language": "en"},
    ]
    answered(film, wanted.words, {"lines": lines, "language": "en", "frames": 75}, tmp_path)

    def person(id_: str, *frames: int) -> dict[str, Any]:
        faces = [{"frame": frame, "box": [1, 2, 30, 40], "score": 0.9} for frame in frames]
        return {"id": id_, "faces": faces, "shots": [0], "certainty": 0.8, "picture": {"frame": frames[0], "box": [1, 2, 30, 40]}}

    people = [person("p1", 0, 6, 12, 60, 66), person("p2", 24, 30, 66)]
    answered(film, wanted.faces, {"people": people, "unknown": [], "frames": 75}, tmp_path)
    return own


def shots_of(scene: uuid.UUID | str) -> list[Shot]:
    return sorted(Shot.objects.filter(scene_id=scene, archived=False), key=lambda one: one.rank)


def test_a_film_is_looked_at_over_http_and_its_cuts_are_found(
    film: Film, own: Artifact, client: Client, own_checkpoints: Path
) -> None:
    answer = post(client, f"/projects/{film.project.pk}/footage", {"artifact": own.digest})
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["frames"], told["rate"], told["width"], told["height"], told["sound"]) == (75, "24/1", 320, 180, True)
    assert told["cuts"]["made"]["status"] == "queued"
    assert told["cuts"]["found"] == []
    asked = [one.label for one in Build.objects.order_by("created")]
    assert asked[:3] == [f"{what} of summer_holiday.mp4" for what in ("Pictures", "Cuts", "Proxy")]
    assert {one.channel for one in Build.objects.all()} == {film.project.channel}
    post(client, f"/projects/{film.project.pk}/footage", {"artifact": own.digest})
    assert Build.objects.count() == len(asked)  # what is under way is not asked for again
    worker.work(QUEUES, "test")
    told = client.get(f"/api/projects/{film.project.pk}/footage/{own.digest}").json()
    assert [one["frame"] for one in told["cuts"]["found"]] == [20, 50]
    assert all(0.3 <= one["certainty"] <= 1 for one in told["cuts"]["found"])
    assert told["strip"]["status"] == told["proxy"]["status"] == "done"
    assert told["strip"]["url"]
    assert told["proxy"]["url"]
    strip = told["strip"]["facts"]
    assert strip["width"] % told["columns"] == 0
    assert told["proxy"]["facts"]["frames"] == 75


def test_stretches_become_shots_with_their_footage_as_take_one_in_one_edit(film: Film, own: Artifact, client: Client) -> None:
    before = Edit.objects.filter(project=film.project).count()
    answer = post(client, f"/projects/{film.project.pk}/footage/{own.digest}/shots", {"cuts": [50, 20, 20, 0, 75, 999]})
    assert answer.status_code == 200, answer.content
    assert Edit.objects.filter(project=film.project).count() == before + 1
    scene = Scene.objects.get(number="13")
    assert (scene.heading, scene.rank > Scene.objects.get(pk=film.scene).rank) == ("summer holiday", True)
    shots = shots_of(scene.pk)
    assert [(one.letter, one.frames, one.footage["start"]) for one in shots if one.footage] == [
        ("A", 20, 0),
        ("B", 30, 20),
        ("C", 25, 50),
    ]
    made = [Take.objects.get(pk=one.take_id) for one in shots]
    assert [(one.number, one.by, one.shot_id) for one in made] == [(1, film.person, one.pk) for one in shots]
    assert [one.recipe["root"] for one in made] == [one.key for one in made]
    assert [one.label for one in Build.objects.order_by("created")] == ["13A-1", "13B-1", "13C-1"]
    assert {type(one) for one in takes.staleness_of(film.project, only=[one.pk for one in shots]).values()} == {takes.Missing}
    worker.work(QUEUES, "test")
    assert {type(one) for one in takes.staleness_of(film.project, only=[one.pk for one in shots]).values()} == {takes.Fresh}
    for shot, take, first in zip(shots, made, (0, 20, 50), strict=True):
        outputs = Node.objects.get(key=take.key).outputs
        clip = store.local(Artifact.objects.get(digest=outputs["out"]))
        with av.open(str(clip)) as container:
            frames = [pixels_of(one) for one in container.decode(video=0)]
        assert len(frames) == shot.frames
        for n in (0, shot.frames - 1):  # a white bar grows by two pixels with each frame of the film
            bar = int((frames[n][165].min(axis=1) > 200).sum())
            assert abs(bar - (20 + (first + n) * 2)) <= 1


def test_undo_takes_everything_back_and_redo_brings_it_again(film: Film, own: Artifact) -> None:
    done = footage_shots.make(film.project, own, footage_shots.Wish([20]), by=film.person)
    ids = [one.id for one in done.changes if one.kind == "shot"]
    undone = edits.undo(film.project, done.edit, by=film.person)
    assert not Shot.objects.filter(pk__in=ids, archived=False).exists()
    assert not Scene.objects.filter(number="13", archived=False).exists()
    edits.undo(film.project, undone.edit, by=film.person)
    assert Shot.objects.filter(pk__in=ids, archived=False, take__isnull=False).count() == 2


def test_sent_twice_it_is_done_once(film: Film, own: Artifact, client: Client) -> None:
    body = {"id": str(uuid.uuid4()), "cuts": [20]}
    one, two = (post(client, f"/projects/{film.project.pk}/footage/{own.digest}/shots", body).json() for _ in range(2))
    assert (one["revision"], two["revision"], two["repeated"]) == (two["revision"], one["revision"], True)
    assert Scene.objects.filter(number="13").count() == 1


def test_into_a_scene_after_a_shot_with_letters_of_their_own(film: Film, own: Artifact) -> None:
    wish = footage_shots.Wish([20], scene=film.scene, after=film.shots[0], fit="fit")
    footage_shots.make(film.project, own, wish, by=film.person)
    assert [one.letter for one in shots_of(film.scene)] == ["A", "D", "E", "B", "C"]
    assert shots_of(film.scene)[1].footage == {"artifact": own.digest, "start": 0, "fit": "fit"}


def test_words_and_people_come_with_their_shots(film: Film, searched: Artifact) -> None:
    wish = footage_shots.Wish([20, 50], people={"p1": "anna", "p2": "  Carla   Blue "})
    footage_shots.make(film.project, searched, wish, by=film.person)
    scene = Scene.objects.get(number="13")
    first, second, third = shots_of(scene.pk)
    carla = Character.objects.get(name="Carla Blue")
    assert Character.objects.filter(project=film.project).count() == 3  # ANNA was there already
    assert carla.voice

    def cast(shot: Shot) -> set[uuid.UUID]:
        return set(Casting.objects.filter(shot=shot).values_list("character_id", flat=True))

    assert [cast(one) for one in (first, second, third)] == [{film.anna}, {carla.pk}, {film.anna, carla.pk}]
    assert first.dialogue == [{"character": str(film.anna), "words": "Good morning.", "manner": "", "at": 2, "frames": 10}]
    assert second.dialogue == [
        {"character": str(carla.pk), "words": "Here we are.", "manner": "", "at": 16, "frames": 12}
    ]  # most of it lies there
    assert third.dialogue == [
        {"character": None, "words": "Goodbye.", "manner": "", "at": 60, "frames": 5}
    ]  # two are seen: nobody knows who


def test_without_words_no_lines(film: Film, searched: Artifact) -> None:
    footage_shots.make(film.project, searched, footage_shots.Wish([20], words=False), by=film.person)
    assert all(one.dialogue == [] for one in shots_of(Scene.objects.get(number="13").pk))


def test_what_is_known_of_words_and_faces_is_told_and_pictures_are_asked_for(
    film: Film, searched: Artifact, client: Client
) -> None:
    told = client.get(f"/api/projects/{film.project.pk}/footage/{searched.digest}").json()
    assert [one["words"] for one in told["words"]["lines"]] == ["Good morning.", "Here we are.", "Goodbye."]
    assert [(one["id"], one["picture"], one["shots"]) for one in told["faces"]["people"]] == [("p1", "", [0]), ("p2", "", [0])]
    assert sorted(Build.objects.values_list("label", flat=True)) == [f"Face p{n} of summer_holiday.mp4" for n in (1, 2)]


def test_faces_wait_for_the_cuts_and_are_asked_for_once(
    film: Film, own: Artifact, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footage, "_installed", lambda project, name: "yunet-sface@1" if name == "footage.faces" else "")
    for _ in range(2):
        told = post(client, f"/projects/{film.project.pk}/footage", {"artifact": own.digest}).json()
        assert (told["cuts"]["made"]["status"], told["faces"]["made"]["status"]) == ("queued", "queued")
    assert [one.label for one in Build.objects.filter(label__startswith="Faces")] == ["Faces of summer_holiday.mp4"]


def test_where_nothing_hears_or_sees_it_is_said_so(film: Film, own: Artifact, own_checkpoints: Path, client: Client) -> None:
    told = client.get(f"/api/projects/{film.project.pk}/footage/{own.digest}").json()
    assert (told["words"]["made"], told["faces"]["made"]) == (None, None)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"scene": uuid.uuid4()}, "scene .* is not there any more"),
        ({"after": uuid.uuid4()}, "not in this scene"),
        ({"people": {"p9": "Somebody"}}, "no face p9"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(
    film: Film, own: Artifact, wish: dict[str, Any], words: str
) -> None:
    before = Project.objects.get(pk=film.project.pk).revision
    whole = {"scene": film.scene, **wish} if "after" in wish else wish
    with pytest.raises(Refused, match=words):
        footage_shots.make(film.project, own, footage_shots.Wish([20], **whole), by=film.person)
    assert Project.objects.get(pk=film.project.pk).revision == before
    assert not Build.objects.exists()


def test_too_many_cuts_are_refused_in_words(film: Film, own: Artifact) -> None:
    Artifact.objects.filter(pk=own.pk).update(facts={**own.facts, "span": "10000/1"})
    own.refresh_from_db()
    with pytest.raises(Refused, match="3000 can be made at once"):
        footage_shots.make(film.project, own, footage_shots.Wish(list(range(1, 4000))), by=film.person)


def test_a_film_of_two_hours_without_a_cut_becomes_shots_that_are_not_too_long(film: Film, own: Artifact) -> None:
    Artifact.objects.filter(pk=own.pk).update(facts={**own.facts, "span": "7200/1"})
    own.refresh_from_db()
    footage_shots.make(film.project, own, footage_shots.Wish([]), by=film.person)
    found = [(one.footage["start"], one.frames) for one in shots_of(Scene.objects.get(number="13").pk) if one.footage]
    assert found == [(0, 86_400), (86_400, 86_400)]


def test_a_film_of_one_frame_is_one_shot_of_one_frame(film: Film, tmp_path: Path) -> None:
    one = bring(film, write_film(tmp_path / "one.mp4", (1,), sound=False), "one.mp4")
    footage_shots.make(film.project, one, footage_shots.Wish([]), by=film.person)
    worker.work(QUEUES, "test")
    (shot,) = shots_of(Scene.objects.get(number="13").pk)
    assert shot.frames == 1
    assert isinstance(takes.staleness(shot), takes.Fresh)


def test_what_is_no_film_is_refused(film: Film, client: Client, tmp_path: Path) -> None:
    workspace = film.project.workspace
    Artifact.objects.create(workspace=workspace, digest="a" * 64, kind="image", size=1, facts={"width": 3, "name": "cat.png"})
    Artifact.objects.create(workspace=workspace, digest="b" * 64, kind="movie", size=1, facts={}, brought=True)
    for digest, status, words in (
        ("a" * 64, 400, "cat.png has no moving"),
        ("b" * 64, 400, "no moving"),
        ("c" * 64, 404, "no such file"),
    ):
        answer = post(client, f"/projects/{film.project.pk}/footage", {"artifact": digest})
        assert (answer.status_code, words in answer.json()["message"]) == (status, True), answer.content
    assert post(client, f"/projects/{film.project.pk}/footage", {"artifact": "nonsense"}).status_code == 422


def test_somebody_elses_film_or_project_does_not_exist(film: Film, second: Film, own: Artifact, client: Client) -> None:
    assert post(client, f"/projects/{second.project.pk}/footage", {"artifact": own.digest}).status_code == 404
    other = Client()
    other.force_login(second.person)
    assert other.get(f"/api/projects/{second.project.pk}/footage/{own.digest}").status_code == 404


def test_lost_footage_is_said_to_be_the_persons_move(film: Film, own: Artifact) -> None:
    footage_shots.make(film.project, own, footage_shots.Wish([]), by=film.person)
    store.local(own).chmod(0o644)
    store.local(own).unlink()
    worker.work(QUEUES, "test")
    error = Node.objects.get(operation="footage.clip@1").error
    assert (error["blame"], error["code"]) == ("you", "UPLOAD_MISSING")
    assert "summer_holiday.mp4" in error["message"]
    assert "Upload it again" in error["message"]


def test_a_split_shot_is_two_stretches_that_join_and_past_the_end_is_told(film: Film, own: Artifact, client: Client) -> None:
    footage_shots.make(film.project, own, footage_shots.Wish([]), by=film.person)
    (shot,) = shots_of(Scene.objects.get(number="13").pk)
    half = {
        "scene": str(shot.scene_id),
        "letter": "B",
        "rank": "a1",
        "frames": 45,
        "footage": {"artifact": own.digest, "start": 30},
    }
    changes = [
        {"kind": "shot", "id": str(shot.pk), "set": {"frames": 30}},
        {"kind": "shot", "id": str(uuid.uuid4()), "set": half},
    ]
    body = {"id": str(uuid.uuid4()), "changes": changes}
    answer = post(client, f"/projects/{film.project.pk}/edits", body).json()
    assert answer["notes"] == []
    longer = [{"kind": "shot", "id": changes[1]["id"], "set": {"frames": 60}}]
    answer = post(client, f"/projects/{film.project.pk}/edits", {"id": str(uuid.uuid4()), "changes": longer}).json()
    assert answer["notes"][0]["en"] == "The footage of shot B ends 15 frames before the shot does; its last picture stands there."
    assert "15 帧" in answer["notes"][0]["zh"]
    past = [{"kind": "shot", "id": changes[1]["id"], "set": {"footage": {"artifact": own.digest, "start": -1}}}]
    refused = post(client, f"/projects/{film.project.pk}/edits", {"id": str(uuid.uuid4()), "changes": past})
    assert refused.status_code == 400, refused.content


def test_footage_in_use_outlives_a_full_workspace(film: Film, own: Artifact) -> None:
    edits.change(film.project, [Change(kind="shot", id=film.shots[0], set={"footage": {"artifact": own.digest}})], by=film.person)
    Artifact.objects.filter(pk=own.pk).update(brought=False)
    film.project.workspace.quota_bytes = 1
    film.project.workspace.save()
    collect.collect(film.project.workspace)
    own.refresh_from_db()
    assert own.evicted_at is None


def test_another_rate_keeps_the_moments_that_footage_shows(film: Film, searched: Artifact, client: Client) -> None:
    footage_shots.make(film.project, searched, footage_shots.Wish([20, 51]), by=film.person)
    scene = Scene.objects.get(number="13").pk
    generated = Shot.objects.get(pk=film.shots[0]).frames

    def counted() -> list[tuple[int, int]]:
        return [(one.footage["start"], one.frames) for one in shots_of(scene) if one.footage]

    before = counted()
    body = {"id": str(uuid.uuid4()), "changes": [{"kind": "project", "id": str(film.project.pk), "set": {"rate": "30/1"}}]}
    answer = post(client, f"/projects/{film.project.pk}/edits", body)
    assert answer.status_code == 200, answer.content
    assert counted() == [(0, 25), (25, 39), (64, 30)]  # still without a gap
    assert shots_of(scene)[0].dialogue[0] | {"at": 3, "frames": 12} == shots_of(scene)[0].dialogue[0]
    assert Shot.objects.get(pk=film.shots[0]).frames == generated
    assert post(client, f"/projects/{film.project.pk}/edits", body).json()["repeated"]
    edits.undo(film.project, uuid.UUID(body["id"]), by=film.person)
    assert counted() == before
    wrong = {"id": str(uuid.uuid4()), "changes": [{"kind": "project", "id": str(film.project.pk), "set": {"rate": "fast"}}]}
    assert post(client, f"/projects/{film.project.pk}/edits", wrong).status_code == 400
