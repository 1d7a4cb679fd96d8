"""OWLv2 (Minderer et al. 2023, arXiv 2306.09683), by transformers: boxes for whatever English words say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from generation.drivers import Pixels, Seen
from generation.drivers.detection import overlap
from generation.operation import BadInput

_MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
_SPREAD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)
_GREY = 0.5  # what is beside a picture that is not square
_LEAST = 0.2  # its scores are lower than those of detectors that know few kinds
_SAME = 0.5  # overlap above which two boxes for one word are one thing


class Owl:
    """Pictures and words to boxes."""

    known: Sequence[str] | None = None

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model, self._tokenizer = model.eval(), tokenizer

    def find(self, pixels: Pixels, words: Collection[str], *, least: float = 0.35, closely: bool = True) -> list[Seen]:
        """What each of the words says, in an sRGB picture (height, width, 3), surest first."""
        import torch

        asked = [one for one in words if one]
        if not asked:
            return []
        side = self._model.config.vision_config.image_size
        height, width = pixels.shape[:2]
        scale = side / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        square = np.full((side, side, 3), _GREY, np.float32)
        square[: size[1], : size[0]] = cv2.resize(pixels[..., :3], size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        given = torch.from_numpy(np.ascontiguousarray(((square - _MEAN) / _SPREAD).transpose(2, 0, 1)[None]))
        longest = self._model.config.text_config.max_position_embeddings
        read = self._tokenizer(
            [f"a photo of a {one}" for one in asked],
            padding="max_length",
            truncation=True,
            max_length=longest,
            return_tensors="pt",
        )
        with torch.inference_mode():
            said = self._model(input_ids=read["input_ids"], attention_mask=read["attention_mask"], pixel_values=given)
        sure = said.logits[0].sigmoid().numpy()
        room = np.array([size[0], size[1], size[0], size[1]], np.float64) / side
        found = []
        for query, word in np.argwhere(sure >= min(least, _LEAST)):
            x, y, wide, high = said.pred_boxes[0][query].numpy()
            sides = np.clip(np.array([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2]) / room, 0, 1).tolist()
            if sides[2] > sides[0] and sides[3] > sides[1]:
                box = (sides[0], sides[1], sides[2], sides[3])
                found.append(Seen(asked[word], box, float(sure[query, word])))
        kept: list[Seen] = []
        for one in sorted(found, key=lambda seen: -seen.sure):
            if all(other.name != one.name or overlap(one.box, other.box) < _SAME for other in kept):
                kept.append(one)
        return kept


def load(folder: Path) -> Owl:
    """The driver, from the folder of its checkpoint: config, tokenizer and safetensors, as the hub has them.

    Raises:
        BadInput: CHECKPOINT_DAMAGED.
    """
    from transformers import AutoTokenizer, Owlv2ForObjectDetection

    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model = Owlv2ForObjectDetection.from_pretrained(str(folder), local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, RuntimeError, KeyError) as problem:
        raise BadInput(f"{folder.name} cannot be opened ({problem}). Fetch it again.", "CHECKPOINT_DAMAGED") from problem
    return Owl(model, tokenizer)
