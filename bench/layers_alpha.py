"""Alpha: how near refined edges come to a known alpha, beside the mask itself and a plain guided filter, and what that costs.

Truth: things with hair, fur, motion blur and smoke of known alpha, drawn four times as fine, over a textured ground, both moving,
mixed as light, with noise; the masks wobble as tracking's do. SAD, MSE and gradient are those of Rhemann et al. 2009, dtSSD that
of Erofeev et al. 2015. "over grey" is the error of the layer's colours where it is partial. Frames a second are of CPU time.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

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

WIDTH, HEIGHT, FRAMES = 640, 360, 12
Alpha = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Frame:
    """One composite: what is seen, the mask that tracking would give, and the truth."""

    pixels: Pixels
    mask: Coverage
    alpha: Alpha
    layer: Pixels


def scene(kind: str, count: int = FRAMES) -> list[Frame]:
    """A moving thing of known alpha over a moving ground, mixed as light: "hair", "fur", "blur" (motion) or "smoke"."""
    rng = np.random.default_rng(["hair", "fur", "blur", "smoke"].index(kind))
    ground = _ground(rng)
    strands = [
        (rng.uniform(0, 2 * np.pi), rng.uniform(14, 40), rng.uniform(-0.5, 0.5), rng.uniform(0, 6), rng.uniform(0.35, 0.9))
        for _ in range({"hair": 260, "fur": 900}.get(kind, 0))
    ]
    body = np.clip(rng.normal(0, 1, (20, 36, 3)) * 14 + (165, 105, 70), 0, 255).astype(np.uint8)
    colours = cv2.resize(body, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    wisps = cv2.resize(rng.uniform(0, 1, (14, 24)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return [_frame(kind, n, ground, colours, strands, wisps) for n in range(count)]


def _ground(rng: Any) -> Pixels:
    big = (WIDTH + 160, HEIGHT + 80)
    layers = [
        cv2.resize(rng.normal(0, 1, (max(2, big[1] // step), max(2, big[0] // step), 3)).astype(np.float32), big) * spread
        for step, spread in ((90, 50), (22, 18), (5, 8))
    ]
    return np.clip(sum(layers) + np.array([70, 110, 120]), 0, 255).astype(np.uint8)  # type: ignore[return-value]


def _frame(kind: str, n: int, ground: Pixels, colours: Pixels, strands: Any, wisps: Alpha) -> Frame:
    centre = (220 + 9 * n, 180 + 3 * np.sin(n / 3))
    fine = 4
    canvas = np.zeros((HEIGHT * fine, WIDTH * fine), np.float32)
    radii = (62, 80)
    if kind == "blur":
        canvas = _disc(canvas, centre, radii, fine)
        canvas = cv2.blur(canvas, (34 * fine, 1))
    elif kind == "smoke":
        canvas = cv2.GaussianBlur(_disc(canvas, centre, radii, fine), (0, 0), 9 * fine)
        shifted = cv2.warpAffine(wisps, np.float32([[1, 0, 9 * n], [0, 1, 0]]), (WIDTH, HEIGHT), borderMode=cv2.BORDER_WRAP)
        canvas *= 0.55 + 0.45 * cv2.resize(shifted, canvas.shape[::-1])
    else:
        length = 1.0 if kind == "hair" else 0.35
        for angle, reach, bend, phase, strength in strands:
            t = np.linspace(0, 1, 12)
            turn = angle + bend * t + 0.12 * np.sin(phase + n / 2.5) * t
            x = centre[0] + (radii[0] + reach * length * t - 4) * np.cos(turn)
            y = centre[1] + (radii[1] + reach * length * t - 4) * np.sin(turn)
            points = (np.stack([x, y], 1) * fine).round().astype(np.int32)
            cv2.polylines(canvas, [points], False, float(strength), 5 if kind == "hair" else 6, cv2.LINE_AA)
        canvas = np.maximum(canvas, _disc(np.zeros_like(canvas), centre, radii, fine))
    alpha = np.clip(cv2.resize(canvas, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), 0, 1)
    layer = np.dstack([colours, np.round(alpha * 255).astype(np.uint8)])
    x, y = 3 * n, 2 * n
    seen, _ = over(np.ascontiguousarray(ground[y : y + HEIGHT, x : x + WIDTH]), [Sheet(layer)])
    noise = np.random.default_rng(1000 + n).normal(0, 2, seen.shape)
    seen = np.clip(seen + noise, 0, 255).astype(np.uint8)
    hard = cv2.morphologyEx((alpha > 0.5).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    wobble = cv2.GaussianBlur(np.random.default_rng(n).normal(0, 1, hard.shape).astype(np.float32), (0, 0), 6) * 6
    soft = cv2.GaussianBlur(hard.astype(np.float32), (0, 0), 2.5) + 0.12 * wobble
    mask = np.clip((soft - 0.5) * 3 + 0.5, 0, 1)
    return Frame(seen, (255 * mask).astype(np.uint8), alpha, layer)


def _disc(canvas: Alpha, centre: tuple[float, float], radii: tuple[int, int], fine: int) -> Alpha:
    middle, axes = (round(centre[0] * fine), round(centre[1] * fine)), (radii[0] * fine, radii[1] * fine)
    return np.asarray(cv2.ellipse(canvas, middle, axes, 0, 0, 360, 1.0, -1, cv2.LINE_AA), np.float32)


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


def main() -> None:
    """Prints the errors for each kind of edge, then what deliveries cost."""
    print(f"{FRAMES} frames of {WIDTH} × {HEIGHT}: known alpha, moving over a moving ground, with noise; masks as tracking gives")
    print("edge   method              SAD    MSE  gradient  dtSSD  over grey  frames/s")
    for kind in ("hair", "fur", "blur", "smoke"):
        frames = scene(kind)
        truth = [one.alpha for one in frames]
        for name in ("the mask", "guided filter", "ours, each alone", "ours", "ours, strands"):
            refiner = Refiner(Wish(steady=0) if name == "ours, each alone" else Wish(strands=name == "ours, strands"))
            begun = time.process_time()
            own = name.startswith("ours")
            if own:
                found = []
                shot = Surroundings((one.pixels, one.mask) for one in frames)
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
            cost = (time.process_time() - begun) / len(frames)
            e = errors(found, truth)
            print(
                f"{kind:6} {name:18} {e['SAD']:5.2f}  {e['MSE']:5.2f}  {e['gradient']:8.1f}  {e['dtSSD']:5.2f}  "
                f"{colour_error(frames, layers):9.2f}  {1 / cost:8.1f}"
            )
    _delivered()


if __name__ == "__main__":
    main()
