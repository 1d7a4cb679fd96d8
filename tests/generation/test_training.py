"""Training a LoRA on tiny models of the real classes: it learns, it can be stopped anywhere, and what it learnt is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
import torch
from safetensors import safe_open

from generation.drivers.diffusing import opening
from generation.operation import BadInput, Cancelled
from generation.training import lesson as lessons
from generation.training import loop
from generation.training.lesson import Lesson
from generation.training.notebook import Notebook

MODELS = ("sdxl", "flux", "wan", "wan_both", "qwen_image")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Three pictures of one thing: a disc on stripes."""
    place, made = tmp_path_factory.mktemp("pictures"), []
    for at in range(3):
        rows, columns = np.mgrid[0:96, 0 : 96 + 32 * at]
        pixels = np.zeros((96, 96 + 32 * at, 3), np.uint8)
        pixels[..., 2] = (columns // 12 % 2) * 200
        pixels[(rows - 48) ** 2 + (columns - 40 - 10 * at) ** 2 < 900] = (230, 60, 40)
        made.append(place / f"{at}.png")
        PIL.Image.fromarray(pixels).save(made[-1])
    return tuple(made)


def lesson(shown: tuple[Path, ...], **said: Any) -> Lesson:
    base: dict[str, Any] = {
        "pictures": shown, "captions": ("a drawing of zwx",) * len(shown), "plain": "a drawing", "trigger": "zwx", "rank": 4,
        "steps": 12, "rate": 2e-2, "seed": 3, "area": 64 * 64, "prior": 0.1, "previews": 0,
    }  # fmt: skip
    return Lesson(**{**base, **said})


def trained(
    folder: Path, place: Path, given: Lesson, tell: Any = lambda share, note: None, show: Any = lambda image: None
) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    out = place / "out.safetensors"
    loop.train(folder, given, out, place, tell, show)
    return out


@pytest.mark.once
@pytest.mark.parametrize("name", MODELS)
def test_it_learns_and_what_it_learnt_changes_the_picture(
    tinies: dict[str, Path], pictures: tuple[Path, ...], tmp_path: Path, name: str
) -> None:
    shown: list[PIL.Image.Image] = []
    notes: list[str] = []
    given = lesson(pictures, steps=40, previews=2)
    out = trained(tinies[name], tmp_path / "run", given, lambda share, note: notes.append(note), shown.append)
    with safe_open(str(out), framework="pt") as file:
        said = file.metadata()
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - it is no mapping
    assert float(said["loss_after"]) < float(said["loss_before"]) * 0.995, said
    assert (said["base_family"], said["rank"], said["trigger"]) == (opening.look(tinies[name])[0].name, "4", "zwx")
    assert all(torch.isfinite(one).all() for one in tensors.values())
    assert any(one.abs().max() > 0 for key, one in tensors.items() if "lora_B" in key)
    assert len(shown) == 2
    assert shown[0].size[0] >= 16
    assert notes[-1].startswith("40/40 · ")

    family, index = opening.look(tinies[name])
    pipe = opening.open_pipeline(tinies[name], index, {"default": torch.float32})
    call: dict[str, Any] = {
        "prompt": "a drawing of zwx",
        "width": 64,
        "height": 64,
        "num_inference_steps": 2,
        "output_type": "np",
    }
    if family.moves:
        call["num_frames"] = 1

    def draw() -> Any:
        made = pipe(**call, generator=torch.Generator("cpu").manual_seed(1))
        return np.asarray(made.frames if family.moves else made.images)

    before = draw()
    pipe.load_lora_weights(str(out.parent), weight_name=out.name, adapter_name="learnt")
    after = draw()
    assert np.abs(after - before).mean() > 1e-4
    pipe.disable_lora()
    assert np.allclose(draw(), before, atol=1e-5)


@pytest.mark.once
@pytest.mark.parametrize("name", ["sdxl", "wan"])
def test_stopped_and_gone_on_with_is_as_never_stopped(
    tinies: dict[str, Path], pictures: tuple[Path, ...], tmp_path: Path, name: str
) -> None:
    whole = trained(tinies[name], tmp_path / "whole", lesson(pictures, mirror=True))

    def stop_at(share: float) -> Any:
        def tell(now: float, note: str) -> None:
            if now >= share:
                raise Cancelled

        return tell

    for share in (0.3, 0.7):
        with pytest.raises(Cancelled):
            trained(tinies[name], tmp_path / "parts", lesson(pictures, mirror=True), stop_at(share))
    heard: list[str] = []
    parts = trained(tinies[name], tmp_path / "parts", lesson(pictures, mirror=True), lambda _, note: heard.append(note))
    steps = [one for one in heard if "/12" in one]
    assert len(steps) < 6  # the others were not made again
    assert whole.read_bytes() == parts.read_bytes()


def test_a_killed_training_goes_on_from_what_it_kept(
    tinies: dict[str, Path], pictures: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_KEEP", 0.0)
    whole = trained(tinies["sdxl"], tmp_path / "whole", lesson(pictures))

    def die(share: float, note: str) -> None:
        if note.startswith("7/"):
            raise SystemError("the worker is gone")

    with pytest.raises(SystemError):
        trained(tinies["sdxl"], tmp_path / "parts", lesson(pictures), die)
    heard: list[str] = []
    parts = trained(tinies["sdxl"], tmp_path / "parts", lesson(pictures), lambda _, note: heard.append(note))
    assert next(one for one in heard if "/12" in one).startswith("7/")
    assert whole.read_bytes() == parts.read_bytes()


def test_what_was_kept_of_another_training_or_is_damaged_counts_as_nothing(
    tinies: dict[str, Path], pictures: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_KEEP", 0.0)
    first = trained(tinies["sdxl"], tmp_path / "a", lesson(pictures, seed=4, steps=4))
    kept = next((tmp_path / "a").glob("training.*"))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / kept.name).write_bytes(kept.read_bytes())
    other = trained(tinies["sdxl"], tmp_path / "b", lesson(pictures, seed=5, steps=4))
    assert other.read_bytes() != first.read_bytes()
    kept.write_bytes(kept.read_bytes()[:2000])
    assert trained(tinies["sdxl"], tmp_path / "a", lesson(pictures, seed=4, steps=4)).read_bytes() == first.read_bytes()
    assert Notebook(tmp_path / "nothing", {}).read({}, None) == (0, None)


def test_what_the_trigger_does_not_call_up_stays_nearer_to_what_it_was(
    tinies: dict[str, Path], pictures: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_PRIOR", 1)

    def moved(prior: float) -> float:
        """How far the answer to the plain words went from that of the untaught network."""
        found: list[float] = []
        kept = loop._written

        def look(seat: Any, out: Path, said: dict[str, str]) -> None:
            noise = torch.randn(seat.pictures[0].shape, generator=torch.Generator().manual_seed(9))
            with torch.no_grad():
                now, _ = seat.learner.error(seat.pictures[0], noise, 0.5, seat.plain)
                with loop._without(seat.learner.network):
                    before, _ = seat.learner.error(seat.pictures[0], noise, 0.5, seat.plain)
            found.append(float((now - before).square().mean()))
            kept(seat, out, said)

        monkeypatch.setattr(loop, "_written", look)
        trained(tinies["sdxl"], tmp_path / f"prior-{prior}", lesson(pictures, steps=20, prior=prior))
        monkeypatch.setattr(loop, "_written", kept)
        return found[0]

    assert moved(1.0) < moved(0.0) * 0.8


def test_what_cannot_be_learnt_from_is_said(tinies: dict[str, Path], pictures: tuple[Path, ...], tmp_path: Path) -> None:
    tiny_one = tmp_path / "tiny.png"
    PIL.Image.new("RGB", (40, 200)).save(tiny_one)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"pictures": pictures[:2], "captions": ("a",) * 2}, "TRAINING_PICTURES"),
        ({"trigger": " "}, "TRIGGER_MISSING"),
        ({"pictures": (*pictures[:2], tiny_one)}, "PICTURE_TOO_SMALL"),
        ({"pictures": (*pictures[:2], broken)}, "PICTURE_UNREADABLE"),
        ({"rate": 1e12, "steps": 30}, "TRAINING_DIVERGED"),
    ]
    for said, code in cases:
        with pytest.raises(BadInput) as refused:
            trained(tinies["sdxl"], tmp_path / code, lesson(pictures, **said))
        assert refused.value.code == code
    with pytest.raises(BadInput, match="Stable Diffusion XL") as refused:
        trained(tinies["ltx"], tmp_path / "ltx", lesson(pictures))
    assert refused.value.code == "MODEL_CANNOT"


def test_pictures_keep_their_shape_within_what_the_model_knows(tmp_path: Path) -> None:
    for size, wanted in (((400, 100), (2, 1)), ((100, 400), (1, 2)), ((300, 200), (3, 2)), ((128, 128), (1, 1))):
        path = tmp_path / "p.png"
        PIL.Image.new("RGB", size, (255, 0, 0)).save(path)
        made = lessons.shaped(path, 16, 64 * 1024)
        high, wide = made.shape[:2]
        assert high % 16 == wide % 16 == 0
        assert wide * high <= 64 * 1024
        assert abs(wide / high - wanted[0] / wanted[1]) < 0.35
        assert made.min() >= -1
        assert made.max() <= 1
