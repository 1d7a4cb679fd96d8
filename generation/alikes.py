"""What is known of a thing that is followed, and how that is kept from one stretch of the shot to the next."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from generation.carrying import centre, shifted
from generation.sightings import Colours, Kind
from generation.strips import LEAST, Field

STEADY = 0.75  # ratio of sizes between two looks from which the way of its middle is its speed
_STEADILY = 8  # frames in which a new speed is half believed: who jumps goes up and down, and yet somewhere
_SAME = "field"  # where it was seen clearly is where it is: kept once
RECKONED = 32  # frames for which a thing that is not seen clearly is thought to go on as it went


@dataclass(frozen=True)
class Thing:
    """A thing at a frame. Sizes and places in pixels at working size, speed in pixels a frame in the direction of following.

    `field`: where it is, None while it is not seen. `clear`: where it was when it was last seen free of things like it, `since`
    frames ago. `area`: how large it is. `name` tells it from the others: 0 is what was asked for.
    """

    kind: Kind
    colours: Colours
    area: float
    field: Field | None
    clear: Field | None
    since: int = 0
    speed: tuple[float, float] | None = None
    name: int = 0

    def reckoned(self, frames: int) -> Field | None:
        """Where it would be so many frames on, if it went on as it did; None when that is not known."""
        if self.clear is None or self.speed is None or self.since + frames > RECKONED:
            return None
        moved = shifted(self.clear, self.speed[0] * (self.since + frames), self.speed[1] * (self.since + frames))
        return moved if (moved > 0).sum() >= LEAST else None

    def seen(self, field: Field, frames: int, clearly: bool, kind: Kind) -> Thing:
        """It, so many frames on, at this place; its speed and size are believed when it was seen clearly."""
        if not clearly:
            return replace(self, field=field, since=self.since + frames)
        area, speed = float((field > 0).sum()), self.speed
        if self.clear is not None and STEADY < area / max(1.0, float((self.clear > 0).sum())) < 1 / STEADY:
            was, now, took = centre(self.clear), centre(field), self.since + frames
            going = ((now[0] - was[0]) / took, (now[1] - was[1]) / took)
            new = 1.0 if speed is None else took / (took + _STEADILY)
            old = speed or going
            speed = (old[0] + new * (going[0] - old[0]), old[1] + new * (going[1] - old[1]))
        looks = np.concatenate([self.kind[:1], kind])  # as it was first, and as it was last
        return replace(self, kind=looks, field=field, clear=field, since=0, speed=speed, area=max(area, self.area * 0.7))

    def unseen(self, frames: int) -> Thing:
        """It, so many frames on, not seen."""
        return replace(self, field=None, since=self.since + frames)

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        kind = [[round(float(one), 5) for one in row] for row in self.kind]
        speed = None if self.speed is None else [round(one, 4) for one in self.speed]
        clear = _SAME if self.clear is self.field else _packed(self.clear)
        return {
            "area": self.area, "clear": clear, "colours": _told(self.colours), "field": _packed(self.field),
            "kind": kind, "name": self.name, "since": self.since, "speed": speed,
        }  # fmt: skip

    @classmethod
    def load(cls, data: dict[str, Any]) -> Thing:
        """What `dump` wrote."""
        speed = tuple(data["speed"]) if data["speed"] else None
        kind = np.asarray(data["kind"], np.float32)
        field = _unpacked(data["field"])
        clear = field if data["clear"] == _SAME else _unpacked(data["clear"])
        colours, since = _shares(data["colours"]), int(data["since"])
        return cls(kind, colours, float(data["area"]), field, clear, since, speed, int(data["name"]))


def _told(colours: Colours) -> dict[str, Any]:
    """Colours that there are, by their places among all."""
    places = np.flatnonzero(colours > 1e-5)
    shares = [round(float(one), 5) for one in colours.reshape(-1)[places]]
    return {"at": places.tolist(), "shares": shares, "size": list(colours.shape)}


def _shares(data: dict[str, Any]) -> Colours:
    colours: Colours = np.zeros(data["size"], np.float32)
    colours.reshape(-1)[data["at"]] = data["shares"]
    return colours


def _packed(field: Field | None) -> str:
    """A field in steps of a sixteenth, as PNG; "" for none."""
    if field is None:
        return ""
    steps = np.clip(np.rint(field * 15.875) + 128, 1, 255).astype(np.uint8)
    return base64.b64encode(cv2.imencode(".png", steps)[1].tobytes()).decode()


def _unpacked(words: str) -> Field | None:
    if not words:
        return None
    steps = cv2.imdecode(np.frombuffer(base64.b64decode(words), np.uint8), cv2.IMREAD_GRAYSCALE)
    field: Field = (np.asarray(steps, np.float32) - 128) / 15.875
    return field
