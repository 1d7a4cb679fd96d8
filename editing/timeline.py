"""The timeline as a value: rows to OpenTimelineIO and back, and the stretches that a film is rendered in. No database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import opentimelineio as otio

from studio.errors import Refused

_OURS = "filmwright"
_OF_CLIP = ("shot", "tone", "gain", "link", "media", "pan", "fade_in", "fade_out", "speed")
_OF_TRACK = ("muted", "solo", "gain", "locked", "target")


@dataclass(frozen=True)
class ClipRow:
    """A clip in frames. `shot`, `media` (a digest) or `tone` say what is seen or heard; `speed` is a ratio, see `models.Clip`."""

    id: str
    start: int
    frames: int
    source_in: int = 0
    shot: str = ""
    tone: str = ""
    gain: float = 0.0
    link: str = ""
    media: str = ""
    pan: float = 0.0
    fade_in: int = 0
    fade_out: int = 0
    speed: str = "1/1"
    enabled: bool = True

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.frames


@dataclass(frozen=True)
class TransitionRow:
    """A transition over the frames `start` … `start + frames − 1`, which hold the cut between two clips."""

    id: str
    kind: str
    start: int
    frames: int


@dataclass(frozen=True)
class TrackRow:
    """One track; clips may be given in any order, a later one covers the end of the one before."""

    id: str
    kind: str  # picture | dialogue | sound
    clips: Sequence[ClipRow] = ()
    transitions: Sequence[TransitionRow] = ()
    title: str = ""
    muted: bool = False
    solo: bool = False
    gain: float = 0.0
    locked: bool = False
    target: bool = True


@dataclass(frozen=True)
class TimelineRows:
    """A timeline: tracks from the lowest to the highest."""

    title: str
    rate: Fraction
    tracks: Sequence[TrackRow] = ()
    id: str = ""

    @property
    def frames(self) -> int:
        """How long the film is: to the end of its last picture."""
        ends = (clip.end for track in self.tracks if track.kind == "picture" for clip in track.clips)
        return max(ends, default=0)


@dataclass(frozen=True)
class Use:
    """A clip on screen, from its source's frame `source_in` on."""

    clip: str
    source_in: int


@dataclass(frozen=True)
class Stretch:
    """A part of the film in which the same clips are on screen throughout; `clip` None is black.

    In a transition `over` comes in (None: black), `at` frames of it having gone before, of `whole` in all.
    """

    start: int
    frames: int
    clip: Use | None
    transition: str = "none"
    over: Use | None = None
    at: int = 0
    whole: int = 0

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.frames


def heard(rows: TimelineRows) -> TimelineRows:
    """The rows as they are seen and heard: without what is muted, switched off, or not solo where another track of sound is.

    A transition of which both sides are gone is gone with them.
    """
    alone = any(track.solo for track in rows.tracks if track.kind != "picture")
    return replace(rows, tracks=[_effective(track, alone) for track in rows.tracks])


def _effective(track: TrackRow, alone: bool) -> TrackRow:
    if track.muted or (alone and track.kind != "picture" and not track.solo):
        return replace(track, clips=(), transitions=())
    clips = trimmed([replace(one, gain=one.gain + track.gain) if track.gain else one for one in track.clips])
    if all(one.enabled for one in clips):
        return replace(track, clips=clips)
    kept = [one for one in clips if one.enabled]
    edges = {edge for one in kept for edge in (one.start, one.end)}
    mixes = [one for one in track.transitions if any(one.start <= edge <= one.start + one.frames for edge in edges)]
    return replace(track, clips=kept, transitions=mixes)


def to_otio(rows: TimelineRows) -> Any:
    """An `otio.schema.Timeline`: gaps filled, transitions between the clips that they join, ids in the metadata.

    Raises:
        Refused: TRANSITION_LOOSE when a transition does not lie over exactly one cut, within the clips beside it.
    """
    timeline = otio.schema.Timeline(rows.title)
    timeline.metadata[_OURS] = {"id": rows.id, "rate": f"{rows.rate.numerator}/{rows.rate.denominator}"}
    for row in rows.tracks:
        kind = otio.schema.TrackKind.Video if row.kind == "picture" else otio.schema.TrackKind.Audio
        track = otio.schema.Track(row.title, kind=kind)
        track.metadata[_OURS] = {"id": row.id, "kind": row.kind, **{name: getattr(row, name) for name in _OF_TRACK}}
        track.extend(_children(row, float(rows.rate)))
        timeline.tracks.append(track)
    return timeline


def from_otio(timeline: Any) -> TimelineRows:
    """What `to_otio` was given; clips of foreign timelines get ids by their place."""
    ours = dict(timeline.metadata.get(_OURS, {}))
    rate = Fraction(ours["rate"]) if "rate" in ours else Fraction(_rate_of(timeline)).limit_denominator(1001)
    tracks = [_track_row(track, str(number)) for number, track in enumerate(timeline.tracks)]
    return TimelineRows(title=timeline.name, rate=rate, tracks=tracks, id=ours.get("id", ""))


def segments(timeline: Any) -> list[Stretch]:
    """The stretches of an `otio.schema.Timeline`, in order; they tile it from frame 0 to its end without gap or overlap.

    A higher picture track covers a lower one where it has a clip; where none has, it is black. What begins or ends unseen
    beneath another clip does not divide a stretch.

    Raises:
        Refused: TRANSITIONS_MEET when two transitions would have to be seen at once.
    """
    pictures = [track for track in timeline.tracks if track.kind == otio.schema.TrackKind.Video]
    tracks = [sorted(_spans(track), key=lambda span: span.start) for track in pictures]
    edges = sorted({0} | {edge for spans in tracks for span in spans for edge in (span.start, span.end)})
    end = max((span.end for spans in tracks for span in spans if span.clip or span.over), default=0)
    found: list[Stretch] = []
    cursors = [0] * len(tracks)
    for start, stop in pairwise(edges):
        if start >= end:
            break
        beneath: Stretch = Stretch(start, stop - start, None)
        for number, spans in enumerate(tracks):
            while cursors[number] < len(spans) and spans[cursors[number]].end <= start:
                cursors[number] += 1
            if cursors[number] < len(spans) and spans[cursors[number]].start <= start:
                beneath = _laid(_part(spans[cursors[number]], start, stop), beneath)
        if found and _continues(found[-1], beneath):
            found[-1] = replace(found[-1], frames=found[-1].frames + beneath.frames)
        else:
            found.append(beneath)
    return found


def trimmed(clips: Sequence[ClipRow]) -> list[ClipRow]:
    """Clips in order of time without overlap: each ends where the next begins; one that is covered whole is left out."""
    ordered = sorted(clips, key=lambda clip: (clip.start, clip.id))
    kept: list[ClipRow] = []
    for clip, following in zip(ordered, [*ordered[1:], None], strict=False):
        end = min(clip.end, following.start) if following else clip.end
        if end > clip.start:
            kept.append(replace(clip, frames=end - clip.start))
    return kept


def _children(row: TrackRow, rate: float) -> Iterator[Any]:
    for start, item in pieces(row):
        if isinstance(item, TransitionRow):
            yield _transition(item, start, rate)
        else:
            yield _gap(item, rate) if isinstance(item, int) else _clip(item, rate)


def pieces(row: TrackRow) -> Iterator[tuple[int, ClipRow | TransitionRow | int]]:
    """What lies on a track, in order, with its frame: clips, gaps (an int is so many frames), and each transition at its cut.

    Raises:
        Refused: TRANSITION_LOOSE.
    """
    items: list[ClipRow | int] = []  # an int is a gap of so many frames
    at = 0
    for clip in trimmed(row.clips):
        if clip.start > at:
            items.append(clip.start - at)
        items.append(clip)
        at = clip.end
    cuts = _joints(row, items)
    start = 0
    for item in items:
        if start in cuts:
            yield start, cuts[start]
        yield start, item
        start += item if isinstance(item, int) else item.frames
    if start in cuts:
        yield start, cuts[start]


def _joints(row: TrackRow, items: Sequence[ClipRow | int]) -> dict[int, TransitionRow]:
    """The transition at each cut."""
    lengths = [item if isinstance(item, int) else item.frames for item in items]
    edges = [0]
    for length in lengths:
        edges.append(edges[-1] + length)
    joints: dict[int, TransitionRow] = {}
    busy = 0
    for transition in sorted(row.transitions, key=lambda one: one.start):
        stop = transition.start + transition.frames
        inside = [number for number, edge in enumerate(edges) if transition.start < edge < stop]
        if not inside:  # from or to black at the very ends of a clip
            inside = [number for number, edge in enumerate(edges) if edge in (transition.start, stop)][:1]
        fits = len(inside) == 1 and transition.start >= busy and bool(items)
        if fits:
            number = inside[0]
            fits = transition.start >= edges[max(0, number - 1)] and stop <= edges[min(number + 1, len(items))]
        if not fits:
            raise Refused(
                f"The {transition.kind} over frames {transition.start} to {stop - 1} does not lie over one cut between two "
                "clips. Move it to a cut, shorten it, or take it away.",
                "TRANSITION_LOOSE",
                {"transition": transition.id},
            )
        joints[edges[inside[0]]] = transition
        busy = stop
    return joints


def time_range(start: int, frames: int, rate: float) -> Any:
    """So many frames from one on, as an `otio.opentime.TimeRange`."""
    return otio.opentime.TimeRange(otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(frames, rate))


def _clip(row: ClipRow, rate: float) -> Any:
    clip = otio.schema.Clip(row.id, source_range=time_range(row.source_in, row.frames, rate))
    clip.enabled = row.enabled
    clip.metadata[_OURS] = {"id": row.id, **{name: getattr(row, name) for name in _OF_CLIP}}
    return clip


def _gap(frames: int, rate: float) -> Any:
    return otio.schema.Gap(source_range=time_range(0, frames, rate))


def _transition(row: TransitionRow, cut: int, rate: float) -> Any:
    before = otio.opentime.RationalTime(cut - row.start, rate)
    after = otio.opentime.RationalTime(row.start + row.frames - cut, rate)
    made = otio.schema.Transition(row.id, transition_type="SMPTE_Dissolve", in_offset=before, out_offset=after)
    made.metadata[_OURS] = {"id": row.id, "kind": row.kind}
    return made


def _track_row(track: Any, number: str) -> TrackRow:
    ours = dict(track.metadata.get(_OURS, {}))
    kind = ours.get("kind", "picture" if track.kind == otio.schema.TrackKind.Video else "sound")
    clips: list[ClipRow] = []
    transitions: list[TransitionRow] = []
    at = 0
    for place, child in enumerate(track):
        mine = dict(child.metadata.get(_OURS, {}))
        id_ = mine.get("id") or f"{number}.{place}"
        if isinstance(child, otio.schema.Transition):
            before, after = _count(child.in_offset), _count(child.out_offset)
            transitions.append(TransitionRow(id_, mine.get("kind", "dissolve"), at - before, before + after))
            continue
        shown = child.trimmed_range()
        frames = _count(shown.duration)
        if isinstance(child, otio.schema.Clip):
            known = {name: mine[name] for name in _OF_CLIP if name in mine}
            clips.append(ClipRow(id_, at, frames, _count(shown.start_time), enabled=bool(child.enabled), **known))
        at += frames
    return TrackRow(
        id=ours.get("id", number),
        kind=kind,
        clips=clips,
        transitions=transitions,
        title=track.name,
        **{name: ours[name] for name in _OF_TRACK if name in ours},
    )


def _spans(track: Any) -> Iterator[Stretch]:
    """The stretches of one track alone: clips less what transitions take of them, and the transitions."""
    row = _track_row(track, "")
    clips = {clip.start: clip for clip in row.clips}
    ends = {clip.end: clip for clip in row.clips}
    cuts = _cuts(track)

    def use(clip: ClipRow | None, frame: int) -> Use | None:
        return Use(clip.id, clip.source_in + frame - clip.start) if clip else None

    for mix, cut in zip(row.transitions, cuts, strict=True):
        coming = use(clips.get(cut), mix.start)
        if coming is not None and coming.source_in < 0:
            raise Refused(
                f"The {mix.kind} at frame {mix.start} begins before the first frame of the clip that comes in. "
                "Shorten it, or let that clip begin later in its take.",
                "TRANSITION_NEEDS_HANDLES",
                {"transition": mix.id},
            )
        yield Stretch(mix.start, mix.frames, use(ends.get(cut), mix.start), mix.kind, coming, 0, mix.frames)
    begins = {cut: mix.start + mix.frames for mix, cut in zip(row.transitions, cuts, strict=True)}
    stops = {cut: mix.start for mix, cut in zip(row.transitions, cuts, strict=True)}
    for clip in row.clips:
        start, end = begins.get(clip.start, clip.start), stops.get(clip.end, clip.end)
        if end > start:
            yield Stretch(start, end - start, use(clip, start))


def _cuts(track: Any) -> list[int]:
    """At which frame each transition's cut lies, in order."""
    found, at = [], 0
    for child in track:
        if isinstance(child, otio.schema.Transition):
            found.append(at)
        else:
            at += _count(child.trimmed_range().duration)
    return found


def _part(span: Stretch, start: int, stop: int) -> Stretch:
    gone = start - span.start

    def moved(use: Use | None) -> Use | None:
        return replace(use, source_in=use.source_in + gone) if use else None

    at = span.at + gone if span.transition != "none" else 0
    return replace(span, start=start, frames=stop - start, clip=moved(span.clip), over=moved(span.over), at=at)


def _laid(upper: Stretch, beneath: Stretch) -> Stretch:
    """What is seen of a track's stretch over what lies beneath it: a missing side of a transition shows what is below."""
    if upper.transition == "none" or (upper.clip and upper.over):
        return upper
    if beneath.transition != "none":
        raise Refused(f"Two transitions lie over each other at frame {upper.start}. Move one of them.", "TRANSITIONS_MEET")
    return replace(upper, clip=upper.clip or beneath.clip, over=upper.over or beneath.clip)


def _continues(before: Stretch, after: Stretch) -> bool:
    if before.transition != after.transition or before.whole != after.whole:
        return False
    if before.transition != "none" and after.at != before.at + before.frames:
        return False

    def follows(one: Use | None, two: Use | None) -> bool:
        if one is None or two is None:
            return one is two
        return one.clip == two.clip and two.source_in == one.source_in + before.frames

    return follows(before.clip, after.clip) and follows(before.over, after.over)


def _count(time: Any) -> int:
    return round(float(time.value))


def _rate_of(timeline: Any) -> float:
    for clip in timeline.find_clips():
        return float(clip.trimmed_range().duration.rate)
    return 24.0
