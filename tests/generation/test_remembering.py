"""SAM 2's memory by a tiny network of its class with random weights: saved, loaded, told, followed; bounded, repeatable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from generation.drivers.sam_video import Sam2Whole, load
from generation.operation import BadInput
from generation.remembering import Remembering, follower
from generation.tracking import Following, Key, State
from tests.generation.test_tracking import HEIGHT, WIDTH, ByColour, disc, picture

SIDE = 128


def tiny() -> Any:
    """SAM 2 for films, of a few thousand numbers."""
    import torch
    from transformers import Sam2HieraDetConfig, Sam2VideoConfig, Sam2VideoModel, Sam2VisionConfig

    torch.manual_seed(5)
    hiera = Sam2HieraDetConfig(
        hidden_size=8, num_attention_heads=1, image_size=[SIDE, SIDE], blocks_per_stage=[1, 1, 2, 1],
        embed_dim_per_stage=[8, 16, 32, 64], num_attention_heads_per_stage=[1, 1, 1, 1], global_attention_blocks=[3],
        window_size_per_stage=[4, 4, 4, 4], window_positional_embedding_background_size=[4, 4],
    )  # fmt: skip
    vision = Sam2VisionConfig(
        backbone_config=hiera, backbone_channel_list=[64, 32, 16, 8], backbone_feature_sizes=[[32, 32], [16, 16], [8, 8]],
        fpn_hidden_size=128,
    )  # fmt: skip
    config = Sam2VideoConfig(
        vision_config=vision, prompt_encoder_config={"hidden_size": 128, "image_size": SIDE, "mask_input_channels": 8},
        mask_decoder_config={"hidden_size": 128, "mlp_dim": 32, "num_attention_heads": 2, "iou_head_hidden_dim": 32},
        image_size=SIDE, num_maskmem=3, max_object_pointers_in_encoder=4, memory_attention_hidden_size=128,
        memory_attention_num_layers=1, memory_attention_feed_forward_hidden_size=32, memory_encoder_hidden_size=128,
        memory_encoder_output_channels=64, mask_downsampler_embed_dim=128, memory_fuser_embed_dim=128,
        memory_fuser_intermediate_dim=32, memory_attention_rope_feat_sizes=[8, 8],
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
    )  # fmt: skip
    return Sam2VideoModel(config)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sam2") / "tiny@1"
    tiny().save_pretrained(str(folder))
    return folder


def film(count: int) -> list[npt.NDArray[np.uint8]]:
    return [picture(60 + 5 * n) for n in range(count)]


def reader(frames: list[npt.NDArray[np.uint8]]) -> Any:
    def read(first: int, last: int) -> Iterator[npt.NDArray[np.uint8]]:
        assert 0 <= first <= last < len(frames)
        yield from frames[first : last + 1]

    return read


def test_prompts_are_answered_in_the_same_shapes_as_ever(saved: Path) -> None:
    network = load(saved)
    embedding = network.embed(picture(100))
    assert embedding["image_embed"].shape == (1, 128, 8, 8)
    masks, sure = network.masks(embedding, [(0.3, 0.5)], [1])
    assert (masks.shape, sure.shape) == ((3, 256, 256), (3,))
    boxed, _ = network.masks(embedding, [(0.2, 0.3), (0.5, 0.7)], [2, 3])
    refined, _ = network.masks(embedding, [(0.3, 0.5)], [1], masks[0])
    assert not np.allclose(boxed, masks)
    assert not np.allclose(refined, masks)


def test_the_memory_follows_repeats_itself_and_depends_on_what_it_was_told(saved: Path) -> None:
    frames = film(7)

    def followed(told: float) -> npt.NDArray[np.float32]:
        memory = load(saved).memory()
        memory.tell(0, frames[0], disc(told))
        return np.stack([memory.follow(n, frames[n], backwards=False)[0] for n in range(1, 7)])

    once = followed(60)
    assert once.shape == (6, 32, 32)
    assert np.array_equal(once, followed(60))
    assert not np.allclose(once, followed(200))


def test_memory_stays_that_of_a_few_frames(saved: Path) -> None:
    memory = load(saved).memory()
    frames = film(3)
    memory.tell(0, frames[0], disc(60))
    for n in range(1, 30):
        memory.follow(n, frames[n % 3], backwards=False)
    outputs = memory._session.output_dict_per_obj[0]
    assert sorted(outputs["cond_frame_outputs"]) == [0]
    assert len(outputs["non_cond_frame_outputs"]) <= 6
    assert not memory._session.processed_frames


class Copying:
    """A memory that knows the discs of `film`, and not more: it tells what it was asked."""

    def __init__(self, gone: range = range(0)) -> None:
        self.told: list[int] = []
        self.asked: list[int] = []
        self._gone = gone

    def tell(self, frame: int, pixels: Any, mask: Any) -> None:
        self.told.append(frame)

    def follow(self, frame: int, pixels: Any, *, backwards: bool) -> tuple[npt.NDArray[np.float32], float]:
        self.asked.append(frame)
        return disc(60 + 5 * frame).astype(np.float32) / 16 - 8, -3.0 if frame in self._gone else 3.0


def test_a_stretch_forwards_and_backwards_has_every_frame() -> None:
    frames = film(30)
    for first, last in ((10, 29), (10, 0)):
        memory = Copying()
        found = list(Remembering(memory, reader(frames), Key(10, disc(110)), first, last))
        way = 1 if last > first else -1
        assert [one.frame for one in found] == list(range(first, last + way, way))
        assert memory.told == [10]
        assert memory.asked == [one.frame for one in found[1:]]
        for one in found:
            assert one.there
            assert abs(int((one.coverage > 127).sum()) - int((disc(100) > 127).sum())) < 60


def test_the_next_stretch_is_told_the_key_and_where_it_goes_on() -> None:
    frames = film(20)
    first = Remembering(Copying(), reader(frames), Key(0, disc(60)), 0, 9)
    list(first)
    memory = Copying()
    again = State.load(first.state.dump())
    found = list(Remembering(memory, reader(frames), Key(0, disc(60)), 10, 19, before=again))
    assert [one.frame for one in found] == list(range(10, 20))
    assert memory.told == [0, 9]


def test_it_is_gone_where_the_memory_says_so_and_over_after_a_cut() -> None:
    frames = film(12)
    found = list(Remembering(Copying(range(4, 7)), reader(frames), Key(0, disc(60)), 0, 11))
    assert [one.frame for one in found if not one.there] == [4, 5, 6]
    other = [*frames[:6], *(picture(None, ground=(20, 60, 160)) for _ in range(6))]
    cut = Remembering(Copying(), reader(other), Key(0, disc(60)), 0, 11)
    assert [one.frame for one in cut if one.there] == list(range(6))
    assert cut.state.over
    assert not any(one.there for one in Remembering(Copying(), reader(other), Key(0, disc(60)), 6, 11, before=cut.state))


def test_an_empty_key_asks_nobody() -> None:
    memory = Copying()
    empty = np.zeros((HEIGHT, WIDTH), np.uint8)
    assert not any(one.there for one in Remembering(memory, reader(film(5)), Key(0, empty), 0, 4))
    assert memory.told == memory.asked == []


def test_a_network_without_a_memory_is_followed_by_looks() -> None:
    frames = film(4)
    assert isinstance(follower(ByColour(), reader(frames), Key(0, disc(60)), 0, 3), Following)
    assert isinstance(follower(Sam2Whole(tiny()), reader(frames), Key(0, disc(60)), 0, 3), Remembering)


def test_a_damaged_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(BadInput) as refused:
        load(tmp_path)
    assert refused.value.code == "CHECKPOINT_DAMAGED"
