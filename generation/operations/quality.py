"""Clarity: noise, blocks, flicker and blur taken out of a clip, edges lifted; every frame stays where and as long as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

import cv2
import numpy as np
from pydantic import Field

from generation import frames as footage
from generation.clarity import blocks, focus, light, noise
from generation.clarity.planes import Plane, Planes, around, through
from generation.effects import WHOLE
from generation.keyed import Keyed
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import Context, Queue, names_checkpoint, operation

_BLOCKY = 0.8  # of 255: below that a picture has detail, and no blocks
_STEP = 5.5  # of what is measured across the blocks' lines: what is weaker in a block is taken for them
_PART = 1e-3  # of the picture's height: what a radius is counted in
_SLOWLY = 0.8  # how much of the last frame's measure stays

KEYABLE: dict[str, Any] = {"keyable": True}


class Denoise(Keyed):
    """How much noise is taken out."""

    strength: Annotated[
        float, Field(ge=0, le=3, description="1: as much noise as was measured; 0 leaves the clip.", json_schema_extra=KEYABLE)
    ] = 1.0
    detail: Annotated[float, Field(ge=0, le=1, description="How much fine detail is kept where it may be noise.")] = 0.25

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return _none(self, "strength")

    def looks(self) -> int:
        """Frames before and after each."""
        return noise.REACH


@operation("quality.denoise", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def denoise(clip: Video, *, params: Denoise, context: Context) -> Video:
    """Take noise out: frames beside each are brought where it is and averaged where they agree; the rest is smoothed in blocks.

    How much noise there is is measured, frame by frame. Never across a cut. Holds five frames.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """

    def made(frames: Iterator[Planes]) -> Iterable[Planes]:
        return noise.denoised(frames, (float(params.at(n).strength) for n in range(WHOLE)), params.detail)

    return _made(clip, made, context, "Taking noise out")


class Deblock(Keyed):
    """How firmly blocks are smoothed."""

    strength: Annotated[
        float, Field(ge=0, le=2, description="1: as much as the blocks need; 0 leaves the clip.", json_schema_extra=KEYABLE)
    ] = 1.0

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return _none(self, "strength")


@operation("quality.deblock", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def deblock(clip: Video, *, params: Deblock, context: Context) -> Video:
    """Take out the blocks and the ringing of strong compression; where there are none, nothing is changed. Holds two frames.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """

    def made(frames: Iterator[Planes]) -> Iterator[Planes]:
        level: float | None = None
        for n, (now, shot, _) in enumerate(around(frames, 1)):
            seen = blocks.blockiness(now.luma)
            level = seen if level is None or len(shot) == 1 else _SLOWLY * level + (1 - _SLOWLY) * seen
            limit = _STEP * level * params.at(n).strength
            if level < _BLOCKY or not limit:
                yield now
                continue
            yield replace(
                now, luma=blocks.shrunk(now.luma, limit), blue=blocks.shrunk(now.blue, limit * 0.6, 4),
                red=blocks.shrunk(now.red, limit * 0.6, 4),
            )  # fmt: skip

    return _made(clip, made, context, "Smoothing blocks")


class Deflicker(Keyed):
    """Which swings of light are evened out."""

    strength: Annotated[
        float, Field(ge=0, le=1, description="1 evens them out, 0 leaves them.", json_schema_extra=KEYABLE)
    ] = 1.0  # fmt: skip
    reach: Annotated[
        int, Field(ge=1, le=120, description="Light that changes more slowly stays.", json_schema_extra={"unit": "frames"})
    ] = 12  # fmt: skip
    uneven: Annotated[bool, Field(description="It flickers more in one place than in another.")] = False

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return _none(self, "strength")

    def looks(self) -> int:
        """The whole clip."""
        return WHOLE


@operation("quality.deflicker", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def deflicker(clip: Video, *, params: Deflicker, context: Context) -> Video:
    """Even out light and colour that swing from frame to frame, each shot by itself; slow changes and movement stay.

    Looks through the clip twice; holds a frame, and a few hundred numbers for each.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)

    def watched() -> Iterator[Any]:
        for n, frame in enumerate(footage.whole(clip.path)):
            if n % 12 == 0:
                context.progress(0.4 * n / max(1, facts.frames), "Following the light")
            yield pixels_of(frame)

    swings = light.evened(light.followed(watched(), uneven=params.uneven), params.reach)
    out = context.scratch(".mkv")
    alpha = next(footage.whole(clip.path)).format.name in ("bgra", "rgba")
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=alpha) as writer:
        for n, frame in enumerate(footage.whole(clip.path)):
            if n % 12 == 0:
                context.progress(min(0.99, 0.4 + 0.6 * n / max(1, facts.frames)), "Evening out")
            much = params.at(n).strength
            if much and np.abs(swings[n]).max() > 1e-3:
                writer.write(light.lit(pixels_of(frame), swings[n], much))
            else:
                writer.write_frame(frame)
    return Video(out)


Radius = Annotated[
    float, Field(ge=0.2, le=8, description="Its reach, in thousandths of the picture’s height.", json_schema_extra=KEYABLE)
]  # fmt: skip


class Deblur(Keyed):
    """Which blur is undone."""

    radius: Radius = 1.5
    length: Annotated[
        float,
        Field(ge=0, le=40, description="Its smear by movement, in thousandths of the height.", json_schema_extra=KEYABLE),
    ] = 0.0  # fmt: skip
    angle: Annotated[
        float, Field(ge=-180, le=180, description="Which way, from across, counter-clockwise.", json_schema_extra={"unit": "°"})
    ] = 0.0  # fmt: skip
    strength: Annotated[float, Field(ge=0, le=1, description="How much of it is undone.", json_schema_extra=KEYABLE)] = 1.0

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return _none(self, "strength")


@operation("quality.deblur", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def deblur(clip: Video, *, params: Deblur, context: Context) -> Video:
    """Undo a blur of which the kind is told: soft focus, a smear of movement, or both; noise stays noise. Holds one frame.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    part = footage.facts(clip.path).height * _PART

    def made(frames: Iterator[Planes]) -> Iterator[Planes]:
        for n, now in enumerate(frames):
            own = params.at(n)
            if not own.strength:
                yield now
                continue
            kernel = focus.spread(own.radius * part, own.length * part, own.angle)
            found = focus.deblurred(now.luma, kernel, noise.measured(now.luma))
            yield now.with_light(now.luma + (found - now.luma) * own.strength)

    return _made(clip, made, context, "Undoing blur")


class Sharpen(Keyed):
    """How much sharper, and how much of it faces get."""

    strength: Annotated[float, Field(ge=0, le=3, description="0 leaves the clip.", json_schema_extra=KEYABLE)] = 0.8
    radius: Radius = 1.5
    faces: Annotated[
        float, Field(ge=0, le=1, description="How much of it faces get: skin bears less.", json_schema_extra=KEYABLE)
    ] = 0.4  # fmt: skip
    checkpoint: Annotated[str, names_checkpoint("faces")] = "yunet-sface@1"

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return _none(self, "strength")


@operation("quality.sharpen", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def sharpen(clip: Video, *, params: Sharpen, context: Context) -> Video:
    """Lift the edges of a clip without halos and without its noise; faces, where there are, get a share of it. Holds two frames.

    Raises:
        BadInput: CLIP_UNREADABLE, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    part = footage.facts(clip.path).height * _PART
    alike = params.faces == 1 and "faces" not in params.keys

    def made(frames: Iterator[Planes], finder: Any) -> Iterator[Planes]:
        there: Plane | None = None
        for n, (now, _, place) in enumerate(around(frames, 1)):
            own = params.at(n)
            much: Any = own.strength
            if finder is not None:
                seen = _faces(finder, now)
                there = seen if there is None or (place == 0 and n) else 0.7 * there + 0.3 * seen
                much = own.strength * (1 + (own.faces - 1) * there)
            floor = 1.5 + 1.5 * noise.measured(now.luma)
            yield now.with_light(focus.sharpened(now.luma, much, own.radius * part, floor)) if own.strength else now

    with nullcontext(None) if alike else context.open(params.checkpoint) as finder:
        return _made(clip, lambda frames: made(frames, finder), context, "Sharpening")


def _faces(finder: Any, now: Planes) -> Plane:
    """Where faces are, 0…1, with soft edges."""
    grey = np.asarray(np.clip(now.luma, 0, 255), np.uint8)
    found: Plane = np.zeros(now.luma.shape, np.float32)
    for face in finder.find(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)):
        left, top, wide, high = face.box
        middle = (left + wide // 2, top + high // 2)
        one = np.zeros(now.luma.shape, np.float32)
        cv2.ellipse(one, middle, (round(0.62 * wide), round(0.68 * high)), 0, 0, 360, 1.0, -1)
        found = np.maximum(found, cv2.GaussianBlur(one, (0, 0), max(1.0, 0.12 * wide)))
    return found


def _none(params: Keyed, name: str) -> bool:
    """Whether a number is 0 throughout."""
    keys = params.keys.get(name)
    return all(value == 0 for _, value, _ in keys) if keys else getattr(params, name) == 0


def _made(clip: Video, made: Callable[[Iterator[Planes]], Iterable[Planes]], context: Context, note: str) -> Video:
    out = context.scratch(".mkv")
    through(clip.path, out, made, lambda n, frames: context.progress(min(0.99, n / max(1, frames)), note))
    return Video(out)
