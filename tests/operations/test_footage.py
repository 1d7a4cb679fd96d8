"""Stretches of films: exactly the frames and samples asked for, whatever a phone, a camera or a screen recorder made of them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import PIL.Image
import pytest

from generation import frames as counted
from generation.footage import colours
from generation.media import Movie
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Cancelled, recipe
from generation.operations.footage import (
    FootageClip,
    FootageFrame,
    FootageProxy,
    FootageSound,
    FootageStrip,
    clip,
    frame,
    proxy,
    sound,
    strip,
)
from generation.recipe import Digest
from generation.sounds import load
from tests.editing import numbered
from tests.operations import brought

SMALL = {"width": numbered.WIDTH, "height": numbered.HEIGHT}


def numbers(source: Path, folder: Path, **params: object) -> list[int]:
    """The numbers of the pictures of a stretch."""
    made = clip(Movie(source), params=FootageClip(**{**SMALL, **params}), context=numbered.context(folder))
    return [counted_in(one) for one in made_pictures(made.path)]


def made_pictures(path: Path) -> list[np.ndarray]:
    return [pixels_of(one) for one in counted.whole(path)]


def counted_in(pixels: np.ndarray) -> int:
    return numbered.number_in(pixels.mean(axis=2))


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Two hundred numbered pictures at 24 a second, key frames far apart."""
    return brought.at_times(tmp_path / "plain.mp4", [Fraction(n, 24) for n in range(200)])


@pytest.mark.parametrize(
    ("start", "frames", "expected"),
    [(0, 3, [0, 1, 2]), (57, 4, [57, 58, 59, 60]), (198, 4, [198, 199, 199, 199]), (900, 2, [199, 199])],
)
def test_a_stretch_has_its_own_frames_and_holds_the_last(
    plain: Path, tmp_path: Path, start: int, frames: int, expected: list[int]
) -> None:
    assert numbers(plain, tmp_path, start=start, frames=frames) == expected


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        ("mkv", ("-c", "copy")),
        ("ts", ("-c", "copy")),
        ("mov", ("-c", "copy")),
        ("mp4", ("-c", "copy", "-movflags", "frag_keyframe+empty_moov")),
        ("mp4", ("-c:v", "libx264", "-qp", "10", "-x264-params", "open-gop=1:keyint=40:bframes=3")),
        ("avi", ("-c:v", "mpeg4", "-q:v", "3", "-bf", "2", "-g", "48")),
        ("webm", ("-c:v", "libvpx-vp9", "-crf", "30", "-cpu-used", "8", "-g", "100")),
    ],
)
def test_a_frame_is_found_whatever_the_container(plain: Path, tmp_path: Path, suffix: str, options: tuple[str, ...]) -> None:
    source = tmp_path / f"other.{suffix}"
    brought.ffmpeg("-i", str(plain), *options, str(source))
    for start in (0, 7, 151):
        assert numbers(source, tmp_path, start=start, frames=4) == [start, start + 1, start + 2, start + 3]


@pytest.mark.parametrize("rate", ["12/1", "24000/1001", "25/1", "30/1", "60/1"])
def test_any_rate_shows_what_is_on_screen_in_the_middle_of_each_frame(plain: Path, tmp_path: Path, rate: str) -> None:
    expected = [counted.shown_at(20 + n, Fraction(rate), Fraction(24)) for n in range(40)]
    assert numbers(plain, tmp_path, start=20, frames=40, rate=rate) == expected


def test_stretches_that_follow_each_other_are_the_whole(plain: Path, tmp_path: Path) -> None:
    parts = [numbers(plain, tmp_path, start=start, frames=40) for start in range(0, 200, 40)]
    assert [one for part in parts for one in part] == list(range(200))


def test_a_variable_rate_keeps_time(tmp_path: Path) -> None:
    """A phone in the dark: from 30 to 12 pictures a second, with jitter; then a screen that stands still."""
    times, at = [], Fraction(0)
    for number in range(90):
        times.append(at)
        at += Fraction(1, 30) + Fraction(number % 7, 400) + (Fraction(1, 20) if number > 60 else 0)
    times.append(at + 3)
    source = brought.at_times(tmp_path / "phone.mp4", times)
    frames = int((times[-1] + Fraction(1, 30)) * 24)
    shown = numbers(source, tmp_path, frames=frames)
    expected = [max(i for i, t in enumerate(times) if t <= (n + Fraction(1, 2)) / 24) for n in range(frames)]
    assert shown == expected
    assert numbers(source, tmp_path, start=50, frames=30) == expected[50:80]


@pytest.mark.parametrize(
    ("degrees", "flip", "seen"),
    [(0, "", "RGBW"), (90, "", "GWRB"), (180, "", "WBGR"), (270, "", "BRWG"), (0, "h", "GRWB"), (90, "h", "WGBR")],
)
def test_turned_films_stand_upright(tmp_path: Path, degrees: int, flip: str, seen: str) -> None:
    """`seen`: the corners of an upright picture stored as it is, shown turned anticlockwise by `degrees` after a flip."""
    stored = brought.piped(tmp_path / "stored.mp4", [brought.corners(96, 64)] * 4, "24", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    turned = tmp_path / "turned.mp4"
    flips = ["-display_hflip"] if flip else []
    brought.ffmpeg("-display_rotation", str(degrees), *flips, "-i", str(stored), "-c", "copy", str(turned))
    size = (64, 96) if degrees % 180 else (96, 64)
    params = FootageFrame(width=size[0], height=size[1], fit="fit")
    picture = np.asarray(PIL.Image.open(frame(Movie(turned), params=params, context=numbered.context(tmp_path)).path))
    assert picture.shape == (size[1], size[0], 3)
    by_ffmpeg = tmp_path / "by_ffmpeg.png"  # which turns by itself
    brought.ffmpeg("-i", str(turned), "-frames:v", "1", str(by_ffmpeg))
    assert brought.corner_names(picture) == brought.corner_names(np.asarray(PIL.Image.open(by_ffmpeg).convert("RGB"))) == seen


@pytest.mark.parametrize(("fit", "bars"), [("fit", True), ("fill", False)])
def test_other_shapes_get_bars_or_fill(tmp_path: Path, fit: str, bars: bool) -> None:
    upright = brought.piped(tmp_path / "a.mp4", [brought.corners(64, 96)] * 2, "24", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    params = FootageFrame(width=160, height=90, fit=fit)  # type: ignore[arg-type]
    picture = np.asarray(PIL.Image.open(frame(Movie(upright), params=params, context=numbered.context(tmp_path)).path))
    assert picture.shape == (90, 160, 3)
    assert (picture[:, :40].max() <= 2) == bars
    assert brought.corner_names(picture[:, 50:110] if bars else picture) == "RGBW"


def test_pixels_that_are_not_square_are_spread(tmp_path: Path) -> None:
    pictures = [brought.corners(72, 64)] * 2
    source = brought.piped(
        tmp_path / "dv.mkv", pictures, "25", "-vf", "setsar=64/45", "-c:v", "libx264", "-pix_fmt", "yuv420p"
    )  # fmt: skip
    params = FootageFrame(width=160, height=90, fit="fit")
    picture = np.asarray(PIL.Image.open(frame(Movie(source), params=params, context=numbered.context(tmp_path)).path))
    bright = np.flatnonzero(picture[20].max(axis=1) > 60)
    assert abs(len(bright) - 90 * Fraction(72 * 64, 64 * 45)) <= 3  # 144 wide, not 102


@pytest.mark.parametrize(
    ("pixel_format", "codec"), [("yuv444p10le", "libx264"), ("yuv420p10le", "libx265"), ("yuv422p", "libx264")]
)
def test_deep_and_odd_pictures_keep_their_colours(tmp_path: Path, pixel_format: str, codec: str) -> None:
    width, height = (97, 63) if "444" in pixel_format else (98, 64)
    source = brought.piped(
        tmp_path / "deep.mkv", [brought.corners(width, height)] * 3, "24", "-vf",
        "scale=out_color_matrix=bt709:out_range=tv", "-c:v", codec, "-pix_fmt", pixel_format, "-colorspace", "bt709",
        "-color_range", "tv", *(("-x265-params", "log-level=none") if codec == "libx265" else ()),
    )  # fmt: skip
    params = FootageFrame(width=96, height=64)
    picture = np.asarray(PIL.Image.open(frame(Movie(source), params=params, context=numbered.context(tmp_path)).path))
    for (y, x), colour in zip(
        ((12, 20), (12, 75), (50, 20), (50, 75)), (brought.RED, brought.GREEN, brought.BLUE, brought.WHITE), strict=True
    ):
        assert np.abs(picture[y, x].astype(int) - colour).max() <= 6


@pytest.mark.parametrize(("matrix", "tag"), [("bt601", "smpte170m"), ("bt709", "bt709"), ("bt601", "")])
@pytest.mark.parametrize("span", ["tv", "pc"])
def test_old_matrices_and_full_range_look_as_they_should(tmp_path: Path, matrix: str, tag: str, span: str) -> None:
    tags = ["-colorspace", tag] if tag else []
    source = brought.piped(
        tmp_path / "a.mp4", [brought.corners(96, 64)] * 2, "24", "-vf", f"scale=out_color_matrix={matrix}:out_range={span}",
        "-c:v", "libx264", "-qp", "4", "-pix_fmt", "yuv420p", *tags, "-color_range", span,
    )  # fmt: skip
    params = FootageFrame(width=96, height=64)
    picture = np.asarray(PIL.Image.open(frame(Movie(source), params=params, context=numbered.context(tmp_path)).path))
    for (y, x), colour in zip(
        ((12, 20), (12, 75), (50, 20), (50, 75)), (brought.RED, brought.GREEN, brought.BLUE, brought.WHITE), strict=True
    ):
        assert np.abs(picture[y, x].astype(int) - colour).max() <= 5


@pytest.mark.parametrize(("transfer", "light"), [("smpte2084", "pq"), ("arib-std-b67", "hlg")])
def test_high_dynamic_range_is_toned_down(tmp_path: Path, transfer: str, light: str) -> None:
    """Greys from black to the brightest, and a strong red, as the curve says: nothing grey, nothing clipped before its time."""
    codes = np.linspace(0.0, 1.0, 9)
    strip = np.repeat(np.repeat((codes * 255).round().astype(np.uint8)[None, :, None], 3, axis=2), 16, axis=1).repeat(64, axis=0)
    red = np.zeros((32, 144, 3), np.uint8)
    red[..., 0] = 150
    tags = f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv"
    source = brought.piped(
        tmp_path / "hdr.mkv", [np.concatenate([strip, red])] * 2, "24", "-vf",
        f"scale=out_color_matrix=bt2020:out_range=tv,format=yuv444p10le,{tags}", "-c:v", "libx265", "-x265-params",
        "log-level=none:qp=6",
    )  # fmt: skip
    params = FootageFrame(width=144, height=96)
    picture = np.asarray(PIL.Image.open(frame(Movie(source), params=params, context=numbered.context(tmp_path)).path)).astype(int)
    greys = picture[32, 8::16]
    assert (greys.max(axis=1) - greys.min(axis=1)).max() <= 4
    expected = colours.to_bt709(np.repeat((codes * 255).round()[:, None] / 255, 3, axis=1), light, "bt2020")[:, 0] * 255
    assert np.abs(greys[:, 1] - expected).max() <= 4
    assert greys[0].max() <= 2
    assert picture[80, 70, 0] > 2.5 * picture[80, 70, 1:].max()


def test_the_tone_curve_keeps_order_and_puts_paper_white_high() -> None:
    codes = np.linspace(0, 1, 200)[:, None].repeat(3, axis=1)
    for light in ("pq", "hlg"):
        made = colours.to_bt709(codes, light, "bt2020")[:, 0]
        assert (np.diff(made) >= -1e-9).all()
        assert made[0] < 0.01
        assert made[-1] > 0.98
    paper = colours.to_bt709(np.full((1, 3), 0.5807), "pq", "bt2020")[0, 0]  # 203 nits
    assert 0.8 < paper < 0.95
    assert np.abs(colours.to_bt709(codes, "sdr", "bt2020") - codes).max() < 0.01  # greys are greys in every gamut


def test_woven_fields_are_made_whole(tmp_path: Path) -> None:
    """A bar that moves between the fields leaves a comb; made whole there is none, and every picture stays."""
    pictures = []
    for number in range(24):
        shown = np.full((96, 240, 3), 20, np.uint8)
        for field in (0, 1):
            left = 10 + 4 * (2 * number + field)
            shown[field::2, left : left + 30] = 220
        pictures.append(shown)
    source = brought.piped(
        tmp_path / "woven.ts", pictures, "25", "-vf", "setfield=tff,scale=interl=1", "-c:v", "libx264", "-qp", "4",
        "-flags", "+ilme+ildct", "-x264-params", "tff=1", "-pix_fmt", "yuv420p",
    )  # fmt: skip
    made = clip(
        Movie(source), params=FootageClip(frames=20, rate="25/1", width=240, height=96), context=numbered.context(tmp_path)
    )  # fmt: skip
    shown = made_pictures(made.path)
    assert len(shown) == 20

    def comb(pixels: np.ndarray) -> float:
        luma = pixels.mean(axis=2)
        return float(np.abs(2 * luma[2:-2:2] - luma[1:-3:2] - luma[3:-1:2]).mean())

    assert comb(pictures[10]) > 8
    assert max(comb(one) for one in shown[2:18]) < 3
    lefts = [int(np.flatnonzero(one[48].mean(axis=1) > 120)[0]) for one in shown]
    assert lefts == sorted(lefts)
    assert all(abs(left - (10 + 8 * number)) <= 5 for number, left in enumerate(lefts))


def test_alpha_lies_over_black(tmp_path: Path) -> None:
    half = np.full((64, 64, 4), 200, np.uint8)
    half[..., 3] = 255
    half[:, 32:, 3] = 0
    source = numbered.write(tmp_path / "a.mkv", [half] * 3, Fraction(24), "bgra")
    params = FootageFrame(width=64, height=64)
    picture = np.asarray(PIL.Image.open(frame(Movie(source), params=params, context=numbered.context(tmp_path)).path))
    assert abs(int(picture[30, 10, 0]) - 200) <= 2
    assert picture[30, 50].max() <= 2


def test_a_proxys_frames_are_the_films_frames_at_the_rate_with_sound(tmp_path: Path) -> None:
    source = brought.with_clicks(tmp_path / "clicks.mov", 90, 30, (15, 60))
    made = proxy(Movie(source), params=FootageProxy(rate="24/1", height=96), context=numbered.context(tmp_path))
    shown, times = numbered.decoded(made.path)
    assert shown == [counted.shown_at(n, Fraction(24), Fraction(30)) for n in range(72)]
    assert times == [Fraction(n, 24) for n in range(72)]
    heard = load(sound(made, params=FootageSound(frames=72), context=numbered.context(tmp_path)).path)
    loud = np.flatnonzero(np.abs(heard[:, 0]) > 0.1)
    assert abs(int(loud[0]) - 24_000) < 1500
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert [one.name for one in tmp_path.glob("*.mp4")] == [made.path.name]


def test_a_strip_shows_the_film_row_by_row(plain: Path, tmp_path: Path) -> None:
    made = strip(Movie(plain), params=FootageStrip(count=10, columns=4, height=48), context=numbered.context(tmp_path))
    sheet = np.asarray(PIL.Image.open(made.path).convert("L"))
    assert sheet.shape == (3 * 48, 4 * 84)
    tiles = [sheet[row * 48 : row * 48 + 48, column * 84 : column * 84 + 84] for row in range(3) for column in range(4)]
    assert all(abs(numbered.number_in(one) - (10 + 20 * number)) <= 1 for number, one in enumerate(tiles[:10]))
    assert not tiles[10].any()


def test_a_damaged_stretch_shows_what_there_is(tmp_path: Path) -> None:
    source = brought.at_times(tmp_path / "a.mp4", [Fraction(n, 24) for n in range(96)])
    data = bytearray(source.read_bytes())
    begin = data.index(b"mdat") + 4
    middle = begin + (len(data) - begin) // 3
    data[middle : middle + 300] = bytes(300)
    source.write_bytes(bytes(data))
    assert len(numbers(source, tmp_path, frames=96)) == 96


@pytest.mark.parametrize(
    "content", [b"MZ" + bytes(3000), b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n"]
)  # fmt: skip
def test_what_is_no_film_is_refused(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "rubbish.mp4"
    source.write_bytes(content)
    for op, params in (
        (clip, FootageClip(frames=2)),
        (sound, FootageSound(frames=2)),
        (frame, FootageFrame()),
        (strip, FootageStrip()),
    ):
        with pytest.raises(BadInput, match=r"rubbish\.mp4 cannot be read as a film") as refused:
            op(Movie(source), params=params, context=numbered.context(tmp_path / "scratch"))
        assert refused.value.code == "FOOTAGE_UNREADABLE"


def test_cancelling_leaves_nothing(plain: Path, tmp_path: Path) -> None:
    def tell(fraction: float, note: str) -> None:
        if fraction > 0.3:
            raise Cancelled

    scratch = tmp_path / "scratch"
    with pytest.raises(Cancelled):
        clip(Movie(plain), params=FootageClip(frames=100, **SMALL), context=numbered.context(scratch, tell))
    assert list(scratch.iterdir()) == []


def test_the_same_stretch_is_the_same_bytes(plain: Path, tmp_path: Path) -> None:
    made = [
        clip(Movie(plain), params=FootageClip(start=7, frames=20, **SMALL), context=numbered.context(tmp_path)).path.read_bytes()
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_a_made_clip_is_tagged_and_counted(plain: Path, tmp_path: Path) -> None:
    made = clip(Movie(plain), params=FootageClip(frames=9, rate="24000/1001", **SMALL), context=numbered.context(tmp_path))
    assert counted.facts(made.path) == counted.Facts(numbered.WIDTH, numbered.HEIGHT, Fraction(24000, 1001), 9)
    with av.open(str(made.path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.pix_fmt, context.color_range, context.colorspace) == ("yuv420p", 1, 1)


def test_every_parameter_moves_the_key_of_a_stretch() -> None:
    one, other = Digest("0" * 64, "movie"), Digest("1" * 64, "movie")
    base = {"frames": 24}
    keys = [
        recipe(clip, params=FootageClip(**{**base, **more}), source=source).key
        for more, source in (
            ({}, one), ({"start": 1}, one), ({"frames": 25}, one), ({"rate": "25/1"}, one), ({"width": 640}, one),
            ({"height": 360}, one), ({"fit": "fit"}, one), ({}, other),
        )
    ]  # fmt: skip
    keys += [recipe(sound, params=FootageSound(**base), source=one).key, recipe(frame, params=FootageFrame(), source=one).key]
    keys += [recipe(proxy, params=FootageProxy(), source=one).key, recipe(strip, params=FootageStrip(), source=one).key]
    assert len(set(keys)) == len(keys)
