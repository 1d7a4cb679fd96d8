"""video.generate: exactly the frames asked for, tagged and cut out as asked, mouths from voices, cancelled cleanly."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import PIL.Image
import pytest

from generation import frames as footage
from generation.drivers.previs.stage import Actor, Camera, Place, Size, Stage
from generation.local import LocalContext
from generation.media import Data, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Cancelled, recipe
from generation.operations.video import GenerateVideo, generate, mouths

STAGE = Stage(place=Place(kind="kitchen"), actors=(Actor(name="Ann"),), camera=Camera(size=Size.CU))
SMALL = {"width": 192, "height": 108}


def staged(folder: Path, stage: Stage = STAGE) -> Data:
    return Data.write(folder / "stage.json", stage.model_dump(mode="json"))


def voice(folder: Path, shape: str = "D") -> Data:
    return Data.write(
        folder / "voice.json",
        {
            "samples": 24_000,
            "rate": 48_000,
            "mouths": [{"sample": 0, "shape": shape}, {"sample": 12_000, "shape": "A"}],
            "words": [],
        },
    )


def made(folder: Path, *speech: Data, **params: object) -> Video:
    result = generate(
        staged(folder), speech, (), params=GenerateVideo(**{**SMALL, **params}), context=LocalContext(folder / "scratch")
    )
    assert isinstance(result, Video)
    return result


@pytest.mark.parametrize(("frames", "rate"), [(1, "24/1"), (17, "24000/1001"), (30, "25/1")])
def test_exactly_so_many_frames_at_the_rate(tmp_path: Path, frames: int, rate: str) -> None:
    video = made(tmp_path, frames=frames, rate=rate)
    facts = footage.facts(video.path)
    assert facts == footage.Facts(192, 108, Fraction(rate), frames)
    assert sum(1 for _ in footage.whole(video.path)) == frames
    with av.open(str(video.path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.codec_context.color_range, stream.codec_context.colorspace) == (1, 1)


def test_alpha_is_transparent_in_the_corners(tmp_path: Path) -> None:
    picture = pixels_of(next(footage.whole(made(tmp_path, frames=2, alpha=True).path)))
    assert picture.shape == (108, 192, 4)
    assert picture[0, 0, 3] == picture[0, -1, 3] == 0
    assert picture[..., 3].max() == 255


def test_the_same_recipe_gives_the_same_file(tmp_path: Path) -> None:
    first, second = made(tmp_path, frames=4), made(tmp_path, frames=4)
    pairs = zip(footage.whole(first.path), footage.whole(second.path), strict=True)
    assert all(np.array_equal(pixels_of(a), pixels_of(b)) for a, b in pairs)


def test_a_voice_moves_the_mouth_only_while_it_speaks(tmp_path: Path) -> None:
    silent = [pixels_of(f).astype(int) for f in footage.whole(made(tmp_path, frames=24).path)]
    spoken = made(tmp_path, voice(tmp_path), frames=24, speech_starts=(6,), speech_speakers=("Ann",), speech_words=("Hello",))
    talking = [pixels_of(f).astype(int) for f in footage.whole(spoken.path)]
    moved = [n for n in range(24) if np.abs(silent[n] - talking[n]).max() > 16]
    assert moved
    assert min(moved) == 6
    assert max(moved) < 6 + 13


def test_mouths_are_counted_in_frames(tmp_path: Path) -> None:
    params = GenerateVideo(speech_starts=(10,), speech_speakers=("Ann",))
    assert mouths((voice(tmp_path),), params, Fraction(24)) == (
        {"frame": 10, "shape": "D", "actor": "Ann"},
        {"frame": 16, "shape": "A", "actor": "Ann"},
        {"frame": 23, "shape": "X", "actor": "Ann"},
    )


def test_voices_without_starts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="1 voices, 0 starts"):
        made(tmp_path, voice(tmp_path))
    broken = tmp_path / "other.json"
    broken.write_text('{"rate": 0}')
    with pytest.raises(BadInput, match="Speak the line again"):
        made(tmp_path, Data(broken), speech_starts=(0,), speech_speakers=("Ann",))


@pytest.mark.parametrize(
    "wrong",
    [
        {"frames": 0}, {"frames": -3}, {"frames": float("nan")}, {"frames": 2.5}, {"rate": "0/1"}, {"rate": "24"}, {"width": 191},
        {"seed": -1}, {"speech_starts": [-1]}, {"colour": "red"},
    ],
)  # fmt: skip
def test_wrong_parameters_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(wrong))):
        generate.validate(wrong)


def test_cancelling_leaves_no_file_and_progress_and_previews_are_told(tmp_path: Path) -> None:
    told: list[float] = []
    shown: list[PIL.Image.Image] = []

    def tell(fraction: float, note: str) -> None:
        told.append(fraction)
        if fraction >= 0.5:
            raise Cancelled

    context = LocalContext(tmp_path / "scratch", tell, shown.append)
    with pytest.raises(Cancelled):
        generate(staged(tmp_path), (), (), params=GenerateVideo(**SMALL, frames=10), context=context)
    assert told == sorted(told)
    assert len(told) == 6
    assert shown
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["stage.json"]


def test_words_alone_make_a_shot(tmp_path: Path) -> None:
    video = generate(
        None,
        (),
        (),
        params=GenerateVideo(**SMALL, frames=3, prompt="夜里，女孩在街上跑"),
        context=LocalContext(tmp_path / "scratch"),
    )
    assert footage.facts(video.path).frames == 3


def test_starts_of_voices_are_in_the_key() -> None:
    keys = {recipe(generate, params=GenerateVideo(prompt="a", speech_starts=starts)).key for starts in ((), (3,), (4,))}
    assert len(keys) == 3
