"""Cuts of a film: hard ones to the frame, dissolves and fades once each, by the network and without it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation import local
from generation.footage import blacks, cuts, shots
from generation.footage.blacks import Change
from generation.media import Movie
from generation.operation import BadInput, Cancelled, recipe
from generation.operations.footage_cuts import DetectShots, detect_shots
from generation.recipe import Digest
from generation.residency import Residency
from tests.editing import numbered
from tests.operations import brought

RATE = Fraction(24)


def scene(seed: int, frames: int) -> list[np.ndarray]:
    """A place of its own colours over which the camera pans slowly while something moves."""
    random = np.random.default_rng(seed)
    coarse = random.integers(20, 235, (5, 9, 3)).astype(np.uint8)
    place = cv2.resize(coarse, (300, 150), interpolation=cv2.INTER_CUBIC)
    place = cv2.add(place, random.integers(0, 25, place.shape, dtype=np.uint8))
    pictures = []
    for number in range(frames):
        shown = place[20:110, number // 2 : number // 2 + 160].copy()
        cv2.circle(
            shown, (20 + number, 45), 9, tuple(int(v) for v in random.integers(0, 255, 3)) if number == 0 else (240, 240, 240), -1
        )
        pictures.append(shown)
    return pictures


def mixed(one: np.ndarray, other: np.ndarray, share: float) -> np.ndarray:
    return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cuts at 60 and 101; a dissolve around 150 (twelve to either side); through black around 220; a cut at 280; ends at 330."""
    a, b, c, d, e, f = (scene(seed, 120) for seed in range(1, 7))
    pictures = [*a[:60], *b[:41], *c[:37]]
    pictures += [mixed(c[37 + n], d[n], (n + 0.5) / 24) for n in range(24)]
    black = np.zeros_like(a[0])
    pictures += d[24:68]
    pictures += [mixed(d[68 + n], black, (n + 1) / 12) for n in range(12)]
    pictures += [black] * 6
    pictures += [mixed(black, e[n], (n + 1) / 12) for n in range(12)]
    pictures += e[12:62]
    pictures += f[: 330 - len(pictures)]
    return brought.piped(
        tmp_path_factory.mktemp("film") / "film.mp4", pictures, "24", "-c:v", "libx264", "-qp", "12", "-pix_fmt", "yuv420p"
    )


def detected(film: Path, folder: Path, **params: Any) -> dict[str, Any]:
    made: dict[str, Any] = detect_shots(Movie(film), params=DetectShots(**params), context=numbered.context(folder)).read()
    return made


@pytest.fixture(scope="module")
def found(film: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What both together find."""
    return detected(film, tmp_path_factory.mktemp("found"))


def test_the_network_and_the_contents_find_every_change_once(found: dict[str, Any]) -> None:
    said = [(one["frame"], one["kind"]) for one in found["cuts"]]
    assert len(said) == 5, found["cuts"]
    assert [said[0], said[1], said[4]] == [(60, "hard"), (101, "hard"), (286, "hard")]
    assert said[2][1] == said[3][1] == "gradual"
    assert abs(said[2][0] - 150) <= 3
    assert abs(said[3][0] - 221) <= 6
    assert found["by"] == "transnetv2@1.0.5"
    assert all(one["certainty"] > 0.5 for one in found["cuts"])
    hard = [one for one in found["cuts"] if one["kind"] == "hard"]
    assert {one["by"] for one in hard} == {"both"}
    assert all(one["certainty"] > 0.9 for one in hard)


def test_contents_alone_find_hard_cuts_and_fades_and_say_so(film: Path, tmp_path: Path) -> None:
    found = detected(film, tmp_path, checkpoint="")
    frames = [one["frame"] for one in found["cuts"]]
    assert {60, 101, 286} <= set(frames)
    assert {one["by"] for one in found["cuts"]} == {"content"}
    assert found["by"] == ""
    assert any(abs(frame - 221) <= 6 for frame in frames)


def test_a_missing_checkpoint_leaves_the_contents_to_decide(
    film: Path, tmp_path: Path, own_checkpoints: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "residency", Residency())  # as in a process that has opened nothing
    assert cuts.detector() == ""
    found = detected(film, tmp_path, checkpoint="transnetv2@1.0.5")
    assert found == detected(film, tmp_path, checkpoint="")


def test_a_planner_names_the_network_where_it_is() -> None:
    assert cuts.detector() == "transnetv2@1.0.5"


def test_the_curve_peaks_at_the_cuts_and_has_a_value_for_every_step(found: dict[str, Any]) -> None:
    assert (found["step"], found["frames"], found["rate"]) == (1, 330, "24/1")
    assert len(found["curve"]) == 330
    assert all(0 <= one <= 1 for one in found["curve"])
    assert all(max(found["curve"][cut - 2 : cut + 2]) > 0.9 for cut in (60, 101, 286))
    assert max(found["curve"][20:50]) < 0.3


@pytest.mark.parametrize(("rate", "frames"), [("12/1", [30, 51, 143]), ("25/1", [62, 105, 298]), ("48/1", [120, 202, 572])])
def test_cuts_are_counted_at_the_projects_rate(film: Path, tmp_path: Path, rate: str, frames: list[int]) -> None:
    found = detected(film, tmp_path, rate=rate, checkpoint="")
    hard = [one["frame"] for one in found["cuts"] if one["kind"] == "hard"]
    assert all(min(abs(frame - one) for one in hard) <= (1 if rate == "12/1" else 0) for frame in frames), hard


def test_only_what_is_certain_enough_is_told(film: Path, tmp_path: Path) -> None:
    sure, all_of_them = (detected(film, tmp_path, certainty=least, checkpoint="")["cuts"] for least in (0.8, 0))
    assert 0 < len(sure) < len(all_of_them)


def test_one_shot_has_no_cuts(tmp_path: Path) -> None:
    still = brought.piped(tmp_path / "one.mp4", scene(9, 70), "24", "-c:v", "libx264", "-qp", "12", "-pix_fmt", "yuv420p")
    assert detected(still, tmp_path)["cuts"] == []
    single = brought.piped(tmp_path / "frame.mp4", scene(9, 1), "24", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    assert (detected(single, tmp_path)["cuts"], detected(single, tmp_path)["frames"]) == ([], 1)


def test_the_same_film_gives_the_same_answer(tmp_path: Path) -> None:
    small = brought.piped(tmp_path / "a.mp4", [*scene(3, 40), *scene(4, 30)], "24", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    found = detected(small, tmp_path)
    assert [one["frame"] for one in found["cuts"]] == [40]
    assert found == detected(small, tmp_path)


def test_progress_is_told_and_cancelling_stops(film: Path, tmp_path: Path) -> None:
    told: list[float] = []

    def tell(fraction: float, note: str) -> None:
        told.append(fraction)
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        detect_shots(Movie(film), params=DetectShots(checkpoint=""), context=numbered.context(tmp_path / "scratch", tell))
    assert told == sorted(told)
    assert len(told) > 3


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.mp4"
    rubbish.write_bytes(b"not a film" * 100)
    with pytest.raises(BadInput) as refused:
        detected(rubbish, tmp_path)
    assert refused.value.code == "FOOTAGE_UNREADABLE"


def levels(*parts: tuple[float, int]) -> list[float]:
    """A brightness that goes from value to value, each over so many pictures."""
    made, last = [], parts[0][0]
    for value, length in parts:
        made += [last + (value - last) * (n + 1) / length for n in range(length)]
        last = value
    return made


def test_through_black_is_one_change() -> None:
    level = levels((100, 40), (0, 12), (0, 8), (100, 12), (100, 40))
    dark = [int(one < 5) for one in level]
    fade = [Change(45, 0.6, True, "transnet", 5), Change(64, 0.7, True, "transnet", 5), Change(90, 0.9, False, "both")]
    made = blacks.through(fade, level, dark)
    assert [one.at for one in sorted(made, key=lambda one: one.at)] == [55, 90]
    long = levels((100, 40), (0, 12), (0, 50), (100, 12), (100, 40))
    assert [one.at for one in blacks.through(fade[:1], long, [int(one < 5) for one in long])] == [102]


def test_a_film_that_begins_or_ends_in_black_has_no_change_there() -> None:
    level = levels((0, 20), (100, 12), (100, 60), (0, 12), (0, 20))
    changes = [Change(26, 0.6, True, "transnet", 4), Change(98, 0.6, True, "transnet", 4)]
    assert blacks.through(changes, level, [int(one < 5) for one in level]) == []


def test_a_cut_to_black_stays_where_it_is() -> None:
    level = [*levels((100, 40)), *levels((0, 20)), *levels((0.1, 1), (100, 12), (100, 40))]
    level[40:60] = [0.0] * 20
    made = blacks.through(
        [Change(40, 0.95, False, "both"), Change(66, 0.6, True, "transnet", 4)], level, [int(one < 5) for one in level]
    )
    assert [(one.at, one.gradual) for one in made] == [(40, False)]


def test_stretches_between_cuts_tile_the_film() -> None:
    assert shots([180, 30, 30, 0, 999], 200) == [(0, 30), (30, 150), (180, 20)]
    assert shots([], 5) == [(0, 5)]


def test_every_parameter_moves_the_key() -> None:
    one, other = Digest("0" * 64, "movie"), Digest("1" * 64, "movie")
    keys = {
        recipe(detect_shots, params=DetectShots(**params), source=source).key
        for params, source in (
            ({}, one), ({"rate": "25/1"}, one), ({"checkpoint": ""}, one), ({"certainty": 0.5}, one), ({}, other),
        )
    }  # fmt: skip
    assert len(keys) == 5
