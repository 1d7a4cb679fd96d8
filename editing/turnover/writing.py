"""A timeline written in the forms that other programs read; what a form cannot say is left out and told. Pure."""

from __future__ import annotations

import contextlib
import copy
import io
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio

from editing.slates import drops, timecode
from editing.turnover.edl import edl, reel
from editing.turnover.fcpxml import fcpxml
from editing.turnover.handing import OURS
from generation.operation import BadInput

# What adapters raise for what they cannot write: they have few errors of their own.
_TROUBLE = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RuntimeError, otio.exceptions.OTIOError)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AVID_DISSOLVE = {  # as Avid's own files name it
    "Identification": "0c3bea40-fc05-11d2-8a29-0050040ef7d2", "Name": "Video Dissolve", "Description": "Video Dissolve",
    "DataDefinition": {"Name": "Picture"}, "IsTimeWarp": False, "Bypass": 1, "NumberInputs": 2,
    "OperationCategory": "OperationCategory_Effect",
}  # fmt: skip


@dataclass
class Written:
    """The documents of a turnover by name, and what each form could not say."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def written(timeline: Any, *, size: tuple[int, int] = (1920, 1080)) -> Written:
    """`timeline.otio`, an EDL for each picture track, Final Cut Pro 7 XML, FCPXML, ALE and AAF.

    OTIO says everything. In the others transitions that they have no word for become dissolves, and a form that cannot hold this
    timeline at all is left out with a note; none of them stops the rest.
    """
    made = Written()
    made.files["timeline.otio"] = otio.adapters.write_to_string(timeline, "otio_json").encode()
    rate = rate_of(timeline)
    begins = int(timeline.global_start_time.value)
    pictures = list(timeline.video_tracks())
    for number, track in enumerate(pictures, 1):
        name = f"V{number}.edl" if len(pictures) > 1 else "timeline.edl"
        _try(made, name, partial(_edl, track, rate, timeline.name, begins))
    _try(made, "timeline.xml", lambda: _tidy(_text(_plain(timeline), "fcp_xml")))
    _try(made, "timeline.fcpxml", lambda: _tidy(fcpxml(timeline, rate, size, begins)))
    _try(made, "timeline.ale", lambda: _ale(timeline, rate, size))
    _try(made, "timeline.aaf", lambda: _aaf(timeline))
    timed = sum(1 for clip in timeline.find_clips() if any(isinstance(one, otio.schema.LinearTimeWarp) for one in clip.effects))
    if timed:
        made.notes.append(f"timeline.xml and timeline.aaf do not say the speed of {timed} clips; the other forms do.")
    return made


def rate_of(timeline: Any) -> Fraction:
    """The rate of a timeline that `handed` made, exactly."""
    return Fraction(timeline.metadata[OURS]["rate"])


def _try(made: Written, name: str, write: Callable[[], bytes]) -> None:
    """One form; whatever its adapter cannot do with this timeline costs that form alone."""
    try:
        made.files[name] = write()
    except _TROUBLE as problem:
        said = " ".join(str(problem).split())[:200] or type(problem).__name__
        made.notes.append(f"{name} could not be written: {said}")


def _plain(timeline: Any) -> Any:
    """A copy with what every form has: one media reference a clip, dissolves only, no metadata of ours."""
    made = copy.deepcopy(timeline)
    for clip in made.find_clips():
        shown = clip.media_reference.clone()  # of its own: the clip frees those it had
        clip.set_media_references({"DEFAULT_MEDIA": shown}, "DEFAULT_MEDIA")
        clip.media_reference.metadata.clear()
        clip.metadata.clear()
    for mix in made.find_children(descended_from_type=otio.schema.Transition):
        mix.transition_type, mix.name = "SMPTE_Dissolve", "Cross Dissolve"
        mix.metadata.clear()
    for track in made.tracks:
        track.metadata.clear()
    made.metadata.pop(OURS, None)
    return made


def _edl(track: Any, rate: Fraction, title: str, begins: int) -> bytes:
    return edl(track, rate, title, begins).encode()


def _text(timeline: Any, adapter: str, **options: Any) -> bytes:
    with contextlib.redirect_stdout(io.StringIO()):  # an adapter prints
        text: str = otio.adapters.write_to_string(timeline, adapter, **options)
    return text.encode()


def _ale(timeline: Any, rate: Fraction, size: tuple[int, int]) -> bytes:
    """An Avid log of what is used, a line a source. Own: the adapter at hand loses a frame at 24000/1001 and names no file."""
    rows: dict[str, list[str]] = {}
    for clip in timeline.find_clips():
        if clip.parent().kind == otio.schema.TrackKind.Video:
            whole = clip.available_range()
            first, frames = int(whole.start_time.value), int(whole.duration.value)
            times = [timecode(one, rate, drop=drops(rate)) for one in (first, first + frames)]
            file = getattr(clip.media_reference, "target_url", "")
            long = timecode(frames, Fraction(round(rate)))
            rows.setdefault(clip.name, [clip.name, "V", *times, long, reel(clip.name), file.rpartition("/")[2]])
    head = ["Heading", "FIELD_DELIM\tTABS", f"VIDEO_FORMAT\t{_ale_format(size)}", f"FPS\t{round(float(rate), 3):g}", "", "Column"]
    columns = ["Name", "Tracks", "Start", "End", "Duration", "Tape", "Source File"]
    said = [*head, "\t".join(columns), "", "Data", *("\t".join(" ".join(one.split()) for one in row) for row in rows.values())]
    return ("\n".join(said) + "\n").encode()


def _aaf(timeline: Any) -> bytes:
    made = _plain(timeline)
    for mix in made.find_children(descended_from_type=otio.schema.Transition):
        mix.metadata["AAF"] = {
            "CutPoint": int(mix.in_offset.value),
            "PointList": [{"Time": 0, "Value": 0}, {"Time": 1, "Value": 1}],
            "OperationGroup": {"Operation": _AVID_DISSOLVE},
        }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "timeline.aaf"
        with contextlib.redirect_stdout(io.StringIO()):
            otio.adapters.write_to_file(made, str(path), adapter_name="AAF", use_empty_mob_ids=True)
        return path.read_bytes()


def _tidy(xml: bytes) -> bytes:
    """Without characters that XML forbids, which a title may hold; it must parse, or no program opens it."""
    clean = _FORBIDDEN.sub("", xml.decode()).encode()
    ElementTree.fromstring(clean)  # what we have just written ourselves
    return clean


def _ale_format(size: tuple[int, int]) -> str:
    return {1080: "1080", 720: "720", 576: "PAL", 480: "NTSC"}.get(min(size), "CUSTOM")


def read(said: bytes) -> Any:
    """The timeline of OpenTimelineIO JSON.

    Raises:
        BadInput: PARAMETERS_INVALID.
    """
    try:
        return otio.adapters.read_from_string(said.decode(), "otio_json")
    except (ValueError, otio.exceptions.OTIOError) as problem:
        raise BadInput(f"This is no OpenTimelineIO: {problem}.", "PARAMETERS_INVALID") from problem
