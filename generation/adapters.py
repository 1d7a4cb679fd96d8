"""Adapters that people bring: what a LoRA file says of itself, read as bytes in the confined child; nothing of it is run.

`look` is called there, for the bytes come from anywhere.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation import networks
from generation.operation import BadInput

MOST = 4 << 30  # bytes
_DOWN = (".lora_A.weight", ".lora_A.default.weight", ".lora_down.weight", ".lora.down.weight", "_lora.down.weight")
_UP = (".lora_B.weight", ".lora_B.default.weight", ".lora_up.weight", ".lora.up.weight", "_lora.up.weight")
_BESIDE = (".alpha", ".lora_B.bias", ".lora_up.bias", ".diff_b", ".diff", ".dora_scale", ".lora_magnitude_vector")
_OTHER = {"hada_w1": "LoHa", "lokr_w1": "LoKr", "oft_blocks": "OFT", "oft_diag": "OFT", "on_input": "IA3", "glora": "GLoRA"}
_KNOWN = (  # what trainers write as the base, beginning with …
    ("sdxl", "Stable Diffusion XL"), ("stable-diffusion-xl", "Stable Diffusion XL"), ("flux1-schnell", "FLUX.1 schnell"),
    ("flux-1-schnell", "FLUX.1 schnell"), ("flux-1-fill", "FLUX.1 Fill"), ("flux-1-kontext", "FLUX.1 Kontext"),
    ("flux", "FLUX.1"), ("qwen-image-edit", "Qwen-Image Edit"), ("qwen", "Qwen-Image"), ("hunyuan_video", "HunyuanVideo"),
    ("hunyuan-video", "HunyuanVideo"), ("ltx-2", "LTX-2"), ("ltx", "LTX-Video"),
)  # fmt: skip
_WAN = {1536: "Wan", 3072: "Wan 2.2 5B"}  # by the width of its network; of 5120 there are several, which nobody can tell apart


def look(path: Path) -> dict[str, Any]:
    """`{"rank", "base", "trigger", "layers"}` of a LoRA; `base` is the family it is for, "" where it does not show.

    Raises:
        BadInput: ADAPTER_UNREADABLE, ADAPTER_WHOLE for a whole model, ADAPTER_KIND for what is no LoRA, ADAPTER_TORN,
            ADAPTER_LARGE, and what `networks.look` refuses.
    """
    if path.stat().st_size > MOST:
        raise BadInput("An adapter has 4 GiB at most. Choose the LoRA, not the whole model.", "ADAPTER_LARGE")
    try:
        kind = networks.look(path, [])["kind"]
    except networks.Unfit as problem:
        raise BadInput(str(problem), problem.code) from problem
    if kind != "safetensors":
        raise BadInput("This is a network, not an adapter. Choose a LoRA as a safetensors file.", "ADAPTER_UNREADABLE")
    with path.open("rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    told = header.pop("__metadata__", {})
    said = {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}
    shapes = {name: tuple(one["shape"]) for name, one in header.items()}
    rank = _rank(shapes)
    layers = sum(name.endswith(_DOWN) for name in shapes)
    return {"rank": rank, "base": family(shapes, said), "trigger": _trigger(said), "layers": layers}


def _rank(shapes: Mapping[str, tuple[int, ...]]) -> int:
    """The largest rank, if all of it is LoRA: pairs that fit each other, and what goes with them."""
    downs = {name.removesuffix(one): shape for name, shape in shapes.items() for one in _DOWN if name.endswith(one)}
    ups = {name.removesuffix(one): shape for name, shape in shapes.items() for one in _UP if name.endswith(one)}
    for sign, called in _OTHER.items():
        if any(sign in name for name in shapes):
            raise BadInput(f"This adapter is a {called}, which no model here takes. Choose a LoRA.", "ADAPTER_KIND")
    if not downs:
        raise BadInput(
            "This holds a model's own weights and no LoRA. Add it as a checkpoint, or choose the LoRA.", "ADAPTER_WHOLE"
        )
    strange = [name for name in shapes if not name.endswith((*_DOWN, *_UP, *_BESIDE))]
    if strange:
        raise BadInput(
            f"{len(strange)} of its {len(shapes)} tensors are no part of a LoRA, the first is {strange[0][:80]}. Save it as "
            "plain LoRA (diffusers, PEFT or kohya names).",
            "ADAPTER_KIND",
        )
    for name in downs.keys() | ups.keys():
        down, up = downs.get(name), ups.get(name)
        if not down or not up or len(down) < 2 or len(up) < 2 or down[0] != up[1]:
            raise BadInput(f"Of {name[:80]} the two halves do not fit each other: the file is damaged.", "ADAPTER_TORN")
    return max(shape[0] for shape in downs.values())


def family(shapes: Mapping[str, tuple[int, ...]], said: Mapping[str, str]) -> str:
    """The family of models that a LoRA is for: as it says, else as its names and widths show; "" where nothing does."""
    if said.get("base_family"):
        return said["base_family"][:80]
    for name in ("modelspec.architecture", "ss_base_model_version", "base_model"):
        told = said.get(name, "").lower().rpartition("/")[0] or said.get(name, "").lower()
        for sign, found in _KNOWN:
            if told.startswith(sign):
                return found
    names = [name.replace("_", ".") for name in shapes]
    doubles, singles = _most(names, r"double\.blocks\.(\d+)"), _most(names, r"single\.(?:transformer\.)?blocks\.(\d+)")
    if singles >= 0 or doubles >= 0:
        return "HunyuanVideo" if singles > 37 or doubles > 18 else "FLUX.1"
    if any(re.search(r"(?<!transformer_)blocks[._]\d+[._](self_attn|cross_attn|attn1|attn2|ffn)[._]", name) for name in shapes):
        return _WAN.get(_width(shapes, r"(self_attn|attn1).*(to_)?q"), "")
    if any("add.q.proj" in name or "txt.mlp" in name or "img.mlp" in name for name in names):
        return "Qwen-Image"
    words = _width(shapes, r"attn2.*to_k")
    if words == 2048 and any(re.search(r"down\.blocks|input\.blocks|up\.blocks|output\.blocks", name) for name in names):
        return "Stable Diffusion XL"
    if words == 768:
        return "AnimateDiff"
    if words == 2048 and any("transformer.blocks" in name for name in names):
        return "LTX-Video"
    return ""


def _most(names: list[str], pattern: str) -> int:
    """The highest number of a block; −1 where there is none."""
    return max((int(found[1]) for name in names if (found := re.search(pattern, name))), default=-1)


def _width(shapes: Mapping[str, tuple[int, ...]], pattern: str) -> int:
    """What the first layer of this name takes in."""
    for name, shape in sorted(shapes.items()):
        if name.endswith(_DOWN) and re.search(pattern, name) and len(shape) > 1:
            return shape[1]
    return 0


def _trigger(said: Mapping[str, str]) -> str:
    """The word that calls it up, where the file names one."""
    for name in ("trigger", "modelspec.trigger_phrase", "trigger_word", "instance_prompt"):
        if said.get(name, "").strip():
            return " ".join(said[name].split())[:200]
    return ""
