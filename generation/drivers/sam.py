"""SAM (Kirillov et al. 2023, arXiv 2304.02643) by Meta's own package: ViT-B, L and H, from clicks and boxes to masks."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image

from generation.drivers import Pixels
from generation.operation import BadInput

SIDE, LOW = 1024, 256  # pixels of the square that the network sees, and of the masks that it gives
_MEAN = np.array([123.675, 116.28, 103.53], np.float32)
_SPREAD = np.array([58.395, 57.12, 57.375], np.float32)
_BY_WIDTH = {768: "vit_b", 1024: "vit_l", 1280: "vit_h"}
_FIRM = 8.0  # logits beside the picture, in a mask that is to be refined

Embedding = dict[str, npt.NDArray[np.float32]]
Logits = npt.NDArray[np.float32]  # (256, 256) over the whole picture: above 0 is inside


class Sam:
    """Embeds pictures and answers prompts, as `generation.drivers.segmentation.Sam2` does.

    The picture keeps its shape in the network's square, as SAM was trained. `image_embed` covers the picture alone, so that what
    a thing looks like can be pooled from it; `square` is what the decoder needs, `extent` the picture's pixels in it.
    """

    def __init__(self, model: Any) -> None:
        self._model = model.eval()

    def embed(self, pixels: Pixels) -> Embedding:
        """The embedding of an sRGB picture (height, width, 3)."""
        import torch

        height, width = pixels.shape[:2]
        scale = SIDE / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(pixels[..., :3], size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        square = np.zeros((SIDE, SIDE, 3), np.float32)
        square[: size[1], : size[0]] = (small.astype(np.float32) - _MEAN) / _SPREAD
        with torch.inference_mode():
            found = self._model.image_encoder(torch.from_numpy(square.transpose(2, 0, 1)[None])).numpy()
        side = found.shape[-1]
        part = found[0, :, : max(1, round(size[1] * side / SIDE)), : max(1, round(size[0] * side / SIDE))]
        whole = np.stack([cv2.resize(one, (side, side), interpolation=cv2.INTER_LINEAR) for one in part])
        return {"image_embed": whole[None], "square": found, "extent": np.array(size, np.float32)}

    def masks(
        self, embedding: Embedding, points: npt.ArrayLike, labels: npt.ArrayLike, before: Logits | None = None
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Three masks as logits (3, 256, 256) and how sure the network is of each (3,); see `Sam2.masks`."""
        import torch

        wide, high = (float(side) for side in embedding["extent"])
        low = (max(1, round(wide * LOW / SIDE)), max(1, round(high * LOW / SIDE)))
        coords, kinds = np.asarray(points, np.float32).reshape(-1, 2) * [wide, high], np.asarray(labels, np.float32).reshape(-1)
        box = coords[kinds >= 2].reshape(1, 4) if (kinds >= 2).sum() == 2 else None
        clicks, given = coords[kinds < 2], None
        if len(clicks):
            given = (torch.from_numpy(clicks[None].astype(np.float32)), torch.from_numpy(kinds[kinds < 2][None]))
        with torch.inference_mode():
            sparse, dense = self._model.prompt_encoder(
                points=given,
                boxes=None if box is None else torch.from_numpy(box.astype(np.float32)),
                masks=None if before is None else torch.from_numpy(_squared(before, low)),
            )
            masks, sure = self._model.mask_decoder(
                image_embeddings=torch.from_numpy(np.ascontiguousarray(embedding["square"], np.float32)),
                image_pe=self._model.prompt_encoder.get_dense_pe(), sparse_prompt_embeddings=sparse,
                dense_prompt_embeddings=dense, multimask_output=True,
            )  # fmt: skip
        whole = [cv2.resize(one[: low[1], : low[0]], (LOW, LOW), interpolation=cv2.INTER_LINEAR) for one in masks[0].numpy()]
        return np.stack(whole).astype(np.float32), sure[0].numpy().astype(np.float32)


def _squared(mask: Logits, low: tuple[int, int]) -> npt.NDArray[np.float32]:
    square = np.full((1, 1, LOW, LOW), -_FIRM, np.float32)
    square[0, 0, : low[1], : low[0]] = cv2.resize(mask, low, interpolation=cv2.INTER_LINEAR)
    return square


@contextmanager
def package() -> Iterator[Any]:
    """Meta's `segment_anything`, which asks for four functions of torchvision that are small: where that is absent, ours.

    They are lent for the time of the import alone: other libraries look for torchvision, and would take these for it.
    """
    lent: dict[str, types.ModuleType] = {}
    try:
        importlib.import_module("torchvision")  # where somebody installed it
    except (ImportError, RuntimeError):
        lent = _lent()
        sys.modules.update(lent)
    try:
        import segment_anything  # type: ignore[import-untyped]

        yield segment_anything
    finally:
        for name in lent:
            sys.modules.pop(name, None)


def _lent() -> dict[str, types.ModuleType]:
    names = (
        "torchvision",
        "torchvision.ops",
        "torchvision.ops.boxes",
        "torchvision.transforms",
        "torchvision.transforms.functional",
    )
    found = {name: types.ModuleType(name) for name in names}
    boxes, functional = found["torchvision.ops.boxes"], found["torchvision.transforms.functional"]
    boxes.batched_nms, boxes.box_area = batched_nms, box_area  # type: ignore[attr-defined]
    functional.resize, functional.to_pil_image = resize, PIL.Image.fromarray  # type: ignore[attr-defined]
    return found


def resize(image: PIL.Image.Image, size: tuple[int, int]) -> PIL.Image.Image:
    """A picture at (height, width)."""
    return image.resize((size[1], size[0]), PIL.Image.Resampling.BILINEAR)


def box_area(boxes: Any) -> Any:
    """The areas of boxes (n, 4): left, top, right, bottom."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def batched_nms(boxes: Any, scores: Any, kinds: Any, most: float) -> Any:
    """Which boxes are kept, surest first: of those of one kind that overlap by more than `most`, the surest."""
    import torch

    kept: list[int] = []
    for n in scores.argsort(descending=True).tolist():
        if all(int(kinds[n]) != int(kinds[other]) or _overlap(boxes[n], boxes[other]) <= most for other in kept):
            kept.append(n)
    return torch.tensor(kept, dtype=torch.int64)


def _overlap(one: Any, other: Any) -> float:
    wide = min(float(one[2]), float(other[2])) - max(float(one[0]), float(other[0]))
    high = min(float(one[3]), float(other[3])) - max(float(one[1]), float(other[1]))
    both = max(0.0, wide) * max(0.0, high)
    return both / max(1e-9, float(box_area(one[None])[0]) + float(box_area(other[None])[0]) - both)


def weights(path: Path) -> dict[str, Any]:
    """Tensors by name, and nothing else that a file may hold.

    Raises:
        BadInput: CHECKPOINT_DAMAGED.
    """
    import torch

    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            return dict(load_file(str(path)))
        found = torch.load(path, map_location="cpu", weights_only=True)
        return dict(found.get("model", found))
    except Exception as problem:  # torch's, pickle's and safetensors' errors share no base class but Exception
        raise BadInput(
            f"The weights {path.name} cannot be read ({problem}). Fetch them again.", "CHECKPOINT_DAMAGED"
        ) from problem


def load(folder: Path) -> Sam:
    """The driver, from the folder of its checkpoint: one .pth or .safetensors file, whose size says which ViT it is."""
    found = [one for one in sorted(folder.rglob("*")) if one.suffix in (".pth", ".pt", ".safetensors")]
    if not found:
        raise BadInput(f"{folder.name} holds no weights. Fetch it again.", "CHECKPOINT_DAMAGED")
    path = found[0]
    held = weights(path)
    with package() as segment_anything:
        width = int(held["image_encoder.pos_embed"].shape[-1])
        model = segment_anything.sam_model_registry[_BY_WIDTH[width]]()
    model.load_state_dict(held)
    return Sam(model)
