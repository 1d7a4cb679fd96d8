"""Films for measuring a board: every shot drawn and played, so that a thousand shots weigh what a finished film weighs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bench.builds import film_of

DRAWN = 4  # of each sort that are really made; the others show one of these
SIZE = {"width": 640, "height": 360}


def seed(shots: int) -> str:
    """A film of so many shots with panels, takes and proxies all made: a few really, the others by their digests. Its id."""
    from editing import cuts, rows
    from generation.models import Build
    from storyboard import plans, takes
    from storyboard.film import Film
    from storyboard.models import Project
    from studio.owner import ensure_owner

    made: Any = film_of(shots, f"{shots} shots")
    Project.objects.filter(pk=made.pk).update(**SIZE)
    project = Project.objects.get(pk=made.pk)
    film = Film.of(project)
    _all_made(project, [plans.panel(shot, film=film) for shot in film.shots])
    recipes = [plans.take(shot, seed=shot.seed, film=film) for shot in film.shots]
    _all_made(project, recipes)
    owner = ensure_owner()
    for start in range(0, shots, 200):  # of what is made already a build is done as soon as it is asked for
        takes.draw(film, [(shot, shot.seed) for shot in film.shots[start : start + 200]], by=owner)
    timeline = rows.from_storyboard(project, by=owner)
    reel = cuts.reel(timeline)
    _all_made(project, [one.proxy for one in reel.pictures if one.proxy])
    _all_made(project, [one.sound for one in reel.rooms])
    waiting = Build.objects.filter(workspace=project.workspace, status=Build.State.ACTIVE).count()
    if waiting:
        raise SystemExit(f"{waiting} builds of the seeded film are still waiting: the figures would be those of a busy worker")
    return str(project.pk)


def _all_made(project: Any, recipes: Sequence[Any]) -> None:
    from generation import builds, pool
    from generation.models import Node, Status

    for recipe in recipes[:DRAWN]:
        pool.run_now(builds.request(project.workspace, recipe, channel="bench", label="seed"))
    some = [one.key for one in recipes[:DRAWN]]
    drawn = list(Node.objects.filter(workspace=project.workspace, key__in=some, status=Status.DONE))
    Node.objects.bulk_create(_alike(project, drawn, recipes, set(some)), batch_size=200, ignore_conflicts=True)


def _alike(project: Any, drawn: Sequence[Any], recipes: Iterable[Any], have: set[str]) -> list[Any]:
    from generation.models import Node, Status

    rows = {
        recipe.key: Node(
            workspace=project.workspace, key=recipe.key, operation=drawn[0].operation, queue=drawn[0].queue, status=Status.DONE,
            outputs=drawn[place % len(drawn)].outputs, progress=1.0, version=1,
        )
        for place, recipe in enumerate(recipes)
        if recipe.key not in have
    }  # fmt: skip
    return list(rows.values())
