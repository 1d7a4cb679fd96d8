"""What a pipeline is called with: from what the shot has to the names of one pipeline's arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import PIL.Image

from generation.drivers import Track
from generation.drivers.taking import GUIDES

_LTX2_STRIDE = 8  # frames of a clip in one of its latent frames


@dataclass(frozen=True)
class Following:
    """A guide as the model is shown it: one picture for each of its frames."""

    kind: str  # depth | pose | edges
    frames: Sequence[PIL.Image.Image]
    strength: float


@dataclass(frozen=True)
class Holding:
    """A picture that one of the model's frames shows, how firmly 0…1."""

    picture: PIL.Image.Image
    frame: int
    strength: float = 1.0


@dataclass(frozen=True)
class Asked:
    """What is wanted, in the model's own size, rate and number of frames; pictures are sRGB of exactly that size.

    `source`, `mask` and the frames of a guide are as many as `frames`: one for a picture.
    """

    prompt: str
    negative: str
    width: int
    height: int
    frames: int  # 1 for a picture
    rate: Fraction  # frames a second of the model's clip
    first: PIL.Image.Image | None = None
    last: PIL.Image.Image | None = None
    references: Sequence[PIL.Image.Image] = field(default_factory=tuple)
    source: Sequence[PIL.Image.Image] = field(default_factory=tuple)
    mask: Sequence[PIL.Image.Image] = field(default_factory=tuple)  # white is made anew
    strength: float = 1.0  # 0…1: how much of the source is given up
    guides: Sequence[Following] = field(default_factory=tuple)
    held: Sequence[Holding] = field(default_factory=tuple)
    tracks: Sequence[Track] = field(default_factory=tuple)  # by the model's frames
    movement: str = ""  # the camera's move, where a way steers it

    def given(self) -> frozenset[str]:
        """What there is besides words, as ways name it."""
        names = ("first", "last", "references", "source", "mask", "held")
        found = {name for name in names if getattr(self, name)} | {f"guide.{one.kind}" for one in self.guides}
        return frozenset(found | {"boxes" if one.box else "tracks" for one in self.tracks})

    def pictures(self) -> list[Holding]:
        """Every picture that the clip must show, by frame: the first, those held, the last."""
        ends = ((self.first, 0), (self.last, self.frames - 1))
        found = {at: Holding(one, at) for one, at in ends if one is not None}
        return sorted(({one.frame: one for one in self.held} | found).values(), key=lambda one: one.frame)


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
    """LTX-Video: a picture at any frame, and a clip that is kept as far as it is not given up (it is denoised from there)."""
    from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

    given = [LTXVideoCondition(image=one.picture, frame_index=one.frame, strength=one.strength) for one in asked.pictures()]
    if asked.source:
        given.insert(0, LTXVideoCondition(video=list(asked.source), frame_index=0, strength=1 - asked.strength))
    return timed(asked) | {"conditions": given, "image_cond_noise_scale": 0.025}


def ltx2(asked: Asked) -> dict[str, Any]:
    """LTX-2: the same, with its own kind of condition, which is said in latent frames; -1 is its word for the last."""
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    def at(frame: int) -> int:  # the n-th latent frame begins at 8·(n − 1) + 1, the first at 0
        if frame == asked.frames - 1:
            return -1
        return 0 if frame == 0 else min(1 + round((frame - 1) / _LTX2_STRIDE), (asked.frames - 1) // _LTX2_STRIDE)

    given = [LTX2VideoCondition(frames=one.picture, index=at(one.frame), strength=one.strength) for one in asked.pictures()]
    if asked.source:
        given.insert(0, LTX2VideoCondition(frames=list(asked.source), index=0, strength=1 - asked.strength))
    return timed(asked) | {"conditions": given}


def vace(asked: Asked) -> dict[str, Any]:
    """Wan VACE: a clip with a mask, white where it is made anew, and pictures of who and what.

    Where it is made anew the clip shows the guide, or boxes on their ways, or grey; elsewhere the source, and the pictures at
    their frames.
    """
    from generation.drivers.diffusing.steering import layout

    shape = (asked.width, asked.height)
    grey, black, white = (PIL.Image.new("RGB", shape, (level,) * 3) for level in (128, 0, 255))
    guide = asked.guides[0] if asked.guides else None
    video = list(guide.frames) if guide else layout(asked) if asked.tracks else [grey] * asked.frames
    mask = list(asked.mask) if asked.mask else [white] * asked.frames
    if asked.source:
        video = [
            PIL.Image.composite(anew, kept, white_at.convert("L").point(lambda level: 255 if level > 127 else 0))
            for anew, kept, white_at in zip(video, asked.source, mask, strict=True)
        ]
    for one in asked.pictures():
        video[one.frame], mask[one.frame] = one.picture, black
    references = [list(asked.references)] if asked.references else None
    said = {"video": video, "mask": mask, "reference_images": references}
    return clip(asked) | said | ({"conditioning_scale": guide.strength} if guide else {})


def refilmed(asked: Asked) -> dict[str, Any]:
    """A clip made from another, as far as it is given up."""
    return size(asked) | {"video": list(asked.source), "strength": asked.strength}


def animated(asked: Asked) -> dict[str, Any]:
    """Wan Animate: the person of a picture moves as the figures of a guide; with a masked clip, in that one's place.

    The face of whoever acts is cut out of the clip where there is one; without it the model's own blank stands for it.
    """
    from generation.drivers.diffusing.acting import faces

    said = size(asked) | {"image": asked.first, "pose_video": list(asked.guides[0].frames), "segment_frame_length": asked.frames}
    said["face_video"] = faces(asked.source, asked.frames)
    if asked.mask:
        said |= {"mode": "replace", "background_video": list(asked.source), "mask_video": list(asked.mask)}
    return said


def reworked(asked: Asked) -> dict[str, Any]:
    """A picture made from another; `strength` 1 keeps nothing of it."""
    return size(asked) | {"image": asked.source[0], "strength": asked.strength}


def reworked_unsized(asked: Asked) -> dict[str, Any]:
    """The same where the picture says the size."""
    return {"image": asked.source[0], "strength": asked.strength}


def filled(asked: Asked) -> dict[str, Any]:
    """A picture of which what the mask shows white is made anew."""
    return reworked(asked) | {"mask_image": asked.mask[0]}


def looking(give: Give) -> Give:
    """The same, where the network looks at pictures by an adapter of its own."""

    def asked_looking(asked: Asked) -> dict[str, Any]:
        return give(asked) | ({"ip_adapter_image": [list(asked.references)]} if asked.references else {})

    return asked_looking


def led(give: Give, name: str = "control_image") -> Give:
    """The same, led by what the guides show; several have a network each."""

    def asked_led(asked: Asked) -> dict[str, Any]:
        shown, strengths = [one.frames[0] for one in asked.guides], [float(one.strength) for one in asked.guides]
        many = len(shown) > 1
        said = {name: shown if many else shown[0], "controlnet_conditioning_scale": strengths if many else strengths[0]}
        return give(asked) | said

    return asked_led


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
    one_of: frozenset[str] = frozenset()  # at least one of these is needed, when there are any

    def serves(self, given: frozenset[str]) -> bool:
        """Does this pipeline use all that is given, and is all given that it needs?"""
        return self.needs <= given <= self.needs | self.takes | self.one_of and (not self.one_of or bool(self.one_of & given))


def way(pipeline: str, give: Give, needs: str = "", takes: str = "", one_of: str = "") -> Way:
    """A way, with what it needs and takes in the words of `drivers.taking`; `guides` stands for all three kinds."""
    return Way(pipeline, give, _words(needs), _words(takes), _words(one_of))


def _words(said: str) -> frozenset[str]:
    return frozenset(said.replace("guides", " ".join(GUIDES)).split())


Extra = Mapping[str, Any]
