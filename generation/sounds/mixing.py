"""Lays sounds over each other at exact samples, block by block, so that memory does not grow with the film."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation.sounds import BLOCK, RATE, Reader, Samples, Writer
from generation.sounds.levels import ratio

_HOP = RATE // 100
_SPEAKING = 10 ** (-50 / 20)
_BEFORE, _AFTER = 15, 45  # steps of 10 ms: beds give way before a word and come back slowly


@dataclass(frozen=True)
class Part:
    """One sound of a mix, all in samples: where it starts, what of it is used, how loud, where between the speakers."""

    path: Path
    start: int
    skip: int = 0
    length: int | None = None  # to its end
    gain: float = 0.0  # dB
    pan: float = 0.0  # −1 left … 1 right
    fade: int = 0
    bed: bool = False  # gives way to speech
    head: int = 0  # comes in over so many, and goes out over `tail`: too short to be heard, long enough for no click
    tail: int = 0
    comes: tuple[int, int] = (0, 0)  # samples of the mix between which it comes from silence, and goes; equal: at once
    goes: tuple[int, int] = (0, 0)
    heard: bool = True  # what is not only makes beds give way: the stem of the music ducks as the mix does


def mix(
    parts: Sequence[Part], samples: int, out: Path, *, duck: float = 0.0, tell: Callable[[float], None] = lambda fraction: None
) -> None:
    """Write a stereo sound of exactly `samples` samples.

    Mono sounds are panned at equal power (−3 dB each in the middle), stereo ones balanced. Beds go down by `duck` dB while
    another sound is heard. Nothing is limited: sums may pass full scale.
    """
    with ExitStack() as stack:
        opened = [_Open(part, stack.enter_context(Reader(part.path)), samples) for part in parts]
        quieter = _ducking([one for one in opened if not one.part.bed], samples, duck) if duck else None
        writer = stack.enter_context(Writer(out, 2))
        for first in range(0, samples, BLOCK):
            count = min(BLOCK, samples - first)
            block = np.zeros((count, 2), np.float32)
            for one in opened:
                if one.part.heard:
                    one.add(block, first, quieter if one.part.bed else None)
            writer.write(block)
            tell((first + count) / samples)


class _Open:
    def __init__(self, part: Part, reader: Reader, samples: int) -> None:
        self.part, self._reader = part, reader
        there = max(0, reader.shape.samples - part.skip)
        self.length = min(there if part.length is None else min(part.length, there), max(0, samples - part.start))
        angle = (part.pan + 1) * math.pi / 4
        left, right = math.cos(angle), math.sin(angle)
        if reader.shape.channels == 2:
            left, right = min(1.0, left * math.sqrt(2)), min(1.0, right * math.sqrt(2))
        self._sides = np.array([left, right], np.float32) * np.float32(ratio(part.gain))

    def add(self, block: Samples, first: int, quieter: npt.NDArray[np.float32] | None) -> None:
        """Add what of this sound falls into the block that begins at sample `first`."""
        begin, end = max(first, self.part.start), min(first + len(block), self.part.start + self.length)
        if end <= begin:
            return
        heard = self._reader.read(self.part.skip + begin - self.part.start, end - begin) * self._sides
        if self.part.fade:
            at = np.arange(begin - self.part.start, end - self.part.start)
            fade = min(self.part.fade, self.length)
            curve = np.clip(np.minimum(at + 0.5, self.length - at - 0.5) / fade, 0, 1)
            heard *= np.sin(curve * (np.pi / 2)).astype(np.float32)[:, None]
        if self.part.head or self.part.tail:
            at = np.arange(begin - self.part.start, end - self.part.start)
            edge = np.ones(len(at), np.float32)
            if self.part.head:
                edge = np.minimum(edge, (at + 0.5) / self.part.head)
            if self.part.tail:
                edge = np.minimum(edge, (self.length - at - 0.5) / self.part.tail)
            heard *= np.asarray(np.clip(edge, 0, 1), np.float32)[:, None]
        for (low, high), rises in ((self.part.comes, True), (self.part.goes, False)):
            if high > low:
                done = np.clip((np.arange(begin, end) + 0.5 - low) / (high - low), 0, 1)
                heard *= np.sin((done if rises else 1 - done) * (np.pi / 2)).astype(np.float32)[:, None]
        if quieter is not None:
            places = np.arange(begin, end) / _HOP - 0.5
            heard *= np.interp(places, np.arange(len(quieter)), quieter).astype(np.float32)[:, None]
        block[begin - first : end - first] += heard


def _ducking(speakers: Sequence[_Open], samples: int, duck: float) -> npt.NDArray[np.float32]:
    """The gain of the beds for every 10 ms: down before and during speech, back up over half a second."""
    steps = -(-samples // _HOP)
    speaking = np.zeros(steps)
    size = _HOP * 128
    for first in range(0, samples, size):
        block = np.zeros((min(size, samples - first), 2), np.float32)
        for one in speakers:
            one.add(block, first, None)
        whole = np.zeros((-(-len(block) // _HOP) * _HOP, 2), np.float32)
        whole[: len(block)] = block
        level = np.sqrt(np.mean(whole.reshape(-1, _HOP * 2) ** 2, axis=1))
        speaking[first // _HOP : first // _HOP + len(level)] = level > _SPEAKING
    edges = np.concatenate(([0.0], np.cumsum(speaking)))
    places = np.arange(steps)
    near = edges[np.minimum(places + _BEFORE + 1, steps)] - edges[np.maximum(places - _AFTER, 0)] > 0
    window = np.hanning(31)[1:-1]
    down = np.convolve(np.pad(near.astype(np.float64), 14, mode="edge"), window / window.sum(), "valid")
    return np.asarray(10 ** (-abs(duck) * down / 20), np.float32)
