"""take.score: spoiled clips are found out, what is meant is no fault, better ones rank higher, people and words are compared."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import CLIPConfig, CLIPModel

from generation import scoring, scoring_faces, scoring_faults
from generation.drivers.agreement import load
from generation.drivers.faces import Face
from generation.local import LocalContext
from generation.media import Image, Video
from generation.mezzanine import clip_to
from generation.operation import BadInput
from generation.operations.take import TakeScore, score
from tests.generation import tiny_diffusion as tiny
from tests.operations.test_footage_people import LIGHT, head, shown

COUNT = 48
RATE = Fraction(24)


def filmed() -> np.ndarray:
    """A camera that goes over a painted wall: (frames, 108, 192, 3)."""
    dice = np.random.default_rng(3)
    wall = cv2.resize(dice.integers(20, 235, (40, 90, 3), np.uint8), (480, 200), interpolation=cv2.INTER_CUBIC)
    wall = cv2.addWeighted(wall, 0.8, cv2.resize(dice.integers(0, 255, (200, 480, 3), np.uint8), (480, 200)), 0.2, 0)
    return np.stack([wall[20:128, n : n + 192] for n in range(COUNT)])


def light(gains: np.ndarray) -> np.ndarray:
    return np.clip(filmed() * gains[:, None, None, None], 0, 255).astype(np.uint8)


def put(first: int, last: int, value: Any) -> np.ndarray:
    made = filmed()
    made[first : last + 1] = value
    return made


def ramp(length: int) -> np.ndarray:
    return np.clip(np.arange(COUNT) / length, 0, 1)


def found(shots: np.ndarray, **chosen: Any) -> list[tuple[str, int, int]]:
    measured = scoring.measure(iter(shots), len(shots), RATE, **chosen)
    return [(one.kind, one.first, one.last) for one in measured.faults]


def noise() -> np.ndarray:
    return cv2.resize(
        np.random.default_rng(9).integers(0, 255, (9, 16, 3), np.uint8), (192, 108), interpolation=cv2.INTER_NEAREST
    )


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (filmed, []),
        (lambda: put(0, COUNT, 0), [("black", 0, 47)]),
        (lambda: put(20, 22, 2), [("black", 20, 22)]),
        (lambda: put(40, 47, 2), [("black", 40, 47)]),
        (lambda: put(10, 30, (0, 90, 0)), [("flat", 10, 30)]),
        (lambda: np.repeat(filmed()[:1], COUNT, axis=0), [("frozen", 0, 47)]),
        (lambda: np.concatenate([filmed()[:20], np.repeat(filmed()[20:21], 28, axis=0)]), [("frozen", 20, 47)]),
        (lambda: put(24, 24, noise()), [("torn", 24, 24)]),
        (lambda: light(ramp(10)), []),
        (lambda: light(ramp(4)[::-1]), []),
        (lambda: light(np.abs(np.linspace(-1, 1, COUNT))), []),
        (lambda: 255 - np.clip((255 - filmed()) * ramp(12)[::-1][:, None, None, None], 0, 255).astype(np.uint8), []),
        (lambda: light(np.where(np.arange(COUNT) == 20, 2.5, 0.7)), []),
        (lambda: light(np.full(COUNT, 0.12)), []),
    ],
    ids=[
        "whole", "black", "black amid", "black at the end", "one colour", "frozen", "frozen on the way", "torn", "fade in",
        "fade out", "dip to black", "fade to white", "lightning", "night",
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_nothing_else(make: Callable[[], np.ndarray], expected: list[tuple[str, int, int]]) -> None:
    assert found(make()) == expected


def test_a_still_that_is_meant_and_a_title_are_no_faults() -> None:
    still = np.repeat(filmed()[:1], COUNT, axis=0)
    page = np.zeros((108, 192, 3), np.uint8)
    cv2.putText(page, "LATER", (50, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (230, 230, 230), 2)
    card = (page * np.minimum(ramp(8), ramp(8)[::-1])[:, None, None, None]).astype(np.uint8)
    assert found(still, still=True) == []
    assert found(card, still=True) == []
    assert scoring.total(scoring.measure(iter(still), COUNT, RATE, still=True), still=True) > 0.5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 255), st.floats(0, 255), st.floats(0, 90), st.floats(0, 40)), min_size=1, max_size=40),
    st.booleans(),
)
def test_faults_lie_within_the_clip_and_do_not_overlap_their_like(rows: list[tuple[float, ...]], still: bool) -> None:
    traces = scoring_faults.Traces()
    dice = np.random.default_rng(len(rows))
    for brightest, level, spread, change in rows:
        traces.brightest.append(brightest)
        traces.level.append(min(level, brightest))
        traces.spread.append(spread)
        traces.change.append(change)
        traces.thumbs.append(dice.normal(100, spread, (18, 32)).astype(np.float32))
    for one in (every := scoring_faults.faults(traces, still=still)):
        assert 0 <= one.first <= one.last < len(rows)
        assert not still or one.kind != "frozen"
    for kind in {one.kind for one in every}:
        same = [one for one in every if one.kind == kind]
        assert all(a.last < b.first for a, b in itertools.pairwise(same))


def test_sharp_and_steady_rank_above_soft_and_flickering() -> None:
    def ranked(shots: np.ndarray) -> tuple[scoring.Measured, float]:
        measured = scoring.measure(iter(shots), COUNT, RATE)
        return measured, scoring.total(measured)

    clean, best = ranked(filmed())
    soft, lower = ranked(np.stack([cv2.GaussianBlur(one, (0, 0), 2.5) for one in filmed()]))
    swung, low = ranked(light(1 + 0.12 * (-1.0) ** np.arange(COUNT)))
    dawn, _ = ranked(light(np.linspace(0.5, 1, COUNT)))
    assert soft.sharpness < clean.sharpness - 0.3
    assert swung.flicker > 0.5 > 0.1 > max(clean.flicker, dawn.flicker)
    assert clean.motion > 0.2
    assert max(lower, low) < best
    assert scoring.total(scoring.measure(iter(put(20, 22, 2)), COUNT, RATE)) <= scoring.WORST


def written(folder: Path, shots: np.ndarray) -> Video:
    out = folder / "take.mkv"
    with clip_to(out, shots.shape[2], shots.shape[1], RATE) as writer:
        for pixels in shots:
            writer.write(pixels)
    return Video(out)


def drawn(folder: Path, pixels: np.ndarray, name: str) -> Image:
    PIL.Image.fromarray(pixels).save(folder / name)
    return Image(folder / name)


def test_the_operation_tells_it_as_a_document(tmp_path: Path) -> None:
    made = score(written(tmp_path, put(20, 22, 0)), (), params=TakeScore(), context=LocalContext(tmp_path / "scratch")).read()
    assert made["faults"] == [{"kind": "black", "first": 20, "last": 22}]
    assert made["likeness"] is made["agreement"] is None
    assert made["frames"] == COUNT
    assert 0 < made["score"] <= scoring.WORST


def test_faces_are_compared_with_the_pictures_of_the_cast(tmp_path: Path) -> None:
    light_ = head(**LIGHT)
    shots = np.stack([shown((light_, 60 + 3 * n, 80)) for n in range(24)])
    clip, context = written(tmp_path, shots), LocalContext(tmp_path / "scratch")
    params = TakeScore(faces="yunet-sface@1")
    hers, nobody = (
        score(clip, (drawn(tmp_path, picture, "one.png"),), params=params, context=context).read()["likeness"]
        for picture in (shown((light_, 200, 60)), shown())
    )
    assert hers > 0.9
    assert nobody is None


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_nearer_face_is_the_more_alike(one: float, other: float) -> None:
    class Towards:
        """Faces whose vectors lie so far from the picture's: a frame says by its first value how far."""

        def find(self, pixels: np.ndarray) -> list[Any]:
            return [Face((0, 0, 20, 20), 1.0, 0.1, 99.0, np.zeros(15, np.float32))]

        def vector(self, pixels: np.ndarray, face: Face) -> np.ndarray:
            return np.asarray([pixels[0], (1 - pixels[0] ** 2) ** 0.5], np.float32)

    near, far = (scoring_faces.likeness(Towards(), [np.array([near])], [np.array([1.0])]) for near in sorted((one, other))[::-1])
    assert near is not None
    assert far is not None
    assert 0 <= far <= near <= 1
    assert (near == 1) == (max(one, other) >= 0.6 - 1e-4) or abs(max(one, other) - 0.6) < 1e-3


def tiny_clip(folder: Path) -> Path:
    """A CLIP with random weights, as hubs keep it."""
    torch.manual_seed(0)
    told = {"hidden_size": 32, "intermediate_size": 37, "num_attention_heads": 4, "num_hidden_layers": 2}
    config = CLIPConfig(
        text_config={**told, "vocab_size": 100, "max_position_embeddings": 77, "bos_token_id": 0, "eos_token_id": 1},
        vision_config={**told, "image_size": 30, "patch_size": 15},
        projection_dim=32,
    )
    CLIPModel(config).save_pretrained(str(folder), safe_serialization=True)
    tiny.clip_tokenizer().save_pretrained(str(folder))
    return folder


def test_words_are_compared_where_a_model_is_there(tmp_path: Path) -> None:
    folder = tiny_clip(tmp_path / "clip")
    judge = load(folder)
    pictures = list(filmed()[::12])
    agreed = judge.agrees(pictures, "a painted wall")
    assert agreed is not None
    assert 0 <= agreed <= 1
    assert judge.agrees(pictures, "a painted wall") == agreed
    assert judge.agrees(pictures, "一面墙") is None
    (folder / "config.json").write_text('{"architectures": ["Evil"]}')
    with pytest.raises(BadInput) as refused:
        load(folder)
    assert refused.value.code == "CHECKPOINT_UNSUPPORTED"
