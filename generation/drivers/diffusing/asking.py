"""What a pipeline is called with: from what the shot has to the names of one pipeline's arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import PIL.Image


@dataclass(frozen=True)
class Asked:
    """What is wanted, in the model's own size, rate and number of frames; pictures are sRGB of exactly that size."""

    prompt: str
    negative: str
    width: int
    height: int
    frames: int  # 1 for a picture
    rate: Fraction  # frames a second of the model's clip
    first: PIL.Image.Image | None = None
    last: PIL.Image.Image | None = None
    references: Sequence[PIL.Image.Image] = field(default_factory=tuple)
    source: PIL.Image.Image | None = None
    mask: PIL.Image.Image | None = None  # white is made anew
    strength: float = 1.0  # 0…1: how much of the source is given up


Give = Callable[[Asked], dict[str, Any]]


def size(asked: Asked) -> dict[str, Any]:
    """A picture's width and height, in pixels."""
    return {"width": asked.width, "height": asked.height}


def clip(asked: Asked) -> dict[str, Any]:
    """A clip's size and number of frames."""
    return size(asked) | {"num_frames": asked.frames}


def timed(asked: Asked) -> dict[str, Any]:
    """A clip whose rate the model is told."""
    return clip(asked) | {"frame_rate": float(asked.rate)}


def starting(asked: Asked) -> dict[str, Any]:
    """A clip that starts from a picture."""
    return clip(asked) | {"image": asked.first}


def starting_only(asked: Asked) -> dict[str, Any]:
    """The same where the picture says the size."""
    return {"image": asked.first, "num_frames": asked.frames}


def between(asked: Asked) -> dict[str, Any]:
    """From one picture to another."""
    return starting(asked) | {"last_image": asked.last}


def stable_video(asked: Asked) -> dict[str, Any]:
    """Stable Video Diffusion knows no words; it is told how fast its frames go by."""
    return starting(asked) | {"fps": max(1, round(asked.rate)), "decode_chunk_size": 8}


def ltx(asked: Asked) -> dict[str, Any]:
    """LTX-Video: a picture at any frame, here at the first and the last."""
    from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

    given = [(asked.first, 0), (asked.last, asked.frames - 1)]
    return timed(asked) | {
        "conditions": [LTXVideoCondition(image=one, frame_index=at) for one, at in given if one is not None],
        "image_cond_noise_scale": 0.025,
    }


def ltx2(asked: Asked) -> dict[str, Any]:
    """LTX-2: the same, with its own kind of condition; -1 is its word for the last frame."""
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    given = [(asked.first, 0), (asked.last, -1)]
    return timed(asked) | {"conditions": [LTX2VideoCondition(frames=one, index=at) for one, at in given if one is not None]}


def vace(asked: Asked) -> dict[str, Any]:
    """Wan VACE: a clip that is grey where it is to be made, with a mask that is white there, and pictures of who and what."""
    shape = (asked.width, asked.height)
    grey, black, white = (PIL.Image.new("RGB", shape, (level,) * 3) for level in (128, 0, 255))
    video, mask = [grey] * asked.frames, [white] * asked.frames
    for picture, at in ((asked.first, 0), (asked.last, asked.frames - 1)):
        if picture is not None:
            video[at], mask[at] = picture, black
    references = [list(asked.references)] if asked.references else None
    return clip(asked) | {"video": video, "mask": mask, "reference_images": references}


def reworked(asked: Asked) -> dict[str, Any]:
    """A picture made from another; `strength` 1 keeps nothing of it."""
    return size(asked) | {"image": asked.source, "strength": asked.strength}


def reworked_unsized(asked: Asked) -> dict[str, Any]:
    """The same where the picture says the size."""
    return {"image": asked.source, "strength": asked.strength}


def filled(asked: Asked) -> dict[str, Any]:
    """A picture of which what the mask shows white is made anew."""
    return reworked(asked) | {"mask_image": asked.mask}


def shown(asked: Asked) -> dict[str, Any]:
    """A picture made by looking at others."""
    return size(asked) | {"image": list(asked.references)}


def shown_one(asked: Asked) -> dict[str, Any]:
    """A picture made by looking at one other."""
    shape = size(asked) | {"max_area": asked.width * asked.height}  # or it makes a megapixel of everything
    return shape | {"image": asked.references[0] if asked.references else None}


@dataclass(frozen=True)
class Way:
    """One pipeline of a family: what must be given (`needs`), what may be (`takes`), and how it is called."""

    pipeline: str
    give: Give
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()

    def serves(self, given: frozenset[str]) -> bool:
        """Does this pipeline use all that is given, and is all given that it needs?"""
        return self.needs <= given <= self.needs | self.takes


def way(pipeline: str, give: Give, needs: str = "", takes: str = "") -> Way:
    """A way, with what it needs and takes as words: first last references source mask."""
    return Way(pipeline, give, frozenset(needs.split()), frozenset(takes.split()))


Extra = Mapping[str, Any]
