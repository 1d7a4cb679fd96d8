"""FCPXML 1.9: the adapter at hand loses transitions and cannot write 24000/1001. Times are rational, as the format has them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import opentimelineio as otio

from editing.slates import drops

_DISSOLVE = "4731E73A-8DAC-4113-9A30-AE85B1761265"  # the uid that the format's own examples give Cross Dissolve


def fcpxml(timeline: Any, rate: Fraction, size: tuple[int, int], begins: int) -> bytes:
    """An FCPXML document: the lowest picture track is the spine, those above and the stems are connected in lanes.

    Speeds are time maps, markers lie on what is seen at their frame. Files are named as the timeline names them, beside it.

    Raises:
        ValueError: when the timeline has no picture track.
    """
    pictures, sounds = list(timeline.video_tracks()), list(timeline.audio_tracks())
    if not pictures:
        raise ValueError("there is no picture track")
    return _Document(rate, size, begins).written(timeline, pictures, sounds)


class _Document:
    def __init__(self, rate: Fraction, size: tuple[int, int], begins: int) -> None:
        self._rate, self._begins = rate, begins
        self._root = Element("fcpxml", version="1.9")
        self._resources = SubElement(self._root, "resources")
        width, height = size
        SubElement(
            self._resources, "format", id="r1", name="FFVideoFormatRateUndefined", frameDuration=self._time(1),
            width=str(width), height=str(height), colorSpace="1-1-1 (Rec. 709)",
        )  # fmt: skip
        self._assets: dict[str, str] = {}
        self._effect = ""

    def written(self, timeline: Any, pictures: list[Any], sounds: list[Any]) -> bytes:
        library = SubElement(self._root, "library")
        event = SubElement(library, "event", name=timeline.name or "Filmwright")
        project = SubElement(event, "project", name=timeline.name or "Filmwright")
        length = max(int(track.duration().value) for track in (*pictures, *sounds))
        sequence = SubElement(
            project, "sequence", format="r1", duration=self._time(length), tcStart=self._time(self._begins),
            tcFormat="DF" if drops(self._rate) else "NDF", audioLayout="stereo", audioRate="48k",
        )  # fmt: skip
        spine = SubElement(sequence, "spine")
        items = self._spine(spine, pictures[0], length)
        for lane, track in [*enumerate(pictures[1:], 1), *((-number, one) for number, one in enumerate(sounds, 1))]:
            at = 0
            for child in track:
                if isinstance(child, otio.schema.Transition):
                    continue  # connected clips meet in a cut: the format has no transition between them outside a storyline
                frames = int(child.duration().value)
                if isinstance(child, otio.schema.Clip):
                    self._connected(items, child, at, frames, lane)
                at += frames
        self._markers(items, timeline.tracks.markers)
        indent(self._root)
        said: bytes = tostring(self._root, "utf-8")
        return b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n\n' + said + b"\n"

    def _spine(self, spine: Element, track: Any, length: int) -> list[tuple[int, int, int, Element]]:
        """The elements of the spine with where they begin, their length, and the frame of their own time at that place."""
        items: list[tuple[int, int, int, Element]] = []
        at = 0
        for child in track:
            if isinstance(child, otio.schema.Transition):
                before, after = int(child.in_offset.value), int(child.out_offset.value)
                mix = SubElement(
                    spine, "transition", name="Cross Dissolve", offset=self._time(self._begins + at - before),
                    duration=self._time(before + after),
                )  # fmt: skip
                SubElement(mix, "filter-video", ref=self._dissolve(), name="Cross Dissolve")
                continue
            frames = int(child.duration().value)
            items.append((at, frames, *self._item(spine, child, self._begins + at, frames)))
            at += frames
        if at < length:
            items.append((at, length - at, *self._gap(spine, self._begins + at, length - at)))
        return items

    def _item(self, parent: Element, child: Any, offset: int, frames: int, lane: int = 0) -> tuple[int, Element]:
        if not isinstance(child, otio.schema.Clip):
            return self._gap(parent, offset, frames)
        first = int(child.source_range.start_time.value)
        made = SubElement(
            parent, "asset-clip", ref=self._asset(child), name=child.name, offset=self._time(offset),
            start=self._time(first), duration=self._time(frames), format="r1", tcFormat="DF" if drops(self._rate) else "NDF",
        )  # fmt: skip
        if lane:
            made.set("lane", str(lane))
        if not child.enabled:
            made.set("enabled", "0")
        for effect in child.effects:
            if isinstance(effect, otio.schema.LinearTimeWarp):
                self._timed(made, Fraction(effect.time_scalar).limit_denominator(10_000), first, frames)
        return first, made

    def _timed(self, clip: Element, speed: Fraction, first: int, frames: int) -> None:
        used = abs(int(frames * speed))
        ends = (first + used, first) if speed < 0 else (first, first + used)
        times = SubElement(clip, "timeMap")
        for at, shown in zip((first, first + frames), ends, strict=True):
            SubElement(times, "timept", time=self._time(at), value=self._time(shown), interp="linear")

    def _gap(self, parent: Element, offset: int, frames: int) -> tuple[int, Element]:
        zero = self._time(self._begins)
        return self._begins, SubElement(
            parent, "gap", name="Gap", offset=self._time(offset), start=zero, duration=self._time(frames)
        )

    def _connected(self, items: list[tuple[int, int, int, Element]], child: Any, at: int, frames: int, lane: int) -> None:
        """A clip in a lane hangs on what the spine shows at its first frame, in that element's own time."""
        start, _, own, holder = next(one for one in reversed(items) if one[0] <= at)
        self._item(holder, child, own + at - start, frames, lane)

    def _markers(self, items: list[tuple[int, int, int, Element]], markers: Iterable[Any]) -> None:
        for marker in markers:
            at = int(marker.marked_range.start_time.value)
            start, _, own, holder = next((one for one in reversed(items) if one[0] <= at), items[0])
            SubElement(holder, "marker", start=self._time(own + at - start), duration=self._time(1), value=marker.name or " ")

    def _asset(self, clip: Any) -> str:
        shown = clip.media_reference
        file = getattr(shown, "target_url", "") or f"media/{clip.name}"
        if file not in self._assets:
            id_ = f"r{len(self._assets) + 10}"
            self._assets[file] = id_
            heard = clip.parent().kind == otio.schema.TrackKind.Audio
            whole = clip.available_range()
            made = SubElement(
                self._resources, "asset", id=id_, name=clip.name, start=self._time(int(whole.start_time.value)),
                duration=self._time(int(whole.duration.value)),
            )  # fmt: skip
            kinds = {"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000"}
            for name, value in (kinds if heard else {"hasVideo": "1", "videoSources": "1", "format": "r1"}).items():
                made.set(name, value)
            SubElement(made, "media-rep", kind="original-media", src=file)
        return self._assets[file]

    def _dissolve(self) -> str:
        if not self._effect:
            self._effect = "r2"
            SubElement(self._resources, "effect", id="r2", name="Cross Dissolve", uid=_DISSOLVE)
        return self._effect

    def _time(self, frames: int) -> str:
        """So many frames as the format's rational seconds: `1001/24000s`."""
        value = Fraction(frames) / self._rate
        return f"{value.numerator}/{value.denominator}s" if value.denominator > 1 else f"{value.numerator}s"
