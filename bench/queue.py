"""How often models change in a queue of forty shots over four checkpoints: first come first served, and as our workers take them.

Real pipelines of the real classes with tiny weights, real loading from the disk, a real queue; room for one model at a time, as
great ones leave it on a card.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

from bench import _home

SHOTS, MODELS = 40, ("wan", "wan_vace", "ltx", "cogvideox")


def run(workspace: Any, order: list[str], patience: int, seed: int) -> tuple[int, int, float]:
    """Loads, how many shots went before one that was asked for earlier (at most, over all), and wall-clock time."""
    from django.conf import settings

    from generation import builds, worker
    from generation.models import Node, Status
    from generation.operation import recipe
    from generation.operations.video import GenerateVideo, generate
    from generation.residency import residency

    settings.PATIENCE = patience
    largest = 0
    for id in sorted(set(order)):
        with residency.open(id):
            pass
        largest = max(largest, residency.bytes())
        residency.forget(id)
    residency._limit, before = int(largest * 1.1), residency.loads  # the worker's own, as FILMWRIGHT_RESIDENT_GB would have it
    size = {"width": 64, "height": 32, "frames": 5, "rate": "24/1", "steps": 1}
    wishes: list[builds.Wish] = [
        builds.Wish(
            recipe(generate, params=GenerateVideo(prompt=f"a boat at sea {at}", seed=seed + at, checkpoint=id, **size)), f"{at}"
        )
        for at, id in enumerate(order)
    ]
    asked = builds.request_many(workspace, wishes, channel="bench")
    began = time.perf_counter()
    worker.work(["interactive", "gpu", "cpu"], "bench")
    took = time.perf_counter() - began
    keys = [one.root for one in asked]
    made = list(Node.objects.filter(key__in=keys, status=Status.DONE).order_by("changed").values_list("key", flat=True))
    assert len(made) == len(order), f"{len(order) - len(made)} shots were not made"
    places = [keys.index(key) for key in made]
    passed = max(sum(other > one for other in places[:at]) for at, one in enumerate(places))
    loads = residency.loads - before
    for id in residency.names():
        residency.forget(id)
    return loads, passed, took


def main() -> None:
    """Print loads, patience and time for two orders of asking."""
    home = _home.begin()
    import os

    os.environ["FILMWRIGHT_CHECKPOINTS"] = str(home / "checkpoints")
    import torch

    from studio.owner import ensure_owner
    from tests.generation import tiny_diffusion as tiny
    from tests.generation.installed import install

    torch.set_num_threads(1)
    folders: dict[str, Path] = {
        f"tiny-{name.replace('_', '-')}@1": tiny.saved(getattr(tiny, name), home / name) for name in MODELS
    }
    install(home / "checkpoints", folders)
    workspace = ensure_owner("bench").memberships.get().workspace
    ids = [list(folders)[at % len(folders)] for at in range(SHOTS)]
    mixed = random.Random(0).sample(ids, len(ids))
    rows: list[tuple[str, ...]] = [("asked for", "taken", "model loads", "passed over, at most", "s", "loads, naive ÷ ours")]
    for at, (title, order) in enumerate((("in turn", ids), ("mixed", mixed))):
        naive = run(workspace, order, 0, seed=1000 * at)
        ours = run(workspace, order, 16, seed=1000 * at + 500)
        rows.append((title, "first come", str(naive[0]), str(naive[1]), f"{naive[2]:.1f}", ""))
        rows.append((title, "ours", str(ours[0]), str(ours[1]), f"{ours[2]:.1f}", f"{naive[0] / ours[0]:.1f}"))
    _home.table(f"{SHOTS} shots over {len(folders)} models, room for one", rows)


if __name__ == "__main__":
    main()
