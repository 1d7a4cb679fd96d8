"""The source of a film as rows: project, scenes, shots, takes, layers, cast, places, styles, adapters, and the log of edits."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from generation import checkpoints
from generation.models import Build
from studio.models import Workspace

SEEDS = 2**32  # seeds lie in 0 … SEEDS − 1


EMBEDDING = "minilm@1.0"


def _words(length: int, default: str = "") -> models.CharField[str, str]:
    return models.CharField(max_length=length, blank=True, default=default)


def locked() -> dict[str, str]:
    """What a new film is locked to: the sentence embedding where it is installed; everything else by the operations' defaults.

    Reading words works without it; with it, places that no known word names are read by what they are like.
    """
    return {"sentence-embedding": EMBEDDING} if checkpoints.installed(EMBEDDING) else {}


class Project(models.Model):
    """One film. `revision` counts its edits; every time in it is in frames at `rate`."""

    class Captions(models.TextChoices):
        """What becomes of the subtitles in a cut."""

        OFF = "off"
        TRACK = "track"  # a subtitle track that a player can switch
        BURNED = "burned"  # in the picture

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="projects")
    title = _words(200)
    rate = models.CharField(max_length=15, default="24/1")
    width = models.IntegerField(default=1280)
    height = models.IntegerField(default=720)
    language = _words(8, "en")
    checkpoints = models.JSONField(default=locked)  # capability → id@revision, like a lockfile
    slate = models.BooleanField(default=False)  # burn shot and take into the cut
    captions = models.CharField(max_length=8, choices=Captions.choices, default=Captions.TRACK)
    best_of = models.IntegerField(default=1)  # takes that are drawn of a shot, of which the best is shown
    bar = models.FloatField(null=True, blank=True, default=None)  # a score that is good enough to draw no more
    story = models.TextField(blank=True, default="")  # the few words that the board was made from
    length = models.IntegerField(default=0)  # frames that the story is to last; 0: as long as it needs
    revision = models.BigIntegerField(default=0)
    archived = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    producing = models.ForeignKey(  # who asked for the whole film to be made; nobody once it is
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    producing_quality = models.CharField(max_length=10, default="final")
    producing_group = models.UUIDField(null=True, blank=True)  # what its edits have in common, so that all are undone at once
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(revision__gte=0), name="project_revision_counts_up"),
            models.CheckConstraint(condition=Q(width__gte=16, height__gte=16), name="project_has_a_size"),
        ]

    @property
    def channel(self) -> str:
        """The channel on which everything about this film is told."""
        return f"project.{self.id}"

    def __str__(self) -> str:
        return self.title or str(self.id)


class Record(models.Model):
    """One row of the source: its id comes from the client, its place among its like from `rank`, and it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(Project, models.CASCADE, related_name="%(class)ss")
    rank = models.CharField(max_length=100, default="a0")  # a fractional index: text that sorts
    archived = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Style(Record):
    """How the film looks: words added to every prompt of the scenes that choose it, or of all when `everywhere`."""

    name = _words(120)
    description = _words(4000)
    negative = _words(4000)
    everywhere = models.BooleanField(default=False)
    pictures = models.JSONField(default=list)  # digests of pictures that show what is meant

    def __str__(self) -> str:
        return self.name


class Character(Record):
    """Somebody in the film; looks and sounds the same in every shot."""

    name = _words(120)
    aliases = models.JSONField(default=list)
    description = _words(4000)
    look = models.JSONField(default=dict)  # fields of previs.stage.Look set by hand
    voice = _words(120)  # a voice of the project's voice checkpoint; empty: chosen from the description
    pace = models.FloatField(default=1.0)  # 1 is usual, 0.8 slow, 1.25 fast
    gender = _words(20)
    age = _words(60)
    language = _words(8)  # empty: the project's
    real_person = models.BooleanField(default=False)  # has the likeness or voice of somebody living
    consent = _words(500)  # where that person's permission is kept
    pictures = models.JSONField(default=list)  # digests of pictures of this somebody

    def __str__(self) -> str:
        return self.name


class Location(Record):
    """A place; the same in every shot, from any angle."""

    name = _words(200)
    description = _words(4000)
    interior = models.BooleanField(null=True, blank=True, default=None)  # None: as the heading says
    overrides = models.JSONField(default=dict)  # fields of previs.stage.Place set by hand
    pictures = models.JSONField(default=list)  # digests of pictures of this place

    def __str__(self) -> str:
        return self.name


class Adapter(Record):
    """A small set of weights (LoRA) laid over a model: somebody's likeness, a style, or how the camera moves."""

    name = _words(120)
    purpose = models.CharField(max_length=10, default="style")  # character | style | camera
    character = models.ForeignKey(Character, models.SET_NULL, null=True, blank=True, related_name="adapters")
    style = models.ForeignKey(Style, models.SET_NULL, null=True, blank=True, related_name="adapters")
    movement = _words(30)  # the camera's move that it makes, as `Shot.movement`
    artifact = _words(64)  # digest of the weights; empty until they are brought or trained
    base = _words(80)  # the family of models that it was made for
    trigger = _words(200)  # words of the prompt that call it up
    strength = models.FloatField(default=1.0)
    training = models.JSONField(null=True, blank=True, default=None)  # how it is trained: direction_fields.TrainingField

    def __str__(self) -> str:
        return self.name


class Scene(Record):
    """A stretch of story in one place at one time."""

    number = _words(20)  # as the slate says it: 12
    heading = _words(500)
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, related_name="scenes")
    style = models.ForeignKey(Style, models.SET_NULL, null=True, blank=True, related_name="scenes")
    interior = models.BooleanField(null=True, blank=True, default=None)
    time = _words(20)  # previs.stage.TimeOfDay, or empty: the stage chooses
    weather = _words(20)
    mood = _words(60)
    synopsis = _words(4000)
    arc = _words(10)  # setup | rising | turn | climax | end: what it does in the story
    outline = models.TextField(blank=True, default="")  # the sentences of the story that it tells
    length = models.IntegerField(default=0)  # frames that it is to last; 0: as long as its shots are
    drafted = models.JSONField(null=True, blank=True, default=None)  # what the studio wrote of it: drafting.mark; None: a person

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


class Shot(Record):
    """One uninterrupted picture. `frames` is its length in the cut; `take` is the take that the cut shows."""

    scene = models.ForeignKey(Scene, models.CASCADE, related_name="shots")
    letter = _words(4)  # as the slate says it: A
    size = _words(8)
    angle = _words(30)
    movement = _words(30)
    action = _words(8000)
    negative = _words(2000)
    dialogue = models.JSONField(default=list)  # [{character: uuid | null, words, manner}]
    props = models.JSONField(default=list)  # words
    titles = models.JSONField(default=list)  # words over the picture
    frames = models.IntegerField(default=72, validators=[MinValueValidator(1), MaxValueValidator(100_000)])
    frames_locked = models.BooleanField(default=False)  # a person set the length: voices must fit it
    seed = models.BigIntegerField(default=0)
    stage = models.JSONField(null=True, blank=True, default=None)  # merge patch over the composed stage: edits by hand
    footage = models.JSONField(null=True, blank=True, default=None)  # {artifact, start, fit}: it is a stretch of this
    first = _words(64)  # digest of the picture that it starts from, or empty
    last = _words(64)  # digest of the picture that it ends on, or empty
    backdrop = models.JSONField(
        null=True, blank=True, default=None
    )  # another place behind its layers: layer_fields.BackdropField
    direction = models.JSONField(null=True, blank=True, default=None)  # what the model is told: direction_fields.DirectionField
    voices = models.JSONField(default=dict)  # key of a sound.speak recipe → samples at 48,000 Hz, once it was heard
    take = models.ForeignKey("Take", models.SET_NULL, null=True, blank=True, related_name="+")
    locked = models.BooleanField(default=False)  # its take stays, whatever changes
    drafted = models.JSONField(null=True, blank=True, default=None)  # as of a scene, and the sentence that it shows

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(frames__gte=1), name="shot_has_frames"),
            models.CheckConstraint(condition=Q(seed__gte=0, seed__lt=SEEDS), name="shot_seed_fits"),
        ]

    def __str__(self) -> str:
        return f"shot {self.letter} ({self.frames} frames)"


class Casting(Record):
    """A character in a shot; `rank` is the order in which the stage places them."""

    shot = models.ForeignKey(Shot, models.CASCADE, related_name="castings")
    character = models.ForeignKey(Character, models.CASCADE, related_name="castings")

    def __str__(self) -> str:
        return f"{self.character_id} in {self.shot_id}"


class Take(Record):
    """A recipe that was kept for a shot. Its state is its node's; nothing that happens later can move it."""

    shot = models.ForeignKey(Shot, models.CASCADE, related_name="takes")
    number = models.IntegerField()
    recipe = models.JSONField(default=dict)  # the whole tree, frozen
    key = models.CharField(max_length=64)
    seed = models.BigIntegerField()
    quality = models.CharField(max_length=10, default="final")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.BigIntegerField(null=True, blank=True)  # of the project when this was drawn; None: found in the log
    kept = models.BooleanField(default=False)
    note = _words(1000)
    derived = models.JSONField(null=True, blank=True, default=None)  # made of another take: direction_fields.DerivedField
    build: Build | None = None  # the request that `takes` made for it just now; not stored

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shot", "number"], name="one_take_number")]

    def __str__(self) -> str:
        return f"take {self.number}"


def soft_edges() -> dict[str, Any]:
    """The edges of a layer of which nothing else was said."""
    return {"subject": "auto", "band": 0, "steady": 0.25, "strands": False}


def plain_blend() -> dict[str, Any]:
    """How a layer meets what is behind it when nothing else was said: as it is."""
    shadow = {"shadow": 0.0, "shadow_across": 0.0, "shadow_down": 0.0, "shadow_soft": 0.0}
    return {"wrap": 0.0, "match": None, "grain": 0.0, **shadow}


class Layer(Record):
    """A part of a shot's picture, cut out by its masks; or a thing, or another shot's layer, put over it. Lowest rank first."""

    shot = models.ForeignKey(Shot, models.CASCADE, related_name="layers")
    name = _words(120)
    kind = models.CharField(max_length=10, default="cut")  # cut | thing | borrowed
    auto = _words(10)  # people: cut out without any mask
    matte = _words(64)  # digest of a matte that a person brought, or empty
    visible = models.BooleanField(default=True)  # a cut layer that is not visible is removed from the picture
    masks = models.JSONField(default=list)  # as layer_fields.Mask
    edges = models.JSONField(default=soft_edges)
    thing = models.JSONField(null=True, blank=True, default=None)
    borrowed = models.JSONField(null=True, blank=True, default=None)
    opacity = models.FloatField(default=1.0)
    mode = models.CharField(max_length=20, default="normal")
    keys = models.JSONField(default=list)  # as layer_fields.PoseKey
    easing = models.CharField(max_length=10, default="smooth")
    pivot = models.JSONField(null=True, blank=True, default=None)  # [across, down]; null: the picture's centre
    blend = models.JSONField(default=plain_blend)
    take = models.ForeignKey(Take, models.SET_NULL, null=True, blank=True, related_name="+")  # that the masks were drawn on

    def __str__(self) -> str:
        return self.name


class Effect(Record):
    """An operation over a shot's take; effects apply in order of `rank`."""

    shot = models.ForeignKey(Shot, models.CASCADE, related_name="effects")
    layer = models.ForeignKey(Layer, models.SET_NULL, null=True, blank=True, related_name="effects")
    operation = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)  # port → effect_fields.GivenField: what it is given besides the clip
    enabled = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.operation


class Look(Record):
    """Effects that were kept under a name, to be laid over other shots, also of other films."""

    name = _words(200)
    effects = models.JSONField(default=list)  # as effect_fields.CarriedField

    def __str__(self) -> str:
        return self.name


class Edit(models.Model):
    """What changed at one revision, and what would change it back."""

    row = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField()  # the client's: a resent edit is known by it
    group = models.UUIDField(null=True, blank=True, db_index=True)  # edits that are undone together share it
    project = models.ForeignKey(Project, models.CASCADE, related_name="edits")
    revision = models.BigIntegerField()
    label = _words(200)
    changes = models.JSONField()
    inverse = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [F("revision").asc()]
        constraints = [
            models.UniqueConstraint(fields=["project", "revision"], name="one_edit_per_revision"),
            models.UniqueConstraint(fields=["project", "uuid"], name="one_edit_per_id"),
        ]

    @property
    def id(self) -> UUID:
        """The edit's id: the client's own."""
        return self.uuid

    def __str__(self) -> str:
        return f"edit {self.revision}"


from storyboard.choosing_models import Run as Run  # noqa: E402 - Django looks for tables here
from storyboard.choosing_models import Score as Score  # noqa: E402
