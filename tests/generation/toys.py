"""Small real operations for testing the build system: they write files, count their runs, wait and fail when told to."""

from __future__ import annotations

import os
import time
from pathlib import Path

from generation.media import Data
from generation.operation import BadInput, Context, Defect, Exhausted, Parameters, Queue, operation, recipe
from generation.recipe import Recipe


class Paint(Parameters):
    """What to write, and how to misbehave."""

    words: str = "paint"
    seed: int = 0
    frames: int = 1
    ill: str = ""
    added: str = ""


def runs_file() -> Path:
    """Where each run leaves a line."""
    return Path(os.environ["FILMWRIGHT_HOME"]) / "runs.txt"


def go_file() -> Path:
    """What is "held" waits until this is there."""
    return Path(os.environ["FILMWRIGHT_HOME"]) / "go.txt"


def runs() -> list[str]:
    """The words of every run so far, in order."""
    return runs_file().read_text().splitlines() if runs_file().exists() else []


def forget_runs() -> None:
    """Start counting anew, and hold what is to be held."""
    runs_file().unlink(missing_ok=True)
    go_file().unlink(missing_ok=True)


def _ran(words: str) -> None:
    with runs_file().open("a") as file:
        file.write(words + "\n")


@operation("toy.paint", version=1, queue=Queue.CPU)
def paint(*, params: Paint, context: Context) -> Data:
    """Write words."""
    _ran(params.words)
    if params.ill == "bad":
        raise BadInput("There is no face in this picture. Choose another.", "NO_FACE_FOUND")
    if params.ill == "defect":
        raise ZeroDivisionError("a defect")
    if params.ill == "memory":
        raise MemoryError
    if params.ill == "exhausted":
        raise Exhausted("The card is full: try a smaller size.", "OUT_OF_MEMORY")
    if params.ill == "known":
        raise Defect("A known defect.")
    if params.ill == "disk":
        raise OSError(28, "No space left on device")
    while params.ill == "held" and not go_file().exists():
        context.progress(0.5, "waiting")
        time.sleep(0.02)
    for step in range(60 if params.ill == "slow" else 1):
        context.progress(step / 60, "painting")
        time.sleep(0.05 if params.ill == "slow" else 0)
    return Data.write(context.scratch(".json"), {"words": params.words, "seed": params.seed, "frames": params.frames})


class Join(Parameters):
    """How to join."""

    strength: float = 1.0


@operation("toy.join", version=1, queue=Queue.GPU)
def join(parts: tuple[Data, ...], first: Data | None = None, *, params: Join, context: Context) -> Data:
    """Join what was written."""
    _ran("join")
    read = [one.read() for one in parts]
    return Data.write(context.scratch(".json"), {"parts": read, "strength": params.strength})


def film(
    shots: int = 3, *, seeds: dict[int, int] | None = None, strength: float = 1.0, ill: dict[int, str] | None = None
) -> Recipe:
    """A film of `shots` shots that share a sheet: sheet → shot → effect, and all of them joined."""
    sheet = recipe(paint, params=Paint(words="sheet"))
    finished = []
    for number in range(shots):
        drawn = recipe(
            paint, params=Paint(words=f"shot{number}", seed=(seeds or {}).get(number, 0), ill=(ill or {}).get(number, ""))
        )
        finished.append(recipe(join, params=Join(strength=strength if number == 0 else 1.0), parts=(sheet, drawn)))
    return recipe(join, params=Join(), parts=tuple(finished))
