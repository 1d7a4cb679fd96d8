"""The operations of a turnover: takes as files for an editor, and the package of timelines, media, stems and lists."""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from editing.turnover import board, lists, media, writing
from generation import checkpoints
from generation.delivery import new_file
from generation.media import Archive, Audio, Image, Master, Subtitles, Video
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation
from generation.recipe import canonical

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say: the same turnover gives the same bytes
_CHUNK = 1 << 20
Typeface = Annotated[str, names_checkpoint("type")]
Name = Annotated[str, Field(max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")]


class HandMedia(Parameters):
    """What an editor gets of a take."""

    codec: Annotated[Literal["prores", "h264"], Field(description="ProRes 422 HQ, or H.264 for a lighter package.")] = "prores"
    begins: Annotated[
        int, Field(ge=0, le=8_000_000, description="The frame whose timecode frame 0 has.", json_schema_extra={"unit": "frames"})
    ] = 0
    slate: Annotated[str, Field(max_length=80, description="Burnt in with the timecode, unless empty: 12A-3.")] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    typeface: Typeface = "noto-sans-sc@0.4.3"


@operation("edit.media", version=1, queue=Queue.CPU, timeout=timedelta(hours=2))
def hand_media(clip: Video, *, params: HandMedia, context: Context) -> Master:
    """A take as QuickTime for other programs: frame n is frame n, BT.709, with timecode; a slate burnt in where one is wanted.

    Raises:
        BadInput: CLIP_UNREADABLE.
        Exhausted: DISK_FULL.
    """
    out = context.scratch(".mov")
    fonts = checkpoints.folder(params.typeface) if params.slate else None
    media.write(
        clip.path, out, params.codec, begins=params.begins, slate=params.slate, title=params.title, fonts=fonts,
        tell=lambda share: context.progress(share, "Writing frames"),
    )  # fmt: skip
    return Master(out)


class Package(Parameters):
    """What lies in a turnover. `timeline` and `shots` are written by `packed`."""

    title: Annotated[str, Field(max_length=200)] = ""
    timeline: Annotated[str, Field(max_length=16_000_000, description="OpenTimelineIO JSON, packed.")]
    shots: Annotated[str, Field(max_length=16_000_000, description="The shot list, packed.")] = ""
    width: Annotated[int, Field(ge=16, le=8192)] = 1920
    height: Annotated[int, Field(ge=16, le=8192)] = 1080
    media_names: Annotated[tuple[Name, ...], Field(description="File names, one a medium.")] = ()
    stem_names: Annotated[tuple[Name, ...], Field(description="File names, one a stem.")] = ()
    words_names: Annotated[tuple[Name, ...], Field(description="File names, one a subtitle file.")] = ()
    language: Annotated[Literal["en", "zh"], Field(description="Of headings in lists and on the board.")] = "en"
    typeface: Typeface = "noto-sans-sc@0.4.3"


@operation("edit.turnover", version=1, queue=Queue.CPU, timeout=timedelta(hours=4))
def turnover(
    media: tuple[Master, ...] = (),
    stems: tuple[Audio, ...] = (),
    words: tuple[Subtitles, ...] = (),
    panels: tuple[Image, ...] = (),
    *,
    params: Package,
    context: Context,
) -> Archive:
    """One ZIP with the timeline in every form, the takes, the stems, subtitles, the shot list and the storyboard as PDF.

    It is an `.otioz` too: `content.otio` names the media that lie beside it. What a form could not say stands in `notes.txt`.

    Raises:
        BadInput: PARAMETERS_INVALID when names and files are not equally many, or the timeline is none.
        Exhausted: DISK_FULL.
    """
    given: tuple[tuple[str, Sequence[Any]], ...] = (("media_names", media), ("stem_names", stems), ("words_names", words))
    for name, files in given:
        if len(getattr(params, name)) != len(files):
            raise BadInput(f"{name} has {len(getattr(params, name))} names for {len(files)} files.", "PARAMETERS_INVALID")
    context.progress(0.0, "Writing timelines")
    made = writing.written(writing.read(unpacked(params.timeline)), size=(params.width, params.height))
    documents = {**made.files, "content.otio": made.files["timeline.otio"], "version.txt": b"1.0.0\n"}
    if params.shots:
        rows = json.loads(unpacked(params.shots))
        fonts = checkpoints.folder(params.typeface)
        documents["shots.csv"] = lists.csv(rows, params.language)
        documents["shots.xlsx"] = lists.xlsx(rows, params.title, params.language)
        documents["storyboard.pdf"] = board.pdf(
            rows, [one.path for one in panels], params.title, params.width / params.height, fonts
        )
    if made.notes:
        documents["notes.txt"] = ("\n".join(made.notes) + "\n").encode()
    files = [*_at("media", params.media_names, media), *_at("stems", params.stem_names, stems)]
    files += _at("subtitles", params.words_names, words)
    out = context.scratch(".zip")
    total = sum(path.stat().st_size for _, path in files) or 1
    gone = 0
    with new_file(out), zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, said in sorted(documents.items()):
            archive.writestr(_entry(name), said, zipfile.ZIP_DEFLATED)
        for name, path in files:
            with path.open("rb") as stream, archive.open(_entry(name), "w", force_zip64=True) as entry:
                while chunk := stream.read(_CHUNK):
                    entry.write(chunk)
                    gone += len(chunk)
                    context.progress(0.05 + 0.94 * gone / total, f"Packing {name}")
    return Archive(out)


def _at(folder: str, names: Sequence[str], files: Sequence[Any]) -> list[tuple[str, Path]]:
    return [(f"{folder}/{name}", one.path) for name, one in zip(names, files, strict=True)]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.external_attr = 0o644 << 16
    return entry


def packed(value: Any) -> str:
    """JSON as a parameter holds it: canonical, deflated, in base 85; a film's recipes say the same things many times."""
    return base64.b85encode(zlib.compress(canonical(value), 9)).decode()


def unpacked(text: str) -> bytes:
    """What `packed` was given.

    Raises:
        BadInput: PARAMETERS_INVALID.
    """
    try:
        return zlib.decompress(base64.b85decode(text))
    except (ValueError, zlib.error) as problem:
        raise BadInput(f"This is not a packed timeline: {problem}.", "PARAMETERS_INVALID") from problem
