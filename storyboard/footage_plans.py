"""Recipes of what is made from files that people brought in: a stretch of footage, its sound, its still, a picture's still."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.operation import recipe as declare
from generation.operation import registry
from generation.operations.time import Paced
from generation.recipe import Digest, Recipe
from storyboard import capable, paces
from storyboard.making import DRAWN, own_nodes
from storyboard.models import Project, Shot

Json = Any
CLIP = "footage.clip"


def source(digest: str) -> Digest:
    """Footage as the source of a recipe; whatever it was uploaded as, it is read as a movie."""
    return Digest(digest, "movie")


def clip(project: Project, shot: Shot) -> Recipe:
    """The moving picture of a shot that is footage: exactly its frames, at the film's rate and size."""
    taken = shot.footage or {}
    inputs = {"source": source(taken["artifact"])}
    more = {"motion": "made"} if taken.get("motion") == "made" else {}
    return made_of(CLIP, inputs, start=taken["start"], frames=shot.frames, fit=taken["fit"], **more, **_shape(project))


def still(project: Project, shot: Shot) -> Recipe:
    """The picture that stands for a shot which is footage, or which starts from or ends on a picture."""
    if taken := shot.footage:
        middle = taken["start"] + shot.frames // 2
        inputs = {"source": source(taken["artifact"])}
        return made_of("footage.frame", inputs, frame=middle, fit=taken["fit"], **_shape(project))
    return made_of("footage.still", {"picture": Digest(shot.first or shot.last, "image")}, **_size(project))


def clip_of(take: Recipe) -> Recipe | None:
    """The stretch of footage that a take (or a finish over one) shows; None for a take that was generated."""
    return next((one for one in own_nodes(take) if one.name == CLIP), None)


def sound_of(take: Recipe) -> Recipe | None:
    """The sound that belongs to a take, as long as its picture: its footage's, or what its generator made with it; else None.

    What was put before and after it is silent: nobody was there. Where the picture was given another pace, so is the sound.
    """
    shown = clip_of(take)
    drawn = None if shown is not None else next((one for one in own_nodes(take) if one.name == DRAWN), None)
    if shown is not None:
        params = {name: shown.params[name] for name in ("start", "frames", "rate")}
        own = made_of("footage.sound", {"source": shown.inputs["source"]}, **params)
    elif drawn is not None and makes_sound(drawn.params["checkpoint"]):
        params = {name: drawn.params[name] for name in ("frames", "rate")}
        own = made_of("take.sound", {"clip": drawn}, **params)
    else:
        return None
    return _along(take, own, params["frames"], params["rate"])


def _along(take: Recipe, own: Recipe, frames: int, rate: str) -> Recipe:
    """The sound of what a take is made of in the end, as that was extended and paced."""
    before, now = 0, frames  # frames put before the sound, and how long its picture is by now
    for one in reversed(paces.layers(take)[:-1]):
        if one.name == paces.EXTEND:
            before += int(one.params["frames"]) if one.params["direction"] == "backwards" else 0
        elif one.name == paces.SLOW:
            pace = paces.pace(one.params)
            told = {name: value for name, value in pace.model_dump(mode="json").items() if name in Paced.model_fields}
            own = made_of("sound.pace", {"audio": _laid(own, before, frames, now, rate)}, frames=now, rate=rate, **told)
            before, frames = 0, pace.clock(now).frames
        now = paces.lasts(one.name, one.params, now)
    return _laid(own, before, frames, now, rate)


def _laid(own: Recipe, before: int, frames: int, now: int, rate: str) -> Recipe:
    """A sound of so many frames in silence of as many as there are now."""
    if now == frames:
        return own
    soft = {"soft_heads": (True,), "soft_tails": (True,)}
    return made_of("sound.mix", {"sounds": (own,)}, frames=now, rate=rate, starts=(before,), **soft)


def makes_sound(checkpoint: str) -> bool:
    """Whether a generator makes what is heard with what is seen."""
    return "sound" in capable.model(checkpoint).takes


def lines_of(take: Recipe, shot: Shot) -> list[tuple[int, int, dict[str, Json]]]:
    """The lines of a shot that are heard in this stretch of footage: (its frame, frames, line), in order of time.

    A line that goes beyond the shot is cut off there; lines of which nobody knows when they are heard share the shot evenly.
    """
    first, count = take.params["start"], take.params["frames"]
    untold = [one for one in shot.dialogue if one.get("at") is None]
    found = []
    for place, line in enumerate(untold):
        begin, end = count * place // len(untold), count * (place + 1) // len(untold)
        found.append((begin, end - begin, line))
    for line in shot.dialogue:
        if line.get("at") is not None:
            begin, end = line["at"] - first, line["at"] - first + (line.get("frames") or 1)
            found.append((max(0, begin), min(count, end) - max(0, begin), line))
    return sorted((one for one in found if one[1] > 0), key=lambda one: one[0])


def line_timing(project: Project, frames: int) -> Recipe:
    """The timing of a line of footage."""
    return made_of("subtitles.hold", {}, frames=frames, rate=project.rate)


def _shape(project: Project) -> dict[str, Json]:
    return {"rate": project.rate, **_size(project)}


def _size(project: Project) -> dict[str, Json]:
    return {"width": project.width, "height": project.height}


def made_of(name: str, inputs: Mapping[str, Any], /, **params: Json) -> Recipe:
    """The recipe of an operation over footage; no checkpoint of the project is put into it."""
    operation = registry.get(name)
    return declare(operation, params=operation.validate(params), **inputs)
