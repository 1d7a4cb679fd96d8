"""Letters: lines break where a reader would, fit the frame, and are blended without touching anything else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import skia
from hypothesis import given, settings
from hypothesis import strategies as st

from editing import lettering
from editing.slates import drops, timecode
from generation import checkpoints
from generation.conform import black, planes

FACE = checkpoints.folder("noto-sans-sc@0.4.3") / "NotoSansSC-Medium.ttf"
FONT = skia.Font(lettering.typeface(FACE), 40)


def test_long_words_become_two_even_lines() -> None:
    text = "Two hundred years of nets, and not one of them ever asked to be mended at this hour."
    first, second = lettering.lines(text, FONT, 1000)
    assert f"{first} {second}" == text
    assert abs(FONT.measureText(first) - FONT.measureText(second)) < 250


def test_chinese_breaks_between_characters_and_never_before_a_closing_mark() -> None:
    text = "他们说这条街上的咖啡馆，凌晨三点以后只卖给不想回家的人；你信吗？反正我信，因为我也是其中之一。"
    for width in range(120, 1400, 40):
        found = lettering.lines(text, FONT, width)
        assert "".join(found) == text
        assert all(line[0] not in "，。；？）” " for line in found)
        assert all(line[-1] not in "（“《" for line in found)


def test_chinese_with_english_in_it_keeps_words_whole() -> None:
    found = lettering.lines("我在 Starbucks 等你到 midnight 才走", FONT, 300)
    assert "".join(found).replace(" ", "") == "我在Starbucks等你到midnight才走"
    assert any("Starbucks" in line for line in found)
    assert any("midnight" in line for line in found)


def test_a_break_that_was_written_is_kept() -> None:
    assert lettering.lines("You are late.\n– I know.", FONT, 1000) == ["You are late.", "– I know."]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_words_at_all_lose_nothing_and_never_fail(text: str) -> None:
    found = lettering.lines(text, FONT, 700)
    assert "".join("".join(found).split()) == "".join(text.split())
    lettering.caption(text, 640, 360, FACE)


def test_a_caption_lies_in_the_safe_area_at_any_size() -> None:
    for width, height in ((1280, 720), (720, 1280), (1920, 1080), (320, 180), (1998, 1080)):
        patch = lettering.caption("He is late, and the last train left an hour ago; nobody waited. " * 2, width, height, FACE)
        assert patch is not None
        frame = black(width, height)
        patch.lay(frame)
        touched = np.argwhere(planes(frame)[0] > 100)
        assert width * 0.05 < touched[:, 1].min()
        assert touched[:, 1].max() < width * 0.95
        assert touched[:, 0].max() < height * 0.95


def test_nothing_to_say_is_no_caption() -> None:
    assert lettering.caption("  \n ", 640, 360, FACE) is None


@pytest.mark.parametrize("ground", [0, 16, 128, 235, 255])
def test_blending_is_exact_where_nothing_or_everything_is_drawn(ground: int) -> None:
    sheet = lettering.Sheet(10, 10, 60, 40)
    sheet.canvas.drawRect(skia.Rect.MakeXYWH(20, 20, 20, 10), skia.Paint(Color=skia.Color(255, 255, 255)))
    frame = black(80, 60)
    planes(frame)[0][:] = ground
    sheet.patch().lay(frame)
    luma = planes(frame)[0]
    assert (luma[20:30, 20:40] == 235).all()
    luma[20:30, 20:40] = ground
    assert (luma == ground).all()


def test_half_covering_red_is_half_red(tmp_path: Path) -> None:
    sheet = lettering.Sheet(0, 0, 38, 38)
    sheet.canvas.drawRect(skia.Rect.MakeXYWH(0, 0, 40, 40), skia.Paint(Color=skia.Color(255, 0, 0, 128)))
    frame = black(40, 40)
    sheet.patch().lay(frame)
    red = (63, 102, 240)  # BT.709 limited
    for plane, full, ground in zip(planes(frame), red, (16, 128, 128), strict=True):
        assert abs(int(plane[8, 8]) - (full * 128 + ground * 127) / 255) <= 1


@pytest.mark.parametrize(
    ("frame", "rate", "shown"),
    [
        (0, Fraction(24), "00:00:00:00"),
        (86_399, Fraction(24), "00:59:59:23"),
        (86_400, Fraction(24), "01:00:00:00"),
        (86_400, Fraction(24000, 1001), "01:00:00:00"),
        (1500, Fraction(25), "00:01:00:00"),
        (1799, Fraction(30000, 1001), "00:00:59:29"),
    ],
)
def test_timecode_counts_frames(frame: int, rate: Fraction, shown: str) -> None:
    assert timecode(frame, rate) == shown


NTSC, DOUBLE = Fraction(30000, 1001), Fraction(60000, 1001)


@pytest.mark.parametrize(
    ("frame", "rate", "shown"),
    [
        (0, NTSC, "00:00:00;00"),
        (1799, NTSC, "00:00:59;29"),
        (1800, NTSC, "00:01:00;02"),
        (3597, NTSC, "00:01:59;29"),
        (3598, NTSC, "00:02:00;02"),
        (17_981, NTSC, "00:09:59;29"),
        (17_982, NTSC, "00:10:00;00"),
        (107_892, NTSC, "01:00:00;00"),
        (3599, DOUBLE, "00:00:59;59"),
        (3600, DOUBLE, "00:01:00;04"),
        (215_784, DOUBLE, "01:00:00;00"),
    ],
)
def test_drop_frame_leaves_numbers_out_and_no_frame(frame: int, rate: Fraction, shown: str) -> None:
    assert timecode(frame, rate, drop=True) == shown


@given(frame=st.integers(0, 2_500_000), rate=st.sampled_from([NTSC, DOUBLE]))
def test_drop_frame_stays_with_the_clock_and_numbers_each_frame_once(frame: int, rate: Fraction) -> None:
    shown, after = (timecode(one, rate, drop=True) for one in (frame, frame + 1))
    assert shown < after
    hour, minute, second, left = (int(part) for part in shown.replace(";", ":").split(":"))
    assert not (second == 0 and left < round(rate) // 15 and minute % 10)
    told = 3600 * hour + 60 * minute + second + Fraction(left, round(rate))
    assert abs(told - frame / rate) < Fraction(1, 5)


@pytest.mark.parametrize(
    ("rate", "dropped"),
    [(NTSC, True), (DOUBLE, True), (Fraction(24000, 1001), False), (Fraction(30), False), (Fraction(25), False)],
)
def test_only_rates_that_drift_from_the_clock_are_counted_with_drop_frame(rate: Fraction, dropped: bool) -> None:
    assert drops(rate) is dropped
