"""What a film as a build costs: planning and keying, bookkeeping per node, and how many operations run after each change."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import uuid
from typing import Any

from bench import _home

SIZE = {"width": 96, "height": 54}
FRAMES = 6


def film_of(shots: int, title: str) -> Any:
    """A project of `shots` shots in scenes of ten, eight characters and five places."""
    from storyboard import edits
    from storyboard.changes import Change, EditIn
    from storyboard.models import Project
    from studio.owner import ensure_owner

    owner = ensure_owner()
    project = Project.objects.create(workspace=owner.memberships.get().workspace, title=title, **SIZE)
    people = [uuid.uuid4() for _ in range(8)]
    places = [uuid.uuid4() for _ in range(5)]
    names = ["Anna", "Ben", "Cora", "Dan", "Eve", "Finn", "Greta", "Hugo"]
    where = ["pier", "café", "street", "kitchen", "forest"]
    coats = ["red", "blue", "green", "grey", "yellow", "brown", "black", "white"]
    changes = [
        Change(kind="character", id=one, set={"name": name, "description": f"{name} wears a {coat} coat."})
        for one, name, coat in zip(people, names, coats, strict=True)
    ]
    changes += [Change(kind="location", id=one, set={"name": name}) for one, name in zip(places, where, strict=True)]
    for number in range(shots):
        if number % 10 == 0:
            scene = uuid.uuid4()
            at = number // 10
            changes.append(
                Change(
                    kind="scene",
                    id=scene,
                    set={
                        "number": str(at + 1),
                        "heading": f"INT. {where[at % 5]} - DAY",
                        "location": str(places[at % 5]),
                        "rank": f"a{at:04}x",
                    },
                )
            )
        shot = uuid.uuid4()
        changes.append(
            Change(
                kind="shot",
                id=shot,
                set={
                    "scene": str(scene),
                    "letter": chr(65 + number % 10),
                    "size": ["WS", "MS", "CU"][number % 3],
                    "action": f"{names[number % 8]} reads letter {number}.",
                    "frames": FRAMES,
                    "seed": number,
                    "rank": f"a{number:05}x",
                },
            )
        )
        changes.append(
            Change(kind="casting", id=uuid.uuid4(), set={"shot": str(shot), "character": str(people[number % 8]), "rank": "a0"})
        )
    for start in range(0, len(changes), 400):
        project.refresh_from_db()
        edit = EditIn(id=uuid.uuid4(), base=project.revision, changes=changes[start : start + 400])
        edits.apply(project, edit, by=owner)
    project.refresh_from_db()
    return project


def planning() -> None:
    """Plan and key films of 100 and of 1,000 shots."""
    from storyboard import plans
    from storyboard.film import Film

    rows = [("shots", "nodes", "plan and key, ms", "ms a shot", "recipe, kB", "staleness of all, ms", "queries")]
    for shots in (100, 1000):
        project = film_of(shots, f"{shots} shots")
        began = time.perf_counter()
        film = Film.of(project)
        recipes = [plans.take(shot, seed=shot.seed, film=film) for shot in film.shots]
        keys = {key for one in recipes for key in one.walk()}
        took = (time.perf_counter() - began) * 1000
        from generation.recipe import canonical
        from storyboard import takes

        size = sum(len(canonical(one.dump())) for one in recipes) / 1000
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            takes.staleness_of(project)
        stale = (time.perf_counter() - began) * 1000
        rows.append(
            (str(shots), str(len(keys)), f"{took:.0f}", f"{took / shots:.2f}", f"{size:.0f}", f"{stale:.0f}", str(len(asked)))
        )
    _home.table("Planning", rows)


def bookkeeping(kind: str) -> None:
    """The cost of a node beyond its operation: rows, leases, completion, advancing; on operations that do next to nothing."""
    from generation import builds, pool
    from generation.models import Node
    from generation.recipe import Recipe
    from studio.owner import ensure_owner
    from tests.generation import toys

    owner = ensure_owner("bench")
    workspace = owner.memberships.get().workspace
    rows = [("database", "nodes", "ms a node", "of it the operation")]
    for shots in (30, 150):
        film: Recipe = toys.film(shots, seeds={0: shots})
        began = time.perf_counter()
        pool.run_now(builds.request(workspace, film, channel="bench", label="bench"))
        nodes = Node.objects.filter(workspace=workspace, key__in=list(film.walk()))
        took = (time.perf_counter() - began) * 1000
        own = sum(nodes.values_list("took_ms", flat=True))
        count = nodes.count()
        rows.append((kind, str(count), f"{took / count:.1f}", f"{own / count:.1f}"))
    _home.table("Bookkeeping", rows)


def counting(shots: int = 40) -> None:
    """Operations run after each kind of change to a film of real operations, small in size."""
    from django.db import connections
    from django.utils import timezone

    from editing import cuts, presets
    from editing.models import Timeline
    from editing.plans import cut as planned
    from generation import builds, pool, tasks, worker
    from generation.models import Node, Status
    from storyboard import edits, takes
    from storyboard.changes import Change, EditIn
    from storyboard.film import Film
    from storyboard.models import Character, Project
    from studio.owner import ensure_owner

    owner = ensure_owner()
    project = film_of(shots, "counted")

    def reread() -> Project:
        return Project.objects.get(pk=project.pk)

    def edit(kind: str, id_: uuid.UUID, **fields: Any) -> None:
        change = Change(kind=kind, id=id_, set=fields)
        edits.apply(reread(), EditIn(id=uuid.uuid4(), base=reread().revision, changes=[change]), by=owner)

    def shoot() -> None:
        takes.remake(Film.of(reread()), by=owner)
        finish()

    def finish() -> None:
        from generation.models import Build

        for build in Build.objects.filter(status=Build.State.ACTIVE):
            pool.run_now(build)

    def cut() -> Any:
        from editing.rows import from_storyboard

        timeline = Timeline.objects.filter(project=project).first() or from_storyboard(reread(), by=owner)
        recipe = planned(timeline, presets.preset("master"))
        cuts.request_cut(timeline, presets.preset("master"), by=owner)
        finish()
        return recipe

    def done() -> dict[int, int]:
        return dict(Node.objects.filter(status=Status.DONE).values_list("pk", "version"))

    def again(shot: uuid.UUID, seed: int) -> Any:
        from storyboard import plans
        from storyboard.models import Shot

        return plans.take(Shot.objects.get(pk=shot), seed=seed)

    def ask(recipe: Any) -> Any:
        return builds.request(project.workspace, recipe, channel=project.channel, label="bench")

    def together(count: int, recipe: Any) -> None:
        """The same request from `count` threads, each of which then works."""

        def one() -> None:
            ask(recipe)
            worker.work(["interactive", "gpu", "cpu"], f"thread {threading.get_ident()}")
            connections.close_all()

        threads = [threading.Thread(target=one) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def killed(recipe: Any) -> None:
        """A worker process that dies by SIGKILL while it draws; the lease runs out, and another goes on."""
        build = ask(recipe)
        child = subprocess.Popen([sys.executable, str(_home.ROOT / "manage.py"), "work"])
        while not Node.objects.filter(key=recipe.key, status=Status.RUNNING).exists():
            if child.poll() is not None or Node.objects.filter(key=recipe.key, status=Status.DONE).exists():
                raise SystemExit("the worker was too quick to be killed")
            time.sleep(0.005)
        child.kill()
        child.wait()
        Node.objects.filter(status=Status.RUNNING).update(lease_until=timezone.now())
        tasks.recover()
        pool.run_now(build)

    rows = [("after", "operations run", "by name")]

    def measure(title: str, act: Any) -> None:
        before = done()
        act()
        fresh = [pk for pk, version in done().items() if before.get(pk) != version]
        names: dict[str, int] = {}
        for operation, attempts in Node.objects.filter(pk__in=fresh).values_list("operation", "attempts"):
            names[operation] = names.get(operation, 0) + attempts
        rows.append((title, str(sum(names.values())), ", ".join(f"{name} {count}" for name, count in sorted(names.items()))))

    from storyboard.models import Shot

    fifth = list(Shot.objects.filter(project=project).order_by("rank"))[4]
    measure(f"the first cut of {shots} shots", lambda: (shoot(), cut()))
    measure("the same cut again", cut)
    old = Shot.objects.get(pk=fifth.pk).take_id
    measure("one shot re-seeded", lambda: (takes.shoot(Shot.objects.get(pk=fifth.pk), seed=4711, by=owner), finish(), cut()))
    measure("that undone", lambda: (edit("shot", fifth.pk, take=str(old)), cut()))
    anna = Character.objects.get(project=project, name="Anna")
    measure("Anna's coat changed", lambda: (edit("character", anna.pk, description="Anna wears a white coat."), shoot(), cut()))
    measure("that undone", lambda: (edit("character", anna.pk, description=anna.description), shoot(), cut()))
    grade = uuid.uuid4()
    added = {"shot": str(fifth.pk), "operation": "style.grade", "params": {"exposure": 0.5}}
    measure("an effect put on one shot", lambda: (edit("effect", grade, **added), cut()))
    measure("the effect's strength changed", lambda: (edit("effect", grade, params={"exposure": 0.25}), cut()))
    measure("ten equal requests at once", lambda: (together(10, again(fifth.pk, 31)), finish()))
    measure("a worker killed (SIGKILL) in a generation", lambda: killed(again(fifth.pk, 32)))
    _home.table("Operations run (a node that ran twice counts twice)", rows)


def main() -> None:
    """`python -m bench.builds`; with `servers` the bookkeeping on PostgreSQL and Redis only."""
    servers = "servers" in sys.argv[1:]
    _home.begin(servers=servers)
    if servers:
        bookkeeping("PostgreSQL")
        return
    planning()
    bookkeeping("SQLite")
    subprocess.run([sys.executable, "-m", "bench.builds", "servers"], check=True)
    counting()


if __name__ == "__main__":
    main()
