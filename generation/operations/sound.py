"""Sound: spoken lines with their timing, room tone, the mix and its loudness."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from generation import media
from generation.drivers import Sound, Speaker
from generation.drivers.speech import mouths, text
from generation.media import Audio, Data
from generation.operation import BadInput, Context, Frames, Parameters, Queue, RateText, names_checkpoint, operation
from generation.sounds import BLOCK, RATE, Writer, effects, levels, load, mixing, sample_of, save, stretching, tones

_SPEECH_LEVEL = -23.0  # LUFS of every line before the mix, so that voices recorded at different levels match
_SPEECH_PEAK = -1.0  # dBFS
_LEVEL_STEP = RATE // 25
_SOFT = RATE // 200  # samples in which a sound comes or goes without a click

Start = Annotated[int, Field(ge=0, le=4_000_000)]
Decibels = Annotated[float, Field(ge=-60, le=24, json_schema_extra={"unit": "dB"})]
Pan = Annotated[float, Field(ge=-1, le=1)]
Offset = Annotated[int, Field(ge=-4_000_000, le=4_000_000)]
Ramp = tuple[Offset, Offset]

_MANNERS = (  # what the parenthetical says, how much faster, how much louder
    (r"whisper|under (his|her|their) breath|耳语|低声|小声|悄声|轻声", 0.94, -8.0),
    (r"quiet|soft|gent|murmur|mutter|sigh|weak|轻轻|喃喃|叹|虚弱", 0.94, -4.0),
    (r"shout|yell|scream|cry(ing)? out|loud|bellow|喊|大叫|吼|大声|尖叫", 1.06, 5.0),
    (r"ang(ry|ri)|furious|urgent|hurr|quick|fast|panic|excited|breathless|生气|愤怒|急|快|激动|慌", 1.1, 2.0),
    (r"slow|sad|tired|weary|hesita|thoughtful|dream|慢|悲|伤心|疲|犹豫|沉思", 0.9, -1.5),
)


class Speech(NamedTuple):
    """A spoken line.

    `timing` is `{"samples", "rate": 48000, "mouths": [{"sample", "shape"}], "words": [{"sample", "end", "text"}], "level": [0…1
    every 1,920 samples], "unread": [text]}`, all counted in samples of `audio`.
    """

    audio: Audio
    timing: Data


class Speak(Parameters):
    """A line, and who speaks it how."""

    words: Annotated[str, Field(max_length=20_000, description="What is said, in English, Chinese or both.")]
    voice: Annotated[
        str, Field(max_length=120, description="af_heart, a blend af_heart&af_sky, semitones af_heart+3; empty: the default.")
    ] = ""
    language: Annotated[Literal["en", "zh"], Field(description="Language of numbers and signs, and of the default voice.")] = "en"
    pace: Annotated[float, Field(ge=0.8, le=1.25, description="Faster above 1.")] = 1.0
    manner: Annotated[str, Field(max_length=400, description="How it is said: whispering, shouting, slowly, 低声…")] = ""
    checkpoint: Annotated[str, names_checkpoint("voice")] = "kokoro@1.0"


@operation("sound.speak", version=1, queue=Queue.CPU, timeout=timedelta(minutes=20))
def speak(*, params: Speak, context: Context) -> Speech:
    """Speak a line, with the time of every word and mouth shape."""
    context.progress(0.0, "Opening the voice")
    faster, gain = _manner(params.manner)
    unread = text.split(text.clean(params.words), params.language)[1]
    with context.open(params.checkpoint) as driver:
        speaker: Speaker = driver
        context.progress(0.1, "Speaking")
        voice = params.voice or ("zf_xiaoxiao" if params.language == "zh" else "af_heart")
        said = speaker.speak(params.words, voice, params.language, min(1.35, max(0.75, params.pace * faster)))
    if not said.words:
        context.progress(0.9, "There is nothing to say in this line: a short silence")
    elif unread:
        context.progress(0.9, f"Left out, for no voice here can read it: {' '.join(unread)[:80]}")
    sound = _at_level(said.sound, _SPEECH_LEVEL + gain)
    timing = {
        "samples": len(sound),
        "rate": RATE,
        "mouths": [mouth._asdict() for mouth in mouths.shapes_of(said.phones, sound)],
        "words": [{"sample": first, "end": end, "text": word} for first, end, word in said.words],
        "level": _levels(sound),
        "unread": unread,
    }
    return Speech(Audio(save(context.scratch(".wav"), sound)), Data.write(context.scratch(".json"), timing))


def _manner(manner: str) -> tuple[float, float]:
    """How much faster and how many decibels louder a line is said in this manner; the first that fits counts."""
    for pattern, faster, gain in _MANNERS:
        if re.search(pattern, manner, re.I):
            return faster, gain
    return 1.0, 0.0


def _at_level(sound: Sound, target: float) -> Sound:
    loudness = levels.loudness_of(sound)
    if loudness == -math.inf:
        return sound
    gain = levels.ratio(target - loudness)
    return (sound * np.float32(min(gain, levels.ratio(_SPEECH_PEAK) / float(np.abs(sound).max())))).astype(np.float32)


def _levels(sound: Sound) -> list[float]:
    padded = np.pad(sound, (0, -len(sound) % _LEVEL_STEP)).reshape(-1, _LEVEL_STEP)
    return [round(float(one), 4) for one in np.sqrt(np.mean(padded**2, axis=1))]


class Stretch(Parameters):
    """How much longer."""

    ratio: Annotated[float, Field(ge=0.92, le=1.08, description="New length over old length: 0.92 is 8 % shorter.")]


@operation("sound.stretch", version=1, queue=Queue.CPU, timeout=timedelta(minutes=20))
def stretch(audio: Audio, timing: Data, *, params: Stretch, context: Context) -> Speech:
    """Make a spoken line a little longer or shorter, its pitch kept, its timing moved with it."""
    context.progress(0.0, "Stretching")
    heard, told = load(audio.path), timing.read()
    if not isinstance(told, dict) or told.get("samples") != len(heard) or told.get("rate") != RATE:
        raise BadInput("This timing belongs to another sound: their lengths differ. Speak the line again.", "TIMING_MISMATCH")
    samples = round(len(heard) * Fraction(str(params.ratio)))
    stretched = stretching.stretched(heard, samples)
    moved = {
        **told,
        "samples": samples,
        "mouths": [{**one, "sample": _moved(one["sample"], len(heard), samples)} for one in told["mouths"]],
        "words": [
            {**one, "sample": _moved(one["sample"], len(heard), samples), "end": _moved(one["end"], len(heard), samples)}
            for one in told["words"]
        ],
        "level": _levels(stretched.mean(axis=1)),
    }
    return Speech(Audio(save(context.scratch(".wav"), stretched)), Data.write(context.scratch(".json"), moved))


def _moved(sample: int, old: int, new: int) -> int:
    return min(new, (2 * sample * new + old) // (2 * old))


class Tone(Parameters):
    """What a place sounds like when nobody speaks."""

    kind: Annotated[str, Field(max_length=40, json_schema_extra={"choices": list(tones.KINDS)})]
    frames: Frames
    rate: RateText = "24/1"
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    gain: Annotated[float, Field(ge=-40, le=20, description="dB over the level this kind usually has.")] = 0.0


@operation("sound.tone", version=1, queue=Queue.CPU, timeout=timedelta(minutes=30))
def tone(*, params: Tone, context: Context) -> Audio:
    """Make room tone: the bed of sound of a kind of place, stereo, its end running into its beginning."""
    if params.kind not in tones.KINDS:
        raise BadInput(f"There is no room tone {params.kind!r}. There are: {', '.join(tones.KINDS)}.", "TONE_UNKNOWN")
    samples = sample_of(params.frames, media.rate(params.rate))
    context.progress(0.0, f"Room tone: {params.kind}")
    bed = tones.bed(params.kind, samples, params.seed)
    context.progress(0.6)
    out, gain = context.scratch(".wav"), np.float32(levels.ratio(params.gain))
    with Writer(out, 2) as writer:
        for first in range(0, samples, BLOCK):
            places = np.arange(first, min(first + BLOCK, samples)) % len(bed)
            writer.write(bed[places] * gain)
            context.progress(0.6 + 0.4 * writer.samples / samples)
    return Audio(out)


class Effect(Parameters):
    """One sound that something makes."""

    kind: Annotated[str, Field(max_length=40, json_schema_extra={"choices": list(effects.KINDS)})]
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    gain: Annotated[float, Field(ge=-40, le=20, json_schema_extra={"unit": "dB"})] = 0.0


@operation("sound.effect", version=1, queue=Queue.CPU, timeout=timedelta(minutes=5))
def effect(*, params: Effect, context: Context) -> Audio:
    """Make the sound of a thing: a bell, a knock, footsteps, a splash; synthesised, mono."""
    if params.kind not in effects.KINDS:
        raise BadInput(f"There is no effect {params.kind!r}. There are: {', '.join(effects.KINDS)}.", "EFFECT_UNKNOWN")
    context.progress(0.0, f"Effect: {params.kind}")
    sound = effects.make(params.kind, params.seed) * np.float32(levels.ratio(params.gain))
    return Audio(save(context.scratch(".wav"), sound))


class Mix(Parameters):
    """Where each sound lies and how loud; one value for each sound, or none at all for the neutral one."""

    frames: Annotated[Frames, Field(description="Length of the mix.")]
    rate: RateText = "24/1"
    starts: Annotated[tuple[Start, ...], Field(description="First frame of each sound.")] = ()
    gains: tuple[Decibels, ...] = ()
    pans: Annotated[tuple[Pan, ...], Field(description="−1 left, 1 right.")] = ()
    source_ins: Annotated[tuple[Start, ...], Field(description="Frames left out at the head of each sound.")] = ()
    lengths: Annotated[tuple[Start, ...], Field(description="Frames heard of each sound; 0 is all of it.")] = ()
    fade_frames: Annotated[tuple[Start, ...], Field(description="Fade in and out of each sound.")] = ()
    beds: Annotated[tuple[bool, ...], Field(description="Which sounds give way to the others.")] = ()
    duck: Annotated[float, Field(ge=0, le=40, description="By how many dB they give way.")] = 0.0
    soft_heads: Annotated[
        tuple[bool, ...],
        Field(description="Which sounds come in without a click, over 5 ms.", json_schema_extra={"neutral": []}),
    ] = ()
    soft_tails: Annotated[
        tuple[bool, ...],
        Field(description="Which sounds go out without a click, over 5 ms.", json_schema_extra={"neutral": []}),
    ] = ()
    heard: Annotated[
        tuple[bool, ...],
        Field(
            description="Which sounds are heard; the others only make beds give way, as in a stem.",
            json_schema_extra={"neutral": []},
        ),
    ] = ()
    comes: Annotated[
        tuple[Ramp, ...],
        Field(
            description="The mix's frames between which each sound comes out of silence; equal: at once.",
            json_schema_extra={"neutral": []},
        ),
    ] = ()
    goes: Annotated[
        tuple[Ramp, ...],
        Field(description="The mix's frames between which each sound goes; equal: at once.", json_schema_extra={"neutral": []}),
    ] = ()

    @model_validator(mode="after")
    def _inside(self) -> Self:
        for start in self.starts:
            if start >= self.frames:
                raise ValueError(f"a sound starts at frame {start}, but the mix ends at {self.frames}")
        return self


@operation("sound.mix", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def mix(sounds: tuple[Audio, ...], *, params: Mix, context: Context) -> Audio:
    """Lay sounds over each other at exact samples: stereo, exactly as long as the frames say."""
    rate, count = media.rate(params.rate), len(sounds)
    starts = _each("starts", params.starts, count, 0)
    skips, lengths = _each("source_ins", params.source_ins, count, 0), _each("lengths", params.lengths, count, 0)
    fades, beds = _each("fade_frames", params.fade_frames, count, 0), _each("beds", params.beds, count, False)
    heads, tails = _each("soft_heads", params.soft_heads, count, False), _each("soft_tails", params.soft_tails, count, False)
    gains, pans = _each("gains", params.gains, count, 0.0), _each("pans", params.pans, count, 0.0)
    heard = _each("heard", params.heard, count, True)
    comes, goes = _each("comes", params.comes, count, (0, 0)), _each("goes", params.goes, count, (0, 0))
    parts = [
        mixing.Part(
            path=sound.path,
            start=sample_of(starts[at], rate),
            skip=sample_of(skips[at], rate),
            length=sample_of(starts[at] + lengths[at], rate) - sample_of(starts[at], rate) if lengths[at] else None,
            gain=gains[at],
            pan=pans[at],
            fade=sample_of(fades[at], rate),
            bed=beds[at],
            head=_SOFT if heads[at] else 0,
            tail=_SOFT if tails[at] else 0,
            comes=_ramp(comes[at], rate),
            goes=_ramp(goes[at], rate),
            heard=heard[at],
        )
        for at, sound in enumerate(sounds)
    ]
    out = context.scratch(".wav")
    samples = sample_of(params.frames, rate)
    mixing.mix(parts, samples, out, duck=params.duck, tell=lambda fraction: context.progress(fraction, "Mixing"))
    return Audio(out)


def _ramp(frames: Ramp, rate: Fraction) -> tuple[int, int]:
    """Two frames as samples; a window may begin within a fade, so that its first frame lies before the mix."""
    first, last = (sample_of(abs(one), rate) * (1 if one >= 0 else -1) for one in frames)
    return first, last


def _each(name: str, values: tuple[Any, ...], count: int, neutral: Any) -> tuple[Any, ...]:
    """One value for each sound. Raises BadInput when there are some, but not as many as sounds."""
    if values and len(values) != count:
        raise BadInput(f"{name} has {len(values)} values for {count} sounds: give one for each, or none.", "MIX_MISMATCH")
    return values or (neutral,) * count


class Loudness(Parameters):
    """How loud the whole is."""

    target: Annotated[float, Field(ge=-40, le=-5, json_schema_extra={"unit": "LUFS"})] = -16.0
    peak: Annotated[float, Field(ge=-12, le=0, json_schema_extra={"unit": "dBTP"})] = -1.0
    lift: Annotated[float, Field(ge=0, le=40, description="At most so many dB louder: room tone alone stays room tone.")] = 18.0


@operation("sound.loudness", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def loudness(audio: Audio, *, params: Loudness, context: Context) -> Audio:
    """Bring a sound to a loudness (ITU-R BS.1770, gated) with no true peak above the ceiling; silence stays silence."""
    out = context.scratch(".wav")
    reached = levels.to_loudness(
        audio.path, out, params.target, params.peak, params.lift, lambda fraction: context.progress(fraction, "Loudness")
    )
    said = "Silence" if reached == -math.inf else f"{reached:.1f} LUFS"
    context.progress(1.0, said)
    return Audio(out)
