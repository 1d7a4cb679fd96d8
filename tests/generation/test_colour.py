"""Colour as sums: curves that do not overshoot, a white balance that is one, tables that are what the sums are, no bands."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.colour import balancing, cubes, curves, measuring
from generation.colour.dithering import tile
from generation.colour.grading import grade
from generation.colour.light import LUMA, display, lab_of, linear, shown_of, white_balance
from generation.colour.looks import LOOKS, NAMES, Look, look
from generation.colour.matching import match
from generation.colour.table import Table, exactly
from generation.mezzanine import pixels_of, yuv_of
from generation.operation import BadInput
from generation.operations.style import Grade

TRUTH = Path(__file__).parents[2] / "frontend/src/colour/truth.json"
STEPS = [0.0, 0.02, 0.18, 0.35, 0.5, 0.72, 0.9, 1.0]
GRADES: dict[str, dict[str, Any]] = {
    "exposure": {"exposure": 1.3},
    "white": {"temperature": 8800, "tint": 22, "warmth": -0.3},
    "tones": {"shadows": 0.7, "highlights": -0.6, "contrast": 1.4, "pivot": 0.4},
    "wheels": {"lift": 0.03, "lift_blue": 0.05, "gamma": 1.1, "gamma_red": 1.3, "gain": 1.1, "gain_green": 0.8},
    "curves": {"curve": [[0, 0.02], [0.3, 0.2], [0.7, 0.85], [1, 1]], "curve_blue": [[0, 0.1], [1, 0.9]]},
    "colours": {"hue": 40, "vibrance": 0.6, "saturation": 1.3, "strength": 0.7},
}


def colours(side: int = 8) -> np.ndarray:
    steps = np.linspace(0, 1, side, dtype=np.float32)
    return np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)


def photo(seed: int = 3) -> np.ndarray:
    """Soft patches of many colours, darker to one side."""
    rng = np.random.default_rng(seed)
    small = rng.uniform(0.05, 0.95, (6, 8, 3)) ** 1.4
    large = np.kron(small, np.ones((16, 16, 1)))
    return (np.clip(large * np.linspace(0.4, 1, large.shape[1])[None, :, None], 0, 1) * 255).astype(np.uint8)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=8, unique_by=lambda one: round(one[0], 3)))
def test_a_curve_goes_through_its_points_and_nowhere_beyond_them(points: list[tuple[float, float]]) -> None:
    try:
        kept = curves.tidied(points)
    except ValueError:
        return
    if not kept:
        return
    xs = np.linspace(-0.5, 1.5, 801)
    ys = curves.along(kept, xs)
    assert np.abs(curves.along(kept, np.array([x for x, _ in kept])) - [y for _, y in kept]).max() < 1e-6
    for (x0, y0), (x1, y1) in pairwise(kept):
        between = ys[(xs >= x0) & (xs <= x1)]
        assert (between >= min(y0, y1) - 1e-6).all()
        assert (between <= max(y0, y1) + 1e-6).all()


@pytest.mark.parametrize("points", [[(0.2, 0.4)], [(0.2, 0.1), (0.2, 0.9)]])
def test_what_is_no_curve_is_refused(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="point"):
        curves.tidied(points)


def test_a_diagonal_is_no_curve() -> None:
    assert curves.tidied([(1, 1), (0, 0), (0.5, 0.5)]) == ()
    assert Grade(curve=((0, 0), (1, 1))).does_nothing()


def test_light_and_oklab_come_back() -> None:
    given_ = np.linspace(-0.2, 1.6, 50).repeat(3).reshape(-1, 3)
    assert np.abs(display(linear(given_)) - given_).max() < 1e-6
    assert np.abs(shown_of(lab_of(colours())) - colours()).max() < 1e-4


def test_a_white_balance_keeps_luminance_and_goes_the_way_it_says() -> None:
    assert np.abs(white_balance(6500, 0) - np.eye(3)).max() < 1e-9
    warm, cool, magenta = (white_balance(*one) @ np.ones(3) for one in ((9000, 0), (4000, 0), (6500, 50)))
    for white in (warm, cool, magenta):
        assert float(LUMA @ white) == pytest.approx(1, abs=1e-9)
    assert warm[0] > warm[2]
    assert cool[2] > cool[0]
    assert magenta[1] < 1


@pytest.mark.parametrize("params", GRADES.values(), ids=GRADES)
@pytest.mark.parametrize("space", ["yuv", "rgb"])
def test_the_table_is_what_the_sums_are(params: dict[str, Any], space: str) -> None:
    change = grade(Grade(**params))
    pixels = photo()
    frame = yuv_of(pixels)
    source = pixels_of(frame) if space == "yuv" else pixels
    table = Table(change, pixels.shape[1], pixels.shape[0], space)
    made = pixels_of(table.on_yuv(frame)) if space == "yuv" else table.on_pixels(pixels)
    wanted = np.clip(change(source.astype(np.float32) / 255), 0, 1) * 255
    away = np.abs(made - wanted)[4:-4, 4:-4]
    assert np.quantile(away, 0.97) < (4 if space == "yuv" else 1.6)  # 4:2:0 is written once more in between
    assert np.abs(made.astype(int) - exactly(change, source)).mean() < 1.2


def test_a_cube_of_a_grade_is_the_grade() -> None:
    for params in GRADES.values():
        change = grade(Grade(**params))
        cube = cubes.read(cubes.written(cubes.sampled(change, 33), "a grade"))
        given_ = np.random.default_rng(1).uniform(0, 1, (4000, 3)).astype(np.float32)
        away = np.abs(cube(given_) - np.clip(change(given_), 0, 1)) * 255
        assert away.mean() < 0.35
        assert np.quantile(away, 0.99) < 3


def test_no_bands_where_a_gradient_is_stretched_and_grey_stays_grey() -> None:
    ramp = np.repeat(np.linspace(40, 90, 512)[None], 64, axis=0).round().astype(np.uint8)
    pixels = np.repeat(ramp[..., None], 3, axis=2)
    change = grade(Grade(exposure=-0.6, contrast=0.8))
    made = exactly(change, pixels)
    ideal = change(pixels.astype(np.float32) / 255)[..., 0] * 255
    plain = np.round(ideal)
    blurred = np.array(
        [np.convolve(row, np.ones(24) / 24, "valid") for row in (made[..., 0].mean(0), plain.mean(0), ideal.mean(0))]
    )
    assert np.abs(blurred[0] - blurred[2]).mean() < 0.5 * np.abs(blurred[1] - blurred[2]).mean()
    table = Table(grade(Grade(contrast=1.3)), 512, 64, "yuv")
    grey = table.looked_up([ramp, np.full((32, 256), 128, np.uint8), np.full((32, 256), 128, np.uint8)])
    assert np.ptp(np.stack(grey, -1), axis=-1).max() < 1e-3


def test_the_dither_is_even_and_less_than_half_a_level() -> None:
    assert abs(float(tile().mean())) < 1e-3
    assert np.abs(tile()).max() < 0.5


@pytest.mark.parametrize("size", [(33, 31), (64, 48), (17, 200)])
def test_odd_sizes_come_back_as_large(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    table = Table(grade(Grade(exposure=0.2)), *size, "yuv")
    assert pixels_of(table.on_yuv(yuv_of(pixels))).shape == pixels.shape


LINES = "\n".join("0.1 0.2 0.3" for _ in range(8))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "LUT_UNREADABLE"),
        ("hello", "LUT_UNREADABLE"),
        ("LUT_3D_SIZE 2\n0 0", "LUT_UNREADABLE"),
        ("LUT_3D_SIZE 1\n0 0 0", "LUT_SIZE_WRONG"),
        ("LUT_3D_SIZE 300\n0 0 0", "LUT_SIZE_WRONG"),
        ("LUT_3D_SIZE -2\n" + LINES, "LUT_SIZE_WRONG"),
        ("LUT_3D_SIZE 3\n" + LINES, "LUT_COUNT_WRONG"),
        ("LUT_3D_SIZE 2\n" + LINES.replace("0.2", "nan", 1), "LUT_NOT_NUMBERS"),
        ("LUT_3D_SIZE 2\n" + LINES.replace("0.2", "1e999", 1), "LUT_NOT_NUMBERS"),
        ("LUT_3D_SIZE 2\n" + LINES.replace("0.2", "0.2x", 1), "LUT_NOT_NUMBERS"),
        ("LUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 0\n" + LINES, "LUT_DOMAIN_WRONG"),
        ("LUT_3D_SIZE 2\nDOMAIN_MIN 0 0\n" + LINES, "LUT_DOMAIN_WRONG"),
    ],
)
def test_a_table_that_is_none_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        cubes.read(text)
    assert refused.value.code == code


def test_tables_of_one_and_three_dimensions_with_domains() -> None:
    line = cubes.read('\ufeffTITLE "x # y"\n# words\nLUT_1D_SIZE 3\nDOMAIN_MAX 2 2 2\n0 0 0\n1 0.5 1\n1 1 1 # end\n')
    assert line(np.array([[1.0, 1.0, 0.5]])).tolist() == [[1.0, 0.5, 0.5]]
    identity = cubes.read(cubes.written(cubes.sampled(lambda one: one, 5), "same"))
    assert np.abs(identity(colours()) - colours()).max() < 1e-5
    turned = cubes.sampled(lambda one: one[..., ::-1], 2)
    assert np.abs(turned(colours()) - colours()[..., ::-1]).max() < 1e-6
    assert cubes.read("lut_3d_input_range 0 1\nLUT_3D_SIZE 2\n" + LINES)(np.zeros((1, 3)))[0, 1] == pytest.approx(0.2)


def test_matching_a_picture_to_itself_before_it_was_graded_brings_it_back() -> None:
    pixels = photo()
    before = pixels.astype(np.float32) / 255
    for params in ({"exposure": -0.6, "temperature": 9000}, {"saturation": 0.7, "lift": 0.05, "gain_red": 0.9}):
        spoiled = np.clip(grade(Grade(**params))(before), 0, 1)
        change = match(measuring.seen([(spoiled * 255).round().astype(np.uint8)]), measuring.seen([pixels]))
        was, now = (
            np.linalg.norm(lab_of(one) - lab_of(before), axis=-1).mean() for one in (spoiled, np.clip(change(spoiled), 0, 1))
        )
        assert now < 0.55 * was


def test_black_and_transparent_pictures_are_matched_to_nothing() -> None:
    black = measuring.seen([np.zeros((8, 8, 3), np.uint8)])
    clear = measuring.seen([np.zeros((8, 8, 4), np.uint8) + np.array([200, 100, 50, 0], np.uint8)])
    some = measuring.seen([photo()])
    for change in (match(black, some), match(some, black), match(some, clear)):
        assert np.array_equal(change(colours()), colours())
    assert balancing.measured(black) is None


def test_balancing_takes_a_cast_away_and_finds_the_typical_one() -> None:
    base = photo().astype(np.float32) / 255 * 0.5 + 0.25
    shots = [
        np.clip(grade(Grade(**params))(base), 0, 1)
        for params in ({}, {"exposure": 0.1}, {"temperature": 10500, "exposure": -1.0})
    ]
    lights = [balancing.measured(measuring.seen([(one * 255).astype(np.uint8)])) for one in shots]
    assert all(lights)
    known = [one for one in lights if one]
    assert balancing.typical(known) != 2
    numbers = balancing.towards(known[2], known[0])
    assert numbers["temperature"] < 6500
    assert numbers["exposure"] > 0.4
    back = np.clip(grade(replace(Look(), **numbers))(shots[2]), 0, 1)  # type: ignore[arg-type]
    was, now = (np.linalg.norm(lab_of(one) - lab_of(base), axis=-1).mean() for one in (shots[2], back))
    assert now < 0.35 * was
    assert balancing.towards(known[0], known[0]) == {}


def test_every_look_is_a_look() -> None:
    assert set(NAMES) == {"none", *LOOKS}
    assert look("none") is None
    assert look("noir", 0) is None
    for name in LOOKS:
        change = look(name)
        assert change is not None
        made = change(colours())
        assert np.isfinite(made).all()
        assert np.abs(np.clip(made, 0, 1) - colours()).mean() > 0.004, name
        grey = change(np.repeat(np.linspace(0, 1, 65, dtype=np.float32)[:, None], 3, axis=1)) @ LUMA
        assert (np.diff(np.clip(grey, 0, 1)) >= -2e-3).all(), f"{name} turns tones round"


def truth() -> dict[str, Any]:
    """What the browser's sums have to come to: colours, grades of them, looks of them, and the looks' own numbers."""
    given_ = np.array([[r, g, b] for r in STEPS[::2] for g in STEPS[1::3] for b in STEPS[::3]] + [[v, v, v] for v in STEPS])
    usual = Look()
    return {
        "colours": given_.tolist(),
        "grades": [
            {"params": params, "made": np.clip(grade(Grade(**params))(given_), 0, 1).round(5).tolist()}
            for params in GRADES.values()
        ],
        "looks": {
            name: {
                "numbers": json.loads(json.dumps({k: v for k, v in vars(one).items() if v != getattr(usual, k)})),
                "made": np.clip(look(name)(given_), 0, 1).round(5).tolist(),  # type: ignore[misc]
            }
            for name, one in LOOKS.items()
        },
    }


def test_the_browser_is_held_to_the_same_truth() -> None:
    """Written anew with `python -m tests.generation.test_colour` when a sum changes on purpose."""
    kept = json.loads(TRUTH.read_text())
    now = truth()
    assert kept["colours"] == now["colours"]
    for one, other in zip(kept["grades"], now["grades"], strict=True):
        assert one["params"] == other["params"]
        assert np.abs(np.array(one["made"]) - np.array(other["made"])).max() < 2e-5
    assert kept["looks"].keys() == now["looks"].keys()
    for name, one in now["looks"].items():
        assert kept["looks"][name]["numbers"] == one["numbers"]
        assert np.abs(np.array(kept["looks"][name]["made"]) - np.array(one["made"])).max() < 2e-5


if __name__ == "__main__":
    TRUTH.write_text(json.dumps(truth(), separators=(",", ":")) + "\n")
