"""What is said in a person's own film, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from generation.media import Data, Movie
from generation.media import rate as rate_of
from generation.operation import Context, Parameters, Queue, RateText, names_checkpoint, operation


class FootageWords(Parameters):
    """In which language, at which rate frames are counted, and who listens."""

    rate: RateText = "24/1"
    language: Annotated[Literal["auto", "en", "zh"], Field(description="auto: as it is heard.")] = "auto"
    checkpoint: Annotated[str, names_checkpoint("hearing")] = "whisper-base@1.0.0"


@operation("footage.words", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def words(source: Movie, *, params: FootageWords, context: Context) -> Data:
    """Write down what is said in a film, line by line; nothing where nobody speaks.

    `{"lines": [{"start": frame, "frames": int, "words": text, "language": "en"|"zh"|…}], "language": text, "frames": int}`;
    lines are in order and do not overlap; Chinese is written in simplified characters.

    Raises:
        BadInput: FOOTAGE_UNREADABLE, CHECKPOINT_MISSING.
    """
    from generation.footage import words as said

    heard = said.lines(source.path, rate_of(params.rate), params.language, params.checkpoint, context)
    return Data.write(context.scratch(".json"), heard)
