"""A drawn picture, what the network sees in it, and the server's masks for some prompts: the browser's must equal them.

`python -m tests.operations.prompted <folder>`, with FILMWRIGHT_CHECKPOINTS; frontend/src/canvas/masks/equal.test.ts reads it.
"""

from __future__ import annotations

import json
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image

from generation.local import LocalContext
from generation.media import Image
from generation.operations.layers import Clicks, segment
from generation.operations.layers_embed import Looking, embed

WIDTH, HEIGHT = 640, 360

Case = dict[str, Any]

CASES: list[Case] = [
    {"points": [[0.27, 0.5, True]], "box": None, "strokes": []},
    {"points": [[0.27, 0.5, True], [0.36, 0.47, False]], "box": None, "strokes": []},
    {"points": [], "box": [0.65, 0.2, 0.96, 0.9], "strokes": []},
    {"points": [[0.8, 0.6, True], [0.1, 0.1, False]], "box": [0.65, 0.2, 0.96, 0.9], "strokes": []},
    {
        "points": [[0.27, 0.5, True]],
        "box": None,
        "strokes": [
            {"path": [[0.1, 0.1], [0.4, 0.15], [0.45, 0.3]], "width": 0.05, "belongs": True},
            {"path": [[0.3, 0.5]], "width": 0.06, "belongs": False},
        ],
    },
    {"points": [], "box": None, "strokes": [{"path": [[-0.1, 0.5], [0.5, 0.5]], "width": 0.1, "belongs": True}]},
]


def drawn() -> Any:
    """An ellipse with a spot on it and a triangle, on uneven grey: (height, width, 3)."""
    grain = np.random.default_rng(7).normal(0, 16, (36, 64, 3)).astype(np.float32)
    picture = np.clip(110 + cv2.resize(grain, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)
    cv2.ellipse(picture, (200, 180), (90, 60), 20, 0, 360, (200, 60, 50), -1, cv2.LINE_AA)
    cv2.circle(picture, (230, 170), 18, (240, 220, 60), -1, cv2.LINE_AA)
    cv2.fillPoly(picture, [np.array([[430, 300], [520, 90], [600, 310]])], (40, 90, 190), cv2.LINE_AA)
    return picture


def clicks(case: Case) -> Clicks:
    """A case as parameters of `layers.segment`."""
    strokes = case["strokes"]
    places = [place for one in strokes for place in one["path"]]
    return Clicks.model_validate(
        {
            "across": [one[0] for one in case["points"]],
            "down": [one[1] for one in case["points"]],
            "belongs": [one[2] for one in case["points"]],
            "box": case["box"] or (),
            "paint_across": [one[0] for one in places],
            "paint_down": [one[1] for one in places],
            "paint_ends": list(accumulate(len(one["path"]) for one in strokes)),
            "paint_widths": [one["width"] for one in strokes],
            "paint_belongs": [one["belongs"] for one in strokes],
        }
    )


def main(folder: Path) -> None:
    """Write embedding.safetensors, cases.json, and each case's coverage, one byte a pixel, row by row."""
    picture = Image(folder / "picture.png")
    PIL.Image.fromarray(drawn()).save(picture.path)
    context = LocalContext(folder / "scratch")
    looked = embed(picture, params=Looking(), context=context)
    (folder / "embedding.safetensors").write_bytes(looked.path.read_bytes())
    for number, case in enumerate(CASES):
        mask = segment(picture, looked, params=clicks(case), context=context)
        with PIL.Image.open(mask.path) as opened:
            (folder / f"{number}.grey").write_bytes(np.asarray(opened.convert("L")).tobytes())
    (folder / "cases.json").write_text(json.dumps({"width": WIDTH, "height": HEIGHT, "cases": CASES}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
