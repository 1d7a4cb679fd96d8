"""Models that somebody else runs, by the same protocols as those of this machine: sized, ordered, looked at, conformed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageOps

from generation.drivers import Clip, Picture, Pixels, Tell, taking
from generation.drivers.diffusing import conforming, judging
from generation.drivers.hosted_reading import Frames
from generation.hosted import listing, running
from generation.hosted.listing import Hosted
from generation.hosted.styles import Asked
from generation.operation import BadInput

_SHORT = Fraction(9, 10)  # of the frames that were wanted: a clip with fewer is not what was ordered


class HostedModel:
    """One entry of the list; an ImageGenerator or a VideoGenerator, as its capability says."""

    bytes = 0  # of this machine's memory

    def __init__(self, id: str) -> None:
        self._id = id

    @property
    def model(self) -> Hosted:
        """Its entry, as it is now: a price may have changed since it was opened."""
        return listing.model(self._id)

    def image(self, picture: Picture, tell: Tell) -> Pixels:
        """One picture (height, width, 3) of exactly the size asked for, ordered once.

        Raises:
            BadInput: PROMPT_EMPTY, MODEL_CANNOT, PICTURE_UNREADABLE, PICTURE_TOO_LARGE, and what `running.obtain` raises.
        """
        if self.model.moves:
            raise BadInput(f"{self.model.title} makes clips, not pictures. Choose another model.", "MODEL_CANNOT")
        asked = self._asked(picture, 1)
        amount = self.model.cost(picture.width, picture.height, 1, Fraction(24), picture.quality)
        file = running.obtain(self.model, asked, amount, tell)
        with PIL.Image.open(file, formats=("PNG", "JPEG", "WEBP", "TIFF", "BMP")) as opened:
            made = np.asarray(PIL.ImageOps.exif_transpose(opened).convert("RGB"))
        judging.judged(made[None].astype(np.float32) / 255, self.model.title, picture.seed)
        high, wide = made.shape[:2]
        form = conforming.sized(picture.width, picture.height, 1, wide * high, (wide, high))
        return conforming.fitted(made, form, picture.width, picture.height)

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]:
        """Exactly `clip.frames` frames (height, width, 3) at `clip.rate`, of exactly its size, ordered once.

        Raises:
            BadInput: as `image` does, FRAMES_TOO_MANY, HOSTED_SHORT.
        """
        if not self.model.moves:
            raise BadInput(f"{self.model.title} makes pictures, not clips. Choose another model.", "MODEL_CANNOT")
        frames = self.model.frames(clip.frames, clip.rate)
        asked = self._asked(clip, frames)
        amount = self.model.cost(clip.width, clip.height, clip.frames, clip.rate, clip.quality)
        file = running.obtain(self.model, asked, amount, tell)
        made: Any = Frames(file, clip.width, clip.height)
        wanted = int(Fraction(clip.frames - 1) * made.rate / clip.rate) + 1
        if len(made) < wanted * _SHORT:
            raise BadInput(
                f"{self.model.title} delivered {len(made)} of the {wanted} frames that the shot needs. Shorten the shot, or "
                "choose another model.",
                "HOSTED_SHORT",
            )
        whole = (0, 0, clip.width, clip.height)
        form = conforming.Form(clip.width, clip.height, whole, frames=len(made), rate=made.rate)
        yield from conforming.brought_back(made, form, clip.width, clip.height, clip.frames, clip.rate)

    def _asked(self, picture: Picture, frames: int) -> Asked:
        model, takes = self.model, set(self.model.takes)
        taking.refuse(model.title, takes, picture)
        if lacking := taking.ordered(set(model.needs) - taking.given(picture)):
            raise BadInput(f"{model.title} needs {taking.said(lacking)}. Give it, or choose another model.", "MODEL_CANNOT")
        if picture.alpha:
            raise BadInput(f"{model.title} makes no transparency. Cut the thing out of its picture.", "MODEL_CANNOT")
        wide, high = model.size(picture.width, picture.height)
        form = conforming.sized(picture.width, picture.height, 1, wide * high, (wide, high))
        shape = (picture.width, picture.height)
        pictures: dict[str, Any] = {}
        for name in ("first", "last", "source", "mask"):
            if name in takes and (path := getattr(picture, name, None)) is not None:
                pictures[name] = _png(conforming.given(path, form, shape))
        if "references" in takes:
            most = model.references or 1
            pictures["references"] = tuple(_png(conforming.looked_at(one, form)) for one in picture.references[:most])
        prompt = " ".join(picture.prompt.split())
        if not prompt and not pictures:
            raise BadInput("There is nothing to draw: write what is seen.", "PROMPT_EMPTY")
        return Asked(
            prompt, " ".join(picture.negative.split()) if "negative" in takes else "", picture.seed, wide, high, frames,
            picture.quality if model.draft is not None else "final", picture.steps if "steps" in takes else 0,
            picture.guidance if "guidance" in takes else None,
            picture.strength if "strength" in takes and picture.source is not None else None, **pictures,
        )  # fmt: skip


def _png(picture: PIL.Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def load(folder: Path) -> HostedModel:
    """The driver of the entry whose id is the folder's name. Raises BadInput (CHECKPOINT_UNKNOWN, HOSTED_LIST)."""
    return HostedModel(listing.model(folder.name).id)
