"""From the words of framing (size, angle, move) to a camera: where it stands, where it looks, with which lens, frame by frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from generation.drivers.previs.camera_body import Body, bodies, position
from generation.drivers.previs.lens import View, focal_pixels
from generation.drivers.previs.stage import Angle, Move, Size, Stage

LENS = {
    Size.ECU: 105.0,
    Size.CU: 85.0,
    Size.MCU: 65.0,
    Size.MS: 50.0,
    Size.MLS: 42.0,
    Size.FS: 38.0,
    Size.WS: 30.0,
    Size.EWS: 26.0,
}
WIDE = (Size.WS, Size.EWS)


@dataclass(frozen=True)
class Framing:
    """A camera at rest: the point it looks at, from which side, how far, through which lens (mm)."""

    x: float
    y: float
    z: float
    azimuth: float
    pitch: float  # degrees; negative looks down
    distance: float
    lens: float
    roll: float = 0.0
    offset: float = 0.0  # of the target from the middle, in shares of the frame's width, to the right
    focus: float = 0.0  # metres from the lens; 0 is `distance`
    sees: tuple[float, float] = (0.0, 0.0)  # lowest and highest the lens may stand above the ground


@dataclass(frozen=True)
class Path:
    """The camera through the shot."""

    stage: Stage
    width: int
    height: int
    frames: int
    bounds: tuple[float, float, float, float] = (-60.0, 60.0, -60.0, 60.0)
    ceiling: float = 60.0

    @cached_property
    def framing(self) -> Framing:
        """The framing that the move leads to or turns about."""
        return self._inside(frame(self.stage, self.width / self.height, self.frames))

    @cached_property
    def subject_moves(self) -> bool:
        """Whether somebody who is framed walks."""
        chosen = {body.name for body in _subjects(self.stage)}
        return any(a.name in chosen and (a.to_x is not None or a.to_z is not None) for a in self.stage.actors)

    def view(self, n: int) -> View:
        """The camera in frame `n`."""
        at, move, amount = self.framing, self.stage.camera.move, self.stage.camera.amount
        t = _eased(n, self.frames)
        if self.subject_moves and self.stage.camera.size is not Size.EWS:
            at = self._followed(at, n)
        slide = rise = along = 0.0  # of the camera, metres: right, up, towards the target
        yaw = tilt = turn = 0.0
        lens = at.lens
        wide = math.degrees(math.atan(18 / at.lens)) * 2  # what the lens sees across
        reach = min(max(at.distance * 0.16, 0.1), 2.5) * amount
        match move:
            case Move.PAN_LEFT | Move.PAN_RIGHT:
                sign = -1 if move is Move.PAN_LEFT else 1
                yaw = -sign * wide * 0.42 * amount * (1 - t) + sign * wide * 0.06 * amount * t
            case Move.TILT_UP | Move.TILT_DOWN:
                sign = 1 if move is Move.TILT_UP else -1
                tilt = -sign * wide * 0.26 * amount * (1 - t)
            case Move.PEDESTAL_UP | Move.PEDESTAL_DOWN:
                sign = 1 if move is Move.PEDESTAL_UP else -1
                rise = -sign * reach * 1.2 * (1 - t)
            case Move.PUSH:
                along = at.distance * amount * (-0.22 * (1 - t) + 0.14 * t)
            case Move.PULL:
                along = at.distance * amount * (0.20 * (1 - t) - 0.16 * t)
            case Move.TRUCK_LEFT | Move.TRUCK_RIGHT:
                sign = -1 if move is Move.TRUCK_LEFT else 1
                slide = sign * reach * 1.15 * (2 * t - 1)
            case Move.ORBIT_LEFT | Move.ORBIT_RIGHT:
                sign = -1 if move is Move.ORBIT_LEFT else 1
                turn = sign * 24 * amount * (2 * t - 1)
            case Move.ZOOM_IN:
                lens = at.lens * (0.80 + (0.2 + 0.28 * amount) * t)
            case Move.ZOOM_OUT:
                lens = at.lens * (1.0 + 0.28 * amount - (0.2 + 0.28 * amount) * t)
            case Move.CRANE_UP | Move.CRANE_DOWN:
                up = t if move is Move.CRANE_UP else 1 - t
                rise = amount * (at.distance * 0.42 * up - 0.25 * min(1.0, at.distance * 0.1) * (1 - up))
                along = -amount * at.distance * 0.22 * up
            case Move.HANDHELD | Move.FOLLOW:
                sway = 1.0 if move is Move.HANDHELD else 0.45
                s = sway * amount
                slide = s * 0.012 * at.distance**0.5 * _drift(n, 61, 0.0)
                rise = s * 0.010 * at.distance**0.5 * _drift(n, 47, 2.1)
                yaw, tilt = s * wide * 0.008 * _drift(n, 53, 4.2), s * wide * 0.006 * _drift(n, 39, 1.3)
            case _:
                pass
        crane = move in (Move.CRANE_UP, Move.CRANE_DOWN)
        return self._placed(at, turn, slide, rise, along, yaw, tilt, lens, aim=crane)

    def _placed(
        self, at: Framing, turn: float, slide: float, rise: float, along: float, yaw: float, tilt: float, lens: float,
        *, aim: bool,
    ) -> View:  # fmt: skip
        azimuth, pitch = math.radians(at.azimuth + turn), math.radians(at.pitch)
        sx, sz = math.sin(azimuth), -math.cos(azimuth)  # from the target to the camera
        distance = max(0.25, at.distance - along)
        flat = distance * math.cos(pitch)
        # the target stays at its place in the frame: move the aim sideways instead of turning the camera
        shift = -at.offset * 36 / at.lens * at.distance
        right = (-sz, sx)
        x = at.x + sx * flat + right[0] * (slide + shift)
        z = at.z + sz * flat + right[1] * (slide + shift)
        y = at.y - distance * math.sin(pitch) + rise
        low, high = at.sees
        y = min(max(y, low), max(high, low))
        look = math.degrees(math.atan2(at.y - y, flat)) if aim else at.pitch
        return View(
            x, y, z, -(at.azimuth + turn) + yaw, look + tilt, at.roll, focal_pixels(lens, self.width), self.width, self.height
        )

    def _followed(self, at: Framing, n: int) -> Framing:
        """The operator keeps a walking subject in frame, a little behind its start and settled with its stop."""
        bodies_then, bodies_end = _subjects(self.stage), _subjects(self.stage)
        frames = max(self.frames - 1, 1)
        share = n / frames
        dx = dz = 0.0
        for body in bodies_then:
            actor = next(a for a in self.stage.actors if a.name == body.name)
            px, pz = position(actor, share, self.frames)
            ex, ez = position(actor, 0.5, self.frames)
            dx += (px - ex) / len(bodies_end)
            dz += (pz - ez) / len(bodies_end)
        follow = {Move.FOLLOW: 1.0, Move.TRUCK_LEFT: 0.0, Move.TRUCK_RIGHT: 0.0}.get(self.stage.camera.move)
        if follow is None:
            follow = 0.35 if self.stage.camera.size in (Size.WS, Size.FS) else 0.92
        return replace(at, x=at.x + dx * follow, z=at.z + dz * follow)

    def _inside(self, at: Framing) -> Framing:
        """Keep the lens inside the place: come nearer with a wider lens when a wall stands in the way."""
        x0, x1, z0, z1 = self.bounds
        a, p = math.radians(at.azimuth), math.radians(at.pitch)
        distance = at.distance
        for _ in range(24):
            x, z = at.x + math.sin(a) * distance * math.cos(p), at.z - math.cos(a) * distance * math.cos(p)
            if x0 <= x <= x1 and z0 <= z <= z1:
                break
            distance *= 0.94
        lens = max(at.lens * distance / at.distance, 17.0)
        return replace(at, distance=distance, lens=lens, sees=(at.sees[0], min(at.sees[1], self.ceiling - 0.25)))


def _eased(n: int, frames: int) -> float:
    """0…1 through the shot: holds, moves, settles."""
    last = max(frames - 1, 1)
    t = min(max((n / last - 0.04) / 0.88, 0.0), 1.0)
    return t * t * t * (t * (6 * t - 15) + 10)


def _drift(n: int, period: int, phase: float) -> float:
    a = 2 * math.pi * n / period + phase
    return 0.6 * math.sin(a) + 0.28 * math.sin(2.31 * a + 1.7 * phase) + 0.12 * math.sin(4.87 * a + phase)


def _subjects(stage: Stage) -> list[Body]:
    everybody = [b for b in bodies(stage) if not (stage.camera.angle is Angle.POV and b.name == stage.camera.over)]
    names = stage.camera.subject
    chosen = [b for b in everybody if b.name in names or b.prop_id in names]
    if chosen:
        return chosen
    people = [b for b in everybody if not b.prop_id and not (stage.camera.angle is Angle.OTS and b.name == stage.camera.over)]
    return people or [b for b in everybody if b.prop_id and b.top - b.ground < 3.0][:1]  # a ship far off does not set the scale


def _span(size: Size, low: float, body: Body, *, inside: bool) -> tuple[float, float]:
    """Lowest and highest point (metres) that a size shows of a body, with headroom."""
    if body.lies:  # as wide as others are tall
        half = {Size.ECU: 0.16, Size.CU: 0.27, Size.MCU: 0.36, Size.MS: 0.5, Size.MLS: 0.6, Size.FS: 0.72, Size.WS: 1.7}.get(
            size, 4.0
        )
        return body.eyes - half, body.eyes + half
    head = max(body.top - body.chin, 0.12)
    if body.prop_id and size in (Size.ECU, Size.CU, Size.MCU):
        more = {Size.ECU: 0.15, Size.CU: 0.75, Size.MCU: 1.3}[size] * head
        return body.ground - more, body.top + more
    match size:
        case Size.ECU:
            return body.chin + 0.10 * head, body.top - 0.22 * head
        case Size.CU:
            return body.chin - 0.52 * head, body.top + 0.14 * head + 0.7 * body.hat
        case Size.MCU:
            return body.chest - 0.10 * head, body.top + 0.28 * head + body.hat
        case Size.MS:
            return body.waist - 0.10 * head, body.top + 0.42 * head + 0.7 * body.hat
        case Size.MLS:
            return body.knees - 0.05, body.top + 0.5 * head + 0.5 * body.hat
        case Size.FS:
            return low - 0.10 * (body.top - low), body.top + 0.10 * (body.top - low) + 0.6 * body.hat
        case Size.WS if inside:  # walls are near; floor alone says little
            return low - 0.24 * max(body.top - low, 1.2), body.top + 0.46 * max(body.top - low, 1.2)
        case Size.WS:
            return low - 0.42 * max(body.top - low, 1.2), body.top + 0.62 * max(body.top - low, 1.2)
        case _ if inside:  # a ceiling is not worth half a frame
            return low - 0.75 * max(body.top - low, 1.3), body.top + 0.95 * max(body.top - low, 1.3)
        case _:
            return low - 1.7 * max(body.top - low, 1.5), body.top + 3.4 * max(body.top - low, 1.5)


def frame(stage: Stage, aspect: float, frames: int = 1) -> Framing:
    """The framing at rest: whom it shows, how large, from where, with headroom and room to look into."""
    shot = stage.camera
    subjects = _subjects(stage)
    if not subjects:
        return _empty(stage, aspect)
    spans = [_span(shot.size, b.ground, b, inside=stage.place.interior) for b in subjects]
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    if len(subjects) > 1 and shot.size in (Size.ECU, Size.CU, Size.MCU):
        low = sum(s[0] for s in spans) / len(spans)
    tall = high - low
    azimuth = _azimuth(stage, subjects)
    a = math.radians(azimuth)
    right = (math.cos(a), math.sin(a))
    across = [b.x * right[0] + b.z * right[1] for b in subjects]
    x = sum(b.x for b in subjects) / len(subjects)
    z = sum(b.z for b in subjects) / len(subjects)
    if len(subjects) == 1 and subjects[0].lies and shot.size not in WIDE and shot.size is not Size.FS:
        toward = -0.55 if (subjects[0].facing - azimuth + 180) % 360 - 180 >= 0 else 0.55  # to the head's side
        x, z = x + right[0] * toward, z + right[1] * toward
    if len(subjects) > 1:
        middle = (max(across) + min(across)) / 2 - (x * right[0] + z * right[1])
        x, z = x + right[0] * middle, z + right[1] * middle
        room = {Size.ECU: 0.3, Size.CU: 0.55, Size.MCU: 0.7, Size.MS: 0.9}.get(shot.size, 1.3)
        needed = (max(across) - min(across) + room) / aspect
        if needed > tall:  # everybody has to be in it
            high += (needed - tall) * 0.30
            low -= (needed - tall) * 0.70
            tall = high - low
    lens = shot.lens or LENS[shot.size]
    lens = min(max(lens, 14.0), 250.0)
    distance = tall * lens / (36.0 / aspect)
    pitch, roll = _tilt(shot.angle, shot.size), (7.0 if shot.angle is Angle.DUTCH else 0.0)
    y = (low + high) / 2
    ground = min(b.ground for b in subjects)
    eyes = sum(b.eyes for b in subjects) / len(subjects)
    if pitch == 0 and all(b.prop_id for b in subjects) and high - low < 1.2:
        pitch = -32.0  # a thing is looked at from where hands would hold it
    if pitch == 0 and all(b.lies for b in subjects):
        pitch = -16.0
    if pitch == 0:
        tallest = max(b.top - b.ground for b in subjects) if all(b.prop_id for b in subjects) else 2.0
        pitch = _level(shot.size, y, eyes, ground, distance, tallest)
    offset = _look_room(stage, subjects, azimuth, shot.size) if len(subjects) == 1 else 0.0
    at = Framing(x, y, z, azimuth, pitch, distance, lens, roll, offset, sees=(ground + 0.18, ground + 400.0))
    if shot.angle is Angle.OTS:
        return _over(stage, subjects[0], at, aspect)
    if shot.angle is Angle.POV:
        return _through(stage, subjects, at)
    return at


def _level(size: Size, y: float, eyes: float, ground: float, distance: float, low: float = 2.0) -> float:
    """Eye height for people; in wide shots the camera stands where a person would and tilts a little."""
    stand = eyes - 0.03 if size not in WIDE else max(ground + 1.35, min(eyes, ground + 1.6))
    if size in WIDE and low < 1.2:
        stand = ground + 0.5 + 0.4 * low  # a cat is seen from near its height, with the place behind it
    if size is Size.EWS:
        stand = ground + 2.3
    if size in (Size.MLS, Size.FS):
        stand = ground + (eyes - ground) * 0.82
    return math.degrees(math.atan2(y - stand, distance))


def _tilt(angle: Angle, size: Size) -> float:
    if angle is Angle.HIGH:
        return -28.0 if size not in WIDE else -24.0
    if angle is Angle.OVERHEAD:
        return -58.0
    if angle is Angle.LOW:
        return 15.0 if size not in WIDE else 9.0
    return 0.0


def _azimuth(stage: Stage, subjects: list[Body]) -> float:
    shot = stage.camera
    base = shot.azimuth
    side = shot.side or 1
    if shot.angle is Angle.REVERSE and not shot.over:
        base += 180 - 22 * side
    elif shot.angle is Angle.PROFILE and len(subjects) == 1:
        facing = subjects[0].facing
        options = (facing - 90, facing + 90)  # the side that is nearer to the master camera's
        base = min(options, key=lambda o: abs((o - shot.azimuth + 180) % 360 - 180))
    return (base + 180) % 360 - 180


def _look_room(stage: Stage, subjects: list[Body], azimuth: float, size: Size) -> float:
    """Whoever looks to the right stands left of the middle, and the other way round; walkers have room before them."""
    body = subjects[0]
    if body.prop_id or body.lies:
        return 0.0
    view = (body.facing - azimuth + 180) % 360 - 180
    turned = math.sin(math.radians(view))
    most = {Size.ECU: 0.05, Size.CU: 0.09, Size.MCU: 0.11, Size.MS: 0.13, Size.WS: 0.17, Size.EWS: 0.2}.get(size, 0.13)
    if abs(turned) < 0.15:
        if size in WIDE:  # thirds: never dead centre in a wide
            return (0.11 if stage.place.seed % 2 else -0.11) if stage.camera.angle is not Angle.OVERHEAD else 0.0
        return 0.0
    return -math.copysign(most * min(1.0, abs(turned) * 1.3), turned)


def _over(stage: Stage, subject: Body, at: Framing, aspect: float) -> Framing:
    """Behind a shoulder: the listener's back at the frame's edge, the speaker beyond, on the agreed side of the line."""
    others = [b for b in bodies(stage) if not b.prop_id and b.name != subject.name]
    over = next((b for b in others if b.name == stage.camera.over), others[0] if others else None)
    if over is None:
        return at
    dx, dz = subject.x - over.x, subject.z - over.z
    gap = max(math.hypot(dx, dz), 0.3)
    dx, dz = dx / gap, dz / gap
    lx, lz = -dz, dx  # left of the line, seen from `over`
    toward = -lz if abs(lz) >= 0.1 else lx  # the master camera's side of the line
    sign = math.copysign(1.0, toward) * (stage.camera.side or 1)
    tall = {Size.ECU: 0.36, Size.CU: 0.56, Size.MCU: 0.74, Size.MS: 1.0}.get(stage.camera.size, 1.35)
    back = 0.95 + 0.12 * gap
    place = (over.x, over.z, 0.0, 1.0)
    for step in range(48):  # move out until the shoulder stands at the frame's edge
        out = 0.12 + 0.03 * step
        x, z = over.x - dx * back + lx * sign * out, over.z - dz * back + lz * sign * out
        vx, vz = subject.x - x, subject.z - z
        distance = math.hypot(vx, vz)
        lens = stage.camera.lens or min(max(distance * (36 / aspect) / tall, 28.0), 90.0)
        fx, fz = vx / distance, vz / distance
        along = (over.x - x) * fx + (over.z - z) * fz
        aside = (over.x - x) * fz - (over.z - z) * fx  # to the right of the look
        place = (x, z, distance, lens)
        if abs(aside) / max(along, 0.2) * lens / 36 > 0.60:
            break
    x, z, distance, lens = place
    vx, vz = subject.x - x, subject.z - z
    aside = (over.x - x) * vz - (over.z - z) * vx
    eye = max(over.eyes - 0.02, subject.eyes - 0.05)
    y = subject.eyes - tall * 0.12
    return replace(
        at, x=subject.x, y=y, z=subject.z, azimuth=math.degrees(math.atan2(-vx, vz)), distance=distance, lens=lens,
        pitch=math.degrees(math.atan2(y - eye, distance)), offset=math.copysign(0.12, -aside),
    )  # fmt: skip


def _through(stage: Stage, subjects: list[Body], at: Framing) -> Framing:
    """What somebody sees: the camera in their eyes."""
    over = next((b for b in bodies(stage) if b.name == stage.camera.over), None)
    if over is None or not subjects or all(s.name == over.name for s in subjects):
        return at
    x, z = at.x - over.x, at.z - over.z
    distance = max(math.hypot(x, z), 0.4)
    azimuth = math.degrees(math.atan2(-x, z))
    return replace(at, azimuth=azimuth, distance=distance, pitch=math.degrees(math.atan2(at.y - over.eyes, distance)), offset=0.0)


def _empty(stage: Stage, aspect: float) -> Framing:
    """Nobody is there: the place itself."""
    shot = stage.camera
    tall = {Size.ECU: 0.5, Size.CU: 0.8, Size.MCU: 1.1, Size.MS: 1.5, Size.MLS: 2.0, Size.FS: 2.4, Size.WS: 4.0}.get(
        shot.size, 9.0
    )
    lens = shot.lens or LENS[shot.size]
    distance = tall * lens / (36.0 / aspect)
    pitch = _tilt(shot.angle, shot.size) or (-2.0 if shot.size in WIDE else 0.0)
    roll = 7.0 if shot.angle is Angle.DUTCH else 0.0
    y = 1.25 + 0.06 * tall
    azimuth = _azimuth(stage, [])
    return Framing(0, y, 0, azimuth, pitch, distance, lens, roll, 0.0, sees=(0.2, 400.0))
