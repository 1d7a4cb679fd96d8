"""Diffusion models: tiny pipelines of the real classes are saved, opened by our driver, run, repeated, and refused when wrong."""

from __future__ import annotations

import dataclasses
import inspect
import json
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
import torch

from generation.drivers import Clip
from generation.drivers.diffusing import families
from generation.drivers.diffusing.asking import Asked
from generation.drivers.diffusion import Diffusion, Rework, load
from generation.operation import BadInput, Cancelled, Exhausted
from tests.generation import tiny_diffusion as tiny

VIDEO = {
    "wan": ("",), "wan_image": ("first", "first last"), "wan_both": ("", "first"),
    "wan_vace": ("", "first last references"), "ltx": ("", "first last"), "cogvideox": ("",), "cogvideox_image": ("first",),
    "animatediff": ("",), "svd": ("first",), "hunyuan": ("",),
}  # fmt: skip
PICTURE = {
    "sdxl": ("", "source", "source mask"), "flux": ("", "source mask"), "flux_kontext": ("references",),
    "flux_fill": ("source mask",), "qwen_image": ("", "source", "source mask"),
}  # fmt: skip


@pytest.fixture(scope="module")
def tinies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Folders of saved tiny pipelines by name, made when first asked for."""

    class Made(dict[str, Path]):
        def __missing__(self, name: str) -> Path:
            self[name] = tiny.saved(getattr(tiny, name), place / name)
            return self[name]

    place, threads = tmp_path_factory.mktemp("tiny"), torch.get_num_threads()
    torch.set_num_threads(1)
    yield Made()
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture with something to see in it."""
    path = tmp_path_factory.mktemp("pictures") / "painted.png"
    blocks = (np.random.default_rng(1).random((6, 9, 3)) * 255).astype(np.uint8)
    PIL.Image.fromarray(blocks).resize((90, 60)).save(path)
    return path


def opened(folder: Path, steps: int = 2) -> Diffusion:
    driver = load(folder)
    driver.family = dataclasses.replace(driver.family, steps=(1, steps))
    return driver


def given(words: str, picture: Path) -> dict[str, Any]:
    return {name: (picture,) if name == "references" else picture for name in words.split()}


def clip(frames: int = 9, **said: Any) -> Clip:
    base = {"prompt": "a boat\nat sea", "negative": "rain", "width": 66, "height": 38, "seed": 5, "stage": {}}
    return Clip(**{**base, "frames": frames, "rate": Fraction(24), **said})


def shot(driver: Diffusion, request: Clip) -> npt.NDArray[np.uint8]:
    return np.stack(list(driver.video(request, lambda share, note: None)))


def differ(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(int) - other).mean())


@pytest.mark.once
@pytest.mark.parametrize(("name", "words"), [(name, words) for name, ways in VIDEO.items() for words in ways])
def test_a_clip_is_as_asked_and_the_seed_repeats_it(tinies: dict[str, Path], painted: Path, name: str, words: str) -> None:
    driver = opened(tinies[name])
    request = clip(**given(words, painted))
    made = shot(driver, request)
    assert made.shape == (9, 38, 66, 3)
    assert made.dtype == np.uint8
    again = opened(tinies[name])  # opened anew, as a worker that was started anew does
    assert np.array_equal(made, shot(again, request))
    assert differ(made, shot(again, dataclasses.replace(request, seed=6))) > 1


@pytest.mark.once
@pytest.mark.parametrize(("name", "words"), [(name, words) for name, ways in PICTURE.items() for words in ways])
def test_a_picture_is_as_asked_and_the_seed_repeats_it(tinies: dict[str, Path], painted: Path, name: str, words: str) -> None:
    driver = opened(tinies[name])
    request = Rework(prompt="a boat", negative="", width=66, height=38, seed=5, stage={}, **given(words, painted))
    made = driver.image(request, lambda share, note: None)
    assert made.shape == (38, 66, 3)
    assert np.array_equal(made, opened(tinies[name]).image(request, lambda share, note: None))
    assert differ(made, driver.image(dataclasses.replace(request, seed=6), lambda share, note: None)) > 1


def test_another_first_picture_makes_another_clip(tinies: dict[str, Path], painted: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    with PIL.Image.open(painted) as shown:
        shown.transpose(PIL.Image.Transpose.ROTATE_180).save(other)
    driver = opened(tinies["wan_image"])
    one, two = (shot(driver, clip(first=path)) for path in (painted, other))
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("family", families.FAMILIES, ids=lambda one: one.name)
def test_every_declared_pipeline_is_there_and_takes_what_it_is_given(family: families.Family, painted: Path) -> None:
    picture = PIL.Image.open(painted)
    asked = Asked("", "", 64, 64, 9, Fraction(24), picture, picture, (picture,), picture, picture, 0.5)
    common = {"num_inference_steps", "generator", "output_type"} | ({"prompt"} if family.words else set())
    common |= ({"negative_prompt"} if family.negative else set()) | ({family.guide} if family.guidance is not None else set())
    for mark in family.marks:
        assert hasattr(diffusers, mark)
    for way in family.ways:
        accepted = set(inspect.signature(getattr(diffusers, way.pipeline).__call__).parameters)
        assert set(way.give(asked)) | common <= accepted, way.pipeline
        assert set(family.extra) <= accepted, way.pipeline


@pytest.mark.parametrize(("frames", "rate"), [(1, "24"), (2, "24"), (10, "24000/1001"), (11, "60"), (5, "12")])
def test_frames_and_rate_come_back_exactly(tinies: dict[str, Path], frames: int, rate: str) -> None:
    driver = opened(tinies["wan"], steps=1)
    assert len(shot(driver, clip(frames, rate=Fraction(rate)))) == frames


def test_steps_are_told_and_between_two_of_them_it_stops(tinies: dict[str, Path]) -> None:
    driver, heard = opened(tinies["flux"], steps=4), list[tuple[float, str]]()
    request = Rework(prompt="a boat", negative="", width=32, height=32, seed=1, stage={})
    driver.image(request, lambda share, note: heard.append((share, note)))
    assert [note for _, note in heard] == ["0/4", "1/4", "2/4", "3/4", "4/4", ""]
    assert [share for share, _ in heard] == sorted(share for share, _ in heard)
    told = list[str]()

    def stop(share: float, note: str) -> None:
        told.append(note)
        if note == "2/4":
            raise Cancelled

    with pytest.raises(Cancelled):
        driver.image(request, stop)
    assert told[-1] == "2/4"
    driver.image(request, lambda share, note: None)  # and is as good as before
    drafts = list[str]()
    driver.image(dataclasses.replace(request, quality="draft"), lambda share, note: drafts.append(note))
    assert drafts == ["0/1", "1/1", ""]


def test_what_a_model_cannot_do_is_said_with_what_it_can(tinies: dict[str, Path], painted: Path) -> None:
    wan, image, flux = opened(tinies["wan"]), opened(tinies["wan_image"]), opened(tinies["flux"])
    for driver, request, code, words in [
        (wan, clip(first=painted), "MODEL_CANNOT", "words alone"),
        (image, clip(), "MODEL_CANNOT", "first and last"),
        (image, clip(last=painted), "MODEL_CANNOT", "first"),
        (wan, clip(prompt=" "), "PROMPT_EMPTY", "write"),
        (wan, clip(4001), "FRAMES_TOO_MANY", "at most 121 frames"),
        (wan, clip(alpha=True), "MODEL_CANNOT", "transparency"),
        (flux, clip(), "MODEL_CANNOT", "pictures"),
    ]:
        with pytest.raises(BadInput, match=words) as refused:
            shot(driver, request)
        assert refused.value.code == code
    with pytest.raises(BadInput, match="clips"):
        wan.image(clip(), lambda share, note: None)


def test_a_picture_that_is_too_large_or_none_is_refused(tinies: dict[str, Path], tmp_path: Path) -> None:
    driver, large, none = opened(tinies["wan_image"]), tmp_path / "large.png", tmp_path / "none.png"
    PIL.Image.new("1", (30_000, 30_000)).save(large)
    none.write_bytes(b"no picture")
    for path, code in ((large, "PICTURE_TOO_LARGE"), (none, "PICTURE_UNREADABLE")):
        with pytest.raises(BadInput) as refused:
            shot(driver, clip(first=path))
        assert refused.value.code == code


@pytest.mark.parametrize("weight", [float("nan"), 0.0])
def test_what_nobody_can_use_is_found(tinies: dict[str, Path], weight: float) -> None:
    driver = opened(tinies["flux"])
    for one in driver._pipe.vae.decoder.conv_out.parameters():
        one.data.fill_(weight)
    with pytest.raises(BadInput, match="another seed than 5") as refused:
        driver.image(Rework(prompt="a", negative="", width=32, height=32, seed=5, stage={}), lambda share, note: None)
    assert refused.value.code == "OUTPUT_SPOILED"
    assert ("NaN" if weight else "one colour") in str(refused.value)


def test_memory_that_runs_out_is_tried_once_with_less_and_said(tinies: dict[str, Path]) -> None:
    """The card's own error, raised where it would be: in the network, the first time and then every time."""
    driver, left = opened(tinies["flux"]), 1
    request = Rework(prompt="a", negative="", width=32, height=32, seed=5, stage={})
    usual = driver.image(request, lambda share, note: None)

    def full(module: Any, given: Any) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")

    driver._pipe.transformer.register_forward_pre_hook(full)
    heard = list[str]()
    assert np.array_equal(usual, driver.image(request, lambda share, note: heard.append(note)))
    assert "out of memory: once more with VAE in tiles" in heard
    left = 100
    with pytest.raises(Exhausted) as refused:
        driver.image(request, lambda share, note: None)
    assert refused.value.code == "OUT_OF_MEMORY"


def test_bytes_are_counted(tinies: dict[str, Path]) -> None:
    files = sum(one.stat().st_size for one in tinies["flux"].rglob("*.safetensors"))
    assert 0.8 * files < load(tinies["flux"]).bytes <= 1.1 * files


def test_half_precision_under_its_own_name_is_opened(tinies: dict[str, Path], tmp_path: Path) -> None:
    """As the entry of Stable Diffusion XL has it: only files named fp16, beside a list of shards that were not fetched."""
    folder = tmp_path / "halves"
    shutil.copytree(tinies["sdxl"], folder)
    for one in list(folder.glob("*/*.safetensors")):
        one.rename(one.with_name(one.name.replace(".safetensors", ".fp16.safetensors")))
    index = folder / "unet" / "diffusion_pytorch_model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "diffusion_pytorch_model-00001-of-00002.safetensors"}}))
    request = Rework(prompt="a boat", negative="", width=32, height=32, seed=5, stage={})
    made = [opened(place).image(request, lambda share, note: None) for place in (tinies["sdxl"], folder)]
    assert np.array_equal(*made)


def _edit(path: Path, **said: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | said))


def _lose_a_shard(folder: Path) -> None:
    whole = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    whole.rename(whole.with_name("diffusion_pytorch_model-00001-of-00002.safetensors"))


def _lose_weights(folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    path = folder / "text_encoder" / "model.safetensors"
    kept = load_file(path)
    del kept[min(kept)]
    save_file(kept, path, metadata={"format": "pt"})


def _pickle(folder: Path) -> None:
    path = folder / "vae" / "diffusion_pytorch_model.safetensors"
    path.rename(path.with_name("diffusion_pytorch_model.bin"))


def _cut(folder: Path) -> None:
    path = folder / "vae" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


DAMAGE = {
    "shard": (_lose_a_shard, "CHECKPOINT_DAMAGED", "00002-of-00002"),
    "weights": (_lose_weights, "CHECKPOINT_DAMAGED", "text_encoder lacks 1"),
    "pickle": (_pickle, "CHECKPOINT_PICKLED", "safetensors"),
    "cut": (_cut, "CHECKPOINT_DAMAGED", "bytes instead of"),
    "part": (lambda folder: shutil.rmtree(folder / "scheduler"), "CHECKPOINT_DAMAGED", "scheduler is missing"),
    "index": (lambda folder: (folder / "model_index.json").unlink(), "CHECKPOINT_DAMAGED", "model_index.json is missing"),
    "other": (
        lambda folder: _edit(folder / "model_index.json", _class_name="StableAudioPipeline"), "CHECKPOINT_UNSUPPORTED", "known",
    ),
    "size": (lambda folder: _edit(folder / "transformer" / "config.json", in_channels=64), "CHECKPOINT_DAMAGED", "together"),
    "code": (lambda folder: _edit(folder / "model_index.json", vae=["evil", "Vae"]), "CHECKPOINT_UNSUPPORTED", "never run"),
    "pipeline code": (
        lambda folder: _edit(folder / "model_index.json", _class_name=["pipeline", "Own"]), "CHECKPOINT_UNSUPPORTED", "never run",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_folder_that_is_not_right_is_refused_and_nothing_of_it_runs(tinies: dict[str, Path], tmp_path: Path, kind: str) -> None:
    harm, code, words = DAMAGE[kind]
    folder = tmp_path / "copy"
    shutil.copytree(tinies["flux"], folder)
    trace = tmp_path / "ran"
    for name in ("evil.py", "pipeline.py", "vae/evil.py"):
        (folder / name).write_text(f"open({str(trace)!r}, 'w')")
    harm(folder)
    with pytest.raises(BadInput, match=words) as refused:
        load(folder)
    assert refused.value.code == code
    assert not trace.exists()
