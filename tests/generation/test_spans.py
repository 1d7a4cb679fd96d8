"""The plan of a mask through a shot: every frame is followed, a correction costs what lies beside it, stretches join exactly."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as some

from generation.mattes import matte_to
from generation.operation import BadInput, kind_of
from generation.recipe import Digest, Pick, Recipe
from generation.seams import Part, joined, later_share, turned, weights
from generation.spans import STRETCH, matte_of

CLIP = Digest("a" * 64, "video")


def mask(n: int) -> Digest:
    return Digest(f"{n:064x}", "image")


def plan(frames: int, *keys: int, changed: int | None = None) -> Recipe:
    masks = [(at, mask(at + (10**6 if at == changed else 0))) for at in keys]
    return matte_of(CLIP, masks, frames, checkpoint="sam2-tiny@1")


def stretches(made: Recipe) -> dict[str, Recipe]:
    return {key: one for key, one in made.walk().items() if one.name == "layers.track"}


def span(one: Recipe) -> tuple[int, int]:
    return one.params["first"], one.params["first"] + one.params["frames"] - 1


@given(
    some.integers(1, 2500).flatmap(
        lambda n: some.tuples(some.just(n), some.sets(some.integers(0, n - 1), min_size=1, max_size=6))
    )
)
def test_every_frame_is_in_a_stretch_of_each_key_that_it_is_made_of(given_: tuple[int, set[int]]) -> None:
    frames, keys = given_
    made = plan(frames, *sorted(keys))
    assert kind_of(made).kind == "matte"
    assert made.params["frames"] == frames
    origins = sorted(keys)
    laid: dict[int, list[tuple[int, int]]] = {origin: [] for origin in origins}
    for part, first, origin in zip(made.inputs["parts"], made.params["firsts"], made.params["origins"], strict=True):
        assert isinstance(part, Pick)
        begin, end = span(part.recipe)
        assert first == begin <= end < frames
        assert end - begin <= STRETCH
        laid[origin].append((begin, end))
    for n in range(0, frames, max(1, frames // 97)):
        for origin, _ in weights(origins, n):
            assert any(begin <= n <= end for begin, end in laid[origin])


@given(some.integers(0, 1999))
def test_a_stretch_goes_on_from_the_one_beside_it_and_the_first_holds_its_key(at: int) -> None:
    for one in stretches(plan(2000, at)).values():
        first, last = span(one)
        begin = last if one.params["backwards"] else first
        if "before" in one.inputs:
            earlier = one.inputs["before"].recipe
            beside = span(earlier)[0] - 1 if one.params["backwards"] else span(earlier)[1] + 1
            assert begin == beside
            assert earlier.params["backwards"] == one.params["backwards"]
        else:
            assert begin == at


def test_a_correction_leaves_every_other_stretch_as_it_was() -> None:
    before, after = plan(2000, 0, 500, 1500), plan(2000, 0, 500, 1000, 1500)
    new = {key: one for key, one in stretches(after).items() if key not in stretches(before)}
    assert new
    assert all(one.params["at"] == 1000 for one in new.values())
    assert all(span(one)[0] >= 500 and span(one)[1] <= 1536 for one in new.values())
    assert len(new) < len(stretches(after)) / 2


def test_a_key_after_an_early_one_costs_only_its_own_stretches() -> None:
    before, after = plan(2000, 0), plan(2000, 0, 1000)
    new = {key: one for key, one in stretches(after).items() if key not in stretches(before)}
    assert all(one.params["at"] == 1000 for one in new.values())


def test_a_key_that_is_drawn_anew_leaves_the_others_stretches() -> None:
    before, after = plan(2000, 0, 500, 1000, changed=500), plan(2000, 0, 500, 1000)
    new = {key: one for key, one in stretches(after).items() if key not in stretches(before)}
    assert {one.params["at"] for one in new.values()} == {500}


def test_a_clip_of_one_frame_is_one_stretch_of_one_frame() -> None:
    assert [span(one) for one in stretches(plan(1, 0)).values()] == [(0, 0)]


def test_no_key_and_keys_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="begins with a mask"):
        plan(10)
    with pytest.raises(ValueError, match="0 to 9"):
        plan(10, 10)


def masks(count: int, seed: int) -> list[npt.NDArray[np.uint8]]:
    rng = np.random.default_rng(seed)
    return [rng.integers(0, 256, (40, 60), np.uint8) for _ in range(count)]


def kept(path: Path, given_: list[npt.NDArray[np.uint8]], first: int, origin: int) -> Part:
    with matte_to(path, 60, 40, Fraction(24)) as writer:
        for one in given_:
            writer.write(one)
    return Part(path, first, len(given_), origin)


def test_stretches_join_bit_for_bit_and_the_key_is_itself(tmp_path: Path) -> None:
    one, other = masks(100, 1), masks(100, 2)
    parts = [kept(tmp_path / "one.mkv", one, 0, 0), kept(tmp_path / "other.mkv", other, 0, 99)]
    made = list(joined(parts, 100))
    assert len(made) == 100
    assert all((made[n] == one[n]).all() for n in range(37))
    assert all((made[n] == other[n]).all() for n in range(62, 100))


def test_a_frame_in_no_stretch_is_refused(tmp_path: Path) -> None:
    parts = [kept(tmp_path / "one.mkv", masks(10, 1), 0, 0)]
    with pytest.raises(BadInput, match="Frame 10 is in no stretch"):
        list(joined(parts, 11))


def test_between_two_keys_the_nearer_counts_and_the_change_is_short() -> None:
    assert [later_share(n, 0, 1000) for n in (0, 400, 488, 512, 1000)] == [0, 0, 0, 1, 1]
    assert later_share(500, 0, 1000) == 0.5
    assert [later_share(n, 0, 4) for n in (0, 2, 4)] == [0, 0.5, 1]
    shares = [later_share(n, 0, 100) for n in range(101)]
    assert shares == sorted(shares)


def test_an_edge_moves_from_one_mask_to_the_other_and_nothing_is_half_there() -> None:
    one, other = np.zeros((60, 100), np.uint8), np.zeros((60, 100), np.uint8)
    one[10:50, 10:50], other[10:50, 10:70] = 255, 255
    half = turned(one, other, 0.5)
    row = half[30]
    assert (row[12:58] == 255).all()
    assert (row[62:] == 0).all()
    assert np.array_equal(turned(one, one, 0.5), one)
    assert np.array_equal(turned(one, np.zeros_like(one), 0.4), one)
