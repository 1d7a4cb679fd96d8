"""What a shot needs becomes what its model gets; what the model does not take is left out, and told — pure over a `Film`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generation.operation import recipe as declare
from generation.operation import registry
from generation.recipe import Digest, Recipe
from storyboard import adapting, capable, continuity, drawing_over, footage_plans, prompts, references, steering
from storyboard.adapting import Applying
from storyboard.capable import Model
from storyboard.film import Film
from storyboard.making import recipe
from storyboard.models import Shot
from storyboard.noted import Note
from storyboard.references import Shown
from storyboard.stage_plans import stage_of

Json = Any
GENERATE = "video.generate"


@dataclass
class Directed:
    """What a model is given for a shot: inputs and parameters of `video.generate` beside its length, size, seed and voices.

    `shown`, `guides`, `applying` say the same for people; `notes` what is left out.
    """

    model: Model
    inputs: dict[str, Any] = field(default_factory=dict)
    params: dict[str, Json] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    guides: list[str] = field(default_factory=list)
    applying: Applying = field(default_factory=Applying)
    notes: list[Note] = field(default_factory=list)

    @property
    def named(self) -> str:
        """The model as people call it."""
        return self.model.title or self.model.id

    def lacks(self, word: str) -> bool:
        """Whether the model cannot be told this."""
        return word not in self.model.takes

    def left_out(self, code: str, en: str, zh: str) -> None:
        """Note that something is left out: a sentence whose `{model}` is the model's name."""
        self.notes.append(Note(code, en.format(model=self.named), zh.format(model=self.named)))


def directed(film: Film, shot: Shot, *, seed: int) -> Directed:
    """What this shot's model is given, and what of the shot it cannot be."""
    asked: Mapping[str, Json] = shot.direction or {}
    told = Directed(capable.chosen(film.project, GENERATE, asked.get("checkpoint", "")))
    told.params["checkpoint"] = told.model.id
    ends = _ends(film, shot, asked, told)
    _pictures(film, shot, told)
    told.applying = adapting.applying(film, shot, told.model)
    told.notes += told.applying.notes
    if told.model.embedded and ends:
        told.inputs |= ends
        told.params["movement"] = shot.movement
        told.left_out(
            "PICTURE_ALONE", "{model} moves the camera over the picture and reads nothing else of the shot.",
            "{model} 只在图片上运镜，不读取镜头的其他内容。",
        )  # fmt: skip
    else:
        _described(film, shot, seed, told, ends)
    _guided(film, shot, asked, told)
    _held(shot, asked, told)
    drawing_over.given(film, shot, asked, told)
    _numbers(asked, told)
    told.params |= steering.tracks(film, shot, asked.get("tracks", ()), _beside_guides(asked, told), told.notes)
    _needed(told)
    return told


_NEEDED = {
    "first": (
        "FIRST_NEEDED", "{model} moves a first picture, and this shot has none: give it one, or choose another model.",
        "{model} 需要首帧图片，而这个镜头没有。请给它一张，或换一个模型。",
    ),
    "last": (
        "LAST_NEEDED", "{model} needs the picture that the shot ends on too: give it one, or choose another model.",
        "{model} 还需要尾帧图片。请给它一张，或换一个模型。",
    ),
    "guide.pose": (
        "POSE_NEEDED", "{model} moves somebody as poses say: let it follow the animatic’s poses, or a clip’s.",
        "{model} 按姿态让人物动作：请用动态分镜或一段视频的姿态作引导。",
    ),
}  # fmt: skip


def _needed(told: Directed) -> None:
    """Say what the model cannot do without and does not get: it would refuse."""
    there = {*told.inputs, *(f"guide.{kind}" for kind in told.guides)}
    for word, note in _NEEDED.items():
        if word in told.model.needs - there:
            told.left_out(*note)


def _described(film: Film, shot: Shot, seed: int, told: Directed, ends: dict[str, Any]) -> None:
    """The stage, the ends, references and adapters, and the words."""
    told.inputs |= ends
    if not told.lacks("stage"):
        told.inputs["stage"] = stage_of(shot, seed=seed, film=film)
    told.inputs |= references.given(told.model, (one.digest for one in told.shown)) | told.applying.inputs()
    told.params |= told.applying.params()
    told.params["prompt"] = prompts.written(film, shot, told.model, told.applying.triggers())
    unread = prompts.negative(film, shot)
    if not told.lacks("negative") or told.model.embedded:
        told.params["negative"] = unread  # the embedded one's recipes are what they always were
    if unread and told.lacks("negative"):
        told.left_out(
            "NEGATIVE_UNREAD", "{model} cannot be told what not to show: “not to be seen” is left out.",
            "{model} 不支持“不要出现”的内容，已略去。",
        )  # fmt: skip
    if shot.movement and not told.model.embedded and not told.lacks("camera"):
        told.params["movement"] = shot.movement
    if told.lacks("words"):
        told.left_out("WORDS_UNREAD", "{model} reads no words: it goes by its picture alone.", "{model} 不读取文字，只依据图片。")
    elif prompts.chinese(told.params["prompt"]) and not told.model.reads("zh"):
        _in_english(film, shot, told)
    speaks = not told.lacks("sound") and (shot.direction or {}).get("sound") == "own"
    if shot.dialogue and told.lacks("speech") and not speaks:
        told.left_out(
            "SPEECH_UNREAD", "{model} does not move mouths to the voices; they are heard over the picture.",
            "{model} 不会让口型配合配音；配音仍会播放。",
        )  # fmt: skip


def _in_english(film: Film, shot: Shot, told: Directed) -> None:
    """The shot's own translation for a model that reads English alone; else it is told what it cannot read, and that is said."""
    translation: Mapping[str, Json] = (shot.direction or {}).get("translation") or {}
    if not translation.get("words"):
        told.left_out(
            "LANGUAGE_UNREAD", "The words of this shot are Chinese, and {model} was trained on English. Give them in English.",
            "这个镜头的文字是中文，而 {model} 是用英文训练的。请给出英文。",
        )  # fmt: skip
        return
    calls = [one for some in told.applying.triggers().values() for one in some]
    told.params["prompt"] = "\n".join(filter(None, (", ".join(dict.fromkeys(calls)), str(translation["words"]))))
    if translation.get("of") != prompts.written(film, shot, told.model):
        told.left_out(
            "TRANSLATION_OLD", "The words of this shot have changed since they were put into English for {model}.",
            "给 {model} 的英文写好之后，这个镜头的文字又改过。",
        )  # fmt: skip


def _ends(film: Film, shot: Shot, asked: Mapping[str, Json], told: Directed) -> dict[str, Any]:
    """The pictures that the shot starts from and ends on, as far as the model takes them."""
    found: dict[str, Any] = {name: Digest(one, "image") for name, one in (("first", shot.first), ("last", shot.last)) if one}
    if asked.get("continues"):
        going_on = _going_on(film, shot, told)
        if going_on is not None and shot.first:
            told.left_out(
                "FIRST_UNUSED", "It goes on from the shot before, so the picture that it would start from is not used.",
                "已接上一个镜头，因此不使用首帧图片。",
            )  # fmt: skip
        if going_on is not None:
            found["first"] = going_on
    if "first" in found and told.lacks("first"):
        del found["first"]
        told.left_out(
            "FIRST_UNREAD", "{model} cannot start from a picture: it is left out.", "{model} 不支持首帧图片，已略去。"
        )  # fmt: skip
    if "last" in found and told.lacks("last"):
        del found["last"]
        told.left_out("LAST_UNREAD", "{model} cannot end on a picture: it is left out.", "{model} 不支持尾帧图片，已略去。")
    return found


def _going_on(film: Film, shot: Shot, told: Directed) -> Recipe | None:
    before = film.previous(shot)
    if before is None:
        told.left_out(
            "NOTHING_BEFORE", "It is the first shot of its scene: there is none before to go on from.",
            "这是本场的第一个镜头，前面没有可接的镜头。",
        )  # fmt: skip
        return None
    take = continuity.current(film, before)
    if take is None:
        told.left_out(
            "BEFORE_NOT_SHOT", f"It would go on from {film.slate(before)}, which has no take yet. Shoot that first.",
            f"要接的镜头 {film.slate(before)} 还没有拍。请先拍它。",
        )  # fmt: skip
        return None
    if continuity.is_bridge(take):
        told.left_out(
            "BEFORE_IS_BRIDGE", f"{film.slate(before)} leads to this shot and is made from it, so this one cannot go on from it.",
            f"{film.slate(before)} 是通向这个镜头的过渡，由这个镜头生成，因此不能再接它。",
        )  # fmt: skip
        return None
    return continuity.last_frame(film, before, shot)


def _pictures(film: Film, shot: Shot, told: Directed) -> None:
    """The pictures of cast, place, props and style that the model looks at, and which it does not."""
    every = references.of_shot(film, shot)
    told.shown = every[: told.model.references]
    rest = every[len(told.shown) :]
    if not rest:
        return
    if not told.shown:
        told.left_out("REFERENCES_UNREAD", "{model} looks at no reference pictures.", "{model} 不看参考图。")
        return
    looked, missed = (", ".join(dict.fromkeys(one.of or "prop" for one in some)) for some in (told.shown, rest))
    many = len(told.shown)
    told.left_out(
        "REFERENCES_CUT", f"{{model}} looks at {many} pictures: of {looked}. {len(rest)} more are left out: of {missed}.",
        f"{{model}} 最多看 {many} 张参考图：{looked}。另有 {len(rest)} 张未使用：{missed}。",
    )  # fmt: skip


def _guided(film: Film, shot: Shot, asked: Mapping[str, Json], told: Directed) -> None:
    """The shot's own stage, and a film that somebody brought, as depth, poses or edges; as many as the model follows at once."""
    wanted = [(asked[name], name == "animatic") for name in ("animatic", "guide") if asked.get(name)]
    found: list[tuple[Recipe, str, float]] = []
    for one, own in wanted:
        kind = one["kind"]
        if own and told.model.embedded:
            continue  # it draws the stage itself
        if told.lacks(f"guide.{kind}"):
            told.left_out(
                "GUIDE_UNREAD", f"{{model}} cannot follow {_KINDS[kind][0]}: that guide is left out.",
                f"{{model}} 不支持{_KINDS[kind][1]}引导，已略去。",
            )  # fmt: skip
        elif len(found) == told.model.guides:
            told.left_out(
                "GUIDES_MANY", "{model} follows one guide at a time: the film that was brought is left out.",
                "{model} 一次只能使用一个引导，导入的影片未使用。",
            )  # fmt: skip
        else:
            found.append((animatic(film, shot, kind) if own else _followed(film, shot, one), kind, float(one["strength"])))
    if found:
        told.guides = [kind for _, kind, _ in found]
        told.inputs["guides"] = tuple(clip for clip, _, _ in found)
        told.params["guide_kinds"] = tuple(told.guides)
        if any(strength != 1 for _, _, strength in found):
            told.params["guide_strengths"] = tuple(strength for _, _, strength in found)


def _beside_guides(asked: Mapping[str, Json], told: Directed) -> Model:
    """The model as it follows drawn ways: boxes count as a guide, and where no more are followed it is told none."""
    full = bool(told.guides) and len(told.guides) >= told.model.guides
    if not full or told.lacks("boxes") or not any(one.get("box") for one in asked.get("tracks", ())):
        return told.model
    told.left_out(
        "BOXES_BESIDE_GUIDE", "{model} follows a guide or boxes, not both: its boxes are left out.",
        "{model} 不能同时使用引导和框，框未使用。",
    )  # fmt: skip
    return replace(told.model, takes=told.model.takes - {"boxes"})


_KINDS = {"depth": ("depth", "深度"), "pose": ("poses", "姿态"), "edges": ("edges", "线稿")}


def animatic(film: Film, shot: Shot, kind: str) -> Recipe:
    """A shot's stage as a guide: that of its panel, whatever the take's seed, for what was chosen on the board stays."""
    project = film.project
    return recipe(
        project, "guide.stage", {"stage": stage_of(shot, seed=shot.seed, film=film)}, kind=kind, frames=shot.frames,
        rate=project.rate, width=project.width, height=project.height,
    )  # fmt: skip


def _followed(film: Film, shot: Shot, guide: Mapping[str, Json]) -> Recipe:
    """Depth, poses or edges of a film that somebody brought, from its beginning, as long as the shot."""
    project = film.project
    inputs = {"source": footage_plans.source(guide["artifact"])}
    size = {"width": project.width, "height": project.height}
    clip = footage_plans.made_of(
        footage_plans.CLIP, inputs, start=0, frames=shot.frames, fit="fill", rate=project.rate, **size
    )  # fmt: skip
    return recipe(project, f"guide.{guide['kind']}", {"clip": clip})


def _held(shot: Shot, asked: Mapping[str, Json], told: Directed) -> None:
    """The pictures that the shot comes to at frames."""
    held = [one for one in asked.get("held", ()) if one["frame"] < shot.frames]
    if beyond := len(asked.get("held", ())) - len(held):
        told.left_out(
            "HELD_BEYOND", f"{beyond} of its pictures lie beyond its {shot.frames} frames and are left out.",
            f"有 {beyond} 张图片超出镜头的 {shot.frames} 帧，未使用。",
        )  # fmt: skip
    if held and told.lacks("held"):
        told.left_out(
            "HELD_UNREAD", "{model} cannot come to a picture midway: they are left out.", "{model} 不支持中间帧图片，已略去。"
        )  # fmt: skip
    elif held:
        told.inputs["held"] = tuple(Digest(one["picture"], "image") for one in held)
        told.params["held_at"] = tuple(one["frame"] for one in held)


def _numbers(asked: Mapping[str, Json], told: Directed) -> None:
    for name, en, zh in (("steps", "steps", "步数"), ("guidance", "how closely it keeps to the words", "提示词引导强度")):
        if not asked.get(name) and (name == "steps" or asked.get(name) is None):
            continue
        if told.lacks(name):
            told.left_out(
                f"{name.upper()}_UNREAD", f"{{model}} cannot be told {en}: its own is used.",
                f"{{model}} 不能设置{zh}，使用默认值。",
            )  # fmt: skip
        else:
            told.params[name] = asked[name]


def frame_guide(film: Film, shot: Shot, kind: str, frame: int) -> Recipe:
    """One frame of the shot's stage as a guide for a picture."""
    poster = registry.get("preview.poster")
    return declare(poster, params=poster.validate({"frame": frame}), clip=animatic(film, shot, kind))
