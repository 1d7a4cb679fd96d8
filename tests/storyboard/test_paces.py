"""Takes at another pace: the shot gets their length in the same edit, footage is heard along, lines come when they are seen."""

from __future__ import annotations

from typing import Any

import pytest

from editing.footage import Bin
from generation.models import Artifact
from generation.operation import BadInput
from generation.recipe import Recipe
from storyboard import edits, masks, paces, plans, takes
from storyboard.models import Edit
from tests.storyboard.films import Film
from tests.storyboard.layered import change
from tests.storyboard.test_derived import derive, recipe_of, shot_of, state, whole

pytestmark = pytest.mark.django_db


def brought(film: Film) -> None:
    """The first shot is footage, with a line that is heard in it."""
    movie = "a" * 64
    facts = {"width": 640, "height": 360, "frames": 900, "rate": "30/1", "name": "holiday.mp4", "sound": True}
    Artifact.objects.create(workspace=film.project.workspace, digest=movie, kind="movie", size=10, facts=facts, brought=True)
    change(film, "shot", film.shots[0], footage={"artifact": movie, "start": 10})
    change(film, "shot", film.shots[0], dialogue=[{"words": "Hello there.", "at": 34, "frames": 12}])
    takes.shoot(shot_of(film), by=film.person)


def test_half_speed_makes_the_shot_twice_as_long_but_one_and_one_undo_brings_it_back(film: Film) -> None:
    takes.shoot(shot_of(film), by=film.person)
    base, frames = shot_of(film).take_id, shot_of(film).frames
    made = derive(film, "time.slow", params={"speed": 0.5})
    now = shot_of(film)
    assert (now.frames, now.frames_locked, now.take_id) == (2 * frames - 1, True, made.pk)
    assert masks.length(recipe_of(made)) == now.frames
    assert state(film) == ("missing", [])
    edits.undo(film.project, Edit.objects.filter(project=film.project).latest("revision").uuid, by=film.person)
    now = shot_of(film)
    assert (now.frames, now.take_id) == (frames, base)


@pytest.mark.parametrize("speed", [0.3, 2.0, 3.0, 7.7])
def test_a_pace_leaves_what_it_was_made_of_as_it_was(film: Film, speed: float) -> None:
    takes.shoot(shot_of(film), by=film.person)
    made = derive(film, "time.slow", params={"speed": speed})
    assert state(film) == ("missing", [])
    assert recipe_of(made).params["speed"] == speed
    derive(film, "video.extend", params={"frames": 5})
    assert state(film) == ("missing", [])


def test_footage_is_heard_at_its_pace_and_its_lines_are_read_when_they_are_heard(film: Film) -> None:
    brought(film)
    before = Bin(whole(film)).of(film.shots[0])
    assert before is not None
    derive(film, "time.slow", params={"keys": {"speed": [[0, 1.0, "hold"], [24, 0.5, "linear"]]}})
    found = Bin(whole(film)).of(film.shots[0])
    assert found is not None
    assert found.sound is not None
    assert found.sound.name == "sound.pace"
    assert found.sound.inputs["audio"] == before.sound
    assert found.sound.params["frames"] == before.sound.params["frames"]  # type: ignore[union-attr]
    assert [one.start for one in before.voices] == [24]
    assert [one.start for one in found.voices] == [24]
    derive(film, "video.extend", params={"frames": 24, "direction": "backwards", "checkpoint": "wan-vace-1.3b@2.1"})
    later = Bin(whole(film)).of(film.shots[0])
    assert later is not None
    assert later.sound is not None
    assert later.sound.params["starts"] == [24]
    assert later.sound.inputs["sounds"] == (found.sound,)
    assert [one.start for one in later.voices] == [48]


def test_turned_round_nobody_is_understood(film: Film) -> None:
    brought(film)
    derive(film, "time.slow", params={"reverse": True})
    found = Bin(whole(film)).of(film.shots[0])
    assert found is not None
    assert found.voices == []
    assert found.sound is not None
    assert found.sound.params["reverse"] is True
    assert plans.voices(recipe_of(shot_of(film).take)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("params", [{"speed": 0.5}, {"speed": 3.0}, {"hold": 7, "hold_at": 3}, {"speed": 0.3, "hold": 2}])
def test_how_long_the_take_beneath_was_is_found_again(params: dict[str, Any]) -> None:
    for frames in (1, 2, 24, 97):
        now = paces.lasts("time.slow", params, frames)
        assert paces.beneath("time.slow", params, now, frames) == frames
        found = paces.beneath("time.slow", params, now, None)
        assert paces.lasts("time.slow", params, found) == now


def test_what_is_too_slow_is_refused_in_words(film: Film) -> None:
    takes.shoot(shot_of(film), by=film.person)
    with pytest.raises(BadInput, match="speed"):
        derive(film, "time.slow", params={"speed": 0.01})
    assert shot_of(film).take.derived is None  # type: ignore[union-attr]


def test_a_take_that_says_no_length_has_none() -> None:
    assert paces.length(Recipe("a.b@1", {}, {})) is None
