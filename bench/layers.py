"""Layers: how well one click follows a thing through a real shot, and what that costs beside the shot's length."""

from __future__ import annotations

import os
import time
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from generation import checkpoints, tracking
from generation.drivers.segmentation import Sam2

PUBLISHED = {"OSVOS": 0.928, "RVOS": 0.825}  # J of car-shadow, as the DAVIS results state them


def region(mask: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float:
    """J of DAVIS (Perazzi et al. 2016): intersection over union; 1 where both are empty."""
    either = float((mask | truth).sum())
    return float((mask & truth).sum()) / either if either else 1.0


def boundary(mask: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float:
    """F of DAVIS: how many contour pixels lie within 0.8 % of the diagonal of the other's contour, both ways, harmonic mean."""
    reach = max(1, round(0.008 * float(np.hypot(*mask.shape))))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    edges = [cv2.morphologyEx(one.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > 0 for one in (mask, truth)]
    wide = [cv2.dilate(one.astype(np.uint8), disc) > 0 for one in edges]
    precision = float((edges[0] & wide[1]).sum()) / max(1, int(edges[0].sum()))
    recall = float((edges[1] & wide[0]).sum()) / max(1, int(edges[1].sum()))
    return 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    """Prints J, F and the cost a frame. Needs FILMWRIGHT_DATA with layers/DAVIS."""
    data = os.environ.get("FILMWRIGHT_DATA", "")
    pictures = sorted((Path(data) / "layers" / "DAVIS" / "JPEGImages" / "480p" / "car-shadow").glob("*.jpg")) if data else []
    if not pictures:
        print("FILMWRIGHT_DATA is not set to a folder with layers/DAVIS: nothing to measure.")
        return
    folder = Path(data) / "layers" / "DAVIS" / "Annotations" / "480p" / "car-shadow"
    truth = [cv2.imread(str(folder / f"{one.stem}.png"), cv2.IMREAD_GRAYSCALE) > 0 for one in pictures]
    frames = [cv2.cvtColor(cv2.imread(str(one)), cv2.COLOR_BGR2RGB) for one in pictures]
    network = Sam2(checkpoints.folder("sam2-tiny@1"), threads=1)
    height, width = truth[0].shape
    x, y = tracking.inner(truth[0], 1)[0]
    begun = time.process_time()
    embedding = network.embed(frames[0])
    embedded = time.process_time()
    masks, sure = network.masks(embedding, [(x / width, y / height)], [1])
    clicked = time.process_time()
    print(f"DAVIS car-shadow, {len(frames)} frames of {width} × {height}, one click at ({x:.0f}, {y:.0f}) of frame 0")
    print(f"embedding {1000 * (embedded - begun):.0f} ms of CPU, a click after it {1000 * (clicked - embedded):.0f} ms")
    logits = cv2.resize(masks[int(np.argmax(sure))], (width, height))
    start = np.clip(255 / (1 + np.exp(-2 * logits)) + 0.5, 0, 255).astype(np.uint8)
    print("step   J mean  J least  F mean  CPU s a frame")
    for step in (1, 4, 8):
        begun = time.process_time()
        found = list(tracking.follow(network, lambda a, b: frames[a : b + 1], start, 0, len(frames) - 1, step=step))
        cost = (time.process_time() - begun) / len(frames)
        j = [region(one.coverage > 127, want) for one, want in zip(found, truth, strict=True)]
        f = [boundary(one.coverage > 127, want) for one, want in zip(found, truth, strict=True)]
        print(f"{step:4}   {np.mean(j):.3f}   {min(j):.3f}    {np.mean(f):.3f}   {cost:.2f}")
    print("as published: " + ", ".join(f"{name} J {value:.3f}" for name, value in PUBLISHED.items()))


if __name__ == "__main__":
    main()
