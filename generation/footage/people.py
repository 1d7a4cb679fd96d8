"""Who is seen in a film: faces followed through shots, those of one person brought together, nobody guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image

from generation.drivers import FaceFinder
from generation.drivers.faces import Face, Vector
from generation.footage import clips, opening, shots
from generation.footage.grouping import grouped
from generation.footage.shaping import Shaper, shape_of
from generation.media import Data
from generation.media import rate as rate_of
from generation.mezzanine import pixels_of
from generation.operation import BadInput, Context

_WIDE = 1280  # of the pictures that are looked at
_LEAST = 36  # pixels across: a smaller face is nobody in particular
_MOST_TURNED, _LEAST_SHARP, _LEAST_SCORE = 0.75, 20.0, 0.8
_SAME_PLACE = 0.3  # overlap of a face with where it was last looked at
_LIKE = 0.35  # product of vectors below which two faces in one place are not one face
_SEEN = 2  # clear looks at somebody, at least
_SAME, _OTHER = 0.71, 0.31  # products of vectors, as they were measured: one person, two people


@dataclass
class Track:
    """One face as long as it stays on screen."""

    shot: int
    looks: list[tuple[int, Face, Vector | None]] = field(default_factory=list)  # frame, face, who where that can be told

    @property
    def clear(self) -> list[tuple[int, Face, Vector]]:
        """The looks that tell who it is."""
        return [(frame, face, vector) for frame, face, vector in self.looks if vector is not None]

    @property
    def vector(self) -> Vector:
        """Who it is, from all clear looks; the clearer ones count for more."""
        total = np.sum([vector * np.float32(_worth(face)) for _, face, vector in self.clear], axis=0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def find(path: Path, rate: Fraction, cuts: Data | None, every: int, checkpoint: str, context: Context) -> dict[str, Any]:
    """The document that `footage.faces` describes. Raises BadInput as it says."""
    frames = clips.length(path, rate)
    stretches = shots(_cuts(cuts), frames)
    with context.open(checkpoint) as driver:
        tracks, size = _followed(path, rate, frames, stretches, every, driver, context)
    told = [track for track in tracks if track.clear]
    groups = grouped([track.vector for track in told], [_span(track) for track in told], [len(track.clear) for track in told])
    people = [[told[number] for number in group] for group in groups]
    people = [group for group in people if sum(len(track.clear) for track in group) >= _SEEN]
    people.sort(key=lambda group: (-sum(len(track.looks) for track in group), group[0].looks[0][0]))
    known = {id(track) for group in people for track in group}
    return {
        "people": [_person(f"p{number}", group, people) for number, group in enumerate(people, start=1)],
        "unknown": [_face(frame, face) for track in tracks if id(track) not in known for frame, face, _ in track.looks],
        "frames": frames, "rate": f"{rate.numerator}/{rate.denominator}", "width": size[0], "height": size[1],
    }  # fmt: skip


def picture(path: Path, faces: Data, person: str, side: int) -> Any:
    """A square picture of one person's head and shoulders. Raises BadInput as `footage.face_picture` says."""
    try:
        found = faces.read()
        rate, size = rate_of(found["rate"]), (int(found["width"]), int(found["height"]))
        best = {one["id"]: one["picture"] for one in found["people"]}
    except (ValueError, KeyError, TypeError) as problem:
        raise BadInput(f"These are no found faces ({problem}). Look for people again.", "FACES_UNREADABLE") from problem
    if person not in best:
        raise BadInput(f"Nobody called {person} was found in this film. There are: {', '.join(best)}.", "PERSON_UNKNOWN")
    timed = next(clips.shown(path, int(best[person]["frame"]), 1, rate))
    pixels = PIL.Image.fromarray(pixels_of(Shaper(path, *size, "fill")(timed.frame)))
    left, top, wide, high = best[person]["box"]
    middle = left + wide / 2, top + high * 0.55
    half = min(max(wide, high) * 0.95, size[0] / 2, size[1] / 2)
    across = min(max(middle[0], half), size[0] - half), min(max(middle[1], half), size[1] - half)
    box = (across[0] - half, across[1] - half, across[0] + half, across[1] + half)
    return pixels.resize((side, side), PIL.Image.Resampling.LANCZOS, box=box)


def _cuts(cuts: Data | None) -> list[int]:
    if cuts is None:
        return []
    try:
        return [int(one["frame"]) for one in cuts.read()["cuts"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise BadInput(f"These are no cuts ({problem}). Look for cuts again.", "CUTS_UNREADABLE") from problem


def _followed(
    path: Path, rate: Fraction, frames: int, stretches: list[tuple[int, int]], every: int, driver: FaceFinder, context: Context
) -> tuple[list[Track], tuple[int, int]]:
    """Every face of every looked-at picture as tracks, and the size of the pictures."""
    size = _size(path)
    shaper = Shaper(path, *size, "fill")
    tracks: list[Track] = []
    live: list[Track] = []
    shot, count = 0, max(1, frames // every)
    for number, timed in enumerate(clips.shown(path, 0, count, rate / every, quick=True)):
        frame = min(frames - 1, int((number + Fraction(1, 2)) * every))
        context.progress(min(0.99, number / count), "Looking for people")
        while shot + 1 < len(stretches) and frame >= stretches[shot + 1][0]:
            shot, live = shot + 1, []
        pixels = pixels_of(shaper(timed.frame))
        looked = []
        for face in driver.find(pixels):
            vector = driver.vector(pixels, face) if is_clear(face) else None
            track = _continued(face, vector, live)
            if track is None:
                track = Track(shot)
                tracks.append(track)
            else:
                live.remove(track)
            track.looks.append((frame, face, vector))
            looked.append(track)
        live = looked
    return tracks, size


def _size(path: Path) -> tuple[int, int]:
    timed = next(opening.pictures(path))
    with opening.opened(path) as container:
        wide, high = shape_of(timed.frame, opening.aspect(opening.track(container, path)))
    scale = min(Fraction(1), Fraction(_WIDE) / max(wide, high))
    return max(16, round(wide * scale / 2) * 2), max(16, round(high * scale / 2) * 2)


def is_clear(face: Face) -> bool:
    """Whether it can be told who this is: large, sharp and seen from the front enough."""
    return (
        min(face.box[2:]) >= _LEAST and face.turned <= _MOST_TURNED and face.sharp >= _LEAST_SHARP and face.score >= _LEAST_SCORE
    )


def _continued(face: Face, vector: Vector | None, live: list[Track]) -> Track | None:
    """The track of the picture before that goes on with this face."""
    best, most = None, _SAME_PLACE
    for track in live:
        known = next((one for _, _, one in reversed(track.looks) if one is not None), None)
        if vector is not None and known is not None and float(vector @ known) < _LIKE:
            continue
        if (share := _overlap(face.box, track.looks[-1][1].box)) > most:
            best, most = track, share
    return best


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return float(wide * high) / (one[2] * one[3] + other[2] * other[3] - wide * high)


def _worth(face: Face) -> float:
    """How good a look it is."""
    return float(face.score * min(face.box[2:]) ** 0.5 * max(0.1, 1 - face.turned) * min(1.0, face.sharp / 200))


def _span(track: Track) -> tuple[int, int]:
    return track.looks[0][0], track.looks[-1][0]


def _person(name: str, group: list[Track], people: list[list[Track]]) -> dict[str, Any]:
    clear = [one for track in group for one in track.clear]
    frame, face, _ = max(clear, key=lambda one: _worth(one[1]) * min(one[1].box[2:]) ** 0.5)
    return {
        "id": name, "shots": sorted({track.shot for track in group}), "certainty": _certainty(group, people),
        "faces": [_face(at, one) for at, one in sorted(((f, x) for t in group for f, x, _ in t.looks), key=lambda one: one[0])],
        "picture": {"frame": frame, "box": list(face.box)},
    }  # fmt: skip


def _certainty(group: list[Track], people: list[list[Track]]) -> float:
    """How near a person's looks are to each other, between what two people and what one person usually are."""
    own = _centre(group)
    inside = float(np.mean([vector @ own for track in group for _, _, vector in track.clear]))
    outside = max((float(_centre(other) @ own) for other in people if other is not group), default=0.0)
    near = min(1.0, max(0.0, (inside - _OTHER) / (_SAME - _OTHER)))
    apart = min(1.0, max(0.0, (_SAME - outside) / (_SAME - _OTHER)))
    return float(round(near * (0.5 + 0.5 * apart), 3))


def _centre(group: list[Track]) -> Vector:
    total = np.sum([track.vector * np.float32(len(track.clear)) for track in group], axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def _face(frame: int, face: Face) -> dict[str, Any]:
    return {"frame": frame, "box": list(face.box), "score": round(face.score, 3)}
