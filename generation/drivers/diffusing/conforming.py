"""From the film's size, rate and frames to what a model can make, and back exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image

from generation.drivers import Pixels
from generation.operation import BadInput

_PIXELS = 64_000_000  # of a picture that is looked at, at most


@dataclass(frozen=True)
class Form:
    """What a model is asked for: its size, and the box in its middle that is the film's picture; its frames at its rate."""

    width: int
    height: int
    box: tuple[int, int, int, int]  # left, top, right, bottom, in pixels of the model's picture
    frames: int = 1
    rate: Fraction = Fraction(24)


def sized(width: int, height: int, side: int, area: int, fixed: tuple[int, int] | None = None) -> Form:
    """The model's size for a film's: as large as the film or as `area` allows, in multiples of `side`, the shape kept within."""
    if fixed is None:
        scale = min(1.0, math.sqrt(area / (width * height)))
        wide, high = (max(side, math.ceil(one * scale / side - 1e-9) * side) for one in (width, height))
        while wide * high > area and max(wide, high) > side:  # rounding up may have gone over what it was trained on
            if high == side or (wide > side and wide * height >= high * width):
                wide -= side
            else:
                high -= side
    else:
        wide, high = fixed
    scale = min(wide / width, high / height)
    inner_wide, inner_high = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (wide - inner_wide) // 2, (high - inner_high) // 2
    return Form(wide, high, (left, top, left + inner_wide, top + inner_high))


def counted(frames: int, rate: Fraction, stride: int, made: Fraction | None) -> tuple[int, Fraction]:
    """How many frames, and at which rate, the model makes so that `frames` at `rate` can be shown: stride·n + 1 of them."""
    theirs = rate if made is None else made
    last = math.ceil(Fraction(frames - 1) * theirs / rate)
    return math.ceil(Fraction(last, stride)) * stride + 1, theirs


def given(path: Path, form: Form, shape: tuple[int, int]) -> PIL.Image.Image:
    """A picture that fills the film's frame (`shape`: width, height), at the model's size; where that is more, its rim goes on.

    Raises:
        BadInput: PICTURE_UNREADABLE, PICTURE_TOO_LARGE.
    """
    try:
        with PIL.Image.open(path) as opened:
            if opened.width * opened.height > _PIXELS:
                raise _large(path, f"{opened.width}×{opened.height}")
            picture = opened.convert("RGB")
    except PIL.Image.DecompressionBombError as problem:
        raise _large(path, "far") from problem
    except OSError as problem:
        raise BadInput(f"{path.name} cannot be read ({problem}).", "PICTURE_UNREADABLE") from problem
    return filling(picture, form, shape)


def filling(picture: PIL.Image.Image, form: Form, shape: tuple[int, int]) -> PIL.Image.Image:
    """The same of a picture that is read already, RGB."""
    left, top, right, bottom = form.box
    scale = max(shape[0] / picture.width, shape[1] / picture.height)
    wide, high = shape[0] / scale, shape[1] / scale
    at, down = (picture.width - wide) / 2, (picture.height - high) / 2
    inner = picture.resize((right - left, bottom - top), PIL.Image.Resampling.LANCZOS, box=(at, down, at + wide, down + high))
    whole = cv2.copyMakeBorder(
        np.asarray(inner), top, form.height - bottom, left, form.width - right, cv2.BORDER_REPLICATE
    )  # fmt: skip
    return PIL.Image.fromarray(whole)


def _large(path: Path, size: str) -> BadInput:
    said = f"{path.name} is larger than 64 megapixels" if size == "far" else f"A picture of {size} is larger than 64 megapixels"
    return BadInput(f"{said}. Make it smaller.", "PICTURE_TOO_LARGE")


def looked_at(path: Path, form: Form) -> PIL.Image.Image:
    """A reference, whole, within the model's size, on white: what lies beside a person must not be cut off.

    Raises:
        BadInput: as `given`.
    """
    shape = _shape(path)
    scale = min(form.width / shape[0], form.height / shape[1])
    wide, high = max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))
    inner = given(path, Form(wide, high, (0, 0, wide, high)), shape)
    whole = PIL.Image.new("RGB", (form.width, form.height), "white")
    whole.paste(inner, ((form.width - wide) // 2, (form.height - high) // 2))
    return whole


def _shape(path: Path) -> tuple[int, int]:
    try:
        with PIL.Image.open(path) as opened:
            return int(opened.width), int(opened.height)
    except PIL.Image.DecompressionBombError as problem:
        raise _large(path, "far") from problem
    except OSError as problem:
        raise BadInput(f"{path.name} cannot be read ({problem}).", "PICTURE_UNREADABLE") from problem


def as_asked(made: Pixels, form: Form) -> Pixels:
    """Frames of the form's size, also from a pipeline that chose another one by itself."""
    if made.shape[1:3] == (form.height, form.width):
        return made
    return np.stack([cv2.resize(one, (form.width, form.height), interpolation=cv2.INTER_LANCZOS4) for one in made])


def brought_back(made: Pixels, form: Form, width: int, height: int, frames: int, rate: Fraction) -> Iterator[Pixels]:
    """Exactly `frames` frames of `width`×`height` at `rate`, from the model's (frames, height, width, 3).

    What lies between two of the model's frames is carried there along the optical flow.
    """
    for at in range(frames):
        place = min(Fraction(at) * form.rate / rate, Fraction(len(made) - 1))
        before = math.floor(place)
        share = float(place - before)
        frame = made[before] if share == 0 else between(made[before], made[before + 1], share)
        yield fitted(frame, form, width, height)


def fitted(frame: Pixels, form: Form, width: int, height: int) -> Pixels:
    """The film's picture out of the model's."""
    left, top, right, bottom = form.box
    inner = frame[top:bottom, left:right]
    if inner.shape[:2] == (height, width):
        return np.ascontiguousarray(inner)
    return np.asarray(PIL.Image.fromarray(np.ascontiguousarray(inner)).resize((width, height), PIL.Image.Resampling.LANCZOS))


def between(before: Pixels, after: Pixels, share: float) -> Pixels:
    """The frame that lies `share` (0…1) of the way from one to the next: both carried there along the flow, and mixed."""
    grey = [cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in (before, after)]
    if min(grey[0].shape) < 16:  # too small for flow
        return _mixed(before, after, share)
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    still = np.zeros((*grey[0].shape, 2), np.float32)
    there, back = flow.calc(grey[0], grey[1], still.copy()), flow.calc(grey[1], grey[0], still.copy())
    rows, columns = np.indices(grey[0].shape, np.float32)
    carried = [
        cv2.remap(one, columns + way[..., 0] * part, rows + way[..., 1] * part, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for one, way, part in ((before, back, share), (after, there, 1 - share))
    ]
    return _mixed(carried[0], carried[1], share)


def _mixed(before: Any, after: Any, share: float) -> Pixels:
    return np.asarray(cv2.addWeighted(before, 1 - share, after, share, 0), np.uint8)
