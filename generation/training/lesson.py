"""What is learnt from: pictures cropped to the sizes that a model knows, and the words that belong to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageOps

from generation.drivers.diffusing import conforming
from generation.operation import BadInput

LEAST = 64  # pixels of a picture's shorter side
_PIXELS = 64_000_000
_NARROW = 2.0  # how much longer than high (or higher than long) a picture is shown at most


@dataclass(frozen=True)
class Lesson:
    """One training. `captions` belong to the pictures, in order; `plain` is what they show without the trigger."""

    pictures: Sequence[Path]
    captions: Sequence[str]
    plain: str
    trigger: str
    rank: int
    steps: int
    rate: float  # of learning
    seed: int
    area: int  # pixels of a picture, at most; 0: what the model was trained on
    prior: float  # 0…1: how firmly what the trigger does not call up stays as it was
    mirror: bool = False  # each picture also the other way round
    previews: int = 8  # how often in all an unfinished result is drawn
    note: dict[str, str] = field(default_factory=dict)  # further words for the file's own description


def shaped(path: Path, side: int, area: int) -> np.ndarray[Any, Any]:
    """A picture (height, width, 3), float32 in −1…1, in multiples of `side`, of `area` pixels at most, cropped in the middle.

    Its shape is kept as far as the multiples allow; what is longer than twice its width is cut.

    Raises:
        BadInput: PICTURE_UNREADABLE, PICTURE_TOO_LARGE, PICTURE_TOO_SMALL.
    """
    try:
        with PIL.Image.open(path) as opened:
            if opened.width * opened.height > _PIXELS:
                raise BadInput(f"A picture of {opened.width}×{opened.height} is larger than 64 megapixels.", "PICTURE_TOO_LARGE")
            picture = PIL.ImageOps.exif_transpose(opened)
            if "A" in picture.getbands() or "transparency" in picture.info:
                whole = PIL.Image.new("RGBA", picture.size, "white")
                whole.alpha_composite(picture.convert("RGBA"))
                picture = whole
            picture = picture.convert("RGB")
    except PIL.Image.DecompressionBombError as problem:
        raise BadInput(f"{path.name} is larger than 64 megapixels.", "PICTURE_TOO_LARGE") from problem
    except OSError as problem:
        raise BadInput(f"{path.name} cannot be read ({problem}).", "PICTURE_UNREADABLE") from problem
    if min(picture.size) < LEAST:
        raise BadInput(
            f"A picture of {picture.width}×{picture.height} is too small to learn from: {LEAST} pixels is the least of a side.",
            "PICTURE_TOO_SMALL",
        )
    wide, high = picture.size
    wide, high = min(wide, round(high * _NARROW)), min(high, round(wide * _NARROW))
    form = conforming.sized(wide, high, side, area)
    fitted = PIL.ImageOps.fit(picture, (form.width, form.height), PIL.Image.Resampling.LANCZOS)
    return np.asarray(fitted, np.float32) / 127.5 - 1


def checked(lesson: Lesson) -> Lesson:
    """The lesson, if something can be learnt from it.

    Raises:
        BadInput: TRAINING_PICTURES, TRIGGER_MISSING.
    """
    if len(lesson.pictures) < 3:
        raise BadInput(
            f"{len(lesson.pictures)} pictures are too few to learn from. Give three at least; ten to thirty, in different light "
            "and poses, are better.",
            "TRAINING_PICTURES",
        )
    if not lesson.trigger.strip():
        raise BadInput("Say the word that will call up what is learnt, one that means nothing else.", "TRIGGER_MISSING")
    return lesson
