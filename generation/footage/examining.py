"""What a film that somebody brought is, and whether it is whole: called in the confined child only, before anything is kept."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.error

from generation.footage import MOST, colours, opening, shaping, sounds
from generation.operation import BadInput
from generation.sounds import RATE

PIXELS = 8192 * 8192
_BUDGET = 3_000_000_000  # pixels decoded at most: about 1,500 pictures of 1080p; longer films are looked into at several places
_PLACES, _EACH = 8, 12
_WAVER = Fraction(1, 400)  # by which the times of a constant rate may waver: Matroska counts whole milliseconds
_LATE = RATE // 10  # samples: what a codec needs to run in is less; more is said
_PARTS = 16  # a film whose pictures fail more often than one in so many is refused


@dataclass
class _Counted:
    """What a track's packets say, unread."""

    packets: int = 0
    first: Fraction | None = None
    end: Fraction = Fraction(0)
    back: Fraction = Fraction(0)  # the greatest step back in decoding order
    stamps: list[int] = field(default_factory=list)
    last_dts: int | None = None


def film(path: Path) -> dict[str, Any]:
    """The facts of a film, all from its bytes: size upright in square pixels, pictures, rate, span, colour, sound.

    Raises:
        BadInput: in words for whoever brought it, when it cannot become shots.
    """
    with opening.opened(path) as container:
        if not container.streams.video:
            raise BadInput("It has sound but no moving pictures. Bring it in as sound.", "MEDIA_NO_PICTURES")
        stream = opening.track(container, path)
        context = stream.codec_context
        if context.width * context.height > PIXELS:
            raise BadInput(
                f"Its pictures have {context.width} × {context.height} pixels; 8192 × 8192 is the most. Make them smaller.",
                "MEDIA_TOO_LARGE",
            )
        counted = _count(container)
        mine = counted.get(stream.index, _Counted())
        _require_whole(container, stream, mine, counted)
        aspect, rate = opening.aspect(stream), opening.nominal(stream)
        zero = mine.first if mine.first is not None else Fraction(0)
        span = mine.end - zero if mine.end > zero else Fraction(max(1, mine.packets)) / rate
        if span * rate > MOST:
            raise BadInput("The film is longer than 4,000,000 pictures. Cut it into parts first.", "MEDIA_TOO_LONG")
        variable = _is_variable(mine.stamps, stream.time_base)
        facts: dict[str, Any] = {
            "frames": mine.packets, "rate": _text(_clean(mine.packets / span if variable else rate)), "span": _text(span),
            "variable": variable, "codec": context.name, "sound": 0, "aspect": _text(aspect),
        } | _sound(container, counted, zero)  # fmt: skip
    return facts | _seen(path, span, mine.packets, aspect)


def _count(container: Any) -> dict[int, _Counted]:
    """Every packet of every picture and sound track, by track."""
    counted: dict[int, _Counted] = {}
    wanted = [*container.streams.video, *container.streams.audio]
    packets = container.demux(wanted)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.EOFError):
            return counted
        except av.error.FFmpegError:
            continue
        if not packet.size:
            continue
        mine = counted.setdefault(packet.stream.index, _Counted())
        mine.packets += 1
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None:
            continue
        at = stamp * packet.time_base
        mine.first = at if mine.first is None else min(mine.first, at)
        mine.end = max(mine.end, at + (packet.duration or 0) * packet.time_base)
        if packet.stream.type == "video" and len(mine.stamps) < 100_000:
            mine.stamps.append(stamp)
        if packet.dts is not None:
            if mine.last_dts is not None:
                mine.back = max(mine.back, (mine.last_dts - packet.dts) * packet.time_base)
            mine.last_dts = packet.dts


def _require_whole(container: Any, stream: Any, mine: _Counted, counted: dict[int, _Counted]) -> None:
    """Raises BadInput when packets are missing that the file's own index tells of, or its clock jumps back."""
    if mine.packets == 0:
        raise BadInput("It holds no pictures: it is damaged or cut short. Send it again from the original.", "MEDIA_CUT_SHORT")
    if stream.frames and mine.packets < stream.frames:
        raise BadInput(
            f"The film is cut short: {mine.packets} of its {stream.frames} pictures are there. Send it again from the original.",
            "MEDIA_CUT_SHORT",
        )
    told = Fraction(container.duration or 0, 1_000_000)
    first = min((one.first for one in counted.values() if one.first is not None), default=Fraction(0))
    have = max(one.end for one in counted.values()) - first
    if told > 2 and have < told * Fraction(4, 5):
        share = int(100 * have / told)
        raise BadInput(
            f"The film is cut short: only its first {share} % are there. Send it again from the original.", "MEDIA_CUT_SHORT"
        )
    if mine.back > 1:
        raise BadInput(
            "The film's clock jumps back in the middle, so its pictures and sound cannot be kept together. Convert it to MP4 and "
            "bring it in again.",
            "MEDIA_CLOCK",
        )


def _is_variable(stamps: list[int], base: Fraction) -> bool:
    """Whether pictures come at times that no constant rate gives."""
    ordered = sorted(set(stamps))
    if len(ordered) < 3:
        return False
    step = Fraction(ordered[-1] - ordered[0], len(ordered) - 1)
    slack = max(_WAVER / base, Fraction(1))
    return any(Fraction(abs(at - ordered[0] - step * number)) > slack for number, at in enumerate(ordered))


def _sound(container: Any, counted: dict[int, _Counted], zero: Fraction) -> dict[str, Any]:
    heard = sounds.track(container)
    if heard is None:
        return {"sound": 0}
    mine = counted.get(heard.index, _Counted())
    begin = round(((mine.first if mine.first is not None else zero) - zero) * RATE)
    context = heard.codec_context
    return {
        "sound": len(container.streams.audio), "sound_rate": context.sample_rate, "channels": context.channels,
        "samples": max(0, round((mine.end - (mine.first or Fraction(0))) * context.sample_rate)),
        "offset": begin if abs(begin) > _LATE else 0,
    }  # fmt: skip


def _seen(path: Path, span: Fraction, packets: int, aspect: Fraction) -> dict[str, Any]:
    """What decoding shows: of every picture, or of a few at several places of a long film."""
    try:
        first = opening.stored(path)
    except BadInput as problem:
        raise BadInput(
            "The film is damaged: none of its pictures can be decoded. Send it again from the original.", "MEDIA_DAMAGED"
        ) from problem
    wide, high = shaping.shape_of(first, aspect)
    turn = shaping.turn_of(first)
    light, gamut = colours.kind(int(first.color_trc), int(first.color_primaries), int(first.colorspace))
    whole = packets * first.width * first.height <= _BUDGET
    good = sum(1 for _ in opening.pictures(path)) if whole else _samples(path, span)
    expected = packets if whole else _PLACES * _EACH
    lost = max(0, expected - good)
    if lost * _PARTS > expected + _PARTS:
        raise BadInput(
            f"The film is damaged: {lost} of {expected} pictures cannot be decoded. Send it again from the original, or convert "
            "it to MP4 (H.264).",
            "MEDIA_DAMAGED",
        )
    return {
        "width": round(wide), "height": round(high), "rotation": _ROTATION[turn], "mirrored": _is_mirrored(turn),
        "bits": max(part.bits for part in first.format.components), "transfer": light, "primaries": gamut,
        "interlaced": bool(first.interlaced_frame), "alpha": any(part.is_alpha for part in first.format.components),
        "damaged": lost if whole and lost > 2 else 0,
    }  # fmt: skip


def _samples(path: Path, span: Fraction) -> int:
    good = 0
    for place in range(_PLACES):
        good += sum(1 for _ in itertools.islice(opening.pictures(path, span * place / _PLACES), _EACH))
    return good


_ROTATION = {  # clockwise, in degrees
    (1, 0, 0, 1): 0, (-1, 0, 0, 1): 0, (1, 0, 0, -1): 180, (-1, 0, 0, -1): 180,
    (0, 1, -1, 0): 90, (0, -1, -1, 0): 90, (0, -1, 1, 0): 270, (0, 1, 1, 0): 270,
}  # fmt: skip


def _is_mirrored(turn: tuple[int, int, int, int]) -> bool:
    a, b, c, d = turn
    return a * d - b * c < 0


def _clean(rate: Fraction) -> Fraction:
    """A rate as films have it: 24000/1001 rather than its neighbours."""
    for base in (1, 1001):
        whole = Fraction(round(rate * base), base)
        if whole and abs(whole - rate) * 2000 < rate:
            return whole
    return rate.limit_denominator(1001)


def _text(ratio: Fraction) -> str:
    return f"{ratio.numerator}/{ratio.denominator}"
