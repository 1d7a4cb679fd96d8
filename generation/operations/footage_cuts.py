"""Where the shots of a person's own film change."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generation.media import Data, Movie
from generation.media import rate as rate_of
from generation.operation import Context, Parameters, Queue, RateText, operation

OptionalCheckpoint = Annotated[
    str,
    Field(
        json_schema_extra={"capability": "cut-detector"}, pattern=r"^([a-z0-9][a-z0-9._-]*@[A-Za-z0-9._-]+)?$",
        description="Empty: the contents of the pictures alone decide.",
    ),
]  # fmt: skip


class DetectShots(Parameters):
    """At which rate frames are counted, and who looks.

    A planner says `checkpoint=cuts.detector()` (generation.footage.cuts): the network where it is installed, else "".
    """

    rate: RateText = "24/1"
    checkpoint: OptionalCheckpoint = "transnetv2@1.0.5"
    certainty: Annotated[float, Field(ge=0, le=1, description="Less certain changes are left out.")] = 0.3


@operation("footage.detect_shots", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def detect_shots(source: Movie, *, params: DetectShots, context: Context) -> Data:
    """Find where the shots of a film change.

    `{"cuts": [{"frame", "certainty": 0…1, "kind": "hard"|"gradual", "by": "transnet"|"content"|"both"}], "curve": [0…1],
    "step": frames, "frames": int, "rate": text, "by": checkpoint or ""}`: a cut's frame is the first of the new shot, or the
    middle of a dissolve or fade; `curve[i]` is the greatest likeness of a change within frames i·step … (i+1)·step − 1.
    Two cuts are never nearer than 6 frames.

    Raises:
        BadInput: FOOTAGE_UNREADABLE.
    """
    from generation.footage import cuts

    found = cuts.detect(source.path, rate_of(params.rate), params.checkpoint, params.certainty, context)
    return Data.write(context.scratch(".json"), found)
