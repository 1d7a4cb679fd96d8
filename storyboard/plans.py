"""From records to recipes: portrait, panel, take, finish and voices; what does nothing is left out — pure over a `Film`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from generation import media
from generation.drivers.speech.voices import require as require_voice
from generation.recipe import Digest, Pick, Recipe
from storyboard import footage_plans, layer_plans, pacing, prompts, references
from storyboard.film import Film
from storyboard.making import does_nothing as does_nothing
from storyboard.making import frozen as frozen
from storyboard.making import overrides, recipe
from storyboard.models import Character, Location, Project, Shot, Take
from storyboard.picture_plans import location_picture as location_picture
from storyboard.picture_plans import look as look
from storyboard.picture_plans import place as place
from storyboard.picture_plans import portrait as portrait
from storyboard.voices import tongue, voice_of

Json = Any
SENTENCES = {"en": "The sea was calm that night, and nobody spoke.", "zh": "那天夜里，海面很平静，谁也没有说话。"}
EMBEDDED = "previs@1"  # the generator that reads no words where it is given pictures
MOST_SEEN = 20  # characters that one shot shows; a crowd is words


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


def stage_of(shot: Shot, *, seed: int, film: Film) -> Recipe:
    """The stage behind a shot's picture."""
    project, scene, cast = film.project, film.scene(shot), film.cast.get(shot.pk, [])[:MOST_SEEN]
    where, previous = film.location(shot), film.previous(shot)
    inputs: dict[str, Any] = {"looks": tuple(_once(film, one, partial(look, project, one)) for one in cast)}
    if where is not None:
        inputs["place"] = _once(film, where, partial(place, project, where))
    return recipe(
        project,
        "stage.compose",
        inputs,
        words=prompts.seen(shot),
        heading=scene.heading[:400],
        language=tongue(project.language),
        time=scene.time,
        weather=scene.weather,
        mood=scene.mood,
        size=shot.size,
        angle=shot.angle,
        movement=shot.movement,
        cast=tuple(one.name for one in cast),
        speakers=tuple(dict.fromkeys(_speaker(film, line) for line in shot.dialogue))[:MOST_SEEN],
        scene_cast=_line_up(film, shot),
        titles=tuple(shot.titles),
        before=prompts.seen(previous) if previous and where is None else "",
        frames=shot.frames,
        seed=seed,
        overrides=overrides(shot.stage),
    )


def panel(shot: Shot, *, film: Film | None = None) -> Recipe:
    """The still that stands for a shot on the board."""
    film = film or Film.around(shot)
    project = film.project
    if shot.footage or shot.first or shot.last:
        return footage_plans.still(project, shot)
    return recipe(
        project,
        "image.generate",
        {
            "stage": stage_of(shot, seed=shot.seed, film=film),
            **references.shown(project, "image.generate", references.of_shot(film, shot)),
        },
        prompt=prompts.prompt(film, shot),
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
    speakers = [_speaker(film, line) for line in said(shot)]
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
    inputs, words = _described(film, shot, seed)
    return recipe(
        project,
        "video.generate",
        {**inputs, "speech": tuple(Pick(one, "timing") for one in lines)},
        **words,
        seed=seed,
        frames=shot.frames,
        rate=project.rate,
        width=project.width,
        height=project.height,
        quality=quality,
        speech_starts=placed.starts,
        speech_speakers=tuple(_speaker(film, line) for line in said(shot)),
        speech_words=tuple(line["words"] for line in said(shot)),
    )


def _described(film: Film, shot: Shot, seed: int) -> tuple[dict[str, Any], dict[str, Json]]:
    """What a take is drawn from, as inputs and parameters: a stage and words, or pictures.

    Over a picture the embedded generator reads the camera's move alone, so nothing else of the shot's words is in its recipe
    and they do not make it stale; a trained generator is told everything.
    """
    words = {"prompt": prompts.prompt(film, shot), "negative": prompts.negative(film, shot)}
    shown = references.shown(film.project, "video.generate", references.of_shot(film, shot))
    if not (shot.first or shot.last):
        return {"stage": stage_of(shot, seed=seed, film=film), **shown}, words
    pictures = {name: Digest(one, "image") for name, one in (("first", shot.first), ("last", shot.last)) if one}
    if film.project.checkpoints.get("video-generator", EMBEDDED) == EMBEDDED:
        return pictures, {"movement": shot.movement}
    return {**pictures, **shown, "stage": stage_of(shot, seed=seed, film=film)}, {**words, "movement": shot.movement}


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
    picture = layer_plans.picture(film, shot, frozen(kept))
    return layer_plans.under(picture, (one for one in film.effects.get(shot.pk, []) if one.layer_id is None))


def voices(recipe: Recipe) -> list[VoiceLine]:
    """The spoken lines of a take, read from its frozen recipe (or from a finish over it)."""
    found = next((one for one in recipe.walk().values() if one.name == "video.generate"), None)
    if found is None:
        return []
    params = found.params
    return [
        VoiceLine(start, Pick(timing.recipe, "audio"), timing, words, speaker)
        for start, timing, words, speaker in zip(
            params.get("speech_starts", ()),
            found.inputs.get("speech", ()),
            params.get("speech_words", ()),
            params.get("speech_speakers", ()),
            strict=True,
        )
    ]


def _line_up(film: Film, shot: Shot) -> tuple[str, ...]:
    """Who stands left of whom in the scene, as far as it matters here: the shot's own cast, or one alone and whom they face.

    Nobody else is named, so that somebody new in the scene leaves the other shots as they are.
    """
    everybody = film.line_up(shot)
    own = {one.pk for one in film.cast.get(shot.pk, [])[:MOST_SEEN]}
    if len(own) == 1:
        own |= {one.pk for one in [other for other in everybody if other.pk not in own][:1]}
    return tuple(one.name for one in everybody if one.pk in own)


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


def _speaker(film: Film, line: Mapping[str, Json]) -> str:
    who = film.character(line.get("character"))
    return who.name if who else ""


def _once(film: Film, record: Character | Location, make: Callable[[], Recipe]) -> Recipe:
    """A recipe that many shots share, made once per film."""
    if record.pk not in film.memo:
        film.memo[record.pk] = make()
    return film.memo[record.pk]  # type: ignore[return-value]
