"""From a timeline to recipes: the cut, and the reel that a player shows; pure over rows, and it makes nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from editing import brought, operations, rows, slates, timeline
from editing.footage import Bin, Footage, NotReady
from editing.models import Timeline
from editing.presets import Preset
from editing.sampling import Sampled, reach, sampled
from editing.sounding import Part, Room, Spoken, Stem, edges_of, sounding, spoken
from editing.timeline import ClipRow, Stretch, TimelineRows, Use
from generation import media
from generation.operation import recipe as declare
from generation.operation import registry
from generation.operations import preview
from generation.recipe import Recipe
from storyboard import making
from storyboard.film import Film
from storyboard.models import Project
from studio.errors import Refused

TONE_FADE = 8  # frames in which room tone comes and goes at a scene's ends
HEADROOM = 1.0  # dB that AAC may add to a peak
DUCK = 6.0  # dB by which it gives way to voices


@dataclass(frozen=True)
class Seen:
    """The picture of a clip, and which of its frames are shown."""

    picture: Recipe
    frames: Sampled
    footage: Footage | None  # None: a film that somebody brought


@dataclass(frozen=True)
class Plan:
    """A timeline laid out: its rows, its stretches, what is spoken, and the footage behind them."""

    project: Project
    rows: TimelineRows
    stretches: list[Stretch]
    spoken: list[Spoken]
    clips: Mapping[str, ClipRow]
    bin: Bin
    part: bool = False  # of a longer timeline

    @property
    def frames(self) -> int:
        """The length of the film."""
        return self.stretches[-1].end if self.stretches else 0

    def footage(self, use: Use | None) -> Footage | None:
        """What is seen of a clip; None for black: no clip, a clip of no shot, or a shot without a take."""
        shot = self.clips[use.clip].shot if use else ""
        return self.bin.of(UUID(shot)) if shot else None

    def seen(self, use: Use | None) -> Seen | None:
        """What is on screen of a clip from here on; None for black, as `footage`."""
        if use is None:
            return None
        clip = self.clips[use.clip]
        frames = sampled(clip, use.source_in - clip.source_in)
        if clip.media:
            picture, first = brought.picture(self.project, clip)
            return Seen(picture, replace(frames, first=frames.first - first), None)
        found = self.footage(use)
        return Seen(found.picture, frames, found) if found else None

    def all_seen(self) -> Iterator[Seen]:
        """What is on screen in every stretch, in order."""
        uses = (use for stretch in self.stretches for use in (stretch.clip, stretch.over))
        return (seen for use in uses if (seen := self.seen(use)))

    def shots(self) -> list[UUID]:
        """The shots that are seen, in order, each once."""
        uses = (use for stretch in self.stretches for use in (stretch.clip, stretch.over) if use)
        return list(dict.fromkeys(UUID(self.clips[use.clip].shot) for use in uses if self.clips[use.clip].shot))


def plan(of: Timeline, *, film: Film | None = None) -> Plan:
    """Lay a timeline out.

    Raises:
        Refused: when transitions do not fit their clips; CUT_EMPTY when nothing is on it.
    """
    film = film or Film.of(of.project)
    footage = Bin(film)
    laid = timeline.heard(rows.of(of, footage))
    stretches = timeline.segments(timeline.to_otio(laid))
    if not stretches:
        raise Refused("There is nothing on this timeline yet. Add shots to the board, then cut.", "CUT_EMPTY")
    clips = {clip.id: clip for track in laid.tracks for clip in track.clips}
    return Plan(film.project, laid, stretches, spoken(laid, footage), clips, footage)


def cut(of: Timeline, preset: Preset, *, film: Film | None = None) -> Recipe:
    """The recipe of a cut: segments → concat; voices and tone → mix → loudness; words; → mux. The same rows give the same key.

    Raises:
        NotReady: naming the shots that have no take.
        Refused: as `plan`, and CLIP_TOO_SHORT when a clip shows more than its take has.
    """
    return cut_of(plan(of, film=film), preset)


def cut_of(laid: Plan, preset: Preset) -> Recipe:
    """`cut` of a timeline that is laid out already."""
    if missing := laid.bin.missing(laid.shots()):
        raise NotReady(missing)
    _require_length(laid)
    captions = preset.captions or laid.project.captions
    pieces = tuple(segment(laid, stretch, preset, burned=captions == "burned") for stretch in laid.stretches)
    picture = declare(operations.concat, params=operations.JoinSegments(), segments=pieces)
    heard = soundtrack(laid, preset)
    words = written(laid) if captions == "track" else None
    params = operations.MuxFilm(title=laid.project.title, language=laid.project.language[:2], bitrate=preset.bitrate)
    return declare(operations.mux, params=params, picture=picture, sound=heard, subtitles=words)


def segment(laid: Plan, stretch: Stretch, preset: Preset, *, burned: bool) -> Recipe:
    """The recipe of one stretch of the cut."""
    width, height = preset.size(laid.project.width, laid.project.height)
    values: dict[str, Any] = {
        "frames": stretch.frames,
        "rate": laid.project.rate,
        "width": width,
        "height": height,
        "crf": preset.crf,
        "speed": preset.speed,
        "transition": stretch.transition,
    }
    inputs: dict[str, Any] = {}
    if seen := laid.seen(stretch.clip):
        inputs["clip"], values["source_in"] = _larger(laid, preset, seen.picture), seen.frames.first
        values |= {"pace": seen.frames.speed, "pace_at": seen.frames.at}
    if coming := laid.seen(stretch.over):
        inputs["over"], values["over_in"] = _larger(laid, preset, coming.picture), coming.frames.first
        values |= {"over_pace": coming.frames.speed, "over_pace_at": coming.frames.at}
    if stretch.transition != "none":
        values |= {"transition_at": stretch.at, "transition_frames": stretch.whole}
    if preset.slate if preset.slate is not None else laid.project.slate:
        values |= _slate(laid, stretch)
    if burned:
        shown = [one for one in laid.spoken if one.start < stretch.end and one.until > stretch.start]
        inputs["timings"] = tuple(one.line.timing for one in shown)
        values["caption_texts"] = tuple(one.line.words for one in shown)
        values["caption_starts"] = tuple(one.start - one.skip - stretch.start for one in shown)
    return declare(operations.segment, params=operations.CutSegment(**values), **inputs)


def _larger(laid: Plan, preset: Preset, picture: Recipe) -> Recipe:
    """A shot's picture as it is delivered: enlarged by the network where the preset asks for that and is larger than the project.

    Of a whole shot, not of a stretch: where only the cut changes, nothing is enlarged again.
    """
    factor = preset.factor(laid.project.width, laid.project.height)
    if factor == 1:
        return picture
    return making.recipe(laid.project, "quality.upscale", {"clip": picture}, factor=factor)


def soundtrack(laid: Plan, preset: Preset) -> Recipe | None:
    """Voices and room tone, mixed and brought to the preset's loudness; None for a film in which nothing is heard."""
    mixed = mix(laid)
    return _make("sound.loudness", {"audio": mixed}, target=preset.loudness, peak=preset.peak - HEADROOM) if mixed else None


def mix(laid: Plan, stem: Stem | None = None) -> Recipe | None:
    """All that is heard, or a stem of it, as long as the film and at its own level; None where there is nothing.

    The stems of a film add up to its mix: each ducks as the whole does.
    """
    lines = [(one, one.line.audio) for one in laid.spoken]
    parts = [
        Part(audio, one.start, one.gain, one.skip, one.length, pan=one.pan, comes=one.comes, goes=one.goes)
        for one, audio in lines
        if audio is not None
    ]
    beside = rooms(laid)
    parts += [replace(one.part(), soft=soft) for one, soft in zip(beside, _soft(beside), strict=True)]
    whose = ["dialogue" for _ in range(len(parts) - len(beside))] + [one.stem for one in beside]
    heard = tuple(stem in (None, one) for one in whose)
    if not any(heard):
        return None
    edges: dict[str, Any] = {}
    if any(not one.bed for one in beside):
        edges = {"soft_heads": tuple(part.soft[0] for part in parts), "soft_tails": tuple(part.soft[1] for part in parts)}
    for name in ("pan", "comes", "goes"):
        if any(getattr(part, name) != getattr(Part, name) for part in parts):
            edges[f"{name}s" if name == "pan" else name] = tuple(getattr(part, name) for part in parts)
    if not all(heard):
        edges["heard"] = heard
    return _make(
        "sound.mix",
        {"sounds": tuple(part.sound for part in parts)},
        frames=laid.frames,
        rate=laid.project.rate,
        starts=tuple(part.start for part in parts),
        gains=tuple(part.gain for part in parts),
        source_ins=tuple(part.skip for part in parts),
        lengths=tuple(part.length for part in parts),
        fade_frames=tuple(part.fade for part in parts),
        beds=tuple(part.bed for part in parts),
        duck=DUCK,
        **edges,
    )


def rooms(laid: Plan) -> list[Room]:
    """What is heard besides spoken lines, in order of time: the sounds of footage, and room tone."""
    found: list[Room] = []
    for clip in sounding(laid.rows):
        frames = min(clip.end, laid.frames) - clip.start
        if frames <= 0:
            continue
        edges = edges_of(clip, clip.start + frames)
        own = laid.bin.of(UUID(clip.shot)) if clip.shot else None
        if own is not None and own.sound is not None:
            found.append(Room(clip.start, frames, clip.source_in, clip.gain, own.sound, own.slate, under=own.under, **edges))
        elif clip.media:
            sound, first = brought.sound(laid.project, clip)
            found.append(Room(clip.start, frames, clip.source_in - first, clip.gain, sound, "", **edges))
        elif clip.tone:
            seed = zlib.crc32(clip.tone.encode())
            bed = _make("sound.tone", kind=clip.tone, frames=frames, rate=laid.project.rate, seed=seed)
            fade = min(TONE_FADE, frames // 2)
            found.append(Room(clip.start, frames, 0, clip.gain, bed, clip.tone, fade=fade, bed=True, **edges))
    return sorted(found, key=lambda one: one.bed)


def _soft(beside: Sequence[Room]) -> list[tuple[bool, bool]]:
    """Which sounds must come and which go without a click: those of footage that do not run on from one another."""
    edges = [_edges(one) for one in beside]
    begins, ends = {first for first, _ in edges}, {last for _, last in edges}
    return [
        (False, False) if one.bed else (first not in ends, last not in begins)
        for one, (first, last) in zip(beside, edges, strict=True)
    ]


def _edges(one: Room) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Where a sound begins and ends, in the film and in its own file: two that meet in both run on."""
    if one.bed:
        return (one.sound.key, -1), (one.sound.key, -2)
    file = getattr(one.sound.inputs.get("source"), "sha256", None)  # None: laid out anew, for its picture was made longer
    at = one.source_in + (one.sound.params["start"] if file else 0)
    whose = (file or one.sound.key, one.gain)
    return (*whose, one.start, at), (*whose, one.start + one.frames, at + one.frames)


def written(laid: Plan, form: str = "srt") -> Recipe | None:
    """The film's words as a subtitle file; None when nobody speaks."""
    if not laid.spoken:
        return None
    starts = [one.start - one.skip for one in laid.spoken]
    shown: dict[str, Any] = {"starts": tuple(max(0, one) for one in starts)}
    if laid.part:  # a line that begins before is shown from the first frame on as it is heard, and none beyond the last
        first = max(0, -min(starts))
        shown = {"starts": tuple(one + first for one in starts), "first": first, "frames": laid.frames}
    return _make(
        "subtitles.write",
        {"timings": tuple(one.line.timing for one in laid.spoken)},
        **shown,
        texts=tuple(one.line.words for one in laid.spoken),
        speakers=tuple(one.line.speaker for one in laid.spoken),
        rate=laid.project.rate,
        form=form,
    )


def proxy(picture: Recipe) -> Recipe:
    """What a browser plays of a clip; declared once per process, for a reel asks for a thousand of them after every edit."""
    return _proxy(picture)


@lru_cache(maxsize=8192)
def _proxy(picture: Recipe) -> Recipe:
    return declare(preview.proxy, params=preview.ProxyClip(), clip=picture)


def _require_length(laid: Plan) -> None:
    """Refuse a cut that shows more of a take than there is, before anything is rendered."""
    for stretch in laid.stretches:
        for use in (stretch.clip, stretch.over):
            found = laid.footage(use)
            have = laid.bin.length(found.shot) if found else None
            if not use or not found or have is None:
                continue
            clip = laid.clips[use.clip]
            first, last = reach(clip, use.source_in - clip.source_in, stretch.frames)
            if first < 0 or last >= have:
                raise Refused(
                    f"{found.slate} has {have} frames, but at frame {stretch.start} of the timeline its frames {first} "
                    f"to {last} are shown. Shorten the clip or the transition, or shoot a longer take.",
                    "CLIP_TOO_SHORT",
                    {"clip": use.clip, "shot": str(found.shot.pk), "frames": have},
                )


def _slate(laid: Plan, stretch: Stretch) -> dict[str, Any]:
    """The slate of what comes or stands; a gap has a dash, and its timecode runs on."""
    found = laid.footage(stretch.over or stretch.clip)
    return {
        "slate": found.slate if found else "–", "slate_title": laid.project.title, "slate_start": stretch.start,
        "slate_drop": slates.drops(media.rate(laid.project.rate)),
    }  # fmt: skip


def _make(name: str, inputs: Mapping[str, Any] | None = None, /, **params: Any) -> Recipe:
    operation = registry.get(name)
    return declare(operation, params=operation.parameters(**params), **(inputs or {}))
