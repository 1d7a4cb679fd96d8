"""Layers: another place behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any

import numpy as np
import PIL.Image
from pydantic import Field

from generation import backdrops
from generation import frames as footage
from generation.backdrops import Backdrop
from generation.drivers import Pixels
from generation.followed import followed
from generation.media import Data, Image, Matte, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput, Context, Parameters, Queue, operation
from generation.operations.layers_alpha import matching
from generation.stacking import rgb_of

_LOOKS = 6  # frames by which a shot's light, focus and grain are known


class Elsewhere(Parameters):
    """How the place is laid behind, and how far it becomes part of the shot."""

    scale: Annotated[float, Field(ge=1, le=8, description="1: no larger than the camera’s travel needs.")] = 1.0
    across: Annotated[
        float, Field(ge=-4, le=4, description="To the right, in widths of the picture, as far as there is place.")
    ] = 0.0
    down: Annotated[float, Field(ge=-4, le=4, description="Downwards, in heights of the picture, as far as there is place.")] = (
        0.0
    )
    travel: Annotated[
        float, Field(ge=0, le=2, description="How much of the camera’s movement it takes; less for what lies farther off.")
    ] = 1.0
    blur: Annotated[float, Field(ge=0, le=4, description="1: as soft as the background was; 0: as sharp as the picture is.")] = (
        1.0
    )
    light: Annotated[float, Field(ge=0, le=1, description="How far the place is brought into the shot’s light.")] = 0.5
    grain: Annotated[float, Field(ge=0, le=2, description="1: the grain of the shot.")] = 1.0


@operation("layers.backdrop", version=2, queue=Queue.CPU, timeout=timedelta(hours=2))
def backdrop(
    picture: Image, clip: Video, mattes: tuple[Matte, ...], movement: Data | None, *, params: Elsewhere, context: Context
) -> Video:
    """A place to lie behind a shot's layers: as long and large as the clip, moved by its camera, soft, lit and grained like it.

    The mattes are the layers that are kept. Without a movement it stands. It is laid out so that its edge is never seen: larger
    where the camera travels, and mirrored at its edges where it would have to be larger than a picture bears.
    `light` is how far the *place* goes towards the shot; the other part of the way is the layers', by `matches` of
    `composite.over` over this very clip: 1 − light makes them meet. The same picture with the same parameters looks the same in
    every shot that the camera shows it alike. Holds one frame at a time.

    Raises:
        BadInput: CLIP_UNREADABLE, MATTE_MISFIT, PICTURE_UNREADABLE, MOVEMENT_UNREADABLE, MOVEMENT_MISFIT when it is not as long.
        Exhausted: DISK_FULL.
    """
    facts = matching(clip, *mattes)
    seen = backdrops.ways(followed(movement, facts.frames) if movement else None, facts.frames, params.travel)
    pixels = _opened(picture)
    layout = backdrops.laid(
        (pixels.shape[1], pixels.shape[0]), (facts.width, facts.height), seen,
        scale=params.scale, across=params.across, down=params.down,
    )  # fmt: skip
    place = Backdrop(pixels, layout, facts.width, facts.height, seen)
    context.progress(0.02, "looking at the shot")
    looks = list(_looks(clip, mattes, facts))
    _soften(place, looks, params, seen[0], facts.width)
    if params.light:
        wanted = backdrops.mean_light([backdrops.shot_light(one, kept) for one, kept in looks])
        own = backdrops.light_of(place.at(seen[0]))
        place.change(lambda one: backdrops.lit(one, own, wanted, params.light))
    shown = place.at(seen[0])
    grain = backdrops.mean_grain([backdrops.grain_of(one, None if kept is None else ~kept) for one, kept in looks])
    grainer = backdrops.Grainer(grain, backdrops.grain_of(shown), params.grain)
    out = context.scratch(".mkv")
    with clip_to(out, facts.width, facts.height, facts.rate) as writer:
        for n, way in enumerate(seen):
            context.progress(0.05 + 0.94 * n / facts.frames, f"frame {n} of {facts.frames}")
            if n and not np.array_equal(way, seen[n - 1]):
                shown = place.at(way)
            writer.write(grained := grainer.on(shown, n))
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(grained))
    return Video(out)


def _soften(place: Backdrop, looks: list[tuple[Pixels, Any]], params: Elsewhere, first: Any, width: int) -> None:
    measured = [backdrops.softness(one, None if kept is None else ~kept) for one, kept in looks]
    known = [one for one in measured if one is not None]
    own = backdrops.softness(place.at(first))
    if not params.blur or not known or own is None:
        return
    lacking = min(max(float(np.median(known)) ** 2 - own**2, 0.0) ** 0.5, 0.01) * params.blur * width
    place.change(lambda one: backdrops.blurred(one, lacking * place.dots))


def _looks(clip: Video, mattes: tuple[Matte, ...], facts: footage.Facts) -> Iterator[tuple[Pixels, Any]]:
    """Some frames of the shot with where its kept layers are; what is transparent counts as not kept."""
    count = min(_LOOKS, facts.frames)
    for n in range(count):
        at = (2 * n + 1) * facts.frames // (2 * count)
        frame, *covers = (
            next(footage.read(path, film=facts.rate, source_in=at, frames=1)) for path in (clip.path, *(m.path for m in mattes))
        )
        pixels = rgb_of(frame)
        kept = np.maximum.reduce([one.to_ndarray(format="gray") for one in covers]) > 96 if covers else None
        yield pixels, kept


def _opened(picture: Image) -> Pixels:
    try:
        with PIL.Image.open(picture.path) as opened:
            rgba = np.asarray(opened.convert("RGBA"))
    except (OSError, ValueError) as problem:
        raise BadInput(f"{picture.path.name} is not a picture ({problem}).", "PICTURE_UNREADABLE") from problem
    alpha = rgba[..., 3:].astype(np.float32) / 255
    if alpha.min() == 1:
        return np.ascontiguousarray(rgba[..., :3])
    usual = (rgba[..., :3] * alpha).sum((0, 1)) / max(float(alpha.sum()), 1.0)  # a place has no holes
    return np.asarray(np.clip(rgba[..., :3] * alpha + usual * (1 - alpha) + 0.5, 0, 255), np.uint8)
