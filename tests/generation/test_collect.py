"""What may be forgotten: the cheapest loss first, never what somebody kept, brought in or used of late; and it comes back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from editing.models import Cut, Timeline
from generation import builds, collect, pool, store
from generation.models import Artifact, Node
from storyboard.models import Shot, Take
from tests.generation import toys
from tests.storyboard.films import make_film

pytestmark = pytest.mark.django_db(transaction=True)


def test_over_quota_everything_goes_but_what_is_kept_brought_or_young() -> None:
    toys.forget_runs()
    film = make_film("anna")
    workspace = film.project.workspace
    made = toys.film(3)
    pool.run_now(builds.request(workspace, made, channel="test", label="film"))
    shot = Shot.objects.get(pk=film.shots[0])
    drawn = Node.objects.get(params__words="shot0")
    Take.objects.create(id=uuid.uuid4(), project=film.project, shot=shot, number=1, recipe={}, key=drawn.key, seed=1)
    timeline = Timeline.objects.create(id=uuid.uuid4(), project=film.project)
    Cut.objects.create(timeline=timeline, number=1, preset="master", recipe={}, key=made.key, frames=1)
    young = Artifact.objects.get(digest=Node.objects.get(params__words="shot1").outputs["out"])
    brought = Artifact.objects.get(digest=Node.objects.get(params__words="shot2").outputs["out"])
    Artifact.objects.update(used=timezone.now() - timedelta(days=9))
    Artifact.objects.filter(pk=young.pk).update(used=timezone.now())
    Artifact.objects.filter(pk=brought.pk).update(brought=True)

    assert collect.collect_all() == 0  # within the quota nothing is forgotten
    workspace.quota_bytes = 1
    workspace.save()
    assert collect.collect_all() > 0
    left = set(Artifact.objects.filter(workspace=workspace, evicted_at=None).values_list("digest", flat=True))
    kept = {drawn.outputs["out"], builds.outputs_of(workspace, made.key)["out"].digest, young.digest, brought.digest}
    assert left == kept
    for artifact in Artifact.objects.filter(workspace=workspace):
        if artifact.digest in kept:
            assert store.sound(artifact)
        else:
            with pytest.raises(store.Missing):
                store.local(artifact)
    before = len(toys.runs())
    pool.run_now(builds.request(workspace, toys.film(3, strength=0.5), channel="test", label="film"))
    assert len(toys.runs()) - before == 5  # the sheet and two untouched effects return; the changed effect and the film are new
