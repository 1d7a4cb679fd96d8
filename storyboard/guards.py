"""May this be made? Consent of living people, licences of checkpoints, room in the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Sum

from generation import checkpoints
from generation.models import Artifact
from generation.recipe import Recipe
from storyboard.film import Film
from storyboard.models import Character, Project, Shot
from studio.errors import OverQuota, Refused
from studio.models import Workspace


def check(film: Film, shots: Iterable[Shot], recipes: Iterable[Recipe]) -> None:
    """Pass when these shots may be made by these recipes.

    Raises:
        Refused: CONSENT_REQUIRED, LICENCE_FORBIDS.
        OverQuota: when the workspace is full.
    """
    consent(one for shot in shots for one in _people(film, shot))
    licences(film.project.workspace, recipes)
    quota(film.project.workspace)


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


def layers(project: Project, recipes: Sequence[Recipe]) -> None:
    """Pass when these may be made of a shot's layers: nobody's likeness without permission, no licence against it, and room.

    Raises:
        Refused: CONSENT_REQUIRED, for the picture of a real person who gave no permission; LICENCE_FORBIDS.
        OverQuota: when the workspace is full.
    """
    used = {digest.sha256 for one in recipes for node in one.walk().values() for digest in node.digests()}
    people = Character.objects.filter(project=project, archived=False, real_person=True) if used else ()
    consent(one for one in people if used.intersection(one.pictures))
    licences(project.workspace, recipes)
    quota(project.workspace)


def licences(workspace: Workspace, recipes: Iterable[Recipe]) -> None:
    """A workspace that earns money uses no checkpoint whose licence forbids that."""
    if not workspace.commercial:
        return
    known = checkpoints.catalogue()
    used = {value for one in recipes for node in one.walk().values() for value in node.params.values() if isinstance(value, str)}
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
    return [*film.cast.get(shot.pk, []), *(one for one in speaking if one is not None)]
