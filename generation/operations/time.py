"""Time: clips slowed, quickened, ramped, turned round and held, brought to another rate, and repeated frames made anew."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from generation import frames as footage
from generation.keyed import Keyed
from generation.media import Video
from generation.media import rate as rate_of
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context, Parameters, Queue, RateText, names_checkpoint, operation
from generation.retiming import pictures as moving
from generation.retiming.clock import FASTEST, LONGEST, SLOWEST, Clock, rated
from generation.retiming.survey import Survey, survey

Network = Annotated[str, names_checkpoint("interpolation")]
Between = Annotated[
    Literal["made", "blended", "nearest"],
    Field(
        description="Pictures between two: made from where things move, one laid over the other, or none (the nearer is shown)."
    ),
]
Run = Annotated[
    int,
    Field(ge=1, le=6, description="A picture that is shown so many frames on end is taken for one; 1 leaves all as they are."),
]
_SURVEY = 0.08  # of the time: looking through the clip


class Paced(Keyed):
    """How fast a clip goes. Keys of the speed are at frames of the clip as it is played: turned round, where it is."""

    speed: Annotated[
        float,
        Field(
            ge=SLOWEST, le=FASTEST, description="1 as it was shot, 0.5 half as fast and twice as long, 2 twice as fast.",
            json_schema_extra={"keyable": True, "unit": "×"},
        ),
    ] = 1.0  # fmt: skip
    reverse: Annotated[bool, Field(description="From the last frame to the first.")] = False
    hold: Annotated[
        int, Field(ge=0, le=4800, description="For how many frames one picture stands.", json_schema_extra={"unit": "frames"})
    ] = 0
    hold_at: Annotated[int, Field(ge=0, le=99_999, description="Which picture stands.", json_schema_extra={"unit": "frames"})] = 0

    def clock(self, frames: int) -> Clock:
        """The times of a clip of so many frames.

        Raises:
            BadInput: CLIP_TOO_LONG, when more than 100,000 frames would come of it.
        """
        found = Clock.of(frames, lambda k: float(self.at(k).speed), self.hold_at, self.hold)
        if found.frames > LONGEST:
            raise BadInput(
                f"The clip would be {found.frames} frames long; {LONGEST} at most. Slow a shorter one, or slow it less.",
                "CLIP_TOO_LONG",
            )
        return found

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        steady = all(value == 1 for _, value, _ in self.keys["speed"]) if self.keys else self.speed == 1
        return steady and not self.reverse and not self.hold


class Slow(Paced):
    """How fast a clip goes, and how the pictures between its own come about."""

    between: Between = "made"
    repeats: Run = 3
    checkpoint: Network = "rife@4.0"


@operation("time.slow", version=1, queue=Queue.GPU, timeout=timedelta(hours=8))
def slow(clip: Video, *, params: Slow, context: Context) -> Video:
    """A clip slower or faster, evenly or by keys, turned round, or held: an eighth of its speed to eight times it.

    At speed s it has `floor((N − 1) / s) + 1` frames of N, and frame n shows moment n·s: `retiming.clock` says how it is
    counted with keys and a hold. Moments that were shot are those frames as stored; those between are made, never across a
    cut. Rate, size and alpha are kept. Holds two blocks of 24 frames.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_TOO_LONG, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    moments = list(params.clock(facts.frames).moments())
    if params.reverse:
        last = Fraction(facts.frames - 1)
        moments = [last - one for one in moments]
    return at_moments(clip, facts, moments, facts.rate, params.between, params.repeats, params.checkpoint, context)


class Smooth(Parameters):
    """Which frames are taken for repetitions."""

    repeats: Annotated[
        int, Field(ge=2, le=6, description="Longest run of one picture that is broken up: 2 for animation on twos, 3 on threes.")
    ] = 3
    checkpoint: Network = "rife@4.0"


@operation("time.smooth", version=1, queue=Queue.GPU, timeout=timedelta(hours=8))
def smooth(clip: Video, *, params: Smooth, context: Context) -> Video:
    """Frames that repeat the last are found and made anew on the way to the next, so that movement goes on; the length stays.

    Only where something moves before or after: a picture that stands goes on standing. Never across a cut. Frames that were shot
    stay as stored, with size, rate and alpha.

    Raises:
        BadInput: CLIP_UNREADABLE, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    moments = [Fraction(n) for n in range(facts.frames)]
    return at_moments(clip, facts, moments, facts.rate, "made", params.repeats, params.checkpoint, context)


class Rated(Parameters):
    """Which rate a clip gets."""

    rate: RateText = "24/1"
    between: Between = "made"
    repeats: Run = 1
    checkpoint: Network = "rife@4.0"


@operation("time.rate", version=1, queue=Queue.GPU, timeout=timedelta(hours=8))
def rate(clip: Video, *, params: Rated, context: Context) -> Video:
    """A clip at another rate, as long as before: `floor(N · new / old + 1/2)` frames, frame n at moment n · old / new.

    Moments that were shot are those frames as stored; those between are made, never across a cut. What would lie after the last
    picture is that picture. Size and alpha are kept.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_TOO_LONG, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    facts, new = footage.facts(clip.path), rate_of(params.rate)
    if facts.frames * new / facts.rate > LONGEST:
        raise BadInput(
            f"The clip would have more than {LONGEST} frames. Choose a lower rate, or a shorter clip.", "CLIP_TOO_LONG"
        )
    moments = rated(facts.frames, facts.rate, new)
    return at_moments(clip, facts, moments, new, params.between, params.repeats, params.checkpoint, context)


def at_moments(
    clip: Video, facts: footage.Facts, moments: Sequence[Fraction], rate: Fraction, between: Any, repeats: int, checkpoint: str,
    context: Context,
) -> Video:  # fmt: skip
    """The moments of a clip as a clip of that rate. Raises as those that ask for it do."""
    seen = _surveyed(clip, facts, context)
    needs = between == "made" and (repeats > 1 or any(one.denominator > 1 for one in moments))
    out = context.scratch(".mkv")
    first = next(footage.whole(clip.path))
    alpha = first.format.name in ("bgra", "rgba")

    def tell(done: int) -> None:
        share = _SURVEY + (1 - _SURVEY) * done / len(moments)
        context.progress(min(0.99, share), f"frame {done} of {len(moments)}")

    with context.open(checkpoint) if needs else nullcontext(None) as network:
        shelf = moving.Shelf(clip.path, facts)
        made = moving.pictures(shelf, seen, moments, network, between=between, repeats=repeats, tell=tell)
        with clip_to(out, facts.width, facts.height, rate, alpha=alpha) as writer:
            for one in made:
                if isinstance(one, np.ndarray):
                    writer.write(one)
                else:
                    writer.write_frame(one)
    return Video(out)


def _surveyed(clip: Video, facts: footage.Facts, context: Context) -> Survey:
    def watched() -> Any:
        for n, frame in enumerate(footage.whole(clip.path)):
            if n % 24 == 0:
                context.progress(_SURVEY * n / max(1, facts.frames), "Looking for cuts")
            yield pixels_of(frame)

    return survey(watched())
