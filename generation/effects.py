"""What an operation tells of itself when it is laid over a clip as an effect: asked of its parameters, answered by default here.

An effect is an operation whose first port is a `Video`, whose other ports may be left out, and which returns a `Video` of the
same size, rate and length. Its parameter model may have any of these methods; none is needed:

- `does_nothing(self) -> bool`: the clip would come out as it went in, so that the effect is left out of the recipe.
- `needs(self) -> tuple[str, ...]`: ports without which there is nothing to do (`("reference",)`). While a person has given
  none, or what was given is gone, the effect is left out as well, and the browser says what is missing.
- `plans(self) -> tuple[str, ...]`: ports that the planner fills by itself where it can: `("depth",)` gets `guide.depth` over
  the clip that comes in, where a network for it is installed. Without the method, a port called `depth` is always filled.
- `looks(self) -> int`: how many frames before and after each one it looks at, 0 by default; `WHOLE` where it measures the whole
  clip. A trial of one frame is made on that stretch of the clip, at most `AROUND` to each side, and small: what is measured over
  the whole clip is then measured over a second, until the film itself is made, from which the trial is taken as soon as it is.
- `part(self, first: int, frames: int) -> Self`: the same for a stretch that begins at frame `first` of a clip of so many frames,
  where more depends on the time than `keys` do: a move that goes from the first frame to the last.
"""

from __future__ import annotations

from typing import Any

WHOLE = 1_000_000
AROUND = 12  # frames to each side that a trial looks at, at most


def does_nothing(params: Any) -> bool:
    """Whether an effect with these parameters gives back what it was given: its parameter model says so, or nobody does."""
    return bool(_said(params, "does_nothing", False))


def needs(params: Any) -> tuple[str, ...]:
    """The ports without which it has nothing to do."""
    return tuple(_said(params, "needs", ()))


def plans(params: Any) -> tuple[str, ...]:
    """The ports that the planner fills by itself."""
    return tuple(_said(params, "plans", ("depth",)))


def looks(params: Any) -> int:
    """Frames before and after each one that it looks at."""
    return int(_said(params, "looks", 0))


def part(params: Any, first: int, frames: int) -> Any:
    """The parameters for a stretch of a clip of so many frames that begins at `first`; None where they know nothing of that."""
    says = getattr(params, "part", None)
    return says(first, frames) if callable(says) else None


def _said(params: Any, name: str, default: Any) -> Any:
    says = getattr(params, name, None)
    return says() if callable(says) else default
