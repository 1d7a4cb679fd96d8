"""The sample screenplay, from an empty database to the finished MP4: wall time over the film's length, and peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import av
import psutil

from bench import _home


def _watch(process: subprocess.Popen[bytes], found: dict[str, float], over: threading.Event) -> None:
    """Peak of the resident bytes of the command and its workers together, pages they share counted once each (PSS)."""
    while not over.wait(0.5):
        try:
            root = psutil.Process(process.pid)
            total = 0
            for one in [root, *root.children(recursive=True)]:
                try:
                    total += one.memory_full_info().pss
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            found["peak"] = max(found.get("peak", 0.0), total)
        except psutil.NoSuchProcess:
            return


def film(script: Path, home: Path) -> tuple[str, ...]:
    """One row: what the film took, from nothing."""
    out = home / f"{script.stem}.mp4"
    environment = {**os.environ, "FILMWRIGHT_HOME": str(home / script.stem), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    manage = str(_home.ROOT / "manage.py")
    began = time.monotonic()
    subprocess.run([sys.executable, manage, "migrate", "-v", "0"], env=environment, check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([sys.executable, manage, "film", str(script), "-o", str(out)], env=environment, stdout=sys.stderr)
    found: dict[str, float] = {}
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process, found, over))
    watcher.start()
    failed = process.wait()
    over.set()
    watcher.join()
    if failed:
        raise SystemExit(f"{script.name} could not be made")
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        frames, rate = stream.frames, Fraction(stream.average_rate)
    length = float(frames / rate)
    return (
        script.name, str(frames), f"{length:.1f}", f"{wall:.1f}", f"{wall / length:.2f}", f"{used / length:.2f}",
        f"{found.get('peak', 0) / 2**20:.0f}",
    )  # fmt: skip


def main() -> None:
    """Both languages."""
    home = _home.begin()
    rows = [("screenplay", "frames", "film, s", "wall, s", "wall / film", "CPU / film", "peak memory, MiB")]
    samples = _home.ROOT / "storyboard" / "samples"
    for script in sorted(samples.glob("*.fountain")):
        rows.append(film(script, home))
    _home.table(f"From an empty database to the finished MP4, {os.cpu_count()} cores", rows)


if __name__ == "__main__":
    main()
