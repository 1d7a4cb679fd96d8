"""Motion: how the camera, a point, a plane or a cut-out thing moves, as a document of one matrix for each frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Annotated, Any

import numpy as np
from pydantic import Field, model_validator

from generation import frames as footage
from generation import movement_things
from generation.drivers import Pixels
from generation.mattes import coverages
from generation.media import Data, Matte, Video
from generation.movement_camera import camera as camera_of
from generation.operation import BadInput, Context, Parameters, Queue, operation
from generation.operations.layers_alpha import matching
from generation.stacking import rgb_of

Number = Annotated[int, Field(ge=0, le=4_000_000, json_schema_extra={"unit": "frames"})]
Place = Annotated[float, Field(ge=-1, le=2)]


class FromFrame(Parameters):
    """From which frame movement is told."""

    at: Annotated[Number, Field(description="The frame from which movement is told; beyond the end it is the last.")] = 0


@operation("motion.camera", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def camera(clip: Video, mattes: tuple[Matte, ...], *, params: FromFrame, context: Context) -> Data:
    """How what lies behind moves because the camera does; the mattes are left out of it. A camera that stands: the identity.

    `{"at": int, "matrices": [[9 numbers, row by row] for each frame], "there": [bool for each frame]}`: maps a point of frame
    `at`, in shares of the picture, to where it lies in frame n. Beyond a cut it is not there and begins at the identity.
    Holds one frame at a time.

    Raises:
        BadInput: CLIP_UNREADABLE, MATTE_MISFIT when a matte differs from the clip in size, length or rate.
    """
    facts = matching(clip, *mattes)

    def frames() -> Iterator[tuple[Pixels, Any]]:
        masks = [coverages(one.path) for one in mattes]
        for frame, *covers in zip(footage.whole(clip.path), *masks, strict=True):
            yield rgb_of(frame), np.maximum.reduce(covers) > 32 if covers else None

    found = camera_of(frames(), params.at, tell=_telling(context, facts.frames))
    return Data.write(context.scratch(".json"), found.written())


class Followed(FromFrame):
    """What is followed, in shares of the picture's width and height at the frame `at`."""

    across: Annotated[
        tuple[Place, ...],
        Field(max_length=4, description="From the left edge: one point, or four corners round a plane."),
    ] = (0.5,)
    down: Annotated[tuple[Place, ...], Field(max_length=4, description="From the top, as many.")] = (0.5,)
    reach: Annotated[
        float, Field(ge=0.005, le=0.2, description="How far round the point it is looked at, in widths of the picture.")
    ] = 0.02

    @model_validator(mode="after")
    def _fits(self) -> Followed:
        if len(self.across) != len(self.down) or len(self.across) not in (1, 4):
            raise ValueError("one point or four corners, each with a place across and a place down")
        if len(self.across) == 1 and not (0 <= self.across[0] <= 1 and 0 <= self.down[0] <= 1):
            raise ValueError("the point lies in the picture")
        if len(self.across) == 4 and not _convex(list(zip(self.across, self.down, strict=True))):
            raise ValueError("the corners go round the plane in order, without crossing")
        return self


@operation("motion.follow", version=2, queue=Queue.CPU, timeout=timedelta(hours=1))
def follow(clip: Video, *, params: Followed, context: Context) -> Data:
    """How one point moves (it shifts only), or the plane between four corners (it is seen from ever another side).

    The document is that of `motion.camera`. Not `there` where it is hidden, out of the picture or beyond a cut; its matrix is the
    last one then. It is found again where it comes back. Holds a dozen frames at a time.

    Raises:
        BadInput: CLIP_UNREADABLE.
    """
    facts = matching(clip)

    def read(first: int, last: int) -> Sequence[Pixels]:
        return [rgb_of(one) for one in footage.read(clip.path, film=facts.rate, source_in=first, frames=last - first + 1)]

    at = min(params.at, facts.frames - 1)
    points = list(zip(params.across, params.down, strict=True))
    found = movement_things.follow(
        read, facts.frames, at, points, reach=params.reach, tell=_telling(context, facts.frames)
    )  # fmt: skip
    return Data.write(context.scratch(".json"), found.written())


@operation("motion.of_matte", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def of_matte(matte: Matte, *, params: FromFrame, context: Context) -> Data:
    """Where a cut-out thing lies and how large it is, so that another can take its place; smooth in time.

    The document is that of `motion.camera`. Not `there` where the matte is empty. Holds one frame at a time.

    Raises:
        BadInput: CLIP_UNREADABLE, MATTE_EMPTY when there is nothing in it at any frame.
    """
    facts = footage.facts(matte.path)
    try:
        found = movement_things.of_matte(coverages(matte.path), params.at, tell=_telling(context, facts.frames))
    except ValueError:
        raise BadInput("The mask is empty at every frame. Cut out the thing first.", "MATTE_EMPTY") from None
    return Data.write(context.scratch(".json"), found.written())


def _convex(corners: list[tuple[float, float]]) -> bool:
    turns = []
    for n in range(4):
        (ax, ay), (bx, by), (cx, cy) = (corners[(n + k) % 4] for k in range(3))
        turns.append((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
    return all(one > 1e-6 for one in turns) or all(one < -1e-6 for one in turns)


def _telling(context: Context, frames: int) -> Any:
    return lambda n: context.progress(min(0.99, n / max(1, frames)), f"frame {n} of {frames}")
