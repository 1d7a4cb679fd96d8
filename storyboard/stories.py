"""A few sentences become a board of minutes, level by level: story, scenes, shots. Each level can be written anew, and what
somebody changed by hand below it stays."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from fractional_indexing import generate_n_keys_between

from generation import media
from storyboard import drafting, edits, importing, screenplay
from storyboard.changes import Change
from storyboard.film import in_order
from storyboard.kinds import SCENE, SHOT
from storyboard.models import Casting, Effect, Layer, Project, Scene, Shot, Take
from storyboard.screenplay import detect, story, telling
from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.language import LanguageModel
from storyboard.screenplay.language_endpoint import Endpoint
from storyboard.screenplay.schema import SceneBreakdown
from storyboard.screenplay.story import Part
from storyboard.screenplay.story_model import outlined
from storyboard.screenplay.telling import Told
from studio.access import require
from studio.errors import Refused
from studio.events import Telling, publish
from studio.models import Role

MOST_FRAMES = 400_000
LONGEST_STORY = 20_000
Read = TypeVar("Read")


def write(project: Project, words: str, *, frames: int = 0, breakdown: str = "", titles: bool = True, by: Any) -> edits.Revision:
    """Make the board of a story, or make it anew: scenes with their arc, and their shots; `frames` long (0: as it needs).

    Scenes and shots that somebody changed, kept a take of or locked stay as they are, and what they tell is not told again; all
    else that the studio wrote before is put away. Scenes of one's own stay. One edit, which can be undone.
    With `titles` the film's name stands on its first picture. `breakdown` is `rules`, `endpoint` (the configured language
    model), or empty: that where one is configured, else the rules.

    Raises:
        Refused: NOTHING_TO_SHOOT, TOO_LARGE, EDIT_INVALID. NotFound, Forbidden.
    """
    require(by, project.workspace_id, Role.EDITOR)
    if len(words) > LONGEST_STORY:
        raise Refused(f"A story has {LONGEST_STORY:,} characters at most. Import it as a screenplay.", "TOO_LARGE")
    rate = media.rate(project.rate)
    told, minutes = story.said(words)
    told = [one for one in told if re.search(r"\w", one)]
    if not told:
        raise Refused("There is no sentence to make shots from. Write what happens.", "NOTHING_TO_SHOOT")
    wanted = frames or (int(minutes * 60 * rate) if minutes else 0)
    if wanted > MOST_FRAMES:
        raise Refused(f"A story lasts {MOST_FRAMES:,} frames at most here. Tell it in parts.", "EDIT_INVALID")
    old = in_order(Scene.objects.filter(project=project, archived=False))
    language = project.language if old else detect.language_of(words)
    kept = [scene for scene in old if scene.drafted and changed(scene)]
    held = {one for scene in kept for one in (scene.drafted or {}).get("told", ())}
    model = _model(breakdown)
    parts = story.outline(told, wanted, rate)
    title = project.title if titles else ""
    beat = _beats(project, len(parts) + 1 if model else 0)
    if model is not None:
        parts = _told_by(lambda: outlined(model, told, parts, wanted or story.usual(len(told), rate), lambda: None))
    parts = without(parts, held)
    # A model may think for minutes: nothing is locked meanwhile.
    found = (
        _told_by(lambda: telling.tell(parts, rate=rate, language=language, title=title, model=model, heartbeat=beat))
        if parts
        else None
    )
    with transaction.atomic():
        changes = [Change(kind="project", id=project.pk, set={"story": words, "length": wanted, "language": language})]
        changes += _put_away(scene for scene in old if scene.drafted and scene not in kept)
        if found is not None:
            changes += _added(project, parts, [one for one in old if one in kept or not one.drafted], told, found)
        return edits.change(project, changes, by=by, label="Story")


def draft(scene: Scene, *, frames: int | None = None, breakdown: str = "", by: Any) -> edits.Revision:
    """Write a scene's shots anew from its outline (else its synopsis), for its length in frames; what somebody changed stays.

    A shot that stays stands where its sentence is told, and no other tells that sentence. One edit.

    Raises:
        Refused: NOTHING_TO_SHOOT when the scene says nothing of what happens. NotFound, Forbidden.
    """
    project = scene.project
    require(by, project.workspace_id, Role.EDITOR)
    told, _ = story.said(scene.outline.strip() or scene.synopsis)
    if not told:
        raise Refused("Write what happens in this scene first: its outline has no sentence.", "NOTHING_TO_SHOOT")
    rate, language = media.rate(project.rate), project.language
    length = frames or scene.length or story.usual(len(told), rate)
    shots = in_order(Shot.objects.filter(scene=scene, archived=False))
    stay = [one for one in shots if kept_for(one)]
    changes = [Change(kind="shot", id=one.pk, set={"archived": True}) for one in shots if one not in stay]
    changes.append(Change(kind="scene", id=scene.pk, set={"length": length}))
    made: Sequence[Told] = ()
    part = part_of(scene, told, stay, length)
    if part is not None:
        model = _model(breakdown)
        found = _told_by(lambda: telling.tell([part], rate=rate, language=language, model=model))
        ids = importing.Ids()
        changes = [*importing.people(project, found.breakdown, ids), *changes]
        made = found.scenes[0]
        changes += _shots(scene.pk, scene.number, woven(made, stay, told), ids, [one.letter for one in stay])
    return edits.change(project, changes, by=by, label=f"Shots of scene {scene.number}")


def _model(breakdown: str) -> LanguageModel | None:
    """The language model that is asked for, or configured; None: the rules.

    Raises:
        Refused: EDIT_INVALID, MODEL_NOT_CHOSEN.
    """
    if breakdown not in ("", "rules", "endpoint"):
        raise Refused(f"A story is told by rules or by endpoint, not by {breakdown!r}.", "EDIT_INVALID")
    if breakdown == "rules" or (not breakdown and not os.environ.get("FILMWRIGHT_LLM_URL", "").strip()):
        return None
    return _told_by(lambda: Endpoint.from_environment(os.environ))


def _told_by(tell: Callable[[], Read]) -> Read:
    try:
        return tell()
    except (screenplay.ScreenplayInvalid, LanguageFailed) as problem:
        raise Refused(problem.message, problem.code) from problem


def _beats(project: Project, of: int) -> Callable[[], None]:
    """Each call says that one more of so many questions to a model is answered; none is yet. Of 0 questions nothing is said."""
    at = count(0)

    def beat() -> None:
        if of:
            publish(project.channel, Telling(done=next(at), of=of))

    beat()
    return beat


def without(parts: Sequence[Part], held: Collection[str]) -> list[Part]:
    """An outline without the sentences that scenes which stay tell already; each part shorter by their share."""
    found = []
    for part in parts:
        left = tuple(one for one in part.told if one not in held)
        frames = part.frames * len(left) // max(1, len(part.told))
        if left:
            found.append(Part(left, part.place, part.interior, part.time, part.arc, frames, part.synopsis))
    return found


def changed(scene: Scene) -> str:
    """Why a scene stays when the film is written anew; empty when it does not.

    One that a person made is `yours`, one whose own words somebody changed `changed`, one of which shots stay `shots`.
    """
    if scene.drafted is None:
        return "yours"
    if not drafting.untouched("scene", SCENE.read(scene)):
        return "changed"
    return "shots" if any(kept_for(shot) for shot in Shot.objects.filter(scene=scene, archived=False)) else ""


def kept_for(shot: Shot) -> str:
    """Why somebody would miss a shot; empty when nobody would.

    `yours`, `locked`, `changed`, `cast` (somebody else is in it), `kept` (a take of it), `layers` or `effects`.
    """
    if shot.locked or shot.drafted is None:
        return "locked" if shot.locked else "yours"
    cast = Casting.objects.filter(shot=shot, archived=False).values_list("character_id", flat=True)
    if {str(one) for one in cast} != set(shot.drafted.get("cast", ())):
        return "cast"
    if not drafting.untouched("shot", SHOT.read(shot)):
        return "changed"
    attached = (("kept", Take.objects.filter(shot=shot, kept=True)), ("layers", Layer.objects.filter(shot=shot)),
                ("effects", Effect.objects.filter(shot=shot)))  # fmt: skip
    return next((why for why, rows in attached if rows.filter(archived=False).exists()), "")


def _put_away(scenes: Iterable[Scene]) -> list[Change]:
    return [Change(kind="scene", id=one.pk, set={"archived": True}) for one in scenes]


def _hour(scene: Scene) -> Any:
    from generation.drivers.previs.stage import TimeOfDay  # heavy only where it is first used

    return TimeOfDay(scene.time) if scene.time else TimeOfDay.DAY


def _added(
    project: Project, parts: Sequence[Part], stay: Sequence[Scene], told: Sequence[str], found: telling.Story
) -> list[Change]:
    """New scenes with their shots, each put before the first scene that stays and tells what comes later."""
    ids = importing.Ids()
    changes = [*importing.people(project, found.breakdown, ids), *importing.places(project, found.breakdown, ids)]
    order = {one: n for n, one in enumerate(told)}
    numbers = importing.free_numbers({one.number for one in stay}, len(parts))
    first = [min((order.get(one, len(told)) for one in (scene.drafted or {}).get("told", ())), default=-1) for scene in stay]
    groups: dict[int, list[int]] = {}
    for n, part in enumerate(parts):
        before = next((k for k, at in enumerate(first) if at > order[part.told[0]]), len(stay))
        groups.setdefault(before, []).append(n)
    for before, some in groups.items():
        low = stay[before - 1].rank if before else None
        high = stay[before].rank if before < len(stay) else None
        for n, rank in zip(some, generate_n_keys_between(low, high, len(some)), strict=True):
            changes += _scene(parts[n], found.breakdown.scenes[n], found.scenes[n], rank, numbers[n], ids)
    return changes


def _scene(
    part: Part, scene: SceneBreakdown, shots: Sequence[Told], rank: str, number: str, ids: importing.Ids
) -> Iterator[Change]:
    id_ = uuid.uuid4()
    place = ids.locations.get(scene.location.casefold())
    values: dict[str, Any] = {
        "heading": scene.heading, "interior": scene.interior, "time": scene.time.value, "weather": scene.weather.value,
        "synopsis": scene.synopsis, "location": str(place) if place else None, "arc": part.arc, "outline": part.outline,
        "mood": "", "style": None,
    }  # fmt: skip
    values["drafted"] = {"mark": drafting.mark("scene", values), "told": list(part.told)}
    yield Change(kind="scene", id=id_, set={**values, "rank": rank, "number": number, "length": part.frames})
    yield from _shots(id_, number, [(None, one) for one in shots], ids, [])


def part_of(scene: Scene, told: Sequence[str], stay: Sequence[Shot], length: int) -> Part | None:
    """What of a scene is told anew beside the shots that stay, which tell their own; None where they tell all of it."""
    rate = media.rate(scene.project.rate)
    held = {drafting.sentence(one) for one in stay} - {""}
    fresh = tuple(one for one in told if one not in held)
    if not fresh:
        return None
    lasts = max(len(fresh) * int(rate), length - sum(one.frames for one in stay))
    where = scene.location.name if scene.location else ""
    return Part(fresh, where, scene.interior, _hour(scene), scene.arc, lasts, scene.synopsis)


def woven(made: Sequence[Told], stay: Sequence[Shot], told: Sequence[str]) -> list[tuple[Shot | None, Told | None]]:
    """New shots and those that stay, as the scene's sentences are told; one's own stays after what it followed."""
    order = {one: n for n, one in enumerate(told)}
    at = -1
    placed: list[tuple[int, int, int, Shot | None, Told | None]] = []
    for n, shot in enumerate(stay):
        at = order.get(drafting.sentence(shot), at)
        placed.append((at, 1, n, shot, None))
    placed += [(order.get(one.sentence, len(told)), 0, n, None, one) for n, one in enumerate(made)]
    return [(shot, one) for *_, shot, one in sorted(placed, key=lambda row: row[:3])]


def _shots(
    scene: UUID, number: str, woven: Sequence[tuple[Shot | None, Told | None]], ids: importing.Ids, taken: Sequence[str]
) -> Iterator[Change]:
    letters = (one for one in map(importing.letter, range(10_000)) if one not in set(taken))
    for (shot, one), rank in zip(woven, generate_n_keys_between(None, None, len(woven)), strict=True):
        if shot is not None:
            yield Change(kind="shot", id=shot.pk, set={"rank": rank})
            continue
        assert one is not None
        letter = next(letters)
        changes = list(importing.shot_changes(one.shot, str(scene), f"{number}{letter}", letter, rank, ids))
        cast = [change.set["character"] for change in changes if change.kind == "casting"]
        for change in changes:
            if change.kind == "shot":
                values = {**{name: SHOT.fields.model_fields[name].get_default() for name in drafting.SHOT_FIELDS}, **change.set}
                drafted = {"mark": drafting.mark("shot", values), "of": one.sentence, "role": one.role, "cast": cast}
                yield Change(kind="shot", id=change.id, set={**change.set, "drafted": drafted})
            else:
                yield change
