"""The clip that a shot is drawn over, and the layer within whose mask: what the model is given of both — pure over a `Film`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generation.recipe import Digest, Recipe
from storyboard import capable, footage_plans, masks
from storyboard.film import Film
from storyboard.making import recipe
from storyboard.models import Layer, Shot
from storyboard.stage_plans import stage_of
from studio.errors import Refused

if TYPE_CHECKING:
    from storyboard.directing import Directed

Json = Any


def given(film: Film, shot: Shot, asked: Mapping[str, Json], told: Directed) -> None:
    """What this shot is drawn over, as far as its model takes it."""
    over = asked.get("over")
    if not over or (told.model.embedded and not over["artifact"]):
        return  # the embedded generator draws the animatic itself
    if told.lacks("source"):
        told.left_out(
            "OVER_UNREAD", "{model} cannot draw over a clip: it draws the shot from nothing.",
            "{model} 不能在已有视频上重画，镜头将从头生成。",
        )  # fmt: skip
        return
    clip = _clip(film, shot, over["artifact"])
    mask = _mask(film, shot, over.get("layer"), clip, told)
    if mask is None and told.lacks("strength"):
        told.left_out(
            "OVER_NEEDS_MASK",
            "{model} draws over parts of a clip only: choose the layer that says which. It draws from nothing.",
            "{model} 只能重画视频的一部分：请选择限定范围的图层。现在镜头会从头生成。",
        )  # fmt: skip
        return
    told.inputs["over"] = clip
    if mask is not None:
        told.inputs["mask"] = mask
    if not told.lacks("strength"):
        told.params["strength"] = float(over["strength"])


def _clip(film: Film, shot: Shot, artifact: str) -> Recipe:
    project = film.project
    size = {"rate": project.rate, "width": project.width, "height": project.height}
    if artifact:
        source = {"source": footage_plans.source(artifact)}
        return footage_plans.made_of(footage_plans.CLIP, source, start=0, frames=shot.frames, fit="fill", **size)
    stage = {"stage": stage_of(shot, seed=shot.seed, film=film)}
    return recipe(project, "video.generate", stage, checkpoint=capable.EMBEDDED, seed=shot.seed, frames=shot.frames, **size)


def _mask(film: Film, shot: Shot, layer: str | None, clip: Recipe, told: Directed) -> Recipe | Digest | None:
    if not layer:
        return None
    there: Layer | None = next((one for one in film.layers_of(shot) if str(one.pk) == layer), None)
    if there is None or there.kind != "cut":
        told.left_out(
            "MASK_GONE", "The layer within which it is drawn anew was put away.", "限定重画范围的图层已被移除。"
        )  # fmt: skip
        return None
    if told.lacks("mask"):
        told.left_out(
            "MASK_UNREAD", "{model} cannot be told which part of a clip to draw anew: all of it is.",
            "{model} 不能只重画一部分，整个画面都会重画。",
        )  # fmt: skip
        return None
    try:
        return masks.matte_of(film.project, clip, shot.frames, there)
    except Refused:
        told.left_out(
            "MASK_NONE", "The layer within which it is drawn anew has no mask in these frames yet.",
            "限定重画范围的图层在这些帧里还没有遮罩。",
        )  # fmt: skip
        return None
