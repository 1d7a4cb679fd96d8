"""A person's own film onto the board: each stretch between two cuts becomes a shot, with its footage as take 1, in one edit."""

from __future__ import annotations

import math
import uuid
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from fractional_indexing import generate_key_between, generate_n_keys_between

from generation import builds, footage
from generation.models import Artifact
from generation.recipe import Recipe
from storyboard import edits, footage_plans, guards
from storyboard import footage as looking
from storyboard.changes import Change, EditIn
from storyboard.film import Film, in_order
from storyboard.importing import letter
from storyboard.models import Character, Project, Scene, Shot, Take
from storyboard.voices import cast_voices
from studio.errors import Refused

Json = Any
MOST = 3000  # shots made at once
LONGEST = 100_000  # frames of one shot: a longer stretch becomes several
_MOST_LINES = 200  # of one shot


@dataclass(frozen=True)
class Wish:
    """How a film becomes shots: cut before these frames, in that scene (None: a new one), after that shot (None: at its end).

    `people` are those of its faces that become cast, id → name; `words` puts what is said into the shots.
    """

    cuts: Sequence[int]
    scene: UUID | None = None
    after: UUID | None = None
    words: bool = True
    people: Mapping[str, str] = field(default_factory=dict)
    fit: str = "fill"
    motion: str = "shown"
    id: UUID = field(default_factory=uuid.uuid4)


def make(project: Project, film: Artifact, wish: Wish, *, by: Any) -> edits.Revision:
    """Write the shots, their scene, cast and takes, all in one edit, and ask for the takes; sent twice, it is done once.

    Raises:
        Refused: EDIT_INVALID for a scene or shot that is not there, FOOTAGE_TOO_MANY, LICENCE_FORBIDS; OverQuota.
    """
    if (written := edits.known(project, wish.id)) is not None:
        return written
    stretches = list(_stretches(wish.cuts, looking.length(project, film)))
    if len(stretches) > MOST:
        raise Refused(
            f"{len(stretches)} shots would be made; {MOST} can be made at once. Take out the cuts that are least certain, or "
            "bring the film in as parts.",
            "FOOTAGE_TOO_MANY",
        )
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        changes, takes = _planned(project, film, wish, stretches)
        guards.check(Film.of(project, scenes=[]), (), [recipe for _, recipe in takes[:1]])
        name = film.facts.get("name") or "footage"
        done = edits.apply(project, EditIn(id=wish.id, label=f"Shots from {name}"[:200], changes=changes), by=by, system=True)
        for take, recipe in takes:
            take.recipe, take.by_id, take.revision = recipe.dump(), getattr(by, "pk", None), done.revision
        Take.objects.bulk_update([take for take, _ in takes], ["recipe", "by", "at", "revision"], batch_size=100)
    slates = Film.of(project, scenes=[takes[0][0].shot.scene_id])
    wishes = [
        builds.Wish(recipe, f"{slates.slate(slates.by_id[take.shot_id])}-1", subject=take.shot_id) for take, recipe in takes
    ]
    builds.request_many(project.workspace, wishes, channel=project.channel, by=by)
    return done


def _stretches(cuts: Iterable[int], frames: int) -> Iterator[tuple[int, int]]:
    """(first frame, frames) of each shot; one that is longer than a shot may be is divided evenly."""
    for first, count in footage.shots(list(cuts), frames):
        parts = math.ceil(count / LONGEST)
        edges = [first + count * part // parts for part in range(parts + 1)]
        yield from ((begin, end - begin) for begin, end in pairwise(edges))


def _planned(
    project: Project, film: Artifact, wish: Wish, stretches: Sequence[tuple[int, int]]
) -> tuple[list[Change], list[tuple[Take, Recipe]]]:
    wanted = looking.search(project, film)
    changes: list[Change] = []
    scene, ranks, letters = _place(project, film, wish, len(stretches), changes)
    people = _people(project, film, wanted, wish, changes)
    lines = looking.found(project, wanted.words).get("lines", []) if wish.words else []
    takes: list[tuple[Take, Recipe]] = []
    motion = {"motion": "made"} if wish.motion == "made" else {}
    for (first, count), rank, named in zip(stretches, ranks, letters, strict=True):
        shot = Shot(
            project=project, scene_id=scene, rank=rank, letter=named, frames=count,
            footage={"artifact": film.digest, "start": first, "fit": wish.fit, **motion},
        )  # fmt: skip
        seen = [who for who, frames in people if bisect_left(frames, first) < bisect_left(frames, first + count)]
        shot.dialogue = _dialogue(lines, first, count, seen)
        recipe = footage_plans.clip(project, shot)
        take = Take(project=project, shot=shot, number=1, key=recipe.key, seed=0, quality="final")
        takes.append((take, recipe))
        fields = ("rank", "letter", "frames", "footage", "dialogue")
        values = {"scene": str(scene), "take": str(take.pk), **{name: getattr(shot, name) for name in fields}}
        changes.append(Change(kind="shot", id=shot.pk, set=values))
        kept = {"shot": str(shot.pk), "number": 1, "key": recipe.key, "seed": 0, "quality": "final"}
        changes.append(Change(kind="take", id=take.pk, set=kept))
        for who, place in zip(seen, generate_n_keys_between(None, None, len(seen)), strict=True):
            cast = {"shot": str(shot.pk), "character": str(who), "rank": place}
            changes.append(Change(kind="casting", id=uuid.uuid4(), set=cast))
    return changes, takes


def _place(project: Project, film: Artifact, wish: Wish, count: int, changes: list[Change]) -> tuple[UUID, list[str], list[str]]:
    """Where the shots go: the scene, which is made when it is none of those there are, and each shot's rank and letter."""
    if wish.scene is None:
        scenes = in_order(Scene.objects.filter(project=project, archived=False))
        numbers = [int(one.number) for one in scenes if one.number.isdecimal()]
        heading = PurePath(str(film.facts.get("name") or "")).stem.replace("_", " ").strip()[:500]
        new = uuid.uuid4()
        rank = generate_key_between(scenes[-1].rank if scenes else None, None)
        values = {"number": str(max(numbers, default=0) + 1)[:20], "heading": heading, "rank": rank}
        changes.append(Change(kind="scene", id=new, set=values))
        return new, generate_n_keys_between(None, None, count), [letter(n) for n in range(count)]
    if not Scene.objects.filter(project=project, pk=wish.scene, archived=False).exists():
        raise Refused("The scene that the shots should go into is not there any more. Choose another.", "EDIT_INVALID")
    shots = in_order(Shot.objects.filter(project=project, scene_id=wish.scene, archived=False))
    at = len(shots)
    if wish.after is not None:
        at = next((place + 1 for place, one in enumerate(shots) if one.pk == wish.after), -1)
        if at < 0:
            raise Refused("The shot after which they should come is not in this scene any more.", "EDIT_INVALID")
    before, following = (shots[at - 1].rank if at else None), (shots[at].rank if at < len(shots) else None)
    taken = {one.letter for one in shots}
    free = [name for n in range(count + len(taken)) if (name := letter(n)) not in taken]
    return wish.scene, generate_n_keys_between(before, following, count), free[:count]


def _people(
    project: Project, film: Artifact, wanted: looking.Search, wish: Wish, changes: list[Change]
) -> list[tuple[UUID, list[int]]]:
    """Each person who becomes cast, with the frames in which the face is seen, in order; a name that the cast has is that one."""
    seen = {str(one["id"]): one for one in looking.found(project, wanted.faces).get("people", [])}
    if unknown := sorted(set(wish.people) - seen.keys()):
        raise Refused(f"There is no face {unknown[0]} in this film.", "EDIT_INVALID")
    there = in_order(Character.objects.filter(project=project, archived=False))
    by_name = {name.casefold(): one.pk for one in there for name in (*one.aliases, one.name)}
    pictures = looking.face_pictures(project, film, wanted)
    new: list[Character] = []
    shown: dict[UUID, list[str]] = {}
    found: dict[UUID, list[int]] = {}
    for id_, given in wish.people.items():
        name = " ".join(given.split())[:120]
        if not name:
            raise Refused("Give each person who becomes cast a name.", "EDIT_INVALID")
        who = by_name.get(name.casefold())
        if who is None:
            rank = generate_key_between(new[-1].rank if new else (there[-1].rank if there else None), None)
            new.append(Character(project=project, rank=rank, name=name))
            who = by_name[name.casefold()] = new[-1].pk
            shown[who] = []
        if who in shown and (picture := builds.outputs_of(project.workspace_id, pictures[id_].key).get("out")):
            shown[who].append(picture.digest)
        found.setdefault(who, []).extend(int(one["frame"]) for one in seen[id_]["faces"])
    cast_voices([*there, *new], project.language)
    for one in new:
        names = ("rank", "name", "voice", "pace")
        values: dict[str, Json] = {name: getattr(one, name) for name in names}
        changes.append(Change(kind="character", id=one.pk, set={**values, "pictures": shown[one.pk][:12]}))
    return [(who, sorted(frames)) for who, frames in found.items()]


def _dialogue(lines: Sequence[Mapping[str, Json]], first: int, count: int, seen: Sequence[UUID]) -> list[dict[str, Json]]:
    """What is said in a stretch: the lines whose middle lies in it; by the one who is seen where there is only one."""
    who = str(seen[0]) if len(seen) == 1 else None
    said = (one for one in lines if first <= int(one["start"]) + int(one["frames"]) // 2 < first + count)
    return [
        {"character": who, "words": one["words"][:4000], "manner": "", "at": one["start"], "frames": max(1, one["frames"])}
        for one in said
    ][:_MOST_LINES]
