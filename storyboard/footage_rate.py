"""When a film's rate changes, its footage keeps showing the same moments: what is counted at the rate is counted anew."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from generation import media
from storyboard.changes import MAX_CHANGES, Change, EditIn
from storyboard.footage_shots import LONGEST
from storyboard.layer_fields import LAST_FRAME
from storyboard.models import Layer, Project, Shot


def carried(project: Project, edit: EditIn) -> EditIn:
    """The edit, and where it sets another rate, the footage of every shot that it does not name counted at that rate.

    So is what was said of frames of it on layers. Shots that follow each other in one piece of footage still do. Generated shots
    keep their number of frames: they are made at the new rate from the same words.
    """
    rates = [one.set["rate"] for one in edit.changes if one.kind == "project" and one.id == project.pk and "rate" in one.set]
    try:
        ratio = media.rate(str(rates[-1])) / media.rate(project.rate) if rates else Fraction(1)
    except ValueError:
        return edit  # the edit itself will be refused for it
    if ratio == 1:
        return edit
    named = {one.id for one in edit.changes if one.kind == "shot" and {"footage", "frames"} & one.set.keys()}
    shots = Shot.objects.filter(project=project, footage__isnull=False).exclude(pk__in=named)
    more = [Change(kind="shot", id=shot.pk, set=dict(_counted(shot, ratio))) for shot in shots]
    said = {one.id for one in edit.changes if one.kind == "layer"}
    layers = Layer.objects.filter(project=project, shot__in=shots).exclude(pk__in=said).select_related("shot")
    more += [Change(kind="layer", id=layer.pk, set=fields) for layer in layers if (fields := dict(_on_layer(layer, ratio)))]
    return edit.model_copy(update={"changes": [*edit.changes, *more][:MAX_CHANGES]})


def _counted(shot: Shot, ratio: Fraction) -> Iterator[tuple[str, Any]]:
    taken = shot.footage or {}
    first = _nearest(taken["start"], ratio)
    end = _nearest(taken["start"] + shot.frames, ratio)
    yield "footage", {**taken, "start": first}
    yield "frames", min(LONGEST, max(1, end - first))
    if any(line.get("at") is not None for line in shot.dialogue):
        yield "dialogue", [_line(line, ratio) for line in shot.dialogue]


def _line(line: dict[str, Any], ratio: Fraction) -> dict[str, Any]:
    if line.get("at") is None:
        return line
    first, end = _nearest(line["at"], ratio), _nearest(line["at"] + (line.get("frames") or 1), ratio)
    return {**line, "at": first, "frames": max(1, end - first)}


def _on_layer(layer: Layer, ratio: Fraction) -> Iterator[tuple[str, Any]]:
    """What was said of frames of a shot that is footage, said of the same moments."""
    start = (layer.shot.footage or {})["start"]

    def there(frame: int) -> int:
        return min(LAST_FRAME, max(0, _nearest(start + frame, ratio) - _nearest(start, ratio)))

    for name in ("masks", "keys"):
        if said := getattr(layer, name):
            moved = {(at := there(one["frame"])): {**one, "frame": at} for one in said}  # of two that meet the later stays
            yield name, list(moved.values())
    if layer.thing:
        yield "thing", {**layer.thing, "frame": there(layer.thing["frame"])}
    if layer.borrowed:
        yield "borrowed", {**layer.borrowed, "offset": _nearest(layer.borrowed["offset"], ratio)}


def _nearest(frame: int, ratio: Fraction) -> int:
    exact = frame * ratio
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
