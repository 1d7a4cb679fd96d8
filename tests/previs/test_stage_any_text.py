"""Any text at all gives a valid stage, the same each time, in bounded time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.drivers.previs.keywords import SHAPES, picture_for, thing_for
from generation.drivers.previs.looks import look_from_words
from generation.drivers.previs.placing import FEATURES, INTERIORS, KINDS, place_from_words
from generation.drivers.previs.reading import Shot, compose, stage_from_words
from generation.drivers.previs.stage import Place, Stage
from generation.drivers.previs.vocabulary import everything, lexicon

WORDS = sorted(lexicon().chinese) + [word for thing in everything().values() for word in thing.english]
SENTENCES = st.lists(st.sampled_from([*WORDS, "the", "a", "and", "with", ",", ".", "把", "在", "Anna", "to"]), max_size=40).map(
    " ".join
)


def valid(stage: Stage) -> None:
    assert Stage.model_validate(stage.model_dump(mode="json")) == stage
    ids, names = [prop.id for prop in stage.props], [actor.name for actor in stage.actors]
    assert len(ids) == len(set(ids))
    assert len(names) == len(set(names))
    known = {*ids, *names, "camera", "left", "right", "up", "down", ""}
    assert {actor.holds for actor in stage.actors} <= {*ids, ""}
    assert {actor.gaze for actor in stage.actors} <= known
    assert set(stage.camera.subject) <= {*ids, *names}
    assert stage.place.kind in KINDS
    assert set(stage.place.features) <= set(FEATURES)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=400), SENTENCES))
def test_any_text(words: str) -> None:
    stage = stage_from_words(words)
    valid(stage)
    assert stage == stage_from_words(words)


ANGLES = ["", "over-the-shoulder", "point-of-view"]
NAMES = st.lists(st.one_of(st.sampled_from(["Anna", "小雨", "THE MAN", "Rose", ""]), st.text(max_size=12)), max_size=5)


@settings(max_examples=120, deadline=None)
@given(
    SENTENCES,
    NAMES,
    st.text(max_size=30),
    st.sampled_from(["", "CU", "EWS"]),
    st.sampled_from(["", "over-the-shoulder", "point-of-view"]),
)
def test_any_shot(words: str, names: list[str], heading: str, size: str, angle: str) -> None:
    cast = [(name, look_from_words(name)) for name in names]
    shot = Shot(heading=heading, size=size, angle=angle, speakers=tuple(names[:1]), scene_cast=tuple(reversed(names)))
    stage = compose(words, cast=cast, shot=shot)
    valid(stage)
    assert set(names) <= {actor.name for actor in stage.actors}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.one_of(st.text(max_size=200), SENTENCES), st.sampled_from([None, True, False]))
def test_any_place(name: str, description: str, interior: bool | None) -> None:
    place = place_from_words(name, description, interior)
    assert Place.model_validate(place.model_dump()) == place
    assert place.kind in KINDS
    if interior is not None:
        assert place.interior == interior == (place.kind in INTERIORS)


@pytest.mark.parametrize(
    "alphabet", ["老渔夫在码头上补网，女孩跑。", "the old man and a girl run to , . ", "a", "网", "\n", "🐟\u200d\ud800"]
)
def test_twenty_thousand_characters_take_a_bounded_time(alphabet: str) -> None:
    chance = random.Random(1)
    pieces, space = (alphabet.split(" "), " ") if " " in alphabet else (list(alphabet), "")
    short, long = (space.join(chance.choice(pieces) for _ in range(count)) for count in (1_000, 20_000))
    valid(stage_from_words(short))
    begin = time.process_time()
    valid(stage_from_words(long * 3))
    assert time.process_time() - begin < 20, "a runaway, not a slow machine: it takes well below a second"


@pytest.mark.parametrize(
    ("words", "picture"),
    [
        ("cup", "2615"), ("letters", "2709-FE0F"), ("an umbrella", "2602-FE0F"), ("lanterns", ""), ("phone", "1F4F1"),
        ("a small red suitcase", "1F9F3"), ("bicycle", "1F6B2"), ("cat", "1F408"), ("dogs", "1F415"), ("fishing boat", "26F5"),
        ("fishing net", ""), ("kangaroo", "1F998"), ("渔网", ""), ("一封信", "2709-FE0F"), ("红灯笼", "1F3EE"),
        ("自行车", "1F6B2"),
        ("手机", "1F4F1"), ("橘猫", "1F408"), ("smile", None), ("freedom", None), ("", None), ("微笑", None),
    ],
)  # fmt: skip
def test_pictures_of_words(words: str, picture: str | None) -> None:
    assert picture_for(words) == picture


def test_every_thing_has_a_height_of_its_own_kind_and_shapes_are_those_without_a_picture() -> None:
    def height(word: str) -> float:
        thing = thing_for(word)
        assert thing is not None
        return thing.height

    assert (
        height("cup")
        < height("cat")
        < height("suitcase")
        < height("bicycle")
        < height("car")
        < height("horse")
        < height("lighthouse")
    )
    assert all(0 < thing.height <= 300 for thing in everything().values())
    assert set(SHAPES) == {thing.id for thing in everything().values() if not thing.picture}
