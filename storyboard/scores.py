"""How good takes are: the recipe that measures one, what it answered, and whether standing still was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from generation import builds, checkpoints, remaking, store
from generation.media import Data
from generation.models import Build, Priority
from generation.recipe import Digest, Recipe
from storyboard.direction_fields import DERIVING
from storyboard.film import Film
from storyboard.making import frozen, recipe
from storyboard.models import Project, Score, Shot, Take

Json = Any
EMBEDDED = "previs@1"
STILL_AS_BEFORE = frozenset(DERIVING) - {"video.animate"}  # takes of takes that move no more than what they are made of
_MOST_PICTURES = 6  # of the cast: more tell nothing new
_EACH = 2  # of each
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_STILL = re.compile(
    r"\b(?:freeze[- ]?frame|frozen|motionless|stands? still|still life|still image|title card)\b|定格|静止|一动不动|静物|字幕卡",
    re.IGNORECASE,
)


def trained(take: Recipe) -> bool:
    """Whether a take is drawn by a trained model, which may spoil it; footage and the embedded animatic come out as they are."""
    return any(
        node.params.get("checkpoint", EMBEDDED) not in ("", EMBEDDED)
        for node in take.walk().values()
        if node.name.startswith("video.")
    )


def still(shot: Shot, take: Recipe) -> bool:
    """Whether it may stand still: an animatic, a title without anything that happens, words that ask for it; made of such."""
    under = take.inputs.get("clip")
    if isinstance(under, Recipe) and take.name in STILL_AS_BEFORE and still(shot, under):
        return True
    words = f"{shot.action} {take.params.get('prompt', '')}"
    return not trained(take) or (bool(shot.titles) and not shot.action.strip()) or bool(_STILL.search(words))


def recipe_of(film: Film, take: Take) -> Recipe:
    """The recipe that measures a take: with the pictures of who is seen, and with its words where a model for them is there."""
    shot, made = film.by_id[take.shot_id], frozen(take)
    words = str(made.params.get("prompt", ""))
    faces = _installed(film.project, "faces", "yunet-sface@1")
    shown = [one for who in film.cast.get(shot.pk, []) for one in who.pictures[:_EACH]][:_MOST_PICTURES] if faces else []
    return recipe(
        film.project,
        "take.score",
        {"clip": made, "references": tuple(Digest(one, "image") for one in shown)},
        prompt=words,
        checkpoint=_reader(film.project, words),
        faces=faces if shown else "",
        still=still(shot, made),
    )


def ask(film: Film, takes: Sequence[Take], *, by: Any) -> list[Score]:
    """Have takes measured that are made, before more are drawn: one may be good enough. What was measured stays."""
    known = {one.take_id: one for one in Score.objects.filter(take__in=takes)}
    wished = [(take, recipe_of(film, take)) for take in takes if take.pk not in known]
    for take, wanted in wished:
        known[take.pk], _ = Score.objects.get_or_create(take=take, defaults={"project": film.project, "key": wanted.key})
    wishes = [
        builds.Wish(wanted, f"Score of {film.slate(film.by_id[take.shot_id])}-{take.number}", Priority.AWAITED, take.shot_id)
        for take, wanted in wished
    ]
    if wishes:
        builds.request_many(film.project.workspace, wishes, channel=film.project.channel, by=by)
    return [known[take.pk] for take in takes]


def settle(project: Project, waiting: Iterable[Score]) -> dict[UUID, str]:
    """Write down what was answered since; how each of these scores stands, by take: done, queued, running, failed, cancelled."""
    rows = list(waiting)
    states = builds.status_of(project.workspace_id, [one.key for one in rows if one.found is None])
    found: dict[UUID, str] = {}
    for one in rows:
        found[one.take_id] = "done" if one.found is not None else states[one.key].status
        if one.found is None and found[one.take_id] == "done":
            answer = read(project, one.key)
            if answer is None:
                found[one.take_id] = "failed"
            else:
                one.found = dict(answer)
                Score.objects.filter(pk=one.pk).update(found=one.found)
    asked = Build.objects.filter(
        workspace=project.workspace_id, status=Build.State.ACTIVE, root__in=[one.key for one in rows if one.found is None]
    )
    under_way = set(asked.values_list("root", flat=True))
    for one in rows:
        if found[one.take_id] == "missing":
            found[one.take_id] = "queued" if one.key in under_way else "cancelled"
    return found


def read(project: Project, key: str) -> Mapping[str, Json] | None:
    """What a score's node answered; None when its bytes are gone."""
    made = builds.outputs_of(project.workspace_id, key).get("out")
    try:
        return Data(store.checked(made)).read() if made is not None else None
    except store.Missing as gone:
        remaking.lost(gone.artifact)
        return None


def _reader(project: Project, words: str) -> str:
    """The model that compares these words with pictures: the film's own choice, else what is installed for their language."""
    chosen = project.checkpoints.get("text-image-agreement", "")
    if chosen or not words.strip():
        return str(chosen) if words.strip() else ""
    chinese = bool(_CHINESE.search(words))
    for one in checkpoints.of("text-image-agreement"):
        if one.id.startswith("chinese") == chinese and checkpoints.installed(one.id):
            return one.id
    return ""


def _installed(project: Project, capability: str, usual: str) -> str:
    chosen = str(project.checkpoints.get(capability) or usual)
    return chosen if chosen in checkpoints.catalogue() and checkpoints.installed(chosen) else ""
