"""Pictures that people bring in, as a project wants them: upright, in sRGB, opaque, of its size."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageCms
import PIL.ImageOps

from generation.operation import BadInput

_MOST_PIXELS = 8192 * 8192
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP")


def conformed(path: Path, width: int, height: int, fit: str) -> PIL.Image.Image:
    """The picture at this size: "fill" covers it and cuts what stands over, "fit" shows all with black around.

    Raises:
        BadInput: PICTURE_UNREADABLE, PICTURE_TOO_LARGE.
    """
    picture = opened(path)
    scale = (max if fit == "fill" else min)(width / picture.width, height / picture.height)
    wide, high = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    if fit == "fill":
        wide, high = max(wide, width), max(high, height)
    scaled = picture.resize((wide, high), PIL.Image.Resampling.LANCZOS) if (wide, high) != picture.size else picture
    frame = PIL.Image.new("RGB", (width, height))
    frame.paste(scaled, ((width - wide) // 2, (height - high) // 2))
    return frame


def opened(path: Path) -> PIL.Image.Image:
    """The picture of a file in its own size: upright, in sRGB, RGB. Raises BadInput as `conformed` does."""
    return _flat(_upright(path))


def cut_out(path: Path) -> PIL.Image.Image:
    """The same as RGBA, with what it has of transparency. Raises BadInput as `conformed` does."""
    return _upright(path).convert("RGBA")


def _upright(path: Path) -> PIL.Image.Image:
    try:
        with PIL.Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise BadInput(
                    f"The picture has {image.width} × {image.height} pixels; make it smaller than 64 megapixels.",
                    "PICTURE_TOO_LARGE",
                )
            image.load()
            return _in_srgb(PIL.ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError) as problem:
        raise BadInput(
            f"{path.name} cannot be read as a picture ({problem}). Save it as PNG or JPEG and bring it in again.",
            "PICTURE_UNREADABLE",
        ) from problem


def _in_srgb(image: PIL.Image.Image) -> PIL.Image.Image:
    """RGB or RGBA in sRGB, by the picture's own profile where it has one that can be read."""
    if image.mode.startswith(("I", "F")):
        levels = np.asarray(image, np.float64)
        top = 65535.0 if image.mode.startswith("I") else max(1.0, float(levels.max()))
        return PIL.Image.fromarray(np.clip(levels / top * 255 + 0.5, 0, 255).astype(np.uint8)).convert("RGB")
    profile: Any = image.info.get("icc_profile")
    alpha = image.convert("RGBA").getchannel("A") if "A" in image.getbands() or "transparency" in image.info else None
    bare = image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")
    rgb = bare.convert("RGB")
    if profile:
        try:
            rgb = PIL.ImageCms.profileToProfile(
                bare, PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile)), PIL.ImageCms.createProfile("sRGB"), outputMode="RGB"
            ) or rgb  # fmt: skip
        except PIL.ImageCms.PyCMSError:
            pass  # a profile that fits another kind of picture: its colours are taken as sRGB
    if alpha is not None:
        rgb.putalpha(alpha)
    return rgb


def _flat(image: PIL.Image.Image) -> PIL.Image.Image:
    if image.mode != "RGBA":
        return image
    black = PIL.Image.new("RGB", image.size)
    black.paste(image, mask=image.getchannel("A"))
    return black
