"""Every family that makes pictures, one small declaration each."""

from __future__ import annotations

from generation.drivers.diffusing import asking
from generation.drivers.diffusing.asking import led, looking, way
from generation.drivers.diffusing.families import LOOKS, Family

_XL = 1024 * 1024
_BOTH = ("en", "zh")
_NET = ("transformer",)


def _parts(kind: str) -> dict[str, tuple[str, str]]:
    """A network for each kind of guide, in a folder of its own beside the others."""
    return {f"guide.{one}": (f"guide_{one}", kind) for one in ("depth", "pose", "edges")}


_FLUX = (
    way("FluxPipeline", asking.size),
    way("FluxImg2ImgPipeline", asking.reworked, "source", "strength"),
    way("FluxInpaintPipeline", asking.filled, "source mask", "strength"),
    way("FluxControlNetPipeline", led(asking.size), one_of="guides"),
    way("FluxControlNetImg2ImgPipeline", led(asking.reworked), "source", "strength", "guides"),
    way("FluxControlNetInpaintPipeline", led(asking.filled), "source mask", "strength", "guides"),
)

IMAGE: tuple[Family, ...] = (
    Family(
        "Stable Diffusion XL",
        ("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline"),
        (
            way("StableDiffusionXLPipeline", looking(asking.size), takes="references"),
            way("StableDiffusionXLImg2ImgPipeline", looking(asking.reworked_unsized), "source", "strength references"),
            way("StableDiffusionXLInpaintPipeline", looking(asking.filled), "source mask", "strength references"),
            way("StableDiffusionXLControlNetPipeline", looking(led(asking.size, "image")), "", "references", "guides"),
            way("StableDiffusionXLControlNetImg2ImgPipeline", looking(led(asking.reworked)), "source",
                "strength references", "guides"),
            way("StableDiffusionXLControlNetInpaintPipeline", looking(led(asking.filled)), "source mask",
                "strength references", "guides"),
        ),
        side=8, area=_XL, steps=(15, 30), guidance=6.0, adapters=("unet", "text_encoder", "text_encoder_2"), prompt="tags",
        references=4, guides=3, parts=_parts("ControlNetModel") | {"references": ("references", LOOKS)},
    ),
    Family(
        "FLUX.1 schnell", ("FluxPipeline",), _FLUX,
        side=16, area=_XL, steps=(2, 4), guidance=0.0, negative=False, when={"transformer.guidance_embeds": False},
        extra={"max_sequence_length": 256}, adapters=("transformer", "text_encoder"),
        parts=_parts("FluxControlNetModel"),
    ),
    Family(
        "FLUX.1", ("FluxPipeline",), _FLUX,
        side=16, area=_XL, steps=(14, 28), guidance=3.5, negative=False, adapters=("transformer", "text_encoder"),
        parts=_parts("FluxControlNetModel"),
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
            way("QwenImageControlNetPipeline", led(asking.size), one_of="guides"),
        ),
        side=16, area=1664 * 928, steps=(20, 50), guidance=4.0, guide="true_cfg_scale", adapters=_NET, languages=_BOTH,
        parts=_parts("QwenImageControlNetModel"),
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
        side=16, area=_XL, steps=(6, 9), guidance=0.0, negative=False, adapters=_NET, languages=_BOTH,
    ),
)  # fmt: skip
