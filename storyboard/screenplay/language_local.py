"""The small language model that runs on this machine: llama.cpp in a process of its own, its answers held to a schema by a grammar."""

# ruff: noqa: E501 - what people read is written as they read it

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from storyboard.screenplay.errors import LanguageFailed

CHECKPOINT = "script-language@1"
FILE = "model.gguf"
PATIENCE = 600  # whole seconds for one answer, the model's loading included
_CHILD = "storyboard.screenplay.language_child"
_TOKENS_A_KEY = 70
_MEBIBYTE = 1 << 20
_WORKING = 500 * _MEBIBYTE  # beside the model itself
_OTHERWISE = "or import with the rules"


class LocalModel:
    """`path` is the GGUF file of the checkpoint `script-language@1`. Starts with the first question and runs until `close`.

    On one core 5 (busy) to 20 (idle) tokens a second: 10 to 60 s a scene. Deterministic for one build of llama.cpp and one number of threads.
    Its process is ended when an answer takes longer than `patience` whole seconds, and whenever an answer is not had. Use as a
    context manager or call `close`.
    """

    name = "The local language model"
    small = True

    def __init__(self, path: Path, threads: int = 0, *, patience: int = PATIENCE) -> None:
        if not path.is_file():
            raise LanguageFailed(
                "MODEL_NOT_INSTALLED",
                f"The local language model is not installed. Fetch it (1.1 GB) with `manage.py checkpoints fetch {CHECKPOINT}`, {_OTHERWISE}.",
            )
        self.path = path
        self.threads = threads or spare_cores()
        self.patience = patience
        self.timings: list[dict[str, Any]] = []  # llama.cpp's own counts, an entry an answer
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None

    def __enter__(self) -> LocalModel:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """End the model's process, whatever it is doing. It may be asked again: then it starts anew."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        if self._complaints is not None:
            self._complaints.close()
            self._complaints = None

    def answer(self, instructions: str, question: str, schema: dict[str, Any], heartbeat: Callable[[], None]) -> str:
        """Asks the model; the grammar made from `schema` leaves it no other form than the schema's.

        `heartbeat` is called several times a second and may raise to stop.

        Raises:
            LanguageFailed: MODEL_NOT_INSTALLED, MODEL_MEMORY, MODEL_TIMED_OUT or MODEL_ANSWER; the process is ended then.
        """
        tokens = _TOKENS_A_KEY * (1 + len(schema.get("properties", ())))
        line = json.dumps({"instructions": instructions, "question": question, "schema": schema, "tokens": tokens})
        try:
            return self._asked(line.encode() + b"\n", time.monotonic() + self.patience, heartbeat)
        except BaseException:
            self.close()
            raise

    def _asked(self, line: bytes, stop: float, heartbeat: Callable[[], None]) -> str:
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
        except BrokenPipeError:
            raise self._ended(process) from None
        received = b""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                heartbeat()
                if time.monotonic() > stop:
                    raise LanguageFailed(
                        "MODEL_TIMED_OUT",
                        f"{self.name} did not answer within {self.patience} s and was stopped. Import again when this machine is less busy, {_OTHERWISE}.",
                    )
                if not selector.select(0.25):
                    continue
                piece = os.read(process.stdout.fileno(), 65_536)
                if not piece:
                    raise self._ended(process)
                *whole, received = (received + piece).split(b"\n")
                for one in whole:
                    told = json.loads(one)
                    if "problem" in told:
                        raise _problem(told["problem"], told["message"])
                    if "answer" in told:
                        self.timings.append(told["timings"])
                        return str(told["answer"])

    def _start(self) -> subprocess.Popen[bytes]:
        need, free = self.path.stat().st_size + _WORKING, free_memory()
        if free < need:
            raise LanguageFailed(
                "MODEL_MEMORY",
                f"The local language model needs {need // _MEBIBYTE:,} MiB of memory and {free // _MEBIBYTE:,} MiB are free. Close other programs, choose an endpoint, {_OTHERWISE}.",
            )
        house = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (house, os.environ.get("PYTHONPATH", ""))))
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", _CHILD, str(self.path), str(self.threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": paths},
        )
        return self._process

    def _ended(self, process: subprocess.Popen[bytes]) -> LanguageFailed:
        """The process is gone, though nobody asked it to."""
        code = process.wait()
        last = ""
        if self._complaints is not None:
            self._complaints.seek(0)
            last = self._complaints.read()[-4_000:].decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        if code == -9:
            return LanguageFailed(
                "MODEL_MEMORY",
                f"The local language model was killed by this machine, most likely because memory ran out. Close other programs, {_OTHERWISE}.",
            )
        return LanguageFailed(
            "MODEL_ANSWER",
            f"The local language model ended by itself (code {code}{': ' + last if last else ''}). Verify it with `manage.py checkpoints verify {CHECKPOINT}`, {_OTHERWISE}.",
        )


def spare_cores() -> int:
    """Threads for the model: the cores that others leave free, 1 to 8; llama.cpp's threads wait for each other, so one that
    has to share its core slows all of them down (measured: two on two busy cores are six times slower than one)."""
    cores = len(os.sched_getaffinity(0))
    return max(1, min(8, cores - round(os.getloadavg()[0])))


def free_memory() -> int:
    """Bytes that new programs may take without swapping, as the kernel estimates it."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return sys.maxsize  # a kernel that does not tell


def _problem(code: str, message: str) -> LanguageFailed:
    if code == "NOT_INSTALLED":
        return LanguageFailed(
            "MODEL_NOT_INSTALLED",
            f"The local language model needs the package xllamacpp (34 MB). Install it with `make setup`, {_OTHERWISE}.",
        )
    if code == "NOT_LOADED":
        return LanguageFailed(
            "MODEL_NOT_INSTALLED",
            f"The local language model could not be loaded ({message}). Verify it with `manage.py checkpoints verify {CHECKPOINT}`, {_OTHERWISE}.",
        )
    return LanguageFailed("MODEL_ANSWER", f"The local language model could not answer: {message}. Import with the rules.")
