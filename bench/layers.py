"""Layers: how well one click follows a thing through a real shot, and what that costs beside the shot's length."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import numpy.typing as npt

from bench._layers_crossings import Crossing, crossings
from bench._layers_truth import SIZE, Frame, Stage, car_shadow
from generation import checkpoints, prompting, sightings, tracking
from generation import frames as footage
from generation.drivers.segmentation import Sam2
from generation.mattes import Coverage, coverage_of
from generation.mezzanine import clip_to, pixels_of
from generation.operations import load_all
from generation.recipe import Digest
from generation.spans import STRETCH, matte_of

LONG = 2000  # frames
SELDOM = 48  # frames between looks where only memory is asked for
_SMALL = (320, 180)
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
    """Prints J, F and cost. Needs FILMWRIGHT_DATA with layers/DAVIS and clips/bedroom.mp4 for what is measured on film."""
    network = Sam2(checkpoints.folder("sam2-tiny@1"), threads=1)
    data = Path(os.environ.get("FILMWRIGHT_DATA", ""))
    if (data / "layers" / "DAVIS").is_dir():
        _followed(network, data)
        _people(network, data)
    else:
        print("FILMWRIGHT_DATA is not set to a folder with layers/DAVIS: J and F are not measured.")
    _corrected()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:  # what a process held at most is never told anew
        shown, early, most = alone.submit(_long).result()
    print(
        f"{LONG:,} frames of {_SMALL[0]} × {_SMALL[1]}, seen in {shown:,}, looked at every {SELDOM}th: the process held"
        f" {early:.0f} MB at most after {2 * STRETCH} frames, {most:.0f} MB after all"
    )


def _followed(network: Sam2, data: Path) -> None:
    shot = car_shadow(data)
    stage = Stage(data, shot)
    print(f"one click in frame 0, deep inside the thing; CPU of one thread; {SIZE[0]} × {SIZE[1]}")
    print("shot                              step  frames  J mean  J least  F mean  CPU s a frame  frames a second")
    for name, made, steps in (
        ("DAVIS car-shadow", shot, (4, 8)),
        ("two alike cross, it is in front", stage.crossing(front=True), (4,)),
        ("two alike cross, it is behind", stage.crossing(front=False), (4,)),
        ("hides, comes out, turns round", stage.hiding(), (4,)),
    ):
        start = _clicked(network, made.frames[0], made.truth[0])
        for step in steps:
            begun, wall = time.process_time(), time.perf_counter()
            key, frames = tracking.Key(0, start), made.frames
            found = tracking.Following(network, partial(_read, frames), key, 0, len(frames) - 1, step=step)
            pairs = [(one.coverage > 127, want) for one, want in zip(found, made.truth, strict=True)]
            cost, took = (time.process_time() - begun) / len(frames), (time.perf_counter() - wall) / len(frames)
            j, f = [region(*pair) for pair in pairs], [boundary(*pair) for pair in pairs if pair[0].any() or pair[1].any()]
            print(
                f"{name:32}  {step:4}  {len(frames):6}  {np.mean(j):6.3f}  {min(j):7.3f}  {np.mean(f):6.3f}  {cost:13.2f}"
                f"  {1 / took:15.2f}"
            )
    print("J of car-shadow as published: " + ", ".join(f"{name} {value:.3f}" for name, value in PUBLISHED.items()))


def _people(network: Sam2, data: Path) -> None:
    """Real people, cut out of film, cross over film: what one mask in frame 0 becomes."""
    print("people cut out of film over film; the true mask of one of them in frame 0; another: frames at which it holds another")
    print("shot                                     frames  J mean  J least  F mean  switches  another  dtSSD  looks a frame")
    for shot in crossings(data, network):
        start, looking = (shot.truth[shot.followed][0] * 255).astype(np.uint8), Counting(network)
        key, last = tracking.Key(0, start), len(shot.frames) - 1
        found = [one.coverage for one in tracking.Following(looking, partial(_read, shot.frames), key, 0, last)]
        j = [region(one > 127, want) for one, want in zip(found, shot.truth[shot.followed], strict=True)]
        pairs = zip(found, shot.truth[shot.followed], strict=True)
        f = [boundary(one > 127, want) for one, want in pairs if one.max() > 127 or want.any()]
        whose = _whose(shot, found)
        switches = sum(one != other for one, other in pairwise(whose))
        print(
            f"{shot.name:39}  {len(found):6}  {np.mean(j):6.3f}  {min(j):7.3f}  {np.mean(f):6.3f}  {switches:8}  {sum(whose):7}"
            f"  {_restless(found, shot.truth[shot.followed]):5.3f}  {looking.looks / len(found):13.2f}"
        )


class Counting:
    """A network, and how often it embedded a picture."""

    def __init__(self, network: Sam2) -> None:
        self._network, self.looks = network, 0
        self.masks = network.masks

    def embed(self, pixels: Frame) -> dict[str, npt.NDArray[np.float32]]:
        self.looks += 1
        return self._network.embed(pixels)


def _whose(shot: Crossing, found: list[Coverage]) -> list[bool]:
    """At which frames the mask is another's rather than that of whom it follows."""
    others = [masks for who, masks in shot.truth.items() if who != shot.followed]
    told = []
    for n, mask in enumerate(found):
        own = region(mask > 127, shot.truth[shot.followed][n]) if mask.max() > 127 else 1.0
        told.append(any(region(mask > 127, masks[n]) > max(0.3, own) for masks in others))
    return told


def _restless(found: list[Coverage], truth: list[npt.NDArray[np.bool_]]) -> float:
    """dtSSD of the mask: root of the mean squared difference between how it and the truth change from frame to frame, × 10."""
    masks = [one.astype(np.float32) / 255 for one in found]
    wrong = [
        ((now - was) - (want.astype(np.float32) - wanted)) ** 2
        for (was, now), (wanted, want) in zip(pairwise(masks), pairwise(truth), strict=True)
    ]
    return 10 * float(np.sqrt(np.mean(wrong)))


def _clicked(network: Sam2, picture: Frame, truth: npt.NDArray[np.bool_]) -> Coverage:
    height, width = truth.shape
    x, y = sightings.inner(truth, 1)[0]
    return coverage_of(prompting.answer(network, network.embed(picture), [(x / width, y / height)], [1]), width, height)


def _read(frames: list[Frame], first: int, last: int) -> Iterator[Frame]:
    return iter(frames[first : last + 1])


def _corrected() -> None:
    """How much of a mask through 2,000 frames has to be made again after a correction."""
    load_all()

    def plan(*keys: int) -> set[str]:
        masks = [(at, Digest(f"{at:064x}", "image")) for at in keys]
        return set(matte_of(Digest("a" * 64, "video"), masks, LONG, checkpoint="sam2-tiny@1").walk())

    before, after = plan(0, 500, 1500), plan(0, 500, 1000, 1500)
    print(f"a correction at frame 1000 of {LONG:,} (masks at 0, 500, 1500): {len(after - before)} of {len(after)} nodes are made")


def _long() -> tuple[int, float, float]:
    """Frames, MB after the second stretch, and MB at most after all, of a thing followed through a long clip stretch by stretch.

    Pictures are small and the network seldom looks: what is asked is whether anything is kept from stretch to stretch.
    """
    network = Sam2(checkpoints.folder("sam2-tiny@1"), threads=1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "long.mkv"
        with clip_to(path, *_SMALL, Fraction(24)) as writer:
            for n in range(LONG):
                writer.write(_drawn(n))
        facts = footage.facts(path)

        def read(first: int, last: int) -> Iterator[Frame]:
            for frame in footage.read(path, film=facts.rate, source_in=first, frames=last - first + 1):
                yield pixels_of(frame)

        mask = np.zeros(_SMALL[::-1], np.uint8)
        cv2.circle(mask, _where(0), 24, 255, -1)
        peaks: list[float] = []
        state, shown, first = None, 0, 0
        while first < LONG:
            last = min(LONG - 1, (first // STRETCH + 1) * STRETCH)
            stretch = tracking.Following(network, read, tracking.Key(0, mask), first, last, step=SELDOM, before=state)
            shown += sum(one.there for one in stretch)
            state, first = stretch.state, last + 1
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return shown, peaks[1], peaks[-1]


def _where(n: int) -> tuple[int, int]:
    return 160 + round(100 * float(np.sin(n / 40))), 90


def _drawn(n: int) -> Frame:
    picture = np.full((*_SMALL[::-1], 3), (90, 120, 100), np.uint8)
    cv2.circle(picture, _where(n), 24, (200, 60, 50), -1)
    return picture


if __name__ == "__main__":
    main()
