"""What is seen of a neighbouring shot: its current take with its layers, as far as nothing of it is made from what asks — pure.

A shot that goes on from the one before is made from that one's picture. Layers that are borrowed and bridges look the other way,
so that two shots could be made from each other and never be fresh. Here is what makes that impossible: of a neighbour only that
is taken which is made from shots before the one that asks, and nobody goes on from a bridge.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.recipe import Recipe
from storyboard import effect_plans, layer_plans, making, masks
from storyboard.film import Film
from storyboard.models import Shot, Take

BRIDGE = "video.bridge"


def current(film: Film, shot: Shot) -> Take | None:
    """The take that a shot shows, or is about to, with its recipe."""
    if shot.pk in film.ahead:
        return film.ahead[shot.pk]
    take = film.takes.get(shot.take_id) if shot.take_id else None
    if take is not None:
        _read(film)
    return take


def seen(film: Film, shot: Shot, asks: Shot) -> Recipe | None:
    """What is seen of a shot by another: its take, finished; bare where its layers come from shots that might be made from it.

    None while it has no take.
    """
    take = current(film, shot)
    if take is None:
        return None
    bare = making.frozen(take)
    return bare if _entangled(film, shot, asks) else layer_plans.finished(film, shot, bare)


def last_frame(film: Film, shot: Shot, asks: Shot) -> Recipe | None:
    """The last picture that is seen of a shot by another; None while it has no take."""
    clip, take = seen(film, shot, asks), current(film, shot)
    if clip is None or take is None:
        return None
    return masks.frame_of(clip, (masks.length(making.frozen(take)) or shot.frames) - 1)


def is_bridge(take: Take) -> bool:
    """Whether a take leads from one shot to another, or is made of one that does."""
    return any(one.name == BRIDGE for one in making.own_nodes(making.frozen(take)))


def _entangled(film: Film, shot: Shot, asks: Shot) -> bool:
    """Whether what is seen of a shot is made from takes of others that might be made from it."""
    order = {one.pk: place for place, one in enumerate(film.shots) if one.scene_id == asks.scene_id}
    first = min(order.get(shot.pk, -1), order.get(asks.pk, -1))
    return any(order.get(one.pk, first) >= first or (one.take is not None and is_bridge(one.take)) for one in _others(film, shot))


def _others(film: Film, shot: Shot) -> Iterator[Shot]:
    """The shots whose takes are seen in this one besides its own, or that its effects look at."""
    for effect in film.effects_of(shot):
        for id_ in effect_plans.looks_elsewhere(effect):
            if (looked_at := film.elsewhere(str(id_))) is not None:
                yield looked_at
    if (shot.backdrop or {}).get("kind") == "shot":
        other = film.elsewhere(shot.backdrop["shot"])  # type: ignore[index]
        if other is not None:
            yield other
    for layer in film.layers_of(shot):
        lent, seen_so_far = layer, {layer.pk}
        while lent.kind == "borrowed":
            found = film.lent((lent.borrowed or {})["layer"])
            if found is None or found.pk in seen_so_far:
                break
            seen_so_far.add(found.pk)
            lent = found
            yield lent.shot


def _read(film: Film) -> None:
    """Read the recipes of all takes that shots go on from, at once: one by one a long film would take a statement for each."""
    if "recipes read" in film.memo:
        return
    film.memo["recipes read"] = True
    before = (film.previous(shot) for shot in film.shots if (shot.direction or {}).get("continues"))
    wanted = {one.take_id for one in before if one is not None and one.take_id}
    lacking = [pk for pk in wanted if (take := film.takes.get(pk)) and "recipe" in take.get_deferred_fields()]
    lacking = [pk for pk in lacking if not making.known(film.takes[pk].key)]
    for pk, recipe in Take.objects.filter(pk__in=lacking).values_list("pk", "recipe"):
        film.takes[pk].recipe = recipe
