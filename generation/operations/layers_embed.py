"""Layers: a picture looked at once, so that every click on it is answered at once, here and in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import numpy as np
import PIL.Image

from generation.embeddings import Looked, packed
from generation.mattes import seen_of
from generation.media import Embedding, Image
from generation.operation import Context, Parameters, Queue, names_checkpoint, operation


class Looking(Parameters):
    """Which network looks."""

    checkpoint: Annotated[str, names_checkpoint("segmentation")] = "sam2-tiny@1"


@operation("layers.embed", version=1, queue=Queue.INTERACTIVE, timeout=timedelta(minutes=2))
def embed(picture: Image, *, params: Looking, context: Context) -> Embedding:
    """What the network sees in a picture, in float16: its tensors by name, its id, and the picture's size in pixels."""
    with PIL.Image.open(picture.path) as opened:
        pixels = seen_of(np.asarray(opened.convert("RGBA" if "A" in opened.getbands() else "RGB")))
    with context.open(params.checkpoint) as network:
        context.progress(0.1, "looking")
        tensors = network.embed(pixels)
    out = context.scratch(".safetensors")
    out.write_bytes(packed(Looked(tensors, params.checkpoint, pixels.shape[1], pixels.shape[0])))
    return Embedding(out)
