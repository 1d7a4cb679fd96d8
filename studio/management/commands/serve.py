"""`manage.py serve`: everything one machine needs, in one command: checkpoints, database, the first film, server, worker."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from generation import cards, checkpoints
from generation.tasks import URGENT
from studio.management.supervisor import Child, GaveUp, Supervisor

SAMPLES = settings.BASE_DIR / "storyboard" / "samples"
PORTS = 20  # so many are tried, from the wanted one up
PATIENCE = 60  # for the server's first answer, in wall-clock s


class _Ended(Exception):
    """Ctrl-C or SIGTERM: the ordinary end."""


class Command(BaseCommand):
    """One machine, one command."""

    help = "Make this studio ready, start its server and its worker, and keep them running until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and what to leave out."""
        parser.add_argument("--host", default=os.environ.get("FILMWRIGHT_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("FILMWRIGHT_PORT", "8000")))
        parser.add_argument("--no-sample", action="store_true", help="do not make the sample's first cut in an empty studio")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start, watch. Ends with one sentence when something is wrong."""
        signal.signal(signal.SIGTERM, _end)
        signal.signal(signal.SIGINT, _end)
        try:
            with self._alone(options["host"]) as note:
                self._prepare(options["no_sample"])
                self._run(options["host"], options["port"], note)
        except _Ended:
            self.stdout.write("\nStopped. Everything is kept; make run goes on from here.")
        except GaveUp as problem:
            raise CommandError(str(problem)) from problem

    @contextmanager
    def _alone(self, host: str) -> Iterator[Path]:
        """Holds the home of this studio, so that a second start says where the first one runs."""
        note = Path(settings.HOME) / "serve.json"
        with note.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                running = json.loads(note.read_text()) if note.exists() else {}
                where = running.get("address", "it is still starting")
                raise CommandError(
                    f"Filmwright already runs from {settings.HOME} (process {running.get('process', '?')}): {where}. "
                    "Open that address, or stop it first (Ctrl-C where it was started)."
                ) from None
            try:
                note.unlink(missing_ok=True)
                yield note
            finally:
                note.unlink(missing_ok=True)

    def _prepare(self, no_sample: bool) -> None:
        call_command("checkpoints", "fetch", stdout=self.stdout)
        self._tell_about_the_card()
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as problem:
            said = str(problem).strip().partition("\n")[0]
            embedded = "Is another program holding the file, is the disk full, or is it not a database of Filmwright?"
            shared = "Is DATABASE_URL right, and is its server running?"
            asked = embedded if connection.vendor == "sqlite" else shared
            raise CommandError(f"The database {connection.settings_dict['NAME']} does not answer: {said}. {asked}") from problem
        if not no_sample:
            self._make_sample()

    def _make_sample(self) -> None:
        """The first cut of an empty studio, so that there is something to see; goes on with one that was interrupted."""
        from storyboard.models import Project

        chinese = os.environ.get("LC_ALL", os.environ.get("LANG", "")).lower().startswith("zh")
        scripts = sorted(SAMPLES.glob("*.zh.fountain" if chinese else "*.fountain"))
        if not scripts:
            return
        film = Path(settings.HOME) / "films" / f"{scripts[0].stem}.mp4"
        begun = film.with_suffix(".begun")
        projects = list(Project.objects.values_list("pk", flat=True)[:2])
        if projects and not (begun.exists() and len(projects) == 1):
            return
        film.parent.mkdir(parents=True, exist_ok=True)
        begun.touch()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "film", str(scripts[0]), "-o", str(film)]
        command += ["--project", str(projects[0])] if projects else []
        self.stdout.write(f"The first cut, from {scripts[0].relative_to(settings.BASE_DIR)}:")
        made = subprocess.Popen(command)
        try:
            failed = made.wait()
        except _Ended:
            made.terminate()
            made.wait()
            raise
        if failed:
            self.stderr.write("The sample could not be made into a film; the lines above say why. The next start tries again.")
            return
        begun.unlink()

    def _tell_about_the_card(self) -> None:
        """With a GPU: which larger checkpoints it could run, and what is missing for that."""
        asked = shutil.which("nvidia-smi")
        if not asked:
            return
        query = [asked, "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
        found = subprocess.run(query, capture_output=True, text=True).stdout.strip().splitlines()
        if not found:
            return
        name, _, memory = found[0].rpartition(",")
        gib = int(memory) / 1024
        fitting = [one for one in checkpoints.catalogue().values() if 0 < (one.gpu_offload or one.gpu) <= gib]
        larger = [one for one in fitting if not checkpoints.installed(one.id)]
        self.stdout.write(f"GPU: {name.strip()}, {gib:.0f} GiB.")
        if not _torch_sees_it():
            self.stdout.write("  torch does not use it: stop, and run FILMWRIGHT_TORCH=cuda make run.")
        for one in larger:
            facts = f"{one.size / 2**30:.1f} GiB, {one.licence}{'' if one.commercial else ', NOT for commercial use'}"
            how = f"manage.py checkpoints fetch {one.id}" if one.driver else "declared; its driver is not in this version"
            slower = "" if one.gpu <= gib else "; slower, since it does not fit whole"
            self.stdout.write(f"  {one.title} ({facts}): {how}{slower}")

    def _run(self, host: str, wanted: int, note: Path) -> None:
        port = _free_port(host, wanted)
        logs = Path(settings.HOME) / "logs"
        server = [sys.executable, "-m", "uvicorn", "studio.asgi:application", "--host", host, "--port", str(port)]
        server += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "5"]
        quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
        groups = cards.posts(settings.WORKERS)
        # Its process is never long at one thing: the sweep that takes lost work back does not wait until a long shot is done.
        served = f"{URGENT},control"
        urgent = [sys.executable, "-m", "celery", "-A", "studio", "worker", "-Q", served, "-c", "1", "-n", "urgent@%h", *quiet]
        address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}/"
        told = {"FILMWRIGHT_URGENT": "1"}  # whoever asks for something sends the urgent worker its tickets
        processes = Supervisor(
            [
                Child("server", server, logs / "server.log", told),
                *(Child(one.name, _group(one, quiet), logs / f"{one.name}.log", {**told, **one.environment}) for one in groups),
                Child("urgent", urgent, logs / "urgent.log", told),
            ]
        )
        try:
            processes.start()
            _wait_for(host, port, processes)
            note.write_text(json.dumps({"address": address, "process": os.getpid()}))
            if port != wanted:
                self.stdout.write(f"Port {wanted} is taken by another program; this one uses {port}.")
            self.stdout.write(f"Filmwright is at {address}   (Ctrl-C stops it; logs: {logs})")
            self.stdout.flush()
            while True:
                time.sleep(0.5)
                for news in processes.look():
                    self.stderr.write(news)
        finally:
            processes.stop()


def _group(post: cards.Post, quiet: list[str]) -> list[str]:
    """The command of one group of workers; the one that makes what needs no card has the beat as well."""
    command = [sys.executable, "-m", "celery", "-A", "studio", "worker", "-Q", ",".join(post.queues), "-c", str(post.count)]
    return [*command, "-n", f"{post.name}@%h", *quiet, *(["-B"] if "cpu" in post.queues else [])]


def _end(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # stopping takes a moment; a second Ctrl-C must not leave children behind
    raise _Ended


def _free_port(host: str, wanted: int) -> int:
    for port in range(wanted, wanted + PORTS):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError as problem:
                if not isinstance(problem, PermissionError) and problem.errno != 98:  # EADDRINUSE
                    raise CommandError(
                        f"This machine cannot listen at {host}: {problem.strerror}. Name another with --host."
                    ) from problem
                continue
            return port
    raise CommandError(f"The ports {wanted} to {wanted + PORTS - 1} are all taken. Name a free one: make run PORT=9000")


def _wait_for(host: str, port: int, processes: Supervisor) -> None:
    """Until the server answers /health; raises GaveUp with its last words when it never does."""
    deadline = time.monotonic() + PATIENCE
    asked = "127.0.0.1" if host == "0.0.0.0" else host
    while time.monotonic() < deadline:
        processes.look()
        link = http.client.HTTPConnection(asked, port, timeout=2)
        try:
            link.request("GET", "/health", headers={"Host": "localhost"})
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            link.close()
    raise GaveUp(f"The server does not answer. Its last words:\n{processes.children[0].last_words()}")


def _torch_sees_it() -> bool:
    """Asked in a child: this process, which only watches, does not load torch."""
    code = "import torch, sys; sys.exit(0 if torch.cuda.is_available() else 1)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
