"""A click is asked about twice: the second time in a box of the first answer, and only a better answer about the same counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from generation.prompting import answer, box_of, trusted


def square(left: int, top: int, side: int) -> npt.NDArray[np.float32]:
    logits = np.full((256, 256), -40, np.float32)
    logits[top : top + side, left : left + side] = 40
    return logits


class Two:
    """A network that answers in turn, and keeps what it was asked."""

    def __init__(self, first: tuple[Any, float], second: tuple[Any, float]) -> None:
        self._answers = [first, second]
        self.asked: list[tuple[Any, Any, Any]] = []

    def masks(self, embedding: Any, points: Any, labels: Any, before: Any = None) -> tuple[Any, Any]:
        self.asked.append((list(points), list(labels), before))
        logits, sure = self._answers[len(self.asked) - 1]
        return np.stack([logits, square(0, 0, 250), square(9, 9, 3)]), np.array([sure, 0.1, 0.2], np.float32)


def test_the_second_question_has_the_box_and_the_answer_of_the_first() -> None:
    network = Two((square(64, 32, 64), 0.6), (square(64, 40, 60), 0.9))
    found = answer(network, None, [(0.3, 0.2)], [1])
    assert np.array_equal(found, square(64, 40, 60))
    points, labels, before = network.asked[1]
    assert points == [(0.3, 0.2), (0.25, 0.125), (0.5, 0.375)]
    assert labels == [1, 2, 3]
    assert (before.min(), before.max()) == (-32, 32)


def test_an_answer_that_is_less_sure_or_about_something_else_does_not_count() -> None:
    for second in ((square(64, 40, 60), 0.5), (square(150, 150, 60), 0.9)):
        assert np.array_equal(answer(Two((square(64, 32, 64), 0.6), second), None, [(0.3, 0.2)], [1]), square(64, 32, 64))


def test_a_box_that_a_person_drew_is_kept_and_nothing_has_no_box() -> None:
    network = Two((square(64, 32, 64), 0.6), (square(64, 40, 60), 0.9))
    assert np.array_equal(answer(network, None, [(0.1, 0.1), (0.9, 0.9)], [2, 3]), square(64, 32, 64))
    assert len(network.asked) == 1
    assert box_of(np.full((256, 256), -1, np.float32)) is None


def test_specks_do_not_widen_the_box() -> None:
    logits = square(64, 32, 64)
    logits[200, 220] = 1
    assert box_of(logits) == ((0.25, 0.125), (0.5, 0.375))


def test_an_answer_that_goes_against_a_click_is_believed_less_than_one_that_does_not() -> None:
    top, whole = square(64, 32, 40), square(60, 30, 120)
    sure = np.array([0.9, 0.7], np.float32)
    masks = np.stack([top, whole])
    assert trusted(masks, sure, [(0.3, 0.2)], [1]).argmax() == 0
    assert trusted(masks, sure, [(0.3, 0.2), (0.5, 0.5)], [1, 1]).argmax() == 1  # the second click lies in the whole alone
    assert trusted(masks, sure, [(0.3, 0.2), (0.5, 0.5)], [1, 0]).argmax() == 0  # and here the whole goes against it
    assert trusted(masks, sure, [(0.2, 0.1), (0.9, 0.9)], [2, 3]).argmax() == 0  # a box's corners are no clicks
