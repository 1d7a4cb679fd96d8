"""Heeding a wish to stop within what has no steps: while words are read and while pictures are decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_PARTS = ("vae", "text_encoder", "text_encoder_2", "text_encoder_3", "image_encoder")


@contextmanager
def heeded(pipe: Any, look: Callable[[], None]) -> Iterator[None]:
    """`look` is called before every block of the VAE and the encoders; what it raises ends the run there.

    A clip is decoded a few frames at a time, each of which passes the blocks: it stops within one of them.
    """
    hooks = [
        block.register_forward_pre_hook(lambda _module, _given: look())
        for name in _PARTS
        for block in _blocks(getattr(pipe, name, None))
    ]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _blocks(part: Any) -> Iterator[Any]:
    """The blocks that a network passes one after another: what its lists hold."""
    import torch

    if isinstance(part, torch.nn.Module):
        for one in part.modules():
            if isinstance(one, torch.nn.ModuleList):
                yield from one
