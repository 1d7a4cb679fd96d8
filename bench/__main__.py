"""Run every bench, or those named: python -m bench [builds sample export …]. Each is a process of its own."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run them in turn; the number that failed."""
    here = Path(__file__).parent
    known = sorted(module.name for module in pkgutil.iter_modules([str(here)]) if not module.name.startswith("_"))
    wanted = sys.argv[1:] or known
    if unknown := set(wanted) - set(known):
        print(f"There is no bench {', '.join(sorted(unknown))}. Known: {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted:
        print(f"\n== {name} ==", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=here.parent, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
