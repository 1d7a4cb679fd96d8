"""Style: a clip as if it had been shot through a lens onto film: looks, grain, halation, bloom, a darker edge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import Field

from generation import frames as footage
from generation import movement as moving
from generation.colour import Change, emulsion, looks, unchanged
from generation.colour.running import ahead, opened, run
from generation.colour.table import Table, rounded
from generation.followed import followed
from generation.keyed import Keyed
from generation.media import Data, Video
from generation.mezzanine import Pixels, clip_to, pixels_of
from generation.operation import Context, Queue, operation

_Number = partial(Field, json_schema_extra={"keyable": True})
_Part = Annotated[float, _Number(ge=0, le=1)]
_Place = Annotated[float, Field(ge=-1, le=2, json_schema_extra={"keyable": True, "unit": "share"})]


class Film(Keyed):
    """What lens and film do, each for itself; nothing at the defaults."""

    look: Annotated[looks.Name, Field(description="The colours of a film stock or a way of printing it.")] = "none"
    look_strength: Annotated[float, _Number(ge=0, le=1, description="How much of the look.")] = 1.0
    grain: Annotated[_Part, Field(description="How strong the grain is; it is strongest in the middle tones.")] = 0.0
    grain_size: Annotated[
        float, Field(ge=0.5, le=4, description="How large its crystals are, in pixels of a picture 1080 high.")
    ] = 1.2
    grain_colour: Annotated[float, Field(ge=0, le=1, description="0 is grey grain, 1 of each colour apart.")] = 0.35
    halation: Annotated[_Part, Field(description="A red glow around bright lights.")] = 0.0
    bloom: Annotated[_Part, Field(description="Bright lights spread.")] = 0.0
    vignette: Annotated[float, _Number(ge=-1, le=1, description="Edges darker above 0, lighter below.")] = 0.0
    vignette_soft: Annotated[float, _Number(ge=0, le=1, description="How gently the edge begins.")] = 0.6
    across: Annotated[_Place, Field(description="Centre of the vignette, from the left; goes along with what it follows.")] = 0.5
    down: Annotated[_Place, Field(description="Centre of the vignette, from the top.")] = 0.5
    aberration: Annotated[_Part, Field(description="Red and blue part towards the edges.")] = 0.0
    barrel: Annotated[float, _Number(ge=-1, le=1, description="The lens bulges the picture above 0, draws it in below.")] = 0.0
    weave: Annotated[_Part, Field(description="The film is not quite steady in the gate.")] = 0.0
    seed: Annotated[int, Field(ge=0, le=2**32 - 1, description="Another number: other grain.")] = 0

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return not self.moves and not self.touches and (self.look == "none" or self.look_strength == 0)

    @property
    def touches(self) -> bool:
        """Whether anything but colours changes."""
        return any((self.grain, self.halation, self.bloom, self.vignette, self.aberration, self.barrel, self.weave))


@operation("style.film", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def film(clip: Video, movement: Data | None, *, params: Film, context: Context) -> Video:
    """Give a clip the look of film: stock, grain, halation, bloom, vignette and lens; frames, rate, size and alpha are kept.

    The vignette goes along with `movement`, where what is followed is seen.

    Raises:
        BadInput: CLIP_UNREADABLE, CLIP_HDR, MOVEMENT_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    out = context.scratch(".mkv")
    only = set(params.keys) <= {"look_strength"} and not params.touches
    if only:
        still = looks.look(params.look, params.look_strength) or unchanged

        def at(frame: int) -> Change:
            return (looks.look(params.look, params.at(frame).look_strength) or unchanged) if params.moves else still

        run(clip.path, out, at, context, "printing", moving=params.moves)
        return Video(out)
    size = footage.facts(clip.path)
    _, frames, alpha = opened(clip.path)
    way = followed(movement) if movement else None
    with clip_to(out, size.width, size.height, size.rate, alpha=alpha) as writer:
        for made in ahead(_exposed(ahead(map(pixels_of, frames)), params, way)):
            if writer.count % 12 == 0:
                context.progress(min(0.99, writer.count / max(1, size.frames)), "printing")
            writer.write(made)
    return Video(out)


def _exposed(frames: Iterator[Pixels], params: Film, way: moving.Movement | None) -> Iterator[Pixels]:
    """Each picture on film."""
    table: Table | None = None
    known: float | None = None
    for n, pixels in enumerate(frames):
        now = params.at(n)
        high, wide = pixels.shape[:2]
        drawn = emulsion.bent(pixels, now.barrel, now.aberration, emulsion.weaving(n, now.seed, now.weave, high))
        picture = emulsion.glowing(drawn[..., :3].astype(np.float32) / 255, now.bloom, now.halation)
        if now.look != "none" and now.look_strength > 0:
            if table is None or now.look_strength != known:
                change = looks.look(now.look, now.look_strength) or unchanged
                table, known = Table(change, wide, high, "rgb", quick="look_strength" in params.keys), now.look_strength
            picture = table.on_picture(picture)
        picture = emulsion.edged(picture, now.vignette, now.vignette_soft, _centre(now, way, n))
        picture = emulsion.grained(picture, n, now.grain, now.grain_size, now.grain_colour, now.seed)
        shown = [rounded(picture[..., k] * 255, k) for k in range(3)]
        yield np.dstack([*shown, *([drawn[..., 3]] if drawn.shape[-1] == 4 else [])])


def _centre(now: Film, way: moving.Movement | None, frame: int) -> tuple[float, float]:
    if way is None:
        return now.across, now.down
    (across, down) = moving.moved(way.matrices[min(frame, len(way.matrices) - 1)], [[now.across, now.down]])[0]
    return float(np.clip(across, -1, 2)), float(np.clip(down, -1, 2))
