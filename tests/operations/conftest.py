"""A context whose checkpoints are tiny pipelines of the real classes, saved once, with windows of few frames."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from generation.drivers.diffusion import Diffusion
from generation.local import LocalContext

WINDOW = 9  # frames that a tiny model makes in one go


class Tiny(LocalContext):
    """Opens `tiny-…@1`: a pipeline of `tests.generation.tiny_diffusion`; everything else as always."""

    def __init__(self, folder: Path, driver: Callable[[str], Diffusion]) -> None:
        super().__init__(folder)
        self._driver = driver

    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        """A tiny driver, or a checkpoint."""
        if checkpoint.startswith("tiny-"):
            return nullcontext(self._driver(checkpoint.removeprefix("tiny-").partition("@")[0].replace("-", "_")))
        return super().open(checkpoint)


@pytest.fixture(scope="session")
def tiny_drivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Diffusion]]:
    """Drivers by the name of what builds them, opened when first asked for; they make `WINDOW` frames at any rate."""
    import torch

    from tests.generation import tiny_diffusion as tiny
    from tests.generation import tiny_further as further
    from tests.generation.tinies import opened

    made: dict[str, Diffusion] = {}
    place, threads = tmp_path_factory.mktemp("tiny-clips"), torch.get_num_threads()
    torch.set_num_threads(1)

    def driver(name: str) -> Diffusion:
        if name not in made:
            made[name] = opened(tiny.saved(getattr(tiny if hasattr(tiny, name) else further, name), place / name), steps=1)
            made[name].family = dataclasses.replace(made[name].family, longest=WINDOW, rate=None)
        return made[name]

    yield driver
    torch.set_num_threads(threads)


@pytest.fixture
def tiny(tmp_path: Path, tiny_drivers: Callable[[str], Diffusion]) -> Tiny:
    """A context of this test."""
    return Tiny(tmp_path / "scratch", tiny_drivers)
