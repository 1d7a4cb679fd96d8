"""Composing: layers with alpha over a plate, with blend modes, opacity and keys of movement."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import cv2
import numpy as np
import PIL.Image
from pydantic import Field, model_validator

from generation import frames as footage
from generation import stacking
from generation.drivers import Pixels
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, operation
from generation.stacking import Mode, Pose, Sheet

_MOST = 64  # layers
_KEYS = 2000
Opacity = Annotated[float, Field(ge=0, le=1)]
Which = Annotated[int, Field(ge=0, lt=_MOST)]
At = Annotated[int, Field(ge=0, le=4_000_000)]
Offset = Annotated[float, Field(ge=-10, le=10)]
Scale = Annotated[float, Field(ge=0.01, le=100)]
Turn = Annotated[float, Field(ge=-3600, le=3600)]


class Stack(Parameters):
    """How each layer is laid on, lowest first; keys are lists of equal length, one entry for each key."""

    opacities: Annotated[tuple[Opacity, ...], Field(max_length=_MOST, description="Of each layer; those not named: 1.")] = ()
    modes: Annotated[tuple[Mode, ...], Field(max_length=_MOST, description="Of each layer; those not named: normal.")] = ()
    key_layers: Annotated[
        tuple[Which, ...], Field(max_length=_KEYS, description="Which layer each key moves; 0 is the lowest.")
    ] = ()
    key_frames: Annotated[
        tuple[At, ...], Field(max_length=_KEYS, description="The frame of each key.", json_schema_extra={"unit": "frames"})
    ] = ()
    key_across: Annotated[tuple[Offset, ...], Field(max_length=_KEYS, description="To the right, in widths of the picture.")] = ()
    key_down: Annotated[tuple[Offset, ...], Field(max_length=_KEYS, description="Downwards, in heights of the picture.")] = ()
    key_scales: Annotated[tuple[Scale, ...], Field(max_length=_KEYS, description="1 leaves the size.")] = ()
    key_turns: Annotated[tuple[Turn, ...], Field(max_length=_KEYS, description="Degrees, clockwise.")] = ()
    easing: Annotated[Literal["linear", "smooth"], Field(description="How it goes from key to key.")] = "smooth"
    mixing: Annotated[
        Literal["light", "display"], Field(description="As light, which is right at soft edges, or as most players do it.")
    ] = "light"

    @model_validator(mode="after")
    def _fits(self) -> Stack:
        lists = (self.key_layers, self.key_frames, self.key_across, self.key_down, self.key_scales, self.key_turns)
        if len({len(one) for one in lists}) > 1:
            raise ValueError("every key needs a layer, a frame, a place across, a place down, a scale and a turn")
        keys = list(zip(self.key_layers, self.key_frames, strict=True))
        if len(set(keys)) < len(keys):
            raise ValueError("a layer has two keys at one frame")
        return self

    def keys(self, layer: int) -> list[tuple[int, Pose]]:
        """The keys of a layer, in order of their frames."""
        every = zip(
            self.key_layers, self.key_frames, self.key_across, self.key_down, self.key_scales, self.key_turns, strict=True
        )
        found = [(at, Pose(across, down, scale, turn)) for of, at, across, down, scale, turn in every if of == layer]
        return sorted(found, key=lambda one: one[0])


@operation("composite.over", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def over(layers: tuple[Video, ...], back: Video, *, params: Stack, context: Context) -> Video:
    """The layers over the picture behind, first lowest; frame by frame, and unchanged wherever no layer lies.

    The layers come first, so that nobody offers this as an effect on one clip.
    A layer without alpha covers all. A back with alpha keeps alpha. Holds one frame of each at a time.

    Raises:
        BadInput: LAYERS_MISFIT when a layer has another size, length or rate than the back, or there are settings for layers
            that are not there; CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(back.path)
    _check(facts, layers, params)
    keys = [params.keys(n) for n in range(len(layers))]
    opacities = [*params.opacities, *[1.0] * len(layers)][: len(layers)]
    plain: list[Mode] = ["normal"]
    modes = [*params.modes, *plain * len(layers)][: len(layers)]
    out = context.scratch(".mkv")
    clear = pixels_of(next(footage.whole(back.path))).shape[2] == 4
    light, smooth = params.mixing == "light", params.easing == "smooth"
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=clear) as writer:
        for n, (frame, *sheets) in enumerate(
            zip(footage.whole(back.path), *(footage.whole(one.path) for one in layers), strict=True)
        ):
            context.progress(n / facts.frames, f"frame {n} of {facts.frames}")
            stack = [
                Sheet(_with_alpha(pixels_of(sheet)), opacity, mode, stacking.between(key, n, smooth=smooth))
                for sheet, opacity, mode, key in zip(sheets, opacities, modes, keys, strict=True)
            ]
            pixels, box = stacking.over(pixels_of(frame), stack, light=light)
            if clear:
                writer.write(pixels)
            else:
                writer.write_frame(frame if box is None else stacking.patched(frame, pixels, box))
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(pixels[..., :3]))
    return Video(out)


def _with_alpha(pixels: Pixels) -> Pixels:
    return pixels if pixels.shape[2] == 4 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), np.uint8)


def _check(facts: footage.Facts, layers: tuple[Video, ...], params: Stack) -> None:
    if facts.frames < 1:
        raise BadInput("The clip behind holds no frames.", "CLIP_UNREADABLE")
    for n, layer in enumerate(layers, start=1):
        own = footage.facts(layer.path)
        for what, have, want in (
            ("pixels", f"{own.width} × {own.height}", f"{facts.width} × {facts.height}"),
            ("frames", f"{own.frames}", f"{facts.frames}"),
            ("frames a second", f"{own.rate}", f"{facts.rate}"),
        ):
            if have != want:
                raise BadInput(
                    f"Layer {n} has {have} {what}, the picture behind it has {want}. Fit the layer to it first.", "LAYERS_MISFIT"
                )
    named = max(len(params.opacities), len(params.modes), 1 + max(params.key_layers, default=-1))
    if named > len(layers):
        raise BadInput(f"There are settings for layer {named}, but only {len(layers)} layers.", "LAYERS_MISFIT")
