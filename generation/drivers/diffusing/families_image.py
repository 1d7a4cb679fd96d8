"""Every family that makes pictures, one small declaration each."""

from __future__ import annotations

from generation.drivers.diffusing import asking
from generation.drivers.diffusing.asking import way
from generation.drivers.diffusing.families import Family

_XL = 1024 * 1024
_BOTH = ("en", "zh")
_NET = ("transformer",)
_FLUX = (
    way("FluxPipeline", asking.size),
    way("FluxImg2ImgPipeline", asking.reworked, "source", "strength"),
    way("FluxInpaintPipeline", asking.filled, "source mask", "strength"),
)

IMAGE: tuple[Family, ...] = (
    Family(
        "Stable Diffusion XL",
        ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"),
        (
            way("StableDiffusionXLPipeline", asking.size),
            way("StableDiffusionXLImg2ImgPipeline", asking.reworked_unsized, "source", "strength"),
            way("StableDiffusionXLInpaintPipeline", asking.filled, "source mask", "strength"),
        ),
        side=8, area=_XL, steps=(15, 30), guidance=6.0, adapters=("unet", "text_encoder", "text_encoder_2"), prompt="tags",
        batch=True,
    ),
    Family(
        "FLUX.1 schnell", ("FluxPipeline",), _FLUX,
        side=16, area=_XL, steps=(2, 4), guidance=0.0, negative=False, when={"transformer.guidance_embeds": False},
        extra={"max_sequence_length": 256}, adapters=("transformer", "text_encoder"), batch=True,
    ),
    Family(
        "FLUX.1", ("FluxPipeline",), _FLUX,
        side=16, area=_XL, steps=(14, 28), guidance=3.5, negative=False, adapters=("transformer", "text_encoder"), batch=True,
    ),
    Family(
        "FLUX.1 Kontext", ("FluxKontextPipeline",), (way("FluxKontextPipeline", asking.shown_one, takes="references"),),
        side=16, area=_XL, steps=(14, 28), guidance=2.5, negative=False, extra={"_auto_resize": False}, references=1,
        adapters=("transformer", "text_encoder"),
    ),
    Family(
        "FLUX.1 Fill", ("FluxFillPipeline",), (way("FluxFillPipeline", asking.filled, "source mask", "strength"),),
        side=16, area=_XL, steps=(20, 50), guidance=30.0, negative=False, adapters=("transformer", "text_encoder"),
    ),
    Family(
        "Qwen-Image", ("QwenImagePipeline",),
        (
            way("QwenImagePipeline", asking.size),
            way("QwenImageImg2ImgPipeline", asking.reworked, "source", "strength"),
            way("QwenImageInpaintPipeline", asking.filled, "source mask", "strength"),
        ),
        side=16, area=1664 * 928, steps=(20, 50), guidance=4.0, guide="true_cfg_scale", adapters=_NET, languages=_BOTH,
        batch=True,
    ),
    Family(
        "Qwen-Image Edit", ("QwenImageEditPlusPipeline",), (way("QwenImageEditPlusPipeline", asking.shown, "references"),),
        side=16, area=_XL, steps=(20, 40), guidance=4.0, guide="true_cfg_scale", references=3, adapters=_NET, languages=_BOTH,
    ),
    Family(
        "Z-Image Turbo", ("ZImagePipeline",),
        (
            way("ZImagePipeline", asking.size),
            way("ZImageImg2ImgPipeline", asking.reworked, "source", "strength"),
            way("ZImageInpaintPipeline", asking.filled, "source mask", "strength"),
        ),
        side=16, area=_XL, steps=(6, 9), guidance=0.0, negative=False, adapters=_NET, languages=_BOTH, batch=True,
    ),
)  # fmt: skip
