"""Draw a new take of one shot: manage.py shoot PROJECT 12A --seed 7."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation import pool
from generation.models import Build
from generation.operation import OperationFailed
from storyboard import choosing, finding, flow, takes
from storyboard.film import Film
from storyboard.models import Take
from storyboard.watching import Bar, watch
from studio.errors import StudioError
from studio.owner import ensure_owner


class Command(BaseCommand):
    """manage.py shoot"""

    help = "Regenerate one shot; only what depends on it is made again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Project, slate, seed."""
        parser.add_argument("project", help="id, its beginning, or title")
        parser.add_argument("shot", help="its slate, such as 12A")
        parser.add_argument("--seed", type=int, help="0 … 4294967295; without: a new draw")
        parser.add_argument("--draft", action="store_true", help="quick and rough")
        parser.add_argument("--workers", type=int, default=0, help="processes; 0 is the studio's own number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Shoot, wait, print the take's slate, its key and how many nodes were made."""
        owner = ensure_owner()
        try:
            project = finding.project(options["project"], by=owner)
            film = Film.of(project)
            shot = finding.shot(film, options["shot"])
            with pool.workers(options["workers"]):
                flow.speak(film, [shot], by=owner, wait=lambda asked: self._wait("Voices", asked))
                quality = "draft" if options["draft"] else "final"
                take = takes.shoot(shot, seed=options["seed"], quality=quality, by=owner, film=film)
                build = take.build
                failed = self._seen("Picture", [build] if build else [])
                choosing.see_through(project, lambda asked: self._seen("Looking", asked))
                if left := choosing.unmended(project, failed):
                    raise pool.BuildFailed("; ".join(flow.reasons(left)))
                shot.refresh_from_db(fields=["take"])
                take = Take.objects.get(pk=shot.take_id or take.pk)  # what was spoiled may have been drawn again
        except (StudioError, OperationFailed) as problem:
            raise CommandError(str(problem)) from problem
        made = build.total if build else 0
        self.stdout.write(f"{film.slate(shot)}-{take.number}  seed {take.seed}  {take.key[:16]}  {made} nodes made")

    def _wait(self, label: str, asked: list[Any]) -> None:
        if failed := self._seen(label, asked):
            raise pool.BuildFailed("; ".join(flow.reasons(failed)))

    def _seen(self, label: str, asked: list[Any]) -> list[Build]:
        """Watch until all have ended; those that failed."""
        if not asked:
            return []
        bar = Bar(label, self.stdout)
        failed = watch(asked, bar)
        bar.end(f"{len(asked)} asked for")
        return failed
