"""Layers: what a process holds while a long shot goes through following, edges, plate and composing: flat in length, or not."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image

from bench.layers_plate import panned
from generation import frames as footage
from generation.drivers import Pixels
from generation.local import LocalContext
from generation.mattes import matte_to
from generation.media import Data, Image, Matte, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operations.composite import Stack, over
from generation.operations.layers_alpha import Edges, alpha
from generation.operations.layers_join import Joining, join
from generation.operations.layers_plate import Behind, plate
from generation.operations.layers_track import Following, track
from generation.spans import STRETCH

WIDTH, HEIGHT = (int(side) for side in os.environ.get("FILMWRIGHT_BENCH_SIZE", "1280x720").split("x"))
FRAMES, RATE = 2000, Fraction(24)
STAGES = ("follow", "join", "edges", "plate", "compose")
SELDOM = 12  # frames between looks of the network: what it keeps for each look is asked about, not how well it follows
_PARTS = (0.1, 0.25, 0.5, 1.0)  # of the length


@dataclass(frozen=True)
class Held:
    """What a stage came to: MB at most after each of `_PARTS`, MB in its scratch, and frames a second of wall clock."""

    most: tuple[float, ...]
    scratch: float
    speed: float


class Watch:
    """A thread that looks every tenth of a second at what this process holds for itself (no files that it has mapped)."""

    def __init__(self) -> None:
        self.share = 0.0
        self._most = [0.0] * len(_PARTS)
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def most(self) -> tuple[float, ...]:
        """MB at most until each part of the length."""
        return tuple(max(self._most[: n + 1]) for n in range(len(_PARTS)))

    def _look(self) -> None:
        while not self._over.wait(0.1):
            part = next(n for n, one in enumerate(_PARTS) if self.share <= one)
            self._most[part] = max(self._most[part], _anonymous())


def _anonymous() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Prints what each stage held. May be told: how many frames, and which stages. FILMWRIGHT_DATA gives it real film."""
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else FRAMES
    stages = sys.argv[2:] or list(STAGES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = "real film to and fro" if _film(folder, frames) else "a drawn wall under a camera to and fro"
        print(f"{frames:,} frames of {WIDTH} × {HEIGHT}, {made}, a spotted ellipse in them; each stage a process of its own")
        print(
            "stage    MB at most, until " + "  ".join(f"{one:4.0%}" for one in _PARTS) + "   MB in scratch  frames/s", flush=True
        )
        for stage in stages:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                held = alone.submit(_stage, stage, folder, frames).result()
            told = "  ".join(f"{one:4.0f}" for one in held.most)
            print(f"{stage:8}                   {told}   {held.scratch:13.0f}  {held.speed:8.2f}", flush=True)


def _film(folder: Path, frames: int) -> bool:
    """A clip, the matte of the ellipse in it, its layer and a plate; whether it is real film."""
    path = Path(os.environ.get("FILMWRIGHT_DATA", "/nowhere")) / "clips" / "bedroom.mp4"
    ground = [_large(one) for one in (_read(path, 100) if path.is_file() else panned(100, 640, 360))]
    with (
        clip_to(folder / "clip.mkv", WIDTH, HEIGHT, RATE) as clip,
        matte_to(folder / "matte.mkv", WIDTH, HEIGHT, RATE) as matte,
        clip_to(folder / "layer.mkv", WIDTH, HEIGHT, RATE, alpha=True) as layer,
    ):
        for n in range(frames):
            place = n % (2 * len(ground) - 2)
            pixels, mask = _with_thing(ground[min(place, 2 * len(ground) - 2 - place)], n)
            clip.write(pixels)
            matte.write(mask)
            layer.write(np.dstack([pixels, mask]))
    PIL.Image.fromarray(_with_thing(ground[0], 0)[1]).save(folder / "mask.png")
    return path.is_file()


def _read(path: Path, frames: int) -> Iterator[Pixels]:
    for frame in footage.read(path, film=footage.facts(path).rate, source_in=60, frames=frames):
        yield pixels_of(frame)


def _large(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def _with_thing(pixels: Pixels, n: int) -> tuple[Pixels, npt.NDArray[np.uint8]]:
    middle = (round(WIDTH * (0.5 + 0.3 * np.sin(n / 60))), round(HEIGHT * (0.5 + 0.1 * np.sin(n / 23))))
    mask = cv2.ellipse(np.zeros((HEIGHT, WIDTH), np.uint8), middle, (WIDTH // 16, HEIGHT // 6), 0, 0, 360, 255, -1, cv2.LINE_AA)
    colours = np.full_like(pixels, (210, 80, 40))
    for across, down in ((-0.022, -0.056), (0.019, 0.011), (-0.0125, 0.083)):
        spot = (middle[0] + round(across * WIDTH), middle[1] + round(down * HEIGHT))
        cv2.circle(colours, spot, max(2, WIDTH // 70), (250, 230, 60), -1)
    share = mask[..., None] / 255
    return (colours * share + pixels * (1 - share)).round().astype(np.uint8), np.asarray(mask, np.uint8)


def _stage(stage: str, folder: Path, frames: int) -> Held:
    clip, matte, layer = Video(folder / "clip.mkv"), Matte(folder / "matte.mkv"), Video(folder / "layer.mkv")
    begun, scratch = time.perf_counter(), folder / stage
    with Watch() as watch:
        context = LocalContext(scratch, tell=lambda share, note: setattr(watch, "share", share))
        ways: dict[str, Callable[[], Any]] = {
            "follow": lambda: _followed(clip, Image(folder / "mask.png"), frames, scratch, watch),
            "join": lambda: join(
                (matte,), params=Joining(firsts=(0,), origins=(0,), frames=frames), context=context
            ),
            "edges": lambda: alpha(clip, matte, params=Edges(), context=context),
            "plate": lambda: plate((matte,), clip, (), params=Behind(), context=context),
            "compose": lambda: over((layer,), clip, params=Stack(matches=(1.0,), grains=(1.0,), wraps=(0.5,)), context=context),
        }  # fmt: skip
        ways[stage]()
    held = sum(one.stat().st_size for one in scratch.rglob("*") if one.is_file()) / 2**20
    return Held(watch.most(), held, frames / (time.perf_counter() - begun))


def _followed(clip: Video, mask: Image, frames: int, scratch: Path, watch: Watch) -> None:
    """Stretch by stretch as a worker would: what one tells the next is all that goes on."""
    first, before = 0, None
    while first < frames:
        last = min(frames - 1, (first // STRETCH + 1) * STRETCH)
        many = last - first + 1

        def tell(share: float, note: str, here: int = first, many: int = many) -> None:
            watch.share = min(1.0, (here + share * many) / frames)

        context = LocalContext(scratch, tell)
        params = Following(at=0, first=first, frames=many, step=SELDOM)
        before = Data(track(clip, mask, before, params=params, context=context).state.path)
        first = last + 1


if __name__ == "__main__":
    main()
