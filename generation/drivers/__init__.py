"""What each kind of model can do, as Protocols: an operation knows these and never a model."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]  # (height, width, 3 or 4), sRGB, straight alpha
Sound = npt.NDArray[np.float32]  # (samples,) mono, −1…1, at 48,000 Hz
Tell = Callable[[float, str], None]  # progress; raises Cancelled


@dataclass(frozen=True)
class Picture:
    """What a generator is asked for. `stage` is the JSON of `previs.stage.Stage`; great models take it as their guide."""

    prompt: str
    negative: str
    width: int
    height: int
    seed: int
    stage: dict[str, Any]
    quality: str = "final"  # draft | final
    alpha: bool = False  # foreground on transparency
    references: Sequence[Path] = ()


@dataclass(frozen=True)
class Clip(Picture):
    """A `Picture` that moves: `frames` at `rate`; `mouths` are `previs.stage.Mouth` JSON, by frame.

    With `first` it starts from that picture, with `last` it ends on that one; `movement` says how the camera moves over them.
    """

    frames: int = 48
    rate: Fraction = Fraction(24)
    mouths: Sequence[dict[str, Any]] = field(default_factory=tuple)
    first: Path | None = None
    last: Path | None = None
    movement: str = ""


class ImageGenerator(Protocol):
    """Text, stage and references to a picture."""

    def image(self, picture: Picture, tell: Tell) -> Pixels: ...


class VideoGenerator(Protocol):
    """Text, stage and references to frames, in order, exactly `clip.frames` of them."""

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]: ...


@dataclass(frozen=True)
class Utterance:
    """Spoken words: the sound, and when each phone and each word begins and ends, in samples of the sound."""

    sound: Sound
    phones: Sequence[tuple[int, int, str]]  # first sample, end sample, phone (IPA)
    words: Sequence[tuple[int, int, str]] = ()  # first sample, end sample, word as written


class Speaker(Protocol):
    """Text to speech."""

    def voices(self) -> Sequence[str]: ...

    def speak(self, words: str, voice: str, language: str, pace: float) -> Utterance: ...


class CutDetector(Protocol):
    """Pictures (count, 27, 48, 3) to the likeness, 0…1, that the shot changes after each, and that each lies in a change."""

    def judge(self, pictures: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]: ...


class FaceFinder(Protocol):
    """Faces of a picture, and a vector of length 1 for each that is near to those of the same person."""

    def find(self, pixels: Pixels) -> Sequence[Any]: ...

    def vector(self, pixels: Pixels, face: Any) -> npt.NDArray[np.float32]: ...


class Listener(Protocol):
    """Sound at 16,000 Hz to the likeness of speech in each 512 samples, and to the lines of at most thirty seconds of it."""

    def presence(self, sound: Sound, state: Any = None) -> tuple[list[float], Any]: ...

    def hear(self, sound: Sound, language: str = "") -> tuple[str, Sequence[Any]]: ...


@dataclass(frozen=True)
class Seen:
    """A thing that was found: what it is called, its box as left, top, right, bottom in shares of the picture, how sure, 0…1."""

    name: str
    box: tuple[float, float, float, float]
    sure: float


class ObjectFinder(Protocol):
    """Things of some kinds in a picture, surest first. `known`: the kinds there are; None: it takes any English words."""

    @property
    def known(self) -> Sequence[str] | None: ...

    def find(self, pixels: Pixels, words: Collection[str], *, least: float = 0.35, closely: bool = True) -> Sequence[Seen]: ...
