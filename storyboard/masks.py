"""From what a person pointed at to the matte of a layer: the frame, what is seen in it, its mask, the mask through the shot.

Pure over records. All masks on one frame share its picture and its embedding; a mask that is corrected is a new recipe, and
with it only the spans beside its frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation import spans
from generation.operation import recipe as declare
from generation.operations import preview
from generation.recipe import Digest, Recipe
from storyboard.making import checkpoint, recipe
from storyboard.making import length as length
from storyboard.models import Layer, Project
from studio.errors import Refused

Json = Any
Source = Recipe | Digest
_NOTHING = "There is no mask yet. Click on the thing, draw a box around it, or paint it."
_BEYOND = "Its masks are on frames that this take does not reach. Draw a take of the whole shot, or make a mask within this one."


def frame_of(take: Recipe, frame: int) -> Recipe:
    """One frame of a clip as a picture, as large as the clip."""
    return declare(preview.poster, params=preview.PosterFrame(frame=frame), clip=take)


def embedding_of(project: Project, picture: Recipe) -> Recipe:
    """What the network sees in a picture."""
    return recipe(project, "layers.embed", {"picture": picture})


def tells(prompts: Mapping[str, Json]) -> bool:
    """Whether these prompts make a mask. Strokes that only erase do: they say that the thing is not there."""
    return bool(prompts.get("box") or prompts.get("strokes") or _belonging(prompts))


def _belonging(prompts: Mapping[str, Json]) -> bool:
    return any(belongs for _, _, belongs in prompts.get("points") or ())


def mask_of(project: Project, take: Recipe, frame: int, prompts: Mapping[str, Json]) -> Recipe:
    """The mask of what was pointed at on a frame (as `layer_fields.Prompts`).

    Raises:
        Refused: MASK_EMPTY, when nothing was pointed at that could be cut out.
    """
    if not tells(prompts):
        raise Refused(_NOTHING, "MASK_EMPTY")
    box, strokes = prompts.get("box") or (), prompts.get("strokes") or []
    points = prompts["points"] if box or _belonging(prompts) else ()  # what does not belong says nothing alone
    picture = frame_of(take, frame)
    painted = [place for stroke in strokes for place in stroke["path"]]
    ends, end = [], 0
    for stroke in strokes:
        ends.append(end := end + len(stroke["path"]))
    return recipe(
        project,
        "layers.segment",
        {"picture": picture, **({"embedding": embedding_of(project, picture)} if points or box else {})},
        across=tuple(across for across, _, _ in points),
        down=tuple(down for _, down, _ in points),
        belongs=tuple(belongs for _, _, belongs in points),
        box=tuple(box),
        paint_across=tuple(across for across, _ in painted),
        paint_down=tuple(down for _, down in painted),
        paint_ends=tuple(ends),
        paint_widths=tuple(stroke["width"] for stroke in strokes),
        paint_belongs=tuple(stroke["belongs"] for stroke in strokes),
    )


def matte_of(project: Project, take: Recipe, frames: int, layer: Layer) -> Source:
    """The matte of a cut layer through the take: the one that was brought, from its masks, or of what is cut out by itself.

    Masks beyond the take's end are left out: the take was shortened, or drawn anew, since they were made.

    Raises:
        Refused: MASK_EMPTY, when there is no mask; MASK_BEYOND, when all of them are beyond the take's end.
    """
    if layer.matte:
        return Digest(layer.matte, "matte")
    keys = []
    for one in layer.masks:
        if one["frame"] < frames and tells(one):
            keys.append((one["frame"], mask_of(project, take, one["frame"], one)))
    if keys:
        return spans.matte_of(take, keys, frames, checkpoint=checkpoint(project, "layers.segment"))
    if layer.auto == "people":
        return recipe(project, "layers.people", {"clip": take}, nobody="empty")  # a place put behind many shots fits them all
    if any(tells(one) for one in layer.masks):
        raise Refused(_BEYOND, "MASK_BEYOND")
    raise Refused(_NOTHING, "MASK_EMPTY")


def found_by(project: Project, take: Recipe, frame: int, words: str) -> Recipe:
    """Where on a frame the things are that these words name, in the film's language or in English."""
    language = "zh" if any("\u3400" <= one <= "\u9fff" for one in words) else "en"
    return recipe(project, "layers.find", {"picture": frame_of(take, frame)}, words=words, language=language)
