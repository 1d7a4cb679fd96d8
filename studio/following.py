"""What happened in a project since one last looked: read from the database, so that no hint need ever arrive."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from generation import hints
from generation.eta import eta_of
from generation.models import Build, Node, Status
from storyboard.models import Edit, Project
from studio.access import Person, require
from studio.errors import Refused
from studio.events import BuildChanged, Edited, NodeChanged, Preview


class NotYours(Exception):
    """There is no such project, or it is not this person's."""


def revision_for(user: Person, project_id: uuid.UUID) -> int:
    """The present revision of a project that this person may see.

    Raises:
        NotYours: when they may not, or there is none.
    """
    project = Project.objects.filter(pk=project_id).first()
    if project is None:
        raise NotYours
    try:
        require(user, project.workspace_id)
    except Refused as problem:
        raise NotYours from problem
    return project.revision


class Feed:
    """One socket's place in the story of a project."""

    def __init__(self, project: uuid.UUID, revision: int) -> None:
        self.project, self.revision = project, revision
        self.channel = f"project.{project}"
        self._since: datetime = timezone.now() - timedelta(seconds=1)
        self._nodes: dict[str, int] = {}
        self._builds: dict[uuid.UUID, int] = {}
        self._shown: dict[str, int] = {}

    def look(self) -> list[dict[str, Any]]:
        """The events since the last look, edits first and in order."""
        return [*self._edits(), *self._machine()]

    def _edits(self) -> list[dict[str, Any]]:
        found = []
        for edit in Edit.objects.filter(project_id=self.project, revision__gt=self.revision).order_by("revision")[:500]:
            self.revision = edit.revision
            by = edit.by.get_username() if edit.by else ""
            told = Edited(revision=edit.revision, id=edit.id, by=by, label=edit.label, group=edit.group, changes=edit.changes)
            found.append(told.model_dump(mode="json"))
        return found

    def _machine(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        # A second of overlap: rows may be committed a little after the time they carry. Versions drop what was seen.
        since, self._since = self._since, timezone.now() - timedelta(seconds=1)
        builds = list(Build.objects.filter(channel=self.channel, changed__gte=since).select_related("by"))
        for build in builds:
            if self._builds.get(build.id) == build.version:
                continue
            self._builds[build.id] = build.version
            low, high = eta_of(build) if build.status == Build.State.ACTIVE else (None, None)
            found.append(
                BuildChanged(
                    id=build.id, label=build.label, status=build.status, made=build.made, total=build.total,
                    eta_low=low, eta_high=high,
                ).model_dump(mode="json")
            )  # fmt: skip
        nodes = Node.objects.filter(demands__build__channel=self.channel, changed__gte=since).distinct()
        for node in nodes.defer("params", "inputs", "consumed", "made_on")[:2000]:
            if self._nodes.get(node.key) != node.version:
                self._nodes[node.key] = node.version
                found.append(
                    NodeChanged(
                        key=node.key, operation=node.operation, status=node.status, progress=node.progress, note=node.note,
                        error=node.error, version=node.version,
                    ).model_dump(mode="json")
                )  # fmt: skip
            if node.status == Status.RUNNING and (shown := hints.read(node.key)) and self._shown.get(node.key) != shown[1]:
                self._shown[node.key] = shown[1]
                found.append(Preview(key=node.key, jpeg=shown[0]).model_dump(mode="json"))
        return found
