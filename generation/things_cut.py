"""What a trained generator painted, cut out: before a green screen, whose share in a pixel says what the thing lets through."""

from __future__ import annotations

from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from generation.alpha import Refiner, Wish, coloured
from generation.drivers import Pixels
from generation.operation import BadInput
from generation.stacking_light import Light, to_light, to_pixels

NEGATIVE = "background scenery, floor, ground, cropped, cut off, several, text, watermark, frame"
_PLAIN = 0.35  # how much of the screen's light is of one colour where it is a screen
_LEAST = 0.002  # of the picture: a thing smaller than this is none
_INSET = 0.04  # of the sides: where the screen is looked for


class Cutter(Protocol):
    """A segmentation network, as `drivers.segmentation.Sam2`."""

    def embed(self, pixels: Pixels) -> Any: ...

    def masks(self, embedding: Any, points: Any, labels: Any) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]: ...


def prompt(words: str) -> str:
    """What a generator is asked for so that the thing can be cut out."""
    return f"{words.strip()}, one single object, whole and centred, isolated on a plain evenly lit green screen background"


def cut_out(painted: Pixels, cutter: Cutter) -> Pixels:
    """A painted picture (height, width, 3 or 4) as (h, w, 4) with straight alpha, cut to what is seen; one with alpha keeps it.

    Raises:
        BadInput: NOTHING_THERE.
    """
    if painted.shape[2] == 4 and (painted[..., 3] < 250).mean() > 0.02:
        return _trimmed(painted)
    pixels = np.ascontiguousarray(painted[..., :3])
    mask = _mask(pixels, cutter)
    screen = _screen(pixels)
    if screen is None:
        alpha = Refiner(Wish(steady=0)).alpha(pixels, mask)
        return _trimmed(coloured(pixels, alpha))
    colour, alpha = keyed(to_light(pixels), screen)
    grown = cv2.dilate(mask, np.ones((2 * max(2, pixels.shape[0] // 60) + 1,) * 2, np.uint8))
    near = cv2.GaussianBlur(grown.astype(np.float32) / 255, (0, 0), max(1.0, pixels.shape[0] / 200))
    alpha = alpha * near
    return _trimmed(np.dstack([to_pixels(colour), np.clip(alpha * 255 + 0.5, 0, 255).astype(np.uint8)]))


def keyed(light: Light, screen: npt.NDArray[Any]) -> tuple[Light, Light]:
    """Straight linear colour (height, width, 3) and alpha (height, width) before a screen of one channel (Vlahos's difference).

    What of the screen's channel goes beyond both others is the screen shining through; it is taken away.
    """
    main = int(np.argmax(screen))
    rest = [n for n in range(3) if n != main]
    full = float(screen[main] - screen[rest].max())
    through = np.clip((light[..., main] - light[..., rest].max(2)) / max(full, 1e-4), 0, 1)
    through = np.clip((through - 0.03) / 0.92, 0, 1)  # a trace is spill, nearly all is all
    alpha = 1 - through
    colour = light - through[..., None] * screen
    colour = np.clip(colour / np.maximum(alpha, 0.02)[..., None], 0, 1)
    colour[..., main] = np.minimum(colour[..., main], colour[..., rest].max(2))
    return colour.astype(np.float32), alpha.astype(np.float32)


def _screen(pixels: Pixels) -> npt.NDArray[Any] | None:
    """The light of the screen around the thing; None where what is around is none."""
    height, width = pixels.shape[:2]
    x, y = max(1, round(width * _INSET)), max(1, round(height * _INSET))
    around = np.concatenate([pixels[:y].reshape(-1, 3), pixels[:, :x].reshape(-1, 3), pixels[:, -x:].reshape(-1, 3)])
    light = to_light(around[None])[0]
    middle = np.median(light, 0)
    main = int(np.argmax(middle))
    beyond = middle[main] - np.delete(middle, main).max()
    plain = np.median(np.abs(light - middle)) < 0.05
    return np.asarray(middle) if plain and beyond > _PLAIN * middle[main] and middle[main] > 0.05 else None


def _mask(pixels: Pixels, cutter: Cutter) -> npt.NDArray[np.uint8]:
    """The thing in the middle, by a box and a point."""
    height, width = pixels.shape[:2]
    edge = 0.03
    masks, sure = cutter.masks(
        cutter.embed(pixels), [(edge, edge), (1 - edge, 1 - edge), (0.5, 0.5)], [2, 3, 1]
    )  # fmt: skip
    best = masks[int(np.argmax(sure))]
    large = cv2.resize(best, (width, height), interpolation=cv2.INTER_LINEAR)
    if (large > 0).mean() < _LEAST:
        raise BadInput("Nothing stands out in what was painted. Say it in other words, or try another number.", "NOTHING_THERE")
    return np.asarray(np.clip(255 / (1 + np.exp(-2 * large)) + 0.5, 0, 255), np.uint8)


def _trimmed(made: Pixels) -> Pixels:
    x, y, width, height = cv2.boundingRect((made[..., 3] > 4).astype(np.uint8))
    if width * height < _LEAST * made.shape[0] * made.shape[1]:
        raise BadInput("Nothing stands out in what was painted. Say it in other words, or try another number.", "NOTHING_THERE")
    return np.ascontiguousarray(made[y : y + height, x : x + width])
