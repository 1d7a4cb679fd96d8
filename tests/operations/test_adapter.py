"""adapter.train: what it makes is what the generators take; what it was told is in its key; what is wrong is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
import torch

from generation import adapters
from generation.catalogue import read_own, write_own
from generation.local import LocalContext
from generation.media import Image
from generation.operation import BadInput, recipe
from generation.operations.adapter import TrainAdapter, train
from generation.operations.image import GenerateImage
from generation.operations.image import generate as draw
from generation.recipe import Digest
from generation.residency import residency
from tests.generation import tiny_diffusion as tiny
from tests.generation.installed import install


@pytest.fixture
def installed(own_checkpoints: Path, tmp_path: Path) -> Iterator[Path]:
    """A tiny FLUX, as installed."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    folder = tiny.saved(tiny.flux, tmp_path / "flux")
    (folder / "filmwright.json").write_text(json.dumps({"area": 4096, "steps": [1, 2]}))
    install(own_checkpoints, {"tiny-flux@1": folder})
    known = read_own(own_checkpoints)["tiny-flux@1"]
    write_own(own_checkpoints, {known.id: replace(known, family="FLUX.1", takes=("words", "seed", "adapters"))})
    yield own_checkpoints
    torch.set_num_threads(threads)
    residency._held.pop("tiny-flux@1", None)


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Image, ...]:
    """Three pictures."""
    made = []
    for at in range(3):
        path = tmp_path / f"{at}.png"
        pixels = (np.random.default_rng(at).random((6, 6, 3)) * 255).astype(np.uint8)
        PIL.Image.fromarray(pixels).resize((90, 70)).save(path)
        made.append(Image(path))
    return tuple(made)


def test_what_is_learnt_is_worn_by_the_generator_and_taken_off_again(
    installed: Path, pictures: tuple[Image, ...], tmp_path: Path
) -> None:
    shown: list[PIL.Image.Image] = []
    context = LocalContext(tmp_path / "scratch", show=shown.append)
    params = TrainAdapter(checkpoint="tiny-flux@1", trigger="zwx", rank=4, steps=24, rate_e6=30_000, prior=0.0)
    learnt = train(pictures, params=params, context=context)
    facts = adapters.look(learnt.path)
    assert (facts["base"], facts["rank"], facts["trigger"]) == ("FLUX.1", 4, "zwx")
    assert shown

    def drawn(*worn: float) -> np.ndarray:  # type: ignore[type-arg]
        said = GenerateImage(
            prompt="a photo of zwx", width=64, height=64, seed=1, checkpoint="tiny-flux@1", adapter_strengths=worn
        )
        made = draw(None, (), adapters=(learnt,) * len(worn), params=said, context=context)
        return np.asarray(PIL.Image.open(made.path)).astype(int)

    plain, full, none = drawn(), drawn(1.0), drawn(0.0)
    assert np.abs(full - plain).mean() > 0.2
    assert np.array_equal(none, plain)


def test_every_word_of_it_is_in_the_key() -> None:
    pictures = tuple(Digest(f"{at}" * 64, "image") for at in range(3))

    def key(**said: object) -> str:
        return recipe(train, params=TrainAdapter(trigger="zwx", **said), pictures=pictures).key  # type: ignore[arg-type]

    first = key()
    assert first == key(steps=1200)
    others = [
        key(steps=1201), key(rank=8), key(seed=1), key(rate_e6=99), key(caption="a photo"), key(plain="a dog"), key(prior=0.4),
        key(mirror=True), key(side=512), key(checkpoint="flux-dev@1"), key(captions=("a", "b", "c")),
    ]  # fmt: skip
    assert len({first, *others}) == len(others) + 1


def test_words_for_some_pictures_only_are_refused(installed: Path, pictures: tuple[Image, ...], tmp_path: Path) -> None:
    context = LocalContext(tmp_path / "scratch")
    for params, code in (
        (TrainAdapter(checkpoint="tiny-flux@1", captions=("one",)), "TRAINING_CAPTIONS"),
        (TrainAdapter(checkpoint="previs@1"), "MODEL_CANNOT"),
    ):
        with pytest.raises(BadInput) as refused:
            train(pictures, params=params, context=context)
        assert refused.value.code == code
