"""Layers in a browser: a small film with transparency that plays at once and is scrubbed quickly."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from generation import frames as footage
from generation.alpha_movies import layer_of, webm_to
from generation.media import Video, Webm
from generation.operation import BadInput, Context, Parameters, Queue, operation


class LayerProxy(Parameters):
    """How small it is, and how much it may lose."""

    height: Annotated[
        int,
        Field(
            ge=16, le=2160, multiple_of=2, description="Pictures lower than this keep their size.",
            json_schema_extra={"unit": "pixels"},
        ),
    ] = 540  # fmt: skip
    crf: Annotated[int, Field(ge=4, le=56)] = 24


@operation("layers.proxy", version=2, queue=Queue.CPU, timeout=timedelta(minutes=30))
def proxy(layer: Video, *, params: LayerProxy, context: Context) -> Webm:
    """A small WebM of a layer, VP9 with alpha: as many frames, the same rate; a film without alpha is opaque.

    Alpha is straight, in the file as in the layer. Chromium takes it so everywhere: a `<video>`, a canvas that a `VideoFrame` is
    drawn on and a texture were all tried with known colours (red at alpha 128 reads 255, 2, 4, 128, and lies over white as
    255, 127, 128). Where the layer is clear its colours go on from its edge, so that no dark rim comes in. A key frame every
    sixth frame in colour and alpha alike. WebM stamps are whole milliseconds; their frame is round((stamp − first) · rate).

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(layer.path)
    if facts.frames < 1:
        raise BadInput("The layer holds no frames.", "CLIP_UNREADABLE")
    scale = min(Fraction(1), Fraction(params.height, facts.height))
    width, height = (max(16, round(side * scale / 2) * 2) for side in (facts.width, facts.height))
    out = context.scratch(".webm")
    with webm_to(out, width, height, facts.rate, params.crf) as writer:
        for n, frame in enumerate(footage.whole(layer.path)):
            if n % 12 == 0:
                context.progress(min(0.99, n / facts.frames), f"frame {n} of {facts.frames}")
            writer.write(layer_of(frame))
    return Webm(out)
