"""What people drop on the board: each ends in a right import with what was noticed, or in a refusal that says what to do."""

from __future__ import annotations

import io
import os
import struct
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from generation import confined, uploads
from generation.footage import length, notices
from generation.operation import BadInput
from studio.errors import OverQuota
from studio.models import Workspace
from tests.editing import numbered
from tests.operations import brought
from tests.storyboard.films import other_person

X264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p")


def film(path: Path, *options: str, frames: int = 24, rate: str = "24", width: int = 96, height: int = 64) -> Path:
    """A short film made by ffmpeg with these options."""
    return brought.piped(path, [brought.corners(width, height)] * frames, rate, *(options or X264))


def facts_of(path: Path, media: str = "movie") -> dict[str, Any]:
    return confined.check(path, media)


def refusal(path: Path, media: str = "movie") -> BadInput:
    with pytest.raises(BadInput) as refused:
        confined.check(path, media)
    said = str(refused.value)
    assert str(path.parent) not in said, "a refusal names no place on the server"
    assert said.endswith(".")
    return refused.value


def test_a_plain_film(tmp_path: Path) -> None:
    facts = facts_of(film(tmp_path / "a.mp4", frames=36))
    assert {key: facts[key] for key in ("width", "height", "frames", "rate", "span", "variable", "codec", "bits", "sound")} == {
        "width": 96, "height": 64, "frames": 36, "rate": "24/1", "span": "3/2", "variable": False, "codec": "h264", "bits": 8,
        "sound": 0,
    }  # fmt: skip
    assert notices(facts) == ("no-sound",)
    assert [length(facts, rate) for rate in (Fraction(24), Fraction(30), Fraction(24000, 1001))] == [36, 45, 36]


def test_a_turned_phone_film_says_so_and_its_size_is_upright(tmp_path: Path) -> None:
    stored, turned = film(tmp_path / "a.mp4"), tmp_path / "turned.mp4"
    brought.ffmpeg("-display_rotation", "-90", "-i", str(stored), "-c", "copy", str(turned))
    facts = facts_of(turned)
    assert (facts["width"], facts["height"], facts["rotation"]) == (64, 96, 90)
    assert "rotated" in notices(facts)


def test_a_variable_rate_is_noticed_and_its_span_is_exact(tmp_path: Path) -> None:
    times = [Fraction(n, 30) + Fraction(n // 5, 20) for n in range(60)]
    facts = facts_of(brought.at_times(tmp_path / "phone.mp4", times))
    assert "variable-rate" in notices(facts)
    assert abs(Fraction(facts["span"]) - times[-1]) < Fraction(1, 10)
    constant = facts_of(brought.at_times(tmp_path / "constant.mkv", [Fraction(n * 1001, 30000) for n in range(60)]))
    assert "variable-rate" not in notices(constant), "whole milliseconds are no variable rate"


@pytest.mark.parametrize(("transfer", "kind"), [("smpte2084", "pq"), ("arib-std-b67", "hlg")])
def test_high_dynamic_range_is_noticed(tmp_path: Path, transfer: str, kind: str) -> None:
    tags = f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv"
    options = ["-vf", f"format=yuv420p10le,{tags}", "-c:v", "libx265", "-x265-params", "log-level=none"]
    facts = facts_of(film(tmp_path / "hdr.mp4", *options))
    assert (facts["transfer"], facts["primaries"], facts["bits"]) == (kind, "bt2020", 10)
    assert {"hdr", "deep"} <= set(notices(facts))


def test_odd_anamorphic_and_woven_films_are_noticed(tmp_path: Path) -> None:
    odd = facts_of(film(tmp_path / "odd.mkv", "-c:v", "libx264", "-pix_fmt", "yuv444p", width=97, height=63))
    assert (odd["width"], odd["height"]) == (97, 63)
    assert "odd-size" in notices(odd)
    wide = facts_of(film(tmp_path / "wide.mkv", "-vf", "setsar=64/45", *X264, width=72, height=64))
    assert (wide["width"], wide["height"], wide["aspect"]) == (102, 64, "64/45")
    assert "anamorphic" in notices(wide)
    woven = film(
        tmp_path / "woven.ts", "-vf", "setfield=tff,scale=interl=1", *X264, "-flags", "+ilme+ildct", "-x264-params", "tff=1"
    )
    assert "interlaced" in notices(facts_of(woven))


def test_eight_tracks_of_sound_and_a_late_one_are_noticed(tmp_path: Path) -> None:
    source = tmp_path / "many.mkv"
    inputs = [part for n in range(8) for part in ("-f", "lavfi", "-i", f"sine={200 * (n + 1)}:sample_rate=48000")]
    maps = [part for n in range(9) for part in ("-map", str(n))]
    brought.ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:r=24", *inputs, *maps, "-t", "1", "-c:a", "flac", str(source))
    facts = facts_of(source)
    assert (facts["sound"], facts["sound_rate"], facts["channels"]) == (8, 48_000, 1)
    assert abs(facts["samples"] - 48_000) < 5000
    assert notices(facts) == ("several-sounds",)
    late = facts_of(brought.with_clicks(tmp_path / "late.mov", 48, 24, (10,), late=11_025))
    assert abs(late["offset"] - 12_000) < 50
    assert "sound-offset" in notices(late)


def cut_short(source: Path, share: float) -> Path:
    data = source.read_bytes()
    source.write_bytes(data[: int(len(data) * share)])
    return source


def numbered_film(path: Path) -> Path:
    return brought.at_times(path, [Fraction(n, 24) for n in range(96)])


def test_a_film_cut_short_is_refused_whether_its_index_is_there_or_not(tmp_path: Path) -> None:
    without = cut_short(numbered_film(tmp_path / "without.mp4"), 0.6)
    assert (refusal(without).code, "cut short" in str(refusal(without))) == ("MEDIA_CUT_SHORT", True)
    whole, ahead = numbered_film(tmp_path / "whole.mp4"), tmp_path / "ahead.mp4"
    brought.ffmpeg("-i", str(whole), "-c", "copy", "-movflags", "+faststart", str(ahead))
    said = refusal(cut_short(ahead, 0.6))
    assert said.code == "MEDIA_CUT_SHORT"
    assert "of its 96 pictures" in str(said)
    matroska = tmp_path / "a.mkv"
    brought.ffmpeg("-i", str(whole), "-c", "copy", str(matroska))
    assert refusal(cut_short(matroska, 0.5)).code == "MEDIA_CUT_SHORT"


def test_a_film_with_flipped_bytes_is_taken_with_a_word_or_refused(tmp_path: Path) -> None:
    for share, damage in ((0.9, 3), (0.1, 40_000)):
        source = numbered_film(tmp_path / f"{damage}.mp4")
        data = bytearray(source.read_bytes())
        begin = data.index(b"mdat") + 4
        end = data.index(b"moov") - 4
        rng = np.random.default_rng(1)
        for at in rng.integers(begin + int((end - begin) * share), end, damage):
            data[at] ^= 0xFF
        source.write_bytes(bytes(data))
        if damage == 3:
            assert facts_of(source)["frames"] == 96
        else:
            assert refusal(source).code == "MEDIA_DAMAGED"


@pytest.mark.parametrize(
    ("content", "media", "code", "says"),
    [
        (b"MZ\x90\x00" + bytes(5000), "movie", "MEDIA_PROGRAM", "a program"),
        (b"\x7fELF" + bytes(5000), "movie", "MEDIA_PROGRAM", "a program"),
        (b"MZ" + bytes(100), "image", "MEDIA_PROGRAM", "a program"),
        (b"PK\x03\x04" + bytes(500), "movie", "MEDIA_ARCHIVE", "an archive"),
        (b"%PDF-1.7\n", "image", "MEDIA_PDF", "a PDF"),
        (b"GIF89a" + bytes(50), "image", "MEDIA_GIF", "a GIF"),
        (b"<?xml version='1.0'?>\n<svg xmlns='x'><script>alert(1)</script></svg>", "image", "MEDIA_SVG", "PNG or JPEG"),
        (b"  <svg onload='alert(1)'/>", "image", "MEDIA_SVG", "an SVG drawing"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "movie", "MEDIA_PLAYLIST", "a playlist"),
        (b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x\n", "audio", "MEDIA_PLAYLIST", "a playlist"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "movie", "MEDIA_PLAYLIST", "a playlist"),
        (b"just some words" * 100, "movie", "MEDIA_UNREADABLE", "cannot be read as a film"),
        (b"", "movie", "MEDIA_EMPTY", "empty"),
    ],
)
def test_what_is_something_else_is_called_by_its_name(
    tmp_path: Path, content: bytes, media: str, code: str, says: str
) -> None:  # fmt: skip
    path = tmp_path / "dropped.mp4"
    path.write_bytes(content)
    said = refusal(path, media)
    assert said.code == code
    assert says in str(said)


def test_sound_alone_is_no_film_and_a_silent_film_is_no_sound(tmp_path: Path) -> None:
    sound = tmp_path / "a.m4a"
    brought.ffmpeg("-f", "lavfi", "-i", "sine", "-t", "1", str(sound))
    assert refusal(sound).code == "MEDIA_NO_PICTURES"
    assert refusal(film(tmp_path / "silent.mp4"), "audio").code == "MEDIA_NO_SOUND"


def test_a_clock_that_jumps_back_is_refused(tmp_path: Path) -> None:
    parts = [film(tmp_path / f"{n}.ts", *X264, frames=72) for n in range(2)]
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    assert refusal(joined).code == "MEDIA_CLOCK"


def png(width: int, height: int) -> bytes:
    """A picture of zeros that says how large it is: a few kilobytes, however many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * min(height, 2000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [20_000, 60_000])
def test_a_picture_bomb_is_refused_before_it_is_opened(tmp_path: Path, side: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png(side, side))
    said = refusal(path, "image")
    assert said.code == "MEDIA_TOO_LARGE"
    assert f"{side} × {side}" in str(said)


def test_a_film_with_enormous_pictures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.mkv"
    brought.ffmpeg("-f", "lavfi", "-i", "color=s=16384x8192:r=1", "-frames:v", "1", "-c:v", "ffvhuff", str(path))
    assert refusal(path).code == "MEDIA_TOO_LARGE"


def test_a_turned_photograph_is_upright(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    PIL.Image.new("RGB", (80, 60), "red").save(path, exif=exif)
    assert confined.check(path, "image") == {"width": 60, "height": 80, "alpha": False}


@pytest.mark.django_db
def test_four_gigabytes_are_taken_in_parts_or_refused_before_the_first(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size is announced, so that nothing is sent that would not be kept."""
    workspace = Workspace.objects.create(name="brought")
    person = other_person("brought", workspace)
    settings.HOME = tmp_path
    four = 4 * 2**30
    settings.UPLOAD_BYTES = four - 1
    with pytest.raises(OverQuota, match=r"4\.0 GiB"):
        uploads.start(workspace, person, "film.mp4", four, "movie")
    settings.UPLOAD_BYTES = 2 * four
    workspace.quota_bytes = four // 2
    workspace.save()
    with pytest.raises(OverQuota, match="full"):
        uploads.start(workspace, person, "film.mp4", four, "movie")
    workspace.quota_bytes = 4 * four
    workspace.save()
    monkeypatch.setattr("generation.store.free_bytes", lambda path: 100 * 2**30)
    upload = uploads.start(workspace, person, "film.mp4", four, "movie")
    uploads.receive(upload, 0, b"x" * 1000)
    assert (upload.received, uploads.find(person, upload.id).received) == (1000, 1000)


def test_a_film_of_four_gigabytes_is_taken(tmp_path: Path) -> None:
    """Most of it is a hole, which takes no room on the disk, and which nobody reads."""
    path, hole = numbered_film(tmp_path / "large.mp4"), 4 * 2**30
    with path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        file.write(struct.pack(">I4sQ", 1, b"free", hole))
        file.truncate(file.tell() - 16 + hole)
    assert path.stat().st_size > hole
    assert facts_of(path)["frames"] == 96


def test_a_still_is_upright_in_srgb_and_opaque(tmp_path: Path) -> None:
    from generation.media import Image
    from generation.operations.footage import Still, still

    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # turn clockwise to see it upright
    source = tmp_path / "phone.jpg"
    PIL.Image.fromarray(brought.corners(120, 80)).save(source, exif=exif, quality=95)
    made = still(Image(source), params=Still(width=64, height=96), context=numbered.context(tmp_path))
    assert brought.corner_names(np.asarray(PIL.Image.open(made.path))) == "BRWG"
    clear = tmp_path / "clear.png"
    PIL.Image.new("RGBA", (64, 64), (255, 255, 255, 128)).save(clear)
    picture = PIL.Image.open(
        still(Image(clear), params=Still(width=128, height=64, fit="fit"), context=numbered.context(tmp_path)).path
    )
    assert (picture.mode, picture.size) == ("RGB", (128, 64))
    assert picture.getpixel((64, 32)) == (128, 128, 128)
    assert picture.getpixel((3, 32)) == (0, 0, 0)
    deep = tmp_path / "deep.png"
    PIL.Image.fromarray(np.full((64, 64), 32_768, np.uint16)).save(deep)
    picture = PIL.Image.open(still(Image(deep), params=Still(width=64, height=64), context=numbered.context(tmp_path)).path)
    assert abs(picture.getpixel((9, 9))[0] - 128) <= 1  # type: ignore[index]
    print_ = tmp_path / "print.jpg"
    PIL.Image.new("CMYK", (64, 64), (0, 255, 255, 0)).save(print_)
    picture = PIL.Image.open(still(Image(print_), params=Still(width=64, height=64), context=numbered.context(tmp_path)).path)
    red, green, _ = picture.getpixel((9, 9))  # type: ignore[misc]
    assert red > 200 > 80 > green
    bad = tmp_path / "bad.png"
    bad.write_bytes(io.BytesIO(b"nothing").getvalue())
    with pytest.raises(BadInput, match="Save it as PNG or JPEG"):
        still(Image(bad), params=Still(), context=numbered.context(tmp_path))
