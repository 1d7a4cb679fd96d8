"""Footage in the cut: its own sound under its own frames, no room tone beneath it, and the same sounds for the player."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from editing import cuts, plans, ranges, rows
from editing.models import Timeline
from editing.presets import PRESETS
from generation.models import Artifact, Build, Node, Status
from generation.recipe import Recipe
from storyboard import edits, takes
from storyboard.changes import Change
from storyboard.models import Shot
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db
WEB = PRESETS["web-720p"]
MOVIE, SILENT = "a" * 64, "b" * 64


def put(film: Film, what: str, id_: uuid.UUID | str, **fields: Any) -> None:
    edits.change(film.project, [Change(kind=what, id=uuid.UUID(str(id_)), set=fields)], by=film.person)


def bring(film: Film, digest: str, **facts: Any) -> None:
    facts = {"width": 640, "height": 360, "frames": 900, "rate": "24/1", **facts}
    workspace = film.project.workspace
    Artifact.objects.create(workspace=workspace, digest=digest, kind="movie", size=9, facts=facts, brought=True)


def shot_from(film: Film, number: int, digest: str = MOVIE, start: int = 100, frames: int = 40) -> None:
    put(film, "shot", film.shots[number], footage={"artifact": digest, "start": start}, frames=frames)


def made(film: Film, key: str) -> None:
    """As a worker leaves a node that is made: with an output whose bytes the store has."""
    put = Artifact.objects.create(workspace=film.project.workspace, digest=key[::-1], kind="video", size=1, facts={"frames": 72})
    outputs = {"out": put.digest}
    Node.objects.create(
        workspace=film.project.workspace, key=key, operation="video.generate@1", queue="gpu", status=Status.DONE, outputs=outputs
    )


def laid(film: Film) -> Timeline:
    for number in range(3):
        takes.shoot(Shot.objects.get(pk=film.shots[number]), by=film.person)
    return rows.from_storyboard(film.project, by=film.person)


def mix_of(recipe: Recipe) -> Recipe:
    return next(one for one in recipe.walk().values() if one.name == "sound.mix")


def heard(recipe: Recipe) -> list[tuple[str, int, int, int, bool]]:
    """(operation, start, skip, length, bed) of every sound of a cut."""
    mix = mix_of(recipe)
    names = [getattr(one, "recipe", one).name for one in mix.inputs["sounds"]]
    numbers = [mix.params[name] for name in ("starts", "source_ins", "lengths", "beds")]
    return list(zip(names, *numbers, strict=True))


def test_footage_is_heard_with_its_frames_and_its_scene_has_no_tone_there(film: Film) -> None:
    bring(film, MOVIE, sound=True)
    shot_from(film, 1)
    timeline = laid(film)
    picture, dialogue, tone = rows.stored(timeline, film.project).tracks
    assert [(one.start, one.frames) for one in picture.clips] == [(0, 72), (72, 40), (112, 72)]
    assert [(one.start, one.frames) for one in dialogue.clips] == [(72, 40)]
    assert [(one.start, one.frames) for one in tone.clips] == [(0, 72), (112, 72)]
    recipe = plans.cut(timeline, WEB)
    assert heard(recipe) == [
        ("footage.sound", 72, 0, 40, False),
        ("sound.tone", 0, 0, 0, True),
        ("sound.tone", 112, 0, 0, True),
    ]
    sound = mix_of(recipe).inputs["sounds"][0]
    assert sound.params == {"start": 100, "frames": 40, "rate": "24/1"}
    assert mix_of(recipe).params["gains"][0] == 0
    assert "sound.speak" not in {one.name for one in recipe.walk().values()}  # its lines are heard in the footage


def test_lines_of_footage_are_subtitles_where_they_are_heard_and_are_not_spoken(film: Film) -> None:
    bring(film, MOVIE)
    shot_from(film, 1)
    lines = [
        {"words": "Cut off.", "at": 90, "frames": 20},  # the shot shows frames 100 … 139 of the footage
        {"words": "Whole.", "at": 118, "frames": 12, "character": str(film.anna)},
        {"words": "Elsewhere.", "at": 300, "frames": 12},
    ]
    put(film, "shot", film.shots[1], dialogue=lines)
    laid_out = plans.plan(laid(film))
    assert [(one.start, one.line.words, one.line.speaker) for one in laid_out.spoken] == [
        (72, "Cut off.", ""), (72 + 18, "Whole.", "ANNA"),
    ]  # fmt: skip
    recipe = plans.cut_of(laid_out, WEB)
    words = next(one for one in recipe.walk().values() if one.name == "subtitles.write")
    assert (words.params["texts"], words.params["starts"]) == (["Cut off.", "Whole."], [72, 90])
    assert [one.params["frames"] for one in words.inputs["timings"]] == [10, 12]
    assert [name for name, *_ in heard(recipe)] == ["footage.sound", "sound.tone", "sound.tone"]
    put(film, "shot", film.shots[1], dialogue=[{"words": "One."}, {"words": "Two."}])  # nobody said when
    again = plans.plan(Timeline.objects.get(project=film.project))
    assert [(one.start, one.line.words) for one in again.spoken] == [(72, "One."), (92, "Two.")]


def test_silent_footage_has_room_tone_and_no_sound(film: Film) -> None:
    bring(film, SILENT, sound=False)
    shot_from(film, 1, SILENT)
    timeline = laid(film)
    assert {name for name, *_ in heard(plans.cut(timeline, WEB))} == {"sound.tone"}
    assert [(one.start, one.frames) for one in rows.stored(timeline, film.project).tracks[2].clips] == [(0, 184)]


def test_a_film_of_footage_alone_is_its_own_sound_from_end_to_end(film: Film) -> None:
    bring(film, MOVIE)
    for number in range(3):
        shot_from(film, number, start=100 + 40 * number)
    recipe = plans.cut(laid(film), WEB)
    assert heard(recipe) == [("footage.sound", start, 0, 40, False) for start in (0, 40, 80)]
    assert [one.params["start"] for one in mix_of(recipe).inputs["sounds"]] == [100, 140, 180]
    assert mix_of(recipe).params["soft_heads"] == [True, False, False]  # where the footage runs on, so does its sound
    assert mix_of(recipe).params["soft_tails"] == [False, False, True]
    put(film, "shot", film.shots[1], rank="a9")
    moved = mix_of(plans.cut(rows.from_storyboard(film.project, by=film.person), WEB))
    assert moved.params["soft_heads"] == moved.params["soft_tails"] == [True, True, True]


def test_a_cut_without_footage_is_mixed_as_before(film: Film) -> None:
    params = mix_of(plans.cut(laid(film), WEB)).params
    assert "soft_heads" not in params
    assert "soft_tails" not in params


def test_a_part_of_the_film_is_heard_from_where_it_begins(film: Film) -> None:
    bring(film, MOVIE)
    shot_from(film, 1)
    part = ranges.window(plans.plan(laid(film)), 80, 20)
    (room,) = plans.rooms(part)
    assert (room.start, room.source_in, room.frames) == (0, 8, 20)


def test_the_sound_of_a_clip_is_muted_with_its_track_and_follows_its_gain(film: Film) -> None:
    bring(film, MOVIE)
    shot_from(film, 1)
    timeline = laid(film)
    _, dialogue, _ = rows.stored(timeline, film.project).tracks
    put(film, "timeline", timeline.pk, follows=False)
    put(film, "clip", dialogue.clips[0].id, gain=-6.0)
    assert plans.rooms(plans.plan(Timeline.objects.get(pk=timeline.pk)))[0].gain == -6
    put(film, "track", dialogue.id, muted=True)
    assert all(one.bed for one in plans.rooms(plans.plan(Timeline.objects.get(pk=timeline.pk))))


def test_a_shot_that_becomes_footage_keeps_the_voices_of_its_old_take_until_it_is_shot_again(film: Film) -> None:
    bring(film, MOVIE)
    timeline = laid(film)
    before = heard(plans.cut(timeline, WEB))
    assert before[0][0] == "sound.speak"
    shot_from(film, 1, frames=72)
    assert heard(plans.cut(Timeline.objects.get(pk=timeline.pk), WEB)) == before
    takes.shoot(Shot.objects.get(pk=film.shots[1]), by=film.person)
    assert heard(plans.cut(rows.from_storyboard(film.project, by=film.person), WEB))[0][0] == "footage.sound"


def test_the_reel_says_what_is_heard_besides_voices_and_asks_for_it(film: Film) -> None:
    bring(film, MOVIE)
    shot_from(film, 1)
    timeline = laid(film)
    client = Client()
    client.force_login(film.person)
    reel = client.get(f"/api/timelines/{timeline.pk}/reel").json()
    told = [(one["start"], one["frames"], one["source_in"], one["bed"], one["words"]) for one in reel["rooms"]]
    assert told == [(72, 40, 0, False, "12B-1"), (0, 72, 0, True, "cafe"), (112, 72, 0, True, "cafe")]
    assert all(one["audio"]["status"] == "missing" for one in reel["rooms"])
    assert reel["pictures"][1]["transition"] == "none"
    cuts.request_reel(timeline, by=film.person)
    assert not Build.objects.filter(label__startswith="Sound").exists()  # nothing can be seen yet


def test_what_a_generator_made_to_be_heard_is_in_the_cut_with_its_shot(film: Film) -> None:
    project = film.project
    project.checkpoints = {**project.checkpoints, "video-generator": "ltx-2@1"}
    project.save(update_fields=["checkpoints"])
    recipe = plans.cut(laid(film), WEB)
    own = [one for one in heard(recipe) if one[0] == "take.sound"]
    assert [(start, skip, length) for _, start, skip, length, _ in own] == [(0, 0, 72), (72, 0, 72), (144, 0, 72)]
    assert {name for name, *_ in heard(recipe)} >= {"take.sound"}
    assert "sound.tone" not in {name for name, *_ in heard(recipe)}  # it is its own room
    sound = next(one for one in mix_of(recipe).inputs["sounds"] if getattr(one, "name", "") == "take.sound")
    assert sound.inputs["clip"].name == "video.generate"
    assert sound.params == {"frames": 72, "rate": "24/1"}


@pytest.mark.parametrize(("how", "own", "spoken"), [("under", True, True), ("own", True, False), ("voices", False, True)])
def test_what_a_generator_made_to_be_heard_stands_to_the_voices_as_the_shot_says(
    film: Film, how: str, own: bool, spoken: bool
) -> None:
    project = film.project
    project.checkpoints = {**project.checkpoints, "video-generator": "ltx-2@1"}
    project.save(update_fields=["checkpoints"])
    Shot.objects.filter(pk__in=film.shots).update(direction={"sound": how} if how != "under" else None)
    recipe = plans.cut(laid(film), WEB)
    beside = [one for one in heard(recipe) if one[0] == "take.sound"]
    assert bool(beside) == own
    assert ("sound.speak" in {name for name, *_ in heard(recipe)}) == spoken
    # Where somebody of the studio's speaks in a shot, what its generator made gives way; else it is as loud as it was made.
    assert any(bed for *_, bed in beside) == (own and spoken)
    words = plans.written(plans.plan(Timeline.objects.get(project=project)))
    assert words is not None  # the lines are read either way
    assert len(words.inputs["timings"]) > 0
    assert ("sound.tone" in {name for name, *_ in heard(recipe)}) == (not own)


def test_a_take_is_not_drawn_to_be_heard(film: Film) -> None:
    """Only of takes that are there the player asks for what is heard in them."""
    project = film.project
    project.checkpoints = {**project.checkpoints, "video-generator": "ltx-2@1"}
    project.save(update_fields=["checkpoints"])
    timeline = laid(film)
    there = Shot.objects.get(pk=film.shots[1]).take
    assert there is not None
    made(film, there.key)
    cuts.request_reel(timeline, by=film.person)
    sounds = Build.objects.filter(label__startswith="Sound")
    assert [one.label for one in sounds] == ["Sound: 12B-1"]
