"""Layers as recipes: what is left out, what is laid over what, and that a change redoes only what it touches."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from generation.recipe import Recipe
from storyboard import edits, layer_plans, plans, takes
from storyboard.film import Film as WholeFilm
from storyboard.making import frozen
from storyboard.models import Project, Shot
from tests.storyboard.films import Film
from tests.storyboard.layered import again, boxed, change, finished, layer, mask, matte, row

pytestmark = pytest.mark.django_db
MOVED = [{"frame": 0, "across": 0.2}]


@pytest.fixture
def shot(film: Film) -> Shot:
    return boxed(film)


def stacked(shot: Shot) -> layer_plans.Stack:
    shot = again(shot)
    return layer_plans.stack(WholeFilm.around(shot), shot, frozen(shot.take))  # type: ignore[arg-type]


def names(recipe: Recipe) -> list[str]:
    """The operations of a recipe, each once, without those of the take."""
    return sorted({one.name for one in recipe.walk().values()} - {"footage.clip"})


def nodes(recipe: Recipe, name: str) -> set[str]:
    return {key for key, one in recipe.walk().items() if one.name == name}


def cut(film: Film, shot: Shot, **fields: Any) -> uuid.UUID:
    return layer(film, shot.pk, **{"masks": [mask(2)], **fields})


def test_a_layer_at_rest_changes_nothing(film: Film, shot: Shot) -> None:
    take = shot.take.key  # type: ignore[union-attr]
    assert finished(shot).key == take
    id_ = cut(film, shot)
    assert finished(shot).key == take
    assert stacked(shot).pieces[0].rests
    change(film, "layer", id_, keys=[{"frame": 3}], blend={"match": 0.0}, name="Box", edges={"band": 9})
    assert finished(shot).key == take


def test_a_hidden_layer_is_filled_and_shown_again_is_the_take(film: Film, shot: Shot) -> None:
    id_ = cut(film, shot)
    hidden = change(film, "layer", id_, visible=False)
    picture = finished(shot)
    assert (picture.name, picture.params["shadows"]) == ("layers.plate", True)  # it is gone with its shadow
    assert "layers.alpha" not in names(picture)
    edits.undo(film.project, hidden.edit, by=film.person)
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]


def test_what_else_is_cut_out_is_known_where_something_is_filled(film: Film, shot: Shot) -> None:
    id_ = cut(film, shot, visible=False)
    alone = finished(shot)
    assert "keep" not in alone.inputs
    cut(film, shot, rank="a5", masks=[mask(4)])  # in front of it: of equal ranks chance would decide
    beside = finished(shot).inputs["back"]
    assert beside.key != alone.key
    assert beside.inputs["mattes"] == alone.inputs["mattes"]
    assert len(beside.inputs["keep"]) == 1
    assert beside.inputs["keep"] != beside.inputs["mattes"]
    change(film, "layer", id_, name="Box")
    assert finished(shot).inputs["back"].key == beside.key


@pytest.mark.parametrize(
    "fields",
    [{"keys": MOVED}, {"opacity": 0.5}, {"mode": "screen"}, {"blend": {"shadow": 0.4}}, {"blend": {"wrap": 0.4}}],
)
def test_whatever_is_done_to_a_layer_lays_it_over_its_plate(film: Film, shot: Shot, fields: dict[str, Any]) -> None:
    cut(film, shot, **fields)
    picture = finished(shot)
    assert picture.name == "composite.over"
    assert (picture.inputs["back"].name, picture.inputs["back"].params["shadows"]) == ("layers.plate", False)
    assert [one.name for one in picture.inputs["layers"]] == ["layers.alpha"]


def test_lying_elsewhere_makes_nothing_else_anew(film: Film, shot: Shot) -> None:
    id_ = cut(film, shot, keys=MOVED)
    first = finished(shot)
    for fields in (
        {"keys": [{"frame": 0, "across": 0.1}, {"frame": 9, "turn": 20.0}]}, {"opacity": 0.3}, {"mode": "multiply"},
        {"easing": "linear"}, {"blend": {"wrap": 0.5, "match": 0.7, "shadow": 0.5}}, {"name": "Box"}, {"rank": "b0"},
    ):  # fmt: skip
        change(film, "layer", id_, **fields)
        now = finished(shot)
        for name in ("layers.segment", "layers.track", "layers.join", "layers.alpha", "layers.plate"):
            assert nodes(now, name) == nodes(first, name)
    assert now.key != first.key


def test_the_old_way_back_is_the_old_recipe(film: Film, shot: Shot) -> None:
    id_ = cut(film, shot, keys=MOVED)
    before = finished(shot).key
    moved = change(film, "layer", id_, keys=[{"frame": 4, "down": 0.3}], opacity=0.5)
    assert finished(shot).key != before
    edits.undo(film.project, moved.edit, by=film.person)
    assert finished(shot).key == before


def test_one_mask_corrected_redoes_what_lies_beside_it(film: Film) -> None:
    shot = boxed(film, frames=400)
    keys = (10, 200, 390)
    id_ = cut(film, shot, masks=[mask(n) for n in keys], keys=MOVED)
    before = finished(shot)
    erased = {"path": [[0.1, 0.1]], "width": 0.05, "belongs": False}
    corrected = mask(390)
    change(film, "layer", id_, masks=[mask(10), mask(200), {**corrected, "strokes": [*corrected["strokes"], erased]}])
    after = finished(shot)
    kept = nodes(before, "layers.track") & nodes(after, "layers.track")
    anew = nodes(after, "layers.track") - kept
    origins = {one.params["at"] for key, one in after.walk().items() if key in anew}
    assert origins == {390}
    assert len(kept) > len(anew)
    assert len(nodes(before, "layers.segment") & nodes(after, "layers.segment")) == 2


def test_masks_beyond_a_shortened_take_are_left_out(film: Film, shot: Shot) -> None:
    cut(film, shot, masks=[mask(2), mask(5), mask(9), mask(4000)], visible=False)
    at = {one.params["at"] for one in finished(shot).walk().values() if one.name == "layers.track"}
    assert at == {2, 5, 9}
    change(film, "shot", shot.pk, frames=6)
    takes.shoot(again(shot), by=film.person)
    picture = finished(shot)
    assert {one.params["at"] for one in picture.walk().values() if one.name == "layers.track"} == {2, 5}
    assert {one.params["frames"] for one in picture.walk().values() if one.name == "layers.join"} == {6}
    change(film, "shot", shot.pk, frames=2)
    takes.shoot(again(shot), by=film.person)
    assert finished(shot).key == again(shot).take.key  # type: ignore[union-attr]
    assert stacked(shot).pieces[0].problem.code == "MASK_BEYOND"  # type: ignore[union-attr]


def test_a_new_take_has_the_same_masks(film: Film, shot: Shot) -> None:
    id_ = cut(film, shot, visible=False, take=str(shot.take_id))
    before = finished(shot)
    change(film, "shot", shot.pk, footage={**(shot.footage or {}), "start": 1}, frames=8)
    takes.shoot(again(shot), by=film.person)
    after = finished(shot)
    assert nodes(before, "layers.plate") != nodes(after, "layers.plate")
    segments = [[one for one in recipe.walk().values() if one.name == "layers.segment"] for recipe in (before, after)]
    assert segments[0][0].params == segments[1][0].params
    assert row(id_).take_id == shot.take_id != again(shot).take_id  # which is how a client knows


def test_what_cannot_be_cut_out_yet_is_said_and_left_alone(film: Film, shot: Shot) -> None:
    layer(film, shot.pk, visible=False)
    layer(film, shot.pk, visible=False, masks=[{"frame": 0, "points": [[0.5, 0.5, False]]}])
    stack = stacked(shot)
    assert [one.problem.code for one in stack.pieces if one.problem] == ["MASK_EMPTY", "MASK_EMPTY"]
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]


def test_strokes_that_only_erase_say_that_it_is_not_there(film: Film, shot: Shot) -> None:
    gone = {**mask(8), "strokes": [{"path": [[0.5, 0.5]], "width": 0.1, "belongs": False}]}
    cut(film, shot, masks=[mask(2), gone], visible=False)
    assert {one.params["at"] for one in finished(shot).walk().values() if one.name == "layers.track"} == {2, 8}


def over(recipe: Recipe) -> list[float]:
    """What each layer of a composition is cut by, as the place of its mask; lowest first."""
    assert recipe.name == "composite.over"
    found = []
    for one in recipe.inputs["layers"]:
        found.append(next(iter(node.params["paint_across"][0] for node in one.walk().values() if node.name == "layers.segment")))
    return found


def at(across: float) -> list[dict[str, Any]]:
    return [mask(1, strokes=[{"path": [[across, 0.5]], "width": 0.1, "belongs": True}])]


def test_what_rests_in_front_of_something_moved_is_laid_over_it(film: Film, shot: Shot) -> None:
    cut(film, shot, masks=at(0.1), rank="a0")
    middle = cut(film, shot, masks=at(0.2), rank="a1")
    cut(film, shot, masks=at(0.3), rank="a2")
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]
    change(film, "layer", middle, keys=MOVED)
    picture = finished(shot)
    assert over(picture) == [0.2, 0.3]
    assert len(picture.inputs["back"].inputs["mattes"]) == 1  # what rests stays in the plate
    change(film, "layer", middle, visible=False)
    assert over(finished(shot)) == [0.3]
    change(film, "layer", middle, rank="a3")
    assert finished(shot).name == "layers.plate"


def test_the_order_of_layers_is_that_of_their_ranks_and_makes_no_plate_anew(film: Film, shot: Shot) -> None:
    low, high = (cut(film, shot, masks=at(0.1 + n / 10), rank=f"a{n}", keys=MOVED) for n in range(2))
    before = finished(shot)
    assert over(before) == [0.1, 0.2]
    change(film, "layer", low, rank="a5")
    after = finished(shot)
    assert over(after) == [0.2, 0.1]
    assert after.inputs["back"].key == before.inputs["back"].key
    change(film, "layer", high, archived=True)
    assert over(finished(shot)) == [0.1]


def test_effects_of_a_layer_are_its_own(film: Film, shot: Shot) -> None:
    id_ = cut(film, shot)
    effect = uuid.uuid4()
    change(film, "effect", effect, shot=str(shot.pk), layer=str(id_), operation="style.grade", params={"exposure": 0.5})
    picture = finished(shot)
    assert picture.name == "composite.over"
    (own,) = picture.inputs["layers"]
    assert own.name == "style.grade"
    assert own.inputs["clip"].name == "layers.alpha"
    change(film, "effect", effect, params={})
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]
    change(film, "effect", effect, layer=None, params={"exposure": 0.5})
    assert (finished(shot).name, finished(shot).inputs["clip"].key) == ("style.grade", shot.take.key)  # type: ignore[union-attr]


def test_a_layer_that_was_put_away_takes_its_effects_along(film: Film, shot: Shot) -> None:
    id_ = cut(film, shot)
    change(film, "effect", uuid.uuid4(), shot=str(shot.pk), layer=str(id_), operation="style.grade", params={"exposure": 0.5})
    change(film, "layer", id_, archived=True)
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]


def test_a_matte_that_was_brought_is_used_as_it_is(film: Film, shot: Shot) -> None:
    layer(film, shot.pk, matte=matte(film).digest, visible=False)
    assert names(finished(shot)) == ["layers.plate"]


def test_people_without_a_mask(film: Film, shot: Shot) -> None:
    id_ = layer(film, shot.pk, auto="people", visible=False)
    assert "layers.people" in names(finished(shot))
    change(film, "layer", id_, masks=[mask(1)])  # somebody said it better
    assert "layers.people" not in names(finished(shot))


def thing(**fields: Any) -> dict[str, Any]:
    return {"kind": "thing", "thing": {"words": "a red car", "seed": 4, "frame": 3, "region": [0.2, 0.4, 0.6, 0.8], **fields}}


@pytest.mark.parametrize(
    ("hold", "movement"), [("still", None), ("point", "motion.follow"), ("plane", "motion.follow"), ("camera", "motion.camera")]
)
def test_a_thing_stays_with_what_it_holds_to(film: Film, shot: Shot, hold: str, movement: str | None) -> None:
    layer(film, shot.pk, **thing(hold=hold))
    picture = finished(shot)
    assert (picture.name, picture.inputs["back"].key) == ("composite.over", shot.take.key)  # type: ignore[union-attr]
    (placed,) = picture.inputs["layers"]
    assert placed.name == "composite.place"
    assert placed.inputs["thing"].name == "image.thing"
    assert (placed.inputs["movement"].name if movement else placed.inputs.get("movement")) == movement
    if hold == "plane":
        assert placed.inputs["movement"].params["across"] == [0.2, 0.6, 0.6, 0.2]


def test_a_thing_moved_by_keys_is_not_drawn_or_followed_again(film: Film, shot: Shot) -> None:
    id_ = layer(film, shot.pk, **thing(hold="point"))
    before = finished(shot).inputs["layers"]
    change(film, "layer", id_, keys=MOVED, opacity=0.4)
    assert [one.key for one in finished(shot).inputs["layers"]] == [one.key for one in before]
    change(film, "layer", id_, **thing(hold="point", region=[0.1, 0.1, 0.3, 0.3]))
    assert nodes(finished(shot), "image.thing") == nodes(before[0], "image.thing")


def test_a_thing_instead_of_another_moves_like_it_and_that_is_gone(film: Film, shot: Shot) -> None:
    old = cut(film, shot, rank="a0")
    new = layer(film, shot.pk, rank="a1", **thing(instead=str(old)))
    picture = finished(shot)
    assert picture.inputs["back"].name == "layers.plate"
    (placed,) = picture.inputs["layers"]
    assert placed.inputs["movement"].name == "motion.of_matte"
    assert [one.removed for one in stacked(shot).pieces] == [True, False]
    change(film, "layer", new, visible=False)
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]


def test_a_layer_of_another_shot_over_this_one(film: Film, shot: Shot) -> None:
    other = boxed(film, 1)
    lent = cut(film, other, keys=MOVED)
    own = layer(film, shot.pk, kind="borrowed", borrowed={"layer": str(lent), "offset": -3})
    (borrowed,) = finished(shot).inputs["layers"]
    assert (borrowed.name, borrowed.params["offset"]) == ("composite.borrow", -3)
    assert borrowed.inputs["layer"].name == "layers.alpha"
    second = layer(film, film.shots[2], kind="borrowed", borrowed={"layer": str(own)})
    change(film, "shot", film.shots[2], footage=shot.footage, frames=10)
    third = Shot.objects.select_related("project__workspace", "scene").get(pk=film.shots[2])
    takes.shoot(third, by=film.person)
    (through,) = finished(third).inputs["layers"]
    assert through.inputs["layer"].key == borrowed.inputs["layer"].key  # from where it was shot
    change(film, "layer", lent, archived=True)
    assert [one.problem.code for one in stacked(shot).pieces if one.problem] == ["LAYER_GONE"]
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]
    change(film, "layer", own, borrowed={"layer": str(second)})  # a circle
    assert [one.problem.code for one in stacked(shot).pieces if one.problem] == ["LAYER_GONE"]


def test_a_place_behind_takes_the_plate_away_and_lays_everything_over_it(film: Film, shot: Shot) -> None:
    cut(film, shot, masks=at(0.1), rank="a0")
    hidden = cut(film, shot, masks=at(0.2), rank="a1", visible=False)
    change(film, "shot", shot.pk, backdrop={"kind": "location", "location": str(film.cafe), "light": 0.25})
    picture = finished(shot)
    assert over(picture) == [0.1]
    back = picture.inputs["back"]
    assert back.name == "layers.backdrop"
    assert "layers.plate" not in names(picture)
    assert picture.params["matches"] == [0.75]  # the place goes a quarter of the way, the layer the rest
    assert len(back.inputs["mattes"]) == 1
    assert len(back.inputs["movement"].inputs["mattes"]) == 2  # what is hidden moves of its own accord too
    empty = plans.location_picture(WholeFilm.of(film.project).locations[film.cafe])
    assert back.inputs["picture"].key == empty.key
    change(film, "layer", hidden, visible=True)
    assert over(finished(shot)) == [0.1, 0.2]
    change(film, "shot", shot.pk, backdrop={"kind": "words", "words": "a beach", "moves": False})
    assert "movement" not in finished(shot).inputs["back"].inputs


def test_the_same_place_is_one_picture_for_all_shots(film: Film, shot: Shot) -> None:
    other = boxed(film, 1)
    for one in (shot, other):
        change(film, "shot", one.pk, backdrop={"kind": "location", "location": str(film.cafe)})
    assert finished(shot).inputs["picture"].key == finished(other).inputs["picture"].key


def test_another_shots_plate_stands_behind(film: Film, shot: Shot) -> None:
    other = boxed(film, 1)
    cut(film, other)
    change(film, "shot", shot.pk, backdrop={"kind": "shot", "shot": str(other.pk)})
    picture = finished(shot).inputs["picture"]
    assert (picture.name, picture.inputs["clip"].name) == ("preview.poster", "layers.plate")
    change(film, "shot", other.pk, archived=True)
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]
    assert stacked(shot).backdrop_problem.code == "BACKDROP_GONE"  # type: ignore[union-attr]


def test_a_place_that_was_put_away_leaves_the_picture_as_it_was(film: Film, shot: Shot) -> None:
    cut(film, shot, visible=False)
    change(film, "shot", shot.pk, backdrop={"kind": "location", "location": str(film.cafe)})
    change(film, "location", film.cafe, archived=True)
    assert finished(shot).name == "layers.plate"


def test_more_layers_than_one_composition_takes(film: Film, shot: Shot) -> None:
    changes = [
        {"shot": str(shot.pk), "rank": f"a{n:03}", "matte": matte(film).digest, "opacity": 0.5} for n in range(70)
    ]  # fmt: skip
    for fields in changes:
        layer(film, shot.pk, **{name: value for name, value in fields.items() if name != "shot"})
    picture = finished(shot)
    assert [len(one.inputs["layers"]) for one in (picture, picture.inputs["back"])] == [6, 64]
    assert picture.inputs["back"].inputs["back"].name == "layers.plate"


def test_more_keys_than_one_composition_takes(film: Film, shot: Shot) -> None:
    digest = matte(film).digest
    keys = [{"frame": n, "across": 0.1} for n in range(300)]
    for n in range(15):
        layer(film, shot.pk, rank=f"a{n:02}", matte=digest, keys=keys)
    picture = finished(shot)
    assert [len(one.params["key_frames"]) for one in (picture, picture.inputs["back"])] == [600, 3900]


def test_a_thing_that_reaches_out_of_the_picture_is_followed_within_it(film: Film, shot: Shot) -> None:
    layer(film, shot.pk, **thing(hold="point", region=[-0.9, 0.5, -0.1, 1.8]))
    (placed,) = finished(shot).inputs["layers"]
    assert (placed.inputs["movement"].params["across"], placed.inputs["movement"].params["down"]) == ([0.0], [1.0])


def test_layers_do_not_make_a_take_stale(film: Film, shot: Shot) -> None:
    before = takes.staleness(again(shot)).state
    cut(film, shot, keys=MOVED)
    change(film, "shot", shot.pk, backdrop={"kind": "words", "words": "a beach"})
    assert takes.staleness(again(shot)).state == before


def test_a_reel_of_many_layers_asks_the_database_as_little_as_before(
    film: Film, shot: Shot, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        cut(film, shot, keys=MOVED)
    project = Project.objects.get(pk=film.project.pk)
    with django_assert_max_num_queries(9):
        whole = WholeFilm.of(project)
    assert len(whole.layers[shot.pk]) == 5
    one = whole.by_id[shot.pk]
    kept = again(shot).take
    with django_assert_max_num_queries(0):
        plans.finish(one, kept=kept, film=whole)
