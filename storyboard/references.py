"""The pictures of people, places, props and styles that a generator is shown, where it looks at pictures at all — pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generation.recipe import Digest
from storyboard import capable
from storyboard.capable import Model
from storyboard.film import Film
from storyboard.models import Project, Shot


@dataclass(frozen=True)
class Shown:
    """A picture, and of what it is: character, location, prop or style, by name."""

    digest: str
    kind: str
    of: str


def of_shot(film: Film, shot: Shot) -> list[Shown]:
    """What matters to a shot, each picture once, most telling first: one of each of its cast, place and style; then the rest."""
    asked = shot.direction or {}
    if asked.get("references") == "none":
        return []
    where = film.location(shot)
    owned = [[Shown(digest, "character", one.name) for digest in one.pictures] for one in film.cast.get(shot.pk, [])]
    if where:
        owned.append([Shown(digest, "location", where.name) for digest in where.pictures])
    owned += [[Shown(digest, "prop", "")] for digest in asked.get("props", ())]
    owned += [[Shown(digest, "style", one.name) for digest in one.pictures] for one in film.style(shot)]
    ranked = (some[place] for place in range(max(map(len, owned), default=0)) for some in owned if place < len(some))
    found: dict[str, Shown] = {}
    for one in ranked:
        found.setdefault(one.digest, one)
    return list(found.values())


def shown(project: Project, name: str, digests: Iterable[str]) -> dict[str, tuple[Digest, ...]]:
    """The input of an operation that holds these pictures: as many as the checkpoint that the project chose looks at, each once.

    Empty for one that looks at none, such as the embedded generator: there a picture changes no key and makes nothing stale.
    """
    return given(capable.chosen(project, name), digests)


def given(model: Model, digests: Iterable[str]) -> dict[str, tuple[Digest, ...]]:
    """The input that holds as many of these pictures as a model looks at, each once; empty for one that looks at none."""
    chosen = list(dict.fromkeys(digests))[: model.references]
    return {"references": tuple(Digest(one, "image") for one in chosen)} if chosen else {}
