"""Clips that a model is shown: the frames of a movie at the model's own times, size and number, and pictures that it holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import PIL.Image

from generation import frames as footage
from generation.drivers import Clip, Picture, Track
from generation.drivers.diffusing import conforming
from generation.drivers.diffusing.asking import Following, Holding
from generation.drivers.diffusing.conforming import Form
from generation.mezzanine import pixels_of
from generation.operation import BadInput

_STILLS = {".png", ".jpg", ".jpeg", ".webp"}


def watched(path: Path, form: Form, picture: Picture, *, mask: bool = False) -> list[PIL.Image.Image]:
    """What a movie shows at each frame of the model's clip, at its size; a still, or the one frame of a picture, for all.

    Only the frames that the model sees are kept. A movie that ends early holds its last.

    Raises:
        BadInput: CLIP_UNREADABLE, PICTURE_UNREADABLE, PICTURE_TOO_LARGE.
    """
    shape = (picture.width, picture.height)
    if path.suffix.lower() in _STILLS:
        return [conforming.given(path, form, shape)] * form.frames
    rate = picture.rate if isinstance(picture, Clip) else form.rate
    wanted = [nearest(at, form, rate) for at in range(form.frames)]
    kept: dict[int, PIL.Image.Image] = {}
    last = None
    for at, frame in enumerate(footage.whole(path)):
        if at > wanted[-1]:
            break
        shown = frame.to_ndarray(format="gray") if mask and frame.format.name.startswith("gray") else pixels_of(frame)
        last = shown
        if at in wanted:
            kept[at] = conforming.filling(PIL.Image.fromarray(shown).convert("RGB"), form, shape)
    if last is None:
        raise BadInput(f"{path.name} holds no frames.", "CLIP_UNREADABLE")
    end = conforming.filling(PIL.Image.fromarray(last).convert("RGB"), form, shape)
    return [kept.get(at, end) for at in wanted]


def nearest(at: int, form: Form, rate: Fraction) -> int:
    """The frame of the film that is shown at the model's frame `at`."""
    return math.floor(Fraction(at) * rate / form.rate + Fraction(1, 2))


def theirs(frame: int, form: Form, rate: Fraction) -> int:
    """The model's frame that is nearest to a frame of the film."""
    return min(form.frames - 1, math.floor(Fraction(frame) * form.rate / rate + Fraction(1, 2)))


def followed(picture: Picture, form: Form) -> tuple[Following, ...]:
    """Every guide, as the model is shown it. Raises BadInput as `watched`."""
    return tuple(Following(one.kind, watched(one.clip, form, picture), one.strength) for one in picture.guides)


def holdings(clip: Clip, form: Form) -> tuple[Holding, ...]:
    """Every held picture at the model's frame. Raises BadInput as `conforming.given`."""
    shape = (clip.width, clip.height)
    found = {
        theirs(one.frame, form, clip.rate): Holding(
            conforming.given(one.picture, form, shape), theirs(one.frame, form, clip.rate), one.strength
        )
        for one in clip.held
    }
    return tuple(found[at] for at in sorted(found))


def tracked(clip: Clip, form: Form) -> tuple[Track, ...]:
    """Every track by the model's frames, its places in shares of the model's own picture."""
    left, top, right, bottom = form.box
    wide, high = (right - left) / form.width, (bottom - top) / form.height

    def put(one: Track) -> Track:
        points = [
            (theirs(at, form, clip.rate), left / form.width + across * wide, top / form.height + down * high)
            for at, across, down in one.points
        ]
        return replace(one, points=tuple(points), box=(one.box[0] * wide, one.box[1] * high) if one.box else None)

    return tuple(put(one) for one in clip.tracks)


def place(track: Track, frame: int) -> tuple[float, float]:
    """Where a track is at a frame: between its points in a straight line, before and after them where they end."""
    times: Sequence[int] = [at for at, _, _ in track.points]
    across = float(np.interp(frame, times, [one for _, one, _ in track.points]))
    return across, float(np.interp(frame, times, [one for _, _, one in track.points]))
