"""Clips extended five times over: how far their colours drift, with and without anchoring, and how large the seams are.

Three kinds of model: tiny pipelines of the real classes with random weights (they show nothing, but go through everything), the
embedded generator, and a model whose drift is known: it shows what really comes next and grows warmer and harder from frame to
frame, each pass beginning with the colours it is given. With FILMWRIGHT_DATA the last is tried on real film as well.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench._colours import apart, lab
from generation import anchoring
from generation import frames as footage
from generation.carrying_on import frames_of
from generation.drivers import Clip, Pixels, Tell
from generation.drivers.previs.reading import stage_from_words
from generation.drivers.previs.render import Renderer
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to
from generation.operations.video_extend import Extend, Loop, extend, loop
from generation.stacking import rgb_of

PASSES, MORE, BEGIN = 5, 24, 32
FILMS = (  # the last four were looked at only after everything was settled
    ("clips/bedroom.mp4", 0), ("clips/big-buck-bunny-480p.mp4", 64), ("cuts/testvideo.mp4", 190), ("cuts/testvideo.mp4", 400),
    ("faces/speaker.mp4", 0), ("faces/talking-head.mp4", 20),
)  # fmt: skip
TINY = ("wan_vace", "wan_first", "ltx")
STAGES = {
    "café, trucking": "Wide shot, trucking right. Anna and Tom sit at a table in a cafe and talk.",
    "pier at dusk, push": "Wide shot, push in. A man stands on a pier at dusk.",
}


class Drifting:
    """A model that knows what comes next, and whose colours drift: warmer and harder, so much in every window."""

    takes = frozenset({"words", "seed", "source", "mask"})

    def __init__(self, truth: list[Pixels], drift: float) -> None:
        self._truth, self._drift = truth, drift

    def most(self, rate: Fraction) -> int | None:
        """As Wan at this rate."""
        return 33

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]:
        """The frames that are kept, and what follows them, in the colours of what is kept."""
        assert clip.source is not None
        assert clip.mask is not None
        given = list(frames_of(clip.source))
        kept = sum(1 for one in footage.whole(clip.mask) if one.to_ndarray(format="gray").max() == 0)
        at = self._found(given[kept - 1])
        mine = [self._truth[at - kept + 1 + n] for n in range(clip.frames)]
        like = anchoring.joint(mine[:kept], given[:kept])
        for n, one in enumerate(mine):
            share = self._drift * n / clip.frames
            pixels = like.on(one).astype(np.float32)
            pixels = (pixels - 118) * (1 + share) + 118 + np.array([9.0, 1.0, -8.0], np.float32) * share * 10
            yield np.asarray(np.clip(pixels + 0.5, 0, 255), np.uint8)

    def _found(self, last: Pixels) -> int:
        """Which frame of the truth that is, whatever its tone."""
        edges = _edges(last)
        return int(np.argmax([float((edges * _edges(one)).mean()) for one in self._truth]))


def _edges(pixels: Pixels) -> Any:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    found = cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1.0), cv2.CV_32F)
    return found / max(float(found.std()), 1e-6)


class Bench(LocalContext):
    """A context that opens the models of this bench."""

    def __init__(self, folder: Path, models: dict[str, Any]) -> None:
        super().__init__(folder)
        self._models = models

    def open(self, checkpoint: str) -> Any:
        """One of the bench's own, or a checkpoint."""
        own = self._models.get(checkpoint)
        return nullcontext(own) if own is not None else super().open(checkpoint)


def written(path: Path, pictures: list[Pixels], rate: Fraction = Fraction(24)) -> Video:
    """Pictures as a clip."""
    with clip_to(path, pictures[0].shape[1], pictures[0].shape[0], rate) as writer:
        for one in pictures:
            writer.write(one)
    return Video(path)


def five_times(clip: Video, checkpoint: str, anchor: float, context: LocalContext) -> list[Pixels]:
    """The frames of a clip extended again and again."""
    for number in range(PASSES):
        params = Extend(prompt="a shot that goes on", checkpoint=checkpoint, frames=MORE, anchor=anchor, seed=number, overlap=8)
        clip = extend(clip, (), params=params, context=context)
    return list(frames_of(clip.path))


def drift(frames: list[Pixels], truth: list[Pixels] | None) -> list[float]:
    """ΔE00 after each pass: by point against what really comes next, else of the mean colour against the clip's own."""
    found = []
    for number in range(PASSES):
        last = BEGIN + (number + 1) * MORE
        mine = frames[last - 8 : last]
        if truth is not None:
            found.append(
                float(np.mean([apart(_soft(one), _soft(other)) for one, other in zip(mine, truth[last - 8 : last], strict=True)]))
            )
        else:
            ours, home = (
                np.mean([lab(one).mean(axis=(0, 1)) for one in some], axis=0) for some in (mine, frames[BEGIN - 8 : BEGIN])
            )
            found.append(float(apart(ours, home)))
    return found


def _soft(pixels: Pixels) -> Any:
    return lab(cv2.resize(pixels, (64, 36), interpolation=cv2.INTER_AREA))


def seams(frames: list[Pixels]) -> str:
    """The step over each join, against the usual step from frame to frame."""
    steps = [float(np.abs(one.astype(int) - other).mean()) for one, other in pairwise(frames)]
    joins = [steps[BEGIN + n * MORE - 1] for n in range(PASSES)]
    return f"seams {np.mean(joins):.2f} of 255, usual step {np.median(steps):.2f}"


def shown(name: str, clip: Video, checkpoint: str, context: LocalContext, truth: list[Pixels] | None) -> None:
    """A line of figures without anchoring, and one with."""
    for anchor in (0.0, 1.0):
        frames = five_times(clip, checkpoint, anchor, context)
        figures = " ".join(f"{one:5.2f}" for one in drift(frames, truth))
        print(f"{name:<34} {'anchored' if anchor else 'as made':<9} ΔE00 after 1…5: {figures}   {seams(frames)}", flush=True)


def animatic(words: str, frames: int, width: int, height: int) -> list[Pixels]:
    """Frames of the embedded generator."""
    drawn = Renderer(stage_from_words(words, seed=3), width, height, frames, Fraction(24), (), quality="draft")
    return [np.ascontiguousarray(drawn.frame(n)[..., :3]) for n in range(frames)]


def main() -> None:
    """Print them."""
    import torch

    from tests.generation import tiny_diffusion as tiny
    from tests.generation.tinies import opened

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        small = animatic(next(iter(STAGES.values())), BEGIN, 128, 72)
        clip = written(place / "small.mkv", small)
        for name in TINY:
            driver = opened(tiny.saved(getattr(tiny, name), place / name))
            driver.family = dataclasses.replace(driver.family, longest=33)
            shown(f"tiny {driver.family.name}", clip, "tiny@1", Bench(place / "scratch", {"tiny@1": driver}), None)
        total = BEGIN + PASSES * MORE + 8
        films = {name: animatic(words, total, 480, 270) for name, words in STAGES.items()}
        data = os.environ.get("FILMWRIGHT_DATA")
        if data:
            films |= {f"real: {name} {first}": _film(Path(data) / name, first, total) for name, first in FILMS}
        for name, truth in films.items():
            clip = written(place / "clip.mkv", truth[:BEGIN])
            shown(
                f"drifts by 10 %: {name}",
                clip,
                "drifting@1",
                Bench(place / "scratch", {"drifting@1": Drifting(truth, 0.10)}),
                truth,
            )
            shown(f"previs: {name}", clip, "previs@1", LocalContext(place / "scratch"), None)
            closed = list(frames_of(loop(clip, (), params=Loop(frames=16), context=LocalContext(place / "scratch")).path))
            steps = [float(np.abs(one.astype(int) - other).mean()) for one, other in pairwise(closed)]
            end = float(np.abs(closed[-1].astype(int) - closed[0]).mean())
            cold = float(np.abs(truth[BEGIN - 1].astype(int) - truth[0]).mean())
            print(
                f"loop by previs: {name}: seam {end:.2f} of 255 (unclosed {cold:.2f}), usual step {np.median(steps):.2f}",
                flush=True,
            )


def _film(path: Path, first: int, count: int) -> list[Pixels]:
    """So many frames, as large as 480 × 270 in their own shape."""
    facts = footage.facts(path)
    scale = (480 * 270 / (facts.width * facts.height)) ** 0.5
    size = (round(facts.width * scale / 2) * 2, round(facts.height * scale / 2) * 2)
    read = footage.read(path, film=facts.rate, source_in=first, frames=count)
    return [np.asarray(cv2.resize(rgb_of(one), size, interpolation=cv2.INTER_AREA), np.uint8) for one in read]


if __name__ == "__main__":
    main()
