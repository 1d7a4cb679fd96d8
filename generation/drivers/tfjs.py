"""Networks packed for TensorFlow.js, read as data and run with torch: a graph in JSON, its weights in one file beside it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_KINDS = {
    "float32": np.float32,
    "float16": np.float16,
    "int32": np.int32,
    "uint8": np.uint8,
    "uint16": np.uint16,
    "bool": np.bool_,
}
_WIDEST = 1 << 28  # numbers in one tensor: a damaged file shall not ask for the whole memory
Step = tuple[str, Callable[..., Any], tuple[str, ...]]


class Graph:
    """A network with fixed sizes. Only the operations listed here are run; nothing of the package is code."""

    def __init__(self, described: Path, weights: Path) -> None:
        """Read both files.

        Raises:
            generation.operation.BadInput: when they do not belong together, or hold an operation that is not known here.
        """
        from generation.operation import BadInput

        try:
            read = json.loads(described.read_text(encoding="utf-8"))
            nodes = read["modelTopology"]["node"]
            self._values = _weights(read["weightsManifest"], weights.read_bytes())
            self._steps = _ordered(nodes)
        except (ValueError, KeyError, TypeError) as problem:
            raise BadInput(
                f"The network {described.name} cannot be read ({problem}). Fetch its checkpoint again: manage.py checkpoints "
                f"fetch {described.parent.name}",
                "CHECKPOINT_DAMAGED",
            ) from problem
        self._input = next(one["name"] for one in nodes if one["op"] == "Placeholder")

    def run(self, given: npt.NDArray[np.float32], wanted: Sequence[str]) -> list[npt.NDArray[np.float32]]:
        """The outputs of these names for an input of the network's own shape."""
        import torch

        known: dict[str, Any] = {**self._values, self._input: torch.from_numpy(np.ascontiguousarray(given))}
        with torch.inference_mode():
            for name, act, inputs in self._steps:
                made = act(*(known[one] for one in inputs))
                for n, value in enumerate(made if isinstance(made, tuple) else (made,)):
                    known[f"{name}:{n}" if n else name] = value
        return [known[one].numpy() for one in wanted]


def _weights(manifest: Any, held: bytes) -> dict[str, Any]:
    """Every constant by name, as torch tensors in float32 or int64."""
    import torch

    found: dict[str, Any] = {}
    at = 0
    for one in (weight for group in manifest for weight in group["weights"]):
        shape = tuple(int(side) for side in one["shape"])
        packed = one.get("quantization", {})
        kind = _KINDS[packed.get("dtype", one["dtype"])]
        count = int(np.prod(shape, dtype=np.int64))
        if not 0 <= count < _WIDEST:
            raise ValueError(f"{one['name']} has a wrong shape")
        values: npt.NDArray[Any] = np.frombuffer(held, kind, count, at).reshape(shape)
        at += values.nbytes
        if "scale" in packed:
            values = values * np.float32(packed["scale"]) + np.float32(packed["min"])
        wide = values.astype(np.float32 if one["dtype"] == "float32" else np.int64)
        found[one["name"]] = torch.from_numpy(np.array(wide))
    if at != len(held):
        raise ValueError(f"its weights have {len(held)} bytes, not {at}")
    return found


def _ordered(nodes: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Steps so that each comes after what it reads."""
    left = {one["name"]: one for one in nodes if one["op"] not in ("Const", "Placeholder")}
    steps: list[Step] = []
    done = {one["name"] for one in nodes} - set(left)
    while left:
        ready = [one for one in left.values() if all(_base(name) in done for name in one["input"])]
        if not ready:
            raise ValueError("its graph runs in a circle")
        for one in ready:
            if one["op"] not in _ACTS:
                raise ValueError(f"it holds {one['op']}, which is not known here")
            inputs = tuple(name.removesuffix(":0").lstrip("^") for name in one["input"])
            steps.append((one["name"], _ACTS[one["op"]](one.get("attr", {})), inputs))
            done.add(one["name"])
            del left[one["name"]]
    return steps


def _base(name: str) -> str:
    return name.lstrip("^").partition(":")[0]


def _numbers(attr: Mapping[str, Any], name: str) -> list[int]:
    return [int(one) for one in attr[name]["list"]["i"]]


def _plain(attr: Mapping[str, Any]) -> None:
    """What is asked for must be what is done here: no padding of its own, channels last."""
    if base64.b64decode(attr["padding"]["s"]) != b"VALID" or base64.b64decode(attr["data_format"]["s"]) != b"NHWC":
        raise ValueError("a layer pads or orders its values in a way that is not known here")


def _conv(attr: Mapping[str, Any]) -> Callable[..., Any]:
    from torch.nn.functional import conv2d

    _plain(attr)
    strides, spread = _numbers(attr, "strides")[1:3], _numbers(attr, "dilations")[1:3]
    return lambda x, w: conv2d(
        x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), stride=strides, dilation=spread
    ).permute(0, 2, 3, 1)  # fmt: skip


def _fused(attr: Mapping[str, Any]) -> Callable[..., Any]:
    """A convolution with what follows it at once: a bias, and a rectifier or none."""
    follow = [base64.b64decode(one) for one in attr["fused_ops"]["list"]["s"]]
    if follow not in ([b"BiasAdd"], [b"BiasAdd", b"Relu"], [b"BiasAdd", b"Relu6"]):
        raise ValueError("a layer is followed by what is not known here")
    inner = _padded(attr)
    if len(follow) == 1:
        return lambda x, w, bias: inner(x, w) + bias
    most = 6.0 if follow[1] == b"Relu6" else float("inf")
    return lambda x, w, bias: (inner(x, w) + bias).clamp(0, most)


def _fused_each(attr: Mapping[str, Any]) -> Callable[..., Any]:
    """The same where every channel is for itself."""
    return _fused({**attr, "each": True})


def _each(attr: Mapping[str, Any]) -> Callable[..., Any]:
    return _padded({**attr, "each": True})


def _padded(attr: Mapping[str, Any]) -> Callable[..., Any]:
    """A convolution that is as large as what it is given (or as its stride says), or smaller by its kernel."""
    from torch.nn.functional import conv2d, pad

    how = base64.b64decode(attr["padding"]["s"])
    if how not in (b"SAME", b"VALID") or base64.b64decode(attr["data_format"]["s"]) != b"NHWC":
        raise ValueError("a layer pads or orders its values in a way that is not known here")
    strides, spread, each = _numbers(attr, "strides")[1:3], _numbers(attr, "dilations")[1:3], bool(attr.get("each"))

    def act(x: Any, w: Any) -> Any:
        x = x.permute(0, 3, 1, 2)
        if how == b"SAME":
            sides: list[int] = []
            for length, size, step, wide in zip(x.shape[2:], w.shape[:2], strides, spread, strict=True):
                more = max((-(-length // step) - 1) * step + (size - 1) * wide + 1 - length, 0)
                sides = [more // 2, more - more // 2, *sides]
            x = pad(x, sides)
        if each:  # (height, width, channels, 1) to one small kernel for each channel
            kernel = w.permute(2, 3, 0, 1).reshape(-1, 1, *w.shape[:2])
            made = conv2d(x, kernel, stride=strides, dilation=spread, groups=w.shape[2])
        else:
            made = conv2d(x, w.permute(3, 2, 0, 1), stride=strides, dilation=spread)
        return made.permute(0, 2, 3, 1)

    return act


def _cast(attr: Mapping[str, Any]) -> Callable[..., Any]:
    import torch

    kind = torch.float32 if attr["DstT"]["type"] == "DT_FLOAT" else torch.int64
    return lambda x: x.to(kind)


def _squeeze(attr: Mapping[str, Any]) -> Callable[..., Any]:
    places = tuple(int(one) for one in attr["squeeze_dims"]["list"]["i"])
    return lambda x: x.squeeze(places)


def _pack(attr: Mapping[str, Any]) -> Callable[..., Any]:
    import torch

    axis = int(attr["axis"]["i"])
    return lambda *values: torch.stack(values, axis)


def _unpack(attr: Mapping[str, Any]) -> Callable[..., Any]:
    axis = int(attr["axis"]["i"])
    return lambda x: x.unbind(axis)


def _pool(attr: Mapping[str, Any]) -> Callable[..., Any]:
    from torch.nn.functional import max_pool2d

    _plain(attr)
    size, strides = _numbers(attr, "ksize")[1:3], _numbers(attr, "strides")[1:3]
    return lambda x: max_pool2d(x.permute(0, 3, 1, 2), size, strides).permute(0, 2, 3, 1)


def _resize(attr: Mapping[str, Any]) -> Callable[..., Any]:
    from torch.nn.functional import interpolate

    if attr.get("align_corners", {}).get("b") or not attr.get("half_pixel_centers", {}).get("b"):
        raise ValueError("a layer resizes in a way that is not known here")
    return lambda x, size: interpolate(
        x.permute(0, 3, 1, 2), size=tuple(size.tolist()), mode="bilinear", align_corners=False
    ).permute(0, 2, 3, 1)  # fmt: skip


def _leaky(attr: Mapping[str, Any]) -> Callable[..., Any]:
    from torch.nn.functional import leaky_relu

    slope = float(attr["alpha"]["f"])
    return lambda x: leaky_relu(x, slope)


def _pad(attr: Mapping[str, Any]) -> Callable[..., Any]:
    from torch.nn.functional import pad

    def act(x: Any, sides: Any, value: Any = None) -> Any:
        flat = [int(side) for pair in sides.tolist()[::-1] for side in pair]
        return pad(x, flat, value=0.0 if value is None else float(value))

    return act


def _sparse(attr: Mapping[str, Any]) -> Callable[..., Any]:
    import torch

    def act(where: Any, shape: Any, values: Any, otherwise: Any) -> Any:
        made = torch.full(tuple(shape.tolist()), otherwise.item(), dtype=torch.int64)
        for at, value in zip(where.tolist(), values.tolist(), strict=True):
            made[tuple(at)] = value
        return made

    return act


def _act(function: Callable[..., Any]) -> Callable[[Mapping[str, Any]], Callable[..., Any]]:
    return lambda attr: function


def _joined(*values: Any) -> Any:
    import torch

    return torch.cat(values[:-1], dim=int(values[-1]))


def _sigmoid(x: Any) -> Any:
    return x.sigmoid()


_ACTS: dict[str, Callable[[Mapping[str, Any]], Callable[..., Any]]] = {
    "Conv2D": _conv,
    "MaxPool": _pool,
    "ResizeBilinear": _resize,
    "LeakyRelu": _leaky,
    "Pad": _pad,
    "PadV2": _pad,
    "SparseToDense": _sparse,
    "Sigmoid": _act(_sigmoid),
    "Add": _act(lambda x, y: x + y),
    "AddV2": _act(lambda x, y: x + y),
    "Transpose": _act(lambda x, order: x.permute(tuple(order.tolist()))),
    "Reshape": _act(lambda x, shape: x.reshape(tuple(shape.tolist()))),
    "SplitV": _act(lambda x, sizes, axis: x.split(sizes.tolist(), dim=int(axis))),
    "ConcatV2": _act(_joined),
    "Identity": _act(lambda x: x),
    "_FusedConv2D": _fused,
    "FusedDepthwiseConv2dNative": _fused_each,
    "DepthwiseConv2dNative": _each,
    "Cast": _cast,
    "Squeeze": _squeeze,
    "Pack": _pack,
    "Unpack": _unpack,
    "ExpandDims": _act(lambda x, axis: x.unsqueeze(int(axis))),
    "ArgMax": _act(lambda x, axis: x.argmax(int(axis))),
    "GatherNd": _act(lambda x, places: x[tuple(places.unbind(-1))]),
    "FloorDiv": _act(lambda x, y: x.div(y, rounding_mode="floor")),
    "Mul": _act(lambda x, y: x * y),
    "Sub": _act(lambda x, y: x - y),
    "RealDiv": _act(lambda x, y: x / y),
    "SquaredDifference": _act(lambda x, y: (x - y) ** 2),
    "Sqrt": _act(lambda x: x.sqrt()),
}
