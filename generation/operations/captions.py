"""Cuts a spoken line into captions of two lines at most, where a reader would pause, and times them to the voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import regex

from generation.operation import BadInput
from generation.sounds import RATE

WIDTH = 42  # Latin letters in a line
HAN_WIDTH = Fraction(42, 17)  # a Han character takes as much: 17 fill a line
_SLOWEST, _READING = Fraction(7), Fraction(18)  # the longest a caption stands; columns read in a second
_SHORTEST = Fraction(5, 6)
_LINGER = Fraction(1, 2)
_GAP = 2  # frames between captions that follow each other

_ATOM = regex.compile(r"\s*(?:\p{Han}+|[^\s\p{Han}]+)[^\w\s\p{Han}“‘「『（(《【]*\s*")
_STOPS = frozenset(".!?。！？…")
_BREATHS = frozenset(",;:，；：、—–)）”」』》")


@dataclass(frozen=True)
class Caption:
    """Words on the screen from frame `start` for `frames` frames; lines are parted by a line feed."""

    start: int
    frames: int
    text: str


class _Atom(NamedTuple):
    text: str
    cost: float  # of a break after it


def captions(
    timings: Sequence[Mapping[str, Any]],
    texts: Sequence[str],
    starts: Sequence[int],
    rate: Fraction,
    *,
    speakers: Sequence[str] = (),
    names: bool = False,
) -> list[Caption]:
    """The captions of a film, in order, none over another.

    `timings` are the timing documents of `sound.speak`, `starts` the first frame of each line. A caption comes with its first
    word, stays half a second after its last and as long as it takes to read, and gives way to the next. Pure.

    Raises:
        BadInput: when there are not as many timings, texts and starts, or a timing is none.
    """
    if not len(timings) == len(texts) == len(starts) or (speakers and len(speakers) != len(texts)):
        raise BadInput(
            f"There are {len(texts)} lines, {len(timings)} timings, {len(starts)} starts and {len(speakers)} speakers: "
            "every line needs one of each.",
            "SUBTITLES_MISMATCH",
        )
    found: list[Caption] = []
    for at, (timing, text, start) in enumerate(zip(timings, texts, starts, strict=True)):
        speaker = speakers[at] if names and speakers else ""
        found.extend(_of_line(timing, _shown(text, speaker), start, rate))
    return _in_order(found, rate)


def _shown(text: str, speaker: str) -> str:
    plain = str(regex.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", " ".join(text.split())))
    if not speaker:
        return plain
    colon = "：" if regex.search(r"\p{Han}", plain) else ": "
    return f"{speaker.upper()}{colon}{plain}"


def _of_line(timing: Mapping[str, Any], text: str, start: int, rate: Fraction) -> list[Caption]:
    try:
        samples, words = (
            int(timing["samples"]),
            [(int(one["sample"]), int(one["end"]), str(one["text"])) for one in timing["words"]],
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise BadInput("This is not the timing of a spoken line. Speak the line again.", "TIMING_INVALID") from problem
    parts = broken(text)
    sizes = [_letters(part) for part in parts]
    total, before, found = max(1, sum(sizes)), 0, []
    for part, size in zip(parts, sizes, strict=True):
        first = _sample_at(words, samples, Fraction(before, total), first=True)
        end = _sample_at(words, samples, Fraction(before + size, total), first=False)
        before += size
        begin = start + int(first * rate / RATE)
        until = start - int(-Fraction(end, RATE) * rate // 1)
        found.append(Caption(begin, max(1, until - begin), part))
    return found


def _letters(text: str) -> int:
    return len(regex.findall(r"[\p{L}\p{N}]", text))


def _sample_at(words: Sequence[tuple[int, int, str]], samples: int, share: Fraction, *, first: bool) -> int:
    """Where in the voice this share of the letters begins (or, not `first`, has ended)."""
    if not words:
        return int(share * samples)
    sizes = [max(1, _letters(word)) for _, _, word in words]
    wanted, seen = share * sum(sizes), 0
    for (begin, end, _), size in zip(words, sizes, strict=True):
        if first and wanted * 2 < seen * 2 + size:
            return begin
        if not first and wanted * 2 <= seen * 2 + size * 2:
            return end
        seen += size
    return words[-1][0] if first else words[-1][1]


def _in_order(found: list[Caption], rate: Fraction) -> list[Caption]:
    """Every caption as long as it takes to read, where the next one lets it."""
    ordered = sorted((one for one in found if one.text.strip()), key=lambda one: one.start)
    placed: list[Caption] = []
    for at, one in enumerate(ordered):
        following = ordered[at + 1].start if at + 1 < len(ordered) else None
        begin = max(one.start, placed[-1].start + placed[-1].frames) if placed else one.start
        wanted = max(
            one.start - begin + one.frames + _frames(_LINGER, rate), _frames(max(_SHORTEST, _width(one.text) / _READING), rate)
        )
        wanted = min(wanted, max(_frames(_SLOWEST, rate), one.frames))
        if following is not None and begin + wanted > following - _GAP:
            least = _frames(_SHORTEST, rate) if following - begin > 2 * _GAP else _frames(_SHORTEST, rate) // 2
            wanted = max(following - begin - _GAP, min(least, wanted))
        placed.append(Caption(begin, max(1, wanted), one.text))
    return placed


def _frames(length: Fraction, rate: Fraction) -> int:
    return round(length * rate)


def _width(text: str) -> Fraction:
    han = len(regex.findall(r"[\p{Han}\u3000-\u303f\uff00-\uffef]", text))
    return han * HAN_WIDTH + (len(text) - han)


def broken(text: str) -> list[str]:
    """The text as captions: two lines of 42 Latin letters or 17 Chinese characters at most, cut after sentences, else after
    clauses, else between words."""
    atoms = _atoms(text)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(atoms) + 1):
        choices = []
        for begin in range(end - 1, -1, -1):
            if _width("".join(one.text for one in atoms[begin:end]).strip()) > 2 * WIDTH:
                break
            if (lines := _lines(atoms[begin:end])) is not None:
                choices.append((best[begin][0] + 6 + lines[0] + 2 * atoms[end - 1].cost, begin))
        best.append(min(choices))
    parts: list[str] = []
    end = len(atoms)
    while end:
        begin = best[end][1]
        laid = _lines(atoms[begin:end])
        parts.insert(0, laid[1] if laid else "")
        end = begin
    return parts


def _lines(atoms: Sequence[_Atom]) -> tuple[float, str] | None:
    """The best break into two lines and what it costs; one line where that is enough; None where two are not."""
    whole = "".join(one.text for one in atoms).strip()
    if _width(whole) <= WIDTH:
        return 0.0, whole
    found: list[tuple[float, str]] = []
    for at in range(1, len(atoms)):
        upper, lower = ("".join(one.text for one in half).strip() for half in (atoms[:at], atoms[at:]))
        if _width(upper) <= WIDTH and _width(lower) <= WIDTH:
            uneven = abs(float(_width(upper) - _width(lower))) / WIDTH
            found.append((atoms[at - 1].cost + 2 * uneven, f"{upper}\n{lower}"))
    return min(found, default=None)


def _atoms(text: str) -> list[_Atom]:
    """Words with the punctuation after them, and what a break after each would cost."""
    atoms: list[_Atom] = []
    for match in _ATOM.finditer(text):
        for piece in _pieces(match.group()):
            last = piece.rstrip()[-1:]
            cost = 0.0 if last in _STOPS else 1.0 if last in _BREATHS else 2.0 if piece.endswith(" ") else 3.0
            atoms.append(_Atom(piece, cost))
    return atoms or ([_Atom(text, 0.0)] if text.strip() else [])


def _pieces(atom: str) -> list[str]:
    """Chinese cut into words; anything wider than a line cut where the line ends."""
    words = [atom]
    if regex.search(r"\p{Han}{3}", atom):
        import jieba

        jieba.setLogLevel(40)
        words = []
        for word in jieba.lcut(atom):
            if words and not regex.match(r"\w", word):  # punctuation stays with the word before it
                words[-1] += word
            else:
                words.append(word)
    cut: list[str] = []
    for word in words:
        while _width(word) > WIDTH:
            count = next(at for at in range(len(word), 0, -1) if _width(word[:at]) <= WIDTH)
            cut.append(word[:count])
            word = word[count:]
        cut.append(word)
    return cut
