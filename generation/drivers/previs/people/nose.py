"""The nose: the one thing that stands out of a face, so it has its own silhouette, planes and lines."""

from __future__ import annotations

import skia

from generation.drivers.previs.people.face import HeadView
from generation.drivers.previs.people.paint import Brush, darker, lighter
from generation.drivers.previs.people.shapes import ribbon, smooth, smooth_on
from generation.drivers.previs.people.state import Colour


def _points(view: HeadView) -> dict[str, tuple[float, float, float]]:
    f = view.face
    y = f.nose_y
    base = view.row(y)[1]
    top = view.row(f.eye_y)[1]
    out = f.nose_out
    return {
        "root": (0.0, f.eye_y + 0.02, top + 0.018),
        "bridge": (0.0, f.eye_y - 0.055, top + 0.020 + out * 0.36 + f.nose_hook),
        "above": (0.0, y + 0.055, base + out * 0.80 + f.nose_hook * 0.8),
        "tip": (0.0, y + 0.016, base + out),
        "under": (0.0, y - 0.014, base + out * 0.80),
        "base": (0.0, y - 0.034, base + out * 0.10),
        "left": (f.nose_wide, y - 0.002, base + 0.020),
        "right": (-f.nose_wide, y - 0.002, base + 0.020),
    }


def nose_path(view: HeadView) -> skia.Path | None:
    """The nose's own silhouette where it stands before the face."""
    if view.cos < -0.5:
        return None
    n = {k: view(p) for k, p in _points(view).items()}
    f = view.face
    low, high = (view((0.0, y, view.row(y)[1] - 0.10)) for y in (f.nose_y - 0.03, f.eye_y + 0.03))
    return smooth([high, n["root"], n["bridge"], n["above"], n["tip"], n["under"], n["base"], low], True, 0.85)


def draw_nose(brush: Brush, view: HeadView, skin: Colour) -> None:
    """Planes, ridge, wings and nostrils, over the face."""
    f = view.face
    n = {k: view(p) for k, p in _points(view).items()}
    dim, line = brush.dim(skin, 1.0), darker(skin, 0.50)
    turn = abs(view.sin)
    shaded = "left" if (brush.towards[0] <= 0) else "right"  # the person's side in shadow, seen from the front
    wing = n[shaded]
    visible = view.seen(f.nose_wide if shaded == "left" else -f.nose_wide, f.nose_y) > 0.0
    if visible and brush.ppm > 26:
        plane = smooth(
            [
                n["root"],
                n["bridge"],
                n["above"],
                n["tip"],
                n["under"],
                wing,
                ((wing[0] + n["bridge"][0]) / 2, (wing[1] * 0.4 + n["bridge"][1] * 0.6)),
            ],
            True,
            0.7,
        )
        brush.raw(plane, dim, 0.75)
    under = smooth([n["left"], n["under"], n["right"], n["base"]], True, 0.7)
    if brush.ppm > 26 and view.pitch_sin > -0.3:
        brush.raw(under, dim, 0.9)
    if turn > 0.12:
        spine = (
            [n["root"], n["bridge"], n["above"], n["tip"], n["under"], n["base"]]
            if turn > 0.75
            else [n["bridge"], n["above"], n["tip"], n["under"], n["base"]]
        )
        sizes = [0.001, 0.004, 0.0055, 0.007, 0.006, 0.002] if turn > 0.75 else [0.001, 0.0045, 0.007, 0.006, 0.002]
        brush.fill(ribbon(spine, sizes), line, min(1.0, (turn - 0.12) * 2.4) * 0.8)
    if brush.ppm > 40:
        for side, key in ((1, "left"), (-1, "right")):
            if view.seen(side * f.nose_wide, f.nose_y) < (0.12 if side * view.sin <= 0 else 0.80):
                continue
            wx, wy = n[key]
            c = view.cos
            wing_line = [
                (wx - side * 0.006 * c, wy - 0.030),
                (wx + side * 0.007 * c, wy - 0.010),
                (wx + side * 0.003 * c, wy + 0.008),
                (wx - side * 0.014 * c, wy + 0.014),
            ]
            brush.fill(ribbon(wing_line, [0.001, 0.0045, 0.0045, 0.001]), line, 0.75)
            if brush.ppm > 85:
                hx, hy = view((side * f.nose_wide * 0.48, f.nose_y - 0.020, _points(view)["under"][2] - 0.035))
                hole = skia.Path.Oval(
                    skia.Rect.MakeLTRB(
                        hx - 0.016 * max(0.4, abs(view.cos)), hy - 0.0075, hx + 0.016 * max(0.4, abs(view.cos)), hy + 0.0075
                    )
                )
                brush.fill(hole, darker(skin, 0.36), 0.75)
    if turn <= 0.75:
        tip = skia.Path()
        smooth_on(
            tip,
            [
                (n["under"][0] - 0.022, n["under"][1] + 0.004),
                (n["under"][0], n["under"][1] + 0.014),
                (n["under"][0] + 0.022, n["under"][1] + 0.004),
            ],
            False,
        )
        brush.line(tip, line, 0.009, 0.65 * (1 - turn))
    if brush.ppm > 110:
        tx, ty = n["tip"]
        lx = brush.towards[0] * 0.016
        brush.fill(
            skia.Path.Oval(skia.Rect.MakeLTRB(tx + lx - 0.010, ty - 0.022, tx + lx + 0.008, ty - 0.008)),
            lighter(skin, 0.5),
            0.35,
        )
