"""A take as a file for an editor: ProRes 422 HQ or H.264 in QuickTime, with timecode and, where wanted, a slate burnt in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter

from editing.slates import SlateOverlay, drops, timecode
from generation import frames as footage
from generation.delivery import mp4_options, new_file
from generation.operation import BadInput

Codec = Literal["prores", "h264"]
_CODERS: dict[str, tuple[str, str, dict[str, str]]] = {
    "prores": ("prores_ks", "yuv422p10le", {"profile": "hq", "vendor": "apl0", "bits_per_mb": "8000"}),
    "h264": ("libx264", "yuv420p", {"preset": "veryfast", "crf": "14", "profile": "high", "x264-params": "keyint=12:bframes=0"}),
}


def write(
    clip: Path, out: Path, codec: Codec, *, begins: int = 0, slate: str = "", title: str = "", fonts: Path | None = None,
    tell: Callable[[float], None],
) -> int:  # fmt: skip
    """Write a clip frame for frame, BT.709 limited range; returns how many frames. Alpha is left out.

    The timecode of frame 0 is that of the frame `begins`, drop-frame where the rate has it. With `slate` that, `title` and the
    timecode are burnt in, in type from the folder `fonts`.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    facts = footage.facts(clip)
    if facts.frames < 1:
        raise BadInput("The clip holds no frames.", "CLIP_UNREADABLE")
    name, form, options = _CODERS[codec]
    overlay = _overlay(slate, title, facts, fonts) if slate and fonts else None
    known = mp4_options(facts.rate)
    scale = {"video_track_timescale": known["video_track_timescale"], "fflags": "+bitexact"}
    shape = VideoReformatter()
    count = 0
    with new_file(out), av.open(str(out), "w", format="mov", options=scale) as container:
        stream: Any = container.add_stream(name, rate=facts.rate, options=options)
        stream.width, stream.height, stream.pix_fmt = facts.width, facts.height, form
        stream.time_base = 1 / facts.rate
        stream.metadata["timecode"] = timecode(begins, facts.rate, drop=drops(facts.rate))
        coder = stream.codec_context
        coder.time_base = 1 / facts.rate
        coder.color_range, coder.color_primaries, coder.color_trc, coder.colorspace = 1, 1, 1, 1
        for frame in footage.whole(clip):
            shown = frame
            if overlay is not None:
                shown = shape.reformat(shown, format="yuv420p")
                overlay.lay(shown, timecode(begins + count, facts.rate, drop=drops(facts.rate)))
            shown = shape.reformat(shown, format=form)
            shown.pts, shown.time_base, shown.pict_type = count, Fraction(1) / facts.rate, PictureType.NONE
            for packet in stream.encode(shown):
                container.mux(packet)
            count += 1
            if count % 6 == 0:
                tell(min(0.99, count / facts.frames))
        for packet in stream.encode(None):
            container.mux(packet)
    return count


def _overlay(slate: str, title: str, facts: footage.Facts, fonts: Path) -> SlateOverlay:
    bold, regular = (fonts / f"NotoSansSC-{one}.ttf" for one in ("Bold", "Medium"))
    return SlateOverlay(slate, title, facts.width, facts.height, bold, regular)
