"""Seeing a picture before it is decoded: latents to colours by one small matrix, which is measured at the VAE itself.

No table of numbers for each model: patches of colour are encoded once by the VAE that the checkpoint has, and the line through
them (least squares) says what colour a latent means. It takes a moment, draws no chance, and fits any VAE there will be.
"""

from __future__ import annotations

import math
import weakref
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image

Matrix = npt.NDArray[np.float32]  # (channels + 1, 3): the last row is added
_PATCHES = 8  # in a row and in a column of what is encoded
_LONG = 320  # pixels of a preview's longer side, at least
_known: weakref.WeakKeyDictionary[Any, Matrix | None] = weakref.WeakKeyDictionary()


@dataclass(frozen=True)
class Grid:
    """What the latents of a run mean: the model's size in pixels, its frames, and the box in it that is the film's picture."""

    width: int
    height: int
    frames: int
    box: tuple[int, int, int, int]  # left, top, right, bottom, in pixels of the model's picture


def matrix(pipe: Any) -> Matrix | None:
    """The colours of this pipeline's latents, measured at its VAE once; None for one that cannot be measured."""
    vae = getattr(pipe, "vae", None)
    if vae is None:
        return None
    if vae not in _known:
        try:
            _known[vae] = _measured(vae)
        except Exception as problem:
            from generation.drivers.diffusing.placing import card_lost, too_much

            if card_lost(problem):
                raise
            if too_much(problem):
                return None  # another time there may be room
            _known[vae] = None
    return _known[vae]


def clean(before: Any, after: Any, scheduler: Any, step: int) -> Any:
    """What the latents are on their way to, seen from one step: the line through both, followed to where no noise is left.

    Where the scheduler does not say how much noise there is, what is there so far.
    """
    sigmas = getattr(scheduler, "sigmas", None)
    if before is None or before.shape != after.shape or sigmas is None or step + 1 >= len(sigmas):
        return after
    then, now = float(sigmas[step]), float(sigmas[step + 1])
    if now <= 0 or then - now < 1e-6:
        return after
    return after - (after - before) * (now / (now - then))


def shown(latents: Any, pipe: Any, colours: Matrix, grid: Grid, share: float) -> PIL.Image.Image | None:
    """A small picture of the moment that lies `share` (0…1) of the way through the clip; None for latents of unknown shape."""
    found = _planes(latents, pipe, grid)
    if found is None:
        return None
    planes = found[min(len(found) - 1, round(share * (len(found) - 1)))]  # (height, width, channels)
    values = _natural(planes, pipe.vae)
    if values.shape[-1] != len(colours) - 1 or not np.isfinite(values).all():
        return None
    drawn = values @ colours[:-1] + colours[-1]
    picture = PIL.Image.fromarray(np.clip(np.rint((drawn + 1) * 127.5), 0, 255).astype(np.uint8))
    across, down = picture.width / grid.width, picture.height / grid.height
    left, top, right, bottom = grid.box
    scale = max(1.0, _LONG / max((right - left) * across, (bottom - top) * down))
    shape = max(1, round((right - left) * across * scale)), max(1, round((bottom - top) * down * scale))
    inner = (left * across, top * down, right * across, bottom * down)
    return picture.resize(shape, PIL.Image.Resampling.BICUBIC, box=inner)


def _planes(latents: Any, pipe: Any, grid: Grid) -> Matrix | None:
    """Latents of any pipeline as (frames, height, width, channels)."""
    values = latents[:1].detach().float().cpu()
    channels = _channels(pipe.vae)
    if values.dim() == 5:  # batch and, in one order or the other, channels and frames
        second = values.shape[1] == channels and (
            values.shape[2] != channels or not type(pipe).__name__.startswith(_FRAMES_FIRST)
        )
        planes = values[0].permute(1, 2, 3, 0) if second else values[0].permute(0, 2, 3, 1)
    elif values.dim() == 4:
        planes = values.permute(0, 2, 3, 1)
    elif values.dim() == 3:  # a row of tokens
        return _unpacked(values[0].numpy(), pipe, grid, channels)
    else:
        return None
    return np.ascontiguousarray(planes.numpy())


_FRAMES_FIRST = ("CogVideoX", "StableVideoDiffusion")


def _unpacked(tokens: Matrix, pipe: Any, grid: Grid, channels: int) -> Matrix | None:
    """Tokens as planes: each is one latent, or a square of two by two."""
    count, width = tokens.shape
    side = math.isqrt(width // channels) if channels and width % channels == 0 else 0
    if side not in (1, 2):
        return None
    frames = 1
    shape = grid.width / grid.height
    if grid.frames > 1:
        ratio = int(getattr(pipe, "vae_temporal_compression_ratio", 0) or getattr(pipe, "vae_scale_factor_temporal", 1) or 1)
        frames = (grid.frames - 1) // ratio + 1
    if count % frames:
        return None
    high = round(math.sqrt(count / frames / shape))
    rows = next((one for off in range(high) for one in (high - off, high + off) if one and (count // frames) % one == 0), 0)
    if not rows:
        return None
    columns = count // frames // rows
    planes = tokens.reshape(frames, rows, columns, channels, side, side).transpose(0, 1, 4, 2, 5, 3)
    return np.ascontiguousarray(planes.reshape(frames, rows * side, columns * side, channels))


def _natural(planes: Matrix, vae: Any) -> Matrix:
    """Latents as the VAE has them, from how the network has them: each checkpoint says how they were evened out."""
    mean, spread, scale, shift = _evening(vae)
    return np.asarray(planes * spread / scale + shift + mean, np.float32)


def _evening(vae: Any) -> tuple[Any, Any, float, float]:
    config, told = vae.config, dict(vae.named_buffers(recurse=False))
    scale, shift = (float(config.get(name) or usual) for name, usual in (("scaling_factor", 1.0), ("shift_factor", 0.0)))
    mean, spread = (told.get(name, config.get(name)) for name in ("latents_mean", "latents_std"))
    if mean is None or spread is None:
        return 0.0, 1.0, scale, shift
    tables = [np.asarray(one.float().cpu() if hasattr(one, "cpu") else one, np.float32) for one in (mean, spread)]
    # Where means are given, only those kinds that keep them among their weights (LTX) have a `scaling_factor` besides.
    return tables[0], tables[1], scale if "latents_mean" in told else 1.0, 0.0


def _channels(vae: Any) -> int:
    return int(vae.config.get("z_dim") or vae.config.get("latent_channels") or 0)


def _measured(vae: Any) -> Matrix:
    """Least squares of colours by latents, over smooth patches of every colour."""
    import torch

    flat = np.random.default_rng(0).uniform(-1, 1, (_PATCHES, _PATCHES, 3)).astype(np.float32)
    flat[0, :3] = np.array([[-1.0], [1.0], [0.0]], np.float32)
    reference = next(vae.parameters())
    size = int(
        getattr(vae, "spatial_compression_ratio", 0) or 2 ** (len(getattr(vae.config, "block_out_channels", (0,) * 4)) - 1)
    )
    side = max(1, size) * 2 * _PATCHES
    patches = np.kron(flat, np.ones((side // _PATCHES, side // _PATCHES, 1), np.float32))
    given = torch.from_numpy(patches.transpose(2, 0, 1))[None]
    moves = any(len(one.shape) == 5 for name, one in vae.named_parameters() if name.startswith("encoder") and one.dim() > 3)
    if moves:
        given = given[:, :, None]
    hook = getattr(vae, "_hf_hook", None)
    where = getattr(hook, "execution_device", None) or reference.device
    with torch.no_grad():
        coded = vae.encode(given.to(where, vae.dtype))
    posterior = coded.latent_dist if hasattr(coded, "latent_dist") else coded.latents
    found = posterior.mode() if hasattr(posterior, "mode") and not torch.is_tensor(posterior) else posterior
    planes = found[0].float().cpu().numpy()
    if planes.ndim == 4:
        planes = planes[:, 0]
    high, wide = planes.shape[1:]
    rows, columns = (np.arange(high) + 0.5) * side / high, (np.arange(wide) + 0.5) * side / wide
    colours = patches[rows.astype(int)][:, columns.astype(int)].reshape(-1, 3)
    values = planes.reshape(planes.shape[0], -1).T
    values = np.concatenate([values, np.ones((len(values), 1), np.float32)], axis=1)
    steady = 1e-4 * np.eye(values.shape[1], dtype=np.float32) * max(1e-6, float(np.square(values).mean())) * len(values)
    return np.asarray(np.linalg.solve(values.T @ values + steady, values.T @ colours), np.float32)
