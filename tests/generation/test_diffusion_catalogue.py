"""What the list says of each generator is what its driver does: the form that a page shows is never a promise too much."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generation import checkpoints
from generation.catalogue import Entry
from generation.drivers import taking
from generation.drivers.diffusing.families import named
from generation.drivers.previs.driver import TAKES

GENERATORS = [
    one for one in checkpoints.shipped().values() if {"video-generator", "image-generator"} & {one.capability, *one.also}
]
GREAT = [one for one in GENERATORS if one.family != "previs"]


@pytest.mark.parametrize("entry", GREAT, ids=lambda one: one.id)
def test_an_entry_says_what_its_family_declares(entry: Entry) -> None:
    family = named(entry.family)
    assert list(entry.takes) == taking.ordered(family.takes([name for name, _ in entry.parts]))
    assert entry.capability == ("video-generator" if family.moves else "image-generator")
    assert entry.longest == (family.longest if family.moves else None)
    assert entry.rate == (None if family.rate is None else f"{family.rate.numerator}/{family.rate.denominator}")
    assert entry.rate is None or Fraction(entry.rate) == family.rate
    assert (entry.steps, entry.guidance, entry.prompt) == (family.steps, family.guidance, family.prompt)
    assert entry.languages == family.languages
    assert entry.references == (family.references if "references" in entry.takes else 0)


def test_the_embedded_generator_says_what_it_takes() -> None:
    entry = checkpoints.entry("previs@1")
    assert tuple(entry.takes) == TAKES
    assert (entry.family, entry.prompt, entry.languages) == ("previs", "lines", ("en", "zh"))


@pytest.mark.parametrize("entry", GENERATORS, ids=lambda one: one.id)
def test_every_word_of_takes_is_known_and_in_order(entry: Entry) -> None:
    assert entry.takes
    assert list(entry.takes) == taking.ordered(set(entry.takes))
