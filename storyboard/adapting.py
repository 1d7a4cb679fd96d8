"""Which adapters a shot's model is given, and how strongly: its cast's, its styles', its camera's, and those it names — pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generation.recipe import Digest
from storyboard.capable import Model
from storyboard.film import Film
from storyboard.models import Adapter, Character, Shot
from storyboard.noted import Note

MOST = 12  # that a model is given at once


@dataclass
class Applying:
    """The adapters that a model is given, in order, with their strengths; and what is left out."""

    chosen: list[tuple[Adapter, float]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def inputs(self) -> dict[str, tuple[Digest, ...]]:
        """The operation's input; nothing where there are none."""
        return {"adapters": tuple(Digest(one.artifact, "adapter") for one, _ in self.chosen)} if self.chosen else {}

    def params(self) -> dict[str, Any]:
        """The operation's parameters beside it; nothing where all are at their full strength."""
        strengths = tuple(float(strength) for _, strength in self.chosen)
        return {"adapter_strengths": strengths} if any(one != 1 for one in strengths) else {}

    def triggers(self) -> dict[str, list[str]]:
        """The words that call them up, by the part of the prompt in which they belong."""
        found: dict[str, list[str]] = defaultdict(list)
        for one, _ in self.chosen:
            if one.trigger.strip():
                found["cast" if one.purpose == "character" else "style"].append(one.trigger)
        return dict(found)


def applying(film: Film, shot: Shot, model: Model) -> Applying:
    """Those that this model is given for this shot; none of a family that is not the model's, of which it is told."""
    found = Applying()
    if "adapters" not in model.takes and not (shot.direction or {}).get("adapters"):
        return found
    for one, strength in _wanted(film, shot, found):
        if problem := _problem(one, model):
            found.notes.append(problem)
        elif len(found.chosen) == MOST:
            found.notes.append(
                Note("ADAPTERS_MANY", f"“{one.name}” is left out: a model is given {MOST} adapters at most.",
                     f"未使用“{one.name}”：一次最多使用 {MOST} 个 LoRA。")
            )  # fmt: skip
        else:
            found.chosen.append((one, strength))
    return found


def of_character(character: Character, model: Model) -> Applying:
    """Those that a model is given for a picture of somebody alone: what was trained on them."""
    found = Applying()
    if "adapters" in model.takes:
        own = character.adapters.filter(archived=False).exclude(artifact="").order_by("rank", "pk")
        found.chosen = [(one, one.strength) for one in own if one.strength and _problem(one, model) is None][:MOST]
    return found


def people(film: Film, shot: Shot) -> list[Character]:
    """Whose likeness the adapters have that this shot names itself."""
    named = {one["adapter"] for one in (shot.direction or {}).get("adapters", ()) if one["strength"]}
    if not named:
        return []
    whose = (film.characters.get(one.character_id) for one in film.adapters if str(one.pk) in named and one.character_id)
    return [one for one in whose if one is not None]


def _wanted(film: Film, shot: Shot, found: Applying) -> Iterator[tuple[Adapter, float]]:
    said = {one["adapter"]: float(one["strength"]) for one in (shot.direction or {}).get("adapters", ())}
    cast = {one.pk for one in film.cast.get(shot.pk, [])}
    styles = {one.pk for one in film.style(shot)}
    for one in film.adapters:
        own = (
            (one.purpose == "character" and one.character_id in cast)
            or (one.purpose == "style" and one.style_id in styles)
            or (one.purpose == "camera" and bool(one.movement) and one.movement == shot.movement)
        )
        strength = said.pop(str(one.pk), None)
        if strength is None and own and one.artifact:
            strength = one.strength  # one that is not trained yet asks for nothing by itself
        if strength:
            yield one, strength
    if any(said.values()):
        found.notes.append(
            Note("ADAPTER_GONE", "An adapter that this shot names was put away. Bring it back, or choose another.",
                 "这个镜头指定的 LoRA 已被移除。请恢复它，或另选一个。")
        )  # fmt: skip


def _problem(one: Adapter, model: Model) -> Note | None:
    name = one.name or one.trigger or str(one.pk)[:8]
    if "adapters" not in model.takes:
        return Note(
            "ADAPTERS_UNREAD", f"“{name}” is left out: {model.title or model.id} takes no adapters.",
            f"未使用“{name}”：{model.title or model.id} 不支持 LoRA。",
        )  # fmt: skip
    if not one.artifact:
        return Note(
            "ADAPTER_UNTRAINED", f"“{name}” is left out: it has no weights yet. Train it, or bring its file.",
            f"未使用“{name}”：它还没有权重。请先训练，或导入它的文件。",
        )  # fmt: skip
    if one.base != model.family:
        other = one.base or "another model"
        return Note(
            "ADAPTER_OTHER_BASE", f"“{name}” is left out: it was made for {other}, and this model is {model.family or model.id}.",
            f"未使用“{name}”：它是为 {one.base or '其他模型'} 制作的，而当前模型属于 {model.family or model.id}。",
        )  # fmt: skip
    return None
