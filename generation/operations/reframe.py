"""Frame: a window of another shape that keeps whoever matters in sight, as an effect and for a film of another size."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.camera import framing
from generation.camera.framing import Sighting
from generation.drivers import Pixels
from generation.effects import WHOLE
from generation.followed import followed
from generation.keyed import Keyed
from generation.media import Data, Video
from generation.mezzanine import clip_to, pixels_of
from generation.movement import moved
from generation.operation import Context, Queue, names_checkpoint, operation
from generation.operations.image import Side
from generation.stacking import rgb_of
from generation.strips import cut_between

_LOOKS = 6  # in as many frames as the rate counts
_SEEN = 640  # pixels of the longer side at which it is looked
Share = Annotated[float, Field(ge=0, le=1)]


class Window(Keyed):
    """Who chooses where the window lies, how close it is, and what is around it."""

    follow: Annotated[
        Literal["subject", "hand", "whole"],
        Field(description="Faces and what stands out are followed, or it lies where you put it, or the whole picture is shown."),
    ] = "subject"
    across: Annotated[
        Share,
        Field(description="The window's middle from the left edge, where it lies by hand.", json_schema_extra={"keyable": True}),
    ] = 0.5
    down: Annotated[
        Share, Field(description="The window's middle from the top, where it lies by hand.", json_schema_extra={"keyable": True})
    ] = 0.5
    closer: Annotated[
        float, Field(ge=1, le=4, description="1 is as much as fits; 2 is half of it.", json_schema_extra={"keyable": True})
    ] = 1.0
    around: Annotated[
        Literal["black", "blur"], Field(description="What is beside the window where it does not fill the frame.")
    ] = "black"
    faces: Annotated[str, names_checkpoint("faces")] = "yunet-sface@1"
    checkpoint: Annotated[str, names_checkpoint("saliency")] = "u2netp@1"


class Reframe(Window):
    """The window's shape, and all that a window has."""

    aspect: Annotated[
        Literal["frame", "16:9", "9:16", "1:1", "4:5", "4:3", "2.39:1"],
        Field(description="The window's shape; the frame's own fills it."),
    ] = "9:16"

    def does_nothing(self) -> bool:
        """Whether all of the picture is seen as it was."""
        return self.aspect == "frame" and self.closer == 1 and "closer" not in self.keys

    def looks(self) -> int:
        """It looks through the whole clip for who matters, unless it is told."""
        return WHOLE if self.follow == "subject" else 0


class FrameFit(Window):
    """The size of the film that is made, and all that a window has."""

    width: Annotated[Side, Field(multiple_of=2)] = 720
    height: Annotated[Side, Field(multiple_of=2)] = 1280


@operation("frame.reframe", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def reframe(clip: Video, movement: Data | None, *, params: Reframe, context: Context) -> Video:
    """Show a window of another shape that follows whoever matters, calmly, each shot between cuts for itself.

    Faces come first, else what stands out; `movement` is a point that was followed, which is then what matters. A place that has
    keys is where they say. Frames, rate, size and alpha are kept.

    Raises:
        BadInput: CLIP_UNREADABLE, MOVEMENT_UNREADABLE, MOVEMENT_MISFIT.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip.path)
    aspect = _aspect(params.aspect, Fraction(facts.width, facts.height))
    return _made(clip, movement, params, context, (facts.width, facts.height), aspect)


@operation("frame.fit", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def fit(movement: Data | None, clip: Video, *, params: FrameFit, context: Context) -> Video:
    """Bring a clip to a frame of another size and shape, with whoever matters kept in sight.

    The movement comes first, so that nobody offers this as an effect: it does not keep the size.

    Raises:
        BadInput: CLIP_UNREADABLE, MOVEMENT_UNREADABLE, MOVEMENT_MISFIT.
        Exhausted: DISK_FULL.
    """
    return _made(clip, movement, params, context, (params.width, params.height), Fraction(params.width, params.height))


@dataclass(frozen=True)
class _Frame:
    """Sizes: of the clip, of what is made, and of the window at its largest, as shares of the clip."""

    clip: tuple[int, int]
    made: tuple[int, int]
    window: tuple[float, float]
    aspect: Fraction


def _made(clip: Video, movement: Data | None, params: Window, context: Context, size: tuple[int, int], aspect: Fraction) -> Video:
    facts = footage.facts(clip.path)
    whole = Fraction(facts.width, facts.height)
    if params.follow == "whole":
        aspect = whole
    window = (1.0, float(whole / aspect)) if aspect >= whole else (float(aspect / whole), 1.0)
    frame = _Frame((facts.width, facts.height), size, window, aspect)
    places = _places(clip, facts, movement, params, frame, context)
    out = context.scratch(".mkv")
    frames = footage.whole(clip.path)
    first = next(frames)
    alpha = first.format.name in ("bgra", "rgba")
    with clip_to(out, *size, facts.rate, alpha=alpha) as writer:
        for n, picture in enumerate(itertools.chain([first], frames)):
            context.progress(0.5 + 0.49 * min(1.0, n / max(1, facts.frames)), f"frame {n + 1} of {facts.frames}")
            made = _shown(pixels_of(picture), places[min(n, len(places) - 1)], params.at(n), frame)
            writer.write(made)
            if n % 12 == 0:
                context.preview(PIL.Image.fromarray(made))
    return Video(out)


def _shown(pixels: Pixels, place: npt.NDArray[np.float64], now: Window, frame: _Frame) -> Pixels:
    width, height = frame.clip
    wide, high = width * frame.window[0] / now.closer, height * frame.window[1] / now.closer
    x = float(np.clip(place[0] * width, wide / 2, width - wide / 2))
    y = float(np.clip(place[1] * height, high / 2, height - high / 2))
    box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    inner = _inner(frame.made, frame.aspect)
    if inner == frame.made:
        return framing.cropped(pixels, box, frame.made)
    part = framing.cropped(pixels, box, inner)
    if now.around == "blur":
        out = framing.blurred(pixels, frame.made)
    else:
        out = np.zeros((frame.made[1], frame.made[0], pixels.shape[2]), np.uint8)
        if pixels.shape[2] == 4:
            out[..., 3] = 0
    left, top = (frame.made[0] - inner[0]) // 2, (frame.made[1] - inner[1]) // 2
    out[top : top + inner[1], left : left + inner[0]] = part
    return out


def _inner(size: tuple[int, int], aspect: Fraction) -> tuple[int, int]:
    """The largest size, even, of a shape within another."""
    width, height = size
    own = Fraction(width, height)
    if aspect == own:
        return size
    if aspect > own:
        return width, min(height, max(2, round(width / aspect / 2) * 2))
    return min(width, max(2, round(height * aspect / 2) * 2)), height


def _aspect(said: str, own: Fraction) -> Fraction:
    if said == "frame":
        return own
    wide, high = said.split(":")
    return Fraction(wide) / Fraction(high)


def _places(
    clip: Video, facts: footage.Facts, movement: Data | None, params: Window, frame: _Frame, context: Context
) -> npt.NDArray[np.float64]:
    """The window's middle at each frame, (frames, 2), in shares of the picture."""
    own = [params.at(n) for n in range(facts.frames)]
    by_hand = np.array([[one.across, one.down] for one in own])
    if params.follow != "subject":
        return by_hand
    follows = followed(movement, facts.frames) if movement else None
    if follows is not None:
        point = np.array([[params.across, params.down]])
        found = np.array([moved(follows.matrices[n], point)[0] for n in range(facts.frames)])
    else:
        closest = max(one.closer for one in own)
        window = (frame.window[0] / closest, frame.window[1] / closest)
        found = _watched(clip, facts, params, window, context)
    for axis, name in enumerate(("across", "down")):
        if name in params.keys:
            found[:, axis] = by_hand[:, axis]
    return found


def _watched(
    clip: Video, facts: footage.Facts, params: Window, window: tuple[float, float], context: Context
) -> npt.NDArray[np.float64]:
    """Where the window lies so that whoever matters stays in it."""
    step = max(1, round(float(facts.rate) / _LOOKS))
    shots: list[tuple[int, list[int], list[Sighting]]] = []
    before: Pixels | None = None
    last: Sighting | None = None
    with ExitStack() as stack:
        finder = stack.enter_context(context.open(params.faces))
        network: list[Any] = []  # opened when it is first needed: many a film shows faces all through

        def salient(pixels: Pixels) -> Any:
            if not network:
                network.append(stack.enter_context(context.open(params.checkpoint)))
            return network[0].salient(pixels)

        for n, picture in enumerate(footage.whole(clip.path)):
            context.progress(0.5 * min(1.0, n / max(1, facts.frames)), "looking for who matters")
            pixels = _small(rgb_of(picture))
            cut = before is None or cut_between(before, pixels)
            before = pixels
            if cut:
                shots.append((n, [], []))
                last = None
            first, looks, seen = shots[-1]
            if (n - first) % step == 0:
                last = _sighted(pixels, finder, salient, window, last)
                looks.append(n - first)
                seen.append(last)
    places = np.empty((facts.frames, 2))
    for k, (first, looks, seen) in enumerate(shots):
        end = shots[k + 1][0] if k + 1 < len(shots) else facts.frames
        for axis in (0, 1):
            places[first:end, axis] = framing.way(looks, seen, end - first, window[axis], axis)
    return places


def _sighted(
    pixels: Pixels, finder: Any, salient: Callable[[Pixels], Any], window: tuple[float, float], last: Sighting | None
) -> Sighting:
    height, width = pixels.shape[:2]
    found = [one.box for one in finder.find(pixels)]
    boxes = [(x / width, y / height, (x + wide) / width, (y + high) / height) for x, y, wide, high in found]
    if boxes:
        return framing.of_faces([_head(one) for one in boxes], window, last)
    return framing.of_saliency(salient(pixels))


def _head(face: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """A face with its hair and chin."""
    left, top, right, bottom = face
    wide, high = right - left, bottom - top
    return left - 0.15 * wide, top - 0.35 * high, right + 0.15 * wide, bottom + 0.2 * high


def _small(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = min(1.0, _SEEN / max(height, width))
    if scale == 1:
        return pixels
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
