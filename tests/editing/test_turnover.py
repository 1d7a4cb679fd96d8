"""A turnover: what other programs get of a cut says the same film, frame for frame, in every form."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import openpyxl
import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing import cuts, rows
from editing.models import Timeline
from editing.presets import PRESETS
from editing.slates import drops, timecode
from editing.timeline import ClipRow, TimelineRows, TrackRow, TransitionRow
from editing.turnover import lists, media
from editing.turnover.handing import Mark, Other, Source, Stem, first_frame, handed
from editing.turnover.writing import Written, written
from generation import builds, pool, store
from tests.editing import numbered
from tests.editing.test_cuts import build_of, shoot, shorten
from tests.storyboard.films import Film

RATES = [Fraction(24), Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(60)]
SOURCES = {
    "a": Source("1A-1", 100, "media/1A-1.mov", {"take": "t1"}, {"root": "k1"}, [Other("1A-2", "k2", {"root": "k2"})]),
    "b": Source("1B-2", 80, "media/1B-2.mov"), "c": Source("1A-1", 100, "media/1A-1.mov"),
    "d": Source("2A-1", 60, "media/2A-1.mov"), "z": Source("1B-2", 80, "media/1B-2.mov"),
}  # fmt: skip


def film(rate: Fraction) -> Any:
    """Two tracks, a gap, a dissolve, a speed, a freeze, a marker, a stem."""
    clips = [
        ClipRow("a", 0, 48, 10, shot="s1"), ClipRow("b", 48, 30, 8, shot="s2"),
        ClipRow("c", 90, 20, 0, shot="s1", speed="2/1"), ClipRow("d", 110, 20, 3, shot="s3", speed="0/1"),
    ]  # fmt: skip
    main = TrackRow("v", "picture", clips, [TransitionRow("t", "dissolve", 42, 12)], title="V1")
    over = TrackRow("w", "picture", [ClipRow("z", 20, 10, 2, shot="s2")], title="V2")
    laid = TimelineRows("The Last Boat & 船", rate, [main, over], "tl")
    return handed(laid, SOURCES, marks=[Mark(12, "look", "red")], stems=[Stem("Dialogue", "stems/dialogue.wav")])


def made(rate: Fraction) -> Written:
    found = written(film(rate), size=(1280, 720))
    assert found.notes == ["timeline.xml and timeline.aaf do not say the speed of 2 clips; the other forms do."]
    return found


def items(track: Any) -> list[tuple[str, int, int]]:
    """(name, first frame of its source, frames) of clips and gaps."""
    return [
        ("" if isinstance(one, otio.schema.Gap) else one.name, int(one.source_range.start_time.value), int(one.duration().value))
        for one in track
        if not isinstance(one, otio.schema.Transition)
    ]


@pytest.mark.parametrize("rate", RATES)
def test_otio_says_everything(rate: Fraction) -> None:
    timeline = otio.adapters.read_from_string(made(rate).files["timeline.otio"].decode(), "otio_json")
    zero = first_frame(rate)
    picture, over, dialogue = timeline.tracks
    assert items(picture) == [
        ("1A-1", zero + 10, 48), ("1B-2", zero + 8, 30), ("", 0, 12), ("1A-1", zero, 20), ("2A-1", zero + 3, 20),
    ]  # fmt: skip
    assert items(over) == [("", 0, 20), ("1B-2", zero + 2, 10)]
    assert items(dialogue) == [("Dialogue", zero, 130)]
    clip = picture[0]
    assert set(clip.media_references()) == {"DEFAULT_MEDIA", "recipe", "1A-2"}
    assert clip.active_media_reference_key == "DEFAULT_MEDIA"
    assert clip.media_references()["1A-2"].parameters["recipe"] == {"root": "k2"}
    assert clip.media_reference.target_url == "media/1A-1.mov"
    assert [type(one.effects[0]).__name__ for one in (picture[4], picture[5])] == ["LinearTimeWarp", "FreezeFrame"]
    assert [(one.name, one.color, one.marked_range.start_time.value) for one in timeline.tracks.markers] == [("look", "RED", 12)]


@pytest.mark.parametrize("rate", RATES)
def test_edl_counts_source_and_record_frames(rate: Fraction) -> None:
    said = made(rate).files["V1.edl"].decode()
    zero, drop = first_frame(rate), drops(rate)

    def code(frame: int) -> str:
        return timecode(frame, rate, drop=drop)

    assert f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}" in said
    events = [line.split() for line in said.splitlines() if line[:3].isdigit()]
    assert [(one[0], one[1], one[3]) for one in events] == [
        ("001", "1A-1", "C"), ("002", "1A-1", "C"), ("002", "1B-2", "D"), ("003", "1A-1", "C"), ("004", "2A-1", "C"),
    ]  # fmt: skip
    times = [(10, 52, 0, 42), (52, 52, 42, 42), (2, 38, 42, 78), (0, 40, 90, 110), (3, 4, 110, 130)]
    assert [one[-4:] for one in events] == [[code(zero + at) for at in four] for four in times]
    assert events[2][4] == "012"
    assert code(zero) == ("01:00:00;00" if drop else "01:00:00:00")


@pytest.mark.parametrize("rate", [one for one in RATES if one != 60])
def test_edl_is_read_by_the_adapter_of_others(rate: Fraction) -> None:
    text = made(rate).files["V1.edl"].decode()
    track = otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate)).tracks[0]
    assert [frames for _, _, frames in items(track)] == [42, 36, 12, 20, 20]


@pytest.mark.parametrize("rate", RATES)
def test_fcpxml_is_exact_at_every_rate(rate: Fraction) -> None:
    root = ElementTree.fromstring(made(rate).files["timeline.fcpxml"])
    spine = root.find(".//spine")
    assert spine is not None
    zero = first_frame(rate)

    def frames(text: str | None) -> int:
        assert text is not None
        counted = Fraction(text.removesuffix("s")) * rate
        assert counted.denominator == 1  # or it lies between two frames
        return int(counted)

    shown = [(one.tag, one.get("name"), frames(one.get("offset")) - zero, frames(one.get("duration"))) for one in spine]
    assert shown == [
        ("asset-clip", "1A-1", 0, 48), ("transition", "Cross Dissolve", 42, 12), ("asset-clip", "1B-2", 48, 30),
        ("gap", "Gap", 78, 12), ("asset-clip", "1A-1", 90, 20), ("asset-clip", "2A-1", 110, 20),
    ]  # fmt: skip
    over = spine[0].find("asset-clip[@lane='1']")
    assert over is not None
    assert (over.get("name"), frames(over.get("offset")) - zero - 10, frames(over.get("duration"))) == ("1B-2", 20, 10)
    assert spine[0].find("marker") is not None
    used = [frames(one.get("value")) - zero for one in spine[4].iter("timept")]
    assert used == [0, 40]
    assets = {one.get("id"): one for one in root.iter("asset")}
    assert all(one.get("ref") in assets for one in root.iter("asset-clip"))


@pytest.mark.parametrize("rate", RATES)
def test_xml_aaf_and_log_are_read_back_alike(rate: Fraction, tmp_path: Path) -> None:
    files = made(rate).files
    lengths = [48, 30, 12, 20, 20]
    final = otio.adapters.read_from_string(files["timeline.xml"].decode(), "fcp_xml")
    assert [frames for _, _, frames in items(final.tracks[0])] == lengths
    (tmp_path / "t.aaf").write_bytes(files["timeline.aaf"])
    avid = otio.adapters.read_from_file(str(tmp_path / "t.aaf"))
    assert [frames for _, _, frames in items(next(iter(avid.video_tracks())))] == lengths
    log = otio.adapters.read_from_string(files["timeline.ale"].decode(), "ale", fps=float(round(rate)))
    assert [one.name for one in log] == ["1A-1", "1B-2", "2A-1"]


def test_a_form_that_cannot_hold_the_timeline_costs_only_itself() -> None:
    laid = TimelineRows("x", Fraction(12), [TrackRow("v", "picture", [ClipRow("a", 0, 10, shot="s")])], "t")
    found = written(handed(laid, {"a": SOURCES["a"]}))
    assert "timeline.edl" not in found.files
    assert {"timeline.otio", "timeline.fcpxml", "timeline.ale"} <= set(found.files)
    assert any("timeline.edl" in note and "24 to 60" in note for note in found.notes)


@given(st.text(max_size=60))
def test_no_cell_of_a_table_is_run(words: str) -> None:
    row = [{"slate": words, "description": f"={words}", "panel": None}]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(lists.xlsx(row, words))).active
    assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
    cells = [cell for line in csv.reader(io.StringIO(lists.csv(row).decode("utf-8-sig"), newline="")) for cell in line]
    assert f"'={words}" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.once
@pytest.mark.parametrize("codec", ["prores", "h264"])
@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30000, 1001)])
def test_media_is_the_take_frame_for_frame(tmp_path: Path, codec: media.Codec, rate: Fraction) -> None:
    source = numbered.clip(tmp_path / "take.mkv", 700, 31, rate)
    out = tmp_path / "one.mov"
    begins = first_frame(rate) + 5
    assert media.write(source, out, codec, begins=begins, tell=lambda share: None) == 31
    numbers, times = numbered.decoded(out)
    assert numbers == list(range(700, 731)) == numbered.by_ffmpeg(out)
    assert times == [n / rate for n in range(31)]
    with av.open(str(out)) as container:
        assert container.streams.video[0].metadata["timecode"] == timecode(begins, rate, drop=drops(rate))


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_film_is_handed_over_whole(film: Film, tmp_path: Path) -> None:
    shorten(film, 20)
    shoot(film)
    timeline = rows.from_storyboard(film.project, by=film.person)
    cut = cuts.request_cut(timeline, PRESETS["turnover-light"], by=film.person)
    pool.run_now(build_of(cut))
    package = store.local(builds.outputs_of(film.project.workspace, cut.key)["out"])
    assert cuts.download_name(cut).endswith("turnover-light.zip")
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        told = json.loads(archive.read("content.otio"))
        archive.extractall(tmp_path)
    assert "notes.txt" not in names
    assert {"timeline.edl", "timeline.xml", "timeline.fcpxml", "timeline.ale", "timeline.aaf", "version.txt"} <= names
    assert {"shots.csv", "shots.xlsx", "storyboard.pdf", "subtitles/film.srt", "stems/dialogue.wav", "stems/room.wav"} <= names
    laid = otio.adapters.read_from_string(json.dumps(told), "otio_json")
    for clip in laid.find_clips():
        file = tmp_path / clip.media_reference.target_url
        assert file.is_file(), clip.name
        with av.open(str(file)) as opened:
            if opened.streams.video:
                assert sum(1 for _ in opened.decode(video=0)) == clip.available_range().duration.value
    assert (tmp_path / "storyboard.pdf").read_bytes().startswith(b"%PDF")
    again = cuts.request_cut(Timeline.objects.get(pk=timeline.pk), PRESETS["turnover-light"], by=film.person)
    assert again.pk == cut.pk  # the second time costs nothing
