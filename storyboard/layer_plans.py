"""From a take and its layers to one picture: plate or another place, layers over it; what does nothing is left out — pure.

A cut layer *rests* while nothing is done to it: it stays in the picture bit for bit. What is hidden, moved or changed is taken
out of the picture, which is filled there (the plate), and laid over it again unless it is hidden. Above something that is
changed, taken out, put in or stands behind, resting layers are laid over the picture too: they were in front.

Nothing here depends on how a layer lies: keys, opacity and blending are parameters of the last operation alone, so that changing
them makes neither matte nor alpha nor plate anew. Mattes come in order of their keys, not of rank, for the same reason.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from generation.models import Priority
from generation.operation import OperationFailed
from generation.recipe import Digest, Pick, Recipe, canonical
from storyboard import backdrops, effect_plans, guards, masks, things
from storyboard.film import Film
from storyboard.making import frozen, recipe
from storyboard.models import Effect, Layer, Shot
from studio.errors import Refused

Json = Any
Source = Recipe | Pick | Digest
B = TypeVar("B", Recipe, Recipe | Pick)
AT_ONCE, KEYS_AT_ONCE = 64, 4000  # layers that one composition takes, and keys of all of them
STILL = {"across": 0.0, "down": 0.0, "scale": 1.0, "turn": 0.0}


_FIELDS = ("visible", "auto", "matte", "masks", "edges", "opacity", "mode", "keys", "easing", "pivot", "blend")
_KNOWN = 4096
_pictures: OrderedDict[bytes, Recipe] = OrderedDict()  # of cut layers: a reel asks for all of them after every edit


@dataclass(frozen=True)
class Problem:
    """Why something cannot be planned: for machines, in words, and whose move it is."""

    code: str
    message: str
    blame: str


@dataclass
class Piece:
    """A layer, planned: its matte (only of what is cut out), itself with alpha, the same under its effects; or what is wrong."""

    layer: Layer
    matte: Source | None = None
    alpha: Recipe | None = None
    shown: Recipe | None = None
    problem: Problem | None = None
    replaced: bool = False  # a thing stands in its stead

    @property
    def cut(self) -> bool:
        """Whether it is a part of the picture itself."""
        return self.layer.kind == "cut"

    @property
    def removed(self) -> bool:
        """Whether it is a part of the picture that is not to be seen."""
        return self.cut and self.matte is not None and (self.replaced or not self.layer.visible)

    @property
    def seen(self) -> bool:
        """Whether there is something to be seen of it."""
        return self.shown is not None and self.layer.visible and not self.replaced

    @property
    def rests(self) -> bool:
        """Whether it is seen just as it was shot."""
        return self.cut and self.seen and self.shown is self.alpha and _untouched(self.layer)


@dataclass
class Stack:
    """A shot's take with its layers: what each is, what is filled behind them or stands there, and the picture of all."""

    take: Recipe
    frames: int
    picture: Recipe
    pieces: list[Piece] = field(default_factory=list)
    over: list[Piece] = field(default_factory=list)  # what is laid over it, lowest first
    meeting: float = 0.0  # how far what was cut out goes to the light behind it, where a layer does not say
    backdrop: Recipe | None = None
    backdrop_problem: Problem | None = None
    plate: Recipe | None = None  # what the picture is laid over; None where nothing was taken out of it

    def behind(self, film: Film, lifted: Collection[UUID]) -> tuple[Recipe, list[UUID]]:
        """What lies behind the layers, and which of them are not in it: another place, or the take with these lifted out.

        When nothing is taken out of it and none is named, all that is cut out is: what is seen as soon as one is moved.
        """
        if self.backdrop is not None:
            return self.backdrop, [one.layer.pk for one in self.pieces]
        gone = [one for one in self.pieces if one.matte and (_gone(one) or one.layer.pk in lifted)]
        gone = gone or [one for one in self.pieces if one.matte]
        return _plate(film, self.take, gone, self.pieces) or self.take, [one.layer.pk for one in gone]


def finished(film: Film, shot: Shot, take: Recipe) -> Recipe:
    """The take with its layers, and over them the shot's own effects; what does nothing is left out."""
    own = (one for one in film.effects_of(shot) if one.layer_id is None)
    return effect_plans.under(film, shot, picture(film, shot, take), own, take)


def picture(film: Film, shot: Shot, take: Recipe) -> Recipe:
    """The take with its layers, before the shot's own effects; just the take when none of them does anything."""
    layers = film.layers_of(shot)
    if shot.backdrop is None and all(one.kind == "cut" and one.visible and _untouched(one) for one in layers):
        own = {effect.layer_id for effect in film.effects_of(shot)} if layers else set()
        if not any(one.pk in own for one in layers):
            return take  # soon told, for most layers of most films rest
    if shot.backdrop is not None or any(one.kind != "cut" for one in layers) or _looking_elsewhere(film, shot):
        return stack(film, shot, take).picture  # other records have a say
    said = _said(film, shot, take, layers)
    found = _pictures.get(said)
    if found is None:
        _pictures[said] = found = stack(film, shot, take).picture
        while len(_pictures) > _KNOWN:
            _pictures.popitem(last=False)
    return found


def _said(film: Film, shot: Shot, take: Recipe, layers: Sequence[Layer]) -> bytes:
    """All that the picture of a shot's cut layers depends on."""
    effects = [one for one in film.effects_of(shot) if one.layer_id is not None]
    said = [
        take.key,
        film.project.checkpoints,
        [[str(one.pk), [getattr(one, name) for name in _FIELDS]] for one in layers],
        [[str(one.layer_id), one.operation, one.params, one.inputs] for one in effects],
    ]
    return hashlib.sha256(canonical(said)).digest()


def _looking_elsewhere(film: Film, shot: Shot) -> bool:
    return any(one.layer_id is not None and effect_plans.looks_elsewhere(one) for one in film.effects_of(shot))


def stack(film: Film, shot: Shot, take: Recipe) -> Stack:
    """Everything that a shot's layers are made of."""
    frames = masks.length(take) or shot.frames
    found = Stack(take, frames, take, pieces=_pieces(film, shot, take, frames))
    mattes = _mattes(found.pieces)
    if shot.backdrop is not None:
        try:
            kept = _mattes(one for one in found.pieces if one.seen)
            found.backdrop = backdrops.behind(film, shot, take, frames, kept, mattes)
        except (Refused, OperationFailed) as problem:
            found.backdrop_problem = _told(problem)
    if found.backdrop is None:
        found.plate = _plate(film, take, [one for one in found.pieces if _gone(one)], found.pieces)
    back = found.backdrop or found.plate or take
    disturbed = found.backdrop is not None
    for one in found.pieces:
        disturbed = disturbed or one.removed or (one.seen and not one.rests)
        if one.seen and disturbed:
            found.over.append(one)
    found.meeting = 1.0 - shot.backdrop["light"] if shot.backdrop and found.backdrop else 0.0
    laid = [(one.layer, one.shown) for one in found.over if one.shown is not None]
    found.picture = composed(film, laid, back, found.meeting)
    return found


def urgency(wanted: Recipe) -> Priority:
    """How soon something that somebody looks at is made: at once, or before all that nobody looks at, when layers are in it."""
    names = {one.name.partition(".")[0] for one in guards.over_takes([wanted]).values()}
    return Priority.AWAITED if names & {"layers", "composite", "motion"} else Priority.INTERACTIVE


def alpha_of(film: Film, layer: Layer, take: Recipe, matte: Source) -> Recipe:
    """A cut layer with its soft edges."""
    edges = {name: layer.edges[name] for name in ("subject", "band", "steady", "strands")}
    return recipe(film.project, "layers.alpha", {"clip": take, "matte": matte}, **edges)


def _pieces(film: Film, shot: Shot, take: Recipe, frames: int) -> list[Piece]:
    layers = film.layers_of(shot)
    effects: dict[UUID, list[Effect]] = {}
    for effect in film.effects_of(shot):
        if effect.layer_id is not None:
            effects.setdefault(effect.layer_id, []).append(effect)
    found = [Piece(layer) for layer in layers]

    def plan(piece: Piece, made: Any) -> None:
        try:
            piece.alpha = alpha = made()
            piece.shown = effect_plans.under(film, shot, alpha, effects.get(piece.layer.pk, []), take)
        except (Refused, OperationFailed) as problem:
            piece.problem = _told(problem)

    by_id = {str(one.layer.pk): one for one in found}
    for one in found:
        if one.cut:
            plan(one, lambda one=one: _cut(film, one, take, frames))
    mattes = _mattes(found)
    for one in found:
        if one.layer.kind == "thing":
            replaced = by_id.get(str((one.layer.thing or {}).get("instead")))
            instead = replaced if replaced is not None and replaced.cut and replaced.matte else None
            whose = instead.matte if instead else None
            plan(one, lambda one=one, whose=whose: things.placed(film, one.layer, take, frames, mattes, whose))
            if instead is not None and one.seen:
                instead.replaced = True
        elif one.layer.kind == "borrowed":
            plan(one, lambda one=one: _borrowed(film, one.layer, take))
    return found


def _cut(film: Film, piece: Piece, take: Recipe, frames: int) -> Recipe:
    piece.matte = masks.matte_of(film.project, take, frames, piece.layer)
    return alpha_of(film, piece.layer, take, piece.matte)


def _borrowed(film: Film, layer: Layer, take: Recipe) -> Recipe:
    """Another shot's layer over this take."""
    told = layer.borrowed or {}
    lent, seen = film.lent(told["layer"]), {layer.pk}
    while lent is not None and lent.kind == "borrowed" and lent.pk not in seen:
        seen.add(lent.pk)  # what was borrowed already is taken from where it was shot
        lent = film.lent((lent.borrowed or {})["layer"])
    if lent is None or lent.kind == "borrowed" or lent.shot.take is None:
        raise Refused("The layer that is shown here is not there any more, or its shot has no take.", "LAYER_GONE")
    own = frozen(lent.shot.take)
    frames = masks.length(own) or lent.shot.frames
    if lent.kind == "thing":
        source = things.placed(film, lent, own, frames, (), None)
    else:
        source = alpha_of(film, lent, own, masks.matte_of(film.project, own, frames, lent))
    return recipe(film.project, "composite.borrow", {"layer": source, "clip": take}, offset=told["offset"])


def _mattes(pieces: Iterable[Piece]) -> tuple[Source, ...]:
    """The mattes of what is cut out of a shot, in an order that rank does not change."""
    found = [one.matte for one in pieces if one.matte is not None]
    return tuple(sorted(found, key=lambda one: one.key if isinstance(one, Recipe) else str(one)))


def _gone(piece: Piece) -> bool:
    return piece.removed or (piece.cut and piece.seen and not piece.rests)


def _plate(film: Film, take: Recipe, gone: Sequence[Piece], pieces: Sequence[Piece]) -> Recipe | None:
    """The take without these; what is not to be seen at all goes with its shadow, and what else is cut out stays whole."""
    if not (mattes := _mattes(gone)):
        return None
    keep = _mattes(one for one in pieces if one not in gone and one.matte not in mattes)
    shadows = all(one.removed for one in gone)
    return recipe(film.project, "layers.plate", {"mattes": mattes, "clip": take, "keep": keep}, shadows=shadows)


def _untouched(layer: Layer) -> bool:
    """Whether nothing is said of how a layer lies and meets what is behind it."""
    plain = not any(layer.blend[name] for name in ("wrap", "match", "grain", "shadow"))
    return plain and layer.opacity == 1 and layer.mode == "normal" and not _moves(layer)


def _moves(layer: Layer) -> bool:
    return any(key[name] != value for key in layer.keys for name, value in STILL.items())


def _turns(layer: Layer) -> bool:
    """Whether it matters what a layer grows and turns about."""
    return any(key["scale"] != 1 or key["turn"] for key in layer.keys)


def composed(film: Film, over: Sequence[tuple[Layer, Recipe | Pick]], back: B, meeting: float) -> B | Recipe:
    """Layers (each with its picture) over what lies behind, lowest first."""
    made: B | Recipe = back
    for some in _portions(over):
        inputs = {"layers": tuple(shown for _, shown in some), "back": made}
        made = recipe(film.project, "composite.over", inputs, **_settings([layer for layer, _ in some], meeting))
    return made


def _portions(over: Sequence[tuple[Layer, Recipe | Pick]]) -> list[list[tuple[Layer, Recipe | Pick]]]:
    """As many layers at a time as one composition takes, with all their keys."""
    found: list[list[tuple[Layer, Recipe | Pick]]] = []
    keys = 0
    for one in over:
        own = len(one[0].keys) if _moves(one[0]) else 0
        if not found or len(found[-1]) == AT_ONCE or keys + own > KEYS_AT_ONCE:
            found.append([])
            keys = 0
        found[-1].append(one)
        keys += own
    return found


def _settings(layers: Sequence[Layer], meeting: float) -> dict[str, Json]:
    """The parameters of a composition; lists in which nothing is said are left empty.

    `meeting` is how far the colours of what was cut out go to those of what is behind, where the layer does not say.
    """
    own = [one.blend["match"] for one in layers]
    matches = [meeting * (one.kind == "cut") if said is None else said for one, said in zip(layers, own, strict=True)]
    settings: dict[str, tuple[list[Json], Json]] = {
        "opacities": ([one.opacity for one in layers], 1.0),
        "modes": ([one.mode for one in layers], "normal"),
        "easings": ([one.easing for one in layers], "smooth"),
        "matches": (matches, 0.0),
        "wraps": ([one.blend["wrap"] for one in layers], 0.0),
        "grains": ([one.blend["grain"] for one in layers], 0.0),
        "shadows": ([one.blend["shadow"] for one in layers], 0.0),
    }
    found: dict[str, Json] = {name: tuple(said) for name, (said, plain) in settings.items() if set(said) != {plain}}
    if "shadows" in found:
        for name in ("shadow_across", "shadow_down", "shadow_soft"):
            found[name] = tuple(one.blend[name] for one in layers)
    pivots = [one.pivot if one.pivot and _turns(one) else (0.5, 0.5) for one in layers]
    for name, centres in (("centres_across", [one[0] for one in pivots]), ("centres_down", [one[1] for one in pivots])):
        if set(centres) != {0.5}:
            found[name] = tuple(centres)
    keys = [(place, key) for place, one in enumerate(layers) if _moves(one) for key in one.keys]
    if keys:
        found |= {
            "key_layers": tuple(place for place, _ in keys),
            "key_frames": tuple(key["frame"] for _, key in keys),
            "key_across": tuple(key["across"] for _, key in keys),
            "key_down": tuple(key["down"] for _, key in keys),
            "key_scales": tuple(key["scale"] for _, key in keys),
            "key_turns": tuple(key["turn"] for _, key in keys),
        }
    return found


def _told(problem: Refused | OperationFailed) -> Problem:
    return Problem(problem.code, str(problem), problem.blame)
