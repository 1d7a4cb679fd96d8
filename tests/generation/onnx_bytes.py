"""Small ONNX networks as bytes, written field by field: what tests need of them, and what no exporter would write."""

from __future__ import annotations

from collections.abc import Sequence

Shape = Sequence[int | str]


def field(number: int, payload: bytes | int) -> bytes:
    """One protocol-buffer field."""
    if isinstance(payload, int):
        return varint(number << 3) + varint(payload)
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def value(name: str, shape: Shape, kind: int = 1) -> bytes:
    """A ValueInfoProto."""
    sides = b"".join(field(1, field(2, side.encode()) if isinstance(side, str) else field(1, side)) for side in shape)
    return field(1, name.encode()) + field(2, field(1, field(1, kind) + field(2, sides)))


def node(op: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", attributes: bytes = b"") -> bytes:
    """A NodeProto."""
    parts = [field(1, one.encode()) for one in inputs] + [field(2, one.encode()) for one in outputs]
    return b"".join(parts) + field(4, op.encode()) + attributes + (field(7, domain.encode()) if domain else b"")


def ints(name: str, values: Sequence[int]) -> bytes:
    """An AttributeProto of integers, as a node's field."""
    return field(5, field(1, name.encode()) + b"".join(field(8, one) for one in values) + field(20, 7))


def tensor(name: str, dims: Sequence[int], raw: bytes, location: str = "") -> bytes:
    """A TensorProto of float32; with `location`, its bytes lie in another file."""
    head = b"".join(field(1, one) for one in dims) + field(2, 1) + field(8, name.encode())
    if location:
        return head + field(13, field(1, b"location") + field(2, location.encode())) + field(14, 1)
    return head + field(9, raw)


def model(
    nodes: Sequence[bytes], inputs: Sequence[bytes], outputs: Sequence[bytes], initializers: Sequence[bytes] = (), opset: int = 17
) -> bytes:
    """A ModelProto."""
    graph = b"".join(field(1, one) for one in nodes) + field(2, b"g") + b"".join(field(5, one) for one in initializers)
    graph += b"".join(field(11, one) for one in inputs) + b"".join(field(12, one) for one in outputs)
    return field(1, 8) + field(7, graph) + field(8, field(1, b"") + field(2, opset))


def matting(domain: str = "", location: str = "", sides: int = 3) -> bytes:
    """A network that is taken for matting: how bright a picture is."""
    reduce = node(
        "ReduceMean",
        ["input"],
        ["mean"],
        domain,
        ints("axes", [1]) + field(5, field(1, b"keepdims") + field(3, 1) + field(20, 2)),
    )
    nodes = [reduce, node("Mul", ["mean", "one"], ["output"])]
    one = tensor("one", [1], b"\x00\x00\x80\x3f", location)
    return model(nodes, [value("input", ["n", sides, "h", "w"])], [value("output", ["n", 1, "h", "w"])], [one], opset=13)
