"""Style transfer as an operation: size, frames, rate and alpha kept, mattes and keys obeyed, a word for what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation import frames as footage
from generation.local import LocalContext
from generation.media import Image, Matte, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, recipe, registry
from generation.operations.style_transfer import Transfer, transfer
from generation.recipe import Digest
from tests.operations.moving import apart, clip, matte, passing, seen, still, stored, wall

SIZE = (64, 48)


def made(folder: Path, source: Video, picture: Image | None = None, within: Matte | None = None, **params: Any) -> Video:
    given = Transfer.model_validate({"style": "pencil", **params})
    result = transfer(source, picture, within, params=given, context=LocalContext(folder / "scratch"))
    assert isinstance(result, Video)
    return result


def test_frames_rate_and_size_are_kept(tmp_path: Path) -> None:
    for size in ((64, 48), (65, 49)):
        source = clip(tmp_path / "in.mkv", passing(5, size=size))
        result = made(tmp_path, source)
        assert footage.facts(result.path) == footage.facts(source.path)
        assert apart(seen(result.path)[3], seen(source.path)[3]) > 10


def test_the_same_again_is_the_same_and_another_seed_is_not(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(3))
    one, again, other = (made(tmp_path, source, seed=seed) for seed in (1, 1, 2))
    assert one.path.read_bytes() == again.path.read_bytes()
    assert apart(seen(one.path)[2], seen(other.path)[2]) > 0.5


def test_one_frame_and_very_many_a_moment(tmp_path: Path) -> None:
    from fractions import Fraction

    source = clip(tmp_path / "one.mkv", passing(1), Fraction(240))
    result = made(tmp_path, source, style="watercolour")
    assert footage.facts(result.path) == footage.facts(source.path)


def test_alpha_stays_exactly(tmp_path: Path) -> None:
    pictures = [np.dstack([one, np.tile(np.arange(64) * 4, (48, 1)).astype(np.uint8)]) for one in passing(3)]
    source = clip(tmp_path / "in.mkv", pictures, alpha=True)
    for was, now in zip(footage.whole(source.path), footage.whole(made(tmp_path, source).path), strict=True):
        before, after = pixels_of(was), pixels_of(now)
        assert after.shape == (48, 64, 4)
        assert (before[..., 3] == after[..., 3]).all()


def test_only_within_the_matte(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(3))
    result = made(tmp_path, source, within=matte(tmp_path / "m.mkv", 3), style="blueprint")
    for was, now in zip(seen(source.path), seen(result.path), strict=True):
        assert apart(was[:9], now[:9]) < 1.5  # 4:2:0 is written twice
        assert apart(was[16:32, 20:44], now[16:32, 20:44]) > 20


def test_without_strength_a_frame_stays_bit_for_bit_and_keys_bring_it_in(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(6))
    nothing = made(tmp_path, source, strength=0)
    for was, now in zip(stored(source.path), stored(nothing.path), strict=True):
        assert all((one == other).all() for one, other in zip(was, now, strict=True))
    keyed = made(tmp_path, source, keys={"strength": [[0, 0, "linear"], [5, 1, "linear"]]}, style="blueprint")
    apart_by = [apart(was, now) for was, now in zip(seen(source.path), seen(keyed.path), strict=True)]
    assert apart_by[0] == 0
    assert apart_by[1] < apart_by[3] < apart_by[5]


def test_own_colours_are_kept(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(2))
    painted, coloured = (seen(made(tmp_path, source, style="blueprint", colours=share).path)[1] for share in (0, 1))
    own = seen(source.path)[1]
    for channel in (1, 2):
        was, plain, kept = (cv2.cvtColor(one, cv2.COLOR_RGB2YCrCb)[..., channel].astype(int) for one in (own, painted, coloured))
        assert np.abs(kept - was).mean() < 0.5 * np.abs(plain - was).mean()


def test_a_cut_inside_is_not_carried_over(tmp_path: Path) -> None:
    before, after = [wall(1)[:48, :64]] * 3, [255 - wall(8)[:48, :64]] * 3
    both = made(tmp_path, clip(tmp_path / "in.mkv", [*before, *after]), style="oil")
    alone = made(tmp_path, clip(tmp_path / "alone.mkv", after), style="oil")
    assert apart(seen(both.path)[3], seen(alone.path)[0]) == 0


def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(2))
    broken = tmp_path / "broken"
    broken.write_bytes(b"no picture" * 50)
    cases: list[tuple[str, dict[str, Any]]] = [
        ("STYLE_PICTURE_MISSING", {"style": "picture"}),
        ("STYLE_PICTURE_UNREADABLE", {"style": "picture", "picture": Image(broken)}),
        ("MATTE_MISFIT", {"within": matte(tmp_path / "m.mkv", 3)}),
    ]
    for code, given in cases:
        with pytest.raises(BadInput) as refused:
            made(tmp_path, source, **given)
        assert refused.value.code == code
    with pytest.raises(BadInput) as refused:
        made(tmp_path, Video(broken))
    assert refused.value.code == "CLIP_UNREADABLE"
    assert not list((tmp_path / "scratch").glob("*.mkv"))


@pytest.mark.parametrize(
    "wrong", [{"strength": 1.2}, {"faces": -0.1}, {"size": 0}, {"style": "crayon"}, {"detail": float("nan")}]
)
def test_numbers_outside_are_refused_in_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        registry.get("style.transfer").validate(wrong)
    assert refused.value.code == "PARAMETERS_INVALID"


@pytest.mark.parametrize(
    "change", [{"style": "oil"}, {"strength": 0.5}, {"colours": 0.5}, {"faces": 1}, {"detail": 1}, {"size": 2}, {"seed": 7}]
)
def test_each_parameter_moves_the_key(change: dict[str, Any]) -> None:
    operation, source = registry.get("style.transfer"), Digest("a" * 64, "video")
    assert recipe(operation, params=Transfer(**change), clip=source).key != recipe(operation, params=Transfer(), clip=source).key


def test_it_does_nothing_only_without_strength() -> None:
    assert not Transfer().does_nothing()
    assert Transfer(strength=0).does_nothing()
    assert not Transfer(strength=0, keys={"strength": ((0, 0.0, "linear"), (9, 1.0, "linear"))}).does_nothing()
    assert Transfer(keys={"strength": ((0, 0.0, "linear"),)}).does_nothing()


def test_networks_paint_by_name_and_by_a_picture_at_any_size(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(2, size=(70, 50)))
    red = np.zeros((300, 400, 3), np.uint8)
    red[..., 0] = np.random.default_rng(3).integers(90, 255, (300, 400))
    results = [made(tmp_path, source, style=name) for name in ("fresco", "fauvist")]
    results.append(made(tmp_path, source, still(tmp_path / "style.png", red), style="picture"))
    pictures = [seen(one.path)[1] for one in results]
    assert all(one.shape == (50, 70, 3) for one in pictures)
    assert apart(pictures[0], pictures[1]) > 10
    colours = pictures[2].reshape(-1, 3).mean(axis=0)
    assert colours[0] > colours[1] + 10
    assert colours[0] > colours[2] + 10


def test_faces_are_looked_for_only_when_they_are_kept(tmp_path: Path) -> None:
    source = clip(tmp_path / "in.mkv", passing(2))
    plain, kept = made(tmp_path, source, style="noir"), made(tmp_path, source, style="noir", faces=1)
    assert plain.path.read_bytes() == kept.path.read_bytes()  # there is none
