"""Colour over clips: what was bad is told, what is beside the colours is kept, nothing flickers, a cut inside is respected."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import PIL.Image
import pytest
from pydantic import ValidationError

from generation import effects
from generation import frames as footage
from generation.colour import cubes, measuring
from generation.colour.running import ahead
from generation.local import LocalContext
from generation.media import Data, Image, Lut, Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.colour_balance import Balance, balance
from generation.operations.colour_film import Film, film
from generation.operations.colour_lut import Look, lut
from generation.operations.colour_match import Match, match
from generation.operations.style import Grade, grade
from generation.recipe import Digest

RATE = Fraction(24000, 1001)
Pictures = list[np.ndarray]


def clip(folder: Path, pictures: Pictures, name: str = "in.mkv", rate: Fraction = RATE) -> Video:
    path = folder / name
    high, wide, depth = pictures[0].shape
    with clip_to(path, wide, high, rate, alpha=depth == 4) as writer:
        for one in pictures:
            writer.write(one)
    return Video.at(path)


def scene(count: int, tint: tuple[float, float, float] = (1, 1, 1), size: tuple[int, int] = (64, 48), seed: int = 1) -> Pictures:
    """Soft patches that drift a little."""
    rng = np.random.default_rng(seed)
    base = np.kron(rng.uniform(30, 220, (6, 8, 3)), np.ones((size[1] // 6 + 1, size[0] // 8 + 2, 1)))
    return [np.clip(base[: size[1], n % 8 : n % 8 + size[0]] * np.array(tint), 0, 255).astype(np.uint8) for n in range(count)]


def seen(video: Any) -> Pictures:
    assert isinstance(video, Video)
    return [pixels_of(frame) for frame in footage.whole(video.path)]


@pytest.fixture
def context(tmp_path: Path) -> LocalContext:
    return LocalContext(tmp_path / "scratch")


def every(source: Video, context: LocalContext, folder: Path) -> dict[str, Any]:
    """All operations of colour over one clip."""
    table = folder / "t.cube"
    table.write_text(cubes.written(cubes.sampled(lambda one: one * 0.8, 9), "darker"))
    picture = folder / "p.png"
    PIL.Image.fromarray(scene(1, (1, 0.8, 0.6), seed=4)[0]).save(picture)
    return {
        "grade": grade(source, params=Grade(exposure=0.4, saturation=1.2), context=context),
        "lut": lut(source, Lut.at(table), params=Look(), context=context),
        "match": match(source, None, Image.at(picture), params=Match(), context=context),
        "balance": balance(source, params=Balance(), context=context),
        "film": film(source, None, params=Film(look="noir", grain=0.4, bloom=0.3, barrel=0.2, weave=0.5), context=context),
    }


@pytest.mark.parametrize(
    "pictures", [scene(1), scene(5, size=(33, 27)), scene(3, size=(64, 48))], ids=["one frame", "odd sizes", "plain"]
)
@pytest.mark.parametrize("rate", [RATE, Fraction(240)], ids=["24", "240"])
def test_frames_rate_and_size_are_kept(pictures: Pictures, rate: Fraction, tmp_path: Path, context: LocalContext) -> None:
    source = clip(tmp_path, pictures, rate=rate)
    for name, made in every(source, context, tmp_path).items():
        assert footage.facts(made.path) == footage.facts(source.path), name


def test_alpha_is_kept_exactly(tmp_path: Path, context: LocalContext) -> None:
    alpha = np.tile(np.arange(64, dtype=np.uint8) * 4, (48, 1))
    source = clip(tmp_path, [np.dstack([one, alpha]) for one in scene(3)])
    made = every(source, context, tmp_path)
    made["film"] = film(source, None, params=Film(grain=0.4, halation=0.5, vignette=0.6), context=context)
    for name, video in made.items():
        for one in seen(video):
            assert np.array_equal(one[..., 3], alpha), name


def test_black_frames_stay_black(tmp_path: Path, context: LocalContext) -> None:
    source = clip(tmp_path, [np.zeros((48, 64, 3), np.uint8)] * 3)
    for name, video in every(source, context, tmp_path).items():
        assert np.stack(seen(video)).max() <= 2, name


def test_high_dynamic_range_is_refused_with_what_to_do(tmp_path: Path, context: LocalContext) -> None:
    path = tmp_path / "hdr.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=24)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p10le"
        stream.codec_context.color_trc, stream.codec_context.color_primaries = 16, 9
        frame = av.VideoFrame(32, 32, "yuv420p10le")
        for plane in frame.planes:
            plane.update(np.full(plane.buffer_size // 2, 512, np.uint16).tobytes())
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(BadInput) as refused:
        grade(Video.at(path), params=Grade(exposure=1), context=context)
    assert refused.value.code == "CLIP_HDR"
    assert "footage" in str(refused.value)


def test_ten_bits_of_the_usual_range_are_read(tmp_path: Path, context: LocalContext) -> None:
    path = tmp_path / "ten.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=24)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p10le"
        frame = av.VideoFrame(32, 32, "yuv420p10le")
        for plane in frame.planes:
            plane.update(np.full(plane.buffer_size // 2, 512, np.uint16).tobytes())
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    made = seen(grade(Video.at(path), params=Grade(exposure=1), context=context))
    assert len(made) == 1
    assert 160 < made[0].mean() < 190  # middle grey, a stop up


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Grade, {"exposure": 5}),
        (Grade, {"strength": 1.2}),
        (Grade, {"gain": float("nan")}),
        (Grade, {"curve": [[0, 0], [0, 1]]}),
        (Grade, {"curve": [[0.5, 0.5]]}),
        (Grade, {"curve": [[0, 0], [1, 1.2]]}),
        (Grade, {"curve": [[n / 20, n / 20] for n in range(21)]}),
        (Grade, {"temperature": 900}),
        (Look, {"strength": -0.1}),
        (Match, {"strength": 2}),
        (Film, {"grain": 1.1}),
        (Film, {"look": "no such film"}),
    ],
)
def test_what_is_out_of_range_is_refused(model: Any, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model(**values)


def test_a_match_is_one_change_for_each_shot_and_never_bleeds_over_a_cut(tmp_path: Path, context: LocalContext) -> None:
    blue, warm = scene(16, (0.5, 0.6, 0.95)), scene(16, (1, 0.75, 0.5), seed=9)
    source = clip(tmp_path, [*blue, *warm])
    assert [one.first for one in measuring.shots(source.path)] == [0, 16]
    picture = tmp_path / "p.png"
    PIL.Image.fromarray(scene(1, seed=7)[0]).save(picture)
    whole = seen(match(source, None, Image.at(picture), params=Match(), context=context))
    alone = seen(match(clip(tmp_path, blue, "blue.mkv"), None, Image.at(picture), params=Match(), context=context))
    assert np.abs(np.stack(whole[:16]).astype(int) - np.stack(alone)).max() <= 1
    means = np.stack(whole).reshape(32, -1, 3).mean(1)
    assert (
        np.abs(means[:16].mean(0) - means[16:].mean(0)).max()
        < 0.6 * np.abs(np.mean(blue, (0, 1, 2)) - np.mean(warm, (0, 1, 2))).max()
    )


def test_a_still_shot_stays_still_under_a_match(tmp_path: Path, context: LocalContext) -> None:
    source = clip(tmp_path, scene(1) * 6)
    goal = clip(tmp_path, scene(4, (1, 0.8, 0.6), seed=3), "goal.mkv")
    made = np.stack(seen(match(source, goal, None, params=Match(), context=context)))
    assert (made == made[:1]).all()
    assert np.abs(made.astype(int) - np.stack(seen(source))).mean() > 3


def test_without_an_example_or_a_table_it_stays_as_it_is(tmp_path: Path, context: LocalContext) -> None:
    source = clip(tmp_path, scene(3))
    for made in (match(source, None, None, params=Match(), context=context), lut(source, None, params=Look(), context=context)):
        assert np.abs(np.stack(seen(made)).astype(int) - np.stack(seen(source))).max() <= 2
    assert effects.needs(Look()) == ("lut",)
    assert effects.looks(Match()) == effects.WHOLE


def test_a_picture_of_any_size_is_an_example(tmp_path: Path, context: LocalContext) -> None:
    picture = tmp_path / "8k.png"
    PIL.Image.new("RGB", (7680, 4320), (180, 120, 70)).save(picture, compress_level=1)
    made = seen(match(clip(tmp_path, scene(2)), None, Image.at(picture), params=Match(), context=context))
    assert made[0].shape == (48, 64, 3)


def test_keys_move_a_grade_and_a_look(tmp_path: Path, context: LocalContext) -> None:
    source = clip(tmp_path, scene(1) * 9)
    rising = {"exposure": ((0, -1.0, "linear"), (8, 1.0, "linear"))}
    means = [one.mean() for one in seen(grade(source, params=Grade(keys=rising), context=context))]
    assert (np.diff(means) > 2).all()
    plain = [one.mean() for one in seen(grade(source, params=Grade(exposure=-1), context=context))]
    assert means[0] == pytest.approx(plain[0], abs=0.5)
    fading = Film(look="noir", keys={"look_strength": ((0, 0.0, "linear"), (8, 1.0, "linear"))})
    colourful = [np.ptp(one.astype(int), axis=-1).mean() for one in seen(film(source, None, params=fading, context=context))]
    assert colourful[0] > 20
    assert colourful[-1] < 3
    assert not Grade(keys=rising).does_nothing()


def test_grain_is_fresh_with_each_frame_and_the_same_for_a_seed(tmp_path: Path, context: LocalContext) -> None:
    source = clip(tmp_path, [np.full((96, 128, 3), 120, np.uint8)] * 4)
    one, again, other = (
        np.stack(seen(film(source, None, params=Film(grain=0.6, seed=seed), context=context))).astype(float) for seed in (1, 1, 2)
    )
    assert (one == again).all()
    assert (one != other).any()
    noise = one.mean(-1) - one.mean(-1).mean((1, 2), keepdims=True)
    assert noise.std() > 1.5
    for a, b in ((0, 1), (1, 2), (2, 3)):
        assert abs(np.corrcoef(noise[a].ravel(), noise[b].ravel())[0, 1]) < 0.1
    assert abs(one.mean() - 120) < 1.5
    dark, bright = (
        np.stack(
            seen(
                film(
                    clip(tmp_path, [np.full((96, 128, 3), v, np.uint8)], f"{v}.mkv"),
                    None,
                    params=Film(grain=0.6),
                    context=context,
                )
            )
        )
        .mean(-1)
        .std()
        for v in (4, 250)
    )
    assert max(dark, bright) < 0.6 * noise.std()


def test_halation_is_red_round_a_light_and_a_vignette_follows(tmp_path: Path, context: LocalContext) -> None:
    lamp = np.full((180, 320, 3), 12, np.uint8)
    lamp[70:110, 140:180] = 255
    source = clip(tmp_path, [lamp] * 2)
    glow = seen(film(source, None, params=Film(halation=1), context=context))[0].astype(int)
    assert glow[90, 184, 0] > 30
    assert glow[90, 184, 0] > 2 * glow[90, 184, 2]
    grey = clip(tmp_path, [np.full((90, 160, 3), 150, np.uint8)] * 3, "grey.mkv")
    rows = [[1, 0, 0.2 * n, 0, 1, 0, 0, 0, 1] for n in range(3)]
    moves = Data.write(tmp_path / "m.json", {"at": 0, "matrices": rows, "there": [True] * 3})
    edge = seen(film(grey, moves, params=Film(vignette=1, vignette_soft=1, across=0.3), context=context))
    brightest = [int(one[45].mean(-1).reshape(16, 10).mean(1).argmax()) for one in edge]
    assert brightest[0] < brightest[1] < brightest[2]
    with pytest.raises(BadInput) as refused:
        film(grey, Data.write(tmp_path / "x.json", {"at": 0}), params=Film(vignette=1), context=context)
    assert refused.value.code == "MOVEMENT_UNREADABLE"


def test_a_table_that_is_broken_is_refused_and_leaves_nothing(tmp_path: Path, context: LocalContext) -> None:
    broken = tmp_path / "b.cube"
    broken.write_text("LUT_3D_SIZE 2\n" + "nan 0 0\n" * 8)
    with pytest.raises(BadInput) as refused:
        lut(clip(tmp_path, scene(2)), Lut.at(broken), params=Look(), context=context)
    assert refused.value.code == "LUT_NOT_NUMBERS"
    assert not [one for one in (tmp_path / "scratch").rglob("*") if one.is_file()]


def test_what_is_made_ahead_stops_with_whoever_reads_it() -> None:
    made: list[int] = []

    def numbers() -> Any:
        for n in range(1000):
            made.append(n)
            yield n

    line = ahead(numbers())
    assert [next(line) for _ in range(3)] == [0, 1, 2]
    line.close()  # type: ignore[attr-defined]
    assert len(made) < 20

    def failing() -> Any:
        yield 1
        raise BadInput("no", "CLIP_UNREADABLE")

    with pytest.raises(BadInput):
        list(ahead(failing()))


@pytest.mark.parametrize(
    ("name", "params"), [("style.grade", Grade(hue=5)), ("style.film", Film(grain=0.2)), ("style.balance", Balance(tones=False))]
)
def test_parameters_move_the_key(name: str, params: Any) -> None:
    operation = registry.get(name)
    source = Digest("a" * 64, "video")
    assert recipe(operation, params=params, clip=source).key != recipe(operation, params=type(params)(), clip=source).key
    json.dumps(operation.parameters.model_json_schema())
