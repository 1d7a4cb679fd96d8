"""Layers over a clip: frame by frame, bit for bit where no layer lies, like ffmpeg's overlay, and misfits refused in words."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from generation import frames as footage
from generation.conform import planes
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.composite import Stack, over
from generation.recipe import Digest

pytestmark = pytest.mark.once
RATE = Fraction(24000, 1001)
WIDTH, HEIGHT = 160, 96


def back(path: Path, frames: int = 6, rate: Fraction = RATE) -> Video:
    down, across = np.mgrid[:HEIGHT, :WIDTH]
    with clip_to(path, WIDTH, HEIGHT, rate) as writer:
        for n in range(frames):
            picture = np.stack([across + 4 * n, 2 * down + n, (across + down) // 2], 2)
            writer.write(np.clip(picture, 0, 255).astype(np.uint8))
    return Video(path)


def layer(path: Path, frames: int = 6, size: tuple[int, int] = (WIDTH, HEIGHT), rate: Fraction = RATE) -> Video:
    """A disc with a soft edge that moves by four pixels a frame."""
    down, across = np.mgrid[: size[1], : size[0]]
    with clip_to(path, *size, rate, alpha=True) as writer:
        for n in range(frames):
            far = np.hypot(across - 50 - 4 * n, down - 48)
            alpha = np.clip((26 - far) / 8, 0, 1)
            colour = np.broadcast_to(np.array([220, 60, 30], np.float64), (*far.shape, 3))
            writer.write(np.dstack([colour, 255 * alpha]).round().astype(np.uint8))
    return Video(path)


def test_every_frame_has_its_layer_and_the_rest_is_bit_for_bit_the_back(tmp_path: Path) -> None:
    behind, disc = back(tmp_path / "b.mkv"), layer(tmp_path / "l.mkv")
    made = over((disc,), behind, params=Stack(), context=LocalContext(tmp_path / "s"))
    assert footage.facts(made.path) == footage.facts(behind.path)
    for n, (now, was) in enumerate(zip(footage.whole(made.path), footage.whole(behind.path), strict=True)):
        centre = pixels_of(now)[48, 50 + 4 * n].astype(int)
        assert np.abs(centre - (220, 60, 30)).max() <= 4
        outside = np.ones((HEIGHT, WIDTH), bool)
        outside[20:76, 22 + 4 * n : 80 + 4 * n] = False
        for plane, old, step in zip(planes(now), planes(was), (1, 2, 2), strict=True):
            assert (plane[outside[::step, ::step]] == old[outside[::step, ::step]]).all()


def test_as_display_values_it_is_what_ffmpeg_overlay_makes(tmp_path: Path) -> None:
    behind, disc = back(tmp_path / "b.mkv"), layer(tmp_path / "l.mkv")
    made = over((disc,), behind, params=Stack(mixing="display"), context=LocalContext(tmp_path / "s"))
    said = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", behind.path, "-i", disc.path, "-filter_complex",
         "[0][1]overlay=format=gbrp,format=rgb24", "-f", "rawvideo", "-"],
        check=True, capture_output=True,
    )  # fmt: skip
    theirs = np.frombuffer(said.stdout, np.uint8).reshape(-1, HEIGHT, WIDTH, 3).astype(float)
    ours = np.stack([pixels_of(one) for one in footage.whole(made.path)]).astype(float)
    assert 10 * np.log10(255**2 / ((ours - theirs) ** 2).mean()) > 38


def test_keys_move_the_layer_frame_by_frame(tmp_path: Path) -> None:
    behind, disc = back(tmp_path / "b.mkv"), layer(tmp_path / "l.mkv")
    params = Stack(
        key_layers=(0, 0), key_frames=(0, 5), key_across=(0, 20 / WIDTH), key_down=(0, 0), key_scales=(1, 1), key_turns=(0, 0),
        easings=("linear",), shutter=0, opacities=(0.5,), modes=("add",),
    )  # fmt: skip
    made = over((disc,), behind, params=params, context=LocalContext(tmp_path / "s"))
    for n, (now, was) in enumerate(zip(footage.whole(made.path), footage.whole(behind.path), strict=True)):
        gone = pixels_of(now).astype(int) - pixels_of(was)
        columns = np.flatnonzero((gone[..., 0] > 20).any(0))
        assert abs((columns[0] + columns[-1]) / 2 - (50 + 8 * n)) <= 2


@pytest.mark.parametrize(("easing", "turn"), [("smooth", 0), ("linear", 0), ("smooth", 360)])
def test_what_grows_or_turns_about_its_own_centre_stays_there_at_every_frame(tmp_path: Path, easing: str, turn: float) -> None:
    frames, at = 13, (116, 30)  # a square far from the picture's middle
    behind, put = back(tmp_path / "b.mkv", frames), tmp_path / "l.mkv"
    with clip_to(put, WIDTH, HEIGHT, RATE, alpha=True) as writer:
        for _ in range(frames):
            pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
            pixels[at[1] - 16 : at[1] + 16, at[0] - 16 : at[0] + 16] = (255, 255, 255, 255)
            writer.write(pixels)
    two = (0.0, 0.0)
    params = Stack.model_validate({
        "key_layers": (0, 0), "key_frames": (0, frames - 1), "key_across": two, "key_down": two, "key_scales": (1, 0.5),
        "key_turns": (0, turn), "easings": (easing,), "shutter": 0,
        "centres_across": (at[0] / WIDTH,), "centres_down": (at[1] / HEIGHT,),
    })  # fmt: skip
    made = over((Video(put),), behind, params=params, context=LocalContext(tmp_path / "s"))
    sides = []
    for now in footage.whole(made.path):
        rows, columns = np.nonzero(pixels_of(now).min(2) > 235)
        assert abs((columns.min() + columns.max() + 1) / 2 - at[0]) <= 1
        assert abs((rows.min() + rows.max() + 1) / 2 - at[1]) <= 1
        sides.append(int(np.ptp(columns)) + 1)
    assert abs(sides[0] - 32) <= 1
    assert abs(sides[-1] - 16) <= 1
    assert turn or all(later <= one for one, later in pairwise(sides))


def test_without_layers_it_is_the_back(tmp_path: Path) -> None:
    behind = back(tmp_path / "b.mkv", 2)
    made = over((), behind, params=Stack(), context=LocalContext(tmp_path / "s"))
    for now, was in zip(footage.whole(made.path), footage.whole(behind.path), strict=True):
        assert all((one == other).all() for one, other in zip(planes(now), planes(was), strict=True))


def test_over_a_layer_the_result_is_a_layer(tmp_path: Path) -> None:
    disc = layer(tmp_path / "l.mkv", 2)
    made = over((disc,), disc, params=Stack(), context=LocalContext(tmp_path / "s"))
    first = pixels_of(next(footage.whole(made.path)))
    assert first.shape == (HEIGHT, WIDTH, 4)
    assert np.abs(first[48, 50].astype(int) - (220, 60, 30, 255)).max() <= 1
    assert first[0, 0, 3] == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"frames": 5}, "has 5 frames, the picture behind it has 6"),
        ({"size": (80, 96)}, "80 × 96 pixels"),
        ({"rate": Fraction(25)}, "25 frames a second"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(tmp_path: Path, wrong: dict[str, object], words: str) -> None:
    behind, disc = back(tmp_path / "b.mkv"), layer(tmp_path / "l.mkv", **wrong)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=words):
        over((disc,), behind, params=Stack(), context=LocalContext(tmp_path / "s"))


def test_settings_for_layers_that_are_not_there_are_refused(tmp_path: Path) -> None:
    behind, disc = back(tmp_path / "b.mkv"), layer(tmp_path / "l.mkv")
    with pytest.raises(BadInput, match="settings for layer 2, but only 1"):
        over((disc,), behind, params=Stack(opacities=(1, 0.5)), context=LocalContext(tmp_path))
    with pytest.raises(ValueError, match="every key needs"):
        Stack(key_layers=(0,), key_frames=(1,))
    two = (0, 0)
    with pytest.raises(ValueError, match="two keys at one frame"):
        Stack(key_layers=two, key_frames=(3, 3), key_across=two, key_down=two, key_scales=(1, 1), key_turns=two)


def test_the_key_moves_with_the_order_of_the_layers() -> None:
    behind, one, other = (Digest(letter * 64, "video") for letter in "abc")
    op = registry.get("composite.over")
    keys = {recipe(op, back=behind, layers=given, params=Stack()).key for given in ((one, other), (other, one), (one,), ())}
    assert len(keys) == 4


@pytest.mark.parametrize("frames", [1, 6])
def test_all_extras_together_touch_nothing_outside_and_do_not_flicker(tmp_path: Path, frames: int) -> None:
    behind, disc = back(tmp_path / "b.mkv", frames), layer(tmp_path / "l.mkv", frames)
    params = Stack(wraps=(0.5,), matches=(1,), grains=(1,), shadows=(0.5,), shadow_down=(0.02,), shadow_soft=(0.01,))
    made = over((disc,), behind, params=params, context=LocalContext(tmp_path / "s"))
    middles = []
    for n, (now, was) in enumerate(zip(footage.whole(made.path), footage.whole(behind.path), strict=True)):
        middles.append(pixels_of(now)[40:56, 42 + 4 * n : 58 + 4 * n].reshape(-1, 3).mean(0))
        outside = np.ones((HEIGHT, WIDTH), bool)
        outside[12:84, 14 + 4 * n : 88 + 4 * n] = False
        assert (planes(now)[0][outside] == planes(was)[0][outside]).all()
    assert np.abs(np.diff(middles, axis=0)).max(initial=0) < 3


def test_an_empty_layer_leaves_every_bit(tmp_path: Path) -> None:
    behind = back(tmp_path / "b.mkv", 3)
    with clip_to(tmp_path / "e.mkv", WIDTH, HEIGHT, RATE, alpha=True) as writer:
        for _ in range(3):
            writer.write(np.zeros((HEIGHT, WIDTH, 4), np.uint8))
    params = Stack(wraps=(1,), matches=(1,), grains=(1,), shadows=(1,))
    made = over((Video(tmp_path / "e.mkv"),), behind, params=params, context=LocalContext(tmp_path / "s"))
    for now, was in zip(footage.whole(made.path), footage.whole(behind.path), strict=True):
        assert all((one == other).all() for one, other in zip(planes(now), planes(was), strict=True))


def test_sixty_four_layers_are_laid_and_one_more_is_refused(tmp_path: Path) -> None:
    behind, disc = back(tmp_path / "b.mkv", 2), layer(tmp_path / "l.mkv", 2)
    keys = {
        "key_layers": tuple(range(64)), "key_frames": (0,) * 64, "key_across": tuple(n / 128 for n in range(64)),
        "key_down": (0.0,) * 64, "key_scales": (1.0,) * 64, "key_turns": (0.0,) * 64,
    }  # fmt: skip
    made = over((disc,) * 64, behind, params=Stack(**keys), context=LocalContext(tmp_path / "s"))
    first = pixels_of(next(footage.whole(made.path)))
    assert (np.abs(first[48, 50:125].astype(int) - (220, 60, 30)).max(1) <= 6).all()
    with pytest.raises(BadInput, match="64 can be laid") as refused:
        over((disc,) * 65, behind, params=Stack(), context=LocalContext(tmp_path))
    assert refused.value.code == "LAYERS_MISFIT"


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 11.0])
def test_keys_that_lead_nowhere_are_refused(wrong: float) -> None:
    key = {"key_layers": (0,), "key_frames": (0,), "key_down": (0,), "key_scales": (1,), "key_turns": (0,)}
    with pytest.raises(ValueError, match="key_across"):
        Stack(**key, key_across=(wrong,))


def test_of_a_very_large_picture_only_what_is_touched_is_worked_on(tmp_path: Path) -> None:
    wide, high = 7680, 4320
    with clip_to(tmp_path / "b.mkv", wide, high, RATE) as writer:
        writer.write(np.full((high, wide, 3), 90, np.uint8))
    with clip_to(tmp_path / "l.mkv", wide, high, RATE, alpha=True) as writer:
        pixels = np.zeros((high, wide, 4), np.uint8)
        pixels[2000:2100, 4000:4200] = (220, 60, 30, 255)
        writer.write(pixels)
    made = over((Video(tmp_path / "l.mkv"),), Video(tmp_path / "b.mkv"), params=Stack(), context=LocalContext(tmp_path / "s"))
    frame = pixels_of(next(footage.whole(made.path)))
    assert np.abs(frame[2050, 4100].astype(int) - (220, 60, 30)).max() <= 4
    assert np.ptp(frame[:1990].reshape(-1, 3), axis=0).max() == 0


def test_what_is_as_usual_stays_out_of_the_key() -> None:
    op = registry.get("composite.over")
    made = recipe(op, back=Digest("a" * 64, "video"), layers=(Digest("b" * 64, "video"),), params=Stack())
    assert made.params == {}
