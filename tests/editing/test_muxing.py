"""The mux: flash and beep stay together to the end of a ten-minute film, in two players."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from editing import joining, muxing
from editing.operations import CutSegment, MuxFilm, mux, segment
from generation.media import Audio, Segment, Subtitles, Video
from generation.operation import BadInput, Cancelled
from tests.editing import numbered

EVERY = 240  # frames from flash to flash
RATE = Fraction(24000, 1001)
REELS, REEL = 20, 3 * EVERY  # twenty times thirty seconds


def write_sound(path: Path, samples: np.ndarray) -> Path:
    """Mono 16-bit WAV at 48,000 Hz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def beeps(total: int, at: list[int]) -> np.ndarray:
    """Silence with 20 ms of 1 kHz from each of these samples on."""
    sound = np.zeros(total)
    for start in at:
        sound[start : start + 960] = 0.7 * np.sin(np.arange(min(960, total - start)) * 2 * np.pi * 1000 / 48_000)
    return sound


def flashing(folder: Path) -> Segment:
    """A segment of thirty seconds that is white in every 240th frame."""
    dark, light = np.zeros((36, 64, 3), np.uint8), np.full((36, 64, 3), 255, np.uint8)
    source = numbered.write(folder / "flash.mkv", [light if n % EVERY == 0 else dark for n in range(REEL)], RATE)
    params = CutSegment(frames=REEL, rate="24000/1001", width=64, height=36, speed="ultrafast", crf=30)
    return segment(Video(source), params=params, context=numbered.context(folder))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten minutes at 24000/1001 with flash and beep every 240 frames."""
    folder = tmp_path_factory.mktemp("film")
    joining.concat([flashing(folder).path] * REELS, folder / "joined.mp4", tell=lambda fraction, note: None)
    frames = REELS * REEL
    at = [muxing.samples_for(n, RATE) for n in range(0, frames, EVERY)]
    sound = write_sound(folder / "beeps.wav", beeps(muxing.samples_for(frames, RATE), at))
    made = mux(Segment(folder / "joined.mp4"), Audio(sound), params=MuxFilm(), context=numbered.context(folder))
    return Path(made.path)


def onsets(sound: np.ndarray) -> list[int]:
    """The samples at which a beep begins."""
    loud = np.flatnonzero(np.abs(sound) > 0.2)
    return [int(one) for one in loud[np.flatnonzero(np.diff(loud, prepend=-(10**6)) > 24_000)]]


def test_flash_and_beep_are_together_at_the_end_of_ten_minutes(film: Path) -> None:
    with av.open(str(film)) as container:
        flashes = [
            frame.pts * frame.time_base for frame in container.decode(video=0) if frame.to_ndarray(format="gray")[18, 32] > 128
        ]
    with av.open(str(film)) as container:
        stream = container.streams.audio[0]
        frames = list(container.decode(stream))
        begins = frames[0].pts * frames[0].time_base
        heard = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    beeped = [begins + Fraction(at, 48_000) for at in onsets(heard)]
    assert len(flashes) == len(beeped) == REELS * REEL // EVERY
    apart = [abs(seen - sounded) * RATE for seen, sounded in zip(flashes, beeped, strict=True)]  # frames
    assert max(apart) < Fraction(1, 10)
    assert flashes[-1] > 590


def test_a_second_player_agrees(film: Path) -> None:
    raw = numbered.ffmpeg("-i", str(film), "-map", "0:v", "-f", "rawvideo", "-pix_fmt", "gray", "-")
    lights = np.frombuffer(raw, np.uint8).reshape(-1, 36, 64)[:, 18, 32]
    assert len(lights) == REELS * REEL
    assert np.flatnonzero(lights > 128).tolist() == list(range(0, REELS * REEL, EVERY))
    sound = numbered.ffmpeg(
        "-i", str(film), "-map", "0:a", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-f", "f32le", "-"
    )
    heard = onsets(np.frombuffer(sound, np.float32))
    due = [muxing.samples_for(n, RATE) for n in range(0, REELS * REEL, EVERY)]
    assert len(heard) == len(due)
    assert max(abs(a - b) for a, b in zip(heard, due, strict=True)) < 200  # samples: a tenth of a frame


def small(folder: Path, frames: int = 30) -> Segment:
    """A short numbered segment."""
    source = numbered.clip(folder / "small.mkv", 0, frames, Fraction(25))
    params = CutSegment(frames=frames, rate="25/1", width=numbered.WIDTH, height=numbered.HEIGHT)
    return segment(Video(source), params=params, context=numbered.context(folder))


@pytest.mark.parametrize("seconds_off", [-0.5, 0.5])
def test_sound_is_cut_or_filled_to_the_length_of_the_picture(tmp_path: Path, seconds_off: float) -> None:
    sound = write_sound(tmp_path / "s.wav", np.full(57_600 + int(48_000 * seconds_off), 0.5))
    made = mux(small(tmp_path), Audio(sound), params=MuxFilm(), context=numbered.context(tmp_path))
    with av.open(str(made.path)) as container:
        track = container.streams.audio[0]
        assert abs(track.duration * track.time_base - Fraction(30, 25)) < Fraction(1, 1000)
    assert numbered.decoded(made.path)[0] == list(range(30))


def test_the_film_is_tagged_and_begins_with_its_index(tmp_path: Path) -> None:
    sound = write_sound(tmp_path / "s.wav", np.zeros(57_600))
    words = tmp_path / "w.srt"
    words.write_text("1\n00:00:00,200 --> 00:00:00,800\n<i>小雨</i>，你好\n\n2\n00:00:00,600 --> 00:00:01,100\nBye\n\n", "utf-8")
    params = MuxFilm(title="Rain 雨", language="zh")
    made = mux(small(tmp_path), Audio(sound), Subtitles(words), params=params, context=numbered.context(tmp_path))
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(made.path)) as container:
        video = container.streams.video[0].codec_context
        assert (video.profile, video.pix_fmt) == ("High", "yuv420p")
        assert (video.color_range, video.colorspace, video.color_primaries, video.color_trc) == (1, 1, 1, 1)
        assert container.metadata["title"] == "Rain 雨"
        assert [one.type for one in container.streams] == ["video", "audio", "subtitle"]
        assert container.streams.subtitles[0].metadata["language"] == "chi"
        shown = [(p.pts, p.duration, bytes(p)[2:].decode()) for p in container.demux(subtitles=0) if p.size > 2]
    assert shown == [(200, 400, "小雨，你好"), (600, 500, "Bye")]


def test_a_film_without_sound_or_words_is_a_film(tmp_path: Path) -> None:
    words = tmp_path / "none.srt"
    words.write_text("", "utf-8")
    made = mux(small(tmp_path), None, Subtitles(words), params=MuxFilm(), context=numbered.context(tmp_path))
    assert numbered.decoded(made.path)[0] == list(range(30))


def test_rubbish_for_sound_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.wav"
    rubbish.write_bytes(b"RIFF" + bytes(200))
    scratch = tmp_path / "scratch"
    with pytest.raises(BadInput, match=r"rubbish\.wav"):
        mux(small(tmp_path), Audio(rubbish), params=MuxFilm(), context=numbered.context(scratch))
    assert list(scratch.iterdir()) == []


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    def tell(fraction: float, note: str) -> None:
        raise Cancelled

    scratch = tmp_path / "scratch"
    with pytest.raises(Cancelled):
        mux(small(tmp_path), params=MuxFilm(), context=numbered.context(scratch, tell))
    assert list(scratch.iterdir()) == []
