"""Who owns what: workspaces and their members."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


def default_quota() -> int:
    """Bytes a new workspace may hold."""
    return int(settings.QUOTA_BYTES)


class Role(models.TextChoices):
    """What a member may do; each role may do what those after it may."""

    OWNER = "owner"
    PRODUCER = "producer"
    EDITOR = "editor"
    COMMENTER = "commenter"
    VIEWER = "viewer"


class Workspace(models.Model):
    """A wall: nothing inside is seen, shared or counted outside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    quota_bytes = models.BigIntegerField(default=default_quota)
    commercial = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one workspace."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.workspace}"
