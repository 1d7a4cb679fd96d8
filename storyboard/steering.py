"""Drawn ways as the parameters of a model: those of the shot's direction, and those on which its layers were drawn — pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storyboard.capable import Model
from storyboard.film import Film
from storyboard.models import Layer, Shot
from storyboard.noted import Note

Json = Any
Point = tuple[int, float, float]  # frame, across, down
Way = tuple[list[Point], tuple[float, float] | None]  # its points, and how wide and high what moves is


def tracks(film: Film, shot: Shot, drawn: Sequence[Mapping[str, Json]], model: Model, notes: list[Note]) -> dict[str, Json]:
    """The parameters of the ways that a model follows, flattened; none where it follows none. What is left out is noted."""
    named = model.title or model.id
    follows, frames_it = "tracks" in model.takes, "boxes" in model.takes
    ways: list[Way] = []
    unread = unboxed = 0
    for one in drawn:
        way = _way(film, shot, one, notes)
        if way is None:
            continue
        points, box = way
        if box is not None and frames_it:
            ways.append((points, box))
        elif follows:
            ways.append((points, None))
            unboxed += box is not None
        else:
            unread += 1
    if unread:
        notes.append(
            Note("TRACKS_UNREAD", f"{named} follows no such drawn ways: {unread} left out.",
                 f"{named} 不支持这类绘制的运动轨迹：{unread} 条未使用。")
        )  # fmt: skip
    if unboxed:
        notes.append(
            Note("BOXES_UNREAD", f"{named} follows points and no boxes: {unboxed} of them are followed by their middle.",
                 f"{named} 只跟随点、不跟随框：{unboxed} 个框按中心点跟随。")
        )  # fmt: skip
    return _flat(ways)


def _flat(ways: Sequence[Way]) -> dict[str, Json]:
    if not ways:
        return {}
    ends, end = [], 0
    for points, _ in ways:
        ends.append(end := end + len(points))
    every = [point for points, _ in ways for point in points]
    found: dict[str, Json] = {
        "track_ends": tuple(ends),
        "track_frames": tuple(frame for frame, _, _ in every),
        "track_across": tuple(float(across) for _, across, _ in every),
        "track_down": tuple(float(down) for _, _, down in every),
    }
    if any(box is not None for _, box in ways):
        found["track_wide"] = tuple(float(box[0]) if box else 0.0 for _, box in ways)
        found["track_high"] = tuple(float(box[1]) if box else 0.0 for _, box in ways)
    return found


def _way(film: Film, shot: Shot, drawn: Mapping[str, Json], notes: list[Note]) -> Way | None:
    """One way within the shot; None where nothing of it is left."""
    box = drawn.get("box")
    points: list[Point] = [(int(frame), float(across), float(down)) for frame, across, down in drawn.get("points", ())]
    if (named := drawn.get("layer")) is not None:
        layer = next((one for one in film.layers_of(shot) if str(one.pk) == named), None)
        points = drawn_by(layer) if layer is not None else []
        if not points:
            notes.append(
                Note("TRACK_GONE", "A layer whose way is to be followed was put away, or has no keys: it is left out.",
                     "要跟随的图层已被移除，或没有关键帧，已略去。")
            )  # fmt: skip
            return None
    within = [one for one in points if one[0] < shot.frames]
    if len(within) < len(points):
        notes.append(
            Note("TRACK_BEYOND", f"{len(points) - len(within)} points of a drawn way lie beyond the shot's {shot.frames} frames.",
                 f"绘制的轨迹有 {len(points) - len(within)} 个点超出镜头的 {shot.frames} 帧。")
        )  # fmt: skip
    placed = [(frame, min(2.0, max(-1.0, across)), min(2.0, max(-1.0, down))) for frame, across, down in within]
    return (placed, (float(box[0]), float(box[1])) if box else None) if placed else None


def drawn_by(layer: Layer) -> list[Point]:
    """The way on which a layer was drawn: where it was shot, moved as its keys say; empty without keys."""
    across, down = _middle(layer)
    return [(key["frame"], across + key["across"], down + key["down"]) for key in layer.keys]


def _middle(layer: Layer) -> tuple[float, float]:
    """The middle of what a layer shows, from its first mask or from where it was put; the picture's where nothing says."""
    region = (layer.thing or {}).get("region") if layer.kind == "thing" else None
    for mask in layer.masks[:1]:
        region = region or mask.get("box")
        places = [(across, down) for across, down, belongs in mask.get("points", ()) if belongs]
        places = places or [place for stroke in mask.get("strokes", ()) if stroke["belongs"] for place in stroke["path"]]
        if not region and places:
            return sum(one[0] for one in places) / len(places), sum(one[1] for one in places) / len(places)
    if region:
        return (region[0] + region[2]) / 2, (region[1] + region[3]) / 2
    return tuple(layer.pivot) if layer.pivot else (0.5, 0.5)
