"""One session factory for the small ONNX networks: providers in order, threads pinned, so that equal inputs give equal bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import onnxruntime as ort

THREADS = 2


def session(
    network: Path, *, threads: int = THREADS, expose: Sequence[str] = (), patched: Callable[[bytes], bytes] | None = None
) -> ort.InferenceSession:
    """A session on the GPU where ONNX Runtime has one, else on the CPU.

    `expose` names inner values that become outputs besides the network's own, in this order; `patched` makes of the file's bytes
    those that are opened.

    Raises:
        generation.operation.BadInput: when the file is not a network that ONNX Runtime can read.
    """
    from generation.operation import BadInput

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # lengths vary from call to call: an arena would only grow
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    providers = [name for name in ("CUDAExecutionProvider",) if name in ort.get_available_providers()]
    try:
        given: bytes | str = str(network)
        if expose or patched:
            given = (patched or bytes)(network.read_bytes()) + _outputs(expose)
        return ort.InferenceSession(given, options, providers=[*providers, "CPUExecutionProvider"])
    except Exception as problem:  # ONNX Runtime's errors share no base class but Exception
        raise BadInput(
            f"The network {network.name} cannot be read ({problem}). Fetch its checkpoint again: manage.py checkpoints fetch "
            f"{network.parent.name}",
            "CHECKPOINT_DAMAGED",
        ) from problem


def _outputs(names: Sequence[str]) -> bytes:
    """Protocol-buffer bytes that, appended to a ModelProto, add outputs: messages that follow each other are merged."""
    values = b"".join(_field(12, _field(1, name.encode())) for name in names)  # GraphProto.output, ValueInfoProto.name
    return _field(7, values)  # ModelProto.graph


def _field(number: int, payload: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(payload)) + payload


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
