"""Looking into untrusted media: in a child process with limits on memory, time and output, and no protocol but files."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the child begins anew for every file, and needs next to nothing of this
    from generation.operation import BadInput

MEMORY = 2 * 2**30  # bytes of address space
PROCESSOR = 60  # seconds of CPU
PATIENCE = 600  # seconds of the clock: a film of many GB is read through once, from a disk that others use too
PIXELS = 8192 * 8192
FORMATS = {
    "video": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mxf",
    "movie": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mxf",
    "audio": "wav,mp3,flac,ogg,aac,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
}
_WORDS = {"video": "a film", "movie": "a film", "audio": "sound", "image": "a picture", "data": "a JSON document",
          "adapter": "an adapter (LoRA)", "lut": "a table of colours (.cube)"}  # fmt: skip
_WISH = {
    "video": "Convert it to MP4 (H.264) and bring it in again.",
    "movie": "Convert it to MP4 (H.264) and bring it in again.",
    "audio": "Convert it to WAV and bring it in again.",
    "image": "Save it as PNG or JPEG and bring it in again.",
    "data": "Choose another file.",
    "adapter": "Choose a LoRA as a safetensors file.",
    "lut": "Choose a .cube file.",
}
_SIGNS = (  # what a file begins with, what it is, and the code of the refusal
    (b"MZ", "a program", "MEDIA_PROGRAM"),
    (b"\x7fELF", "a program", "MEDIA_PROGRAM"),
    (b"#!", "a program", "MEDIA_PROGRAM"),
    (b"PK\x03\x04", "an archive", "MEDIA_ARCHIVE"),
    (b"Rar!", "an archive", "MEDIA_ARCHIVE"),
    (b"7z\xbc\xaf", "an archive", "MEDIA_ARCHIVE"),
    (b"%PDF", "a PDF", "MEDIA_PDF"),
    (b"GIF8", "a GIF", "MEDIA_GIF"),
    (b"#EXTM3U", "a playlist, which only names other files", "MEDIA_PLAYLIST"),
    (b"ffconcat", "a playlist, which only names other files", "MEDIA_PLAYLIST"),
    (b"<svg", "an SVG drawing, which may carry programs", "MEDIA_SVG"),
)


def check(path: Path, media: str) -> dict[str, Any]:
    """Facts of a file that really decodes as `media`. A film's are those of `generation.footage.examining.film`.

    Raises:
        BadInput: naming what is wrong and what to do; when the child dies or runs out of its limits too.
    """
    from generation.operation import BadInput

    if path.stat().st_size == 0:
        raise BadInput("The file is empty. Choose another.", "MEDIA_EMPTY")
    command = [sys.executable, "-m", "generation.confined", str(path), media]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, preexec_fn=limit, check=False,
            env={"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parent.parent)},
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise BadInput(f"The file takes too long to read. {_WISH[media]}", "MEDIA_SLOW") from problem
    lines = answer.stdout.strip().splitlines()
    said: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    if answer.returncode == 0 and "facts" in said:
        facts: dict[str, Any] = said["facts"]
        return facts
    if "message" in said:
        raise BadInput(said["message"], said["code"])
    raise _refusal(path, media)


def _refusal(path: Path, media: str) -> BadInput:
    """What is said of a file that nothing here can read."""
    from generation.operation import BadInput

    with path.open("rb") as file:
        head = file.read(1024)
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare.startswith(b"<") and b"<svg" in bare:
        bare = b"<svg"
    for sign, what, code in _SIGNS:
        if bare.startswith(sign):
            return BadInput(f"This is {what}, not {_WORDS[media]}. {_WISH[media]}", code)
    if media in ("video", "movie") and b"ftyp" in head[:16]:
        return BadInput(
            "The film is cut short or damaged: its index is missing. Send it again from the original.", "MEDIA_CUT_SHORT"
        )
    return BadInput(
        f"This cannot be read as {_WORDS[media]}: it is damaged or of an unknown form. {_WISH[media]}", "MEDIA_UNREADABLE"
    )


def limit() -> None:
    """Called in a child before it begins: memory, processor time, no files written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (512, 512))


def _look(path: str, media: str) -> dict[str, Any]:
    if media == "data":
        json.loads(Path(path).read_bytes())
        return {}
    if media == "adapter":
        from generation import adapters

        return adapters.look(Path(path))
    if media == "lut":
        from generation.colour import cubes

        return cubes.look(Path(path))
    if media == "image":
        return _picture(path)
    if media in ("video", "movie"):
        from generation.footage import examining

        return examining.film(Path(path))
    import av

    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS[media]}
    with av.open(path, options=options) as container:
        if not container.streams.audio:
            from generation.operation import BadInput

            raise BadInput("There is no sound in this file. Choose another.", "MEDIA_NO_SOUND")
        samples = sum(frame.samples for frame in container.decode(audio=0))
        return {"samples": samples, "sound_rate": container.streams.audio[0].codec_context.sample_rate}


def _picture(path: str) -> dict[str, Any]:
    import PIL.Image

    PIL.Image.MAX_IMAGE_PIXELS = None  # asked below, in words of its own
    with PIL.Image.open(path, formats=("PNG", "JPEG", "WEBP", "TIFF", "BMP")) as image:
        if image.width * image.height > PIXELS:
            from generation.operation import BadInput

            raise BadInput(
                f"The picture has {image.width} × {image.height} pixels; 8192 × 8192 is the most. Make it smaller.",
                "MEDIA_TOO_LARGE",
            )
        image.load()
        turned = image.getexif().get(0x0112, 1) >= 5
        wide, high = (image.height, image.width) if turned else (image.width, image.height)
        return {"width": wide, "height": high, "alpha": "A" in image.getbands()}


def _main() -> int:
    path, media = sys.argv[1:3]
    try:
        print(json.dumps({"facts": _look(path, media)}))
        return 0
    except Exception as problem:  # noqa: BLE001 - the child's only purpose is to survive anything
        # Without a code of ours, and of a film that is unreadable, the parent says it better: it may read the file's beginning.
        code = getattr(problem, "code", None) if type(problem).__name__ == "BadInput" else None
        print(json.dumps({"message": str(problem), "code": code} if code and code != "FOOTAGE_UNREADABLE" else {}))
    return 1


if __name__ == "__main__":
    sys.exit(_main())
