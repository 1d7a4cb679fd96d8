"""Style: a clip made neutral by itself: whites white, neither dark nor flat."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generation.colour import Change, balancing, measuring, shared
from generation.colour.running import run
from generation.effects import WHOLE
from generation.keyed import Keyed
from generation.media import Video
from generation.operation import Context, Queue, operation


class Balance(Keyed):
    """What is balanced, and how far."""

    strength: Annotated[float, Field(ge=0, le=1, description="How far it goes.", json_schema_extra={"keyable": True})] = 1.0
    white: Annotated[bool, Field(description="Take away the colour of the light.")] = True
    tones: Annotated[bool, Field(description="Exposure and contrast too.")] = True

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return not (self.white or self.tones) or (self.strength == 0 and not self.moves)

    def looks(self) -> int:
        """How many frames besides each it looks at: all."""
        return WHOLE


@operation("style.balance", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def balance(clip: Video, *, params: Balance, context: Context) -> Video:
    """Balance a clip by itself: the colour of its light taken away, exposure and contrast evened; one change for each shot in it.

    What is black stays as it is. Frames, rate, size and alpha are kept.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_HDR.
        Exhausted: DISK_FULL.
    """
    parts = measuring.shots(clip.path, context)
    begins = [one.first for one in parts]
    changes = [balancing.change(balancing.measured(one.seen()), params.white, params.tones) for one in parts]
    still = [shared(one, params.strength) for one in changes]

    def at(frame: int) -> Change:
        part = max(0, bisect_right(begins, frame) - 1)
        return shared(changes[part], params.at(frame).strength) if params.moves else still[part]

    out = context.scratch(".mkv")
    run(clip.path, out, at, context, "balancing", moving=params.moves)
    return Video(out)
