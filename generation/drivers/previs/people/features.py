"""Eyes with lids, iris and lashes, and the brows above them: where a face is read first."""

from __future__ import annotations

import math

import skia

from generation.drivers.previs.people.expressions import Mood
from generation.drivers.previs.people.face import Face, HeadView
from generation.drivers.previs.people.paint import WHITE, Brush, blend, darker, lighter, luminance
from generation.drivers.previs.people.shapes import ribbon
from generation.drivers.previs.people.state import Colour, Point


def eye_places(view: HeadView) -> list[tuple[int, Point, float]]:
    """Side (1 the person's left), screen place and width share of each eye that can be seen."""
    face = view.face
    out = []
    for side in (1, -1):
        share = math.cos(math.radians(view.yaw + 24.0 * side))
        if share > 0.14:
            out.append((side, view(view.skin(side * face.eye_x, face.eye_y, -0.026)), min(1.0, share * 1.04)))
    return out


def draw_eye(
    brush: Brush,
    face: Face,
    side: int,
    at: Point,
    share: float,
    mood: Mood,
    lid: float,
    gaze: Point,
    iris: Colour,
    skin: Colour,
    line: Colour,
    yaw: float,
    elder: bool,
) -> None:
    """One eye. `lid` is how far open the upper lid is after the blink, 0…1.4."""
    canvas = brush.canvas
    w, tall = face.eye_wide, face.eye_open
    canvas.save()
    canvas.translate(*at)
    canvas.scale(share * side, 1.0)  # the outer corner is at +x now
    px = brush.ppm * w
    up = tall * (0.54 * lid if lid < 1 else 0.54 + 0.42 * (lid - 1))
    down = tall * (0.40 - 0.34 * max(0.0, mood.lower) + (0.12 if mood.lower < 0 else 0.0))
    shut = lid < 0.16
    if shut:
        up = tall * (0.30 if mood.lower > 0.6 else -0.16)
        down = -up
    half = w / 2
    flat = max(0.0, min(1.0, (0.66 - share) / 0.28))  # in profile the front of the eye is blunt
    inner, outer = (-half * (1 - 0.42 * flat), 0.010 * (1 - flat)), (half * (1 + 0.15 * flat), -0.008)
    front = -half * (0.55 + 0.10 * flat)
    if not shut:
        white = skia.Path()
        white.moveTo(*inner)
        white.cubicTo(front, -up * (1.25 + 0.1 * flat), half * (0.45 - 0.25 * flat), -up * 1.32, *outer)
        white.cubicTo(half * 0.55, down * 1.25, front, down * 1.30, *inner)
        white.close()
        sclera = blend(WHITE, skin, 0.08 + 0.12 * (1.0 - luminance(skin)))
        brush.fill(white, sclera)
        brush.clip(white)
        r = tall * 0.53 * mood.iris
        r = min(r, w * 0.31)
        gx = max(-1.0, min(1.0, gaze[0])) * side * w * 0.20 / max(0.5, share)
        gy = max(-1.0, min(1.0, gaze[1])) * tall * 0.30
        ix, iy = gx - half * 0.34 * flat, gy - tall * 0.045
        stretch = 1.0 / max(0.62, share) * (1 - 0.25 * flat)  # an iris stays rounder than the lids' opening
        oval = skia.Path.Oval(skia.Rect.MakeLTRB(ix - r * stretch, iy - r, ix + r * stretch, iy + r))
        colour = brush.lit(iris)
        if px > 26:
            brush.gradient(
                oval, (ix, iy - r), (ix, iy + r), [darker(colour, 0.5), colour, lighter(colour, 0.22)], [0.0, 0.5, 1.0]
            )
            brush.line(oval, darker(iris, 0.35), w * 0.022)
            if px > 60:
                rays = skia.Path()
                for i in range(18):
                    a = i * math.tau / 18 + 0.1
                    rays.moveTo(ix + math.cos(a) * r * 0.48 * stretch, iy + math.sin(a) * r * 0.48)
                    rays.lineTo(ix + math.cos(a) * r * 0.88 * stretch, iy + math.sin(a) * r * 0.88)
                brush.line(rays, lighter(iris, 0.35), w * 0.008, 0.4)
        else:
            brush.raw(oval, darker(colour, 0.85))
        pr = r * 0.47
        brush.raw(skia.Path.Oval(skia.Rect.MakeLTRB(ix - pr * stretch, iy - pr, ix + pr * stretch, iy + pr)), (0.05, 0.04, 0.05))
        if px > 14:
            shadow = skia.Path(white)
            shadow.offset(0.0, tall * 0.17)
            brush.clip(shadow, outside=True)
            brush.raw(white, darker(brush.dim(skin), 0.55), 0.42)
            brush.free()
        if px > 9:
            lx = brush.towards[0] * side * 0.5
            hr = r * (0.30 if px > 34 else 0.22)
            hx, hy = ix + lx * r * 0.9 * stretch, iy - r * 0.42
            brush.raw(skia.Path.Oval(skia.Rect.MakeLTRB(hx - hr * stretch, hy - hr, hx + hr * stretch, hy + hr)), WHITE, 0.95)
            if px > 40:
                hr *= 0.5
                hx, hy = ix - lx * r * 0.9 * stretch, iy + r * 0.5
                brush.raw(skia.Path.Oval(skia.Rect.MakeLTRB(hx - hr * stretch, hy - hr, hx + hr * stretch, hy + hr)), WHITE, 0.55)
        if px > 40:
            corner = skia.Path.Circle(-half * 0.93, 0.008, w * 0.045)
            brush.fill(corner, blend(skin, (0.85, 0.45, 0.42), 0.55))
        if mood.tears > 0 and px > 12:
            water = skia.Path()
            water.moveTo(-half, down * 0.6)
            water.quadTo(0, down * 1.0, half, down * 0.5)
            brush.line(water, (0.85, 0.94, 1.0), w * 0.07, 0.8)
        brush.free()
    _lids(brush, face, mood, inner, outer, front, up, down, shut, line, skin, px, elder)
    canvas.restore()


def _lids(
    brush: Brush,
    face: Face,
    mood: Mood,
    inner: Point,
    outer: Point,
    front: float,
    up: float,
    down: float,
    shut: bool,
    line: Colour,
    skin: Colour,
    px: float,
    elder: bool,
) -> None:
    w = face.eye_wide
    half = w / 2
    weight = w * (0.052 + 0.035 * face.lashes)
    wing = w * 0.10 * face.lashes
    tip = (outer[0] + wing, outer[1] - wing * 0.7)
    if shut:
        weight *= 1.25
    lid = skia.Path()
    lid.moveTo(inner[0], inner[1])
    lid.cubicTo(front, -up * 1.25 - weight * 0.55, half * 0.45, -up * 1.32 - weight * 1.15, *tip)
    lid.cubicTo(half * 0.55, -up * 1.20 + weight * 0.35, front * 0.85, -up * 1.22 + weight * 0.25, *inner)
    lid.close()
    brush.fill(lid, line)
    if px < 9:
        return
    if face.lashes > 0.5 and px > 34:
        c1, c2 = (front, -up * 1.25 - weight * 0.55), (half * 0.45, -up * 1.32 - weight * 1.15)
        for t, grow in ((0.60, 0.045), (0.74, 0.062), (0.87, 0.075), (0.97, 0.08)):
            u = 1 - t
            x = u**3 * inner[0] + 3 * u * u * t * c1[0] + 3 * u * t * t * c2[0] + t**3 * tip[0]
            y = u**3 * inner[1] + 3 * u * u * t * c1[1] + 3 * u * t * t * c2[1] + t**3 * tip[1]
            way = -1.0 if up > 0 else 0.6
            lash = [
                (x - w * 0.02, y + w * 0.01),
                (x + w * grow * 0.5 * t, y + way * w * grow * 0.7),
                (x + w * grow * (0.4 + 1.0 * t), y + way * w * grow * 1.15),
            ]
            brush.fill(ribbon(lash, [w * 0.016, w * 0.011, w * 0.001]), line)
    crease = skia.Path()
    lift = w * (0.085 if not elder else 0.055)
    if not shut or up > 0:
        crease.moveTo(-half * 0.82, -up * 0.72 - lift * 0.7)
        crease.cubicTo(
            -half * 0.4, -up * 1.28 - lift * 1.25, half * 0.4, -up * 1.34 - lift * 1.3, half * 1.02, -up * 0.35 - lift * 0.9
        )
        brush.line(crease, darker(skin, 0.55), w * 0.02, 0.5)
    low = skia.Path()
    if not shut:
        low.moveTo(half * 0.98, down * 0.18)
        low.cubicTo(half * 0.55, down * 1.3, -half * 0.3, down * 1.32, -half * 0.7, down * 0.85)
        brush.line(low, darker(skin, 0.42), w * 0.022, 0.6)
    if mood.lower > 0.3 or elder or mood.bags:
        bag = skia.Path()
        drop = w * (0.13 if mood.bags or elder else 0.10)
        bag.moveTo(-half * 0.65, max(down, 0.0) + drop * 0.75)
        bag.quadTo(0.0, max(down, 0.0) * 1.1 + drop * 1.45, half * 0.8, max(down, 0.0) * 0.7 + drop * 0.6)
        brush.line(bag, darker(skin, 0.58), w * 0.022, 0.55 if mood.bags else 0.35)
    if mood.bags:
        bag.close()
        brush.fill(bag, blend(skin, (0.42, 0.25, 0.38), 0.5), 0.35)
    if elder or mood.cheeks > 0.8:
        feet = skia.Path()
        for dy in (-0.07, 0.03, 0.12):
            feet.moveTo(half * 1.20, dy * w * 0.6)
            feet.lineTo(half * 1.52, dy * w * 1.5)
        brush.line(feet, darker(skin, 0.58), w * 0.02, 0.5 if elder else 0.3)


def draw_brows(brush: Brush, view: HeadView, mood: Mood, colour: Colour, elder: bool) -> None:
    """Both brows, laid on the forehead."""
    face = view.face
    for side in (1, -1):
        lift = 0.030 * mood.uneven * side
        points: list[Point] = []
        widths: list[float] = []
        for i in range(6):
            f = i / 5
            x = side * (0.052 + 0.205 * f - (0.012 * (mood.inner < -0.3) if i == 0 else 0.0))
            bend = math.sin(math.pi * (0.12 + 0.72 * f)) * 0.022
            rise = 0.042 * (mood.inner * (1 - f) ** 1.5 + mood.middle * math.sin(math.pi * f) * 0.75 + mood.outer * f**1.5) + lift
            y = face.eye_y + face.brow_y + bend + rise + face.brow_tilt * (f - 0.4) - 0.012 * f
            if view.seen(x, y) < 0.14:
                continue
            points.append(view(view.skin(x, y, 0.006)))
            widths.append(
                face.brow_thick
                * (0.55 if i == 0 else 1.05 if i == 1 else 1.0 - 0.75 * max(0.0, f - 0.3))
                * (1.15 if elder else 1.0)
            )
        if len(points) > 2:
            path = ribbon(points, widths)
            brush.fill(path, colour)
