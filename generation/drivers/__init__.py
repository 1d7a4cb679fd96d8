"""What each kind of model can do, as Protocols: an operation knows these and never a model."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import PIL.Image

Pixels = npt.NDArray[np.uint8]  # (height, width, 3 or 4), sRGB, straight alpha
Sound = npt.NDArray[np.float32]  # (samples,) mono, −1…1, at 48,000 Hz
Tell = Callable[[float, str], None]  # progress; raises Cancelled


class Watched:
    """A `Tell` that more can be asked of: to show an unfinished picture, and whether somebody wants this to stop."""

    def __init__(self, tell: Tell, show: Callable[[PIL.Image.Image], None], every: float = 0.5) -> None:
        self._tell, self._show, self._every = tell, show, every
        self._last, self._shown = (0.0, ""), float("-inf")
        self.heard: npt.NDArray[np.float32] | None = None

    def __call__(self, share: float, note: str = "") -> None:
        """As `Tell`."""
        self._last = (share, note)
        self._tell(share, note)

    def look(self) -> None:
        """Nothing new is told; raises Cancelled when nobody wants the result any more. Cheap."""
        self._tell(*self._last)

    def due(self) -> bool:
        """Is it time for another picture? At most two a second are."""
        return time.monotonic() - self._shown >= self._every

    def show(self, picture: PIL.Image.Image) -> None:
        """Show what there is so far."""
        self._shown = time.monotonic()
        self._show(picture)

    def hear(self, sound: npt.NDArray[np.float32]) -> None:
        """What is heard in the clip, told before its first frame: (samples, 1 or 2), −1…1, at 48,000 Hz from that frame on."""
        self.heard = sound


@dataclass(frozen=True)
class Guide:
    """What a picture's structure follows: `clip` is a movie as long as the clip that is made, a still for a picture.

    `kind` says what it shows: depth (near is white), pose (people as figures of lines), edges (white on black).
    """

    kind: str
    clip: Path
    strength: float = 1.0  # 0…2; 1 is what the model was trained with


@dataclass(frozen=True)
class Adapter:
    """A LoRA: what somebody or some style looks like, as safetensors, for models of one family."""

    path: Path
    strength: float = 1.0  # −2…2


@dataclass(frozen=True)
class Held:
    """A picture that a clip shows at one frame, counted from its first."""

    picture: Path
    frame: int
    strength: float = 1.0  # 0…1


@dataclass(frozen=True)
class Track:
    """The way of a point, or of a box's middle, through a clip: (frame, across, down), shares of the picture, in order."""

    points: Sequence[tuple[int, float, float]]
    box: tuple[float, float] | None = None  # width and height, shares of the picture, when a box is meant


@dataclass(frozen=True)
class Picture:
    """What a generator is asked for. `stage` is the JSON of `previs.stage.Stage`; great models take guides made of it.

    With `source` it is made from that picture (for a `Clip` a movie of exactly its frames): `strength` 0…1 is how much of it
    is given up, and with `mask` only what that shows white is made anew. A driver refuses what it does not take (MODEL_CANNOT).
    """

    prompt: str
    negative: str
    width: int
    height: int
    seed: int
    stage: dict[str, Any]
    quality: str = "final"  # draft | final
    alpha: bool = False  # foreground on transparency
    references: Sequence[Path] = ()
    source: Path | None = None
    mask: Path | None = None
    strength: float = 0.6
    guides: Sequence[Guide] = ()
    adapters: Sequence[Adapter] = ()
    steps: int = 0  # 0: the model's own number, of a draft or of a final picture
    guidance: float | None = None  # how closely it keeps to the words; None: the model's own


@dataclass(frozen=True)
class Clip(Picture):
    """A `Picture` that moves: `frames` at `rate`; `mouths` are `previs.stage.Mouth` JSON, by frame.

    With `first` it starts from that picture, with `last` it ends on that one, and `held` are pictures that it comes through;
    `movement` says how the camera moves over them, `tracks` where things in it go.
    """

    frames: int = 48
    rate: Fraction = Fraction(24)
    mouths: Sequence[dict[str, Any]] = field(default_factory=tuple)
    first: Path | None = None
    last: Path | None = None
    movement: str = ""
    held: Sequence[Held] = ()
    tracks: Sequence[Track] = ()


class ImageGenerator(Protocol):
    """Text, stage and references to a picture."""

    def image(self, picture: Picture, tell: Tell) -> Pixels: ...


class VideoGenerator(Protocol):
    """Text, stage and references to frames, in order, exactly `clip.frames` of them.

    One that makes sound too gives it to `tell` (`Watched.hear`) before the first frame.
    """

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


class Interpolator(Protocol):
    """Two pictures (height, width, channels), float32 0…1, red, green and blue first, to those at moments 0…1 between them."""

    def between(
        self, before: npt.NDArray[np.float32], after: npt.NDArray[np.float32], moments: Sequence[float], *, both: bool = True
    ) -> Iterator[npt.NDArray[np.float32]]: ...


class Upscaler(Protocol):
    """A picture (height, width, 3), float32 0…1, to one `factor` times as wide and high, made of what it was taught to see."""

    @property
    def factors(self) -> Sequence[int]: ...

    def enlarge(self, picture: npt.NDArray[np.float32], factor: int) -> npt.NDArray[np.float32]: ...


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


class Stylist(Protocol):
    """Pictures (height, width, 3), float32 0…1, in another's style or in its own by number; `vector` is what a style is."""

    @property
    def styles(self) -> int: ...

    def vector(self, pixels: Pixels) -> npt.NDArray[np.float32]: ...

    def like(self, picture: npt.NDArray[np.float32], vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]: ...

    def named(self, picture: npt.NDArray[np.float32], number: int) -> npt.NDArray[np.float32]: ...
