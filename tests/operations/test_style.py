"""Grading: pictures that are what the numbers say, and a key that moves with each of them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from generation import frames as footage
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.style import Grade, grade
from generation.recipe import Digest

RATE = Fraction(24000, 1001)


def clip(folder: Path, *, alpha: bool = False, frames: int = 5) -> Video:
    """A ramp of grey with a red half, brighter frame by frame."""
    path = folder / "in.mkv"
    with clip_to(path, 64, 48, RATE, alpha=alpha) as writer:
        for n in range(frames):
            picture = np.zeros((48, 64, 4 if alpha else 3), np.uint8)
            picture[..., :3] = np.linspace(10, 180, 64)[None, :, None] + n
            picture[:24, :, 1:3] //= 2
            if alpha:
                picture[..., 3] = np.arange(64)[None] * 4
            writer.write(picture)
    return Video.at(path)


def seen(video: Video) -> list[np.ndarray]:
    return [pixels_of(frame) for frame in footage.whole(video.path)]


def made(folder: Path, source: Video, **params: float) -> Video:
    result = grade(source, params=Grade(**params), context=LocalContext(folder / "scratch"))
    assert isinstance(result, Video)
    return result


def test_frames_rate_and_size_are_kept(tmp_path: Path) -> None:
    source = clip(tmp_path)
    assert footage.facts(made(tmp_path, source, exposure=0.5).path) == footage.facts(source.path)


def test_neutral_changes_nothing_but_rounding_and_the_chroma_of_one_edge(tmp_path: Path) -> None:
    source = clip(tmp_path)
    for was, now in zip(seen(source), seen(made(tmp_path, source)), strict=True):
        moved = np.abs(was.astype(int) - now.astype(int))
        assert moved[30:].max() <= 3
        assert moved.max() <= 12  # where red meets grey, 4:2:0 is written twice


def test_a_stop_doubles_the_light(tmp_path: Path) -> None:
    source = clip(tmp_path)

    def light(pixels: np.ndarray) -> np.ndarray:
        value = pixels[30, 8:40].mean(axis=-1) / 255
        return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)

    before, after = light(seen(source)[0]), light(seen(made(tmp_path, source, exposure=1.0))[0])
    assert np.median(after / before) == pytest.approx(2, rel=0.08)


def test_saturation_contrast_and_warmth_do_what_they_say(tmp_path: Path) -> None:
    source = clip(tmp_path)
    grey = seen(made(tmp_path, source, saturation=0.0))[0].astype(int)
    assert np.ptp(grey, axis=-1).max() <= 3
    hard = seen(made(tmp_path, source, contrast=1.8))[0][30].astype(int)
    soft = seen(source)[0][30].astype(int)
    assert hard[:8].mean() < soft[:8].mean()
    assert hard[-8:].mean() > soft[-8:].mean()
    warm = seen(made(tmp_path, source, warmth=1.0))[0][30].mean(axis=0)
    assert warm[0] > warm[2] + 5


def test_alpha_stays_exactly(tmp_path: Path) -> None:
    source = clip(tmp_path, alpha=True)
    for was, now in zip(seen(source), seen(made(tmp_path, source, exposure=1.0)), strict=True):
        assert (was[..., 3] == now[..., 3]).all()
        assert now.shape == (48, 64, 4)


def test_what_is_no_clip_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"not a film" * 100)
    with pytest.raises(BadInput) as refused:
        made(tmp_path, Video.at(broken), exposure=1.0)
    assert refused.value.code == "CLIP_UNREADABLE"
    assert not list((tmp_path / "scratch").glob("*"))


@pytest.mark.parametrize("change", [{"exposure": 0.1}, {"contrast": 1.1}, {"saturation": 0.9}, {"warmth": 0.1}])
def test_each_parameter_moves_the_key_and_ends_the_neutral(change: dict[str, float]) -> None:
    operation = registry.get("style.grade")
    source = Digest("a" * 64, "video")
    neutral = recipe(operation, params=Grade(), clip=source)
    assert recipe(operation, params=Grade(**change), clip=source).key != neutral.key
    assert Grade().does_nothing()
    assert not Grade(**change).does_nothing()
