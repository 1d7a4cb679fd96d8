"""Mouth shapes from phones: Rhubarb's nine letters, opened only where there is sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Phone = tuple[int, int, str]  # first sample, end sample, phone


class Mouth(NamedTuple):
    """A shape held from a sample on."""

    sample: int
    shape: str


OPENNESS = {"X": 0.0, "A": 0.0, "G": 0.15, "B": 0.3, "F": 0.35, "H": 0.5, "E": 0.6, "C": 0.65, "D": 1.0}

_LETTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mbp", ("A",)),
    ("fvʋ", ("G",)),
    ("lɭɫ", ("H",)),
    ("wuʊɥyœø", ("F",)),
    ("ɔoɒɚɜɹɻr", ("E",)),
    ("aɑ", ("D",)),
    ("æɛeəɐʌɤᵊ", ("C",)),
    ("iɪɨᵻtdsznkɡgŋhxçjθðʃʒʧʤʂꭧɕʨʦʣɾTʔcɲqʁɣχ", ("B",)),
    ("A", ("C", "B")),
    ("I", ("D", "B")),
    ("W", ("D", "F")),
    ("O", ("E", "F")),
    ("Q", ("C", "F")),
    ("Y", ("E", "B")),
)
_SHAPES = {phone: shapes for phones, shapes in _LETTERS for phone in phones}
_HELD = frozenset(" ˈˌːʰʲ↓→↗↘̃ᵝ")  # a space, and the marks that lengthen or colour a phone; what is silent closes by its level
_HOP = 480  # 10 ms


def shapes_of(phones: Sequence[Phone], sound: npt.NDArray[np.float32]) -> list[Mouth]:
    """The shapes from sample 0 to the end, neighbours distinct, X where nothing sounds.

    A closed mouth (A) is held for at least 40 ms, so that a film's frame can show it.
    """
    held = [Mouth(0, "X"), *_spoken(phones)]
    end = phones[-1][1] if phones else 0
    held.append(Mouth(min(end, len(sound)), "X"))
    return _distinct(_quiet(held, sound))


def _spoken(phones: Sequence[Phone]) -> Iterator[Mouth]:
    last = "X"
    for first, end, phone in phones:
        shapes = _SHAPES.get(phone)
        if shapes is None:
            shapes = (last,) if phone in _HELD else ("X",)
        for at, shape in enumerate(shapes):
            yield Mouth(first + (end - first) * at // len(shapes), shape)
        last = shapes[-1]


def _quiet(held: Sequence[Mouth], sound: npt.NDArray[np.float32]) -> list[Mouth]:
    """The same shapes, closed to X where the sound stays 40 dB under its loud parts for 80 ms or more; A kept visible."""
    hops = -(-len(sound) // _HOP)
    if not hops:
        return [Mouth(0, "X")]
    padded = np.zeros(hops * _HOP, np.float32)
    padded[: len(sound)] = sound
    level = np.sqrt(np.mean(padded.reshape(hops, _HOP) ** 2, axis=1))
    silent = _long(level < max(float(np.percentile(level, 95)) * 0.01, 1e-5), 8)
    letters = np.empty(hops, "<U1")
    for mouth, after in zip(held, [*held[1:], Mouth(len(sound), "X")], strict=True):
        letters[mouth.sample // _HOP : max(after.sample // _HOP, mouth.sample // _HOP)] = mouth.shape
    letters[letters == ""] = "X"
    letters[silent] = "X"
    closed = letters == "A"
    for shift in (1, 2):  # a stop of 20 ms becomes one of 40
        short = closed & ~_long(closed, 4)
        closed[shift:] |= short[:-shift] & (letters[shift:] != "X")
    letters[closed] = "A"
    return [Mouth(at * _HOP, str(letter)) for at, letter in enumerate(letters)]


def _long(flags: npt.NDArray[np.bool_], least: int) -> npt.NDArray[np.bool_]:
    """Only the runs of true that last at least so many hops."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    kept = np.zeros_like(flags)
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        if end - first >= least:
            kept[first:end] = True
    return kept


def _distinct(held: Sequence[Mouth]) -> list[Mouth]:
    kept: list[Mouth] = []
    for mouth in held:
        if not kept or kept[-1].shape != mouth.shape:
            kept.append(mouth)
    return kept
