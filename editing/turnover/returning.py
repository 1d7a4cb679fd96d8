"""An editor's cut that came back: found again in the film, compared with what is here, and taken over as one edit."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Literal
from uuid import UUID

from fractional_indexing import generate_n_keys_between

from editing import rows
from editing.footage import Bin
from editing.models import Marker, Timeline, Track
from editing.timeline import ClipRow, TimelineRows, TrackRow, TransitionRow
from editing.turnover.handing import first_frame
from editing.turnover.reading import InClip, Incoming, InTrack
from generation import media
from storyboard import brought, edits
from storyboard.changes import MAX_CHANGES, Change
from storyboard.film import Film
from storyboard.models import Take

_SLATE = re.compile(r"^(?P<slate>[0-9]+[A-Z]?-?[A-Z]{1,4})-(?P<number>[0-9]+)$", re.IGNORECASE)
_BROUGHT = re.compile(r"^(?P<digest>[0-9a-f]{12})-(?P<first>[0-9]+)$")
KINDS = {"dissolve", "dip", "wipe"}
Kind = Literal["added", "removed", "moved", "trimmed", "retimed", "switched", "take", "unlinked", "transition", "marker"]


@dataclass(frozen=True)
class Difference:
    """One thing that the editor's cut has otherwise. Places are frames of the film; `before`, `after`: the old, the new."""

    kind: Kind
    name: str
    track: int
    start: int
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    shot: str = ""


@dataclass(frozen=True)
class Return:
    """What came back, as rows, beside what is here."""

    rows: TimelineRows
    differences: list[Difference]
    notes: list[str]
    marks: list[tuple[int, str, str]]


def compared(timeline: Timeline, came: Incoming) -> Return:
    """Link the clips that came to the film's takes and files again, and say what differs; nothing is written.

    A clip is known by what we wrote into it (its take), else by its name or its file's, `12A-3`; what is not known is told as
    `unlinked` and left out. A take that is not the shot's current one is told, and the current one stays.
    """
    project = timeline.project
    footage = Bin(Film.of(project))
    now = rows.of(timeline, footage)
    linker = _Linker(footage, now, first_frame(media.rate(project.rate)))
    laid = _once(now, [linker.track(number, one) for number, one in enumerate(_pictures(came))])
    after = _settled(now, laid)
    found = [*linker.found, *_differences(now, after, footage)]
    marks = _new(timeline, came.marks)
    found += [Difference("marker", words, 0, frame) for frame, words, _ in marks]
    return Return(after, sorted(found, key=lambda one: (one.track, one.start)), came.notes, marks)


def length(timeline: Timeline) -> int:
    """How many frames the film has as it is here."""
    return rows.of(timeline, Bin(Film.of(timeline.project))).frames


def taken_over(timeline: Timeline, returned: Return, *, by: Any, name: str) -> tuple[UUID, int]:
    """Write the editor's cut as one edit that one undo takes back; the timeline is then the editor's own.

    Returns the group of the edit and how many changes it has.
    """
    followed = timeline.follows
    if followed:  # what was only on the board is written down first, under the ids that it has in `returned`
        timeline = rows.from_storyboard(timeline.project, by=by)
    there = rows.stored(timeline, timeline.project)
    changes = list(_changes(timeline, there, returned))
    if followed:
        changes = list(_remembering(there, changes))
    group = uuid.uuid4()
    label = f"Cut that came back: {name}"[:200]
    for start in range(0, len(changes), MAX_CHANGES):
        edits.change(timeline.project, changes[start : start + MAX_CHANGES], by=by, label=label, group=group)
    return group, len(changes)


def _remembering(there: TimelineRows, changes: Sequence[Change]) -> Iterator[Change]:
    """With where the board laid each clip, so that a later look at the board tells its changes from the editor's."""
    laid = {UUID(clip.id): _places(clip) for track in there.tracks for clip in track.clips}
    for one in changes:
        known = laid.pop(one.id, None) if one.kind == "clip" else None
        yield one if known is None else Change(kind="clip", id=one.id, set={**one.set, "laid": known})
    for id_, where in laid.items():
        yield Change(kind="clip", id=id_, set={"laid": where})


def _new(timeline: Timeline, came: Iterable[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """The markers with words that are not here yet."""
    there = set(Marker.objects.filter(timeline=timeline, archived=False).values_list("frame", "words"))
    return [one for one in came if one[1] and one[:2] not in there]


def _pictures(came: Incoming) -> list[InTrack]:
    return [one for one in came.tracks if one.kind == "picture"]


class _Linker:
    """Finds out what a clip that came is of, and which clip of the timeline it was."""

    def __init__(self, footage: Bin, now: TimelineRows, zero: int) -> None:
        self._film, self._zero = footage.film, zero
        self._footage = footage
        self._known = {clip.id: clip for track in now.tracks for clip in track.clips}
        self._files = {clip.media[:12]: clip.media for clip in self._known.values() if clip.media}
        self.found: list[Difference] = []

    def track(self, number: int, came: InTrack) -> TrackRow:
        """A picture track as rows: ids are those that came back and are known, others stay empty until they are settled."""
        clips = [row for one in came.clips if (row := self._clip(number, one)) is not None]
        mixes = [TransitionRow("", one.kind if one.kind in KINDS else "dissolve", one.start, one.frames) for one in came.mixes]
        return TrackRow("", "picture", clips, mixes, came.title)

    def _clip(self, track: int, came: InClip) -> ClipRow | None:
        known = self._known.get(str(came.ours.get("id", "")))
        made = ClipRow("", came.start, came.frames, max(0, came.source - self._zero), speed=came.speed, enabled=came.enabled)
        digest = self._digest(came)
        if digest:
            found = replace(made, media=digest)
        elif (shot := self._shot(track, came)) is not None:
            found = replace(made, shot=shot)
        else:
            said = {"source": came.source, "frames": came.frames, "file": came.file}
            self.found.append(Difference("unlinked", came.name or came.file or "?", track, came.start, after=said))
            return None
        same = known is not None and (known.shot, known.media) == (found.shot, found.media)
        return replace(found, id=known.id) if known is not None and same else found

    def _digest(self, came: InClip) -> str:
        digest = str(came.ours.get("digest") or came.ours.get("media") or "")
        if not digest:
            names = (_BROUGHT.match(one) for one in _names(came))
            digest = next((self._files.get(one["digest"], "") for one in names if one), "")
        return digest if digest and brought.artifacts(self._film.project.workspace_id, {digest}) else ""

    def _shot(self, track: int, came: InClip) -> str | None:
        take = self._take(came)
        if take is not None and take.shot_id in self._film.by_id:
            shot = self._film.by_id[take.shot_id]
            if shot.take_id != take.pk:
                said = {"take": self._footage.slate(shot)}, {"take": f"{self._film.slate(shot)}-{take.number}"}
                self.found.append(Difference("take", came.name, track, came.start, *said, shot=str(shot.pk)))
            return str(shot.pk)
        return None

    def _take(self, came: InClip) -> Take | None:
        here = Take.objects.filter(project=self._film.project, archived=False).defer("recipe")
        take, key = str(came.ours.get("take") or ""), str(came.ours.get("key") or "")
        if _is_id(take) and (found := here.filter(pk=take).first()) is not None:
            return found
        if key and (found := here.filter(key=key).first()) is not None:
            return found
        for name in _names(came):
            if (said := _SLATE.match(name)) and (shot := self._film.named(said["slate"])) is not None:
                number = int(said["number"])
                drawn = here.filter(shot=shot)
                return drawn.filter(number=number).first() or drawn.filter(pk=shot.take_id or uuid.UUID(int=0)).first()
        return None


def _names(came: InClip) -> Iterator[str]:
    yield came.name.removesuffix(" FF").strip()
    yield came.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _settled(now: TimelineRows, came: Sequence[TrackRow]) -> TimelineRows:
    """The rows that are to be: picture tracks as they came, each clip under the id of the one it was; sound moved with them."""
    pictures = [one for one in now.tracks if one.kind == "picture"]
    used = {clip.id for track in came for clip in track.clips if clip.id}
    made: list[TrackRow] = []
    for number, track in enumerate(came):
        base = pictures[number] if number < len(pictures) else None
        clips = _matched(base.clips if base else (), track.clips, used)
        mixes = _mixed(base.transitions if base else (), track.transitions)
        own = replace(base, clips=clips, transitions=mixes) if base else replace(track, clips=clips, transitions=mixes)
        made.append(own)
    for base in pictures[len(came) :]:
        made.append(replace(base, clips=(), transitions=()))
    length = max((clip.end for track in made for clip in track.clips), default=0)
    moved = {clip.link: clip for track in made for clip in track.clips if clip.link}
    was = {clip.link for track in pictures for clip in track.clips if clip.link}
    sounds = [_followed(one, moved, was, length) for one in now.tracks if one.kind != "picture"]
    return replace(now, tracks=[*made, *sounds])


def _once(now: TimelineRows, came: list[TrackRow]) -> list[TrackRow]:
    """Each id once: of the copies that an editor made of a clip, the one nearest to where it lay is that clip."""
    lay = {clip.id: clip.start for track in now.tracks for clip in track.clips}
    nearest: dict[str, tuple[int, int, int]] = {}
    for number, track in enumerate(came):
        for at, clip in enumerate(track.clips):
            if clip.id:
                away = (abs(clip.start - lay[clip.id]), number, at)
                nearest[clip.id] = min(nearest.get(clip.id, away), away)
    return [
        replace(track, clips=[
            clip if not clip.id or nearest[clip.id][1:] == (number, at) else replace(clip, id="")
            for at, clip in enumerate(track.clips)
        ])
        for number, track in enumerate(came)
    ]  # fmt: skip


def _matched(old: Sequence[ClipRow], new: Sequence[ClipRow], used: set[str]) -> list[ClipRow]:
    """The new clips as the old ones that they were, with their ids, links and sound: by id, else by order of what is shown."""
    by_id = {clip.id: clip for clip in old}
    made = [_like(by_id[one.id], one) if one.id in by_id else one for one in new]
    free_old = [clip for clip in old if clip.id not in used]
    free_new = [at for at, one in enumerate(made) if not one.id]
    match = SequenceMatcher(
        None, [(one.shot, one.media) for one in free_old], [(made[at].shot, made[at].media) for at in free_new], autojunk=False
    )
    for first, second, size in match.get_matching_blocks():
        for step in range(size):
            at = free_new[second + step]
            made[at] = _like(free_old[first + step], made[at])
            used.add(made[at].id)
    return made


def _like(old: ClipRow, new: ClipRow) -> ClipRow:
    return replace(old, start=new.start, frames=new.frames, source_in=new.source_in, speed=new.speed, enabled=new.enabled)


def _mixed(old: Iterable[TransitionRow], new: Iterable[TransitionRow]) -> list[TransitionRow]:
    """Transitions under the ids they had: the same in place and length keeps its kind, for most forms know only dissolves."""
    there = {(one.start, one.frames): one for one in old}
    left = [one for one in old if (one.start, one.frames) not in {(mix.start, mix.frames) for mix in new}]
    made = []
    for mix in new:
        same = there.get((mix.start, mix.frames))
        if same is None and left:
            same = replace(left.pop(0), start=mix.start, frames=mix.frames, kind=mix.kind)
        made.append(same or mix)
    return made


def _followed(track: TrackRow, moved: Mapping[str, ClipRow], was: set[str], length: int) -> TrackRow:
    """Sound that belongs to a picture goes where that went, or away with it; what lies beneath ends with the film."""
    clips = []
    for clip in track.clips:
        if clip.link in was:
            if (lead := moved.get(clip.link)) is not None:
                clips.append(replace(clip, start=lead.start, frames=lead.frames, source_in=lead.source_in, speed=lead.speed))
        elif clip.start < length:
            clips.append(replace(clip, frames=min(clip.frames, length - clip.start)))
    return replace(track, clips=clips)


def _differences(now: TimelineRows, after: TimelineRows, footage: Bin) -> Iterator[Difference]:
    old = {clip.id: (number, clip) for number, clip in _clips(now)}
    seen = set()
    for number, clip in _clips(after):
        name = _name(footage, clip)
        if clip.id not in old:
            yield Difference("added", name, number, clip.start, after=_places(clip), shot=clip.shot)
            continue
        seen.add(clip.id)
        where, before = old[clip.id]
        said = (name, number, clip.start, _places(before), _places(clip), clip.shot)
        if (before.source_in, before.frames) != (clip.source_in, clip.frames):
            yield Difference("trimmed", *said)
        elif before.start != clip.start or where != number:
            yield Difference("moved", *said)
        if before.speed != clip.speed:
            yield Difference("retimed", name, number, clip.start, {"speed": before.speed}, {"speed": clip.speed}, clip.shot)
        if before.enabled != clip.enabled:
            yield Difference("switched", name, number, clip.start, {"on": before.enabled}, {"on": clip.enabled}, clip.shot)
    for id_, (number, clip) in old.items():
        if id_ not in seen:
            yield Difference("removed", _name(footage, clip), number, clip.start, before=_places(clip), shot=clip.shot)
    mixes = [{(number, one.start, one.frames, one.kind) for number, one in _mixes(each)} for each in (now, after)]
    for number, start, frames, kind in sorted(mixes[0] ^ mixes[1]):
        place = {"start": start, "frames": frames}
        there = (number, start, frames, kind) in mixes[1]
        yield Difference("transition", kind, number, start, {} if there else place, place if there else {})


def _places(clip: ClipRow) -> dict[str, Any]:
    return {"start": clip.start, "source_in": clip.source_in, "frames": clip.frames}


def _clips(laid: TimelineRows) -> Iterator[tuple[int, ClipRow]]:
    pictures = [one for one in laid.tracks if one.kind == "picture"]
    return ((number, clip) for number, track in enumerate(pictures) for clip in track.clips)


def _mixes(laid: TimelineRows) -> Iterator[tuple[int, TransitionRow]]:
    pictures = [one for one in laid.tracks if one.kind == "picture"]
    return ((number, mix) for number, track in enumerate(pictures) for mix in track.transitions)


def _name(footage: Bin, clip: ClipRow) -> str:
    shot = footage.film.by_id.get(UUID(clip.shot)) if clip.shot else None
    return footage.slate(shot) if shot else clip.media[:12] or clip.tone


def _ranks(timeline: Timeline, count: int) -> list[str]:
    """Ranks for new picture tracks: above the pictures, below the sound."""
    tracks = sorted(Track.objects.filter(timeline=timeline).values_list("rank", "kind"))
    pictures = [rank for rank, kind in tracks if kind == Track.Kind.PICTURE]
    above = next((rank for rank, kind in tracks if kind != Track.Kind.PICTURE and (not pictures or rank > pictures[-1])), None)
    return list(generate_n_keys_between(pictures[-1] if pictures else None, above, n=count)) if count else []


def _changes(timeline: Timeline, there: TimelineRows, returned: Return) -> Iterator[Change]:
    """What brings the stored rows to those that came."""
    yield Change(kind="timeline", id=timeline.pk, set={"follows": False})
    stored_tracks = {one.id for one in there.tracks}
    stored = {clip.id: (track.id, clip) for track in there.tracks for clip in track.clips}
    mixes = {one.id for track in there.tracks for one in track.transitions}
    ranks = iter(_ranks(timeline, sum(1 for one in returned.rows.tracks if one.id not in stored_tracks)))
    kept: set[str] = set()
    for track in returned.rows.tracks:
        id_ = UUID(track.id) if track.id in stored_tracks else uuid.uuid4()
        if track.id not in stored_tracks:
            values = {"timeline": str(timeline.pk), "kind": track.kind, "title": track.title[:200], "rank": next(ranks)}
            yield Change(kind="track", id=id_, set=values)
        for clip in track.clips:
            known = stored.get(clip.id)
            if known is None or known != (str(id_), clip):
                own = {
                    "track": str(id_), "start": clip.start, "frames": clip.frames, "source_in": clip.source_in,
                    "speed": clip.speed, "enabled": clip.enabled, "archived": False,
                }  # fmt: skip
                what = {} if known else {"shot": clip.shot or None, "media": clip.media}
                yield Change(kind="clip", id=UUID(clip.id) if clip.id else uuid.uuid4(), set={**what, **own})
            kept.add(clip.id)
        for mix in track.transitions:
            set_ = {"track": str(id_), "kind": mix.kind, "start": mix.start, "frames": mix.frames, "archived": False}
            yield Change(kind="transition", id=UUID(mix.id) if mix.id else uuid.uuid4(), set=set_)
            kept.add(mix.id)
    for gone in sorted(set(stored) - kept):
        yield Change(kind="clip", id=UUID(gone), set={"archived": True})
    for gone in sorted(mixes - kept):
        yield Change(kind="transition", id=UUID(gone), set={"archived": True})
    for frame, words, colour in returned.marks:
        mark: dict[str, Any] = {"timeline": str(timeline.pk), "frame": frame, "words": words[:400]}
        colours = {"colour": colour} if colour in ("yellow", "red", "green", "blue", "purple") else {}
        yield Change(kind="marker", id=uuid.uuid4(), set={**mark, **colours})
