"""Where the shots of a film change: what a network says of its pictures and what their contents say, joined into one list."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scenedetect import FrameTimecode
from scenedetect.detectors import AdaptiveDetector, ContentDetector

from generation import checkpoints
from generation.drivers import CutDetector, transitions
from generation.footage import blacks, clips, colours, opening
from generation.footage.blacks import Change
from generation.footage.shaping import Shaper
from generation.operation import BadInput, Context

NEAREST = 6  # frames: changes nearer to each other are one
DETECTOR = "transnetv2@1.0.5"
_SMALL = (160, 90)  # what contents are compared in
_COLUMNS = 2000  # steps of the curve at most
_SURE = 0.5  # the network's likeness of a change, as published
_FAINT = 0.15  # below this the network sees nothing
_LONG = 4  # pictures inside a change: as many make it gradual
_CONTENT, _LEAP = 27.0, 3.0  # PySceneDetect's own thresholds: of the contents' change, and of it against its neighbours'
_ALONE, _TWICE, _AGAINST = 0.55, 0.75, 0.35  # certainty of contents: one detector, two, and one that the network contradicts

Bytes = npt.NDArray[np.uint8]


def detector() -> str:
    """The checkpoint that a planner names: the network where it is installed, else "" (the contents alone decide)."""
    return DETECTOR if checkpoints.installed(DETECTOR) else ""


def detect(path: Path, rate: Fraction, checkpoint: str, least: float, context: Context) -> dict[str, Any]:
    """The document that `footage.detect_shots` describes. A checkpoint that cannot be opened leaves the contents to decide.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    frames = clips.length(path, rate)
    seen = _Seen()
    try:
        if not checkpoint:
            _look(path, rate, frames, None, seen, context)
        else:
            with context.open(checkpoint) as driver:
                _look(path, rate, frames, driver, seen, context)
    except BadInput as problem:
        if problem.code not in ("CHECKPOINT_MISSING", "CHECKPOINT_DAMAGED"):
            raise
        checkpoint, seen = "", _Seen()
        _look(path, rate, frames, None, seen, context)
    changes = [one for one in _joined(seen, bool(checkpoint)) if one.certainty >= least]
    cuts: list[dict[str, Any]] = [
        {
            "frame": seen.first_frame(one.at, rate),
            "certainty": round(one.certainty, 3),
            "kind": "gradual" if one.gradual else "hard",
            "by": one.by,
        }
        for one in changes
    ]
    step = max(1, -(-frames // _COLUMNS))
    return {
        "cuts": [one for one in cuts if 0 < one["frame"] < frames],
        "curve": _curve(seen, bool(checkpoint), frames, step, rate),
        "step": step, "frames": frames, "rate": f"{rate.numerator}/{rate.denominator}", "by": checkpoint,
    }  # fmt: skip


class _Seen:
    """What was seen of each looked-at picture, in a few bytes each."""

    def __init__(self) -> None:
        self.times: list[Fraction] = []
        self.score, self.exact, self.inside = array("f"), array("f"), array("f")
        self.level = array("f")  # mean brightness, 0…255
        self.dark = array("b")  # 1 where next to nothing is brighter than black
        self.leaps: set[int] = set()
        self.content: set[int] = set()

    def first_frame(self, at: int, rate: Fraction) -> int:
        """The first frame of the project that shows this picture."""
        return max(0, math.ceil(self.times[min(at, len(self.times) - 1)] * rate - Fraction(1, 2)))


def _look(path: Path, rate: Fraction, frames: int, driver: CutDetector | None, seen: _Seen, context: Context) -> None:
    """Go through the film once, in memory that does not depend on its length but for a few bytes a picture."""
    with opening.opened(path) as container:
        own = opening.nominal(opening.track(container, path))
    looked = rate if rate <= own * Fraction(51, 50) else own
    count = clips.length(path, looked)
    watch = _Contents(seen)

    def pictures() -> Iterator[Bytes]:
        small = _smaller(path)
        last: Any = None
        shown = np.zeros((0,), np.uint8)
        for number, timed in enumerate(clips.shown(path, 0, count, looked, quick=True)):
            if last is not timed.frame:
                last, shown = timed.frame, small(timed.frame)
            seen.times.append(timed.at)
            watch.next(number, shown)
            if number % 24 == 0:
                context.progress(min(0.99, number / count), "Looking for cuts")
            yield shown

    if driver is None:
        for _ in pictures():
            pass
        return
    for exact, inside in _windows(pictures(), driver.judge):
        seen.exact.append(exact)
        seen.inside.append(inside)


class _Contents:
    """PySceneDetect's two detectors, fed picture by picture."""

    def __init__(self, seen: _Seen) -> None:
        self._seen = seen
        self._content = _Scored(threshold=_CONTENT, min_scene_len=NEAREST)
        self._leap = AdaptiveDetector(adaptive_threshold=_LEAP, min_scene_len=NEAREST, min_content_val=12.0)

    def next(self, number: int, shown: Bytes) -> None:
        """Compare the next picture, (height, width, 3) in sRGB, with those before."""
        code = FrameTimecode(number, fps=24.0)  # only a count: the detectors ask for nothing else
        blue_first = shown[..., ::-1]
        self._seen.content.update(one.frame_num for one in self._content.process_frame(code, blue_first))
        self._seen.leaps.update(one.frame_num for one in self._leap.process_frame(code, blue_first))
        self._seen.score.append(self._content.last)
        grey = shown[..., 1]
        self._seen.level.append(float(grey.mean()))
        self._seen.dark.append(int(np.count_nonzero(grey > blacks.BLACK) * 20 < grey.size))


class _Scored(ContentDetector):  # type: ignore[misc]
    """The content detector, and the score it gave last."""

    last = 0.0

    def _calculate_frame_score(self, timecode: FrameTimecode, frame_img: Bytes) -> float:
        self.last = float(super()._calculate_frame_score(timecode, frame_img))
        return self.last


def _smaller(path: Path) -> Callable[[Any], Bytes]:
    """Pictures made small at once; those of high dynamic range through the tone curve, or they would all look alike."""
    wide, high = _SMALL
    shaper: list[Shaper] = []

    def small(frame: Any) -> Bytes:
        light, _ = colours.kind(int(frame.color_trc), int(frame.color_primaries), int(frame.colorspace))
        if light != "sdr":
            if not shaper:
                shaper.append(Shaper(path, wide, high, "fill"))
            frame = shaper[0](frame)
        made: Bytes = frame.reformat(width=wide, height=high, format="rgb24", interpolation="AREA").to_ndarray()
        return made

    return small


def _windows(
    pictures: Iterator[Bytes], judge: Callable[[Bytes], npt.NDArray[np.float32]]
) -> Iterator[tuple[float, float]]:  # fmt: skip
    """What the network says of each picture, from windows that overlap; beyond the ends the first and last picture stand.

    |margin|  judged ........ |margin|
                      |margin|  judged ........ |margin|
    """
    margin, size = transitions.MARGIN, transitions.WINDOW
    held: list[Bytes] = []
    for shown in pictures:
        tiny: Any = cv2.resize(shown, (transitions.WIDTH, transitions.HEIGHT), interpolation=cv2.INTER_AREA)
        held = held or [tiny] * margin
        held.append(tiny)
        if len(held) == size:
            yield from _judged(judge(np.stack(held)), margin, size - margin)
            held = held[size - 2 * margin :]
    if len(held) > margin:
        held += held[-1:] * margin
        yield from _judged(judge(np.stack(held)), margin, len(held) - margin)


def _judged(likeness: npt.NDArray[np.float32], first: int, end: int) -> Iterator[tuple[float, float]]:
    yield from ((float(exact), float(inside)) for exact, inside in likeness[first:end])


def _joined(seen: _Seen, network: bool) -> list[Change]:
    """Both lists as one: what agrees is more certain, what lies nearer than NEAREST is one change."""
    by_contents = _by_contents(seen)
    if not network:
        return _apart(blacks.through(by_contents, seen.level, seen.dark))
    by_network = _by_network(seen)
    left = []
    for one in by_contents:
        near = [other for other in by_network if abs(other.at - one.at) <= max(NEAREST, other.reach)]
        if not near:
            faint = max(seen.exact[max(0, one.at - 3) : one.at + 3], default=0.0) < _FAINT
            left.append(Change(one.at, _AGAINST if faint else one.certainty, False, "content"))
            continue
        mine = min(near, key=lambda other: abs(other.at - one.at))
        exact = one.at if not mine.gradual and abs(mine.at - one.at) <= 2 else mine.at
        agreed = 1 - (1 - mine.certainty) * (1 - one.certainty / 2)
        by_network[by_network.index(mine)] = Change(exact, max(agreed, mine.certainty), mine.gradual, "both", mine.reach)
    return _apart(blacks.through([*by_network, *left], seen.level, seen.dark))


def _by_contents(seen: _Seen) -> list[Change]:
    return [
        Change(at, _TWICE if at in seen.leaps and at in seen.content else _ALONE, False, "content")
        for at in sorted(seen.leaps | seen.content)
    ]


def _by_network(seen: _Seen) -> list[Change]:
    """A change for each run of pictures that the network takes for one; the picture after the peak is the new shot's first."""
    exact, inside = np.array(seen.exact), np.array(seen.inside)
    found = []
    for first, end in _runs(exact >= _FAINT):
        peak = first + int(exact[first:end].argmax())
        before, after = peak, peak
        while before > 0 and inside[before - 1] >= _SURE / 2:
            before -= 1
        while after + 1 < len(inside) and inside[after + 1] >= _SURE / 2:
            after += 1
        length = after - before + 1
        certainty = float(exact[peak])
        if length < _LONG:
            found.append(Change(peak + 1, certainty, False, "transnet"))
        else:
            weights = exact[first:end]
            centre = first + float((weights * np.arange(len(weights))).sum() / weights.sum())
            found.append(Change(round(centre + 0.5), certainty, True, "transnet", length // 2 + 1))
    return found


def _runs(marked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [(int(first), int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True)]


def _apart(changes: list[Change]) -> list[Change]:
    """The most certain first; whatever lies too near to one that stays gives way."""
    kept: list[Change] = []
    for one in sorted(changes, key=lambda change: (-change.certainty, change.at)):
        if all(abs(one.at - other.at) >= max(NEAREST, other.reach) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda change: change.at)


def _curve(seen: _Seen, network: bool, frames: int, step: int, rate: Fraction) -> list[float]:
    """The greatest likeness of a change within each step of frames."""
    curve = [0.0] * -(-frames // step)
    for number, score in enumerate(seen.score):
        likeness = min(1.0, score / (4 * _CONTENT)) if network else min(1.0, score / (2 * _CONTENT))
        if network and number > 0:
            likeness = max(likeness, seen.exact[number - 1])  # said of the last picture before the change
        place = min(frames - 1, seen.first_frame(number, rate)) // step
        curve[place] = max(curve[place], likeness)
    return [round(one, 3) for one in curve]
