"""What reads words and pictures for a model, without its part for films: that needs a library which nothing else here does."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def processor(folder: Path) -> Any:
    """The Qwen2-VL processor of a folder, for pictures and words; pictures are brought to size by Pillow."""
    from transformers import AutoTokenizer, Qwen2VLImageProcessorPil, Qwen2VLProcessor

    class Reader(Qwen2VLProcessor):
        """What a processor holds is read off the names of its arguments: this one has no `video_processor`."""

        def __init__(self, image_processor: Any = None, tokenizer: Any = None, chat_template: str | None = None) -> None:
            super().__init__(image_processor, tokenizer, None, chat_template=chat_template)  # type: ignore[no-untyped-call]

    looks = Qwen2VLImageProcessorPil.from_pretrained(str(folder), local_files_only=True)
    words = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    return Reader(looks, words, chat_template=words.chat_template)
