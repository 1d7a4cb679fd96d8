"""An editor's cut, read from whatever form it comes in. Untrusted: `told` reads it in a child process with limits."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from editing.turnover import fcpxml_reading
from editing.turnover.handing import OURS

LARGEST = 64 << 20  # bytes of a timeline; the longest that was seen, of a feature film, has 20 MB
_PATIENCE = 120  # seconds
_GUESSES = (24.0, 25.0, 30.0, 60.0)  # rates at which an EDL is tried that does not fit the film's
_FORMS = {
    ".otio": "otio_json",
    ".otioz": "otio_json",
    ".zip": "otio_json",
    ".edl": "cmx_3600",
    ".xml": "fcp_xml",
    ".fcpxml": "fcpx_xml",
    ".aaf": "AAF",
}


class Unreadable(ValueError):
    """The file is no timeline; the words say what is wrong with it and what to do."""


@dataclass(frozen=True)
class InClip:
    """A clip as it came, in the film's frames. `source` is the number that its first frame has in its medium."""

    start: int
    frames: int
    source: int
    begins: int | None  # the number of the medium's first frame, where the file says it
    name: str = ""
    file: str = ""
    speed: str = "1/1"
    enabled: bool = True
    ours: dict[str, Any] = field(default_factory=dict)  # what we wrote into it, where that came back


@dataclass(frozen=True)
class InMix:
    """A transition, over frames of the film."""

    kind: str
    start: int
    frames: int


@dataclass
class InTrack:
    """A picture track from the lowest up, or a sound track."""

    kind: str
    title: str = ""
    clips: list[InClip] = field(default_factory=list)
    mixes: list[InMix] = field(default_factory=list)


@dataclass
class Incoming:
    """A timeline that came in; `notes` say what of it could not be taken over."""

    title: str = ""
    tracks: list[InTrack] = field(default_factory=list)
    marks: list[tuple[int, str, str]] = field(default_factory=list)  # frame, words, colour
    notes: list[str] = field(default_factory=list)


def told(path: Path, name: str, rate: Fraction) -> Incoming:
    """`read` in a child process without network, with limits on memory, time and output.

    Raises:
        Unreadable: in words for a person.
    """
    from generation.confined import limit

    command = [sys.executable, "-m", "editing.turnover.reading", str(path), name, f"{rate.numerator}/{rate.denominator}"]
    root = Path(__file__).parent.parent.parent
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE, preexec_fn=limit, check=False, cwd=root,
            env={"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(root)},
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise Unreadable("This timeline takes too long to read. Export a shorter part of it.") from problem
    lines = answer.stdout.strip().splitlines()
    said = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    if "problem" in said:
        raise Unreadable(said["problem"])
    if answer.returncode != 0 or "tracks" not in said:
        raise Unreadable("This file cannot be read as a timeline. Export it as OTIO, EDL, FCPXML or FCP7 XML.")
    tracks = [
        InTrack(one["kind"], one["title"], [InClip(**clip) for clip in one["clips"]], [InMix(**mix) for mix in one["mixes"]])
        for one in said["tracks"]
    ]
    return Incoming(said["title"], tracks, [tuple(one) for one in said["marks"]], said["notes"])


def read(path: Path, name: str, rate: Fraction) -> Incoming:
    """A timeline from a file of this name (its ending says the form), with every time counted in the film's frames.

    Times that lie between two of the film's frames are brought to the nearest, and a note says how many.

    Raises:
        Unreadable: in words for a person.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in _FORMS:
        raise Unreadable(f"{suffix or 'A file without an ending'} is no timeline. Take {', '.join(sorted(_FORMS))}.")
    if path.stat().st_size > LARGEST and suffix not in (".otioz", ".zip"):
        raise Unreadable(f"This timeline has {path.stat().st_size >> 20} MB; {LARGEST >> 20} at most.")
    try:
        if suffix in (".xml", ".fcpxml"):
            root = ElementTree.parse(path).getroot()  # refuses entities, whatever the adapter would do with them
            if root.tag == "fcpxml":
                made = Incoming(*_of_fcpxml(root, rate))
                return made if made.tracks else _empty()
        return _Reader(rate, rate / round(rate) if suffix == ".edl" else Fraction(1)).read(_opened(path, suffix, rate))
    except DefusedXmlException as problem:
        raise Unreadable("This XML defines entities of its own, which a timeline has no need of. Export it anew.") from problem
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RuntimeError, OSError, ElementTree.ParseError,
            otio.exceptions.OTIOError, UnicodeError, RecursionError, zipfile.BadZipFile) as problem:  # fmt: skip
        if isinstance(problem, Unreadable):
            raise
        said = " ".join(str(problem).split())[:160]
        raise Unreadable(f"This file cannot be read as a timeline: {said or type(problem).__name__}.") from problem


def _empty() -> Incoming:
    raise Unreadable("There is no sequence in this file. Export the sequence itself, not only its media.")


def _of_fcpxml(root: Any, rate: Fraction) -> Any:
    title, rows, marks, notes = fcpxml_reading.sequence(root, rate)
    tracks = []
    for kind, number, clips, mixes in rows:
        track = InTrack(kind, f"{'V' if kind == 'picture' else 'A'}{number}")
        track.clips = [InClip(**one) for one in clips]
        track.mixes = [InMix(*one) for one in mixes]
        tracks.append(track)
    return title, tracks, marks, notes


def _opened(path: Path, suffix: str, rate: Fraction) -> Any:
    if suffix in (".otio", ".otioz", ".zip"):
        said = path.read_bytes() if suffix == ".otio" else _packed(path)
        return otio.adapters.read_from_string(json.dumps(lowered(json.loads(said))), "otio_json")
    if suffix == ".edl":
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, per in enumerate((float(rate), *_GUESSES)):
            try:
                return otio.adapters.read_from_string(text, "cmx_3600", rate=per)
            except (ValueError, otio.exceptions.OTIOError):
                if number == len(_GUESSES):
                    raise
    return otio.adapters.read_from_file(str(path), adapter_name=_FORMS[suffix])


def _packed(path: Path) -> bytes:
    """The timeline in an `.otioz` or a turnover of ours; nothing is unpacked to the disk."""
    with zipfile.ZipFile(path) as archive:
        if "content.otio" not in archive.namelist():
            raise Unreadable("There is no timeline (content.otio) in this archive.")
        if archive.getinfo("content.otio").file_size > LARGEST:
            raise Unreadable("The timeline in this archive is larger than any film needs.")
        return archive.read("content.otio")


def lowered(value: Any) -> Any:
    """OpenTimelineIO JSON of a later version as this one reads it: schemas at the versions it knows, colours by their names."""
    known = otio.core.type_version_map()
    if isinstance(value, list):
        return [lowered(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: lowered(one) for key, one in value.items()}
    kind, _, version = str(made.get("OTIO_SCHEMA", "")).partition(".")
    if version.isdigit() and kind in known and int(version) > known[kind]:
        made["OTIO_SCHEMA"] = f"{kind}.{known[kind]}"
        if kind == "Marker" and isinstance(made.get("color"), dict):
            made["color"] = str(made["color"].get("name", "")).upper() or "RED"
    return made


class _Reader:
    """From OpenTimelineIO to rows in the film's frames."""

    def __init__(self, rate: Fraction, counted: Fraction) -> None:
        self._rate = rate
        self._counted = counted  # an EDL says speeds in whole frames a second: 48 is twice 24000/1001
        self._between = 0
        self._made = Incoming()

    def read(self, found: Any) -> Incoming:
        timeline = _timeline(found)
        self._made.title = timeline.name or ""
        pictures, sounds = list(timeline.video_tracks()), list(timeline.audio_tracks())
        for kind, tracks in (("picture", pictures), ("sound", sounds)):
            for track in tracks:
                self._made.tracks.append(self._track(track, kind))
        if not self._made.tracks:
            raise Unreadable("There is no track in this timeline.")
        for holder in (timeline.tracks, *pictures):
            for marker in holder.markers:
                at = self._frames(marker.marked_range.start_time)
                self._made.marks.append((at, str(marker.name or "")[:400], str(marker.color or "").lower()))
        if self._between:
            self._made.notes.append(f"{self._between} times lay between two frames of this film and were brought to the nearest.")
        return self._made

    def _track(self, track: Any, kind: str) -> InTrack:
        made = InTrack(kind, track.name or "")
        at = Fraction(0)
        for child in track:
            if isinstance(child, otio.schema.Transition):
                before, after = self._exact(child.in_offset), self._exact(child.out_offset)
                first, last = round(at - before), round(at + after)
                ours = dict(child.metadata.get(OURS, {}))
                known = str(ours.get("kind") or ("dissolve" if "issolve" in f"{child.transition_type}{child.name}" else "other"))
                if last > first:
                    made.mixes.append(InMix(known, first, last - first))
                continue
            length = self._exact(child.duration())
            first, last = round(at), round(at + length)
            if isinstance(child, otio.schema.Clip) and last > first:
                made.clips.append(self._clip(child, first, last - first))
            elif isinstance(child, (otio.schema.Stack, otio.schema.Track)) and last > first:
                self._nested(child, made, first, last)
            at += length
        return made

    def _nested(self, child: Any, made: InTrack, first: int, last: int) -> None:
        """A sequence within a sequence: what is seen of it, laid flat."""
        inner = otio.schema.Stack()
        for one in [child] if isinstance(child, otio.schema.Track) else child:
            holds = isinstance(one, otio.schema.Track)
            inner.append(one.clone() if holds else otio.schema.Track(children=[one.clone()]))
        flat = self._track(otio.algorithms.flatten_stack(inner), made.kind)
        skip = self._frames(child.source_range.start_time) if child.source_range else 0
        for one in flat.clips:
            begin, end = max(one.start - skip, 0), min(one.start + one.frames - skip, last - first)
            if end > begin:
                into = begin - (one.start - skip)
                source = one.source + int(into * Fraction(one.speed))
                made.clips.append(InClip(**(asdict(one) | {"start": first + begin, "frames": end - begin, "source": source})))
        self._made.notes.append(f"The sequence {child.name or 'within the timeline'} was laid flat.")

    def _clip(self, clip: Any, start: int, frames: int) -> InClip:
        shown = clip.trimmed_range()
        medium = clip.media_reference
        available = getattr(medium, "available_range", None)
        speed = Fraction(1)
        for effect in clip.effects:
            if isinstance(effect, otio.schema.FreezeFrame):
                speed = Fraction(0)
            elif isinstance(effect, otio.schema.LinearTimeWarp):
                speed = (Fraction(effect.time_scalar).limit_denominator(100_000) * self._counted).limit_denominator(1000)
            else:
                said = f"The effect {effect.name or effect.effect_name} of {clip.name} is not taken over."
                if said not in self._made.notes:
                    self._made.notes.append(said)
        ours = dict(clip.metadata.get(OURS, {})) | dict(getattr(medium, "metadata", {}).get(OURS, {}))
        reel = dict(clip.metadata.get("cmx_3600", {})).get("reel", "")
        return InClip(
            start, frames, self._frames(shown.start_time), self._frames(available.start_time) if available else None,
            str(clip.name or reel or ""), str(getattr(medium, "target_url", "") or ""), f"{speed.numerator}/{speed.denominator}",
            bool(clip.enabled), json.loads(json.dumps(_plain(ours))),
        )  # fmt: skip

    def _exact(self, time: Any) -> Fraction:
        counted = Fraction(time.value).limit_denominator(1_000_000)
        if abs(time.rate - float(self._rate)) < 0.01:
            return counted
        return counted / Fraction(time.rate).limit_denominator(1001) * self._rate

    def _frames(self, time: Any) -> int:
        exact = self._exact(time)
        if exact.denominator != 1:
            self._between += 1
        return round(exact)


def _plain(value: Any) -> Any:
    """Metadata as JSON: strings, numbers, truth."""
    return {str(key): one for key, one in dict(value).items() if isinstance(one, (str, int, float, bool)) or one is None}


def _timeline(found: Any) -> Any:
    """The timeline in what an adapter gave: itself, or the first of a collection."""
    for one in _walk(found):
        if isinstance(one, otio.schema.Timeline):
            return one
    raise Unreadable("There is no timeline in this file, only media. Export the sequence itself.")


def _walk(found: Any) -> Iterator[Any]:
    yield found
    if isinstance(found, otio.schema.SerializableCollection):
        for one in found:
            yield from _walk(one)


def main(path: str, name: str, rate: str) -> None:
    """What the child does: read, and say it as one line of JSON."""
    try:
        made = read(Path(path), name, Fraction(rate))
    except Unreadable as problem:
        print(json.dumps({"problem": str(problem)}))
        return
    print(json.dumps(asdict(made)))


if __name__ == "__main__":
    main(*sys.argv[1:4])
