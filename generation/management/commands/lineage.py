"""What made this: manage.py lineage DIGEST|KEY."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation import lineage
from generation.models import Artifact, Node


class Command(BaseCommand):
    """manage.py lineage"""

    help = "Print every recipe, upload and checkpoint behind an artifact's digest or a node's key (shortened is fine)."

    def add_arguments(self, parser: CommandParser) -> None:
        """A digest or key."""
        parser.add_argument("digest")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, inputs first."""
        wanted = options["digest"]
        if len(wanted) < 6:
            raise CommandError("Give at least six characters of a digest or key.")
        if not (wanted.isascii() and wanted.isalnum()):
            raise CommandError(f"A digest or key is written in hexadecimal digits, not {wanted!a}.")
        artifact = Artifact.objects.filter(digest__startswith=wanted).first()
        node = Node.objects.filter(key__startswith=wanted).first()
        if artifact:
            found = lineage.of_digest(artifact.workspace_id, artifact.digest)
        elif node:
            found = lineage.of_key(node.workspace_id, node.key)
        else:
            raise CommandError(f"Nothing here has the digest or key {wanted}.")
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for one in found["nodes"]:
            made = ", ".join(f"{name} {digest[:12]}" for name, digest in one["outputs"].items()) or one["status"]
            self.stdout.write(
                f"{one['key'][:12]}  {one['operation']:<22} → {made}  ({one['took_ms']} ms on {one['made_on'].get('host', '?')})"
            )
            for name, value in one["params"].items():
                if value not in ("", None, [], False):
                    self.stdout.write(f"              {name}: {str(value)[:140]}")
        for one in found["uploads"]:
            self.stdout.write(f"{one['digest'][:12]}  brought in: {one.get('media', '?')} {one.get('facts', {}).get('name', '')}")
        for one in found["checkpoints"]:
            self.stdout.write(f"checkpoint {one['id']}: {one['licence']} — {one['credit']}")
