"""Diffusion models: tiny pipelines of the real classes are saved, opened by our driver, run, repeated, and refused when wrong."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import shutil
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import PIL.Image
import pytest
import torch
from safetensors.torch import load_file, save_file

from generation.drivers import Guide, taking
from generation.drivers.diffusing.asking import Asked, Following, Holding
from generation.drivers.diffusing.families import Family, all_families
from generation.drivers.diffusion import load
from generation.operation import BadInput, Cancelled, Exhausted
from tests.generation.tinies import clip, differ, given, opened, picture, quiet, shot

VIDEO = {
    "wan": ("", "source"), "wan_image": ("first", "first last"), "wan_both": ("", "first"), "wan_two": ("",),
    "wan_ends": ("first last",), "wan_first": ("first",),
    "wan_vace": (
        "", "first last references", "guide.depth", "guide.pose held", "source mask", "source mask guide.edges references last",
    ),
    "ltx": ("", "first last", "held", "source", "source held"), "cogvideox": ("", "source"), "cogvideox_image": ("first",),
    "animatediff": ("", "source"), "animatediff_over": ("",), "svd": ("first",), "hunyuan": ("",),
    "hunyuan_image": ("first",), "hunyuan_15": ("",), "hunyuan_15_image": ("first",),
    "ltx_2": ("", "first last", "held", "source", "source held"), "ltx_2_later": ("", "first"),
    "wan_animate": ("first guide.pose", "first guide.pose source mask"),
}  # fmt: skip
PICTURE = {
    "sdxl": ("", "source", "source mask"), "flux": ("", "source mask"), "flux_kontext": ("references",),
    "flux_fill": ("source mask",), "z_image": ("", "source", "source mask"),
    "flux_led": ("guide.depth", "guide.edges source", "source mask guide.pose"),
    "sdxl_led": (
        "", "guide.depth", "guide.pose guide.edges", "references", "source guide.edges references", "source mask guide.depth",
    ), "qwen_image": ("", "source", "source mask"), "qwen_edit": ("references",), "qwen_led": ("guide.depth",),
}  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(("name", "words"), [(name, words) for name, ways in VIDEO.items() for words in ways])
def test_a_clip_is_as_asked_and_the_seed_repeats_it(
    tinies: dict[str, Path], painted: Path, tmp_path: Path, name: str, words: str
) -> None:
    driver = opened(tinies[name])
    request = clip(**given(words, painted, tmp_path, moves=True))
    made = shot(driver, request)
    assert made.shape == (9, 38, 66, 3)
    assert made.dtype == np.uint8
    again = opened(tinies[name])  # opened anew, as a worker that was started anew does
    assert np.array_equal(made, shot(again, request))
    assert differ(made, shot(again, dataclasses.replace(request, seed=6))) > 1


@pytest.mark.once
@pytest.mark.parametrize(("name", "words"), [(name, words) for name, ways in PICTURE.items() for words in ways])
def test_a_picture_is_as_asked_and_the_seed_repeats_it(
    tinies: dict[str, Path], painted: Path, tmp_path: Path, name: str, words: str
) -> None:
    driver = opened(tinies[name])
    request = picture(**given(words, painted, tmp_path, moves=False))
    made = driver.image(request, quiet)
    assert made.shape == (38, 66, 3)
    assert np.array_equal(made, opened(tinies[name]).image(request, quiet))
    assert differ(made, driver.image(dataclasses.replace(request, seed=6), quiet)) > 1


def plain(said: dict[str, Any]) -> str:
    """A call in words, without where its pictures lie in memory."""
    return re.sub(r" at 0x\w+", "", str(said))


def everything(words: Collection[str], shown: PIL.Image.Image) -> dict[str, Any]:
    """All that a way names, as a driver would give it."""
    clips = tuple(shown.resize((64, 64)) for _ in range(9))
    known: dict[str, Any] = {
        "first": shown, "last": shown, "references": (shown,), "source": clips, "mask": clips, "held": (Holding(shown, 4),),
    }  # fmt: skip
    guides = tuple(Following(one[6:], clips, 1.0) for one in sorted(words) if one.startswith("guide."))[:1]
    return {name: value for name, value in known.items() if name in words} | {"guides": guides}


@pytest.mark.parametrize("name", ["wan_image", "ltx_2", "hunyuan_image", "qwen_edit"])
def test_another_picture_makes_another_one(tinies: dict[str, Path], painted: Path, tmp_path: Path, name: str) -> None:
    other = tmp_path / "other.png"
    with PIL.Image.open(painted) as shown:
        shown.transpose(PIL.Image.Transpose.ROTATE_180).save(other)
    driver = opened(tinies[name])
    if driver.family.moves:
        one, two = (shot(driver, clip(first=path)) for path in (painted, other))
    else:
        one, two = (driver.image(picture(references=(path,)), quiet) for path in (painted, other))
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("family", all_families(), ids=lambda one: one.name)
def test_every_declared_pipeline_is_there_and_takes_what_it_is_given(family: Family, painted: Path) -> None:
    shown = PIL.Image.open(painted)
    common = {"num_inference_steps", "generator", "output_type"} | ({"prompt"} if family.words else set())
    common |= ({"negative_prompt"} if family.negative else set()) | ({family.guide} if family.guidance is not None else set())
    for mark in family.marks:
        assert hasattr(diffusers, mark)
    assert family.takes() <= set(taking.WORDS)
    for way in family.ways:
        accepted = set(inspect.signature(getattr(diffusers, way.pipeline).__call__).parameters)
        asked = Asked("", "", 64, 64, 9, Fraction(24), **everything(way.needs | way.takes | way.one_of, shown))
        assert set(way.give(asked)) | common <= accepted, way.pipeline
        assert set(family.extra) <= accepted, way.pipeline
        less = way.give(dataclasses.replace(asked, strength=0.3))
        assert ("strength" in way.takes) == (plain(less) != plain(way.give(asked))), way.pipeline


@pytest.mark.parametrize(("frames", "rate"), [(1, "24"), (2, "24"), (10, "24000/1001"), (11, "60"), (5, "12")])
def test_frames_and_rate_come_back_exactly(tinies: dict[str, Path], frames: int, rate: str) -> None:
    driver = opened(tinies["wan"], steps=1)
    assert len(shot(driver, clip(frames, rate=Fraction(rate)))) == frames


def test_steps_are_told_and_between_two_of_them_it_stops(tinies: dict[str, Path]) -> None:
    driver, heard = opened(tinies["flux"], steps=4), list[tuple[float, str]]()
    request = picture(prompt="a boat", width=32, height=32, seed=1)
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
    driver.image(request, quiet)  # and is as good as before
    drafts = list[str]()
    driver.image(dataclasses.replace(request, quality="draft"), lambda share, note: drafts.append(note))
    assert drafts == ["0/1", "1/1", ""]


def test_what_a_model_cannot_do_is_said_with_what_it_can(tinies: dict[str, Path], painted: Path, tmp_path: Path) -> None:
    wan, image, flux = opened(tinies["wan"]), opened(tinies["wan_image"]), opened(tinies["flux"])
    for driver, request, code, words in [
        (wan, clip(first=painted), "MODEL_CANNOT", "does not take a first picture; it takes words, a picture or clip"),
        (wan, clip(**given("guide.depth", painted, tmp_path, moves=True)), "MODEL_CANNOT", "a guide of depth"),
        (wan, clip(**given("boxes", painted, tmp_path, moves=True)), "MODEL_CANNOT", "boxes"),
        (wan, clip(**given("source mask", painted, tmp_path, moves=True)), "MODEL_CANNOT", "a mask"),
        (image, clip(), "MODEL_CANNOT", "a first picture, a last picture"),
        (image, clip(last=painted), "MODEL_CANNOT", "needs: a first picture"),
        (wan, clip(prompt=" "), "PROMPT_EMPTY", "write"),
        (wan, clip(4001), "FRAMES_TOO_MANY", "at most 121 frames"),
        (wan, clip(alpha=True), "MODEL_CANNOT", "transparency"),
        (flux, clip(), "MODEL_CANNOT", "pictures"),
    ]:
        with pytest.raises(BadInput, match=words) as refused:
            shot(driver, request)
        assert refused.value.code == code
    with pytest.raises(BadInput, match="clips"):
        wan.image(clip(), quiet)


def test_a_picture_that_is_too_large_or_none_is_refused(tinies: dict[str, Path], tmp_path: Path) -> None:
    driver, large, none = opened(tinies["wan_image"]), tmp_path / "large.png", tmp_path / "none.png"
    PIL.Image.new("1", (30_000, 30_000)).save(large)
    none.write_bytes(b"no picture")
    for path, code in ((large, "PICTURE_TOO_LARGE"), (none, "PICTURE_UNREADABLE")):
        with pytest.raises(BadInput) as refused:
            shot(driver, clip(first=path))
        assert refused.value.code == code
        with pytest.raises(BadInput) as refused:
            opened(tinies["flux_kontext"]).image(picture(references=(path,)), quiet)
        assert refused.value.code == code
    guide = (Guide("depth", none),)
    with pytest.raises(BadInput, match=r"none\.png") as refused:
        shot(opened(tinies["wan_vace"]), clip(guides=guide))
    assert refused.value.code == "PICTURE_UNREADABLE"
    film = tmp_path / "none.mkv"
    film.write_bytes(b"no film")
    with pytest.raises(BadInput, match="cannot be read as moving pictures") as refused:
        shot(opened(tinies["wan"]), clip(source=film))
    assert refused.value.code == "CLIP_UNREADABLE"


@pytest.mark.parametrize("weight", [float("nan"), 0.0])
def test_what_nobody_can_use_is_found(tinies: dict[str, Path], tmp_path: Path, weight: float) -> None:
    """Spoiled in the file: a VAE in memory is shared, and whoever opens the same model next would get it as it was left."""
    spoiled = tmp_path / "flux"
    shutil.copytree(tinies["flux"], spoiled)
    (weights,) = (spoiled / "vae").glob("*.safetensors")
    tensors = load_file(weights)
    for name in ("decoder.conv_out.weight", "decoder.conv_out.bias"):
        tensors[name].fill_(weight)
    save_file(tensors, weights, metadata={"format": "pt"})
    driver = opened(spoiled)
    with pytest.raises(BadInput, match="another seed than 5") as refused:
        driver.image(picture(prompt="a", width=32, height=32, seed=5), quiet)
    assert refused.value.code == "OUTPUT_SPOILED"
    assert ("NaN" if weight else "one colour") in str(refused.value)


def test_memory_that_runs_out_is_tried_once_with_less_and_said(tinies: dict[str, Path]) -> None:
    """The card's own error, raised where it would be: in the network, the first time and then every time."""
    driver, left = opened(tinies["flux"]), 1
    request = picture(prompt="a", width=32, height=32, seed=5)
    usual = driver.image(request, quiet)

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
        driver.image(request, quiet)
    assert refused.value.code == "OUT_OF_MEMORY"


def test_bytes_are_counted(tinies: dict[str, Path]) -> None:
    files = sum(one.stat().st_size for one in tinies["flux"].rglob("*.safetensors"))
    assert 0.8 * files < sum(size for size, _ in load(tinies["flux"]).held().values()) <= 1.1 * files


def test_half_precision_under_its_own_name_is_opened(tinies: dict[str, Path], tmp_path: Path) -> None:
    """As the entry of Stable Diffusion XL has it: only files named fp16, beside a list of shards that were not fetched."""
    folder = tmp_path / "halves"
    shutil.copytree(tinies["sdxl"], folder)
    for one in list(folder.glob("*/*.safetensors")):
        one.rename(one.with_name(one.name.replace(".safetensors", ".fp16.safetensors")))
    index = folder / "unet" / "diffusion_pytorch_model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "diffusion_pytorch_model-00001-of-00002.safetensors"}}))
    request = picture(prompt="a boat", width=32, height=32, seed=5)
    made = [opened(place).image(request, quiet) for place in (tinies["sdxl"], folder)]
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
