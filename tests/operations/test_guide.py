"""Guides: outlines and depth that hold still where the picture does, people as figures, and the animatic's own geometry."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from generation import frames as footage
from generation.drivers import Pixels, depth, pose
from generation.drivers.previs.reading import stage_from_words
from generation.drivers.previs.render import Renderer
from generation.drivers.previs.structure import Structure
from generation.guiding import Person, Steadied, drawn, of_coco
from generation.local import LocalContext
from generation.media import Data, Image, Video
from generation.operation import BadInput
from generation.operations import guide
from generation.operations.guide_stage import StageGuide, from_stage
from generation.operations.video_animate import Animate, animate
from tests.generation.onnx_bytes import field, ints, model, node, tensor, value
from tests.operations import moving
from tests.operations.conftest import Tiny

pytestmark = pytest.mark.once
WORDS = "Wide shot. Anna and Tom sit at a table in a cafe and talk. A cup is on the table."


def boxes(frames: int, size: tuple[int, int] = (160, 96)) -> list[Pixels]:
    """A bright box that goes to the right over a grey ground with noise."""
    dice, made = np.random.default_rng(4), []
    for n in range(frames):
        one = np.full((size[1], size[0], 3), 70, np.uint8)
        one[30:70, 20 + 2 * n : 60 + 2 * n] = (190, 160, 90)
        made.append(np.clip(one + dice.normal(0, 3, one.shape), 0, 255).astype(np.uint8))
    return made


def test_outlines_are_where_things_end_and_do_not_flicker(tmp_path: Path) -> None:
    clip = moving.clip(tmp_path / "c.mkv", boxes(10))
    made = guide.edges(clip, params=guide.EdgesGuide(), context=LocalContext(tmp_path))
    assert footage.facts(made.path) == footage.facts(clip.path)
    for n, lines in enumerate(moving.seen(made.path)):
        on = lines[..., 0] > 127
        truth = np.zeros_like(on)
        truth[28:32, 18 + 2 * n : 62 + 2 * n] = truth[68:72, 18 + 2 * n : 62 + 2 * n] = True
        truth[28:72, 18 + 2 * n : 22 + 2 * n] = truth[28:72, 58 + 2 * n : 62 + 2 * n] = True
        assert (on & truth).sum() > 0.9 * on.sum() > 100
    found = [(one[..., 0] > 127).sum() for one in moving.seen(made.path)]
    assert max(found) < 1.25 * min(found)


def _flag(name: str, value: int) -> bytes:
    return field(5, field(1, name.encode()) + field(3, value) + field(20, 2))


def depth_network(folder: Path, *, fixed: bool) -> Path:
    """A tiny ONNX of the kind: nearness is the mean of the colours, pooled."""
    side: int | str = 224 if fixed else "side"
    pool = node("AveragePool", ["image"], ["soft"], "", ints("kernel_shape", [7, 7]) + ints("pads", [3, 3, 3, 3]))
    mean = node("ReduceMean", ["soft"], ["depth"], "", ints("axes", [1]) + _flag("keepdims", int(fixed)))
    shape: list[int | str] = [1, 1, side, side] if fixed else [1, "high", "wide"]
    sides: list[int | str] = [1, 3, side, side] if fixed else [1, 3, "high", "wide"]
    folder.mkdir()
    (folder / "depth.onnx").write_bytes(model([pool, mean], [value("image", sides)], [value("depth", shape)], opset=13))
    return folder


class Opened(LocalContext):
    """A context of some drivers."""

    def __init__(self, folder: Path, **drivers: Any) -> None:
        super().__init__(folder)
        self._drivers = drivers

    def open(self, checkpoint: str) -> AbstractContextManager[Any]:
        own = self._drivers.get(checkpoint.partition("@")[0])
        return nullcontext(own) if own is not None else super().open(checkpoint)


@pytest.mark.parametrize("fixed", [True, False])
def test_depth_of_any_network_near_is_white_and_it_does_not_pump(fixed: bool, tmp_path: Path) -> None:
    network = depth.load(depth_network(tmp_path / "d", fixed=fixed))
    clip = moving.clip(tmp_path / "c.mkv", boxes(8))
    made = guide.depth(clip, params=guide.DepthGuide(checkpoint="tiny@1"), context=Opened(tmp_path, tiny=network))
    assert footage.facts(made.path) == footage.facts(clip.path)
    shown = moving.seen(made.path)
    for n, one in enumerate(shown):
        assert one[40:60, 35 + 2 * n : 45 + 2 * n].mean() > 200 > 60 > one[80:, :].mean()
    assert max(abs(float(one[80:].mean()) - float(other[80:].mean())) for one, other in pairwise(shown)) < 3


def test_a_damaged_network_is_said(tmp_path: Path) -> None:
    (tmp_path / "depth.onnx").write_bytes(b"nothing")
    (tmp_path / "pose.onnx").write_bytes(b"nothing")
    for load in (depth.load, pose.load):
        with pytest.raises(BadInput) as refused:
            load(tmp_path)
        assert refused.value.code == "CHECKPOINT_DAMAGED"
    (tmp_path / "depth.json").write_text("{")
    with pytest.raises(BadInput, match="not JSON"):
        depth.load(tmp_path)


def pose_network(folder: Path) -> Path:
    """A tiny ONNX of the RTMPose kind: every joint is where the picture's columns and rows are brightest."""
    nodes = [
        node("ReduceMax", ["image"], ["column"], "", ints("axes", [2]) + _flag("keepdims", 0)),
        node("ReduceMax", ["image"], ["row"], "", ints("axes", [3]) + _flag("keepdims", 0)),
        node("MatMul", ["each", "column"], ["simcc_x"]),
        node("MatMul", ["each", "row"], ["simcc_y"]),
    ]
    each = tensor("each", [17, 3], np.full((17, 3), 1 / 3, np.float32).tobytes())
    outputs = [value("simcc_x", [1, 17, 48]), value("simcc_y", [1, 17, 64])]
    folder.mkdir()
    (folder / "pose.onnx").write_bytes(model(nodes, [value("image", [1, 3, 64, 48])], outputs, [each], opset=13))
    return folder


def test_a_network_of_the_rtmpose_kind_is_asked_in_the_box_of_a_person(tmp_path: Path) -> None:
    network = pose.load(pose_network(tmp_path / "p"))
    picture = np.zeros((96, 160, 3), np.uint8)
    picture[58:61, 98:101] = 255
    places, sure = network.joints(picture, (0.4, 0.2, 0.9, 0.9))
    assert places.shape == (17, 2)
    assert np.abs(places - (99, 59)).max() < 3
    assert sure.min() == 1


def test_people_of_a_real_clip_are_figures_and_nobody_is_none(tmp_path: Path) -> None:
    """The shipped network looks at the animatic's people, whose joints are known."""
    stage = stage_from_words("Full shot. A man stands in a street and waves.", seed=3)
    drawer = Renderer(stage, 320, 180, 4, Fraction(24))
    clip = moving.clip(tmp_path / "c.mkv", [np.ascontiguousarray(drawer.frame(n)[..., :3]) for n in range(4)])
    context = LocalContext(tmp_path)
    shown = moving.seen(guide.pose(clip, params=guide.PoseGuide(), context=context).path)
    truth = next(iter(Structure(stage, 320, 180, 4, Fraction(24)).poses()))
    found, wanted = (
        cv2.dilate((one.max(axis=2) > 64).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0 for one in (shown[0], truth)
    )
    assert (found & wanted).sum() > 0.5 * (found | wanted).sum()
    empty = moving.clip(tmp_path / "e.mkv", [np.full((64, 96, 3), 80, np.uint8)] * 3)
    assert max(one.max() for one in moving.seen(guide.pose(empty, params=guide.PoseGuide(), context=context).path)) < 8


def test_a_picture_s_person_moves_as_the_clip(tmp_path: Path, tiny: Tiny) -> None:
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(9))
    picture: Image = moving.still(tmp_path / "p.png", moving.passing(1, seed=8)[0])
    figures = moving.clip(tmp_path / "g.mkv", [drawn([_standing(20 + n)], *moving.SIZE) for n in range(9)])
    params = Animate(prompt="a man", checkpoint="tiny-wan-vace@1", guide_kinds=("pose",))
    made = animate(clip, picture, (), (figures,), params=params, context=tiny)
    assert footage.facts(made.path) == footage.facts(clip.path)
    empty = moving.clip(tmp_path / "e.mkv", [np.full((48, 64, 3), 80, np.uint8)] * 3)
    for given, checkpoint, code in ((empty, "tiny-wan-vace@1", "POSE_EMPTY"), (clip, "previs@1", "MODEL_CANNOT")):
        with pytest.raises(BadInput) as refused:
            animate(given, picture, (), params=Animate(prompt="a man", checkpoint=checkpoint), context=tiny)
        assert refused.value.code == code


def _standing(across: float) -> Person:
    down = np.array([6, 8, 8, 8, 16, 16, 22, 22, 8, 8, 0, 0, 0, 0, 0, 0, 0], np.float32) + 8
    side = np.array([0, 1, -1, 2, -2, 4, -4, 5, -5, 5, -5, 3, -3, 3, -3, 3, -3], np.float32)
    return of_coco(np.stack([across + side, down], axis=1), np.ones(17, np.float32))


def test_figures_hold_still_when_the_network_trembles() -> None:
    dice, steady = np.random.default_rng(1), Steadied(0.8, 64)
    raw = [
        Person(_standing(30).points + dice.normal(0, 0.4, (18, 2)).astype(np.float32), np.ones(18, np.float32)) for _ in range(30)
    ]
    held = [steady.on([one])[0].points for one in raw]
    tremble = [float(np.mean([np.abs(a - b).mean() for a, b in pairwise(one)])) for one in (held, [each.points for each in raw])]
    assert tremble[0] < 0.5 * tremble[1]


def test_the_animatic_s_depth_is_that_of_its_geometry() -> None:
    stage = stage_from_words(WORDS, seed=3)
    structure = Structure(stage, 320, 180, 5, Fraction(24))
    planes = structure.planes(2)
    view = structure._drawer.path.view(2)
    for actor in stage.actors:  # a person is as far as where it stands
        x, y, far = view.project(actor.x, 0.9, actor.z)
        assert abs(float(planes.distance[int(y), int(x)]) - far) < 0.35
    floor = planes.distance[150:, 20]  # the floor comes nearer downwards, exactly as the lens says
    assert (np.diff(floor) < 0).all()
    ray = -(np.arange(150, 180) + 0.5 - 90) / view.focal
    up = view.axes[:, 1]
    across = (20.5 - 160) / view.focal
    expected = -view.y / (up[0] * across + up[1] * ray + up[2])
    assert np.abs(floor / expected - 1).max() < 0.02


@pytest.mark.parametrize("kind", ["depth", "edges", "pose"])
def test_a_stage_is_shown_frame_by_frame(kind: Any, tmp_path: Path) -> None:
    stage = Data.write(tmp_path / "s.json", stage_from_words(WORDS, seed=3).model_dump(mode="json"))
    params = StageGuide(kind=kind, frames=3, rate="24000/1001", width=160, height=90)
    made: Video = from_stage(stage, params=params, context=LocalContext(tmp_path))
    assert footage.facts(made.path) == footage.Facts(160, 90, Fraction(24000, 1001), 3)
    one = moving.seen(made.path)[1]
    lit = (one.max(axis=2) > 64).mean()
    assert {"depth": lit > 0.3, "edges": 0.01 < lit < 0.25, "pose": 0.005 < lit < 0.2}[kind]
    with pytest.raises(BadInput) as refused:
        from_stage(Data.write(tmp_path / "x.json", {"actors": 3}), params=params, context=LocalContext(tmp_path))
    assert refused.value.code == "STAGE_INVALID"


def test_outlines_of_the_stage_lie_on_those_of_the_picture() -> None:
    stage = stage_from_words(WORDS, seed=3)
    lines = list(Structure(stage, 320, 180, 2, Fraction(24)).edges())[1][..., 0] > 127
    picture = np.ascontiguousarray(Renderer(stage, 320, 180, 2, Fraction(24)).frame(1)[..., :3])
    slope = cv2.dilate(cv2.Canny(picture, 30, 80), np.ones((5, 5), np.uint8)) > 0
    assert (lines & slope).sum() > 0.75 * lines.sum() > 300


def test_wan_animate_is_given_the_picture_the_poses_and_the_acting_clip(tmp_path: Path, tiny: Tiny) -> None:
    """Longer than a window, with an odd size; the clip is seen, and a picture of somebody else gives another film."""
    size = (50, 34)
    clip = moving.clip(tmp_path / "c.mkv", moving.passing(11, size=size))
    figures = moving.clip(tmp_path / "g.mkv", [drawn([_standing(20 + n)], *size) for n in range(11)])
    params = Animate(prompt="a man", checkpoint="tiny-wan-animate@1", guide_kinds=("pose",), overlap=4)
    seen = []
    for seed in (8, 9):
        picture: Image = moving.still(tmp_path / f"{seed}.png", moving.passing(1, seed=seed)[0])
        made = animate(clip, picture, (), (figures,), params=params, context=tiny)
        assert footage.facts(made.path) == footage.facts(clip.path)
        seen.append(moving.seen(made.path))
    assert max(moving.apart(one, other) for one, other in zip(*seen, strict=True)) > 1
    again = moving.seen(animate(clip, picture, (), (figures,), params=params, context=tiny).path)
    assert all(np.array_equal(one, other) for one, other in zip(seen[1], again, strict=True))
