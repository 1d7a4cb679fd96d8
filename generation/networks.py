"""Headers of network files that people bring: what an ONNX or safetensors file says of itself, read as bytes, nothing run.

`look` is called in a confined child (`python -m generation.networks FILE NAME…`), for the bytes come from anywhere.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

_MOST_HEADER = 100 << 20  # bytes of a safetensors header
_DOMAINS = {"", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc"}  # what ONNX Runtime has of its own
_DEEP = 12  # graphs within graphs
_SIZES = {"BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "I16": 2, "F16": 2, "BF16": 2, "U32": 4, "I32": 4,
          "F32": 4, "U64": 8, "I64": 8, "F64": 8}  # fmt: skip
_ELEMENTS = {1: "float32", 2: "uint8", 3: "int8", 5: "int16", 6: "int32", 7: "int64", 9: "bool", 10: "float16", 11: "float64"}


class Unfit(Exception):
    """The file cannot be taken; `code` is for machines, the message for the person."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def look(path: Path, beside: Sequence[str]) -> dict[str, Any]:
    """What a file is: `{"kind": "onnx", "inputs": [{"name", "kind", "shape"}], "outputs", "ops"}`, or safetensors' names.

    A side of a shape is a number, or None where it is free. `beside` names the files that come with it.

    Raises:
        Unfit: NETWORK_PICKLE, NETWORK_ARCHIVE, NETWORK_FOREIGN, NETWORK_OUTSIDE, NETWORK_UNREADABLE.
    """
    with path.open("rb") as file:
        head = file.read(16)
        if head[:2] == b"PK":
            raise Unfit(
                "This is an archive (as PyTorch's .pt and .pth are), which may carry programs. Save the weights as safetensors, "
                "or export the network as ONNX.",
                "NETWORK_ARCHIVE",
            )
        if len(head) > 1 and head[0] == 0x80 and head[1] in range(2, 6):
            raise Unfit(
                "This is a pickle, which may carry programs. Save the weights as safetensors, or export the network as ONNX.",
                "NETWORK_PICKLE",
            )
        if len(head) < 12:
            raise Unfit("The file is cut short. Choose the whole file.", "NETWORK_UNREADABLE")
        length = struct.unpack("<Q", head[:8])[0]
        size = os.fstat(file.fileno()).st_size
        if head[8:9] == b"{" and length <= size - 8:
            file.seek(8)
            return _safetensors(file.read(min(length, _MOST_HEADER + 1)), length, size)
        try:
            # not closed by hand: views of it may still be held where something is refused
            return _onnx(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), beside)
        except (ValueError, IndexError, struct.error, UnicodeDecodeError) as problem:
            raise Unfit(
                "This is neither an ONNX network nor a safetensors file, or it is damaged. Choose a file of one of these kinds.",
                "NETWORK_UNREADABLE",
            ) from problem


def _safetensors(raw: bytes, length: int, size: int) -> dict[str, Any]:
    wrong = Unfit("The safetensors file is damaged: its header does not fit its bytes. Send it again.", "NETWORK_UNREADABLE")
    if length > _MOST_HEADER:
        raise wrong
    try:
        header = json.loads(raw)
        tensors = {name: one for name, one in header.items() if name != "__metadata__"}
        spans = []
        for one in tensors.values():
            begin, end = one["data_offsets"]
            count = 1
            for side in one["shape"]:
                if not isinstance(side, int) or side < 0:
                    raise wrong
                count *= side
            if one["dtype"] in _SIZES and end - begin != count * _SIZES[one["dtype"]]:
                raise wrong
            spans.append((begin, end))
    except (ValueError, KeyError, TypeError) as problem:
        raise wrong from problem
    at = 0
    for begin, end in sorted(spans):
        if begin != at or end < begin:
            raise wrong
        at = end
    if not tensors or at != size - 8 - length:
        raise wrong
    return {"kind": "safetensors", "tensors": len(tensors), "names": sorted(tensors)[:2000]}


def _onnx(data: memoryview, beside: Sequence[str]) -> dict[str, Any]:
    model = _Walk(beside)
    graph = None
    for number, value in _fields(data):
        if number == 7 and isinstance(value, memoryview):  # ModelProto.graph
            graph = model.graph(value, 0)
        elif number == 25:  # ModelProto.functions: operations that the file brings itself, made of others
            for inner, node in _fields(_bytes(value)):
                if inner == 7:
                    model.node(_bytes(node), 0)
    if graph is None:
        raise ValueError("no graph")
    return {"kind": "onnx", "inputs": graph[0], "outputs": graph[1], "ops": sorted(model.ops)}


class _Walk:
    """Goes through a graph, its nodes and what they hold."""

    def __init__(self, beside: Sequence[str]) -> None:
        self._beside = set(beside)
        self.ops: set[str] = set()

    def graph(self, data: memoryview, deep: int) -> tuple[list[Any], list[Any]]:
        """Inputs and outputs of a GraphProto; what is an initializer is no input."""
        if deep > _DEEP:
            raise ValueError("too deep")
        inputs: list[Any] = []
        outputs: list[Any] = []
        held: set[str] = set()
        for number, value in _fields(data):
            if number == 1:
                self.node(_bytes(value), deep)
            elif number == 5:
                held.add(self.tensor(_bytes(value)))
            elif number in (11, 12):
                (inputs if number == 11 else outputs).append(_value(_bytes(value)))
        return [one for one in inputs if one["name"] not in held], outputs

    def node(self, data: memoryview, deep: int) -> None:
        """A NodeProto: which operation of which set, and the graphs and tensors in its attributes."""
        op, domain = "", ""
        for number, value in _fields(data):
            if number == 4:
                op = _text(value)
            elif number == 7:
                domain = _text(value)
            elif number == 5:
                for inner, held in _fields(_bytes(value)):
                    if inner in (5, 10):
                        self.tensor(_bytes(held))
                    elif inner in (6, 11):
                        self.graph(_bytes(held), deep + 1)
        if domain not in _DOMAINS:
            raise Unfit(
                f"The network uses the operation {op[:60]} of {domain[:60]}, which would need a program of its own. Export it "
                "with the standard operations only.",
                "NETWORK_FOREIGN",
            )
        self.ops.add(op)

    def tensor(self, data: memoryview) -> str:
        """The name of a TensorProto; its bytes are in the file, or in one that came with it."""
        name = ""
        for number, value in _fields(data):
            if number == 8:
                name = _text(value)
            elif number == 13:
                pair = {inner: _text(held) for inner, held in _fields(_bytes(value))}
                if pair.get(1) == "location":
                    self._inside(pair.get(2, ""))
        return name

    def _inside(self, location: str) -> None:
        path = PurePosixPath(location.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or len(path.parts) != 1 or path.name not in self._beside:
            raise Unfit(
                f"The network keeps part of its weights in another file, {location[:80]}, which is not among those given. Add it "
                "too, or save the network as one file.",
                "NETWORK_OUTSIDE",
            )


def _value(data: memoryview) -> dict[str, Any]:
    """A ValueInfoProto: name, kind of number, shape."""
    found: dict[str, Any] = {"name": "", "kind": "", "shape": None}
    for number, value in _fields(data):
        if number == 1:
            found["name"] = _text(value)
        elif number == 2:
            for inner, tensor in _fields(_bytes(value)):
                if inner != 1:  # TypeProto.tensor_type
                    continue
                for part, held in _fields(_bytes(tensor)):
                    if part == 1:
                        found["kind"] = _ELEMENTS.get(held if isinstance(held, int) else 0, "other")
                    elif part == 2:
                        found["shape"] = [_side(_bytes(side)) for n, side in _fields(_bytes(held)) if n == 1]
    return found


def _side(data: memoryview) -> int | None:
    for number, value in _fields(data):
        if number == 1 and isinstance(value, int) and value > 0:
            return value
    return None


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The fields of a protocol-buffer message, one after the other."""
    at, end = 0, len(data)
    while at < end:
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise ValueError("field 0")
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        elif wire == 2:
            length, at = _varint(data, at)
            if length > end - at:
                raise ValueError("beyond the end")
            yield number, data[at : at + length]
            at += length
        else:
            raise ValueError("a group")
        if at > end:
            raise ValueError("beyond the end")


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number too long")


def _bytes(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("a number where a message belongs")
    return value


def _text(value: int | memoryview) -> str:
    return bytes(_bytes(value)).decode("utf-8")


def _main() -> int:
    try:
        print(json.dumps({"facts": look(Path(sys.argv[1]), sys.argv[2:])}))
        return 0
    except Unfit as problem:
        print(json.dumps({"message": str(problem), "code": problem.code}))
    except Exception:  # noqa: BLE001 - the child's only purpose is to survive anything; the parent has the words
        print("{}")
    return 1


if __name__ == "__main__":
    sys.exit(_main())
