"""Embeddings between operations: safetensors in float16, so that the browser's decoder and the server's read the same numbers.

Written by hand in 8 + n bytes of header: the library orders metadata anew in every process, and equal embeddings must be equal
bytes. Any reader of safetensors takes them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load

from generation.operation import BadInput

Tensors = dict[str, npt.NDArray[np.float32]]


class Looked(NamedTuple):
    """What a network saw in a picture: its tensors, which network it was, and the picture's size in pixels."""

    tensors: Tensors
    checkpoint: str
    width: int
    height: int


def packed(looked: Looked) -> bytes:
    """The file: tensors in float16 by name, `__metadata__` with checkpoint, width and height. Equal values give equal bytes."""
    header: dict[str, object] = {
        "__metadata__": {"checkpoint": looked.checkpoint, "height": str(looked.height), "width": str(looked.width)}
    }
    body: list[bytes] = []
    at = 0
    for name in sorted(looked.tensors):
        data = np.ascontiguousarray(looked.tensors[name], "<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(looked.tensors[name].shape), "data_offsets": [at, at + len(data)]}
        body.append(data)
        at += len(data)
    words = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    words += b" " * (-len(words) % 8)
    return len(words).to_bytes(8, "little") + words + b"".join(body)


def unpacked(path: Path) -> Looked:
    """What `packed` wrote, in float32.

    Raises:
        BadInput: EMBEDDING_UNREADABLE.
    """
    try:
        data = path.read_bytes()
        size = int.from_bytes(data[:8], "little")
        told = json.loads(data[8 : 8 + size])["__metadata__"]
        tensors = {name: np.asarray(one, np.float32) for name, one in load(data).items()}
        return Looked(tensors, str(told["checkpoint"]), int(told["width"]), int(told["height"]))
    except (SafetensorError, ValueError, KeyError) as problem:
        raise BadInput(f"{path.name} is not an embedding of a picture ({problem}).", "EMBEDDING_UNREADABLE") from problem
