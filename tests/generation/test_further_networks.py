"""Networks that are fetched on demand: OWLv2 and DETR, tiny; SAM’s package without torchvision; the memory of RVM."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from generation import checkpoints
from generation.drivers import sam
from generation.drivers.detection_onnx import load as load_detr
from generation.drivers.open_words import load as load_owl
from generation.operation import BadInput
from tests.generation import onnx_bytes
from tests.generation.test_tracking import disc, overlap, picture


@pytest.fixture(scope="module")
def owl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """OWLv2 of a few thousand random numbers, with a tokenizer that knows letters."""
    import torch
    from transformers import CLIPTokenizer, Owlv2Config, Owlv2ForObjectDetection

    torch.manual_seed(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["<|startoftext|>", "<|endoftext|>", *letters, *(f"{one}</w>" for one in letters)]
    config = Owlv2Config(
        text_config={"vocab_size": len(words), "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
                     "num_attention_heads": 2, "max_position_embeddings": 24, "bos_token_id": 0, "eos_token_id": 1,
                     "pad_token_id": 1},
        vision_config={"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
                       "image_size": 96, "patch_size": 16}, projection_dim=16,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("owl") / "tiny@1"
    Owlv2ForObjectDetection(config).save_pretrained(str(folder))
    CLIPTokenizer(vocab={word: n for n, word in enumerate(words)}, merges=[]).save_pretrained(str(folder))
    return folder


def test_any_words_are_taken_and_answered_within_the_picture(owl: Path) -> None:
    finder = load_owl(owl)
    assert finder.known is None
    found = finder.find(picture(100), ["red disc", "wall"], least=0.0)
    assert found
    assert {one.name for one in found} <= {"red disc", "wall"}
    assert all(0 <= one.box[0] < one.box[2] <= 1 and 0 <= one.box[1] < one.box[3] <= 1 for one in found)
    assert [one.sure for one in found] == sorted((one.sure for one in found), reverse=True)
    assert [one.box for one in found] == [one.box for one in load_owl(owl).find(picture(100), ["red disc", "wall"], least=0.0)]
    assert finder.find(picture(100), []) == []


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        load_owl(tmp_path)
    assert refused.value.code == "CHECKPOINT_DAMAGED"


def test_a_detr_gives_boxes_of_what_was_asked(tmp_path: Path) -> None:
    logits = np.full((1, 2, 80), -9, "<f4")
    logits[0, 0, 2], logits[0, 1, 16] = 3, 2  # a car, a dog
    boxes = np.array([[[0.5, 0.5, 0.4, 0.2], [0.1, 0.9, 0.4, 0.4]]], "<f4")
    held = [onnx_bytes.tensor("a", logits.shape, logits.tobytes()), onnx_bytes.tensor("b", boxes.shape, boxes.tobytes())]
    zero = onnx_bytes.tensor("zero", [], b"\0\0\0\0")
    flat = onnx_bytes.field(1, b"keepdims") + onnx_bytes.field(3, 0) + onnx_bytes.field(20, 2)
    nodes = [
        onnx_bytes.node("ReduceMean", ["pixels"], ["m"], "", onnx_bytes.field(5, flat)),
        onnx_bytes.node("Mul", ["m", "zero"], ["n"]),
        onnx_bytes.node("Add", ["a", "n"], ["logits"]),
        onnx_bytes.node("Add", ["b", "n"], ["pred_boxes"]),
    ]  # fmt: skip
    outputs = [onnx_bytes.value("logits", [1, 2, 80]), onnx_bytes.value("pred_boxes", [1, 2, 4])]
    made = onnx_bytes.model(nodes, [onnx_bytes.value("pixels", [1, 3, 64, 64])], outputs, [*held, zero], opset=13)
    (tmp_path / "network.onnx").write_bytes(made)
    finder = load_detr(tmp_path)
    car, dog = finder.find(picture(100), [])
    assert (car.name, dog.name) == ("car", "dog")
    assert np.allclose(car.box, [0.3, 0.4, 0.7, 0.6])
    assert np.allclose(dog.box, [0, 0.7, 0.3, 1])
    assert [one.name for one in finder.find(picture(100), ["dog"])] == ["dog"]


def test_metas_package_runs_without_torchvision_and_lends_nothing_to_others() -> None:
    import torch

    before = "torchvision" in sys.modules
    with sam.package() as segment_anything:
        assert {"vit_b", "vit_l", "vit_h"} <= set(segment_anything.sam_model_registry)
    assert ("torchvision" in sys.modules) == before
    boxes = torch.tensor([[0.0, 0, 10, 10], [1, 1, 10, 10], [20, 20, 30, 30], [0, 0, 10, 10]])
    kept = sam.batched_nms(boxes, torch.tensor([0.9, 0.8, 0.7, 0.6]), torch.tensor([0, 0, 0, 1]), 0.5)
    assert kept.tolist() == [0, 2, 3]
    assert sam.box_area(boxes).tolist() == [100, 81, 100, 100]
    assert sam.resize(PIL.Image.new("RGB", (8, 6)), (3, 4)).size == (4, 3)


def test_sam_of_any_size_is_known_by_its_weights_and_answers(tmp_path: Path) -> None:
    """The real class with an encoder of one small layer: its file is read with nothing but tensors allowed."""
    import torch

    with sam.package():
        from segment_anything.modeling import ImageEncoderViT, MaskDecoder, PromptEncoder, Sam, TwoWayTransformer

    torch.manual_seed(1)
    model = Sam(
        ImageEncoderViT(img_size=1024, patch_size=16, embed_dim=16, depth=1, num_heads=2, out_chans=256),
        PromptEncoder(256, (64, 64), (1024, 1024), 16),
        MaskDecoder(transformer_dim=256, transformer=TwoWayTransformer(1, 256, 4, 64)),
    )
    torch.save(model.state_dict(), tmp_path / "weights.pth")
    assert set(sam.weights(tmp_path / "weights.pth")) == set(model.state_dict())
    driver = sam.Sam(model)
    embedding = driver.embed(picture(100))
    assert embedding["image_embed"].shape == (1, 256, 64, 64)
    assert embedding["extent"].tolist() == [1024, 614]
    masks, sure = driver.masks(embedding, [(0.3, 0.5), (0.2, 0.2), (0.5, 0.8)], [1, 2, 3])
    assert (masks.shape, sure.shape) == ((3, 256, 256), (3,))
    assert not np.allclose(driver.masks(embedding, [(0.3, 0.5)], [1], masks[0])[0], driver.masks(embedding, [(0.3, 0.5)], [1])[0])


def test_weights_that_hold_a_program_are_refused(tmp_path: Path) -> None:
    import torch

    class Program:
        def __reduce__(self) -> Any:
            return (print, ("it ran",))

    torch.save({"image_encoder.pos_embed": Program()}, tmp_path / "weights.pth")
    with pytest.raises(BadInput) as refused:
        sam.weights(tmp_path / "weights.pth")
    assert refused.value.code == "CHECKPOINT_DAMAGED"


@pytest.mark.skipif(not checkpoints.installed("mobile-sam@1"), reason="MobileSAM is fetched on demand")
def test_mobile_sam_cuts_out_what_is_clicked() -> None:
    network = checkpoints.load("mobile-sam@1")
    masks, sure = network.masks(network.embed(picture(150)), [(150 / 320, 0.5)], [1])
    best = np.asarray(PIL.Image.fromarray(masks[int(sure.argmax())]).resize((320, 192))) > 0
    found = type("Found", (), {"coverage": (best * 255).astype(np.uint8)})
    assert overlap(found, disc(150)) > 0.9


@pytest.mark.skipif(not checkpoints.installed("rvm-mobilenetv3@1"), reason="RVM is fetched on demand")
def test_rvm_remembers_within_a_shot_only() -> None:
    network = checkpoints.load("rvm-mobilenetv3@1")
    frame = picture(100)
    shot = network.through()
    first, second = shot.alpha(frame), shot.alpha(frame)
    assert first.shape == frame.shape[:2]
    assert np.array_equal(first, network.alpha(frame))
    assert not np.array_equal(first, second)
    assert np.array_equal(shot.alpha(frame[:96]), network.alpha(frame[:96]))  # another size begins anew
