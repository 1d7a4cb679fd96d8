"""A cut larger than its film: enlarged by the network where that is asked for, shot by shot, and not at all where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editing import plans
from editing.cuts import Options
from editing.presets import PRESETS
from tests.editing.test_plans import lay, shoot
from tests.storyboard.films import Film


@pytest.mark.parametrize(("id_", "size", "factor"), [
    ("web-2160p", (1280, 720), 3), ("web-2160p", (1920, 1080), 2), ("web-2160p", (640, 360), 4), ("web-2160p", (3840, 2160), 1),
    ("web-2160p", (4096, 1716), 2), ("web-1080p", (640, 360), 1), ("master", (640, 360), 1), ("web-2160p", (720, 1280), 3),
])  # fmt: skip
def test_how_many_times_a_network_enlarges(id_: str, size: tuple[int, int], factor: int) -> None:
    assert PRESETS[id_].factor(*size) == factor


def test_a_person_says_how() -> None:
    assert Options(larger="network").over(PRESETS["web-1080p"]).factor(640, 360) == 3
    assert Options(larger="lanczos").over(PRESETS["web-2160p"]).factor(640, 360) == 1
    assert Options().over(PRESETS["web-2160p"]).factor(640, 360) == 4


def test_each_shot_is_enlarged_once_and_only_what_changed_again(film: Film) -> None:
    shoot(film)
    timeline = lay(film)
    large = replace(PRESETS["web-1080p"], larger="network")
    before = plans.cut(timeline, large)
    made = [one for one in before.walk().values() if one.name == "quality.upscale"]
    assert [one.params["factor"] for one in made] == [4, 4, 4]
    segments = [one for one in before.walk().values() if one.name == "edit.segment"]
    assert {one.inputs["clip"].name for one in segments} == {"quality.upscale"}  # type: ignore[union-attr]
    assert {one.params["height"] for one in segments} == {1080}
    assert "quality.upscale" not in {one.name for one in plans.cut(timeline, PRESETS["web-1080p"]).walk().values()}
    shoot(film, 2, seed=77)
    after = plans.cut(timeline, large)
    changed = [one.name for key, one in after.walk().items() if key not in before.walk()]
    assert changed.count("quality.upscale") == 1
