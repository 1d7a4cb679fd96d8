"""CLIP and its kin: how well a picture and words say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from generation.drivers import Pixels
from generation.operation import BadInput

_CLASSES = ("CLIPModel", "ChineseCLIPModel")
_MEAN, _SPREAD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
_UNLIKE, _LIKE = 0.14, 0.34  # of two vectors' product: nothing in common, as near as they come
_CHINESE = re.compile(r"[\u3400-\u9fff]")


class Agreement:
    """A `TextImageJudge`; equal pictures and words give equal figures."""

    def __init__(self, model: Any, tokenizer: Any, size: int, *, chinese: bool) -> None:
        self._model, self._tokenizer, self._size, self._chinese = model, tokenizer, size, chinese

    def agrees(self, pictures: Sequence[Pixels], words: str) -> float | None:
        """0…1, the mean over pictures (height, width, 3); None for words in a script that this model never learned."""
        import torch

        if not words.strip() or not pictures or bool(_CHINESE.search(words)) > self._chinese:
            return None
        with torch.inference_mode():
            tokens = self._tokenizer(words, return_tensors="pt", truncation=True, max_length=self._longest())
            seen = torch.from_numpy(np.stack([self._prepared(one) for one in pictures]))
            made = self._model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"], pixel_values=seen)
            near = float((made.image_embeds @ made.text_embeds.T).mean())
        return round(float(np.clip((near - _UNLIKE) / (_LIKE - _UNLIKE), 0, 1)), 4)

    def _longest(self) -> int:
        return int(self._model.config.text_config.max_position_embeddings)

    def _prepared(self, pixels: Pixels) -> Any:
        """The whole picture, made square: what stands at its edges counts too. (3, size, size)."""
        import cv2

        small = cv2.resize(pixels, (self._size, self._size), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        return np.ascontiguousarray(((small - _MEAN) / _SPREAD).astype(np.float32).transpose(2, 0, 1))


def load(folder: Path) -> Agreement:
    """The driver, from a folder as hubs keep it: config.json, safetensors, tokenizer.

    Raises:
        BadInput: CHECKPOINT_DAMAGED, CHECKPOINT_UNSUPPORTED.
    """
    import transformers

    try:
        named = [*json.loads((folder / "config.json").read_text("utf-8")).get("architectures", ()), ""][0]
    except (OSError, ValueError, AttributeError) as problem:
        raise BadInput(
            f"The model for words and pictures cannot be read ({problem}). Fetch it again.", "CHECKPOINT_DAMAGED"
        ) from problem
    if named not in _CLASSES:
        raise BadInput(
            f"Words and pictures are compared by {' or '.join(_CLASSES)}, not {named or 'this'}.", "CHECKPOINT_UNSUPPORTED"
        )
    try:
        model = getattr(transformers, named).from_pretrained(str(folder), local_files_only=True, use_safetensors=True).eval()
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    except (OSError, ValueError, RuntimeError) as problem:
        raise BadInput(
            f"The model for words and pictures is damaged ({problem}). Fetch it again.", "CHECKPOINT_DAMAGED"
        ) from problem
    return Agreement(model, tokenizer, int(model.config.vision_config.image_size), chinese=named == "ChineseCLIPModel")
