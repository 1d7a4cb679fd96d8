"""RIFE 4.0 (Huang et al. 2022, arXiv 2011.06294): the picture at any moment between two, from where everything moves.

The network is fed the two pictures and the moment and says, coarse to fine in four steps, where each pixel of the new picture
lies in the one before and in the one after, and which of the two shows it. Here it is written out over the weights as they
were published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.operation import BadInput

Light = npt.NDArray[np.float32]  # (height, width, channels), 0…1; the first three are red, green, blue
THREADS = 2
_STEPS = (8, 4, 2, 1)  # how much smaller the picture is than itself in each step
_LARGE = 1100  # pixels of the longer side above which movement is looked for in a picture of half the size
_MOST = 2048  # pixels of the longer side of what movement is looked for in at all
_STRIP = 1 << 20  # pixels that are moved at once
_FAST = 32.0  # pixels: what moves further on both sides is looked for once more, from farther away
_PREFIX = "module."


class Rife:
    """Two pictures to any between them."""

    def __init__(self, folder: Path, threads: int = THREADS) -> None:
        import torch

        self._torch, self._threads = torch, threads
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        try:
            kept = torch.load(folder / "flownet.pkl", map_location="cpu", weights_only=True)
            named = {name.removeprefix(_PREFIX): value for name, value in kept.items() if name.startswith(_PREFIX + "block")}
            self._weights: Mapping[str, Any] = {name: value.float().to(self._device) for name, value in named.items()}
            self._weights["block3.lastconv.weight"]
        except (OSError, RuntimeError, KeyError, ValueError, EOFError) as problem:
            raise BadInput(f"{folder.name} cannot be opened ({problem}). Fetch it again.", "CHECKPOINT_DAMAGED") from problem

    def between(self, before: Light, after: Light, moments: Sequence[float], *, both: bool = True) -> Iterator[Light]:
        """The pictures at these moments, 0…1, on the way from one to the other; as many channels as they have.

        `both` looks for movement forwards and backwards and takes the middle: what stands still stands (half a dB nearer to
        the truth on film, 4 dB where little moves), in twice the time.
        """
        torch = self._torch
        threads = torch.get_num_threads()
        torch.set_num_threads(self._threads)
        try:
            with torch.inference_mode():
                first, second = self._given(before), self._given(after)
                height, width = before.shape[:2]
                small = min(1.0, _MOST / max(height, width))
                one, other = self._looked(first, small), self._looked(second, small)
                far = 1.0 if max(height, width) * small <= _LARGE else 2.0
                for moment in moments:
                    flow, mask = self._found(one, other, float(moment), far, both)
                    rows, columns = round(height * small), round(width * small)
                    flow, share = flow[..., :rows, :columns], torch.sigmoid(mask[..., :rows, :columns])
                    if small < 1:
                        ratio = torch.tensor([width / columns, height / rows] * 2, device=self._device).view(1, 4, 1, 1)
                        flow, share = self._to(flow, height, width) * ratio, self._to(share, height, width)
                    yield np.concatenate(list(self._mixed(first, second, flow, share)), axis=0)
        finally:
            torch.set_num_threads(threads)

    def _given(self, picture: Light) -> Any:
        """Channels first."""
        return self._torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)[None])).to(self._device)

    def _looked(self, picture: Any, small: float) -> Any:
        """What movement is looked for in: colours, no larger than need be, their edges drawn out to a size that halves."""
        colours = picture[:, :3]
        if small < 1:
            height, width = (round(side * small) for side in picture.shape[2:])
            colours = self._torch.nn.functional.interpolate(colours, size=(height, width), mode="area")
        height, width = colours.shape[2:]
        step = 64 if max(height, width) <= _LARGE else 128
        return self._torch.nn.functional.pad(colours, (0, -width % step, 0, -height % step), mode="replicate")

    def _to(self, value: Any, height: int, width: int) -> Any:
        return self._torch.nn.functional.interpolate(value, size=(height, width), mode="bilinear", align_corners=False)

    def _mixed(self, first: Any, second: Any, flow: Any, share: Any) -> Iterator[Light]:
        """Both pictures moved and mixed, in strips: a large picture takes little more memory than itself."""
        height, width = first.shape[2:]
        rows = max(1, _STRIP // width)
        for top in range(0, height, rows):
            part = slice(top, min(height, top + rows))
            one = self._warped(first, flow[:, :2, part], top)
            two = self._warped(second, flow[:, 2:, part], top)
            mixed = two + (one - two) * share[:, :, part]
            yield np.ascontiguousarray(mixed[0].permute(1, 2, 0).cpu().numpy())

    def _found(self, first: Any, second: Any, moment: float, far: float, both: bool) -> tuple[Any, Any]:
        """Movement (1, 4, height, width), in pixels to both sides, and the logit of the first picture's share."""
        torch = self._torch
        at = torch.full_like(first[:, :1], moment)
        scales = [step * far for step in _STEPS]
        flow, mask = self._block(0, torch.cat((first, second, at), 1), None, scales[0])
        if both:
            flow, mask = _middle(torch, (flow, mask), self._block(0, torch.cat((second, first, 1 - at), 1), None, scales[0]))
        for number in (1, 2, 3):
            more, change = self._step(number, first, second, at, flow, mask, scales[number], both)
            if number == 1 and far == 1.0 and min(float(more[:, :2].abs().max()), float(more[:, 2:].abs().max())) > _FAST:
                return self._found(first, second, moment, 2.0, both)
            flow, mask = flow + more, mask + change
        return flow, mask

    def _step(
        self, number: int, first: Any, second: Any, at: Any, flow: Any, mask: Any, scale: float, both: bool
    ) -> tuple[Any, Any]:
        torch = self._torch
        one, two = self._warped(first, flow[:, :2]), self._warped(second, flow[:, 2:])
        found = self._block(number, torch.cat((one, two, at, mask), 1), flow, scale)
        if both:
            turned = torch.cat((flow[:, 2:], flow[:, :2]), 1)
            found = _middle(torch, found, self._block(number, torch.cat((two, one, 1 - at, -mask), 1), turned, scale))
        return found

    def _block(self, number: int, given: Any, flow: Any, scale: float) -> tuple[Any, Any]:
        torch, name = self._torch, f"block{number}"
        functional, weights = torch.nn.functional, self._weights
        given = self._sized(given, 1 / scale)
        if flow is not None:
            given = torch.cat((given, self._sized(flow, 1 / scale) / scale), 1)

        def through(value: Any, part: str, stride: int = 1) -> Any:
            made = functional.conv2d(value, weights[f"{part}.0.weight"], weights[f"{part}.0.bias"], stride, 1)
            return functional.prelu(made, weights[f"{part}.1.weight"])

        seen = through(through(given, f"{name}.conv0.0", 2), f"{name}.conv0.1", 2)
        deep = seen
        for layer in range(8):
            deep = through(deep, f"{name}.convblock.{layer}")
        made = functional.conv_transpose2d(
            deep + seen, weights[f"{name}.lastconv.weight"], weights[f"{name}.lastconv.bias"], stride=2, padding=1
        )
        large = self._sized(made, scale * 2)
        return large[:, :4] * scale * 2, large[:, 4:5]

    def _sized(self, value: Any, factor: float) -> Any:
        if factor == 1:
            return value
        return self._torch.nn.functional.interpolate(
            value, scale_factor=factor, mode="bilinear", align_corners=False, recompute_scale_factor=False
        )

    def _warped(self, picture: Any, flow: Any, top: int = 0) -> Any:
        """What the picture shows where the movement of its rows from `top` on points; beyond its edge as at the edge."""
        torch = self._torch
        height, width = picture.shape[2:]
        rows = flow.shape[2]
        across = torch.arange(width, device=picture.device).view(1, 1, width) + flow[:, 0]
        down = torch.arange(top, top + rows, device=picture.device).view(1, rows, 1) + flow[:, 1]
        grid = torch.stack((across * (2 / max(1, width - 1)) - 1, down * (2 / max(1, height - 1)) - 1), dim=-1)
        return torch.nn.functional.grid_sample(picture, grid, mode="bilinear", padding_mode="border", align_corners=True)


def _middle(torch: Any, one: tuple[Any, Any], turned: tuple[Any, Any]) -> tuple[Any, Any]:
    """The middle of what was found, and of what was found with the pictures changed about."""
    flow, mask = turned
    return (one[0] + torch.cat((flow[:, 2:], flow[:, :2]), 1)) / 2, (one[1] - mask) / 2


def load(folder: Path) -> Rife:
    """The driver, from the folder of its checkpoint.

    Raises:
        BadInput: CHECKPOINT_DAMAGED.
    """
    return Rife(folder)
