"""The tables of the storyboard."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("studio", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                ("rate", models.CharField(default="24/1", max_length=15)),
                ("width", models.IntegerField(default=1280)),
                ("height", models.IntegerField(default=720)),
                ("language", models.CharField(blank=True, default="en", max_length=8)),
                ("checkpoints", models.JSONField(default=dict)),
                ("slate", models.BooleanField(default=False)),
                (
                    "captions",
                    models.CharField(
                        choices=[("off", "Off"), ("track", "Track"), ("burned", "Burned")], default="track", max_length=8
                    ),
                ),
                ("revision", models.BigIntegerField(default=0)),
                ("archived", models.BooleanField(default=False)),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "producing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="projects", to="studio.workspace"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("description", models.CharField(blank=True, default="", max_length=4000)),
                ("interior", models.BooleanField(blank=True, default=None, null=True)),
                ("overrides", models.JSONField(default=dict)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("row", models.BigAutoField(primary_key=True, serialize=False)),
                ("uuid", models.UUIDField()),
                ("revision", models.BigIntegerField()),
                ("label", models.CharField(blank=True, default="", max_length=200)),
                ("changes", models.JSONField()),
                ("inverse", models.JSONField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="storyboard.project"),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("revision"))],
            },
        ),
        migrations.CreateModel(
            name="Character",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("aliases", models.JSONField(default=list)),
                ("description", models.CharField(blank=True, default="", max_length=4000)),
                ("look", models.JSONField(default=dict)),
                ("voice", models.CharField(blank=True, default="", max_length=120)),
                ("pace", models.FloatField(default=1.0)),
                ("gender", models.CharField(blank=True, default="", max_length=20)),
                ("age", models.CharField(blank=True, default="", max_length=60)),
                ("language", models.CharField(blank=True, default="", max_length=8)),
                ("real_person", models.BooleanField(default=False)),
                ("consent", models.CharField(blank=True, default="", max_length=500)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Scene",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("number", models.CharField(blank=True, default="", max_length=20)),
                ("heading", models.CharField(blank=True, default="", max_length=500)),
                ("interior", models.BooleanField(blank=True, default=None, null=True)),
                ("time", models.CharField(blank=True, default="", max_length=20)),
                ("weather", models.CharField(blank=True, default="", max_length=20)),
                ("mood", models.CharField(blank=True, default="", max_length=60)),
                ("synopsis", models.CharField(blank=True, default="", max_length=4000)),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="scenes",
                        to="storyboard.location",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("letter", models.CharField(blank=True, default="", max_length=4)),
                ("size", models.CharField(blank=True, default="", max_length=8)),
                ("angle", models.CharField(blank=True, default="", max_length=30)),
                ("movement", models.CharField(blank=True, default="", max_length=30)),
                ("action", models.CharField(blank=True, default="", max_length=8000)),
                ("negative", models.CharField(blank=True, default="", max_length=2000)),
                ("dialogue", models.JSONField(default=list)),
                ("props", models.JSONField(default=list)),
                ("titles", models.JSONField(default=list)),
                (
                    "frames",
                    models.IntegerField(
                        default=72,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                    ),
                ),
                ("frames_locked", models.BooleanField(default=False)),
                ("seed", models.BigIntegerField(default=0)),
                ("stage", models.JSONField(blank=True, default=None, null=True)),
                ("voices", models.JSONField(default=dict)),
                ("locked", models.BooleanField(default=False)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
                (
                    "scene",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="shots", to="storyboard.scene"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Layer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("matte", models.CharField(blank=True, default="", max_length=64)),
                ("visible", models.BooleanField(default=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
                (
                    "shot",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="layers", to="storyboard.shot"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("operation", models.CharField(max_length=80)),
                ("params", models.JSONField(default=dict)),
                ("enabled", models.BooleanField(default=True)),
                (
                    "layer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="effects",
                        to="storyboard.layer",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
                (
                    "shot",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="effects", to="storyboard.shot"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Casting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                (
                    "character",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="castings", to="storyboard.character"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
                (
                    "shot",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="castings", to="storyboard.shot"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Style",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("description", models.CharField(blank=True, default="", max_length=4000)),
                ("negative", models.CharField(blank=True, default="", max_length=4000)),
                ("everywhere", models.BooleanField(default=False)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="scene",
            name="style",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="scenes", to="storyboard.style"
            ),
        ),
        migrations.CreateModel(
            name="Take",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("rank", models.CharField(default="a0", max_length=100)),
                ("archived", models.BooleanField(default=False)),
                ("number", models.IntegerField()),
                ("recipe", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=64)),
                ("seed", models.BigIntegerField()),
                ("quality", models.CharField(default="final", max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("kept", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="storyboard.project"
                    ),
                ),
                (
                    "shot",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="takes", to="storyboard.shot"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="shot",
            name="take",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="storyboard.take"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(condition=models.Q(("revision__gte", 0)), name="project_revision_counts_up"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gte", 16), ("width__gte", 16)), name="project_has_a_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="edit",
            constraint=models.UniqueConstraint(fields=("project", "revision"), name="one_edit_per_revision"),
        ),
        migrations.AddConstraint(
            model_name="edit",
            constraint=models.UniqueConstraint(fields=("project", "uuid"), name="one_edit_per_id"),
        ),
        migrations.AddConstraint(
            model_name="take",
            constraint=models.UniqueConstraint(fields=("shot", "number"), name="one_take_number"),
        ),
        migrations.AddConstraint(
            model_name="shot",
            constraint=models.CheckConstraint(condition=models.Q(("frames__gte", 1)), name="shot_has_frames"),
        ),
        migrations.AddConstraint(
            model_name="shot",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed__gte", 0), ("seed__lt", 4294967296)), name="shot_seed_fits"
            ),
        ),
    ]
