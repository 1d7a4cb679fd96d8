"""A part of the film as a cut of its own: the right frames, words and sounds, and nothing made twice for it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import av
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editing import cuts, plans, rows
from editing.cuts import Options
from editing.models import Cut, Timeline
from editing.presets import PRESETS
from editing.ranges import window
from generation import builds, pool, store
from generation.operations import subtitles
from generation.operations.captions import Caption
from storyboard import edits, takes
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Shot
from studio.errors import Refused
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db
DRAFT, WEB = PRESETS["draft-540p"], PRESETS["web-720p"]


@pytest.fixture
def laid(film: Film) -> Timeline:
    """The film's timeline, 3 × 30 frames, with takes that nobody made yet and a dissolve over frames 24 … 35."""
    changes = [Change(kind="shot", id=one, set={"frames": 30, "frames_locked": True}) for one in film.shots]
    edits.change(film.project, changes, by=film.person)
    whole = WholeFilm.of(film.project)
    takes.draw(whole, [(one, one.seed) for one in whole.shots], quality="draft", by=film.person)
    return rows.from_storyboard(film.project, by=film.person)


@pytest.fixture
def client(film: Film) -> Client:
    client = Client()
    client.force_login(film.person)
    return client


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api{path}", json.dumps(body), content_type="application/json")


def dissolve(film: Film, timeline: Timeline, start: int, frames: int) -> None:
    track = timeline.tracks.get(kind="picture")
    values = {"track": str(track.pk), "kind": "dissolve", "start": start, "frames": frames}
    edits.change(film.project, [Change(kind="transition", id=uuid.uuid4(), set=values)], by=film.person)


def test_the_whole_is_itself(laid: Timeline) -> None:
    whole = plans.plan(laid)
    assert window(whole) is whole
    assert window(whole, 0, 90) is whole


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 89), frames=st.integers(1, 90))
def test_every_frame_of_a_part_is_that_of_the_whole(film: Film, laid: Timeline, start: int, frames: int) -> None:
    whole = plans.plan(laid)
    if not any(one.transition != "none" for one in whole.stretches):
        dissolve(film, laid, 24, 12)
        whole = plans.plan(Timeline.objects.get(pk=laid.pk))
    frames = min(frames, 90 - start)
    part = window(whole, start, frames)
    assert part.frames == frames

    def seen(of: plans.Plan, frame: int) -> Any:
        (one,) = [one for one in of.stretches if one.start <= frame < one.end]
        gone = frame - one.start
        uses = [(use.clip, use.source_in + gone) if use else None for use in (one.clip, one.over)]
        return uses, one.transition, one.at + gone if one.transition != "none" else 0, one.whole

    def heard(of: plans.Plan, frame: int) -> Any:
        return [(one.line.words, frame - one.start + one.skip) for one in of.spoken if one.start <= frame < one.until]

    for frame in range(frames):
        assert seen(part, frame) == seen(whole, start + frame)
        assert heard(part, frame) == heard(whole, start + frame)
    assert [one.start for one in part.stretches] == [0, *(one.end for one in part.stretches[:-1])]
    tones = [clip for track in part.rows.tracks if track.kind == "sound" for clip in track.clips]
    assert (tones[0].start, tones[-1].end) == (0, frames)


@pytest.mark.parametrize(
    ("start", "frames", "words"),
    [
        (90, None, "from frame 90 on"),
        (0, 91, "of the frames 0 to 90"),
        (80, 11, "of the frames 80 to 90"),
        (4_000_000, 1, "of the frames 4000000 to 4000000"),
    ],
)
def test_frames_that_there_are_not_are_refused_in_words(
    laid: Timeline, client: Client, start: int, frames: int | None, words: str
) -> None:
    answer = post(client, f"/timelines/{laid.pk}/cuts", {"start": start, "frames": frames})
    assert (answer.status_code, answer.json()["code"]) == (400, "RANGE_INVALID")
    assert answer.json()["message"] == (
        f"A cut {words} was asked for, but this timeline has the frames 0 to 89. Choose frames within it."
    )


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"start": -1}, "start"),
        ({"frames": 0}, "frames"),
        ({"start": 1.5}, "start"),
        ({"captions": "maybe"}, "captions"),
        ({"slate": "perhaps"}, "slate"),
        ({"label": "x" * 81}, "label"),
        ({"label": "\x00"}, "NUL"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_a_wrong_wish_is_refused(laid: Timeline, client: Client, body: Any, word: str) -> None:
    answer = post(client, f"/timelines/{laid.pk}/cuts", body)
    assert answer.status_code == 422, answer.content
    assert word in answer.json()["message"]


def test_each_option_makes_another_film_and_a_label_makes_another_name(laid: Timeline) -> None:
    whole = plans.plan(laid)
    options = [
        Options(),
        Options(frames=60),
        Options(start=30, frames=60),
        Options(captions="off"),
        Options(captions="burned"),
        Options(slate=True),
    ]
    keys = [plans.cut_of(window(whole, one.start, one.frames), one.over(WEB)).key for one in options]
    assert len(set(keys)) == len(keys)
    assert plans.cut_of(whole, Options(captions="track", slate=False, label="Mine").over(WEB)).key == keys[0]
    assert Options(slate=False).over(DRAFT) == replace(DRAFT, slate=False)


def test_stretches_within_a_part_are_those_of_the_whole(laid: Timeline) -> None:
    def segments(start: int, frames: int | None) -> list[str]:
        recipe = plans.cut_of(window(plans.plan(laid), start, frames), WEB)
        return [one.key for one in recipe.walk().values() if one.name == "edit.segment"]

    whole = segments(0, None)
    assert segments(30, None) == whole[1:]
    assert segments(30, 30) == whole[1:2]
    assert len(set(segments(10, 60)) & set(whole)) == 1


def test_a_line_that_begins_before_is_captioned_as_it_is_heard(laid: Timeline) -> None:
    whole = plans.plan(laid)
    (line,) = whole.spoken
    inside = plans.written(window(whole, line.start + 5, 20))
    assert inside is not None
    assert (inside.params["starts"], inside.params["first"], inside.params["frames"]) == ([0], 5, 20)
    after = plans.written(window(whole, line.start - 3, 20))
    assert after is not None
    assert (after.params["starts"], after.params.get("first", 0), after.params["frames"]) == ([3], 0, 20)
    all_of_it = plans.written(whole)
    assert all_of_it is not None
    assert not {"first", "frames"} & all_of_it.params.keys()  # what was written before there were parts keeps its key


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=4), st.integers(0, 60), st.integers(0, 60))
def test_captions_of_a_part_stand_where_they_stood(spans: list[tuple[int, int]], first: int, frames: int) -> None:
    found = [Caption(start, length, str(number)) for number, (start, length) in enumerate(spans)]
    shown = list(subtitles.within(found, first, frames))

    def at(some: list[Caption], frame: int) -> list[str]:
        return [one.text for one in some if one.start <= frame < one.start + one.frames]

    last = frames or 100
    assert all(one.start >= 0 and one.frames > 0 and one.start + one.frames <= last for one in shown)
    for frame in range(last):
        assert at(shown, frame) == at(found, first + frame)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_part_is_cut_to_the_frame_and_the_same_again_for_nothing(film: Film, laid: Timeline, client: Client) -> None:
    builds.cancel_all(builds.Build.objects.all())
    for id_ in film.shots[1:]:
        take = Shot.objects.get(pk=id_).take
        assert take is not None
        pool.run_now(builds.request(film.project.workspace, takes.Recipe.load(take.recipe), channel="test", label="take"))
    body = {"preset": "draft-540p", "start": 40, "frames": 31, "captions": "off", "slate": False, "label": " For  Ben: v2/3 "}
    ready = client.get(f"/api/timelines/{laid.pk}/readiness?preset=draft-540p&start=40&frames=31&captions=off&slate=false").json()
    assert (ready["frames"], ready["missing"]) == (31, [])  # the first shot is not made, and not in it
    refused = post(client, f"/timelines/{laid.pk}/cuts", {**body, "start": 20})
    assert (refused.status_code, refused.json()["code"]) == (409, "NOT_READY")
    asked = post(client, f"/timelines/{laid.pk}/cuts", body)
    assert asked.status_code == 202, asked.content
    told = asked.json()
    assert (told["start"], told["frames"], told["label"]) == (40, 31, "For Ben: v2/3")
    assert told["name"] == "anna - cut 1 - For Ben v2 3 - draft-540p.mp4"
    assert told["film"]["key"] == ready["key"]
    cut = Cut.objects.get()
    pool.run_now(builds.Build.objects.get(root=cut.key))
    movie = builds.outputs_of(film.project.workspace, cut.key)["out"]
    with av.open(str(store.local(movie))) as container:
        assert len(list(container.decode(video=0))) == 31
        assert [stream.type for stream in container.streams] == ["video", "audio"]  # no subtitles
    again = post(client, f"/timelines/{laid.pk}/cuts", body).json()
    assert (again["id"], again["film"]["status"]) == (told["id"], "done")
    other = post(client, f"/timelines/{laid.pk}/cuts", {**body, "label": "For Anna"}).json()
    assert (other["number"], other["film"]["status"]) == (2, "done")  # the same film under another name
    assert other["film"]["key"] == told["film"]["key"]


def test_a_part_of_nothing_is_refused(film: Film, client: Client) -> None:
    timeline = Timeline.objects.create(id=uuid.uuid4(), project=film.project, follows=False)
    with pytest.raises(Refused, match="nothing on this timeline"):
        cuts.readiness(timeline, WEB, Options(start=3))
