"""Another place behind a shot's layers: its picture, moved as the shot's camera moves; and put behind many shots at once."""

from __future__ import annotations

import string
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generation.recipe import Digest, Pick, Recipe
from storyboard import edits, masks
from storyboard.changes import Change
from storyboard.film import Film
from storyboard.making import frozen, recipe
from storyboard.models import Layer, Project, Shot
from storyboard.picture_plans import location_picture, words_picture
from studio.errors import Refused

Json = Any
Source = Recipe | Pick | Digest
_GONE = "What stands behind this shot is not there any more. Choose another place for it."


def behind(film: Film, shot: Shot, take: Recipe, frames: int, kept: Sequence[Source], mattes: Sequence[Source]) -> Recipe:
    """The moving picture of the place behind a shot, as long as its take.

    `kept` are the mattes of the layers that are seen before it; the camera's motion is read from what none of `mattes` covers.

    Raises:
        Refused: BACKDROP_GONE, when the place or the shot was put away.
    """
    wanted: Mapping[str, Json] = shot.backdrop or {}
    inputs: dict[str, Any] = {"picture": _picture(film, wanted), "clip": take, "mattes": tuple(kept)}
    if wanted["moves"]:
        at = frames // 2  # in the middle, it has to reach as far to one side as to the other
        inputs["movement"] = recipe(film.project, "motion.camera", {"clip": take, "mattes": tuple(mattes)}, at=at)
    params = {name: wanted[name] for name in ("scale", "across", "down", "blur", "light")}
    return recipe(film.project, "layers.backdrop", inputs, **params)


def _picture(film: Film, wanted: Mapping[str, Json]) -> Source:
    kind = wanted["kind"]
    if kind == "picture":
        return recipe(
            film.project,
            "footage.still",
            {"picture": Digest(wanted["picture"], "image")},
            width=film.project.width,
            height=film.project.height,
        )
    if kind == "words":
        return words_picture(film.project, wanted["words"], wanted["seed"])
    if kind == "location":
        where = film.locations.get(uuid.UUID(wanted["location"]))
        if where is None:
            raise Refused(_GONE, "BACKDROP_GONE")
        if (shared := ("picture of", where.pk)) not in film.memo:
            film.memo[shared] = location_picture(where)
        return film.memo[shared]  # type: ignore[return-value]
    other = film.elsewhere(wanted["shot"])
    if other is None or other.take is None:
        raise Refused(_GONE, "BACKDROP_GONE")
    return _plate_of(film, other)


def _plate_of(film: Film, shot: Shot) -> Recipe:
    """The middle frame of another shot, without anything that was cut out of it."""
    take = frozen(shot.take)  # type: ignore[arg-type]
    frames = masks.length(take) or shot.frames
    cut = []
    for layer in film.layers_of(shot):
        if layer.kind == "cut":
            try:
                cut.append(masks.matte_of(film.project, take, frames, layer))
            except Refused:  # what has no mask is not taken away
                continue
    clip = recipe(film.project, "layers.plate", {"mattes": tuple(cut), "clip": take}) if cut else take
    return masks.frame_of(clip, frames // 2)


def put(project: Project, shots: Iterable[Shot], backdrop: Mapping[str, Json] | None, *, people: bool, by: Any) -> edits.Revision:
    """Put this behind all of these shots, in one edit; with `people`, a shot that nothing is cut out of keeps whoever is in it.

    Raises:
        NotFound, Forbidden: when this person may not edit the project.
        Refused: EDIT_INVALID, for a backdrop that is none or names what is not in the project.
    """
    chosen = list(shots)
    film = Film.of(project, scenes=list({shot.scene_id for shot in chosen}))
    changes = [Change(kind="shot", id=shot.pk, set={"backdrop": dict(backdrop) if backdrop else None}) for shot in chosen]
    for shot in chosen:
        own = film.layers_of(shot)
        if people and backdrop and not any(_stands(one) for one in own):
            changes.append(_people(project, shot, beneath=own[0].rank if own else ""))
    return edits.change(project, changes, by=by, label="Place behind", system=False)


def _stands(layer: Layer) -> bool:
    """Whether something of the shot is to be seen by it: what is hidden was taken out, what was only brushed is a part of it."""
    if layer.kind != "cut" or not layer.visible:
        return False
    return bool(layer.auto or layer.matte) or any(one.get("points") or one.get("box") or one.get("words") for one in layer.masks)


def _people(project: Project, shot: Shot, beneath: str) -> Change:
    """Whoever is in the shot, beneath what was put in: ranks before "a0" are "Zz", "Zy" and so on."""
    lower = (f"Z{one}" for one in reversed(string.digits + string.ascii_uppercase + string.ascii_lowercase))
    fields: dict[str, Json] = {
        "shot": str(shot.pk),
        "name": "人物" if project.language.startswith("zh") else "People",
        "auto": "people",
        "edges": {"subject": "person"},
        "rank": next((one for one in lower if one < beneath), "Yzz") if beneath else "a0",
        "take": str(shot.take_id) if shot.take_id else None,
    }
    return Change(kind="layer", id=uuid.uuid4(), set=fields)
