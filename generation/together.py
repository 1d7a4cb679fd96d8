"""Several things looked for at once, so that none is taken for another: memory says where, the decoder cuts out.

Each pixel has one owner. What is common to things that look the same cannot be told apart by looks: there, how they moved has the
word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.alikes import Thing
from generation.carrying import holes
from generation.recall import REACH, Cells, Recall, Shares, around
from generation.sightings import View, agreement, inner, shared
from generation.strips import FIRM, LEAST, Field, Place

_SMALL = 1200  # pixels at working size below which a thing is hardly a dozen cells: too coarse to be told by cells
_STRANGERS, _TWINS = 0.76, 0.86  # shared colours below which looks tell all, and from which they tell little
_LITTLE = 0.25  # the word that looks have between twins
_NEAR = 3.0  # cells from where it was foretold at which a thing is e times less likely
_GONE = 0.05  # how likely a place is for a thing of which it is not known where it should be
_HALF = 0.5  # how far flow is believed against the way it went: it takes one's motion for the other's
_CUT = 0.45  # overlap with what memory says below which the decoder has cut out something else
_PIECES = 3  # in which a thing is cut out at most
_LEFT = 0.15  # share of what memory says that may be left over: an outline of cells is never that of a thing
_CELL = np.ones((9, 9), np.uint8)  # pixels at working size: narrower than this, what is left over is such an edge
_WITHIN = 0.6  # share of a hole that has to be within for it to be none
_RIM = 7  # pixels at working size: what is deeper inside is not as soft as an edge
_GROWN = 1.3  # times its size that a thing may have between two looks
_LIKE = 0.6  # cosine of kinds below which it is not the thing, however its cells look


def twins(one: Thing, other: Thing) -> float:
    """How little looks tell two things apart: 0 they tell all, 1 nothing.

    By their colours: the pooled features of two people are much alike (0.95) whatever they wear, and memory tells them apart by
    single cells. Two of the same clothing share 0.83 … 0.95 of their colours, a boy and a girl in other clothes 0.76.
    """
    alike = shared(one.colours, other.colours)
    return min(1.0, max(0.0, (alike - _STRANGERS) / (_TWINS - _STRANGERS)))


def looked(
    view: View,
    recall: Recall,
    place: Place,
    things: Sequence[Thing],
    foretold: Sequence[Field | None],
    carried: Sequence[Field | None],
) -> list[Field | None]:
    """Where each thing is in a picture; None: not seen, or too small to say.

    `foretold` is where each should be, `carried` where flow has it.
    """
    rows, columns = view.features.shape[1:]
    seen = [None if one is None else _cells(one, rows, columns) for one in foretold]
    flown = [None if one is None else _cells(one, rows, columns) for one in carried]
    asked = np.zeros((rows, columns), bool)
    for thing, where in zip(things, seen, strict=True):
        last = thing.field if thing.field is not None else thing.clear
        for one in (where, None if last is None else _cells(last, rows, columns)):
            if one is not None:
                asked |= one
    shares = recall.told(view.features, around(asked, REACH), [one.name for one in things])
    if len(things) > 1:
        shares = _divided(shares, things, seen, flown)
    wide: npt.NDArray[Any] = cv2.resize(shares, place.size, interpolation=cv2.INTER_CUBIC).reshape(*place.size[::-1], len(things))
    rest = 1 - wide.sum(-1, keepdims=True)
    owner = np.concatenate([wide, rest], -1).argmax(-1)
    parts = [owner == n for n in range(len(things))]
    found: list[Field | None] = []
    for n, thing in enumerate(things):
        others = (owner != n) & (owner < len(things))
        known = thing.area >= _SMALL and parts[n].sum() >= max(LEAST, 0.02 * thing.area)
        outlined = _outlined(view, parts[n], others, wide[..., n], thing.area) if known else None
        was = carried[n]
        found.append(outlined if outlined is None or was is None else _solid(outlined, parts[n], was))
    return _parted(view, things, found, wide)


def _cells(field: Field, rows: int, columns: int) -> Cells:
    return np.asarray(cv2.resize((field > 0).astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA) > 0.1)


def _divided(shares: Shares, things: Sequence[Thing], seen: Sequence[Cells | None], flown: Sequence[Cells | None]) -> Shares:
    """What is of one of the things, divided between them by looks and by where each should be."""
    whole = shares.sum(-1, keepdims=True)
    divided = np.empty_like(shares)
    for n, (thing, where, flow) in enumerate(zip(things, seen, flown, strict=True)):
        like = max(twins(thing, other) for other in things if other is not thing)
        word = 1 - (1 - _LITTLE) * like
        likely = np.maximum(np.maximum(_likely(where), _HALF * _likely(flow)), _GONE if where is None else 0)
        divided[..., n] = np.maximum(shares[..., n], 0.01) ** word * likely**like
    divided *= whole / np.maximum(divided.sum(-1, keepdims=True), 1e-12)
    return divided


def _likely(where: Cells | None) -> npt.NDArray[Any] | float:
    """How likely a thing is at each cell when it should be there."""
    if where is None or not where.any():
        return 0.0
    likely: npt.NDArray[Any] = np.exp(-cv2.distanceTransform((~where).astype(np.uint8), cv2.DIST_L2, 5) / _NEAR)
    return likely


def _outlined(
    view: View, part: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_], share: npt.NDArray[Any], area: float
) -> Field | None:
    """The thing cut out where memory says it is; as memory says it where the decoder cuts out something else.

    Of somebody behind somebody else several pieces may show, and the decoder gives one: what is left is asked for again.
    """
    said: Field = np.clip((share - 0.5) * 2 * FIRM, -FIRM, FIRM).astype(np.float32)
    said = np.where(part, np.maximum(said, 0.5), np.minimum(said, -0.5))
    most = max(area, float(part.sum()))  # who comes out from behind something is larger than he was
    wrong, left = inner(others, 2), part
    found: Field | None = None
    for _ in range(_PIECES):
        points = inner(left, 4)
        if not points:
            break
        fit = [(agreement(one > 0, left) - _beyond(one, most), sure, one) for one, sure in view.asked(points, wrong)]
        overlap, _, piece = max(fit, key=lambda one: one[0] + 0.3 * one[1])
        if overlap < _CUT:
            piece = np.where(left, said, -FIRM) if found is not None else said
        found = piece if found is None else np.maximum(found, piece)
        left = cv2.morphologyEx((part & (found <= 0)).astype(np.uint8), cv2.MORPH_OPEN, _CELL) > 0
        if left.sum() < _LEFT * part.sum():
            break
    return found


def _solid(field: Field, part: npt.NDArray[np.bool_], carried: Field) -> Field:
    """Without holes that the decoder cut for what looks other (a beak, a badge) where memory and what flow carried say otherwise.

    Both have to say so: cells are too coarse to see between an arm and a body, and flow alone closes what has just opened.
    """
    within = part & (carried > 0)
    inside = (field > 0).astype(np.uint8)
    for at, hole in holes(field):
        if (within[at] & hole).sum() > _WITHIN * hole.sum():
            inside[at] |= hole.astype(np.uint8)
    core = (cv2.erode(inside, np.ones((_RIM, _RIM), np.uint8)) > 0) & ((field <= 0) | within)
    closed = np.where(inside > 0, np.maximum(field, 0.5), field)
    return np.where(core, np.maximum(closed, FIRM / 2), closed).astype(np.float32)


def _beyond(field: Field, area: float) -> float:
    """By how much it is larger than the thing can have become between two looks, 0 if it is not."""
    return max(0.0, float((field > 0).sum()) / max(1.0, area) - _GROWN)


def _parted(view: View, things: Sequence[Thing], fields: Sequence[Field | None], shares: npt.NDArray[Any]) -> list[Field | None]:
    """Each pixel given to the thing that is surest of it, by memory where they are as sure; what looks otherwise is not it."""
    sure = [np.full(shares.shape[:2], -FIRM, np.float32) if one is None else one for one in fields]
    owner = (np.stack(sure, -1) + 0.1 * shares).argmax(-1)
    found: list[Field | None] = []
    for n, (thing, field) in enumerate(zip(things, fields, strict=True)):
        own = None if field is None else np.where(owner == n, field, np.minimum(field, -np.abs(field)))
        believed = own is not None and (own > 0).sum() >= LEAST and view.kin(own, thing.kind) >= _LIKE
        found.append(own if believed else None)
    return found
