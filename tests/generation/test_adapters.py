"""LoRA files that people bring: whose names and shapes are understood, whose base is recognised, and what is refused."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from generation import adapters, confined
from generation.operation import BadInput
from tests.storyboard.films import make_film


def lora(path: Path, shapes: dict[str, tuple[int, ...]], said: dict[str, str] | None = None, cut: int = 0) -> Path:
    """A safetensors file of these float16 tensors, all noughts."""
    header: dict[str, Any] = {"__metadata__": said} if said else {}
    at = 0
    for name, shape in shapes.items():
        size = 2
        for side in shape:
            size *= side
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    raw = json.dumps(header).encode()
    path.write_bytes((struct.pack("<Q", len(raw)) + raw + bytes(at))[: -cut or None])
    return path


def pair(name: str, wide: int, high: int, rank: int, style: str = "peft") -> dict[str, tuple[int, ...]]:
    down, up = {"peft": (".lora_A.weight", ".lora_B.weight"), "kohya": (".lora_down.weight", ".lora_up.weight")}[style]
    more: dict[str, tuple[int, ...]] = {f"{name}.alpha": ()} if style == "kohya" else {}
    return {name + down: (rank, wide), name + up: (high, rank), **more}


CASES: list[tuple[str, dict[str, tuple[int, ...]], dict[str, str], str]] = [
    ("sdxl", pair("unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k", 2048, 640, 8), {}, "Stable Diffusion XL"),
    ("sdxl kohya", pair("lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k", 2048, 640, 8, "kohya"), {},
     "Stable Diffusion XL"),
    ("flux", pair("transformer.single_transformer_blocks.37.attn.to_q", 3072, 3072, 16), {}, "FLUX.1"),
    ("flux kohya", pair("lora_unet_double_blocks_18_img_attn_qkv", 3072, 9216, 16, "kohya"), {}, "FLUX.1"),
    ("hunyuan", pair("transformer.double_blocks.19.img_attn_qkv", 3072, 9216, 16), {}, "HunyuanVideo"),
    ("wan", pair("diffusion_model.blocks.0.self_attn.q", 1536, 1536, 32), {}, "Wan"),
    ("wan diffusers", pair("transformer.blocks.0.attn1.to_q", 3072, 3072, 32), {}, "Wan 2.2 5B"),
    ("wan 14b", pair("diffusion_model.blocks.0.self_attn.q", 5120, 5120, 32), {}, ""),
    ("qwen", pair("transformer.transformer_blocks.0.attn.add_q_proj", 3072, 3072, 4), {}, "Qwen-Image"),
    ("ltx", pair("transformer.transformer_blocks.0.attn2.to_k", 2048, 2048, 4), {}, "LTX-Video"),
    ("ours", pair("transformer.x.to_q", 8, 8, 4), {"base_family": "Wan", "trigger": "zwx"}, "Wan"),
    ("told", pair("lora_unet_x", 8, 8, 4, "kohya"), {"ss_base_model_version": "sdxl_base_v1-0"}, "Stable Diffusion XL"),
    ("spec", pair("lora_unet_x", 8, 8, 4, "kohya"), {"modelspec.architecture": "flux-1-dev/lora"}, "FLUX.1"),
    ("nobody knows", pair("lora_unet_x", 8, 8, 4, "kohya"), {}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "shapes", "said", "base"), CASES, ids=[one[0] for one in CASES])
def test_what_a_lora_is_for_is_read_from_its_header(
    tmp_path: Path, name: str, shapes: dict[str, tuple[int, ...]], said: dict[str, str], base: str
) -> None:
    found = adapters.look(lora(tmp_path / "a.safetensors", shapes, said))
    assert found["base"] == base
    assert found["layers"] == 1
    assert found["rank"] == next(shape[0] for shape in shapes.values() if shape)
    assert found["trigger"] == said.get("trigger", "")


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        ({"model.diffusion_model.input_blocks.0.0.weight": (4, 4)}, "ADAPTER_WHOLE"),
        ({"a.hada_w1_a": (4, 4), "a.hada_w1_b": (4, 4)}, "ADAPTER_KIND"),
        ({**pair("a", 8, 8, 4), "b.weight": (3, 3)}, "ADAPTER_KIND"),
        ({"a.lora_A.weight": (4, 8)}, "ADAPTER_TORN"),
        ({"a.lora_A.weight": (4, 8), "a.lora_B.weight": (8, 2)}, "ADAPTER_TORN"),
    ],
)
def test_what_is_no_lora_is_said(tmp_path: Path, shapes: dict[str, tuple[int, ...]], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        confined.check(lora(tmp_path / "a.safetensors", shapes), "adapter")  # in the child, as uploads are
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x80\x04\x95" + b"x" * 40, "NETWORK_PICKLE"),
        (b"PK\x03\x04" + b"x" * 40, "NETWORK_ARCHIVE"),
        (b"<html>" + b"x" * 40, "NETWORK_UNREADABLE"),
        (b"", "MEDIA_EMPTY"),
        (struct.pack("<Q", 1 << 60) + b"{" + b"x" * 40, "NETWORK_UNREADABLE"),
    ],
)
def test_programs_and_rubbish_never_get_in(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(data)
    with pytest.raises(BadInput) as refused:
        confined.check(path, "adapter")
    assert refused.value.code == code


def test_a_file_that_is_cut_short_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        confined.check(lora(tmp_path / "a.safetensors", pair("a", 8, 8, 4), cut=10), "adapter")
    assert refused.value.code == "NETWORK_UNREADABLE"


@pytest.mark.django_db
def test_an_upload_becomes_an_adapter_with_its_facts(client: Client, tmp_path: Path) -> None:
    film = make_film("Adapters")
    client.force_login(film.person)
    data = lora(tmp_path / "a.safetensors", CASES[2][1]).read_bytes()
    begun = client.post("/api/uploads", {"name": "Anna.safetensors", "size": len(data), "media": "adapter"}, "application/json")
    address = f"/api/uploads/{begun.json()['id']}"
    client.put(f"{address}?at=0", data, "application/octet-stream")
    made = client.post(f"{address}/finish").json()
    assert made["media"] == "adapter"
    assert (made["facts"]["base"], made["facts"]["rank"], made["facts"]["name"]) == ("FLUX.1", 16, "Anna.safetensors")
    assert b"".join(client.get(made["url"]).streaming_content) == data  # type: ignore[attr-defined]
