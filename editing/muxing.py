"""The mux: joined pictures, sound encoded once, and words become one MP4 that every player opens, in sync to its last frame."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.packet import Packet

from editing.joining import Shape, Tell, packets, stamp
from generation.delivery import mp4_options, new_file, require_frames
from generation.operation import BadInput

SOUND_RATE = 48_000
_CHUNK = 1024  # an AAC frame
_TAG = re.compile(r"<[^>\n]{1,40}>|\{\\[^}\n]*\}")
_ASS_HEADER = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, "
    b"OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    b"Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\nStyle: Default,Sans,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,"
    b"100,0,0,1,1,0,2,10,10,10,0\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


def samples_for(frames: int, rate: Fraction) -> int:
    """How many samples of sound go with so many frames: the nearest whole number."""
    return round(frames * SOUND_RATE / rate)


def mux(
    picture: Path,
    sound: Path | None,
    words: Path | None,
    out: Path,
    *,
    bitrate: int,
    language: str = "",
    title: str = "",
    tell: Tell,
) -> int:
    """Write the film; returns its frames. Sound is cut or filled with silence to the picture's exact length.

    Pictures are copied. AAC's priming is told to the player by an edit list, so that sample 0 sounds with frame 0.

    Raises:
        BadInput: when the sound or the words cannot be read.
        Exhausted: DISK_FULL; no half-written film is left.
    """
    shape = Shape.of(picture)
    with av.open(str(picture)) as counted:
        total = counted.streams.video[0].frames
    with new_file(out):
        with av.open(str(out), "w", format="mp4", options=mp4_options(shape.rate)) as container:
            if title:
                container.metadata["title"] = title
            with av.open(str(picture)) as first:
                video = container.add_stream_from_template(first.streams.video[0])
            track = _SoundTrack(container, sound, samples_for(total, shape.rate), bitrate) if sound else None
            captions = _WordsTrack(container, words, language) if words else None
            for order, (index, packet) in enumerate(packets(picture, shape.rate, shape)):
                if order % 48 == 0:
                    tell(order / max(1, total), "joining picture and sound")
                stamp(packet, video, shape.rate, shown=index, order=order)
                container.mux(packet)
                until = Fraction(order + 1) / shape.rate
                if track:
                    track.advance(until)
                if captions:
                    captions.advance(until)
            if track:
                track.finish()
            if captions:
                captions.finish()
        require_frames(out, total)
    return total


class _SoundTrack:
    """Encodes sound beside the pictures, so that the file is interleaved and little is held in memory."""

    def __init__(self, container: Any, path: Path, total: int, bitrate: int) -> None:
        self._container = container
        self._stream = container.add_stream("aac", rate=SOUND_RATE, layout="stereo", bit_rate=bitrate)
        self._chunks = exact(path, total)
        self._given = 0

    def advance(self, until: Fraction) -> None:
        while self._given < until * SOUND_RATE:
            chunk = next(self._chunks, None)
            if chunk is None:
                return
            frame = AudioFrame.from_ndarray(chunk, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, self._given, Fraction(1, SOUND_RATE)
            self._given += chunk.shape[1]
            self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self.advance(Fraction(10**9))
        self._container.mux(self._stream.encode(None))


def exact(path: Path, total: int) -> Iterator[npt.NDArray[np.float32]]:
    """Stereo sound at 48,000 Hz in chunks of 1,024 samples (the last may be shorter), `total` samples in all."""
    given = 0
    held: npt.NDArray[np.float32] = np.zeros((2, 0), np.float32)
    for piece in _decoded(path):
        held = np.concatenate([held, piece], axis=1)
        whole = held.shape[1] // _CHUNK * _CHUNK
        for at in range(0, whole, _CHUNK):
            chunk = held[:, at : at + min(_CHUNK, total - given)]
            if not chunk.shape[1]:
                return
            given += chunk.shape[1]
            yield np.ascontiguousarray(chunk)
        held = held[:, whole:]
    while given < total:
        chunk = np.zeros((2, min(_CHUNK, total - given)), np.float32)
        rest = held[:, : chunk.shape[1]]
        chunk[:, : rest.shape[1]] = rest
        held = held[:, rest.shape[1] :]
        given += chunk.shape[1]
        yield chunk


def _decoded(path: Path) -> Iterator[npt.NDArray[np.float32]]:
    try:
        container = av.open(str(path))
    except (av.error.FFmpegError, OSError) as problem:
        raise BadInput(f"The sound {path.name} cannot be read ({problem}).", "SOUND_UNREADABLE") from problem
    with container:
        if not container.streams.audio:
            raise BadInput(f"{path.name} holds no sound.", "SOUND_UNREADABLE")
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE)
        try:
            for frame in container.decode(audio=0):
                frame.pts = None
                for piece in resampler.resample(frame):
                    yield np.asarray(piece.to_ndarray(), np.float32)
            for piece in resampler.resample(None):
                yield np.asarray(piece.to_ndarray(), np.float32)
        except av.error.FFmpegError as problem:
            raise BadInput(f"The sound {path.name} is damaged ({problem}).", "SOUND_UNREADABLE") from problem


class _WordsTrack:
    """Subtitles as a track that can be switched on; times are the file's own, milliseconds."""

    def __init__(self, container: Any, path: Path, language: str) -> None:
        self._container = container
        self._stream = container.add_stream("mov_text")
        self._stream.codec_context.subtitle_header = _ASS_HEADER
        self._stream.time_base = Fraction(1, 1000)
        if language:
            self._stream.metadata["language"] = {"en": "eng", "zh": "chi"}.get(language[:2], "und")
        self._rows = _read_words(path)
        self._next = 0

    def advance(self, until: Fraction) -> None:
        while self._next < len(self._rows) and self._rows[self._next][0] <= until * 1000:
            start, length, text = self._rows[self._next]
            self._next += 1
            data = text.encode("utf-8")[:65_535]
            packet = Packet(struct.pack(">H", len(data)) + data)
            packet.stream, packet.time_base = self._stream, Fraction(1, 1000)
            packet.pts = packet.dts = start
            packet.duration = length
            self._container.mux(packet)

    def finish(self) -> None:
        self.advance(Fraction(10**9))


def _read_words(path: Path) -> list[tuple[int, int, str]]:
    try:
        with av.open(str(path)) as container:
            rows = [
                (packet.pts, packet.duration or 0, _TAG.sub("", bytes(packet).decode("utf-8")).strip())
                for packet in container.demux(container.streams.subtitles[0])
                if packet.size and packet.pts is not None
            ]
    except (av.error.FFmpegError, OSError, UnicodeDecodeError, IndexError) as problem:
        if path.is_file() and not path.read_bytes().replace(b"WEBVTT", b"").strip():
            return []  # a film without a word
        raise BadInput(f"The subtitles {path.name} cannot be read ({problem}).", "SUBTITLES_UNREADABLE") from problem
    rows = sorted(row for row in rows if row[2])
    # A text track shows one thing at a time: what begins ends what was there.
    ends = [row[0] for row in rows[1:]] + [2**40]
    return [(start, min(length, end - start), text) for (start, length, text), end in zip(rows, ends, strict=True)]
