"""A LoRA as a safetensors file whose bytes hang on nothing but what is in it: the library writes its description in any order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def save(tensors: Mapping[str, np.ndarray[Any, Any]], path: Path, said: Mapping[str, str]) -> None:
    """Write float32 tensors by name, sorted, with what the file says of itself."""
    header: dict[str, Any] = {"__metadata__": dict(sorted(said.items()))}
    at = 0
    for name in sorted(tensors):
        size = tensors[name].size * 4
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [at, at + size]}
        at += size
    raw = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    raw += b" " * (-len(raw) % 8)
    with path.open("wb") as file:
        file.write(len(raw).to_bytes(8, "little"))
        file.write(raw)
        for name in sorted(tensors):
            file.write(np.ascontiguousarray(tensors[name], "<f4").tobytes())
