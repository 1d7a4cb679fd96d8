"""The rows of a timeline, as stored or as the board has them; and writing the board's order down through an edit."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from editing.footage import Bin
from editing.models import Clip, Timeline, Track, Transition
from editing.timeline import ClipRow, TimelineRows, TrackRow, TransitionRow
from generation.media import rate
from generation.sounds.tones import kind_for
from storyboard import edits
from storyboard.changes import MAX_CHANGES, Change
from storyboard.film import Film
from storyboard.models import Project, Scene
from storyboard.records import kind_named
from studio.errors import Refused

_SPACE = uuid.UUID("5a0f6a0e-6a43-4f0e-9d0e-8f4f7a2f7d11")  # names below it are stable: laying twice changes nothing
_TRACKS = (("picture", "Picture", "a0"), ("dialogue", "Dialogue", "a1"), ("sound", "Room tone", "a2"))


RANKS = {kind: rank for kind, _, rank in _TRACKS}


def of(timeline: Timeline, footage: Bin) -> TimelineRows:
    """The rows of a timeline; of one that follows the board, as the board is now, whatever is stored."""
    if timeline.follows:
        return from_board(footage, timeline.pk, timeline.title)
    return stored(timeline, footage.film.project)


def stored(timeline: Timeline, project: Project) -> TimelineRows:
    """The rows as they are in the database, in three queries."""
    tracks = list(Track.objects.filter(timeline=timeline, archived=False).order_by("rank", "pk"))
    clips: dict[UUID, list[ClipRow]] = defaultdict(list)
    shown = Clip.objects.filter(track__timeline=timeline, archived=False).order_by("start", "pk")
    for one in shown.filter(shot__isnull=True) | shown.filter(shot__archived=False, shot__scene__archived=False):
        own: dict[str, Any] = {
            name: getattr(one, name) for name in ("tone", "gain", "media", "pan", "fade_in", "fade_out", "speed", "enabled")
        }
        whose: dict[str, Any] = {"shot": str(one.shot_id or ""), "link": str(one.link or "")}
        clips[one.track_id].append(ClipRow(str(one.pk), one.start, one.frames, one.source_in, **whose, **own))
    transitions: dict[UUID, list[TransitionRow]] = defaultdict(list)
    for mix in Transition.objects.filter(track__timeline=timeline, archived=False).order_by("start", "pk"):
        transitions[mix.track_id].append(TransitionRow(str(mix.pk), mix.kind, mix.start, mix.frames))
    return TimelineRows(
        timeline.title,
        rate(project.rate),
        [_track(one, clips[one.pk], transitions[one.pk]) for one in tracks],
        str(timeline.pk),
    )


def _track(one: Track, clips: list[ClipRow], transitions: list[TransitionRow]) -> TrackRow:
    own = {name: getattr(one, name) for name in ("title", "muted", "solo", "gain", "locked", "target")}
    return TrackRow(str(one.pk), one.kind, clips, transitions, **own)


def from_board(footage: Bin, timeline_id: UUID, title: str = "") -> TimelineRows:
    """A clip for each shot in the board's order, its dialogue or its footage's sound linked to it, and a tone under each scene.

    A clip is as long as the shot says, but never longer than its take: a shot that was made longer after its take was kept
    is stale, and cut as it is.
    """
    film = footage.film
    pictures: list[ClipRow] = []
    dialogue: list[ClipRow] = []
    tones: list[ClipRow] = []
    at = 0
    for scene_id, shots in groupby(film.shots, key=lambda shot: shot.scene_id):
        begins = at
        first = None
        for shot in shots:
            first = first or shot
            link = str(_id(timeline_id, "link", shot.pk))
            frames = min(shot.frames, footage.length(shot) or shot.frames)
            common: dict[str, Any] = {"start": at, "frames": frames, "shot": str(shot.pk), "link": link}
            pictures.append(ClipRow(id=str(_id(timeline_id, "picture", shot.pk)), **common))
            if shot.dialogue or footage.sounds(shot):
                dialogue.append(ClipRow(id=str(_id(timeline_id, "dialogue", shot.pk)), **common))
            at += frames
        if first is not None:
            tone = _tone(film, film.scene(first))
            tones += _beds(timeline_id, scene_id, tone, begins, at, [one for one in pictures if one.start >= begins], footage)
    clips = {"picture": pictures, "dialogue": dialogue, "sound": tones}
    tracks = [TrackRow(str(_id(timeline_id, "track", kind)), kind, clips[kind], title=words) for kind, words, _ in _TRACKS]
    return TimelineRows(title, rate(film.project.rate), tracks, str(timeline_id))


def _beds(
    timeline_id: UUID, scene_id: UUID, tone: str, begins: int, ends: int, pictures: list[ClipRow], footage: Bin
) -> Iterable[ClipRow]:
    """The room tone of a scene: one from end to end, but none under footage, which brings its own."""
    own = [one for one in pictures if (shot := footage.film.by_id.get(UUID(one.shot))) and footage.sounds(shot)]
    if not own:
        yield ClipRow(str(_id(timeline_id, "tone", scene_id)), begins, ends - begins, tone=tone)
        return
    at, after = begins, str(scene_id)
    for one in [*own, ClipRow("", ends, 0)]:
        if one.start > at:
            yield ClipRow(str(_id(timeline_id, "tone", after)), at, one.start - at, tone=tone)
        at, after = one.end, f"{scene_id}/{one.shot}"


def board_in_time(timeline: Timeline) -> tuple[TimelineRows, Bin]:
    """The board as it would be laid on a timeline now, under the names that laying gives its clips."""
    footage = Bin(Film.of(timeline.project))
    return from_board(footage, timeline.pk, timeline.title), footage


def from_storyboard(project: Project, *, by: Any = None, film: Film | None = None) -> Timeline:
    """The timeline that follows the board, written down as records: made the first time, brought up to date afterwards.

    It is one edit (several for more than twenty thousand changes), which can be undone; when nothing changed there is none.
    A timeline that a person has taken over (`follows` false) is left alone and a new one is laid beside it.

    Raises:
        Refused: BOARD_EMPTY when the project has no shot.
    """
    film = film or Film.of(project)
    if not film.shots:
        raise Refused("There is no shot on the board yet. Import a screenplay or add a shot first.", "BOARD_EMPTY")
    known = Timeline.objects.filter(project=project, follows=True, archived=False).order_by("rank", "pk").first()
    if known is None:
        taken = Timeline.objects.filter(project=project).count()
        known = Timeline(pk=_id(project.pk, "timeline", taken), project=project, title=project.title)
    laid = from_board(Bin(film), known.pk, known.title)
    changes = _changes(project, known, laid)
    for start in range(0, len(changes), MAX_CHANGES):
        edits.change(project, changes[start : start + MAX_CHANGES], by=by, label="Timeline from the board")
    return Timeline.objects.get(pk=known.pk)


def _changes(project: Project, timeline: Timeline, laid: TimelineRows) -> list[Change]:
    """What brings the stored records to the rows laid: only what differs; what is gone is archived."""
    wanted: dict[str, dict[str, dict[str, Any]]] = {"timeline": {}, "track": {}, "clip": {}}
    wanted["timeline"][str(timeline.pk)] = {"title": timeline.title, "follows": True, "rank": timeline.rank, "archived": False}
    for track in laid.tracks:
        wanted["track"][track.id] = {
            "timeline": str(timeline.pk), "kind": track.kind, "title": track.title, "rank": RANKS[track.kind], "archived": False,
        }  # fmt: skip
        for clip in track.clips:
            wanted["clip"][clip.id] = {
                "track": track.id, "shot": clip.shot or None, "start": clip.start, "source_in": clip.source_in,
                "frames": clip.frames, "tone": clip.tone, "link": clip.link or None, "archived": False,
            }  # fmt: skip
    there = {
        "timeline": Timeline.objects.filter(pk=timeline.pk),
        "track": Track.objects.filter(timeline=timeline),
        "clip": Clip.objects.filter(track__timeline=timeline),
    }
    changes: list[Change] = []
    for kind, records in wanted.items():
        now = {str(row.pk): kind_named(kind).read(row) for row in there[kind]}
        changes += _differing(kind, now, records)
    return changes


def _differing(kind: str, now: dict[str, dict[str, Any]], records: dict[str, dict[str, Any]]) -> Iterable[Change]:
    for id_, fields in records.items():
        was = now.get(id_, {})
        moved = {name: value for name, value in fields.items() if id_ not in now or was.get(name) != value}
        if moved:
            yield Change(kind=kind, id=UUID(id_), set=moved)
    for id_, was in now.items():
        if id_ not in records and not was["archived"]:
            yield Change(kind=kind, id=UUID(id_), set={"archived": True})


def _tone(film: Film, scene: Scene) -> str:
    place = film.locations.get(scene.location_id) if scene.location_id else None
    words = " ".join(filter(None, (scene.heading, place.name if place else "", place.description if place else "")))
    interior = scene.interior if scene.interior is not None else (place.interior if place else None)
    return kind_for(words, interior=interior, time=scene.time, weather=scene.weather)


def _id(space: UUID, kind: str, name: object) -> UUID:
    return uuid.uuid5(_SPACE, f"{space}/{kind}/{name}")
