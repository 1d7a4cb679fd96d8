"""Tiny pipelines of the real classes, with random weights and tokenizers made on the spot, saved as hubs keep them."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

LETTERS = "abcdefghijklmnopqrstuvwxyz.,"
Build = Callable[..., Any]


def t5_tokenizer() -> Any:
    from transformers import T5Tokenizer

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), *((one, -3.0) for one in LETTERS)]
    return T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=512)


def clip_tokenizer() -> Any:
    from transformers import CLIPTokenizer

    names = ["<|startoftext|>", "<|endoftext|>", *LETTERS, *(f"{one}</w>" for one in LETTERS)]
    return CLIPTokenizer(vocab={name: at for at, name in enumerate(names)}, merges=[], model_max_length=77)


def t5(kind: str = "T5") -> Any:
    import transformers

    config = getattr(transformers, f"{kind}Config")(
        vocab_size=64, d_model=32, d_kv=8, d_ff=32, num_layers=2, num_heads=4, feed_forward_proj="gated-gelu"
    )
    return getattr(transformers, f"{kind}EncoderModel")(config).eval()


def clip_text(kind: str = "CLIPTextModel") -> Any:
    import transformers

    config = transformers.CLIPTextConfig(
        bos_token_id=0, eos_token_id=1, pad_token_id=1, hidden_size=32, intermediate_size=37, num_attention_heads=4,
        num_hidden_layers=3, vocab_size=100, projection_dim=32, hidden_act="gelu",
    )  # fmt: skip
    return getattr(transformers, kind)(config).eval()


def clip_vision(side: int) -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    config = CLIPVisionConfig(
        hidden_size=32, projection_dim=32, num_hidden_layers=2, num_attention_heads=4, image_size=side, intermediate_size=37,
        patch_size=side // 2,
    )  # fmt: skip
    return CLIPVisionModelWithProjection(config).eval()


def wan_parts() -> dict[str, Any]:
    from diffusers import AutoencoderKLWan, FlowMatchEulerDiscreteScheduler

    return {
        "vae": AutoencoderKLWan(
            base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
        ),
        "scheduler": FlowMatchEulerDiscreteScheduler(shift=5.0),
        "text_encoder": t5("UMT5"),
        "tokenizer": t5_tokenizer(),
    }


_WAN = {
    "patch_size": (1, 2, 2), "num_attention_heads": 2, "attention_head_dim": 12, "out_channels": 16, "text_dim": 32,
    "freq_dim": 64, "ffn_dim": 32, "num_layers": 2, "cross_attn_norm": True, "qk_norm": "rms_norm_across_heads",
    "rope_max_seq_len": 64,
}  # fmt: skip


def wan() -> Any:
    from diffusers import WanPipeline, WanTransformer3DModel

    return WanPipeline(**wan_parts(), transformer=WanTransformer3DModel(in_channels=16, **_WAN))


def wan_image() -> Any:
    from diffusers import WanImageToVideoPipeline, WanTransformer3DModel

    return WanImageToVideoPipeline(**wan_parts(), transformer=WanTransformer3DModel(in_channels=36, **_WAN))


def wan_two() -> Any:
    """As Wan 2.2 14B: one network for the first steps, another for the rest."""
    from diffusers import WanPipeline, WanTransformer3DModel

    networks = [WanTransformer3DModel(in_channels=16, **_WAN) for _ in range(2)]
    return WanPipeline(**wan_parts(), transformer=networks[0], transformer_2=networks[1], boundary_ratio=0.875)


def _wan_seeing(**said: Any) -> Any:
    """As Wan 2.1, which sees the first picture with an encoder of its own too."""
    from diffusers import WanImageToVideoPipeline, WanTransformer3DModel
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    config = CLIPVisionConfig(
        hidden_size=4, projection_dim=4, num_hidden_layers=2, num_attention_heads=2, image_size=32, intermediate_size=16,
        patch_size=8,
    )  # fmt: skip
    network = WanTransformer3DModel(in_channels=36, image_dim=4, added_kv_proj_dim=24, **_WAN, **said)
    return WanImageToVideoPipeline(
        **wan_parts(), transformer=network, image_encoder=CLIPVisionModel(config).eval(),
        image_processor=CLIPImageProcessor(crop_size=32, size=32),
    )  # fmt: skip


def wan_first() -> Any:
    return _wan_seeing()


def wan_ends() -> Any:
    """It sees the first and the last picture: (32/8)² + 1 places of each."""
    return _wan_seeing(pos_embed_seq_len=17 * 2)


def wan_both() -> Any:
    """As Wan 2.2 5B: one transformer for words and for a first picture."""
    from diffusers import WanPipeline, WanTransformer3DModel

    return WanPipeline(**wan_parts(), transformer=WanTransformer3DModel(in_channels=16, **_WAN), expand_timesteps=True)


def wan_vace() -> Any:
    from diffusers import WanVACEPipeline, WanVACETransformer3DModel

    network = WanVACETransformer3DModel(in_channels=16, vace_layers=[0], vace_in_channels=96, **_WAN)
    return WanVACEPipeline(**wan_parts(), transformer=network)


def ltx() -> Any:
    from diffusers import AutoencoderKLLTXVideo, FlowMatchEulerDiscreteScheduler, LTXPipeline, LTXVideoTransformer3DModel

    vae = AutoencoderKLLTXVideo(
        in_channels=3, out_channels=3, latent_channels=8, block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4,
        layers_per_block=(1, 1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, False, False), decoder_spatio_temporal_scaling=(True, True, False, False),
        decoder_inject_noise=(False,) * 5, upsample_residual=(False,) * 4, upsample_factor=(1,) * 4, timestep_conditioning=False,
        patch_size=1, patch_size_t=1, encoder_causal=True, decoder_causal=False,
    )  # fmt: skip
    network = LTXVideoTransformer3DModel(
        in_channels=8, out_channels=8, patch_size=1, patch_size_t=1, num_attention_heads=4, attention_head_dim=8,
        cross_attention_dim=32, num_layers=1, caption_channels=32,
    )  # fmt: skip
    return LTXPipeline(
        vae=vae, transformer=network, scheduler=FlowMatchEulerDiscreteScheduler(), text_encoder=t5(), tokenizer=t5_tokenizer()
    )


def _cog_parts(channels: int) -> dict[str, Any]:
    from diffusers import AutoencoderKLCogVideoX, CogVideoXDDIMScheduler, CogVideoXTransformer3DModel

    return {
        "vae": AutoencoderKLCogVideoX(
            down_block_types=("CogVideoXDownBlock3D",) * 4, up_block_types=("CogVideoXUpBlock3D",) * 4,
            block_out_channels=(8, 8, 8, 8), latent_channels=4, layers_per_block=1, norm_num_groups=2,
            temporal_compression_ratio=4,
        ),
        "transformer": CogVideoXTransformer3DModel(
            num_attention_heads=2, attention_head_dim=16, in_channels=channels, out_channels=4, time_embed_dim=2,
            text_embed_dim=32, num_layers=1, sample_width=8, sample_height=6, sample_frames=9, patch_size=2,
            temporal_compression_ratio=4, max_text_seq_length=226, use_rotary_positional_embeddings=channels > 4,
            use_learned_positional_embeddings=channels > 4,
        ),
        "scheduler": CogVideoXDDIMScheduler(), "text_encoder": t5(), "tokenizer": t5_tokenizer(),
    }  # fmt: skip


def cogvideox() -> Any:
    from diffusers import CogVideoXPipeline

    return CogVideoXPipeline(**_cog_parts(4))


def cogvideox_image() -> Any:
    from diffusers import CogVideoXImageToVideoPipeline

    return CogVideoXImageToVideoPipeline(**_cog_parts(8))


def sdxl() -> Any:
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel

    unet = UNet2DConditionModel(
        block_out_channels=(8, 16), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4, norm_num_groups=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2), projection_class_embeddings_input_dim=80, cross_attention_dim=64,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=[8, 8, 8, 16], down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
        latent_channels=4, norm_num_groups=4,
    )  # fmt: skip
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, steps_offset=1, beta_schedule="scaled_linear", timestep_spacing="leading"
    )
    return StableDiffusionXLPipeline(
        vae=vae, unet=unet, scheduler=scheduler, text_encoder=clip_text(), tokenizer=clip_tokenizer(),
        text_encoder_2=clip_text("CLIPTextModelWithProjection"), tokenizer_2=clip_tokenizer(),
    )  # fmt: skip


def flux(pipeline: str = "FluxPipeline", channels: int = 16) -> Any:
    import diffusers
    from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, FluxTransformer2DModel

    network = FluxTransformer2DModel(
        patch_size=1, in_channels=channels, out_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16,
        num_attention_heads=2, joint_attention_dim=32, pooled_projection_dim=32, axes_dims_rope=(4, 4, 8), guidance_embeds=True,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=(4, 4, 4, 4), down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1, latent_channels=4, norm_num_groups=1, use_quant_conv=False, use_post_quant_conv=False,
        shift_factor=0.0609, scaling_factor=1.5035,
    )  # fmt: skip
    return getattr(diffusers, pipeline)(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=vae, transformer=network, text_encoder=clip_text(),
        tokenizer=clip_tokenizer(), text_encoder_2=t5(), tokenizer_2=t5_tokenizer(),
    )  # fmt: skip


def flux_kontext() -> Any:
    return flux("FluxKontextPipeline")


def flux_fill() -> Any:
    """It sees the noise, the picture with its hole, and the hole: 16 + 16 + 8·8·4 channels."""
    return flux("FluxFillPipeline", 16 + 16 + 256)


def byte_tokenizer(further: Sequence[str] = ()) -> Any:
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import Qwen2Tokenizer

    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *further]
    names = [*special, *sorted(ByteLevel.alphabet())]
    return Qwen2Tokenizer(
        vocab={name: at for at, name in enumerate(names)},
        merges=[],
        pad_token="<|endoftext|>",
        extra_special_tokens=list(further),
    )


def qwen_parts(further: Sequence[str] = (), **said: Any) -> dict[str, Any]:
    from diffusers import AutoencoderKLQwenImage, FlowMatchEulerDiscreteScheduler, QwenImageTransformer2DModel
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    words = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 2,
        "rope_scaling": {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"}, "rope_theta": 1000000.0,
        "vocab_size": 300, "bos_token_id": 0, "eos_token_id": 2, "pad_token_id": 0,
    }  # fmt: skip
    sight = {
        "depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16, "patch_size": 14,
        "spatial_merge_size": 2, "window_size": 112, "fullatt_block_indexes": [0],
    }  # fmt: skip
    config = Qwen2_5_VLConfig(text_config=words, vision_config=sight, **said)
    network = QwenImageTransformer2DModel(
        patch_size=2, in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=16, axes_dims_rope=(8, 4, 4),
    )  # fmt: skip
    vae = AutoencoderKLQwenImage(
        base_dim=12, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4, latents_std=[1.0] * 4,
    )  # fmt: skip
    return {
        "vae": vae, "transformer": network, "scheduler": FlowMatchEulerDiscreteScheduler(), "tokenizer": byte_tokenizer(further),
        "text_encoder": Qwen2_5_VLForConditionalGeneration(config).eval(),
    }  # fmt: skip


def qwen_image() -> Any:
    from diffusers import QwenImagePipeline

    return QwenImagePipeline(**qwen_parts())


def animatediff_parts() -> dict[str, Any]:
    """A Stable Diffusion without its noise."""
    from diffusers import AutoencoderKL, UNet2DConditionModel

    unet = UNet2DConditionModel(
        block_out_channels=(8, 8), layers_per_block=1, sample_size=8, in_channels=4, out_channels=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=32, norm_num_groups=2,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=[8, 8, 8, 8], down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
        latent_channels=4, norm_num_groups=2,
    )  # fmt: skip
    return {"vae": vae, "text_encoder": clip_text(), "tokenizer": clip_tokenizer(), "unet": unet}


def motion() -> Any:
    from diffusers import MotionAdapter

    return MotionAdapter(
        block_out_channels=(8, 8), motion_layers_per_block=1, motion_norm_num_groups=2, motion_num_attention_heads=4
    )


def animatediff() -> Any:
    from diffusers import AnimateDiffPipeline, DDIMScheduler

    scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="linear", clip_sample=False)
    return AnimateDiffPipeline(**animatediff_parts(), motion_adapter=motion(), scheduler=scheduler)


def svd() -> Any:
    from diffusers import (
        AutoencoderKLTemporalDecoder,
        EulerDiscreteScheduler,
        StableVideoDiffusionPipeline,
        UNetSpatioTemporalConditionModel,
    )
    from transformers import CLIPImageProcessor

    unet = UNetSpatioTemporalConditionModel(
        block_out_channels=(32, 64), layers_per_block=1, sample_size=32, in_channels=8, out_channels=4, num_frames=4,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"), cross_attention_dim=32,
        num_attention_heads=8, projection_class_embeddings_input_dim=96, addition_time_embed_dim=32,
    )  # fmt: skip
    vae = AutoencoderKLTemporalDecoder(
        block_out_channels=[32, 32, 32, 32], down_block_types=["DownEncoderBlock2D"] * 4, latent_channels=4
    )
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type="v_prediction", use_karras_sigmas=True
    )
    return StableVideoDiffusionPipeline(
        vae=vae, image_encoder=clip_vision(224), unet=unet, scheduler=scheduler,
        feature_extractor=CLIPImageProcessor(crop_size=224, size={"shortest_edge": 224}),
    )  # fmt: skip


def saved(build: Build, folder: Path) -> Path:
    """A pipeline with weights of a fixed seed, as safetensors below `folder`; a builder that takes a folder writes it itself."""
    if inspect.signature(build).parameters.get("folder"):
        return build(folder)
    torch.manual_seed(0)
    pipe = build()
    for name, value in pipe.components.items():
        if hasattr(value, "parameters"):
            for one in value.parameters():  # wider than as they come, so that what is drawn is not one grey
                if one.dim() > 1 and name != "text_encoder":
                    one.data.mul_(1.6)
    pipe.save_pretrained(str(folder), safe_serialization=True)
    return folder


LIMITS = {"area": 160 * 96, "steps": [2, 4], "guidance": 2.0}
KINDS = {
    "text": "wan", "first": "wan_image", "vace": "wan_vace", "sdxl": "sdxl", "ltx": "ltx", "flux": "flux",
}  # fmt: skip


def write(kind: str, folder: Path) -> Path:
    """A tiny model of a kind, small enough in all that it does to draw a shot on a CPU in a few seconds.

    Its weights are random, so that it draws cloth without meaning; whatever reads, opens, asks and runs it is the real thing.
    """
    torch.set_num_threads(1)
    saved(globals()[KINDS.get(kind, kind)], folder)
    (folder / "filmwright.json").write_text(json.dumps(LIMITS))
    return folder


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"Say a kind ({', '.join(KINDS)}) and a folder.")
    sys.stdout.write(f"{write(sys.argv[1], Path(sys.argv[2]))}\n")
