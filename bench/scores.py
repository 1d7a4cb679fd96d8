"""How takes are scored: real footage as it is, and the same spoiled on purpose, side by side, with every wrong verdict."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation import frames, scoring, scoring_faces
from generation.drivers.faces import load
from generation.mezzanine import pixels_of

Frames = npt.NDArray[np.uint8]  # (frames, height, width, 3)
LENGTH = 72
SIDE = 640
_dice = np.random.default_rng(5)


def stretch(path: Path, start: int, count: int = LENGTH) -> tuple[Frames, Fraction]:
    """So many frames of a film from one on, at most `SIDE` wide, and its rate."""
    found = []
    for n, frame in enumerate(frames.whole(path)):
        if n >= start + count:
            break
        if n >= start:
            pixels = pixels_of(frame)
            scale = min(1.0, SIDE / pixels.shape[1])
            found.append(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    return np.stack(found), frames.facts(path).rate


def lit(shots: Frames, gains: npt.NDArray[np.float64]) -> Frames:
    """Each frame with its light multiplied."""
    return np.clip(shots * gains[:, None, None, None], 0, 255).astype(np.uint8)


def blurred(sigma: float) -> Callable[[Frames], Frames]:
    """As out of focus."""
    return lambda shots: np.stack([cv2.GaussianBlur(one, (0, 0), sigma) for one in shots])


def swinging(size: float) -> Callable[[Frames], Frames]:
    """Light that swings from frame to frame by chance."""
    return lambda shots: lit(shots, 1 + _dice.normal(0, size, len(shots)))


def patchy(shots: Frames) -> Frames:
    """Light that swings in one half of the picture."""
    made = shots.copy()
    half = shots.shape[2] // 2
    made[:, :, :half] = lit(shots[:, :, :half], 1 + 0.12 * (-1.0) ** np.arange(len(shots)))
    return made


def held(first: int) -> Callable[[Frames], Frames]:
    """Standing still from a frame on."""
    return lambda shots: np.concatenate([shots[:first], np.repeat(shots[first : first + 1], len(shots) - first, axis=0)])


def blank(first: int, last: int, value: int) -> Callable[[Frames], Frames]:
    """One colour from a frame to another."""

    def made(shots: Frames) -> Frames:
        out = shots.copy()
        out[first : last + 1] = value
        return out

    return made


def torn(shots: Frames) -> Frames:
    """One frame of noise in squares, as broken decoders give."""
    out = shots.copy()
    squares = _dice.integers(0, 255, (10, 16, 3), np.uint8)
    out[len(out) // 2] = cv2.resize(squares, (shots.shape[2], shots.shape[1]), interpolation=cv2.INTER_NEAREST)
    return out


def faded(ends: str, length: int = 14) -> Callable[[Frames], Frames]:
    """Out of black, into black, or through white."""

    def made(shots: Frames) -> Frames:
        n = np.arange(len(shots))
        gains = np.ones(len(shots))
        if "in" in ends:
            gains *= np.clip((n - 4) / length, 0, 1)
        if "out" in ends:
            gains *= np.clip((len(shots) - 5 - n) / length, 0, 1)
        if "white" in ends:
            return 255 - lit(255 - shots, np.clip((len(shots) - 5 - n) / length, 0, 1))
        return lit(shots, gains)

    return made


def flash(shots: Frames) -> Frames:
    """Lightning: two frames much brighter."""
    gains = np.ones(len(shots))
    gains[[len(shots) // 3, len(shots) // 3 + 1]] = (2.6, 1.8)
    return lit(shots, gains)


def card(shots: Frames) -> Frames:
    """A title on black that comes and goes."""
    height, width = shots.shape[1:3]
    page = np.zeros((height, width, 3), np.uint8)
    cv2.putText(page, "TWO YEARS LATER", (width // 5, height // 2), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (235, 235, 235), 2)
    n = np.arange(len(shots))
    return lit(np.repeat(page[None], len(shots), axis=0), np.clip(np.minimum(n / 8, (len(shots) - 1 - n) / 8), 0, 1))


VARIANTS: list[tuple[str, Callable[[Frames], Frames], str, bool]] = [  # name, made by, fault that must be found, still is meant
    ("clean", lambda shots: shots, "", False),
    ("soft 1.5", blurred(1.5), "", False),
    ("blurred 4", blurred(4.0), "", False),
    ("flicker 3 %", swinging(0.03), "", False),
    ("flicker 8 %", swinging(0.08), "", False),
    ("flicker, half", patchy, "", False),
    ("night", lambda shots: lit(shots, np.full(len(shots), 0.14)), "", False),
    ("fade in", faded("in"), "", False),
    ("fade out", faded("out"), "", False),
    ("dip", faded("in out", 5), "", False),
    ("fade to white", faded("white"), "", False),
    ("lightning", flash, "", False),
    ("title card", card, "", True),
    ("still meant", held(0), "", True),
    ("frozen", held(0), "frozen", False),
    ("frozen half", held(LENGTH // 2 - 4), "frozen", False),
    ("black", blank(0, LENGTH, 0), "black", False),
    ("black amid", blank(30, 33, 3), "black", False),
    ("black end", blank(60, LENGTH, 3), "black", False),
    ("grey amid", blank(30, 40, 128), "flat", False),
    ("torn", torn, "torn", False),
]


def clips(data: Path) -> Iterator[tuple[str, Frames, Fraction]]:
    """Stretches of the sample footage without a cut in them."""
    for name, path, start in (
        ("bedroom", "clips/bedroom.mp4", 20),
        ("bunny", "clips/big-buck-bunny-480p.mp4", 300),
        ("bunny early", "clips/big-buck-bunny-480p.mp4", 100),
        ("outdoors", "cuts/testvideo.mp4", 60),
        ("speaker", "faces/speaker.mp4", 0),
        ("face", "faces/talking-head.mp4", 0),
    ):
        yield name, *stretch(data / path, start)


def faces(data: Path, folder: Path) -> list[str]:
    """Everybody's likeness to everybody's picture: 1 on the diagonal, and nowhere else near it."""
    look = load(folder)
    films = [(name, shots) for name, shots, _ in clips(data) if name in ("bedroom", "speaker", "face")]
    wrong = []
    print(f"\n{'likeness to':14}" + "".join(f"{name:>10}" for name, _ in films))
    for name, shots in films:
        marks = {other: scoring_faces.likeness(look, list(shots[6::7]), [of[20]]) for other, of in films}
        print(f"{name:14}" + "".join(f"{'–' if one is None else f'{one:.2f}':>10}" for one in marks.values()))
        own = marks.pop(name) or 0.0
        wrong += [f"{name} is taken for {other}" for other, one in marks.items() if one is not None and one > 0.6 * own]
    return wrong


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 when a clip is judged wrongly or a spoiled one is not ranked below the clean one."""
    parser = argparse.ArgumentParser(description=__doc__)
    usual = os.environ.get("FILMWRIGHT_DATA")
    parser.add_argument("data", type=Path, nargs="?", default=usual and Path(usual), help="has clips/, cuts/ and faces/")
    parser.add_argument("--faces", type=Path, help="the folder of yunet-sface: the people are compared too")
    chosen = parser.parse_args(arguments)
    if chosen.data is None:
        print("Takes are measured on real film: say where it is, or set FILMWRIGHT_DATA.")
        return 0
    wrong: list[str] = []
    print(f"{'':14}{'':15}{'sharp':>7}{'flicker':>9}{'motion':>8}{'score':>7}  faults")
    for name, shots, rate in clips(chosen.data):
        clean = 1.0
        for variant, make, expected, still in VARIANTS:
            made = make(shots)
            began = time.monotonic()
            found = scoring.measure(iter(made), len(made), rate, still=still)
            took = time.monotonic() - began
            score = scoring.total(found, still=still)
            kinds = {one.kind for one in found.faults}
            said = ", ".join(f"{one.kind} {one.first}–{one.last}" for one in found.faults)
            if kinds != ({expected} if expected else set()):
                wrong.append(f"{name} {variant}: {said or 'nothing'} instead of {expected or 'nothing'}")
            if variant == "clean":
                clean = score
                said += f"  ({took * 1000 / len(made):.1f} ms a frame)"
            elif variant.startswith(("blurred", "flicker")) and score >= clean:
                wrong.append(f"{name} {variant}: {score} is not below {clean}")
            print(f"{name:14}{variant:15}{found.sharpness:7.2f}{found.flicker:9.2f}{found.motion:8.2f}{score:7.2f}  {said}")
    if chosen.faces:
        wrong += faces(chosen.data, chosen.faces)
    print(f"\n{len(wrong)} wrong" + "".join(f"\n  {one}" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
