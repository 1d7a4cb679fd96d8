"""From records to recipes: portrait, panel, take, finish and voices; what does nothing is left out — pure over a `Film`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation import media
from generation.drivers.speech.voices import require as require_voice
from generation.recipe import Pick, Recipe
from storyboard import adapting, capable, directing, footage_plans, layer_plans, making, paces, pacing, prompts, references
from storyboard.film import Film
from storyboard.making import does_nothing as does_nothing
from storyboard.making import frozen as frozen
from storyboard.making import recipe
from storyboard.models import Project, Shot, Take
from storyboard.picture_plans import location_picture as location_picture
from storyboard.picture_plans import look as look
from storyboard.picture_plans import place as place
from storyboard.picture_plans import portrait as portrait
from storyboard.stage_plans import speaker
from storyboard.stage_plans import stage_of as stage_of
from storyboard.voices import tongue, voice_of

Json = Any
SENTENCES = {"en": "The sea was calm that night, and nobody spoke.", "zh": "那天夜里，海面很平静，谁也没有说话。"}


@dataclass(frozen=True)
class VoiceLine:
    """One spoken line of a take: where it begins in the shot, in frames, and the recipes of its sound and its timing.

    A line of footage has no `audio`: it is heard in the footage's own sound.
    """

    start: int
    audio: Pick | None
    timing: Pick | Recipe
    words: str
    speaker: str


def panel(shot: Shot, *, film: Film | None = None) -> Recipe:
    """The still that stands for a shot on the board."""
    film = film or Film.around(shot)
    project = film.project
    if shot.footage or shot.first or shot.last:
        return footage_plans.still(project, shot)
    model = capable.chosen(project, "image.generate")
    applying = adapting.applying(film, shot, model)
    inputs: dict[str, Any] = references.given(model, (one.digest for one in references.of_shot(film, shot))) | applying.inputs()
    params: dict[str, Json] = applying.params()
    if "stage" in model.takes:
        inputs["stage"] = stage_of(shot, seed=shot.seed, film=film)
    animatic = (shot.direction or {}).get("animatic")
    if animatic and f"guide.{animatic['kind']}" in model.takes:
        inputs["guides"] = (directing.frame_guide(film, shot, animatic["kind"], shot.frames // 2),)
        params |= {"guide_kinds": (animatic["kind"],), "guide_strengths": (float(animatic["strength"]),)}
    return recipe(
        project,
        "image.generate",
        inputs,
        **params,
        prompt=prompts.written(film, shot, model, applying.triggers()),
        negative=prompts.negative(film, shot),
        seed=shot.seed,
        width=project.width,
        height=project.height,
        frame=shot.frames // 2,
    )


def spoken(shot: Shot, *, film: Film | None = None) -> list[Recipe]:
    """The `sound.speak` recipe of each line of a shot, in order, before any stretching."""
    film = film or Film.around(shot)
    return [_speak(film, line) for line in said(shot)]


def said(shot: Shot) -> list[dict[str, Json]]:
    """The lines of a shot that the studio speaks: none where it is footage, whose lines are heard in its own sound."""
    return [] if shot.footage else list(shot.dialogue)


def layout(shot: Shot, *, film: Film | None = None, spoken_as: list[Recipe] | None = None) -> pacing.Layout:
    """Where the lines of a shot begin and whether they must be shortened; lines nobody has spoken yet are estimated."""
    film = film or Film.around(shot)
    lines = spoken(shot, film=film) if spoken_as is None else spoken_as
    lengths = [
        shot.voices.get(one.key) or pacing.estimate(line["words"], film.project.language)
        for one, line in zip(lines, said(shot), strict=True)
    ]
    speakers = [speaker(film, line) for line in said(shot)]
    return pacing.lay_out(lengths, speakers, shot.frames, media.rate(film.project.rate))


def take(shot: Shot, *, seed: int, quality: str = "final", film: Film | None = None) -> Recipe:
    """The moving picture of a shot: its stage, its voices' timing, its words; or footage; or pictures and the way over them."""
    film = film or Film.around(shot)
    project = film.project
    if shot.footage:
        return footage_plans.clip(project, shot)
    lines = spoken(shot, film=film)
    placed = layout(shot, film=film, spoken_as=lines)
    if placed.stretched:
        lines = [_stretched(project, one, placed.ratio) for one in lines]
    told = directing.directed(film, shot, seed=seed)
    if quality == "draft" and told.lacks("draft"):
        quality = "final"  # what it makes anyway
    return recipe(
        project,
        "video.generate",
        {**told.inputs, "speech": tuple(Pick(one, "timing") for one in lines)},
        **told.params,
        seed=seed,
        frames=shot.frames,
        rate=project.rate,
        width=project.width,
        height=project.height,
        quality=quality,
        speech_starts=placed.starts,
        speech_speakers=tuple(speaker(film, line) for line in said(shot)),
        speech_words=tuple(line["words"] for line in said(shot)),
    )


def finish(shot: Shot, *, kept: Take | None = None, film: Film | None = None) -> Recipe:
    """The current take as it was frozen, with its layers and what stands behind them, under the shot's effects.

    What does nothing is left out: it is just the take when nothing does anything.

    Raises:
        ValueError: when the shot has no take.
    """
    kept = kept or shot.take
    if kept is None:
        raise ValueError(f"{shot} has no take")
    film = film or Film.around(shot)
    return layer_plans.finished(film, shot, frozen(kept))


def voices(recipe: Recipe) -> list[VoiceLine]:
    """The spoken lines of a take, read from its frozen recipe (or from a finish over it).

    Of a take that was made of another, when that shows the frame they begin with; none where it was turned round.
    """
    found = next((one for one in making.own_nodes(recipe) if one.name == making.DRAWN), None)
    if found is None:
        return []
    params = found.params
    return [
        VoiceLine(at[0], Pick(timing.recipe, "audio"), timing, words, speaker)
        for start, timing, words, speaker in zip(
            params.get("speech_starts", ()),
            found.inputs.get("speech", ()),
            params.get("speech_words", ()),
            params.get("speech_speakers", ()),
            strict=True,
        )
        if (at := paces.shown(recipe, int(params["frames"]), start, start)) is not None
    ]


def _speak(film: Film, line: Mapping[str, Json]) -> Recipe:
    project, who = film.project, film.character(line.get("character"))
    voice, pace = voice_of(who, project.language)
    return recipe(
        project,
        "sound.speak",
        words=line["words"],
        voice=voice,
        pace=pace,
        language=tongue((who.language if who else "") or project.language),
        manner=line.get("manner", ""),
    )


def sample(project: Project, *, voice: str, language: str, pace: float, words: str | None = None) -> Recipe:
    """A voice saying these words, or a sentence of the studio's in that language.

    Raises:
        BadInput: VOICE_UNKNOWN.
    """
    require_voice(voice)
    said = words or SENTENCES[language]
    return recipe(project, "sound.speak", words=said, voice=voice, pace=pace, language=language)


def _stretched(project: Project, spoken_as: Recipe, ratio: float) -> Recipe:
    inputs = {"audio": Pick(spoken_as, "audio"), "timing": Pick(spoken_as, "timing")}
    return recipe(project, "sound.stretch", inputs, ratio=ratio)
