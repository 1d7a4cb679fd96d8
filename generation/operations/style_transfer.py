"""Style: a clip painted, drawn or printed anew in a named style or in that of a picture, steady from frame to frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Annotated, Any, Literal

import cv2
import numpy as np
import PIL.Image
from pydantic import Field

from generation import frames as footage
from generation.drivers import Stylist
from generation.keyed import Keyed
from generation.mattes import coverages
from generation.media import Image, Matte, Video
from generation.mezzanine import Pixels, clip_to, pixels_of
from generation.operation import BadInput, Context, Queue, names_checkpoint, operation
from generation.styling import finishing, painters
from generation.styling.catalogue import OF_PICTURE, Style, styles
from generation.styling.engine import Engine
from generation.styling.learned import Learned
from generation.styling.look import Painter

StyleName = Literal[
    "impressionist", "starry", "pointillist", "expressionist", "fauvist", "cubist", "oil", "gouache", "watercolour", "pastel",
    "fresco", "ink-wash", "ukiyo-e", "woodcut", "engraving", "pencil", "coloured-pencil", "charcoal", "parchment", "comic",
    "anime", "pop", "risograph", "paper-cut", "window-flower", "clay", "mosaic", "stained-glass", "low-poly", "pixel", "noir",
    "vintage", "cyberpunk", "blueprint", "picture",
]  # fmt: skip
_LARGE = 16384  # pixels of a side beyond which a style's picture is not opened


class Transfer(Keyed):
    """Which style, how much of it, and what stays as it was."""

    style: Annotated[StyleName, Field(description="Who paints; “picture” takes the style of the picture that is given.")] = (
        "watercolour"
    )
    strength: Annotated[
        float, Field(ge=0, le=1, description="From the clip as it was to the painting.", json_schema_extra={"keyable": True})
    ] = 1.0
    colours: Annotated[
        float, Field(ge=0, le=1, description="How much of its own colours the clip keeps.", json_schema_extra={"keyable": True})
    ] = 0.0
    faces: Annotated[
        float, Field(ge=0, le=1, description="How much faces stay as they are.", json_schema_extra={"keyable": True})
    ] = 0.0
    detail: Annotated[
        float, Field(ge=0, le=1, description="From the broad outline to the last hair.", json_schema_extra={"keyable": True})
    ] = 0.5
    size: Annotated[float, Field(ge=0.3, le=3, description="Of strokes, dots, pieces; 1 is usual.")] = 1.0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, description="Another hand, the same style.")] = 1
    checkpoint: Annotated[str, names_checkpoint("style")] = "magenta-style@1"
    finder: Annotated[str, names_checkpoint("faces")] = "yunet-sface@1"

    def does_nothing(self) -> bool:
        """Whether the clip would come out as it went in."""
        return not any(value for _, value, _ in self.keys["strength"]) if "strength" in self.keys else self.strength == 0

    def looks_for_faces(self) -> bool:
        """Whether some frame keeps faces."""
        return any(value for _, value, _ in self.keys["faces"]) if "faces" in self.keys else self.faces > 0


@operation("style.transfer", version=1, queue=Queue.CPU, timeout=timedelta(hours=12))
def transfer(clip: Video, picture: Image | None, matte: Matte | None, *, params: Transfer, context: Context) -> Video:
    """The clip in another style, as long and large as it was; strokes, lines and pieces go along with what they stand on.

    With a matte only what lies in it. Size, frames, rate and alpha are kept; where the strength is 0 a frame stays bit for bit.
    A cut inside the clip is found, and nothing is carried over it. Larger than 1920 pixels is painted at that and brought to
    size. Memory does not grow with length.

    Raises:
        BadInput: STYLE_PICTURE_MISSING for the style of a picture without one, STYLE_PICTURE_UNREADABLE, MATTE_MISFIT,
            CLIP_UNREADABLE, CHECKPOINT_MISSING.
        Exhausted: DISK_FULL.
    """
    from generation.operations.layers_alpha import matching

    facts = matching(clip, *((matte,) if matte else ()))
    if params.style == OF_PICTURE and picture is None:
        raise BadInput("Whose style is it to be? Give a picture, or choose a style by name.", "STYLE_PICTURE_MISSING")
    out = context.scratch(".mkv")
    with ExitStack() as stack:
        style, begin = _style(params, picture, context, stack)
        faces = finishing.Faces(stack.enter_context(context.open(params.finder))) if params.looks_for_faces() else None
        engine = Engine(style, begin, size=params.size, seed=params.seed)
        alpha = next(footage.whole(clip.path)).format.name in ("bgra", "rgba")
        masks: Iterator[Any] | None = coverages(matte.path) if matte else None
        writer = stack.enter_context(clip_to(out, facts.width, facts.height, facts.rate, alpha=alpha))
        for frame in footage.whole(clip.path):
            n = writer.count
            context.progress(min(0.99, n / max(1, facts.frames)), "painting")
            now, mask = params.at(n), next(masks) if masks else None
            if now.strength == 0 or (mask is not None and not mask.any()):
                engine.rest()
                writer.write_frame(frame)
                continue
            pixels = pixels_of(frame)
            made = _painted(engine, faces, pixels, now, mask)
            if n % 8 == 0:
                context.preview(PIL.Image.fromarray(made[..., :3]))
            writer.write(made)
    return Video(out)


def _painted(engine: Engine, faces: finishing.Faces | None, pixels: Pixels, now: Transfer, mask: Any) -> Pixels:
    """One frame: painted, and of it what is to be seen."""
    own = finishing.filled(pixels) if pixels.shape[2] == 4 else pixels
    made = engine.paint(own, now.detail)
    made = finishing.own_colours(made, own, now.colours)
    if faces is not None:
        where = faces.see(own, engine.motion, engine.shape)
        if where.shape != own.shape[:2]:
            where = np.asarray(cv2.resize(where, (own.shape[1], own.shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)
        made = finishing.faces_kept(made, own, where, now.faces)
    share: Any = float(now.strength)
    if mask is not None:
        share = np.asarray(mask, np.float32) * np.float32(now.strength / 255)
    made = finishing.laid(made, pixels[..., :3], share)
    return np.asarray(np.dstack([made, pixels[..., 3]]), np.uint8) if pixels.shape[2] == 4 else made


def _style(params: Transfer, picture: Image | None, context: Context, stack: ExitStack) -> tuple[Style, Callable[[], Painter]]:
    """The style, and what makes its painter anew at every beginning."""
    if params.style == OF_PICTURE:
        assert picture is not None
        pixels = _opened(picture)
        stylist: Stylist = stack.enter_context(context.open(params.checkpoint))
        vector = stylist.vector(pixels)
        style = Style(OF_PICTURE, "network", {}, hold=0.8)
        return style, lambda: Learned(lambda given: stylist.like(given, vector))
    style = styles()[params.style]
    if style.painter == "network":
        known: Stylist = stack.enter_context(context.open(params.checkpoint))
        number = int(style.options["number"])
        return style, lambda: Learned(lambda given: known.named(given, number))
    return style, lambda: painters.made(style.painter, style.options)


def _opened(picture: Image) -> Pixels:
    """A style's picture as sRGB pixels, over white where it is transparent."""
    try:
        with PIL.Image.open(picture.path) as opened:
            if max(opened.size) > _LARGE:
                raise BadInput(
                    f"The style’s picture is {opened.width} × {opened.height} pixels; at most {_LARGE} a side are taken.",
                    "STYLE_PICTURE_UNREADABLE",
                )
            opened.thumbnail((2048, 2048))
            whole = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError) as problem:
        raise BadInput(
            f"The style’s picture cannot be read ({problem}). Give another one.", "STYLE_PICTURE_UNREADABLE"
        ) from problem
    ground = PIL.Image.new("RGBA", whole.size, (255, 255, 255, 255))
    return np.asarray(PIL.Image.alpha_composite(ground, whole).convert("RGB"), np.uint8)
