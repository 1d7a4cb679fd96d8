"""What a timeline of 2,000 clips costs a browser: longest task and frames while it scrolls, zooms and a clip is dragged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile

from bench import _boards, _home
from bench.board import BROWSERS, PATIENCE, Ledger, _node, build_pages, free_share, serve

SHOTS = 1000  # each a picture and, where somebody speaks, dialogue linked to it; cut in two they are 2,000 clips and more
LIMITS = {"longest": 50.0, "frame": 17.0}  # ms
GESTURES = (("scrolled", "scrolling"), ("zoomed", "zooming"), ("dragged", "dragging a clip"), ("marked", "a marquee"))


def main() -> None:
    """`python -m bench.timeline`: every figure with its limit; exits with 1 when one is above it on a free machine."""
    node = _node()
    if node is None or not (os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS)):
        print("no Chromium or no Node on this machine: nothing was measured")
        return
    home = _home.begin()
    project = _boards.seed(SHOTS)
    build_pages(node, home / "pages")
    ledger = Ledger()
    process, address = serve(home, home / "pages")
    try:
        with tempfile.TemporaryDirectory() as folder:
            ledger.shares.append(free_share())
            command = [node, str(_home.ROOT / "bench" / "timeline.mjs"), f"{address.rstrip('/')}/p/{project}/cut", folder]
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
            ledger.shares.append(free_share())
    finally:
        process.terminate()
        process.wait(60)
    if done.returncode != 0:
        raise SystemExit((done.stderr or done.stdout).strip()[:2000])
    found = json.loads(done.stdout.strip().splitlines()[-1])
    rows = []
    for name, title in GESTURES:
        rows.append(ledger.worked(f"longest task while {title}", found[name]["worked"], LIMITS["longest"]))
        rows.append(ledger.waited(f"median frame while {title}", found[name]["frame"], LIMITS["frame"]))
        rows.append(("  frames later than 34 ms", "wall", f"{found[name]['late']} of {found[name]['frames']}", "", "", ""))
    share = sum(ledger.shares) / len(ledger.shares)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; around the script {share:.0%} of a core was to be had")
    _home.table(f"The timeline of {found['clips']} clips, in Chromium", [("figure", "of", "ms", "limit", "ratio", ""), *rows])
    ledger.above += found["wrong"]
    if ledger.above:
        print(f"\nabove its limit or wrong: {'; '.join(ledger.above)}")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
