"""Writes the lock files from the .in files: every version and hash, no address of any index. Run by `make lock`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent / "requirements"
HEAD = "# Written by `make lock` from {source}; change that file, not this one.\n"

# The CPU build of torch for x86-64 is not on the registry that has the default build; uv's `--torch-backend=cpu` finds it.
# Its hash has a file of its own: beside others, pip would prefer a wheel whose hash the registry's page already states.
TORCH_CPU = "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"

# What packages ask for and must not get: torch has its own locks, and beside the headless OpenCV no other may be installed.
WITHOUT = ("torch", "opencv-python")


def compile(source: str, target: str, *options: str) -> None:
    """Write one lock file. Ends with uv's own words when something cannot be resolved."""
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "compile", "--generate-hashes", "--python-version", "3.11"]
    command += ["--python-platform", "x86_64-manylinux_2_28", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--no-header", "--no-annotate", "--quiet", *options, source]
    made = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True).stdout
    if "://" in made or "file:" in made:
        sys.exit(f"{target} would name an address; remove the option or setting that puts it there")
    (HERE / target).write_text(HEAD.format(source=source) + made, encoding="utf-8")


def main() -> None:
    """All lock files; the run's first, because the tests' are constrained by it."""
    with tempfile.TemporaryDirectory() as folder:
        without = Path(folder) / "without.txt"
        without.write_text("".join(f'{name} ; python_version < "3"\n' for name in WITHOUT))
        compile("run.in", "run.lock", "--override", str(without))
        compile("test.in", "test.lock", "--override", str(without))
    compile("torch.in", "torch.lock", "--no-deps")
    pinned = next(line for line in (HERE / "torch.in").read_text().splitlines() if line.startswith("torch=="))
    cpu = f"{pinned} \\\n    --hash=sha256:{TORCH_CPU}\n"
    (HERE / "torch-cpu.lock").write_text(HEAD.format(source="torch.in") + cpu, encoding="utf-8")
    compile("torch.in", "torch-cuda.lock", "-c", "run.lock", "--no-emit-package", "torch")


if __name__ == "__main__":
    main()
