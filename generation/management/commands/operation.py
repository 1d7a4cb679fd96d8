"""Run one operation from the shell: its parameter model is the command line."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.local import LocalContext
from generation.management.outputs import writable
from generation.operation import Operation, OperationFailed, registry


class Command(BaseCommand):
    """manage.py operation NAME [--port FILE …] [--param value …] -o OUT"""

    help = "Run one operation on files. Without a name: list them. With --help after a name: its parameters."

    def add_arguments(self, parser: CommandParser) -> None:
        """A name, then whatever the operation declares."""
        parser.add_argument("name", nargs="?")
        parser.add_argument("-o", "--out", default="", help="where the result goes; several outputs get their names appended")

    def run_from_argv(self, argv: list[str]) -> None:
        """Split what this command knows from what the operation declares."""
        known, rest = self.create_parser(argv[0], argv[1]).parse_known_args(
            [one for one in argv[2:] if one not in ("-h", "--help") or len(argv) < 4]
        )
        self._help = len(argv) > 3 and any(one in ("-h", "--help") for one in argv[3:])
        self._rest = rest
        try:
            self.execute(**{k: v for k, v in vars(known).items() if k != "args"})
        except CommandError as problem:
            self.stderr.write(self.style.ERROR(str(problem)))
            sys.exit(problem.returncode)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and print where the result is."""
        if not options["name"]:
            for op in registry.all():
                self.stdout.write(f"{op.id:<24} {op.description}")
            return None
        try:
            op = registry.get(options["name"])
            if self._help:
                return self._describe(op)
            for target in self._targets(op, options["out"]).values():
                writable(target, "The result")
            inputs, params = self._read(op)
            checked = op.validate(params)
            with tempfile.TemporaryDirectory() as folder:
                made = op(*inputs, params=checked, context=LocalContext(Path(folder), self._tell))
                self.stderr.write("")
                self._keep(op, made, options["out"])
        except OperationFailed as problem:
            raise CommandError(str(problem)) from problem

    def _tell(self, fraction: float, note: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{fraction:4.0%} {note[:60]:<60}", ending="")

    def _read(self, op: Operation) -> tuple[list[Any], dict[str, Any]]:
        given: dict[str, list[str]] = {}
        name = ""
        for word in getattr(self, "_rest", []):
            if word.startswith("--"):
                name, _, value = (
                    word[2:].replace("-", "_").partition("=")
                    if "=" not in word
                    else (word[2:].partition("=")[0].replace("-", "_"), "=", word.partition("=")[2])
                )
                given.setdefault(name, [])
                if value:
                    given[name].append(value)
            elif name:
                given[name].append(word)
            else:
                raise CommandError(f"{word!r} stands before any --name.")
        inputs: list[Any] = []
        for port in op.ports:
            files = given.pop(port.name, [])
            try:
                handles = tuple(port.kind.at(one) for one in files)
            except FileNotFoundError as problem:
                raise CommandError(f"There is no file {problem}.") from problem
            if not handles and not port.optional:
                raise CommandError(f"{op.name} needs --{port.name} FILE.")
            inputs.append(handles if port.many else handles[0] if handles else None)
        params: dict[str, Any] = {}
        schema = op.parameters.model_json_schema()["properties"]
        for key, values in given.items():
            many = schema.get(key, {}).get("type") == "array"
            read = [_value(one, schema.get(key, {})) for one in values] or [True]
            params[key] = read if many else read[0]
        return inputs, params

    def _describe(self, op: Operation) -> None:
        self.stdout.write(f"{op.id}: {op.description}")
        for port in op.ports:
            many, optional = ("…" if port.many else ""), (" (optional)" if port.optional else "")
            self.stdout.write(f"  --{port.name} FILE{many}  {port.kind.kind}{optional}")
        schema = op.parameters.model_json_schema()
        for name, field in schema["properties"].items():
            default = f" [{field['default']}]" if "default" in field else " (needed)"
            self.stdout.write(f"  --{name.replace('_', '-')}  {field.get('description', '')}{default}")

    def _keep(self, op: Operation, made: Any, out: str) -> None:
        results = {name: getattr(made, name) for name in op.outputs} if len(op.outputs) > 1 else {"out": made}
        targets = self._targets(op, out)
        for name, one in results.items():
            try:
                shutil.move(one.path, targets[name])
            except OSError as problem:
                raise CommandError(f"{targets[name]} cannot be written: {problem.strerror}. Choose another path.") from problem
            self.stdout.write(str(targets[name]))

    def _targets(self, op: Operation, out: str) -> dict[str, Path]:
        """Where each output goes."""
        found = {}
        for name, kind in op.outputs.items():
            target = Path(out or f"{op.name}{kind.suffix}")
            found[name] = target if len(op.outputs) == 1 else target.with_name(f"{target.stem}.{name}{kind.suffix}")
        return found


def _value(text: str, schema: dict[str, Any]) -> Any:
    if schema.get("type") == "string" or (schema.get("items") or {}).get("type") == "string":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
