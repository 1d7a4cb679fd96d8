"""A picture in a region of a shot: where the movement says, clear elsewhere, as grainy as the shot; and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from generation import frames as footage
from generation.local import LocalContext
from generation.media import Data, Image, Video
from generation.mezzanine import clip_to, pixels_of
from generation.movement import rest
from generation.operation import BadInput, recipe, registry
from generation.operations.composite_place import Place, place
from generation.recipe import Digest
from generation.stacking_grain import measured

WIDTH, HEIGHT, FRAMES = 320, 200, 6
REGION = (0.25, 0.25, 0.5, 0.65)  # 80 … 160 across, 50 … 130 down


@pytest.fixture
def clip(tmp_path: Path) -> Video:
    path = tmp_path / "clip.mkv"
    with clip_to(path, WIDTH, HEIGHT, Fraction(24)) as writer:
        for n in range(FRAMES):
            noise = np.random.default_rng(n).normal(0, 4, (HEIGHT, WIDTH, 3))
            writer.write(np.clip(np.linspace(60, 190, WIDTH)[None, :, None] + noise, 0, 255).astype(np.uint8))
    return Video(path)


def picture(tmp_path: Path, size: tuple[int, int] = (64, 64), alpha: int = 255) -> Image:
    path = tmp_path / "thing.png"
    PIL.Image.new("RGBA", size, (200, 40, 40, alpha)).save(path)
    return Image(path)


def made(tmp_path: Path, thing: Image, clip: Video, movement: Data | None = None, **params: Any) -> list[np.ndarray]:
    plain = {"match": 0, "sharpness": 0, "grain": 0, **params}
    found = place(thing, clip, movement, params=Place(**plain), context=LocalContext(tmp_path / "s"))
    assert footage.facts(found.path) == footage.facts(clip.path)
    return [pixels_of(one) for one in footage.whole(found.path)]


def test_it_lies_in_its_region_and_is_clear_elsewhere(tmp_path: Path, clip: Video) -> None:
    for frame in made(tmp_path, picture(tmp_path), clip, region=REGION):
        assert frame.shape == (HEIGHT, WIDTH, 4)
        assert (frame[52:128, 82:158] == (200, 40, 40, 255)).all()
        frame[49:131, 79:161] = 0
        assert not frame[..., 3].any()


def test_it_goes_where_the_movement_says_and_hides_where_it_is_not_there(tmp_path: Path, clip: Video) -> None:
    way = rest(FRAMES)
    for n in range(FRAMES):
        way.matrices[n, 0, 2] = 0.05 * n
    way.there[4] = False
    data = Data.write(tmp_path / "way.json", way.written())
    frames = made(tmp_path, picture(tmp_path), clip, data, region=REGION, at=2)
    for n, frame in enumerate(frames):
        columns = np.flatnonzero(frame[..., 3].sum(0) > 80 * 127)
        if n == 4:
            assert not frame[..., 3].any()
        else:
            assert columns.mean() == pytest.approx(119.5 + 16 * (n - 2), abs=1.5)


def test_fit_fill_and_stretch(tmp_path: Path, clip: Video) -> None:
    tall = picture(tmp_path, (32, 64))
    shapes = {}
    for fit in ("fit", "fill", "stretch"):
        alpha = made(tmp_path, tall, clip, region=REGION, fit=fit)[0][..., 3] > 127
        shapes[fit] = (int(alpha.any(0).sum()), int(alpha.any(1).sum()))
    assert shapes == {"fit": (40, 80), "fill": (80, 80), "stretch": (80, 80)}


def test_round_corners_and_soft_edges_fade(tmp_path: Path, clip: Video) -> None:
    frame = made(tmp_path, picture(tmp_path), clip, region=REGION, round=0.5, soft=0.1)[0]
    assert frame[53, 83, 3] == 0
    assert frame[90, 120, 3] == 255
    assert 0 < frame[90, 84, 3] < 255


def test_it_takes_on_the_grain_and_the_light_of_the_shot(tmp_path: Path, clip: Video) -> None:
    bright = tmp_path / "bright.png"
    PIL.Image.new("RGBA", (300, 300), (250, 250, 250, 255)).save(bright)
    region = (0.05, 0.1, 0.45, 0.9)
    grainy = made(tmp_path, Image(bright), clip, region=region, grain=1, match=1)
    part = grainy[1][40:160, 40:120, :3]
    assert 1.5 < np.max(measured(part).levels) < 8
    assert part.mean() < 240
    assert (grainy[0] != grainy[1]).any()


@pytest.mark.parametrize(
    ("written", "words", "code"),
    [
        (
            {"at": 0, "matrices": [[1, 0, 0, 0, 1, 0, 0, 0, 1]], "there": [True]},
            "has 1 frames, the clip has 6",
            "MOVEMENT_MISFIT",
        ),
        ({"at": 0, "matrices": [[1, 2]], "there": [True]}, "not a movement", "MOVEMENT_UNREADABLE"),
        ([], "not a movement", "MOVEMENT_UNREADABLE"),
    ],
)
def test_what_is_no_movement_is_refused(tmp_path: Path, clip: Video, written: Any, words: str, code: str) -> None:
    data = Data.write(tmp_path / "way.json", written)
    with pytest.raises(BadInput, match=words) as refused:
        made(tmp_path, picture(tmp_path), clip, data)
    assert refused.value.code == code


def test_other_misfits_are_refused(tmp_path: Path, clip: Video) -> None:
    with pytest.raises(BadInput) as refused:
        made(tmp_path, picture(tmp_path), clip, at=FRAMES)
    assert refused.value.code == "FRAME_MISSING"
    with pytest.raises(ValueError, match="some room between"):
        Place(region=(0.5, 0.2, 0.5, 0.9))
    with pytest.raises(ValueError, match="finite"):
        Place(region=(float("nan"), 0.2, 0.5, 0.9))
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"nothing")
    with pytest.raises(BadInput) as refused:
        made(tmp_path, Image(broken), clip)
    assert refused.value.code == "PICTURE_UNREADABLE"


def test_a_clear_picture_makes_a_clear_layer(tmp_path: Path, clip: Video) -> None:
    frames = made(tmp_path, picture(tmp_path, alpha=0), clip, match=1, grain=1, sharpness=1)
    assert not any(one[..., 3].any() for one in frames)


def test_the_key_moves_with_the_picture_the_clip_and_the_region() -> None:
    op = registry.get("composite.place")
    thing, other, film = Digest("a" * 64, "image"), Digest("b" * 64, "image"), Digest("c" * 64, "video")
    keys = {
        recipe(op, thing=one, clip=film, params=Place(region=region)).key
        for one in (thing, other)
        for region in (REGION, (0, 0, 1, 1))
    }
    assert len(keys) == 4
