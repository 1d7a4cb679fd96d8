"""Training adapters: from a record to its recipe, and what was learnt put on the record once it is made."""

from __future__ import annotations

import logging
import re
import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from generation import builds, checkpoints
from generation.models import Build, Priority
from generation.recipe import Digest, Recipe
from generation.training.learners import SCHOOL
from storyboard import edits, guards
from storyboard.changes import Change, EditIn
from storyboard.making import recipe
from storyboard.models import Adapter, Character, Edit
from studio.errors import Refused, StudioError

log = logging.getLogger(__name__)
LABEL = "Train "
_LATE = timedelta(days=7)  # after that only who opens the adapter has it put there
_LEAST = 3  # pictures
_done: set[uuid.UUID] = set()  # builds of which this process knows that their result was put on the record


def recipe_of(adapter: Adapter) -> Recipe:
    """What training this adapter would make, with its trigger.

    Raises:
        Refused: TRAINING_MISSING, TRAINING_PICTURES, TRAINING_MODEL.
    """
    said = adapter.training
    if not said or not said.get("checkpoint"):
        raise Refused("Say first on which model, and from which pictures.", "TRAINING_MISSING")
    if len(said["pictures"]) < _LEAST:
        raise Refused(
            f"{len(said['pictures'])} pictures are too few to learn from. Give three at least; ten to thirty are better.",
            "TRAINING_PICTURES",
        )
    family_of(said["checkpoint"])
    plain = _plain(adapter)
    return recipe(
        adapter.project,
        "adapter.train",
        {"pictures": tuple(Digest(one, "image") for one in dict.fromkeys(said["pictures"]))},
        checkpoint=said["checkpoint"],
        trigger=trigger_of(adapter),
        caption=said.get("caption", "")[:1000] or _caption(adapter, plain),
        plain=plain,
        rank=min(128, said["rank"]),
        steps=said["steps"],
        seed=said["seed"],
    )


def family_of(checkpoint: str) -> str:
    """The family whose adapters a checkpoint takes. Raises Refused (TRAINING_MODEL) where none can be trained here."""
    entry = checkpoints.catalogue().get(checkpoint)
    if entry is None or entry.family not in SCHOOL or entry.hosted:
        raise Refused(
            f"Adapters of {entry.title if entry else checkpoint} cannot be trained here. Choose a model of one of these: "
            f"{', '.join(SCHOOL)}.",
            "TRAINING_MODEL",
        )
    return entry.family


def trigger_of(adapter: Adapter) -> str:
    """The word that calls it up: the record's; else one made of its name that means nothing else."""
    if adapter.trigger.strip():
        return adapter.trigger.strip()[:60]
    name = re.sub(r"[^a-z0-9]+", "", adapter.name.lower())[:20]
    return f"{name or 'zwx'}_{adapter.pk.hex[:3]}"


def begin(adapter: Adapter, *, by: Any) -> Build:
    """Ask for it to be trained; its trigger is written on the record where it had none.

    Raises:
        Refused: as `recipe_of` does; CONSENT_REQUIRED for a real person who gave no permission; LICENCE_FORBIDS; OverQuota.
    """
    wanted = recipe_of(adapter)
    if adapter.character is not None:
        guards.consent([adapter.character])
    guards.consent(Character.objects.filter(project=adapter.project, real_person=True, archived=False, pk__in=_whose(adapter)))
    guards.licences(adapter.project.workspace, [wanted])
    guards.quota(adapter.project.workspace)
    if not adapter.trigger.strip():
        change = Change(kind="adapter", id=adapter.pk, set={"trigger": trigger_of(adapter)})
        edits.change(adapter.project, [change], by=by, label=f"Word for {adapter.name}"[:200])
        adapter.refresh_from_db()
    build = builds.request(
        adapter.project.workspace, wanted, channel=adapter.project.channel, label=f"{LABEL}{adapter.name}"[:200],
        priority=Priority.NORMAL, by=by, subject=adapter.pk,
    )  # fmt: skip
    settle(build)
    return build


def latest(adapter: Adapter) -> Build | None:
    """The last time that it was to be trained."""
    asked = Build.objects.filter(workspace=adapter.project.workspace, subject=adapter.pk, label__startswith=LABEL)
    return asked.select_related("by").order_by("-created").first()


def settle(build: Build) -> bool:
    """Put what was learnt on its record, once for each training: who takes it off again is not contradicted."""
    if build.status != Build.State.DONE or build.pk in _done or build.subject is None:
        return False
    _done.add(build.pk)
    edit = uuid.uuid5(build.pk, "learnt")
    adapter = Adapter.objects.select_related("project__workspace").filter(pk=build.subject, archived=False).first()
    if adapter is None or Edit.objects.filter(uuid=edit).exists():
        return False
    outputs = builds.outputs_of(build.workspace_id, build.root)
    if "out" not in outputs:
        return False
    model = checkpoints.catalogue().get(str(Recipe.load(build.recipe).params["checkpoint"]))
    base = model.family if model else adapter.base
    learnt = Change(kind="adapter", id=adapter.pk, set={"artifact": outputs["out"].digest, "base": base})
    asked = EditIn(id=edit, base=None, label=f"Trained {adapter.name}"[:200], changes=[learnt])
    edits.apply(adapter.project, asked, by=build.by, system=True)
    return True


def push_all() -> int:
    """Settle every training that has ended; how many there were. One that cannot be settled does not hold up the others."""
    ended = Build.objects.filter(
        status=Build.State.DONE, label__startswith=LABEL, subject__isnull=False, finished__gte=timezone.now() - _LATE
    ).exclude(pk__in=list(_done))
    count = 0
    for build in ended.select_related("workspace", "by").order_by("finished"):
        try:
            count += settle(build)
        except StudioError as problem:
            log.warning("%s is trained, but its record cannot be changed: %s", build, problem)
    return count


def _whose(adapter: Adapter) -> list[uuid.UUID]:
    """The characters whose pictures it learns from, whatever it is said to be for."""
    named = set((adapter.training or {}).get("pictures", ()))
    people = Character.objects.filter(project=adapter.project, archived=False).only("pk", "pictures")
    return [one.pk for one in people if named.intersection(one.pictures)]


def _plain(adapter: Adapter) -> str:
    if adapter.purpose == "character":
        gender = adapter.character.gender.lower() if adapter.character else ""
        known = {"woman": "a woman", "man": "a man", "girl": "a girl", "boy": "a boy", "female": "a woman", "male": "a man"}
        return known.get(gender, "a person")
    return "a picture" if adapter.purpose == "style" else "a scene"


def _caption(adapter: Adapter, plain: str) -> str:
    if adapter.purpose == "character":
        return f"a photo of {{trigger}}, {plain}"
    return "a picture in the style of {trigger}" if adapter.purpose == "style" else "{trigger}, a scene of a film"
