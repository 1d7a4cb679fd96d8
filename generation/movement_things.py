"""How a thing moves: one point, a plane of four corners, or a cut-out thing's place and size; lost and found, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.movement import Matrix, Movement, rest, shared, unit
from generation.registering import Anchor, Grey, small
from generation.tracking import cut_between

Read = Callable[[int, int], Sequence[Pixels]]  # frames first … last, both inside
Shares = Sequence[tuple[float, float]]
SIDE = 1280  # pixels of the longer side at which things are followed
_WINDOW = 12  # frames that are held at a time
_ALIKE = 0.72  # correlation with what was pointed at, above which it is that
_AGAIN = 0.82  # the same for something that was lost and is found elsewhere
_ROUND = 0.78  # the same for what lies round it: much looks like a small patch
_FRESH = 0.9  # so sure that what it looks like by now is remembered
_WIDER = (1.8, 3.0)  # how far round a plane that has too little in it to be told by is looked at, in its sizes
_HIDDEN = 10.0  # grey levels by which a plane differs from how it looked where something stands before it


def follow(
    read: Read, frames: int, at: int, points: Shares, *, reach: float = 0.02, tell: Callable[[int], None] = lambda n: None
) -> Movement:
    """The movement of one point, or of the plane between four corners (in order round it), both ways from frame `at`.

    `reach`: how far around a point it is looked at, in shares of the width.
    """
    found, lost = _followed(read, frames, at, points, reach, 1.0, tell)
    for wider in _WIDER if len(points) == 4 else ():
        if not lost:
            break
        other, still = _followed(read, frames, at, points, reach, wider, tell)
        if still < lost:
            found, lost = other, still
    return found


def _followed(
    read: Read, frames: int, at: int, points: Shares, reach: float, wider: float, tell: Callable[[int], None]
) -> tuple[Movement, int]:
    """The movement, and at how many frames before a cut it was lost."""
    found = rest(frames, at)
    done = lost = 0
    for way in (1, -1):
        seeker: _Point | _Plane | None = None
        before: Pixels | None = None
        over = False
        for n, pixels in _along(read, at, frames, way):
            tell(done)
            done += 1
            if seeker is None:
                grey = small(pixels, SIDE)
                seeker = _Point(grey, points[0], reach) if len(points) == 1 else _Plane(grey, points, wider)
            elif over or cut_between(before, pixels):  # type: ignore[arg-type]
                over = True
                found.there[n], found.matrices[n] = False, np.eye(3)
            else:
                matrix, there = seeker.seek(small(pixels, SIDE))
                found.there[n] = there
                found.matrices[n] = matrix
                lost += not there
            before = pixels
    return found, lost


def _along(read: Read, at: int, frames: int, way: int) -> Iterable[tuple[int, Pixels]]:
    n = at
    while 0 <= n < frames:
        last = min(frames - 1, n + _WINDOW - 1) if way > 0 else max(0, n - _WINDOW + 1)
        window = list(read(min(n, last), max(n, last)))[::way]
        yield from zip(range(n, last + way, way), window, strict=True)
        n = last + way


class _Point:
    """A patch round a point: carried by flow, then laid on what it looked like, by an affinity."""

    def __init__(self, grey: Grey, point: tuple[float, float], reach: float) -> None:
        self.height, self.width = grey.shape
        self.half = max(10, round(reach * self.width))
        self.start = np.array([point[0] * self.width - 0.5, point[1] * self.height - 0.5])
        self.first = self._patch(grey, self._home())
        self.fresh = self.first
        self.around = self._around(grey, self._home())
        self.flat = float(self.first.std()) < 2
        self.state = self._home()  # (2, 3): patch pixels → frame pixels
        self.fresh_state = self.state
        self.before, self.lost = grey, False

    def _home(self) -> Any:
        return np.array([[1, 0, self.start[0] - self.half], [0, 1, self.start[1] - self.half]], np.float64)

    def _patch(self, grey: Any, state: Any) -> Any:
        side = 2 * self.half + 1
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(grey.astype(np.float32), state, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)

    def _around(self, grey: Any, state: Any) -> Any:
        """What lies round the patch, three times as wide, at a third of its fineness."""
        middle = np.array([[3, 0, -2 * self.half], [0, 3, -2 * self.half], [0, 0, 1.0]])
        return self._patch(cv2.GaussianBlur(grey, (0, 0), 1.2), state @ middle)

    def seek(self, grey: Grey) -> tuple[Matrix, bool]:
        found = None if self.lost else self._near(grey)
        if found is None:
            found = self._anywhere(grey)
        self.before, self.lost = grey, found is None
        if found is not None:
            self.state = found
        middle = self.state @ (self.half, self.half, 1)
        matrix = np.eye(3)
        matrix[:2, 2] = (middle - self.start) / (self.width, self.height)
        return matrix, not self.lost

    def _near(self, grey: Grey) -> Any:
        steps = np.linspace(self.half * 0.4, self.half * 1.6, 5)
        inside = np.array([[x, y, 1] for y in steps for x in steps])
        begun = (inside @ self.state.T).astype(np.float32)[:, None]
        follow: Any = cv2.calcOpticalFlowPyrLK
        there, one, _ = follow(self.before, grey, begun, None, winSize=(21, 21), maxLevel=4)
        again, other, _ = follow(grey, self.before, there, None, winSize=(21, 21), maxLevel=4)
        good = (one.ravel() == 1) & (other.ravel() == 1) & (np.abs(again - begun).reshape(-1, 2).max(1) < 1)
        guess = self.state.copy()
        if good.sum() >= 3:
            guess[:, 2] += np.median((there - begun).reshape(-1, 2)[good], 0)
        return self._fitted(grey, guess, _ALIKE)

    def _fitted(self, grey: Grey, guess: Any, least: float) -> Any:
        """A patch's place to a part of a pixel; None where nothing near looks like it."""
        middle = guess @ (self.half, self.half, 1)
        if not (0 <= middle[0] <= self.width - 1 and 0 <= middle[1] <= self.height - 1):
            return None
        if self.flat:  # nothing to lay it on: flow alone
            return guess
        best: tuple[float, Any] = (-1.0, guess)
        everywhere = np.full(grey.shape, 255, np.uint8)
        for template, state in ((self.first, guess), (self.fresh, guess)):
            stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
            try:
                sure, laid = cv2.findTransformECC(
                    template, grey.astype(np.float32), state.astype(np.float32), cv2.MOTION_AFFINE, stop, everywhere, 3
                )
            except cv2.error:  # it did not converge
                sure, laid = _alike(template, self._patch(grey, state)), state
            laid = np.asarray(laid, np.float64)
            apart = np.hypot(*((laid - guess) @ (self.half, self.half, 1)))
            size = float(np.sqrt(max(np.linalg.det(laid[:, :2]), 1e-6)))
            if apart > 0.7 * self.half or not 0.15 < size < 7:
                sure, laid = _alike(template, self._patch(grey, state)), np.asarray(state, np.float64)
            if sure > best[0] + (0.03 if template is self.fresh else 0):
                best = (sure, laid)
            if sure >= _FRESH:
                break
        if best[0] < least:
            return None
        if best[0] >= _FRESH:
            self.fresh, self.fresh_state = self._patch(grey, best[1]), best[1]
        return best[1]

    def _anywhere(self, grey: Grey) -> Any:
        """Looked for in the whole picture with what lies round it, as last seen well and as it was at first; near first."""
        if self.flat:
            return None
        scale = min(1.0, 12 / self.half)
        low = cv2.resize(grey.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        for template, state in ((self.fresh, self.fresh_state), (self.first, self._home())):
            size = float(np.sqrt(max(np.linalg.det(state[:, :2]), 1e-6)))
            side = max(5, round((2 * self.half + 1) * scale * size))
            if side >= min(low.shape):
                continue
            score = cv2.matchTemplate(low, cv2.resize(template, (side, side), interpolation=cv2.INTER_AREA), cv2.TM_CCOEFF_NORMED)
            down, across = np.indices(score.shape)
            last = (self.state @ (self.half, self.half, 1) + 0.5) * scale - (side - 1) / 2 - 0.5
            score = score - 0.15 * np.hypot(across - last[0], down - last[1]) / low.shape[1]
            for _ in range(6):
                _, most, _, place = cv2.minMaxLoc(score)
                if most < 0.6:
                    break
                guess = state.copy()
                middle = (np.array(place) + (side - 1) / 2 + 0.5) / scale - 0.5
                guess[:, 2] += middle - state @ (self.half, self.half, 1)
                found = self._fitted(grey, guess, _AGAIN)
                if found is not None and _alike(self.around, self._around(grey, found)) > _ROUND:
                    return found
                cv2.circle(score, place, max(2, side // 3), -1.0, -1)
        return None


def _alike(one: Any, other: Any) -> float:
    a, b = one - one.mean(), other - other.mean()
    return float((a * b).sum() / max(np.sqrt((a * a).sum() * (b * b).sum()), 1e-6))


class _Plane:
    """Four corners of something flat: its points laid on how it looked at first.

    A bare wall says little of itself: then it is looked at `wider`, and whether it is hidden is told by its own place alone.
    """

    def __init__(self, grey: Grey, corners: Shares, wider: float = 1.0) -> None:
        self.shape = grey.shape
        placed = np.asarray(corners, np.float64) * np.array([grey.shape[1], grey.shape[0]]) - 0.5
        self.own = self._filled(placed)
        self.inside = self._filled(placed.mean(0) + (placed - placed.mean(0)) * wider)
        self.wide = wider > 1
        self.first = Anchor(grey, self.inside)
        self.fresh: tuple[Anchor, Matrix] = (self.first, np.eye(3))
        self.state, self.speed, self.lost = np.eye(3), np.eye(3), False

    def _filled(self, corners: Any) -> Any:
        inside = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(inside, [corners.round().astype(np.int32)], 1)
        return inside > 0

    def seek(self, grey: Grey) -> tuple[Matrix, bool]:
        guesses = [self.state] if self.lost else [unit(self.speed @ self.state), self.state]
        found = next((one for guess in guesses if (one := self._laid(grey, guess)) is not None), None)
        if found is None and self.lost:
            found = self._laid(grey, np.eye(3))
        if found is not None:
            self.speed = unit(found @ np.linalg.inv(self.state)) if not self.lost else np.eye(3)
            self.state = found
        self.lost = found is None
        there = not self.lost and not (self.wide and self._hidden(grey))
        return shared(self.state, self.shape[1], self.shape[0]), there

    def _hidden(self, grey: Grey) -> bool:
        back = cv2.warpPerspective(grey, np.linalg.inv(self.state), self.shape[::-1], flags=cv2.INTER_LINEAR)
        apart = back[self.own].astype(np.float32) - self.first.grey[self.own].astype(np.float32)
        return float(np.abs(apart - apart.mean()).mean()) > _HIDDEN or abs(float(apart.mean())) > 4 * _HIDDEN

    def _laid(self, grey: Grey, guess: Matrix) -> Matrix | None:
        free = np.ones(self.shape, bool)
        fit = self.first.towards(grey, free, guess)
        if fit is None or fit.share < 0.3:  # it looks otherwise by now: by way of a frame in which it was told well
            anchor, base = self.fresh
            fit_too = anchor.towards(grey, free, unit(guess @ np.linalg.inv(base)))
            if fit_too is None:
                return None
            way = unit(fit_too.matrices[fit_too.best] @ base)
            nearer = self.first.towards(grey, free, way)  # and from there on the first again, if it can be
            if nearer is not None and nearer.share >= 0.3:
                way = nearer.matrices[nearer.best]
            sure = fit_too.share
        else:
            way, sure = fit.matrices[fit.best], fit.share
        back = cv2.warpPerspective(grey, np.linalg.inv(way), self.shape[::-1], flags=cv2.INTER_LINEAR)
        if _alike(self.first.grey[self.inside].astype(np.float32), back[self.inside].astype(np.float32)) < 0.5:
            return None
        if sure > 0.6 and (fit is None or fit.share < 0.6):
            shown = cv2.warpPerspective(self.inside.astype(np.uint8), way, self.shape[::-1]) > 0
            self.fresh = (Anchor(grey, shown), way)
        return way


@dataclass(frozen=True)
class _Seen:
    """What a mask shows at one frame, in pixels: its box without stray pixels, its middle, area, lean, and cut-off sides."""

    box: tuple[float, float, float, float]
    middle: tuple[float, float]
    area: float
    lean: float  # radians of its long axis
    long: float  # how much longer than wide
    cut: tuple[bool, bool, bool, bool]


def of_matte(masks: Iterable[npt.NDArray[np.uint8]], at: int, *, tell: Callable[[int], None] = lambda n: None) -> Movement:
    """Where a cut-out thing lies and how large it is, told from frame `at` (or the nearest that shows it), without trembling.

    It turns only where it is long enough for its lean to say something. Not `there` where the mask is empty.

    Raises:
        ValueError: when there is nothing in any mask.
    """
    seen: list[_Seen | None] = []
    width = height = 1
    for n, mask in enumerate(masks):
        tell(n)
        height, width = mask.shape
        seen.append(_seen(mask))
    shown = [n for n, one in enumerate(seen) if one is not None]
    if not shown:
        raise ValueError("nothing in any mask")
    base = min(shown, key=lambda n: abs(n - at))
    places = np.array([_place(seen[n], seen[base]) for n in shown])
    turning = all(seen[n].long > 1.6 for n in shown)  # type: ignore[union-attr]
    places[:, 3] = np.unwrap(places[:, 3], period=np.pi) if turning else 0
    every = np.stack([np.interp(np.arange(len(seen)), shown, one) for one in places.T], 1)
    smooth = _smoothed(every, np.isin(np.arange(len(seen)), shown))
    matrices = np.array([_pose(one, smooth[base]) for one in smooth])
    told = np.array([shared(one, width, height) for one in matrices])
    told[base] = np.eye(3)
    return Movement(min(at, len(seen) - 1), told, np.array([one is not None for one in seen]))


def _seen(mask: npt.NDArray[np.uint8]) -> _Seen | None:
    scale = min(1.0, 640 / max(mask.shape))
    low = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    area = low.sum()
    if area < 12 or low.max() < 0.5:
        return None
    columns, rows = low.sum(0), low.sum(1)
    left, right = (float(np.interp(p * area, np.cumsum(columns), np.arange(len(columns)) + 1)) for p in (0.01, 0.99))
    top, bottom = (float(np.interp(p * area, np.cumsum(rows), np.arange(len(rows)) + 1)) for p in (0.01, 0.99))
    found = cv2.moments(low)
    x, y = found["m10"] / area, found["m01"] / area
    xx, yy, xy = found["mu20"] / area, found["mu02"] / area, found["mu11"] / area
    spread = np.hypot(xx - yy, 2 * xy)
    long = float(np.sqrt((xx + yy + spread) / max(xx + yy - spread, 1e-6)))
    edge = max(3.0, 0.004 * area)
    cut = (low[:, 0].sum() > edge, low[0].sum() > edge, low[:, -1].sum() > edge, low[-1].sum() > edge)
    back = 1 / scale
    return _Seen(
        (left * back, top * back, right * back, bottom * back), ((x + 0.5) * back, (y + 0.5) * back), area * back * back,
        float(0.5 * np.arctan2(2 * xy, xx - yy)), long, cut,
    )  # fmt: skip


def _place(one: Any, base: Any) -> tuple[float, float, float, float]:
    """Middle, logarithm of the size against the base, and lean; by the sides that are in the picture where others are not."""
    size = 0.5 * np.log(one.area / base.area)
    x, y = one.middle
    if any(one.cut) and not any(base.cut):
        wide, high = one.box[2] - one.box[0], one.box[3] - one.box[1]
        whole_wide, whole_high = base.box[2] - base.box[0], base.box[3] - base.box[1]
        sides = (one.cut[0] or one.cut[2], one.cut[1] or one.cut[3])
        if not all(sides):  # the side that is whole says how large it is
            size = np.log(high / whole_high) if sides[0] else np.log(wide / whole_wide)
        else:
            size = max(np.log(high / whole_high), np.log(wide / whole_wide))
        grown = np.exp(size)
        from_left, from_top = (base.middle[0] - base.box[0]) * grown, (base.middle[1] - base.box[1]) * grown
        x = one.box[2] - whole_wide * grown + from_left if one.cut[0] else one.box[0] + from_left if one.cut[2] else x
        y = one.box[3] - whole_high * grown + from_top if one.cut[1] else one.box[1] + from_top if one.cut[3] else y
    return x, y, float(size), one.lean


def _smoothed(values: Any, known: Any) -> Any:
    """Each column without what changes from frame to frame only: a parabola through the five nearest each side, by weight."""
    count, reach = len(values), 6
    out = np.empty_like(values)
    for n in range(count):
        near = np.arange(max(0, n - reach), min(count, n + reach + 1))
        weight = np.exp(-0.5 * ((near - n) / 2.2) ** 2) * np.where(known[near], 1, 1e-3)
        powers = np.vander(near - n, min(3, len(near)), increasing=True).astype(float)
        root = np.sqrt(weight)[:, None]
        out[n] = np.linalg.lstsq(powers * root, values[near] * root, rcond=None)[0][0]
    return out


def _pose(one: Any, base: Any) -> Matrix:
    grown, turn = np.exp(one[2] - base[2]), one[3] - base[3]
    c, s = grown * np.cos(turn), grown * np.sin(turn)
    matrix = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])
    half = np.array([0.5, 0.5])  # middles are told in pixel corners, matrices between pixel centres
    matrix[:2, 2] = (one[:2] - half) - matrix[:2, :2] @ (base[:2] - half)
    return matrix
