"""Camera: a shaking one made steady, and a steady one shaken."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Annotated, Any, Literal

import numpy as np
import PIL.Image
from av.video.frame import VideoFrame
from pydantic import Field

from generation import frames as footage
from generation.camera import fitting, moves, steadying
from generation.camera.layers import flat
from generation.camera.moves import Drift
from generation.camera.showing import Mosaic, shown
from generation.camera.steadying import Matrices
from generation.camera.stepping import stepped, undrifted
from generation.drivers import Pixels
from generation.effects import WHOLE
from generation.keyed import Keyed
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.movement import Matrix, unit
from generation.movement_camera import shots
from generation.operation import Context, Parameters, Queue, operation
from generation.operations.image import Seed
from generation.stacking import rgb_of

_HAND = 300  # frames after which a hand has done all it does
_BREATH = 0.55  # steadiness by which what is a camera's way and what is its shaking are told apart


class Stabilise(Parameters):
    """How steady, and what that may cost of the picture."""

    steady: Annotated[float, Field(ge=0, le=1, description="0 leaves it; 1 is a camera on rails.")] = 0.6
    mode: Annotated[Literal["smooth", "lock"], Field(description="The way is smoothed, or the camera stands as on a tripod.")] = (
        "smooth"
    )
    crop: Annotated[float, Field(ge=0, le=0.5, description="How much of the picture's width may be lost at most.")] = 0.12
    edges: Annotated[
        Literal["crop", "fill"], Field(description="The picture is brought nearer, or its edges come from frames before.")
    ] = "crop"

    def does_nothing(self) -> bool:
        """Whether nothing is steadied."""
        return self.mode == "smooth" and (self.steady == 0 or self.crop == 0)

    def looks(self) -> int:
        """It measures the whole clip."""
        return WHOLE


@operation("camera.stabilise", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def stabilise(clip: Video, *, params: Stabilise, context: Context) -> Video:
    """Steady a shaking camera: its movement is measured, smoothed within the crop, each shot between cuts for itself.

    Who moves in front does not count. Frames, rate, size and alpha are kept.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    found = _measured(clip, lambda share: context.progress(0.4 * share, "measuring how the camera moved"), facts.frames)
    locked = params.mode == "lock"
    if locked:
        found = _undrifted(clip, found, facts, lambda share: context.progress(0.4 + 0.2 * share, "looking where it stood"))
    filled = params.edges == "fill"
    ways: list[Matrix] = []
    since: list[Matrix | None] = []  # from the picture shown before to this; None where a shot begins
    for _, measured in found:
        given, scale = steadying.corrections(
            measured,
            facts.width / facts.height,
            steady=params.steady,
            rate=float(facts.rate),
            locked=params.mode == "lock",
            crop=params.crop,
        )
        scale = 1.0 if filled else scale
        own = [one if scale == 1 else steadying.scaled(one, scale) for one in given]
        measured = steadying.similar(measured, facts.width / facts.height)
        since += [None]
        for n in range(1, len(own)):
            since.append(unit(own[n] @ measured[n] @ np.linalg.inv(measured[n - 1]) @ np.linalg.inv(own[n - 1])))
        ways += own
    mosaic = Mosaic()

    def change(n: int, pixels: Pixels) -> Pixels:
        nonlocal mosaic
        step = since[n]
        if not filled or pixels.shape[2] == 4:
            return shown(pixels, ways[n])
        if step is None:
            mosaic = Mosaic()
        return mosaic.on(pixels, ways[n], step if step is not None else np.eye(3))

    rests = [np.array_equal(one, np.eye(3)) for one in ways]
    return _written(clip, facts, change, lambda n: rests[n] and not (filled and not all(rests)), context, 0.6)


class Shake(Keyed):
    """How strongly, how fast, and whose hand."""

    amount: Annotated[
        float, Field(ge=0, le=5, description="1 is a calm hand, 3 somebody running.", json_schema_extra={"keyable": True})
    ] = 1.0
    roll: Annotated[
        float, Field(ge=0, le=3, description="How much of it is rolling; 1 is usual.", json_schema_extra={"keyable": True})
    ] = 1.0
    speed: Annotated[float, Field(ge=0.2, le=4, description="How fast; 1 is a calm hand's.")] = 1.0
    seed: Annotated[Seed, Field(description="Another hand shakes otherwise.")] = 0
    start: Annotated[
        int,
        Field(
            ge=-99_999, le=99_999, description="The frame at which this hand begins; another one is another stretch of it.",
            json_schema_extra={"unit": "frames", "neutral": 0},
        ),
    ] = 0  # fmt: skip

    def part(self, first: int, frames: int) -> Shake:
        """The same for a stretch that begins at frame `first`."""
        del frames
        return self.later(-first).model_copy(update={"start": self.start - first})

    def does_nothing(self) -> bool:
        """Whether the hand is quite still."""
        return self.amount == 0 and "amount" not in self.keys


@operation("camera.shake", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def shake(clip: Video, reference: Video | None, *, params: Shake, context: Context) -> Video:
    """Shake a camera as a hand does, or as the camera of another clip (`reference`) shook; no edge of the picture is seen.

    Frames, rate, size and alpha are kept. A reference that is shorter is gone through there and back.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    aspect = facts.width / facts.height
    if reference is None:
        drift = Drift(float(facts.rate) / params.speed, params.seed)

        def pose(n: int) -> moves.Pose:
            now = params.at(n)
            own = moves.shaken(drift, n - params.start, now.amount)
            return moves.Pose(own.pan, own.tilt, own.roll * now.roll, own.truck, own.pedestal)

        poses = [pose(n) for n in range(facts.frames)]
        # how near it is looked at follows from the hand, so that a part of a clip is shown as the whole is
        some = [pose(n + params.start) for n in range(_HAND)] + poses[:: max(1, len(poses) // _HAND)]
        scale = fitting.scale_for(some, [(0.0, 0.0)] * len(some), (1.0, 1.0), aspect)
        return _written(
            clip, facts, lambda n, pixels: flat(pixels, moves.view(poses[n], (0.0, 0.0), scale)),
            lambda n: scale == 1 and poses[n].rests, context, 0.0,
        )  # fmt: skip
    tell = lambda share: context.progress(0.4 * share, "measuring how the other camera shook")  # noqa: E731
    shaking = _shaking(_measured(reference, tell, footage.facts(reference.path).frames), aspect, float(facts.rate))
    ways = [_rolled(shaking[_there_and_back(n, len(shaking))], params.at(n), aspect) for n in range(facts.frames)]
    nearer = _scale_of(ways[:: max(1, len(ways) // 600)])
    moved = [steadying.scaled(one, nearer) if nearer > 1 else one for one in ways]
    return _written(
        clip, facts, lambda n, pixels: shown(pixels, moved[n]), lambda n: np.array_equal(moved[n], np.eye(3)), context, 0.4
    )


def _measured(clip: Video, tell: Callable[[float], None], frames: int) -> list[tuple[int, Matrices]]:
    """The first frame of each shot, and where its camera was at each of its frames, by steps."""

    def pictures() -> Iterator[Pixels]:
        for n, frame in enumerate(footage.whole(clip.path)):
            tell(min(1.0, n / max(1, frames)))
            yield rgb_of(frame)

    return stepped(pictures())


def _undrifted(
    clip: Video, found: list[tuple[int, Matrices]], facts: footage.Facts, tell: Callable[[float], None]
) -> list[tuple[int, Matrices]]:
    """The same without what crept in; a shot that the other measure divides otherwise stays as it was."""
    pictures = ((rgb_of(frame), None) for frame in footage.whole(clip.path))
    true = dict(shots(pictures, tell=lambda n: tell(min(1.0, n / max(1, facts.frames)))))
    aspect, rate = facts.width / facts.height, float(facts.rate)
    return [
        (first, undrifted(ways, steadying.similar(true[first], aspect), rate))
        if first in true and len(true[first]) == len(ways)
        else (first, ways)
        for first, ways in found
    ]


def _shaking(found: list[tuple[int, Matrices]], aspect: float, rate: float) -> Matrices:
    """What of the longest shot's movement is shaking: what steadying would take away."""
    _, ways = max(found, key=lambda one: len(one[1]))
    given, _ = steadying.corrections(ways, aspect, steady=_BREATH, rate=rate, locked=False, crop=0.5)
    return np.array([unit(np.linalg.inv(one)) for one in given])


def _rolled(matrix: Matrix, now: Shake, aspect: float) -> Matrix:
    """So much of a movement; its turning about the middle by its own measure."""
    whole = steadying.mixed(matrix, now.amount)
    if now.roll == 1:
        return whole
    wide = np.diag([aspect, 1.0, 1.0])
    square = wide @ whole @ np.linalg.inv(wide)
    angle = float(np.arctan2(square[1, 0] - square[0, 1], square[0, 0] + square[1, 1])) * (now.roll - 1)
    c, s = np.cos(angle), np.sin(angle)
    middle = np.array([[1, 0, aspect / 2], [0, 1, 0.5], [0, 0, 1.0]])
    turn = middle @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]) @ np.linalg.inv(middle)
    return unit(np.linalg.inv(wide) @ turn @ square @ wide)


def _scale_of(ways: list[Matrix]) -> float:
    scale = 1.0
    while scale < fitting.MOST and not all(steadying.covers(one, scale) for one in ways):
        scale += 0.005
    return scale


def _there_and_back(n: int, length: int) -> int:
    if length == 1:
        return 0
    at = n % (2 * (length - 1))
    return at if at < length else 2 * (length - 1) - at


def _written(
    clip: Video, facts: footage.Facts, change: Callable[[int, Pixels], Pixels], rests: Callable[[int], bool], context: Context,
    begun: float,
) -> Video:  # fmt: skip
    out = context.scratch(".mkv")
    frames: Iterator[VideoFrame] = footage.whole(clip.path)
    first = next(frames)
    alpha = first.format.name in ("bgra", "rgba")
    whole: Any = itertools.chain([first], frames)
    with clip_to(out, facts.width, facts.height, facts.rate, alpha=alpha) as writer:
        for n, frame in enumerate(whole):
            context.progress(begun + (0.99 - begun) * min(1.0, n / max(1, facts.frames)), f"frame {n + 1} of {facts.frames}")
            if rests(n) and not alpha:
                writer.write_frame(frame)
                continue
            made = change(n, pixels_of(frame))
            writer.write(made)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(made))
    return Video(out)
