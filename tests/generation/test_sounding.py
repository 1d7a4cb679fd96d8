"""Models that are heard: their sound lies beside the pictures, is as long as they are, and is in the cut with its take."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from generation import checkpoints
from generation import frames as footage
from generation.drivers import Watched
from generation.drivers.diffusing import hearing
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operations.take import TakeSound, sound
from generation.operations.video import GenerateVideo, generate
from generation.sounds import RATE, load, sample_of
from tests.generation.installed import install
from tests.generation.tinies import clip, moved, movie, opened, quiet, shot


@pytest.mark.once
def test_what_a_model_makes_to_be_heard_is_kept_with_the_take(
    tinies: dict[str, Path], own_checkpoints: Path, tmp_path: Path
) -> None:
    install(own_checkpoints, {"tiny-ltx2@1": tinies["ltx_2"]})
    context = LocalContext(tmp_path / "scratch")
    said = {"prompt": "rain on a roof", "width": 64, "height": 64, "quality": "draft", "checkpoint": "tiny-ltx2@1", "steps": 2}
    params = GenerateVideo(**said, frames=10, rate="24000/1001", seed=7)
    made = [generate(None, (), (), params=params, context=context) for _ in range(2)]
    assert made[0].path.read_bytes() == made[1].path.read_bytes()
    rate = Fraction(24000, 1001)
    assert footage.facts(made[0].path) == footage.Facts(64, 64, rate, 10)
    heard = sound(made[0], params=TakeSound(frames=10, rate="24000/1001"), context=context)
    samples = load(heard.path)
    assert samples.shape == (sample_of(10, rate), 2)
    assert np.abs(samples).max() > 0.01
    other = generate(None, (), (), params=params.model_copy(update={"seed": 8}), context=context)
    again = load(sound(other, params=TakeSound(frames=10, rate="24000/1001"), context=context).path)
    assert not np.array_equal(samples, again)


def test_a_take_without_sound_is_silent(tmp_path: Path) -> None:
    silent = Video(movie(tmp_path / "silent.mkv", 9))
    samples = load(sound(silent, params=TakeSound(frames=9), context=LocalContext(tmp_path / "scratch")).path)
    assert samples.shape == (9 * 2000, 1)
    assert not samples.any()


def test_sound_is_of_the_first_frame_on_and_no_longer_than_the_pictures(tmp_path: Path) -> None:
    """A click at the beginning of each frame comes back there, to the sample; what goes on after the last is left out."""
    clicks = np.zeros((12 * 2000, 2), np.float32)
    clicks[::2000] = 0.5
    path = tmp_path / "clicks.mkv"
    with clip_to(path, 66, 38, Fraction(24)) as writer:
        writer.sound(clicks)
        for one in moved(9):
            writer.write(one)
    assert len([pixels_of(one) for one in footage.whole(path)]) == 9
    samples = load(sound(Video(path), params=TakeSound(frames=9), context=LocalContext(tmp_path / "scratch")).path)
    assert np.flatnonzero(samples[:, 0] > 0.4).tolist() == [2000 * n for n in range(9)]
    longer = load(sound(Video(path), params=TakeSound(frames=11), context=LocalContext(tmp_path / "scratch")).path)
    assert len(longer) == 11 * 2000
    assert not longer[9 * 2000 :].any()


def test_sound_is_told_before_the_first_frame_and_nobody_need_listen(tinies: dict[str, Path]) -> None:
    driver = opened(tinies["ltx_2"])
    watched = Watched(quiet, lambda _: None)
    frames = driver.video(clip(), watched)
    next(frames)
    assert watched.heard is not None
    assert watched.heard.shape[1] == 2
    assert len(watched.heard) > 15_000  # of 18,000: what is missing at the end is silence
    assert np.abs(watched.heard[-1]).max() == 0  # to which it goes without a click
    assert len(shot(driver, clip())) == 9


def test_what_is_no_number_is_silence_and_one_channel_stays_one() -> None:
    class Pipe:
        class vocoder:  # noqa: N801
            class config:  # noqa: N801
                output_sampling_rate = 24_000

    wave = torch.zeros(1, 1, 24_000)
    wave[0, 0, 100] = float("nan")
    wave[0, 0, 12_000:] = 0.5
    made = hearing.heard(Pipe, wave)
    assert made.shape == (RATE, 1)
    assert np.isfinite(made).all()
    assert abs(made[36_000, 0] - 0.5) < 0.01
    assert np.abs(made[:20_000]).max() < 0.01


def test_what_is_listed_as_heard_is_a_family_that_makes_sound() -> None:
    found = {one.family for one in checkpoints.shipped().values() if "sound" in one.takes}
    assert "LTX-2" in found
