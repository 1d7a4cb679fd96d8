"""Sentences in English and Chinese become the stage that a person would see in them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from generation.drivers.previs.reading import stage_from_words
from generation.drivers.previs.stage import Stage

SENTENCES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("test_stage_sentences.toml").read_text("utf-8"))[
    "sentence"
]


def misread(case: dict[str, Any], stage: Stage) -> list[str]:
    """What is not as expected, each in words."""
    seen: dict[str, str] = {
        "place": stage.place.kind, "time": stage.light.time.value, "weather": stage.light.weather.value,
        "size": stage.camera.size.value, "angle": stage.camera.angle.value, "move": stage.camera.move.value,
    }  # fmt: skip
    wrong = [f"{key}: {seen[key]}, not {case[key]}" for key in seen if key in case and seen[key] != case[key]]
    if "people" in case:
        people = [f"{a.look.figure} {a.look.gender} {a.pose.value}" for a in stage.actors]
        alike = len(people) == len(case["people"]) and all(
            all(want in ("", have) for want, have in zip(expected.split(" "), found.split(" "), strict=True))
            for expected, found in zip(case["people"], people, strict=True)
        )
        if not alike:
            wrong.append(f"people: {people}, not {case['people']}")
    faces = [a.expression.value for a in stage.actors]
    if "faces" in case and faces[: len(case["faces"])] != case["faces"]:
        wrong.append(f"faces: {faces}, not {case['faces']}")
    props = {prop.id for prop in stage.props}
    if missing := set(case.get("props", ())) - props:
        wrong.append(f"props: {sorted(props)} lack {sorted(missing)}")
    if extra := set(case.get("not_props", ())) & props:
        wrong.append(f"props: {sorted(extra)} should not be there")
    return wrong


@pytest.mark.parametrize("case", SENTENCES, ids=[one["words"][:60] for one in SENTENCES])
def test_sentence(case: dict[str, Any]) -> None:
    assert misread(case, stage_from_words(case["words"])) == []


def test_enough_of_both_languages() -> None:
    chinese = [one for one in SENTENCES if any("㐀" <= char <= "鿿" for char in one["words"])]
    assert len(SENTENCES) >= 60
    assert len(chinese) >= 25
