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
from generation.media import Image
from generation.mezzanine import pixels_of
from generation.operations.image import GenerateImage
from generation.operations.image import generate as draw
from generation.operations.video import GenerateVideo
from generation.operations.video import generate as shoot
from generation.packages import Source
from generation.residency import Residency, residency
from tests.generation import tiny_diffusion as tiny

CAPABILITY = {"tiny-wan@1": "video-generator", "tiny-wan-image@1": "video-generator", "tiny-flux@1": "image-generator"}
BUILDS = {"tiny-wan@1": tiny.wan, "tiny-wan-image@1": tiny.wan_image, "tiny-flux@1": tiny.flux}


@pytest.fixture
def installed(own_checkpoints: Path) -> Iterator[Path]:
    """Three tiny checkpoints, each file of them listed with its hash."""
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
