"""A timeline as it is handed over: OpenTimelineIO with every take and its recipe in it, and media that can be found. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from editing.sampling import reach
from editing.slates import drops
from editing.timeline import ClipRow, TimelineRows, TrackRow, TransitionRow, pieces, time_range

OURS = "filmwright"
HEAD = 3600  # film and media begin at 01:00:00:00
_COLOURS = {"yellow": "YELLOW", "red": "RED", "green": "GREEN", "blue": "BLUE", "purple": "PURPLE"}


@dataclass(frozen=True)
class Other:
    """A take that is not shown, or a way to make it again: its name, and its recipe as JSON."""

    name: str
    key: str
    recipe: Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """What a clip is of. `file` is a path within the package (empty: no file goes along), `frames` how many it has."""

    name: str  # 12A-3: unique in the film
    frames: int
    file: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)  # JSON: whose, which take, its key, its digest
    recipe: Mapping[str, Any] | None = None
    others: Sequence[Other] = ()
    first: int = 0  # the frame of the source that the file begins on


@dataclass(frozen=True)
class Mark:
    """A marker of the timeline."""

    frame: int
    words: str
    colour: str = "yellow"


@dataclass(frozen=True)
class Stem:
    """A mix of the whole film as a file: dialogue, effects, music."""

    name: str
    file: str


def first_frame(rate: Fraction) -> int:
    """The number of the frame that timecode calls 01:00:00:00, or 01:00:00;00 where this rate has drop-frame timecode."""
    base = max(1, round(rate))
    return HEAD * base - (base // 15 * 54 if drops(rate) else 0)


def handed(
    rows: TimelineRows,
    sources: Mapping[str, Source],
    *,
    marks: Iterable[Mark] = (),
    stems: Sequence[Stem] = (),
) -> Any:
    """The `otio.schema.Timeline` of rows; `sources` by clip id, a clip without one is a gap.

    It begins at 01:00:00:00. Each clip carries the file of the take that is shown, and as generator references that take's
    recipe and those of the takes that are not. Sound is the stems: what the film sounds like, in step with it.

    Raises:
        Refused: TRANSITION_LOOSE.
    """
    made = otio.schema.Timeline(rows.title)
    first = first_frame(rows.rate)
    made.global_start_time = otio.opentime.RationalTime(first, float(rows.rate))
    made.metadata[OURS] = {"id": rows.id, "rate": f"{rows.rate.numerator}/{rows.rate.denominator}"}
    for row in rows.tracks:
        if row.kind == "picture":
            track = otio.schema.Track(row.title or "V", kind=otio.schema.TrackKind.Video)
            track.metadata[OURS] = {"id": row.id, "kind": row.kind, "muted": row.muted, "locked": row.locked}
            track.enabled = not row.muted
            track.extend(_children(row, rows.rate, sources))
            made.tracks.append(track)
    for stem in stems:
        track = otio.schema.Track(stem.name, kind=otio.schema.TrackKind.Audio)
        track.append(_stem(stem, rows))
        made.tracks.append(track)
    for mark in marks:
        made.tracks.markers.append(_mark(mark, float(rows.rate)))
    return made


def _children(row: TrackRow, rate: Fraction, sources: Mapping[str, Source]) -> Iterator[Any]:
    per = float(rate)
    for start, item in pieces(row):
        if isinstance(item, TransitionRow):
            times = [otio.opentime.RationalTime(one, per) for one in (start - item.start, item.start + item.frames - start)]
            kind = "SMPTE_Dissolve" if item.kind == "dissolve" else "Custom_Transition"
            made = otio.schema.Transition(item.kind, transition_type=kind, in_offset=times[0], out_offset=times[1])
            made.metadata[OURS] = {"id": item.id, "kind": item.kind}
            yield made
        elif isinstance(item, int) or item.id not in sources:
            frames = item if isinstance(item, int) else item.frames
            yield otio.schema.Gap(source_range=time_range(0, frames, per))
        else:
            yield _clip(item, rate, sources[item.id])


def _clip(row: ClipRow, rate: Fraction, source: Source) -> Any:
    zero, per = first_frame(rate), float(rate)
    first, _ = reach(row, 0, row.frames)
    clip = otio.schema.Clip(source.name, source_range=time_range(zero + first, row.frames, per))
    clip.enabled = row.enabled
    clip.metadata[OURS] = {
        "id": row.id, "shot": row.shot, "media": row.media, "link": row.link, "gain": row.gain, "speed": row.speed,
        **source.about,
    }  # fmt: skip
    available = time_range(zero + source.first, source.frames, per)
    shown: Any = otio.schema.ExternalReference(source.file, available) if source.file else otio.schema.MissingReference(
        name=source.name, available_range=available
    )  # fmt: skip
    shown.name = source.name
    shown.metadata[OURS] = dict(source.about)
    media = {"DEFAULT_MEDIA": shown}
    if source.recipe is not None:
        media["recipe"] = _generator(source.name, source.recipe, available)
    media |= {one.name: _generator(one.name, one.recipe, None, one.key) for one in source.others}
    clip.set_media_references(media, "DEFAULT_MEDIA")
    speed = Fraction(row.speed)
    if speed == 0:
        clip.effects.append(otio.schema.FreezeFrame(name="freeze"))
    elif speed != 1:
        clip.effects.append(otio.schema.LinearTimeWarp(name="speed", time_scalar=float(speed)))
    return clip


def _generator(name: str, recipe: Mapping[str, Any], available: Any, key: str = "") -> Any:
    made = otio.schema.GeneratorReference(
        name=name, generator_kind=str(recipe.get("operation", "")), available_range=available, parameters={"recipe": dict(recipe)}
    )
    if key:
        made.metadata[OURS] = {"key": key}
    return made


def _stem(stem: Stem, rows: TimelineRows) -> Any:
    per, zero = float(rows.rate), first_frame(rows.rate)
    whole = time_range(zero, rows.frames, per)
    clip = otio.schema.Clip(stem.name, source_range=whole)
    clip.media_reference = otio.schema.ExternalReference(stem.file, whole)
    clip.media_reference.name = stem.name
    clip.metadata[OURS] = {"stem": stem.name}
    return clip


def _mark(mark: Mark, per: float) -> Any:
    colour = _COLOURS.get(mark.colour, "YELLOW")
    return otio.schema.Marker(name=mark.words, marked_range=time_range(mark.frame, 1, per), color=colour)
