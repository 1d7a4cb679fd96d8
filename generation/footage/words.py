"""What is said in a film: its sound listened to where somebody speaks, in parts that end in silence, as lines in frames."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from scipy.signal import firwin, lfilter

from generation.drivers.hearing.mel import MOST, RATE, Heard
from generation.footage import clips, sounds
from generation.operation import Context
from generation.sounds import RATE as FILM_RATE
from generation.sounds import Samples, sample_of

_STEP = 512  # samples: the likeness of speech is told of so many
_SPEAKS, _SILENT = 0.5, 0.35  # likeness at which speech begins, and below which it ends
_PAUSE = RATE * 6 // 10 // _STEP  # steps of silence that end a part of speech
_LEAST = RATE // 4 // _STEP  # steps: less is a click or a breath
_AROUND = RATE // 5  # samples of what is around that are listened to as well
_FULL = MOST - 2 * RATE  # samples at which a part is cut, spoken or not
_SHORT = 2 * RATE  # the language of less is that of what came before


def lines(path: Path, rate: Fraction, language: str, checkpoint: str, context: Context) -> dict[str, Any]:
    """The document that `footage.words` describes. Raises BadInput as it says."""
    frames = clips.length(path, rate)
    samples = sample_of(frames, rate)
    found: list[dict[str, Any]] = []
    spoken: dict[str, int] = {}
    last = "" if language == "auto" else language
    with context.open(checkpoint) as listener:
        for first, part in _parts(_thirds(sounds.blocks(path, 0, samples)), listener):
            context.progress(min(0.99, first * 3 / samples), "Listening")
            known = language if language != "auto" else (last if len(part) < _SHORT else "")
            last, said = listener.hear(part, known)
            if said:
                spoken[last] = spoken.get(last, 0) + len(part)
            for one in said:
                # The part begins with a little silence, which the listener counts to its first words.
                begin, end = (
                    _frame(first + max(one.first, _AROUND - 2 * _STEP if first else 0), rate),
                    _frame(first + one.end, rate),
                )
                found.append({"start": begin, "frames": max(1, end - begin), "words": one.words, "language": last})
    return {
        "lines": _apart(found, frames), "frames": frames, "rate": f"{rate.numerator}/{rate.denominator}",
        "language": max(spoken, key=lambda name: (spoken[name], name)) if spoken else "",
    }  # fmt: skip


def _frame(sample: int, rate: Fraction) -> int:
    return int(Fraction(max(0, sample), RATE) * rate)


def _apart(found: list[dict[str, Any]], frames: int) -> list[dict[str, Any]]:
    """In order and without overlap, inside the film."""
    kept: list[dict[str, Any]] = []
    for one in sorted(found, key=lambda line: int(line["start"])):
        start = max(int(one["start"]), kept[-1]["start"] + kept[-1]["frames"] if kept else 0)
        end = min(frames, max(int(one["start"]) + int(one["frames"]), start + 1))
        if start < end:
            kept.append({**one, "start": start, "frames": end - start})
    return kept


def _thirds(blocks: Iterator[Samples]) -> Iterator[Heard]:
    """Sound at 48,000 Hz, mono or stereo, as mono at 16,000 Hz, block by block."""
    taps = firwin(97, 7_600, fs=FILM_RATE)
    state, phase = np.zeros(len(taps) - 1), 0
    for block in blocks:
        smooth, state = lfilter(taps, 1.0, block.mean(axis=1), zi=state)
        yield smooth[phase::3].astype(np.float32)
        phase = (phase - len(smooth)) % 3


def _parts(sound: Iterator[Heard], listener: Any) -> Iterator[tuple[int, Heard]]:
    """(first sample, sound) of each part in which somebody speaks, with a little around it; at most `_FULL` long.

    speech        ▁▁▆▆▆▁▆▆▁▁▁▁▁▁▁▁▆▆▆▆▁▁▁▁
    parts          |---------|   |------|
    """
    held = np.zeros(0, np.float32)  # sound that may still be needed
    start = 0  # where it begins
    told = 0  # samples that have been judged
    state: Any = None
    first: int | None = None  # where the part begins
    speech = quiet = 0  # steps
    for block in sound:
        held = np.concatenate([held, block])
        whole = (start + len(held) - told) // _STEP * _STEP
        likeness, state = listener.presence(held[told - start : told - start + whole], state)
        for likely in likeness:
            told += _STEP
            if first is None:
                if likely >= _SPEAKS:
                    first, speech, quiet = max(start, told - _STEP - _AROUND), 1, 0
                continue
            speech += likely >= _SPEAKS
            quiet = quiet + 1 if likely < _SILENT else 0
            if quiet >= _PAUSE or told - first >= _FULL:
                end = told - max(0, quiet * _STEP - _AROUND)
                if speech >= _LEAST:
                    yield first, held[first - start : end - start]
                first = None if quiet else told
                speech = quiet = 0
        keep = first if first is not None else max(start, told - _AROUND)
        held, start = held[keep - start :], keep
    if first is not None and speech >= _LEAST:
        yield first, held[first - start :]
