"""How the camera moved: every frame laid on an anchor frame, anchors on each other, and exactly nothing where it stood still.

A frame is never told from the one before but from an anchor that shows most of the same, so that errors do not pile up; where the
camera comes back to what it has seen, the older anchor counts and what had crept in meanwhile is spread over the time between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.movement import Matrix, Movement, moved, of_corners, rebased, shared, unit
from generation.registering import MODELS, Anchor, Fit, Free, Grey, small
from generation.tracking import cut_between

Masks = npt.NDArray[np.bool_]  # (height, width): what is not the background
SIDE = 960  # pixels of the longer side at which movement is measured
_ANCHORS = 40  # that are kept at most
_STILL = 0.22  # pixels at that size within which a camera stands still
_RUN = 12  # frames that a stand has to last
_COVER = 0.72  # of an anchor's picture that has to be in sight


@dataclass
class _Shot:
    """What was measured between two cuts."""

    first: int
    width: int
    height: int
    ways: dict[int, list[Matrix | None]] = field(default_factory=lambda: {model: [] for model in MODELS})
    fits: list[Fit | None] = field(default_factory=list)
    anchors: list[tuple[int, Anchor]] = field(default_factory=list)  # (frame within the shot, anchor)
    current: int = 0
    used: dict[int, int] = field(default_factory=dict)  # anchor frame: last frame told from it


Frames = Iterable[tuple[Pixels, Masks | None]]
Tell = Callable[[int], None]


def _silent(n: int) -> None:
    """Nobody listens."""


def camera(frames: Frames, at: int, *, tell: Tell = _silent) -> Movement:
    """The movement of what lies behind; frames (height, width, 3) with what to leave out, one after another, one held.

    Beyond a cut from frame `at` it is not there, and begins again from the identity. Where it cannot be told for some frames it
    is drawn evenly from before to after.

    Raises:
        ValueError: without frames.
    """
    found = shots(frames, tell=tell)
    if not found:
        raise ValueError("no frames")
    at = min(at, found[-1][0] + len(found[-1][1]) - 1)
    mine = [first <= at < first + len(ways) for first, ways in found]
    matrices = [rebased(ways, at - first if own else 0) for own, (first, ways) in zip(mine, found, strict=True)]
    there = [np.full(len(ways), own) for own, (_, ways) in zip(mine, found, strict=True)]
    return Movement(at, np.concatenate(matrices), np.concatenate(there))


def shots(frames: Frames, *, tell: Tell = _silent) -> list[tuple[int, npt.NDArray[np.float64]]]:
    """The first frame of each shot between cuts, and its matrices (n, 3, 3), in shares, told from that frame."""
    found: list[_Shot] = []
    before: Pixels | None = None
    last: tuple[Grey, Free] | None = None
    for n, (pixels, mask) in enumerate(frames):
        tell(n)
        grey = small(pixels, SIDE)
        free = _free(mask, grey.shape)
        if before is None or last is None or cut_between(before, pixels):
            if found:
                found[-1].anchors.clear()  # only matrices are kept of a shot that is over
            found.append(_begun(n, grey, free))
        else:
            _measure(found[-1], grey, free, last)
        before, last = _thumb(pixels), (grey, free)
    return [(shot.first, _told_from_first(shot)) for shot in found]


def _thumb(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, (64, 36), interpolation=cv2.INTER_AREA), np.uint8)


def _free(mask: Masks | None, shape: tuple[int, ...]) -> Free:
    if mask is None:
        return np.ones(shape, bool)
    low = cv2.resize(mask.astype(np.uint8) * np.uint8(255), shape[::-1], interpolation=cv2.INTER_AREA)
    wide = cv2.dilate(low, np.ones((9, 9), np.uint8))
    return np.asarray(wide < 16, np.bool_)


def _begun(first: int, grey: Grey, free: Free) -> _Shot:
    shot = _Shot(first, grey.shape[1], grey.shape[0])
    for ways in shot.ways.values():
        ways.append(np.eye(3))
    shot.fits.append(None)
    shot.anchors.append((0, Anchor(grey, free)))
    shot.used[0] = 0
    return shot


def _foretold(shot: _Shot) -> Matrix:
    """Where the frame after the last would be from the first, if it went on in the same way."""
    ways = [one for one in shot.ways[8][-2:] if one is not None]
    if len(ways) < 2:
        return ways[-1] if ways else np.eye(3)
    step = ways[1] @ np.linalg.inv(ways[0])
    corners = _corners(shot)
    if np.abs(moved(unit(step), corners) - corners).max() < 1.0:  # a standing camera is not set in motion by noise
        return ways[1]
    return unit(step @ ways[1])


def _corners(shot: _Shot) -> npt.NDArray[np.float64]:
    return np.array([[0, 0], [shot.width, 0], [shot.width, shot.height], [0, shot.height]], np.float64)


def _cover(shot: _Shot, way: Matrix) -> float:
    """How much of an anchor's picture is in sight, and not far larger or smaller, under a matrix from it."""
    corners = _corners(shot)
    shape = moved(way, corners).astype(np.float32)
    area, whole = cv2.contourArea(shape), float(shot.width * shot.height)
    common, _ = cv2.intersectConvexConvex(shape, corners.astype(np.float32))
    return float(common / max(area, whole, 1.0))


def _measure(shot: _Shot, grey: Grey, free: Free, last: tuple[Grey, Free]) -> None:
    n = len(shot.fits)
    ahead = _foretold(shot)
    fit, which = _told(shot, grey, free, ahead)
    if fit is None or fit.share < 0.3 or _cover(shot, fit.matrices[fit.best]) < _COVER:
        newer = _newer(shot, grey, free, ahead, last)
        if newer is not None and (fit is None or newer[0].share > fit.share):
            fit, which = newer
    shot.fits.append(fit)
    if fit is None:
        for ways in shot.ways.values():
            ways.append(None)
        return
    frame = shot.anchors[which][0]
    for model, ways in shot.ways.items():
        own = fit.matrices.get(model) if model in fit.matrices else fit.matrices[fit.best]
        base = ways[frame]
        ways.append(None if own is None or base is None else unit(own @ base))
    shot.current = which
    shot.used[frame] = n


def _told(shot: _Shot, grey: Grey, free: Free, ahead: Matrix) -> tuple[Fit | None, int]:
    """Told from the anchor that is used now, or from an older one that shows more of the same again."""
    views = []
    for frame, _ in shot.anchors:
        base = shot.ways[8][frame]
        views.append(-1.0 if base is None else _cover(shot, unit(ahead @ np.linalg.inv(base))))
    best = shot.current
    older = [which for which, view in enumerate(views) if which < best and view > max(0.8, views[best] + 0.08)]
    if older:
        which = max(older, key=lambda one: views[one])
        base = shot.ways[8][shot.anchors[which][0]]
        assert base is not None
        fit = shot.anchors[which][1].towards(grey, free, unit(ahead @ np.linalg.inv(base)))
        if fit is not None and fit.share > 0.4:
            _settle(shot, which, fit, grey, free, ahead)
            return fit, which
    base = shot.ways[8][shot.anchors[best][0]]
    assert base is not None
    way = unit(ahead @ np.linalg.inv(base))
    fit = shot.anchors[best][1].towards(grey, free, way)
    if fit is None:  # it may have stood where the last frame was told
        last = next((one for one in reversed(shot.ways[8]) if one is not None), np.eye(3))
        fit = shot.anchors[best][1].towards(grey, free, unit(last @ np.linalg.inv(base)))
    return fit, best


def _newer(shot: _Shot, grey: Grey, free: Free, ahead: Matrix, last: tuple[Grey, Free]) -> tuple[Fit, int] | None:
    """The frame before becomes an anchor, if its own place is known."""
    n = len(shot.fits)
    base = shot.ways[8][n - 1]
    if base is None or shot.anchors[-1][0] == n - 1:
        return None
    anchor = Anchor(*last)
    fit = anchor.towards(grey, free, unit(ahead @ np.linalg.inv(base))) or anchor.towards(grey, free, np.eye(3))
    if fit is None:
        return None
    if len(shot.anchors) >= _ANCHORS:
        del shot.anchors[1]
    shot.anchors.append((n - 1, anchor))
    shot.used[n - 1] = n - 1
    return fit, len(shot.anchors) - 1


def _settle(shot: _Shot, which: int, fit: Fit, grey: Grey, free: Free, ahead: Matrix) -> None:
    """The camera is back at an older anchor: what has crept in since that was used is spread over the frames between."""
    frame = shot.anchors[which][0]
    now = shot.anchors[shot.current]
    base = shot.ways[8][now[0]]
    if base is None:
        return
    crept = now[1].towards(grey, free, unit(ahead @ np.linalg.inv(base)))
    if crept is None:
        return
    begun, end = shot.used[frame], len(shot.fits)
    corners = _corners(shot)
    for model, ways in shot.ways.items():
        true_base, own_base = ways[frame], ways[now[0]]
        true, own = (one.matrices.get(model, one.matrices[one.best]) for one in (fit, crept))
        if true_base is None or own_base is None:
            continue
        wrong = moved(unit(true @ true_base @ np.linalg.inv(own @ own_base)), corners) - corners
        if np.abs(wrong).max() > 0.05 * shot.width:
            continue
        for n in range(begun + 1, end):
            way = ways[n]
            if way is not None:
                ways[n] = unit(of_corners(corners + wrong * ((n - begun) / (end - begun)), corners) @ way)


def _told_from_first(shot: _Shot) -> npt.NDArray[np.float64]:
    ways = _stood(_whole(shot), shot)
    told = np.array([shared(one, shot.width, shot.height) for one in ways])
    told[[np.array_equal(one, np.eye(3)) for one in ways]] = np.eye(3)
    for n in range(1, len(ways)):  # frames of one stand stay equal to the last bit
        if np.array_equal(ways[n], ways[n - 1]):
            told[n] = told[n - 1]
    return told


def _whole(shot: _Shot) -> list[Matrix]:
    """The matrices of the model that explains the whole shot best, with what could not be told drawn from before to after."""
    known = [one for one in shot.fits if one is not None]
    if not known:
        return [np.eye(3)] * len(shot.fits)
    usable = [model for model in MODELS if all(model in one.matrices for one in known)] or [8]
    model = min(usable, key=lambda one: sum(fit.price(one) if one in fit.misses else 0.0 for fit in known))
    ways, corners = shot.ways[model], _corners(shot)
    told = [n for n, way in enumerate(ways) if way is not None]
    places = np.array([moved(ways[n], corners).ravel() for n in told])  # type: ignore[arg-type]
    full = np.stack([np.interp(np.arange(len(ways)), told, one) for one in places.T], 1).reshape(-1, 4, 2)
    return [way if way is not None else of_corners(full[n], corners) for n, way in enumerate(ways)]


def _stood(ways: list[Matrix], shot: _Shot) -> list[Matrix]:
    """The same with exactly one matrix for as long as the camera stands: no trembling of a hundredth of a pixel."""
    corners = _corners(shot)
    places = np.array([moved(one, corners).ravel() for one in ways])
    apart = np.abs(places - np.median(places, 0)).max(1)
    known = [one.misses[one.best] for one in shot.fits if one is not None]
    noise = float(np.sqrt(np.median(known))) if known else 0.0
    within = float(np.clip(2.5 * noise, _STILL, 0.5))  # what was compressed hard trembles more where nothing moves
    if apart.max() < 2 * within and np.percentile(apart, 90) < within:
        return [np.eye(3)] * len(ways)
    out, n = list(ways), 0
    while n + _RUN <= len(ways):
        end = n + _RUN
        if not _stands(places[n:end]):
            n += 1
            continue
        while end < len(ways) and _stands(places[n : end + 1]):
            end += 1
        held = ways[0] if n == 0 else of_corners(np.median(places[n:end], 0).reshape(4, 2), corners)
        out[n:end] = [held] * (end - n)
        n = end
    return out


def _stands(places: npt.NDArray[np.float64]) -> bool:
    """Whether places keep within noise and go nowhere: a slow pan is not a row of stands."""
    if np.abs(places - np.median(places, 0)).max() > _STILL / 2:
        return False
    third = len(places) // 3
    return bool(np.abs(places[:third].mean(0) - places[-third:].mean(0)).max() < _STILL / 5)
