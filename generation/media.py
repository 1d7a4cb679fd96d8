"""Typed handles to media files: what an operation reads and returns, and the facts it may rely on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, Self


@dataclass(frozen=True)
class Media:
    """One file. Immutable: an operation never writes to what it was given, and never returns a path it did not make.

    `kind` is the media type used in ports and the API; `suffix` is how the file is named.
    """

    path: Path

    kind: ClassVar[str] = "media"
    suffix: ClassVar[str] = ".bin"

    @classmethod
    def at(cls, path: Path | str) -> Self:
        """A handle to a file that is there.

        Raises:
            FileNotFoundError: when there is no such file.
        """
        path = Path(path)
        if not path.is_file():
            raise FileNotFoundError(path)
        return cls(path)


@dataclass(frozen=True)
class Image(Media):
    """One picture: PNG, 8 bit, sRGB, straight alpha where it has any."""

    kind: ClassVar[str] = "image"
    suffix: ClassVar[str] = ".png"


@dataclass(frozen=True)
class Video(Media):
    """Moving pictures without loss, in Matroska at a constant rate; sound lies beside them only where their generator made some.

    Opaque: H.264 at quantiser 0, yuv420p, BT.709 limited range (measured: a third of FFV1's time and bytes). With alpha, and in
    odd sizes: FFV1, straight alpha in BGRA.
    """

    kind: ClassVar[str] = "video"
    suffix: ClassVar[str] = ".mkv"


@dataclass(frozen=True)
class Matte(Media):
    """A moving coverage mask: FFV1 gray8 in Matroska, 255 is inside."""

    kind: ClassVar[str] = "matte"
    suffix: ClassVar[str] = ".mkv"


@dataclass(frozen=True)
class Audio(Media):
    """Sound: WAV, 48,000 Hz, 32-bit float or 16-bit PCM, mono or stereo."""

    kind: ClassVar[str] = "audio"
    suffix: ClassVar[str] = ".wav"


@dataclass(frozen=True)
class Segment(Media):
    """A stretch of the cut, encoded for delivery: H.264 in Matroska or MP4, closed GOP, no sound; joined by stream copy."""

    kind: ClassVar[str] = "segment"
    suffix: ClassVar[str] = ".mp4"


@dataclass(frozen=True)
class Movie(Media):
    """A finished film or a proxy that a browser plays: MP4 with H.264 and, where there is sound, AAC."""

    kind: ClassVar[str] = "movie"
    suffix: ClassVar[str] = ".mp4"


@dataclass(frozen=True)
class Webm(Media):
    """A layer that a browser plays with transparency: VP9 with straight alpha, no sound."""

    kind: ClassVar[str] = "webm"
    suffix: ClassVar[str] = ".webm"


@dataclass(frozen=True)
class Master(Media):
    """Moving pictures with alpha for other programs: ProRes 4444 in QuickTime."""

    kind: ClassVar[str] = "master"
    suffix: ClassVar[str] = ".mov"


@dataclass(frozen=True)
class Archive(Media):
    """Many files in one: ZIP."""

    kind: ClassVar[str] = "archive"
    suffix: ClassVar[str] = ".zip"


@dataclass(frozen=True)
class Subtitles(Media):
    """Timed words: SubRip or WebVTT, UTF-8."""

    kind: ClassVar[str] = "subtitles"
    suffix: ClassVar[str] = ".srt"


@dataclass(frozen=True)
class Embedding(Media):
    """What a network saw in a picture, for prompts to come: safetensors, float16 (`generation.embeddings`), 8 MB for SAM 2."""

    kind: ClassVar[str] = "embedding"
    suffix: ClassVar[str] = ".safetensors"


@dataclass(frozen=True)
class Adapter(Media):
    """What a model is taught besides its weights, a LoRA of a person, a style or a camera move: safetensors."""

    kind: ClassVar[str] = "adapter"
    suffix: ClassVar[str] = ".safetensors"


@dataclass(frozen=True)
class Lut(Media):
    """A table of colours as other programs write it: `.cube`, one- or three-dimensional (`generation.colour.cubes`)."""

    kind: ClassVar[str] = "lut"
    suffix: ClassVar[str] = ".cube"


@dataclass(frozen=True)
class Data(Media):
    """A JSON document: a stage, the timing of a voice, scores."""

    kind: ClassVar[str] = "data"
    suffix: ClassVar[str] = ".json"

    def read(self) -> Any:
        """The parsed document."""
        return json.loads(self.path.read_text(encoding="utf-8"))

    @classmethod
    def write(cls, path: Path, value: Any) -> Data:
        """Write canonical, human-readable JSON (sorted keys, no NaN) and return its handle."""
        path.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False), encoding="utf-8")
        return cls(path)


KINDS: dict[str, type[Media]] = {
    kind.kind: kind
    for kind in (Image, Video, Matte, Audio, Segment, Movie, Webm, Master, Archive, Subtitles, Embedding, Adapter, Lut, Data)
}


def rate(text: str) -> Fraction:
    """A frame rate from its text, `"24/1"` or `"24000/1001"`.

    Raises:
        ValueError: when it is not a positive ratio of whole numbers.
    """
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError) as problem:
        raise ValueError(f"A frame rate is written like 24/1 or 24000/1001, not {text!r}.") from problem
    if value <= 0 or value > 1000:
        raise ValueError(f"A frame rate lies above 0 and at most 1000 frames a second, not {text!r}.")
    return value
