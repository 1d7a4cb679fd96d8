"""The operations of the cut: segments encoded apart, joined by counting frames, and muxed with sound and words."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from editing import joining, muxing, segments
from editing.segments import SegmentSettings
from generation import checkpoints
from generation.delivery import Profile
from generation.media import Audio, Data, Movie, Segment, Subtitles, Video, rate
from generation.operation import BadInput, Context, Frames, Parameters, Queue, RateText, names_checkpoint, operation
from generation.operations.captions import captions

Side = Annotated[int, Field(ge=16, le=8192, multiple_of=2, json_schema_extra={"unit": "pixels"})]
Frame = Annotated[int, Field(ge=0, le=4_000_000, json_schema_extra={"unit": "frames"})]
Speed = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower"]
Offset = Annotated[int, Field(ge=-4_000_000, le=4_000_000, json_schema_extra={"unit": "frames"})]
Pace = Annotated[str, Field(pattern=r"^-?(0|[1-9][0-9]{0,4})/[1-9][0-9]{0,4}$", json_schema_extra={"neutral": "1/1"})]
TransitionName = Literal["none", "dissolve", "dip", "wipe"]
Typeface = Annotated[str, names_checkpoint("type")]
Line = Annotated[str, Field(max_length=20_000)]


class CutSegment(Parameters):
    """One stretch of the cut in which the same clips are on screen throughout."""

    source_in: Annotated[Frame, Field(description="The clip's frame that is shown first, counted at the film's rate.")] = 0
    frames: Annotated[Frames, Field(description="How long the stretch is.")]
    width: Side = 1280
    height: Side = 720
    rate: RateText = "24/1"
    fit: Annotated[Literal["pad", "crop"], Field(description="Show the whole picture, or fill the frame.")] = "pad"
    crf: Annotated[int, Field(ge=1, le=40, description="Lower is better and larger; 18 is hard to tell from the source.")] = 19
    speed: Annotated[Speed, Field(description="How long the encoder thinks: slower is smaller.")] = "veryfast"
    transition: Annotated[TransitionName, Field(description="How the stretch goes from the clip to the one over it.")] = "none"
    over_in: Annotated[Frame, Field(description="The first frame shown of the clip that comes in.")] = 0
    pace: Annotated[
        Pace, Field(description="Frames of the clip to one of the film: 2/1 is twice as fast, -1/1 backwards, 0/1 holds.")
    ] = "1/1"
    pace_at: Annotated[
        Offset, Field(description="Frames of the film that the clip ran before.", json_schema_extra={"neutral": 0})
    ] = 0
    over_pace: Annotated[Pace, Field(description="The same of the clip that comes in.")] = "1/1"
    over_pace_at: Annotated[
        Offset, Field(description="The same of the clip that comes in.", json_schema_extra={"neutral": 0})
    ] = 0
    transition_at: Annotated[Frame, Field(description="How far into the transition the stretch begins.")] = 0
    transition_frames: Annotated[Frame, Field(description="How long the whole transition is; 0: as long as the stretch.")] = 0
    slate: Annotated[str, Field(max_length=80, description="Burnt in, with title and timecode, unless empty: 12A-3.")] = ""
    slate_title: Annotated[str, Field(max_length=200)] = ""
    slate_start: Annotated[Frame, Field(description="The film's frame at which the stretch begins, for the timecode.")] = 0
    slate_drop: Annotated[bool, Field(description="Timecode is drop-frame.", json_schema_extra={"neutral": False})] = False
    caption_texts: Annotated[tuple[Line, ...], Field(description="Words burnt in: one a timing, or one a caption.")] = ()
    caption_starts: Annotated[tuple[Offset, ...], Field(description="From the stretch's first frame; may lie before it.")] = ()
    caption_frames: Annotated[tuple[Frames, ...], Field(description="How long each is shown, where no timing says it.")] = ()
    typeface: Typeface = "noto-sans-sc@0.4.3"

    @model_validator(mode="after")
    def _agrees(self) -> CutSegment:
        texts = len(self.caption_texts)
        if len(self.caption_starts) != texts or len(self.caption_frames) not in (0, texts):
            raise ValueError("caption_texts, caption_starts and (when given) caption_frames must be equally many")
        whole = self.transition_frames or self.frames
        if self.transition != "none" and self.transition_at + self.frames > whole:
            raise ValueError("the stretch ends after its transition")
        return self


@operation("edit.segment", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def segment(
    clip: Video | None = None,
    over: Video | None = None,
    timings: tuple[Data, ...] = (),
    *,
    params: CutSegment,
    context: Context,
) -> Segment:
    """Conform and encode one stretch of the cut; black where there is no clip.

    The result has exactly `frames` frames: H.264 High, yuv420p, BT.709 limited and tagged so, closed GOPs, no sound. Segments of
    one size, rate, `crf` and `speed` may be joined by stream copy in any order.

    Raises:
        BadInput: CLIP_TOO_SHORT when a clip ends before the stretch does; CAPTIONS_UNTIMED when captions have neither
            timings nor frames.
        Exhausted: DISK_FULL.
    """
    lettered = bool(params.slate or params.caption_texts)
    settings = SegmentSettings(
        profile=Profile(params.width, params.height, rate(params.rate), params.crf, params.speed),
        fit=params.fit,
        source_in=params.source_in,
        frames=params.frames,
        transition=params.transition,
        over_in=params.over_in,
        pace=(Fraction(params.pace), params.pace_at),
        over_pace=(Fraction(params.over_pace), params.over_pace_at),
        transition_at=params.transition_at,
        transition_frames=params.transition_frames or params.frames,
        slate=params.slate,
        slate_title=params.slate_title,
        slate_start=params.slate_start,
        slate_drop=params.slate_drop,
        captions=_captions(params, timings),
        fonts=checkpoints.folder(params.typeface) if lettered else Path(),
    )
    out = context.scratch(".mp4")
    segments.render(settings, clip.path if clip else None, over.path if over else None, out, tell=context.progress)
    return Segment(out)


def _captions(params: CutSegment, timings: tuple[Data, ...]) -> tuple[tuple[int, int, str], ...]:
    """(start, frames, words) of what is burnt in; voices say for themselves when their words are heard."""
    if not timings and len(params.caption_frames) == len(params.caption_texts):
        return tuple(zip(params.caption_starts, params.caption_frames, params.caption_texts, strict=True))
    if len(timings) != len(params.caption_texts):
        raise BadInput("Each caption needs the timing of its voice, or its length in frames.", "CAPTIONS_UNTIMED")
    ahead = max(0, -min(params.caption_starts))
    starts = [start + ahead for start in params.caption_starts]
    heard = captions([one.read() for one in timings], params.caption_texts, starts, rate(params.rate))
    return tuple((one.start - ahead, one.frames, one.text) for one in heard)


class JoinSegments(Parameters):
    """Nothing to choose: the segments say it all."""


@operation("edit.concat", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def concat(segments: tuple[Segment, ...], *, params: JoinSegments, context: Context) -> Segment:
    """Join segments without encoding them again; packets are stamped by counting frames, so nothing drifts.

    Raises:
        BadInput: CUT_EMPTY, or SEGMENTS_DIFFER when size, rate or encoder settings (SPS, PPS) are not the same in all.
        Exhausted: DISK_FULL.
    """
    out = context.scratch(".mp4")
    joining.concat([one.path for one in segments], out, tell=context.progress)
    return Segment(out)


class MuxFilm(Parameters):
    """What is written beside the pictures."""

    title: Annotated[str, Field(max_length=200)] = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{0,3}$", description="Of the subtitles: en, zh.")] = ""
    bitrate: Annotated[int, Field(ge=64_000, le=512_000, description="Of the sound, bits a second.")] = 192_000


@operation("edit.mux", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def mux(
    picture: Segment, sound: Audio | None = None, subtitles: Subtitles | None = None, *, params: MuxFilm, context: Context
) -> Movie:
    """Put pictures, sound and words into one MP4 (H.264, AAC, a text track), index first.

    Pictures are copied; sound is encoded once and is as long as the pictures, to the sample; frame 0 and sample 0 start together.

    Raises:
        BadInput: when an input cannot be read.
        Exhausted: DISK_FULL.
    """
    out = context.scratch(".mp4")
    muxing.mux(
        picture.path,
        sound.path if sound else None,
        subtitles.path if subtitles else None,
        out,
        bitrate=params.bitrate,
        language=params.language,
        title=params.title,
        tell=context.progress,
    )
    return Movie(out)
