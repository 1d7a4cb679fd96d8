"""What is known of a person's own film before it is opened: how long it is at a project's rate, and what was noticed about it.

The facts are those of `generation.confined`, as an artifact carries them. Frames are always counted at the project's rate, from
the film's first picture: frame n is what is on screen in the middle of the n-th part of 1/rate.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from generation.operation import BadInput

MOST = 4_000_000  # frames: as many as parameters count


def length(facts: Mapping[str, Any], rate: Fraction) -> int:
    """How many frames a film has at this rate, at least one.

    Raises:
        BadInput: FOOTAGE_EMPTY when these are not the facts of moving pictures.
    """
    if not facts.get("frames"):
        raise BadInput("This file has no moving pictures. Bring in a film.", "FOOTAGE_EMPTY")
    if facts.get("span"):
        span = Fraction(facts["span"])
    else:  # facts of films that were brought in before spans were kept
        span = Fraction(int(facts["frames"])) / Fraction(facts.get("rate") or "24/1")
    exact = span * rate
    return min(MOST, max(1, (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)))


def notices(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What a person should know about a film, as codes: rotated, mirrored, variable-rate, hdr, wide-colour, deep, interlaced,
    anamorphic, odd-size, alpha, no-sound, several-sounds, sound-offset, damaged."""
    noticed = {
        "rotated": bool(facts.get("rotation")),
        "mirrored": bool(facts.get("mirrored")),
        "variable-rate": bool(facts.get("variable")),
        "hdr": facts.get("transfer") in ("pq", "hlg"),
        "wide-colour": facts.get("transfer") == "sdr" and facts.get("primaries") in ("bt2020", "p3"),
        "deep": int(facts.get("bits") or 8) > 8,
        "interlaced": bool(facts.get("interlaced")),
        "anamorphic": facts.get("aspect", "1/1") != "1/1",
        "odd-size": bool(int(facts.get("width") or 0) % 2 or int(facts.get("height") or 0) % 2),
        "alpha": bool(facts.get("alpha")),
        "no-sound": facts.get("sound") == 0,
        "several-sounds": int(facts.get("sound") or 0) > 1,
        "sound-offset": bool(facts.get("offset")),
        "damaged": bool(facts.get("damaged")),
    }
    return tuple(code for code, there in noticed.items() if there)


def shots(cuts: list[int], frames: int) -> list[tuple[int, int]]:
    """The stretches between cuts as (first frame, frames), in order and without gaps; cuts outside the film are passed over.

    cuts 30, 180 of 200 frames     |0 .. 29|30 ............ 179|180 . 199|
    """
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < frames}), frames]
    return [(first, end - first) for first, end in itertools.pairwise(edges)]
