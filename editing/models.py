"""The cut as rows: timelines, tracks, clips, transitions and markers, in frames only, and the versions that were exported."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from storyboard.models import Record

MAX_FRAMES = 4_000_000


def _frames(default: int = 0, least: int = 0) -> Any:
    return models.IntegerField(default=default, validators=[MinValueValidator(least)])


class Timeline(Record):
    """One edit of the film. While `follows` is set its clips are those of the board, in the board's order."""

    title = models.CharField(max_length=200, blank=True, default="")
    follows = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.title or str(self.id)


class Track(Record):
    """A row of the timeline. Picture tracks of higher rank cover those below.

    `solo` silences every track of sound that is not solo too; edits reach no track that is `locked`, and `target` ones take
    what is inserted.
    """

    class Kind(models.TextChoices):
        """What a track holds."""

        PICTURE = "picture"
        DIALOGUE = "dialogue"  # the voices of the shot's take
        SOUND = "sound"  # room tone, music, effects

    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="tracks")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PICTURE)
    title = models.CharField(max_length=200, blank=True, default="")
    muted = models.BooleanField(default=False)
    solo = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    target = models.BooleanField(default=True)
    gain = models.FloatField(default=0.0)  # dB, over that of its clips

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Clip(Record):
    """Frames of a shot's take, of a file that somebody brought or of a tone, from the timeline's frame `start` on.

    At speed 1 they are `source_in` … `source_in + frames − 1`. `speed` is a ratio written `3/2`: how many frames of the source
    go by in one of the film; below 0 from the last to the first, `0/1` holds one. `source_in` is the first frame of the
    source that is used, whichever way it runs. `laid` is where the board laid it: what was changed since is the editor's.
    """

    track = models.ForeignKey(Track, models.CASCADE, related_name="clips")
    shot = models.ForeignKey("storyboard.Shot", models.CASCADE, null=True, blank=True, related_name="clips")
    start = _frames()
    source_in = _frames()
    frames = _frames(1, 1)
    tone = models.CharField(max_length=40, blank=True, default="")  # a kind of sound.tone, on sound tracks
    media = models.CharField(max_length=64, blank=True, default="")  # the digest of a film or a sound that somebody brought
    gain = models.FloatField(default=0.0)  # dB
    pan = models.FloatField(default=0.0)  # −1 left … 1 right
    fade_in = _frames()
    fade_out = _frames()
    speed = models.CharField(max_length=16, default="1/1")
    enabled = models.BooleanField(default=True)
    laid = models.JSONField(null=True, blank=True)
    link = models.UUIDField(null=True, blank=True)  # clips that are moved together share it

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(start__gte=0, source_in__gte=0, frames__gte=1), name="clip_has_frames")]

    def __str__(self) -> str:
        return f"{self.frames} frames from {self.start}"


class Transition(Record):
    """How one clip of a track becomes the next: over `frames` frames from `start`, a stretch that holds their cut."""

    class Kind(models.TextChoices):
        """What happens in between."""

        DISSOLVE = "dissolve"
        DIP = "dip"  # to black and back
        WIPE = "wipe"

    track = models.ForeignKey(Track, models.CASCADE, related_name="transitions")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DISSOLVE)
    start = _frames()
    frames = _frames(12, 1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(start__gte=0, frames__gte=1), name="transition_has_frames")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.start}"


class Marker(Record):
    """A word at a frame of the timeline."""

    class Colour(models.TextChoices):
        """What it means is the editor's own affair."""

        YELLOW = "yellow"
        RED = "red"
        GREEN = "green"
        BLUE = "blue"
        PURPLE = "purple"

    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="markers")
    frame = _frames()
    words = models.CharField(max_length=400, blank=True, default="")
    colour = models.CharField(max_length=10, choices=Colour.choices, default=Colour.YELLOW)

    def __str__(self) -> str:
        return f"{self.words} at {self.frame}"


class Cut(models.Model):
    """An exported version: its whole recipe, kept. Its state is its node's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="cuts")
    number = models.IntegerField()
    preset = models.CharField(max_length=40)
    recipe = models.JSONField()
    key = models.CharField(max_length=64, db_index=True)
    start = _frames()  # of the timeline: the cut shows its frames `start` … `start + frames − 1`
    frames = models.IntegerField()
    label = models.CharField(max_length=80, blank=True, default="")  # a person's word for it; part of the file's name
    kept = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timeline", "number"], name="one_cut_number"),
            models.UniqueConstraint(fields=["timeline", "preset", "key", "label"], name="one_cut_of_a_recipe"),
        ]

    def __str__(self) -> str:
        return f"cut {self.number} ({self.preset})"
