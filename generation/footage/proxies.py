"""A whole film small enough for a browser: a proxy that plays and seeks at once, and its pictures as tiles."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import PIL.Image
from av.audio.frame import AudioFrame

from generation.delivery import Profile, mp4_options, new_file, pictures_to
from generation.drivers import Tell
from generation.footage import clips, opening, sounds
from generation.footage.shaping import Shaper, shape_of
from generation.mezzanine import pixels_of
from generation.sounds import RATE, sample_of

_BETWEEN = 2  # tiles further apart than so many seconds of film are key frames


def write(path: Path, out: Path, silent: Path, rate: Fraction, height: int, crf: int, tell: Tell) -> None:
    """Write the proxy to `out`; `silent` is used on the way and removed. Raises BadInput and Exhausted as `clips.write` does."""
    with opening.opened(path) as container:
        sounding = sounds.track(container) is not None
    frames = clips.length(path, rate)
    width, height = _small(path, height)
    shaper, last = Shaper(path, width, height, "fill"), None
    try:
        with pictures_to(silent, Profile(width, height, rate, crf, "ultrafast")) as writer:
            for timed in clips.shown(path, 0, frames, rate, quick=True):
                if last is None or last[0] is not timed.frame:
                    last = timed.frame, shaper(timed.frame)
                writer.write(last[1])
                if writer.count % 24 == 0:
                    tell(0.9 * writer.count / frames, "Proxy")
        with new_file(out):
            _join(silent, out, path if sounding else None, frames, rate, tell)
    finally:
        silent.unlink(missing_ok=True)


def _join(silent: Path, out: Path, heard: Path | None, frames: int, rate: Fraction, tell: Tell) -> None:
    """Pictures copied and sound encoded into one MP4, a second of each in turn."""
    with av.open(str(silent)) as given, av.open(str(out), "w", format="mp4", options=mp4_options(rate)) as made:
        source = given.streams.video[0]
        video = made.add_stream_from_template(source)
        sound = _sound(made, heard) if heard else None
        packets = (packet for packet in given.demux(source) if packet.size)
        samples = sounds.blocks(heard, 0, sample_of(frames, rate)) if heard else iter(())
        done = 0
        for written, packet in enumerate(packets, start=1):
            packet.stream = video
            made.mux(packet)
            while sound is not None and done < sample_of(written, rate):
                block = next(samples, None)
                if block is None:
                    break
                frame = AudioFrame.from_ndarray(block.T.copy(), format="fltp", layout=sound.layout.name)
                frame.rate, frame.pts, frame.time_base = RATE, done, Fraction(1, RATE)
                done += len(block)
                made.mux(sound.encode(frame))
            if written % 240 == 0:
                tell(0.9 + 0.1 * written / frames, "Proxy")
        if sound is not None:
            made.mux(sound.encode(None))


def _sound(made: Any, heard: Path) -> Any:
    stream = made.add_stream("aac", rate=RATE, layout="stereo" if sounds.channels(heard) == 2 else "mono")
    stream.bit_rate = 96_000
    stream.time_base = Fraction(1, RATE)
    return stream


def tiles(path: Path, count: int, columns: int, height: int, tell: Tell) -> PIL.Image.Image:
    """Pictures of the film in rows: tile i is what is on screen in the middle of part i of `count`; far apart, its key frame."""
    span = clips.span(path)
    width, high = _small(path, height, least=height)
    shaper = Shaper(path, width, high, "fill")
    columns = min(columns, count)
    sheet = PIL.Image.new("RGB", (width * columns, high * -(-count // columns)))
    for number, frame in enumerate(_spread(path, span, count)):
        tell(number / count, "Filmstrip")
        sheet.paste(PIL.Image.fromarray(pixels_of(shaper(frame))), (number % columns * width, number // columns * high))
    return sheet


def _spread(path: Path, span: Fraction, count: int) -> Iterator[Any]:
    """`count` pictures of the film: all decoded in one go where they lie near to each other, else found by their key frames."""
    if span / count <= _BETWEEN:
        yield from (timed.frame for timed in clips.shown(path, 0, count, count / span, quick=True))
        return
    for number in range(count):
        yield _key(path, (number + Fraction(1, 2)) * span / count)


def _key(path: Path, moment: Fraction) -> Any:
    """The last key frame at or before a moment."""
    now = None
    for timed in opening.pictures(path, moment, quick=True, keys=True):
        if now is not None and timed.at > moment:
            break
        now = timed.frame
    return now


def _small(path: Path, height: int, least: int = 64) -> tuple[int, int]:
    """The film's own shape at this height or its own, whichever is less; even."""
    timed = next(opening.pictures(path))
    with opening.opened(path) as container:
        wide, high = shape_of(timed.frame, opening.aspect(opening.track(container, path)))
    height = max(min(height, round(high / 2) * 2), min(least, height))
    return max(16, min(4096, round(wide * height / high / 2) * 2)), max(16, round(height / 2) * 2)
