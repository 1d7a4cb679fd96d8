"""Finding a project and a shot from what a person types in a shell: an id, its beginning, or a title; a slate such as 12A."""

from __future__ import annotations

from storyboard.film import Film
from storyboard.models import Project, Shot
from studio.access import Person, workspaces
from studio.errors import NotFound, Refused


def project(words: str, *, by: Person) -> Project:
    """The project of this person with that id (or at least four characters of its beginning) or title.

    Raises:
        NotFound: when there is none, with the titles there are.
        Refused: AMBIGUOUS, when there are several.
    """
    mine = list(Project.objects.filter(workspace__in=workspaces(by), archived=False).select_related("workspace"))
    wanted = words.strip().lower()
    found = [one for one in mine if str(one.pk) == wanted] or [one for one in mine if one.title.lower() == wanted]
    if not found and len(wanted) >= 4:
        found = [one for one in mine if str(one.pk).startswith(wanted)]
    if not found:
        known = ", ".join(f"{one.title} ({str(one.pk)[:8]})" for one in mine[:20]) or "none"
        raise NotFound(f"There is no project {words!r}. There are: {known}.")
    if len(found) > 1:
        several = ", ".join(f"{one.title} ({str(one.pk)[:8]})" for one in found)
        raise Refused(f"Several projects are called {words!r}: {several}. Give the id.", "AMBIGUOUS")
    return found[0]


def shot(film: Film, slate: str) -> Shot:
    """The shot of a film with this slate.

    Raises:
        NotFound: when there is none, with those there are.
    """
    found = film.named(slate)
    if found is None:
        known = ", ".join(film.slate(one) for one in film.shots[:40]) or "none"
        raise NotFound(f"There is no shot {slate!r} in {film.project}. There are: {known}.")
    return found
