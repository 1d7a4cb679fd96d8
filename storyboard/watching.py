"""Watching builds to their end from a shell: what is done, what is left, and an honest range of how long that takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import OutputWrapper

from generation import builds, eta, tasks
from generation.models import Build, Node, Status
from generation.recipe import Key, Recipe

WIDTH = 28  # characters of a bar
TELL = 10.0  # seconds between lines where there is no terminal


@dataclass(frozen=True)
class Progress:
    """`fraction` of the work, `made` of `total` nodes, what runs now, and whole seconds still to go (None: nobody knows yet)."""

    fraction: float
    made: int
    total: int
    note: str
    low: int | None
    high: int | None


def watch(wanted: Sequence[Build], show: Callable[[Progress], None], poll: float = 0.3) -> list[Build]:
    """Wait until every one of these builds has ended; those that failed or were cancelled. Somebody else must be working."""
    if not wanted:
        return []
    nodes: dict[Key, Recipe] = {}
    for build in wanted:
        nodes.update(Recipe.load(build.recipe).walk())
    work = _Work(wanted[0].workspace_id, nodes)
    swept = time.monotonic()
    while True:
        builds.advance_dirty()
        rows = {one.pk: one for one in Build.objects.filter(pk__in=[one.pk for one in wanted]).defer("recipe")}
        show(work.look())
        if all(one.status != Build.State.ACTIVE for one in rows.values()):
            return [one for one in rows.values() if one.status != Build.State.DONE]
        if time.monotonic() - swept > settings.SWEEP:
            tasks.recover()
            for one in rows.values():
                builds.advance(one.pk)
            swept = time.monotonic()
        time.sleep(poll + len(nodes) / 5000)


class _Work:
    """The nodes that were missing when watching began, weighed by what this machine took for their like."""

    def __init__(self, workspace: Any, nodes: dict[Key, Recipe]) -> None:
        self._workspace = workspace
        done = builds.made(workspace, list(nodes))
        self._nodes = {key: one for key, one in nodes.items() if key not in done}
        self._operations = {one.operation for one in self._nodes.values()}
        self._rates: dict[str, tuple[float, float]] = {}
        self._looked = 0.0

    def look(self) -> Progress:
        """How far it is now."""
        if time.monotonic() - self._looked > 2:
            self._rates, self._looked = eta.rates(self._workspace, self._operations), time.monotonic()
        rows = Node.objects.filter(workspace_id=self._workspace, key__in=list(self._nodes))
        states = {
            key: (status, progress, note) for key, status, progress, note in rows.values_list("key", "status", "progress", "note")
        }
        total = left = low = high = longest = 0.0
        known, made, notes = True, 0, []
        for key, one in self._nodes.items():
            status, progress, note = states.get(key, ("", 0.0, ""))
            fast, slow = self._rates.get(one.operation, (1.0, 1.0))
            weight = eta.weight(one.params)
            done = 1.0 if status == Status.DONE else progress if status == Status.RUNNING else 0.0
            made += status == Status.DONE
            total += weight * fast
            left += weight * fast * (1 - done)
            if status == Status.RUNNING:
                notes.append(note or one.name)
            if done < 1:
                known &= one.operation in self._rates
                low += weight * fast * (1 - done)
                high += weight * slow * (1 - done)
                longest = max(longest, weight * slow * (1 - done))
        lanes = max(1, settings.WORKERS)
        span = (int(low / lanes / 1000), int(max(high / lanes, longest) * 1.15 / 1000) + 1) if known else (None, None)
        fraction = 1 - left / total if total else 1.0
        return Progress(fraction, made, len(self._nodes), notes[0] if notes else "", *span)


class Bar:
    """One line that moves on a terminal; a line every ten seconds elsewhere."""

    def __init__(self, label: str, out: TextIO | OutputWrapper = sys.stdout) -> None:
        self._label, self._out = label, out
        self._live = out.isatty()
        self._told, self._began, self._longest = -TELL, time.monotonic(), 0

    def __call__(self, progress: Progress) -> None:
        """Show how far it is."""
        now = time.monotonic()
        if now - self._told < (0.2 if self._live else TELL):
            return
        self._told = now
        full = round(WIDTH * progress.fraction)
        words = f"{self._label:<8} {'█' * full}{'·' * (WIDTH - full)} {progress.made}/{progress.total}{span(progress)}"
        if progress.note:
            words += f"  {progress.note[:40]}"
        self._line(words, live=self._live)

    def end(self, words: str = "") -> None:
        """The last word on it, with the time it took."""
        took = clock(round(time.monotonic() - self._began))
        self._line(f"{self._label:<8} {words + ', ' if words else ''}{took}", live=False)

    def _line(self, words: str, *, live: bool) -> None:
        padded = words.ljust(self._longest)
        self._longest = len(words)
        text = (f"\r{padded}" if self._live else words) + ("" if live else "\n")
        if isinstance(self._out, OutputWrapper):
            self._out.write(text, ending="")
        else:
            self._out.write(text)
        self._out.flush()


def span(progress: Progress) -> str:
    """` · 0:40–1:10 left`, or nothing when nobody knows."""
    if progress.low is None or progress.high is None or progress.made == progress.total:
        return ""
    low, high = clock(progress.low), clock(progress.high)
    return f" · {low} left" if low == high else f" · {low}–{high} left"


def clock(seconds: int) -> str:
    """`1:05`, or `1:02:05` from an hour on."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
