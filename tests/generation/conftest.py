"""Tiny diffusion models, saved once for all tests that open them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.generation import tinies as shared


@pytest.fixture(scope="session")
def tinies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Folders of saved tiny pipelines by name, made when first asked for."""
    import torch

    from tests.generation import tiny_diffusion as tiny
    from tests.generation import tiny_further

    class Made(dict[str, Path]):
        def __missing__(self, name: str) -> Path:
            self[name] = tiny.saved(getattr(tiny, name, None) or getattr(tiny_further, name), place / name)
            return self[name]

    place, threads = tmp_path_factory.mktemp("tiny"), torch.get_num_threads()
    torch.set_num_threads(1)
    yield Made()
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture with something to see in it."""
    path = tmp_path_factory.mktemp("pictures") / "painted.png"
    shared.blocks(1).save(path)
    return path
