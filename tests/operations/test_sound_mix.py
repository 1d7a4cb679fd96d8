"""The mix: every sound at its exact sample, as long as the frames say, in flat memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from generation import sounds
from generation.local import LocalContext
from generation.media import Audio
from generation.operation import BadInput, recipe
from generation.operations.sound import Mix, Tone, mix, tone
from generation.sounds import RATE, sample_of

NTSC = Fraction(24_000, 1001)


def click(folder: Path, length: int = 100) -> Audio:
    sound = np.zeros(length, np.float32)
    sound[0] = 0.5
    return Audio(sounds.save(folder / f"click{length}.wav", sound))


def steady(folder: Path, level: float, length: int, channels: int = 1) -> Audio:
    return Audio(sounds.save(folder / f"steady{level}{length}{channels}.wav", np.full((length, channels), level, np.float32)))


def mixed(folder: Path, parts: Sequence[Audio], **params: object) -> np.ndarray:
    out = mix(tuple(parts), params=mix.validate(params), context=LocalContext(folder))
    return sounds.load(out.path)


@pytest.mark.parametrize(
    ("frame", "rate", "sample"),
    [
        (12_345, NTSC, 24_714_690),
        (1, NTSC, 2002),
        (24, Fraction(24), 48_000),
        (100_000, Fraction(30_000, 1001), 160_160_000),
        (1, Fraction(7), 6857),
    ],
)
def test_frames_are_counted_into_samples_exactly(frame: int, rate: Fraction, sample: int) -> None:
    assert sample_of(frame, rate) == sample
    assert abs(Fraction(frame * RATE) / rate - sample) <= Fraction(1, 2)


def test_an_impulse_lands_on_the_very_sample(tmp_path: Path) -> None:
    """Frame 12345 at 24000/1001 is sample 12345 × 2002, more than eight minutes in."""
    out = mix(
        (click(tmp_path),),
        params=mix.validate({"frames": 12_400, "rate": "24000/1001", "starts": [12_345]}),
        context=LocalContext(tmp_path),
    )
    assert sounds.length(out.path) == sample_of(12_400, NTSC) == 12_400 * 2002
    with sounds.Reader(out.path) as reader:
        there = [
            first * sounds.BLOCK + int(at) for first, block in enumerate(reader.blocks()) for at in np.flatnonzero(block[:, 0])
        ]
        assert there == [12_345 * 2002]
        assert reader.read(there[0], 1)[0] == pytest.approx([0.5 * np.sqrt(0.5)] * 2)


def test_sounds_add_up_with_gain_and_pan(tmp_path: Path) -> None:
    one, two = steady(tmp_path, 0.25, RATE), steady(tmp_path, 0.25, RATE, channels=2)
    sound = mixed(tmp_path, [one, two], frames=24, starts=[0, 12], gains=[-6.0, 0.0], pans=[-1.0, 0.0])
    assert len(sound) == RATE
    assert sound[1000] == pytest.approx([0.25 * 10 ** (-6 / 20), 0.0], abs=1e-6)
    assert sound[-1000] == pytest.approx([0.25 * 10 ** (-6 / 20) + 0.25, 0.25], abs=1e-6)


@pytest.mark.parametrize("pan", [-1.0, -0.5, 0.0, 0.7, 1.0])
def test_panning_keeps_the_power(tmp_path: Path, pan: float) -> None:
    sound = mixed(tmp_path, [steady(tmp_path, 0.5, RATE)], frames=24, starts=[0], pans=[pan])
    assert np.sum(sound[100] ** 2) == pytest.approx(0.25, rel=1e-4)


def test_trimmed_sounds_meet_without_gap_or_overlap(tmp_path: Path) -> None:
    ramp = np.arange(RATE * 3, dtype=np.float32) / (RATE * 4)
    whole = Audio(sounds.save(tmp_path / "ramp.wav", np.stack((ramp, ramp), axis=1)))
    sound = mixed(tmp_path, [whole, whole], frames=48, rate="24/1", starts=[0, 24], source_ins=[0, 24], lengths=[24, 24])
    assert np.array_equal(sound[:, 0], ramp[: 2 * RATE])


def test_fades_begin_and_end_in_silence(tmp_path: Path) -> None:
    sound = mixed(tmp_path, [steady(tmp_path, 0.5, RATE, channels=2)], frames=24, starts=[0], fade_frames=[6])[:, 0]
    assert abs(sound[0]) < 1e-3
    assert abs(sound[-1]) < 1e-3
    assert sound[RATE // 2] == pytest.approx(0.5)
    assert (np.diff(sound[: RATE // 4]) >= 0).all()


def test_beds_give_way_to_speech_and_come_back(tmp_path: Path) -> None:
    bed, voice = steady(tmp_path, 0.1, 4 * RATE, channels=2), steady(tmp_path, 0.2, RATE)
    params = {"frames": 96, "starts": [0, 36], "beds": [True, False], "pans": [0.0, 1.0]}
    sound = mixed(tmp_path, [bed, voice], duck=12.0, **params)[:, 0]  # the voice is on the right: the left is the bed alone
    assert sound[:RATE] == pytest.approx(np.full(RATE, 0.1), abs=1e-6)
    assert sound[2 * RATE] == pytest.approx(0.1 * 10 ** (-12 / 20), rel=1e-3)
    assert sound[-1] == pytest.approx(0.1, rel=1e-3)
    assert np.abs(np.diff(sound)).max() < 1e-4  # no step that would click
    assert mixed(tmp_path, [bed, voice], **params)[2 * RATE, 0] == pytest.approx(0.1)


def test_an_empty_mix_is_silence_of_the_right_length(tmp_path: Path) -> None:
    sound = mixed(tmp_path, [], frames=10, rate="25/1")
    assert sound.shape == (19_200, 2)
    assert not sound.any()


def test_memory_does_not_grow_with_the_film(tmp_path: Path) -> None:
    def peak(frames: int) -> int:
        voice = steady(tmp_path, 0.1, frames * 2000, channels=2)
        tracemalloc.start()
        mixed_to = mix(
            (voice, voice),
            params=mix.validate({"frames": frames, "starts": [0, 5], "duck": 6.0, "beds": [True, False]}),
            context=LocalContext(tmp_path),
        )
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        mixed_to.path.unlink()
        return most

    assert peak(3_000) < 1.3 * peak(600) < 40 * 2**20


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"frames": 0}, "frames"),
        ({"frames": -5}, "frames"),
        ({"frames": 24, "starts": [-1]}, "starts"),
        ({"frames": 24, "starts": [24]}, "starts at frame 24"),
        ({"frames": 24, "starts": [0], "gains": [float("nan")]}, "gains"),
        ({"frames": 24, "starts": [0], "pans": [2]}, "pans"),
        ({"frames": 24, "rate": "24"}, "rate"),
        ({"frames": 24, "rate": "0/1"}, "rate"),
        ({"frames": 24, "fps": 24}, "fps"),
    ],
)
def test_wrong_parameters_are_refused(params: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        mix.validate(params)


@pytest.mark.parametrize("name", ["starts", "gains", "pans", "source_ins", "lengths", "fade_frames", "beds"])
def test_a_value_too_few_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=f"{name} has 1 values for 2 sounds"):
        mixed(tmp_path, [click(tmp_path), click(tmp_path, 50)], frames=24, **{name: [0]})


def test_sound_that_is_none_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    for content, message in (
        (b"", "not a WAV"),
        (b"RIFF" + b"\0" * 40, "not a WAV"),
        (click(tmp_path).path.read_bytes()[:200], "cut short"),
        (click(tmp_path).path.read_bytes()[:60], "cut short"),
    ):
        broken.write_bytes(content)
        with pytest.raises(BadInput, match=message):
            mixed(tmp_path, [Audio(broken)], frames=24, starts=[0])
    sounds.save(broken, np.array([0.0, np.nan], np.float32))
    with pytest.raises(BadInput, match="not numbers"):
        mixed(tmp_path, [Audio(broken)], frames=24, starts=[0])


def test_other_rates_are_refused_and_16_bit_is_read(tmp_path: Path) -> None:
    import wave

    path = tmp_path / "sixteen.wav"
    for hertz in (44_100, RATE):
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(hertz)
            file.writeframes(np.array([[16384, -32768]] * 10, "<i2").tobytes())
        if hertz == RATE:
            assert sounds.load(path)[3] == pytest.approx([0.5, -1.0])
        else:
            with pytest.raises(BadInput, match="44100 Hz"):
                sounds.load(path)


def test_what_is_written_opens_in_another_reader(tmp_path: Path) -> None:
    import av

    sound = np.linspace(-0.9, 0.9, 2 * RATE, dtype=np.float32).reshape(-1, 2)
    with av.open(str(sounds.save(tmp_path / "there.wav", sound))) as file:
        stream = file.streams.audio[0]
        assert (stream.rate, stream.channels, stream.format.name) == (RATE, 2, "flt")
        read = np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in file.decode(stream)])
    assert np.array_equal(read, sound)


def test_the_key_covers_where_things_lie() -> None:
    bed = recipe(tone, params=Tone(kind="sea", frames=48))
    keys = {
        recipe(mix, params=Mix(**params), sounds=(bed,)).key
        for params in ({"frames": 48}, {"frames": 49}, {"frames": 48, "starts": (1,)})
    }
    assert len(keys) == 3
    assert recipe(mix, params=Mix(frames=48), sounds=(bed, bed)).key not in keys


def test_a_sound_that_is_cut_off_comes_and_goes_without_a_click_and_one_that_runs_on_is_untouched(tmp_path: Path) -> None:
    """Two halves that meet: outside over 5 ms, between them not a sample is changed."""
    long = steady(tmp_path, 0.5, 2 * RATE, channels=2)
    halves = {"frames": 48, "starts": [0, 24], "source_ins": [0, 24], "lengths": [24, 24]}
    soft = mixed(tmp_path, [long, long], **halves, soft_heads=[True, False], soft_tails=[False, True])
    assert np.abs(np.diff(soft[:, 0])).max() < 0.5 / 200
    assert abs(soft[0, 0]) < 0.002
    assert abs(soft[-1, 0]) < 0.002
    assert np.all(soft[240 : 2 * RATE - 240] == soft[RATE])
    hard = mixed(tmp_path, [long, long], **halves)
    assert hard[0, 0] == hard[-1, 0] == soft[RATE, 0]
