"""Who is seen in a person's own film: the faces that come back, each with its picture."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generation.media import Data, Image, Movie
from generation.media import rate as rate_of
from generation.operation import Context, Parameters, Queue, RateText, names_checkpoint, operation


class FootageFaces(Parameters):
    """At which rate frames are counted, how often is looked, and who looks."""

    rate: RateText = "24/1"
    every: Annotated[int, Field(ge=1, le=240, json_schema_extra={"unit": "frames"})] = 6
    checkpoint: Annotated[str, names_checkpoint("faces")] = "yunet-sface@1"


@operation("footage.faces", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def faces(source: Movie, cuts: Data | None, *, params: FootageFaces, context: Context) -> Data:
    """Find the people of a film by their faces; `cuts` is what `footage.detect_shots` answered.

    `{"people": [{"id": "p1", "faces": [{"frame", "box": [x, y, w, h], "score"}], "shots": [index], "certainty": 0…1,
    "picture": {"frame", "box"}}], "unknown": [{"frame", "box", "score"}], "frames": int, "rate": text, "width", "height"}`.
    People come in the order of how much they are seen; boxes are in pixels of the upright picture of this width and height;
    `shots` index the stretches between the cuts. A face too small, too blurred or too far from the front is `unknown`.

    Raises:
        BadInput: FOOTAGE_UNREADABLE, CHECKPOINT_MISSING, CUTS_UNREADABLE.
    """
    from generation.footage import people

    seen = people.find(source.path, rate_of(params.rate), cuts, params.every, params.checkpoint, context)
    return Data.write(context.scratch(".json"), seen)


class FacePicture(Parameters):
    """Whose picture, how large."""

    person: Annotated[str, Field(pattern=r"^p[1-9][0-9]{0,4}$", description="The id in the people found.")]
    side: Annotated[int, Field(ge=32, le=1024, json_schema_extra={"unit": "pixels"})] = 256


@operation("footage.face_picture", version=2, queue=Queue.CPU, timeout=timedelta(minutes=10))
def face_picture(source: Movie, faces: Data, *, params: FacePicture, context: Context) -> Image:
    """The best picture of a person that `footage.faces` found: square, head and shoulders.

    Raises:
        BadInput: PERSON_UNKNOWN, FACES_UNREADABLE, FOOTAGE_UNREADABLE.
    """
    from generation.footage import people

    out = context.scratch(".png")
    people.picture(source.path, faces, params.person, params.side).save(out, compress_level=4)
    return Image(out)
