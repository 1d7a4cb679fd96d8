"""Previews: a proxy has every frame, a poster is the right one, a strip shows the clip from left to right."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import PIL.Image
import pytest

from generation.media import Video
from generation.operation import BadInput, Cancelled, recipe
from generation.operations.preview import FilmstripShape, PosterFrame, ProxyClip, filmstrip, poster, proxy
from generation.recipe import Digest
from tests.editing import numbered


@pytest.fixture
def clip(tmp_path: Path) -> Video:
    """Forty numbered frames at 24000/1001."""
    return Video(numbered.clip(tmp_path / "clip.mkv", 0, 40, Fraction(24000, 1001)))


def test_a_proxy_has_every_frame_at_the_clips_own_rate(clip: Video, tmp_path: Path) -> None:
    made = proxy(clip, params=ProxyClip(height=48), context=numbered.context(tmp_path))
    numbers, times = numbered.decoded(made.path)
    assert numbers == list(range(40))
    assert times == [n * Fraction(1001, 24000) for n in range(40)]
    with av.open(str(made.path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", 84, 48)
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_proxy_is_never_larger_than_the_clip(clip: Video, tmp_path: Path) -> None:
    made = proxy(clip, params=ProxyClip(), context=numbered.context(tmp_path))
    with av.open(str(made.path)) as container:
        assert container.streams.video[0].codec_context.height == numbered.HEIGHT


def test_a_proxy_of_a_cut_out_lies_over_black(tmp_path: Path) -> None:
    half = np.zeros((64, 64, 4), np.uint8)
    half[:, 32:] = 255
    source = Video(numbered.write(tmp_path / "a.mkv", [half] * 3, Fraction(24), "bgra"))
    made = proxy(source, params=ProxyClip(crf=10), context=numbered.context(tmp_path))
    with av.open(str(made.path)) as container:
        luma = next(container.decode(video=0)).to_ndarray(format="gray")
    assert luma[32, 8] <= 18
    assert luma[32, 56] >= 230
    picture = PIL.Image.open(poster(source, params=PosterFrame(), context=numbered.context(tmp_path)).path)
    assert picture.mode == "RGBA"
    assert (picture.getpixel((8, 32))[3], picture.getpixel((56, 32))[3]) == (0, 255)  # type: ignore[index]


@pytest.mark.parametrize(("frame", "shown"), [(0, 0), (17, 17), (39, 39), (5000, 39)])
def test_a_poster_is_the_frame_asked_for_or_the_last(clip: Video, tmp_path: Path, frame: int, shown: int) -> None:
    made = poster(clip, params=PosterFrame(frame=frame), context=numbered.context(tmp_path))
    picture = np.asarray(PIL.Image.open(made.path).convert("L"))
    assert picture.shape == (numbered.HEIGHT, numbered.WIDTH)
    assert numbered.number_in(picture) == shown


def test_a_filmstrip_shows_the_middles_of_its_parts(clip: Video, tmp_path: Path) -> None:
    made = filmstrip(clip, params=FilmstripShape(count=4, height=96), context=numbered.context(tmp_path))
    strip = np.asarray(PIL.Image.open(made.path).convert("L"))
    assert strip.shape == (96, 4 * numbered.WIDTH)
    parts = np.split(strip, 4, axis=1)
    assert [numbered.number_in(part) for part in parts] == [5, 15, 25, 35]


@pytest.mark.parametrize("op", [proxy, poster, filmstrip])
def test_what_is_no_clip_is_refused_by_name(tmp_path: Path, op: Any) -> None:
    rubbish = tmp_path / "rubbish.mkv"
    rubbish.write_bytes(b"not a film" * 100)
    params = op.parameters()
    with pytest.raises(BadInput, match=r"rubbish\.mkv cannot be read") as refused:
        op(Video(rubbish), params=params, context=numbered.context(tmp_path))
    assert refused.value.code == "CLIP_UNREADABLE"


def test_cancelling_a_proxy_leaves_nothing(clip: Video, tmp_path: Path) -> None:
    def tell(fraction: float, note: str) -> None:
        if fraction > 0.2:
            raise Cancelled

    scratch = tmp_path / "scratch"
    with pytest.raises(Cancelled):
        proxy(clip, params=ProxyClip(), context=numbered.context(scratch, tell))
    assert list(scratch.iterdir()) == []


def test_keys_move_with_size_and_clip_only() -> None:
    one, other = Digest("0" * 64, "video"), Digest("1" * 64, "video")
    keys = [
        recipe(proxy, params=ProxyClip(), clip=one).key,
        recipe(proxy, params=ProxyClip(height=540), clip=one).key,
        recipe(proxy, params=ProxyClip(height=360), clip=one).key,
        recipe(proxy, params=ProxyClip(), clip=other).key,
    ]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
