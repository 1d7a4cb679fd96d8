"""What a shot's model will be given when it is shot now, as a person reads it; and what made a take."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from generation.recipe import Recipe
from storyboard import directing, prompts, translating
from storyboard.direction_schemas import AppliedOut, BriefOut, ForeignOut, NoteOut, ReferenceOut, WordsOut
from storyboard.film import Film
from storyboard.models import Shot, Take
from storyboard.noted import Note
from storyboard.schemas import DerivedOut

_made: OrderedDict[str, str] = OrderedDict()  # key of a take → the model that made it
_MOST = 8192
_VERBS: dict[str, tuple[str, str]] = {
    "video.edit": ("Changed, {base}", "改自 {base}"),
    "video.extend": ("Longer, {base}", "延长自 {base}"),
    "video.loop": ("Loop of {base}", "{base} 的循环"),
    "time.slow": ("Another pace of {base}", "{base} 的变速"),
    "video.outpaint": ("Wider, {base}", "扩展自 {base}"),
    "video.animate": ("Moved as {base}", "动作取自 {base}"),
    "video.bridge": ("From {base} to {also}", "从 {base} 到 {also}"),
}
_FOOTAGE = Note(
    "FOOTAGE", "This shot is footage: no model is asked, and nothing of its direction is used.",
    "这个镜头用的是素材：不使用模型，也不使用任何生成设置。",
)  # fmt: skip


def brief(shot: Shot) -> BriefOut:
    """What the model of this shot gets, and what of its direction it cannot be given."""
    film = Film.around(shot)
    shot = film.by_id[shot.pk]
    take = film.takes.get(shot.take_id) if shot.take_id else None
    told = directing.directed(film, shot, seed=take.seed if take else shot.seed)
    words = str(told.params.get("prompt", ""))
    first = told.inputs.get("first")
    asked = (shot.direction or {}).get("over") or {}
    return BriefOut(
        checkpoint="" if shot.footage else told.model.id,
        takes=sorted(told.model.takes),
        prompt=WordsOut(words=words, language="zh" if prompts.chinese(words) else "en"),
        negative="" if told.lacks("negative") else str(told.params.get("negative", "")),
        references=[ReferenceOut(digest=one.digest, of=one.of, kind=one.kind) for one in told.shown],  # type: ignore[arg-type]
        guides=told.guides,
        adapters=[AppliedOut(id=one.pk, name=one.name, strength=strength) for one, strength in told.applying.chosen],
        begins="" if first is None else "shot" if isinstance(first, Recipe) else "picture",
        ends="last" in told.inputs,
        held=list(told.params.get("held_at", ())),
        tracks=len(told.params.get("track_ends", ())),
        over="" if "over" not in told.inputs else "clip" if asked.get("artifact") else "animatic",
        within=_named(film, shot, asked.get("layer")) if "mask" in told.inputs else "",
        foreign=None if shot.footage else _foreign(film, shot, told),
        notes=[NoteOut(code=one.code, words=one.words) for one in ([_FOOTAGE] if shot.footage else told.notes)],
    )


def _foreign(film: Film, shot: Shot, told: directing.Directed) -> ForeignOut | None:
    if told.lacks("words") or told.model.reads("zh") or "prompt" not in told.params:
        return None
    own = prompts.written(film, shot, told.model)
    if not prompts.chinese(own):
        return None
    kept = (shot.direction or {}).get("translation") or {}
    return ForeignOut(of=own, words=kept.get("words", ""), translates=translating.available())


def _named(film: Film, shot: Shot, layer: str | None) -> str:
    return next((one.name for one in film.layers_of(shot) if str(one.pk) == layer), "")


def made_by(takes: Iterable[Take]) -> dict[UUID, str]:
    """The model that made each of these takes; empty for footage. What is not known yet is read in one query."""
    wanted = list(takes)
    unknown = [one.pk for one in wanted if one.key not in _made]
    for key, recipe in Take.objects.filter(pk__in=unknown).values_list("key", "recipe"):
        root: Mapping[str, Any] = recipe.get("nodes", {}).get(key, {})
        _made[key] = str(root.get("params", {}).get("checkpoint", ""))
    found = {one.pk: _made.get(one.key, "") for one in wanted}
    while len(_made) > _MOST:
        _made.popitem(last=False)
    return found


def derived_out(take: Take, film: Film) -> DerivedOut | None:
    """What a take was made of; None for one that was drawn."""
    told = take.derived
    if told is None:
        return None
    base, also = (slate_of(film, told.get(which)) for which in ("of", "also"))
    en, zh = (one.format(base=base, also=also) for one in _VERBS.get(told["operation"], (told["operation"],) * 2))
    return DerivedOut(
        operation=told["operation"], of=told["of"], also=told.get("also"), base=base,
        prompt=str(told["params"].get("prompt", "")), params=told["params"], mask=told.get("mask"), words={"en": en, "zh": zh},
    )  # fmt: skip


def slate_of(film: Film, take: str | None) -> str:
    """The slate of a take by its id; a dash for one that is not there."""
    found = film.kept(UUID(take)) if take else None
    shot = film.anywhere(found.shot_id) if found is not None else None
    if found is None or shot is None:
        return "–"
    scene = shot.scene if shot.pk not in film.by_id else film.scene(shot)
    return f"{scene.number}{shot.letter}-{found.number}"
