"""Style: a clip under a table of colours that another program wrote."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generation.colour import Change, cubes, shared, unchanged
from generation.colour.running import run
from generation.keyed import Keyed
from generation.media import Lut, Video
from generation.operation import Context, Queue, operation


class Look(Keyed):
    """How much of a table."""

    strength: Annotated[float, Field(ge=0, le=1, description="How much of it.", json_schema_extra={"keyable": True})] = 1.0

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return self.strength == 0 and not self.moves

    def needs(self) -> tuple[str, ...]:
        """What there must be to do it with."""
        return ("lut",)


@operation("style.lut", version=1, queue=Queue.CPU, timeout=timedelta(hours=1))
def lut(clip: Video, lut: Lut | None, *, params: Look, context: Context) -> Video:
    """Lay a table of colours (.cube) over a clip; without one it stays as it is. Frames, rate, size and alpha are kept.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_HDR, LUT_UNREADABLE, LUT_SIZE_WRONG, LUT_COUNT_WRONG, LUT_NOT_NUMBERS, LUT_DOMAIN_WRONG.
        Exhausted: DISK_FULL.
    """
    table: Change = cubes.opened(lut.path) if lut else unchanged
    still = shared(table, params.strength)

    def at(frame: int) -> Change:
        return shared(table, params.at(frame).strength) if params.moves else still

    out = context.scratch(".mkv")
    run(clip.path, out, at, context, "looking up colours", moving=params.moves)
    return Video(out)
