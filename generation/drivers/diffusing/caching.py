"""Steps that are nearly the same as the one before are not computed anew (first-block cache): in drafts only.

A cache changes the picture a little. A draft says by its quality that it may, and `quality` is part of what identifies a
result; how near is near enough stands here and in no setting, so the same key gives the same picture. A final is never cached.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

NEAR: Mapping[str, float] = {  # share by which the first block's change may differ between two steps, by network
    "WanTransformer3DModel": 0.08,
    "LTXVideoTransformer3DModel": 0.05,
    "HunyuanVideoTransformer3DModel": 0.06,
    "CogVideoXTransformer3DModel": 0.05,
    "FluxTransformer2DModel": 0.08,
    "QwenImageTransformer2DModel": 0.08,
}
_BLOCKS = ("blocks", "transformer_blocks", "single_transformer_blocks", "layers")
_FEW = 8  # steps: models that need fewer have nothing to leave out


def fits(network: Any, steps: int) -> bool:
    """Is there a first-block cache for this network, and enough steps for it to be of use?"""
    blocks = sum(len(getattr(network, name, ())) for name in _BLOCKS)
    return steps >= _FEW and blocks >= 2 and type(network).__name__ in NEAR and hasattr(network, "enable_cache")


def minds(pipe: Any) -> bool:
    """Does the pipeline tell its network which pass is which? Without that there is nothing that a cache could be kept by."""
    return "cache_context(" in inspect.getsource(type(pipe).__call__)


@contextmanager
def cached(pipe: Any, quality: str, steps: int) -> Iterator[bool]:
    """Within this, a draft's steps are cached where the network can; whether they are. Nothing of it stays afterwards."""
    from diffusers.hooks.first_block_cache import FirstBlockCacheConfig

    networks = [network for name in ("transformer", "transformer_2") if (network := getattr(pipe, name, None)) is not None]
    may = quality == "draft" and minds(pipe)
    chosen = [network for network in networks if may and fits(network, steps)]
    for network in chosen:
        network.enable_cache(FirstBlockCacheConfig(threshold=NEAR[type(network).__name__]))
    try:
        yield bool(chosen)
    finally:
        for network in chosen:
            network.disable_cache()
