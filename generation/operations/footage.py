"""A person's own film as shots: stretches of it as clips, sounds and pictures of the project's rate, size and colour."""

from __future__ import annotations

import math
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from generation import frames
from generation.media import Audio, Image, Movie, Video
from generation.media import rate as rate_of
from generation.operation import Context, Frames, Parameters, Queue, RateText, operation
from generation.operations.time import at_moments

Start = Annotated[
    int,
    Field(
        ge=0, le=4_000_000, description="First frame, counted at the rate from the film's beginning.",
        json_schema_extra={"unit": "frames"},
    ),
]  # fmt: skip
Side = Annotated[int, Field(ge=16, le=8192, multiple_of=2, json_schema_extra={"unit": "pixels"})]
Fit = Annotated[Literal["fill", "fit"], Field(description="fill: no bars, edges may be lost. fit: all of it, black around.")]


class FootageClip(Parameters):
    """Which stretch of a film, and what it becomes."""

    start: Start = 0
    frames: Frames
    rate: RateText = "24/1"
    width: Side = 1280
    height: Side = 720
    fit: Fit = "fill"
    motion: Annotated[
        Literal["shown", "made"],
        Field(
            description="At another rate, shown: its own pictures, some twice or not at all; made: pictures between them.",
            json_schema_extra={"neutral": "shown"},
        ),
    ] = "shown"
    checkpoint: Annotated[
        str,
        Field(
            json_schema_extra={"capability": "interpolation", "neutral": "rife@4.0"},
            pattern=r"^[a-z0-9][a-z0-9._-]*@[A-Za-z0-9._-]+$",
        ),
    ] = "rife@4.0"


@operation("footage.clip", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def clip(source: Movie, *, params: FootageClip, context: Context) -> Video:
    """A stretch of a film as a clip: exactly `frames` frames at the rate and size, upright, in BT.709.

    Pictures are chosen by their timestamps, so that variable rates keep time; beyond the film's end its last picture stands. With
    `motion` made, those of a film at another rate are made for the middle of each frame, never across a cut.

    Raises:
        BadInput: FOOTAGE_UNREADABLE, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    from generation.footage import clips, opening

    out = context.scratch(".mkv")
    size = (params.width, params.height, params.fit)
    if params.motion == "made" and (own := opening.rate_of(source.path)) != (film := rate_of(params.rate)):
        middles = [(params.start + n + Fraction(1, 2)) * own / film - Fraction(1, 2) for n in range(params.frames)]
        first = max(0, math.floor(middles[0]))
        count = math.ceil(middles[-1]) - first + 1
        clips.write(source.path, out, first, count, own, size, context.progress, context.preview)
        moments = [min(max(Fraction(0), one - first), Fraction(count - 1)) for one in middles]
        return at_moments(Video(out), frames.facts(out), moments, film, "made", 1, params.checkpoint, context)
    clips.write(source.path, out, params.start, params.frames, rate_of(params.rate), size, context.progress, context.preview)
    return Video(out)


class FootageSound(Parameters):
    """Which stretch of a film's sound."""

    start: Start = 0
    frames: Frames
    rate: RateText = "24/1"


@operation("footage.sound", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def sound(source: Movie, *, params: FootageSound, context: Context) -> Audio:
    """The sound of a stretch of a film: the samples that belong to its frames, of its default track; silence where there is none.

    Stretches that follow each other join without a click: each begins with the sample after the other's last.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    from generation.footage import sounds

    out = context.scratch(".wav")
    sounds.write(source.path, out, params.start, params.frames, rate_of(params.rate), context.progress)
    return Audio(out)


class FootageFrame(Parameters):
    """Which picture of a film, and what it becomes."""

    frame: Start = 0
    rate: RateText = "24/1"
    width: Side = 1280
    height: Side = 720
    fit: Fit = "fill"


@operation("footage.frame", version=2, queue=Queue.CPU, timeout=timedelta(minutes=5))
def frame(source: Movie, *, params: FootageFrame, context: Context) -> Image:
    """One frame of a film as a picture, as `footage.clip` would show it there; beyond the end it is the last.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    from generation.footage import clips

    out = context.scratch(".png")
    clips.picture(source.path, params.frame, rate_of(params.rate), (params.width, params.height, params.fit)).save(
        out, compress_level=4
    )
    return Image(out)


class Still(Parameters):
    """What a picture becomes."""

    width: Side = 1280
    height: Side = 720
    fit: Fit = "fill"


@operation("footage.still", version=1, queue=Queue.CPU, timeout=timedelta(minutes=5))
def still(picture: Image, *, params: Still, context: Context) -> Image:
    """A picture that was brought in, brought to the project's size: upright, in sRGB, 8 bit, opaque.

    Raises:
        BadInput: PICTURE_UNREADABLE, PICTURE_TOO_LARGE.
    """
    from generation.footage import stills

    out = context.scratch(".png")
    stills.conformed(picture.path, params.width, params.height, params.fit).save(out, compress_level=4)
    return Image(out)


class FootageProxy(Parameters):
    """How small a film's proxy is."""

    rate: RateText = "24/1"
    height: Annotated[int, Field(ge=64, le=1080, multiple_of=2, json_schema_extra={"unit": "pixels"})] = 360
    crf: Annotated[int, Field(ge=10, le=40)] = 26


@operation("footage.proxy", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def proxy(source: Movie, *, params: FootageProxy, context: Context) -> Movie:
    """A whole film as a small MP4 that every browser plays and seeks: its frame n is the film's frame n at the rate, with sound.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    from generation.footage import proxies

    out = context.scratch(".mp4")
    sounding = context.scratch(".wav")
    proxies.write(source.path, out, sounding, rate_of(params.rate), params.height, params.crf, context.progress)
    return Movie(out)


class FootageStrip(Parameters):
    """How many pictures of a film, how large, in how many columns."""

    count: Annotated[int, Field(ge=1, le=600, description="Pictures, evenly spread over the film.")] = 120
    columns: Annotated[int, Field(ge=1, le=60)] = 20
    height: Annotated[int, Field(ge=16, le=360, json_schema_extra={"unit": "pixels"})] = 72


@operation("footage.strip", version=2, queue=Queue.CPU, timeout=timedelta(hours=1))
def strip(source: Movie, *, params: FootageStrip, context: Context) -> Image:
    """Pictures of a whole film as tiles of one: row by row, tile i is the middle of part i; a tile is width / columns wide.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    from generation.footage import proxies

    out = context.scratch(".png")
    tiles = proxies.tiles(source.path, params.count, params.columns, params.height, context.progress)
    tiles.save(out, compress_level=4)
    return Image(out)
