"""Keeps the studio's processes running beside each other and ends them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WARM = 20  # how long a process may take to end by itself, in wall-clock s
SHORT = 10  # a process that lived less than this died at its start, in wall-clock s
TRIES = 3  # so many deaths at the start, one after the other, and the process is given up
KEPT = 8 * 2**20  # a log larger than this is begun anew at the next start, in bytes; one older is kept
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


class GaveUp(Exception):
    """A process cannot be kept running; the message holds its last words."""


@dataclass
class Child:
    """One process: its command, its log, and how often it died at its start."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    deaths: int = 0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor; it ends when the supervisor is killed."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > KEPT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as words:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                env={**os.environ, **self.environment},
                start_new_session=True,
                preexec_fn=_end_with_parent,  # one thread, and nothing else ends an orphan
            )
        self.started = time.monotonic()

    def ended(self) -> bool:
        """Is it gone?"""
        return self.process is None or self.process.poll() is not None

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


class Supervisor:
    """Starts children, starts them again when they die, and ends them all."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)

    def start(self) -> None:
        """Start all."""
        for child in self.children:
            child.start()

    def look(self) -> list[str]:
        """Start again what died since the last look; returns a sentence for each.

        Raises:
            GaveUp: when one died at its start for the third time.
        """
        news = []
        for child in self.children:
            if not child.ended():
                continue
            assert child.process is not None
            child.deaths = child.deaths + 1 if time.monotonic() - child.started < SHORT else 1
            if child.deaths >= TRIES:
                raise GaveUp(f"The {child.name} ends as soon as it starts. Its last words ({child.log}):\n{child.last_words()}")
            news.append(f"The {child.name} ended ({_reason(child.process.returncode)}) and was started again; {child.log}")
            child.start()
        return news

    def stop(self) -> None:
        """Ask all to end, wait for the work at hand, then kill what is left. Leases give unfinished work back."""
        for child in self.children:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + WARM
        while time.monotonic() < deadline and not all(child.ended() for child in self.children):
            time.sleep(0.05)
        for child in self.children:
            _signal(child, signal.SIGKILL, group=True)
            if child.process is not None:
                child.process.wait()


def _signal(child: Child, number: signal.Signals, group: bool = False) -> None:
    if child.process is None or (child.ended() and not group):
        return
    try:
        (os.killpg if group else os.kill)(child.process.pid, number)
    except ProcessLookupError:  # it ended in between
        return


def _end_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _reason(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"
