"""Guides: the structure of a clip as pictures that models follow: depth, outlines, people as figures of lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation import guiding
from generation.drivers import Pixels
from generation.drivers.pose import COCO, joints_of
from generation.media import Video
from generation.mezzanine import clip_to
from generation.operation import Context, Parameters, Queue, names_checkpoint, operation
from generation.operations.clips import looked_at
from generation.stacking import rgb_of
from generation.strips import cut_between

DEPTH, POSE, PEOPLE = "fastdepth@7", "movenet@4", "nanodet-g@1"  # the networks that are there by themselves
_LOOK = 3  # frames from one look for people to the next; between them everybody is followed by their own joints
Smooth = Annotated[float, Field(ge=0, le=0.95, description="How much is held from frame to frame.")]


class DepthGuide(Parameters):
    """By which network, and how steady."""

    smooth: Smooth = 0.6
    checkpoint: Annotated[str, names_checkpoint("depth")] = DEPTH


@operation("guide.depth", version=2, queue=Queue.GPU, timeout=timedelta(hours=2))
def depth(clip: Video, *, params: DepthGuide, context: Context) -> Video:
    """How near everything in a clip is, near is white, as long and large as the clip; steady through a shot.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_TOO_LONG.
        Exhausted: DISK_FULL.
    """
    with context.open(params.checkpoint) as network:
        steady = guiding.Depths(params.smooth)
        return _written(clip, (steady.on(one, network.nearness(one)) for one in _read(clip)), context)


class EdgesGuide(Parameters):
    """How fine, and how steady."""

    detail: Annotated[float, Field(ge=0, le=1, description="Only the strongest outlines, or fine ones as well.")] = 0.5
    smooth: Smooth = 0.5


@operation("guide.edges", version=2, queue=Queue.CPU, timeout=timedelta(hours=2))
def edges(clip: Video, *, params: EdgesGuide, context: Context) -> Video:
    """The outlines in a clip, white on black, as long and large as the clip.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_TOO_LONG.
        Exhausted: DISK_FULL.
    """
    return _written(clip, guiding.edges(_read(clip), params.detail, params.smooth), context)


class PoseGuide(Parameters):
    """By which networks, and how steady."""

    smooth: Smooth = 0.5
    checkpoint: Annotated[str, names_checkpoint("pose")] = POSE
    finder: Annotated[str, names_checkpoint("detection")] = PEOPLE


@operation("guide.pose", version=2, queue=Queue.GPU, timeout=timedelta(hours=2))
def pose(clip: Video, *, params: PoseGuide, context: Context) -> Video:
    """The people in a clip as figures of lines, coloured as OpenPose does, on black; as long and large as the clip.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_TOO_LONG.
        Exhausted: DISK_FULL.
    """
    with context.open(params.checkpoint) as network, context.open(params.finder) as finder:
        return _written(clip, _figures(clip, network, finder, params.smooth), context)


def movie_of(kind: str, clip: Video, reader: str, context: Context) -> Path:
    """The guide of this kind (depth, edges, pose) of a clip, read with the network `reader`; "" is the usual one.

    Raises:
        BadInput: as the operations above; CHECKPOINT_MISSING when the network is not installed.
    """
    made: Video
    if kind == "depth":
        made = depth(clip, params=DepthGuide(checkpoint=reader or DEPTH), context=context)
    elif kind == "pose":
        made = pose(clip, params=PoseGuide(checkpoint=reader or POSE), context=context)
    else:
        made = edges(clip, params=EdgesGuide(), context=context)
    return made.path


def _figures(clip: Video, network: Any, finder: Any, smooth: float) -> Iterator[Pixels]:
    steady: guiding.Steadied | None = None
    boxes: list[tuple[float, float, float, float]] = []
    before: Pixels | None = None
    for n, pixels in enumerate(_read(clip)):
        height, width = pixels.shape[:2]
        if steady is None or (before is not None and cut_between(before, pixels)):
            steady, boxes = guiding.Steadied(smooth, width), []
        if n % _LOOK == 0 or not boxes:
            boxes = [one.box for one in finder.find(pixels, {"person"}, closely=n % (4 * _LOOK) == 0)]
        people = [guiding.of_coco(places[:COCO], sure[:COCO]) for places, sure in joints_of(network, pixels, boxes)]
        shown = steady.on(people)
        boxes = [box for box in (guiding.round_about(one, width, height) for one in people) if box is not None]
        before = pixels
        yield guiding.drawn(shown, width, height)


def _read(clip: Video) -> Iterator[Pixels]:
    return (rgb_of(one) for one in footage.whole(clip.path))


def _written(clip: Video, pictures: Iterator[Pixels], context: Context) -> Video:
    facts = looked_at(clip)
    out = context.scratch(".mkv")
    with clip_to(out, facts.width, facts.height, facts.rate) as writer:
        for n, one in enumerate(pictures):
            context.progress(n / facts.frames, f"frame {n + 1} of {facts.frames}")
            writer.write(one)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(one))
    return Video(out)
