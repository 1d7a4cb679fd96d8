"""How each kind of model learns: its words and pictures as it sees them, and how wrong it is at one moment of the noise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from generation.drivers.diffusing.families import Family
from generation.operation import BadInput

Words = Mapping[str, Any]  # tensors on the CPU, by the name under which the network takes them


class Learner:
    """One model at school. `part` is the network that learns; everything else stays as it is."""

    part = "transformer"
    targets: tuple[str, ...] = ("to_k", "to_q", "to_v", "to_out.0")

    def __init__(self, pipe: Any, family: Family) -> None:
        self.pipe, self.family = pipe, family

    @property
    def network(self) -> Any:
        """What learns."""
        return getattr(self.pipe, self.part)

    def words(self, prompt: str) -> Words:
        """A caption as the network hears it."""
        raise NotImplementedError

    def seen(self, pixels: Any) -> Any:
        """Pixels (1, 3, height, width) in −1…1 as latents, always the same for the same picture."""
        raise NotImplementedError

    def error(self, latents: Any, noise: Any, moment: float, words: Words) -> tuple[Any, Any]:
        """What the network says and what it ought to say, at a moment of 0 (clean) … 1 (noise)."""
        raise NotImplementedError

    def draw(self, words: Words, size: tuple[int, int], seed: int) -> Any:
        """A picture (width × height) as the network draws it now."""
        raise NotImplementedError

    def _to(self, words: Words, latents: Any) -> dict[str, Any]:
        dtype = self.network.dtype
        return {
            name: value.to(latents.device, dtype if value.is_floating_point() else None) if hasattr(value, "to") else value
            for name, value in words.items()
        }

    def _drawn(self, size: tuple[int, int], seed: int, **words: Any) -> Any:
        import torch

        steps = min(12, self.family.steps[0])
        made = self.pipe(
            width=size[0], height=size[1], num_inference_steps=steps, generator=torch.Generator("cpu").manual_seed(seed),
            **words,
        )  # fmt: skip
        return made.frames[0][0] if hasattr(made, "frames") else made.images[0]


class Noisy(Learner):
    """Stable Diffusion XL: a U-Net that tells the noise (or the velocity) of a thousand steps."""

    part = "unet"

    def words(self, prompt: str) -> Words:
        """Both encoders' tokens, and the second's sum."""
        hidden, _, pooled, _ = self.pipe.encode_prompt(prompt=prompt, do_classifier_free_guidance=False)
        return {"hidden": hidden.cpu(), "pooled": pooled.cpu()}

    def seen(self, pixels: Any) -> Any:
        """The middle of what the VAE sees."""
        vae = self.pipe.vae
        latents = vae.encode(pixels.to(vae.device, vae.dtype)).latent_dist.mode()
        return ((latents - (getattr(vae.config, "shift_factor", None) or 0)) * vae.config.scaling_factor).float()

    def error(self, latents: Any, noise: Any, moment: float, words: Words) -> tuple[Any, Any]:
        """Noise, or velocity, as the scheduler says."""
        import torch
        from diffusers import DDPMScheduler

        schedule: Any = DDPMScheduler.from_config(self.pipe.scheduler.config)  # type: ignore[no-untyped-call]
        last = schedule.config.num_train_timesteps - 1
        at = torch.tensor([round(moment * last)], device=latents.device)
        noisy = schedule.add_noise(latents, noise, at)
        high, wide = (side * self.pipe.vae_scale_factor for side in latents.shape[-2:])
        given = self._to(words, latents)
        told = {"text_embeds": given["pooled"], "time_ids": torch.tensor([[high, wide, 0, 0, high, wide]], device=latents.device)}
        said = self.network(
            noisy.to(self.network.dtype), at, encoder_hidden_states=given["hidden"], added_cond_kwargs=told, return_dict=False
        )[0]
        speed = schedule.config.prediction_type == "v_prediction"
        return said.float(), schedule.get_velocity(latents, noise, at) if speed else noise

    def draw(self, words: Words, size: tuple[int, int], seed: int) -> Any:
        """Without negative words: twice as quick."""
        given = self._to(words, next(self.network.parameters()))
        return self._drawn(
            size, seed, prompt_embeds=given["hidden"], pooled_prompt_embeds=given["pooled"], guidance_scale=1.0
        )  # fmt: skip


class Flowing(Learner):
    """A transformer that tells the way from the picture to the noise, straight on."""

    def shift(self, latents: Any) -> float:
        """How far its moments are moved towards the noise, as its scheduler moves them when it draws."""
        said = self.pipe.scheduler.config
        if not getattr(said, "use_dynamic_shifting", False):
            return float(getattr(said, "shift", 1.0) or 1.0)
        patches = latents.shape[-1] * latents.shape[-2] / 4
        least, most = getattr(said, "base_image_seq_len", 256), getattr(said, "max_image_seq_len", 4096)
        low, high = getattr(said, "base_shift", 0.5), getattr(said, "max_shift", 1.15)
        return math.exp(low + (high - low) * (patches - least) / (most - least))

    def error(self, latents: Any, noise: Any, moment: float, words: Words) -> tuple[Any, Any]:
        """The way, at that moment of it."""
        shift = self.shift(latents)
        at = moment * shift / (1 + (shift - 1) * moment)
        noisy = (1 - at) * latents + at * noise
        return self.told(noisy.to(self.network.dtype), at, self._to(words, latents)).float(), noise - latents

    def told(self, noisy: Any, at: float, words: dict[str, Any]) -> Any:
        """What the network says, in the shape of the latents."""
        raise NotImplementedError


class Flux(Flowing):
    """FLUX.1: patches of two by two in a row, words by T5 and CLIP."""

    targets = (*Learner.targets, "add_k_proj", "add_q_proj", "add_v_proj", "to_add_out")

    def words(self, prompt: str) -> Words:
        """T5's tokens, and CLIP's sum."""
        hidden, pooled, places = self.pipe.encode_prompt(prompt=prompt, prompt_2=None)
        return {"hidden": hidden.cpu(), "pooled": pooled.cpu(), "places": places.cpu()}

    def seen(self, pixels: Any) -> Any:
        """The middle of what the VAE sees."""
        vae = self.pipe.vae
        latents = vae.encode(pixels.to(vae.device, vae.dtype)).latent_dist.mode()
        return ((latents - (vae.config.shift_factor or 0)) * vae.config.scaling_factor).float()

    def told(self, noisy: Any, at: float, words: dict[str, Any]) -> Any:
        """Packed, asked, unpacked."""
        import torch

        pipe, (one, channels, high, wide) = self.pipe, noisy.shape
        guided = getattr(self.network.config, "guidance_embeds", False)
        said = self.network(
            hidden_states=pipe._pack_latents(noisy, one, channels, high, wide),
            timestep=torch.full((one,), at, device=noisy.device, dtype=noisy.dtype),
            guidance=torch.ones(one, device=noisy.device, dtype=noisy.dtype) if guided else None,
            pooled_projections=words["pooled"], encoder_hidden_states=words["hidden"], txt_ids=words["places"],
            img_ids=pipe._prepare_latent_image_ids(one, high // 2, wide // 2, noisy.device, noisy.dtype), return_dict=False,
        )[0]  # fmt: skip
        scale = pipe.vae_scale_factor
        return pipe._unpack_latents(said, high * scale, wide * scale, scale)

    def draw(self, words: Words, size: tuple[int, int], seed: int) -> Any:
        """As it draws by itself."""
        given = self._to(words, next(self.network.parameters()))
        return self._drawn(size, seed, prompt_embeds=given["hidden"], pooled_prompt_embeds=given["pooled"])


class Wan(Flowing):
    """Wan 2.1 and 2.2 5B: a picture is a clip of one frame."""

    def words(self, prompt: str) -> Words:
        """UMT5's tokens."""
        hidden, _ = self.pipe.encode_prompt(prompt=prompt, do_classifier_free_guidance=False)
        return {"hidden": hidden.cpu()}

    def seen(self, pixels: Any) -> Any:
        """The middle of what the VAE sees, each channel brought to the spread that the transformer knows."""
        import torch

        vae = self.pipe.vae
        latents = vae.encode(pixels[:, :, None].to(vae.device, vae.dtype)).latent_dist.mode().float()
        mean, spread = (
            torch.tensor(one, device=latents.device).view(1, -1, 1, 1, 1)
            for one in (vae.config.latents_mean, vae.config.latents_std)
        )
        return (latents - mean) / spread

    def told(self, noisy: Any, at: float, words: dict[str, Any]) -> Any:
        """One moment for all; for 2.2 5B one for every patch."""
        import torch

        when = torch.full((1,), at * 1000, device=noisy.device)
        if self.pipe.config.expand_timesteps:
            when = when.expand(1, noisy.shape[2] * (noisy.shape[3] // 2) * (noisy.shape[4] // 2))
        return self.network(
            hidden_states=noisy, timestep=when, encoder_hidden_states=words["hidden"], return_dict=False
        )[0]  # fmt: skip

    def draw(self, words: Words, size: tuple[int, int], seed: int) -> Any:
        """One frame, without negative words."""
        given = self._to(words, next(self.network.parameters()))
        return self._drawn(
            size, seed, prompt_embeds=given["hidden"], num_frames=1, guidance_scale=1.0, output_type="pil"
        )  # fmt: skip


class Qwen(Flowing):
    """Qwen-Image: patches of two by two in a row, words by a language model that sees."""

    targets = (*Learner.targets, "add_k_proj", "add_q_proj", "add_v_proj", "to_add_out")

    def words(self, prompt: str) -> Words:
        """Its tokens, and which of them are words."""
        hidden, mask = self.pipe.encode_prompt(prompt=prompt)
        return {"hidden": hidden.cpu(), "mask": mask.cpu() if mask is not None else None}

    def seen(self, pixels: Any) -> Any:
        """As Wan's, without its dimension of time."""
        return Wan.seen(self, pixels)[:, :, 0]  # type: ignore[arg-type]  # its VAE is that of Wan

    def told(self, noisy: Any, at: float, words: dict[str, Any]) -> Any:
        """Packed, asked, unpacked."""
        import torch

        pipe, (one, channels, high, wide) = self.pipe, noisy.shape
        said = self.network(
            hidden_states=pipe._pack_latents(noisy, one, channels, high, wide),
            timestep=torch.full((one,), at, device=noisy.device, dtype=noisy.dtype),
            encoder_hidden_states_mask=words["mask"], encoder_hidden_states=words["hidden"],
            img_shapes=[[(1, high // 2, wide // 2)]], return_dict=False,
        )[0]  # fmt: skip
        scale = pipe.vae_scale_factor
        return pipe._unpack_latents(said, high * scale, wide * scale, scale)[:, :, 0]

    def draw(self, words: Words, size: tuple[int, int], seed: int) -> Any:
        """Without negative words."""
        given = self._to(words, next(self.network.parameters()))
        return self._drawn(
            size, seed, prompt_embeds=given["hidden"], prompt_embeds_mask=given["mask"], true_cfg_scale=1.0
        )  # fmt: skip


SCHOOL: Mapping[str, type[Learner]] = {  # by family: whose adapters can be trained here
    "Stable Diffusion XL": Noisy, "FLUX.1": Flux, "FLUX.1 schnell": Flux, "Wan": Wan, "Wan 2.2 5B": Wan, "Qwen-Image": Qwen,
}  # fmt: skip


def learner(pipe: Any, family: Family) -> Learner:
    """The learner of a family. Raises BadInput (MODEL_CANNOT) for one that is not taught here, with those that are."""
    kind = SCHOOL.get(family.name)
    if kind is None:
        raise BadInput(
            f"{family.name} cannot be trained here; these can: {', '.join(SCHOOL)}. Choose one of them.", "MODEL_CANNOT"
        )
    return kind(pipe, family)
