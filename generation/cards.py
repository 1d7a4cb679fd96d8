"""The cards of a machine: which process has which, what is left to them, and whether the one of this process is well."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from generation import checkpoints
from generation.catalogue import Entry
from generation.operation import BadInput, Hindered, Queue

log = logging.getLogger(__name__)

LOST = "GPU_LOST"  # the code of a failure after which nothing more can be computed on the card in the same process
REBORN = 75  # with this a process ends that its parent shall start anew
_LARGE = 1 << 30  # bytes of weights from which on a diffusion model is hopeless without a card
_PROBE = "import torch; one = torch.ones(8, device='cuda'); raise SystemExit(float((one + one).sum()) != 16.0)"
_AGAIN = 30.0  # wall-clock time between two looks at a card that failed
QUEUES = ("interactive", "gpu", "cpu")


@dataclass(frozen=True)
class Post:
    """A group of worker processes: its name, the queues it serves, how many processes, and what its environment says besides."""

    name: str
    queues: tuple[str, ...]
    count: int
    environment: Mapping[str, str] = field(default_factory=dict)


def cards() -> tuple[str, ...]:
    """The cards that workers of this machine may use, by the names that CUDA_VISIBLE_DEVICES takes.

    FILMWRIGHT_CARDS names them ("0,1", or "none"); else CUDA_VISIBLE_DEVICES does, else all that the driver knows are taken.
    """
    if os.environ.get("FILMWRIGHT_DEVICE") == "cpu":
        return ()
    for variable in ("FILMWRIGHT_CARDS", "CUDA_VISIBLE_DEVICES"):
        said = os.environ.get(variable)
        if said is not None:
            named = [one.strip() for one in said.split(",")]
            if len(set(named)) < len(named):
                raise BadInput(f"{variable} is {said!r}: a card is named twice. Each gets one worker.", "SETTING_INVALID")
            return () if said.strip() in ("", "none", "-1") else tuple(one for one in named if one)
    asked = shutil.which("nvidia-smi")
    if not asked:
        return ()
    query = [asked, "--query-gpu=uuid", "--format=csv,noheader"]
    found = subprocess.run(query, capture_output=True, text=True, check=False)
    return tuple(one.strip() for one in found.stdout.splitlines() if one.strip()) if found.returncode == 0 else ()


def posts(processes: int) -> list[Post]:
    """One process for each card, which makes what needs one, and `processes` more for all else; without a card these make all."""
    found = cards()
    if not found:
        return [Post("worker", QUEUES, processes)]
    # A card is given by its name alone: the process sees no other one, and does without rather than use the processor.
    each = [
        Post(f"card{at}", ("gpu",), 1, {"CUDA_VISIBLE_DEVICES": card, "FILMWRIGHT_DEVICE": "cuda"})
        for at, card in enumerate(found)
    ]
    others = {"CUDA_VISIBLE_DEVICES": "", "FILMWRIGHT_DEVICE": "cpu"}
    return [*each, Post("worker", ("interactive", "cpu"), processes, others)]


def wanted(entry: Entry) -> bool:
    """Does this checkpoint want a card? What does not is made by any worker, so that it waits for no card."""
    return entry.gpu > 0 or (entry.driver.startswith("generation.drivers.diffusion:") and entry.size > _LARGE)


def queue_of(queue: Queue, entry: Entry | None) -> Queue:
    """The queue of a node: what could use a card but whose checkpoint needs none waits for no card."""
    return Queue.CPU if queue == Queue.GPU and (entry is None or not wanted(entry)) else queue


def require(entry: Entry) -> None:
    """Raises Hindered (NO_CARD) for a large checkpoint that wants a card where there is none, unless FILMWRIGHT_DEVICE=cpu."""
    if not wanted(entry) or os.environ.get("FILMWRIGHT_DEVICE") == "cpu" or _size(entry) < _LARGE:
        return
    import torch

    if not torch.cuda.is_available():
        raise Hindered(
            f"{entry.title} needs a graphics card with {entry.gpu or '?'} GiB, and there is none here. Choose a model that runs "
            "without one, or start a worker on a machine that has one (docs/deploying.md).",
            "NO_CARD",
        )


def _size(entry: Entry) -> int:
    """Bytes as they lie there: a tiny stand-in under the name of a great model runs anywhere."""
    place = checkpoints.root() / entry.id
    return sum(one.stat().st_size for one in place.rglob("*.safetensors") if one.is_file())


class Health:
    """Whether this process can compute on its card. After a failure it cannot until it is started anew on a card that answers."""

    def __init__(self, probe: Sequence[str] = (sys.executable, "-c", _PROBE)) -> None:
        self.probe = probe
        self.left: set[str] = set()  # checkpoints that were being used when the card failed
        self._looked = 0.0

    @property
    def well(self) -> bool:
        """Has nothing failed?"""
        return not self.left

    def lost(self, checkpoint: str) -> None:
        """The card failed while this checkpoint was used."""
        log.error("The card failed under %s; this process leaves cards alone until one answers again.", checkpoint or "a network")
        self.left.add(checkpoint or "?")
        self._looked = time.monotonic()

    def able(self, queues: Collection[str]) -> list[str]:
        """Those of these queues that this process can serve."""
        return [one for one in queues if self.well or one != "gpu"]

    def reborn(self) -> bool:
        """Did the card fail, and does it answer again? Then this process is to be started anew: what it has of it is dead.

        Looks at most every half minute, in a process of its own; cheap in between, and while all is well.
        """
        if self.well or time.monotonic() - self._looked < _AGAIN:
            return False
        self._looked = time.monotonic()
        try:
            return subprocess.run(self.probe, capture_output=True, timeout=120, check=False).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            return False


health = Health()
