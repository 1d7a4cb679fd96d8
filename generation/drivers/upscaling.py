"""SPAN (Wan et al. 2023, arXiv 2311.12770) and Real-ESRGAN's video network (Wang et al. 2021): small pictures to large ones.

Both are stacks of 3 × 3 convolutions, kept as ncnn writes them: half-precision weights in the order of the layers. They are
written out here over those weights; on a CPU that is as quick as ncnn, and needs nothing that runs what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.operation import BadInput

Light = npt.NDArray[np.float32]  # (height, width, 3), 0…1
THREADS = 2
_HALF = 0x01306B47  # what ncnn writes before weights of half precision
_TILE, _EDGE = 256, 24  # pixels of a tile that is kept, and of what is looked at round it: no layer reaches farther


class _Reader:
    """Weights in the order in which they lie."""

    def __init__(self, path: Path) -> None:
        self._raw, self._at = path.read_bytes(), 0

    def floats(self, count: int) -> npt.NDArray[np.float32]:
        """So many, of full precision."""
        return np.array(self._take(count, "<f4"), np.float32)

    def convolution(self, out: int, given: int, side: int = 3) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Weights (out, in, side, side) and what is added (out,)."""
        kind = int(self._take(1, "<u4")[0])
        if kind not in (0, _HALF):
            raise ValueError(f"weights of kind {kind:#x}")
        count = out * given * side * side
        weights = self._take(count + count % 2 if kind else count, "<f2" if kind else "<f4")[:count]
        return np.array(weights, np.float32).reshape(out, given, side, side), self.floats(out)

    def end(self) -> None:
        """Raises ValueError when something is left over."""
        if self._at != len(self._raw):
            raise ValueError(f"{len(self._raw) - self._at} bytes are left over")

    def _take(self, count: int, kind: str) -> npt.NDArray[Any]:
        found = np.frombuffer(self._raw, kind, count, self._at)
        self._at += found.nbytes
        return found


class Enlarger:
    """A picture to one some whole number of times as large, in tiles that see beyond their edges: no seams."""

    def __init__(self, networks: dict[int, Callable[[Any], Any]], edge: int = _EDGE, threads: int = THREADS) -> None:
        import torch

        self._torch, self._threads = torch, threads
        self._networks, self._edge = networks, edge

    @property
    def factors(self) -> Sequence[int]:
        """How many times as large it makes pictures; in between it makes them larger and then smaller."""
        return (2, 3, 4)

    def enlarge(self, picture: Light, factor: int) -> Light:
        """A picture (height, width, 3), 0…1, to (factor · height, factor · width, 3)."""
        own = factor if factor in self._networks else min(one for one in self._networks if one >= factor)
        made = self._whole(picture, own)
        if own == factor:
            return made
        size = (picture.shape[1] * factor, picture.shape[0] * factor)
        return np.asarray(np.clip(cv2.resize(made, size, interpolation=cv2.INTER_AREA), 0, 1), np.float32)

    def _whole(self, picture: Light, factor: int) -> Light:
        torch, edge = self._torch, self._edge
        height, width = picture.shape[:2]
        padded = cv2.copyMakeBorder(picture, edge, edge, edge, edge, cv2.BORDER_REFLECT_101 if min(height, width) > edge else 1)
        out = np.empty((height * factor, width * factor, 3), np.float32)
        threads = torch.get_num_threads()
        torch.set_num_threads(self._threads)
        try:
            with torch.inference_mode():
                for top in range(0, height, _TILE):
                    for left in range(0, width, _TILE):
                        high, wide = min(_TILE, height - top), min(_TILE, width - left)
                        given = padded[top : top + high + 2 * edge, left : left + wide + 2 * edge]
                        made = self._networks[factor](torch.from_numpy(np.ascontiguousarray(given.transpose(2, 0, 1)[None])))
                        inner = made[0, :, edge * factor : (edge + high) * factor, edge * factor : (edge + wide) * factor]
                        place = np.s_[top * factor : (top + high) * factor, left * factor : (left + wide) * factor]
                        out[place] = inner.permute(1, 2, 0).cpu().numpy()
        finally:
            torch.set_num_threads(threads)
        return np.clip(out, 0, 1)


def _device(torch: Any) -> Any:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _span(path: Path, factor: int, channels: int = 48) -> Callable[[Any], Any]:
    """Six blocks of three convolutions, whose result says by itself how much of it is let through."""
    import torch

    functional, device = torch.nn.functional, _device(torch)
    reader = _Reader(path)

    def layer(out: int, given: int, side: int = 3) -> Callable[[Any], Any]:
        weight, bias = (torch.from_numpy(one).to(device) for one in reader.convolution(out, given, side))
        return lambda value: functional.conv2d(value, weight, bias, padding=side // 2)

    mean = torch.from_numpy(reader.floats(3)).to(device).view(1, 3, 1, 1)
    first = layer(channels, 3)
    blocks = [[layer(channels, channels) for _ in range(3)] for _ in range(6)]
    last, joined, shown = layer(channels, channels), layer(channels, 4 * channels, 1), layer(3 * factor**2, channels)
    reader.end()

    def network(picture: Any) -> Any:
        begun = first((picture.to(device) - mean) * 255)
        value, after = begun, []
        for one, two, three in blocks:
            inner = functional.silu(one(value))
            made = three(functional.silu(two(inner)))
            value = (made + value) * (torch.sigmoid(made) - 0.5)
            after.append((value, inner))
        together = torch.cat((begun, last(value), after[0][0], after[5][1]), 1)
        return functional.pixel_shuffle(shown(joined(together)), factor)

    return network


def _drawn(path: Path, channels: int = 64, layers: int = 16) -> Callable[[Any], Any]:
    """Eighteen convolutions, what they say added to the picture four times as large."""
    import torch

    functional, device = torch.nn.functional, _device(torch)
    reader = _Reader(path)
    steps = []
    for out, given in [(channels, 3), *[(channels, channels)] * layers]:
        weight, bias = (torch.from_numpy(one).to(device) for one in reader.convolution(out, given))
        steps.append((weight, bias, torch.from_numpy(reader.floats(channels)).to(device)))
    weight, bias = (torch.from_numpy(one).to(device) for one in reader.convolution(48, channels))
    reader.end()

    def network(picture: Any) -> Any:
        picture = picture.to(device)
        value = picture
        for own, more, slope in steps:
            value = functional.prelu(functional.conv2d(value, own, more, padding=1), slope)
        made = functional.pixel_shuffle(functional.conv2d(value, weight, bias, padding=1), 4)
        return made + functional.interpolate(picture, scale_factor=4, mode="nearest")

    return network


def span(folder: Path) -> Enlarger:
    """The driver of SPAN, from the folder of its checkpoint.

    Raises:
        BadInput: CHECKPOINT_DAMAGED.
    """
    return _opened(folder, lambda: {factor: _span(folder / f"spanx{factor}_ch48.bin", factor) for factor in (2, 4)}, edge=22)


def drawn(folder: Path) -> Enlarger:
    """The driver of Real-ESRGAN's video network, from the folder of its checkpoint.

    Raises:
        BadInput: CHECKPOINT_DAMAGED.
    """
    return _opened(folder, lambda: {4: _drawn(folder / "realesr-animevideov3-x4.bin")}, edge=18)


def _opened(folder: Path, networks: Callable[[], dict[int, Callable[[Any], Any]]], edge: int) -> Enlarger:
    try:
        return Enlarger(networks(), edge)
    except (OSError, ValueError, RuntimeError) as problem:
        raise BadInput(f"{folder.name} cannot be opened ({problem}). Fetch it again.", "CHECKPOINT_DAMAGED") from problem
