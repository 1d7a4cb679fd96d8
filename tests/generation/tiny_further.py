"""More tiny pipelines of the real classes: those whose parts are made of many, in a file of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from tests.generation import tiny_diffusion as tiny

_CHAT = "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"


def _talking() -> Any:
    """A tokenizer that is asked in a conversation."""
    tokenizer = tiny.byte_tokenizer()
    tokenizer.chat_template = _CHAT
    return tokenizer


def z_image() -> Any:
    from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, ZImagePipeline, ZImageTransformer2DModel
    from transformers import Qwen3Config, Qwen3Model

    network = ZImageTransformer2DModel(
        all_patch_size=(2,), all_f_patch_size=(1,), in_channels=16, dim=32, n_layers=2, n_refiner_layers=1, n_heads=2,
        n_kv_heads=2, qk_norm=True, cap_feat_dim=16, axes_dims=[8, 4, 4], axes_lens=[1024, 32, 32],
    )  # fmt: skip
    vae = AutoencoderKL(
        in_channels=3, out_channels=3, down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
        block_out_channels=[32] * 4, layers_per_block=1, latent_channels=16, norm_num_groups=32, scaling_factor=0.3611,
        shift_factor=0.1159, use_quant_conv=False, use_post_quant_conv=False,
    )  # fmt: skip
    config = Qwen3Config(
        hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, vocab_size=300,
        max_position_embeddings=512, head_dim=8,
    )  # fmt: skip
    return ZImagePipeline(
        vae=vae, transformer=network, scheduler=FlowMatchEulerDiscreteScheduler(), tokenizer=_talking(),
        text_encoder=Qwen3Model(config).eval(),
    )  # fmt: skip


def wan_animate() -> Any:
    from diffusers import WanAnimatePipeline, WanAnimateTransformer3DModel
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    sizes = {"4": 16, "8": 16, "16": 16}
    network = WanAnimateTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=36, latent_channels=16, out_channels=16,
        text_dim=32, freq_dim=64, ffn_dim=32, num_layers=2, cross_attn_norm=True, qk_norm="rms_norm_across_heads", image_dim=4,
        rope_max_seq_len=64, motion_encoder_channel_sizes=sizes, motion_encoder_size=16, motion_style_dim=8, motion_dim=4,
        motion_encoder_dim=16, face_encoder_hidden_dim=16, face_encoder_num_heads=2, inject_face_latents_blocks=2,
    )  # fmt: skip
    config = CLIPVisionConfig(
        hidden_size=4, projection_dim=4, num_hidden_layers=2, num_attention_heads=2, image_size=32, intermediate_size=16,
        patch_size=8,
    )  # fmt: skip
    return WanAnimatePipeline(
        **tiny.wan_parts(), transformer=network, image_encoder=CLIPVisionModel(config).eval(),
        image_processor=CLIPImageProcessor(crop_size=32, size=32),
    )  # fmt: skip


def _hunyuan_15(task: str) -> dict[str, Any]:
    from diffusers import (
        AutoencoderKLHunyuanVideo15,
        ClassifierFreeGuidance,
        FlowMatchEulerDiscreteScheduler,
        HunyuanVideo15Transformer3DModel,
    )
    from transformers import ByT5Tokenizer, Qwen2_5_VLTextConfig, Qwen2_5_VLTextModel

    network = HunyuanVideo15Transformer3DModel(
        in_channels=9, out_channels=4, num_attention_heads=2, attention_head_dim=8, num_layers=1, num_refiner_layers=1,
        mlp_ratio=2.0, patch_size=1, patch_size_t=1, text_embed_dim=16, text_embed_2_dim=32, image_embed_dim=32,
        rope_axes_dim=(2, 2, 4), target_size=16, task_type=task,
    )  # fmt: skip
    vae = AutoencoderKLHunyuanVideo15(
        in_channels=3, out_channels=3, latent_channels=4, block_out_channels=(16, 16), layers_per_block=1,
        spatial_compression_ratio=4, temporal_compression_ratio=2, downsample_match_channel=False,
        upsample_match_channel=False,
    )  # fmt: skip
    config = Qwen2_5_VLTextConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, vocab_size=300,
        rope_scaling={"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"}, rope_theta=1000000.0,
    )  # fmt: skip
    return {
        "vae": vae, "transformer": network, "scheduler": FlowMatchEulerDiscreteScheduler(shift=7.0),
        "text_encoder": Qwen2_5_VLTextModel(config).eval(), "tokenizer": _talking(),
        "text_encoder_2": tiny.t5(), "tokenizer_2": ByT5Tokenizer(), "guider": ClassifierFreeGuidance(guidance_scale=2.0),
    }  # fmt: skip


def hunyuan_15() -> Any:
    from diffusers import HunyuanVideo15Pipeline

    return HunyuanVideo15Pipeline(**_hunyuan_15("t2v"))


def hunyuan_15_image() -> Any:
    from diffusers import HunyuanVideo15ImageToVideoPipeline
    from transformers import SiglipImageProcessor, SiglipVisionConfig, SiglipVisionModel

    config = SiglipVisionConfig(
        hidden_size=32, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=64, patch_size=32
    )
    return HunyuanVideo15ImageToVideoPipeline(
        **_hunyuan_15("i2v"), image_encoder=SiglipVisionModel(config).eval(),
        feature_extractor=SiglipImageProcessor(size={"height": 64, "width": 64}),
    )  # fmt: skip


def gemma_tokenizer() -> Any:
    from transformers import GemmaTokenizer

    names = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "▁", *tiny.LETTERS]
    return GemmaTokenizer(vocab={name: at for at, name in enumerate(names)}, merges=[], model_max_length=1024)


def ltx_2(later: bool = False) -> Any:
    """It makes what is heard too: a second VAE, a vocoder, and words that are read once for the eye and once for the ear."""
    from diffusers import (
        AutoencoderKLLTX2Audio,
        AutoencoderKLLTX2Video,
        FlowMatchEulerDiscreteScheduler,
        LTX2Pipeline,
        LTX2VideoTransformer3DModel,
    )
    from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    words = {
        "vocab_size": 64, "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
        "num_key_value_heads": 1, "head_dim": 8, "max_position_embeddings": 1024, "sliding_window": 256, "pad_token_id": 0,
        "eos_token_id": 1, "bos_token_id": 2,
    }  # fmt: skip
    sight = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28,
        "patch_size": 14,
    }  # fmt: skip
    config = Gemma3Config(
        text_config=words,
        vision_config=sight,
        mm_tokens_per_image=4,
        boi_token_index=60,
        eoi_token_index=61,
        image_token_index=62,
    )
    network = LTX2VideoTransformer3DModel(
        in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=8, cross_attention_dim=16, audio_in_channels=4,
        audio_out_channels=4, audio_num_attention_heads=2, audio_attention_head_dim=4, audio_cross_attention_dim=8, num_layers=2,
        caption_channels=16, rope_double_precision=False, use_prompt_embeddings=not later,
    )  # fmt: skip
    connectors = LTX2TextConnectors(
        caption_channels=16, text_proj_in_factor=3, video_connector_num_attention_heads=4, video_connector_attention_head_dim=4,
        video_connector_num_layers=1, video_connector_num_learnable_registers=None,
        audio_connector_num_attention_heads=2 if later else 4,
        audio_connector_attention_head_dim=4, audio_connector_num_layers=1, audio_connector_num_learnable_registers=None,
        connector_rope_base_seq_len=32, rope_double_precision=False, per_modality_projections=later, video_hidden_dim=16,
        audio_hidden_dim=8,
    )  # fmt: skip
    vae = AutoencoderKLLTX2Video(
        latent_channels=4, block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 3, layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 4, upsample_factor=(1,) * 3, upsample_residual=(False,) * 3,
        spatial_compression_ratio=32, temporal_compression_ratio=8, decoder_spatial_padding_mode="zeros",
    )  # fmt: skip
    audio_vae = AutoencoderKLLTX2Audio(
        base_channels=4, output_channels=2, ch_mult=(1, 1, 1), num_res_blocks=1, in_channels=2, resolution=32, latent_channels=2,
        mel_bins=8,
    )  # fmt: skip
    return LTX2Pipeline(
        vae=vae, audio_vae=audio_vae, transformer=network, scheduler=FlowMatchEulerDiscreteScheduler(), connectors=connectors,
        text_encoder=Gemma3ForConditionalGeneration(config).eval(), tokenizer=gemma_tokenizer(),
        vocoder=LTX2Vocoder(in_channels=16, hidden_channels=32, out_channels=2),
    )  # fmt: skip


def qwen_edit(folder: Path) -> Path:
    """It reads pictures with the words; its processor is written as the hub has it, with a part for films that nobody opens."""
    from diffusers import QwenImageEditPlusPipeline, QwenImagePipeline
    from transformers import Qwen2VLImageProcessorPil

    marks = ["<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
    said = {name: 3 + marks.index(f"<|{mark}|>") for name, mark in (
        ("vision_start_token_id", "vision_start"), ("vision_end_token_id", "vision_end"), ("image_token_id", "image_pad"),
        ("video_token_id", "video_pad"),
    )}  # fmt: skip
    tiny.saved(lambda: QwenImagePipeline(**tiny.qwen_parts(marks, **said)), folder)
    index = json.loads((folder / "model_index.json").read_text())
    index |= {"_class_name": QwenImageEditPlusPipeline.__name__, "processor": ["transformers", "Qwen2VLProcessor"]}
    (folder / "model_index.json").write_text(json.dumps(index))
    tiny.byte_tokenizer(marks).save_pretrained(str(folder / "processor"))
    Qwen2VLImageProcessorPil(min_pixels=56 * 56, max_pixels=28 * 28 * 16).save_pretrained(str(folder / "processor"))
    place = folder / "processor" / "preprocessor_config.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | {"processor_class": "Qwen2VLProcessor"}))
    (folder / "processor" / "video_preprocessor_config.json").write_text('{"video_processor_type": "Qwen2VLVideoProcessor"}')
    return folder


def animatediff_over(folder: Path) -> Path:
    """As hubs have it: a Stable Diffusion with all that belongs to one, and a motion adapter from elsewhere beside it."""
    from diffusers import MotionAdapter, PNDMScheduler, StableDiffusionPipeline

    parts = tiny.animatediff_parts()
    tiny.saved(
        lambda: StableDiffusionPipeline(
            **parts,
            scheduler=PNDMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True),
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        ), folder,
    )  # fmt: skip
    index = json.loads((folder / "model_index.json").read_text())
    index |= {"safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"], "feature_extractor": [
        "transformers", "CLIPImageProcessor"]}  # fmt: skip
    (folder / "model_index.json").write_text(json.dumps(index))
    motion: MotionAdapter = tiny.motion()
    motion.save_pretrained(str(folder / "motion_adapter"), safe_serialization=True)
    return folder


def hunyuan_parts(**said: Any) -> dict[str, Any]:
    from diffusers import AutoencoderKLHunyuanVideo, FlowMatchEulerDiscreteScheduler, HunyuanVideoTransformer3DModel
    from transformers import LlamaConfig, LlamaModel

    config = LlamaConfig(
        hidden_size=16, intermediate_size=37, num_attention_heads=4, num_hidden_layers=3, vocab_size=300,
        max_position_embeddings=1024, pad_token_id=0, bos_token_id=0, eos_token_id=2,
    )  # fmt: skip
    network = HunyuanVideoTransformer3DModel(
        in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=10, num_layers=1, num_single_layers=1,
        num_refiner_layers=1, guidance_embeds=True, text_embed_dim=16, pooled_projection_dim=32, rope_axes_dim=(2, 4, 4), **said,
    )  # fmt: skip
    vae = AutoencoderKLHunyuanVideo(
        latent_channels=4, block_out_channels=(8, 8, 8, 8), layers_per_block=1, norm_num_groups=4,
        down_block_types=("HunyuanVideoDownBlock3D",) * 4, up_block_types=("HunyuanVideoUpBlock3D",) * 4,
    )  # fmt: skip
    return {
        "vae": vae, "transformer": network, "scheduler": FlowMatchEulerDiscreteScheduler(shift=7.0),
        "tokenizer": tiny.byte_tokenizer(), "text_encoder": LlamaModel(config).eval(),
        "tokenizer_2": tiny.clip_tokenizer(), "text_encoder_2": tiny.clip_text(),
    }  # fmt: skip


def hunyuan() -> Any:
    from diffusers import HunyuanVideoPipeline

    return HunyuanVideoPipeline(**hunyuan_parts())


def _hunyuan_eye() -> dict[str, Any]:
    """Words that are read together with the first picture: 576 places of it, as the real one has."""
    from transformers import CLIPImageProcessor, CLIPVisionConfig, LlamaConfig, LlavaConfig, LlavaForConditionalGeneration

    special = ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<image>"]
    words = LlamaConfig(
        hidden_size=16, intermediate_size=37, num_attention_heads=4, num_hidden_layers=3, vocab_size=300,
        max_position_embeddings=2048, pad_token_id=0, bos_token_id=0, eos_token_id=2,
    )  # fmt: skip
    sight = CLIPVisionConfig(
        hidden_size=8, intermediate_size=16, num_attention_heads=2, num_hidden_layers=2, image_size=48, patch_size=2,
        projection_dim=16,
    )  # fmt: skip
    config = LlavaConfig(vision_config=sight, text_config=words, image_token_index=6, pad_token_id=0)
    return {
        "text_encoder": LlavaForConditionalGeneration(config).eval(), "tokenizer": tiny.byte_tokenizer(special),
        "image_processor": CLIPImageProcessor(crop_size=48, size=48),
    }  # fmt: skip


def hunyuan_image() -> Any:
    from diffusers import HunyuanVideoImageToVideoPipeline

    parts = hunyuan_parts(image_condition_type="token_replace")
    return HunyuanVideoImageToVideoPipeline(**{**parts, **_hunyuan_eye()})


def ltx_2_later() -> Any:
    """As LTX-2.3, whose words are brought to each network's width before they are read on."""
    return ltx_2(later=True)


def qwen_led(folder: Path) -> Path:
    """Qwen-Image with three ControlNets."""
    from diffusers import QwenImageControlNetModel, QwenImagePipeline

    tiny.saved(tiny.qwen_image, folder)
    pipe = QwenImagePipeline.from_pretrained(str(folder))
    _beside(folder, "QwenImageControlNetModel", lambda pipe: QwenImageControlNetModel.from_transformer(
        pipe.transformer, num_layers=1, attention_head_dim=16, num_attention_heads=2), pipe)  # fmt: skip
    return folder


def _beside(folder: Path, kind: str, network: Any, pipe: Any) -> None:
    """A ControlNet for each kind of guide beside a pipeline's own parts, opened wide: an untrained one adds nothing."""
    for at, one in enumerate(("depth", "pose", "edges")):
        torch.manual_seed(10 + at)
        net = network(pipe)
        assert type(net).__name__ == kind
        for value in net.parameters():
            if value.dim() > 1:
                value.data.normal_(0, 0.2)
        net.save_pretrained(str(folder / f"guide_{one}"), safe_serialization=True)


def sdxl_led(folder: Path) -> Path:
    """SDXL with three ControlNets and an IP-Adapter, each in a folder beside it."""
    from diffusers import ControlNetModel, StableDiffusionXLPipeline
    from safetensors.torch import save_file

    tiny.saved(tiny.sdxl, folder)
    pipe = StableDiffusionXLPipeline.from_pretrained(str(folder))
    _beside(folder, "ControlNetModel", lambda pipe: ControlNetModel.from_unet(
        pipe.unet, conditioning_embedding_out_channels=(4, 8, 8, 16)), pipe)  # fmt: skip
    chance = torch.Generator().manual_seed(20)
    width = pipe.unet.config.cross_attention_dim
    layers = {
        "image_proj.proj.weight": torch.randn(width * 4, 32, generator=chance), "image_proj.proj.bias": torch.zeros(width * 4),
        "image_proj.norm.weight": torch.ones(width), "image_proj.norm.bias": torch.zeros(width),
    }  # fmt: skip
    at = 1
    for name in pipe.unet.attn_processors:
        if name.endswith("attn2.processor"):
            attention = pipe.unet.get_submodule(name.removesuffix(".processor"))
            for part in ("to_k_ip", "to_v_ip"):
                layers[f"ip_adapter.{at}.{part}.weight"] = torch.randn(attention.inner_dim, width, generator=chance)
            at += 2
    place = folder / "references"
    tiny.clip_vision(32).save_pretrained(str(place / "image_encoder"), safe_serialization=True)
    save_file(layers, place / "ip-adapter.safetensors")
    return folder


def flux_led(folder: Path) -> Path:
    """FLUX with three ControlNets."""
    from diffusers import FluxControlNetModel, FluxPipeline

    tiny.saved(tiny.flux, folder)
    pipe = FluxPipeline.from_pretrained(str(folder))
    _beside(folder, "FluxControlNetModel", lambda pipe: FluxControlNetModel.from_transformer(
        pipe.transformer, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2), pipe)  # fmt: skip
    return folder
