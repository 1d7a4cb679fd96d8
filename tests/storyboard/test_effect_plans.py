"""Effects as recipes: what their ports are given, what is left out, and that nothing is made anew without need."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import PIL.Image
import pytest
from django.test import Client
from pydantic import Field

from generation import builds, effects, worker
from generation.keyed import Keyed
from generation.media import Data, Image, Video
from generation.operation import Context, Queue, operation, registry
from generation.recipe import Recipe
from storyboard import brought, effect_plans, plans
from storyboard import takes as storyboard_takes
from storyboard.film import Film as WholeFilm
from storyboard.models import Effect, Shot
from studio.errors import Refused
from tests.storyboard import layered
from tests.storyboard.films import Film
from tests.storyboard.layered import (
    FRAMES,
    HEIGHT,
    WIDTH,
    again,
    boxed,
    change,
    finished,
    layer,
    matte,
    post,
    refused,
    told,
)

pytestmark = pytest.mark.django_db
KEYABLE: dict[str, Any] = {"keyable": True}


class Tint(Keyed):
    """An effect with every port there is."""

    light: Annotated[float, Field(ge=-1, le=1, json_schema_extra=KEYABLE)] = 0.0
    reach: Annotated[int, Field(ge=0, le=20)] = 0
    must: Annotated[str, Field(max_length=20)] = ""
    deep: bool = False

    def needs(self) -> tuple[str, ...]:
        return (self.must,) if self.must else ()

    def plans(self) -> tuple[str, ...]:
        return ("depth",) if self.deep else ()

    def looks(self) -> int:
        return self.reach


@pytest.fixture(autouse=True)
def toys() -> Iterator[None]:
    """Two effects that are there for these tests alone: one leaves everything where it is, one does not."""
    known = dict(registry._operations)

    def tint(
        clip: Video,
        picture: Image | None,
        reference: Video | None,
        movement: Data | None,
        depth: Video | None,
        *,
        params: Tint,
        context: Context,
    ) -> Video:
        """Pictures made lighter; with a key they change in time."""
        from generation import frames as footage
        from generation.mezzanine import clip_to, pixels_of

        facts = footage.facts(clip.path)
        out = context.scratch(".mkv")
        with clip_to(out, facts.width, facts.height, facts.rate) as writer:
            for n, frame in enumerate(footage.whole(clip.path)):
                pixels = pixels_of(frame).astype(int) + round(100 * params.at(n).light)
                writer.write(np.clip(pixels, 0, 255).astype(np.uint8))
        return Video(out)

    operation("style.toy", version=1, queue=Queue.CPU)(tint)
    operation("camera.toy", version=1, queue=Queue.CPU)(tint)
    yield
    registry._operations.clear()
    registry._operations.update(known)


@pytest.fixture
def shot(film: Film) -> Shot:
    return boxed(film)


def effect(film: Film, shot: uuid.UUID, name: str = "style.toy", /, **fields: Any) -> uuid.UUID:
    id_ = uuid.uuid4()
    change(film, "effect", id_, shot=str(shot), operation=name, **fields)
    return id_


def names(recipe: Recipe) -> list[str]:
    return sorted({one.name for one in recipe.walk().values()} - {"footage.clip"})


def test_what_ports_are_given_is_in_the_recipe_and_kept(film: Film, shot: Shot) -> None:
    picture = layered.still(film).digest
    id_ = effect(
        film, shot.pk, inputs={"picture": {"artifact": picture}, "movement": {"follow": {"across": [0.3], "down": [0.5]}}}
    )
    made = finished(shot)
    assert made.inputs["picture"].sha256 == picture
    followed = made.inputs["movement"]
    assert (followed.name, followed.params["across"], followed.inputs["clip"].key) == ("motion.follow", [0.3], shot.take.key)  # type: ignore[union-attr]
    assert picture in brought.held(film.project.workspace_id)
    change(film, "effect", id_, inputs={})
    assert set(finished(shot).inputs) == {"clip"}


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"picture": {"artifact": "0" * 64}}, "not in this workspace"),
        ({"sound": {"follow": {}}}, "no input 'sound'"),
        ({"picture": {"shot": str(uuid.uuid4())}}, "There is no shot"),
        ({"picture": {}}, "is given one of"),
        ({"reference": {"follow": {}}}, "cannot be given a follow"),
        ({"movement": {"follow": {"across": [0.1, 0.2], "down": [0.1, 0.2]}}}, "one point or four corners"),
        ({"movement": {"follow": {}, "outside": True}}, "only a layer"),
        ({"matte": {"layer": str(uuid.uuid4())}}, "There is no layer"),
    ],
)
def test_what_cannot_be_given_is_refused(film: Film, shot: Shot, inputs: Any, said: str) -> None:
    with pytest.raises(Refused, match=said):
        effect(film, shot.pk, inputs=inputs)


def test_another_shot_is_looked_at_as_it_is_seen_and_two_may_look_at_each_other(film: Film, shot: Shot) -> None:
    other = boxed(film, 1, frames=8)
    effect(film, other.pk, params={"light": 0.5})
    first = effect(film, shot.pk, params={"must": "reference"})
    assert finished(shot).key == shot.take.key, "without what it needs it does nothing"  # type: ignore[union-attr]
    change(film, "effect", first, inputs={"reference": {"shot": str(other.pk)}})
    assert finished(shot).inputs["reference"].key == finished(other).key
    was = finished(shot).key
    effect(film, other.pk, rank="a5", params={"light": 0.1})
    assert finished(shot).key != was, "what is looked at changed"

    effect(film, other.pk, rank="a6", inputs={"reference": {"shot": str(shot.pk)}})
    one, two = finished(shot), finished(other)
    assert one.inputs["reference"].inputs.keys() == {"clip"}, "which looks back is not seen"
    assert two.inputs["reference"].name == "footage.clip"
    both = WholeFilm.of(film.project)
    assert plans.finish(again(shot), film=both).key == one.key, "whoever is planned first"
    assert plans.finish(again(other), film=both).key == two.key
    change(film, "shot", other.pk, archived=True)
    assert finished(shot).key == shot.take.key, "what looks at a shot that was put away is left out"  # type: ignore[union-attr]


def test_a_region_is_for_every_effect_and_gone_with_its_layer(film: Film, shot: Shot) -> None:
    cut = layer(film, shot.pk, matte=matte(film).digest)
    id_ = effect(film, shot.pk, params={"light": 0.5}, inputs={"matte": {"layer": str(cut), "outside": True}})
    made = finished(shot)
    assert (made.name, made.params["outside"], made.inputs["clip"].name) == ("composite.within", True, "style.toy")
    assert made.inputs["back"].key == shot.take.key  # type: ignore[union-attr]
    change(film, "layer", cut, archived=True)
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]
    change(film, "effect", id_, inputs={})
    assert finished(shot).name == "style.toy"


def test_depth_is_planned_where_it_is_wanted_and_there(
    film: Film, shot: Shot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    effect(film, shot.pk, params={"light": 0.1})
    deep = effect(film, shot.pk, params={"deep": True}, rank="a5")
    made = finished(shot)
    assert made.inputs["depth"].name == "guide.depth"
    assert made.inputs["depth"].inputs["clip"].key == shot.take.key, "a grade beneath never makes it anew"  # type: ignore[union-attr]
    effect(film, shot.pk, "camera.toy", rank="a3", params={"light": 0.1})
    above = finished(shot)
    assert above.inputs["depth"].inputs["clip"].key == above.inputs["clip"].key, "above what moves the picture it is read there"
    change(film, "effect", deep, params={})
    assert "depth" not in finished(shot).inputs
    change(film, "effect", deep, params={"deep": True})
    monkeypatch.setenv("FILMWRIGHT_CHECKPOINTS", str(tmp_path))  # a studio that has fetched none
    assert "depth" not in finished(shot).inputs


def test_what_the_studio_does_not_know_any_more_is_left_out(film: Film, shot: Shot) -> None:
    id_ = effect(film, shot.pk, params={"light": 0.1})
    Effect.objects.filter(pk=id_).update(params={"of": "another time"})
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]
    Effect.objects.filter(pk=id_).update(operation="style.gone", params={})
    assert finished(shot).key == shot.take.key  # type: ignore[union-attr]


def test_defaults_of_what_an_operation_tells() -> None:
    assert (effects.does_nothing(object()), effects.needs(object()), effects.looks(object())) == (False, (), 0)
    assert effects.plans(object()) == ("depth",)


@pytest.mark.django_db(transaction=True)
def test_keys_change_the_picture_in_time_and_a_trial_shows_its_own_frame(film: Film, client: Client) -> None:
    shot = boxed(film)
    bare = layered.make(film, shot.take.recipe and plans.frozen(shot.take))  # type: ignore[union-attr, arg-type]
    keys = {"light": [[0, 0.0, "linear"], [FRAMES - 1, 0.9, "linear"]]}
    wish = {"operation": "style.toy", "params": {"keys": keys}}
    for reach, key in ((0, "x"), (3, "y")):
        body = {"effects": [{**wish, "params": {**wish["params"], "reach": reach, "must": ""}}], "frame": 5}  # type: ignore[dict-item]
        shown = _tried(film, client, shot, body)
        lighter = float(shown.astype(int)[:8].mean() - bare[5].astype(int)[:8].mean())
        assert 45 < lighter < 55, (key, lighter)  # 100 · 0.9 · 5 / 9
    effect(film, shot.pk, params={"keys": keys})
    frames = layered.make(film, finished(shot))
    assert len(frames) == FRAMES
    assert abs(frames[-1].astype(int)[:8].mean() - bare[-1].astype(int)[:8].mean() - 90) < 3
    asked = told(post(client, f"/shots/{shot.pk}/try", {"effects": [wish], "frame": 7}))
    worker.work(layered.QUEUES, "test")
    node = builds.status_of(film.project.workspace, [asked["key"]])[asked["key"]]
    assert node.status == "done"
    whole = finished(shot).key
    assert asked["key"] == _poster_of(film, shot, wish, 7), f"taken from the film, which is made: {whole}"


@pytest.mark.django_db(transaction=True)
def test_a_region_and_a_movement_are_tried_as_a_stretch(film: Film, client: Client) -> None:
    shot = boxed(film)
    layered.make(film, plans.frozen(shot.take))  # type: ignore[arg-type]
    cut = layer(film, shot.pk, matte=matte(film).digest)
    inputs = {
        "matte": {"layer": str(cut), "soft": 0.0},
        "movement": {"follow": {"across": [0.3], "down": [0.5]}},
    }
    for reach in (0, 2):
        wish = {"operation": "style.toy", "params": {"light": 1.0, "reach": reach}, "inputs": inputs}
        shown = _tried(film, client, shot, {"effects": [wish], "frame": 4}).astype(int)
        inside = shown[30:40, layered.left_of(4) + 4 : layered.left_of(4) + 12]
        assert inside[..., 1].mean() > 120, "lighter within"
        assert abs(shown[2:7, 2:7].mean() - layered.GROUND) < 4, "as it was elsewhere"
    other = boxed(film, 1, frames=8)
    wish = {"operation": "style.toy", "params": {"light": 0.5}, "inputs": {"reference": {"shot": str(other.pk)}}}
    refused(post(client, f"/shots/{shot.pk}/try", {"effects": [wish], "frame": 4}), 409, "NOT_READY")
    wrong = {"operation": "style.toy", "inputs": {"picture": {"artifact": "0" * 64}}}
    refused(post(client, f"/shots/{shot.pk}/try", {"effects": [wrong], "frame": 4}), 400, "EDIT_INVALID")


@pytest.mark.django_db(transaction=True)
def test_an_effect_within_a_region_leaves_the_rest_as_it_was(film: Film) -> None:
    shot = boxed(film)
    cut = layer(film, shot.pk, matte=matte(film).digest)
    effect(film, shot.pk, params={"light": 1.0}, inputs={"matte": {"layer": str(cut), "soft": 0.0}})
    frames = layered.make(film, finished(shot))
    assert (len(frames), frames[0].shape) == (FRAMES, (HEIGHT, WIDTH, 3))
    bare = layered.frames_of(film, plans.frozen(shot.take))  # type: ignore[arg-type]
    for n, (one, was) in enumerate(zip(frames, bare, strict=True)):
        left = layered.left_of(n)
        assert one[26:42, left + 2 : left + 14].astype(int).mean() > was[26:42, left + 2 : left + 14].astype(int).mean() + 40
        assert np.abs(one[:20].astype(int) - was[:20].astype(int)).max() <= 2


def test_two_hundred_effects_are_planned_without_a_question_for_each(film: Film, django_assert_max_num_queries: Any) -> None:
    boxed(film)
    for place in (1, 2):
        take = storyboard_takes.shoot(Shot.objects.get(pk=film.shots[place]), by=film.person)
        assert take is not None
    for n in range(200):
        shot = film.shots[n % 3]
        given = {"reference": {"shot": str(film.shots[(n + 1) % 3])}} if n % 2 else {}
        effect(film, shot, params={"light": 0.001 * (n % 900)}, inputs=given, rank=f"a{n:03d}")
    with django_assert_max_num_queries(14):
        whole = WholeFilm.of(film.project)
        for one in whole.shots:
            one.take = whole.takes[one.take_id]  # type: ignore[index]
            assert plans.finish(one, film=whole).key


def _poster_of(film: Film, shot: Shot, wish: dict[str, Any], frame: int) -> str:
    one = Effect(shot=shot, operation=wish["operation"], params=wish["params"], inputs={})
    from storyboard import trying

    made = trying.trial(again(shot), [one], frame)
    recipe = made.recipe if hasattr(made, "recipe") else made
    assert recipe.name == "preview.frame"
    assert recipe.inputs["clip"].key == finished(shot).key
    return str(recipe.key)


def _tried(film: Film, client: Client, shot: Shot, body: Any) -> Any:
    asked = told(post(client, f"/shots/{shot.pk}/try", body))
    worker.work(layered.QUEUES, "test")
    done = told(post(client, f"/shots/{shot.pk}/try", body))
    assert (done["key"], done["status"]) == (asked["key"], "done"), done
    picture = PIL.Image.open(io.BytesIO(b"".join(client.get(done["url"]).streaming_content)))  # type: ignore[attr-defined]
    return np.asarray(picture.convert("RGB"))


def test_only_what_moves_the_picture_is_of_the_moving_families() -> None:
    assert {"camera", "frame", "time"} == effect_plans.MOVING
