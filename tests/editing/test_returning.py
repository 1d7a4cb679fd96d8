"""An editor's cut that comes back is the same film: what was changed is told, taken over in one edit, undone in one."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from editing import plans, rows
from editing.models import Clip, Timeline
from editing.turnover import gathering, reading, returning
from editing.turnover.handing import first_frame
from editing.turnover.operations import unpacked
from editing.turnover.writing import read, written
from storyboard import edits
from storyboard.models import Edit, Project
from tests.editing.test_cuts import shoot, shorten
from tests.editing.test_turnover import RATES
from tests.editing.test_turnover import film as handed
from tests.storyboard.films import Film

FORMS = ["timeline.otio", "V1.edl", "timeline.xml", "timeline.fcpxml", "timeline.aaf"]


def came(folder: Path, name: str, said: bytes, rate: Fraction = Fraction(24)) -> reading.Incoming:
    (folder / name).write_bytes(said)
    return reading.told(folder / name, name, rate)


@pytest.mark.parametrize("rate", [one for one in RATES if one != 60])
@pytest.mark.parametrize("form", FORMS)
def test_what_we_write_is_read_back(tmp_path: Path, form: str, rate: Fraction) -> None:
    found = came(tmp_path, form, written(handed(rate)).files[form], rate)
    track = next(one for one in found.tracks if one.kind == "picture")
    zero = first_frame(rate)
    shown = [(one.name.removesuffix(" FF"), one.start, one.frames, one.source - zero, one.speed) for one in track.clips]
    if form == "V1.edl":  # a dissolve is an event of its own there: the cut lies where it begins
        assert shown[:2] == [("1A-1", 0, 42, 10, "1/1"), ("1B-2", 42, 36, 2, "1/1")]
    else:
        assert shown[:2] == [("1A-1", 0, 48, 10, "1/1"), ("1B-2", 48, 30, 8, "1/1")]
    assert [one[:4] for one in shown[2:]] == [("1A-1", 90, 20, 0), ("2A-1", 110, 20, 3)]
    if form not in ("timeline.aaf", "timeline.xml"):  # their writers know no speeds, which the notes say
        assert [one[4] for one in shown[2:]] == ["2/1", "0/1"]
    assert [(one.start, one.frames) for one in track.mixes] == [(42, 12)]


@pytest.fixture
def cut(film: Film) -> Timeline:
    """Three shots with takes on the timeline that follows the board."""
    shorten(film, 30)
    shoot(film, make=False)
    return rows.from_storyboard(film.project, by=film.person)


def package(timeline: Timeline) -> Any:
    recipe = gathering.recipe(plans.plan(timeline), "none")
    return read(unpacked(recipe.params["timeline"]))


def back(tmp_path: Path, timeline: Timeline, changed: Any) -> returning.Return:
    said = otio.adapters.write_to_string(changed, "otio_json").encode()
    return returning.compared(timeline, came(tmp_path, "back.otio", said))


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["timeline.otio", "timeline.edl", "timeline.xml", "timeline.fcpxml", "timeline.aaf"])
def test_a_cut_that_nobody_touched_has_no_difference(tmp_path: Path, cut: Timeline, form: str) -> None:
    files = written(package(cut)).files
    seen = returning.compared(cut, came(tmp_path, form, files[form]))
    assert [one for one in seen.differences if one.kind != "marker"] == []
    assert seen.rows.frames == 90


@pytest.mark.django_db
def test_an_editors_trims_come_back_as_one_edit(tmp_path: Path, cut: Timeline, film: Film) -> None:
    changed = package(cut)
    track = next(iter(changed.video_tracks()))
    first, _, third = list(track)
    time = otio.opentime.RationalTime
    first.source_range = otio.opentime.TimeRange(first.source_range.start_time + time(4, 24), time(20, 24))
    del track[1]
    track.insert(0, third.clone())
    seen = back(tmp_path, cut, changed)
    assert sorted((one.kind, one.name[:3]) for one in seen.differences) == [
        ("added", "12C"), ("moved", "12C"), ("removed", "12B"), ("trimmed", "12A"),
    ]  # fmt: skip
    before = Edit.objects.filter(project=film.project).count()
    group, _ = returning.taken_over(cut, seen, by=film.person, name="back.otio")
    now = Timeline.objects.get(pk=cut.pk)
    assert now.follows is False
    assert [(one.start, one.frames, one.source_in) for one in _shown(now)] == [(0, 30, 0), (30, 20, 4), (50, 30, 0)]
    laid = Clip.objects.filter(track__timeline=cut, track__kind="picture", laid__isnull=False).order_by("laid__start")
    assert [(one.laid["start"], one.archived) for one in laid] == [
        (0, False),
        (30, True),
        (60, False),
    ]  # the board's, gone or not
    heard = Clip.objects.filter(track__timeline=cut, track__kind="dialogue", archived=False)
    linked = {str(one.link): one for one in _shown(now) if one.link}
    for one in heard:
        assert (one.start, one.frames, one.source_in) == _place(linked[str(one.link)])
    written_edits = Edit.objects.filter(project=film.project, group=group)
    assert written_edits.count() >= 1
    assert Edit.objects.filter(project=film.project).count() - before == written_edits.count()
    edits.undo(Project.objects.get(pk=film.project.pk), written_edits.first().uuid, by=film.person, group=True)  # type: ignore[union-attr]
    assert [_place(one) for one in _shown(Timeline.objects.get(pk=cut.pk))] == [(0, 30, 0), (30, 30, 0), (60, 30, 0)]
    again = back(tmp_path, Timeline.objects.get(pk=cut.pk), changed)
    assert len(again.differences) == len(seen.differences)


def _shown(timeline: Timeline) -> list[Clip]:
    return list(Clip.objects.filter(track__timeline=timeline, track__kind="picture", archived=False).order_by("start"))


def _place(clip: Clip) -> tuple[int, int, int]:
    return clip.start, clip.frames, clip.source_in


@pytest.mark.django_db
def test_what_is_not_of_this_film_is_told_and_left_out(tmp_path: Path, cut: Timeline) -> None:
    changed = package(cut)
    track = next(iter(changed.video_tracks()))
    stranger = otio.schema.Clip("drone_0001", source_range=track[0].source_range)
    track.append(stranger)
    seen = back(tmp_path, cut, changed)
    assert [(one.kind, one.name, one.start) for one in seen.differences] == [("unlinked", "drone_0001", 90)]
    assert seen.rows.frames == 90


BAD = {
    "empty.otio": (b"", "cannot be read"),
    "words.otio": (b"hello", "cannot be read"),
    "list.otio": (b"[]", "only media"),
    "deep.otio": (b"[" * 100_000, "cannot be read"),
    "clip.otio": (b'{"OTIO_SCHEMA": "Clip.2", "name": "x"}', "cannot be read"),
    "bad.edl": (b"TITLE: x\n\n001  AX V C 99:99:99:99 aa bb cc\n", "cannot be read"),
    "bomb.xml": (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xmeml>&b;</xmeml>', "entities"),
    "none.fcpxml": (b'<fcpxml version="1.9"><resources/></fcpxml>', "no sequence"),
    "time.fcpxml": (
        b'<fcpxml><project><sequence tcStart="9/0s"><spine/></sequence></project></fcpxml>', "not a time",
    ),
    "film.mp4": (b"\0\0\0", "no timeline"),
    "any.zip": (b"PK\x03\x04", "cannot be read"),
    "any.aaf": (b"\xd0\xcf\x11\xe0", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, name: str) -> None:
    said, words = BAD[name]
    with pytest.raises(reading.Unreadable, match=words):
        came(tmp_path, name, said)


def test_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../content.otio", b"{}")
        archive.writestr("content.otio", b"0" * (reading.LARGEST + 1))
    with pytest.raises(reading.Unreadable, match="larger"):
        came(tmp_path, "bomb.otioz", made.getvalue())


def test_later_schemas_are_read() -> None:
    later = {"OTIO_SCHEMA": "Marker.3", "color": {"OTIO_SCHEMA": "Color.1", "name": "pink"}, "name": "x", "metadata": {}}
    assert reading.lowered([later]) == [
        {"OTIO_SCHEMA": "Marker.2", "color": "PINK", "name": "x", "metadata": {}}
    ]  # fmt: skip


@pytest.mark.django_db
def test_over_http_it_is_looked_at_and_then_taken(cut: Timeline, film: Film) -> None:
    client = Client()
    client.force_login(film.person)
    changed = package(cut)
    del next(iter(changed.video_tracks()))[2]
    said = otio.adapters.write_to_string(changed, "otio_json").encode()

    def send(**more: str) -> Any:
        file = SimpleUploadedFile("back.otio", said)
        return client.post(f"/api/timelines/{cut.pk}/returned", {"file": file, **more})

    looked = send()
    assert looked.status_code == 200, looked.content
    assert [one["kind"] for one in looked.json()["differences"]] == ["removed"]
    assert (looked.json()["before"], looked.json()["frames"], looked.json()["group"]) == (90, 60, None)
    assert Timeline.objects.get(pk=cut.pk).follows is True
    taken = send(then="take").json()
    assert taken["group"]
    assert taken["revision"] == Project.objects.get(pk=film.project.pk).revision
    assert len(_shown(cut)) == 2
    bad = client.post(f"/api/timelines/{cut.pk}/returned", {"file": SimpleUploadedFile("x.otio", b"{")})
    assert (bad.status_code, bad.json()["code"]) == (400, "TIMELINE_UNREADABLE")
