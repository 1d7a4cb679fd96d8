"""Alpha: how near refined edges come to a known alpha, beside the mask itself and a plain guided filter, and what that costs.

Truth: `layers_alpha_scenes`, those that thresholds were chosen with and others, held out. SAD, MSE and gradient are those of
Rhemann et al. 2009, dtSSD that of Erofeev et al. 2015. "over grey" is the error of the layer's colours where it is partial.
Frames a second are of CPU time.
"""

from __future__ import annotations

import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.layers_alpha_scenes import FRAMES, HEIGHT, KINDS, WIDTH, Alpha, Frame, held_out, scene
from generation.alpha import Refiner, Wish, coloured
from generation.alpha_ground import Surroundings
from generation.drivers import Pixels
from generation.local import LocalContext
from generation.mattes import Coverage
from generation.media import Video
from generation.mezzanine import clip_to
from generation.operations.layers_deliver import pictures, prores
from generation.operations.layers_proxy import proxy
from generation.stacking import Sheet, over


def errors(found: list[Alpha], truth: list[Alpha]) -> dict[str, float]:
    """SAD in thousands, MSE × 1000 and gradient a frame (Rhemann et al. 2009), and dtSSD × 100 (Erofeev et al. 2015)."""
    gone = [one - want for one, want in zip(found, truth, strict=True)]

    def slope(alpha: Alpha) -> Any:
        smooth = cv2.GaussianBlur(alpha, (0, 0), 1.4)
        return np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125))

    moved = [np.sqrt(((b - a - (d - c)) ** 2).mean()) for a, b, c, d in zip(found, found[1:], truth, truth[1:], strict=False)]
    return {
        "SAD": float(np.mean([np.abs(one).sum() for one in gone])) / 1000,
        "MSE": float(np.mean([(one**2).mean() for one in gone])) * 1000,
        "gradient": float(np.mean([((slope(a) - slope(b)) ** 2).sum() for a, b in zip(found, truth, strict=True)])),
        "dtSSD": float(np.mean(moved)) * 100,
    }


def guided(pixels: Pixels, mask: Coverage, radius: int = 8, smooth: float = 1e-3) -> Alpha:
    """A plain guided filter (He et al. 2010) of the mask by the grey picture."""
    guide, given = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255, mask.astype(np.float32) / 255
    size = (2 * radius + 1, 2 * radius + 1)
    mean, level = cv2.blur(guide, size), cv2.blur(given, size)
    slope = (cv2.blur(guide * given, size) - mean * level) / (cv2.blur(guide * guide, size) - mean * mean + smooth)
    return np.clip(cv2.blur(slope, size) * guide + cv2.blur(level - slope * mean, size), 0, 1)


def colour_error(frames: list[Frame], layers: list[Pixels]) -> float:
    """RMS, in 8-bit levels, of the layers laid over grey against the true layers there, where alpha is partial in truth."""
    grey = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    total, count = 0.0, 0
    for frame, layer in zip(frames, layers, strict=True):
        part = (frame.alpha > 0.02) & (frame.alpha < 0.98)
        made, want = (over(grey, [Sheet(one)])[0][part].astype(np.float64) for one in (layer, frame.layer))
        total, count = total + float(((made - want) ** 2).sum()), count + made.size
    return float(np.sqrt(total / max(1, count)))


def _delivered() -> None:
    """Prints how many frames a second a proxy, ProRes 4444 and pictures of a layer of 1280 × 720 take, in CPU time."""
    frames = scene("hair", 1)
    layer = cv2.resize(coloured(frames[0].pixels, frames[0].alpha), (1280, 720), interpolation=cv2.INTER_CUBIC)
    print("1280 × 720: what is made of a layer   frames/s   kB a frame")
    with tempfile.TemporaryDirectory() as folder:
        source = Video(Path(folder) / "layer.mkv")
        with clip_to(source.path, 1280, 720, Fraction(24), alpha=True) as writer:
            for n in range(24):
                writer.write(np.roll(layer, 6 * n, 1))
        for op in (proxy, prores, pictures):
            begun = time.process_time()
            made = op(source, params=op.parameters(), context=LocalContext(Path(folder) / "s"))
            cost = (time.process_time() - begun) / 24
            print(f"{op.id:36} {1 / cost:9.1f}   {made.path.stat().st_size / 24_000:10.1f}")


METHODS = ("the mask", "guided filter", "ours, each alone", "ours", "ours, strands")


def tried(name: str, frames: list[Frame]) -> tuple[list[Alpha], list[Pixels], float]:
    """Alphas, layers and the CPU time a frame of a method."""
    strands = name == "ours, strands"
    refiner = Refiner(Wish(steady=0) if name == "ours, each alone" else Wish(strands=strands))
    begun = time.process_time()
    own = name.startswith("ours")
    if own:
        found = []
        shot = Surroundings(((one.pixels, one.mask) for one in frames), strands=strands)
        for pixels, mask, ground in shot:
            found.append(refiner.alpha(pixels, mask, None, None if name == "ours, each alone" else ground))
            shot.keep(found[-1])
    elif name == "guided filter":
        found = [guided(one.pixels, one.mask) for one in frames]
    else:
        found = [one.mask.astype(np.float32) / 255 for one in frames]
    layers = [
        coloured(one.pixels, a) if own else np.dstack([one.pixels, np.round(a * 255).astype(np.uint8)])
        for one, a in zip(frames, found, strict=True)
    ]
    return found, layers, (time.process_time() - begun) / len(frames)


def main() -> None:
    """Prints the errors for each kind of edge, then what deliveries cost."""
    print(f"{FRAMES} frames of {WIDTH} × {HEIGHT}: known alpha, moving over a moving ground, with noise; masks as tracking gives")
    print("scenes    edge   method              SAD    MSE  gradient  dtSSD  over grey  frames/s")
    for scenes, drawn in (("known", scene), ("held out", held_out)):
        for kind in KINDS:
            frames = drawn(kind)
            for name in METHODS:
                found, layers, cost = tried(name, frames)
                e = errors(found, [one.alpha for one in frames])
                print(
                    f"{scenes:9} {kind:6} {name:18} {e['SAD']:5.2f}  {e['MSE']:5.2f}  {e['gradient']:8.1f}  {e['dtSSD']:5.2f}  "
                    f"{colour_error(frames, layers):9.2f}  {1 / cost:8.1f}"
                )
    _delivered()


if __name__ == "__main__":
    main()
