"""What a turnover is of: the takes, stems, words and shots of a timeline that is laid out, as one recipe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from editing import brought, plans, sounding
from editing.models import Marker
from editing.plans import Plan
from editing.slates import drops, timecode
from editing.timeline import ClipRow
from editing.turnover import operations
from editing.turnover.handing import Mark, Other, Source, Stem, first_frame, handed
from editing.turnover.operations import packed
from generation import media
from generation.operation import recipe as declare
from generation.operations import preview
from generation.recipe import Pick, Recipe
from storyboard.film import Film
from storyboard.models import Shot, Take

Media = Literal["prores", "h264", "none"]
_STEMS: tuple[tuple[sounding.Stem, str], ...] = (("dialogue", "Dialogue"), ("room", "Room tone"), ("music", "Music and effects"))


def recipe(laid: Plan, codec: Media, *, slates: bool = False) -> Recipe:
    """The package of a timeline. With "none" no media go along: the timelines name them as they would lie there.

    Raises:
        Refused: TRANSITION_LOOSE.
    """
    project = laid.project
    rate = media.rate(project.rate)
    begins = first_frame(rate)
    shown = _Shown(laid, codec != "none")
    stems = list(_stems(laid)) if codec != "none" else []
    marks = Marker.objects.filter(timeline=UUID(laid.rows.id), archived=False).order_by("frame", "pk")
    timeline = handed(
        laid.rows,
        shown.sources,
        marks=[Mark(one.frame, one.words, one.colour) for one in marks],
        stems=[Stem(title, f"stems/{name}") for name, title, _ in stems],
    )
    files = [
        declare(
            operations.hand_media,
            params=operations.HandMedia(
                codec=codec if codec != "none" else "prores", begins=begins + first, title=project.title if slates else "",
                slate=name if slates else "",
            ),
            clip=picture,
        )
        for name, (picture, first) in shown.files.items()
    ]  # fmt: skip
    words = [(name, one) for name, form in (("film.srt", "srt"), ("film.vtt", "vtt")) if (one := plans.written(laid, form))]
    rows, panels = _listed(laid, rate)
    params = operations.Package(
        title=project.title,
        timeline=packed(json.loads(timeline.to_json_string())),
        shots=packed(rows),
        width=project.width,
        height=project.height,
        media_names=tuple(f"{name}.mov" for name in shown.files),
        stem_names=tuple(name for name, _, _ in stems),
        words_names=tuple(name for name, _ in words),
        language="zh" if project.language.startswith("zh") else "en",
    )
    return declare(
        operations.turnover,
        params=params,
        media=tuple(files),
        stems=tuple(one for _, _, one in stems),
        words=tuple(one for _, one in words),
        panels=tuple(panels),
    )


class _Shown:
    """The source of each clip, and the files made of them: name → picture, and the frame of the source it begins on."""

    def __init__(self, laid: Plan, along: bool) -> None:
        self.sources: dict[str, Source] = {}
        self.files: dict[str, tuple[Recipe | Pick, int]] = {}
        self._along = along
        others = _others(laid)
        for track in laid.rows.tracks:
            if track.kind != "picture":
                continue
            for clip in track.clips:
                if clip.shot:
                    self._take(laid, clip, others)
                elif clip.media:
                    self._brought(laid, clip)

    def _take(self, laid: Plan, clip: ClipRow, others: dict[UUID, list[Take]]) -> None:
        found = laid.bin.of(UUID(clip.shot))
        if found is None:
            return
        take = laid.bin.film.takes[found.shot.take_id]  # type: ignore[index]
        frames = laid.bin.length(found.shot) or found.shot.frames
        about = {"take": str(take.pk), "number": take.number, "key": take.key, "slate": found.slate}
        rest = [
            Other(f"{laid.bin.film.slate(found.shot)}-{one.number}", one.key, one.recipe)
            for one in others.get(found.shot.pk, [])
            if one.pk != take.pk
        ]
        file = self._file(found.slate, found.picture, 0)
        self.sources[clip.id] = Source(found.slate, frames, file, about, take.recipe, rest)

    def _brought(self, laid: Plan, clip: ClipRow) -> None:
        picture, first = brought.picture(laid.project, clip)
        name = f"{clip.media[:12]}-{first}"
        frames = int(picture.params["frames"])
        self.sources[clip.id] = Source(name, frames, self._file(name, picture, first), {"digest": clip.media}, first=first)

    def _file(self, name: str, picture: Recipe | Pick, first: int) -> str:
        if self._along:
            self.files.setdefault(name, (picture, first))
        return f"media/{name}.mov"


def _others(laid: Plan) -> dict[UUID, list[Take]]:
    shots = [UUID(clip.shot) for clip in laid.clips.values() if clip.shot]
    found: dict[UUID, list[Take]] = {}
    for one in Take.objects.filter(project=laid.project, shot_id__in=shots, archived=False).order_by("number"):
        found.setdefault(one.shot_id, []).append(one)
    return found


def _stems(laid: Plan) -> Iterator[tuple[str, str, Recipe]]:
    for stem, title in _STEMS:
        made = plans.mix(laid, stem)
        if made is not None:
            yield f"{stem}.wav", title, made


def _listed(laid: Plan, rate: Fraction) -> tuple[list[dict[str, Any]], list[Recipe]]:
    """The shot list in the order in which shots are first seen, and a frame of the middle of each shot's picture."""
    film = laid.bin.film
    begins = first_frame(rate)
    rows: list[dict[str, Any]] = []
    panels: list[Recipe] = []
    for shot_id in laid.shots():
        shot, found = film.by_id.get(shot_id), laid.bin.of(shot_id)
        if shot is None or found is None:
            continue
        stretch = next(one for one in laid.stretches if any(_is(laid, use, shot_id) for use in (one.clip, one.over)))
        rows.append(_row(film, shot, found.slate, begins + stretch.start, rate) | {"panel": len(panels)})
        middle = (laid.bin.length(shot) or shot.frames) // 2
        panels.append(declare(preview.poster, params=preview.PosterFrame(frame=middle), clip=found.picture))
    return rows, panels


def _is(laid: Plan, use: Any, shot: UUID) -> bool:
    return use is not None and laid.clips[use.clip].shot == str(shot)


def _row(film: Film, shot: Shot, slate: str, record: int, rate: Fraction) -> dict[str, Any]:
    scene, place = film.scene(shot), film.location(shot)
    said = [
        f"{who.name.upper() if who else ''}: {line.get('words', '')}".strip(": ")
        for line in shot.dialogue
        for who in [film.character(line.get("character"))]
    ]
    take = film.takes.get(shot.take_id) if shot.take_id else None
    return {
        "slate": film.slate(shot), "scene": scene.heading, "size": shot.size, "camera": shot.movement,
        "description": shot.action, "dialogue": "\n".join(said), "frames": shot.frames,
        "cast": ", ".join(one.name for one in film.cast.get(shot.pk, [])), "location": place.name if place else "",
        "length": timecode(shot.frames, Fraction(round(rate))), "record": timecode(record, rate, drop=drops(rate)),
        "take": take.number if take else "", "model": (shot.direction or {}).get("checkpoint", ""),
    }  # fmt: skip
