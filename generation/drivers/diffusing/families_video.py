"""Every family that makes clips, one small declaration each."""

from __future__ import annotations

from fractions import Fraction

from generation.drivers.diffusing import asking
from generation.drivers.diffusing.asking import way
from generation.drivers.diffusing.families import Family

_IMAGE = "WanImageToVideoPipeline"
_HD, _SD = 1280 * 720, 832 * 480
_BOTH = ("en", "zh")
_NET, _TWO = ("transformer",), ("transformer", "transformer_2")
_STEERED = "tracks boxes camera"
_SECOND = {"transformer_2": ["diffusers", "WanTransformer3DModel"]}
_LTX2_MARKS = ("LTX2Pipeline", "LTX2ImageToVideoPipeline", "LTX2ConditionPipeline")
_LTX2 = (
    way("LTX2Pipeline", asking.timed),
    way("LTX2ConditionPipeline", asking.ltx2, takes="first last held"),
    way("LTX2ConditionPipeline", asking.ltx2, "source", "first last held strength"),
)

VIDEO: tuple[Family, ...] = (
    Family(
        "Wan 2.2 5B", ("WanPipeline", _IMAGE),
        (way("WanPipeline", asking.clip), way(_IMAGE, asking.starting, "first")),
        side=32, area=1280 * 704, steps=(20, 50), guidance=5.0, stride=4, longest=121, rate=Fraction(24),
        when={"expand_timesteps": True}, precise=("vae",), adapters=_NET, languages=_BOTH,
    ),
    Family(
        "Wan 2.2 14B", ("WanPipeline",), (way("WanPipeline", asking.clip),),
        side=16, area=_HD, steps=(20, 40), guidance=4.0, stride=4, longest=81, rate=Fraction(16), precise=("vae",),
        when=_SECOND, adapters=_TWO, languages=_BOTH,
    ),
    Family(
        "Wan", ("WanPipeline",),
        (way("WanPipeline", asking.clip), way("WanVideoToVideoPipeline", asking.refilmed, "source", "strength")),
        side=16, area=_SD, steps=(20, 50), guidance=5.0, stride=4, longest=81, rate=Fraction(16), precise=("vae",),
        adapters=_NET, languages=_BOTH,
    ),
    Family(
        "Wan first and last picture", (_IMAGE,), (way(_IMAGE, asking.between, "first last"),),
        side=16, area=_HD, steps=(20, 40), guidance=5.0, stride=4, longest=81, rate=Fraction(16),
        when={"transformer.pos_embed_seq_len": ...}, precise=("vae", "image_encoder"), adapters=_NET, languages=_BOTH,
    ),
    Family(
        "Wan 2.1 image to video", (_IMAGE,), (way(_IMAGE, asking.starting, "first", _STEERED),),
        side=16, area=_HD, steps=(20, 40), guidance=5.0, stride=4, longest=81, rate=Fraction(16),
        when={"transformer.image_dim": ...}, precise=("vae", "image_encoder"), adapters=_NET, languages=_BOTH,
    ),
    Family(
        "Wan 2.2 image to video", (_IMAGE,),
        (way(_IMAGE, asking.starting, "first", _STEERED), way(_IMAGE, asking.between, "first last")),
        side=16, area=_HD, steps=(20, 40), guidance=3.5, stride=4, longest=81, rate=Fraction(16), precise=("vae",),
        adapters=_TWO, languages=_BOTH,
    ),
    Family(
        "Wan VACE", ("WanVACEPipeline",),
        (
            way("WanVACEPipeline", asking.vace, takes="first last held references guides boxes"),
            way("WanVACEPipeline", asking.vace, "source mask", "first last held references guides boxes"),
        ),
        side=16, area=_SD, steps=(20, 50), guidance=5.0, stride=4, longest=81, rate=Fraction(16), precise=("vae",),
        adapters=_NET, references=4, languages=_BOTH,
    ),
    Family(
        "Wan Animate", ("WanAnimatePipeline",),
        (way("WanAnimatePipeline", asking.animated, "first guide.pose", "source mask"),),
        side=16, area=_HD, steps=(10, 20), guidance=1.0, stride=4, longest=77, rate=Fraction(30),
        precise=("vae", "image_encoder"), adapters=_NET, languages=_BOTH,
    ),
    Family(
        "LTX-Video", ("LTXPipeline", "LTXImageToVideoPipeline", "LTXConditionPipeline"),
        (
            way("LTXPipeline", asking.timed),
            way("LTXConditionPipeline", asking.ltx, takes="first last held"),
            way("LTXConditionPipeline", asking.ltx, "source", "first last held strength"),
        ),
        side=32, area=1216 * 704, steps=(20, 40), guidance=3.0, stride=8, longest=257,
        extra={"decode_timestep": 0.05, "decode_noise_scale": 0.025}, adapters=_NET,
    ),
    Family(
        "LTX-2.3", _LTX2_MARKS, _LTX2,
        side=32, area=_HD, steps=(15, 30), guidance=3.0, stride=8, longest=481, adapters=_NET, sound=True,
        when={"connectors.per_modality_projections": True},
    ),
    Family(
        "LTX-2", _LTX2_MARKS, _LTX2,
        side=32, area=_HD, steps=(15, 30), guidance=3.0, stride=8, longest=481, adapters=_NET, sound=True,
        extra={"use_cross_timestep": False, "spatio_temporal_guidance_blocks": [29]},  # the pipeline's own are those of 2.3
    ),
    Family(
        "HunyuanVideo 1.5", ("HunyuanVideo15Pipeline",), (way("HunyuanVideo15Pipeline", asking.clip),),
        side=16, area=_SD, steps=(20, 50), guidance=None, stride=4, longest=121, rate=Fraction(24), languages=_BOTH,
    ),
    Family(
        "HunyuanVideo 1.5 image to video", ("HunyuanVideo15ImageToVideoPipeline",),
        (way("HunyuanVideo15ImageToVideoPipeline", asking.starting_only, "first"),),
        side=16, area=_SD, steps=(20, 50), guidance=None, stride=4, longest=121, rate=Fraction(24), languages=_BOTH,
    ),
    Family(
        "HunyuanVideo", ("HunyuanVideoPipeline",), (way("HunyuanVideoPipeline", asking.clip),),
        side=16, area=_HD, steps=(20, 50), guidance=6.0, negative=False, stride=4, longest=129, rate=Fraction(24),
        adapters=_NET, languages=_BOTH,
    ),
    Family(
        "HunyuanVideo image to video", ("HunyuanVideoImageToVideoPipeline",),
        (way("HunyuanVideoImageToVideoPipeline", asking.starting, "first"),),
        side=16, area=_HD, steps=(20, 50), guidance=6.0, negative=False, stride=4, longest=129, rate=Fraction(24),
        adapters=_NET, languages=_BOTH,
    ),
    Family(
        "CogVideoX", ("CogVideoXPipeline",),
        (way("CogVideoXPipeline", asking.clip), way("CogVideoXVideoToVideoPipeline", asking.refilmed, "source", "strength")),
        side=16, area=720 * 480, steps=(20, 50), guidance=6.0, stride=4, longest=49, rate=Fraction(8), fixed=True,
        adapters=_NET,
    ),
    Family(
        "CogVideoX image to video", ("CogVideoXImageToVideoPipeline",),
        (way("CogVideoXImageToVideoPipeline", asking.starting, "first"),),
        side=16, area=720 * 480, steps=(20, 50), guidance=6.0, stride=4, longest=49, rate=Fraction(8), fixed=True,
        adapters=_NET,
    ),
    Family(
        "Stable Video Diffusion", ("StableVideoDiffusionPipeline",),
        (way("StableVideoDiffusionPipeline", asking.stable_video, "first"),),
        side=64, area=1024 * 576, steps=(12, 25), guidance=3.0, guide="max_guidance_scale", negative=False, words=False,
        stride=1, longest=25, rate=Fraction(7), languages=(),
    ),
    Family(
        "AnimateDiff", ("AnimateDiffPipeline",),
        (
            way("AnimateDiffPipeline", asking.clip),
            way("AnimateDiffVideoToVideoPipeline", asking.refilmed, "source", "strength"),
        ),
        side=8, area=512 * 512, steps=(12, 25), guidance=7.5, stride=1, longest=32, rate=Fraction(8),
        adapters=("unet", "text_encoder"), prompt="tags",
    ),
)  # fmt: skip
