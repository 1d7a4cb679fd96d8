"""LoRA adapters: they change what is drawn, blend, leave nothing behind, and are refused when they are for another model."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from safetensors.torch import save_file

from generation.drivers import Adapter, Guide
from generation.drivers.diffusion import Diffusion
from generation.operation import BadInput
from tests.generation.tinies import clip, differ, opened, picture, quiet, shot

PARTS = {"wan": "transformer", "wan_two": "transformer", "sdxl": "unet", "flux": "transformer", "ltx": "transformer"}


def lora(folder: Path, path: Path, part: str, seed: int = 0, rank: int = 2, named: str = "to_q") -> Path:
    """A LoRA over every layer of a name, as peft and diffusers write it."""
    driver, chance = opened(folder), torch.Generator().manual_seed(seed)
    network = getattr(driver._pipe, part)
    layers = {}
    for name, module in network.named_modules():
        if name.endswith(named) and isinstance(module, torch.nn.Linear):
            layers[f"{part}.{name}.lora_A.weight"] = torch.randn(rank, module.in_features, generator=chance)
            layers[f"{part}.{name}.lora_B.weight"] = torch.randn(module.out_features, rank, generator=chance)
    assert layers
    save_file(layers, path)
    return path


def drawn(driver: Diffusion, *adapters: Adapter) -> npt.NDArray[Any]:
    if driver.family.moves:
        return shot(driver, clip(5, adapters=adapters))
    return driver.image(picture(adapters=adapters), quiet)


@pytest.mark.parametrize("name", PARTS)
def test_adapters_change_the_picture_by_their_strength_and_leave_nothing(
    tinies: dict[str, Path], tmp_path: Path, name: str
) -> None:
    driver = opened(tinies[name])
    one = lora(tinies[name], tmp_path / "one.safetensors", PARTS[name])
    other = lora(tinies[name], tmp_path / "other.safetensors", PARTS[name], seed=1)
    plain = drawn(driver)
    full, half, two = (
        drawn(driver, Adapter(one)), drawn(driver, Adapter(one, 0.5)), drawn(driver, Adapter(one), Adapter(other, 0.7)),
    )  # fmt: skip
    made = [plain, full, half, two]
    assert all(differ(a, b) > 0.01 for n, a in enumerate(made) for b in made[:n])
    assert np.array_equal(full, drawn(opened(tinies[name]), Adapter(one)))  # and by itself the same
    assert np.array_equal(plain, drawn(driver, Adapter(one, 0.0)))
    assert np.array_equal(plain, drawn(driver))
    assert not [key for key in getattr(driver._pipe, PARTS[name]).state_dict() if "lora" in key]


def test_an_adapter_changes_both_networks_of_a_model_that_has_two(tinies: dict[str, Path], tmp_path: Path) -> None:
    driver = opened(tinies["wan_two"])
    one = lora(tinies["wan_two"], tmp_path / "one.safetensors", "transformer")
    seen: dict[str, bool] = {}

    def look(name: str) -> Any:
        def hook(module: Any, given: Any) -> None:
            seen[name] = any("lora" in key for key, _ in module.named_parameters())

        return hook

    for name in ("transformer", "transformer_2"):
        getattr(driver._pipe, name).register_forward_pre_hook(look(name))
    drawn(driver, Adapter(one))
    assert set(seen) == {"transformer", "transformer_2"}
    assert all(seen.values())


@pytest.mark.parametrize("trained", ["sdxl", "flux", "ltx"])
def test_an_adapter_of_another_model_is_refused_and_the_next_shot_is_as_before(
    tinies: dict[str, Path], tmp_path: Path, trained: str
) -> None:
    driver = opened(tinies["wan"])
    plain = drawn(driver)
    wrong = lora(tinies[trained], tmp_path / "wrong.safetensors", PARTS[trained])
    right = lora(tinies["wan"], tmp_path / "right.safetensors", "transformer")
    with pytest.raises(BadInput, match="another model than Wan") as refused:
        drawn(driver, Adapter(right), Adapter(wrong))
    assert refused.value.code == "ADAPTER_MISFIT"
    assert np.array_equal(plain, drawn(driver))


def test_an_adapter_of_a_larger_model_of_the_same_kind_is_refused(tinies: dict[str, Path], tmp_path: Path) -> None:
    path = lora(tinies["wan"], tmp_path / "small.safetensors", "transformer")
    from safetensors.torch import load_file

    save_file({key: value.repeat(1, 2) if "lora_A" in key else value for key, value in load_file(path).items()}, path)
    with pytest.raises(BadInput, match="48 channels, here there are 24") as refused:
        drawn(opened(tinies["wan"]), Adapter(path))
    assert refused.value.code == "ADAPTER_MISFIT"


@pytest.mark.parametrize("kind", ["pickle", "cut", "nothing"])
def test_what_is_no_adapter_is_never_opened(tinies: dict[str, Path], tmp_path: Path, kind: str) -> None:
    path = lora(tinies["wan"], tmp_path / "one.safetensors", "transformer")
    if kind == "pickle":
        torch.save({"a": torch.zeros(2)}, path)
    else:
        path.write_bytes(path.read_bytes()[:-40] if kind == "cut" else b"")
    with pytest.raises(BadInput, match="safetensors") as refused:
        drawn(opened(tinies["wan"]), Adapter(path))
    assert refused.value.code == "ADAPTER_UNREADABLE"


def test_a_model_without_adapters_says_so(tinies: dict[str, Path], painted: Path, tmp_path: Path) -> None:
    path = lora(tinies["wan"], tmp_path / "one.safetensors", "transformer")
    with pytest.raises(BadInput, match="does not take adapters"):
        shot(opened(tinies["svd"]), clip(3, first=painted, adapters=(Adapter(path),)))


def test_networks_beside_the_models_own_are_used_for_one_picture_only(
    tinies: dict[str, Path], painted: Path, tmp_path: Path
) -> None:
    driver = opened(tinies["sdxl_led"])
    plain = driver.image(picture(), quiet)
    led, stronger = (
        driver.image(picture(guides=(Guide("depth", painted, strength),)), quiet) for strength in (0.5, 1.5)
    )  # fmt: skip
    looked = driver.image(picture(references=(painted,)), quiet)
    both = driver.image(picture(guides=(Guide("depth", painted, 0.5),), references=(painted,)), quiet)
    made = [plain, led, stronger, looked, both]
    assert all(differ(a, b) > 0.05 for n, a in enumerate(made) for b in made[:n])
    assert np.array_equal(plain, driver.image(picture(), quiet))
    assert np.array_equal(plain, opened(tinies["sdxl"]).image(picture(), quiet))
    assert driver.takes - opened(tinies["sdxl"]).takes == {"guide.depth", "guide.pose", "guide.edges", "references"}


@pytest.mark.parametrize("harm", ["class", "cut", "encoder"])
def test_a_network_beside_that_is_not_right_is_refused(tinies: dict[str, Path], tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tinies["sdxl_led"], folder)
    if harm == "class":
        path = folder / "guide_pose" / "config.json"
        path.write_text(path.read_text().replace("ControlNetModel", "UNet2DModel"))
    elif harm == "cut":
        path = folder / "references" / "ip-adapter.safetensors"
        path.write_bytes(path.read_bytes()[:-9])
    else:
        shutil.rmtree(folder / "references" / "image_encoder")
    with pytest.raises(
        BadInput, match={"class": "guide_pose", "cut": "bytes instead", "encoder": "image encoder"}[harm]
    ) as refused:
        opened(folder)
    assert refused.value.code == ("CHECKPOINT_UNSUPPORTED" if harm == "class" else "CHECKPOINT_DAMAGED")
