"""A story developed by a language model, coarse to fine: first its scenes, then the shots of each; the rules where it fails."""

# ruff: noqa: E501 - what models read is written as they read it

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from generation.drivers.previs.stage import Angle, Move, Size, TimeOfDay
from storyboard.screenplay.cast import Cast
from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.language import LanguageModel
from storyboard.screenplay.repair import loads
from storyboard.screenplay.schema import Shot
from storyboard.screenplay.sentences import clip
from storyboard.screenplay.story import ARCS, Part, joined, timed

MOST_AT_ONCE = 60  # sentences that are outlined in one question, and shots that are asked of one scene
_LONGEST = 300  # letters of one picture
OUTLINE = """You are a screenwriter. The sentences of a story are numbered. Group them, in order, into the scenes of a film and answer with JSON only.
Every sentence belongs to exactly one scene: "from" is the number of its first sentence. A new place or a new time is a new scene.
"place" is where it plays, in two or three words; "inside" whether that is indoors; "time" the time of day.
"arc" is what the scene does: setup (first), rising, turn (everything changes), climax (the tensest, near the end), end (last).
"synopsis" says in one sentence what happens. Keep the story's language."""
SHOTS = """You are a film director. Make the shot list of one scene and answer with JSON only: exactly {count} shots, in order.
"of" is the number of the sentence that the shot tells; numbers never go back, and every sentence has a shot.
"see" is one plain sentence of what is SEEN: who, doing what, with what, where. Names as given. No words that are spoken, no thoughts. Never the same picture twice.
Begin with a wide shot of the place; show faces, hands and things too; come closer as it grows tense.
Keep the story's language."""

Heartbeat = Callable[[], None]
Read = TypeVar("Read")


def outlined(model: LanguageModel, told: Sequence[str], parts: Sequence[Part], frames: int, heartbeat: Heartbeat) -> list[Part]:
    """The scenes as the model groups the sentences; `parts` is the rules' outline, which stays where the model fails.

    Raises:
        LanguageFailed: when the model cannot be asked at all.
    """
    if len(told) > MOST_AT_ONCE:
        return list(parts)
    times, arcs = [one.value for one in TimeOfDay], list(ARCS)
    scene = _closed(
        {
            "from": {"type": "integer"}, "place": {"type": "string"}, "inside": {"type": "boolean"}, "time": {"enum": times},
            "arc": {"enum": arcs}, "synopsis": {"type": "string"},
        }
    )  # fmt: skip
    schema = _closed({"scenes": {"type": "array", "items": scene}})
    question = "\n".join(f"{n}. {one}" for n, one in enumerate(told, 1))

    def read(answer: Any) -> list[Part]:
        rows = answer["scenes"]
        firsts = [int(row["from"]) for row in rows]
        if not firsts or firsts[0] != 1 or sorted(set(firsts)) != firsts or firsts[-1] > len(told):
            raise ValueError('"from" must begin at 1 and grow from scene to scene')
        found = []
        for row, first, end in zip(rows, firsts, [*firsts[1:], len(told) + 1], strict=True):
            own = tuple(told[first - 1 : end - 1])
            place, synopsis = clip(str(row.get("place", "")), 100), clip(str(row.get("synopsis", "")), 300)
            time = TimeOfDay(row["time"]) if row.get("time") in times else TimeOfDay.DAY
            arc = row["arc"] if row.get("arc") in arcs else "rising"
            found.append(Part(own, place, bool(row.get("inside")), time, arc, 0, synopsis or clip(joined(own[:2]), 300)))
        return timed(found, frames)

    return _asked(model, OUTLINE, question, schema, read, heartbeat) or list(parts)


def pictured(
    model: LanguageModel, part: Part, count: int, cast: Cast, known: set[str], heartbeat: Heartbeat
) -> list[tuple[Shot, str]] | None:
    """So many shots of a scene, each with its sentence, in order; None where the model fails.

    Raises:
        LanguageFailed: when the model cannot be asked at all.
    """
    count = max(len(part.told), min(MOST_AT_ONCE, count))
    shot = _closed(
        {
            "of": {"type": "integer"}, "see": {"type": "string"}, "size": {"enum": [one.value for one in Size]},
            "angle": {"enum": [one.value for one in Angle]}, "move": {"enum": [one.value for one in Move]},
        }
    )  # fmt: skip
    names = ", ".join(sorted(known)) or "none"
    numbered = "\n".join(f"{n}. {one}" for n, one in enumerate(part.told, 1))
    question = f"Place: {part.place or 'unknown'}. Time: {part.time.value}. Names: {names}.\nWhat the scene does: {part.arc or 'all'}.\n{numbered}"

    def read(answer: Any) -> list[tuple[Shot, str]]:
        found: list[tuple[Shot, str]] = []
        shown: set[str] = set()
        at = 1
        for row in answer["shots"]:
            see = " ".join(str(row["see"]).split())
            at = min(len(part.told), max(at, int(row["of"])))
            if not 4 <= len(see) <= _LONGEST or see in shown:
                continue
            shown.add(see)
            people = tuple(name for name in cast.find(see) if name in known)[:4]
            made = {
                "size": row["size"],
                "angle": row["angle"],
                "movement": row["move"],
                "action": see,
                "characters": people,
                "frames": 1,
            }
            found.append((Shot.model_validate(made), part.told[at - 1]))
        if missing := [n for n, one in enumerate(part.told, 1) if one not in {told for _, told in found}]:
            raise ValueError(f"sentences {missing} have no shot")
        return found

    return _asked(
        model, SHOTS.format(count=count), question, _closed({"shots": {"type": "array", "items": shot}}), read, heartbeat
    )


def _asked(
    model: LanguageModel,
    instructions: str,
    question: str,
    schema: dict[str, Any],
    read: Callable[[Any], Read],
    heartbeat: Heartbeat,
) -> Read | None:
    """What can be read from the first answer, or from the second after saying what was wrong; None when neither can be used."""
    complaint = ""
    for _ in range(2):
        try:
            return read(loads(model.answer(instructions, question + complaint, schema, heartbeat)))
        except LanguageFailed as problem:
            if problem.code != "MODEL_ANSWER":
                raise
            complaint = f"\n\nYour last answer could not be used: {problem.message} Answer again with JSON only."
        except (ValueError, KeyError, TypeError) as problem:
            complaint = f"\n\nYour last answer could not be used: {problem}. Answer again with JSON only."
    return None


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
