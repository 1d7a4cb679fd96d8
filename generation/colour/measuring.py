"""What colours a clip has: samples of its pictures in OKLab, shot by shot where it holds several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image

from generation import frames as footage
from generation.colour.light import lab_of, linear
from generation.colour.running import ahead
from generation.mezzanine import Pixels, pixels_of
from generation.operation import Context

_WIDE = 128  # pixels: pictures are measured this wide
_PICTURES = 40  # of one shot that are measured
_KEPT = 1200  # small pictures that are kept of a clip
_HISTOGRAM, _MOVED = 0.30, 0.055  # of two pictures beside each other: where there may be a cut
_PEAK = 2.5  # times what moves around it
_AROUND = 6
_SOLID = 128  # alpha from which on a pixel counts
_DARK = 0.012  # display values: bars and black frames tell nothing


@dataclass
class Seen:
    """Colours of some pictures: display values and OKLab, both (n, 3) and float32."""

    shown: npt.NDArray[Any]
    lab: npt.NDArray[Any]

    @property
    def light(self) -> npt.NDArray[Any]:
        """The same as linear light."""
        return linear(self.shown)


@dataclass
class Shot:
    """One shot of a clip: from frame `first` until before `end`, and its colours."""

    first: int
    end: int
    pictures: list[Pixels] = field(default_factory=list)

    def seen(self) -> Seen:
        """The colours of its pictures."""
        return seen(self.pictures)


def shots(path: Path, context: Context | None = None) -> list[Shot]:
    """The shots of a clip, told by what changes from picture to picture, with some small pictures of each.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    facts = footage.facts(path)
    kept: dict[int, Pixels] = {}
    turned, moved = [0.0], [0.0]
    before: Pixels | None = None
    every = 1
    for n, one in enumerate(ahead(_small(path))):
        if before is not None:
            turned.append(0.5 * float(np.abs(_histogram(one) - _histogram(before)).sum()))
            moved.append(float(np.abs(one[..., :3].astype(np.int16) - before[..., :3]).mean()) / 255)
        if n % every == 0 or turned[n] > _HISTOGRAM:
            kept[n] = one
        if len(kept) > _KEPT:  # a long clip: as much memory as a short one
            every *= 2
            kept = {at: picture for at, picture in kept.items() if at % every == 0 or at in cuts_of(turned, moved)}
        before = one
        if context is not None and n % 12 == 0:
            context.progress(0.4 * min(1.0, n / max(1, facts.frames)), "measuring")
    bounds = [0, *cuts_of(turned, moved), len(turned)]
    found = []
    for first, end in pairwise(bounds):
        known = [at for at in kept if first <= at < end]
        chosen = np.unique(np.linspace(0, len(known) - 1, min(len(known), _PICTURES)).round().astype(int))
        found.append(Shot(first, end, [kept[known[n]] for n in chosen]))
    return found


def some(path: Path, pictures: int = 5) -> Seen:
    """The colours of a few pictures of a clip, evenly through it, found by seeking.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    facts = footage.facts(path)
    found = []
    for n in np.unique(np.linspace(0, max(0, facts.frames - 1), pictures + 2)[1:-1].astype(int)):
        for frame in footage.read(path, film=facts.rate, source_in=int(n), frames=1):
            found.append(_reduced(pixels_of(frame)))
    return seen(found)


def picture(path: Path) -> Seen:
    """The colours of a picture, however large."""
    with PIL.Image.open(path) as image:
        image.draft("RGB", (1024, 1024))
        image.thumbnail((2 * _WIDE, 2 * _WIDE))
        return seen([np.asarray(image.convert("RGBA"), np.uint8)])


def seen(pictures: Iterable[Pixels]) -> Seen:
    """The colours of pictures (height, width, 3 or 4), without what is transparent and the black of bars and fades."""
    parts = []
    for one in pictures:
        flat = one.reshape(-1, one.shape[-1])
        flat = flat[flat[:, 3] >= _SOLID, :3] if one.shape[-1] == 4 else flat
        parts.append(flat)
    shown = (np.concatenate(parts) if parts else np.zeros((0, 3), np.uint8)).astype(np.float32) / 255
    shown = shown[shown.max(axis=1, initial=0) > _DARK]
    return Seen(shown, lab_of(shown).astype(np.float32))


def _small(path: Path) -> Iterator[Pixels]:
    for frame in footage.whole(path):
        yield _reduced(pixels_of(frame))


def _reduced(pixels: Pixels) -> Pixels:
    high = max(1, round(pixels.shape[0] * _WIDE / pixels.shape[1]))
    return np.asarray(cv2.resize(pixels, (_WIDE, high), interpolation=cv2.INTER_AREA), np.uint8)


def cuts_of(turned: Sequence[float], moved: Sequence[float]) -> list[int]:
    """First frames of later shots: where colours and places change together, and far more than around it."""
    found: list[int] = []
    for n in range(1, len(turned)):
        if turned[n] <= _HISTOGRAM or moved[n] <= _MOVED or (found and n - found[-1] < 2):
            continue
        around = [*moved[max(1, n - _AROUND) : n], *moved[n + 1 : n + 1 + _AROUND]]
        if moved[n] > _PEAK * (float(np.median(around)) if around else 0.0):
            found.append(n)
    return found


def _histogram(pixels: Pixels) -> npt.NDArray[Any]:
    """How often each of 512 coarse colours is there."""
    coarse = (pixels[..., :3] >> 5).astype(np.int32)
    index = coarse[..., 0] * 64 + coarse[..., 1] * 8 + coarse[..., 2]
    return np.bincount(index.reshape(-1), minlength=512) / index.size
