"""What goes on by itself once takes are drawn: which of them were drawn together to choose from, and how good each is."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Run(models.Model):
    """Takes of one shot that are looked at as they are made: spoiled ones are drawn again, and of several the best is kept.

    It is active until every one of them is made and scored, or will not be. All there is to it stands here: who pushes it may
    be killed at any time, and another goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey("storyboard.Project", models.CASCADE, related_name="runs")
    shot = models.ForeignKey("storyboard.Shot", models.CASCADE, related_name="runs")
    takes = models.JSONField(default=list)  # ids, in the order of drawing; those drawn again are added
    count = models.IntegerField(default=1)  # asked for
    quality = models.CharField(max_length=10, default="final")
    bar = models.FloatField(null=True, blank=True, default=None)  # a score at which the rest is not drawn
    keep = models.BooleanField(default=False)  # the best is kept for good; else it is shown
    again = models.JSONField(default=list)  # [{take, code, en, zh, seed, by, depth}]: what was spoiled, and what came instead
    passed = models.BooleanField(default=False)  # the bar was passed: nothing more is drawn
    best = models.UUIDField(null=True, blank=True)
    active = models.BooleanField(default=True, db_index=True)
    group = models.UUIDField(default=uuid.uuid4)  # of the edits that show what came of it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{len(self.takes)} takes of {self.shot_id}"


class Score(models.Model):
    """How good a take is: the node that measures it, and what that answered."""

    take = models.OneToOneField("storyboard.Take", models.CASCADE, related_name="score")
    project = models.ForeignKey("storyboard.Project", models.CASCADE, related_name="scores")
    key = models.CharField(max_length=64)  # of the node
    found = models.JSONField(null=True, blank=True, default=None)  # as `take.score` wrote it

    def __str__(self) -> str:
        return f"score of {self.take_id}"
