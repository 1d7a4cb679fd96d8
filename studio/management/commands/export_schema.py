"""Write the OpenAPI schema, with every socket event in it, and every operation's form, to where the browser part reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from generation.operation import registry
from studio.schema import document


class Command(BaseCommand):
    """manage.py export_schema FILE"""

    help = "Export openapi.json, socket events included, and operations.json beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", nargs="?", default="frontend/src/api/openapi.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, sorted, so that it can be compared."""
        path = Path(options["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_sorted(document()), encoding="utf-8")
        path.with_name("operations.json").write_text(_sorted(forms()), encoding="utf-8")
        self.stdout.write(str(path))


def forms() -> dict[str, Any]:
    """Each operation's version, ports, outputs and the JSON schema of its parameters: what the forms are tested against."""
    return {
        one.name: {
            "version": one.version,
            "description": one.description,
            "ports": [{"name": p.name, "media": p.kind.kind, "many": p.many, "optional": p.optional} for p in one.ports],
            "outputs": {name: kind.kind for name, kind in one.outputs.items()},
            "parameters": one.parameters.model_json_schema(),
        }
        for one in registry.all()
        if not one.function.__module__.startswith("tests.")  # loaded only where tests run
    }


def _sorted(value: object) -> str:
    """JSON that can be compared line by line."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
