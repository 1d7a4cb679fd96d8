"""SAM 2 whole (Ravi et al. 2024, arXiv 2408.00714), by transformers: masks from prompts, and a memory that follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from generation.drivers import Pixels
from generation.operation import BadInput

LOW = 256  # pixels of the square of logits that prompts are answered with
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD = np.array([0.229, 0.224, 0.225], np.float32)
_THING = 1  # the one thing that a memory follows

Embedding = dict[str, npt.NDArray[np.float32]]
Logits = npt.NDArray[np.float32]


class Memory:
    """What SAM 2 remembers of one thing: frames that were told, and the last few that it followed itself through."""

    def __init__(self, model: Any) -> None:
        import torch
        from transformers import Sam2VideoInferenceSession

        self._model, side = model, model.config.image_size
        self._session = Sam2VideoInferenceSession(video_height=side, video_width=side, dtype=torch.float32)
        self._thing = self._session.obj_id_to_idx(_THING)
        self._kept = max(model.config.num_maskmem, model.config.max_object_pointers_in_encoder) + 1

    def tell(self, frame: int, pixels: Pixels, mask: npt.NDArray[np.uint8]) -> None:
        """Here the thing is: (height, width), 255 inside. It is remembered as long as the memory lives."""
        import torch

        side = self._model.config.image_size
        small = cv2.resize(mask, (side, side), interpolation=cv2.INTER_LINEAR) > 127
        self._session.add_mask_inputs(self._thing, frame, torch.from_numpy(small[None, None].astype(np.float32)))
        self._session.obj_with_new_inputs = [_THING]
        self._session.frames_tracked_per_obj[self._thing].pop(frame, None)
        self._run(frame, pixels, reverse=False)

    def follow(self, frame: int, pixels: Pixels, *, backwards: bool) -> tuple[Logits, float]:
        """Logits (side, side) over the picture, above 0 inside, and how sure it is there at all: above 0 it is."""
        found = self._run(frame, pixels, reverse=backwards)
        logits = found.pred_masks.float().numpy()
        return logits.reshape(logits.shape[-2:]), float(found.object_score_logits.reshape(-1)[0])

    def _run(self, frame: int, pixels: Pixels, *, reverse: bool) -> Any:
        import torch

        with torch.inference_mode():
            found = self._model(
                inference_session=self._session, frame=_given(pixels, self._model.config.image_size), frame_idx=frame,
                reverse=reverse,
            )  # fmt: skip
        self._forget(frame)
        return found

    def _forget(self, frame: int) -> None:
        """Memory stays that of a few frames, however long the film is."""
        (self._session.processed_frames or {}).pop(frame, None)
        outputs = self._session.output_dict_per_obj[self._thing]
        for stored in outputs.values():
            for one in stored.values():
                one.pop("high_res_masks", None)
        for store in (outputs["non_cond_frame_outputs"], self._session.frames_tracked_per_obj[self._thing]):
            for old in [n for n in store if abs(n - frame) > self._kept]:
                del store[old]


class Sam2Whole:
    """Answers prompts as `generation.drivers.segmentation.Sam2` does, and gives out memories that follow a thing."""

    def __init__(self, model: Any) -> None:
        self._model = model.eval()

    def embed(self, pixels: Pixels) -> Embedding:
        """The embedding of an sRGB picture (height, width, 3)."""
        import torch

        with torch.inference_mode():
            maps = self._model.get_image_embeddings(_given(pixels, self._model.config.image_size))
        return dict(zip(("high_res_feats_0", "high_res_feats_1", "image_embed"), (one.numpy() for one in maps), strict=True))

    def masks(
        self, embedding: Embedding, points: npt.ArrayLike, labels: npt.ArrayLike, before: Logits | None = None
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Three masks as logits (3, 256, 256) and how sure the network is of each (3,); see `Sam2.masks`."""
        import torch

        coords = torch.from_numpy(np.asarray(points, np.float32).reshape(1, 1, -1, 2) * self._model.config.image_size)
        kinds = torch.from_numpy(np.asarray(labels, np.int64).reshape(1, 1, -1))
        size = self._model.prompt_encoder.mask_input_size
        given = None if before is None else torch.from_numpy(cv2.resize(before, tuple(size)[::-1])[None, None].astype(np.float32))
        names = ("high_res_feats_0", "high_res_feats_1", "image_embed")
        maps = [torch.from_numpy(np.ascontiguousarray(embedding[name], np.float32)) for name in names]
        with torch.inference_mode():
            sparse, dense = self._model.prompt_encoder(
                input_points=coords, input_labels=kinds, input_boxes=None, input_masks=given
            )
            masks, sure, _, _ = self._model.mask_decoder(
                image_embeddings=maps[-1], image_positional_embeddings=self._model.get_image_wide_positional_embeddings(),
                sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense, multimask_output=True,
                high_resolution_features=maps[:-1],
            )  # fmt: skip
        found = masks.float().numpy()
        whole = [cv2.resize(one, (LOW, LOW)) for one in found.reshape(-1, *found.shape[-2:])]
        return np.stack(whole).astype(np.float32), sure.reshape(-1).float().numpy()

    def memory(self) -> Memory:
        """A new memory, of nothing yet."""
        return Memory(self._model)


def _given(pixels: Pixels, side: int) -> Any:
    import torch

    small = cv2.resize(pixels[..., :3], (side, side), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
    return torch.from_numpy(np.ascontiguousarray(((small - _MEAN) / _SPREAD).transpose(2, 0, 1)[None]))


def load(folder: Path) -> Sam2Whole:
    """The driver, from the folder of its checkpoint: config.json and model.safetensors, as the hub has them.

    Raises:
        BadInput: CHECKPOINT_DAMAGED.
    """
    from transformers import Sam2VideoModel

    try:
        model = Sam2VideoModel.from_pretrained(str(folder), local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, RuntimeError, KeyError) as problem:
        raise BadInput(f"{folder.name} cannot be opened ({problem}). Fetch it again.", "CHECKPOINT_DAMAGED") from problem
    return Sam2Whole(model)
