"""What has been made and is wanted: artifacts, nodes, builds and their demands."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from studio.models import Workspace


class Artifact(models.Model):
    """Bytes under their own SHA-256, within one workspace."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="artifacts")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)  # a key of generation.media.KINDS
    size = models.BigIntegerField()  # bytes
    facts = models.JSONField(default=dict)  # width, height, frames, rate, samples, alpha …
    brought = models.BooleanField(default=False)  # brought in by a person: never evicted
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(auto_now=True)
    evicted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "digest"], name="one_artifact")]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


class Status(models.TextChoices):
    """The states of a node. A row exists only once it could run, so there is no blocked state."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Priority(models.IntegerChoices):
    """Who goes first; higher is sooner."""

    BACKGROUND = 0
    NORMAL = 10
    AWAITED = 15  # somebody looks at it, but it takes minutes: the process that is kept free for what is quick leaves it alone
    INTERACTIVE = 20


class Node(models.Model):
    """A recipe that was made, once, for one workspace: the memo from its key to its outputs."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="nodes")
    key = models.CharField(max_length=64)
    operation = models.CharField(max_length=80)  # name@version
    params = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)  # port → {"recipe": key} | {"pick", "of"} | {"digest", "media"} | list
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    outputs = models.JSONField(default=dict)  # output → digest
    consumed = models.JSONField(default=dict)  # port → digest(s) it really read
    priority = models.SmallIntegerField(default=Priority.NORMAL)
    place = models.IntegerField(default=0)  # among those of its priority lower is sooner; people give builds places below 0
    queue = models.CharField(max_length=20)
    checkpoint = models.CharField(max_length=120, blank=True)
    attempts = models.SmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)  # the claim's own token
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    cancel = models.BooleanField(default=False)
    progress = models.FloatField(default=0.0)
    note = models.CharField(max_length=200, blank=True)
    version = models.BigIntegerField(default=0)
    error = models.JSONField(null=True, blank=True)  # {code, message, blame, class}
    took_ms = models.BigIntegerField(default=0)
    made_on = models.JSONField(default=dict)
    evicted = models.BooleanField(default=False)  # made once, its bytes forgotten since; made again when wanted
    divergent = models.IntegerField(default=0)  # how often a re-make gave other bytes
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="one_node")]
        indexes = [
            models.Index(fields=["queue", "-priority", "place", "id"], name="node_waiting", condition=Q(status="queued")),
            models.Index(fields=["lease_until"], name="node_leased", condition=Q(status="running")),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.key[:12]} {self.status}"


class Build(models.Model):
    """A request: make this recipe, and tell that channel."""

    class State(models.TextChoices):
        """A build is active until its root is made, cannot be made, or is no longer wanted."""

        ACTIVE = "active"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="builds")
    recipe = models.JSONField()
    root = models.CharField(max_length=64, db_index=True)
    channel = models.CharField(max_length=100, db_index=True)
    label = models.CharField(max_length=200)
    subject = models.UUIDField(null=True, blank=True)  # the record that it is made for: a shot, a character, a place
    priority = models.SmallIntegerField(default=Priority.NORMAL)
    place = models.IntegerField(default=0)  # as of its nodes
    status = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE, db_index=True)
    dirty = models.BooleanField(default=True)
    total = models.IntegerField(default=0)
    made = models.IntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    version = models.BigIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)
    started = models.DateTimeField(null=True, blank=True)  # when the first of its nodes was taken up
    finished = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.label} ({self.status})"


class Demand(models.Model):
    """This build wants that node. A node that no active build wants is told to stop."""

    build = models.ForeignKey(Build, models.CASCADE, related_name="demands")
    node = models.ForeignKey(Node, models.CASCADE, related_name="demands")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["build", "node"], name="one_demand")]

    def __str__(self) -> str:
        return f"{self.build_id} wants {self.node_id}"


class Order(models.Model):
    """What was asked of a model that somebody else runs: written before the request, so that nothing is paid twice."""

    class State(models.TextChoices):
        """`intended → sent → accepted → made → delivered`, or where it ended before."""

        INTENDED = "intended"  # nothing has left this machine
        SENT = "sent"  # the request left; no answer is known
        ACCEPTED = "accepted"  # the provider gave it a number
        MADE = "made"  # the result lies here, the node is not yet done
        DELIVERED = "delivered"  # the node is done
        REFUSED = "refused"  # the provider did not take it; unpaid
        FAILED = "failed"  # the provider said that it failed, or a person that it was never paid; unpaid
        CANCELLED = "cancelled"  # the provider said that it stopped; unpaid
        LOST = "lost"  # paid, a person said, and nothing came of it

    OWED = (State.SENT, State.ACCEPTED, State.MADE, State.DELIVERED, State.LOST)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="orders")
    key = models.CharField(max_length=64)  # of the node; with `request` it is the idempotency key
    request = models.CharField(max_length=64)  # SHA-256 of what is asked
    again = models.IntegerField(default=0)  # how often the same was ordered before: only after it ended
    channel = models.CharField(max_length=100, blank=True)  # of the build that wanted it first
    subject = models.UUIDField(null=True, blank=True)
    checkpoint = models.CharField(max_length=120)
    provider = models.CharField(max_length=120)
    model = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.INTENDED)
    reference = models.CharField(max_length=300, blank=True)  # the provider's own number
    links = models.JSONField(default=dict)  # status, result, cancel: where the provider said to ask
    file = models.CharField(max_length=80, blank=True)  # in the folder of kept results
    amount = models.DecimalField(max_digits=16, decimal_places=6, null=True)  # null: nobody knows before the bill
    currency = models.CharField(max_length=3, blank=True)
    note = models.CharField(max_length=400, blank=True)  # how it ended, in words
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key", "request", "again"], name="one_order")]
        indexes = [models.Index(fields=["channel", "-created"], name="order_ledger")]

    def __str__(self) -> str:
        return f"{self.provider} {self.model} {self.key[:12]} {self.state}"


class Budget(models.Model):
    """How much may be spent on hosted models: by one channel (a project), or by the whole workspace where that is blank."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="budgets")
    channel = models.CharField(max_length=100, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=6)
    currency = models.CharField(max_length=3)
    monthly = models.BooleanField(default=False)  # counted anew with each calendar month (UTC); else from the beginning

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "channel"], name="one_budget")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} {self.channel or 'workspace'}"
