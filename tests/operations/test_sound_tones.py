"""Room tones and effects: each at its level, without a seam, the same for the same seed, and what it says it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generation import sounds
from generation.local import LocalContext
from generation.operation import BadInput, recipe
from generation.operations.sound import Effect, Tone, effect, tone
from generation.sounds import RATE, effects, levels, tones


def made(folder: Path, **params: object) -> np.ndarray:
    return sounds.load(tone(params=tone.validate(params), context=LocalContext(folder)).path)


@pytest.mark.parametrize("kind", tones.KINDS)
def test_each_kind_lies_quietly_under_speech(kind: str) -> None:
    bed = tones.bed(kind, 6 * RATE, seed=1)
    assert bed.shape == (6 * RATE, 2)
    assert np.isfinite(bed).all()
    assert levels.loudness_of(bed) == pytest.approx(tones.KINDS[kind].level, abs=0.5)
    assert -47 <= tones.KINDS[kind].level <= -34
    assert np.abs(bed).max() < 0.25
    assert abs(np.corrcoef(bed[:, 0], bed[:, 1])[0, 1]) < 0.999  # it is stereo
    assert np.abs(bed.mean(axis=0)).max() < 1e-4  # nothing stands still in it


@pytest.mark.parametrize("kind", ["sea", "cafe", "train", "room", "forest"])
def test_the_end_runs_into_the_beginning(kind: str) -> None:
    """Over the seam the sound moves no further than it does anywhere else."""
    bed = tones.bed(kind, 5 * RATE, seed=3)
    steps = np.abs(np.diff(bed, axis=0))
    assert (np.abs(bed[0] - bed[-1]) <= steps.max(axis=0)).all()
    curve = np.abs(np.diff(np.concatenate((bed[-3:], bed[:3])), n=2, axis=0))
    assert (curve.max(axis=0) <= 1.2 * np.abs(np.diff(bed, n=2, axis=0)).max(axis=0)).all()


def test_a_long_scene_is_the_loop_again_and_exactly_as_long_as_its_frames(tmp_path: Path) -> None:
    sound = made(tmp_path, kind="wind", frames=2400, rate="24000/1001", seed=2)
    assert len(sound) == 2400 * 2002
    loop = tones.bed("wind", 2400 * 2002, 2)
    assert len(loop) == 48 * RATE
    assert np.array_equal(sound[len(loop) : 2 * len(loop)], loop)


def test_a_seed_is_a_sound(tmp_path: Path) -> None:
    one, same, other = (made(tmp_path, kind="forest", frames=48, seed=seed) for seed in (7, 7, 8))
    assert np.array_equal(one, same)
    assert np.abs(np.corrcoef(one[:, 0], other[:, 0])[0, 1]) < 0.2


def test_gain_is_in_decibels(tmp_path: Path) -> None:
    plain, louder = (made(tmp_path, kind="room", frames=48, gain=gain) for gain in (0.0, 6.0))
    assert louder == pytest.approx(plain * 10 ** (6 / 20), rel=1e-5)


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_a_frame_of_it_is_enough(tmp_path: Path, frames: int) -> None:
    sound = made(tmp_path, kind="cafe", frames=frames, rate="60/1")
    assert len(sound) == frames * 800
    assert np.isfinite(sound).all()


def share(sound: np.ndarray, low: float, high: float) -> float:
    """How much of the energy lies between two frequencies."""
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float(power[(hertz >= low) & (hertz < high)].sum() / power.sum())


def test_kinds_sound_as_they_should() -> None:
    """Rain is bright and a car is dark; crickets sing near 4.5 kHz; surf comes and goes; a train beats."""
    rain, car, night, sea, room, train = (
        tones.bed(kind, 12 * RATE, 4) for kind in ("rain", "car", "night", "sea", "room", "train")
    )
    assert share(rain, 2000, 16000) > 0.5 > 0.05 > share(car, 2000, 16000)
    assert share(night, 4000, 5100) > 20 * share(room, 4000, 5100)

    def breathing(sound: np.ndarray) -> float:
        level = np.sqrt(np.mean(sound.reshape(-1, RATE // 4 * 2) ** 2, axis=1))
        return float(level.max() / level.min())

    assert breathing(sea) > 2 > 1.5 > breathing(rain)
    power = np.mean(np.diff(train, axis=0, prepend=0).reshape(-1, 480 * 2) ** 2, axis=1)
    beat = np.abs(np.fft.rfft(power - power.mean()))
    assert 12 / int(np.argmax(beat[4:40]) + 4) == pytest.approx(1.5, abs=0.1)  # a rail joint every second and a half


@pytest.mark.parametrize(
    ("place", "more", "kind"),
    [
        ("INT. CAFÉ - DAY", {}, "cafe"),
        ("内景 咖啡馆 夜", {"interior": True}, "cafe"),
        ("a pier at dawn", {"interior": False}, "harbour"),
        ("海边", {"interior": False}, "sea"),
        ("LIGHTHOUSE, living room", {"interior": True}, "clock"),
        ("a city street", {"interior": False, "time": "night"}, "night street"),
        ("a city street", {"interior": False, "weather": "heavy rain"}, "rain"),
        ("a meadow", {"interior": False, "time": "NIGHT"}, "night"),
        ("森林", {"interior": False, "weather": "暴风雨"}, "storm"),
        ("Mara's bedroom", {"interior": True, "weather": "rain"}, "room"),
        ("nowhere in particular", {}, "room"),
        ("somewhere", {"interior": False}, "street"),
        ("", {"interior": True}, "room"),
    ],
)
def test_a_place_has_its_room_tone(place: str, more: dict[str, object], kind: str) -> None:
    assert tones.kind_for(place, **more) == kind  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", effects.KINDS)
def test_each_effect_is_short_clean_and_its_own(kind: str) -> None:
    one, same, other = (effects.make(kind, seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert RATE // 50 < len(one) < 10 * RATE
    assert np.abs(one).max() == pytest.approx(10 ** (-9 / 20), rel=1e-3)
    assert np.abs(one[[0, -1]]).max() < 0.05  # neither end clicks
    if kind != "beep":
        assert len(one) != len(other) or not np.array_equal(one, other)


def test_an_effect_is_asked_for_as_an_operation(tmp_path: Path) -> None:
    made = effect(params=Effect(kind="knock", seed=4, gain=-6), context=LocalContext(tmp_path))
    assert np.array_equal(sounds.load(made.path)[:, 0], effects.make("knock", 4) * np.float32(10 ** (-6 / 20)))


@pytest.mark.parametrize(
    ("action", "kinds"),
    [
        ("A phone rings. She knocks twice.", ["knock", "phone"]),
        ("远处传来汽笛，海鸥飞过。", ["gull", "whistle"]),
        ("She looks at the horizon.", []),
    ],
)
def test_an_action_calls_for_its_effects(action: str, kinds: list[str]) -> None:
    assert effects.kinds_for(action) == kinds


def test_what_there_is_none_of_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no room tone 'moon'.*There are: room, office"):
        made(tmp_path, kind="moon", frames=24)
    with pytest.raises(BadInput, match="no effect 'kiss'"):
        effect(params=Effect(kind="kiss"), context=LocalContext(tmp_path))


@pytest.mark.parametrize(
    "params", [{"frames": 0}, {"frames": -24}, {"rate": "0/1"}, {"seed": -1}, {"gain": float("inf")}, {"seconds": 2}]
)
def test_wrong_parameters_are_refused(params: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(params))):
        tone.validate({"kind": "sea", "frames": 24, **params})


def test_the_key_covers_kind_length_rate_and_seed() -> None:
    base = {"kind": "sea", "frames": 24}
    changes: tuple[dict[str, object], ...] = ({}, {"kind": "wind"}, {"frames": 25}, {"rate": "25/1"}, {"seed": 1}, {"gain": 1.0})
    assert len({recipe(tone, params=Tone(**{**base, **change})).key for change in changes}) == 6  # type: ignore[arg-type]
