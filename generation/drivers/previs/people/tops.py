"""What is worn on the trunk: fabric, necklines, collars, fastenings and pockets of every top."""

from __future__ import annotations

from collections.abc import Callable

import skia

from generation.drivers.previs.people.limbs import edge_of
from generation.drivers.previs.people.paint import Brush, blend, darker, lighter, luminance
from generation.drivers.previs.people.shapes import polygon, smooth
from generation.drivers.previs.people.state import Colour
from generation.drivers.previs.people.tailor import Tailor
from generation.drivers.previs.people.trunk import Trunk
from generation.drivers.previs.stage import Look


def _shirt(s: Tailor) -> None:
    c, e = s.trunk.outfit.top, edge_of(s.trunk.outfit.top)
    low = s.trunk.outfit.hem
    s.seam([(low, 0.09), (0.3, 0.09), (0.6, 0.09), (0.92, 0.09)], e, 0.9, 0.6)
    s.seam([(low, -0.09), (0.3, -0.09), (0.6, -0.09), (0.92, -0.09)], e, 0.6, 0.4)
    for t in (0.08, 0.24, 0.40, 0.56, 0.72, 0.86):
        s.button(t, 0.0, s.trunk.outfit.accent)
    s.pocket(0.60, 0.735, 0.26, 0.66, c)
    _back_yoke(s, c)


def _back_yoke(s: Tailor, c: Colour) -> None:
    b = s.trunk.barrel
    if s.trunk.facing > 0.2:
        return
    points = [b.clamped(0.80, a) for a in (200, 225, 250, 270, 290, 315, 340)]
    s.brush.line(smooth(points, False), edge_of(c), s.line, 0.6)


def _t_shirt(s: Tailor) -> None:
    c, accent = s.trunk.outfit.top, s.trunk.outfit.accent
    kind = s.look.seed % 3
    if kind == 0:
        for t in (0.52, 0.62, 0.72):
            band = smooth([*s.trunk.barrel.arc(t), *s.trunk.barrel.arc(t + 0.045)[::-1]], True, 0.4)
            s.panel(band, accent, edge=False)
    elif kind == 1 and s.trunk.barrel.front_seen(0.66, 0.0, 20):
        x, y = s.trunk.barrel.front(0.66, 0.0)
        k = max(0.2, s.trunk.facing)
        r = 0.042 * s.h
        path = skia.Path.Oval(skia.Rect.MakeLTRB(x - r * k, y - r, x + r * k, y + r))
        s.panel(path, accent, edge=False)
    s.seam([(s.trunk.outfit.hem + 0.03, x / 10) for x in range(-9, 10, 3)], edge_of(c), 0.8, 0.5)


def _sweater(s: Tailor) -> None:
    c = s.trunk.outfit.top
    s.rib(s.trunk.outfit.hem, s.trunk.outfit.hem + 0.09, c)
    if s.look.seed % 2 == 0:
        b = s.trunk.barrel
        for t, k in ((0.62, 0.06), (0.74, 0.03)):
            start, end = b.visible(t)
            n = 18
            top = [b.point(t + k + (0.018 if i % 2 else 0.0), start + (end - start) * i / n) for i in range(n + 1)]
            low = [b.point(t + (0.018 if i % 2 else 0.0), start + (end - start) * i / n) for i in range(n + 1)]
            s.panel(polygon(top + low[::-1]), s.trunk.outfit.accent, edge=False)


def _jacket(s: Tailor) -> None:
    c, inner = s.trunk.outfit.top, s.trunk.outfit.inner
    low = s.trunk.outfit.hem
    if s.trunk.facing > -0.3:
        s.panel(s.trunk.strip(low, 1.0, (-0.16, 0.16), (-0.34, 0.34)), inner)
    for x in (-0.16, 0.16):
        s.seam([(low, x), (0.3, x * 1.1), (0.6, x * 1.4), (0.95, x * 2.0)], edge_of(c), 1.4, 0.9)
    s.rib(low, low + 0.08, c)
    for x0, x1 in ((-0.72, -0.42), (0.42, 0.72)):
        s.seam([(0.16, x0), (0.30, x1)], edge_of(c), 1.3)
    s.pocket(0.62, 0.74, 0.44, 0.78, c, flap=True)
    _back_yoke(s, c)


def _coat(s: Tailor) -> None:
    c = s.trunk.outfit.top
    if s.trunk.facing > -0.3:
        s.panel(s.trunk.strip(0.48, 1.0, (-0.02, 0.02), (-0.34, 0.34)), s.trunk.outfit.inner)
    s.seam([(0.0, 0.10), (0.2, 0.10), (0.48, 0.06)], edge_of(c), 1.2, 0.9)
    s.lapels(c, 0.46, True, 0.52)
    for t in (0.06, 0.22, 0.38):
        for x in (-0.16, 0.26):
            s.button(t, x, darker(c, 0.45), 0.0055)
    for x0, x1 in ((-0.78, -0.42), (0.42, 0.78)):
        s.seam([(0.10, x0), (0.13, x1)], edge_of(c), 1.6)


def _suit(s: Tailor) -> None:
    c, inner, o = s.trunk.outfit.top, s.trunk.outfit.inner, s.trunk.outfit
    b = s.trunk.barrel
    if s.trunk.facing <= -0.3:
        vent = skia.Path()
        vent.moveTo(*b.clamped(-0.13, 270))
        vent.lineTo(*b.clamped(0.10, 270))
        s.brush.line(vent, edge_of(c), s.line, 0.8)
        return
    tie = o.accent if luminance(o.accent) < 0.72 else blend(o.accent, (0.55, 0.12, 0.14), 0.75)
    s.panel(s.trunk.strip(0.38, 1.0, (-0.02, 0.02), (-0.42, 0.42)), inner)
    if b.front_seen(0.7, 0.0, -6):
        knot = [b.front(0.975, -0.085), b.front(0.975, 0.085), b.front(0.915, 0.055), b.front(0.915, -0.055)]
        blade = [b.front(0.915, -0.05), b.front(0.915, 0.05), b.front(0.55, 0.095), b.front(0.40, 0.0), b.front(0.55, -0.095)]
        s.panel(polygon(blade), tie)
        s.panel(polygon(knot), lighter(tie, 0.06))
    s.lapels(c, 0.38)
    s.seam([(-0.14, 0.10), (0.0, 0.03), (0.2, 0.03), (0.38, 0.02)], edge_of(c), 1.2, 0.9)
    for t in (0.20, 0.34):
        s.button(t, -0.04, darker(c, 0.45), 0.0048)
    s.seam([(0.715, 0.44), (0.735, 0.72)], edge_of(c), 1.5)
    if b.front_seen(0.72, 0.58, 6):
        s.panel(
            polygon([b.front(0.722, 0.48), b.front(0.735, 0.68), b.front(0.78, 0.63), b.front(0.765, 0.56), b.front(0.78, 0.52)]),
            inner,
        )
    for x0, x1 in ((-0.80, -0.42), (0.42, 0.80)):
        s.seam([(0.13, x0), (0.14, x1)], edge_of(c), 1.7)


def _dress(s: Tailor) -> None:
    c, b = s.trunk.outfit.top, s.trunk.barrel
    belt = smooth([*b.arc(0.31), *b.arc(0.375)[::-1]], True, 0.4)
    s.panel(belt, s.trunk.outfit.accent)
    s.seam([(0.38, -0.3), (0.5, -0.35), (0.6, -0.40)], edge_of(c), 0.8, 0.5)
    s.seam([(0.38, 0.3), (0.5, 0.35), (0.6, 0.40)], edge_of(c), 0.8, 0.5)


def _hoodie(s: Tailor) -> None:
    c = s.trunk.outfit.top
    s.rib(s.trunk.outfit.hem, s.trunk.outfit.hem + 0.08, c)
    b = s.trunk.barrel
    if b.front_seen(0.2, 0.0, 15):
        points = [(0.06, -0.62), (0.16, -0.60), (0.32, -0.36), (0.32, 0.36), (0.16, 0.60), (0.06, 0.62)]
        s.brush.line(polygon([b.front(t, x) for t, x in points]), edge_of(c), s.line * 1.2, 0.8)
    for x in (-0.14, 0.14):
        s.seam([(0.93, x), (0.84, x * 1.1), (0.72, x * 1.25)], s.trunk.outfit.accent, 2.2, 1.0)


def _apron(s: Tailor) -> None:
    c, b, o = s.trunk.outfit.top, s.trunk.barrel, s.trunk.outfit
    for t in (0.8, 0.9):
        s.button(t, 0.0, darker(o.inner, 0.6))
    if s.trunk.facing > -0.3:
        s.panel(s.trunk.strip(0.0, 0.44, (-0.97, 0.97), (-0.86, 0.86)), c, edge=False)
        s.panel(s.trunk.strip(0.40, 0.78, (-0.84, 0.84), (-0.46, 0.46)), c)
        for x in (-1, 1):
            strap = [
                b.front(0.78, x * 0.46),
                b.front(0.78, x * 0.38),
                s.trunk.collar(90 - x * 72, 1.2, 0, 0.0),
                s.trunk.collar(90 - x * 78, 1.5, 0, 0.0),
            ]
            s.panel(polygon(strap), c)
        s.pocket(0.50, 0.63, -0.26, 0.26, c)
    band = smooth([*b.arc(0.33), *b.arc(0.375)[::-1]], True, 0.4)
    s.panel(band, darker(c, 0.85))
    if s.trunk.facing < 0:
        bx, by = b.clamped(0.35, 270)
        for k in (-1.0, 1.0):
            bow = smooth([(bx, by), (bx + k * 0.028 * s.h, by - 0.014 * s.h), (bx + k * 0.03 * s.h, by + 0.012 * s.h)])
            s.panel(bow, c)
            tail = skia.Path()
            tail.moveTo(bx, by)
            tail.quadTo(bx + k * 0.01 * s.h, by + 0.03 * s.h, bx + k * 0.016 * s.h, by + 0.06 * s.h)
            s.brush.line(tail, c, s.h * 0.007)


def _uniform(s: Tailor) -> None:
    c, b, o = s.trunk.outfit.top, s.trunk.barrel, s.trunk.outfit
    _shirt(s)
    s.pocket(0.60, 0.735, -0.66, -0.26, c, flap=True)
    belt = smooth([*b.arc(0.12), *b.arc(0.185)[::-1]], True, 0.4)
    s.panel(belt, darker(c, 0.35))
    if b.front_seen(0.15, 0, 10):
        x, y = b.front(0.152, 0.0)
        s.panel(
            skia.Path.Rect(skia.Rect.MakeLTRB(x - 0.012 * s.h, y - 0.011 * s.h, x + 0.012 * s.h, y + 0.011 * s.h)),
            (0.85, 0.72, 0.35),
        )
    if b.front_seen(0.76, -0.45, 8):
        x, y = b.front(0.775, -0.46)
        r = 0.012 * s.h
        s.panel(
            polygon(
                [
                    (x - r, y - r),
                    (x, y - r * 1.3),
                    (x + r, y - r),
                    (x + r * 0.8, y + r * 0.5),
                    (x, y + r * 1.3),
                    (x - r * 0.8, y + r * 0.5),
                ]
            ),
            (0.87, 0.74, 0.36),
        )
    for a in (0, 180):
        if b.seen(0.95, a, -40):
            strap = [b.clamped(0.955, a - 26), b.clamped(0.955, a + 26), s.trunk.collar(a + 18, 1.5), s.trunk.collar(a - 18, 1.5)]
            s.panel(polygon(strap), blend(o.accent, (0.87, 0.74, 0.36), 0.4))


def _robe(s: Tailor) -> None:
    c, b, o = s.trunk.outfit.top, s.trunk.barrel, s.trunk.outfit
    if s.trunk.facing > -0.4:
        s.panel(s.trunk.strip(0.5, 1.0, (-0.05, 0.08), (-0.30, 0.30)), o.skin if luminance(o.accent) > 2 else o.inner)
        for side, x0 in ((1, -0.28), (-1, 0.28)):
            path = [b.front(0.98, side * 0.42), b.front(0.80, side * 0.24), b.front(0.55, side * 0.02), b.front(0.30, x0)]
            wide = [
                b.front(0.30, x0 - side * 0.16),
                b.front(0.55, side * 0.20),
                b.front(0.80, side * 0.42),
                b.front(0.98, side * 0.62),
            ]
            s.panel(polygon(path + wide), darker(c, 0.72) if luminance(c) > 0.25 else lighter(c, 0.2))
    sash = smooth([*b.arc(0.30), *b.arc(0.42)[::-1]], True, 0.4)
    s.panel(sash, o.accent)


def _vest(s: Tailor) -> None:
    c, b, o = s.trunk.outfit.top, s.trunk.barrel, s.trunk.outfit
    if s.trunk.facing <= -0.3:
        belt = smooth([*b.arc(0.30), *b.arc(0.345)[::-1]], True, 0.4)
        s.panel(belt, darker(c, 0.8))
        return
    s.panel(s.trunk.strip(0.58, 1.0, (-0.02, 0.02), (-0.46, 0.46)), o.inner)
    for t in (0.68, 0.79, 0.90):
        s.button(t, 0.0, darker(o.inner, 0.6))
    for side in (-1, 1):
        s.seam([(0.58, side * 0.01), (0.80, side * 0.24), (0.97, side * 0.44)], edge_of(c), 1.2)
    low = o.hem
    s.seam([(low, 0.10), (low + 0.08, 0.0), (0.3, 0.0), (0.58, 0.0)], edge_of(c), 1.2)
    for t in (0.16, 0.30, 0.44, 0.555):
        s.button(t, 0.06, darker(c, 0.5))
    for x0, x1 in ((-0.7, -0.36), (0.36, 0.7)):
        s.seam([(0.25, x0), (0.27, x1)], edge_of(c), 1.5)


def _raincoat(s: Tailor) -> None:
    c = s.trunk.outfit.top
    s.seam([(-0.1, 0.08), (0.3, 0.08), (0.6, 0.08), (0.97, 0.08)], edge_of(c), 1.4, 0.9)
    for t in (0.05, 0.28, 0.5, 0.72, 0.9):
        s.button(t, -0.02, darker(c, 0.55), 0.006)
    for x0, x1 in ((-0.80, -0.40), (0.40, 0.80)):
        s.pocket(-0.02, 0.12, x0, x1, c, flap=True)
    barrel = s.trunk.barrel
    for a in (60, 120):
        if barrel.seen(0.6, a, 10):
            gloss = smooth([barrel.point(t, a) for t in (0.35, 0.55, 0.75, 0.86)], False)
            s.brush.line(gloss, lighter(c, 0.55), s.line * 2.4, 0.5)
    _back_yoke(s, c)


def _shirt_collar(s: Tailor) -> None:
    s.flaps(s.cloth)


_DETAILS: dict[str, Callable[[Tailor], None]] = {
    "shirt": _shirt,
    "t-shirt": _t_shirt,
    "sweater": _sweater,
    "jacket": _jacket,
    "coat": _coat,
    "suit": _suit,
    "dress": _dress,
    "hoodie": _hoodie,
    "apron": _apron,
    "uniform": _uniform,
    "robe": _robe,
    "vest": _vest,
    "raincoat": _raincoat,
}
_COLLARS: dict[str, Callable[[Tailor], None]] = {
    "shirt": _shirt_collar,
    "suit": lambda s: s.flaps(s.trunk.outfit.inner),
    "apron": _shirt_collar,
    "uniform": _shirt_collar,
    "vest": lambda s: s.flaps(s.trunk.outfit.inner),
    "jacket": lambda s: s.flaps(s.trunk.outfit.top, 1.15, 0.45),
    "robe": lambda s: None,
    "coat": lambda s: None,
    "raincoat": lambda s: None,
}


def tailor_of(brush: Brush, trunk: Trunk, look: Look) -> Tailor:
    """Who draws this look's top on this trunk."""
    return Tailor(brush, trunk, look, _DETAILS[look.top], _COLLARS.get(look.top, Tailor.no_collar))
