"""A clip's frames as planes of light and colour in numbers: out of the store and back with nothing lost on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from generation import frames as footage
from generation.conform import planes
from generation.drivers import Pixels
from generation.mezzanine import clip_to, pixels_of
from generation.strips import cut_between

Plane = npt.NDArray[Any]  # float32
_SMALL = (64, 36)
_FULL = np.array([[0.2126, 0.7152, 0.0722], [-0.1146, -0.3854, 0.5], [0.5, -0.4542, -0.0458]], np.float32)  # BT.709, full range


@dataclass(frozen=True)
class Planes:
    """Light and two colours, float32: of an opaque clip as stored (16…235, colours at half the size), with alpha 0…255, whole."""

    luma: Plane
    blue: Plane
    red: Plane
    alpha: Pixels | None = None
    small: Pixels | None = None  # the picture tiny, to tell shots apart

    def with_light(self, luma: Plane) -> Planes:
        """The same colours in another light."""
        return replace(self, luma=luma)


def planes_of(frame: VideoFrame) -> Planes:
    """A stored frame."""
    pixels = pixels_of(frame)
    small = np.asarray(cv2.resize(pixels[..., :3], _SMALL, interpolation=cv2.INTER_AREA), np.uint8)
    if frame.format.name == "yuv420p":
        stored = [np.asarray(one, np.float32) for one in planes(frame)]
        return Planes(stored[0], stored[1], stored[2], None, small)
    alpha = np.ascontiguousarray(pixels[..., 3]) if pixels.shape[-1] == 4 else None
    whole = cv2.transform(pixels[..., :3].astype(np.float32), _FULL)
    luma, blue, red = (np.asarray(np.ascontiguousarray(whole[..., n]), np.float32) for n in range(3))
    return Planes(luma, blue, red, alpha, small)


def frame_of(one: Planes, width: int, height: int) -> VideoFrame | Pixels:
    """What is written: a stored frame, or colours with alpha; halves are rounded up."""
    if one.blue.shape != one.luma.shape:
        frame = VideoFrame(width, height, "yuv420p")
        for place, values in zip(planes(frame), (one.luma, one.blue, one.red), strict=True):
            place[:] = np.clip(values + 0.5, 0, 255)
        return frame
    colours = cv2.transform(cv2.merge([one.luma, one.blue, one.red]), np.linalg.inv(_FULL).astype(np.float32))
    pixels = np.asarray(np.rint(np.clip(colours, 0, 255)), np.uint8)
    return pixels if one.alpha is None else np.dstack([pixels, one.alpha])


def around(frames: Iterable[Planes], reach: int) -> Iterator[tuple[Planes, list[Planes], int]]:
    """Each frame with those of the same shot that are at most `reach` away: (it, they and it in order, its place among them)."""
    held: deque[tuple[Planes, bool]] = deque()  # with whether a shot begins with it
    at = 0
    before: Planes | None = None

    def given(here: int) -> tuple[Planes, list[Planes], int]:
        first, last = here, here
        while first > max(0, here - reach) and not held[first][1]:
            first -= 1
        while last + 1 < min(len(held), here + reach + 1) and not held[last + 1][1]:
            last += 1
        return held[here][0], [one for one, _ in list(held)[first : last + 1]], here - first

    for one in frames:
        held.append((one, before is not None and cut_between(_small(before), _small(one))))
        before = one
        if len(held) - at > reach:
            yield given(at)
            at += 1
            if at > reach:
                held.popleft()
                at -= 1
    while at < len(held):
        yield given(at)
        at += 1


def _small(one: Planes) -> Pixels:
    if one.small is None:
        raise ValueError("a frame that was read has a small picture")
    return one.small


def through(
    path: Path, out: Path, made: Callable[[Iterator[Planes]], Iterable[Planes]], tell: Callable[[int, int], None]
) -> None:
    """A clip changed frame by frame into a new one of the same frames, rate, size and alpha.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(path)
    alpha = next(footage.whole(path)).format.name in ("bgra", "rgba")
    read = (planes_of(one) for one in footage.whole(path))
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=alpha) as writer:
        for number, one in enumerate(made(read)):
            tell(number, facts.frames)
            shown = frame_of(one, facts.width, facts.height)
            if isinstance(shown, VideoFrame):
                writer.write_frame(shown)
            else:
                writer.write(shown)


def flow(now: Plane, then: Plane, width: int = 480) -> npt.NDArray[np.float32]:
    """Where each pixel of one light lies in the other, (height, width, 2) in pixels, looked for in at most `width` columns."""
    height, wide = now.shape
    scale = min(1.0, width / wide)
    size = (max(16, round(wide * scale)), max(16, round(height * scale)))
    one, other = (
        np.asarray(np.clip(cv2.resize(each, size, interpolation=cv2.INTER_AREA), 0, 255), np.uint8) for each in (now, then)
    )
    found = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST).calc(one, other, np.zeros((*one.shape, 2), np.float32))
    large = cv2.resize(np.asarray(found, np.float32), (wide, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large * np.array([wide / size[0], height / size[1]], np.float32), np.float32)


def moved(plane: Plane, by: npt.NDArray[np.float32], *, sharp: bool = True) -> Plane:
    """A plane as it would lie after the movement, which may be told at another size."""
    height, width = plane.shape
    if by.shape[:2] != plane.shape:
        ratio = np.array([width / by.shape[1], height / by.shape[0]], np.float32)
        by = cv2.resize(by, (width, height), interpolation=cv2.INTER_AREA) * ratio
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    way = cv2.INTER_CUBIC if sharp else cv2.INTER_LINEAR
    found = cv2.remap(plane, across + by[..., 0], down + by[..., 1], way, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)
