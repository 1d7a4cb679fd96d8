"""`manage.py checkpoints`: list, fetch, verify, describe, add and remove the models and materials, from the shell."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from argparse import ArgumentParser, BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generation import checkpoints, own_checkpoints, own_folders, packages
from generation.operation import OperationFailed
from studio.errors import StudioError


class Command(BaseCommand):
    """The catalogue on the command line; every failure is one sentence and status 1."""

    help = "List, fetch or verify checkpoints (models) and materials."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="what there is, what it costs and whether it is installed")
        fetch = verbs.add_parser("fetch", help="install; without ids, the default set")
        fetch.add_argument("ids", nargs="*", metavar="id@revision")
        verify = verbs.add_parser("verify", help="hash every file; without ids, of all that is installed")
        verify.add_argument("ids", nargs="*", metavar="id@revision")
        describe = verbs.add_parser("describe", help="print the list's lines for files of a package (for whoever adds a model)")
        add = verbs.add_parser("add", help="add a checkpoint of your own: ONNX or safetensors files, or a diffusers folder")
        add.add_argument("files", nargs="+", metavar="FILE|FOLDER")
        add.add_argument("--id", required=True, metavar="name@version")
        add.add_argument(
            "--capability",
            choices=sorted({one.capability for one in own_checkpoints.SLOTS}),
            help="of files; a folder says its own",
        )
        add.add_argument("--move", action="store_true", help="of a folder: move the files instead of copying them")
        add.add_argument("--eight-bit", action="store_true", help="of a folder: hold its network in 8 bits, in half the memory")
        add.add_argument("--driver", default="", help="module:function, where a capability has several")
        add.add_argument("--title", default="", help="what people read; by default the id")
        add.add_argument("--licence", required=True)
        add.add_argument("--commercial", action=BooleanOptionalAction, required=True, help="may what it makes be sold?")
        add.add_argument("--credit", required=True, help="whose work it is")
        remove = verbs.add_parser("remove", help="take away checkpoints of your own")
        remove.add_argument("ids", nargs="+", metavar="id@version")
        describe.add_argument("sources", nargs="+", metavar="npm:package@version:member")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one verb. Raises CommandError with the message of the catalogue."""
        try:
            if options["verb"] == "add":
                return self._add(options)
            getattr(self, f"_{options['verb']}")(options.get("ids") or options.get("sources") or [])
        except (OperationFailed, StudioError, packages.Unavailable, ValueError, OSError) as problem:
            raise CommandError(str(problem)) from problem

    def _list(self, _: list[str]) -> None:
        for one in checkpoints.catalogue().values():
            state = (
                "built in" if one.builtin else "installed" if checkpoints.installed(one.id) else "default" if one.default else "-"
            )
            size = f"{one.size / 2**20:9.1f} MiB" if one.size else " " * 13
            sold = "" if one.commercial else "  NOT FOR COMMERCIAL USE"
            card = f"  GPU {one.gpu} GiB" if one.gpu else ""
            self.stdout.write(f"{one.id:34} {one.capability:20} {size}  {state:9} {one.licence}{sold}{card}  {one.title}")

    def _fetch(self, ids: list[str]) -> None:
        chosen = [checkpoints.named(id) for id in ids] or [one.id for one in checkpoints.catalogue().values() if one.default]
        missing = [id for id in chosen if not checkpoints.installed(id)]
        for number, id in enumerate(missing, 1):
            bar = _Bar(self, f"[{number}/{len(missing)}] {id}")
            checkpoints.fetch(id, bar)
            bar.end()
        self.stdout.write(f"{len(chosen)} checkpoints ready in {checkpoints.root()}")

    def _add(self, options: dict[str, Any]) -> None:
        given = [Path(one) for one in options["files"]]
        said = {name: options[name] for name in ("id", "licence", "commercial", "credit")}
        said["title"] = options["title"] or options["id"]
        if len(given) == 1 and given[0].is_dir():
            made = own_folders.add(given[0], move=options["move"], eight_bit=options["eight_bit"], **said)
        elif options["capability"] is None:
            raise CommandError("Say --capability for files; a folder as diffusers saves it says its own.")
        else:
            named = [(one.name, one) for one in given]
            made = own_checkpoints.add(named, capability=options["capability"], driver=options["driver"], **said)
        self.stdout.write(f"{made.id}: {len(made.files)} files for {made.capability} in {checkpoints.root() / made.id}")

    def _remove(self, ids: list[str]) -> None:
        for id in map(checkpoints.named, ids):
            own_checkpoints.remove(id)
            self.stdout.write(f"{id}: removed")

    def _verify(self, ids: list[str]) -> None:
        wrong = []
        for id in [checkpoints.named(id) for id in ids] or [
            one.id for one in checkpoints.catalogue().values() if (checkpoints.root() / one.id).is_dir()
        ]:
            try:
                checkpoints.verify(id)
                self.stdout.write(f"{id}: as listed")
            except OperationFailed as problem:
                self.stdout.write(str(problem))
                wrong.append(id)
        if wrong:
            raise CommandError(f"Not as listed: {', '.join(wrong)}")

    def _describe(self, sources: list[str]) -> None:
        for text in sources:
            source = packages.Source.parse(text)
            with tempfile.TemporaryDirectory() as scratch:
                archive = packages.download(source, Path(scratch) / "archive", lambda arrived: None)
                found = Path(scratch) / "found"
                sizes = {
                    name: packages.copy(stream, found / name, 1 << 40)
                    for name, stream in packages.members(archive, source, 1 << 40)
                }
                if source.folder == source.member[: source.member.rfind("/") + 1] and len(sizes) == 1:
                    (name,) = sizes
                    digest, count = hashlib.sha256((found / name).read_bytes()).hexdigest(), ""
                else:
                    name, digest, count = "FOLDER", checkpoints.tree_digest(found), f"\ncount = {len(sizes)}"
            self.stdout.write(
                f'[[checkpoint.file]]\nname = "{name}"\nsha256 = "{digest}"\n'
                f'size = {sum(sizes.values())}{count}\nsources = ["{text}"]\n'
            )


class _Bar:
    """One line of progress on a terminal; a line every ten seconds elsewhere."""

    def __init__(self, command: Command, label: str) -> None:
        self._command, self._label, self._live = command, label, sys.stdout.isatty()
        self._told = -60.0

    def __call__(self, done: int, total: int, note: str) -> None:
        now = time.monotonic()
        if now - self._told < (0.1 if self._live else 10):
            return
        self._told = now
        filled = 30 * done // max(total, 1)
        words = f"{self._label} {'█' * filled}{'·' * (30 - filled)} {done / 2**20:.1f} of {total / 2**20:.1f} MiB"
        self._command.stdout.write(f"\r{words}" if self._live else words, ending="" if self._live else "\n")
        self._command.stdout.flush()

    def end(self) -> None:
        """Close the line."""
        self._command.stdout.write(f"\r{self._label} done{' ' * 60}" if self._live else f"{self._label} done")
