"""Composing: layers with alpha over a plate, with blend modes, keys of movement, and what makes them belong to the picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal, TypeVar

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
from generation.stacking import Mode, Pose, Shadow
from generation.stacking_way import Way, fitted

_MOST = 64  # layers
_KEYS = 4000
T = TypeVar("T")
Share = Annotated[float, Field(ge=0, le=1)]
Which = Annotated[int, Field(ge=0, lt=_MOST)]
At = Annotated[int, Field(ge=0, le=4_000_000)]
Offset = Annotated[float, Field(ge=-10, le=10)]
Centre = Annotated[float, Field(ge=-1, le=2)]  # what stands half outside the picture turns about its own
Scale = Annotated[float, Field(ge=0.01, le=100)]
Turn = Annotated[float, Field(ge=-36000, le=36000)]
Far = Annotated[float, Field(ge=-1, le=1)]
Soft = Annotated[float, Field(ge=0, le=0.25)]
Easing = Literal["linear", "smooth"]


def _each(description: str) -> Any:
    """A list with one entry for each layer, lowest first; empty, it stays out of the key."""
    return Field(max_length=_MOST, description=description, json_schema_extra={"neutral": []})


def _keyed(description: str, **extra: Any) -> Any:
    """A list with one entry for each key."""
    return Field(max_length=_KEYS, description=description, json_schema_extra={"neutral": [], **extra})


class Stack(Parameters):
    """How each layer is laid on, lowest first; those that a list does not name are as usual. Keys are lists of one length."""

    opacities: Annotated[tuple[Share, ...], _each("Of each layer; those not named: 1.")] = ()
    modes: Annotated[tuple[Mode, ...], _each("Of each layer; those not named: normal.")] = ()
    key_layers: Annotated[tuple[Which, ...], _keyed("Which layer each key moves; 0 is the lowest.")] = ()
    key_frames: Annotated[tuple[At, ...], _keyed("The frame of each key.", unit="frames")] = ()
    key_across: Annotated[tuple[Offset, ...], _keyed("To the right, in widths of the picture.")] = ()
    key_down: Annotated[tuple[Offset, ...], _keyed("Downwards, in heights of the picture.")] = ()
    key_scales: Annotated[tuple[Scale, ...], _keyed("1 leaves the size.")] = ()
    key_turns: Annotated[tuple[Turn, ...], _keyed("Degrees, clockwise.")] = ()
    easings: Annotated[tuple[Easing, ...], _each("How each goes from key to key; those not named: smooth.")] = ()
    centres_across: Annotated[tuple[Centre, ...], _each("What each turns and grows about; those not named: 0.5.")] = ()
    centres_down: Annotated[tuple[Centre, ...], _each("What each turns and grows about; those not named: 0.5.")] = ()
    wraps: Annotated[tuple[Share, ...], _each("How much light from behind spills over each one's edge.")] = ()
    matches: Annotated[tuple[Share, ...], _each("How far the colours of each go towards the place where it lies.")] = ()
    grains: Annotated[tuple[Share, ...], _each("How much of the picture's grain each takes on.")] = ()
    shadows: Annotated[tuple[Share, ...], _each("How dark the shadow of each is; those not named throw none.")] = ()
    shadow_across: Annotated[tuple[Far, ...], _each("How far to the right it falls, in widths of the picture.")] = ()
    shadow_down: Annotated[tuple[Far, ...], _each("How far down it falls, in heights of the picture.")] = ()
    shadow_soft: Annotated[tuple[Soft, ...], _each("How soft it is, in heights of the picture; not named: 0.015.")] = ()
    shutter: Annotated[
        float, Field(ge=0, le=1, description="Share of a frame for which moved layers blur.", json_schema_extra={"neutral": 0.5})
    ] = 0.5
    mixing: Annotated[
        Literal["light", "display"],
        Field(
            description="As light, which is right at soft edges, or as most players do it.",
            json_schema_extra={"neutral": "light"},
        ),
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

    def way(self, layer: int) -> Way:
        """How one layer is laid on."""
        dark = _of(self.shadows, layer, 0.0)
        return Way(
            opacity=_of(self.opacities, layer, 1.0),
            mode=_of(self.modes, layer, "normal"),
            keys=tuple(self.keys(layer)),
            smooth=_of(self.easings, layer, "smooth") == "smooth",
            centre=(_of(self.centres_across, layer, 0.5), _of(self.centres_down, layer, 0.5)),
            wrap=_of(self.wraps, layer, 0.0),
            match=_of(self.matches, layer, 0.0),
            grain=_of(self.grains, layer, 0.0),
            shadow=Shadow(
                dark, _of(self.shadow_across, layer, 0.0), _of(self.shadow_down, layer, 0.0), _of(self.shadow_soft, layer, 0.015)
            )
            if dark > 0
            else None,
            shutter=self.shutter,
        )


def _of(values: Sequence[T], layer: int, usual: T) -> T:
    return values[layer] if layer < len(values) else usual


@operation("composite.over", version=3, queue=Queue.CPU, timeout=timedelta(hours=2))
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
    ways = [params.way(n) for n in range(len(layers))]
    context.progress(0.0, "looking at the light of the place")
    fits = fitted([one.path for one in layers], back.path, facts, ways)
    out = context.scratch(".mkv")
    clear = pixels_of(next(footage.whole(back.path))).shape[2] == 4
    light = params.mixing == "light"
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=clear) as writer:
        for n, (frame, *sheets) in enumerate(
            zip(footage.whole(back.path), *(footage.whole(one.path) for one in layers), strict=True)
        ):
            context.progress(n / facts.frames, f"frame {n} of {facts.frames}")
            stack = [fit.sheet(with_alpha(pixels_of(sheet)), n) for sheet, fit in zip(sheets, fits, strict=True)]
            pixels, box = stacking.over(pixels_of(frame), stack, light=light)
            if clear:
                writer.write(pixels)
            else:
                writer.write_frame(frame if box is None else stacking.patched(frame, pixels, box))
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(pixels[..., :3]))
    return Video(out)


def with_alpha(pixels: Pixels) -> Pixels:
    """Pixels (height, width, 4): those without alpha cover all."""
    return pixels if pixels.shape[2] == 4 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), np.uint8)


def _check(facts: footage.Facts, layers: tuple[Video, ...], params: Stack) -> None:
    if facts.frames < 1:
        raise BadInput("The clip behind holds no frames.", "CLIP_UNREADABLE")
    if len(layers) > _MOST:
        raise BadInput(f"There are {len(layers)} layers; {_MOST} can be laid over one picture.", "LAYERS_MISFIT")
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
    each = [
        len(getattr(params, name))
        for name in type(params).model_fields
        if name not in ("shutter", "mixing") and not name.startswith("key_")
    ]
    named = max(*each, 1 + max(params.key_layers, default=-1))
    if named > len(layers):
        raise BadInput(f"There are settings for layer {named}, but only {len(layers)} layers.", "LAYERS_MISFIT")
