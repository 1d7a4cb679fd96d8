"""A person is drawn the same every time, every part of a look shows, and nothing is painted outside the bounds."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import skia
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.drivers.previs import people
from generation.drivers.previs.people import PersonLight, PersonState
from generation.drivers.previs.stage import Expression, Look, Pose

WOMAN = Look(seed=3, hair="bob", top="shirt", height=1.68)
MAN = Look(seed=8, gender="man", hair="short", top="jacket", height=1.8)
Picture = npt.NDArray[np.uint8]


def shot(
    look: Look, state: PersonState, ppm: float = 90.0, box: tuple[float, float, float, float] = (-1.6, -2.9, 1.6, 0.6)
) -> Picture:
    """The person alone on transparency; `box` in metres."""
    wide, tall = int((box[2] - box[0]) * ppm), int((box[3] - box[1]) * ppm)
    pixels = np.zeros((tall, wide, 4), np.uint8)
    canvas = skia.Surface(pixels).getCanvas()
    canvas.scale(ppm, ppm)
    canvas.translate(-box[0], -box[1])
    people.draw(canvas, look, replace(state, pixels_per_metre=ppm))
    canvas.flush()
    return pixels


def face(look: Look, state: PersonState, ppm: float = 700.0) -> Picture:
    """The head alone, large enough for every detail."""
    eyes = people.landmarks(look, state).eyes
    return shot(look, state, ppm, (eyes[0] - 0.2, eyes[1] - 0.2, eyes[0] + 0.2, eyes[1] + 0.2))


def differs(a: Picture, b: Picture, least: int = 12) -> bool:
    """Whether more than a few pixels differ to the eye."""
    return int((np.abs(a.astype(int) - b.astype(int)).max(axis=2) > 24).sum()) >= least


def test_the_same_state_paints_the_same_pixels() -> None:
    for pose, view in ((Pose.WALK, 30.0), (Pose.READ, -60.0), (Pose.LIE, 90.0)):
        state = PersonState(pose=pose, view=view, frame=17, seed=5)
        assert np.array_equal(shot(WOMAN, state), shot(WOMAN.model_copy(), replace(state)))


OPTIONS: dict[str, tuple[str, ...]] = {
    "figure": ("child", "teen", "adult", "elder"),
    "gender": ("woman", "man", "person"),
    "build": ("slim", "average", "broad", "heavy"),
    "hair": ("bald", "buzz", "short", "side-part", "curly", "bob", "long", "ponytail", "bun", "braids", "afro", "messy", "wavy"),
    "beard": ("none", "stubble", "moustache", "goatee", "full"),
    "glasses": ("none", "round", "square", "sun"),
    "hat": ("none", "cap", "beanie", "brim", "straw", "helmet", "hood", "headscarf", "crown", "chef"),
    "top": (
        "shirt",
        "t-shirt",
        "sweater",
        "jacket",
        "coat",
        "suit",
        "dress",
        "hoodie",
        "apron",
        "uniform",
        "robe",
        "vest",
        "raincoat",
    ),
    "bottom": ("trousers", "jeans", "skirt", "shorts", "none"),
}


@pytest.mark.parametrize("field", OPTIONS)
def test_every_option_of_a_look_is_seen(field: str) -> None:
    base = MAN if field == "beard" else WOMAN
    state = PersonState(view=25.0)
    pictures = {value: shot(base.model_copy(update={field: value}), state, 160.0) for value in OPTIONS[field]}
    for a, b in itertools.combinations(pictures, 2):
        assert differs(pictures[a], pictures[b]), f"{field}: {a} looks like {b}"


@pytest.mark.parametrize(
    ("field", "value", "others"),
    [
        ("skin", "#6b4028", {}),
        ("hair_colour", "#d0b060", {}),
        ("hat_colour", "#20c040", {"hat": "cap"}),
        ("top_colour", "#20c040", {}),
        ("accent_colour", "#20c040", {"top": "jacket"}),
        ("bottom_colour", "#20c040", {}),
        ("shoe_colour", "#20c040", {}),
        ("scarf", True, {}),
        ("scarf_colour", "#20c040", {"scarf": True}),
        ("height", 1.3, {}),
    ],
)
def test_every_colour_is_seen(field: str, value: object, others: dict[str, object]) -> None:
    base = WOMAN.model_copy(update=others)
    assert differs(shot(base, PersonState()), shot(base.model_copy(update={field: value}), PersonState()))


def test_eyes_are_seen_from_the_front_and_not_from_behind() -> None:
    other = WOMAN.model_copy(update={"eye_colour": "#40a0f0"})
    assert differs(face(WOMAN, PersonState()), face(other, PersonState()))
    assert np.array_equal(shot(WOMAN, PersonState(view=180.0)), shot(other, PersonState(view=180.0)))


@pytest.mark.parametrize("view", [0.0, 40.0, 90.0])
def test_every_mouth_letter_is_a_shape_of_its_own(view: float) -> None:
    pictures = {letter: face(MAN, PersonState(view=view, mouth=letter), 1500.0) for letter in "ABCDEFGH"}
    for a, b in itertools.combinations(pictures, 2):
        assert differs(pictures[a], pictures[b], 20), f"{a} looks like {b} at {view}"


@pytest.mark.parametrize("expression", Expression)
def test_the_voice_is_seen_under_every_expression(expression: Expression) -> None:
    closed = face(WOMAN, PersonState(expression=expression, mouth="A"))
    wide = face(WOMAN, PersonState(expression=expression, mouth="D"))
    assert differs(closed, wide, 200)


def test_every_expression_is_a_face_of_its_own() -> None:
    pictures = {e: face(WOMAN, PersonState(expression=e)) for e in Expression}
    for a, b in itertools.combinations(pictures, 2):
        assert differs(pictures[a], pictures[b], 300), f"{a} looks like {b}"


@pytest.mark.parametrize("view", [0.0, 90.0, 180.0])
def test_every_pose_is_a_figure_of_its_own(view: float) -> None:
    pictures = {p: shot(MAN, PersonState(pose=p, view=view)) for p in Pose}
    for a, b in itertools.combinations(pictures, 2):
        assert differs(pictures[a], pictures[b], 60), f"{a} looks like {b} at {view}"


def test_every_view_is_seen_and_turning_is_smooth() -> None:
    views = [shot(WOMAN, PersonState(view=float(v))) for v in range(-180, 180, 30)]
    for a, b in itertools.combinations(views, 2):
        assert differs(a, b, 100)
    for start in (-170, -95, -30, 0, 44, 88, 130):
        a, b = shot(WOMAN, PersonState(view=start)), shot(WOMAN, PersonState(view=start + 1.0))
        painted = int((a[..., 3] > 0).sum())
        changed = int((np.abs(a.astype(int) - b.astype(int)).max(axis=2) > 60).sum())
        assert changed < painted * 0.10, f"a jump at {start}"


def test_left_and_right_mirror() -> None:
    look = WOMAN.model_copy(update={"hair": "bald"})
    for view in (35.0, 90.0, 140.0):
        state = PersonState(pose=Pose.HANDS_ON_HEAD, view=view, light=PersonLight(side=-0.6))
        other = replace(state, view=-view, light=PersonLight(side=0.6))
        a, b = shot(look, state)[..., 3] > 0, shot(look, other)[:, ::-1, 3] > 0
        assert (a & b).sum() / (a | b).sum() > 0.86
    right, left = people.landmarks(look, PersonState(view=90.0)), people.landmarks(look, PersonState(view=-90.0))
    assert right.eyes[0] > right.top[0] + 0.03
    assert left.eyes[0] < left.top[0] - 0.03


def test_the_light_is_seen() -> None:
    day = shot(MAN, PersonState())
    night = shot(MAN, PersonState(light=PersonLight(key=(0.35, 0.4, 0.6), ambient=(0.2, 0.22, 0.4))))
    where = day[..., 3] == 255
    assert night[where][:, :3].mean() < day[where][:, :3].mean() * 0.6
    assert differs(shot(MAN, PersonState(light=PersonLight(side=-0.8))), shot(MAN, PersonState(light=PersonLight(side=0.8))), 200)
    assert differs(day, shot(MAN, PersonState(light=PersonLight(rim=1.0))), 100)


def test_what_is_held_lies_in_the_hand_under_fingers() -> None:
    red = skia.Image.fromarray(np.full((40, 40, 4), (0, 0, 255, 255), np.uint8), colorType=skia.kBGRA_8888_ColorType)
    empty = shot(MAN, PersonState(pose=Pose.HOLD))
    full = shot(MAN, PersonState(pose=Pose.HOLD, held=red, held_height=0.25))
    assert differs(empty, full, 100)


def test_gaze_moves_the_eyes() -> None:
    left, right = face(WOMAN, PersonState(gaze=(-1.0, 0.0))), face(WOMAN, PersonState(gaze=(1.0, 0.0)))
    assert differs(left, right, 300)


def test_a_person_lives() -> None:
    still = PersonState(seed=2)
    pictures = [face(WOMAN, replace(still, frame=f)) for f in range(0, 120, 3)]
    assert any(differs(a, b, 30) for a, b in itertools.pairwise(pictures))
    assert differs(shot(WOMAN, replace(still, frame=0), 300.0), shot(WOMAN, replace(still, frame=40), 300.0), 20)


def test_detail_rises_with_size() -> None:
    eyes = people.landmarks(WOMAN, PersonState()).eyes
    box = (eyes[0] - 0.15, eyes[1] - 0.15, eyes[0] + 0.15, eyes[1] + 0.15)
    large = shot(WOMAN, PersonState(), 1600.0, box)
    coarse = np.zeros_like(large)
    canvas = skia.Surface(coarse).getCanvas()
    canvas.scale(1600.0, 1600.0)
    canvas.translate(-box[0], -box[1])
    people.draw(canvas, WOMAN, PersonState(pixels_per_metre=60.0))
    assert differs(large, coarse, 500)


colours = st.sampled_from(["#000000", "#ffffff", "#c0392b", "#27ae60", "#2c3e50", "#f1c40f"])
looks = st.builds(
    Look,
    seed=st.integers(0, 2**32 - 1),
    height=st.floats(0.6, 2.4),
    skin=colours,
    hair_colour=colours,
    top_colour=colours,
    accent_colour=colours,
    scarf=st.booleans(),
    **{field: st.sampled_from(values) for field, values in OPTIONS.items()},  # type: ignore[arg-type]
)
states = st.builds(
    PersonState,
    pose=st.sampled_from(Pose),
    expression=st.sampled_from(Expression),
    view=st.floats(-720, 720),
    frame=st.integers(0, 5000),
    seed=st.integers(0, 2**32 - 1),
    mouth=st.sampled_from([*"ABCDEFGHX", "?"]),
    gaze=st.tuples(st.floats(-2, 2), st.floats(-2, 2)),
    moving=st.booleans(),
    seated=st.booleans(),
    travel=st.none() | st.floats(0, 50),
    light=st.builds(PersonLight, side=st.floats(-1, 1), rim=st.floats(0, 1)),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(look=looks, state=states)
def test_anybody_can_be_drawn_inside_the_bounds(look: Look, state: PersonState) -> None:
    ppm = 60.0
    state = replace(state, pixels_per_metre=ppm)
    half = look.height * 1.7 + 0.3
    picture = shot(look, state, ppm, (-half, -half * 1.6, half, half * 0.8))
    ys, xs = np.nonzero(picture[..., 3] > 8)
    assert len(xs) > 100
    x0, y0, x1, y1 = people.bounds(look, state)
    painted = (xs.min() / ppm - half, ys.min() / ppm - half * 1.6, (xs.max() + 1) / ppm - half, (ys.max() + 1) / ppm - half * 1.6)
    assert min(painted[0] - x0, painted[1] - y0, x1 - painted[2], y1 - painted[3]) >= 0, (painted, (x0, y0, x1, y1))
    assert (x1 - x0) < (painted[2] - painted[0]) * 2.2 + 0.2
    assert (y1 - y0) < (painted[3] - painted[1]) * 2.2 + 0.2
