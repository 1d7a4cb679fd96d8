"""Where a training stands: weights, the optimizer's memory and the step, in one file that is whole or not there."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FILE = "training.safetensors"


class Notebook:
    """The file of one training, in the folder that outlives its runs. `of` says which training it is."""

    def __init__(self, folder: Path, of: Mapping[str, Any]) -> None:
        self._path, self._of = folder / _FILE, json.dumps(of, sort_keys=True)

    def write(self, step: int, weights: Mapping[str, Any], optimizer: Any, first: float) -> None:
        """Keep what is needed to go on after `step`; `first` is how wrong it was before the first one."""
        from safetensors.torch import save_file

        tensors = {f"w.{name}": one.detach().cpu().contiguous() for name, one in weights.items()}
        for name, one in weights.items():
            for key, value in optimizer.state.get(one, {}).items():
                tensors[f"{key}.{name}"] = value.detach().cpu().contiguous()
        part = self._path.with_name(f".{uuid.uuid4().hex}")
        try:
            save_file(tensors, str(part), metadata={"step": str(step), "of": self._of, "first": repr(first)})
            os.replace(part, self._path)
        finally:
            part.unlink(missing_ok=True)

    def read(self, weights: Mapping[str, Any], optimizer: Any) -> tuple[int, float | None]:
        """Put everything back where it was: the step it was after, and `first`; (0, None) when there is nothing of this training.

        A file that is damaged or of another training counts as none.
        """
        import torch
        from safetensors import SafetensorError, safe_open

        if not self._path.is_file():
            return 0, None
        try:
            with safe_open(str(self._path), framework="pt") as file:
                said = file.metadata() or {}
                held = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
        except (SafetensorError, OSError):
            return 0, None
        if said.get("of") != self._of or any(f"w.{name}" not in held for name in weights):
            return 0, None
        with torch.no_grad():
            for name, one in weights.items():
                one.copy_(held[f"w.{name}"])
                memory = {
                    key: held[f"{key}.{name}"].to(one.device if key != "step" else "cpu")
                    for key in ("step", "exp_avg", "exp_avg_sq")
                    if f"{key}.{name}" in held
                }
                if memory:
                    optimizer.state[one] = memory
        return int(said["step"]), float(said["first"])
