"""What lies on a head's skin: shade, cheeks, freckles, ears, lines of age and of feeling, tears."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import skia

from generation.drivers.previs.people.face import PIVOT
from generation.drivers.previs.people.paint import Brush, blend, darker
from generation.drivers.previs.people.shapes import smooth, smooth_on
from generation.drivers.previs.people.state import Point

if TYPE_CHECKING:
    from generation.drivers.previs.people.head import Head


def draw_skin(brush: Brush, head: Head, outline: skia.Path) -> None:
    """The shaded side of the face, cheeks and freckles."""
    view, skin = head.view, head.skin
    dim = brush.dim(skin, 1.0)
    brush.clip(outline)
    side = -1.0 if brush.towards[0] > 0 else 1.0  # the screen side in shadow
    strength = min(1.0, abs(brush.towards[0]) * 1.5)
    if strength > 0.15:
        low, high = view.limbs(0.4)
        edge = low if side > 0 else high
        way = 1.0 if side > 0 else -1.0
        line: list[Point] = []
        for y, depth in (
            (0.98, 16),
            (0.86, 24),
            (0.72, 24),
            (0.60, 26),
            (0.50, 34),
            (0.40, 42),
            (0.31, 50),
            (0.22, 50),
            (0.13, 46),
            (0.06, 52),
            (0.0, 60),
        ):
            p = view.ring(y, edge + way * depth * strength)
            line.append(view((p[0], view.dropped(y), p[2])))
        far = side * 1.2
        shade = skia.Path()
        smooth_on(shade, line, False)
        shade.lineTo(far, line[-1][1] + 0.1)
        shade.lineTo(far, line[0][1] - 0.1)
        shade.close()
        brush.raw(shade, dim, 0.92)
    chin = skia.Path(view.outline())
    chin.offset(0.0, -0.030)
    brush.clip(chin, outside=True)
    low_half = skia.Path.Rect(skia.Rect.MakeLTRB(-1, PIVOT - 0.18, 1, 1))
    brush.raw(low_half, dim, 0.55)
    brush.free()
    if view.cos > -0.3:
        blush = blend(skin, (0.90, 0.30, 0.28), 0.42)
        amount = (0.15 if head.woman or head.child else 0.07) + 0.14 * head.mood.cheeks
        for s in (1, -1):
            x, y = s * 0.205, 0.315 + 0.02 * head.mood.cheeks
            share = view.seen(x, y)
            if share > 0.1:
                cx, cy = view(view.skin(x, y))
                r = 0.105
                if brush.ppm > 90:
                    shader = skia.GradientShader.MakeRadial(
                        (0.0, 0.0),
                        r,
                        [
                            skia.Color4f(*brush.lit(blush), amount * 1.7).toColor(),
                            skia.Color4f(*brush.lit(blush), 0).toColor(),
                        ],
                    )
                    brush.canvas.save()
                    brush.canvas.translate(cx, cy)
                    brush.canvas.scale(max(0.25, share), 0.78)
                    brush.canvas.drawCircle(0, 0, r, skia.Paint(AntiAlias=True, Shader=shader))
                    brush.canvas.restore()
                if head.face.freckles and brush.ppm > 110:
                    for i in range(9):
                        fx = x - s * 0.11 + s * 0.03 * i + 0.011 * math.sin(i * 5.1)
                        fy = y + 0.035 * math.sin(i * 2.7) + 0.01
                        if view.seen(fx, fy) > 0.25:
                            brush.fill(skia.Path.Circle(*view(view.skin(fx, fy)), 0.0065), darker(skin, 0.74), 0.42)
    brush.free()


def draw_ears(brush: Brush, head: Head, near: bool) -> None:
    """The ears that lie over the face (near), or those that only stand out behind its outline."""
    view, face = head.view, head.face
    for s in (1, -1):
        y = face.eye_y - 0.035
        w = view.row(y)[0]
        at = (s * (w - 0.004), y, -0.045)
        if (view.depth((s * w, y, -0.04)) > 0.06) != near:
            continue
        x, v = view(at)
        tall = 0.108 * face.ear
        side = abs(view.sin)
        front = 1.0 if view.sin * 1.0 >= 0 else -1.0  # the screen side the face is on
        if near:
            wide = 0.030 + 0.042 * side
            lean = -front * 0.014
            sx = front
        else:
            wide = 0.042
            lean = 0.012 * (1 if x > 0 else -1)
            sx = -1.0 if x > 0 else 1.0
        # drawn as for a face that looks to screen right; sx mirrors
        shape = [
            (0.55, -0.55),
            (0.25, -0.98),
            (-0.45, -0.95),
            (-0.98, -0.45),
            (-0.80, 0.15),
            (-0.35, 0.62),
            (-0.05, 0.98),
            (0.45, 0.85),
            (0.55, 0.35),
        ]
        points = [(x + lean + px * wide * sx, v + py * tall) for px, py in shape]
        path = smooth(points)
        brush.line(path, head.line, 0.013)
        brush.fill(path, head.skin)
        brush.crescent(path, head.skin, 0.018, warm=1.0)
        if brush.ppm > 70:
            inner = skia.Path()
            ring = [(0.15, -0.62), (-0.35, -0.62), (-0.60, -0.25), (-0.40, 0.10), (-0.05, 0.20)]
            smooth_on(inner, [(x + lean + px * wide * sx, v + py * tall) for px, py in ring], False)
            brush.line(inner, darker(head.skin, 0.58), 0.010, 0.75)
            if near and side > 0.4:
                hole = smooth(
                    [
                        (x + lean + px * wide * sx, v + py * tall)
                        for px, py in ((0.30, -0.15), (0.0, -0.02), (0.05, 0.35), (0.35, 0.30))
                    ]
                )
                brush.fill(hole, darker(head.skin, 0.62), 0.7)
        if head.woman and not head.child and head.look.seed % 3 == 0:
            brush.fill(skia.Path.Circle(x + lean + 0.05 * wide * sx, v + tall * 1.0, 0.014), (0.92, 0.80, 0.45))


def draw_folds(brush: Brush, head: Head) -> None:
    """Lines of age, of frowning, of smiling."""
    if brush.ppm < 40:
        return
    view, f, mood = head.view, head.face, head.mood
    line = darker(head.skin, 0.58)
    if mood.wrinkle > 0.2:
        path = skia.Path()
        for x in (-0.024, 0.024):
            if view.seen(x, 0.58) > 0.1:
                smooth_on(
                    path,
                    [
                        view(view.skin(x, f.eye_y + 0.125)),
                        view(view.skin(x * 1.15, f.eye_y + 0.09)),
                        view(view.skin(x * 0.8, f.eye_y + 0.055)),
                    ],
                    False,
                )
        if mood.wrinkle > 0.8:
            for x in (-0.035, 0.035):
                smooth_on(
                    path,
                    [
                        view(view.skin(x * 0.6, f.eye_y - 0.045, 0.03)),
                        view(view.skin(x, f.eye_y - 0.06, 0.02)),
                        view(view.skin(x * 1.5, f.eye_y - 0.095, 0.01)),
                    ],
                    False,
                )
        brush.line(path, line, 0.009, 0.7 * mood.wrinkle)
    brows_up = max(0.0, (mood.inner + mood.middle) / 2)
    if (head.elder or brows_up > 0.45) and not head.child:
        path = skia.Path()
        for y, wide in ((f.eye_y + 0.185, 0.14), (f.eye_y + 0.225, 0.11), (f.eye_y + 0.262, 0.08)):
            points = [
                view(view.skin(wide * k, y + 0.006 * math.cos(k * 3.0)))
                for k in (-1.0, -0.5, 0.0, 0.5, 1.0)
                if view.seen(wide * k, y) > 0.08
            ]
            if len(points) > 2:
                smooth_on(path, points, False)
        brush.line(path, line, 0.0075, 0.42 if head.elder else 0.4 * brows_up)
    smile = max(0.0, mood.corner - 0.3) * 0.55 + 0.5 * mood.raise_lip
    if (smile > 0.2 or head.elder) and not head.child:
        strength = min(0.65, smile * 0.7) if not head.elder else 0.6
        for s in (1, -1):
            points = [
                view(view.skin(s * x, y))
                for x, y in (
                    (f.nose_wide + 0.018, f.nose_y + 0.0),
                    (f.nose_wide + 0.058, f.mouth_y + 0.055),
                    (f.mouth_wide * max(0.97, head.shape.wide) + 0.040, f.mouth_y - 0.005),
                )
                if view.seen(s * x, y) > 0.12
            ]
            if len(points) == 3:
                path = skia.Path()
                smooth_on(path, points, False)
                brush.line(path, line, 0.009, strength)
    if head.elder:
        for s in (1, -1):
            points = [
                view(view.skin(s * x, y)) for x, y in ((0.235, 0.30), (0.225, 0.24), (0.19, 0.17)) if view.seen(s * x, y) > 0.15
            ]
            if len(points) == 3:
                path = skia.Path()
                smooth_on(path, points, False)
                brush.line(path, line, 0.008, 0.35)


def draw_tears(brush: Brush, head: Head) -> None:
    """A tear from each eye that can be seen."""
    view, f = head.view, head.face
    for s in (1, -1):
        if view.seen(s * 0.17, 0.3) < 0.15:
            continue
        run = [
            view(view.skin(s * x, y, 0.004))
            for x, y in ((f.eye_x + 0.01, f.eye_y - 0.035), (f.eye_x + 0.035, 0.33), (f.eye_x + 0.030, 0.22))
        ]
        path = smooth(run, False)
        brush.line(path, (0.80, 0.92, 1.0), 0.016, 0.75)
        x, y = run[-1]
        drop = smooth([(x, y - 0.025), (x + 0.016, y + 0.012), (x, y + 0.026), (x - 0.016, y + 0.012)])
        brush.fill(drop, (0.80, 0.92, 1.0), 0.95)
        brush.raw(skia.Path.Circle(x - 0.004, y + 0.008, 0.005), (1, 1, 1), 0.9)
