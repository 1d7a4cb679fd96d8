"""The true architectures of great models with random weights, built where they are to run; smaller by a whole number for trials.

Speed and memory do not depend on what the weights hold, with one exception that is said where it counts: how many steps a cache
leaves out.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Great:
    """One model: how it is built, the sizes and frames it is measured at, and what it is told besides."""

    build: Callable[[int, Any], Any]  # scale, dtype
    sizes: tuple[tuple[str, int, int], ...]
    frames: int
    said: dict[str, Any]


_VIDEO = (("480p", 832, 480), ("720p", 1280, 720))
_PICTURE = (("1024²", 1024, 1024),)


@contextmanager
def _in(dtype: Any) -> Iterator[None]:
    import torch

    usual = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(usual)


def _t5(kind: str, words: int, scale: int) -> Any:
    transformers: Any = importlib.import_module("transformers")

    config = getattr(transformers, f"{kind}Config")(
        vocab_size=words // scale, d_model=4096 // scale, d_kv=64, d_ff=10240 // scale, num_layers=max(1, 24 // scale),
        num_heads=max(1, 64 // scale), feed_forward_proj="gated-gelu",
    )  # fmt: skip
    return getattr(transformers, f"{kind}EncoderModel")(config).eval()


def _clip(kind: str, scale: int, width: int, layers: int) -> Any:
    transformers: Any = importlib.import_module("transformers")

    config = transformers.CLIPTextConfig(
        hidden_size=width // scale, intermediate_size=4 * width // scale, num_attention_heads=max(1, width // 64 // scale),
        num_hidden_layers=max(2, layers // scale), projection_dim=width // scale, vocab_size=49408 // scale, bos_token_id=0,
        eos_token_id=1, pad_token_id=1, hidden_act="gelu",
    )  # fmt: skip
    return getattr(transformers, kind)(config).eval()


def _wan(heads: int, layers: int, inner: int) -> Callable[[int, Any], Any]:
    def build(scale: int, dtype: Any) -> Any:
        diffusers: Any = importlib.import_module("diffusers")
        import torch

        from tests.generation.tiny_diffusion import t5_tokenizer

        with _in(torch.float32):
            vae = diffusers.AutoencoderKLWan(base_dim=max(16, 96 // scale))
        with _in(dtype):
            network = diffusers.WanTransformer3DModel(
                num_attention_heads=max(1, heads // scale), num_layers=max(2, layers // scale), ffn_dim=inner // scale,
                text_dim=4096 // scale,
            )  # fmt: skip
            words = _t5("UMT5", 256384, scale)
        return diffusers.WanPipeline(
            vae=vae, transformer=network, text_encoder=words, tokenizer=t5_tokenizer(),
            scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=5.0),
        )  # fmt: skip

    return build


def _ltx(scale: int, dtype: Any) -> Any:
    diffusers: Any = importlib.import_module("diffusers")

    from tests.generation.tiny_diffusion import t5_tokenizer

    with _in(dtype):
        vae = diffusers.AutoencoderKLLTXVideo()
        network = diffusers.LTXVideoTransformer3DModel(
            num_attention_heads=max(1, 32 // scale), cross_attention_dim=64 * max(1, 32 // scale), num_layers=max(2, 28 // scale),
            caption_channels=4096 // scale,
        )  # fmt: skip
        words = _t5("T5", 32128, scale)
    return diffusers.LTXPipeline(
        vae=vae, transformer=network, text_encoder=words, tokenizer=t5_tokenizer(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
    )  # fmt: skip


def _hunyuan(scale: int, dtype: Any) -> Any:
    diffusers: Any = importlib.import_module("diffusers")
    transformers: Any = importlib.import_module("transformers")

    from tests.generation.tiny_diffusion import byte_tokenizer, clip_tokenizer

    with _in(dtype):
        network = diffusers.HunyuanVideoTransformer3DModel(
            num_attention_heads=max(1, 24 // scale), num_layers=max(1, 20 // scale), num_single_layers=max(1, 40 // scale),
            text_embed_dim=4096 // scale, pooled_projection_dim=768 // scale,
        )  # fmt: skip
        config = transformers.LlamaConfig(
            hidden_size=4096 // scale, intermediate_size=14336 // scale, num_hidden_layers=max(3, 32 // scale),
            num_attention_heads=max(8, 32 // scale), num_key_value_heads=8, vocab_size=128320 // scale, pad_token_id=0,
        )  # fmt: skip
        words, more = transformers.LlamaModel(config).eval(), _clip("CLIPTextModel", scale, 768, 12)
        vae = diffusers.AutoencoderKLHunyuanVideo(block_out_channels=tuple(max(32, one // scale) for one in (128, 256, 512, 512)))
    return diffusers.HunyuanVideoPipeline(
        vae=vae, transformer=network, text_encoder=words, tokenizer=byte_tokenizer(), text_encoder_2=more,
        tokenizer_2=clip_tokenizer(), scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
    )  # fmt: skip


def _flux(scale: int, dtype: Any) -> Any:
    diffusers: Any = importlib.import_module("diffusers")

    from tests.generation.tiny_diffusion import clip_tokenizer, t5_tokenizer

    with _in(dtype):
        network = diffusers.FluxTransformer2DModel(
            num_layers=max(1, 19 // scale), num_single_layers=max(1, 38 // scale), num_attention_heads=max(1, 24 // scale),
            joint_attention_dim=4096 // scale, pooled_projection_dim=768 // scale, guidance_embeds=True,
        )  # fmt: skip
        vae = diffusers.AutoencoderKL(
            block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, latent_channels=16, use_quant_conv=False,
            use_post_quant_conv=False, scaling_factor=0.3611, shift_factor=0.1159,
        )  # fmt: skip
        words, more = _clip("CLIPTextModel", scale, 768, 12), _t5("T5", 32128, scale)
    return diffusers.FluxPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(), vae=vae, transformer=network, text_encoder=words,
        tokenizer=clip_tokenizer(), text_encoder_2=more, tokenizer_2=t5_tokenizer(),
    )  # fmt: skip


_GUIDED = {"guidance_scale": 5.0, "negative_prompt": ""}
TRUE = {
    "wan-1.3b": Great(_wan(12, 30, 8960), _VIDEO, 81, _GUIDED),
    "wan-14b": Great(_wan(40, 40, 13824), _VIDEO, 81, _GUIDED),
    "ltx-2b": Great(_ltx, (("480p", 832, 480), ("720p", 1280, 704)), 121, {"guidance_scale": 3.0, "negative_prompt": ""}),
    "hunyuan-13b": Great(_hunyuan, _VIDEO, 61, {}),
    "flux-12b": Great(_flux, _PICTURE, 1, {"guidance_scale": 3.5}),
}


def built(name: str, scale: int, where: str) -> Any:
    """A pipeline of this name on `where`, with weights drawn there; every width and depth is divided by `scale`."""
    import torch

    torch.manual_seed(0)
    with torch.device(where):
        pipe = TRUE[name].build(scale, torch.bfloat16 if where != "cpu" else torch.float32)
    pipe.set_progress_bar_config(disable=True)
    for part in pipe.components.values():
        if isinstance(part, torch.nn.Module):
            part.eval().requires_grad_(False)
    return pipe
