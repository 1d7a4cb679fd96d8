"""What is loaded: once, shared where the files are the same, counted once, and let go by what it really takes."""

from __future__ import annotations

import shutil
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation import cards, room
from generation.drivers.diffusing.sharing import Shelf
from generation.drivers.diffusion import Diffusion, load, load_float8
from generation.operation import BadInput, Hindered
from generation.residency import Residency
from tests.generation import tinies as shared
from tests.generation.installed import install


def weights(driver: Diffusion) -> int:
    return sum(size for size, _ in driver.held().values())


@pytest.fixture
def three(tinies: dict[str, Path], own_checkpoints: Path, tmp_path: Path) -> list[str]:
    """Three checkpoints of one house: the same encoder and VAE, and a network of its own each; and one of another."""
    other = shutil.copytree(tinies["wan"], tmp_path / "other")
    from safetensors.torch import load_file, save_file

    network = other / "transformer" / "diffusion_pytorch_model.safetensors"
    save_file({name: value * 1.01 for name, value in load_file(network).items()}, network, metadata={"format": "pt"})
    install(own_checkpoints, {"a@1": tinies["wan"], "b@1": other, "c@1": tinies["wan_vace"], "flux@1": tinies["flux"]})
    return ["a@1", "b@1", "c@1", "flux@1"]


def test_what_is_the_same_in_two_checkpoints_is_one_in_memory_and_counts_once(three: list[str]) -> None:
    own = Residency(limit=1 << 30)
    with own.open("a@1") as one, own.open("b@1") as two, own.open("flux@1") as other:
        assert one._pipe.vae is two._pipe.vae
        assert one._pipe.text_encoder is two._pipe.text_encoder
        assert one._pipe.transformer is not two._pipe.transformer  # adapters are put into it
        assert one._pipe.vae is not other._pipe.vae
        alike = sum(size for size, _ in (one.held()[id(one._pipe.vae)], one.held()[id(one._pipe.text_encoder)]))
        assert own.bytes() == weights(one) + weights(two) + weights(other) - alike
        request = shared.clip(steps=1)
        mixed = [shared.shot(driver, request) for driver in (one, two, one)]
    assert np.array_equal(mixed[0], mixed[2])
    assert not np.array_equal(mixed[0], mixed[1])
    assert own.loads == 3


def test_one_changed_byte_makes_a_part_another(tinies: dict[str, Path], tmp_path: Path) -> None:
    """Size, names, configuration and list of tensors are the same: only the weights tell."""
    folders = [shutil.copytree(tinies["wan"], tmp_path / name) for name in ("one", "same", "other")]
    path = folders[2] / "vae" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + bytes([path.read_bytes()[-1] ^ 1]))
    one, same, other = (load(folder)._pipe for folder in folders)
    assert one.vae is same.vae
    assert one.vae is not other.vae
    assert one.text_encoder is other.text_encoder


def test_a_shelf_keeps_nothing_alive_and_takes_nothing_on_trust(tinies: dict[str, Path], tmp_path: Path) -> None:
    import torch

    shelf, made = Shelf(), 0
    folder = shutil.copytree(tinies["wan"] / "vae", tmp_path / "vae")

    def loaded() -> Any:
        nonlocal made
        made += 1
        return torch.nn.Linear(1, 1)

    held = shelf.part(folder, "Vae", torch.float32, loaded)
    assert shelf.part(folder, "Vae", torch.float32, loaded) is held
    assert shelf.part(folder, "Vae", torch.bfloat16, loaded) is not held  # another precision is another part
    assert shelf.part(folder, "Other", torch.float32, loaded) is not held
    gone = weakref.ref(held)
    del held
    assert gone() is None
    shelf.part(folder, "Vae", torch.float32, loaded)
    assert made == 4


def test_the_least_used_goes_by_what_it_takes_and_nothing_that_is_open(three: list[str]) -> None:
    each = {id: sum(size for size, _ in measured(id).values()) for id in three}
    both = len_of({**measured("a@1"), **measured("b@1")})
    own = Residency(limit=both + each["flux@1"] // 2)  # two that share fit, a third does not
    with own.open("a@1"):
        pass
    with own.open("b@1"):
        assert own.names() == ("b@1", "a@1")
    with own.open("a@1") as one, own.open("flux@1"):
        assert set(own.names()) == {"a@1", "flux@1"}  # b was used longest ago
        with own.open("a@1") as again:
            assert again is one
    with own.open("c@1"):
        assert own.names()[0] == "c@1"
        assert own.bytes() <= both + each["flux@1"] // 2
    gone = weakref.ref(one._pipe.transformer)
    del one, again
    own.forget("a@1")
    own.forget("c@1")
    assert gone() is None


def measured(id: str) -> dict[Any, tuple[int, bool]]:
    own = Residency(limit=1 << 30)
    with own.open(id) as driver:
        # By name, so that what two checkpoints share has one entry here too, though it is opened twice.
        return {(name if name != "transformer" else (id, name)): driver.held()[key] for name, key in named(driver)}


def named(driver: Diffusion) -> list[tuple[Any, int]]:
    return [(name, id(part)) for name, part in driver._pipe.components.items() if id(part) in driver.held()]


def len_of(held: dict[Any, tuple[int, bool]]) -> int:
    return sum(size for size, _ in held.values())


def test_the_limit_is_the_machines_or_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text("max\n")
    whole = room.machine((limit,))
    limit.write_text(f"{3 << 30}\n")
    assert room.machine((limit, tmp_path / "none")) == min(whole, 3 << 30)
    monkeypatch.setenv("FILMWRIGHT_WORKERS", "2")
    assert room.beside() == room.machine() // 4
    assert room.said() is None
    monkeypatch.setenv("FILMWRIGHT_RESIDENT_GB", "1.5")
    assert room.said() == 3 << 29
    for wrong in ("much", "-1", "0", "nan"):
        monkeypatch.setenv("FILMWRIGHT_RESIDENT_GB", wrong)
        with pytest.raises(BadInput, match="number of GiB") as refused:
            room.said()
        assert refused.value.code == "SETTING_INVALID"


def test_what_is_said_is_kept_to(three: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    most = max(len_of(measured(id)) for id in three)
    monkeypatch.setenv("FILMWRIGHT_RESIDENT_GB", str(1.01 * most / 2**30))
    own = Residency()
    for id in [*three, *three]:
        with own.open(id):
            pass
        assert own.bytes() <= 1.01 * most
    assert own.loads > len(three)


def test_weights_in_8_bits_take_less_and_draw_something_else(tinies: dict[str, Path]) -> None:
    full, small = load(tinies["wan"]), load_float8(tinies["wan"])
    assert weights(small) < weights(full)
    request = shared.clip(steps=2)
    made = shared.shot(small, request)
    assert np.array_equal(made, shared.shot(load_float8(tinies["wan"]), request))
    assert not np.array_equal(made, shared.shot(full, request))  # so it has an id, and a key, of its own


def test_a_great_model_without_a_card_is_refused_and_a_tiny_one_of_its_name_is_not(
    tinies: dict[str, Path], own_checkpoints: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(own_checkpoints, {"great@1": tinies["wan"]}, gpu=80)
    with Residency().open("great@1"):
        pass
    large = own_checkpoints / "great@1" / "transformer" / "more.safetensors"
    with large.open("wb") as file:
        file.truncate(2 << 30)  # a file with a hole: it takes no room
    monkeypatch.delenv("FILMWRIGHT_DEVICE", raising=False)
    from generation import checkpoints

    with pytest.raises(Hindered, match="80 GiB") as refused:
        cards.require(checkpoints.entry("great@1"))
    assert (refused.value.code, refused.value.blame) == ("NO_CARD", "you")
    monkeypatch.setenv("FILMWRIGHT_DEVICE", "cpu")  # who asks for the processor gets it
    cards.require(checkpoints.entry("great@1"))
