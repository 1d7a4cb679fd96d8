"""Why a shot's plan is no longer the take that was kept, in words a person would use — pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generation.recipe import Pick, Recipe, canonical, explain
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
        label = _LABELS.get((self.operation, self.field)) or _LABELS.get(("", self.field))
        name = label[chinese] if label else self.field.replace("_", " ")
        what = name.format(who=self.subject, whose=_whose(self.subject, chinese))
        if self.field in _BARE:
            return what
        if self.field == "overrides":  # JSON, which says nothing to a person
            return what + ("改了" if chinese else " changed")
        was, now = short(self.was, self.now)
        nothing = "无" if chinese else "nothing"
        verb = "改了：" if chinese else " changed: "
        return f"{what}{verb}{was or nothing} → {now or nothing}"


# (operation or "", field) → English, Chinese
_LABELS: dict[tuple[str, str], tuple[str, str]] = {
    ("stage.look", "entered"): ("{who} came into the shot", "{who}进了画面"),
    ("stage.look", "left"): ("{who} left the shot", "{who}离开了画面"),
    ("stage.look", "order"): ("The order of the cast", "出场次序"),
    ("stage.look", "description"): ("{whose} description", "{whose}描述"),
    ("stage.look", "name"): ("{whose} name", "{whose}名字"),
    ("stage.look", "overrides"): ("{whose} look", "{whose}造型"),
    ("stage.look", "language"): ("{whose} language", "{whose}语言"),
    ("stage.place", "name"): ("The place", "地点"),
    ("stage.place", "description"): ("{whose} description", "{whose}描述"),
    ("stage.place", "interior"): ("{whose} inside or outside", "{whose}内外景"),
    ("stage.place", "overrides"): ("{whose} design", "{whose}布景"),
    ("stage.compose", "words"): ("The action", "动作"),
    ("stage.compose", "heading"): ("The heading", "场次标题"),
    ("stage.compose", "time"): ("The time of day", "时间"),
    ("stage.compose", "weather"): ("The weather", "天气"),
    ("stage.compose", "mood"): ("The mood", "气氛"),
    ("stage.compose", "size"): ("The shot size", "景别"),
    ("stage.compose", "angle"): ("The angle", "角度"),
    ("stage.compose", "movement"): ("The camera move", "运镜"),
    ("stage.compose", "titles"): ("The titles", "字幕卡"),
    ("stage.compose", "overrides"): ("What was corrected by hand", "手动更正的内容"),
    ("stage.compose", "before"): ("The shot before", "上一个镜头"),
    ("stage.compose", "scene_cast"): ("Who stands where in the scene", "场内站位"),
    ("sound.speak", "words"): ("{whose} line", "{whose}台词"),
    ("sound.speak", "manner"): ("{whose} manner of speaking", "{whose}语气"),
    ("sound.speak", "voice"): ("{whose} voice", "{whose}声音"),
    ("sound.speak", "added"): ("{who} has a new line", "{who}多了一句台词"),
    ("sound.speak", "removed"): ("{who} lost a line", "{who}少了一句台词"),
    ("video.generate", "style"): ("The style", "风格"),
    ("video.generate", "negative"): ("What must not be seen", "不要出现的"),
    ("video.generate", "speech_starts"): ("The timing of the voices", "台词的时间"),
    ("video.generate", "movement"): ("The camera move", "运镜"),
    ("video.generate", "first"): ("The picture that it starts from is another", "首帧图片换了"),
    ("video.generate", "last"): ("The picture that it ends on is another", "尾帧图片换了"),
    ("footage.clip", "source"): ("Its footage is another file", "换了素材文件"),
    ("footage.clip", "start"): ("The first frame of its footage", "素材起始帧"),
    ("footage.clip", "fit"): ("How its footage fills the frame", "素材的适配方式"),
    ("", "references"): ("The pictures of its people, place or style are others", "人物、场地或风格的参考图换了"),
    ("", "footage"): ("It is a stretch of footage now", "改为使用一段素材"),
    ("", "pictures"): ("It goes over pictures now", "改为由图片生成"),
    ("", "drawn"): ("It is made from its words now, without footage or pictures", "改为由文字生成，不再用素材或图片"),
    ("", "seed"): ("The seed", "种子"),
    ("", "frames"): ("The length in frames", "帧数"),
    ("", "rate"): ("The frame rate", "帧率"),
    ("", "width"): ("The picture's width", "画面宽度"),
    ("", "height"): ("The picture's height", "画面高度"),
    ("", "quality"): ("The quality", "质量"),
    ("", "checkpoint"): ("The model", "模型"),
    ("", "version"): ("The way the studio makes it", "工作室的做法"),
    ("", "language"): ("The language", "语言"),
}
_FOLLOWS = {("stage.compose", "cast"), ("stage.compose", "speakers")}  # said already by who came, left and speaks
_BARE = {"entered", "left", "added", "removed", "references", "first", "last", "source", "footage", "pictures", "drawn"}
_SHAPE = {"frames", "rate", "width", "height"}  # what matters to a shot however it is made
_COVERED = {"scene": ("heading", "time", "weather", "mood"), "shot": ("words", "size", "angle", "movement")}


def why(kept: Recipe, planned: Recipe) -> list[Because]:
    """The causes, most telling first, each once; empty when the two are the same."""
    if kept.key == planned.key:
        return []
    before, after = _way(kept), _way(planned)
    if before != after:
        shape = [one for one in _fields("", kept, planned) if one.field in _SHAPE]
        return [Because(planned.name, after, "", before, after), *shape]
    was, now = _named(kept), _named(planned)
    found = list(_brought(kept, planned))
    found += _people(was, now)
    found += _paired("stage.place", was.get("stage.place", [])[:1], now.get("stage.place", [])[:1])
    found += _lines(kept, planned)
    found += _paired("stage.compose", was.get("stage.compose", [])[:1], now.get("stage.compose", [])[:1])
    found = [one for one in found if (one.operation, one.field) not in _FOLLOWS]
    found += _picture(kept, planned, found)
    if not found:
        found = [Because(one.operation, one.field, "", one.was, one.now) for one in explain(kept, planned)]
    once: dict[bytes, Because] = {}
    for one in found:
        once.setdefault(canonical([one.field, one.subject, one.was, one.now]), one)
    return list(once.values())


def _way(recipe: Recipe) -> str:
    """How a take is made: `footage`, over `pictures`, or `drawn` from words."""
    if recipe.name == "footage.clip":
        return "footage"
    return "pictures" if {"first", "last"} & recipe.inputs.keys() else "drawn"


def _brought(kept: Recipe, planned: Recipe) -> Iterator[Because]:
    """Which of the files that people brought in are others."""
    for port in ("source", "first", "last"):
        was, now = (getattr(one.inputs.get(port), "sha256", None) for one in (kept, planned))
        if was != now:
            yield Because(planned.name, port, "", was, now)
    seen = [[picture.sha256 for picture in one.inputs.get("references", ())] for one in (kept, planned)]
    if seen[0] != seen[1]:
        yield Because(planned.name, "references", "", *seen)


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


def _picture(kept: Recipe, planned: Recipe, known: list[Because]) -> Iterator[Because]:
    """What changed in the picture's own parameters, less what follows from causes that are known already."""
    fields = {one.field for one in known}
    for one in _fields("", kept, planned):
        if one.field == "prompt":
            for part, was, now in changed_parts(str(one.was), str(one.now)):
                if part == "style" or (part in _COVERED and not fields & set(_COVERED[part])):
                    yield Because(one.operation, part, "", was, now)
        elif one.field == "speech_starts" and (known or kept.params["frames"] != planned.params["frames"]):
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
    for one in recipe.walk().values():
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
