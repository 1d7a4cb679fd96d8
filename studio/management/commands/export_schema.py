"""Write the OpenAPI schema, with every socket event in it, to where the browser part's types are made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from studio.schema import document


class Command(BaseCommand):
    """manage.py export_schema FILE"""

    help = "Export openapi.json, socket events included."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", nargs="?", default="frontend/src/api/openapi.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, sorted, so that it can be compared."""
        path = Path(options["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        self.stdout.write(str(path))
