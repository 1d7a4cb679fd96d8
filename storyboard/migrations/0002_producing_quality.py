"""The quality in which a film is being made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storyboard", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="producing_quality",
            field=models.CharField(default="final", max_length=10),
        ),
    ]
