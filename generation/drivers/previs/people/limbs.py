"""Arms, legs and shoes: tapered, bent at their joints, dressed in sleeves and trousers."""

from __future__ import annotations

import math
from collections.abc import Callable

import skia

from generation.drivers.previs.people.body import Body
from generation.drivers.previs.people.outfit import Outfit
from generation.drivers.previs.people.paint import Brush, darker, lighter
from generation.drivers.previs.people.shapes import hull, hull_points, limb, smooth
from generation.drivers.previs.people.skeleton import ArmBones, LegBones, Screen
from generation.drivers.previs.people.state import Colour, Point
from generation.drivers.previs.people.vector import add, mix, turned

Part = tuple[skia.Path, Point, Point, float]  # path, axis from, axis to, half-width


def edge_of(c: Colour) -> Colour:
    """The line accent of a colour."""
    return darker(c, 0.55)


def parts(brush: Brush, pieces: list[Part], c: Colour, body: Body, warm: float = 0.0, root: bool = False) -> None:
    """Draw pieces that grow together: one outline round all, then each with its own light.

    With `root` the first piece grows out of the trunk: its outline starts a little way off."""
    line = body.height * 0.0034
    for i, (path, a, b, r) in enumerate(pieces):
        if i == 0 and root:
            brush.grown(path, edge_of(c), line, a, b, r)
        else:
            brush.line(path, edge_of(c), line)
    for path, a, b, r in pieces:
        brush.form(path, c, a, b, r, warm)


def _lerp(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def arm_path(arm: ArmBones, body: Body, screen: Screen, ease: float) -> skia.Path:
    """The whole arm's silhouette, for the shadow it throws."""
    k = body.height * body.limb * ease
    s, e, w = screen(arm.shoulder), screen(arm.elbow), screen(arm.wrist)
    path = limb(s, e, 0.034 * k, 0.031 * k, 0.026 * k)
    path.addPath(limb(e, w, 0.026 * k, 0.025 * k, 0.018 * k))
    return path


def _sleeves(
    arm: ArmBones, body: Body, outfit: Outfit, screen: Screen
) -> tuple[list[Part], list[Part], tuple[float, float] | None]:
    """The bare arm, the sleeve over it, and where on the sleeve's last piece its hem lies (share, half-width)."""
    k = body.height * body.limb
    s, e, w = screen(arm.shoulder), screen(arm.elbow), screen(arm.wrist)
    s = _lerp(s, e, 0.085)
    ra, rm, re, rf, rw = 0.030 * k, 0.0285 * k, 0.0235 * k, 0.0245 * k, 0.0160 * k
    bare: list[Part] = [(limb(s, e, ra, rm, re), s, e, rm), (limb(e, w, re, rf, rw), e, w, rf)]
    if outfit.sleeve == "none":
        return bare, [], None
    if outfit.sleeve in ("short", "rolled"):
        short = outfit.sleeve == "short"
        end = _lerp(s, e, 0.62 if short else 0.96)
        grow = rm * 1.2
        piece = limb(s, end, ra * 1.08, grow, grow * (1.04 if short else 0.96), True, False)
        return bare, [(piece, s, end, grow)], (0.9 if short else 0.84, grow * 1.03)
    grow = 1.12 + (outfit.ease - 1.05) * 1.3
    pieces: list[Part] = [(limb(s, e, ra * (1.02 + 0.4 * (grow - 1.12)), rm * grow, re * grow * 1.05), s, e, rm * grow)]
    if outfit.sleeve == "wide":
        end = _lerp(e, w, 0.94)
        pieces.append((limb(e, end, re * grow * 1.05, rf * 1.7, rw * 3.0, True, False), e, end, rf * 2))
        return [], pieces, (0.9, rw * 2.9)
    end = _lerp(e, w, 0.97)
    pieces.append((limb(e, end, re * grow * 1.05, rf * grow * 1.03, rw * 1.42, True, False), e, end, rf * grow))
    return [], pieces, (0.86, rw * 1.5)


def outline_arm(brush: Brush, arm: ArmBones, body: Body, outfit: Outfit, screen: Screen) -> None:
    """The line round an upper arm; drawn before the trunk, which hides it where the arm grows out."""
    bare, sleeve, _ = _sleeves(arm, body, outfit, screen)
    piece = (sleeve or bare)[0]
    brush.line(piece[0], edge_of(outfit.sleeve_colour if sleeve else outfit.skin), body.height * 0.0034)


def draw_arm(brush: Brush, arm: ArmBones, body: Body, outfit: Outfit, screen: Screen) -> None:
    """Upper arm and forearm with their sleeve; the hand is drawn by `hands`."""
    bare, sleeve, hem = _sleeves(arm, body, outfit, screen)
    if bare:
        parts(brush, bare, outfit.skin, body, 1.0, root=not sleeve)
    if not sleeve or hem is None:
        return
    cloth = outfit.sleeve_colour
    parts(brush, sleeve, cloth, body, root=True)
    _, a, b, _ = sleeve[-1]
    _band(brush, a, b, hem[0], hem[1], cloth, body)
    if not bare:
        _folds(brush, screen(arm.shoulder), screen(arm.elbow), screen(arm.wrist), 0.027 * body.height * body.limb, cloth, body)


def _band(brush: Brush, a: Point, b: Point, at: float, r: float, c: Colour, body: Body) -> None:
    """A hem line near the end of a sleeve or leg."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    size = math.hypot(dx, dy)
    if size < r * 0.6 or brush.ppm * r < 3.0:
        return
    nx, ny = -dy / size, dx / size
    x, y = a[0] + dx * at, a[1] + dy * at
    path = skia.Path()
    path.moveTo(x + nx * r * 0.93, y + ny * r * 0.93)
    path.quadTo(x + dx / size * r * 0.35, y + dy / size * r * 0.35, x - nx * r * 0.93, y - ny * r * 0.93)
    brush.line(path, edge_of(c), body.height * 0.0026, 0.7)


def _folds(brush: Brush, a: Point, b: Point, c: Point, r: float, colour: Colour, body: Body) -> None:
    """Creases on the inner side of a bent joint."""
    if brush.ppm * r < 4.0:
        return
    ux, uy = a[0] - b[0], a[1] - b[1]
    vx, vy = c[0] - b[0], c[1] - b[1]
    lu, lv = math.hypot(ux, uy), math.hypot(vx, vy)
    if lu < r or lv < r:
        return
    cosine = (ux * vx + uy * vy) / (lu * lv)
    bend = max(0.0, min(1.0, (cosine + 1.0) / 1.4))
    if bend < 0.04:
        return
    ix, iy = ux / lu + vx / lv, uy / lu + vy / lv
    li = math.hypot(ix, iy) or 1.0
    ix, iy = ix / li, iy / li
    path = skia.Path()
    for along, reach in ((0.85, 0.35), (-0.7, 0.1)):  # two creases that open like a fan from the hollow
        px, py = -iy * along, ix * along
        path.moveTo(b[0] + (ix * 0.78 + px * 0.22) * r, b[1] + (iy * 0.78 + py * 0.22) * r)
        path.quadTo(
            b[0] + (ix * 0.35 + px * 0.35) * r,
            b[1] + (iy * 0.35 + py * 0.35) * r,
            b[0] + (-ix * reach + px * 0.75) * r,
            b[1] + (-iy * reach + py * 0.75) * r,
        )
    brush.line(path, edge_of(colour), body.height * 0.0020, 0.2 + 0.3 * bend)


def draw_leg(brush: Brush, leg: LegBones, body: Body, outfit: Outfit, screen: Screen) -> None:
    """Thigh, shin and shoe with what covers them."""
    h = body.height
    k = h * (0.55 + 0.45 * body.limb)
    hip, knee, ankle = screen(leg.hip), screen(leg.knee), screen(leg.ankle)
    rt, rm, rk, rc, ra = 0.052 * k, 0.047 * k, 0.034 * k, 0.036 * k, 0.019 * k
    draw_shoe(brush, leg, body, outfit, screen, under=True)
    skin = outfit.skin
    bare: list[Part] = [(limb(hip, knee, rt, rm, rk), hip, knee, rm), (limb(knee, ankle, rk, rc, ra), knee, ankle, rc)]
    if outfit.legs in ("bare", "trunks"):
        parts(brush, bare, skin, body, 1.0)
    elif outfit.legs == "shorts":
        parts(brush, bare, skin, body, 1.0)
        end = _lerp(hip, knee, 0.86)
        short = limb(hip, end, rt * 1.08, rm * 1.16, rm * 1.12, True, False)
        parts(brush, [(short, hip, end, rm * 1.15)], outfit.leg_colour, body)
        _band(brush, hip, end, 0.93, rm * 1.12, outfit.leg_colour, body)
    else:
        jeans = outfit.legs == "jeans"
        end = screen(mix(leg.knee, leg.ankle, 0.985))
        wide = 1.22 if jeans else 1.3
        hem = ra * (1.55 if jeans else 1.75)
        pieces: list[Part] = [
            (limb(hip, knee, rt * 1.06, rm * 1.14, rk * wide), hip, knee, rm * 1.14),
            (limb(knee, end, rk * wide, rc * (1.1 if jeans else 1.14), hem, True, False), knee, end, rc * 1.14),
        ]
        parts(brush, pieces, outfit.leg_colour, body)
        _folds(brush, hip, knee, ankle, rk * wide, outfit.leg_colour, body)
        if jeans:
            _band(brush, knee, end, 0.90, hem * 1.1, lighter(outfit.leg_colour, 0.1), body)
            _seam(brush, hip, knee, end, rm, rk, outfit.leg_colour, body, screen, leg.out)
        elif brush.ppm * rk > 5:
            crease = skia.Path()
            crease.moveTo(*_lerp(hip, knee, 0.35))
            crease.quadTo(*knee, *_lerp(knee, end, 0.97))
            brush.line(crease, edge_of(outfit.leg_colour), h * 0.0018, 0.4)
    draw_shoe(brush, leg, body, outfit, screen, under=False)


def _seam(
    brush: Brush, hip: Point, knee: Point, end: Point, rm: float, rk: float, c: Colour, body: Body, screen: Screen, out: int
) -> None:
    if brush.ppm * rk < 5:
        return
    side = out * screen.cos
    path = skia.Path()
    path.moveTo(hip[0] + rm * 0.75 * side, hip[1])
    path.quadTo(knee[0] + rk * 1.0 * side, knee[1], end[0] + rk * 0.5 * side, end[1])
    brush.line(path, lighter(c, 0.35), body.height * 0.0016, 0.5)


def draw_shoe(brush: Brush, leg: LegBones, body: Body, outfit: Outfit, screen: Screen, under: bool) -> None:
    """The shoe: drawn under the leg; what lies over the hem only when the foot comes towards the camera."""
    foot, a = body.foot, body.ankle
    towards = screen.depth(leg.foot[2])
    if under == (towards > 0.25):
        return

    def at(x: float, y: float, z: float) -> Point:
        return screen(add(leg.ankle, turned(leg.foot, (x, y, z))))

    low = -a
    sole = foot * 0.085
    spots = [
        (*at(0, low + foot * 0.15, -foot * 0.19), foot * 0.145),
        (*at(0, low + foot * 0.33, -foot * 0.04), foot * 0.155),
        (*at(0.0, low + foot * 0.21, foot * 0.18), foot * 0.16),
        (*at(0.0, low + foot * 0.155, foot * 0.42), foot * 0.165),
        (*at(-0.01 * foot * leg.out, low + foot * 0.125, foot * 0.62), foot * 0.125),
    ]
    c = outfit.shoe
    upper = hull(spots)
    brush.line(upper, edge_of(c), body.height * 0.0034)
    brush.fill(upper, c)
    brush.crescent(upper, c, foot * 0.07)
    if brush.ppm * foot < 16:
        return
    rubber = lighter(c, 0.72) if sum(c) < 1.6 else darker(c, 0.62)
    flat = [
        at(0.0, low, -foot * 0.335),
        at(foot * 0.14 * leg.out, low, -foot * 0.2),
        at(foot * 0.165 * leg.out, low, foot * 0.42),
        at(0.0, low, foot * 0.755),
        at(-foot * 0.165 * leg.out, low, foot * 0.42),
        at(-foot * 0.14 * leg.out, low, -foot * 0.2),
    ]
    thick = sole * 0.85
    raised = [
        at(0.0, low + thick, -foot * 0.335),
        at(foot * 0.165 * leg.out, low + thick, foot * 0.42),
        at(0.0, low + thick, foot * 0.755),
        at(-foot * 0.165 * leg.out, low + thick, foot * 0.42),
    ]
    band = smooth(hull_points(flat + raised), True, 0.8)
    brush.fill(band, rubber)
    brush.line(band, edge_of(c), body.height * 0.0022, 0.6)
    cover = skia.Path(upper)
    cover.offset(0.0, -foot * 0.05)
    brush.clip(upper)
    brush.fill(cover, c)
    brush.crescent(cover, c, foot * 0.07)
    if brush.ppm * foot > 26:
        _laces(brush, at, low, foot, rubber)
    brush.free()


def _laces(brush: Brush, at: Callable[[float, float, float], Point], low: float, foot: float, c: Colour) -> None:
    path = skia.Path()
    for z, y in ((0.16, 0.37), (0.24, 0.335), (0.32, 0.31)):
        path.moveTo(*at(-foot * 0.08, low + foot * y, foot * z))
        path.lineTo(*at(foot * 0.08, low + foot * y, foot * z))
    brush.line(path, c, foot * 0.022, 0.85)
