"""An editor's timeline: muted, solo and disabled; gains, fades and speeds in the recipes; the board as it would be laid."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from editing import cuts, plans
from editing.models import Clip, Marker, Timeline, Track
from editing.presets import PRESETS
from editing.timeline import ClipRow, TimelineRows, TrackRow, TransitionRow, heard
from storyboard import edits
from storyboard.changes import Change
from studio.errors import Refused
from tests.editing.test_plans import lay, put, shoot
from tests.storyboard.films import Film

WEB = PRESETS["web-720p"]


def taken_over(film: Film) -> Timeline:
    """The timeline as records that are the editor's own."""
    shoot(film)
    timeline = lay(film)
    put(film, "timeline", timeline.pk, follows=False)
    return Timeline.objects.get(pk=timeline.pk)


def clips(timeline: Timeline, kind: str) -> list[Clip]:
    found = Clip.objects.filter(track__timeline=timeline, track__kind=kind, archived=False)
    return list(found.order_by("start"))


def row(id_: str, start: int, frames: int, **more: Any) -> ClipRow:
    return ClipRow(id_, start, frames, **more)


def test_muted_disabled_and_not_solo_are_neither_seen_nor_heard() -> None:
    picture = TrackRow("v", "picture", [row("a", 0, 10), row("b", 10, 10, enabled=False)], [TransitionRow("m", "dissolve", 8, 4)])
    voices = TrackRow("d", "dialogue", [row("x", 0, 10, gain=1.0)], gain=-3.0)
    music = TrackRow("s", "sound", [row("y", 0, 10)], solo=True)
    shown = heard(TimelineRows("t", 24, [picture, voices, music]))  # type: ignore[arg-type]
    assert [one.id for one in shown.tracks[0].clips] == ["a"]
    assert [one.id for one in shown.tracks[0].transitions] == ["m"]
    assert shown.tracks[1].clips == ()
    assert [one.id for one in shown.tracks[2].clips] == ["y"]
    quiet = heard(TimelineRows("t", 24, [picture, voices, replace(music, solo=False, muted=True)]))  # type: ignore[arg-type]
    assert [one.gain for one in quiet.tracks[1].clips] == [-2.0]
    assert quiet.tracks[2].clips == ()


def test_taking_over_changes_no_key(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    before = plans.cut(timeline, WEB).key
    put(film, "timeline", timeline.pk, follows=False)
    assert plans.cut(Timeline.objects.get(pk=timeline.pk), WEB).key == before


def test_fades_gain_and_pan_reach_the_mix(film: Film) -> None:
    timeline = taken_over(film)
    (line,) = clips(timeline, "dialogue")
    put(film, "clip", line.pk, gain=-6.0, fade_in=5, fade_out=7, pan=-0.5)
    mix = next(one for one in plans.cut(timeline, WEB).walk().values() if one.name == "sound.mix")
    assert mix.params["gains"][0] == -6.0
    assert mix.params["pans"][0] == -0.5
    assert tuple(mix.params["comes"][0]) == (72, 77)
    assert tuple(mix.params["goes"][0]) == (137, 144)
    assert tuple(mix.params["comes"][1]) == (0, 0)
    (told,) = cuts.reel(timeline).voices
    assert (told.comes, told.pan, told.clip) == ((72, 77), -0.5, str(line.pk))


def test_a_speed_is_in_the_segment_and_in_the_reel_and_its_sound_is_silent(film: Film) -> None:
    timeline = taken_over(film)
    second = clips(timeline, "picture")[1]
    (line,) = clips(timeline, "dialogue")
    for one in (second, line):
        put(film, "clip", one.pk, speed="2/1", frames=36)
    segment = [one for one in plans.cut(timeline, WEB).walk().values() if one.name == "edit.segment"]
    paced = [one.params for one in segment if "pace" in one.params]
    assert [(one["pace"], one["frames"], one["source_in"]) for one in paced] == [("2/1", 36, 0)]
    shown = cuts.reel(timeline)
    assert [one.pace.speed for one in shown.pictures if one.shot == str(second.shot_id)] == ["2/1"]
    assert shown.voices == []
    put(film, "clip", second.pk, speed="-3/1")
    with pytest.raises(Refused, match="frames 0 to 105") as refused:
        plans.cut(timeline, WEB)
    assert refused.value.code == "CLIP_TOO_SHORT"


@pytest.mark.parametrize(
    "wrong",
    [
        {"speed": "65/1"},
        {"speed": "1/0"},
        {"speed": "fast"},
        {"fade_in": 50, "fade_out": 30},
        {"tone": "cafe"},
        {"media": "0" * 64},
    ],
)
def test_a_clip_that_makes_no_sense_is_refused(film: Film, wrong: dict[str, Any]) -> None:
    timeline = taken_over(film)
    with pytest.raises(Refused):
        put(film, "clip", clips(timeline, "picture")[0].pk, **wrong)


def test_a_marker_is_a_record(film: Film) -> None:
    timeline = taken_over(film)
    made = uuid.uuid4()
    put(film, "marker", made, timeline=str(timeline.pk), frame=12, words="a look", colour="green")
    one = Marker.objects.get(pk=made)
    assert (one.frame, one.words, one.colour) == (12, "a look", "green")
    put(film, "marker", made, archived=True)
    with pytest.raises(Refused):
        put(film, "marker", uuid.uuid4(), frame=3)


def test_the_board_in_time_is_told_whoever_owns_the_timeline(film: Film) -> None:
    timeline = taken_over(film)
    put(film, "clip", clips(timeline, "picture")[0].pk, frames=10)
    client = Client()
    client.force_login(film.person)
    told = client.get(f"/api/timelines/{timeline.pk}/board").json()
    picture = told["tracks"][0]
    assert [(one["start"], one["frames"]) for one in picture["clips"]] == [(0, 72), (72, 72), (144, 72)]
    assert picture["clips"][0]["id"] == str(clips(timeline, "picture")[0].pk)
    assert told["shots"][str(film.shots[1])]["sound"] is True
    assert told["shots"][str(film.shots[0])]["frames"] == 72
    edits.change(film.project, [Change(kind="shot", id=film.shots[0], set={"archived": True})], by=film.person)
    assert len(client.get(f"/api/timelines/{timeline.pk}/board").json()["tracks"][0]["clips"]) == 2
    assert Track.objects.filter(timeline=timeline).count() == 3
