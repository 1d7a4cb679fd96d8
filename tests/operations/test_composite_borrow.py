"""A layer of another shot: of this one's length, rate and size, with its alpha, and three ways to end."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation import frames as footage
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.composite_borrow import Borrow, borrow
from generation.recipe import Digest


def layer(path: Path, frames: int, rate: Fraction = Fraction(24), size: tuple[int, int] = (96, 64)) -> Video:
    """A square whose red is ten times the frame's number."""
    with clip_to(path, *size, rate, alpha=True) as writer:
        for n in range(frames):
            pixels = np.zeros((size[1], size[0], 4), np.uint8)
            pixels[size[1] // 4 : size[1] // 2, size[0] // 4 : size[0] // 2] = (10 * n, 200, 90, 255)
            writer.write(pixels)
    return Video(path)


def clip(path: Path, frames: int, rate: Fraction = Fraction(24), size: tuple[int, int] = (96, 64)) -> Video:
    with clip_to(path, *size, rate) as writer:
        for n in range(frames):
            writer.write(np.full((size[1], size[0], 3), 10 * n, np.uint8))
    return Video(path)


def numbers(tmp_path: Path, one: Video, other: Video, **params: Any) -> list[int | None]:
    made = borrow(one, other, params=Borrow(**params), context=LocalContext(tmp_path / "s"))
    assert footage.facts(made.path) == footage.facts(other.path)
    found: list[int | None] = []
    for frame in footage.whole(made.path):
        pixels = pixels_of(frame)
        inside = pixels[..., 3] > 250
        found.append(round(float(pixels[inside][:, 0].mean()) / 10) if inside.any() else None)
    return found


@pytest.mark.parametrize(
    ("params", "want"),
    [
        ({}, [0, 1, 2, 3, 3, 3, 3]),
        ({"ending": "clear"}, [0, 1, 2, 3, None, None, None]),
        ({"ending": "loop"}, [0, 1, 2, 3, 0, 1, 2]),
        ({"offset": 2}, [2, 3, 3, 3, 3, 3, 3]),
        ({"offset": -2, "ending": "clear"}, [None, None, 0, 1, 2, 3, None]),
        ({"offset": -2}, [0, 0, 0, 1, 2, 3, 3]),
        ({"offset": -1, "ending": "loop"}, [3, 0, 1, 2, 3, 0, 1]),
        ({"offset": 40, "ending": "clear"}, [None] * 7),
    ],
)
def test_length_and_endings(tmp_path: Path, params: dict[str, Any], want: list[int | None]) -> None:
    assert numbers(tmp_path, layer(tmp_path / "l.mkv", 4), clip(tmp_path / "c.mkv", 7), **params) == want


def test_another_rate_is_kept_in_time(tmp_path: Path) -> None:
    slow = layer(tmp_path / "l.mkv", 4, Fraction(12))
    assert numbers(tmp_path, slow, clip(tmp_path / "c.mkv", 9)) == [0, 0, 1, 1, 2, 2, 3, 3, 3]
    quick = layer(tmp_path / "q.mkv", 8, Fraction(48))
    assert numbers(tmp_path, quick, clip(tmp_path / "d.mkv", 5), ending="clear") == [1, 3, 5, 7, None]


@pytest.mark.parametrize(("fit", "box"), [("fit", (66, 30, 96, 60)), ("fill", (48, 12, 96, 60)), ("stretch", (48, 30, 96, 60))])
def test_another_size_keeps_clean_edges(tmp_path: Path, fit: str, box: tuple[int, int, int, int]) -> None:
    square = layer(tmp_path / "l.mkv", 2, size=(96, 96))
    made = borrow(
        square, clip(tmp_path / "c.mkv", 2, size=(192, 120)), params=Borrow(fit=fit), context=LocalContext(tmp_path / "s")
    )
    pixels = pixels_of([*footage.whole(made.path)][-1])
    alpha = pixels[..., 3] > 127
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    assert (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) == pytest.approx(box, abs=1)
    seen = pixels[..., 3] > 8
    assert np.abs(pixels[seen][:, 1:3].astype(int) - (200, 90)).max() <= 3  # no dark or bright fringe


def test_nothing_to_borrow_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"no film")
    with pytest.raises(BadInput) as refused:
        numbers(tmp_path, Video(broken), clip(tmp_path / "c.mkv", 2))
    assert refused.value.code == "CLIP_UNREADABLE"


def test_the_key_moves_with_the_offset_and_the_ending() -> None:
    op = registry.get("composite.borrow")
    one, other = Digest("a" * 64, "video"), Digest("b" * 64, "video")
    keys = {recipe(op, layer=one, clip=other, params=p).key for p in (Borrow(), Borrow(offset=1), Borrow(ending="loop"))}
    assert len(keys) == 3
