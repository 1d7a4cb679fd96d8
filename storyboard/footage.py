"""A person's own film before it is on the board: what is looked for in it, and what was found so far."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from generation import builds, checkpoints, footage, media, remaking, store
from generation.media import Data
from generation.models import Artifact, Build, Priority
from generation.operation import registry
from generation.recipe import Recipe
from storyboard import brought
from storyboard.changes import Change
from storyboard.footage_plans import made_of, source
from storyboard.models import Project, Shot
from storyboard.said import Said
from studio.errors import NotFound, Refused

Json = Any
TILES = 240  # pictures of a filmstrip, at most: one for each second of a film that is shorter
COLUMNS = 20
FACE = 256  # pixels of a person's picture
_SLOW = ("footage.words", "footage.faces")  # whoever waits for pictures of the board is not kept by these
_WAITING = ("done", "queued", "running")


@dataclass(frozen=True)
class Search:
    """Everything that is looked for in a film; `words` and `faces` are None where nothing that can is installed."""

    cuts: Recipe
    strip: Recipe
    proxy: Recipe
    words: Recipe | None
    faces: Recipe | None

    def named(self) -> list[tuple[str, Recipe]]:
        """Each recipe that can be asked for, with what it is in a person's words; what is seen first comes first."""
        every = [
            ("Pictures", self.strip), ("Cuts", self.cuts), ("Proxy", self.proxy), ("Words", self.words), ("Faces", self.faces),
        ]  # fmt: skip
        return [(name, one) for name, one in every if one is not None]


def film_of(project: Project, digest: str) -> Artifact:
    """Moving pictures that somebody brought into the project's workspace.

    Raises:
        NotFound: when there is no such file. Refused: FOOTAGE_EMPTY for one without moving pictures, UPLOAD_MISSING when its
            bytes are gone.
    """
    there = brought.artifacts(project.workspace_id, [digest]).get(digest)
    if there is None:
        raise NotFound("There is no such file in this workspace. Upload it first.")
    name = there.facts.get("name") or "This file"
    if there.kind not in brought.MOVING or not there.facts.get("frames") or not there.facts.get("width"):
        raise Refused(f"{name} has no moving pictures. Bring in a film: MP4, MOV, MKV or WebM.", "FOOTAGE_EMPTY")
    if there.evicted_at is not None and remaking.maker(project.workspace_id, digest) is None:
        raise Refused(f"{name} is not in the store any more. Upload it again.", "UPLOAD_MISSING")
    return there


def length(project: Project, film: Artifact) -> int:
    """How many frames a film has at the project's rate."""
    return footage.length(film.facts, media.rate(project.rate))


def search(project: Project, film: Artifact) -> Search:
    """The recipes of everything that is looked for. Frames are counted at the project's rate."""
    taken = {"source": source(film.digest)}
    tiles = min(TILES, max(COLUMNS, math.ceil(Fraction(length(project, film)) / media.rate(project.rate))))
    cuts = made_of("footage.detect_shots", taken, rate=project.rate, checkpoint=detector())
    hearing, seeing = _installed(project, "footage.words"), _installed(project, "footage.faces")
    words = made_of("footage.words", taken, rate=project.rate, checkpoint=hearing) if hearing and sounds(film) else None
    faces = made_of("footage.faces", {**taken, "cuts": cuts}, rate=project.rate, checkpoint=seeing) if seeing else None
    return Search(
        cuts,
        made_of("footage.strip", taken, count=tiles, columns=COLUMNS),
        made_of("footage.proxy", taken, rate=project.rate),
        words,
        faces,
    )


def begin(project: Project, film: Artifact, *, by: Any) -> Search:
    """Ask for everything that is looked for and is neither found nor under way; asked again, what failed is tried again."""
    wanted = search(project, film)
    name = str(film.facts.get("name") or "a film")
    _ask(project, [(f"{what} of {name}", one) for what, one in wanted.named()], by=by)
    return wanted


def face_pictures(project: Project, film: Artifact, wanted: Search, *, by: Any = None) -> dict[str, Recipe]:
    """The recipe of each person's picture, by the person's id; asked for when `by` says who asks."""
    people = found(project, wanted.faces).get("people", [])
    if wanted.faces is None or not people:
        return {}
    inputs = {"source": source(film.digest), "faces": wanted.faces}
    named = {str(one["id"]): made_of("footage.face_picture", inputs, person=str(one["id"]), side=FACE) for one in people}
    if by is not None:
        name = str(film.facts.get("name") or "a film")
        _ask(project, [(f"Face {id_} of {name}", one) for id_, one in named.items()], by=by)
    return named


def under_way(project: Project, keys: Iterable[str]) -> set[str]:
    """Which of these somebody is waiting for: a search that needs another's answer has no node of its own before that."""
    active = Build.objects.filter(workspace_id=project.workspace_id, status=Build.State.ACTIVE, root__in=list(keys))
    return set(active.values_list("root", flat=True))


def found(project: Project, recipe: Recipe | None) -> Mapping[str, Json]:
    """What a search answered; empty while it has not."""
    made = builds.outputs_of(project.workspace_id, recipe.key).get("out") if recipe is not None else None
    if made is None:
        return {}
    try:
        document = Data(store.checked(made)).read()
    except store.Missing as gone:
        remaking.lost(gone.artifact)
        return {}
    return document if isinstance(document, dict) else {}


def sounds(film: Artifact) -> bool:
    """Whether a film has sound; one of which that is not known may have."""
    return bool(film.facts.get("sound", True))


def detector() -> str:
    """Who finds cuts: the network where it is installed, else the contents of the pictures alone (empty)."""
    default = str(registry.get("footage.detect_shots").parameters.model_fields["checkpoint"].default)
    return default if default in checkpoints.catalogue() and checkpoints.installed(default) else ""


def beyond(project: Project, changes: Iterable[Change]) -> list[Said]:
    """What a person should hear of changed shots that go on after their footage ends: its last picture stands there."""
    ids = [one.id for one in changes if one.kind == "shot" and {"footage", "frames"} & one.set.keys()]
    shots = [one for one in Shot.objects.filter(project=project, pk__in=ids[:500], archived=False) if one.footage]
    films = brought.artifacts(project.workspace_id, (one.footage["artifact"] for one in shots if one.footage))
    notes = []
    for shot in shots:
        taken = shot.footage or {}
        there = films.get(taken["artifact"])
        if there is None or not there.facts.get("frames"):
            continue
        over = taken["start"] + shot.frames - length(project, there)
        if over > 0:
            still = min(over, shot.frames)
            notes.append(
                Said(
                    f"The footage of shot {shot.letter} ends {still} frames before the shot does; its last picture stands there.",
                    f"镜头 {shot.letter} 的素材比镜头早 {still} 帧结束，之后停在最后一帧。",
                )
            )
    return notes


def _installed(project: Project, operation: str) -> str:
    """The checkpoint that an operation would use here, empty when it is not installed."""
    info = registry.get(operation).parameters.model_fields["checkpoint"]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    chosen = str(project.checkpoints.get(str(extra.get("capability")), info.default))
    return chosen if chosen in checkpoints.catalogue() and checkpoints.installed(chosen) else ""


def _ask(project: Project, wanted: list[tuple[str, Recipe]], *, by: Any) -> None:
    keys = [one.key for _, one in wanted]
    states, asked = builds.status_of(project.workspace_id, keys), under_way(project, keys)
    wishes = [
        builds.Wish(one, label, Priority.NORMAL if one.name in _SLOW else Priority.INTERACTIVE)
        for label, one in wanted
        if states[one.key].status not in _WAITING and one.key not in asked
    ]
    if wishes:
        builds.request_many(project.workspace, wishes, channel=project.channel, by=by)
