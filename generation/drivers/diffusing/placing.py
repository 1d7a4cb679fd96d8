"""Where the weights of a pipeline lie: all on the card, a part at a time, or a layer at a time; and the VAE whole or in tiles."""

from __future__ import annotations

import gc
import os
from typing import Any

from generation.drivers.diffusing import opening
from generation.operation import BadInput

LEVELS = ("none", "model", "group")  # of offload, from the quickest to the smallest
_WORK = 1.3  # weights and what a step needs besides them, by rule of thumb
_SPARE = 2 << 30  # bytes of the card that are left for others


def device() -> str:
    """The card of this worker, else the CPU. CUDA_VISIBLE_DEVICES says which card; FILMWRIGHT_DEVICE=cpu leaves it alone."""
    import torch

    named = os.environ.get("FILMWRIGHT_DEVICE", "")
    if named not in ("", "cpu", "cuda"):
        raise BadInput(f"FILMWRIGHT_DEVICE is {named!r}; it can be cpu or cuda.", "SETTING_INVALID")
    return "cuda" if named != "cpu" and torch.cuda.is_available() else "cpu"


class Placing:
    """The place of one checkpoint's weights. `level` only ever goes down the list: what was too much stays too much."""

    def __init__(self, pipe: Any, device: str) -> None:
        self.device = device
        self.level = self._first(pipe)
        self.tiled = os.environ.get("FILMWRIGHT_VAE", "whole") == "tiled"
        self._placed: tuple[Any, str] | None = None

    def ready(self, pipe: Any) -> None:
        """Put a pipeline's parts where they belong; cheap when they are there."""
        vae = getattr(pipe, "vae", None)
        if self.tiled and vae is not None:
            for switch in ("enable_tiling", "enable_slicing"):
                if hasattr(vae, switch):
                    getattr(vae, switch)()
        if self._placed is not None and self._placed[0] is pipe and self._placed[1] == self.level:
            return
        if self.device != "cpu":
            self._move(pipe)
        self._placed = (pipe, self.level)

    def smaller(self) -> str | None:
        """Free what is free and go to the next smaller setting: what it is called, or None when there is none."""
        import torch

        gc.collect()
        if self.device != "cpu":
            torch.cuda.empty_cache()
            following = LEVELS[LEVELS.index(self.level) + 1 :]
            if following:
                self.level, self.tiled = following[0], True
                return f"offload {self.level}, VAE in tiles"
        if not self.tiled:
            self.tiled = True
            return "VAE in tiles"
        return None

    def _first(self, pipe: Any) -> str:
        wanted = os.environ.get("FILMWRIGHT_OFFLOAD", "auto")
        if wanted not in ("auto", *LEVELS):
            raise BadInput(f"FILMWRIGHT_OFFLOAD is {wanted!r}; it can be auto, {', '.join(LEVELS)}.", "SETTING_INVALID")
        if wanted != "auto" or self.device == "cpu":
            return "none" if self.device == "cpu" else wanted
        import torch

        free = torch.cuda.mem_get_info()[0] - _SPARE
        parts = opening.sizes(pipe)
        if sum(parts.values()) * _WORK <= free:
            return "none"
        return "model" if max(parts.values(), default=0) * _WORK <= free else "group"

    def _move(self, pipe: Any) -> None:
        import torch

        if self._placed is not None:
            if self._placed[1] == self.level == "group":
                return  # the hooks are the parts' own, which all pipelines of the family share
            self._placed[0].remove_all_hooks()
        if self.level == "none":
            pipe.to(self.device)
        elif self.level == "model":
            pipe.to("cpu")
            pipe.enable_model_cpu_offload(device=self.device)
        else:
            pipe.to("cpu")
            pipe.enable_group_offload(
                onload_device=torch.device(self.device), offload_device=torch.device("cpu"), offload_type="leaf_level",
                use_stream=True, low_cpu_mem_usage=True,
            )  # fmt: skip


def too_much(problem: BaseException) -> bool:
    """Is it memory that ran out, on the card or beside it?"""
    import torch

    if isinstance(problem, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(problem, RuntimeError) and any(
        words in str(problem) for words in ("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED")
    )
