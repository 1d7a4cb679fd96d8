"""Layers in the cut: the player and the export show them, and what is heard stays the shot's own whoever else is seen in it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from editing import cuts, plans, rows
from editing.models import Timeline
from editing.presets import PRESETS
from generation.models import Artifact, Build
from generation.recipe import Recipe
from storyboard import takes
from storyboard.models import Shot, Take
from tests.editing.test_footage_sound import made
from tests.storyboard.films import Film
from tests.storyboard.layered import change, layer, mask

pytestmark = pytest.mark.django_db
WEB = PRESETS["web-720p"]
MOVED = [{"frame": 0, "across": 0.2}]


def footage(film: Film, number: int, digest: str, **facts: Any) -> None:
    facts = {"width": 640, "height": 360, "frames": 900, "rate": "24/1", "sound": True, **facts}
    Artifact.objects.create(workspace=film.project.workspace, digest=digest, kind="movie", size=9, facts=facts, brought=True)
    change(film, "shot", film.shots[number], footage={"artifact": digest, "start": 10}, frames=40)


def laid(film: Film) -> Timeline:
    for number in range(3):
        takes.shoot(Shot.objects.get(pk=film.shots[number]), by=film.person)
    return rows.from_storyboard(film.project, by=film.person)


def names(recipe: Recipe) -> set[str]:
    return {one.name for one in recipe.walk().values()}


def planned(timeline: Timeline) -> plans.Plan:
    return plans.plan(Timeline.objects.get(pk=timeline.pk))


def test_player_and_export_show_the_layers_of_a_shot(film: Film) -> None:
    timeline = laid(film)
    before = plans.cut_of(planned(timeline), WEB)
    layer(film, film.shots[0], masks=[mask(3)], keys=MOVED)
    reel = cuts.reel(Timeline.objects.get(pk=timeline.pk))
    assert [bool(one.proxy and "composite.over" in names(one.proxy)) for one in reel.pictures] == [True, False, False]
    after = plans.cut_of(planned(timeline), WEB)
    assert {"composite.over", "layers.plate", "layers.track"} <= names(after) - names(before)
    segments = [{key for key, one in recipe.walk().items() if one.name == "edit.segment"} for recipe in (before, after)]
    assert len(segments[1] - segments[0]) == 1  # the other shots' segments are as they were


def test_the_player_asks_for_a_take_as_it_is_now_and_no_more_for_what_it_was(film: Film) -> None:
    timeline = laid(film)
    for one in Take.objects.filter(project=film.project):
        made(film, one.key)
    cuts.request_reel(timeline, by=film.person)
    cuts.request_reel(timeline, by=film.person)
    first = Build.objects.get(root=cuts_proxy(timeline))  # asked for once
    moved = layer(film, film.shots[0], masks=[mask(3)], keys=MOVED)
    cuts.request_reel(Timeline.objects.get(pk=timeline.pk), by=film.person)
    second = Build.objects.get(root=cuts_proxy(timeline))
    assert second != first
    assert Build.objects.get(pk=first.pk).status == Build.State.CANCELLED
    change(film, "layer", moved, opacity=0.5)
    cuts.request_reel(Timeline.objects.get(pk=timeline.pk), by=None)  # the studio itself takes nothing back
    assert Build.objects.get(pk=second.pk).status == Build.State.ACTIVE


def cuts_proxy(timeline: Timeline) -> str:
    """The proxy of the first shot's picture as it is planned now."""
    one = planned(timeline)
    found = one.bin.of(one.shots()[0])
    assert found is not None
    return plans.proxy(found.picture).key


def test_what_is_heard_is_the_shots_own_sound_whoever_is_laid_over_it(film: Film) -> None:
    footage(film, 0, "a" * 64)
    footage(film, 2, "b" * 64)
    timeline = laid(film)
    before = [(one.sound.inputs["source"].sha256, one.frames) for one in plans.rooms(planned(timeline)) if not one.bed]
    lent = layer(film, film.shots[2], masks=[mask(3)])
    layer(film, film.shots[0], kind="borrowed", borrowed={"layer": str(lent)})
    layer(film, film.shots[1], kind="borrowed", borrowed={"layer": str(lent)})
    change(film, "shot", film.shots[0], backdrop={"kind": "shot", "shot": str(film.shots[2])})
    now = planned(timeline)
    assert [(one.sound.inputs["source"].sha256, one.frames) for one in plans.rooms(now) if not one.bed] == before
    assert before == [("a" * 64, 40), ("b" * 64, 40)]
    assert [one.line.words for one in now.spoken] == ["You are late."]  # of the drawn shot, over which footage is laid
    assert "composite.borrow" in names(plans.cut_of(now, WEB))


def test_lines_are_those_of_the_take_though_another_drawn_shot_is_laid_over_it(film: Film) -> None:
    timeline = laid(film)
    lent = layer(film, film.shots[1], masks=[mask(3)])
    layer(film, film.shots[0], kind="borrowed", borrowed={"layer": str(lent)}, rank="a0")
    own = [one.line.words for one in planned(timeline).spoken]
    assert own == ["You are late."]


def test_a_layer_of_a_shot_in_another_scene_is_found(film: Film) -> None:
    scene, far = uuid.uuid4(), uuid.uuid4()
    change(film, "scene", scene, number="13", heading="EXT. PIER - DAY", rank="a5")
    change(film, "shot", far, scene=str(scene), letter="A", action="A boat.", rank="a0")
    takes.shoot(Shot.objects.get(pk=far), by=film.person)
    lent = layer(film, far, masks=[mask(3)])
    layer(film, film.shots[0], kind="borrowed", borrowed={"layer": str(lent)})
    take = takes.shoot(Shot.objects.get(pk=film.shots[0]), by=film.person)
    proxy = cuts.request_take(take, by=film.person)
    assert "composite.borrow" in names(proxy)
