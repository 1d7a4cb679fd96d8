"""Delivery presets: size, encoder, loudness, captions and slate, each set under a name."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from studio.errors import Refused

LONGEST = 8192  # pixels
Captions = Literal["off", "track", "burned"]
Larger = Literal["lanczos", "network"]


@dataclass(frozen=True)
class Preset:
    """How a cut is delivered. Sizes are of the shorter side, in pixels; 0 keeps the project's. None: as the project says."""

    id: str
    title: str
    short_side: int
    crf: int
    speed: str  # x264's
    loudness: float = -16.0  # LUFS
    peak: float = -1.0  # dBTP, of the film as it is delivered
    bitrate: int = 192_000  # of the sound, bits a second
    captions: Captions | None = None
    slate: bool | None = None
    larger: Larger = "lanczos"  # how pictures become larger than the project's
    handed: Literal["prores", "h264", "none"] | None = None  # a turnover instead of a film: what goes along as media

    @property
    def suffix(self) -> str:
        """How its file is named."""
        return ".zip" if self.handed else ".mp4"

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the cut of a project of this size: same shape, even, no side longer than H.264 takes."""
        scale = Fraction(self.short_side or min(width, height), min(width, height))
        scale = min(scale, Fraction(LONGEST, max(width, height)))
        return _even(width * scale), _even(height * scale)

    def factor(self, width: int, height: int) -> int:
        """How many times as large a network makes the pictures of a project of this size first; 1: it is not asked."""
        wide, _ = self.size(width, height)
        needed = -(-wide // width)
        if self.larger != "network" or needed < 2:
            return 1
        return next((one for one in (4, 3, 2) if one <= needed and one * max(width, height) <= LONGEST), 1)


PRESETS: dict[str, Preset] = {
    one.id: one
    for one in (
        Preset("web-720p", "Web, 720p", 720, crf=19, speed="veryfast"),
        Preset("web-1080p", "Web, 1080p", 1080, crf=19, speed="veryfast"),
        Preset("web-2160p", "Web, 4K", 2160, crf=19, speed="veryfast", larger="network"),
        Preset("draft-540p", "Review copy, 540p, with slates", 540, crf=25, speed="superfast", bitrate=128_000, slate=True),
        Preset("master", "Master, the project's size", 0, crf=11, speed="veryfast", bitrate=320_000),
        Preset("turnover", "Turnover: timelines, ProRes, stems", 0, crf=0, speed="veryfast", handed="prores"),
        Preset("turnover-light", "Turnover: timelines, H.264, stems", 0, crf=0, speed="veryfast", handed="h264"),
        Preset("turnover-timelines", "Turnover: timelines and lists only", 0, crf=0, speed="veryfast", handed="none"),
    )
}


def preset(id_: str) -> Preset:
    """The preset of this name.

    Raises:
        Refused: PRESET_UNKNOWN, with the names there are.
    """
    try:
        return PRESETS[id_]
    except KeyError:
        raise Refused(f"There is no preset {id_!r}. Known: {', '.join(PRESETS)}.", "PRESET_UNKNOWN") from None


def _even(side: Fraction) -> int:
    return max(16, round(side / 2) * 2)
