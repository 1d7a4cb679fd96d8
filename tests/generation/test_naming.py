"""Words to kinds: both languages, heads of phrases, plurals, groups, the nearest by meaning, and what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation import naming
from generation.drivers.detection import KINDS


class Near:
    """A meaning that knows one pair of words."""

    def nearest(self, texts: Sequence[str], known: Sequence[str], *, at_least: float = 0.6) -> list[tuple[str, float] | None]:
        assert all(not naming._HAN.search(word) for word in known)
        return [("boat", 0.9) if text == "trireme" else None for text in texts]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("person", ["person"]),
        ("The girl in the blue skirt", ["person"]),
        ("two dogs and a red sports car", ["dog", "car"]),
        ("buses", ["bus"]),
        ("knives, glasses", ["knife", "wine glass"]),
        ("women", ["person"]),
        ("红色的小汽车、女孩", ["car", "person"]),
        ("桌上的咖啡杯", ["cup"]),
        ("孩子们", ["person"]),
        ("红车", ["car"]),
        ("potted plants", ["potted plant"]),
    ],
)
def test_words_ask_for_kinds(words: str, kinds: list[str]) -> None:
    found, strange = naming.understood(words, KINDS)
    assert [one.kinds[0] for one in found] == kinds
    assert strange == []


def test_groups_faces_and_the_main_thing() -> None:
    ((animals, face, main), strange) = naming.understood("rabbit, faces, main thing", KINDS)
    assert animals.group == "animal"
    assert "dog" in animals.kinds
    assert (face.special, main.special) == ("face", "main")
    assert strange == []
    assert naming.understood("主体", KINDS)[0][0].special == "main"
    assert naming.called("animal", "zh") == "动物"
    assert naming.called("main", "en") == "main thing"


def test_what_is_not_known_is_said_and_the_nearest_by_meaning_is_taken() -> None:
    assert naming.understood("violin, 小提琴, cat", KINDS) == (
        [naming.Wanted("cat", ("cat",))],
        ["violin", "小提琴"],
    )
    found, strange = naming.understood("trireme, violin", KINDS, Near())
    assert [one.kinds for one in found] == [("boat",)]
    assert strange == ["violin"]
    assert naming.understood("河马，马路", KINDS) == ([], ["河马", "马路"])
    assert naming.understood("  ,, ", KINDS) == ([], [])


def test_a_detector_that_knows_less_is_asked_for_less() -> None:
    assert naming.understood("animals", ["dog"])[0][0].kinds == ("dog",)
    assert naming.understood("car", ["dog"]) == ([], ["car"])


def test_every_kind_has_words_in_both_languages() -> None:
    for kind in KINDS:
        assert naming._HAN.search(naming.called(kind, "zh")), kind
        assert naming.understood(kind, KINDS)[0][0].kinds == (kind,)
        assert kind in naming.understood(naming.called(kind, "zh"), KINDS)[0][0].kinds
