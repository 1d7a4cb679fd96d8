"""What every drawing operation is told besides words: guides, adapters, pictures held, tracks, steps and guidance."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from generation.drivers import Adapter, Guide, Held, Track
from generation.media import Adapter as AdapterFile
from generation.media import Image, Video
from generation.operation import BadInput, Parameters

GuideKind = Literal["depth", "pose", "edges"]
Pull = Annotated[float, Field(ge=0, le=2)]
Blend = Annotated[float, Field(ge=-2, le=2)]
FrameAt = Annotated[int, Field(ge=0, le=4_000_000)]
Place = Annotated[float, Field(ge=-1, le=2)]  # a thing may come from outside the picture, and leave it
Extent = Annotated[float, Field(ge=0, le=1)]
_GUIDES, _ADAPTERS, _HELD, _TRACKS, _POINTS = 3, 16, 32, 64, 4000


def none_yet(most: int, description: str, **extra: Any) -> Any:
    """The field of a list that is empty in every recipe from before it existed."""
    return Field(max_length=most, description=description, json_schema_extra={"neutral": [], **extra})


class Directed(Parameters):
    """What a model can be told besides words, where it takes it; each is left out of the key while nothing is said."""

    guide_kinds: Annotated[tuple[GuideKind, ...], none_yet(_GUIDES, "What each guide shows.")] = ()
    guide_strengths: Annotated[tuple[Pull, ...], none_yet(_GUIDES, "How firmly each guide is followed; none: 1.")] = ()
    adapter_strengths: Annotated[tuple[Blend, ...], none_yet(_ADAPTERS, "How much of each adapter is used; none: 1.")] = ()
    steps: Annotated[
        int, Field(ge=0, le=200, description="Steps of the model; 0: its own number.", json_schema_extra={"neutral": 0})
    ] = 0
    guidance: Annotated[
        float | None,
        Field(
            ge=0, le=50, description="How closely the model keeps to the words; empty: its own.",
            json_schema_extra={"neutral": None},
        ),
    ] = None  # fmt: skip


class Moving(Directed):
    """The same for what moves: pictures at frames, and the ways of points and boxes."""

    held_at: Annotated[tuple[FrameAt, ...], none_yet(_HELD, "Frame at which each picture is held.", unit="frames")] = ()
    track_ends: Annotated[
        tuple[Annotated[int, Field(ge=1, le=_POINTS)], ...],
        none_yet(_TRACKS, "How many points there are up to the end of each track."),
    ] = ()
    track_frames: Annotated[tuple[FrameAt, ...], none_yet(_POINTS, "Frame of each point of a track.", unit="frames")] = ()
    track_across: Annotated[tuple[Place, ...], none_yet(_POINTS, "From the left edge, one for each point.")] = ()
    track_down: Annotated[tuple[Place, ...], none_yet(_POINTS, "From the top edge, one for each point.")] = ()
    track_wide: Annotated[tuple[Extent, ...], none_yet(_TRACKS, "Width of each track's box; 0: it is a point.")] = ()
    track_high: Annotated[tuple[Extent, ...], none_yet(_TRACKS, "Height of each track's box; 0: it is a point.")] = ()

    @model_validator(mode="after")
    def _tracks_fit(self) -> Self:
        points = {len(self.track_frames), len(self.track_across), len(self.track_down)}
        ends = (0, *self.track_ends)
        if points != {ends[-1]}:
            raise ValueError("the tracks' frames, places across and places down are as many as the last track's end says")
        if any(one >= other for one, other in pairwise(ends)):
            raise ValueError("every track has a point at least, and ends after the one before")
        for sides in (self.track_wide, self.track_high):
            if sides and len(sides) != len(self.track_ends):
                raise ValueError("there is a width and a height for each track, or none at all")
        for begin, end in pairwise(ends):
            if any(one >= other for one, other in pairwise(self.track_frames[begin:end])):
                raise ValueError("the frames of a track go up")
        return self

    def tracks(self) -> tuple[Track, ...]:
        """The ways of points and boxes."""
        spots = list(zip(self.track_frames, self.track_across, self.track_down, strict=True))
        wide, high = (sides or (0.0,) * len(self.track_ends) for sides in (self.track_wide, self.track_high))
        return tuple(
            Track(tuple(spots[begin:end]), (wide[n], high[n]) if wide[n] and high[n] else None)
            for n, (begin, end) in enumerate(pairwise((0, *self.track_ends)))
        )


def guides_of(given: tuple[Video, ...] | tuple[Image, ...], params: Directed) -> tuple[Guide, ...]:
    """Guides with their kinds and strengths.

    Raises:
        BadInput: DIRECTION_MISMATCH when there is not a kind for each.
    """
    strengths = each("guide_strengths", params.guide_strengths, len(given), 1.0)
    if len(params.guide_kinds) != len(given):
        raise _mismatch("guide_kinds", len(params.guide_kinds), len(given))
    return tuple(
        Guide(kind, one.path, strength) for kind, one, strength in zip(params.guide_kinds, given, strengths, strict=True)
    )


def adapters_of(given: tuple[AdapterFile, ...], params: Directed) -> tuple[Adapter, ...]:
    """Adapters with their strengths. Raises BadInput DIRECTION_MISMATCH."""
    strengths = each("adapter_strengths", params.adapter_strengths, len(given), 1.0)
    return tuple(Adapter(one.path, strength) for one, strength in zip(given, strengths, strict=True))


def held_of(given: tuple[Image, ...], params: Moving, frames: int) -> tuple[Held, ...]:
    """Pictures at their frames.

    Raises:
        BadInput: DIRECTION_MISMATCH when there is not a frame for each, HELD_BEYOND when one lies beyond the clip.
    """
    if len(params.held_at) != len(given):
        raise _mismatch("held_at", len(params.held_at), len(given))
    if given and max(params.held_at) >= frames:
        raise BadInput(
            f"A picture is held at frame {max(params.held_at)}, but the clip ends with frame {frames - 1}. Hold it earlier.",
            "HELD_BEYOND",
        )
    return tuple(Held(one.path, at) for one, at in zip(given, params.held_at, strict=True))


def each(name: str, values: tuple[float, ...], count: int, usual: float) -> tuple[float, ...]:
    """One value for each, or the usual one when none is said. Raises BadInput DIRECTION_MISMATCH for any other number."""
    if values and len(values) != count:
        raise _mismatch(name, len(values), count)
    return values or (usual,) * count


def _mismatch(name: str, said: int, given: int) -> BadInput:
    return BadInput(f"{name} has {said} values for {given} files. Give one for each.", "DIRECTION_MISMATCH")
