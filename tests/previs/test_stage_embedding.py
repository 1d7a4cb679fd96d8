"""The sentence embedding: near in meaning is near in numbers; places that no word names; nothing needs it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generation import checkpoints
from generation.drivers.previs.embedding import Sentences
from generation.drivers.previs.placing import place_from_words
from generation.operation import BadInput


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    try:
        return Sentences(Path(checkpoints.folder("minilm@1.0")))
    except BadInput as problem:
        pytest.skip(str(problem))


def test_vectors_are_of_unit_length_and_the_same_alone_and_together(sentences: Sentences) -> None:
    words = ["a cat sleeps", "the kitten is napping", "the stock market fell sharply today"]
    together = sentences.embed(words)
    assert together.shape == (3, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together[1], sentences.embed(words[1:2])[0], atol=1e-5)


def test_what_means_the_same_is_near(sentences: Sentences) -> None:
    cat, kitten, market = sentences.embed(["a cat sleeps", "the kitten is napping", "the stock market fell sharply today"])
    assert cat @ kitten > 0.6 > 0.2 > cat @ market


def test_known_words_never_ask_for_it() -> None:
    class Unasked:
        def nearest(self, texts: object, known: object, *, at_least: float) -> list[tuple[str, float] | None]:
            raise AssertionError("asked for a word that is known")

    assert place_from_words("KITCHEN", "", True, nearest=Unasked()).kind == "kitchen"
    with pytest.raises(AssertionError, match="asked"):
        place_from_words("ANAESTHESIA", "", True, nearest=Unasked())


def test_a_place_that_no_word_names(sentences: Sentences) -> None:
    assert place_from_words("ANAESTHESIA", "", True).kind == "room"
    assert place_from_words("ANAESTHESIA", "", True, nearest=sentences).kind == "hospital"
    assert place_from_words("麻醉", "", True, nearest=sentences) == place_from_words("麻醉", "", True)
