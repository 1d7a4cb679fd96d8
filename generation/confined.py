"""Looking into untrusted media: in a child process with limits on memory, time and output, and no protocol but files."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from generation.operation import BadInput

MEMORY = 2 * 2**30  # bytes of address space
PROCESSOR = 60  # seconds of CPU
PIXELS = 8192 * 8192
FORMATS = {
    "video": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mxf",
    "movie": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mxf",
    "audio": "wav,mp3,flac,ogg,aac,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
}
_WHOLE = "is damaged, incomplete or of an unknown form. Copy it anew, or convert it to"
UNREADABLE = {
    "image": f"The picture {_WHOLE} PNG or JPEG.",
    "video": f"The movie {_WHOLE} MP4 (H.264).",
    "movie": f"The movie {_WHOLE} MP4 (H.264).",
    "audio": f"The sound {_WHOLE} WAV or MP3.",
    "data": "This is not JSON. Check the file.",
}


def check(path: Path, media: str) -> dict[str, Any]:
    """Facts of a file that really decodes as `media`: every picture or the first frames and the last.

    Raises:
        BadInput: naming what is wrong; when the child dies or runs out of its limits too.
    """
    if path.stat().st_size == 0:
        raise BadInput("The file is empty. Choose another.", "MEDIA_EMPTY")
    command = [sys.executable, "-m", "generation.confined", str(path), media]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=PROCESSOR * 2, preexec_fn=_limit, check=False,
            env={"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parent.parent)},
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise BadInput("The file takes too long to read. Convert it to MP4 (H.264) and try again.", "MEDIA_SLOW") from problem
    lines = answer.stdout.strip().splitlines()
    said: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    if answer.returncode == 0 and "facts" in said:
        facts: dict[str, Any] = said["facts"]
        return facts
    words = said.get("message") or UNREADABLE[media]
    raise BadInput(words, said.get("code", "MEDIA_UNREADABLE"))


class _Said(Exception):
    """It has more pixels than is safe to decode; in words."""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (512, 512))


def _look(path: str, media: str) -> dict[str, Any]:
    if media == "data":
        json.loads(Path(path).read_bytes())
        return {}
    if media == "image":
        import PIL.Image

        PIL.Image.MAX_IMAGE_PIXELS = None  # asked below, in words of its own
        with PIL.Image.open(path, formats=("PNG", "JPEG", "WEBP", "TIFF", "BMP")) as image:
            if image.width * image.height > PIXELS:
                raise _Said(f"The picture has {image.width} × {image.height} pixels; make it smaller.")
            image.load()
            return {"width": image.width, "height": image.height, "alpha": "A" in image.getbands()}
    import av

    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS[media]}
    with av.open(path, options=options) as container:
        frames = 0
        for stream in container.streams.video[:1]:
            if stream.codec_context.width * stream.codec_context.height > PIXELS:
                raise _Said("The picture is larger than 8192 × 8192 pixels; make it smaller.")
            for _ in container.decode(stream):
                frames += 1
            rate = stream.average_rate
            return {
                "width": stream.codec_context.width, "height": stream.codec_context.height, "frames": frames,
                "rate": f"{rate.numerator}/{rate.denominator}" if rate else "",
            }  # fmt: skip
        samples = sum(frame.samples for frame in container.decode(audio=0))
        return {"samples": samples, "sound_rate": container.streams.audio[0].codec_context.sample_rate}


def _main() -> int:
    path, media = sys.argv[1:3]
    try:
        print(json.dumps({"facts": _look(path, media)}))
        return 0
    except _Said as problem:
        print(json.dumps({"message": str(problem), "code": "MEDIA_TOO_LARGE"}))
    except Exception as problem:  # noqa: BLE001 - the child's only purpose is to survive anything and say it
        print(json.dumps({"message": f"{UNREADABLE[media]} ({type(problem).__name__})"}))
    return 1


if __name__ == "__main__":
    sys.exit(_main())
