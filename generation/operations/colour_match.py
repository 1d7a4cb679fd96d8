"""Style: a clip's colours brought to those of another shot or of a picture."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generation.colour import Change, measuring, shared, unchanged
from generation.colour.matching import match as change_between
from generation.colour.running import run
from generation.effects import WHOLE
from generation.keyed import Keyed
from generation.media import Image, Video
from generation.operation import Context, Queue, operation


class Match(Keyed):
    """How far a clip goes to its example."""

    strength: Annotated[float, Field(ge=0, le=1, description="How far it goes.", json_schema_extra={"keyable": True})] = 1.0

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return self.strength == 0 and not self.moves

    def looks(self) -> int:
        """How many frames besides each it looks at: all."""
        return WHOLE


@operation("style.match", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def match(clip: Video, reference: Video | None, picture: Image | None, *, params: Match, context: Context) -> Video:
    """Bring a clip's tones and colours to those of another shot or a picture; one change for each shot in it.

    So nothing flickers. Without an example it stays as it is; with both, the picture is the example. Frames, rate, size and
    alpha are kept.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_HDR.
        Exhausted: DISK_FULL.
    """
    example = measuring.picture(picture.path) if picture else measuring.some(reference.path, 24) if reference else None
    parts = measuring.shots(clip.path, context) if example else []
    begins = [one.first for one in parts]
    changes = [change_between(one.seen(), example) for one in parts] if example else []
    still = [shared(one, params.strength) for one in changes]

    def at(frame: int) -> Change:
        if not changes:
            return unchanged
        part = max(0, bisect_right(begins, frame) - 1)
        return shared(changes[part], params.at(frame).strength) if params.moves else still[part]

    out = context.scratch(".mkv")
    run(clip.path, out, at, context, "matching", moving=params.moves)
    return Video(out)
