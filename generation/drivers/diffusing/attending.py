"""The quickest attention that is really there: each kind is run once on this card, held to torch's own, and timed."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import time
from contextlib import AbstractContextManager
from typing import Any

from generation.operation import BadInput

log = logging.getLogger(__name__)
_USUAL = "native"
_MASKED = ("native", "_native_cudnn", "_native_flash", "_native_efficient")  # torch's own; not all of them take a mask
_PLAIN = (*_MASKED, "flash", "_flash_3", "xformers")  # from other packages; exact too, but without masks
_NEVER_MASKED = ("WanTransformer3DModel", "WanVACETransformer3DModel", "FluxTransformer2DModel")
_SHAPE = (1, 8192, 12, 128)  # of what is timed: batch, tokens, heads, width
_FAR = 0.02  # from torch's own answer, in bfloat16, of values about 1


def best(network: Any, device: str) -> AbstractContextManager[Any]:
    """Everything within attends by the quickest exact kind for this network; FILMWRIGHT_ATTENTION names another.

    Kinds that round more (8 bits) change the picture and are never taken by themselves.

    Raises:
        BadInput: SETTING_INVALID, for a kind that is not there.
    """
    if not hasattr(network, "set_attention_backend"):
        return contextlib.nullcontext()
    named = os.environ.get("FILMWRIGHT_ATTENTION", "auto")
    masked = type(network).__name__ not in _NEVER_MASKED
    name = _quickest(masked) if named == "auto" and device != "cpu" else _USUAL if named == "auto" else named
    return _by(name)


def _by(name: str) -> AbstractContextManager[Any]:
    from diffusers.models.attention_dispatch import AttentionBackendName, attention_backend

    known = sorted(one.value for one in AttentionBackendName)
    if name not in known:
        raise BadInput(f"FILMWRIGHT_ATTENTION is {name!r}; it can be auto, {', '.join(known)}.", "SETTING_INVALID")
    try:
        chosen = attention_backend(name)
        chosen.__enter__()
        chosen.__exit__(None, None, None)
    except (RuntimeError, ValueError, ImportError) as problem:
        raise BadInput(f"FILMWRIGHT_ATTENTION is {name!r}, which is not there: {problem}", "SETTING_INVALID") from problem
    return attention_backend(name)


@functools.cache
def _quickest(masked: bool) -> str:
    taken = {name: took for name in (_MASKED if masked else _PLAIN) if (took := tried(name, "cuda", masked)) is not None}
    log.info("attention%s: %s", " with masks" if masked else "", taken)
    # A tenth is within what a run differs from another; torch's own is kept then.
    chosen = min(taken, key=lambda name: taken[name], default=_USUAL)
    return chosen if taken.get(chosen, 1.0) < 0.9 * taken.get(_USUAL, float("inf")) else _USUAL


def tried(name: str, device: str, masked: bool, shape: tuple[int, int, int, int] = _SHAPE) -> float | None:
    """Wall-clock time of one attention of this kind, or None where it is not there, fails, or gives something else."""
    import torch
    from diffusers.models.attention_dispatch import attention_backend, dispatch_attention_fn

    draw = torch.Generator("cpu").manual_seed(0)
    query, key, value = (torch.randn(shape, generator=draw).to(device, torch.bfloat16) for _ in range(3))
    mask = None
    if masked:
        mask = torch.ones(shape[0], 1, 1, shape[1], dtype=torch.bool, device=device)
        mask[..., shape[1] // 2 :] = False

    def run(kind: str) -> Any:
        with attention_backend(kind), torch.no_grad():
            made = dispatch_attention_fn(query, key, value, attn_mask=mask)
        if device != "cpu":
            torch.cuda.synchronize()
        return made

    try:
        right, made = run(_USUAL), run(name)
        if made.shape != right.shape or float((made.float() - right.float()).abs().max()) > _FAR:
            return None
        times = []
        for _ in range(3):
            began = time.perf_counter()
            run(name)
            times.append(time.perf_counter() - began)
        return min(times)
    except Exception as problem:
        from generation.drivers.diffusing.placing import card_lost

        if card_lost(problem):
            raise
        log.debug("attention %s: %s", name, problem)
        return None
