"""What a shot needs becomes what its model gets; what that cannot take is left out and told; no shot waits for itself."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from generation.models import Artifact
from generation.recipe import Digest, Pick, Recipe
from storyboard import brought, continuity, footage_plans, guards, masks, plans, takes
from storyboard.causes import why
from storyboard.film import Film as WholeFilm
from storyboard.models import Shot, Take
from studio.errors import Refused
from tests.storyboard.directed import codes, direct, planned, told, whole
from tests.storyboard.films import Film
from tests.storyboard.layered import change, layer, mask

pytestmark = pytest.mark.django_db

VACE, LTX, STEERED, PLAIN, SVD = (
    "wan-vace-1.3b@2.1", "ltx-video-2b@0.9.5", "wan-i2v-14b-720p@2.1", "hunyuan-video@1", "svd-xt@1.1",
)  # fmt: skip
VACE_TITLE = "Wan 2.1 VACE, references and pictures to video, 1.3 B"
PICTURE, OTHER, MOVIE, WEIGHTS = "c" * 64, "d" * 64, "a" * 64, "e" * 64


@pytest.fixture
def stocked(film: Film) -> Film:
    """The film with pictures, a movie and the weights of an adapter brought in."""
    facts = {"width": 640, "height": 360, "frames": 900, "rate": "30/1", "name": "thing"}
    for digest, kind in ((PICTURE, "image"), (OTHER, "image"), (MOVIE, "movie"), (WEIGHTS, "adapter")):
        Artifact.objects.create(
            workspace=film.project.workspace, digest=digest, kind=kind, size=10, facts=facts, brought=True
        )  # fmt: skip
    return film


def take_of(film: Film, position: int) -> Take:
    found = Shot.objects.select_related("take").get(pk=film.shots[position]).take
    assert found is not None
    return found


def adapter(film: Film, **fields: Any) -> uuid.UUID:
    id_ = uuid.uuid4()
    change(film, "adapter", id_, **{"artifact": WEIGHTS, "base": "Wan VACE", **fields})
    return id_


EVERYTHING: dict[str, Any] = {
    "steps": 12, "guidance": 4.5, "animatic": {"kind": "depth"}, "guide": {"artifact": MOVIE, "kind": "edges"},
    "held": [{"picture": PICTURE, "frame": 10}], "tracks": [{"points": [[0, 0.1, 0.2], [20, 0.5, 0.5]], "box": None}],
    "props": [OTHER],
}  # fmt: skip


def test_the_embedded_generator_is_given_what_it_always_was_and_the_rest_is_told(stocked: Film) -> None:
    change(stocked, "character", stocked.anna, pictures=[PICTURE])
    plain = planned(stocked, 0)
    assert set(plain.inputs) == {"stage"}
    one = adapter(stocked, purpose="style", base="previs")
    direct(stocked, 0, **EVERYTHING, adapters=[{"adapter": str(one), "strength": 1.0}])
    assert planned(stocked, 0).key == plain.key
    assert codes(stocked, 0) == [
        "REFERENCES_UNREAD", "ADAPTERS_UNREAD", "GUIDE_UNREAD", "HELD_UNREAD", "STEPS_UNREAD", "GUIDANCE_UNREAD", "TRACKS_UNREAD",
    ]  # fmt: skip


def test_a_model_that_takes_much_gets_it(stocked: Film) -> None:
    change(stocked, "character", stocked.anna, pictures=[PICTURE])
    change(stocked, "shot", stocked.shots[0], first=PICTURE, last=OTHER, negative="blur")
    direct(stocked, 0, checkpoint=VACE, **EVERYTHING)
    recipe = planned(stocked, 0)
    assert recipe.inputs["first"] == Digest(PICTURE, "image")
    assert recipe.inputs["last"] == Digest(OTHER, "image")
    assert [one.sha256 for one in recipe.inputs["references"]] == [PICTURE, OTHER]
    assert recipe.inputs["held"] == (Digest(PICTURE, "image"),)
    assert recipe.params["held_at"] == [10]
    assert (recipe.params["steps"], recipe.params["guidance"], recipe.params["negative"]) == (12, 4.5, "blur")
    assert recipe.params["checkpoint"] == VACE
    assert recipe.params["guide_kinds"] == ["depth"]
    assert "stage" not in recipe.inputs
    (guide,) = recipe.inputs["guides"]
    assert guide.name == "guide.stage"
    assert guide.params["frames"] == 72
    assert codes(stocked, 0) == ["GUIDES_MANY", "TRACKS_UNREAD"]


def test_the_animatic_is_the_panels_whatever_the_seed_of_the_take(stocked: Film) -> None:
    direct(stocked, 0, checkpoint=VACE, animatic={"kind": "depth"})
    one, other = planned(stocked, 0, 7).inputs["guides"][0], planned(stocked, 0, 8).inputs["guides"][0]
    assert one == other
    assert one.inputs["stage"] == plans.panel(Shot.objects.get(pk=stocked.shots[0])).inputs["stage"]


def test_a_film_that_was_brought_is_followed_for_as_long_as_the_shot(stocked: Film) -> None:
    direct(stocked, 0, checkpoint=VACE, guide={"artifact": MOVIE, "kind": "pose", "strength": 0.5})
    (guide,) = planned(stocked, 0).inputs["guides"]
    clip = guide.inputs["clip"]
    assert guide.name == "guide.pose"
    assert clip.name == "footage.clip"
    assert (clip.params["frames"], clip.params["width"], clip.params["height"]) == (72, 320, 180)
    assert planned(stocked, 0).params["guide_strengths"] == [0.5]


def test_a_shot_is_drawn_over_a_clip_as_far_as_its_model_does_that(stocked: Film) -> None:
    painted = layer(stocked, stocked.shots[0], kind="cut", name="boat", masks=[mask(0)])
    empty = layer(stocked, stocked.shots[0], kind="cut", name="nothing")
    direct(stocked, 0, checkpoint=LTX, over={"artifact": MOVIE, "strength": 0.4, "layer": None})
    recipe = planned(stocked, 0)
    assert recipe.inputs["over"].name == "footage.clip"
    assert recipe.params["strength"] == 0.4
    assert "OVER_UNREAD" not in codes(stocked, 0)
    assert footage_plans.clip_of(recipe) is None  # it is no footage: nothing of the clip is heard
    direct(stocked, 0, checkpoint=LTX, over={"artifact": "", "strength": 0.4, "layer": str(painted)})
    recipe = planned(stocked, 0)
    assert recipe.inputs["over"].params["checkpoint"] == "previs@1"
    assert "mask" not in recipe.inputs
    assert "MASK_UNREAD" in codes(stocked, 0)
    direct(stocked, 0, checkpoint=VACE, over={"artifact": "", "strength": 0.4, "layer": str(painted)})
    recipe = planned(stocked, 0)
    assert {"over", "mask"} <= recipe.inputs.keys()
    assert "strength" not in recipe.params
    direct(stocked, 0, checkpoint=VACE, over={"artifact": "", "strength": 0.4, "layer": None})
    assert {"over", "mask"}.isdisjoint(planned(stocked, 0).inputs)
    assert "OVER_NEEDS_MASK" in codes(stocked, 0)
    direct(stocked, 0, checkpoint=VACE, over={"artifact": "", "strength": 0.4, "layer": str(empty)})
    assert {"MASK_NONE", "OVER_NEEDS_MASK"} <= set(codes(stocked, 0))
    direct(stocked, 0, checkpoint=PLAIN, over={"artifact": "", "strength": 0.4, "layer": None})
    assert "OVER_UNREAD" in codes(stocked, 0)
    direct(stocked, 0, checkpoint="previs@1", over={"artifact": "", "strength": 0.4, "layer": None})
    assert "over" not in planned(stocked, 0).inputs


def test_ways_and_boxes_go_to_a_model_that_follows_them(stocked: Film) -> None:
    tracks = [{"points": [[0, 0.1, 0.2], [20, 0.5, 0.5], [90, 1.0, 1.0]]}, {"points": [[0, 0.5, 0.5]], "box": [0.2, 0.3]}]
    direct(stocked, 0, checkpoint=STEERED, tracks=tracks)
    params = planned(stocked, 0).params
    assert params["track_ends"] == [2, 3]
    assert params["track_frames"] == [0, 20, 0]
    assert params["track_across"] == [0.1, 0.5, 0.5]
    assert params["track_wide"] == [0.0, 0.2]
    assert codes(stocked, 0) == ["TRACK_BEYOND", "FIRST_NEEDED"]


def test_a_layers_drawn_way_is_followed_and_its_own_place_is_where_it_was_shot(stocked: Film) -> None:
    keys = [{"frame": 0}, {"frame": 24, "across": 0.25, "down": -0.1}]
    cup = layer(stocked, stocked.shots[0], name="Cup", masks=[{"frame": 0, "box": [0.2, 0.4, 0.4, 0.8]}], keys=keys)
    direct(stocked, 0, checkpoint=STEERED, tracks=[{"layer": str(cup)}])
    params = planned(stocked, 0).params
    assert params["track_frames"] == [0, 24]
    assert params["track_across"] == pytest.approx([0.3, 0.55])
    assert params["track_down"] == pytest.approx([0.6, 0.5])
    change(stocked, "layer", cup, archived=True)
    assert codes(stocked, 0) == ["TRACK_GONE", "FIRST_NEEDED"]


@pytest.mark.parametrize(
    ("checkpoint", "fields", "expected"),
    [
        (PLAIN, {"first": PICTURE}, ["FIRST_UNREAD"]),
        (PLAIN, {"negative": "blur"}, ["NEGATIVE_UNREAD"]),
        (SVD, {"first": PICTURE}, ["WORDS_UNREAD"]),
        (STEERED, {"last": PICTURE}, ["LAST_UNREAD", "FIRST_NEEDED"]),
        (STEERED, {"first": PICTURE}, []),
        (LTX, {"action": "安娜坐在桌边。"}, ["LANGUAGE_UNREAD"]),
        (PLAIN, {"action": "安娜坐在桌边。"}, []),
    ],
)
def test_what_a_model_does_not_take_is_left_out_and_told(
    stocked: Film, checkpoint: str, fields: dict[str, Any], expected: list[str]
) -> None:
    change(stocked, "shot", stocked.shots[0], direction={"checkpoint": checkpoint}, **fields)
    recipe = planned(stocked, 0)
    assert codes(stocked, 0) == expected
    assert ("first" in recipe.inputs) == ("first" in fields and "FIRST_UNREAD" not in expected)
    assert "last" not in recipe.inputs
    assert recipe.params["negative"] == ""
    for note in told(stocked, 0).notes:
        assert note.en.endswith(".")
        assert note.zh.endswith("。")
        assert "{" not in note.en + note.zh


def test_more_pictures_than_a_model_looks_at_are_ranked_and_told(stocked: Film) -> None:
    digests = [f"{n:x}" * 64 for n in range(1, 7)]
    for digest in digests:
        Artifact.objects.create(
            workspace=stocked.project.workspace, digest=digest, kind="image", size=1, facts={"width": 9}, brought=True
        )  # fmt: skip
    change(stocked, "character", stocked.anna, pictures=digests[:3])
    change(stocked, "location", stocked.cafe, pictures=digests[3:5])
    direct(stocked, 0, checkpoint=VACE, props=digests[5:])
    said = told(stocked, 0)
    assert [one.digest for one in said.shown] == [digests[0], digests[3], digests[5], digests[1]]
    assert [(one.kind, one.of) for one in said.shown[:2]] == [("character", "ANNA"), ("location", "CAFÉ")]
    (note,) = said.notes
    assert note.code == "REFERENCES_CUT"
    assert "2 more are left out: of CAFÉ, ANNA" in note.en
    direct(stocked, 0, checkpoint=VACE, props=digests[5:], references="none")
    assert told(stocked, 0).shown == []
    assert "references" not in planned(stocked, 0).inputs


def test_a_shot_goes_on_from_the_last_frame_of_the_one_before(stocked: Film) -> None:
    direct(stocked, 1, checkpoint=VACE, continues=True)
    assert codes(stocked, 1) == ["BEFORE_NOT_SHOT", "SPEECH_UNREAD"]
    takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    before = plans.frozen(take_of(stocked, 0))
    first = planned(stocked, 1).inputs["first"]
    assert first == masks.frame_of(before, 71)
    direct(stocked, 0, continues=True)
    assert codes(stocked, 0) == ["NOTHING_BEFORE"]


def test_another_take_before_makes_it_stale_and_says_so(stocked: Film) -> None:
    direct(stocked, 1, checkpoint=VACE, continues=True)
    takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    takes.shoot(Shot.objects.get(pk=stocked.shots[1]), by=stocked.person)
    kept = plans.frozen(take_of(stocked, 1))
    assert planned(stocked, 1, take_of(stocked, 1).seed).key == kept.key
    takes.shoot(Shot.objects.get(pk=stocked.shots[0]), seed=99, by=stocked.person)
    state = takes.staleness(Shot.objects.get(pk=stocked.shots[1]))
    assert [one.words() for one in state.causes] == ["The end of the shot before changed"]
    assert [one.words("zh") for one in state.causes] == ["上一个镜头的结尾变了"]


def test_a_layer_and_an_effect_on_the_shot_before_are_seen_in_the_frame_that_is_gone_on_from(stocked: Film) -> None:
    direct(stocked, 1, checkpoint=VACE, continues=True)
    takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    effect = uuid.uuid4()
    change(stocked, "effect", effect, shot=str(stocked.shots[0]), operation="style.grade", params={"exposure": 0.5})
    first = planned(stocked, 1).inputs["first"]
    assert first.inputs["clip"].name == "style.grade"


def test_voices_are_those_of_the_shot_itself_and_not_of_the_one_that_it_goes_on_from(stocked: Film) -> None:
    line = {"character": str(stocked.anna), "words": "Hello.", "manner": ""}
    change(stocked, "shot", stocked.shots[0], dialogue=[line])
    direct(stocked, 1, checkpoint=VACE, continues=True)
    takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    assert [one.words for one in plans.voices(planned(stocked, 1))] == ["You are late."]


def test_all_at_once_each_goes_on_from_the_take_that_the_one_before_is_about_to_have(stocked: Film) -> None:
    for position in (1, 2):
        direct(stocked, position, checkpoint=VACE, continues=True)
    read = whole(stocked)
    drawn = takes.remake(read, by=stocked.person)
    assert len(drawn) == 3
    states = takes.staleness_of(stocked.project, film=whole(stocked))
    assert {one.state for one in states.values()} == {"missing"}  # not made yet, and none of them stale
    first = plans.frozen(take_of(stocked, 2)).inputs["first"]
    assert first == masks.frame_of(plans.frozen(take_of(stocked, 1)), 71)


def test_two_shots_are_never_made_from_each_other(stocked: Film) -> None:
    """B goes on from A, and a layer of B lies over A: redrawing must come to an end."""
    direct(stocked, 1, checkpoint=VACE, continues=True)
    for position in (0, 1):
        takes.shoot(Shot.objects.get(pk=stocked.shots[position]), by=stocked.person)
    matte = "f" * 64
    Artifact.objects.create(workspace=stocked.project.workspace, digest=matte, kind="matte", size=1, facts={}, brought=True)
    lent = layer(stocked, stocked.shots[1], name="Ben", matte=matte)
    layer(stocked, stocked.shots[0], name="Ben here", kind="borrowed", borrowed={"layer": str(lent), "offset": 0})
    read = whole(stocked)
    assert "composite.over" in {one.name for one in making_nodes(plans.finish(read.shots[0], kept=current(read, 0), film=read))}
    first = planned(stocked, 1).inputs["first"]
    assert first.inputs["clip"] == plans.frozen(take_of(stocked, 0))  # bare: the layer comes from the shot that asks
    for _ in range(3):
        takes.remake(whole(stocked), by=stocked.person)
    assert takes.otherwise(whole(stocked)) == {}


def making_nodes(recipe: Recipe) -> list[Recipe]:
    return list(recipe.walk().values())


def current(read: WholeFilm, position: int) -> Take:
    take = continuity.current(read, read.shots[position])
    assert take is not None
    return take


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ({"steps": 4001}, "steps"),
        ({"guidance": float("inf")}, "guidance"),
        ({"tracks": [{"points": []}]}, "has points, or a layer"),
        ({"tracks": [{"points": [[5, 0.1, 0.1], [5, 0.2, 0.2]]}]}, "each later than the one before"),
        ({"held": [{"picture": PICTURE, "frame": 3}, {"picture": OTHER, "frame": 3}]}, "two pictures at one frame"),
        ({"held": [{"picture": MOVIE, "frame": 3}]}, "takes a picture"),
        ({"guide": {"artifact": PICTURE}}, "takes moving pictures"),
        ({"adapters": [{"adapter": "11111111-1111-1111-1111-111111111111"}]}, "no adapter"),
        ({"checkpoint": "nonsense"}, "checkpoint"),
        ({"mood": "dark"}, "mood"),
    ],
)
def test_a_direction_that_cannot_be_is_refused_whole(stocked: Film, direction: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        direct(stocked, 0, **direction)
    assert Shot.objects.get(pk=stocked.shots[0]).direction is None


def test_what_a_direction_points_to_is_kept(stocked: Film) -> None:
    direct(stocked, 0, **EVERYTHING)
    assert {PICTURE, OTHER, MOVIE} <= brought.held(stocked.project.workspace_id)


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ({"checkpoint": VACE, "steps": 9}, ["The steps of the model changed: nothing → 9"]),
        ({"checkpoint": VACE, "animatic": {"kind": "edges"}}, ["What it follows changed: nothing → edges"]),
        ({"checkpoint": VACE, "props": [PICTURE]}, ["The pictures of its people, place or style are others"]),
        ({"checkpoint": VACE, "held": [{"picture": PICTURE, "frame": 1}]}, None),
        ({"checkpoint": LTX}, [f"The model changed: {VACE_TITLE} → LTX-Video, text and image to video, 2 B"]),
        ({}, [f"The model changed: {VACE_TITLE} → Previs"]),
    ],
)
def test_what_was_directed_otherwise_is_a_cause(stocked: Film, direction: dict[str, Any], words: list[str] | None) -> None:
    direct(stocked, 0, checkpoint=VACE)
    before = planned(stocked, 0)
    direct(stocked, 0, **direction)
    said = [one.words() for one in why(before, planned(stocked, 0))]
    assert said == words if words else "The pictures that it comes to are others" in said


def test_a_new_word_is_one_cause_for_a_model_that_is_told_no_stage(stocked: Film) -> None:
    direct(stocked, 0, checkpoint=VACE)
    before = planned(stocked, 0)
    change(stocked, "shot", stocked.shots[0], action="Anna sits at a desk.")
    assert [one.words() for one in why(before, planned(stocked, 0))] == ["What happens changed: table → desk"]
    change(stocked, "character", stocked.anna, description="A young woman in a green coat.")
    assert "Who is seen changed: red coat → green coat" in [one.words() for one in why(before, planned(stocked, 0))]


def test_a_draft_is_final_for_a_model_that_makes_none(stocked: Film) -> None:
    read = whole(stocked)
    assert plans.take(read.shots[0], seed=1, quality="draft", film=read).params["quality"] == "draft"


def test_the_brief_says_what_the_model_gets(stocked: Film, client: Client) -> None:
    change(stocked, "character", stocked.anna, pictures=[PICTURE])
    direct(stocked, 0, checkpoint=VACE, **EVERYTHING)
    client.force_login(stocked.person)
    found = client.get(f"/api/shots/{stocked.shots[0]}/brief").json()
    recipe = planned(stocked, 0)
    assert found["checkpoint"] == VACE
    assert "guide.depth" in found["takes"]
    assert found["prompt"] == {"words": recipe.params["prompt"], "language": "en"}
    assert [one["of"] for one in found["references"]] == ["ANNA", ""]
    assert found["guides"] == ["depth"]
    assert found["held"] == [10]
    assert found["begins"] == ""
    assert {one["code"] for one in found["notes"]} == {"GUIDES_MANY", "TRACKS_UNREAD"}
    change(stocked, "shot", stocked.shots[0], footage={"artifact": MOVIE})
    found = client.get(f"/api/shots/{stocked.shots[0]}/brief").json()
    assert found["checkpoint"] == ""
    assert [one["code"] for one in found["notes"]] == ["FOOTAGE"]


def test_a_direction_comes_back_with_the_take_that_was_drawn_with_it(stocked: Film, client: Client) -> None:
    direct(stocked, 0, checkpoint=VACE, steps=9)
    one = takes.shoot(Shot.objects.get(pk=stocked.shots[0]), by=stocked.person)
    direct(stocked, 0)
    client.force_login(stocked.person)
    assert client.post(f"/api/takes/{one.pk}/restore", json.dumps({}), content_type="application/json").status_code == 200
    assert Shot.objects.get(pk=stocked.shots[0]).direction["steps"] == 9  # type: ignore[index]


def test_a_commercial_workspace_uses_no_model_that_forbids_it(stocked: Film) -> None:
    workspace = stocked.project.workspace
    workspace.commercial = True
    workspace.save()
    direct(stocked, 0, checkpoint=LTX)
    with pytest.raises(Refused) as refused:
        guards.check(whole(stocked), [], [planned(stocked, 0)])
    assert refused.value.code == "LICENCE_FORBIDS"


def test_speech_stays_heard_for_a_model_that_moves_no_mouths(stocked: Film) -> None:
    direct(stocked, 1, checkpoint=VACE)
    assert codes(stocked, 1) == ["SPEECH_UNREAD"]
    assert all(isinstance(one, Pick) for one in planned(stocked, 1).inputs["speech"])
