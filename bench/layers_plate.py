"""Plates: a thing painted on a clip is taken away again; how near the filled part comes to what was there, and how still."""

from __future__ import annotations

import os
import tempfile
import time
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from generation import checkpoints, plates
from generation import frames as footage
from generation.drivers import Pixels
from generation.drivers.inpainting import load
from generation.mezzanine import pixels_of

WIDTH, HEIGHT, FRAMES = 640, 360, 20
EACH = 3  # frames of which the network is asked for each: it takes its time


def panned(frames: int = FRAMES, width: int = WIDTH, height: int = HEIGHT) -> list[Pixels]:
    """A textured wall under a camera that pans, sways and turns a little, whose exposure drifts."""
    rng = np.random.default_rng(7)
    big = (width + 200, height + 120)
    wall = sum(
        cv2.resize(rng.normal(0, 1, (max(2, big[1] // step), max(2, big[0] // step), 3)).astype(np.float32), big) * spread
        for step, spread in ((80, 30), (20, 22), (6, 12))
    )
    wall = np.clip(wall + 120, 0, 255).astype(np.uint8)
    for x in range(40, big[0], 90):
        cv2.rectangle(wall, (x, 60), (x + 14, big[1] - 60), (60, 50, 40), -1)
    made = []
    for n in range(frames):
        matrix = cv2.getRotationMatrix2D((big[0] / 2, big[1] / 2), 0.12 * n, 1 + 0.002 * n)
        matrix[:, 2] -= (30 + 2.3 * n, 40 + 4 * np.sin(n / 4))
        seen = cv2.warpAffine(wall, matrix, (width, height), flags=cv2.INTER_CUBIC)
        noise = np.random.default_rng(n).normal(0, 1.5, seen.shape)
        made.append(np.clip(seen * (1 + 0.004 * n) + noise, 0, 255).astype(np.uint8))
    return made


def painted(clean: list[Pixels], speed: float, start: float = 0.35) -> tuple[list[Pixels], list[Any]]:
    """A spotted ellipse that moves across the frames by so many pixels each, from a share of the width on, and its masks."""
    height, width = clean[0].shape[:2]
    seen, masks = [], []
    for n, one in enumerate(clean):
        middle = (round(width * start + speed * n), round(height * 0.5 + 6 * np.sin(n / 3)))
        mask = cv2.ellipse(
            np.zeros((height, width), np.uint8), middle, (width // 16, height // 6), 0, 0, 360, 255, -1, cv2.LINE_AA
        )
        colours = np.full_like(one, (210, 80, 40))
        for dx, dy in ((-14, -20), (12, 4), (-8, 30)):
            cv2.circle(colours, (middle[0] + dx, middle[1] + dy), 9, (250, 230, 60), -1)
        share = mask[..., None] / 255
        seen.append((colours * share + one * (1 - share)).round().astype(np.uint8))
        masks.append(mask)
    return seen, masks


def removed(seen: list[Pixels], masks: list[Any], paint: Any, grow: int = 5) -> tuple[list[Pixels], float]:
    """The frames without the thing, and the mean share that was painted."""
    holes = [plates.hole_of([one], grow) for one in masks]
    with tempfile.TemporaryDirectory() as folder:
        names = count()
        every = plates.filled(
            lambda a, b: list(zip(seen[a : b + 1], holes[a : b + 1], strict=True)),
            len(seen), lambda: Path(folder) / f"{next(names)}.raw", paint, tell=lambda share: None,
        )  # fmt: skip
        found = list(every)
    return [one.pixels for one in found], float(np.mean([one.painted for one in found]))


def judged(made: list[Pixels], clean: list[Pixels], masks: list[Any]) -> tuple[float, float, float]:
    """PSNR and SSIM inside the masks, and the warping error there: RMS of a frame moved like the clean clip, less the next."""
    square, likeness, warped = [], [], []
    for one, want, mask in zip(made, clean, masks, strict=True):
        inside = mask > 127
        square.append(((one.astype(np.float64) - want)[inside] ** 2).mean())
        likeness.append(_ssim(one, want)[inside].mean())
    for (a, b), (c, d), mask in zip(pairwise(made), pairwise(clean), masks[1:], strict=True):
        greys = [cv2.cvtColor(x, cv2.COLOR_RGB2GRAY) for x in (d, c)]
        flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(
            *greys, np.zeros((*greys[0].shape, 2), np.float32)
        )
        across, down = np.meshgrid(np.arange(flow.shape[1], dtype=np.float32), np.arange(flow.shape[0], dtype=np.float32))
        was = cv2.remap(a, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        warped.append(np.sqrt(((was.astype(np.float64) - b)[mask > 127] ** 2).mean()))
    return float(10 * np.log10(255**2 / np.mean(square))), float(np.mean(likeness)), float(np.mean(warped))


def _ssim(one: Pixels, other: Pixels) -> Any:
    """The map of structural similarity of the luma (Wang et al. 2004), Gaussian windows of 1.5 pixels."""
    x, y = (cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float64) for p in (one, other))

    def mean(values: Any) -> Any:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mx, my = mean(x), mean(y)
    xx, yy, xy = mean(x * x) - mx * mx, mean(y * y) - my * my, mean(x * y) - mx * my
    c, d = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return (2 * mx * my + c) * (2 * xy + d) / ((mx * mx + my * my + c) * (xx + yy + d))


def main() -> None:
    """Prints the figures for a made clip and, where FILMWRIGHT_DATA has them, real ones."""
    cases = [("panned wall", panned(), 0.35)]
    # first where nobody moves by himself; then over somebody who does: what she did behind the ellipse cannot be known
    for label, name, first, start in (
        ("bedroom, the wall", "bedroom.mp4", 60, 0.6),
        ("bunny, nobody moves", "big-buck-bunny-480p.mp4", 130, 0.35),
        ("bedroom, over the girl", "bedroom.mp4", 60, 0.35),
        ("bunny, over what moves", "big-buck-bunny-480p.mp4", 40, 0.35),
    ):
        path = Path(os.environ.get("FILMWRIGHT_DATA", "/nowhere")) / "clips" / name
        if path.is_file():
            read = footage.read(path, film=footage.facts(path).rate, source_in=first, frames=FRAMES)
            small = [cv2.resize(pixels_of(one), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for one in read]
            cases.append((label, small, start))
    network = load(checkpoints.folder("migan@1"))
    print(f"{FRAMES} frames of {WIDTH} × {HEIGHT}, a spotted ellipse painted on and taken away; figures inside its mask")
    print(f"the network alone is asked for the first {EACH} frames: “ours, these” are our figures of the same")
    print("clip                     moves  way              PSNR   SSIM  warping error  painted  frames/s")
    for name, clean, start in cases:
        for speed in (8.0, 0.4):
            seen, masks = painted(clean, speed, start)
            holes = [plates.hole_of([one], 5) for one in masks]
            for way in ("ours", "MI-GAN each", "cv2.inpaint"):
                begun, share = time.process_time(), 1.0
                if way == "ours":
                    made, share = removed(seen, masks, network.fill)
                elif way == "MI-GAN each":
                    made = [network.fill(one, hole) for one, hole in zip(seen[:EACH], holes[:EACH], strict=True)]
                else:
                    made = [cv2.inpaint(a, b.astype(np.uint8), 5, cv2.INPAINT_TELEA) for a, b in zip(seen, holes, strict=True)]
                cost = (time.process_time() - begun) / len(made)
                psnr, ssim, warping = judged(made, clean[: len(made)], masks[: len(made)])
                print(f"{name:24} {speed:5.1f}  {way:14} {psnr:6.2f}  {ssim:.3f}  {warping:13.2f}  {share:6.0%}  {1 / cost:8.1f}")
                if way == "ours":
                    psnr, ssim, warping = judged(made[:EACH], clean[:EACH], masks[:EACH])
                    print(f"{name:24} {speed:5.1f}  {'ours, these':14} {psnr:6.2f}  {ssim:.3f}  {warping:13.2f}")


if __name__ == "__main__":
    main()
