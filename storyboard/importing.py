"""A screenplay becomes records: cast, places, scenes and shots, through edits, whole or not at all."""

from __future__ import annotations

import hashlib
import itertools
import os
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db import transaction
from fractional_indexing import generate_n_keys_between

from generation import checkpoints, media
from storyboard import edits, screenplay
from storyboard.changes import Change
from storyboard.kinds import PROJECT
from storyboard.models import Character, Location, Project, Scene
from storyboard.screenplay import detect, language_local
from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.language import break_down_with
from storyboard.screenplay.language_endpoint import Endpoint
from storyboard.screenplay.schema import Breakdown, Line, SceneBreakdown, Shot
from storyboard.voices import cast_voices
from studio.access import require
from studio.errors import Refused
from studio.models import Role, Workspace

BATCH = 100  # scenes in one edit
BREAKDOWNS = ("rules", "local", "endpoint")
Tell = Callable[[float, str], None]
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # a slate has neither I nor O


@dataclass
class Ids:
    """Which record stands for which name of the breakdown."""

    characters: dict[str, uuid.UUID] = field(default_factory=dict)
    locations: dict[str, uuid.UUID] = field(default_factory=dict)


def import_screenplay(
    target: Project | Workspace,
    data: bytes,
    name: str = "",
    *,
    by: Any,
    language: str = "",
    breakdown: str = "rules",
    title: str = "",
    fields: Mapping[str, Any] | None = None,
    tell: Tell = lambda fraction, note: None,
) -> Project:
    """Read a screenplay into a project: a new one when `target` is a workspace, else its scenes come after what is there.

    `name` is the file's name; it only helps to tell the format and to find a title. `breakdown` is `rules`, `local` (the small
    language model) or `endpoint` (the configured OpenAI-compatible one). Cast and places that a project has already, by name or
    alias, are used and not changed. `fields` are a new project's own: rate, size, slate,
    captions. `tell` hears how far a language model is.

    Raises:
        Refused: TOO_LARGE, EDIT_INVALID, or the screenplay's own codes when it cannot be read. Nothing is written then.
        NotFound, Forbidden: when this person may not write here.
    """
    require(by, target if isinstance(target, Workspace) else target.workspace_id, Role.EDITOR)
    check_size(len(data))
    chosen = PROJECT.validate(fields or {}, system=False)
    rate = media.rate(chosen.get("rate", "24/1") if isinstance(target, Workspace) else target.rate)
    try:
        found = _broken_down(screenplay.read(data, name), rate, language, breakdown, tell)
    except (screenplay.ScreenplayInvalid, LanguageFailed) as problem:
        raise Refused(problem.message, problem.code) from problem
    with transaction.atomic():
        project = target
        if isinstance(project, Workspace):
            project = Project.objects.create(workspace=project, by=by)
            named = (title or found.title or "Untitled")[:200]
            values = {**chosen, "title": named, "language": language or found.language}
            first = Change(kind="project", id=project.pk, set=values)
            edits.change(project, [first], by=by, label="New project")
        write(project, found, by=by)
    return project


def check_size(size: int) -> None:
    """Raises Refused, TOO_LARGE, when a file of so many bytes is no screenplay: asked before it is read."""
    try:
        detect.refuse_size(size)
    except screenplay.ScreenplayInvalid as problem:
        raise Refused(problem.message, problem.code) from problem


def _broken_down(script: screenplay.Screenplay, rate: Fraction, language: str, how: str, tell: Tell) -> Breakdown:
    if how == "rules":
        return screenplay.break_down(script, rate=rate, language=language)
    if how == "local":
        with language_local.LocalModel(checkpoints.path(language_local.CHECKPOINT, language_local.FILE)) as local:
            return break_down_with(local, script, rate=rate, language=language, tell=tell)
    if how == "endpoint":
        endpoint = Endpoint.from_environment(os.environ)
        return break_down_with(endpoint, script, rate=rate, language=language, tell=tell)
    raise Refused(f"There is no breakdown {how!r}; there are {', '.join(BREAKDOWNS)}.", "EDIT_INVALID")


@transaction.atomic
def write(project: Project, found: Breakdown, *, by: Any) -> None:
    """Add a breakdown to a project, whole or not at all: one edit for cast and places, then one for every hundred scenes.

    Raises:
        Refused: EDIT_INVALID, when a part of it cannot be kept.
    """
    ids = Ids()
    named = [*people(project, found, ids), *places(project, found, ids)]
    if named:
        edits.change(project, named, by=by, label="Cast and places")
    last = max(Scene.objects.filter(project=project).values_list("rank", flat=True), default=None)
    ranks = generate_n_keys_between(last, None, len(found.scenes))
    for start in range(0, len(found.scenes), BATCH):
        batch = found.scenes[start : start + BATCH]
        changes = [
            change for scene, rank in zip(batch, ranks[start : start + BATCH], strict=True) for change in _scene(scene, rank, ids)
        ]
        edits.change(project, changes, by=by, label=f"Scenes {batch[0].number} – {batch[-1].number}")


def letter(position: int) -> str:
    """The letter of a scene's n-th shot, from 0: A … Z without I and O, then AA, AB …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, len(LETTERS))
        letters = LETTERS[rest] + letters
    return letters


def free_numbers(taken: Collection[str], count: int) -> list[str]:
    """So many scene numbers, counted from 1, that no scene of these has."""
    free = (str(n) for n in itertools.count(1) if str(n) not in taken)
    return [next(free) for _ in range(count)]


def people(project: Project, found: Breakdown, ids: Ids) -> list[Change]:
    """New characters; `ids` learns who stands for which name."""
    known = list(Character.objects.filter(project=project, archived=False))
    for person in known:
        for name in (person.name, *person.aliases):
            ids.characters.setdefault(name.casefold(), person.pk)
    last = max((person.rank for person in known), default=None)
    ranks = generate_n_keys_between(last, None, len(found.characters))
    new: list[Character] = []
    for one, rank in zip(found.characters, ranks, strict=True):
        if one.name.casefold() not in ids.characters:
            person = Character(
                project=project, rank=rank, name=one.name, aliases=list(one.aliases), description=one.description,
                gender=one.gender, age=one.age,
            )  # fmt: skip
            new.append(person)
            ids.characters[one.name.casefold()] = person.pk
        for alias in one.aliases:
            ids.characters.setdefault(alias.casefold(), ids.characters[one.name.casefold()])
    cast_voices([*known, *new], project.language)
    names = ("rank", "name", "aliases", "description", "gender", "age", "voice", "pace")
    return [Change(kind="character", id=who.pk, set={name: getattr(who, name) for name in names}) for who in new]


def places(project: Project, found: Breakdown, ids: Ids) -> list[Change]:
    """New places; `ids` learns which stands for which name."""
    known = list(Location.objects.filter(project=project, archived=False))
    ids.locations.update({one.name.casefold(): one.pk for one in known})
    last = max((one.rank for one in known), default=None)
    changes = []
    for one, rank in zip(found.locations, generate_n_keys_between(last, None, len(found.locations)), strict=True):
        if one.name and one.name.casefold() not in ids.locations:
            ids.locations[one.name.casefold()] = id_ = uuid.uuid4()
            values = {"rank": rank, "name": one.name, "description": one.description, "interior": one.interior}
            changes.append(Change(kind="location", id=id_, set=values))
    return changes


def _scene(scene: SceneBreakdown, rank: str, ids: Ids) -> Iterator[Change]:
    id_ = uuid.uuid4()
    location = ids.locations.get(scene.location.casefold())
    values = {
        "rank": rank, "number": scene.number, "heading": scene.heading, "interior": scene.interior, "time": scene.time,
        "weather": scene.weather, "synopsis": scene.synopsis, "location": str(location) if location else None,
    }  # fmt: skip
    yield Change(kind="scene", id=id_, set=values)
    ranks = generate_n_keys_between(None, None, len(scene.shots))
    for position, (shot, place) in enumerate(zip(scene.shots, ranks, strict=True)):
        yield from shot_changes(shot, str(id_), f"{scene.number}{letter(position)}", letter(position), place, ids)


def shot_changes(shot: Shot, scene: str, slate: str, letters: str, rank: str, ids: Ids) -> Iterator[Change]:
    """A shot of a breakdown and who is in it."""
    id_ = uuid.uuid4()
    values = {
        "scene": scene, "rank": rank, "letter": letters, "size": shot.size, "angle": shot.angle,
        "movement": shot.movement, "action": shot.action, "props": list(shot.props), "titles": list(shot.titles),
        "frames": shot.frames, "seed": _seed(slate, shot.action), "dialogue": [_line(one, ids) for one in shot.dialogue],
    }  # fmt: skip
    yield Change(kind="shot", id=id_, set=values)
    people = dict.fromkeys(ids.characters[name.casefold()] for name in shot.characters if name.casefold() in ids.characters)
    for person, place in zip(people, generate_n_keys_between(None, None, len(people)), strict=True):
        values = {"shot": str(id_), "character": str(person), "rank": place}
        yield Change(kind="casting", id=uuid.uuid4(), set=values)


def _line(line: Line, ids: Ids) -> dict[str, Any]:
    who = ids.characters.get(line.character.casefold())
    return {"character": str(who) if who else None, "words": line.words, "manner": line.manner}


def _seed(slate: str, action: str) -> int:
    """Equal scripts draw equal pictures."""
    return int.from_bytes(hashlib.sha256(f"{slate}|{action}".encode()).digest()[:4])
