"""The pictures of any moments of a clip: those that were shot as they are, those between made; its length takes no memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

import numpy as np
from av.video.frame import VideoFrame

from generation import frames as footage
from generation.drivers import Interpolator, Pixels
from generation.drivers.interpolation import Light
from generation.mezzanine import pixels_of
from generation.retiming.survey import Survey

Between = Literal["made", "blended", "nearest"]
_BLOCK = 24  # frames that are decoded at once: two of the store's key frames
_HELD = 96 << 20  # bytes of decoded frames in one block
_LEAST = 1e-6


class Shelf:
    """Frames of a clip by number, in any order; those near the last one asked for are at hand."""

    def __init__(self, path: Path, facts: footage.Facts) -> None:
        self._path, self._facts = path, facts
        size = facts.width * facts.height * 4
        self._block = max(2, min(_BLOCK, _HELD // size))
        self._blocks: OrderedDict[int, list[VideoFrame]] = OrderedDict()
        self._pixels: OrderedDict[int, Light] = OrderedDict()

    def frame(self, number: int) -> VideoFrame:
        """As it is stored.

        Raises:
            BadInput: CLIP_UNREADABLE.
        """
        block = number // self._block
        if block not in self._blocks:
            first = block * self._block
            count = min(self._block, self._facts.frames - first)
            self._blocks[block] = list(footage.read(self._path, film=self._facts.rate, source_in=first, frames=count))
            while len(self._blocks) > 2:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block)
        return self._blocks[block][number % self._block]

    def light(self, number: int) -> Light:
        """Its colours, 0…1, (height, width, 3); with alpha they are as strong as it, and it is the fourth."""
        if number not in self._pixels:
            self._pixels[number] = gathered(pixels_of(self.frame(number)))
            while len(self._pixels) > 2:
                self._pixels.popitem(last=False)
        self._pixels.move_to_end(number)
        return self._pixels[number]


def gathered(pixels: Pixels) -> Light:
    """8 bit to 0…1; colours times alpha, so that what is not seen does not bleed into what is."""
    light: Light = pixels.astype(np.float32) / np.float32(255)
    if light.shape[-1] == 4:
        light[..., :3] *= light[..., 3:]
    return light


def spread(light: Light) -> Pixels:
    """The way back."""
    if light.shape[-1] == 4:
        alpha = np.clip(light[..., 3:], 0, 1)
        light = np.concatenate([light[..., :3] / np.maximum(alpha, _LEAST), alpha], axis=-1)
    return np.asarray(np.rint(np.clip(light, 0, 1) * 255), np.uint8)


def pictures(
    shelf: Shelf, seen: Survey, moments: Sequence[Fraction], network: Interpolator | None, *, between: Between = "made",
    repeats: int = 1, tell: Callable[[int], None] = lambda done: None,
) -> Iterator[VideoFrame | Pixels]:  # fmt: skip
    """The pictures of these moments (frames of the clip, 0 … its last), in their order; a frame that was shot is given as stored.

    No picture lies between two shots: there it is the nearer frame. `repeats` is how long a run of a frame and its repetitions
    is that is taken for one picture, whose place is its first frame's, so that movement shot on twos goes on evenly; 1 leaves
    all as they are.
    """
    anchors = seen.anchors(repeats)
    ends = _ends(anchors)
    at = 0
    while at < len(moments):
        tell(at)
        first, second, share = place(moments[at], anchors, ends, seen)
        if share == 0 or between == "nearest":
            yield shelf.frame(second if share >= Fraction(1, 2) else first)
            at += 1
            continue
        shares = [share]
        while at + len(shares) < len(moments):
            after = place(moments[at + len(shares)], anchors, ends, seen)
            if after[:2] != (first, second) or after[2] == 0:
                break
            shares.append(after[2])
        one, other = shelf.light(first), shelf.light(second)
        given = [float(each) for each in shares]
        made = network.between(one, other, given) if network and between == "made" else _blended(one, other, given)
        for picture in made:
            yield spread(picture)
            at += 1
            tell(at)


def place(
    moment: Fraction, anchors: Sequence[int], ends: Sequence[int], seen: Survey
) -> tuple[int, int, Fraction]:  # fmt: skip
    """Between which two frames a moment lies, and how far on the way; at a cut, and beyond the last frame, on one of them."""
    k = min(moment.numerator // moment.denominator, seen.frames - 1)
    first, second = anchors[k], ends[k]
    if second >= seen.frames:
        return k, k, Fraction(0)
    if second in seen.cuts:
        near = k if k + 1 < second or moment - k < Fraction(1, 2) else second
        return near, near, Fraction(0)
    share = (moment - first) / (second - first)
    return first, second, share


def _ends(anchors: Sequence[int]) -> list[int]:
    """Of each frame the first after its run."""
    found = [0] * len(anchors)
    after = len(anchors)
    for k in range(len(anchors) - 1, -1, -1):
        if k + 1 < len(anchors) and anchors[k + 1] != anchors[k]:
            after = k + 1
        found[k] = after
    return found


def _blended(one: Light, other: Light, shares: Sequence[float]) -> Iterator[Light]:
    return (one + (other - one) * np.float32(share) for share in shares)
