"""Folders that are meant as another pipeline than they name, by what lies in them: a Stable Diffusion that moves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_BASE, _MOVING, _MOTION = "StableDiffusionPipeline", "AnimateDiffPipeline", "motion_adapter"
_KEPT = ("vae", "text_encoder", "tokenizer", "unet")


def composed(folder: Path, index: Mapping[str, Any]) -> dict[str, Any]:
    """The model_index.json of what a folder is meant as: itself, or AnimateDiff where a motion adapter lies beside its base."""
    if index.get("_class_name") != _BASE or not (folder / _MOTION / "config.json").is_file():
        return dict(index)
    parts = {name: index[name] for name in (*_KEPT, "scheduler") if name in index}
    return {"_class_name": _MOVING, "_over": _BASE, **parts, _MOTION: ["diffusers", "MotionAdapter"]}


def further(folder: Path, index: Mapping[str, Any]) -> dict[str, Any]:
    """What the pipeline of a composed folder is given beside its networks: the noise that motion adapters were trained with."""
    from diffusers import DDIMScheduler

    if index.get("_over") != _BASE:
        return {}
    scheduler = DDIMScheduler.from_pretrained(  # type: ignore[no-untyped-call]
        str(folder / "scheduler"), local_files_only=True, clip_sample=False, timestep_spacing="linspace", beta_schedule="linear",
        steps_offset=1,
    )  # fmt: skip
    return {"scheduler": scheduler, "feature_extractor": None, "image_encoder": None}
