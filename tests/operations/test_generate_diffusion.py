"""image.generate and video.generate with a diffusion checkpoint: declared, installed, opened by name, made, repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
import torch

from generation import checkpoints
from generation import frames as footage
from generation.catalogue import Entry, File, write_own
from generation.local import LocalContext
from generation.media import Adapter, Image, Video
from generation.mezzanine import pixels_of
from generation.operation import BadInput, recipe
from generation.operations.image import GenerateImage
from generation.operations.image import generate as draw
from generation.operations.video import GenerateVideo
from generation.operations.video import generate as shoot
from generation.packages import Source
from generation.residency import Residency, residency
from tests.generation import tinies
from tests.generation import tiny_diffusion as tiny
from tests.generation.test_diffusion_adapters import lora

CAPABILITY = {
    "tiny-wan@1": "video-generator", "tiny-wan-image@1": "video-generator", "tiny-flux@1": "image-generator",
    "tiny-vace@1": "video-generator",
}  # fmt: skip
BUILDS = {
    "tiny-wan@1": tiny.wan, "tiny-wan-image@1": tiny.wan_image, "tiny-flux@1": tiny.flux, "tiny-vace@1": tiny.wan_vace,
}  # fmt: skip


@pytest.fixture
def installed(own_checkpoints: Path) -> Iterator[Path]:
    """Tiny checkpoints, each file of them listed with its hash."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    entries = {}
    for id, build in BUILDS.items():
        place = tiny.saved(build, own_checkpoints / id)
        found = sorted(one for one in place.rglob("*") if one.is_file())
        files = tuple(
            File(one.relative_to(place).as_posix(), hashlib.sha256(one.read_bytes()).hexdigest(), one.stat().st_size, ())
            for one in found
        )
        size, driver = sum(one.size for one in files), "generation.drivers.diffusion:load"
        entries[id] = Entry(id, CAPABILITY[id], id, driver, "Apache-2.0", True, "these tests", False, size, files)
    write_own(own_checkpoints, entries)
    yield own_checkpoints
    torch.set_num_threads(threads)
    for id in BUILDS:
        residency._held.pop(id, None)


@pytest.mark.once
def test_shots_and_pictures_are_made_by_checkpoints_of_diffusion(installed: Path, tmp_path: Path) -> None:
    context = LocalContext(tmp_path / "scratch")
    said = {"prompt": "a boat at sea", "width": 66, "height": 38, "quality": "draft", "seed": 7}
    drawn = [draw(None, (), params=GenerateImage(**said, checkpoint="tiny-flux@1"), context=context) for _ in range(2)]
    pictures = [np.asarray(PIL.Image.open(one.path)) for one in drawn]
    assert pictures[0].shape == (38, 66, 3)
    assert np.array_equal(*pictures)

    shot = {**said, "frames": 11, "rate": "24000/1001"}
    words = [shoot(None, (), (), params=GenerateVideo(**shot, checkpoint="tiny-wan@1"), context=context) for _ in range(2)]
    assert footage.facts(words[0].path) == footage.Facts(66, 38, Fraction(24000, 1001), 11)
    first, again = ([pixels_of(one) for one in footage.whole(made.path)] for made in words)
    assert len(first) == 11
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))

    params = GenerateVideo(**shot, checkpoint="tiny-wan-image@1")
    going_on = shoot(None, (), (), Image(drawn[0].path), params=params, context=context)
    assert footage.facts(going_on.path).frames == 11


@pytest.mark.once
def test_what_a_shot_is_directed_with_reaches_the_model(installed: Path, tmp_path: Path) -> None:
    """Guides, held pictures, adapters, sources, masks, steps: by the operations, as recipes call them."""
    context, painted = LocalContext(tmp_path / "scratch"), tmp_path / "painted.png"
    tinies.blocks(3).save(painted)
    wide = {"prompt": "a boat at sea", "width": 66, "height": 38, "quality": "draft", "seed": 7}
    picture, guide = Image(painted), Video(tinies.movie(tmp_path / "guide.mkv", 9))
    taught = Adapter(lora(installed / "tiny-vace@1", tmp_path / "one.safetensors", "transformer"))

    def filmed(*given: object, **said: object) -> list[np.ndarray]:
        named = dict(zip(("guides", "adapters", "held"), given, strict=True))
        params = GenerateVideo(**wide, **said, frames=9, checkpoint="tiny-vace@1")  # type: ignore[arg-type]
        made = shoot(None, (), (), **named, params=params, context=context)
        assert footage.facts(made.path) == footage.Facts(66, 38, Fraction(24), 9)
        return [pixels_of(one) for one in footage.whole(made.path)]

    plain = filmed((), (), ())
    directed = [
        filmed((guide,), (), (), guide_kinds=("depth",)), filmed((), (taught,), (), adapter_strengths=(0.8,)),
        filmed((), (), (picture,), held_at=(4,)), filmed((), (), (), steps=3), filmed((), (), (), guidance=1.5),
    ]  # fmt: skip
    for one in directed:
        assert not all(np.array_equal(a, b) for a, b in zip(plain, one, strict=True))

    params = GenerateImage(**wide, checkpoint="tiny-flux@1", strength=0.5)
    mask = Image(tinies.given("mask", painted, tmp_path, moves=False)["mask"])
    whole, part = (draw(None, (), (), (), picture, one, params=params, context=context) for one in (None, mask))
    assert PIL.Image.open(whole.path).tobytes() != PIL.Image.open(part.path).tobytes()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"guide_kinds": ()}, "DIRECTION_MISMATCH"),
        ({"guide_kinds": ("depth",), "guide_strengths": (1.0, 1.0)}, "DIRECTION_MISMATCH"),
        ({"guide_kinds": ("depth",), "held_at": (3, 4)}, "DIRECTION_MISMATCH"),
        ({"guide_kinds": ("depth",), "held_at": (9,)}, "HELD_BEYOND"),
        ({"guide_kinds": ("depth",), "held_at": (8,)}, "MODEL_CANNOT"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(tmp_path: Path, said: dict[str, object], code: str) -> None:
    context, painted = LocalContext(tmp_path / "scratch"), tmp_path / "painted.png"
    tinies.blocks(3).save(painted)
    guide = Video(tinies.movie(tmp_path / "guide.mkv", 9))
    params = GenerateVideo(prompt="a boat", width=66, height=38, frames=9, **said)  # type: ignore[arg-type]
    with pytest.raises(BadInput) as refused:
        shoot(None, (), (), guides=(guide,), held=(Image(painted),), params=params, context=context)
    assert refused.value.code == code


def test_keys_of_takes_from_before_stay_as_they_were() -> None:
    """Nothing said is nothing in the key: a recipe holds only what it held before there were guides and adapters."""
    kept = {
        "prompt", "negative", "seed", "frames", "rate", "width", "height", "quality", "alpha", "checkpoint", "speech_starts",
        "speech_speakers", "speech_words",
    }  # fmt: skip
    assert set(recipe(shoot, params=GenerateVideo(prompt="a")).params) == kept
    kept = {"prompt", "negative", "seed", "width", "height", "quality", "alpha", "frame", "checkpoint"}
    assert set(recipe(draw, params=GenerateImage(prompt="a")).params) == kept


def test_what_only_a_hub_has_is_opened_from_its_folder(own_checkpoints: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are not in the list: the folder that was copied there is what counts, and its bytes are measured."""
    id = "tiny-hub@1"
    entry = Entry(
        id, "image-generator", id, "generation.drivers.diffusion:load", "Apache-2.0", True, "these tests", False, 10**6,
        repository=Source.parse("hub:nobody/tiny@main:*"),
    )  # fmt: skip
    listed = {**checkpoints.shipped(), id: entry}
    monkeypatch.setattr(checkpoints, "shipped", lambda: listed)
    tiny.saved(tiny.flux, own_checkpoints / id)
    own = Residency()
    with own.open(id) as driver:
        assert driver.family.name == "FLUX.1"
        assert own.bytes() == sum(size for size, _ in driver.held().values()) > 100_000
