"""Puts a whole person together: which part lies over which from this view, and where the parts are."""

from __future__ import annotations

import math
from collections.abc import Callable

import skia

from generation.drivers.previs.people.body import body_of
from generation.drivers.previs.people.face import PIVOT
from generation.drivers.previs.people.hands import HandPlace, draw_hand, hand_place
from generation.drivers.previs.people.head import AWAY, Head
from generation.drivers.previs.people.headgear import TOP
from generation.drivers.previs.people.limbs import arm_path, draw_arm, draw_leg, outline_arm
from generation.drivers.previs.people.outfit import outfit_of
from generation.drivers.previs.people.paint import Brush, rgb
from generation.drivers.previs.people.props import draw_prop
from generation.drivers.previs.people.scarf import draw_scarf
from generation.drivers.previs.people.skeleton import ArmBones, Screen, bones_of, laid
from generation.drivers.previs.people.state import Landmarks, PersonState, Point
from generation.drivers.previs.people.tailor import Tailor
from generation.drivers.previs.people.tops import tailor_of
from generation.drivers.previs.people.trunk import Trunk, draw_apron, draw_neck, draw_pelvis, draw_skirt, outline_pelvis
from generation.drivers.previs.people.vector import Vector, placed
from generation.drivers.previs.stage import Look, Pose

Box = tuple[float, float, float, float]


class Figure:
    """One person at one frame: all that drawing and measuring share."""

    def __init__(self, look: Look, state: PersonState) -> None:
        self.look, self.state = look, state
        self.laid = laid(look, state)
        self.view = self.laid[0] if self.laid else state.view
        self.body, self.outfit = body_of(look), outfit_of(look)
        self.bones = bones_of(look, self.body, state)
        self.screen = Screen(self.view)
        self.trunk = Trunk(self.bones, self.body, self.outfit, self.screen)
        self.head = Head(look, state, self.bones, self.view)
        self.hands: dict[int, HandPlace] = {
            arm.out: hand_place(arm, self.body, self.bones.ribs, self.screen)
            for arm in (self.bones.left_arm, self.bones.right_arm)
        }

    # placing -------------------------------------------------------------------------------------------------------

    def pose_canvas(self, canvas: skia.Canvas) -> None:
        """Turn the canvas for bodies that lie or fall."""
        if self.laid:
            _, turn, (dx, dy) = self.laid
            canvas.translate(dx, dy)
            canvas.rotate(turn)

    def out(self, p: Point) -> Point:
        """A point of the upright drawing where it really is."""
        if not self.laid:
            return p
        _, turn, (dx, dy) = self.laid
        a = math.radians(turn)
        c, s = math.cos(a), math.sin(a)
        return (p[0] * c - p[1] * s + dx, p[0] * s + p[1] * c + dy)

    def head_point(self, p: Point) -> Point:
        """A point of the head's own canvas in metres."""
        a = math.radians(self.head.roll)
        c, s = math.cos(a), math.sin(a)
        x, y = self.screen(self.bones.skull)
        k = self.body.head
        return (x + k * (p[0] * c - p[1] * s), y + k * (p[0] * s + p[1] * c))

    def landmarks(self) -> Landmarks:
        """See `people.landmarks`."""
        view, face, bones, screen = self.head.view, self.head.face, self.bones, self.screen
        knees = [screen(leg.knee) for leg in (bones.left_leg, bones.right_leg)]
        trunk = self.body.neck - self.body.hip

        hair = self.head.hair.ring(1.0, 90.0)[1] if self.head.hair.cut else 1.0
        crown = max(1.0, TOP[self.look.hat] if self.look.hat != "none" else hair)

        def at(p: Point) -> Point:
            return self.out(self.head_point(p))

        return Landmarks(
            top=at(view((0.0, crown, -0.05))),
            eyes=at(view((0.0, face.eye_y, view.row(face.eye_y)[1]))),
            mouth=at(view((0.0, face.mouth_y, view.row(face.mouth_y)[1]))),
            chin=at(view((0.0, view.dropped(0.0), view.row(0.03)[1] * 0.8))),
            chest=self.out(screen(bones.chest)),
            waist=self.out(screen(placed(bones.pelvis, bones.hips, (0.0, trunk * 0.34, 0.0)))),
            knees=self.out(((knees[0][0] + knees[1][0]) / 2, (knees[0][1] + knees[1][1]) / 2)),
            hand_left=self.out(self.hands[1].grip),
            hand_right=self.out(self.hands[-1].grip),
        )

    def joints(self) -> list[tuple[float, float, float]]:
        """The eighteen joints that models of poses know (nose, neck, arms and legs, right first, eyes, ears): x, y, 1 or 0.

        Metres as landmarks are; 0 says that a point of the face is turned away.
        """
        view, face, bones, screen = self.head.view, self.head.face, self.bones, self.screen
        front = view.row(face.eye_y)[1]

        def body(p: Vector) -> tuple[float, float, float]:
            return (*self.out(screen(p)), 1.0)

        def head(p: Vector, least: float) -> tuple[float, float, float]:
            return (*self.out(self.head_point(view(p))), float(view.depth(p) > least))

        limbs: list[tuple[float, float, float]] = []
        for arm in (bones.right_arm, bones.left_arm):
            limbs += [body(arm.shoulder), body(arm.elbow), body(arm.wrist)]
        for leg in (bones.right_leg, bones.left_leg):
            limbs += [body(leg.hip), body(leg.knee), body(leg.ankle)]
        low = face.eye_y - 0.13
        return [
            head((0.0, low, view.row(low)[1] + 0.05), 0.0), body(bones.neck), *limbs,
            *(head((side * face.eye_x, face.eye_y, front), 0.04) for side in (-1, 1)),
            *(head((side * 0.28, face.eye_y - 0.06, -0.03), -0.16) for side in (-1, 1)),
        ]  # fmt: skip

    # drawing -------------------------------------------------------------------------------------------------------

    def draw(self, canvas: skia.Canvas) -> None:
        """Paint everything, far parts first."""
        canvas.save()
        self.pose_canvas(canvas)
        state = self.state
        brush = Brush(canvas, state.light, state.pixels_per_metre)
        bones, screen, trunk, outfit, body, look = self.bones, self.screen, self.trunk, self.outfit, self.body, self.look
        tailor = tailor_of(brush, trunk, look)
        chest = screen.depth(bones.chest)
        front, back, over = [], [], []
        for arm in (bones.left_arm, bones.right_arm):
            hand = self.hands[arm.out]
            depth = 0.5 * screen.depth(arm.elbow) + 0.5 * hand.depth - chest
            head = self.head_point((0.0, -PIVOT + 0.45))
            high = hand.grip[1] < head[1] + body.head * 0.42
            if (
                depth
                < -0.035 * body.height * (1.0 if abs(screen.sin) > 0.35 else 0.6)
                - (0.02 if screen.cos > 0 else 0.0) * body.height
            ):
                back.append(arm)
            elif high and hand.depth > screen.depth(bones.skull) - 0.015 * body.height:
                over.append(arm)
            else:
                front.append(arm)
        key = lambda a: screen.depth(a.elbow)  # noqa: E731 - three short sorts
        facing = self.head.view.cos >= AWAY
        away = self.head.view.cos < AWAY
        if facing:
            self._head(canvas, brush, self.head.behind)
        if away:
            self._head(canvas, brush, self.head.base)
        held_far = self._holding_far(chest)
        for arm in sorted(back, key=key):
            self._arm(brush, arm, held_far)
        tailor.behind()
        for arm in (*front, *over):
            outline_arm(brush, arm, body, outfit, screen)
        legs = sorted((bones.left_leg, bones.right_leg), key=lambda leg: screen.depth(leg.knee) + screen.depth(leg.ankle))
        low_first = state.pose in (Pose.CROUCH,) or bones.left_leg.hip[1] < 0.32 * body.height
        in_lap = screen.cos > 0.2 and (low_first or state.seated or state.pose in (Pose.SIT, Pose.DRIVE))
        if in_lap:
            self._trunk(brush, tailor, True)
        pelvis = outfit.legs != "bare" and outfit.skirt == 0
        if pelvis and not in_lap:
            outline_pelvis(brush, trunk, outfit.leg_colour)
        for leg in legs:
            draw_leg(brush, leg, body, outfit, screen)
        if outfit.skirt > 0:
            tailor.skirt = draw_skirt(brush, trunk, outfit.skirt_colour)
        if in_lap:
            if outfit.skirt > 0:
                self._trunk(brush, tailor)
        else:
            self._trunk(brush, tailor)
        if facing:
            self._front(brush, sorted(front, key=key), held_far)
            self._head(canvas, brush, self.head.draw)
        else:
            self._head(canvas, brush, self.head.behind)
            self._head(canvas, brush, self.head.draw)
            self._front(brush, sorted(front, key=key), held_far)
        for arm in sorted(over, key=key):
            self._arm(brush, arm, held_far)
        canvas.restore()

    def _trunk(self, brush: Brush, tailor: Tailor, in_lap: bool = False) -> None:
        outfit, trunk = self.outfit, self.trunk
        if outfit.legs != "bare" and outfit.skirt == 0:
            if in_lap:
                outline_pelvis(brush, trunk, outfit.leg_colour)
            draw_pelvis(brush, trunk, outfit.leg_colour)
        draw_neck(brush, self.bones, self.body, outfit, self.screen, trunk.neck_r)
        if self.look.top == "apron":
            draw_apron(brush, trunk, outfit.top)
        tailor.draw()
        if self.look.scarf:
            draw_scarf(brush, trunk, rgb(self.look.scarf_colour), self.look.seed)

    def _front(self, brush: Brush, arms: list[ArmBones], held_far: bool) -> None:
        for arm in arms:
            if self.trunk.facing > -2 and brush.ppm > 60:
                shadow = arm_path(arm, self.body, self.screen, self.outfit.ease * 1.1)
                shadow.offset(-brush.towards[0] * 0.012 * self.body.height, 0.010 * self.body.height)
                brush.clip(self.trunk.path(min(self.outfit.hem, 0.0)))
                brush.raw(shadow, (0.05, 0.04, 0.10), 0.16)
                brush.free()
            self._arm(brush, arm, held_far)

    def _holding_far(self, chest: float) -> bool:
        return self.screen.cos < -0.2

    def _holds(self, arm: ArmBones) -> bool:
        grip = self.bones.grip
        if self.state.held is None and not self.bones.prop:
            return False
        if self.state.held is not None and not self.bones.prop and self.state.pose not in (Pose.HOLD, Pose.CARRY):
            return arm.out == -1
        return grip == "both" or (grip == "right") == (arm.out == -1)

    def _arm(self, brush: Brush, arm: ArmBones, held_far: bool) -> None:
        hand = self.hands[arm.out]
        kind = arm.hand
        skin, dark = self.outfit.skin, self.outfit.skin_dark
        if not self._holds(arm):
            bare = self.outfit.sleeve in ("none", "short", "rolled")
            if bare:
                draw_arm(brush, arm, self.body, self.outfit, self.screen)
            draw_hand(brush, hand, kind, skin, dark)
            if not bare:
                draw_arm(brush, arm, self.body, self.outfit, self.screen)
            return
        if kind in ("relaxed", "flat", "pocket", "tucked", "open", "fist"):
            kind = "grip"
        both = self.bones.grip == "both" and (self.bones.prop != "" or self.state.pose in (Pose.HOLD, Pose.CARRY))
        if both:
            other = self.hands[-arm.out]
            first = self.screen.depth(self.bones.left_arm.elbow) <= self.screen.depth(self.bones.right_arm.elbow)
            mine_first = (arm.out == 1) == first
            draw_hand(brush, hand, kind, skin, dark, "palm")
            draw_arm(brush, arm, self.body, self.outfit, self.screen)
            if mine_first:
                self._thing(brush, ((hand.grip[0] + other.grip[0]) / 2, (hand.grip[1] + other.grip[1]) / 2))
                draw_hand(brush, hand, kind, skin, dark, "fingers")
            else:
                draw_hand(brush, other, kind, skin, dark, "fingers")
                draw_hand(brush, hand, kind, skin, dark, "fingers")
            return
        draw_hand(brush, hand, kind, skin, dark, "palm")
        draw_arm(brush, arm, self.body, self.outfit, self.screen)
        self._thing(brush, hand.grip)
        draw_hand(brush, hand, kind, skin, dark, "fingers")

    def _thing(self, brush: Brush, at: Point) -> None:
        held = self.state.held
        if held is None:
            draw_prop(brush, self.bones.prop, at, self.body.height, self.screen.cos, self.screen.sin)
            return
        tall = self.state.held_height or 0.2 * self.body.height
        wide = tall * held.width() / max(1, held.height())
        x, y = at
        up = 0.62 if self.bones.grip != "both" else 0.55
        rect = skia.Rect.MakeLTRB(x - wide / 2, y - tall * up, x + wide / 2, y + tall * (1 - up))
        paint = skia.Paint(AntiAlias=True)
        k = self.state.light.key
        paint.setColorFilter(
            skia.ColorFilters.Blend(
                skia.Color4f(min(1.0, k[0]), min(1.0, k[1]), min(1.0, k[2]), 1.0).toColor(), skia.BlendMode.kModulate
            )
        )
        brush.canvas.drawImageRect(held, rect, skia.SamplingOptions(skia.CubicResampler.Mitchell()), paint)

    def _head(self, canvas: skia.Canvas, brush: Brush, part: Callable[[Brush], None]) -> None:
        canvas.save()
        canvas.translate(*self.screen(self.bones.skull))
        canvas.rotate(self.head.roll)
        canvas.scale(self.body.head, self.body.head)
        small = Brush(canvas, self.state.light, self.state.pixels_per_metre * self.body.head)
        if self.laid:
            small.towards = _turned(brush.towards, -self.laid[1] - self.head.roll)
        part(small)
        canvas.restore()

    def bounds(self) -> Box:
        """See `people.bounds`."""
        points: list[tuple[Point, float]] = []
        body, screen, bones = self.body, self.screen, self.bones
        h = body.height
        loose = 0.075 * h * (0.6 + 0.4 * body.limb) * (1.25 if self.outfit.sleeve == "wide" else 1.0)
        for arm in (bones.left_arm, bones.right_arm):
            points += [(screen(arm.shoulder), loose), (screen(arm.elbow), loose), (screen(arm.wrist), loose)]
            points += [(self.hands[arm.out].tip, body.hand * 0.55), (self.hands[arm.out].grip, body.hand * 0.75)]
            if self._holds(arm):
                tall = (self.state.held_height or 0.2 * h) if self.state.held else 0.13 * h
                wide = tall * self.state.held.width() / max(1, self.state.held.height()) if self.state.held else tall
                points.append((self.hands[arm.out].grip, max(tall, wide) * 1.05 + 0.02))
        for leg in (bones.left_leg, bones.right_leg):
            skirt = 0.09 * h if self.outfit.skirt else 0.075 * h
            points += [
                (screen(leg.hip), 0.10 * h * body.limb),
                (screen(leg.knee), skirt),
                (screen(leg.ankle), skirt if self.outfit.skirt > 0.5 else 0.06 * h),
            ]
            points.append((screen(placed(leg.ankle, leg.foot, (0.0, -body.ankle * 0.5, body.foot * 0.5))), body.foot * 0.5))
        for ring in self.trunk.rings:
            points.append((screen(ring.centre), max(ring.wide, ring.front, ring.back) * 1.12))
        reach = {"afro": 0.92, "curly": 0.82, "messy": 0.80, "bun": 0.90, "ponytail": 0.86}.get(self.look.hair, 0.76)
        if self.look.hat in ("straw", "chef", "brim", "crown", "hood", "beanie", "cap"):
            reach = max(reach, 0.98)
        points.append((self.head_point((0.0, -0.16)), reach * body.head))
        if self.look.hair in ("long", "wavy", "braids", "ponytail", "bob"):
            points += [(self.head_point((0.0, y)), 0.75 * body.head) for y in (0.1, 0.3)]
        if self.look.scarf:
            points.append((screen(bones.chest), 0.2 * h))
        xs0, ys0, xs1, ys1 = [], [], [], []
        for p, r in points:
            x, y = self.out(p)
            xs0.append(x - r)
            xs1.append(x + r)
            ys0.append(y - r)
            ys1.append(y + r)
        pad = 0.01 * h + 1.5 / max(1.0, self.state.pixels_per_metre)
        return (min(xs0) - pad, min(ys0) - pad, max(xs1) + pad, max(ys1) + pad)


def _turned(v: Point, degrees: float) -> Point:
    a = math.radians(degrees)
    c, s = math.cos(a), math.sin(a)
    return (v[0] * c - v[1] * s, v[0] * s + v[1] * c)
