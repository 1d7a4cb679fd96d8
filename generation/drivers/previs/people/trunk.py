"""The trunk: its rings for a look and pose, the neck, the pelvis and cloth that hangs below the hips."""

from __future__ import annotations

import math

import skia

from generation.drivers.previs.people.barrel import Barrel, Ring
from generation.drivers.previs.people.body import Body
from generation.drivers.previs.people.limbs import edge_of
from generation.drivers.previs.people.outfit import Outfit
from generation.drivers.previs.people.paint import Brush
from generation.drivers.previs.people.shapes import hull_points, limb, smooth, smooth_on
from generation.drivers.previs.people.skeleton import Bones, Screen
from generation.drivers.previs.people.state import Colour, Point
from generation.drivers.previs.people.vector import Vector, mix, placed, sub


class Trunk:
    """The rings of one posed trunk under one outfit, and the paths that clothes are cut from."""

    def __init__(self, bones: Bones, body: Body, outfit: Outfit, screen: Screen) -> None:
        self.bones, self.body, self.outfit, self.screen = bones, body, outfit, screen
        h, e = body.height, outfit.ease
        b = body
        hs = b.shoulder_x + 0.006 * h
        soft = 1.0 + (e - 1.0) * 1.3
        waist = b.half_waist if not outfit.ease > 1.08 else max(b.half_waist, b.half_hip * 0.93)
        table = (
            (-0.14, b.half_hip * 0.99, b.depth * 0.95, b.depth * 1.16),
            (0.02, b.half_hip * 1.02, b.depth * 0.98, b.depth * 1.20),
            (0.17, b.half_hip * 0.94, max(b.depth * 0.95, b.belly * 1.02), b.depth * 1.02),
            (0.36, waist, max(b.depth * 0.92, b.belly * 1.04), b.depth * 0.86),
            (0.52, waist * 0.5 + hs * 0.47, b.depth * 1.0 + b.bust * 0.35 + (b.belly - b.depth * 0.9) * 0.4, b.depth * 1.0),
            (0.68, hs * 0.93, b.depth * 1.06 + b.bust, b.depth * 1.10),
            (0.83, hs * 0.99, b.depth * 0.98 + b.bust * 0.45, b.depth * 1.08),
            (0.89, hs * 0.985, b.depth * 0.86 + b.bust * 0.2, b.depth),
            (0.935, hs * 0.955, b.depth * 0.72, b.depth * 0.86),
            (0.975, hs * 0.72, b.depth * 0.58, b.depth * 0.72),
            (1.01, hs * 0.42, b.depth * 0.5, b.depth * 0.58),
        )
        self.rings = [self._ring(t, w * soft, f * soft, k * soft) for t, w, f, k in table]
        self.barrel = Barrel(self.rings, screen)
        self.neck_r = h * (0.0285 if b.man else 0.0235 if not b.child else 0.026) * (0.5 + 0.5 * b.limb)
        self.facing = screen.depth(bones.ribs[2])  # 1: the chest faces the camera, −1: the back

    def _ring(self, t: float, w: float, f: float, k: float) -> Ring:
        """A ring on the spine: pelvis below, ribs above, blended about the waist."""
        bones, trunk = self.bones, self.body.neck - self.body.hip
        waist = placed(bones.pelvis, bones.hips, (0.0, trunk * 0.34, 0.0))
        low = placed(bones.pelvis, bones.hips, (0.0, trunk * t, 0.0))
        high = placed(waist, bones.ribs, (0.0, trunk * (t - 0.34), 0.0))
        s = min(1.0, max(0.0, (t - 0.12) / 0.44))
        s = s * s * (3 - 2 * s)
        frame = (mix(bones.hips[0], bones.ribs[0], s), mix(bones.hips[1], bones.ribs[1], s), mix(bones.hips[2], bones.ribs[2], s))
        return Ring(t, mix(low, high, s), frame, w, f, k)

    def collar(self, angle: float, wide: float = 1.0, drop: float = 0.0, high: float = 0.0) -> Point:
        """A place on the neckline: `wide` scales it from the neck, `drop` lowers the front, `high` lifts all, in heights."""
        rad = math.radians(angle)
        c, s = math.cos(rad), math.sin(rad)
        r = self.neck_r * 1.25 * wide
        h = self.body.height
        front = max(0.0, s)
        base: Vector = (
            c * r,
            high * h + h * 0.006 - front * front * drop * h - 0.010 * h * front,
            s * r * 1.05 + (0.006 * h if s > 0 else 0.0),
        )
        return self.screen(placed(self.bones.neck, self.bones.ribs, base))

    def collar_arc(self, near: bool, wide: float = 1.0, drop: float = 0.0, high: float = 0.0, steps: int = 10) -> list[Point]:
        """The near or far half of the neckline, right to left."""
        start, end = self.barrel.visible(1.0)
        if not near:
            end -= 360.0
        return [self.collar(start + (end - start) * i / steps, wide, drop, high) for i in range(steps + 1)]

    def path(self, hem: float, wide: float = 1.0, drop: float = 0.0, high: float = 0.0, top: float = 1.0) -> skia.Path:
        """The silhouette from the hem to the neckline."""
        barrel = self.barrel
        ts = [t for t in barrel.ts if hem + 0.03 < t < top]
        limbs = [barrel.visible(t) for t in ts]
        right = [barrel.point(hem, barrel.visible(hem)[0])] + [barrel.point(t, v[0]) for t, v in zip(ts, limbs, strict=True)]
        left = [barrel.point(hem, barrel.visible(hem)[1])] + [barrel.point(t, v[1]) for t, v in zip(ts, limbs, strict=True)]
        path = skia.Path()
        if top >= 1.0:
            arc = self.collar_arc(True, wide, drop, high)
            right.append(arc[0])
            left.append(arc[-1])
            smooth_on(path, right, False)
            smooth_on(path, arc, False, join=True)
        else:
            smooth_on(path, right, False)
        smooth_on(path, left[::-1], False, join=True)
        smooth_on(path, barrel.arc(hem)[::-1], False, join=True)
        path.close()
        return path

    def strip(self, t0: float, t1: float, low: tuple[float, float], high: tuple[float, float], steps: int = 6) -> skia.Path:
        """A panel on the front between x positions (right, left), from t0 to t1, kept to what faces the camera."""
        b = self.barrel
        a = [b.front(t0 + (t1 - t0) * i / steps, low[0] + (high[0] - low[0]) * i / steps) for i in range(steps + 1)]
        c = [b.front(t0 + (t1 - t0) * i / steps, low[1] + (high[1] - low[1]) * i / steps) for i in range(steps + 1)]
        path = skia.Path()
        smooth_on(path, a, False)
        smooth_on(path, c[::-1], False, join=True)
        path.close()
        return path

    def trace(self, points: list[tuple[float, float]], margin: float = 2.0) -> skia.Path:
        """A line over the front through (t, x), broken where the surface faces away."""
        path = skia.Path()
        run: list[Point] = []
        for t, x in points:
            if self.barrel.front_seen(t, x, margin):
                run.append(self.barrel.front(t, x))
            else:
                if len(run) > 1:
                    smooth_on(path, run, False)
                run = []
        if len(run) > 1:
            smooth_on(path, run, False)
        return path


def draw_neck(brush: Brush, bones: Bones, body: Body, outfit: Outfit, screen: Screen, r: float) -> None:
    """The neck with the chin's shadow on it."""
    a = screen(mix(bones.neck, sub(bones.neck, (0.0, 0.03 * body.height, 0.0)), 1.0))
    b = screen(placed(bones.skull, bones.head, (0.0, 0.02 * body.height, -0.01 * body.height)))
    if screen.depth(bones.head[2]) < -0.25:  # from behind it ends under the skull
        b = screen(placed(bones.skull, bones.head, (0.0, -0.23 * body.head, -0.05 * body.head)))
    path = limb(a, b, r * 1.25, r * 1.0, r * 1.02)
    if screen.depth(bones.head[2]) < -0.25:
        sides = skia.Path()
        for k in (-1.0, 1.0):
            mid = (a[0] + (b[0] - a[0]) * 0.45 + k * r, a[1] + (b[1] - a[1]) * 0.45)
            smooth_on(sides, [(a[0] + k * r * 1.25, a[1]), mid, (b[0] + k * r * 1.02, b[1])], False)
        brush.line(sides, outfit.skin_dark, body.height * 0.0034)
    else:
        brush.line(path, outfit.skin_dark, body.height * 0.0034)
    brush.form(path, outfit.skin, a, b, r, 1.0)
    brush.clip(path)
    chin = placed(bones.skull, bones.head, (0.0, -body.head * 0.33, body.head * 0.1))
    cx, cy = screen(chin)
    shade = brush.dim(outfit.skin, 1.0)
    drop = skia.Path.Oval(skia.Rect.MakeLTRB(cx - r * 2.2, cy - body.head * 0.4, cx + r * 2.2, cy + body.head * 0.105))
    if screen.depth(bones.head[2]) > -0.1:
        brush.raw(drop, shade, 0.95)
    brush.free()


def skirt_path(
    bones: Bones, body: Body, outfit: Outfit, screen: Screen, trunk: Trunk, start: float = 0.1
) -> tuple[skia.Path, list[Point]]:
    """Cloth from the hips over both legs; also its hem from left to right."""
    h = body.height
    spots: list[tuple[float, float, float]] = []
    share = outfit.skirt
    flare = 1.0 + 0.3 * share
    hem: list[Point] = []
    for leg in (bones.left_leg, bones.right_leg):
        r = 0.052 * h * body.limb * 1.12
        spots.append((*screen(leg.hip), r))
        part = share * (body.thigh + body.shin)
        if part <= body.thigh:
            end = mix(leg.hip, leg.knee, part / body.thigh)
        else:
            spots.append((*screen(leg.knee), r * 1.0))
            end = mix(leg.knee, leg.ankle, (part - body.thigh) / body.shin)
        x, y = screen(end)
        width = r * 1.12 * flare
        hem += [(x - width, y), (x + width, y)]
    points = [(x + r * math.cos(a * math.tau / 14), y + r * math.sin(a * math.tau / 14)) for x, y, r in spots for a in range(14)]
    low = max(y for _, y in hem)
    points += [(x, y + (low - y) * 0.55) for x, y in hem]
    points += [trunk.barrel.point(t, v) for t in (0.02, 0.17) for v in trunk.barrel.visible(t)]
    outline = hull_points(points)
    ordered = sorted(hem, key=lambda p: p[0])
    return smooth(outline, True, 0.55), [ordered[0], ordered[-1]]


def draw_skirt(brush: Brush, trunk: Trunk, colour: Colour) -> skia.Path:
    """Draw hanging cloth with its folds; gives its path back for what lies on it."""
    body = trunk.body
    path, hem = skirt_path(trunk.bones, body, trunk.outfit, trunk.screen, trunk)
    brush.line(path, edge_of(colour), body.height * 0.0034)
    brush.fill(path, colour)
    brush.crescent(path, colour, body.height * 0.030, drop=0.2)
    brush.rim(path, body.height * 0.006)
    if brush.ppm * body.height > 130:
        x0, y0 = trunk.barrel.point(0.1, trunk.barrel.visible(0.1)[1])
        x1, y1 = trunk.barrel.point(0.1, trunk.barrel.visible(0.1)[0])
        (ax, ay), (bx, by) = hem
        brush.clip(path)
        for i, (f, top) in enumerate(((0.18, 0.35), (0.36, 0.5), (0.55, 0.3), (0.74, 0.45), (0.88, 0.6))):
            sx, sy = x0 + (x1 - x0) * f, y0 + (y1 - y0) * f
            ex, ey = ax + (bx - ax) * f, ay + (by - ay) * f + 0.03 * body.height
            px, py = sx + (ex - sx) * top, sy + (ey - sy) * top
            fold = skia.Path()
            fold.moveTo(px, py)
            fold.quadTo((px + ex) / 2 + 0.004 * body.height * (1 if i % 2 else -1), (py + ey) / 2, ex, ey)
            brush.line(fold, edge_of(colour), body.height * 0.003, 0.42)
        brush.free()
    return path


def draw_apron(brush: Brush, trunk: Trunk, colour: Colour) -> None:
    """The lower half of an apron, over both thighs; nothing from behind."""
    if trunk.facing < -0.2:
        return
    body, bones, screen, b = trunk.body, trunk.bones, trunk.screen, trunk.barrel
    h = body.height
    points = [b.front(t, x) for t in (0.36, 0.1) for x in (-0.86, 0.86)]
    for leg in (bones.left_leg, bones.right_leg):
        r = 0.052 * h * body.limb
        for f in (0.3, 0.78):
            x, y = screen(mix(leg.hip, leg.knee, f))
            points += [(x - r * 0.95, y), (x + r * 0.95, y)]
    path = smooth(hull_points(points), True, 0.25)
    brush.line(path, edge_of(colour), h * 0.0034)
    brush.fill(path, colour)
    brush.crescent(path, colour, h * 0.026, drop=0.2)


def outline_pelvis(brush: Brush, trunk: Trunk, colour: Colour) -> None:
    """The line round the seat of trousers; drawn before the legs, which go on from it."""
    brush.line(trunk.path(-0.11, top=0.34), edge_of(colour), trunk.body.height * 0.0034)


def draw_pelvis(brush: Brush, trunk: Trunk, colour: Colour) -> None:
    """The seat of trousers, so that hips and thighs are of one piece."""
    path = trunk.path(-0.11, top=0.34)
    brush.fill(path, colour)
    brush.crescent(path, colour, trunk.body.height * 0.026, drop=0.0)
    if trunk.barrel.front_seen(-0.02, 0.0, 12) and brush.ppm * trunk.body.height > 200:
        brush.line(trunk.trace([(0.16, 0.02), (0.04, 0.03), (-0.08, 0.0)]), edge_of(colour), trunk.body.height * 0.002, 0.6)
