"""One run of a pipeline: put in place, hurried as far as its quality allows, shown while it is made, stopped when told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from generation.drivers import Tell, Watched
from generation.drivers.diffusing import attending, caching, compiling, heeding, latents
from generation.drivers.diffusing.placing import Placing, card_lost
from generation.operation import Lost

STEPS = 0.9  # of the progress: the rest is decoding


class Watch:
    """What a person sees of a run: how many steps are done and, where `tell` can show it, what they have come to."""

    def __init__(self, pipe: Any, tell: Tell, steps: int, grid: latents.Grid) -> None:
        self._tell, self._steps, self._grid, self._pipe = tell, steps, grid, pipe
        self._before: Any = None
        # Measured before the first step: between two of them the VAE would have to change places with the network.
        self._colours = latents.matrix(pipe) if isinstance(tell, Watched) else None

    def stepped(self, done: int, of: int) -> None:
        """A step is done; raises Cancelled as `tell` does."""
        self._tell(min(STEPS, STEPS * done / max(1, of)), f"{done}/{of}")

    def heard(self, pipe: Any, step: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
        """What a pipeline calls at the end of each step."""
        of = getattr(pipe, "num_timesteps", None) or self._steps
        found = values.get("latents")
        if self._colours is not None and found is not None and isinstance(self._tell, Watched) and self._tell.due():
            clean = latents.clean(self._before, found, pipe.scheduler, step)
            picture = latents.shown(clean, pipe, self._colours, self._grid, (step + 1) / max(1, of))
            if picture is not None:
                self._tell.show(picture)
        self._before = found if self._colours is not None else None
        self.stepped(step + 1, of)
        return values

    @contextmanager
    def heeding(self) -> Iterator[None]:
        """A wish to stop is looked for within what has no steps too, where `tell` can be asked."""
        if not isinstance(self._tell, Watched):
            yield
            return
        with heeding.heeded(self._pipe, self._tell.look):
            yield


def run(pipe: Any, placing: Placing, quality: str, steps: int, shape: tuple[int, int, int], call: Callable[[], Any]) -> Any:
    """What `call` makes with the pipeline, as quickly as may be. `shape`: width, height, frames, all of the model's own.

    A final is computed in full: only how it is computed is chosen. A draft may leave out steps that change little.

    Raises:
        Lost: GPU_LOST, when the card failed; nothing more can be computed on it in this process.
    """
    networks = [found for name in ("transformer", "transformer_2", "unet") if (found := getattr(pipe, name, None)) is not None]
    for again in (False, True):
        try:
            with ExitStack() as stack:
                stack.enter_context(placing.at_work(pipe))
                for network in networks[:1]:
                    stack.enter_context(attending.best(network, placing.device))
                plain = stack.enter_context(caching.cached(pipe, quality, steps))
                for network in networks:
                    stack.enter_context(compiling.compiled(network, None if plain else shape, placing.device, placing.level))
                return call()
        except Exception as problem:
            if card_lost(problem):
                raise Lost(
                    f"The graphics card failed while this was made ({str(problem).splitlines()[0][:200]}). It is tried again on "
                    "another worker; this one leaves the card alone until it answers again.",
                    "GPU_LOST",
                ) from problem
            if again or not [True for network in networks if compiling.failed(network, problem)]:
                raise
    raise AssertionError  # the second time returns or raises
