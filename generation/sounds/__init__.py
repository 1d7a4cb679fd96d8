"""Sound files as blocks of samples: WAV at 48,000 Hz read and written exactly, and frames turned into samples without drift."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt

from generation.operation import BadInput

RATE = 48_000
BLOCK = 1 << 16

Samples = npt.NDArray[np.float32]  # (samples, channels), −1…1

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_DTYPES = {(_PCM, 16): "<i2", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8"}


def sample_of(frame: int, rate: Fraction) -> int:
    """The first sample of a frame: the nearest one to `frame × 48000 / rate`, counted exactly, halves up."""
    exact = Fraction(frame * RATE) / rate
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def frames_of(samples: int, rate: Fraction) -> int:
    """How many whole frames it takes to hold so many samples (rounded up)."""
    return -((-samples * rate.numerator) // (RATE * rate.denominator))


@dataclass(frozen=True)
class Shape:
    """What a WAV file says of itself: where its samples lie, how many there are, of which type, in how many channels."""

    offset: int
    samples: int
    channels: int
    dtype: str


def shape(path: Path) -> Shape:
    """Read the header.

    Raises:
        BadInput: when it is not a WAV file of 48,000 Hz, 16 or 32 bit, one or two channels, with all its samples there.
    """
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
            raise BadInput(f"{path.name} is not a WAV file. Bring it in again as WAV, 48,000 Hz.", "SOUND_INVALID")
        size, form, rest = path.stat().st_size, None, None
        while len(chunk := file.read(8)) == 8:
            name, length = chunk[:4], struct.unpack("<I", chunk[4:])[0]
            start = file.tell()
            if name == b"ds64":
                rest = struct.unpack("<Q", file.read(16)[8:])[0]
            elif name == b"fmt ":
                form = file.read(min(length, 40))
            elif name == b"data":
                count = rest if rest is not None and length == 0xFFFFFFFF else length
                return _shape(path, form, start, count, size)
            file.seek(start + length + length % 2)
    raise BadInput(f"{path.name} holds no samples: the file is cut short. Bring it in again.", "SOUND_INVALID")


def _shape(path: Path, form: bytes | None, start: int, count: int, size: int) -> Shape:
    if form is None or len(form) < 16:
        raise BadInput(f"{path.name} does not say how its samples are written. Bring it in again.", "SOUND_INVALID")
    tag, channels, hertz, _, _, bits = struct.unpack("<HHIIHH", form[:16])
    if tag == _EXTENSIBLE and len(form) >= 26:
        tag = struct.unpack("<H", form[24:26])[0]
    dtype = _DTYPES.get((tag, bits))
    if dtype is None or hertz != RATE or channels not in (1, 2):
        raise BadInput(
            f"{path.name} has {channels} channels of {bits} bits at {hertz} Hz; sound here is mono or stereo, 16 bit or "
            f"32-bit float, at {RATE} Hz. Convert it first.",
            "SOUND_INVALID",
        )
    if start + count > size:
        raise BadInput(f"{path.name} is cut short: it has {size - start} of {count} bytes. Bring it in again.", "SOUND_INVALID")
    return Shape(start, count // (channels * bits // 8), channels, dtype)


def length(path: Path) -> int:
    """How many samples there are in each channel. Raises BadInput as `shape` does."""
    return shape(path).samples


class Reader:
    """Samples of a WAV file, any stretch of it, as float32. Raises BadInput for a sample that is not a number."""

    def __init__(self, path: Path) -> None:
        self.path, self.shape = path, shape(path)
        self._file: BinaryIO = path.open("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def read(self, first: int, count: int) -> Samples:
        """`count` samples from `first` on; fewer where the file ends, none outside."""
        first, end = max(0, first), min(first + count, self.shape.samples)
        if end <= first:
            return np.zeros((0, self.shape.channels), np.float32)
        kind = np.dtype(self.shape.dtype)
        self._file.seek(self.shape.offset + first * self.shape.channels * kind.itemsize)
        raw = np.frombuffer(self._file.read((end - first) * self.shape.channels * kind.itemsize), kind)
        block = raw.reshape(-1, self.shape.channels).astype(np.float32)
        if kind.kind == "i":
            return block / np.float32(1 << (8 * kind.itemsize - 1))
        if not np.isfinite(block).all():
            raise BadInput(f"{self.path.name} holds samples that are not numbers. Bring the sound in again.", "SOUND_INVALID")
        return block

    def blocks(self, size: int = BLOCK) -> Iterator[Samples]:
        """The whole file in order, block by block."""
        for first in range(0, self.shape.samples, size):
            yield self.read(first, size)


class Writer:
    """A new 32-bit float WAV file, written block by block; files above 4 GB become RF64."""

    def __init__(self, path: Path, channels: int) -> None:
        self.samples, self.channels = 0, channels
        self._file: BinaryIO = path.open("wb")
        self._header()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.seek(0)
        self._header()
        self._file.close()

    def write(self, block: Samples) -> None:
        """Append (samples, channels) or, for mono, (samples,)."""
        block = np.ascontiguousarray(block.reshape(len(block), self.channels), "<f4")
        self._file.write(block.tobytes())
        self.samples += len(block)

    def _header(self) -> None:
        count = self.samples * self.channels * 4
        large = count + 100 > 0xFFFFFFFF
        body = 4 + 36 + 24 + 12 + 8 + count
        sizes = struct.pack("<QQQI", body, count, self.samples, 0)
        form = struct.pack("<HHIIHH", _FLOAT, self.channels, RATE, RATE * self.channels * 4, self.channels * 4, 32)
        self._file.write(b"RF64" if large else b"RIFF")
        self._file.write(struct.pack("<I", 0xFFFFFFFF if large else body) + b"WAVE")
        self._file.write((b"ds64" if large else b"JUNK") + struct.pack("<I", 28) + sizes)
        self._file.write(b"fmt " + struct.pack("<I", 16) + form)
        self._file.write(b"fact" + struct.pack("<II", 4, min(self.samples, 0xFFFFFFFF)))
        self._file.write(b"data" + struct.pack("<I", 0xFFFFFFFF if large else count))


def load(path: Path) -> Samples:
    """A whole short sound as (samples, channels); for long ones use `Reader.blocks`."""
    with Reader(path) as reader:
        return reader.read(0, reader.shape.samples)


def save(path: Path, samples: npt.NDArray[np.floating]) -> Path:
    """Write a whole short sound, (samples,) or (samples, channels), as 32-bit float; returns the path."""
    block = np.asarray(samples, np.float32)
    block = block[:, None] if block.ndim == 1 else block
    with Writer(path, block.shape[1]) as writer:
        writer.write(block)
    return path
