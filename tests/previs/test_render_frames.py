"""Frames of a stage: the same for the same recipe, moved by the camera, darkened by night, cut out where asked."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from generation.drivers.previs.places import BUILDERS
from generation.drivers.previs.placing import KINDS
from generation.drivers.previs.render import Renderer
from generation.drivers.previs.stage import (
    Actor,
    Camera,
    Light,
    Look,
    Mouth,
    Move,
    Place,
    Prop,
    Size,
    Stage,
    TimeOfDay,
    Title,
    Weather,
)

Picture = npt.NDArray[np.uint8]
TOM = Actor(name="Tom", look=Look(seed=4, gender="man", top_colour="#e01010"), facing=20)


def stage(
    kind: str = "pier", *, interior: bool = False, actors: tuple[Actor, ...] = (TOM,), light: Light | None = None, **camera: Any
) -> Stage:
    return Stage(
        place=Place(name=kind, kind=kind, interior=interior, seed=3),
        light=light or Light(),
        actors=actors,
        camera=Camera(**camera),
    )


def renderer(given: Stage, *, frames: int = 24, width: int = 320, height: int = 180, **more: Any) -> Renderer:
    return Renderer(given, width, height, frames, Fraction(24), **more)


def difference(a: Picture, b: Picture) -> float:
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


def test_the_same_recipe_gives_the_same_bytes_in_any_order() -> None:
    prop = Prop(id="cup", name="cup", picture="2615", x=0.4, height=0.3)
    one = renderer(stage(move=Move.ORBIT_LEFT).model_copy(update={"props": (prop,)}))
    other = renderer(stage(move=Move.ORBIT_LEFT).model_copy(update={"props": (prop,)}))
    forward = [one.frame(n) for n in (0, 9, 23)]
    backward = [other.frame(n) for n in (23, 9, 0)][::-1]
    assert all(np.array_equal(a, b) for a, b in zip(forward, backward, strict=True))


def test_frames_have_the_size_asked_for_and_no_more_than_there_are() -> None:
    shot = renderer(stage(), frames=3, quality="draft")
    assert shot.frame(2).shape == (180, 320, 3)
    assert shot.frame(0).dtype == np.uint8
    with pytest.raises(IndexError):
        shot.frame(3)


@pytest.mark.parametrize("move", [move for move in Move if move is not Move.STATIC])
def test_every_move_moves_more_than_a_static_camera(move: Move) -> None:
    still = renderer(stage("room", interior=True, size=Size.MS))
    moving = renderer(stage("room", interior=True, size=Size.MS, move=move))
    at_rest = difference(still.frame(0), still.frame(23))
    assert at_rest < 1.5  # breathing, nothing else
    if move is Move.FOLLOW:
        walker = TOM.model_copy(update={"to_x": 1.5, "x": -1.0})
        moving = renderer(stage("room", interior=True, size=Size.MS, move=move, actors=(walker,)))
    assert max(difference(moving.frame(0), moving.frame(n)) for n in (11, 23)) > at_rest + 0.6


def test_a_move_is_smooth_from_frame_to_frame() -> None:
    """No step of a push is much larger than the steps beside it: nothing pops in or out."""
    shot = renderer(stage("cafe", interior=True, size=Size.WS, move=Move.TRUCK_LEFT), frames=36)
    frames = [shot.frame(n) for n in range(8, 28)]
    steps = [difference(a, b) for a, b in itertools.pairwise(frames)]
    assert max(steps) < 2.2 * float(np.median(steps))


def red(picture: Picture) -> npt.NDArray[np.bool_]:
    r, g, b = (picture[..., i].astype(int) for i in range(3))
    return (r > 90) & (r > 2.2 * g) & (r > 2.2 * b)


def test_night_is_darker_than_day_and_fog_is_flatter() -> None:
    for kind, share in (("forest", 0.7), ("street", 0.85), ("beach", 0.6)):  # a street has its lit windows
        day = renderer(stage(kind, size=Size.EWS, light=Light(time=TimeOfDay.DAY))).frame(0)
        night = renderer(stage(kind, size=Size.EWS, light=Light(time=TimeOfDay.NIGHT))).frame(0)
        fog = renderer(stage(kind, size=Size.EWS, light=Light(weather=Weather.FOG))).frame(0)
        assert night.mean() < share * day.mean()
        assert fog[:90].std() < day[:90].std()


def test_weather_is_seen() -> None:
    clear = renderer(stage(light=Light()))
    for weather in (Weather.RAIN, Weather.SNOW, Weather.STORM):
        shown = renderer(stage(light=Light(weather=weather)))
        assert difference(shown.frame(0), clear.frame(0)) > 4
        assert difference(shown.frame(0), shown.frame(3)) > difference(clear.frame(0), clear.frame(3))


def test_alpha_keeps_people_and_nothing_else() -> None:
    cut = renderer(stage(size=Size.FS), alpha=True).frame(0)
    assert cut.shape == (180, 320, 4)
    assert cut[0, 0, 3] == cut[0, -1, 3] == cut[-1, 0, 3] == 0
    solid = cut[..., 3] == 255
    assert 0.02 < solid.mean() < 0.5
    assert red(cut[..., :3])[solid].mean() > 0.05  # straight alpha keeps the colours


def test_mouths_move_the_mouth_and_nothing_else() -> None:
    talking = renderer(stage("room", interior=True, size=Size.CU), mouths=[Mouth(frame=0, shape="D", actor="Tom")])
    silent = renderer(stage("room", interior=True, size=Size.CU))
    changed = np.argwhere(np.abs(talking.frame(0).astype(int) - silent.frame(0)).max(axis=-1) > 12)
    assert len(changed)
    assert np.ptp(changed[:, 0]) < 70
    assert np.ptp(changed[:, 1]) < 70


def test_the_same_place_from_behind_keeps_its_palette_and_shows_another_wall() -> None:
    front = renderer(stage("kitchen", interior=True, actors=(), size=Size.WS)).frame(0)
    back = renderer(stage("kitchen", interior=True, actors=(), size=Size.WS, azimuth=180)).frame(0)
    assert difference(front, back) > 8
    histograms = [
        np.concatenate([np.histogram(p[..., i], 8, (0, 256))[0] for i in range(3)]).astype(float) for p in (front, back)
    ]
    a, b = (h / np.linalg.norm(h) for h in histograms)
    assert float(a @ b) > 0.75


def test_titles_fade_in_and_out() -> None:
    plain = renderer(stage(), frames=48)
    titled = renderer(stage().model_copy(update={"titles": (Title(text="海边 The Pier", start=4, frames=40),)}), frames=48)
    assert difference(plain.frame(2), titled.frame(2)) == 0
    assert 0 < difference(plain.frame(5), titled.frame(5)) < difference(plain.frame(24), titled.frame(24))
    assert difference(plain.frame(46), titled.frame(46)) == 0


def test_every_kind_of_place_is_built() -> None:
    assert set(KINDS) <= set(BUILDERS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_has_something_to_see_from_both_sides(kind: str) -> None:
    inside = KINDS.index(kind) <= KINDS.index("cave")
    for azimuth in (0, 160):
        picture = renderer(stage(kind, interior=inside, actors=(), size=Size.WS, azimuth=azimuth), width=160, height=90).frame(0)
        assert picture.std() > 8, f"{kind} is empty from {azimuth}°"
        assert 25 < picture.mean() < 235


def test_an_unknown_kind_becomes_the_nearest() -> None:
    assert renderer(stage("submarine", interior=True)).frame(0).std() > 8
    assert renderer(stage("suburb")).frame(0).std() > 8


def test_a_close_shot_of_a_small_thing_shows_it_on_a_table() -> None:
    photo, cup = Prop(id="photo", name="photograph", x=-0.8, height=0.03), Prop(id="cup", name="cup", picture="2615", height=0.1)
    insert = stage("cafe", interior=True, actors=(), size=Size.CU, subject=("photo",)).model_copy(update={"props": (photo, cup)})
    shot = renderer(insert)
    view = shot.path.view(0)
    lying = next(p for p in shot.stage.props if p.id == "photo")
    x, y, _ = view.project(lying.x, lying.y, lying.z)
    assert 0.3 * view.width < x < 0.7 * view.width
    assert 0.25 * view.height < y < 0.75 * view.height
    assert lying.y > 0.7
    without = renderer(insert.model_copy(update={"props": (cup,), "camera": Camera(size=Size.CU, subject=("cup",))}))
    assert difference(shot.frame(0), without.frame(0)) > 3


def test_a_ship_beside_people_goes_out_on_the_water() -> None:
    ship = Prop(id="ferry", name="ferry", picture="26F4-FE0F", x=2, z=0.5, height=10)
    shot = renderer(stage("pier").model_copy(update={"props": (ship,)}))
    assert shot.stage.props[0].z > 20
    assert shot.stage.props[0].y < 0


def test_a_lantern_lights_who_holds_it_at_night() -> None:
    dark = Light(time=TimeOfDay.NIGHT)
    lantern = Prop(id="lantern", name="lantern", picture="1F3EE", height=0.3)
    holder = TOM.model_copy(update={"holds": "lantern"})
    lit = renderer(
        stage("forest", actors=(holder,), light=dark, size=Size.MS).model_copy(update={"props": (lantern,)}), alpha=True
    )
    unlit = renderer(stage("forest", light=dark, size=Size.MS), alpha=True)
    assert lit.frame(0)[60:, :, 0].sum() > 1.15 * unlit.frame(0)[60:, :, 0].sum()


def test_named_furniture_is_built_in_the_round() -> None:
    bench = Prop(id="bench", name="长椅", x=1.2, z=0.6, height=0.8)
    shot = renderer(stage("field", size=Size.WS).model_copy(update={"props": (bench,)}))
    assert any(piece.name == "bench" for piece in shot.yard.pieces)
    assert all(spot.prop is None for spot in shot.cast.spots(0))
