"""FCPXML read in exact rational time: the spine, what is connected to it in lanes, transitions, speeds, markers. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Row = tuple[str, int, list[dict[str, Any]], list[tuple[str, int, int]]]  # kind, lane, clips, transitions
_CLIPS = ("asset-clip", "clip", "video", "ref-clip", "sync-clip", "mc-clip", "title", "audio")


def sequence(root: Any, rate: Fraction) -> tuple[str, list[Row], list[tuple[int, str, str]], list[str]]:
    """Title, rows from the lowest lane up (sound after pictures), markers and notes of a document's first sequence.

    Times are in frames at `rate`, the nearest to each; `source` counts in the medium's own time, `begins` is where that starts.

    Raises:
        ValueError: when there is no sequence with a spine, or a time is none.
    """
    project = root.find(".//project")
    found = (project if project is not None else root).find(".//sequence")
    spine = found.find("spine") if found is not None else None
    if found is None or spine is None:
        raise ValueError("there is no sequence in it")
    reader = _Reader(root, rate)
    reader.line(spine, Fraction(0), 0, _time(found.get("tcStart")))
    title = project.get("name") if project is not None else ""
    pictures = sorted(lane for kind, lane in reader.rows if kind == "picture")
    sounds = sorted((lane for kind, lane in reader.rows if kind == "sound"), reverse=True)
    order = [*(("picture", lane) for lane in pictures), *(("sound", lane) for lane in sounds)]
    rows: list[Row] = []
    for number, key in enumerate(order, 1):
        row = reader.rows[key]
        rows.append((key[0], number if key[0] == "picture" else number - len(pictures), _apart(row.clips), row.mixes))
    return title or "", rows, reader.marks, reader.told()


@dataclass
class _Row:
    clips: list[dict[str, Any]] = field(default_factory=list)
    mixes: list[tuple[str, int, int]] = field(default_factory=list)


class _Reader:
    def __init__(self, root: Any, rate: Fraction) -> None:
        self._rate = rate
        self._assets = {one.get("id"): one for one in root.iter("asset")}
        self._media = {one.get("id"): one for one in root.iter("media")}
        self.rows: dict[tuple[str, int], _Row] = {("picture", 0): _Row()}
        self.marks: list[tuple[int, str, str]] = []
        self._notes: dict[str, None] = {}
        self._between = 0

    def told(self) -> list[str]:
        if self._between:
            self._notes[f"{self._between} times lay between two frames of this film and were brought to the nearest."] = None
        return list(self._notes)

    def line(self, line: Any, at: Fraction, lane: int, begins: Fraction) -> None:
        """A spine, the main one or a connected storyline, that lies at `at` of the film and counts its offsets from `begins`."""
        for child in line:
            where = at + _time(child.get("offset")) - begins
            long = _time(child.get("duration"))
            if child.tag == "transition":
                first, last = self._whole(where), self._whole(where + long)
                if last > first:
                    kind = "dissolve" if "issolve" in (child.get("name") or "") else "other"
                    self._row("picture", lane).mixes.append((kind, first, last - first))
            elif child.tag == "gap" or child.tag in _CLIPS:
                self._item(child, where, long, lane)

    def _item(self, item: Any, where: Fraction, long: Fraction, lane: int) -> None:
        own = _time(item.get("start"))  # what its own clock says at its beginning; connected things count by that
        if item.tag != "gap":
            self._clip(item, where, long, own, lane)
        for child in item:
            if child.tag == "marker" or child.tag == "chapter-marker":
                self.marks.append((self._whole(where + _time(child.get("start")) - own), child.get("value") or "", ""))
            elif child.get("lane") and (child.tag in _CLIPS or child.tag == "spine"):
                there = where + _time(child.get("offset")) - own
                number = lane + int(child.get("lane"))
                if child.tag == "spine":
                    self.line(child, there, number, Fraction(0))
                else:
                    self._item(child, there, _time(child.get("duration")), number)

    def _clip(self, item: Any, where: Fraction, long: Fraction, own: Fraction, lane: int) -> None:
        first, last = self._whole(where), self._whole(where + long)
        if last <= first:
            return
        if item.tag == "title":
            self._notes[f"The title {item.get('name')!r} is not taken over: make it here."] = None
            return
        asset, source = self._source(item, own)
        heard = (
            item.tag == "audio"
            or lane < 0
            or (asset is not None and asset.get("hasVideo") != "1" and asset.get("hasAudio") == "1")
        )
        if item.tag in ("ref-clip", "mc-clip", "sync-clip"):
            self._notes[f"The compound clip {item.get('name')!r} is taken over as one clip."] = None
        speed, source = self._speed(item, source, long)
        self._row("sound" if heard else "picture", lane).clips.append(
            {
                "start": first, "frames": last - first, "source": self._whole(source),
                "begins": self._whole(_time(asset.get("start"))) if asset is not None else None,
                "name": (asset.get("name") if asset is not None else "") or item.get("name") or "",
                "file": _file(asset), "speed": f"{speed.numerator}/{speed.denominator}", "enabled": item.get("enabled") != "0",
            }
        )  # fmt: skip

    def _source(self, item: Any, own: Fraction) -> tuple[Any, Fraction]:
        """The asset behind an item, and the time of it that is seen first."""
        if item.get("ref") in self._assets:
            asset = self._assets[item.get("ref")]
            return asset, own if item.get("start") else _time(asset.get("start"))
        for child in item:
            if child.tag in ("video", "asset-clip", "audio", "clip") and not child.get("lane"):
                asset, begins = self._source(child, _time(child.get("start")))
                return asset, begins + own - _time(child.get("offset"))
        for gap in item.iter("audio"):  # a detached sound: a gap with the sound in a lane
            if gap.get("ref") in self._assets:
                return self._assets[gap.get("ref")], own
        return None, own

    def _speed(self, item: Any, source: Fraction, long: Fraction) -> tuple[Fraction, Fraction]:
        points = [(_time(one.get("time")), _time(one.get("value"))) for one in item.findall("timeMap/timept")]
        if len(points) < 2 or points[0][0] == points[-1][0]:
            return Fraction(1), source
        if len(points) > 2:
            self._notes[f"The changing speed of {item.get('name')!r} is taken over as its mean."] = None
        (start, shown), (end, last) = points[0], points[-1]
        speed = ((last - shown) / (end - start)).limit_denominator(1000)
        into = _time(item.get("start")) - start if item.get("start") else Fraction(0)
        begins = shown + speed * into
        return speed, begins + speed * long if speed < 0 else begins

    def _row(self, kind: str, lane: int) -> _Row:
        return self.rows.setdefault((kind, lane), _Row())

    def _whole(self, seconds: Fraction) -> int:
        frames = seconds * self._rate
        if frames.denominator != 1:
            self._between += 1
        return round(frames)


def _apart(clips: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In order of time."""
    return sorted(clips, key=lambda one: (one["start"], one["frames"]))


def _file(asset: Any) -> str:
    if asset is None:
        return ""
    inner = asset.find("media-rep")
    return str(asset.get("src") or (inner.get("src") if inner is not None else "") or "")


def _time(text: str | None) -> Fraction:
    """Rational seconds: `1001/24000s`, `5s`; absent is 0.

    Raises:
        ValueError: when it is none.
    """
    if not text:
        return Fraction(0)
    try:
        value = Fraction(text.strip().removesuffix("s"))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{text!r} is not a time") from None
    if abs(value) > 10_000_000:
        raise ValueError(f"{text!r} is longer than any film")
    return value
