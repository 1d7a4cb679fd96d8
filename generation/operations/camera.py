"""Camera: moves over what was shot already, steadying, and shaking again."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Annotated, Any, Literal

import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.camera import fitting, moves
from generation.camera.moves import Drift, EaseName, MoveName, Pose
from generation.camera.moving import Manner, Mover, reach_of
from generation.followed import followed
from generation.keyed import Keyed
from generation.media import Data, Video
from generation.mezzanine import clip_to, pixels_of
from generation.movement import Movement, moved
from generation.operation import BadInput, Context, Queue, names_checkpoint, operation
from generation.operations.image import Seed

KEYABLE = {"keyable": True}
_MARGIN = 0.08  # widths by which a picture is painted on
Place = Annotated[float, Field(ge=0, le=1)]


class Move(Keyed):
    """A named move and how far it goes, and on top of it any part of a camera's freedom, which can have keys."""

    move: Annotated[MoveName, Field(description="A whole move over the clip, from its first frame to its last.")] = "static"
    amount: Annotated[float, Field(ge=-3, le=3, description="How far the move goes; 1 is usual.", json_schema_extra=KEYABLE)] = (
        1.0
    )
    ease: Annotated[EaseName, Field(description="How the move begins and ends.")] = "smooth"
    pan: Annotated[float, Field(ge=-45, le=45, description="Degrees to the right.", json_schema_extra=KEYABLE)] = 0.0
    tilt: Annotated[float, Field(ge=-45, le=45, description="Degrees upwards.", json_schema_extra=KEYABLE)] = 0.0
    roll: Annotated[float, Field(ge=-180, le=180, description="Degrees clockwise.", json_schema_extra=KEYABLE)] = 0.0
    truck: Annotated[
        float, Field(ge=-1, le=1, description="To the right, in widths of the picture.", json_schema_extra=KEYABLE)
    ] = 0.0
    pedestal: Annotated[
        float, Field(ge=-1, le=1, description="Upwards, in widths of the picture.", json_schema_extra=KEYABLE)
    ] = 0.0
    push: Annotated[
        float,
        Field(ge=-2, le=0.8, description="Towards what it looks at, in shares of the way there.", json_schema_extra=KEYABLE),
    ] = 0.0
    zoom: Annotated[float, Field(ge=-0.5, le=4, description="1 is a lens twice as long.", json_schema_extra=KEYABLE)] = 0.0
    dolly_zoom: Annotated[
        float,
        Field(
            ge=-1, le=0.7, description="Nearer while the lens widens: what it looks at stays as large.", json_schema_extra=KEYABLE
        ),
    ] = 0.0
    orbit: Annotated[
        float, Field(ge=-45, le=45, description="Degrees round what it looks at, to the right.", json_schema_extra=KEYABLE)
    ] = 0.0
    crane: Annotated[
        float, Field(ge=-1, le=1, description="Upwards, looking down at it, in widths.", json_schema_extra=KEYABLE)
    ] = 0.0
    handheld: Annotated[float, Field(ge=0, le=5, description="Held in a hand; 1 is a calm one.", json_schema_extra=KEYABLE)] = 0.0
    seed: Annotated[Seed, Field(description="Another hand shakes otherwise.")] = 0
    across: Annotated[Place, Field(description="Where what it looks at lies, from the left edge.", json_schema_extra=KEYABLE)] = (
        0.5
    )
    down: Annotated[Place, Field(description="Where what it looks at lies, from the top.", json_schema_extra=KEYABLE)] = 0.5
    deep: Annotated[float, Field(ge=0, le=2, description="How deep the picture is: 0 is flat, 1 as it was read.")] = 1.0
    edges: Annotated[
        Literal["scale", "paint"],
        Field(description="What keeps the picture's edge out of sight: it is brought nearer, or painted on."),
    ] = "scale"
    shutter: Annotated[float, Field(ge=0, le=1, description="Motion blur: for how much of a frame the shutter is open.")] = 0.0
    start: Annotated[
        int,
        Field(
            ge=-99_999, le=99_999, description="The frame with which the move begins.",
            json_schema_extra={"unit": "frames", "neutral": 0},
        ),
    ] = 0  # fmt: skip
    length: Annotated[
        int,
        Field(
            ge=0, le=99_999, description="How many frames the move takes; 0: to the clip's end.",
            json_schema_extra={"unit": "frames", "neutral": 0},
        ),
    ] = 0  # fmt: skip
    finder: Annotated[str, names_checkpoint("saliency")] = "u2netp@1"
    checkpoint: Annotated[str, names_checkpoint("inpainting")] = "migan@1"

    def does_nothing(self) -> bool:
        """Whether the camera stays where it was."""
        still = self.move == "static" or (self.amount == 0 and "amount" not in self.keys)
        own = (self.pan, self.tilt, self.roll, self.truck, self.pedestal, self.push, self.zoom, self.dolly_zoom, self.orbit)
        freedoms = set(self.keys) - {"amount", "across", "down"}
        return still and not any((*own, self.crane, self.handheld)) and not freedoms

    def part(self, first: int, frames: int) -> Move:
        """The same for a stretch that begins at frame `first` of a clip of so many: where the camera is there, it is here."""
        whole = self.length or max(1, frames - self.start)
        return self.later(-first).model_copy(update={"start": self.start - first, "length": whole})

    def plans(self) -> tuple[str, ...]:
        """Depth, unless everything is equally far or the camera only turns, which shows nothing of it."""
        turns = {"static", "pan-left", "pan-right", "tilt-up", "tilt-down", "zoom-in", "zoom-out", "roll-left", "roll-right"}
        goes = (self.truck, self.pedestal, self.push, self.dolly_zoom, self.orbit, self.crane, self.handheld)
        keyed = {"truck", "pedestal", "push", "dolly_zoom", "orbit", "crane", "handheld"} & set(self.keys)
        flat = self.deep == 0 or (self.move in turns and not any(goes) and not keyed)
        return () if flat else ("depth",)

    def span(self, frames: int) -> range:
        """The frames between which the camera moves, those beyond the clip among them."""
        keys = [key[0] for keys in self.keys.values() for key in keys]
        end = self.start + (self.length or max(1, frames - self.start))
        return range(min(0, self.start, *keys, 0), max(frames, end, *(key + 1 for key in keys), 0))

    def pose(self, frame: int, frames: int, drift: Drift) -> Pose:
        """Where the camera is at a frame of so many."""
        now = self.at(frame)
        long = self.length or max(1, frames - self.start)
        share = min(max((frame - self.start) / max(1, long - 1), 0.0), 1.0)
        whole = moves.named(self.move, moves.eased(share, self.ease), now.amount)
        own = Pose(now.pan, now.tilt, now.roll, now.truck, now.pedestal, now.push, now.zoom, now.dolly_zoom, now.orbit, now.crane)
        hand = now.handheld + (now.amount if self.move == "handheld" else 0.0)
        return whole + own + moves.shaken(drift, frame - self.start, hand)


@operation("camera.move", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def move(clip: Video, depth: Video | None, movement: Data | None, *, params: Move, context: Context) -> Video:
    """Move a camera over a clip or a still: pan, tilt, truck, pedestal, push, zoom, dolly zoom, orbit, crane, roll, handheld.

    With `depth` (near is white, as large and long as the clip) near things pass before far ones, and what comes into sight is
    what other frames showed there, or painted; without it everything is equally far. `movement` is a point that is followed: what
    the camera looks at goes along with it. Frames, rate, size and alpha are kept; nothing is carried across a cut. Of a layer
    with alpha the whole is bent as one plane.

    Raises:
        BadInput: CLIP_UNREADABLE, DEPTH_MISFIT when the depth differs in length, MOVEMENT_UNREADABLE, MOVEMENT_MISFIT.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    follows = followed(movement, facts.frames) if movement else None
    if depth is not None and footage.facts(depth.path).frames != facts.frames:
        raise BadInput("The depth is of another clip: it is not as long. Read it from this clip.", "DEPTH_MISFIT")
    drift = Drift(float(facts.rate), params.seed)
    poses = [params.pose(n, facts.frames, drift) for n in range(facts.frames)]
    looks = [_looked_at(params, follows, n, facts.width / facts.height) for n in range(facts.frames)]
    out = context.scratch(".mkv")
    frames = footage.whole(clip.path)
    first = next(frames)
    alpha = first.format.name in ("bgra", "rgba")
    guesses = _nearness(depth) if depth is not None and not alpha and params.deep else itertools.repeat(None)
    with ExitStack() as stack, clip_to(out, facts.width, facts.height, facts.rate, alpha=alpha) as writer:
        paint: Any = None
        subject: Any = None
        if depth is not None and not alpha and params.deep:
            paint = stack.enter_context(context.open(params.checkpoint)).fill
            subject = stack.enter_context(context.open(params.finder)).salient
        mover = Mover(_between(poses), lambda n: looks[n], _manner(params, drift, looks, facts), paint=paint, subject=subject)
        for n, (frame, guess) in enumerate(zip(itertools.chain([first], frames), guesses, strict=False)):
            context.progress(min(0.99, n / max(1, facts.frames)), f"frame {n + 1} of {facts.frames}")
            shown = mover.on(n, pixels_of(frame), guess)
            if not alpha and mover.untouched:
                writer.write_frame(frame)
            else:
                writer.write(shown)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(shown))
    return Video(out)


def _manner(params: Move, drift: Drift, looks: list[tuple[float, float]], facts: footage.Facts) -> Manner:
    span = params.span(facts.frames)
    step = max(1, len(span) // 400)  # a hand that shakes for an hour is not asked at every frame
    asked = [*span[::step], *span[-1:]]
    some = [params.pose(n, facts.frames, drift) for n in asked]
    places = [looks[min(max(n, 0), facts.frames - 1)] for n in asked]
    margin = _MARGIN if params.edges == "paint" else 0.0

    def nearer(nears: tuple[float, float]) -> tuple[float, float]:
        flat = nears[0] == nears[1]
        scale = fitting.scale_for(some, places, nears, facts.width / facts.height, 0.0 if flat else margin)
        return scale, reach_of(some, nears)

    return Manner(params.deep, params.shutter, margin, nearer)


def _between(poses: list[Pose]) -> Callable[[float], Pose]:
    """The pose at any time, between those of frames."""

    def at(time: float) -> Pose:
        time = min(max(time, 0.0), len(poses) - 1.0)
        n = int(time)
        return poses[n] if time == n else moves.blended(poses[n], poses[n + 1], time - n)

    return at


def _nearness(depth: Video) -> Iterator[Any]:
    for frame in footage.whole(depth.path):
        yield pixels_of(frame)[..., 0].astype(np.float32) / np.float32(255)


def _looked_at(params: Move, follows: Movement | None, n: int, aspect: float) -> tuple[float, float]:
    """What the camera looks at, in widths from the picture's middle."""
    now = params.at(n)
    place = np.array([[now.across, now.down]])
    if follows is not None:
        place = np.clip(moved(follows.matrices[n], place), -0.5, 1.5)
    return float(place[0, 0]) - 0.5, (float(place[0, 1]) - 0.5) / aspect
