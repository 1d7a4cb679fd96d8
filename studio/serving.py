"""Media to browsers: signed, ranged, immutable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from generation import remaking, store
from generation.models import Artifact
from studio.access import read_media_token
from studio.errors import NotFound, StudioError

TYPES = {
    "image": "image/png", "video": "video/x-matroska", "matte": "video/x-matroska", "audio": "audio/wav",
    "segment": "video/mp4", "movie": "video/mp4", "subtitles": "text/plain; charset=utf-8", "data": "application/json",
    "embedding": "application/octet-stream", "adapter": "application/octet-stream", "lut": "text/plain; charset=utf-8",
    "webm": "video/webm", "master": "video/quicktime", "archive": "application/zip",
}  # fmt: skip
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
_BLOCK = 1 << 18


@require_safe
def media(request: HttpRequest, digest: str) -> HttpResponseBase:
    """One artifact by its digest and a signed token; `?name=` offers it as a download under that name."""
    try:
        workspace = read_media_token(request.GET.get("t", ""), digest)
        artifact = Artifact.objects.filter(workspace_id=workspace, digest=digest).first()
        if artifact is None:
            raise NotFound("There is no such thing, or it is not yours.")
        path = store.local(artifact)
    except StudioError as problem:
        return JsonResponse(problem.body(), status=problem.status)
    except store.Missing as missing:
        words = "These bytes were forgotten to save room, or lost. Ask for them again and they are made anew."
        if not remaking.lost(missing.artifact):
            words = "This file is gone from the store. Upload it again."
        return JsonResponse(NotFound(words, "EVICTED").body(), status=410)
    answer = _ranged(request, path, artifact.size)
    answer["Content-Type"] = TYPES[artifact.kind]
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["ETag"] = f'"{digest}"'
    answer["X-Content-Type-Options"] = "nosniff"
    if name := request.GET.get("name"):
        answer["Content-Disposition"] = content_disposition_header(True, name[:150]) or "attachment"
    return answer


def _ranged(request: HttpRequest, path: Path, size: int) -> HttpResponseBase:
    wanted = _RANGE.match(request.headers.get("Range", ""))
    if not wanted or wanted.groups() == ("", ""):
        return FileResponse(path.open("rb"))
    first, last = wanted.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size - 1, int(last)) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_read(path, start, end - start + 1), status=206)
    answer["Content-Range"] = f"bytes {start}-{end}/{size}"
    answer["Content-Length"] = str(end - start + 1)
    return answer


def _read(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (block := file.read(min(_BLOCK, length))):
            length -= len(block)
            yield block
