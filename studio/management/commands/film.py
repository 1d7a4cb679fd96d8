"""A screenplay becomes a film: manage.py film SCRIPT -o film.mp4."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editing import cuts, presets, rows
from generation import builds, pool, remaking, store
from generation.management.outputs import writable
from generation.models import Build
from generation.operation import OperationFailed
from generation.recipe import Recipe
from storyboard import choosing, finding, flow
from storyboard.importing import BREAKDOWNS, check_size, import_screenplay
from storyboard.models import Project
from storyboard.screenplay import detect
from storyboard.watching import Bar, watch
from studio.access import workspace_of
from studio.errors import StudioError
from studio.owner import ensure_owner


class Command(BaseCommand):
    """manage.py film"""

    help = "Import a screenplay, speak it, shoot it, cut it. Run again, it goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """The script and what the film is to be."""
        parser.add_argument("script", nargs="?", default="", help="Fountain, Final Draft or plain text; - reads standard input")
        parser.add_argument("-o", "--output", default="film.mp4", help="where the film goes")
        parser.add_argument("--project", default="", help="go on with this project (id or title) instead of importing")
        parser.add_argument("--project-title", default="")
        parser.add_argument("--rate", default="24/1", help="frames a second as a ratio: 24/1, 24000/1001")
        parser.add_argument("--size", default="1280x720", help="width x height in pixels")
        parser.add_argument("--language", default="", choices=("", "en", "zh"), help="of the script; without: as it is written")
        parser.add_argument("--slate", action="store_true", help="burn shot and take into the picture")
        parser.add_argument("--captions", default="track", choices=("off", "track", "burned"))
        parser.add_argument("--preset", default="master", choices=tuple(presets.PRESETS))
        parser.add_argument(
            "--breakdown", default="rules", choices=BREAKDOWNS, help="who reads the script: rules or a language model"
        )
        parser.add_argument("--draft", action="store_true", help="quick and rough pictures")
        parser.add_argument("--workers", type=int, default=0, help="processes; 0 is the studio's own number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, voices, shots, cut; prints the film's path."""
        if not options["script"] and not options["project"]:
            raise CommandError("Which screenplay? Give its path, or --project to go on with a film that is here.")
        if options["workers"] < 0:
            raise CommandError(f"There cannot be {options['workers']} workers. Give 1 or more, or 0 for the studio's own number.")
        writable(Path(options["output"]), "The film")
        owner = ensure_owner()
        try:
            project = self._project(options, owner)
            self.stdout.write(f"{project.title} ({project.pk})")
            with pool.workers(options["workers"]):
                self._shoot(project, "draft" if options["draft"] else "final", owner)
                made = self._cut(project, options["preset"], owner)
            path = _placed(made, Path(options["output"]))
        except (StudioError, OperationFailed) as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped. What was made is kept; run the same again to go on.") from stop
        self.stdout.write(str(path))

    def _project(self, options: dict[str, Any], owner: Any) -> Project:
        if options["project"]:
            return finding.project(options["project"], by=owner)
        width, _, height = options["size"].lower().partition("x")
        if not (width.isdigit() and height.isdigit()):
            raise CommandError(f"A size is written like 1280x720, not {options['size']!r}.")
        fields = {
            "rate": options["rate"], "width": int(width), "height": int(height),
            "slate": options["slate"], "captions": options["captions"],
        }  # fmt: skip
        name, data = _read(options["script"])
        return import_screenplay(
            workspace_of(owner), data, name, by=owner,
            language=options["language"], title=options["project_title"], fields=fields,
            breakdown=options["breakdown"], tell=lambda _, note: self.stderr.write(note) if note else None,
        )  # fmt: skip

    def _shoot(self, project: Project, quality: str, owner: Any) -> None:
        """Push the film on until every shot is fresh."""
        while True:
            step = flow.push(project, by=owner, quality=quality, retry=True, most=None)
            for warning in step.warnings if step.at != "voices" else ():
                self.stderr.write(warning)
            if step.at == "done":
                return
            if step.builds:
                failed = self._seen(step.at, step.builds)
                choosing.see_through(project, lambda asked: self._seen("looking", asked))
                if left := choosing.unmended(project, failed):
                    raise CommandError("\n".join(flow.reasons(left)))
            else:
                time.sleep(0.5)  # somebody else asked for what is being made

    def _cut(self, project: Project, preset: str, owner: Any) -> Path:
        timeline = rows.from_storyboard(project, by=owner)
        cut = cuts.request_cut(timeline, presets.preset(preset), by=owner)
        build = Build.objects.filter(workspace=project.workspace, root=cut.key).order_by("created").last()
        self._wait("cut", [build] if build else [])
        made = builds.outputs_of(project.workspace, cut.key)["out"]
        try:
            return store.checked(made)
        except store.Missing:
            self.stderr.write("The film that was made is gone from the store or damaged there; it is made again.")
            remaking.lost(made)
            again = builds.request(project.workspace, Recipe.load(cut.recipe), channel=project.channel, label="The cut", by=owner)
            self._wait("cut", [again])
            return store.checked(builds.outputs_of(project.workspace, cut.key)["out"])

    def _wait(self, label: str, asked: list[Build]) -> None:
        if failed := self._seen(label, asked):
            raise CommandError("\n".join(flow.reasons(failed)))

    def _seen(self, label: str, asked: list[Build]) -> list[Build]:
        """Watch until all have ended; those that failed."""
        bar = Bar(label, self.stdout)
        failed = watch(asked, bar)
        bar.end(f"{len(asked)} made" if not failed else f"{len(failed)} of {len(asked)} failed")
        return failed


def _read(script: str) -> tuple[str, bytes]:
    if script == "-":
        return "", sys.stdin.buffer.read(detect.MOST_BYTES + 1)
    path = Path(script)
    try:
        check_size(path.stat().st_size)
        return path.name, path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{script} cannot be read: {problem.strerror}. Give the path of a screenplay.") from problem


def _placed(made: Path, wanted: Path) -> Path:
    """The film under the wanted name, whole or not at all."""
    part = wanted.with_name(f".{wanted.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(made, part)
        part.replace(wanted)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise CommandError(f"The film is made but cannot be put at {wanted}: {problem.strerror}. It lies at {made}.") from problem
    return wanted.resolve()
