"""A breakdown by a language model, when one is chosen: scene by scene, held to the schema, never losing a word of the script."""

# ruff: noqa: E501 - what models and people read is written as they read it

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Protocol, TypeVar

from storyboard.screenplay import language_scene, timing
from storyboard.screenplay.beats import Beat, beats
from storyboard.screenplay.breakdown import Part, break_down, split_scenes
from storyboard.screenplay.cast import Cast
from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.model import Kind, Screenplay
from storyboard.screenplay.repair import fit, keep_words, loads
from storyboard.screenplay.schema import Breakdown, CharacterBreakdown, Line, LocationBreakdown, SceneBreakdown, Shot

Read = TypeVar("Read")
_LONGEST_PART = 6_000  # characters of one scene in one question
_DROPPED = {"title", "default", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "unit"}
INSTRUCTIONS = """You are the first assistant director of a film. Break the scene down into a shot list and answer with JSON only.
Rules:
- One shot holds one action or at most two short lines. Begin a scene at a new place with a wide shot. Use closer sizes as it grows tense.
- "action" says in one plain sentence what is SEEN: who, doing what, with what, where. Keep the script's language.
- Copy dialogue word for word into the shot in which it is said; leave no line out; add none.
- Use the characters' names exactly as given. "props" are things that must be seen.
- "frames" is the length at {rate} frames a second: usually 2 to 7 seconds' worth.
- "characters": everybody in this scene, with age, hair and clothes if the script says them. "locations": the one place of this scene.
- Exactly one entry in "scenes"."""


class LanguageModel(Protocol):
    """Answers one question. `schema` is JSON schema that the answer should follow; whether it does is checked here."""

    @property
    def name(self) -> str:
        """What a person knows it by."""

    @property
    def small(self) -> bool:
        """Whether it is asked with `language_scene`'s few choices instead of the whole schema."""

    def answer(self, instructions: str, question: str, schema: dict[str, Any], heartbeat: Callable[[], None]) -> str:
        """The model's words. `heartbeat` is called while they are waited for, where that is possible, and may raise to stop.

        Raises:
            LanguageFailed: when it cannot be asked.
        """


def break_down_with(
    model: LanguageModel,
    screenplay: Screenplay,
    *,
    rate: Fraction,
    language: str = "",
    tell: Callable[[float, str], None] = lambda fraction, note: None,
) -> Breakdown:
    """`break_down`, with the shot list of each scene, looks and places drawn up by a language model.

    Headings, times, numbers and every line of dialogue are the script's. `tell(fraction, note)` is called before each scene, and
    by models that can with an empty note while they think; it may raise to stop.

    Raises:
        LanguageFailed: when the model cannot be asked, or twice answers one scene with what cannot be repaired.
        ScreenplayInvalid: as `break_down`.
    """
    ruled = break_down(screenplay, rate=rate, language=language)
    parts = split_scenes(screenplay)
    cast = Cast(screenplay)
    scenes: list[SceneBreakdown] = []
    answers: list[Breakdown] = []
    for index, (part, scene) in enumerate(zip(parts, ruled.scenes, strict=True)):
        done = index / len(parts)
        tell(done, f"{model.name}: scene {scene.number} ({index + 1} of {len(parts)})")
        told = _ask(_Asking(model, scene, partial(tell, done, "")), part, ruled, cast, rate)
        answers.append(told)
        scenes.append(_scene(scene, told, rate))
    tell(1.0, "")
    people = {one.name.lower(): one for one in ruled.characters}
    places = {one.name.lower(): one for one in ruled.locations}
    for answer, scene in zip(answers, scenes, strict=True):
        _learn(people, answer.characters)
        known = places.get(scene.location.lower())
        if known and answer.locations and len(answer.locations[0].description) > len(known.description):
            places[scene.location.lower()] = _described(known, answer.locations[0])
    return ruled.model_copy(
        update={"characters": tuple(people.values()), "locations": tuple(places.values()), "scenes": tuple(scenes)}
    )


def wire_schema() -> dict[str, Any]:
    """The schema of `Breakdown` as models and grammars take it: structure and choices, without lengths; those are checked afterwards."""
    schema = _plain(Breakdown.model_json_schema())
    assert isinstance(schema, dict)
    return schema


def _plain(value: Any, naming: bool = False) -> Any:
    if isinstance(value, dict):
        kept = {key: _plain(one, key in ("properties", "$defs")) for key, one in value.items() if naming or key not in _DROPPED}
        if not naming and kept.get("type") == "object" and "properties" in kept:
            kept["required"] = list(kept["properties"])
            kept["additionalProperties"] = False
        return kept
    return [_plain(one) for one in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class _Asking:
    """One scene before one model."""

    model: LanguageModel
    scene: SceneBreakdown
    heartbeat: Callable[[], None]

    def until(self, instructions: str, question: str, schema: dict[str, Any], read: Callable[[str], Read]) -> Read:
        """What can be read from the first answer, or from the second one after saying what was wrong with the first."""
        complaint = ""
        for _attempt in range(2):
            told = self.model.answer(instructions, question + complaint, schema, self.heartbeat)
            try:
                return read(told)
            except LanguageFailed as problem:
                complaint = f"\n\nYour last answer could not be used: {problem.message} Answer again with JSON only."
        where = f"scene {self.scene.number} ({self.scene.heading or self.scene.location})"
        raise LanguageFailed(
            "MODEL_ANSWER",
            f"{self.model.name} could not break down {where}: {complaint.strip().partition(': ')[2]} "
            "Nothing was changed. Try another model, or import with the rules.",
        )


def _ask(asking: _Asking, part: Part, ruled: Breakdown, cast: Cast, rate: Fraction) -> Breakdown:
    scene = asking.scene
    played = beats(part.elements, cast)
    script = _script(played)

    def usable(data: Any) -> Breakdown:
        answer = fit(data)
        shots = tuple(shot for one in answer.scenes for shot in one.shots)
        kept = keep_words(_known_names(shots, ruled), script)
        return answer.model_copy(update={"scenes": (answer.scenes[0].model_copy(update={"shots": kept}),)})

    if asking.model.small:
        chosen: dict[int, Any] = {}
        for asked in language_scene.questions(played, scene, ruled.language):
            answers = asking.until(language_scene.INSTRUCTIONS, asked.question, asked.schema, loads)
            chosen |= {place: answers.get(str(number)) for number, place in enumerate(asked.places, 1)}
        shots = language_scene.shots(played, chosen, cast, chinese=ruled.language == "zh")
        blank = {"number": scene.number, "heading": scene.heading, "location": scene.location, "shots": shots}
        return usable({"scenes": [blank]}) if shots else Breakdown(scenes=(scene,))
    instructions = INSTRUCTIONS.format(rate=f"{rate.numerator}/{rate.denominator}")
    return asking.until(instructions, _question(part, scene, ruled), wire_schema(), lambda told: usable(loads(told)))


def _question(part: Part, scene: SceneBreakdown, ruled: Breakdown) -> str:
    lines: list[str] = []
    for element in part.elements:
        if element.kind is Kind.CHARACTER:
            lines.append(f"\n{element.text}")
        elif element.kind is not Kind.NOTE:
            lines.append(element.text if element.kind is not Kind.ACTION else f"\n{element.text}")
    names = dict.fromkeys(
        name for shot in scene.shots for name in (*shot.characters, *(line.character for line in shot.dialogue))
    )
    text = "\n".join(lines).strip()[:_LONGEST_PART]
    return (
        f"Language: {'Chinese' if ruled.language == 'zh' else 'English'}\nScene number: {scene.number}\nPlace: {scene.location}\n"
        f"Time: {scene.time.value}\nCharacters' names: {', '.join(names) or 'none'}\n\n{scene.heading}\n\n{text}"
    )


def _script(played: list[Beat]) -> list[Line]:
    """The lines of the scene, cut where the rules would cut a long speech."""
    return [Line(character=beat.speakers[0], words=beat.words, manner=beat.manner) for beat in played if beat.words]


def _known_names(shots: tuple[Shot, ...], ruled: Breakdown) -> tuple[Shot, ...]:
    """Names spelled as in the cast."""
    spelled = {alias.lower(): one.name for one in ruled.characters for alias in (*one.aliases, one.name)}
    return tuple(
        shot.model_copy(update={"characters": tuple(dict.fromkeys(spelled.get(name.lower(), name) for name in shot.characters))})
        for shot in shots
    )


def _scene(scene: SceneBreakdown, told: Breakdown, rate: Fraction) -> SceneBreakdown:
    """The rules' scene with the model's shots, each long enough for its words and its action."""
    answer = told.scenes[0]
    shots: list[Shot] = []
    for shot in answer.shots:
        if not shot.action.strip() and not shot.dialogue:
            continue
        talk = sum(timing.spoken(line.words, line.manner) + 250 for line in shot.dialogue) + (300 if shot.dialogue else 0)
        least = timing.frames(talk, rate)
        usual = timing.frames(max(talk, timing.acted(shot.action)), rate)
        sensible = least <= shot.frames <= max(3 * usual, timing.frames(timing.LONGEST_SHOT, rate))
        shots.append(shot.model_copy(update={"frames": shot.frames if sensible else usual}))
    return scene.model_copy(
        update={"synopsis": answer.synopsis or scene.synopsis, "shots": _titled(shots, scene.shots) or scene.shots}
    )


def _titled(shots: list[Shot], ruled: tuple[Shot, ...]) -> tuple[Shot, ...]:
    """The film's own titles, which stand on the first or the last picture of a scene, where the model left them out."""
    told = {title for shot in shots for title in shot.titles}
    for at in (0, -1):
        missing = tuple(title for title in ruled[at].titles if title not in told) if shots and ruled else ()
        if missing:
            shots[at] = shots[at].model_copy(update={"titles": (*missing, *shots[at].titles)[:10]})
            told |= set(missing)
    return tuple(shots)


def _learn(people: dict[str, CharacterBreakdown], told: tuple[CharacterBreakdown, ...]) -> None:
    """Fills what the rules left empty; the rules' own words stay."""
    for one in told:
        known = people.get(one.name.lower())
        if known is not None:
            gaps = {
                key: getattr(one, key)
                for key in ("description", "gender", "age")
                if not getattr(known, key) and getattr(one, key)
            }
            people[one.name.lower()] = known.model_copy(update=gaps)


def _described(known: LocationBreakdown, told: LocationBreakdown) -> LocationBreakdown:
    return known.model_copy(update={"description": told.description})
