"""What a story would come to before it is written: its scenes, their shots and time; and what of a board would stay."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generation import media
from storyboard.film import in_order
from storyboard.models import Project, Scene, Shot
from storyboard.screenplay import detect, story, telling
from storyboard.screenplay.errors import LanguageFailed, ScreenplayInvalid
from storyboard.screenplay.language_endpoint import Endpoint
from storyboard.screenplay.story import Part
from storyboard.stories import MOST_FRAMES, changed, kept_for, part_of, without, woven
from studio.errors import Refused


@dataclass(frozen=True)
class Scenery:
    """A scene as it would be: its part of the outline, and the length of each of its shots in frames."""

    part: Part
    shots: tuple[int, ...]


@dataclass(frozen=True)
class Outlook:
    """A story as the rules would tell it. Lengths in frames: `wanted` is the wish (0: none), `said` the one in the words
    themselves, `usual` the one without a wish, `comes` what its shots last: less where its sentences carry no more."""

    sentences: int
    said: int
    wanted: int
    usual: int
    comes: int
    language: str
    scenes: tuple[Scenery, ...]


def outlook(words: str, frames: int, rate: Fraction, held: Collection[str] = ()) -> Outlook:
    """What a story would come to at `rate` frames a second; sentences that are `held` are told already and are left out.

    Raises:
        Refused: EDIT_INVALID, when it would be longer than a story may be.
    """
    told, minutes = story.said(words)
    told = [one for one in told if re.search(r"\w", one)]
    said = int(minutes * 60 * rate) if minutes else 0
    wanted = frames or said
    if wanted > MOST_FRAMES:
        raise Refused(f"A story lasts {MOST_FRAMES:,} frames at most here. Tell it in parts.", "EDIT_INVALID")
    language = detect.language_of(words)
    usual = story.usual(len(told), rate)
    scenes = _scenes(told, wanted, rate, held, language)
    comes = sum(sum(one.shots) for one in scenes)
    return Outlook(len(told), said, wanted, usual, comes, language, scenes)


def _scenes(told: list[str], frames: int, rate: Fraction, held: Collection[str], language: str) -> tuple[Scenery, ...]:
    parts = without(story.outline(told, frames, rate), held) if told else []
    if not parts:
        return ()
    try:
        found = telling.tell(parts, rate=rate, language=language)
    except ScreenplayInvalid:
        return ()  # nothing of it can be shown: told when it is written
    return tuple(Scenery(part, tuple(one.shot.frames for one in shots)) for part, shots in zip(parts, found.scenes, strict=True))


@dataclass(frozen=True)
class Shown:
    """A shot as it would be: its length in frames, whether it is one that stays, what of the scene it tells."""

    frames: int
    stays: bool
    told: str


def of_scene(scene: Scene, outline: str, frames: int) -> list[Shown]:
    """The shots of a scene, in order, were it written anew from this outline by the rules; `frames` 0: as it needs.

    Nothing where its outline says nothing.
    """
    told, _ = story.said(outline.strip() or scene.synopsis)
    if not told:
        return []
    rate = media.rate(scene.project.rate)
    stay = [one.record for one in staying_in(scene)[0] if isinstance(one.record, Shot)]
    part = part_of(scene, told, stay, frames or story.usual(len(told), rate))
    made: Sequence[telling.Told] = ()
    if part is not None:
        try:
            made = telling.tell([part], rate=rate, language=scene.project.language).scenes[0]
        except ScreenplayInvalid:
            return []
    rows = woven(made, stay, told)
    shown: list[Shown] = []
    for shot, one in rows:
        if shot is not None:
            shown.append(Shown(shot.frames, True, shot.action))
        elif one is not None:
            shown.append(Shown(one.shot.frames, False, one.sentence))
    return shown


def teller() -> str:
    """The language model that would tell a story; empty where none is set up."""
    try:
        return Endpoint.from_environment(os.environ).name
    except LanguageFailed:
        return ""


@dataclass(frozen=True)
class Staying:
    """A record that stays when what is around it is written anew, and why: see `stories.changed` and `stories.kept_for`."""

    record: Scene | Shot
    why: str


def staying(project: Project) -> tuple[list[Staying], list[Scene]]:
    """The scenes of a film that stay when its story is written anew, and those that go; in their order."""
    scenes = in_order(Scene.objects.filter(project=project, archived=False))
    found = [(one, changed(one)) for one in scenes]
    return [Staying(one, why) for one, why in found if why], [one for one, why in found if not why]


def staying_in(scene: Scene) -> tuple[list[Staying], list[Shot]]:
    """The shots of a scene that stay when it is written anew, and those that go; in their order."""
    shots = in_order(Shot.objects.filter(scene=scene, archived=False))
    found = [(one, kept_for(one)) for one in shots]
    return [Staying(one, why) for one, why in found if why], [one for one, why in found if not why]
