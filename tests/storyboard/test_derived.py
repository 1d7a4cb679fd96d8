"""Takes made of takes: what they are made by, when they go stale and why, the length of their shot, voices, bridges, guards."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from editing.footage import Bin
from generation.models import Artifact, Build
from generation.operation import BadInput
from generation.recipe import Digest, Recipe
from storyboard import continuity, deriving, edits, guards, kinds, making, masks, plans, takes
from storyboard.film import Film as WholeFilm
from storyboard.models import Edit, Project, Shot, Take
from studio.errors import Conflict, Refused
from tests.storyboard.films import Film
from tests.storyboard.layered import change, layer

pytestmark = pytest.mark.django_db

VACE = "wan-vace-1.3b@2.1"
PICTURE = "c" * 64


def shot_of(film: Film, position: int = 0) -> Shot:
    return Shot.objects.select_related("project__workspace", "scene", "take").get(pk=film.shots[position])


def whole(film: Film) -> WholeFilm:
    return WholeFilm.of(Project.objects.select_related("workspace").get(pk=film.project.pk))


def derive(film: Film, operation: str, position: int = 0, **how: Any) -> Take:
    params = how.pop("params", {})
    return deriving.derive(shot_of(film, position), operation=operation, params=params, by=film.person, **how)


def state(film: Film, position: int = 0) -> tuple[str, list[str]]:
    found = takes.staleness(shot_of(film, position))
    return found.state, [one.words() for one in found.causes]


@pytest.fixture
def shot(film: Film) -> Film:
    """The film with a take of its first shot."""
    takes.shoot(shot_of(film), by=film.person)
    return film


def recipe_of(take: Take) -> Recipe:
    return Recipe.load(Take.objects.get(pk=take.pk).recipe)


def test_an_edit_is_a_take_over_a_take_and_is_shown(shot: Film) -> None:
    base = shot_of(shot).take
    made = derive(shot, "video.edit", params={"prompt": "make it snow", "checkpoint": VACE})
    recipe = recipe_of(made)
    assert recipe.name == "video.edit"
    assert recipe.inputs["clip"] == plans.frozen(base)  # type: ignore[arg-type]
    assert shot_of(shot).take_id == made.pk
    assert made.number == 2
    assert made.build is not None
    assert Take.objects.get(pk=made.pk).derived["of"] == str(base.pk)  # type: ignore[index, union-attr]
    assert state(shot) == ("missing", [])
    assert masks.length(recipe) == 72


def test_what_makes_the_base_stale_makes_it_stale_and_both_are_said(shot: Film) -> None:
    derive(shot, "video.edit", params={"prompt": "make it snow", "checkpoint": VACE})
    change(shot, "shot", shot.shots[0], action="Anna sits at a desk.")
    assert state(shot) == ("stale", ["Its base take changed", "The action changed: table → desk"])
    change(shot, "shot", shot.shots[0], action="Anna sits at a table.")
    assert state(shot)[0] == "missing"


def test_made_again_it_is_made_of_what_the_base_would_be_now(shot: Film) -> None:
    made = derive(shot, "video.edit", params={"prompt": "make it snow", "checkpoint": VACE})
    change(shot, "shot", shot.shots[0], action="Anna sits at a desk.")
    (again,) = takes.remake(whole(shot), by=shot.person, states={shot.shots[0]: takes.staleness(shot_of(shot))})
    recipe = recipe_of(again)
    assert recipe.name == "video.edit"
    assert (recipe.params["prompt"], recipe.params["seed"]) == ("make it snow", made.seed)
    assert state(shot) == ("missing", [])
    drawn, said = takes.several(shot_of(shot), same_seed=True, by=shot.person)
    assert [one.pk for one in drawn] == [again.pk]
    assert said is not None


def test_a_new_draw_is_of_the_shot_and_not_the_base_again(shot: Film) -> None:
    base = shot_of(shot).take
    derive(shot, "video.edit", params={"prompt": "make it snow", "checkpoint": VACE})
    drawn = takes.shoot(shot_of(shot), by=shot.person)
    assert recipe_of(drawn).name == "video.generate"
    assert drawn.seed != base.seed  # type: ignore[union-attr]
    assert drawn.derived is None


def test_longer_takes_lengthen_their_shot_and_one_undo_brings_both_back(shot: Film) -> None:
    base = shot_of(shot).take_id
    made = derive(shot, "video.extend", params={"frames": 24})
    now = shot_of(shot)
    assert (now.frames, now.frames_locked, now.take_id) == (96, True, made.pk)
    assert masks.length(recipe_of(made)) == 96
    assert state(shot) == ("missing", [])
    shown = Edit.objects.filter(project=shot.project).latest("revision")
    edits.undo(shot.project, shown.uuid, by=shot.person)
    now = shot_of(shot)
    assert (now.frames, now.frames_locked, now.take_id) == (72, False, base)


def test_extended_twice_and_changed_it_stays_what_its_base_was_and_grows_with_the_shot(shot: Film) -> None:
    derive(shot, "video.extend", params={"frames": 24})
    derive(shot, "video.extend", params={"frames": 12, "direction": "backwards"})
    derive(shot, "video.edit", params={"prompt": "rain", "checkpoint": VACE})
    assert shot_of(shot).frames == 108
    assert state(shot) == ("missing", [])
    change(shot, "shot", shot.shots[0], frames=100)
    assert state(shot) == ("stale", ["Its base take changed", "The length in frames changed: 72 → 64"])


def test_backwards_the_voices_begin_later_and_the_cut_knows_the_length(film: Film) -> None:
    takes.shoot(shot_of(film, 1), by=film.person)
    base = shot_of(film, 1).take
    (before,) = plans.voices(plans.frozen(base))  # type: ignore[arg-type]
    derive(film, "video.extend", 1, params={"frames": 24, "direction": "backwards"})
    made = derive(film, "video.extend", 1, params={"frames": 12})
    (after,) = plans.voices(recipe_of(made))
    assert (after.start, after.words) == (before.start + 24, before.words)
    assert Bin(whole(film)).length(shot_of(film, 1)) == 72 + 36


def test_a_mask_of_a_layer_says_what_changes_and_a_new_mask_is_a_cause(shot: Film) -> None:
    cup = layer(shot, shot.shots[0], name="Cup", masks=[{"frame": 0, "box": [0.2, 0.4, 0.4, 0.8]}])
    made = derive(shot, "video.edit", params={"prompt": "a red cup", "checkpoint": VACE}, layer=cup)
    assert recipe_of(made).inputs["mask"] is not None
    assert state(shot) == ("missing", [])
    change(shot, "layer", cup, masks=[{"frame": 0, "box": [0.1, 0.4, 0.4, 0.8]}])
    assert state(shot) == ("stale", ["The mask that says what changes is another"])
    change(shot, "layer", cup, archived=True)
    assert state(shot) == ("missing", [])  # what cannot be planned any more stays what it is


@pytest.mark.parametrize(
    ("operation", "how", "said"),
    [
        ("video.bridge", {}, "not made of one take"),
        ("video.extend", {"layer": uuid.uuid4()}, "takes no mask"),
        ("video.edit", {"layer": uuid.uuid4(), "params": {"prompt": "x", "checkpoint": VACE}}, "put away"),
        ("video.edit", {"picture": PICTURE}, "takes no picture"),
        ("video.animate", {"params": {"checkpoint": VACE}}, "needs a picture"),
        ("video.animate", {"picture": PICTURE}, "not in this workspace"),
        ("video.extend", {"params": {"frames": 4001}}, "frames"),
        ("video.extend", {"params": {"seed": -1}}, "seed"),
        ("video.extend", {"params": {"nonsense": 1}}, "nonsense"),
        ("video.extend", {"take": uuid.uuid4()}, "no such take"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    shot: Film, operation: str, how: dict[str, Any], said: str
) -> None:
    revision = Project.objects.get(pk=shot.project.pk).revision
    with pytest.raises(Exception, match=said):
        derive(shot, operation, **how)
    assert Project.objects.get(pk=shot.project.pk).revision == revision
    assert Take.objects.filter(shot=shot.shots[0]).count() == 1


def test_a_locked_shot_a_shot_without_a_take_and_a_take_put_away_are_refused(shot: Film) -> None:
    with pytest.raises(Conflict) as none:
        derive(shot, "video.extend", 1)
    assert none.value.code == "NOT_READY"
    base = shot_of(shot).take_id
    takes.lock(shot_of(shot), by=shot.person)
    with pytest.raises(Refused) as locked:
        derive(shot, "video.extend")
    assert locked.value.code == "SHOT_LOCKED"
    takes.lock(shot_of(shot), by=shot.person, locked=False)
    change(shot, "take", base, archived=True)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="put away"):
        derive(shot, "video.extend")


def test_consent_and_licences_hold(shot: Film) -> None:
    change(shot, "character", shot.anna, real_person=True)
    with pytest.raises(Refused) as refused:
        derive(shot, "video.edit", params={"prompt": "smile", "checkpoint": VACE})
    assert refused.value.code == "CONSENT_REQUIRED"
    change(shot, "character", shot.anna, real_person=False)
    workspace = shot.project.workspace
    workspace.commercial = True
    workspace.save()
    with pytest.raises(Refused) as forbidden:
        derive(shot, "video.edit", params={"prompt": "smile", "checkpoint": "ltx-video-2b@0.9.5"})
    assert forbidden.value.code == "LICENCE_FORBIDS"


def test_layers_lie_over_a_derived_take_and_what_is_beneath_it_is_not_asked_about(shot: Film) -> None:
    cup = layer(shot, shot.shots[0], name="Cup", masks=[{"frame": 0, "box": [0.2, 0.4, 0.4, 0.8]}], opacity=0.5)
    made = derive(shot, "video.edit", params={"prompt": "a red cup", "checkpoint": VACE}, layer=cup)
    picture = plans.finish(shot_of(shot))
    assert picture.name == "composite.over"
    assert made.key in picture.walk()
    assert {one.name.partition(".")[0] for one in guards.over_takes([picture]).values()} >= {"composite", "layers"}
    assert made.key not in guards.over_takes([picture])


def test_footage_is_changed_and_still_heard(film: Film) -> None:
    movie = "a" * 64
    facts = {"width": 640, "height": 360, "frames": 900, "rate": "30/1", "name": "holiday.mp4", "sound": True}
    Artifact.objects.create(
        workspace=film.project.workspace, digest=movie, kind="movie", size=10, facts=facts, brought=True
    )  # fmt: skip
    change(film, "shot", film.shots[0], footage={"artifact": movie, "start": 10})
    takes.shoot(shot_of(film), by=film.person)
    derive(film, "video.edit", params={"prompt": "snow", "checkpoint": VACE})
    assert state(film) == ("missing", [])
    footage = Bin(whole(film)).of(film.shots[0])
    assert footage is not None
    assert footage.sound is not None
    assert footage.sound.params["start"] == 10
    derive(film, "video.extend", params={"frames": 24, "direction": "backwards", "checkpoint": VACE})
    longer = Bin(whole(film)).of(film.shots[0])
    assert longer is not None
    assert longer.sound is not None
    assert longer.sound.name == "sound.mix"
    assert (longer.sound.params["starts"], longer.sound.params["frames"]) == ([24], 96)
    assert longer.sound.inputs["sounds"] == (footage.sound,)


def test_outpainting_goes_to_the_films_size_unless_another_is_said(shot: Film) -> None:
    made = derive(shot, "video.outpaint", params={"checkpoint": VACE})
    assert (recipe_of(made).params["width"], recipe_of(made).params["height"]) == (320, 180)
    made = derive(shot, "video.outpaint", params={"checkpoint": VACE, "width": 320, "height": 320})
    assert recipe_of(made).params["height"] == 320


def test_without_words_a_model_is_told_what_the_shot_says(shot: Film) -> None:
    made = derive(shot, "video.extend", params={"frames": 24, "checkpoint": VACE})
    assert recipe_of(made).params["prompt"].startswith("Anna sits at a table.\n")
    change(shot, "shot", shot.shots[0], action="Anna sits at a desk.")
    assert "Its base take changed" in state(shot)[1]


def bridge(film: Film, before: int, after: int, **how: Any) -> Take:
    wanted = {"before": film.shots[before], "after": film.shots[after], "frames": 12, **how}
    return deriving.bridge(Project.objects.select_related("workspace").get(pk=film.project.pk), **wanted, by=film.person)[0]


def test_a_bridge_is_a_shot_of_its_own_between_two(shot: Film) -> None:
    takes.shoot(shot_of(shot, 1), by=shot.person)
    made = bridge(shot, 0, 1, words="She turns her head")
    read = whole(shot)
    assert [one.pk for one in read.shots] == [shot.shots[0], made.shot_id, *shot.shots[1:]]
    there = read.by_id[made.shot_id]
    assert (there.frames, there.letter, there.take_id, there.action) == (12, "D", made.pk, "She turns her head")
    assert {one.name for one in read.cast[there.pk]} == {"ANNA"}
    recipe = recipe_of(made)
    assert recipe.name == "video.bridge"
    assert recipe.inputs["before"] == plans.frozen(shot_of(shot, 0).take)  # type: ignore[arg-type]
    assert recipe.inputs["after"] == plans.frozen(shot_of(shot, 1).take)  # type: ignore[arg-type]
    assert plans.voices(recipe) == []
    assert masks.length(recipe) == 12


def test_undoing_the_group_of_a_bridge_takes_the_shot_away(shot: Film) -> None:
    takes.shoot(shot_of(shot, 1), by=shot.person)
    made = bridge(shot, 0, 1)
    group = Edit.objects.filter(project=shot.project, label__startswith="Bridge").latest("revision")
    edits.undo(shot.project, group.uuid, by=shot.person, group=True)
    assert Shot.objects.get(pk=made.shot_id).archived
    assert len(whole(shot).shots) == 3


def test_another_take_of_a_neighbour_makes_a_bridge_stale(shot: Film) -> None:
    takes.shoot(shot_of(shot, 1), by=shot.person)
    made = bridge(shot, 0, 1)
    takes.shoot(shot_of(shot, 0), seed=5, by=shot.person)
    found = takes.staleness(Shot.objects.select_related("project__workspace", "scene").get(pk=made.shot_id))
    assert [one.words() for one in found.causes] == ["The shot that it leads from changed"]
    takes.shoot(shot_of(shot, 1), seed=5, by=shot.person)
    found = takes.staleness(Shot.objects.select_related("project__workspace", "scene").get(pk=made.shot_id))
    assert [one.words("zh") for one in found.causes] == ["它前面的镜头变了", "它后面的镜头变了"]
    change(shot, "shot", shot.shots[0], archived=True)
    found = takes.staleness(Shot.objects.select_related("project__workspace", "scene").get(pk=made.shot_id))
    assert found.state == "missing"  # one of the two is gone: it stays what it is


def test_nobody_goes_on_from_a_bridge(shot: Film) -> None:
    takes.shoot(shot_of(shot, 1), by=shot.person)
    made = bridge(shot, 0, 1)
    change(shot, "shot", shot.shots[1], direction={"checkpoint": VACE, "continues": True})
    read = whole(shot)
    take = continuity.current(read, read.by_id[made.shot_id])
    assert take is not None
    assert continuity.is_bridge(take)
    assert "first" not in plans.take(read.by_id[shot.shots[1]], seed=1, film=read).inputs
    for _ in range(3):
        takes.remake(whole(shot), by=shot.person)
    assert takes.otherwise(whole(shot)) == {}


def test_a_bridge_needs_two_takes_of_two_shots(shot: Film) -> None:
    with pytest.raises(Conflict, match="12B has no take"):
        bridge(shot, 0, 1)
    with pytest.raises(Refused, match="make it a loop"):
        bridge(shot, 0, 0)
    takes.shoot(shot_of(shot, 1), by=shot.person)
    with pytest.raises(BadInput, match="frames"):
        bridge(shot, 0, 1, frames=0)
    assert len(whole(shot).shots) == 3


def test_the_routes_answer_with_what_it_was_made_of(shot: Film, client: Client) -> None:
    client.force_login(shot.person)
    body = {"operation": "video.extend", "params": {"frames": 24, "prompt": "she waits"}}
    answer = client.post(f"/api/shots/{shot.shots[0]}/derive", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert found["slate"] == "12A-2"
    assert found["derived"]["base"] == "12A-1"
    assert found["derived"]["prompt"] == "she waits"
    assert found["derived"]["words"] == {"en": "Longer, 12A-1", "zh": "延长自 12A-1"}
    listed = client.get(f"/api/shots/{shot.shots[0]}/takes").json()
    assert [one["checkpoint"] for one in listed] == ["previs@1", "previs@1"]
    assert listed[0]["derived"] is None
    takes.shoot(shot_of(shot, 1), by=shot.person)
    between = {"before": str(shot.shots[0]), "after": str(shot.shots[1]), "frames": 8}
    answer = client.post(f"/api/projects/{shot.project.pk}/bridge", json.dumps(between), content_type="application/json").json()
    assert answer["take"]["derived"]["words"]["en"] == "From 12A-2 to 12B-1"
    assert Edit.objects.filter(group=answer["group"]).count() == 2
    assert Build.objects.filter(root=answer["take"]["key"]).exists()


def test_what_makes_takes_of_takes_is_no_effect(shot: Film) -> None:
    from generation.operation import registry

    for name in (*making.DERIVED, "guide.depth"):
        assert not kinds.works_on_pictures(registry.get(name))
    with pytest.raises(Refused, match="is not an effect"):
        change(shot, "effect", uuid.uuid4(), shot=str(shot.shots[0]), operation="video.extend", params={})


def test_nobody_sets_what_a_take_was_made_of(shot: Film) -> None:
    take = shot_of(shot).take_id
    with pytest.raises(Refused, match="set by the studio alone"):
        change(shot, "take", take, derived=None)  # type: ignore[arg-type]


def test_a_picture_moves_as_the_take_does(shot: Film) -> None:
    Artifact.objects.create(
        workspace=shot.project.workspace, digest=PICTURE, kind="image", size=10, facts={"width": 9}, brought=True
    )  # fmt: skip
    made = derive(shot, "video.animate", params={"checkpoint": VACE}, picture=PICTURE)
    assert recipe_of(made).inputs["picture"] == Digest(PICTURE, "image")
