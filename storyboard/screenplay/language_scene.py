"""One scene asked of a small language model: its beats numbered, a few short choices for each, and the shots they make."""

# ruff: noqa: E501 - what models read is written as they read it

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from storyboard.screenplay import timing
from storyboard.screenplay.beats import Beat
from storyboard.screenplay.cast import Cast
from storyboard.screenplay.schema import SceneBreakdown
from storyboard.screenplay.staging import closer, framing, speaking

MOST_BEATS = 10  # in one question: a small model loses the thread of more
_MOST_LINES = 3  # in one shot
_MOST_WORDS = 400  # letters of one beat that are read to the model
_SPOKEN = ("MS", "MCU", "CU", "MLS")
_OPENING = ("EWS", "WS", "FS", "MLS")
_LIMIT = {"en": 100, "zh": 28}  # letters of what is seen after the name
_PLAIN_NAME = re.compile(r"[\w .'\-]+")
_TELLS = re.compile(
    r"\b(?:says?|said|asks?|speaks?|repeats?|repl(?:y|ies)|tells?|whispers (?:to|that))\b|说|问|答|道：", re.IGNORECASE
)
_SAME = "same"
_ALONE = ("ECU", "CU", "MCU")  # sizes that hold one face
INSTRUCTIONS = """You are a film director who plans the shots of a scene. Its beats are numbered. Answer with JSON: one key for each beat, in order.
"see": what the camera sees while words are said: one short sentence that begins with the name of somebody of the scene and tells face, eyes, hands or a thing. Not the words.
"size": EWS landscape, WS people in a place, FS whole body, MLS knees up, MS waist up, MCU chest up, CU face or small thing, ECU eyes.
"angle": eye for most beats; over-the-shoulder when two people talk; low for strong, high for small or lonely.
"move": static for most beats; push for strong feelings; follow for people who walk or run; pull for an end.
"same": these words are said within the shot before.
Vary the sizes: wide first, close when feelings grow.
Example:
1. A man runs down a street.
2. ANNA says: Stop!
3. MAN says: I cannot.
4. ANNA says (crying): Please.
{"1":{"size":"WS","angle":"high","move":"follow"},"2":{"see":"Anna raises her hand, her eyes wide.","size":"MS","angle":"eye","move":"static"},"3":{"see":"The man stops and looks back.","size":"MCU","angle":"over-the-shoulder","move":"static"},"4":{"see":"Anna covers her face with both hands.","size":"CU","angle":"eye","move":"push"}}"""


@dataclass(frozen=True)
class Asked:
    """A question about some beats of a scene; the answer's keys `"1"`, `"2"` … stand for `places` in the scene's beats."""

    places: tuple[int, ...]
    question: str
    schema: dict[str, Any]


@dataclass
class _Taken:
    """A shot that may still take a line."""

    choice: Mapping[str, Any]
    action: str
    names: list[str]
    props: list[str] = field(default_factory=list)
    lines: list[dict[str, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    milliseconds: int = 0
    insert: bool = False


def questions(beats: list[Beat], scene: SceneBreakdown, language: str) -> Iterator[Asked]:
    """The scene in questions of at most ten beats; beats that are only titles are not asked about."""
    played = [place for place, beat in enumerate(beats) if beat.text or beat.words]
    for start in range(0, len(played), MOST_BEATS):
        places = tuple(played[start : start + MOST_BEATS])
        some = tuple(beats[place] for place in places)
        told = "\n".join(f"{number}. {_read(beat)}" for number, beat in enumerate(some, 1))
        where = ". ".join(filter(None, (scene.heading or scene.location, scene.synopsis[:200] if not start else "")))
        also = '\nWrite "see" in Chinese: 一句话。' if language == "zh" else ""
        yield Asked(
            places,
            f"{where}\n{told}{also}",
            schema(some, scene, language, opening=start == 0, closing=start + MOST_BEATS >= len(played)),
        )


def schema(some: tuple[Beat, ...], scene: SceneBreakdown, language: str, *, opening: bool, closing: bool) -> dict[str, Any]:
    """One flat object of short choices for each beat. What the script says is not asked, what cannot be is not offered: a
    frame that cannot hold a beat, a camera that follows whoever sits, a sentence about somebody else than the speaker."""
    properties: dict[str, Any] = {}
    for number, beat in enumerate(some, 1):
        first = opening and number == 1
        last = closing and number == len(some)
        if beat.words:
            one: dict[str, Any] = {"see": _sentence(beat, language)}
            one |= {"size": _OPENING if first else _SPOKEN, "angle": ("eye", "over-the-shoulder", "low", "high")}
            one["move"] = ("static", "push", "pull") if last else ("static", "push")
        else:
            one = _framed(beat, scene, language, first=first, last=last)
        given = _written(beat)
        shot = _closed({key: value if key == "see" else {"enum": list(value)} for key, value in one.items() if key not in given})
        properties[str(number)] = {"anyOf": [shot, {"const": _SAME}]} if beat.words and not first else shot
    return _closed(properties)


def _framed(beat: Beat, scene: SceneBreakdown, language: str, *, first: bool, last: bool) -> dict[str, Any]:
    """The frames that an action can have: those that its words ask for, and what is next to them."""
    usual = framing(beat.people or beat.text, beat.names, beat.props, scene.interior, language == "zh")
    sizes = _OPENING if first and not usual.insert else tuple(dict.fromkeys((usual.size.value, closer(usual.size).value)))
    other = "high" if usual.insert or beat.camera.insert or (first and scene.interior is False) else "eye" if first else "low"
    angles = dict.fromkeys((usual.angle.value, "eye", other))
    moves = dict.fromkeys((usual.move.value, "static", "pull" if last else "push"))
    return {"size": sizes, "angle": tuple(angles), "move": tuple(moves)}


def _sentence(beat: Beat, language: str) -> dict[str, Any]:
    """One sentence that begins with the speaker's name and quotes nothing."""
    name = beat.speakers[0]
    if not _PLAIN_NAME.fullmatch(name):
        return {"type": "string", "maxLength": _LIMIT["en"]}
    name = name.replace(".", r"\.")
    if language == "zh":
        return {"type": "string", "pattern": f'^{name}[^"“”：:。\\\\\n]{{3,{_LIMIT["zh"]}}}。$'}
    return {"type": "string", "pattern": f'^{name} [^".:\\\\\n]{{10,{_LIMIT["en"]}}}\\.$'}


def shots(beats: list[Beat], choices: Mapping[int, Any], cast: Cast, chinese: bool) -> list[dict[str, Any]]:
    """Shots in the shape of `schema.Shot`, from every beat of a scene and what was chosen for it (by its place in `beats`).

    Actions, lines, titles and camera words are the script's; a choice that is missing or makes no sense is made as usual.
    """
    taken: list[_Taken] = []
    waiting: list[str] = []
    here: list[str] = []
    for place, beat in enumerate(beats):
        choice = choices.get(place)
        if not beat.text and not beat.words:
            (taken[-1].titles if taken and not taken[-1].lines else waiting).extend(beat.camera.titles)
            continue
        if beat.words and taken and _joins(taken[-1], beat, choice):
            _say(taken[-1], beat)
        else:
            shown = [other.text for other in beats if other.text] + [one.action for one in taken]
            made = _spoken(beat, choice, cast, here, shown, chinese) if beat.words else _acted(beat, choice)
            made.titles = [*waiting, *beat.camera.titles]
            waiting = []
            taken.append(made)
        here += [name for name in (*beat.names, *(() if beat.unseen else beat.speakers)) if name not in here]
    if taken:
        taken[-1].titles += waiting
    return [_shot(one) for one in taken]


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _read(beat: Beat) -> str:
    if not beat.words:
        return beat.text[:_MOST_WORDS]
    manner = f" ({beat.manner})" if beat.manner else ""
    return f"{beat.speakers[0]} says{manner}: {beat.words[:_MOST_WORDS]}"


def _joins(last: _Taken, beat: Beat, choice: Any) -> bool:
    """Whether a line is said within the shot that is running."""
    if beat.together:
        return True
    length = last.milliseconds + beat.milliseconds + 250
    if beat.unseen:
        return not last.lines or length <= timing.LONGEST_SHOT
    seen = set(beat.speakers) <= set(last.names)
    wanted = choice == _SAME and not last.insert
    return wanted and seen and len(last.lines) < _MOST_LINES and length <= timing.LONGEST_SHOT


def _acted(beat: Beat, choice: Any) -> _Taken:
    told = dict(choice) if isinstance(choice, Mapping) else {"size": "MS"}
    return _Taken(
        told | _written(beat),
        beat.text,
        list(beat.names),
        list(beat.props),
        milliseconds=beat.milliseconds,
        insert=beat.camera.insert,
    )


def _written(beat: Beat) -> dict[str, str]:
    """The camera words of the script, which nobody overrules."""
    camera = beat.camera
    size = camera.size.value if camera.size else "CU" if camera.insert else ""
    found = {"size": size, "angle": camera.angle.value if camera.angle else "", "move": camera.move.value if camera.move else ""}
    return {key: value for key, value in found.items() if value}


def _spoken(beat: Beat, choice: Any, cast: Cast, here: list[str], shown: list[str], chinese: bool) -> _Taken:
    told = dict(choice) if isinstance(choice, Mapping) else {"size": "MCU"}
    speakers = [] if beat.unseen else list(beat.speakers)
    partner = next((name for name in reversed(here) if name not in beat.speakers), "")
    seen = _seen(told.get("see", ""), beat, cast, shown)
    names = list(dict.fromkeys([*speakers, *(cast.find(seen) if seen else ())]))
    if told.get("angle") == "over-the-shoulder":
        if partner and speakers:
            names = list(dict.fromkeys([*speakers, partner]))
        else:
            told["angle"] = "eye"
    elif told.get("size") in _ALONE and speakers:
        names = speakers
    made = _Taken(told, seen or speaking(beat.speakers, partner, beat.manner, chinese), names)
    _say(made, beat)
    return made


def _seen(told: Any, beat: Beat, cast: Cast, shown: list[str]) -> str:
    """What the model sees, where that is a whole sentence about the one who speaks, and neither the words again nor a picture
    that the scene has shown or will show; else ""."""
    words = " ".join(str(told).split()).strip(" \"'“”")
    chinese = re.search(r"[\u3400-\u9fff]", words) is not None
    if _TELLS.search(words) or not set(cast.find(words)) & set(beat.speakers):
        return ""
    if len(words) >= _LIMIT["zh" if chinese else "en"] or not words.endswith(
        (".", "!", "?", "。", "！", "？")
    ):  # cut off: only whole clauses
        words = re.split(r"[,，;；](?=[^,，;；]*$)", words)[0] + ("。" if chinese else ".")
    if len(_letters(words)) < (6 if chinese else 14) or len(words) >= _LIMIT["zh" if chinese else "en"]:
        return ""
    return "" if _told_by(words, [beat.words, *shown]) else words


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.lower())


def _told_by(words: str, others: list[str]) -> bool:
    """Whether most of these words stand in the other ones, in pieces of any order, or all of one of those in these."""
    one = _letters(words)
    least = 2 if re.search(r"[\u3400-\u9fff]", words) else 5
    known = [letters for letters in (_letters(other[:1_200]) for other in others) if letters]
    if any(len(letters) >= 3 * least and letters in one for letters in known):
        return True
    at = covered = 0
    while at < len(one):
        end = at + least
        while end <= len(one) and any(one[at:end] in letters for letters in known):
            end += 1
        length = end - 1 - at
        covered += length if length >= least else 0
        at += max(1, length if length >= least else 0)
    return covered > 0.75 * len(one)


def _say(shot: _Taken, beat: Beat) -> None:
    shot.lines.append({"character": beat.speakers[0], "words": beat.words, "manner": beat.manner})
    shot.milliseconds += beat.milliseconds + 250
    shot.names += [name for name in (() if beat.unseen else beat.speakers) if name not in shot.names]


def _shot(taken: _Taken) -> dict[str, Any]:
    told = taken.choice
    return {
        "size": told.get("size", "MS"), "angle": told.get("angle", "eye"), "movement": told.get("move", "static"),
        "action": taken.action, "characters": taken.names, "props": taken.props[:12], "dialogue": taken.lines,
        "frames": 1, "titles": taken.titles[:10],
    }  # fmt: skip
