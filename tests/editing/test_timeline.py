"""The timeline as a value: stretches tile it, transitions become stretches of their own, OpenTimelineIO keeps everything."""

from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editing.timeline import (
    ClipRow,
    Stretch,
    TimelineRows,
    TrackRow,
    TransitionRow,
    Use,
    from_otio,
    segments,
    to_otio,
    trimmed,
)
from studio.errors import Refused

RATES = [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)]


def cut(*tracks: TrackRow, rate: Fraction = Fraction(24)) -> list[Stretch]:
    """The stretches of these tracks, lowest first."""
    return segments(to_otio(TimelineRows("t", rate, tracks)))


def picture(clips: list[ClipRow], transitions: list[TransitionRow] | None = None, id_: str = "V") -> TrackRow:
    return TrackRow(id_, "picture", clips, transitions or [])


clips = st.lists(
    st.builds(
        ClipRow,
        id=st.uuids().map(str),
        start=st.integers(0, 300),
        frames=st.integers(1, 80),
        source_in=st.integers(0, 1000),
    ),
    max_size=12,
)


@st.composite
def tracks(draw: st.DrawFn) -> list[TrackRow]:
    """Up to three picture tracks of clips that may overlap, with transitions wherever there is room at a cut."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        rows = trimmed(draw(clips))
        mixes, busy = [], 0
        for before, after in zip(rows, [*rows[1:], None], strict=False):
            following = after if after and after.start == before.end else None
            lead = draw(st.integers(0, min(6, before.frames)))
            tail = draw(st.integers(0, min(6, following.frames, following.source_in + 6))) if following else 0
            begin = before.end - lead
            if lead + tail and begin >= max(busy, before.start) and (following is None or following.source_in >= lead):
                if lead == 0 or (tail == 0 and following):
                    continue
                mixes.append(TransitionRow(f"{number}.{len(mixes)}", "dissolve", begin, lead + tail))
                busy = before.end + tail
        found.append(picture(rows, mixes if number == 0 else [], f"V{number}"))
    return found


@settings(max_examples=300, deadline=None)
@given(tracks(), st.sampled_from(RATES))
def test_stretches_tile_the_timeline_and_show_what_is_on_top(rows: list[TrackRow], rate: Fraction) -> None:
    found = cut(*rows, rate=rate)
    end = max((clip.end for track in rows for clip in track.clips), default=0)
    assert sum(one.frames for one in found) == end
    assert [one.start for one in found] == [sum(two.frames for two in found[:n]) for n in range(len(found))]
    assert all(one.frames > 0 for one in found)
    by_id = {clip.id: clip for track in rows for clip in track.clips}
    for one in found:
        for offset in (0, one.frames - 1):
            frame = one.start + offset
            top = next((t for t in reversed(rows) if _at(t, frame)), None)
            under = _at(top, frame) if top else None
            if one.transition == "none":
                assert (one.clip.clip if one.clip else None) == (under.id if under else None)
                if one.clip and under:
                    assert one.clip.source_in + offset == under.source_in + frame - under.start
            else:
                shown = {use.clip for use in (one.clip, one.over) if use}
                assert under is None or under.id in shown
                for use in (one.clip, one.over):
                    if use:
                        clip = by_id[use.clip]
                        assert use.source_in + offset == clip.source_in + frame - clip.start


def _at(track: TrackRow, frame: int) -> ClipRow | None:
    return next((clip for clip in trimmed(track.clips) if clip.start <= frame < clip.end), None)


@settings(max_examples=150, deadline=None)
@given(tracks(), st.sampled_from(RATES))
def test_otio_keeps_every_row_through_its_file_format(rows: list[TrackRow], rate: Fraction) -> None:
    given_rows = TimelineRows("Film", rate, rows, "id")
    text = otio.adapters.write_to_string(to_otio(given_rows), "otio_json")
    back = from_otio(otio.adapters.read_from_string(text, "otio_json"))
    assert back.rate == rate
    assert (back.title, back.id) == ("Film", "id")
    for was, now in zip(rows, back.tracks, strict=True):
        assert list(now.clips) == trimmed(was.clips)
        assert list(now.transitions) == list(was.transitions)


def test_a_dissolve_is_a_stretch_of_its_own() -> None:
    """A[42] · A→B[12] · B[42], as OpenTimelineIO's own expansion has it."""
    rows = [ClipRow("A", 0, 48), ClipRow("B", 48, 48, source_in=12)]
    found = cut(picture(rows, [TransitionRow("T", "dissolve", 42, 12)]))
    assert found == [
        Stretch(0, 42, Use("A", 0)),
        Stretch(42, 12, Use("A", 42), "dissolve", Use("B", 6), 0, 12),
        Stretch(54, 42, Use("B", 18)),
    ]
    expanded = otio.algorithms.track_with_expanded_transitions(
        to_otio(TimelineRows("t", Fraction(24), [picture(rows, [TransitionRow("T", "dissolve", 42, 12)])])).tracks[0]
    )
    assert expanded[0].trimmed_range().duration.value == 42
    assert expanded[2].trimmed_range().start_time.value == 18


def test_fades_come_from_and_go_to_black() -> None:
    found = cut(picture([ClipRow("A", 10, 40)], [TransitionRow("I", "dissolve", 10, 5), TransitionRow("O", "dissolve", 42, 8)]))
    assert found == [
        Stretch(0, 10, None),
        Stretch(10, 5, None, "dissolve", Use("A", 0), 0, 5),
        Stretch(15, 27, Use("A", 5)),
        Stretch(42, 8, Use("A", 32), "dissolve", None, 0, 8),
    ]


def test_a_gap_is_black_or_what_lies_below() -> None:
    upper = picture([ClipRow("U", 5, 5), ClipRow("W", 20, 5)], id_="V2")
    assert cut(upper) == [
        Stretch(0, 5, None),
        Stretch(5, 5, Use("U", 0)),
        Stretch(10, 10, None),
        Stretch(20, 5, Use("W", 0)),
    ]
    lower = picture([ClipRow("L", 0, 25)], id_="V1")
    assert cut(lower, upper) == [
        Stretch(0, 5, Use("L", 0)),
        Stretch(5, 5, Use("U", 0)),
        Stretch(10, 10, Use("L", 10)),
        Stretch(20, 5, Use("W", 0)),
    ]


def test_what_ends_unseen_does_not_divide_a_stretch() -> None:
    lower = picture([ClipRow("L", 0, 10), ClipRow("M", 10, 10)], id_="V1")
    assert cut(lower, picture([ClipRow("U", 0, 20)], id_="V2")) == [Stretch(0, 20, Use("U", 0))]


def test_dialogue_tracks_are_not_seen() -> None:
    voices = TrackRow("D", "dialogue", [ClipRow("d", 0, 100)])
    assert cut(picture([ClipRow("A", 0, 10)]), voices) == [Stretch(0, 10, Use("A", 0))]


@pytest.mark.parametrize(("start", "frames"), [(20, 6), (44, 0), (46, 60)], ids=["no cut", "empty", "past the end"])
def test_a_transition_that_fits_no_cut_is_refused_with_its_place(start: int, frames: int) -> None:
    rows = [ClipRow("A", 0, 48), ClipRow("B", 48, 48)]
    with pytest.raises(Refused, match="does not lie over one cut") as refused:
        cut(picture(rows, [TransitionRow("T", "dissolve", start, frames)]))
    assert refused.value.detail == {"transition": "T"}


def test_a_transition_before_the_first_frame_of_a_take_is_refused() -> None:
    rows = [ClipRow("A", 0, 48), ClipRow("B", 48, 48, source_in=3)]
    with pytest.raises(Refused, match="before the first frame") as refused:
        cut(picture(rows, [TransitionRow("T", "dissolve", 42, 12)]))
    assert refused.value.code == "TRANSITION_NEEDS_HANDLES"


def test_nothing_is_nothing() -> None:
    assert cut() == []
    assert cut(picture([])) == []
