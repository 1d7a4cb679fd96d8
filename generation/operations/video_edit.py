"""Clips made anew by words, in parts or as a whole: what lies outside the mask stays, structure as far as is wished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import cv2
import numpy as np
from av.video.frame import VideoFrame
from pydantic import Field

from generation import frames as footage
from generation.anchoring import anchored, joint
from generation.carrying_on import cuts, frames_of, mixed
from generation.drivers import Pixels, Tell
from generation.making import Maker, Stretch, part
from generation.mattes import Coverage
from generation.media import Adapter, Image, Matte, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput, Context, Queue, operation
from generation.operations.clips import Firmness, Reworked, asked, looked_at, maker_of, shower, watched
from generation.operations.directing import guides_of
from generation.operations.guide import movie_of
from generation.patching import lay, soft
from generation.windows import Window, later_share, plan


class Edit(Reworked):
    """What is to be seen instead, how much of the clip is given up, and what of its structure is kept."""

    strength: Annotated[
        float, Field(ge=0.05, le=1, description="How much of the clip is given up; 1: only its structure, where one is kept.")
    ] = 0.6
    structure: Annotated[
        Literal["none", "depth", "edges", "pose"], Field(description="What of the clip is kept besides: it is read out of it.")
    ] = "none"
    structure_strength: Firmness = 1.0
    seam: Annotated[float, Field(ge=0, le=0.2, description="How soft the mask’s edge is, inwards, in widths of the picture.")] = (
        0.01
    )
    reader: Annotated[
        str,
        Field(
            max_length=120, description="The network that reads depth or pose out of the clip; empty: the usual one.",
            json_schema_extra={"neutral": ""},
        ),
    ] = ""  # fmt: skip


@operation("video.edit", version=2, queue=Queue.GPU, timeout=timedelta(hours=8))
def edit(
    clip: Video, mask: Matte | None, references: tuple[Image, ...], guides: tuple[Video, ...] = (),
    adapters: tuple[Adapter, ...] = (), *, params: Edit, context: Context,
) -> Video:  # fmt: skip
    """The clip made anew by words, as long and large as it was; with a mask only what lies in it, the rest stays exactly.

    What is longer than the model makes is made in stretches that overlap: each goes on from what the one before made, its
    colours held, and one turns softly into the next. Nothing is carried across a cut.

    Raises:
        BadInput: MODEL_CANNOT when the model takes neither a clip to make anew nor the structure, MATTE_MISFIT, GUIDE_MISFIT when
            a guide is not as long as the clip, CLIP_UNREADABLE, CLIP_TOO_LONG, and as the model does.
        Exhausted: DISK_FULL, OUT_OF_MEMORY.
    """
    facts = looked_at(clip, *((mask,) if mask else ()))
    led = [(one.kind, one.clip, one.strength) for one in guides_of(guides, params)]
    fits(facts, guides)
    with context.open(params.checkpoint) as driver:
        maker = maker_of(driver, params, asked(facts, params, references, adapters, strength=params.strength), context)
        _able(maker, params, mask is not None, [kind for kind, _, _ in led])
    if params.structure != "none" and params.structure not in [kind for kind, _, _ in led]:
        read = movie_of(params.structure, clip, params.reader, context)
        led.append((params.structure, read, params.structure_strength))
    keeps = params.structure == "none" and not guides
    with context.open(params.checkpoint) as driver:
        maker = maker_of(driver, params, asked(facts, params, references, adapters, strength=params.strength), context)
        source = keeps or mask is not None or "strength" in maker.takes
        work = Reworking(maker, clip, mask, led, source=source and "source" in maker.takes)
        return _made(work, facts, params, context)


def _able(maker: Maker, params: Edit, masked: bool, given: Sequence[str]) -> None:
    """Raises BadInput MODEL_CANNOT, before anything is read out of the clip, unless the model can do what is asked."""
    kinds = {*given, *([params.structure] if params.structure != "none" else [])}
    for kind in sorted(kinds):
        if f"guide.{kind}" not in maker.takes:
            raise maker.refuse(f"keep a clip’s {kind}", f"guide.{kind}")
    if not kinds and "source" not in maker.takes:
        raise maker.refuse("make a clip anew", "source strength", "source mask")
    if not kinds and not masked and "strength" not in maker.takes:
        raise maker.refuse("make a whole clip anew without its depth, edges or pose", "source strength")


def fits(facts: footage.Facts, guides: Sequence[Video]) -> None:
    """Raises BadInput GUIDE_MISFIT unless every guide has as many frames as the clip."""
    for one in guides:
        own = footage.facts(one.path)
        if own.frames != facts.frames:
            raise BadInput(
                f"A guide has {own.frames} frames, the clip {facts.frames}. Make the guide of this very clip.", "GUIDE_MISFIT"
            )


@dataclass(frozen=True)
class Reworking:
    """A clip to be made anew in windows: what each of them is given."""

    maker: Maker
    clip: Video
    mask: Matte | None
    guides: Sequence[tuple[str, Path, float]]
    source: bool  # whether the model sees the clip itself

    def made(self, facts: footage.Facts, overlap: int, tell: Tell) -> Iterator[Pixels]:
        """The frames that the model made, as many as the clip has, one turning into the next where windows overlap."""
        windows = plan(facts.frames, self.maker.most, overlap, cuts(self.clip.path))
        tail: list[Pixels] = []
        for n, window in enumerate(windows):
            ahead = windows[n + 1].overlap if n + 1 < len(windows) else 0
            told = part(tell, n / len(windows), (n + 1) / len(windows))
            fresh = self.maker.make(self._stretch(window, facts, tail[: window.overlap]), told)
            if window.overlap:
                fresh = carried(tail, fresh, window.overlap)
            tail = fresh[window.frames - ahead :] if ahead else []
            yield from fresh[: window.frames - ahead]

    def _stretch(self, window: Window, facts: footage.Facts, tail: Sequence[Pixels]) -> Stretch:
        carries = self.maker.refills or "held" in self.maker.takes
        known = dict(enumerate(tail)) if carries else {}
        if not carries and tail and not self.source and "first" in self.maker.takes:
            known = {0: tail[0]}
        guides = [(kind, self._fitted(path, window, facts), strength) for kind, path, strength in self.guides]
        source = list(frames_of(self.clip.path, window.first, window.frames)) if self.source else None
        masks = None
        if self.mask is not None and self.maker.refills and self.source:
            masks = list(_masks(self.mask.path, facts, window))
        return Stretch(window.frames, known, source, masks, guides)

    @staticmethod
    def _fitted(path: Path, window: Window, facts: footage.Facts) -> list[Pixels]:
        size = (facts.width, facts.height)
        return [
            one if one.shape[1::-1] == size else np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA), np.uint8)
            for one in frames_of(path, window.first, window.frames)
        ]


def carried(tail: Sequence[Pixels], fresh: Sequence[Pixels], overlap: int) -> list[Pixels]:
    """A window after another, in its colours: over the overlap the frames of the one before become those of this one."""
    tone = joint(fresh[:overlap], tail[:overlap])
    shared = [mixed(tail[n], tone.on(fresh[n]), later_share(n, overlap)) for n in range(overlap)]
    return shared + anchored(tail[:overlap], fresh[:overlap], fresh[overlap:])


def _masks(path: Path, facts: footage.Facts, window: Window) -> Iterator[Coverage]:
    for frame in footage.read(path, film=facts.rate, source_in=window.first, frames=window.frames):
        yield np.asarray(frame.to_ndarray(format="gray"), np.uint8)


def _made(work: Reworking, facts: footage.Facts, params: Edit, context: Context) -> Video:
    out, show = context.scratch(".mkv"), shower(context)
    originals: Iterator[VideoFrame] = footage.whole(work.clip.path)
    first = next(footage.whole(work.clip.path))
    clear = any(component.is_alpha for component in first.format.components)
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=clear) as writer:
        masks = _masks(work.mask.path, facts, Window(0, facts.frames)) if work.mask else None
        for original, made in zip(originals, work.made(facts, params.overlap, watched(context)), strict=True):
            weight = soft(next(masks), params.seam * facts.width) if masks is not None else None
            lay(writer, original, made, weight)
            show(made)
    return Video(out)
