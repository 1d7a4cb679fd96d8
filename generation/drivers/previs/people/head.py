"""A head: skin, ears, nose and wrinkles under hair, with the features on it, from any view."""

from __future__ import annotations

import math

import skia

from generation.drivers.previs.people.body import body_of
from generation.drivers.previs.people.expressions import MOODS, Mood, mouth_of
from generation.drivers.previs.people.face import PIVOT, HeadView, face_of
from generation.drivers.previs.people.features import draw_brows, draw_eye, eye_places
from generation.drivers.previs.people.hair import Hair
from generation.drivers.previs.people.headgear import CAPPED, Hat
from generation.drivers.previs.people.motion import life
from generation.drivers.previs.people.mouths import draw_mouth, jaw_of
from generation.drivers.previs.people.nose import draw_nose, nose_path
from generation.drivers.previs.people.paint import Brush, blend, darker, luminance, rgb
from generation.drivers.previs.people.shapes import smooth
from generation.drivers.previs.people.skeleton import Bones
from generation.drivers.previs.people.skin import draw_ears, draw_folds, draw_skin, draw_tears
from generation.drivers.previs.people.state import PersonState
from generation.drivers.previs.people.worn import draw_beard, draw_glasses, draw_moustache
from generation.drivers.previs.stage import Look

AWAY = -0.25  # the cosine below which a head is seen from behind


class Head:
    """One head at one frame. Its canvas has head heights for units, the pivot as origin, y down."""

    def __init__(self, look: Look, state: PersonState, bones: Bones, view: float) -> None:
        self.look, self.state = look, state
        self.mood: Mood = MOODS[state.expression]
        self.life = life(state)
        gx, gy = (max(-1.0, min(1.0, g)) for g in state.gaze)
        pitch, yaw, roll = bones.head_angles
        turn = view + yaw
        front = max(0.0, math.cos(math.radians(turn)))
        turn += gx * 13.0 * (0.3 + 0.7 * front)
        pitch += gy * 10.0 + self.mood.pitch
        roll += self.mood.roll * (1 if look.seed % 2 else -1)
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        self.roll = roll * c + pitch * s
        self.shape = mouth_of(state.mouth, self.mood)
        self.face = face_of(look)
        self.view = HeadView(self.face, turn, pitch * c, jaw_of(self.shape), state.pixels_per_metre * body_of(look).head < 140)
        self.skin = rgb(look.skin)
        self.line = blend(darker(self.skin, 0.45), (0.25, 0.08, 0.06), 0.35)
        self.elder, self.child = look.figure == "elder", look.figure == "child"
        self.man, self.woman = look.gender == "man", look.gender == "woman"
        self.gaze = (
            max(-1.0, min(1.0, gx * 0.95 + self.mood.gaze[0] + self.life.glance[0])),
            max(-1.0, min(1.0, gy * 0.95 + self.mood.gaze[1] + self.life.glance[1])),
        )
        capped = CAPPED.get(look.hat, 9.0)
        style = look.hair if look.hat != "hood" or look.hair in ("bald", "buzz") else "under"
        self.hair = Hair(self.view, style, rgb(look.hair_colour), look.seed, self.skin, capped, self.woman)
        self.hair_shown = look.hat != "headscarf" and not (look.hat == "hood" and self.view.cos < 0.2)
        self.hat = Hat(self.view, look.hat, rgb(look.hat_colour), look.seed) if look.hat != "none" else None
        self.covers_ears = (
            look.hat in ("hood", "headscarf") or (self.hair.cut is not None and not self.hair.cut.ears) or look.hat == "helmet"
        )

    def behind(self, brush: Brush) -> None:
        """What is farther than the neck when the face looks at the camera."""
        if self.hat is not None:
            self.hat.behind(brush)
        if self.hair_shown and self.look.hat not in ("hood", "headscarf"):
            self.hair.behind(brush)

    def draw(self, brush: Brush) -> None:
        """The head itself."""
        view = self.view
        if view.cos >= AWAY:
            self.base(brush)
        outline = view.outline()
        if view.cos > -0.55:
            self._face(brush)
        if self.look.hat in ("cap", "brim", "straw", "helmet") and view.cos > -0.3:
            self._hat_shadow(brush, outline)
        if not self.covers_ears:
            draw_ears(brush, self, near=True)
        if self.hair_shown:
            if self.hair.cut is not None and view.cos > -0.3 and brush.ppm > 45 and self.look.hair != "buzz":
                brush.clip(outline)  # hair throws a shadow on the forehead
                shade = skia.Path(self.hair.cap())
                shade.offset(0.0, 0.032)
                brush.raw(shade, brush.dim(self.skin, 1.0), 0.85)
                brush.free()
            self.hair.over(brush)
        if self.hat is not None:
            self.hat.over(brush)
        if self.look.glasses != "none":
            draw_glasses(brush, view, self.look.glasses, self.look.seed, 0.13 if self.covers_ears else -0.02)

    def base(self, brush: Brush) -> None:
        """Skin and far ears. From behind it is drawn before the trunk, so that nape and collar lie over it."""
        view = self.view
        if not self.covers_ears:
            draw_ears(brush, self, near=False)
        outline = view.outline()
        if abs(view.sin) > 0.55 and view.cos > AWAY:  # the nape runs into the neck without a line
            ear = view((-math.copysign(0.26, view.sin), 0.25, -0.03))
            far = -1.0 if view.sin > 0 else 1.0
            nape = skia.Rect.MakeLTRB(min(ear[0], far), PIVOT - 0.24, max(ear[0], far), 1.0)
            brush.clip(skia.Path.Rect(nape), outside=True)
            brush.line(outline, self.line, 0.012)
            brush.free()
        else:
            brush.line(outline, self.line, 0.012)
        nose = nose_path(view)
        if nose is not None:
            brush.line(nose, self.line, 0.012)
        brush.fill(outline, self.skin)
        if nose is not None:
            brush.fill(nose, self.skin)
        draw_skin(brush, self, outline)
        brush.rim(outline, 0.022)

    def _hat_shadow(self, brush: Brush, outline: skia.Path) -> None:
        view = self.view
        low, high = view.limbs(0.6)
        points = [
            view(view.ring(0.60 - 0.03 * max(0.0, math.sin(math.radians(a))), a, 0.01))
            for a in [low + (high - low) * i / 10 for i in range(11)]
        ]
        top = [view(view.ring(0.8, a, 0.06)) for a in [high + (low - high) * i / 10 for i in range(11)]]
        brush.clip(outline)
        brush.raw(smooth([*points, *top], True, 0.8), brush.dim(self.skin, 1.0), 0.9)
        brush.free()

    # features ------------------------------------------------------------------------------------------------------

    def _face(self, brush: Brush) -> None:
        view, look, mood = self.view, self.look, self.mood
        draw_folds(brush, self)
        hair = rgb(look.hair_colour)
        brow = blend(darker(hair, 0.85), self.skin, 0.10) if luminance(hair) < 0.6 else darker(hair, 0.72)
        lash = blend(darker(hair, 0.35), (0.09, 0.06, 0.06), 0.7)
        lid = mood.lid * (1.0 - self.life.blink) if mood.lid > 0.2 else mood.lid
        gy = self.gaze[1]
        lid *= 1.0 - 0.22 * max(0.0, gy) + 0.06 * max(0.0, -gy)
        for side, at, share in eye_places(view):
            draw_eye(
                brush,
                self.face,
                side,
                at,
                share,
                mood,
                lid,
                self.gaze,
                rgb(look.eye_colour),
                self.skin,
                lash,
                view.yaw,
                self.elder,
            )
        draw_brows(brush, view, mood, brow, self.elder)
        draw_nose(brush, view, self.skin)
        bearded = look.beard != "none" and not self.child
        beard = blend(hair, self.skin, 0.06)
        if bearded:
            draw_beard(brush, view, look.beard, beard, self.skin, look.seed)
        draw_mouth(brush, view, self.shape, self.skin, self.woman, self.man, self.elder)
        if bearded:
            draw_moustache(brush, view, look.beard, beard, look.seed)
        if self.face.mole and brush.ppm > 90 and view.seen(0.17, 0.22) > 0.2:
            brush.fill(skia.Path.Circle(*view(view.skin(0.17, 0.215)), 0.008), darker(self.skin, 0.45))
        if mood.tears:
            draw_tears(brush, self)
