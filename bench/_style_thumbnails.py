"""The gallery's thumbnails: one frame of the sample film in every style, by the real operation.

`python -m bench._style_thumbnails [style …]` writes frontend/src/effects/styles/*.webp, and styles.json from the list of styles.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import PIL.Image

from generation import frames as footage
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operations.style_transfer import Transfer, transfer
from generation.styling.catalogue import styles

PLACE = Path(__file__).resolve().parent.parent / "frontend" / "src" / "effects" / "styles"
SOURCE = PLACE / "source" / "frame.webp"  # of “The Last Boat”, which the studio draws by itself
SIZE, MOST = (320, 180), 12_000  # pixels, bytes
STROKES = 1.5  # of the usual size: seen at a quarter, strokes are to be seen at all


def main() -> None:
    """Write what was asked for, or all of it."""
    wanted = sys.argv[1:] or list(styles())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = folder / "in.mkv"
        with PIL.Image.open(SOURCE) as opened:
            pixels = np.asarray(opened.convert("RGB"), np.uint8)
        with clip_to(clip, pixels.shape[1], pixels.shape[0], Fraction(24)) as writer:
            writer.write(pixels)
        for style in wanted:
            params = Transfer.model_validate({"style": style, "size": STROKES})
            made = transfer(Video(clip), None, None, params=params, context=LocalContext(folder))
            picture = PIL.Image.fromarray(pixels_of(next(footage.whole(made.path))))
            written = small(picture)
            (PLACE / f"{style}.webp").write_bytes(written)
            print(f"{style}: {len(written)} bytes", flush=True)
    listed = [{"id": one.id, "credit": one.credit} for one in styles().values()]
    (PLACE / "styles.json").write_text(json.dumps(listed, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def small(picture: PIL.Image.Image) -> bytes:
    """As WebP, as good as the bytes allow; the finest lines need a smaller picture."""
    for scale in (1.0, 0.85, 0.7, 0.6):
        size = (round(SIZE[0] * scale), round(SIZE[1] * scale))
        fitting = picture.resize(size, PIL.Image.Resampling.LANCZOS)
        for quality in range(88, 40, -6):
            held = io.BytesIO()
            fitting.save(held, "webp", quality=quality, method=6)
            if held.tell() <= MOST:
                return held.getvalue()
    raise ValueError("a thumbnail does not become small enough")


if __name__ == "__main__":
    main()
