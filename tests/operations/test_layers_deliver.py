"""Layers as browsers and other programs take them: alpha and colours come back, every frame is itself, no dark rims."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import PIL.Image
import pytest

from generation import frames as footage
from generation import probe
from generation.alpha_movies import spread
from generation.media import Video
from generation.mezzanine import clip_to
from generation.operation import BadInput, Cancelled, Exhausted
from generation.operations.layers_deliver import Pictures, ProRes, pictures, prores, timecode
from generation.operations.layers_proxy import LayerProxy, proxy
from tests.editing import numbered

RATE = Fraction(24000, 1001)
COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (200, 150, 90), (128, 128, 128), (255, 255, 255), (0, 0, 0), (40, 90, 160)]
COVERS = [255, 192, 128, 64]


def known() -> Any:
    """Eight colours at four strengths, 40 × 32 pixels each; the last row is clear."""
    shown = np.zeros((160, 320, 4), np.uint8)
    for i, colour in enumerate(COLOURS):
        for j, cover in enumerate(COVERS):
            shown[j * 32 : (j + 1) * 32, i * 40 : (i + 1) * 40] = (*colour, cover)
    return shown


def layer(path: Path, shown: list[Any], rate: Fraction = RATE) -> Video:
    with clip_to(path, shown[0].shape[1], shown[0].shape[0], rate, alpha=shown[0].shape[2] == 4) as writer:
        for one in shown:
            writer.write(one)
    return Video(path)


def by_libvpx(path: Path, width: int, height: int) -> Any:
    """What another decoder sees, alpha with it: (frames, height, width, 4), straight."""
    raw = numbered.ffmpeg(
        "-c:v", "libvpx-vp9", "-i", str(path), "-vf", "scale=in_color_matrix=bt709:flags=accurate_rnd+full_chroma_int",
        "-f", "rawvideo", "-pix_fmt", "rgba", "-",
    )  # fmt: skip
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 4)


def test_a_proxy_keeps_alpha_and_colours_and_has_no_dark_rim(tmp_path: Path) -> None:
    made = proxy(layer(tmp_path / "l.mkv", [known()] * 7), params=LayerProxy(crf=10), context=numbered.context(tmp_path))
    seen = by_libvpx(made.path, 320, 160)
    assert len(seen) == 7
    assert probe.facts(made.path, "webm") == {
        "width": 320, "height": 160, "rate": "24000/1001", "codec": "vp9", "alpha": True, "frames": 7,
    }  # fmt: skip
    for i, colour in enumerate(COLOURS):
        for j, cover in enumerate([*COVERS, 0]):
            cell = seen[6, j * 32 + 8 : j * 32 + 24, i * 40 + 10 : i * 40 + 30].astype(int)
            assert np.abs(cell[..., 3] - cover).max() <= 2
            if cover:
                assert np.abs(cell[..., :3] - colour).max() <= 8
    disc = cv2.circle(np.zeros((96, 96), np.uint8), (48, 48), 30, 255, -1, cv2.LINE_AA)
    thing = np.zeros((96, 96, 4), np.uint8)
    thing[disc > 0] = (230, 220, 210, 255)
    thing[..., 3] = disc
    made = proxy(layer(tmp_path / "r.mkv", [thing]), params=LayerProxy(height=48), context=numbered.context(tmp_path))
    small = by_libvpx(made.path, 48, 48)[0]
    rim = (small[..., 3] > 30) & (small[..., 3] < 250)
    assert rim.sum() > 30
    assert np.abs(small[rim][:, :3].astype(int) - (230, 220, 210)).max() <= 12


def test_frame_n_of_a_proxy_is_frame_n_and_every_sixth_is_a_key(tmp_path: Path) -> None:
    shown = []
    for n in range(40):
        bars = numbered.picture(n)
        shown.append(np.dstack([np.full_like(bars, 150), np.where(bars[..., 0] > 128, 255, 0).astype(np.uint8)]))
    made = proxy(layer(tmp_path / "l.mkv", shown), params=LayerProxy(), context=numbered.context(tmp_path))
    assert [numbered.number_in(one[..., 3]) for one in by_libvpx(made.path, 168, 96)] == list(range(40))
    with av.open(str(made.path)) as container:
        packets = [packet for packet in container.demux(container.streams.video[0]) if packet.size]
    assert [n for n, packet in enumerate(packets) if packet.is_keyframe] == list(range(0, 40, 6))
    assert [round(packet.pts * packet.time_base * RATE) for packet in packets] == list(range(40))  # type: ignore[operator]


def planes_of(frame: Any) -> tuple[Any, Any]:
    """RGB 0…255 and alpha 0…255 of a yuva444p12le frame, by the equations of BT.709."""
    assert frame.format.name == "yuva444p12le"
    y, u, v, a = (
        np.frombuffer(p, np.uint16).reshape(-1, p.line_size // 2)[: p.height, : p.width].astype(float) for p in frame.planes
    )
    y, u, v = (y / 4 - 64) / 876, (u / 4 - 512) / 896, (v / 4 - 512) / 896
    rgb = np.dstack([y + 1.5748 * v, y - 0.187324 * u - 0.468124 * v, y + 1.8556 * u])
    return rgb * 255, a / 4095 * 255


@pytest.mark.parametrize("alpha", ["straight", "premultiplied"])
def test_prores_holds_alpha_exactly_and_colours_within_a_level(tmp_path: Path, alpha: Any) -> None:
    shown = known()
    made = prores(
        layer(tmp_path / "l.mkv", [shown] * 3), params=ProRes(alpha=alpha, start=86400), context=numbered.context(tmp_path)
    )
    with av.open(str(made.path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.codec_tag, stream.frames, stream.average_rate) == ("ap4h", 3, RATE)
        assert stream.metadata["timecode"] == "01:00:00:00"
        frames = list(container.decode(stream))
    assert len(frames) == 3
    first = frames[0]
    assert (first.colorspace, first.color_range, first.color_primaries, first.color_trc) == (1, 1, 1, 1)
    rgb, cover = planes_of(frames[2])
    assert np.abs(cover - shown[..., 3]).max() < 0.5
    want = shown[..., :3].astype(float)
    if alpha == "premultiplied":
        want *= shown[..., 3:] / 255
    seen = shown[..., 3] > 0
    assert np.abs(rgb - want)[seen].max() < 1.5
    if alpha == "premultiplied":
        assert np.abs(rgb[~seen]).max() < 2


def test_pictures_are_the_layer_bit_for_bit_and_sort(tmp_path: Path) -> None:
    shown = [np.roll(known(), n, 0) for n in range(12)]
    source = layer(tmp_path / "l.mkv", shown)
    made = pictures(source, params=Pictures(), context=numbered.context(tmp_path))
    again = pictures(source, params=Pictures(), context=numbered.context(tmp_path))
    assert made.path.read_bytes() == again.path.read_bytes()
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names) == [f"layer.{n:06}.png" for n in range(12)]
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        for name, want in zip(names, shown, strict=True):
            with archive.open(name) as file, PIL.Image.open(file) as picture:
                assert picture.mode == "RGBA"
                assert (np.asarray(picture) == want).all()
    made = pictures(source, params=Pictures(alpha="premultiplied"), context=numbered.context(tmp_path))
    with zipfile.ZipFile(made.path) as archive, archive.open("layer.000000.png") as file, PIL.Image.open(file) as picture:
        given = np.asarray(picture).astype(int)
    assert np.abs(given[..., :3] - shown[0][..., :3] * (shown[0][..., 3:] / 255)).max() <= 0.5
    assert (given[..., 3] == shown[0][..., 3]).all()


@pytest.mark.parametrize("op", [proxy, prores, pictures])
def test_odd_sizes_one_frame_and_clips_without_alpha_come_out(tmp_path: Path, op: Any) -> None:
    odd = np.full((97, 131, 3), (90, 140, 60), np.uint8)
    made = op(layer(tmp_path / "o.mkv", [odd]), params=op.parameters(), context=numbered.context(tmp_path))
    if op is pictures:
        with zipfile.ZipFile(made.path) as archive, archive.open("layer.000000.png") as file, PIL.Image.open(file) as picture:
            assert (picture.mode, picture.size) == ("RGBA", (131, 97))
            assert np.abs(np.asarray(picture).astype(int) - (90, 140, 60, 255)).max() <= 2
        return
    facts = footage.facts(made.path)
    assert facts.frames == 1
    assert (facts.width, facts.height) == ((131, 97) if op is prores else (132, 96))
    if op is prores:
        with av.open(str(made.path)) as container:
            rgb, cover = planes_of(next(container.decode(video=0)))
        assert np.abs(cover - 255).max() < 0.5
        assert np.abs(rgb - odd).max() < 1.5


@pytest.mark.parametrize("op", [proxy, prores, pictures])
def test_rubbish_full_disks_and_cancelling_leave_nothing(tmp_path: Path, op: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rubbish = tmp_path / "rubbish.mkv"
    rubbish.write_bytes(b"not a layer" * 100)
    with pytest.raises(BadInput, match=r"rubbish\.mkv cannot be read"):
        op(Video(rubbish), params=op.parameters(), context=numbered.context(tmp_path / "s"))
    source = layer(tmp_path / "l.mkv", [known()] * 30)

    def tell(fraction: float, note: str) -> None:
        if fraction > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        op(source, params=op.parameters(), context=numbered.context(tmp_path / "s", tell))

    def full(fraction: float, note: str) -> None:
        if fraction > 0.2:
            raise OSError(28, "No space left on device")

    with pytest.raises(Exhausted):
        op(source, params=op.parameters(), context=numbered.context(tmp_path / "s", full))
    assert list((tmp_path / "s").iterdir()) == []


def test_colours_go_on_past_the_edge_and_nothing_else_changes() -> None:
    shown = np.zeros((120, 200, 4), np.uint8)
    shown[30:90, 20:80] = (200, 40, 30, 255)
    shown[30:90, 120:180] = (20, 60, 210, 90)
    found = spread(shown)
    seen = shown[..., 3] > 0
    assert (found[seen] == shown[seen][:, :3]).all()
    assert np.abs(found[60, 2:18].astype(int) - (200, 40, 30)).max() < 25
    assert np.abs(found[60, 184:198].astype(int) - (20, 60, 210)).max() < 25
    assert (spread(np.zeros((5, 7, 4), np.uint8)) == 0).all()
    whole = np.full((16, 16, 4), 255, np.uint8)
    assert (spread(whole) == 255).all()


@pytest.mark.parametrize(
    ("frame", "rate", "said"),
    [(0, 24, "00:00:00:00"), (86_400, RATE, "01:00:00:00"), (30 * 61 + 7, 30, "00:01:01:07"), (25 * 86_400, 25, "00:00:00:00")],
)
def test_timecode_counts_every_frame(frame: int, rate: Any, said: str) -> None:
    assert timecode(frame, Fraction(rate)) == said
