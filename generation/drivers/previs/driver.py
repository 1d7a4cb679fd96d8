"""The embedded generator behind `image.generate` and `video.generate`: words or a stage in, drawn frames out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from generation.drivers import Clip, Picture, Pixels, Tell, taking
from generation.drivers.previs import onward, pictures
from generation.drivers.previs.reading import stage_from_words
from generation.drivers.previs.render import Renderer
from generation.drivers.previs.stage import Mouth, Stage
from generation.operation import BadInput

TAKES = ("words", "seed", "draft", "first", "last", "camera", "stage", "speech")


class Previs:
    """An ImageGenerator and a VideoGenerator. Deterministic: the same request gives the same bytes on the same machine."""

    takes = frozenset(TAKES)
    onward = onward  # how it goes on from moving pictures, and leads from one into another

    @staticmethod
    def most(rate: Fraction) -> int | None:
        """How many frames at this rate it makes in one go: as many as are asked for."""
        return None

    def image(self, picture: Picture, tell: Tell) -> Pixels:
        """One moment of the stage: `picture.frame` of `picture.frames` where the request says so, else its first.

        Raises:
            BadInput: STAGE_INVALID when the stage is not one, or names a picture or font that is not installed; MODEL_CANNOT for
                guides, adapters and whatever else it does not take.
        """
        taking.refuse("The embedded generator", TAKES, picture)
        tell(0.0, "building the set")
        frames = picture.frames if isinstance(picture, Clip) else 1
        renderer = self._renderer(picture, frames, Fraction(24))
        tell(0.6, "drawing")
        frame = renderer.frame(frames - 1 if isinstance(picture, Clip) else 0)
        tell(1.0, "drawn")
        return frame

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]:
        """Exactly `clip.frames` frames, in order; progress after each. Given pictures, it moves over those instead of a stage.

        Raises:
            BadInput: as `image`; PICTURE_UNREADABLE.
        """
        taking.refuse("The embedded generator", TAKES, clip)
        if clip.first is not None or clip.last is not None:
            yield from pictures.video(clip, tell)
            return
        tell(0.0, "building the set")
        renderer = self._renderer(clip, clip.frames, clip.rate)
        for n in range(clip.frames):
            frame = renderer.frame(n)
            tell((n + 1) / clip.frames, f"frame {n + 1} of {clip.frames}")
            yield frame

    def _renderer(self, picture: Picture, frames: int, rate: Fraction) -> Renderer:
        stage = self.stage(picture)
        mouths = [Mouth.model_validate(mouth) for mouth in picture.mouths] if isinstance(picture, Clip) else []
        return Renderer(
            stage, picture.width, picture.height, frames, rate, mouths, quality=picture.quality, alpha=picture.alpha
        )  # fmt: skip

    @staticmethod
    def stage(picture: Picture) -> Stage:
        """The stage that is drawn: the one given, or one read from the prompt."""
        if not picture.stage:
            return stage_from_words(picture.prompt, seed=picture.seed)
        return read_stage(picture.stage)


def read_stage(data: Any) -> Stage:
    """A stage from its JSON.

    Raises:
        BadInput: STAGE_INVALID, naming each wrong field.
    """
    try:
        return Stage.model_validate(data)
    except ValidationError as problem:
        words = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'stage'}: {e['msg']}" for e in problem.errors()[:5])
        raise BadInput(f"This is not a stage: {words}. Compose it again, or correct those fields.", "STAGE_INVALID") from problem


def load(folder: Path | None = None) -> Previs:
    """The driver; it needs no files of its own, `folder` is not read."""
    return Previs()


def opaque(pixels: Pixels) -> Pixels:
    """The colours of a picture, without its alpha."""
    return np.ascontiguousarray(pixels[..., :3])
