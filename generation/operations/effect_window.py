"""What effects are tried on and kept within: a stretch of a clip, a matte or a movement; one clip over another in a region."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Annotated, Any

import cv2
import numpy as np
import numpy.typing as npt
from pydantic import Field

from generation import frames as footage
from generation import movement
from generation.followed import followed
from generation.mattes import coverages, matte_to
from generation.media import Data, Matte, Video
from generation.mezzanine import Pixels, clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, operation

First = Annotated[int, Field(ge=0, le=4_000_000, json_schema_extra={"unit": "frames"}, description="Beyond the end: the last.")]
Count = Annotated[int, Field(ge=1, le=1000, json_schema_extra={"unit": "frames"}, description="Fewer where the clip ends.")]
Wide = Annotated[int, Field(ge=16, le=4096, multiple_of=2, json_schema_extra={"unit": "pixels"})]


class Stretch(Parameters):
    """Which frames, and how wide at most."""

    first: First = 0
    frames: Count = 25
    width: Wide = 640


@operation("preview.stretch", version=1, queue=Queue.CPU, timeout=timedelta(minutes=5))
def stretch(clip: Video, *, params: Stretch, context: Context) -> Video:
    """A stretch of a clip, no wider than `width`, alpha kept. Holds one frame at a time.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts, first, frames = _within(clip, params)
    size = _size(facts, params.width)
    given = (pixels_of(one) for one in footage.read(clip.path, film=facts.rate, source_in=first, frames=frames))
    one = next(given)
    out = context.scratch(".mkv")
    with clip_to(out, *size, facts.rate, alpha=one.shape[2] == 4) as writer:
        writer.write(_small(one, size))
        for each in given:
            writer.write(_small(each, size))
    return Video(out)


@operation("preview.matte", version=1, queue=Queue.CPU, timeout=timedelta(minutes=5))
def matte_stretch(matte: Matte, *, params: Stretch, context: Context) -> Matte:
    """The same stretch of a matte. Holds one mask at a time.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts, first, frames = _within(matte, params)
    size = _size(facts, params.width)
    out = context.scratch(".mkv")
    with matte_to(out, *size, facts.rate) as writer:
        for frame in footage.read(matte.path, film=facts.rate, source_in=first, frames=frames):
            writer.write(_small(np.asarray(frame.to_ndarray(format="gray"), np.uint8), size))
    return Matte(out)


class Part(Parameters):
    """Which frames."""

    first: First = 0
    frames: Count = 25


@operation("motion.stretch", version=1, queue=Queue.CPU, timeout=timedelta(minutes=5))
def movement_stretch(movement_of: Data, *, params: Part, context: Context) -> Data:
    """The same stretch of a movement: its matrices still map points of the frame that it was told from, whatever `at` says.

    Raises:
        BadInput: MOVEMENT_UNREADABLE.
    """
    given = followed(movement_of)
    first = min(params.first, len(given.matrices) - 1)
    last = first + params.frames
    found = movement.Movement(0, given.matrices[first:last], given.there[first:last])
    return Data.write(context.scratch(".json"), found.written())


class Within(Parameters):
    """On which side of the mask's edge, and how soft that is."""

    outside: Annotated[bool, Field(description="Everywhere but within the mask.")] = False
    soft: Annotated[float, Field(ge=0, le=0.2, description="How soft its edge is, in widths of the picture.")] = 0.002


@operation("composite.within", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def within(clip: Video, back: Video, matte: Matte, *, params: Within, context: Context) -> Video:
    """One clip within a mask, another everywhere else; alpha kept. Frames that the mask does not touch stay as they are.

    Raises:
        BadInput: CLIP_UNREADABLE, MATTE_MISFIT when the three are not of one size and length.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(back.path)
    for other in (footage.facts(clip.path), footage.facts(matte.path)):
        if (other.width, other.height, other.frames) != (facts.width, facts.height, facts.frames):
            raise BadInput(
                f"The mask or the clip is {other.width} × {other.height} pixels and {other.frames} frames long, what it lies "
                f"over {facts.width} × {facts.height} and {facts.frames}. Follow the thing through this very clip.",
                "MATTE_MISFIT",
            )
    sigma = params.soft * facts.width / 2
    out = context.scratch(".mkv")
    frames = zip(footage.whole(clip.path), footage.whole(back.path), coverages(matte.path), strict=True)
    first = next(frames, None)
    if first is None:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    alpha = any(one.format.name in ("bgra", "rgba") for one in first[:2])
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=alpha) as writer:
        for n, (over, under, mask) in enumerate(chain([first], frames)):
            context.progress(min(0.99, n / max(1, facts.frames)), f"frame {n + 1} of {facts.frames}")
            share = mask.astype(np.float32) / 255
            if sigma >= 0.3:
                share = np.asarray(cv2.GaussianBlur(share, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), np.float32)
            writer.write(laid(pixels_of(over), pixels_of(under), 1 - share if params.outside else share))
    return Video(out)


def laid(over: Pixels, under: Pixels, share: npt.NDArray[np.floating[Any]]) -> Pixels:
    """`share` (height, width) of one picture (3 or 4 channels) and the rest of another; straight alpha where either has any."""
    part = share[..., None]
    if over.shape[2] == 3 and under.shape[2] == 3:
        mixed = under + (over.astype(np.float32) - under) * part
        return np.asarray(np.round(mixed), np.uint8)
    one, other = (_opaque(each).astype(np.float32) for each in (over, under))
    weights = one[..., 3:] * part, other[..., 3:] * (1 - part)
    total = weights[0] + weights[1]
    colour = (one[..., :3] * weights[0] + other[..., :3] * weights[1]) / np.maximum(total, 1e-6)
    colour = np.where(total > 0, colour, other[..., :3])
    return np.asarray(np.round(np.dstack([colour, total])), np.uint8)


def _opaque(pixels: Pixels) -> Pixels:
    return pixels if pixels.shape[2] == 4 else np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])


def _within(clip: Video | Matte, params: Stretch) -> tuple[footage.Facts, int, int]:
    facts = footage.facts(clip.path)
    if facts.frames < 1:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    first = min(params.first, facts.frames - 1)
    return facts, first, min(params.frames, facts.frames - first)


def _size(facts: footage.Facts, width: int) -> tuple[int, int]:
    if facts.width <= width:
        return facts.width, facts.height
    return width, max(2, round(facts.height * width / facts.width / 2) * 2)


def _small(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    if pixels.shape[1::-1] == size:
        return pixels
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
