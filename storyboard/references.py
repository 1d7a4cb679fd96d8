"""The pictures of people, places and styles that a generator is shown, where it looks at pictures at all — pure."""

from __future__ import annotations

from collections.abc import Iterable

from generation import checkpoints
from generation.operation import registry
from generation.recipe import Digest
from storyboard.film import Film
from storyboard.models import Project, Shot


def of_shot(film: Film, shot: Shot) -> list[str]:
    """The digests that matter to a shot, most telling first: one of each of its cast, its place and style, then the rest."""
    where = film.location(shot)
    people = [one.pictures for one in film.cast.get(shot.pk, [])]
    owned = [*people, where.pictures if where else [], *(one.pictures for one in film.style(shot))]
    return [some[place] for place in range(max(map(len, owned))) for some in owned if place < len(some)]


def shown(project: Project, name: str, digests: Iterable[str]) -> dict[str, tuple[Digest, ...]]:
    """The input of an operation that holds these pictures: as many as the checkpoint that the project chose looks at, each once.

    Empty for one that looks at none, such as the embedded generator: there a picture changes no key and makes nothing stale.
    """
    info = registry.get(name).parameters.model_fields["checkpoint"]
    extra = info.json_schema_extra
    capability = str(extra.get("capability", "")) if isinstance(extra, dict) else ""
    entry = checkpoints.catalogue().get(project.checkpoints.get(capability, str(info.default)))
    if entry is None or not entry.references:
        return {}
    chosen = list(dict.fromkeys(digests))[: entry.references]
    return {"references": tuple(Digest(one, "image") for one in chosen)} if chosen else {}
