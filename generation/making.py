"""Stretches of a clip made by a model over what is known of them: frames that are kept, a clip to be made anew, guides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import PIL.Image

from generation import checkpoints
from generation.drivers import Clip, Guide, Held, Pixels, Tell, Watched
from generation.drivers.taking import ordered, said
from generation.mattes import Coverage, matte_to
from generation.mezzanine import clip_to
from generation.operation import BadInput, Defect

GREY = 128  # what stands where nothing is known yet


@runtime_checkable
class Onward(Protocol):
    """A driver that goes on without being asked by words: by what moves in the pictures themselves.

    All frames are (height, width, 3) and of one size; `before` and `after` are in the order in which they are shown.
    """

    def going_on(self, before: Sequence[Pixels], frames: int) -> Iterator[Pixels]: ...

    def backwards(self, after: Sequence[Pixels], frames: int) -> Iterator[Pixels]: ...

    def leading(self, before: Sequence[Pixels], after: Sequence[Pixels], frames: int) -> Iterator[Pixels]: ...


def onward_of(driver: Any) -> Onward | None:
    """How a driver goes on by itself, where it does."""
    way = getattr(driver, "onward", None)
    return way if isinstance(way, Onward) else None


@dataclass(frozen=True)
class Stretch:
    """What is known of the frames that are to be made: each list as long as the stretch, frames counted from its first.

    `known` are frames that are kept, `source` is made anew, and with `mask` (255 inside) only what lies in it.
    """

    frames: int
    known: Mapping[int, Pixels] = field(default_factory=dict)
    source: Sequence[Pixels] | None = None
    mask: Sequence[Coverage] | None = None
    guides: Sequence[tuple[str, Sequence[Pixels], float]] = ()  # kind, frames, strength
    seed: int = 0  # added to the clip's own


class Maker:
    """One model for all stretches of a clip; `clip` says everything that is the same for all of them."""

    def __init__(self, driver: Any, checkpoint: str, clip: Clip, scratch: Callable[[str], Path]) -> None:
        self.takes = frozenset[str](driver.takes)
        self.most: int | None = driver.most(clip.rate)
        self._driver, self._name, self._clip, self._scratch = driver, checkpoint, clip, scratch

    @property
    def refills(self) -> bool:
        """Does it make only what a mask shows, so that any frames can be kept?"""
        return {"source", "mask"} <= self.takes and not acts(self.takes)

    def reach(self, overlap: int, *, ending: bool = False) -> int:
        """How many frames it can go on from (or come to an end on): all that are wished, one, or none."""
        if self.refills or "held" in self.takes:
            return max(1, overlap)
        return int(("last" if ending else "first") in self.takes)

    def refuse(self, words: str, *needs: str) -> BadInput:
        """The refusal of what this model cannot do, with the models that can: each of `needs` is words of `takes`, all needed."""
        return cannot(self._name, words, self.takes, needs)

    def make(self, stretch: Stretch, tell: Tell) -> list[Pixels]:
        """The frames of a stretch, (height, width, 3), as many as it has; those that are known look about as they were given.

        Raises:
            BadInput, Exhausted: as the driver does.
        """
        with self._asked(stretch) as clip:
            made = [np.ascontiguousarray(one[..., :3]) for one in self._driver.video(clip, tell)]
        if len(made) != stretch.frames:
            raise Defect(f"The generator made {len(made)} frames instead of {stretch.frames}.", "FRAMES_MISCOUNTED")
        return made

    @contextmanager
    def _asked(self, stretch: Stretch) -> Iterator[Clip]:
        """The request for a stretch; its files are there as long as it is open."""
        files: list[Path] = []

        def fresh(suffix: str) -> Path:
            files.append(self._scratch(suffix))
            return files[-1]

        clip = self._clip
        known, last = stretch.known, stretch.frames - 1
        wanted: dict[str, Any] = {"frames": stretch.frames, "seed": (clip.seed + stretch.seed) % 2**32}
        if stretch.source is not None or (known and self.refills):
            wanted["source"] = self._movie(fresh(".mkv"), self._filled(stretch))
        if self.refills and (stretch.mask is not None or known):
            wanted["mask"] = self._matte(fresh(".mkv"), stretch)
            if stretch.source is None:
                wanted["strength"] = 1.0  # nothing is known there: nothing is to be kept
        elif known and "held" in self.takes:
            wanted["held"] = tuple(Held(_picture(fresh(".png"), known[at]), at) for at in _chosen(sorted(known)))
        elif known:
            for name, at in (("first", 0), ("last", last)):
                if at in known and name in self.takes:
                    wanted[name] = _picture(fresh(".png"), known[at])
        wanted["guides"] = tuple(
            Guide(kind, self._movie(fresh(".mkv"), pictures), strength) for kind, pictures, strength in stretch.guides
        )
        try:
            yield replace(clip, **wanted)
        finally:
            for one in files:
                one.unlink(missing_ok=True)

    def _filled(self, stretch: Stretch) -> Iterator[Pixels]:
        grey = np.full((self._clip.height, self._clip.width, 3), GREY, np.uint8)
        for n in range(stretch.frames):
            if self.refills and n in stretch.known:
                yield stretch.known[n]
            else:
                yield grey if stretch.source is None else stretch.source[n]

    def _movie(self, path: Path, pictures: Iterable[Pixels]) -> Path:
        with clip_to(path, self._clip.width, self._clip.height, self._clip.rate) as writer:
            for one in pictures:
                writer.write(np.ascontiguousarray(one[..., :3]))
        return path

    def _matte(self, path: Path, stretch: Stretch) -> Path:
        shape = (self._clip.height, self._clip.width)
        kept, anew = np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8)
        with matte_to(path, shape[1], shape[0], self._clip.rate) as writer:
            for n in range(stretch.frames):
                writer.write(kept if n in stretch.known else anew if stretch.mask is None else stretch.mask[n])
        return path


def acts(takes: Collection[str]) -> bool:
    """Does a model do nothing but let the person of a picture move as figures do (Wan Animate)?"""
    return {"first", "guide.pose"} <= set(takes) and "references" not in takes


def cannot(checkpoint: str, words: str, takes: Iterable[str], needs: Sequence[str]) -> BadInput:
    """MODEL_CANNOT: what cannot be done, what this model takes instead, and which models can."""
    able = [
        one.title.partition(":")[0]
        for one in checkpoints.catalogue().values()
        if "video-generator" in (one.capability, *one.also)
        and any(set(each.split()) <= set(one.takes) and ("guide.pose" in each or not acts(one.takes)) for each in needs)
    ]
    models = f"These can: {'; '.join(able[:6])}." if able else "No model in the list can yet."
    return BadInput(f"{checkpoint} cannot {words}; it takes {said(ordered(set(takes)))}. {models}", "MODEL_CANNOT")


def _chosen(places: Sequence[int]) -> list[int]:
    """Of frames that follow each other the first, the middle and the last: what holds a movement without binding it."""
    runs: list[list[int]] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return sorted({run[at] for run in runs for at in (0, len(run) // 2, -1)})


def _picture(path: Path, pixels: Pixels) -> Path:
    PIL.Image.fromarray(np.ascontiguousarray(pixels[..., :3])).save(path, "PNG", compress_level=1)
    return path


def part(tell: Tell, begin: float, end: float) -> Tell:
    """The progress of one part of the work; who watches the whole is shown what is unfinished of the part, and may stop it."""

    def told(fraction: float, note: str = "") -> None:
        tell(begin + (end - begin) * min(1.0, max(0.0, fraction)), note)

    return Watched(told, tell.show) if isinstance(tell, Watched) else told
