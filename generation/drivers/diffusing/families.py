"""Every family of diffusion models, one small declaration each: pipelines, what they take, sizes, frames, steps, precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from generation.drivers.diffusing import asking
from generation.drivers.diffusing.asking import Way, way


@dataclass(frozen=True)
class Family:
    """One kind of model. A folder belongs to the first family whose `marks` name its pipeline and whose `when` holds."""

    name: str
    marks: tuple[str, ...]  # the pipeline classes that a folder's model_index.json may name
    ways: tuple[Way, ...]  # the first that serves what is given is taken
    side: int  # width and height are multiples of this, in pixels
    area: int  # pixels of a picture, at most: what it was trained on
    steps: tuple[int, int]  # draft, final
    guidance: float | None  # None: it takes none
    guide: str = "guidance_scale"
    negative: bool = True
    words: bool = True  # whether it reads words
    stride: int = 0  # a clip has stride·n + 1 frames; 0: a picture
    longest: int = 1  # frames of a clip, at most
    rate: Fraction | None = None  # frames a second that it makes; None: it is told
    fixed: bool = False  # its size is the one in its configuration
    when: Mapping[str, Any] = field(default_factory=dict)  # "transformer.guidance_embeds": what the configuration must say
    precise: tuple[str, ...] = ()  # parts that stay in float32
    extra: Mapping[str, Any] = field(default_factory=dict)  # further arguments of every call
    draft: Fraction = Fraction(1, 2)  # of `area`, in a draft

    @property
    def moves(self) -> bool:
        """Does it make clips?"""
        return self.stride > 0

    @property
    def takes(self) -> frozenset[str]:
        """What it can be given besides words: first, last, references, source, mask."""
        return frozenset[str]().union(*(one.needs | one.takes for one in self.ways))


_WAN_IMAGE = "WanImageToVideoPipeline"
_HD, _SD = 1280 * 720, 832 * 480
_XL = 1024 * 1024

FAMILIES: tuple[Family, ...] = (
    Family(
        "Wan 2.2 5B", ("WanPipeline", _WAN_IMAGE),
        (way("WanPipeline", asking.clip), way(_WAN_IMAGE, asking.starting, "first")),
        side=32, area=1280 * 704, steps=(20, 50), guidance=5.0, stride=4, longest=121, rate=Fraction(24),
        when={"expand_timesteps": True}, precise=("vae",),
    ),
    Family(
        "Wan", ("WanPipeline",), (way("WanPipeline", asking.clip),),
        side=16, area=_SD, steps=(20, 50), guidance=5.0, stride=4, longest=81, rate=Fraction(16), precise=("vae",),
    ),
    Family(
        "Wan image to video", (_WAN_IMAGE,),
        (way(_WAN_IMAGE, asking.starting, "first"), way(_WAN_IMAGE, asking.between, "first last")),
        side=16, area=_HD, steps=(20, 40), guidance=5.0, stride=4, longest=81, rate=Fraction(16),
        precise=("vae", "image_encoder"),
    ),
    Family(
        "Wan VACE", ("WanVACEPipeline",), (way("WanVACEPipeline", asking.vace, takes="first last references"),),
        side=16, area=_SD, steps=(20, 50), guidance=5.0, stride=4, longest=81, rate=Fraction(16), precise=("vae",),
    ),
    Family(
        "LTX-Video", ("LTXPipeline", "LTXImageToVideoPipeline", "LTXConditionPipeline"),
        (way("LTXPipeline", asking.timed), way("LTXConditionPipeline", asking.ltx, takes="first last")),
        side=32, area=1216 * 704, steps=(20, 40), guidance=3.0, stride=8, longest=257,
        extra={"decode_timestep": 0.05, "decode_noise_scale": 0.025},
    ),
    Family(
        "LTX-2", ("LTX2Pipeline", "LTX2ImageToVideoPipeline", "LTX2ConditionPipeline"),
        (way("LTX2Pipeline", asking.timed), way("LTX2ConditionPipeline", asking.ltx2, takes="first last")),
        side=32, area=_HD, steps=(15, 30), guidance=3.0, stride=8, longest=481,
    ),
    Family(
        "HunyuanVideo 1.5", ("HunyuanVideo15Pipeline",), (way("HunyuanVideo15Pipeline", asking.clip),),
        side=16, area=_SD, steps=(20, 50), guidance=None, stride=4, longest=121, rate=Fraction(24),
    ),
    Family(
        "HunyuanVideo 1.5 image to video", ("HunyuanVideo15ImageToVideoPipeline",),
        (way("HunyuanVideo15ImageToVideoPipeline", asking.starting_only, "first"),),
        side=16, area=_SD, steps=(20, 50), guidance=None, stride=4, longest=121, rate=Fraction(24),
    ),
    Family(
        "HunyuanVideo", ("HunyuanVideoPipeline",), (way("HunyuanVideoPipeline", asking.clip),),
        side=16, area=_HD, steps=(20, 50), guidance=6.0, negative=False, stride=4, longest=129, rate=Fraction(24),
    ),
    Family(
        "HunyuanVideo image to video", ("HunyuanVideoImageToVideoPipeline",),
        (way("HunyuanVideoImageToVideoPipeline", asking.starting, "first"),),
        side=16, area=_HD, steps=(20, 50), guidance=6.0, negative=False, stride=4, longest=129, rate=Fraction(24),
    ),
    Family(
        "CogVideoX", ("CogVideoXPipeline",), (way("CogVideoXPipeline", asking.clip),),
        side=16, area=720 * 480, steps=(20, 50), guidance=6.0, stride=4, longest=49, rate=Fraction(8), fixed=True,
    ),
    Family(
        "CogVideoX image to video", ("CogVideoXImageToVideoPipeline",),
        (way("CogVideoXImageToVideoPipeline", asking.starting, "first"),),
        side=16, area=720 * 480, steps=(20, 50), guidance=6.0, stride=4, longest=49, rate=Fraction(8), fixed=True,
    ),
    Family(
        "Stable Video Diffusion", ("StableVideoDiffusionPipeline",),
        (way("StableVideoDiffusionPipeline", asking.stable_video, "first"),),
        side=64, area=1024 * 576, steps=(12, 25), guidance=3.0, guide="max_guidance_scale", negative=False, words=False,
        stride=1, longest=25, rate=Fraction(7),
    ),
    Family(
        "AnimateDiff", ("AnimateDiffPipeline",), (way("AnimateDiffPipeline", asking.clip),),
        side=8, area=512 * 512, steps=(12, 25), guidance=7.5, stride=1, longest=32, rate=Fraction(8),
    ),
    Family(
        "Stable Diffusion XL",
        ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"),
        (
            way("StableDiffusionXLPipeline", asking.size),
            way("StableDiffusionXLImg2ImgPipeline", asking.reworked_unsized, "source"),
            way("StableDiffusionXLInpaintPipeline", asking.filled, "source mask"),
        ),
        side=8, area=_XL, steps=(15, 30), guidance=6.0,
    ),
    Family(
        "FLUX.1 schnell", ("FluxPipeline",),
        (
            way("FluxPipeline", asking.size),
            way("FluxImg2ImgPipeline", asking.reworked, "source"),
            way("FluxInpaintPipeline", asking.filled, "source mask"),
        ),
        side=16, area=_XL, steps=(2, 4), guidance=0.0, negative=False, when={"transformer.guidance_embeds": False},
        extra={"max_sequence_length": 256},
    ),
    Family(
        "FLUX.1", ("FluxPipeline",),
        (
            way("FluxPipeline", asking.size),
            way("FluxImg2ImgPipeline", asking.reworked, "source"),
            way("FluxInpaintPipeline", asking.filled, "source mask"),
        ),
        side=16, area=_XL, steps=(14, 28), guidance=3.5, negative=False,
    ),
    Family(
        "FLUX.1 Kontext", ("FluxKontextPipeline",), (way("FluxKontextPipeline", asking.shown_one, takes="references"),),
        side=16, area=_XL, steps=(14, 28), guidance=2.5, negative=False, extra={"_auto_resize": False},
    ),
    Family(
        "FLUX.1 Fill", ("FluxFillPipeline",), (way("FluxFillPipeline", asking.filled, "source mask"),),
        side=16, area=_XL, steps=(20, 50), guidance=30.0, negative=False,
    ),
    Family(
        "Qwen-Image", ("QwenImagePipeline",),
        (
            way("QwenImagePipeline", asking.size),
            way("QwenImageImg2ImgPipeline", asking.reworked, "source"),
            way("QwenImageInpaintPipeline", asking.filled, "source mask"),
        ),
        side=16, area=1664 * 928, steps=(20, 50), guidance=4.0, guide="true_cfg_scale",
    ),
    Family(
        "Qwen-Image Edit", ("QwenImageEditPlusPipeline",), (way("QwenImageEditPlusPipeline", asking.shown, "references"),),
        side=16, area=_XL, steps=(20, 40), guidance=4.0, guide="true_cfg_scale",
    ),
    Family(
        "Z-Image Turbo", ("ZImagePipeline",), (way("ZImagePipeline", asking.size),),
        side=16, area=_XL, steps=(6, 9), guidance=0.0, negative=False,
    ),
)  # fmt: skip
