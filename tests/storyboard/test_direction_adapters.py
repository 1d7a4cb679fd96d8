"""Adapters: records like any other; which of them a shot's model is given, how strongly, and whose permission that needs."""

from __future__ import annotations

import uuid

import pytest

from generation.recipe import Digest
from storyboard import brought, edits, plans, takes
from storyboard.models import Adapter, Character, Shot
from studio.errors import Refused
from tests.storyboard.films import Film
from tests.storyboard.layered import change
from tests.storyboard.test_direction import PICTURE, VACE, WEIGHTS, adapter, codes, direct, planned
from tests.storyboard.test_direction import stocked as stocked

pytestmark = pytest.mark.django_db


def test_adapters_of_cast_style_and_camera_apply_by_themselves_and_named_ones_as_said(stocked: Film) -> None:
    style = uuid.uuid4()
    change(stocked, "style", style, name="Ink", description="black ink", everywhere=True)
    face = adapter(stocked, purpose="character", character=str(stocked.anna), trigger="annax woman", strength=0.8, rank="a1")
    adapter(stocked, purpose="character", character=str(stocked.ben), rank="a2")
    adapter(stocked, purpose="style", style=str(style), trigger="inkx", rank="a3")
    adapter(stocked, purpose="camera", movement="push", rank="a4")
    other = adapter(stocked, purpose="style", base="LTX-Video", name="Grain", rank="a5")
    change(stocked, "shot", stocked.shots[0], movement="push")
    direct(stocked, 0, checkpoint=VACE)
    recipe = planned(stocked, 0)
    assert len(recipe.inputs["adapters"]) == 3
    assert recipe.params["adapter_strengths"] == [0.8, 1.0, 1.0]
    shot, cast, *_, last = recipe.params["prompt"].split("\n")
    assert cast.startswith("annax woman, ANNA")
    assert last.startswith("inkx, black ink")
    assert "annax" not in shot
    named = [{"adapter": str(face), "strength": 0.0}, {"adapter": str(other), "strength": 1.0}]
    direct(stocked, 0, checkpoint=VACE, adapters=named)
    assert len(planned(stocked, 0).inputs["adapters"]) == 2
    assert codes(stocked, 0) == ["ADAPTER_OTHER_BASE"]
    change(stocked, "adapter", other, archived=True)
    assert codes(stocked, 0) == ["ADAPTER_GONE"]
    change(stocked, "character", stocked.anna, archived=True)
    direct(stocked, 0, checkpoint=VACE)
    assert len(planned(stocked, 0).inputs["adapters"]) == 2


def test_an_adapter_without_weights_asks_for_nothing_by_itself_and_is_told_when_it_is_named(stocked: Film) -> None:
    one = adapter(stocked, purpose="character", character=str(stocked.anna), artifact="", name="Anna")
    direct(stocked, 0, checkpoint=VACE)
    assert codes(stocked, 0) == []
    direct(stocked, 0, checkpoint=VACE, adapters=[{"adapter": str(one), "strength": 1.0}])
    assert codes(stocked, 0) == ["ADAPTER_UNTRAINED"]
    assert "adapters" not in planned(stocked, 0).inputs


def test_the_trained_likeness_of_a_real_person_needs_permission_even_where_they_are_not_in_the_cast(stocked: Film) -> None:
    one = adapter(stocked, purpose="character", character=str(stocked.ben))
    change(stocked, "character", stocked.ben, real_person=True)
    shot = Shot.objects.get(pk=stocked.shots[0])
    takes.shoot(shot, by=stocked.person)  # Ben is not in it
    direct(stocked, 0, checkpoint=VACE, adapters=[{"adapter": str(one), "strength": 1.0}])
    with pytest.raises(Refused, match="BEN") as refused:
        takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    assert refused.value.code == "CONSENT_REQUIRED"
    change(stocked, "character", stocked.ben, consent="a letter in the safe")
    takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)


def test_an_adapter_is_a_record_that_is_edited_undone_and_put_away(stocked: Film) -> None:
    one = adapter(stocked, name="Anna", purpose="character", character=str(stocked.anna))
    done = change(stocked, "adapter", one, name="Anna 2", training={"checkpoint": VACE, "pictures": [PICTURE]})
    assert Adapter.objects.get(pk=one).training["steps"] == 1000  # type: ignore[index]
    edits.undo(stocked.project, done.edit, by=stocked.person)
    assert (Adapter.objects.get(pk=one).name, Adapter.objects.get(pk=one).training) == ("Anna", None)
    assert WEIGHTS in brought.held(stocked.project.workspace_id)
    with pytest.raises(Refused, match="takes the weights of an adapter"):
        change(stocked, "adapter", one, artifact=PICTURE)
    with pytest.raises(Refused, match="no character"):
        change(stocked, "adapter", one, character=str(uuid.uuid4()))


def test_a_portrait_is_drawn_with_what_was_trained_on_them(stocked: Film) -> None:
    anna = Character.objects.select_related("project").get(pk=stocked.anna)
    plain = plans.portrait(anna)
    adapter(stocked, purpose="character", character=str(stocked.anna), base="Stable Diffusion XL", trigger="annax")
    assert plans.portrait(anna).key == plain.key  # the embedded generator takes none
    change(stocked, "project", stocked.project.pk, checkpoints={"image-generator": "sdxl@1.0"})
    drawn = plans.portrait(Character.objects.select_related("project").get(pk=stocked.anna))
    assert drawn.inputs["adapters"] == (Digest(WEIGHTS, "adapter"),)
    assert drawn.params["prompt"].startswith("annax, ANNA")
    panel = plans.panel(Shot.objects.select_related("project").get(pk=stocked.shots[0]))
    assert panel.inputs["adapters"] == (Digest(WEIGHTS, "adapter"),)
    assert "wide shot" in panel.params["prompt"]
