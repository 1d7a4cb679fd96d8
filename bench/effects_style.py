"""Styles: how steady they are beside painting every frame alone, what of the content is kept, and how fast they are at 720p."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to
from generation.operations.style_transfer import Transfer, transfer
from generation.residency import residency
from generation.styling import painters
from generation.styling.catalogue import styles
from generation.styling.engine import Engine
from generation.styling.learned import Learned
from generation.styling.look import Painter

Pixels = npt.NDArray[np.uint8]
PAIRS = 5  # frames of each clip that are painted
CLIPS = (("clips/bedroom.mp4", 30), ("clips/big-buck-bunny-480p.mp4", 150))  # in the folder FILMWRIGHT_DATA, and from which frame


def panning(count: int, width: int = 960, height: int = 540) -> list[Pixels]:
    """A textured wall that a camera goes over, and a disc before it that goes the other way, with a little noise."""
    dice = np.random.default_rng(5)
    wall = np.zeros((height, width + 200, 3), np.float32)
    for step, spread in ((120, 34), (40, 22), (12, 12)):
        rough = dice.normal(0, 1, (height // step + 2, (width + 200) // step + 2, 3)).astype(np.float32)
        wall += cv2.resize(rough, (width + 200, height)) * spread
    ys, xs = np.mgrid[:height, :width]
    found = []
    for n in range(count):
        frame = wall[:, 3 * n : 3 * n + width] + (128, 120, 105)
        disc = np.hypot(xs - width * 0.7 + 4 * n, ys - height / 2) < height * 0.24
        frame = np.where(disc[..., None], np.stack([200 - ys * 0.1, 90 + xs * 0.05, 70 + 0 * xs], -1), frame)
        frame = frame + np.random.default_rng(n).normal(0, 2, frame.shape)
        found.append(np.clip(frame, 0, 255).astype(np.uint8))
    return found


def read(path: Path, begin: int, count: int) -> list[Pixels]:
    """Some frames of a film."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in islice(container.decode(video=0), begin, begin + count)]


class Moves:
    """The flow of the source between neighbouring frames and what of it can be believed; it is not the painter's own."""

    def __init__(self, frames: list[Pixels]) -> None:
        greys = [cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in frames]
        flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        height, width = greys[0].shape
        xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        self.pairs = []
        for n in range(1, len(frames)):
            back, ahead = flow.calc(greys[n], greys[n - 1], None), flow.calc(greys[n - 1], greys[n], None)
            at = (xs + back[..., 0], ys + back[..., 1])
            home = cv2.remap(ahead, *at, cv2.INTER_LINEAR) + back
            was = cv2.remap(frames[n - 1], *at, cv2.INTER_LINEAR)
            like = np.abs(was.astype(int) - frames[n]).max(axis=-1) < 30
            sure = (np.hypot(home[..., 0], home[..., 1]) < 1) & like
            inside = (at[0] > 0) & (at[1] > 0) & (at[0] < width - 1) & (at[1] < height - 1)
            self.pairs.append((at, sure & inside))

    def unsteady(self, painted: list[Pixels]) -> float:
        """The warping error: what differs of 255 between a frame and the one before, where both show the same."""
        found = []
        for n, (at, sure) in enumerate(self.pairs, 1):
            was = cv2.remap(painted[n - 1], *at, cv2.INTER_CUBIC)
            found.append(float(np.abs(was.astype(np.float32) - painted[n])[sure].mean()))
        return float(np.mean(found))


def kept(source: Pixels, painted: Pixels) -> float:
    """How much of the content is there: the correlation of the two pictures' contours, at a quarter of the size."""
    maps = []
    for one in (source, painted):
        grey = cv2.cvtColor(one, cv2.COLOR_RGB2GRAY)
        small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.float32)
        contours = cv2.magnitude(cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1))
        maps.append(cv2.GaussianBlur(contours, (0, 0), 1.5).ravel())
    return float(np.corrcoef(maps)[0, 1])


def painter_of(name: str, stack: ExitStack) -> Callable[[], Painter]:
    """What makes the painter of a style, its network opened where it has one."""
    style = styles()[name]
    if style.painter != "network":
        return lambda: painters.made(style.painter, style.options)
    stylist: Any = stack.enter_context(residency.open("magenta-style@1"))
    number = int(style.options["number"])
    return lambda: Learned(lambda given: stylist.named(given, number))


def sources() -> Iterator[tuple[str, list[Pixels]]]:
    """The clips that are there."""
    yield "a pan", panning(PAIRS)
    folder = os.environ.get("FILMWRIGHT_DATA")
    for name, begin in CLIPS if folder else ():
        if (Path(str(folder)) / name).is_file():
            yield Path(name).stem, read(Path(str(folder)) / name, begin, PAIRS)


def pace(name: str, folder: Path) -> float:
    """Frames for each second of CPU of the whole operation at 1280 × 720, reading and writing included."""
    frames = [cv2.resize(one, (1280, 720), interpolation=cv2.INTER_CUBIC) for one in panning(4)]
    path = folder / "in.mkv"
    with clip_to(path, 1280, 720, Fraction(24)) as writer:
        for one in frames:
            writer.write(np.asarray(one, np.uint8))
    begun = time.process_time()
    transfer(Video(path), None, None, params=Transfer.model_validate({"style": name}), context=LocalContext(folder))
    return len(frames) / (time.process_time() - begun)


def main() -> None:
    """Prints the figures."""
    wanted = sys.argv[1:] or list(styles())
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        every = list(sources())
        moves = {name: Moves(frames) for name, frames in every}
        print("warping error of 255 between frames: carried / each alone = ratio, and contours kept (1 is all), by clip;")
        print("last the frames a CPU second at 720p. The grain of noir and vintage is another in every frame, on purpose.")
        for name, frames in every:
            print(f"the clip itself, {name}: {moves[name].unsteady(frames):.2f}")
        ratios: dict[str, list[float]] = {name: [] for name, _ in every}
        for style in wanted:
            begin, cells = painter_of(style, stack), []
            for name, frames in every:
                engine = Engine(styles()[style], begin, size=1.0, seed=1)
                carried = [engine.paint(one, 0.5) for one in frames]
                alone = [Engine(styles()[style], begin, size=1.0, seed=1).paint(one, 0.5) for one in frames]
                mine, theirs = moves[name].unsteady(carried), moves[name].unsteady(alone)
                ratios[name].append(mine / theirs)
                cells.append(f"{mine:5.2f} /{theirs:6.2f} = {mine / theirs:4.2f}  {kept(frames[-1], carried[-1]):4.2f}")
            speed = pace(style, Path(folder))
            print(f"{style:16} {'   '.join(cells)}   {speed:5.2f}", flush=True)
        for name, found in ratios.items():
            half = sum(one <= 0.5 for one in found)
            print(f"{name}: mean ratio {np.mean(found):.2f}, at most half in {half} of {len(found)} styles")


if __name__ == "__main__":
    main()
