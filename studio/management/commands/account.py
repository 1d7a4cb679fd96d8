"""An account for a shared studio: manage.py account NAME [--workspace NAME] [--role editor]."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studio import accounts
from studio.errors import StudioError
from studio.models import Role


class Command(BaseCommand):
    """manage.py account"""

    help = "Make an account, or change its password and role. The password is asked for, or read from FILMWRIGHT_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and where they belong."""
        parser.add_argument("name")
        parser.add_argument("--workspace", default="", help="an existing one, or the name of a new one; without: their own")
        parser.add_argument("--role", default="owner", choices=[role.value for role in Role])

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the password and write the account."""
        password = os.environ.get("FILMWRIGHT_PASSWORD", "")
        if not password:
            if not sys.stdin.isatty():
                raise CommandError("Nobody is here to type a password: put it into FILMWRIGHT_PASSWORD.")
            password = getpass.getpass("Password: ")
            if getpass.getpass("Once more: ") != password:
                raise CommandError("The two differ. Nothing was changed.")
        try:
            member = accounts.create(options["name"], password, workspace=options["workspace"], role=Role(options["role"]))
        except StudioError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{member.user} is {member.role} of {member.workspace}.")
