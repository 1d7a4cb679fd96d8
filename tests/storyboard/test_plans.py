"""What follows from the records, and what does not: each change moves the keys that it must, and no others."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from generation import builds
from generation.models import Build
from generation.operation import BadInput
from generation.recipe import Key, Recipe, RecipeInvalid
from storyboard import edits, plans, prompts
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Character, Project, Shot, Take
from tests.storyboard.films import Film

pytestmark = pytest.mark.django_db


def change(film: Film, kind: str, id_: uuid.UUID, **fields: Any) -> None:
    edits.change(film.project, [Change(kind=kind, id=id_, set=fields)], by=film.person)


def keys(film: Film) -> list[Key]:
    """The keys of the film's takes, shot by shot."""
    whole = WholeFilm.of(Project.objects.get(pk=film.project.pk))
    return [plans.take(shot, seed=7, film=whole).key for shot in whole.shots]


def moved(film: Film, kind: str, id_: uuid.UUID, **fields: Any) -> list[bool]:
    """Which shots a change makes stale."""
    before = keys(film)
    change(film, kind, id_, **fields)
    return [was != now for was, now in zip(before, keys(film), strict=True)]


def operations(recipe: Recipe) -> list[str]:
    return sorted(one.name for one in recipe.walk().values())


def test_a_take_is_a_stage_voices_and_a_picture(film: Film) -> None:
    recipe = plans.take(Shot.objects.get(pk=film.shots[1]), seed=7)
    assert operations(recipe) == ["sound.speak", "stage.compose", "stage.look", "stage.place", "video.generate"]
    assert recipe.params["frames"] == 72
    assert recipe.params["rate"] == "24/1"
    assert (recipe.params["width"], recipe.params["height"]) == (320, 180)
    assert recipe.params["speech_speakers"] == ["ANNA"]
    assert recipe.params["speech_words"] == ["You are late."]
    (line,) = plans.voices(recipe)
    assert line.words == "You are late."
    assert line.speaker == "ANNA"
    assert line.start == recipe.params["speech_starts"][0] > 0
    assert (line.audio.output, line.timing.output) == ("audio", "timing")
    assert Recipe.load(recipe.dump()).key == recipe.key
    assert plans.voices(Recipe.load(recipe.dump()))[0].audio.recipe.key == line.audio.recipe.key


def test_the_same_film_read_whole_or_by_scene_plans_the_same(film: Film) -> None:
    alone = [plans.take(Shot.objects.get(pk=one), seed=7).key for one in film.shots]
    assert alone == keys(film)


def test_another_seed_changes_the_stage_and_the_picture_and_nothing_else(film: Film) -> None:
    shot = Shot.objects.get(pk=film.shots[1])
    first, second = plans.take(shot, seed=7), plans.take(shot, seed=8)
    new = [one.name for key, one in second.walk().items() if key not in first.walk()]
    assert sorted(new) == ["stage.compose", "video.generate"]


def test_a_description_changes_only_the_shots_that_the_character_is_in(film: Film) -> None:
    assert moved(film, "character", film.anna, description="A young woman in a green coat.") == [True, True, False]
    assert moved(film, "character", film.ben, look={"hair": "bald"}) == [False, False, True]
    assert moved(film, "character", film.anna, voice="af_nova") == [False, True, False]
    assert moved(film, "character", film.anna, aliases=["Annie"], consent="a letter") == [False, False, False]


def test_each_field_changes_what_it_must(film: Film) -> None:
    first = film.shots[0]
    assert moved(film, "shot", first, action="Anna stands up.") == [True, False, False]
    assert moved(film, "shot", first, stage={"light": {"time": "dawn"}}) == [True, False, False]
    assert moved(film, "shot", first, frames=48) == [True, False, False]
    assert moved(film, "shot", first, locked=True, letter="Z", seed=5) == [False, False, False]
    assert moved(film, "scene", film.scene, synopsis="They meet.", number="13") == [False, False, False]
    assert moved(film, "scene", film.scene, weather="rain") == [True, True, True]
    assert moved(film, "location", film.cafe, description="A bare room.") == [True, True, True]
    assert moved(film, "project", film.project.pk, title="Late", slate=True, captions="burned") == [False, False, False]
    assert moved(film, "project", film.project.pk, width=640, height=360) == [True, True, True]


def test_somebody_new_in_the_scene_leaves_the_other_shots_as_they_are(film: Film) -> None:
    cora = uuid.uuid4()
    change(film, "character", cora, name="CORA", description="A waitress.")
    before = keys(film)
    new = [
        Change(kind="shot", id=uuid.uuid4(), set={"scene": str(film.scene), "letter": "D", "rank": "a3"}),
    ]
    new.append(Change(kind="casting", id=uuid.uuid4(), set={"shot": str(new[0].id), "character": str(cora)}))
    edits.change(film.project, new, by=film.person)
    assert keys(film)[:3] == before


def test_a_style_is_in_the_prompt_of_the_scenes_that_it_holds_for(film: Film) -> None:
    style = uuid.uuid4()
    assert moved(film, "style", style, name="Ink", description="black ink drawing") == [False, False, False]
    assert moved(film, "scene", film.scene, style=str(style)) == [True, True, True]
    assert moved(film, "style", style, negative="colour") == [True, True, True]
    whole = WholeFilm.of(film.project)
    assert prompts.prompt(whole, whole.shots[0]).split("\n")[4] == "black ink drawing"
    assert prompts.negative(whole, whole.shots[0]) == "colour"


def test_a_prompt_is_scene_shot_cast_location_style_in_that_order(film: Film) -> None:
    whole = WholeFilm.of(film.project)
    assert prompts.prompt(whole, whole.shots[0]).split("\n") == [
        "INT. CAFÉ - NIGHT. night",
        "WS. Anna sits at a table.",
        "ANNA: woman, A young woman in a red coat.",
        "CAFÉ: A small café with a piano.",
        "",
    ]


def test_a_panel_shares_the_stage_with_the_take_of_its_seed(film: Film) -> None:
    shot = Shot.objects.get(pk=film.shots[0])
    panel, take = plans.panel(shot), plans.take(shot, seed=shot.seed)
    shared = [one.name for key, one in panel.walk().items() if key in take.walk()]
    assert "stage.compose" in shared
    assert panel.name == "image.generate"


def test_a_portrait_and_a_picture_of_a_place(film: Film) -> None:
    anna = Character.objects.get(pk=film.anna)
    portrait = plans.portrait(anna)
    assert operations(portrait) == ["image.generate", "stage.compose", "stage.look"]
    take = plans.take(Shot.objects.get(pk=film.shots[0]), seed=0)
    looks = [{key for key, one in recipe.walk().items() if one.name == "stage.look"} for recipe in (portrait, take)]
    assert looks[0] == looks[1]
    empty = plans.location_picture(WholeFilm.of(film.project).locations[film.cafe])
    assert operations(empty) == ["image.generate", "stage.compose", "stage.place"]


def taken(film: Film, position: int) -> Shot:
    """A shot with a take, as `takes` would leave it."""
    shot = Shot.objects.get(pk=film.shots[position])
    recipe = plans.take(shot, seed=7)
    shot.take = Take.objects.create(project=film.project, shot=shot, number=1, recipe=recipe.dump(), key=recipe.key, seed=7)
    shot.save()
    return shot


def test_effects_stand_over_the_frozen_take_and_neutral_ones_are_left_out(film: Film) -> None:
    shot = taken(film, 0)
    key = shot.take.key if shot.take else ""
    assert plans.finish(shot).key == key
    effect = uuid.uuid4()
    change(film, "effect", effect, shot=str(shot.pk), operation="style.grade", params={"exposure": 0.0})
    assert plans.finish(shot).key == key
    change(film, "effect", effect, params={"exposure": 0.5})
    graded = plans.finish(shot)
    assert graded.name == "style.grade"
    assert graded.inputs["clip"].key == key
    assert [line.words for line in plans.voices(graded)] == []
    change(film, "effect", effect, params={"exposure": 1.0})
    again = plans.finish(shot)
    assert [one.name for one_key, one in again.walk().items() if one_key not in graded.walk()] == ["style.grade"]
    change(film, "character", film.anna, description="A tall man.")
    assert plans.finish(shot).key == again.key  # nothing moves a take that was made
    change(film, "effect", effect, enabled=False)
    assert plans.finish(shot).key == key


def test_effects_apply_in_order_of_rank(film: Film) -> None:
    shot = taken(film, 0)
    one, two = uuid.uuid4(), uuid.uuid4()
    change(film, "effect", one, shot=str(shot.pk), operation="style.grade", params={"exposure": 1.0}, rank="Zz")
    change(film, "effect", two, shot=str(shot.pk), operation="style.grade", params={"saturation": 0.0}, rank="a0")
    assert plans.finish(shot).params["saturation"] == 0.0  # upper case sorts first, on every database
    change(film, "effect", one, rank="a1")
    assert plans.finish(shot).params["exposure"] == 1.0


@pytest.mark.parametrize(
    ("operation", "params", "says"),
    [
        ("style.grade", {"exposur": 1}, "exposur"),
        ("style.grade", {"exposure": 99}, "must be 4.0 or less"),
        ("sound.speak", {"words": "x"}, "not an effect"),
        ("style.nothing", {}, "no operation"),
    ],
)
def test_an_effect_that_cannot_be_is_refused_at_the_door(film: Film, operation: str, params: Any, says: str) -> None:
    with pytest.raises(Exception, match=says):
        change(film, "effect", uuid.uuid4(), shot=str(film.shots[0]), operation=operation, params=params)


def test_checkpoints_are_pinned_by_the_project(film: Film) -> None:
    shot = Shot.objects.get(pk=film.shots[1])
    default = plans.take(shot, seed=7)
    change(film, "project", film.project.pk, checkpoints={"video-generator": "wan-t2v-1.3b@2.1"})
    shot = Shot.objects.get(pk=film.shots[1])
    pinned = plans.take(shot, seed=7)
    assert pinned.params["checkpoint"] == "wan-t2v-1.3b@2.1"
    spoken = [[one.key for one in take.walk().values() if one.name == "sound.speak"] for take in (pinned, default)]
    assert spoken[0] == spoken[1] != []


def test_what_an_operation_refuses_is_said_while_planning(film: Film) -> None:
    Shot.objects.filter(pk=film.shots[1]).update(dialogue=[{"character": None, "words": "x" * 30_000, "manner": ""}])
    with pytest.raises(BadInput, match=r"sound\.speak"):
        plans.take(Shot.objects.get(pk=film.shots[1]), seed=7)


def test_a_frozen_take_is_read_in_whatever_order_a_database_keeps_it(film: Film) -> None:
    recipe = plans.take(Shot.objects.get(pk=film.shots[1]), seed=7)
    dumped = recipe.dump()
    for order in (sorted(dumped["nodes"]), sorted(dumped["nodes"], reverse=True)):
        again = Recipe.load({"root": dumped["root"], "nodes": {key: dumped["nodes"][key] for key in order}})
        assert again.key == recipe.key
        assert again.walk().keys() == recipe.walk().keys()
    looped = {**dumped["nodes"][recipe.key], "inputs": {"stage": {"recipe": recipe.key}}}
    with pytest.raises(RecipeInvalid, match="itself"):
        Recipe.load({"root": recipe.key, "nodes": {recipe.key: looped}})


def test_whatever_the_door_lets_in_can_be_planned(film: Film) -> None:
    """Every text as long as it may be, as many of everything as there may be: planning never fails on it."""
    crowd = [uuid.uuid4() for _ in range(30)]
    styles = [uuid.uuid4() for _ in range(6)]
    word = "语言 words " * 2000
    line = {"character": str(crowd[0]), "words": word[:4000], "manner": word[:200]}
    shot = {
        "action": word[:8000], "negative": word[:2000], "props": [word[:120]] * 60, "titles": [word[:300]] * 20,
        "dialogue": [line] * 200, "frames": 100_000, "seed": 2**32 - 1, "stage": {"words": word[:20_000]},
    }  # fmt: skip
    look = {"name": "", "description": word[:4000], "age": word[:60], "gender": word[:20], "look": {"height": 2.0}}
    changes = [
        Change(kind="project", id=film.project.pk, set={"width": 4096, "height": 4096, "rate": "1000000/1001"}),
        *(Change(kind="character", id=one, set={**look, "name": f"{n} {word[:110]}"}) for n, one in enumerate(crowd)),
        *(
            Change(kind="style", id=one, set={"everywhere": True, "description": word[:4000], "negative": word[:4000]})
            for one in styles
        ),
        Change(kind="location", id=film.cafe, set={"name": word[:200], "description": word[:4000]}),
        Change(kind="scene", id=film.scene, set={"heading": word[:500], "mood": word[:60], "synopsis": word[:4000]}),
        Change(kind="shot", id=film.shots[0], set=shot),
        *(Change(kind="casting", id=uuid.uuid4(), set={"shot": str(film.shots[0]), "character": str(one)}) for one in crowd),
    ]
    edits.change(film.project, changes, by=film.person, system=False)
    stored = Shot.objects.get(pk=film.shots[0])
    assert plans.take(stored, seed=stored.seed).key
    assert plans.panel(stored).key
    assert plans.portrait(Character.objects.get(pk=crowd[0])).key
    assert plans.location_picture(WholeFilm.of(film.project).locations[film.cafe]).key


def test_zero_has_one_key_whatever_its_sign(film: Film) -> None:
    shot, effect = taken(film, 0), uuid.uuid4()
    change(film, "effect", effect, shot=str(shot.pk), operation="style.grade", params={"exposure": 0.0, "warmth": 0.5})
    plus = plans.finish(shot).key
    change(film, "effect", effect, params={"exposure": -0.0, "warmth": 0.5})
    build = builds.request(film.project.workspace, plans.finish(shot), channel="x", label="x")
    assert build.root == plus == Recipe.load(Build.objects.get(pk=build.pk).recipe).key
