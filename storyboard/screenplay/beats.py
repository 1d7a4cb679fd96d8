"""A scene as beats, the smallest things that are played: an action that is seen, or words that are said."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from storyboard.screenplay import timing
from storyboard.screenplay.camera import Direction, direction, opens_shot, without_titles
from storyboard.screenplay.cast import Cast
from storyboard.screenplay.model import Element, Kind, speeches
from storyboard.screenplay.sentences import clip, sentences
from storyboard.screenplay.vocabulary import props_in

_LONGEST_SPEECH = 7_500
_MOST_LETTERS = 600
_MOST_ACTION = 1_000
_CLAUSES = (  # where a sentence may be cut, the best places first
    re.compile(r"(?<=[;:；：])\s*|(?<=--)\s+|(?<=—)\s*"),
    re.compile(r"(?<=[,，、])\s*"),
    re.compile(r"\s+(?=(?:and|but|because|so|when|if|until|while)\s)"),
)
_LOOKS = re.compile(  # what is worn belongs to the person, not to the props
    r"(?<=[A-Z\u3400-\u9fff])\s?[(（][^()（）]{1,200}[)）]|(?:穿|戴|身穿)着?[^，。；、]{1,12}"
    r"|\b(?:in|wearing|wears)\s+(?:an?|his|her)\s+(?:[a-z\-]+\s+){0,3}(?:coat|raincoat|jacket|sweater|shirt|dress|hat|cap|scarf|gloves|boots)\b"
)
_EMPTY = re.compile(r"^[\W_]*$")
_JOINED = re.compile(
    r"^(?:CUT TO|SMASH CUT|FADE (?:IN|OUT|TO)|DISSOLVE|MATCH CUT|THE END|END\b|BACK TO SCENE|CONTINUED|淡入|淡出|切至|切到|完$|剧终|全剧终)",
    re.I,
)


@dataclass
class Beat:
    """`words` empty: an action. Else a line; `unseen` when the speaker is only heard."""

    text: str = ""
    milliseconds: int = 0
    camera: Direction = field(default_factory=Direction)
    names: list[str] = field(default_factory=list)
    props: list[str] = field(default_factory=list)
    people: str = ""  # the sentences of `text` that are about somebody
    speakers: tuple[str, ...] = ()
    words: str = ""
    manner: str = ""
    unseen: bool = False
    part: int = 0  # of a long speech: 0 first or only, then 1, 2…
    parts: int = 1
    together: bool = False  # said at the same time as the line before


def beats(elements: Iterable[Element], cast: Cast) -> list[Beat]:
    """The beats of one scene in order. Nothing that is said is lost; camera notes, transitions and boneyard are not played."""
    out: list[Beat] = []
    seen: list[str] = []
    block: list[Element] = []
    for element in elements:
        if element.kind in (Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE) or (element.kind is Kind.LYRICS and block):
            block.append(element)
            continue
        if element.kind is Kind.NOTE:
            continue
        out += _spoken(block, cast, seen)
        block = []
        if element.kind is Kind.ACTION:
            out += _played(element.text, cast, seen)
        elif element.kind is Kind.CENTERED and element.text.strip():
            out.append(Beat("", 2_500, Direction(titles=(clip(element.text, 300),))))
        elif element.kind is Kind.LYRICS and element.text.strip():
            out.append(Beat(element.text, timing.spoken(element.text), Direction(titles=(clip(element.text, 300),))))
    return out + _spoken(block, cast, seen)


def _played(text: str, cast: Cast, seen: list[str]) -> list[Beat]:
    """An action paragraph: one beat for what one shot can hold."""
    out: list[Beat] = []
    for sentence in (piece for whole in sentences(text) for piece in _bounded(whole)):
        if _EMPTY.match(sentence) or (_JOINED.match(sentence) and len(sentence) < 40):
            continue
        camera = direction(sentence)
        shown = without_titles(sentence)
        if camera.titles and _EMPTY.match(shown):
            out.append(Beat("", 2_500, Direction(titles=camera.titles)))
            continue
        names = cast.meant(shown, seen)
        for name in cast.find(shown):
            if name in seen:
                seen.remove(name)
            seen.append(name)
        text = clip(shown, 1200)
        beat = Beat(text, timing.acted(shown), camera, names, props_in(_LOOKS.sub(" ", shown)), text if names else "")
        last = out[-1] if out else None
        if last and last.text and _fits(last, beat, sentence):
            joint = "" if re.search(r"[\u3400-\u9fff]$|[。！？…”]$", last.text) else " "
            last.text = f"{last.text}{joint}{beat.text}"
            last.milliseconds = timing.acted(last.text)
            last.people = f"{last.people} {beat.people}".strip()
            last.names += [name for name in names if name not in last.names]
            last.props += [prop for prop in beat.props if prop not in last.props]
            last.camera = last.camera if last.camera.said else beat.camera
        else:
            out.append(beat)
    return out


def _bounded(sentence: str) -> list[str]:
    """A sentence that never ends, in pieces that a shot's action can hold."""
    if len(sentence) <= _MOST_ACTION:
        return [sentence]
    out: list[str] = []
    at = 0
    while at < len(sentence):
        end = at + _MOST_ACTION
        space = sentence.rfind(" ", at, end) if end < len(sentence) else -1
        end = space + 1 if space > at else end
        out.append(sentence[at:end])
        at = end
    return out


def _fits(last: Beat, beat: Beat, sentence: str) -> bool:
    """Whether a sentence goes into the shot before it: short enough, the same people, no new camera."""
    if len(last.text) + len(beat.text) > _MOST_ACTION + 200:
        return False
    if opens_shot(sentence) or (beat.camera.said and last.camera.said) or beat.camera.insert:
        return False
    if last.camera.insert and beat.names != last.names:
        return False
    if timing.acted(f"{last.text} {beat.text}") > 6_500:
        return False
    same = not beat.names or not last.names or bool(set(beat.names) & set(last.names))
    return same and (beat.milliseconds < 4_000 or last.milliseconds < 3_000)


def _spoken(block: list[Element], cast: Cast, seen: list[str]) -> list[Beat]:
    out: list[Beat] = []
    side = ""
    for speech in speeches(block):
        names = cast.speakers(speech.character)
        words = " ".join(speech.words.split())
        if not words or _EMPTY.match(words):
            continue
        unseen = cast.is_unseen(speech.character, speech.extension)
        manner = clip("; ".join(filter(None, (_extension(speech.extension), speech.manner))), 200)
        speakers = names or ((clip(speech.character, 120),) if speech.character else ("?",))
        chunks = _chunks(words)
        for part, chunk in enumerate(chunks):
            together = part == 0 and speech.side == "right" and side == "left"
            length = timing.spoken(chunk, manner if part == 0 else "")
            out.append(Beat("", length, Direction(), [], [], "", speakers, chunk, manner, unseen, part, len(chunks), together))
        side = speech.side
        for name in () if unseen else names:
            if name in seen:
                seen.remove(name)
            seen.append(name)
    return out


def _extension(extension: str) -> str:
    return "; ".join(part for part in extension.split(", ") if part and "CONT" not in part.upper())


def _chunks(words: str) -> list[str]:
    """A speech in parts that one shot can hold, broken at sentences, then at clauses, then at words."""
    if timing.spoken(words) <= _LONGEST_SPEECH + 500 and len(words) <= _MOST_LETTERS:
        return [words]
    pieces = _pieces(words)
    whole = timing.spoken(words)
    target = min(_LONGEST_SPEECH, whole // -(-whole // _LONGEST_SPEECH) + 1_200)
    out: list[str] = []
    for piece in pieces:
        joint = "" if out and re.search(r"[\u3400-\u9fff，。！？；：、…”]$", out[-1]) else " "
        if out and timing.spoken(f"{out[-1]}{joint}{piece}") <= target:
            out[-1] = f"{out[-1]}{joint}{piece}"
        else:
            out.append(piece)
    return out


def _pieces(words: str) -> list[str]:
    """Parts that one shot can hold, each cut no finer than it must be."""
    parts = [(sentence, 0) for sentence in reversed(sentences(words))]
    out: list[str] = []
    while parts:
        part, depth = parts.pop()
        if timing.spoken(part) <= _LONGEST_SPEECH and len(part) <= _MOST_LETTERS:
            out.append(part)
        elif depth < len(_CLAUSES):
            clauses = [clause.strip() for clause in _CLAUSES[depth].split(part)]
            parts += [(clause, depth + 1) for clause in reversed(clauses) if clause]
        else:
            out += _cut(part)
    return out


def _cut(clause: str) -> list[str]:
    """Words without any punctuation, in handfuls; a word without end, in slices."""
    out: list[str] = []
    words = clause.split()
    for at in range(0, len(words), 16):
        handful = " ".join(words[at : at + 16])
        step = 28 if timing.spoken(handful) > _LONGEST_SPEECH else _MOST_LETTERS
        out += [handful] if len(handful) <= step else [handful[i : i + step] for i in range(0, len(handful), step)]
    return out
