"""How a stage is framed: what the words or the shot's record ask for, and a sensible choice where they leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from generation.drivers.previs.reading_camera import Framing
from generation.drivers.previs.reading_people import Mention
from generation.drivers.previs.reading_sense import Text
from generation.drivers.previs.stage import Actor, Angle, Camera, Expression, Move, Pose, Prop, Size

Choice = TypeVar("Choice", bound=StrEnum)

CLOSE = (Size.ECU, Size.CU, Size.MCU)
_APERTURE = {Size.ECU: 2.0, Size.CU: 2.0, Size.MCU: 2.4, Size.MS: 2.8, Size.MLS: 4.0, Size.FS: 4.0, Size.WS: 5.6, Size.EWS: 8.0}
_WHOLE = (Pose.WALK, Pose.RUN, Pose.DANCE, Pose.FIGHT, Pose.JUMP, Pose.FALL, Pose.LIE)
_LOW = (Pose.KNEEL, Pose.CROUCH, Pose.CARRY)


def camera_of(
    text: Text, framing: Framing, mentions: Sequence[Mention], actors: Sequence[Actor], props: Sequence[Prop], *,
    front: Sequence[str], speakers: Sequence[str], size: str, angle: str, move: str, side: int, frames: int, interior: bool,
    place_named: bool, given: bool, kind: str = "",
) -> Camera:  # fmt: skip
    """The camera. `front` are the names that matter, in order; explicit size, angle and move win over the words."""
    chosen_angle = _of(Angle, angle) or _of(Angle, framing.angle)
    on_people, on_prop = _told(text, framing, mentions, actors, props)
    subject = on_people or on_prop
    asked = _of(Size, size) or _of(Size, framing.size)
    people = [one for one in actors if one.name in front]
    chosen = asked or _size(people, props, interior, place_named, given, framing.angle)
    if kind == "car-interior" and people and chosen in (Size.EWS, Size.WS, Size.FS, Size.MLS):
        chosen = Size.MS  # no lens stands further off inside a car
    over = ""
    speaker = next((one for one in speakers if one in front), "")
    if chosen_angle in (Angle.OTS, Angle.POV) and len(front) < (2 if chosen_angle is Angle.OTS else 1):
        chosen_angle = None
    if chosen_angle is Angle.OTS:
        over = _over(text, mentions, actors, front, speaker)
        subject = tuple(one for one in front if one != over)[:1] if speaker in ("", over) else (speaker,)
    elif chosen_angle is Angle.POV:
        over = next((one for one in on_people if one in front), front[0])
        subject = tuple(one for one in front if one != over)[:8]
        seen = next((one for one in people if one.name == over), None)
        if not subject and seen and any(prop.id == seen.gaze for prop in props):
            subject = (seen.gaze,)
    elif not subject:
        if chosen in CLOSE and len(front) > 1:
            subject = (speaker or _doer(mentions, actors, front),)
        elif front and (len(actors) > len(front) or chosen in CLOSE):
            subject = tuple(front)
        elif len(people) == 1 and chosen not in CLOSE and (large := _large(people[0], props)):
            subject = (people[0].name, large)
        elif not actors and props and chosen in (*CLOSE, Size.MS):
            subject = (props[0].id,)
        elif not actors and chosen is Size.WS:
            goes = next((one for one in props if one.to_x is not None and one.height < 3 and one.y < 1), None)
            subject = (goes.id,) if goes else ()
    moved = _of(Move, move) or _of(Move, framing.move)
    chosen_move, amount = (moved, 1.0) if moved else _move(people, chosen, frames, subject)
    return Camera(
        size=chosen, angle=chosen_angle or Angle.EYE, move=chosen_move, amount=amount, subject=subject[:8], over=over[:120],
        side=side or 1, azimuth=_azimuth(subject, people, chosen, chosen_angle), aperture=_APERTURE[chosen],
    )  # fmt: skip


def _large(actor: Actor, props: Sequence[Prop]) -> str:
    """Something as large as a person that somebody is busy with: it belongs in the frame."""
    return next(
        (
            one.id
            for one in props
            if one.id == actor.gaze and 0.8 <= one.height < 3.4 and abs(one.x - actor.x) < 3 and one.to_x is None
        ),
        "",
    )


def _of(kind: type[Choice], value: str) -> Choice | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _size(people: Sequence[Actor], props: Sequence[Prop], interior: bool, place_named: bool, given: bool, angle: str) -> Size:
    if not people:
        return Size.WS if place_named or not props else Size.MS
    if angle in ("overhead",) or any(prop.id == "kite" and prop.y > 1.5 for prop in props):
        return Size.WS
    if len(people) == 2 and any(one.pose is Pose.FIGHT for one in people):
        return Size.FS
    if any(one.pose in _WHOLE or (one.to_x is not None) for one in people):
        return Size.FS if interior or given else Size.WS
    if len(people) >= 4:
        return Size.WS
    if len(people) == 3:
        return Size.MLS if interior else Size.FS
    if any(one.pose in _LOW for one in people):
        return Size.FS if not interior else Size.MLS
    if given:
        return Size.MS if len(people) == 2 or interior else Size.MLS
    return Size.MLS if interior else Size.FS


def _move(people: Sequence[Actor], size: Size, frames: int, subject: tuple[str, ...]) -> tuple[Move, float]:
    walkers = [one for one in people if one.to_x is not None]
    if walkers and size not in (Size.WS, Size.EWS) and all(one.pose in (Pose.WALK, Pose.RUN, Pose.CARRY) for one in walkers):
        return Move.FOLLOW, 1.0
    if size is Size.EWS:
        return Move.PUSH, 0.5
    if size is Size.WS and not walkers:
        return Move.PUSH, 0.35
    if size in CLOSE and frames >= 48:
        strong = any(
            one.expression not in (Expression.NEUTRAL, Expression.HAPPY) for one in people if one.name in subject or not subject
        )
        return Move.PUSH, 0.4 if strong else 0.18
    return Move.STATIC, 1.0


def _azimuth(subject: tuple[str, ...], people: Sequence[Actor], size: Size, angle: Angle | None) -> float:
    """Single shots of somebody who faces across come round to a three-quarter view, on the same side of the line."""
    if len(people) < 2 or len(subject) != 1 or angle in (Angle.OTS, Angle.POV, Angle.PROFILE, Angle.REVERSE, Angle.OVERHEAD):
        return 0.0
    one = next((actor for actor in people if actor.name == subject[0]), None)
    if one is None or not 50 <= abs(one.facing) <= 110 or one.to_x is not None:
        return 0.0
    turn = 36.0 if size in CLOSE else 24.0
    return turn if one.facing > 0 else -turn


def _told(
    text: Text, framing: Framing, mentions: Sequence[Mention], actors: Sequence[Actor], props: Sequence[Prop]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`close on the letter`, `特写：小雨的脸`: who or what stands right behind the camera's words."""
    for last in framing.on:
        reach = last + 9  # tokens
        stop = next((k for k in range(last + 1, reach) if text.low(k) in (".", ";", "as", "while", "。", "；")), reach)
        if text.low(last + 1) in (",", ".", ""):
            continue
        for word in text.words:
            sense = word.sense("prop")
            if sense and last < word.at < stop and text.low(word.match.last + 1) not in ("旁", "旁边", "边", "边上"):
                mention = next((one for one in mentions if last < one.at < word.at), None)
                if (
                    mention
                    and text.low(mention.last + 1) not in ("'s", "的")
                    and text.low(mention.at) not in ("his", "her", "their")
                ):
                    break
                prop = next((one for one in props if one.id.rsplit("-", 1)[0] == sense.value or one.id == sense.value), None)
                if prop:
                    return (), (prop.id,)
        found = [one for one in mentions if last < one.at < stop]
        if found and len(found[0].people) <= 3:
            return tuple(actors[n].name for n in found[0].people if n < len(actors)), ()
    return (), ()


def _over(text: Text, mentions: Sequence[Mention], actors: Sequence[Actor], front: Sequence[str], speaker: str) -> str:
    named = [
        actors[n].name
        for one in mentions
        for n in one.people
        if n < len(actors)
        and (
            any(text.low(k) in ("behind", "over") for k in range(max(0, one.at - 3), one.at))
            or any(text.low(k) in ("shoulder", "肩", "肩膀") for k in range(one.last + 1, one.last + 4))
        )
    ]
    if one := next((name for name in named if name in front), ""):
        return one
    return next((name for name in front if name != (speaker or front[0])), front[-1])


def _doer(mentions: Sequence[Mention], actors: Sequence[Actor], front: Sequence[str]) -> str:
    return next((actors[n].name for one in mentions for n in one.people if n < len(actors) and actors[n].name in front), front[0])
