"""Blocks of a network compiled for the shapes that come again and again; what comes once runs as it is.

Compiling costs a minute and pays only when the same shape is drawn often. So a shape is compiled when it is asked for the second
time, and at most `_WARM` shapes are kept warm for each network: beyond that the compiler would begin to guess shapes, and slow
down what is warm. torch keeps compiled code on the disk, so a worker that starts anew is warm within seconds.
"""

from __future__ import annotations

import contextlib
import logging
import os
import weakref
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from generation.operation import BadInput

log = logging.getLogger(__name__)
_WARM = 6
_MOST = 256  # shapes of all blocks of all networks
_SETTINGS = ("auto", "never", "always")
_asked: weakref.WeakKeyDictionary[Any, dict[Hashable, int]] = weakref.WeakKeyDictionary()
_warm: weakref.WeakKeyDictionary[Any, set[Hashable]] = weakref.WeakKeyDictionary()
_broken: weakref.WeakSet[Any] = weakref.WeakSet()


def setting() -> str:
    """FILMWRIGHT_COMPILE: auto (on a card, from the second time on), never, always.

    Raises:
        BadInput: SETTING_INVALID.
    """
    said = os.environ.get("FILMWRIGHT_COMPILE", "auto")
    if said not in _SETTINGS:
        raise BadInput(f"FILMWRIGHT_COMPILE is {said!r}; it can be {', '.join(_SETTINGS)}.", "SETTING_INVALID")
    return said


@contextmanager
def compiled(network: Any, shape: Hashable | None, device: str, level: str) -> Iterator[bool]:
    """Within this, the network's blocks are compiled if this shape is warm or becomes so, else they run as they are; which."""
    import torch

    taken = wanted(network, shape, device, level)
    if taken and network not in _warm:
        # All networks of a process share the compiler's count of shapes: its own limit is meant for one.
        torch._dynamo.config.recompile_limit = max(torch._dynamo.config.recompile_limit, _MOST)
        torch._dynamo.config.accumulated_recompile_limit = max(torch._dynamo.config.accumulated_recompile_limit, 4 * _MOST)
        network.compile_repeated_blocks(dynamic=False)
        _warm[network] = set()
    if taken:
        _warm[network].add(shape)
    with torch.compiler.set_stance("force_eager") if network in _warm and not taken else contextlib.nullcontext():
        yield taken


def wanted(network: Any, shape: Hashable | None, device: str, level: str) -> bool:
    """Is this shape to be compiled? Asking counts. None: what is left out changes from step to step, so nothing is."""
    said = setting()
    if shape is None:
        return False
    times = _asked.setdefault(network, {})
    times[shape] = times.get(shape, 0) + 1
    if said == "never" or network in _broken or not getattr(network, "_repeated_blocks", None):
        return False
    if level != "none" or getattr(network, "peft_config", None):  # what moves or changes its weights is compiled again and again
        return False
    warm = _warm.get(network, set())
    if shape in warm:
        return True
    if len(warm) >= _WARM:
        return False
    return said == "always" or (device != "cpu" and times[shape] >= 2)


def failed(network: Any, problem: BaseException) -> bool:
    """Was it the compiler that failed? Then this network is left as it is from now on, and can be run again."""
    if network not in _warm or network in _broken:
        return False
    home = type(problem).__module__
    if not home.startswith(("torch._dynamo", "torch._inductor", "triton")):
        return False
    log.warning("%s is not compiled any more: %s", type(network).__name__, str(problem).split("\n", 1)[0])
    _broken.add(network)
    return True
