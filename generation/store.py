"""Bytes by digest: put once, read from anywhere, checked, and never half-written under a final name."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import uuid
from collections import OrderedDict
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from generation import probe
from generation.media import KINDS, Media
from generation.models import Artifact
from generation.operation import Exhausted
from studio.access import sign_media
from studio.models import Workspace

_BLOCK = 1 << 20
_MOST_CHECKED = 20_000
_checked: OrderedDict[tuple[str, int, int], None] = OrderedDict()  # (path, bytes, ns of its last change) whose digest is right


class Missing(Exception):
    """The bytes of an artifact are not where they should be, or are not what they were."""

    def __init__(self, artifact: Artifact) -> None:
        super().__init__(f"{artifact} is not in the store")
        self.artifact = artifact


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_of(workspace: uuid.UUID, digest: str, kind: str) -> str:
    """Where an artifact lies under the store's root; all of a workspace under one prefix."""
    return f"{workspace}/{digest[:2]}/{digest}{KINDS[kind].suffix}"


def put(workspace: Workspace | uuid.UUID, path: Path, kind: str, *, brought: bool = False) -> Artifact:
    """Take a finished file into the store and answer its artifact; the file at `path` may be gone afterwards.

    Two workers that put the same bytes at once both succeed. Nothing is visible under the final name before it is whole.

    Raises:
        Exhausted: DISK_FULL, when the store has no room; nothing is left behind.
    """
    workspace_id = workspace.id if isinstance(workspace, Workspace) else workspace
    digest, size, facts = digest_of(path), path.stat().st_size, probe.facts(path, kind)
    if kind == "matte" and not brought:
        facts["empty"] = probe.empty(path)
    name = name_of(workspace_id, digest, kind)
    try:
        _place(path, name, digest)
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Exhausted(
                f"The store is full: {size / 2**20:.0f} MiB could not be written. Nothing that was made is lost. "
                "Free some space or point FILMWRIGHT_STORE at a larger disk, then retry.",
                "DISK_FULL",
            ) from problem
        raise
    artifact, new = Artifact.objects.get_or_create(
        workspace_id=workspace_id,
        digest=digest,
        defaults={"kind": kind, "size": size, "facts": facts, "brought": brought},
    )
    if not new and (artifact.evicted_at or (brought and not artifact.brought)):
        artifact.evicted_at = None
        artifact.brought = artifact.brought or brought
        artifact.save(update_fields=["evicted_at", "brought", "used"])
    return artifact


def local(artifact: Artifact) -> Path:
    """A path on this machine where the bytes can be read; do not write to it.

    Raises:
        Missing: when they are gone or have another length than they had.
    """
    name = name_of(artifact.workspace_id, artifact.digest, artifact.kind)
    if _is_folder():
        path = Path(default_storage.path(name))
    else:
        path = settings.HOME / "cache" / name
        if not path.exists():
            _fetch(artifact, name, path)
    if not path.is_file() or path.stat().st_size != artifact.size:
        raise Missing(artifact)
    return path


def checked(artifact: Artifact) -> Path:
    """`local`, and its bytes are what the digest says. Each file is read through once per process, as long as it stays as it is.

    Raises:
        Missing: when they are gone, or are not what they were.
    """
    path = local(artifact)
    identity = _identity(path)
    if identity not in _checked:
        if digest_of(path) != artifact.digest:
            if _is_folder():
                raise Missing(artifact)
            path.unlink(missing_ok=True)  # only this host's copy is damaged; what is fetched is checked
            identity = _identity(path := local(artifact))
        _remember(identity)
    return path


def media(artifact: Artifact) -> Media:
    """The typed handle of an artifact, its bytes checked.

    Raises:
        Missing: as `checked`.
    """
    return KINDS[artifact.kind](checked(artifact))


def url(artifact: Artifact) -> str:
    """A signed link that a browser can play from, seek in and cache for ever."""
    return f"/media/{artifact.digest}?t={sign_media(artifact.workspace_id, [artifact.digest])}"


def sound(artifact: Artifact) -> bool:
    """Whether the bytes still are what their digest says; reads all of them."""
    try:
        return digest_of(local(artifact)) == artifact.digest
    except Missing:
        return False


def forget(artifact: Artifact) -> None:
    """Remove the bytes; the row stays, so that lineage does."""
    default_storage.delete(name_of(artifact.workspace_id, artifact.digest, artifact.kind))


def free_bytes(path: Path) -> int:
    """Free bytes of the disk that holds `path`."""
    return shutil.disk_usage(path).free


def _identity(path: Path) -> tuple[str, int, int]:
    seen = path.stat()
    return str(path), seen.st_size, seen.st_mtime_ns


def _remember(identity: tuple[str, int, int]) -> None:
    _checked[identity] = None
    while len(_checked) > _MOST_CHECKED:
        _checked.popitem(last=False)


def _is_folder() -> bool:
    return isinstance(default_storage, FileSystemStorage)


def _place(path: Path, name: str, digest: str) -> None:
    """Give a file its final name. What is there already is kept when its bytes are right, and replaced when they are not."""
    if not _is_folder():
        if default_storage.exists(name):
            with default_storage.open(name, "rb") as held:
                if hashlib.file_digest(held, "sha256").hexdigest() == digest:
                    return
            default_storage.delete(name)
        with path.open("rb") as file:
            default_storage.save(name, File(file))
        return
    final = Path(default_storage.path(name))
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists() and final.stat().st_size == path.stat().st_size and digest_of(final) == digest:
        return
    # Unique per attempt: two workers that fill one name must not share a temporary file.
    part = final.with_name(f".{uuid.uuid4().hex}.part")
    try:
        if os.stat(path).st_dev == os.stat(final.parent).st_dev:
            os.link(path, part)
        else:
            with path.open("rb") as source, part.open("wb") as target:
                shutil.copyfileobj(source, target, _BLOCK)
                target.flush()
                os.fsync(target.fileno())
        os.chmod(part, 0o444)
        os.replace(part, final)
        _remember(_identity(final))
    finally:
        part.unlink(missing_ok=True)


def _fetch(artifact: Artifact, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with default_storage.open(name, "rb") as source, part.open("wb") as target:
            shutil.copyfileobj(source, target, _BLOCK)
        if digest_of(part) != artifact.digest:
            raise Missing(artifact)
        os.replace(part, path)
    except FileNotFoundError as problem:
        raise Missing(artifact) from problem
    finally:
        part.unlink(missing_ok=True)
