"""May this be made? Consent of living people, licences of checkpoints, room in the workspace."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from generation import checkpoints
from generation.models import Artifact
from generation.recipe import Recipe
from storyboard import adapting, costing
from storyboard.film import Film
from storyboard.making import DERIVED, DRAWN
from storyboard.models import Character, Project, Shot
from studio.errors import OverQuota, Refused
from studio.models import Workspace

TAKES = (DRAWN, "footage.clip", *DERIVED)  # what a take is made by


def check(film: Film, shots: Iterable[Shot], recipes: Iterable[Recipe]) -> None:
    """Pass when these shots may be made by these recipes.

    Raises:
        Refused: CONSENT_REQUIRED, LICENCE_FORBIDS; SPENDING_LIMIT, SPENDING_CURRENCY where a hosted model draws.
        OverQuota: when the workspace is full.
    """
    consent(one for shot in shots for one in _people(film, shot))
    wanted = list(recipes)
    licences(film.project.workspace, wanted)
    quota(film.project.workspace)
    costing.check(film.project, wanted)


def consent(people: Iterable[Character]) -> None:
    """Everybody who has the likeness or voice of a living person has that person's permission on record."""
    missing = sorted({one.name for one in people if one.real_person and not one.consent.strip()})
    if missing:
        raise Refused(
            f"{', '.join(missing)}: this character is a real person, and no permission is on record. "
            "Note on the character where the permission is kept, or say that it is nobody real.",
            "CONSENT_REQUIRED",
            {"characters": missing},
        )


def layers(project: Project, recipes: Iterable[Recipe]) -> None:
    """Pass when these may be made of takes and their layers: nobody's likeness without permission, no licence against it.

    What lies beneath a take was asked about when it was drawn.

    Raises:
        Refused: CONSENT_REQUIRED, for the picture of a real person who gave no permission; LICENCE_FORBIDS.
    """
    nodes = list(over_takes(recipes).values())
    if not nodes:
        return
    used = {digest.sha256 for node in nodes for digest in node.digests()}
    if used:
        people = Character.objects.filter(project=project, archived=False, real_person=True)
        consent(one for one in people if used.intersection(one.pictures))
    _licensed(project.workspace, nodes)


def allowed(project: Project, recipes: Iterable[Recipe]) -> list[Recipe]:
    """Those of these that `layers` lets pass."""
    found = []
    for one in recipes:
        try:
            layers(project, (one,))
        except Refused:
            continue
        found.append(one)
    return found


def over_takes(recipes: Iterable[Recipe]) -> dict[str, Recipe]:
    """Every node of these recipes by key, down to the takes, which are left out."""
    found: dict[str, Recipe] = {}
    stack = list(recipes)
    while stack:
        one = stack.pop()
        if one.key not in found and one.name not in TAKES:
            found[one.key] = one
            stack.extend(one.parents())
    return found


def licences(workspace: Workspace, recipes: Iterable[Recipe]) -> None:
    """A workspace that earns money uses no checkpoint whose licence forbids that."""
    if workspace.commercial:
        _licensed(workspace, (node for one in recipes for node in one.walk().values()))


def _licensed(workspace: Workspace, nodes: Iterable[Recipe]) -> None:
    if not workspace.commercial:
        return
    known = checkpoints.catalogue()
    used = {value for node in nodes for value in node.params.values() if isinstance(value, str)}
    forbidden = sorted(name for name in used & known.keys() if not known[name].commercial)
    if forbidden:
        raise Refused(
            f"{', '.join(forbidden)} may not be used commercially, and this workspace is commercial. "
            "Choose another checkpoint in the project's settings.",
            "LICENCE_FORBIDS",
            {"checkpoints": forbidden},
        )


def quota(workspace: Workspace) -> None:
    """There is room left."""
    held = Artifact.objects.filter(workspace=workspace, evicted_at=None).aggregate(bytes=Sum("size"))["bytes"] or 0
    if held >= workspace.quota_bytes:
        raise OverQuota(
            f"This workspace holds {held / 2**30:.1f} GiB of {workspace.quota_bytes / 2**30:.1f}. Nothing was lost. "
            "Archive takes that are not needed, or ask an owner for more room.",
            "OVER_QUOTA",
        )


def _people(film: Film, shot: Shot) -> list[Character]:
    speaking = (film.character(line.get("character")) for line in shot.dialogue)
    named = adapting.people(film, shot)  # a likeness that was trained needs permission wherever it is used
    return [*film.cast.get(shot.pk, []), *(one for one in speaking if one is not None), *named]
