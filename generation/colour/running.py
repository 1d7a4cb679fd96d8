"""A clip under changes of its colours: read, changed and written side by side, a few frames in memory however long it is."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

from av.video.frame import VideoFrame

from generation import frames as footage
from generation.colour import Change
from generation.colour.table import Table
from generation.mezzanine import clip_to, pixels_of
from generation.operation import BadInput, Context

T = TypeVar("T")
_AHEAD = 4  # frames
_OFTEN = 12
_LIGHTS = {16: "PQ", 18: "HLG"}  # AVCOL_TRC_*


class _Failed:
    def __init__(self, problem: BaseException) -> None:
        self.problem = problem


def ahead(items: Iterator[T], most: int = _AHEAD) -> Iterator[T]:
    """The same items, made in a thread of their own, at most so many before they are asked for; its errors are raised here."""
    line: queue.Queue[Any] = queue.Queue(most)
    stopped = threading.Event()
    end = object()

    def put(item: Any) -> bool:
        while not stopped.is_set():
            try:
                line.put(item, timeout=0.2)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for item in items:
                if not put(item):
                    return
            put(end)
        except BaseException as problem:  # noqa: BLE001 - it is raised where the items are read
            put(_Failed(problem))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while (item := line.get()) is not end:
            if isinstance(item, _Failed):
                raise item.problem
            yield cast(T, item)
    finally:
        stopped.set()
        thread.join()
        close = getattr(items, "close", None)
        if close is not None:
            close()


def opened(path: Path) -> tuple[VideoFrame, Iterator[VideoFrame], bool]:
    """A clip's first frame, all of its frames (the first among them), and whether it has alpha.

    Raises:
        BadInput: CLIP_UNREADABLE; CLIP_HDR for what is not yet brought to the film's colours.
    """
    frames = footage.whole(path)
    first = next(frames, None)
    if first is None:
        raise BadInput(f"{path.name} holds no pictures.", "CLIP_UNREADABLE")
    light = _LIGHTS.get(int(getattr(first, "color_trc", 2) or 2))
    if light:
        raise BadInput(
            f"{path.name} is in high dynamic range ({light}), and grades are of BT.709. Bring it into the film as footage: "
            "there it is toned down first.",
            "CLIP_HDR",
        )
    return first, itertools.chain([first], frames), first.format.name in ("bgra", "rgba")


def run(clip: Path, out: Path, at: Callable[[int], Change], context: Context, note: str, *, moving: bool = False) -> None:
    """Write a clip with the colours of frame n under `at(n)`; frames, rate, size and alpha are kept.

    `at` gives the same object for as long as nothing changes; `moving` says that it changes with almost every frame.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_HDR.
        Exhausted: DISK_FULL.
    """
    size = footage.facts(clip)
    first, frames, alpha = opened(clip)
    space = "yuv" if first.format.name == "yuv420p" and first.color_range != 2 else "rgb"
    table: Table | None = None
    known: Change | None = None

    def changed() -> Iterator[Any]:
        nonlocal table, known
        for n, frame in enumerate(ahead(frames)):
            change = at(n)
            if table is None or change is not known:
                table, known = Table(change, size.width, size.height, space, quick=moving), change
            yield table.on_yuv(frame) if space == "yuv" else table.on_pixels(pixels_of(frame))

    with clip_to(out, size.width, size.height, size.rate, alpha=alpha) as writer:
        for made in ahead(changed()):
            if writer.count % _OFTEN == 0:
                context.progress(min(0.99, writer.count / max(1, size.frames)), note)
            if isinstance(made, VideoFrame):
                writer.write_frame(made)
            else:
                writer.write(made)
