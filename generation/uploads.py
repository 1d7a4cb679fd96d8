"""Files that people bring in: sent in parts, checked in a confined child, then stored under their digest."""

from __future__ import annotations

import json
import os
import time
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from generation import confined, store
from generation.models import Artifact
from studio.access import Person, require
from studio.errors import Conflict, NotFound, OverQuota, Refused
from studio.models import Role, Workspace

LIFE = 48 * 3600  # seconds an unfinished upload is kept


@dataclass
class Upload:
    """One file on its way; lives in a folder of its own beside the store."""

    id: uuid.UUID
    workspace: uuid.UUID
    name: str
    size: int
    media: str
    digest: str = ""  # what it became, once it was finished: an answer that was lost can be asked for again

    @property
    def part(self) -> Path:
        """Where the bytes gather."""
        return _folder() / f"{self.id}.part"

    @property
    def received(self) -> int:
        """How many bytes have arrived."""
        if self.digest:
            return self.size
        return self.part.stat().st_size if self.part.exists() else 0


def start(workspace: Workspace, user: Person, name: str, size: int, media: str) -> Upload:
    """Announce a file.

    Raises:
        Forbidden: to whom may not edit here.
        OverQuota: when it is larger than a file may be, or than the workspace has room for.
    """
    require(user, workspace, Role.OWNER if media == "network" else Role.EDITOR)
    name = "".join(char for char in name if char.isprintable())  # it is shown and kept; what turns text around is left out
    from generation.collect import held_bytes

    if size > settings.UPLOAD_BYTES:
        raise OverQuota(
            f"{name[:80]} is {size / 2**30:.1f} GiB; a file may have {settings.UPLOAD_BYTES / 2**30:.0f} GiB. "
            "Cut it, or send a proxy.",
            "UPLOAD_TOO_LARGE",
            {"name": name[:80], "size": f"{size / 2**30:.1f}", "most": f"{settings.UPLOAD_BYTES / 2**30:.0f}"},
        )
    if held_bytes(workspace) + size > workspace.quota_bytes:
        raise OverQuota("The workspace is full. Delete something, or ask an owner for more room.")
    if size > store.free_bytes(settings.HOME) - 2**30:
        raise OverQuota("The studio's disk is nearly full. Free some space first.", "DISK_FULL")
    _sweep()
    # The name is only ever shown; it never becomes part of a path.
    upload = Upload(uuid.uuid4(), workspace.id, os.path.basename(name.replace("\\", "/"))[:200] or "upload", size, media)
    _note(upload)
    return upload


def _note(upload: Upload) -> None:
    data = {**asdict(upload), "id": str(upload.id), "workspace": str(upload.workspace)}
    (_folder() / f"{upload.id}.json").write_text(json.dumps(data))


def find(user: Person, id_: uuid.UUID) -> Upload:
    """An upload of this person's workspace.

    Raises:
        NotFound: when it is not theirs, or over.
    """
    try:
        data: dict[str, Any] = json.loads((_folder() / f"{id_}.json").read_text())
    except FileNotFoundError:
        raise NotFound("This upload is over or never began. Start it again.") from None
    upload = Upload(id_, uuid.UUID(data["workspace"]), data["name"], data["size"], data["media"], data.get("digest", ""))
    require(user, upload.workspace, Role.EDITOR)
    return upload


def receive(upload: Upload, at: int, body: bytes) -> None:
    """Append a part.

    Raises:
        Conflict: when it belongs elsewhere; `detail` says where to go on.
        Refused: when it is longer than what was announced.
    """
    if at != upload.received:
        raise Conflict(f"The next part starts at {upload.received}.", "UPLOAD_OFFSET", {"received": upload.received})
    if at + len(body) > upload.size:
        raise Refused("More arrived than was announced. Start the upload again.", "UPLOAD_LONG")
    with upload.part.open("ab") as file:
        file.write(body)


def finish(upload: Upload) -> Artifact:
    """Check what arrived and store it; asked again, what it became.

    Raises:
        BadInput: when it is not what it says or cannot be decoded safely; the message says what to do.
    """
    known = Artifact.objects.filter(workspace_id=upload.workspace, digest=upload.digest).first() if upload.digest else None
    if known:
        return known
    if upload.media == "network":
        raise Refused("A network is not media. Say what it can do: it is added as a checkpoint of your own.", "NETWORK_FILES")
    facts = confined.check(upload.part, upload.media)
    artifact = store.put(upload.workspace, upload.part, upload.media, brought=True)
    artifact.facts = {**(facts or artifact.facts), "name": upload.name}
    artifact.save(update_fields=["facts"])
    upload.digest = artifact.digest
    _note(upload)
    upload.part.unlink(missing_ok=True)
    return artifact


def discard(upload: Upload) -> None:
    """Forget an upload that nobody wants to go on with; what it already became stays."""
    upload.part.unlink(missing_ok=True)
    (_folder() / f"{upload.id}.json").unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sweep() -> None:
    for path in _folder().iterdir():
        with suppress(FileNotFoundError):  # another upload was finished meanwhile
            if time.time() - path.stat().st_mtime > LIFE:
                path.unlink()
