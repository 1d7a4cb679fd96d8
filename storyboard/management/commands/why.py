"""Why a shot has to be made again: manage.py why PROJECT [12A]."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from storyboard import finding, takes
from storyboard.film import Film
from studio.errors import StudioError
from studio.owner import ensure_owner


class Command(BaseCommand):
    """manage.py why"""

    help = "Say of a shot, or of every shot, whether its take still is what the records ask for, and if not, why."

    def add_arguments(self, parser: CommandParser) -> None:
        """Project and slate."""
        parser.add_argument("project", help="id, its beginning, or title")
        parser.add_argument("shot", nargs="?", default="", help="its slate, such as 12A; all shots without")
        parser.add_argument("--language", default="", choices=("", "en", "zh"), help="of the sentences; the film's own without")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a shot, one more for each cause."""
        try:
            project = finding.project(options["project"], by=ensure_owner())
            film = Film.of(project)
            only = [finding.shot(film, options["shot"]).pk] if options["shot"] else None
            states = takes.staleness_of(project, film=film, only=only)
        except StudioError as problem:
            raise CommandError(problem.message) from problem
        language = options["language"] or project.language
        for id_, state in states.items():
            shot = film.by_id[id_]
            take = film.takes.get(shot.take_id) if shot.take_id else None
            number = f"-{take.number}" if take else ""
            self.stdout.write(f"{film.slate(shot)}{number}: {state.state}")
            for cause in state.causes:
                self.stdout.write(f"  {cause.words(language)}.")
