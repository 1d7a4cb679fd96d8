"""Why a shot's plan is no longer the take that was kept, in words a person would use — pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generation import checkpoints
from generation.recipe import Pick, Recipe, canonical, explain
from storyboard.cause_words import BARE, COVERED, FOLLOWS, LABELS, SHAPE
from storyboard.making import DERIVED, DRAWN, own_nodes
from storyboard.prompts import changed_parts

HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
PARTICLES = "的地得了着过和与在"
LONGEST_WORD = 4  # characters

Json = Any
LONGEST = 60  # characters of a value that are shown


@dataclass(frozen=True)
class Because:
    """One cause: whose (`subject`, may be empty), in which operation and field, what it was and is, and a sentence of it."""

    operation: str
    field: str
    subject: str
    was: Json
    now: Json

    def words(self, language: str = "en") -> str:
        """One sentence, in English or Chinese, without a full stop."""
        chinese = language.startswith("zh")
        label = LABELS.get((self.operation, self.field)) or LABELS.get(("", self.field))
        name = label[chinese] if label else self.field.replace("_", " ")
        what = name.format(who=self.subject, whose=_whose(self.subject, chinese))
        if self.field in BARE:
            return what
        if self.field == "overrides":  # JSON, which says nothing to a person
            return what + ("改了" if chinese else " changed")
        was, now = _titles(self.was, self.now) if self.field == "checkpoint" else short(self.was, self.now)
        nothing = "无" if chinese else "nothing"
        verb = "改了：" if chinese else " changed: "
        return f"{what}{verb}{was or nothing} → {now or nothing}"


def _titles(was: Json, now: Json) -> tuple[str, str]:
    """Two models as people call them; by their ids where that says no difference, or the list does not know them any more."""
    listed = checkpoints.catalogue()
    found = [listed[one].title.partition(":")[0] if one in listed else str(one or "") for one in (was, now)]
    return (str(was), str(now)) if found[0] == found[1] else (_clip(found[0]), _clip(found[1]))


def why(kept: Recipe, planned: Recipe) -> list[Because]:
    """The causes, most telling first, each once; empty when the two are the same."""
    if kept.key == planned.key:
        return []
    found = _made_of(kept, planned) if kept.name == planned.name and kept.name in DERIVED else _drawn(kept, planned)
    if not found:
        found = [Because(one.operation, one.field, "", one.was, one.now) for one in explain(kept, planned)]
    once: dict[bytes, Because] = {}
    for one in found:
        once.setdefault(canonical([one.field, one.subject, one.was, one.now]), one)
    return list(once.values())


def _drawn(kept: Recipe, planned: Recipe) -> list[Because]:
    """Why a take that is drawn from its shot would be drawn otherwise."""
    before, after = _way(kept), _way(planned)
    models = [one.params.get("checkpoint") for one in (kept, planned)]
    other_model = None not in models and models[0] != models[1]
    if before != after and not other_model:
        shape = [one for one in _fields("", kept, planned) if one.field in SHAPE]
        return [Because(planned.name, after, "", before, after), *shape]
    was, now = _named(kept), _named(planned)
    staged = "stage.compose" in was and "stage.compose" in now
    found = [] if other_model else list(_brought(kept, planned))
    if staged:  # a model that is told no stage says nothing of who has come and gone
        found += _people(was, now)
        found += _paired("stage.place", was.get("stage.place", [])[:1], now.get("stage.place", [])[:1])
    found += _lines(kept, planned)
    if staged:
        found += _fields("", was["stage.compose"][0], now["stage.compose"][0])
    found = [one for one in found if (one.operation, one.field) not in FOLLOWS]
    if other_model:  # how it is told is another with it: what of that changed besides nobody can say
        return [*(one for one in _fields("", kept, planned) if one.field in SHAPE | {"checkpoint"}), *found]
    return found + list(_picture(kept, planned, found, staged))


def _made_of(kept: Recipe, planned: Recipe) -> list[Because]:
    """Why a take that was made of another would be made otherwise: what it was made of, the mask, how it is told."""
    found: list[Because] = []
    for port, field in (("clip", "base"), ("before", "before"), ("after", "after")):
        was, now = kept.inputs.get(port), planned.inputs.get(port)
        if isinstance(was, Recipe) and isinstance(now, Recipe) and was.key != now.key:
            found.append(Because(planned.name, field, "", None, None))
            found += why(was, now) if port == "clip" else []
    masks = [one.inputs.get("mask") for one in (kept, planned)]
    if not found and _identities((masks[0],)) != _identities((masks[1],)):
        found.append(Because(planned.name, "mask", "", None, None))
    found += _brought(kept, planned)
    return found + list(_picture(kept, planned, found, staged=False))


def _way(recipe: Recipe) -> str:
    """How a take is made: `footage`, going on from the shot before, over `pictures`, or `drawn` from words."""
    if recipe.name == "footage.clip":
        return "footage"
    if isinstance(recipe.inputs.get("first"), Recipe):
        return "continues"
    return "pictures" if {"first", "last"} & recipe.inputs.keys() else "drawn"


def _brought(kept: Recipe, planned: Recipe) -> Iterator[Because]:
    """Which of the files that people brought in, of the guides and of the neighbours' pictures are others."""
    for port in ("source", "first", "last"):
        before, after = kept.inputs.get(port), planned.inputs.get(port)
        if isinstance(before, Recipe) and isinstance(after, Recipe):
            if before.key != after.key:
                yield Because(planned.name, "neighbour", "", None, None)
            continue
        was, now = (getattr(one, "sha256", None) for one in (before, after))
        if was != now:
            yield Because(planned.name, port, "", was, now)
    for port in ("references", "adapters", "held"):
        seen = [_identities(one.inputs.get(port, ())) for one in (kept, planned)]
        if seen[0] != seen[1]:
            yield Because(planned.name, port, "", *seen)
    guides = [one.inputs.get("guides", ()) for one in (kept, planned)]
    brought = [[_files(one) for one in some] for some in guides]
    if len(guides[0]) == len(guides[1]) and brought[0] != brought[1]:  # of the animatic, what changed in it is told instead
        yield Because(planned.name, "guides", "", *brought)
    under = [one.inputs.get("over") for one in (kept, planned)]
    if (under[0] is None) != (under[1] is None) or _files(under[0]) != _files(under[1]):
        yield Because(planned.name, "over", "", None, None)
    elif planned.name == DRAWN and _identities((under[0],)) == _identities((under[1],)):
        masks = [_identities((one.inputs.get("mask"),)) for one in (kept, planned)]
        if masks[0] != masks[1]:
            yield Because(planned.name, "mask", "", None, None)


def _identities(sources: tuple[Any, ...]) -> list[str]:
    return [str(getattr(one, "sha256", None) or getattr(one, "key", "")) for one in sources]


def _files(guide: Any) -> list[str]:
    """The files that somebody brought and that a guide is made from."""
    return sorted({one.sha256 for node in guide.walk().values() for one in node.digests()}) if isinstance(guide, Recipe) else []


def short(was: Json, now: Json) -> tuple[str, str]:
    """Two values as text; of two long texts only where they differ, with the word that follows."""
    if not isinstance(was, str) or not isinstance(now, str):
        return _clip(_shown(was)), _clip(_shown(now))
    if was.startswith("{") or now.startswith("{"):
        return _clip(was), _clip(now)
    before, after = _tokens(was), _tokens(now)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    keep = end - _following(before[len(before) - end :])
    cut = [words[start : len(words) - keep] for words in (before, after)]
    return _clip("".join(cut[0]).strip(" .,;")), _clip("".join(cut[1]).strip(" .,;"))


def _people(was: Mapping[str, list[Recipe]], now: Mapping[str, list[Recipe]]) -> Iterator[Because]:
    before = {one.params["name"]: one for one in was.get("stage.look", [])}
    after = {one.params["name"]: one for one in now.get("stage.look", [])}
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    if len(gone) == len(come) == 1 and before[gone[0]].params["description"] == after[come[0]].params["description"]:
        yield Because("stage.look", "name", gone[0], gone[0], come[0])
        gone, come = [], []
    for name in come:
        yield Because("stage.look", "entered", name, None, name)
    for name in gone:
        yield Because("stage.look", "left", name, name, None)
    for name in before.keys() & after.keys():
        yield from _fields(name, before[name], after[name])
    if before.keys() == after.keys() and list(before) != list(after):
        yield Because("stage.look", "order", "", ", ".join(before), ", ".join(after))


def _paired(operation: str, was: list[Recipe], now: list[Recipe]) -> Iterator[Because]:
    if not was and not now:
        return
    if not was or not now:
        names = [(one[0].params.get("name") if one else None) for one in (was, now)]
        yield Because(operation, "name", "", *names)
        return
    yield from _fields(str(now[0].params.get("name", "")), was[0], now[0])


def _lines(kept: Recipe, planned: Recipe) -> Iterator[Because]:
    before, after = _spoken(kept), _spoken(planned)
    for (_, was), (speaker, now) in zip(before, after, strict=False):
        yield from _fields(speaker, was, now)
    for speaker, one in after[len(before) :]:
        yield Because("sound.speak", "added", speaker, None, one.params["words"])
    for speaker, one in before[len(after) :]:
        yield Because("sound.speak", "removed", speaker, one.params["words"], None)


def _picture(kept: Recipe, planned: Recipe, known: list[Because], staged: bool = True) -> Iterator[Because]:
    """What changed in the picture's own parameters, less what follows from causes that are known already.

    Where a model is told a stage, that says who, where and when; else the prompt alone does.
    """
    fields = {one.field for one in known}
    for one in _fields("", kept, planned):
        if one.field == "prompt":
            for part, was, now in changed_parts(str(one.was), str(one.now)):
                own = part in COVERED and not fields & set(COVERED[part])
                if part == "style" or own or (not staged and part not in COVERED):
                    yield Because(one.operation, part, "", was, now)
        elif one.field == "speech_starts" and (known or kept.params["frames"] != planned.params["frames"]):
            continue
        elif one.field.startswith("track_"):
            yield Because(one.operation, "tracks", "", None, None)
        elif one.field == "adapter_strengths" and "adapters" in fields:
            continue
        elif one.field not in {"speech_speakers", "speech_words"} and one.field not in fields:
            yield one


def _fields(subject: str, was: Recipe, now: Recipe) -> Iterator[Because]:
    if was.operation != now.operation:
        yield Because(now.name, "version", subject, was.operation, now.operation)
    for name in sorted({*was.params, *now.params}):
        before, after = was.params.get(name), now.params.get(name)
        if not (isinstance(before, str) and before == after) and canonical(before) != canonical(after):
            yield Because(now.name, name, subject, before, after)


def _named(recipe: Recipe) -> dict[str, list[Recipe]]:
    found: dict[str, list[Recipe]] = {}
    for one in own_nodes(recipe):
        found.setdefault(one.name, []).append(one)
    return found


def _spoken(recipe: Recipe) -> list[tuple[str, Recipe]]:
    """The speaker and the `sound.speak` recipe of each line, in order, whether stretched or not."""
    picks = recipe.inputs.get("speech", ())
    found = []
    for speaker, pick in zip(recipe.params.get("speech_speakers", ()), picks, strict=False):
        one = pick.recipe
        if one.name == "sound.stretch":
            source = one.inputs["audio"]
            one = source.recipe if isinstance(source, Pick) else source
        found.append((speaker, one))
    return found


def _whose(name: str, chinese: bool) -> str:
    if not name:
        return "" if chinese else "The"
    if chinese:
        return f"{name}的"
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _following(tail: list[str]) -> int:
    """How many tokens after a difference say what it is about: a space and a word, or what is left of a Chinese word."""
    if not tail or not HAN.match(tail[0]):
        return min(2, len(tail))
    ends = (place for place, one in enumerate(tail) if one in PARTICLES or not HAN.match(one))
    return min(next(ends, len(tail)), LONGEST_WORD)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\u3040-\u9fff]|[^\s\u3040-\u9fff]+|\s+", text)


def _shown(value: Json) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(one) for one in value)
    return "" if value is None else str(value)


def _clip(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
