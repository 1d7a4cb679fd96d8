"""Plans of a cut: the board laid on a timeline, the same rows the same key, and what a change moves."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from editing import plans, rows
from editing.footage import NotReady
from editing.models import Clip, Timeline, Track
from editing.presets import PRESETS, preset
from generation.recipe import Recipe, explain
from storyboard import edits, takes
from storyboard.changes import Change
from storyboard.models import Edit, Shot
from studio.errors import Refused
from tests.storyboard.films import Film

WEB = PRESETS["web-720p"]


def put(film: Film, what: str, id_: uuid.UUID | str, **fields: Any) -> None:
    """Change one record."""
    edits.change(film.project, [Change(kind=what, id=uuid.UUID(str(id_)), set=fields)], by=film.person)


def shoot(film: Film, *numbers: int, seed: int | None = None) -> None:
    """Draw takes, without making them."""
    for number in numbers or range(3):
        takes.shoot(Shot.objects.get(pk=film.shots[number]), seed=seed, quality="draft", by=film.person)


def lay(film: Film) -> Timeline:
    return rows.from_storyboard(film.project, by=film.person)


def ran(before: Recipe, after: Recipe) -> list[str]:
    """What would run for `after` when `before` is made."""
    made = set(before.walk())
    return sorted(one.name for one in after.needed(lambda key: key in made))


def test_the_board_becomes_a_timeline_with_linked_dialogue_and_tone(film: Film) -> None:
    timeline = lay(film)
    laid = rows.stored(timeline, film.project)
    picture, dialogue, tone = laid.tracks
    assert [(clip.shot, clip.start, clip.frames) for clip in picture.clips] == [
        (str(shot), 72 * number, 72) for number, shot in enumerate(film.shots)
    ]
    (line,) = dialogue.clips
    assert (line.shot, line.start, line.link) == (str(film.shots[1]), 72, picture.clips[1].link)
    (bed,) = tone.clips
    assert (bed.tone, bed.start, bed.frames) == ("cafe", 0, 216)


def test_laying_again_changes_nothing_and_moving_a_shot_moves_its_clips(film: Film) -> None:
    timeline = lay(film)
    edited = Edit.objects.filter(project=film.project).count()
    assert lay(film).pk == timeline.pk
    assert Edit.objects.filter(project=film.project).count() == edited
    put(film, "shot", film.shots[2], rank="Zz", frames=30)
    before = {one.shot_id: one.pk for one in Clip.objects.filter(track__timeline=timeline, track__kind="picture")}
    lay(film)
    after = Clip.objects.filter(track__timeline=timeline, track__kind="picture", archived=False).order_by("start")
    assert [(one.shot_id, one.start, one.frames) for one in after] == [
        (film.shots[2], 0, 30), (film.shots[0], 30, 72), (film.shots[1], 102, 72),
    ]  # fmt: skip
    assert {one.shot_id: one.pk for one in after} == before
    assert Edit.objects.filter(project=film.project).count() == edited + 2


def test_an_archived_shot_leaves_the_timeline_and_undo_brings_it_back(film: Film) -> None:
    timeline = lay(film)
    put(film, "shot", film.shots[0], archived=True)
    lay(film)
    shown = Clip.objects.filter(track__timeline=timeline, track__kind="picture", archived=False)
    assert [one.shot_id for one in shown.order_by("start")] == film.shots[1:]
    last = Edit.objects.filter(project=film.project).order_by("-revision")[0]
    edits.undo(film.project, last.uuid, by=film.person)
    assert shown.count() == 3


def test_an_empty_board_is_refused_with_what_to_do(film: Film) -> None:
    for shot in film.shots:
        put(film, "shot", shot, archived=True)
    with pytest.raises(Refused, match="Import a screenplay") as refused:
        lay(film)
    assert refused.value.code == "BOARD_EMPTY"


def test_shots_without_a_take_are_named(film: Film) -> None:
    timeline = lay(film)
    shoot(film, 0)
    with pytest.raises(NotReady, match=r"2 shots have no finished take yet: 12B, 12C") as refused:
        plans.cut(timeline, WEB)
    assert refused.value.status == 409
    assert [one["id"] for one in refused.value.detail["shots"]] == [str(one) for one in film.shots[1:]]


def test_the_same_rows_give_the_same_key_and_everything_is_in_the_cut(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    recipe = plans.cut(timeline, WEB)
    assert recipe.key == plans.cut(Timeline.objects.get(pk=timeline.pk), WEB).key
    assert Recipe.load(recipe.dump()).key == recipe.key
    names = [one.name for one in recipe.walk().values()]
    assert names.count("edit.segment") == 3
    for name in ("edit.concat", "edit.mux", "sound.mix", "sound.loudness", "sound.tone", "subtitles.write", "sound.speak"):
        assert names.count(name) == 1, name
    mix = next(one for one in recipe.walk().values() if one.name == "sound.mix")
    assert mix.params["frames"] == 216
    assert mix.params["starts"][0] >= 72  # the line of the second shot
    assert mix.params["beds"] == [False, True]


def test_another_seed_makes_one_segment_and_what_joins_it(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    before = plans.cut(timeline, WEB)
    shoot(film, 2, seed=77)
    after = plans.cut(timeline, WEB)
    assert ran(before, after) == ["edit.concat", "edit.mux", "edit.segment", "stage.compose", "video.generate"]
    assert ran(after, before) == ["edit.concat", "edit.mux", "edit.segment", "stage.compose", "video.generate"]
    assert {cause.field for cause in explain(before, after)} == {"seed"}


def test_the_slate_moves_only_the_segments(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    before = plans.cut(timeline, WEB)
    put(film, "project", film.project.pk, slate=True)
    timeline = Timeline.objects.get(pk=timeline.pk)
    after = plans.cut(timeline, WEB)
    assert ran(before, after) == ["edit.concat", "edit.mux", "edit.segment", "edit.segment", "edit.segment"]
    slates = [one.params["slate"] for one in after.walk().values() if one.name == "edit.segment"]
    assert sorted(slates) == ["12A-1", "12B-1", "12C-1"]
    put(film, "project", film.project.pk, rate="30000/1001")
    dropped = plans.cut(Timeline.objects.get(pk=timeline.pk), WEB)
    assert {one.params.get("slate_drop") for one in dropped.walk().values() if one.name == "edit.segment"} == {True}


def test_burnt_captions_move_only_the_segment_that_shows_them(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    put(film, "project", film.project.pk, captions="off")
    before = plans.cut(Timeline.objects.get(pk=timeline.pk), WEB)
    put(film, "project", film.project.pk, captions="burned")
    after = plans.cut(Timeline.objects.get(pk=timeline.pk), WEB)
    assert ran(before, after) == ["edit.concat", "edit.mux", "edit.segment"]
    (lettered,) = [one for one in after.walk().values() if one.name == "edit.segment" and one.params["caption_texts"]]
    assert list(lettered.params["caption_texts"]) == ["You are late."]
    assert "subtitles.write" not in {one.name for one in after.walk().values()}


def test_a_shot_made_shorter_moves_its_segment_and_the_sound(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    before = plans.cut(timeline, WEB)
    put(film, "shot", film.shots[2], frames=60)
    changed = ran(before, plans.cut(timeline, WEB))
    assert "video.generate" not in changed
    assert changed.count("edit.segment") == 1


def test_a_shot_made_longer_than_its_take_is_cut_as_long_as_the_take(film: Film) -> None:
    shoot(film)
    put(film, "shot", film.shots[0], frames=100)
    assert [one.frames for one in plans.plan(lay(film)).stretches] == [72, 72, 72]


def test_a_timeline_taken_over_keeps_its_own_clips_and_dissolves(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    clips = list(Clip.objects.filter(track__timeline=timeline, track__kind="picture").order_by("start"))
    put(film, "timeline", timeline.pk, follows=False)
    put(film, "clip", clips[1].pk, start=60, source_in=12, frames=60)
    track = Track.objects.get(timeline=timeline, kind="picture")
    put(film, "transition", uuid.uuid4(), track=str(track.pk), kind="dissolve", start=54, frames=12)
    put(film, "shot", film.shots[0], frames=20)  # the board moves on; this timeline does not
    laid = plans.plan(Timeline.objects.get(pk=timeline.pk))
    shown = [(one.start, one.frames, one.transition) for one in laid.stretches]
    assert shown == [(0, 54, "none"), (54, 12, "dissolve"), (66, 54, "none"), (120, 24, "none"), (144, 72, "none")]
    assert laid.stretches[1].over is not None
    assert laid.stretches[1].over.source_in == 6
    assert laid.stretches[3].clip is None
    names = [one.name for one in plans.cut_of(laid, WEB).walk().values()]
    assert names.count("edit.segment") == 5
    another = lay(film)
    assert another.pk != timeline.pk
    assert another.follows


def test_a_clip_longer_than_its_take_is_refused_before_anything_runs(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    clip = Clip.objects.filter(track__timeline=timeline, track__kind="picture").order_by("start")[2]
    put(film, "timeline", timeline.pk, follows=False)
    put(film, "clip", clip.pk, source_in=10)
    with pytest.raises(Refused, match=r"12C-1 has 72 frames.*its frames 10 to 81") as refused:
        plans.cut(Timeline.objects.get(pk=timeline.pk), WEB)
    assert refused.value.detail == {"clip": str(clip.pk), "shot": str(film.shots[2]), "frames": 72}


def test_a_clip_of_no_shot_is_black(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    put(film, "timeline", timeline.pk, follows=False)
    track = Track.objects.get(timeline=timeline, kind="picture")
    put(film, "clip", uuid.uuid4(), track=str(track.pk), start=300, frames=10)
    recipe = plans.cut(Timeline.objects.get(pk=timeline.pk), WEB)
    blacks = [one for one in recipe.walk().values() if one.name == "edit.segment" and "clip" not in one.inputs]
    assert [one.params["frames"] for one in blacks] == [84, 10]


@pytest.mark.parametrize(
    "wrong",
    [
        {"frames": 0}, {"frames": -3}, {"start": -1}, {"frames": 1.5}, {"tone": "disco inferno"}, {"gain": float("nan")},
        {"gain": 100}, {"start": 3_999_999, "frames": 2}, {"seconds": 3}, {"shot": str(uuid.uuid4())},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_clip_is_refused_and_nothing_changes(film: Film, wrong: dict[str, Any]) -> None:
    timeline = lay(film)
    clip = Clip.objects.filter(track__timeline=timeline).first()
    assert clip is not None
    edited = Edit.objects.filter(project=film.project).count()
    with pytest.raises(Refused) as refused:
        put(film, "clip", clip.pk, **wrong)
    assert refused.value.code == "EDIT_INVALID"
    assert Edit.objects.filter(project=film.project).count() == edited


def test_a_line_that_began_before_the_clip_is_heard_from_the_clip_on(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    begins = plans.plan(timeline).spoken[0].line.start
    (line,) = Clip.objects.filter(track__timeline=timeline, track__kind="dialogue")
    put(film, "timeline", timeline.pk, follows=False)
    put(film, "clip", line.pk, source_in=begins + 5, frames=20, gain=-3.0)
    (heard,) = plans.plan(Timeline.objects.get(pk=timeline.pk)).spoken
    assert (heard.start, heard.skip, heard.length, heard.gain) == (72, 5, 20, -3.0)


def test_a_muted_track_is_not_heard(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    put(film, "timeline", timeline.pk, follows=False)
    for track in Track.objects.filter(timeline=timeline).exclude(kind="picture"):
        put(film, "track", track.pk, muted=True)
    names = {one.name for one in plans.cut(Timeline.objects.get(pk=timeline.pk), WEB).walk().values()}
    assert "sound.mix" not in names


def test_a_thousand_shots_are_planned_in_a_few_queries(film: Film, django_assert_max_num_queries: Any) -> None:
    scene = str(film.scene)
    more = [
        Change(kind="shot", id=uuid.uuid4(), set={"scene": scene, "letter": "D", "frames": 48, "rank": f"b{n:04d}"})
        for n in range(300)
    ]
    edits.change(film.project, more, by=film.person)
    timeline = lay(film)
    with django_assert_max_num_queries(20):
        laid = plans.plan(timeline)
    assert len(laid.stretches) == 303


@pytest.mark.parametrize(
    ("id_", "size", "made"),
    [
        ("web-720p", (1280, 720), (1280, 720)),
        ("web-1080p", (1280, 720), (1920, 1080)),
        ("web-720p", (1080, 1920), (720, 1280)),
        ("draft-540p", (1998, 1080), (1000, 540)),
        ("master", (854, 480), (854, 480)),
        ("web-1080p", (8192, 16), (8192, 16)),
    ],
)
def test_a_preset_keeps_the_shape_of_the_film(id_: str, size: tuple[int, int], made: tuple[int, int]) -> None:
    assert preset(id_).size(*size) == made


def test_an_unknown_preset_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="web-720p"):
        preset("imax")
