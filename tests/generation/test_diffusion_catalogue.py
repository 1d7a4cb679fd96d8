"""What the list says of each generator is what its driver does: the form that a page shows is never a promise too much."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from generation import checkpoints
from generation.catalogue import Entry
from generation.drivers import taking
from generation.drivers.diffusing import placing
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
    assert list(entry.needs) == taking.ordered(family.needs)
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


@pytest.mark.parametrize("entry", GREAT, ids=lambda one: one.id)
def test_the_memory_of_an_entry_is_what_its_weights_come_to(entry: Entry) -> None:
    """By the rule by which the driver chooses where they lie, of weights that are laid in the precision of the family."""
    precise = named(entry.family).precise
    sizes = [count * 1_000_000 * (4 if part in precise else 2) for part, count in entry.weights]
    assert sizes
    assert entry.gpu == math.ceil((sum(sizes) * placing.WORK + placing.SPARE) / 2**30)
    assert entry.gpu_offload == math.ceil((max(sizes) * placing.WORK + placing.SPARE) / 2**30)
    assert entry.size >= 0.9 * 2_000_000 * sum(count for _, count in entry.weights)


@pytest.mark.parametrize("id", ["wan-t2v-1.3b@2.1", "ltx-video-2b@0.9.5", "cogvideox-2b@1", "flux-dev@1", "z-image-turbo@1"])
def test_the_weights_of_an_entry_are_those_of_the_class(id: str) -> None:
    """Counted on nothing: the networks at their full size, without memory for a single weight."""
    import diffusers
    import torch

    kinds = {
        "wan-t2v-1.3b@2.1": ("WanTransformer3DModel", {"num_attention_heads": 12, "ffn_dim": 8960, "num_layers": 30}),
        "ltx-video-2b@0.9.5": ("LTXVideoTransformer3DModel", {}), "cogvideox-2b@1": ("CogVideoXTransformer3DModel", {}),
        "flux-dev@1": ("FluxTransformer2DModel", {}), "z-image-turbo@1": ("ZImageTransformer2DModel", {}),
    }  # fmt: skip
    kind, said = kinds[id]
    with torch.device("meta"):
        network = getattr(diffusers, kind)(**said)
    assert dict(checkpoints.entry(id).weights)["transformer"] == round(sum(one.numel() for one in network.parameters()) / 1e6)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("wan-2.1-t2v-1.3b", "wan-t2v-1.3b@2.1"),
        ("wan-t2v-1.3b", "wan-t2v-1.3b@2.1"),
        ("previs@1", "previs@1"),
        ("wan", "wan"),
        ("nothing-like-it", "nothing-like-it"),
    ],
)
def test_a_model_is_found_by_its_words(said: str, meant: str) -> None:
    assert checkpoints.named(said) == meant
