"""Where the weights of a pipeline lie: all on the card, a part at a time, or a layer at a time; and the VAE whole or in tiles.

Several checkpoints share a card: what is not at work is set aside in main memory when another needs the room, and comes back
from there (a warm swap), not from the disk.
"""

from __future__ import annotations

import gc
import importlib
import os
import threading
import time
import weakref
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from generation.operation import BadInput, Lost

LEVELS = ("none", "model", "group")  # of offload, from the quickest to the smallest
WORK = 1.3  # weights and what a step needs besides them, by rule of thumb
SPARE = 2 << 30  # bytes of the card that are left for others
_HOOKS = ("group_offloading", "layer_execution_tracker", "lazy_prefetch_group_offloading")
_LOST = ("CUDA error:", "CUBLAS_STATUS_EXECUTION_FAILED", "CUDNN_STATUS_EXECUTION_FAILED", "CUDNN_STATUS_INTERNAL_ERROR")
_lies: weakref.WeakKeyDictionary[Any, tuple[Any, ...]] = weakref.WeakKeyDictionary()  # of each part how it was placed
_all: weakref.WeakSet[Placing] = weakref.WeakSet()
_lock = threading.RLock()


def device() -> str:
    """The card of this worker, else the CPU. CUDA_VISIBLE_DEVICES says which card; FILMWRIGHT_DEVICE=cpu leaves it alone.

    Raises:
        BadInput: SETTING_INVALID.
        Lost: GPU_LOST, where the card is demanded (FILMWRIGHT_DEVICE=cuda) and does not answer.
    """
    import torch

    named = os.environ.get("FILMWRIGHT_DEVICE", "")
    if named not in ("", "cpu", "cuda"):
        raise BadInput(f"FILMWRIGHT_DEVICE is {named!r}; it can be cpu or cuda.", "SETTING_INVALID")
    there = named != "cpu" and torch.cuda.is_available()
    if named == "cuda" and not there:
        raise Lost("The graphics card of this worker does not answer. Another worker tries; look at the card.", "GPU_LOST")
    return "cuda" if there else "cpu"


class Placing:
    """The place of one checkpoint's weights. `level` only ever goes down the list: what was too much stays too much."""

    def __init__(self, pipe: Any, device: str) -> None:
        self.device = device
        self._pipe = weakref.ref(pipe)
        self._works = False
        self._used = time.monotonic()
        self.level = self._first(pipe)
        self.tiled = os.environ.get("FILMWRIGHT_VAE", "whole") == "tiled"
        _all.add(self)

    @contextmanager
    def at_work(self, pipe: Any) -> Iterator[None]:
        """The parts of `pipe` lie where they belong, and no other checkpoint sets them aside meanwhile."""
        self._works, self._pipe = True, weakref.ref(pipe)
        try:
            self.ready(pipe)
            yield
        finally:
            self._works, self._used = False, time.monotonic()

    def ready(self, pipe: Any) -> None:
        """Put a pipeline's parts where they belong; cheap when they are there."""
        _cut_up(getattr(pipe, "vae", None), self.tiled)
        if self.device == "cpu" and self.level == "none":
            return
        with _lock:
            how = (self.level, self.device, weakref.ref(pipe) if self.level == "model" else None)
            loose = [part for part in parts(pipe).values() if _lies.get(part) != how]
            if loose:
                self._make_room(loose)
                self._move(pipe, loose)
                _lies.update(dict.fromkeys(parts(pipe).values(), how))

    def smaller(self) -> str | None:
        """Free what is free and go to the next smaller setting: what it is called, or None when there is none."""
        import torch

        gc.collect()
        if self.device != "cpu":
            for other in self._idle():
                other.set_aside()
            torch.cuda.empty_cache()
            following = LEVELS[LEVELS.index(self.level) + 1 :]
            if following:
                self.level, self.tiled = following[0], True
                return f"offload {self.level}, VAE in tiles"
        if not self.tiled:
            self.tiled = True
            return "VAE in tiles"
        return None

    def set_aside(self) -> int:
        """Move what lies on the card to main memory, less what another that is at work uses too; how many bytes."""
        pipe = self._pipe()
        if pipe is None or self._works:
            return 0
        needed = {id(part) for one in _all if one._works for part in parts(one._pipe()).values()}
        with _lock:
            moving = {name: part for name, part in parts(pipe).items() if id(part) not in needed and on_card(part)}
            moved = sum(size_of(part) for part in moving.values())
            for part in moving.values():
                _strip(part)
                part.to("cpu")
                _lies.pop(part, None)
        return moved

    def held(self) -> dict[Hashable, tuple[int, bool]]:
        """Of each part the bytes of its weights, and whether they lie on the card; what several share has one name."""
        return {id(part): (size_of(part), on_card(part)) for part in parts(self._pipe()).values()}

    def _first(self, pipe: Any) -> str:
        wanted = os.environ.get("FILMWRIGHT_OFFLOAD", "auto")
        if wanted not in ("auto", *LEVELS):
            raise BadInput(f"FILMWRIGHT_OFFLOAD is {wanted!r}; it can be auto, {', '.join(LEVELS)}.", "SETTING_INVALID")
        if self.device == "cpu":  # there is nothing to save, but whoever says "group" sees the same code run
            return "group" if wanted == "group" else "none"
        if wanted != "auto":
            return wanted
        sizes = [size_of(part) for part in parts(pipe).values()]
        others = sum(size for one in self._idle() for size, there in one.held().values() if there)
        free = self._free() + others - SPARE
        if sum(sizes) * WORK <= free:
            return "none"
        return "model" if max(sizes, default=0) * WORK <= free else "group"

    def _free(self) -> int:
        """Bytes of the card that can be had, with those that torch keeps for itself and does not use."""
        import torch

        kept = torch.cuda.memory_reserved() - torch.cuda.memory_allocated()
        return int(torch.cuda.mem_get_info()[0]) + int(kept)

    def _idle(self) -> list[Placing]:
        """The others that are not at work, the least used first."""
        return sorted((one for one in _all if one is not self and not one._works), key=lambda one: one._used)

    def _make_room(self, coming: list[Any]) -> None:
        if self.device == "cpu":
            return
        sizes = [size_of(part) for part in coming if not on_card(part)]
        need = sum(sizes) if self.level == "none" else max(sizes, default=0) if self.level == "model" else 0
        for other in self._idle():
            if need * WORK + SPARE <= self._free():
                return
            other.set_aside()

    def _move(self, pipe: Any, loose: list[Any]) -> None:
        import torch

        if self.level == "none":
            for part in loose:
                _strip(part)
                part.to(self.device)
        elif self.level == "model":
            for part in parts(pipe).values():
                _strip(part)
                part.to("cpu")
            pipe.enable_model_cpu_offload(device=self.device)
        else:
            from diffusers.hooks.group_offloading import apply_group_offloading

            for part in loose:
                _strip(part)
                part.to("cpu")
                if not getattr(part, "_supports_group_offloading", True):
                    part.to(self.device)
                    continue
                apply_group_offloading(
                    part, onload_device=torch.device(self.device), offload_device=torch.device("cpu"),
                    offload_type="leaf_level", use_stream=self.device != "cpu", low_cpu_mem_usage=True,
                )  # fmt: skip


def set_all_aside() -> None:
    """Leave the card to what comes next: every checkpoint that is not at work waits in main memory."""
    for one in list(_all):
        one.set_aside()


def parts(pipe: Any) -> dict[str, Any]:
    """The networks of a pipeline by name; none of one that is gone."""
    import torch

    if pipe is None:
        return {}
    return {name: part for name, part in pipe.components.items() if isinstance(part, torch.nn.Module)}


def size_of(part: Any) -> int:
    """Bytes of a network's weights, as they lie in memory."""
    return sum(one.numel() * one.element_size() for group in (part.parameters(), part.buffers()) for one in group)


def on_card(part: Any) -> bool:
    """Does any of its weights lie on a card?"""
    return any(one.device.type not in ("cpu", "meta") for one in part.parameters())


def _cut_up(vae: Any, tiled: bool) -> None:
    """Decode in tiles and slices, or whole; a VAE that two checkpoints share may have been left otherwise by the other."""
    for switch, state in (("tiling", "use_tiling"), ("slicing", "use_slicing")):
        if vae is not None and hasattr(vae, f"enable_{switch}") and bool(getattr(vae, state, False)) != tiled:
            getattr(vae, f"{'enable' if tiled else 'disable'}_{switch}")()


def _strip(part: Any) -> None:
    """Take off whatever moves its weights about."""
    from diffusers.hooks.hooks import HookRegistry

    if hasattr(part, "_hf_hook"):
        importlib.import_module("accelerate.hooks").remove_hook_from_module(part, recurse=True)
    if any(hasattr(one, "_diffusers_hook") for one in part.modules()):
        registry = HookRegistry.check_if_exists_or_initialize(part)
        for name in _HOOKS:
            registry.remove_hook(name, recurse=True)


def too_much(problem: BaseException) -> bool:
    """Is it memory that ran out, on the card or beside it?"""
    import torch

    if isinstance(problem, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(problem, RuntimeError) and any(
        words in str(problem) for words in ("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED")
    )


def card_lost(problem: BaseException) -> bool:
    """Is it the card itself that failed? After that nothing more can be computed on it in this process."""
    import torch

    if too_much(problem) or not isinstance(problem, RuntimeError):
        return False
    return isinstance(problem, torch.AcceleratorError) or any(words in str(problem) for words in _LOST)
