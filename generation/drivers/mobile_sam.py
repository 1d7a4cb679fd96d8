"""MobileSAM (Zhang et al. 2023, arXiv 2306.14289): SAM's decoder behind a TinyViT (Wu et al. 2022, arXiv 2207.10666)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generation.drivers.sam import Sam, package, weights

_WIDTHS, _DEPTHS, _HEADS, _WINDOWS = (64, 128, 160, 320), (2, 2, 6, 2), (2, 4, 5, 10), (7, 7, 14, 7)
_HALVES = (True, True, False)  # whether the picture becomes half as large after each stage but the last


class TinyVit:
    """The encoder, read straight from its weights: (1, 3, 1024, 1024) to (1, 256, 64, 64)."""

    def __init__(self, held: dict[str, Any]) -> None:
        """Takes tensors by name; normalisations that follow a convolution are folded into it, once."""
        self._held = held
        self._folded: dict[str, tuple[Any, Any]] = {}
        self._leanings: dict[str, Any] = {}
        for name in [name.removesuffix(".c.weight") for name in held if name.endswith(".c.weight")]:
            scale = held[f"{name}.bn.weight"] / (held[f"{name}.bn.running_var"] + 1e-5).sqrt()
            lean = held[f"{name}.bn.bias"] - held[f"{name}.bn.running_mean"] * scale
            self._folded[name] = (held[f"{name}.c.weight"] * scale[:, None, None, None], lean)
        for stage, count in enumerate(_DEPTHS[1:], start=1):
            for block in range(count):
                name = f"layers.{stage}.blocks.{block}.attn"
                self._leanings[name] = held[f"{name}.attention_biases"][:, _offsets(_WINDOWS[stage])]

    def __call__(self, x: Any) -> Any:
        from torch.nn.functional import conv2d, gelu

        x = self._conv(gelu(self._conv(x, "patch_embed.seq.0", 2, 1)), "patch_embed.seq.2", 2, 1)
        for stage, count in enumerate(_DEPTHS):
            for block in range(count):
                name = f"layers.{stage}.blocks.{block}"
                x = self._mobile(x, name) if stage == 0 else self._attending(x, name, stage)
            if stage < len(_HALVES):
                name = f"layers.{stage}.downsample"
                x = gelu(self._conv(x, f"{name}.conv1"))
                x = gelu(self._conv(x, f"{name}.conv2", 2 if _HALVES[stage] else 1, 1, _WIDTHS[stage + 1]))
                x = self._conv(x, f"{name}.conv3")
        x = self._norm(conv2d(x, self._held["neck.0.weight"]), "neck.1")
        return self._norm(conv2d(x, self._held["neck.2.weight"], padding=1), "neck.3")

    def _conv(self, x: Any, name: str, stride: int = 1, pad: int = 0, groups: int = 1) -> Any:
        from torch.nn.functional import conv2d

        weight, lean = self._folded[name]
        return conv2d(x, weight, lean, stride=stride, padding=pad, groups=groups)

    def _mobile(self, x: Any, name: str) -> Any:
        from torch.nn.functional import gelu

        y = gelu(self._conv(x, f"{name}.conv1"))
        y = gelu(self._conv(y, f"{name}.conv2", 1, 1, y.shape[1]))
        return gelu(x + self._conv(y, f"{name}.conv3"))

    def _attending(self, x: Any, name: str, stage: int) -> Any:
        """Attention within windows, a convolution in depth, and two layers on each place."""
        from torch.nn.functional import gelu

        x = x + self._windows(x.permute(0, 2, 3, 1), f"{name}.attn", stage).permute(0, 3, 1, 2)
        x = self._conv(x, f"{name}.local_conv", 1, 1, x.shape[1])
        y = self._line(self._layer(x.permute(0, 2, 3, 1), f"{name}.mlp.norm"), f"{name}.mlp.fc1")
        return x + self._line(gelu(y), f"{name}.mlp.fc2").permute(0, 3, 1, 2)

    def _windows(self, x: Any, name: str, stage: int) -> Any:
        from torch.nn.functional import pad

        side, heads = _WINDOWS[stage], _HEADS[stage]
        _, high, wide, width = x.shape
        x = pad(x, (0, 0, 0, -wide % side, 0, -high % side))
        down, across = x.shape[1] // side, x.shape[2] // side
        x = x.reshape(down, side, across, side, width).transpose(1, 2).reshape(down * across, side * side, width)
        mixed = self._line(self._layer(x, f"{name}.norm"), f"{name}.qkv").reshape(len(x), side * side, heads, -1)
        query, key, value = (one.transpose(1, 2) for one in mixed.split(width // heads, dim=3))
        scores = (query @ key.transpose(-2, -1)) * (width // heads) ** -0.5 + self._leanings[name]
        x = self._line((scores.softmax(-1) @ value).transpose(1, 2).reshape(len(x), side * side, width), f"{name}.proj")
        x = x.reshape(down, across, side, side, width).transpose(1, 2).reshape(1, down * side, across * side, width)
        return x[:, :high, :wide]

    def _line(self, x: Any, name: str) -> Any:
        return x @ self._held[f"{name}.weight"].T + self._held[f"{name}.bias"]

    def _layer(self, x: Any, name: str) -> Any:
        from torch.nn.functional import layer_norm

        return layer_norm(x, x.shape[-1:], self._held[f"{name}.weight"], self._held[f"{name}.bias"])

    def _norm(self, x: Any, name: str) -> Any:
        """A normalisation over the channels of each place."""
        x = x - x.mean(1, keepdim=True)
        x = x / (x.pow(2).mean(1, keepdim=True) + 1e-6).sqrt()
        return x * self._held[f"{name}.weight"][:, None, None] + self._held[f"{name}.bias"][:, None, None]


def _offsets(side: int) -> Any:
    """For each pair of places in a window, which leaning is theirs: one for each distance across and down, as they come."""
    import torch

    places = [(down, across) for down in range(side) for across in range(side)]
    known: dict[tuple[int, int], int] = {}
    rows = []
    for one in places:
        rows.append([known.setdefault((abs(one[0] - a), abs(one[1] - b)), len(known)) for a, b in places])
    return torch.tensor(rows)


class _Model:
    """The parts that `Sam` asks for."""

    def __init__(self, image_encoder: TinyVit, prompt_encoder: Any, mask_decoder: Any) -> None:
        self.image_encoder, self.prompt_encoder, self.mask_decoder = image_encoder, prompt_encoder, mask_decoder

    def eval(self) -> _Model:
        """Nothing is trained here."""
        self.prompt_encoder.eval()
        self.mask_decoder.eval()
        return self


def load(folder: Path) -> Sam:
    """The driver, from the folder of its checkpoint."""
    held = weights(folder / "mobile_sam.pt")
    with package():
        from segment_anything.modeling import MaskDecoder, PromptEncoder, TwoWayTransformer  # type: ignore[import-untyped]

    prompts = PromptEncoder(embed_dim=256, image_embedding_size=(64, 64), input_image_size=(1024, 1024), mask_in_chans=16)
    decoder = MaskDecoder(
        transformer_dim=256, transformer=TwoWayTransformer(depth=2, embedding_dim=256, num_heads=8, mlp_dim=2048)
    )
    parts = {part: {name[len(part) + 1 :]: one for name, one in held.items() if name.startswith(f"{part}.")} for part in (
        "image_encoder", "prompt_encoder", "mask_decoder")}  # fmt: skip
    prompts.load_state_dict(parts["prompt_encoder"])
    decoder.load_state_dict(parts["mask_decoder"])
    return Sam(_Model(TinyVit(parts["image_encoder"]), prompts, decoder))
