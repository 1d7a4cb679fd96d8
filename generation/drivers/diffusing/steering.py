"""Drawn ways of things and moves of the camera, for models that were taught neither: a crude film of them leads the first steps.

The first picture is cut, dragged and warped as the tracks and the camera's move say. The noise of the first few steps is made of
that crude film, for the dragged things somewhat longer than for the rest, and from there on the model is free: it draws what the
crude film only hints at (after Singer et al., "Time-to-Move: training-free motion control by dual-clock denoising", 2025). It
leads; it does not bind as a trained control does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image

from generation.drivers import Pixels, Track
from generation.drivers.diffusing.asking import Asked
from generation.drivers.diffusing.watching import place

Mask = npt.NDArray[np.float32]  # (height, width), 0…1

# Of the steps: until when the film leads everything, and what is dragged; where only the camera moves, less. The authors' own
# starting points for Wan: 3 and 7 of 50 steps, and 2 and 5.
_LED, _CAMERA = (0.06, 0.14), (0.04, 0.10)
_LINE = 2  # pixels: the outline of a box as VACE's own annotator draws it, at 480p and 720p alike
_SPOT = 0.14  # of the picture's height: how large a thing a mere point means
_FAR, _NEAR = 0.16, 1.22  # how far a camera goes: of the picture, and how much nearer
# The camera's move: how far the picture goes to the right and down, in shares, and how much larger it gets.
_MOVES = {
    "push": (0.0, 0.0, _NEAR), "zoom-in": (0.0, 0.0, _NEAR), "pull": (0.0, 0.0, 1 / _NEAR), "zoom-out": (0.0, 0.0, 1 / _NEAR),
    "pan-left": (_FAR, 0.0, 1.0), "truck-left": (_FAR, 0.0, 1.0), "pan-right": (-_FAR, 0.0, 1.0),
    "truck-right": (-_FAR, 0.0, 1.0),
    "tilt-up": (0.0, _FAR, 1.0), "pedestal-up": (0.0, _FAR, 1.0), "tilt-down": (0.0, -_FAR, 1.0),
    "pedestal-down": (0.0, -_FAR, 1.0), "crane-up": (0.0, _FAR, 1 / 1.06), "crane-down": (0.0, -_FAR, 1.06),
}  # fmt: skip


def steers(asked: Asked) -> bool:
    """Is there something to steer by?"""
    return asked.first is not None and (bool(asked.tracks) or asked.movement in _MOVES)


def crude(asked: Asked) -> tuple[list[Pixels], list[Mask]]:
    """The crude film, and what of each of its frames is dragged (1) or nothing at all (0)."""
    assert asked.first is not None
    whole = np.asarray(asked.first.convert("RGB"))
    patches = [_patch(whole, one) for one in asked.tracks]
    ground: Any = whole
    if patches:
        hole = np.max([patch for patch, _ in patches], axis=0) > 0.5
        small = cv2.resize(whole, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        filled = cv2.inpaint(small, cv2.resize(hole.astype(np.uint8), small.shape[1::-1]), 3, cv2.INPAINT_TELEA)
        ground = np.where(hole[..., None], cv2.resize(filled, whole.shape[1::-1]), whole)
    frames: list[Pixels] = []
    masks: list[Mask] = []
    for at in range(asked.frames):
        matrix = _camera(asked.movement, at / max(1, asked.frames - 1), whole.shape)
        frame: Any = cv2.warpAffine(ground, matrix, whole.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        seen: Any = cv2.warpAffine(np.ones(whole.shape[:2], np.float32), matrix, whole.shape[1::-1])
        mask: Any = seen if asked.movement in _MOVES else np.zeros_like(seen)
        for track, (patch, start) in zip(asked.tracks, patches, strict=True):
            there = place(track, at)
            moved = np.array([[1, 0, (there[0] - start[0]) * whole.shape[1]], [0, 1, (there[1] - start[1]) * whole.shape[0]]])
            full = (np.vstack([matrix, [0, 0, 1]]) @ np.vstack([moved, [0, 0, 1]]))[:2] if asked.movement in _MOVES else moved
            cut = cv2.warpAffine(patch, full, whole.shape[1::-1])[..., None]
            carried = cv2.warpAffine(whole, full, whole.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
            frame = np.rint(frame * (1 - cut) + carried * cut).astype(np.uint8)
            mask = np.maximum(mask, cut[..., 0])
        frames.append(frame)
        masks.append(mask.astype(np.float32))
    frames[0] = whole
    return frames, masks


def layout(asked: Asked) -> list[PIL.Image.Image]:
    """Boxes on their ways, black outlines on white: the guide that Wan VACE was taught for where things are."""
    drawn = []
    for at in range(asked.frames):
        frame = np.full((asked.height, asked.width, 3), 255, np.uint8)
        for one in asked.tracks:
            wide, high = one.box or (_SPOT, _SPOT)
            across, down = place(one, at)
            corners = [
                (round((across + sign * wide / 2) * asked.width), round((down + sign * high / 2) * asked.height))
                for sign in (-1, 1)
            ]
            cv2.rectangle(frame, corners[0], corners[1], (0, 0, 0), _LINE)
        drawn.append(PIL.Image.fromarray(frame))
    return drawn


class Steering:
    """The crude film in the latents of one run; `after` each step it takes the latents' place as long as it leads."""

    def __init__(self, asked: Asked, steps: int, seed: int) -> None:
        self._asked, self._seed = asked, seed
        weak, strong = _LED if asked.tracks else _CAMERA
        self._weak = max(1, round(weak * steps))
        self._strong = max(self._weak + 1, round(strong * steps))
        self._made: tuple[Any, Any, Any] | None = None

    def after(self, pipe: Any, step: int, latents: Any) -> Any:
        """The latents that the next step begins with."""
        if step + 1 > self._strong or step + 1 >= len(pipe.scheduler.sigmas) - 1:
            return latents
        if self._made is None:
            self._made = self._encoded(pipe, latents)
        clean, noise, mask = self._made
        sigma = pipe.scheduler.sigmas[step + 1].to(latents.device, latents.dtype)
        led = (1 - sigma) * clean + sigma * noise
        return led if step + 1 <= self._weak else mask * led + (1 - mask) * latents

    def _encoded(self, pipe: Any, latents: Any) -> tuple[Any, Any, Any]:
        """Crude film, noise and mask, all in the form of the latents (1, channels, frames, height, width)."""
        import torch

        frames, masks = crude(self._asked)
        film = torch.from_numpy(np.stack(frames)).permute(3, 0, 1, 2)[None].float() / 127.5 - 1
        vae = pipe.vae
        with torch.no_grad():
            coded = vae.encode(film.to(latents.device, vae.dtype)).latent_dist.mode()
        shape = (1, vae.config.z_dim, 1, 1, 1)
        mean, spread = (torch.tensor(one).view(shape).to(coded) for one in (vae.config.latents_mean, vae.config.latents_std))
        chance = torch.Generator("cpu").manual_seed(self._seed + 1)
        noise = torch.randn(coded.shape, generator=chance)
        return (
            ((coded - mean) / spread).to(latents), noise.to(latents),
            torch.from_numpy(_shrunk(masks, tuple(coded.shape[-3:]))).to(latents)[None, None],
        )  # fmt: skip


def led(heard: Any, asked: Asked, steps: int, seed: int) -> Any:
    """What a pipeline calls at the end of each step, with the steering before it where there is something to steer by."""
    if not steers(asked):
        return heard
    steering = Steering(asked, steps, seed)

    def leading(pipe: Any, step: int, time: Any, values: dict[str, Any]) -> dict[str, Any]:
        return dict(heard(pipe, step, time, values | {"latents": steering.after(pipe, step, values["latents"])}))

    return leading


def _shrunk(masks: Sequence[Mask], shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """A mask for each latent frame (frames, height, width): the first is its own, the others stand for equally many."""
    count, high, wide = shape
    each = max(1, math.ceil((len(masks) - 1) / max(1, count - 1)))
    groups = [masks[:1], *(masks[1 + n * each : 1 + (n + 1) * each] for n in range(count - 1))]
    small = [cv2.resize(np.mean(group, axis=0), (wide, high), interpolation=cv2.INTER_AREA) for group in groups]
    return (np.stack(small) > 0.5).astype(np.float32)


def _patch(whole: Pixels, track: Track) -> tuple[Mask, tuple[float, float]]:
    """What a track carries along, with a soft rim, and where its middle is at first."""
    height, width = whole.shape[:2]
    start = place(track, track.points[0][0])
    middle = (start[0] * width, start[1] * height)
    half = (track.box[0] * width / 2, track.box[1] * height / 2) if track.box else (_SPOT * height / 2,) * 2
    rows, columns = np.indices((height, width), np.float32)
    away_x, away_y = np.abs(columns - middle[0]) / max(half[0], 1), np.abs(rows - middle[1]) / max(half[1], 1)
    away = np.maximum(away_x, away_y) if track.box else np.hypot(away_x, away_y)
    return np.clip((1 - away) * 8 + 0.5, 0, 1).astype(np.float32), start


def _camera(movement: str, share: float, shape: Sequence[int]) -> npt.NDArray[np.float64]:
    """Where the picture's points go when so much (0…1) of the move is done: 2 × 3."""
    right, down, larger = _MOVES.get(movement, (0.0, 0.0, 1.0))
    scale = larger**share
    height, width = shape[:2]
    return np.array(
        [
            [scale, 0, (1 - scale) * width / 2 + right * share * width],
            [0, scale, (1 - scale) * height / 2 + down * share * height],
        ]
    )
