"""Effects as recipes: each over the clip beneath it, with what its ports are given; what does nothing is left out — pure.

A port is given by a record (`Effect.inputs`): a file (`picture`, `lut`), another shot as it is seen in the film (`reference`), a
movement (`movement`: a point, a plane, a layer or the camera, followed through the shot). Depth (`depth`) is planned by itself
(`generation.effects.plans`), with the project's network, where that is installed; else the port stays empty.

A region (`matte`, a cut layer of the shot) is for every effect: one that has no such port is made over the whole picture and laid
over it within the layer. Depth and movement are read from what was before the effects that leave everything where it is, so that
a grade beneath never makes them anew; from the clip itself above one that moves the picture (`MOVING`).

An effect whose shot, layer or file is gone, or that lacks what it `needs`, is left out like one that does nothing: nothing that a
film shows may fail by it, and the browser, which has the records, says what is missing. Two shots that refer to one another each
see the other without the effects that look elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from generation import checkpoints, effects
from generation.operation import Operation, OperationFailed, Parameters, registry
from generation.operation import recipe as declare
from generation.recipe import Digest, Pick, Recipe
from storyboard import making, masks
from storyboard.effect_fields import MEDIA
from storyboard.film import Film
from storyboard.making import recipe
from storyboard.models import Effect, Layer, Project, Shot
from studio.errors import Refused

Json = Any
Source = Recipe | Pick | Digest
MOVING = frozenset({"camera", "frame", "time"})  # families that leave nothing where, or when, it was
WITHIN = "composite.within"
FAR = 8  # shots that refer to one another in a row


class Gone(Exception):
    """What an effect was given is not there, or it was given nothing and has nothing to do."""


@dataclass(frozen=True)
class Laid:
    """An effect over a clip of a shot, planned: with `operation` None it is left out, and `clip` is what was beneath it."""

    effect: Effect
    clip: Recipe
    operation: Operation | None = None
    params: Any = None
    inputs: Mapping[str, Source] = field(default_factory=dict)  # without depth and region
    depth: bool = False
    region: tuple[Source, Mapping[str, Json]] | None = None

    @property
    def moves(self) -> bool:
        """Whether the picture lies elsewhere, or at another time, under it."""
        return self.operation is not None and self.operation.name.partition(".")[0] in MOVING


def under(film: Film, shot: Shot, clip: Recipe, some: Iterable[Effect], take: Recipe) -> Recipe:
    """A clip of a shot under effects, in their order; `take` is the shot's take, which movement is read from."""
    for one in laid(film, shot, clip, some, take):
        clip = one.clip
    return clip


def laid(film: Film, shot: Shot, clip: Recipe, some: Iterable[Effect], take: Recipe) -> Iterator[Laid]:
    """Each effect, planned, over those before it."""
    seen, followed = clip, take
    for effect in some:
        one = _planned(film, shot, effect, followed, take)
        if one.operation is not None:
            clip = over(film.project, one, clip, seen)
        one = replace(one, clip=clip)
        if one.moves:
            seen = followed = clip
        yield one


def over(
    project: Project,
    one: Laid,
    clip: Recipe | Pick,
    seen: Recipe | Pick,
    *,
    params: Any = None,
    inputs: Mapping[str, Source] | None = None,
    matte: Source | None = None,
) -> Recipe:
    """An effect over a clip, depth read from `seen`; with parameters, inputs and matte of its own or (for a trial) others."""
    operation: Operation = one.operation  # type: ignore[assignment]
    given = {operation.ports[0].name: clip, **(one.inputs if inputs is None else inputs)}
    if one.depth:
        given["depth"] = depth_of(project, seen)
    params = one.params if params is None else params
    if one.region is None:
        return declare(operation, params=params, **given)
    mask, told = one.region
    mask = mask if matte is None else matte
    if has_port(operation, "matte") and not told.get("outside"):
        return declare(operation, params=params, **given, matte=mask)
    laid_over = {"clip": declare(operation, params=params, **given), "back": clip, "matte": mask}
    return recipe(project, WITHIN, laid_over, outside=bool(told.get("outside")), soft=float(told.get("soft", 0.002)))


def depth_of(project: Project, seen: Recipe | Pick) -> Recipe:
    """How near everything in a clip is: of an animatic that nothing lies over its own geometry, else as a network guesses it."""
    if isinstance(seen, Recipe) and seen.name == making.DRAWN and str(seen.params["checkpoint"]).startswith("previs@"):
        plain = not seen.params.get("alpha") and not {"first", "last", "held"} & set(seen.inputs)
        if plain and "stage" in seen.inputs:
            shape = {name: seen.params[name] for name in ("frames", "rate", "width", "height")}
            return recipe(project, "guide.stage", {"stage": seen.inputs["stage"]}, kind="depth", **shape)
    return recipe(project, "guide.depth", {"clip": seen})


def chosen(project: Project, effect: Effect) -> tuple[Operation, Parameters] | None:
    """The operation of an effect with its parameters, by the project's checkpoints; None where it does nothing.

    Nor does one that this studio does not know, or whose parameters are of another time.
    """
    try:
        operation = registry.get(effect.operation)
        params = making.parameters(project, operation, effect.params)
    except (OperationFailed, ValidationError):
        return None
    return None if effects.does_nothing(params) else (operation, params)


def _planned(film: Film, shot: Shot, effect: Effect, followed: Recipe, take: Recipe) -> Laid:
    known = chosen(film.project, effect)
    if known is None:
        return Laid(effect, take)
    operation, params = known
    try:
        inputs = given(film, shot, effect, operation, params, followed, take)
        region = region_of(film, shot, effect, take)
    except (Gone, Refused, OperationFailed):
        return Laid(effect, take)
    depth = wants_depth(film.project, operation, params, inputs)
    return Laid(effect, take, operation, params, inputs, depth, region)


def given(
    film: Film, shot: Shot, effect: Effect, operation: Operation, params: Parameters, followed: Recipe, take: Recipe
) -> dict[str, Source]:
    """What an effect's ports are given, without its region and what is planned by itself.

    Raises:
        Gone: when something of it is not there, or what it needs was not given.
        Refused: for a layer that cannot be cut out.
    """
    found: dict[str, Source] = {}
    for port, one in effect.inputs.items():
        if port == "matte" or not has_port(operation, port):
            continue
        if one.get("artifact"):
            found[port] = Digest(one["artifact"], MEDIA.get(port, "image"))
        elif one.get("shot"):
            found[port] = _other(film, shot, one["shot"])
        elif (follow := one.get("follow")) is not None:
            found[port] = movement_of(film, shot, follow, followed, take)
    if lacking := set(effects.needs(params)) - found.keys():
        raise Gone(", ".join(sorted(lacking)))
    return found


def movement_of(film: Film, shot: Shot, told: Mapping[str, Json], followed: Recipe, take: Recipe) -> Recipe:
    """How a point, a plane, a layer or the camera of a clip moves (as `effect_fields.FollowField`).

    Raises:
        Gone, Refused: when the layer is not there, or cannot be cut out.
    """
    frames = masks.length(take) or shot.frames
    at = min(int(told.get("at", 0)), frames - 1)
    if told.get("layer"):
        return recipe(film.project, "motion.of_matte", {"matte": _matte(film, shot, told["layer"], take)}, at=at)
    if told.get("across"):
        places = {"across": tuple(told["across"]), "down": tuple(told["down"])}
        return recipe(film.project, "motion.follow", {"clip": followed}, at=at, **places)
    return recipe(film.project, "motion.camera", {"clip": followed, "mattes": ()}, at=at)


def region_of(film: Film, shot: Shot, effect: Effect, take: Recipe) -> tuple[Source, Mapping[str, Json]] | None:
    """The matte of the layer within which alone an effect does something, and what was said of it; None: everywhere.

    Raises:
        Gone, Refused: when the layer is not there, or cannot be cut out.
    """
    told = effect.inputs.get("matte")
    if not told or effect.layer_id is not None:
        return None
    return _matte(film, shot, told["layer"], take), told


def wants_depth(project: Project, operation: Operation, params: Parameters, inputs: Mapping[str, Any]) -> bool:
    """Whether depth is planned for an effect: it has the port, asks for it, and there is a network that can."""
    if "depth" in inputs or not has_port(operation, "depth") or "depth" not in effects.plans(params):
        return False
    return checkpoints.installed(making.checkpoint(project, "guide.depth"))


def has_port(operation: Operation, name: str) -> bool:
    """Whether an operation has a port of this name besides its first."""
    return any(port.name == name for port in operation.ports[1:])


def looks_elsewhere(effect: Effect) -> list[UUID]:
    """The other shots that an effect looks at."""
    return [UUID(one["shot"]) for one in effect.inputs.values() if one.get("shot")]


def _other(film: Film, shot: Shot, id_: str) -> Recipe:
    """Another shot as it is seen in the film, under its own effects; without those of them that look back, or too far.

    Raises:
        Gone: when it was put away, has no take, or is being looked at already.
    """
    from storyboard import layer_plans  # which needs effects for its layers

    way: list[UUID] = film.memo.setdefault("looked from", [])  # type: ignore[assignment]
    turned: list[UUID] = film.memo.setdefault("looked back at", [])  # type: ignore[assignment]
    other = film.anywhere(UUID(id_))
    take = film.takes.get(other.take_id) if other is not None and other.take_id else None
    if other is None or take is None:
        raise Gone(id_)
    if other.pk == shot.pk or other.pk in way or len(way) >= FAR:
        turned.append(other.pk)
        raise Gone(id_)
    known_as = ("as seen", other.pk, len(way))
    if known_as in film.memo:
        return film.memo[known_as]  # type: ignore[return-value]
    before = len(turned)
    way.append(shot.pk)
    try:
        found = layer_plans.finished(film, other, making.frozen(take))
    finally:
        way.pop()
    if len(turned) == before:  # else it depends on who looks
        film.memo[known_as] = found
    return found


def _matte(film: Film, shot: Shot, id_: str, take: Recipe) -> Source:
    layer: Layer | None = next((one for one in film.layers_of(shot) if str(one.pk) == id_), None)
    if layer is None or layer.kind != "cut":
        raise Gone(id_)
    return masks.matte_of(film.project, take, masks.length(take) or shot.frames, layer)
