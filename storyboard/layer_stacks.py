"""What the canvas asks of a shot: a frame looked at, a mask, the stack of layers, one handed out; planned once a revision."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from generation import builds, store
from generation.media import Data
from generation.models import Build, Priority
from generation.operation import recipe as declare
from generation.operation import registry
from generation.operations import preview
from generation.recipe import Recipe
from storyboard import effect_plans, followed, guards, layer_plans, masks, standing
from storyboard.film import Film
from storyboard.layer_plans import Piece, Problem, Stack
from storyboard.layer_schemas import (
    FoundOut,
    FoundThingOut,
    LayerOut,
    LookOut,
    PartOut,
    PlateOut,
    ProblemOut,
    ShownOut,
    StackIn,
    StackOut,
    StretchOut,
)
from storyboard.making import checkpoint, frozen
from storyboard.models import Layer, Shot
from studio.errors import Conflict, Refused

FORMS = {"prores4444": ("layers.prores", "mov"), "png": ("layers.pictures", "zip")}
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 50  # letters of a title or a name in that of a file: the suffix is not to be cut off
_MOST = 64
_NONE = PartOut(key="", status="missing", progress=0.0, url=None, facts={}, problem=None)  # of what cannot be planned


_NOBODY = ProblemOut(
    code="NOBODY_THERE", blame="you",
    message="Nobody is seen in this shot. Click on what is to be a layer, or draw a box around it.",
)  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """A shot's stack, and the picture of it under the shot's effects."""

    film: Film
    shot: Shot
    stack: Stack
    finish: Recipe


_planned: OrderedDict[tuple[UUID, int, UUID], Planned] = OrderedDict()  # (project, its revision, shot): records only change by it


def look(shot: Shot, frame: int, *, by: Any) -> LookOut:
    """A frame of a shot's take and its embedding, asked for when they are neither made nor under way.

    Raises:
        Conflict: NOT_READY, while the take is not made.
    """
    take, facts = _take(shot)
    frames = masks.length(take) or int(facts.get("frames") or shot.frames)
    at = min(frame, frames - 1)
    picture = masks.frame_of(take, at)
    embedding = masks.embedding_of(shot.project, picture)
    parts = _asked(shot, [(embedding, f"Look at frame {at}")], also=[picture], by=by)
    return LookOut(
        frame=at,
        frames=frames,
        width=facts.get("width") or shot.project.width,
        height=facts.get("height") or shot.project.height,
        take=shot.take_id,  # type: ignore[arg-type]
        checkpoint=checkpoint(shot.project, "layers.embed"),
        picture=parts[picture],
        embedding=parts[embedding],
    )


def mask(shot: Shot, frame: int, prompts: dict[str, Any], *, by: Any) -> PartOut:
    """The mask of these prompts on a frame of a shot's take.

    Raises:
        Conflict: NOT_READY; Refused: MASK_EMPTY, FRAME_BEYOND.
    """
    take = _at(shot, frame)
    made = masks.mask_of(shot.project, take, frame, prompts)
    return _asked(shot, [(made, f"Mask at frame {frame}")], by=by)[made]


def find(shot: Shot, frame: int, words: str, *, by: Any) -> FoundOut:
    """What these words name on a frame of a shot's take.

    Raises:
        Conflict: NOT_READY; Refused: FRAME_BEYOND.
    """
    made = masks.found_by(shot.project, _at(shot, frame), frame, " ".join(words.split()))
    part = _asked(shot, [(made, f"Find {words[:60]}")], by=by)[made]
    artifact = builds.outputs_of(shot.project.workspace, made.key).get("out") if part.status == "done" else None
    found = Data(store.checked(artifact)).read() if artifact else []
    return FoundOut(made=part, found=[FoundThingOut(**one) for one in found])


def told(shot: Shot, lift: Sequence[UUID] = ()) -> StackOut:
    """The stack of a shot as far as it is made."""
    return _told(plan(shot), lift)


def make(shot: Shot, wish: StackIn, *, by: Any) -> StackOut:
    """Ask for what is missing of a shot's stack; what somebody named is made before what is not looked at yet.

    Raises:
        Conflict: NOT_READY, while the take is not made; Refused: LICENCE_FORBIDS, CONSENT_REQUIRED; OverQuota.
    """
    _take(shot)
    planned = plan(shot)
    stack = planned.stack
    by_id = {one.layer.pk: one for one in stack.pieces}
    chosen = [by_id[one] for one in wish.layers if one in by_id] if wish.layers is not None else stack.pieces
    slate = planned.film.slate(shot)
    wanted = [(_clip(stack.take), f"Take of {slate}")]  # what layers lie on until there is a plate
    wanted += [(proxy_of(one.shown), f"Layer {one.layer.name or slate}") for one in chosen if one.shown is not None]
    if wish.plate:
        back, _ = stack.behind(planned.film, wish.lift)
        wanted.append((_clip(back), f"Place behind {slate}" if stack.backdrop else f"Plate of {slate}"))
    if wish.finish:
        wanted.append((_clip(planned.finish), f"Finish {slate}"))
    _drop_outdated(planned, wish.lift, by)
    _asked(shot, wanted, priority=Priority.AWAITED, again=True, by=by)
    return _told(planned, wish.lift)


def _drop_outdated(planned: Planned, lift: Sequence[UUID], by: Any) -> None:
    """Stop what the asker asked for of this stack as it was before: nobody waits behind a mask that was corrected since.

    What it has made is kept. Others' wishes are theirs.
    """
    stack, film, shot = planned.stack, planned.film, planned.shot
    slate = film.slate(shot)
    clips = [planned.finish, *(stack.behind(film, some)[0] for some in ((), lift))]
    current = [*map(_clip, clips), *(proxy_of(one.shown) for one in stack.pieces if one.shown is not None)]
    asked = Q(label__startswith="Layer ") | Q(label__in=[f"{what} {slate}" for what in ("Place behind", "Plate of", "Finish")])
    mine = Build.objects.filter(asked, workspace=shot.project.workspace, subject=shot.pk, by=by, status=Build.State.ACTIVE)
    builds.cancel_all(mine.exclude(root__in=[one.key for one in current]))


def deliver(layer: Layer, form: str, alpha: str, *, by: Any) -> tuple[PartOut, str]:
    """A layer as a file for other programs, and the name under which it is handed out.

    Raises:
        Conflict: NOT_READY, while there is no take; Refused: what is wrong with the layer.
    """
    shot = layer.shot
    if shot.take is None:
        raise Conflict("This shot has no take yet. Shoot it first.", "NOT_READY", {"shots": [str(shot.pk)]})
    _take(shot)
    planned = plan(shot)
    piece = next(one for one in planned.stack.pieces if one.layer.pk == layer.pk)
    if piece.shown is None:
        wrong = piece.problem
        raise Refused(wrong.message if wrong else "", wrong.code if wrong else "NOT_READY")
    name, suffix = FORMS[form]
    operation = registry.get(name)
    made = declare(operation, params=operation.validate({"alpha": alpha}), layer=piece.shown)
    film, called = (_UNSAFE.sub("-", one)[:_LONGEST].strip("-.") for one in (shot.project.title, layer.name))
    label = f"{'-'.join(filter(None, (planned.film.slate(shot), called, form)))}.{suffix}"
    return _asked(shot, [(made, label)], priority=Priority.AWAITED, by=by)[made], "-".join(filter(None, (film, label)))


def plan(shot: Shot) -> Planned:
    """A shot's stack as its project's newest revision has it, planned once."""
    known_as = (shot.project_id, shot.project.revision, shot.pk)
    found = _planned.get(known_as)
    if found is None:
        film = Film.around(shot)
        take = frozen(shot.take)  # type: ignore[arg-type]
        stack = layer_plans.stack(film, shot, take)
        effects = (one for one in film.effects_of(shot) if one.layer_id is None)
        finish = effect_plans.under(film, shot, stack.picture, effects, take)
        _planned[known_as] = found = Planned(film, shot, stack, finish)
        while len(_planned) > _MOST:
            _planned.popitem(last=False)
    return found


def _take(shot: Shot) -> tuple[Recipe, dict[str, Any]]:
    """The recipe of a shot's take, and what is known of its picture."""
    take = frozen(shot.take)  # type: ignore[arg-type]
    made = builds.outputs_of(shot.project.workspace_id, take.key).get("out")
    if made is None:
        raise Conflict(
            "This shot's take is not made yet. It can be taken apart as soon as it is.", "NOT_READY", {"shots": [str(shot.pk)]}
        )
    return take, made.facts


def _at(shot: Shot, frame: int) -> Recipe:
    take, facts = _take(shot)
    frames = masks.length(take) or int(facts.get("frames") or shot.frames)
    if frame >= frames:
        raise Refused(f"The take has frames 0 to {frames - 1}; there is no frame {frame} in it.", "FRAME_BEYOND")
    return take


def _asked(
    shot: Shot,
    wanted: Sequence[tuple[Recipe, str]],
    *,
    also: Iterable[Recipe] = (),
    priority: Priority = Priority.INTERACTIVE,
    again: bool = False,
    by: Any,
) -> dict[standing.Source, PartOut]:
    """Where these stand, after what is neither made nor under way of them was asked for.

    With `again` also what failed by accident: not while somebody only follows it, which would try it over and over.
    """
    workspace = shot.project.workspace
    given = {shot.take.key} if shot.take else set()
    sources = [*(one for one, _ in wanted), *also]
    parts = standing.of(workspace, sources, given=given)
    lacking = [(one, label) for one, label in wanted if parts[one].status == "missing" or (again and _accident(parts[one]))]
    if not lacking:
        return parts
    guards.layers(shot.project, [one for one, _ in lacking])
    guards.quota(workspace)
    # One after the other: the first layer is seen with its edges before the masks of the others are followed.
    wishes = [builds.Wish(one, label, priority, shot.pk, place) for place, (one, label) in enumerate(lacking)]
    builds.request_many(workspace, wishes, channel=shot.project.channel, by=by)
    return standing.of(workspace, sources, given=given)


def _accident(part: PartOut) -> bool:
    """Whether it failed by accident, so that asking again may help."""
    return part.status == "failed" and part.problem is not None and part.problem.blame != "you"


def _told(planned: Planned, lift: Sequence[UUID]) -> StackOut:
    shot, stack, film = planned.shot, planned.stack, planned.film
    back, without = stack.behind(film, lift)
    finish = _clip(planned.finish)
    proxies = {one: _clip(one) for one in (stack.take, back)}
    sources: list[standing.Source] = [stack.take, back, *proxies.values(), finish, *([stack.plate] if stack.plate else [])]
    for one in stack.pieces:
        sources += [source for source in (one.matte, one.shown, proxy_of(one.shown) if one.shown else None) if source is not None]
    parts = standing.of(shot.project.workspace, sources, given={stack.take.key})
    facts = parts[stack.take].facts
    mattes = [(one.matte, parts[one.matte]) for one in stack.pieces if one.matte is not None]
    stretches = followed.stretches(shot.project.workspace, mattes, stack.frames)

    filled = stack.backdrop is not None or (stack.plate is not None and parts[stack.plate].status == "done")

    def both(clip: Recipe) -> dict[str, PartOut]:
        return {"made": parts[clip], "proxy": parts[proxies[clip]]}

    return StackOut(
        frames=stack.frames,
        rate=film.project.rate,
        width=facts.get("width") or film.project.width,
        height=facts.get("height") or film.project.height,
        take=shot.take_id,  # type: ignore[arg-type]
        bare=ShownOut(**both(stack.take)),
        plate=PlateOut(**both(back), without=without),
        backdrop=parts[proxies[back]] if stack.backdrop is not None else None,
        backdrop_problem=_problem(stack.backdrop_problem),
        layers=[_layer(one, parts, stretches.get(one.matte, []) if one.matte else [], filled) for one in stack.pieces],
        over=[one.layer.pk for one in stack.over],
        finish=parts[finish],
    )


def _layer(piece: Piece, parts: dict[standing.Source, PartOut], stretches: list[StretchOut], filled: bool) -> LayerOut:
    alpha, proxy = (parts[piece.shown], parts[proxy_of(piece.shown)]) if piece.shown is not None else (_NONE, _NONE)
    matte = parts[piece.matte] if piece.matte is not None else alpha
    failed = next((one.problem for one in (matte, alpha, proxy) if one.problem is not None), None)
    return LayerOut(
        id=piece.layer.pk, matte=matte, alpha=alpha, proxy=proxy, rests=piece.rests, removed=piece.removed,
        filled=piece.removed and filled,
        stretches=stretches, problem=_problem(piece.problem) or failed, notice=_NOBODY if _deserted(piece, matte) else None,
    )  # fmt: skip


def _deserted(piece: Piece, matte: PartOut) -> bool:
    """Whether everybody was to be cut out where nobody is."""
    return piece.layer.auto == "people" and piece.matte is not None and matte.facts.get("empty") is True


def _problem(one: Problem | None) -> ProblemOut | None:
    return ProblemOut(code=one.code, message=one.message, blame=one.blame) if one is not None else None


def _clip(clip: Recipe) -> Recipe:
    """The small film of a clip that a browser plays: the same that the player shows."""
    return declare(preview.proxy, params=preview.ProxyClip(), clip=clip)


def proxy_of(layer: Recipe) -> Recipe:
    """The small film of a layer, with alpha, that a browser plays."""
    operation = registry.get("layers.proxy")
    return declare(operation, params=operation.validate({}), layer=layer)
