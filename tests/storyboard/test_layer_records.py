"""Layers as records: what may be said of one, what is kept of it, and what is refused with words."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from generation import collect
from storyboard import edits, models
from storyboard.brought import held
from storyboard.changes import Change, EditIn
from storyboard.footage_rate import carried
from storyboard.kinds import LAYER, SHOT
from storyboard.layer_fields import BackdropField, BlendField, EdgesField
from storyboard.models import Project, Shot
from storyboard.records import snapshot
from studio.errors import Refused
from tests.storyboard.films import Film, make_film
from tests.storyboard.layered import boxed, change, layer, mask, matte, row

pytestmark = pytest.mark.django_db
DIGEST = "a" * 64


def test_a_new_layer_has_every_field_whole(film: Film) -> None:
    id_ = layer(
        film, film.shots[0], name="Woman", masks=[{"frame": 3, "points": [[0.5, 0.25, True]]}], edges={"subject": "person"}
    )
    kept = LAYER.read(row(id_))
    assert kept["masks"] == [
        {"frame": 3, "points": [[0.5, 0.25, True]], "box": None, "strokes": [], "words": ""},
    ]
    assert kept["edges"] == {"subject": "person", "band": 0, "steady": 0.25, "strands": False}
    assert kept["blend"] == models.plain_blend()
    assert (kept["kind"], kept["opacity"], kept["mode"], kept["keys"], kept["take"]) == ("cut", 1.0, "normal", [], None)


def test_a_row_that_says_nothing_is_what_the_fields_say(film: Film) -> None:
    assert models.soft_edges() == EdgesField().model_dump()
    assert models.plain_blend() == BlendField().model_dump()
    bare = models.Layer(project=film.project, shot_id=film.shots[0])
    said = LAYER.fields.model_validate({"shot": str(film.shots[0])}).model_dump(mode="json")
    assert LAYER.read(bare) == said


def test_masks_and_keys_come_in_order_of_their_frames(film: Film) -> None:
    id_ = layer(film, film.shots[0], masks=[mask(7), mask(2)], keys=[{"frame": 9, "across": 0.5}, {"frame": 0}])
    assert [one["frame"] for one in row(id_).masks] == [2, 7]
    assert row(id_).keys == [
        {"frame": 0, "across": 0.0, "down": 0.0, "scale": 1.0, "turn": 0.0},
        {"frame": 9, "across": 0.5, "down": 0.0, "scale": 1.0, "turn": 0.0},
    ]


def test_undo_gives_back_what_was(film: Film) -> None:
    id_ = layer(film, film.shots[0], masks=[mask(2)])
    before = snapshot(film.project)["layer"][str(id_)]
    done = change(film, "layer", id_, masks=[mask(2), mask(5)], opacity=0.5, keys=[{"frame": 1, "turn": 20.0}])
    edits.undo(film.project, done.edit, by=film.person)
    assert snapshot(film.project)["layer"][str(id_)] == before


LONG = [[0.5, 0.5]] * 600
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("a place beyond the picture", {"masks": [{"frame": 0, "points": [[1.2, 0.5, True]]}]}, "masks"),
    ("a place that is no number", {"masks": [{"frame": 0, "points": [["0.5", 0.5, True]]}]}, "masks"),
    ("belongs as a number", {"masks": [{"frame": 0, "points": [[0.5, 0.5, 1]]}]}, "masks"),
    ("a box without room", {"masks": [{"frame": 0, "box": [0.5, 0.2, 0.5, 0.4]}]}, "masks"),
    ("two masks at a frame", {"masks": [mask(4), mask(4)]}, "two masks at frame 4"),
    ("a frame below zero", {"masks": [mask(-1)]}, "masks"),
    ("a frame and a half", {"masks": [mask(1.5)]}, "masks"),  # type: ignore[arg-type]
    ("an unknown part", {"masks": [{**mask(0), "colour": "red"}]}, "colour"),
    ("201 masks", {"masks": [mask(n) for n in range(201)]}, "masks"),
    ("101 points", {"masks": [{"frame": 0, "points": [[0.5, 0.5, True]] * 101}]}, "masks"),
    ("a stroke of nothing", {"masks": [{"frame": 0, "strokes": [{"path": [], "width": 0.1}]}]}, "masks"),
    ("a brush of no width", {"masks": [{"frame": 0, "strokes": [{"path": [[0, 0]], "width": 0}]}]}, "masks"),
    (
        "too much paint",
        {"masks": [{"frame": n, "strokes": [{"path": LONG, "width": 0.1}] * 60} for n in range(2)]},
        "40000 at most",
    ),
    ("two keys at a frame", {"keys": [{"frame": 1}, {"frame": 1}]}, "two keys at frame 1"),
    ("301 keys", {"keys": [{"frame": n} for n in range(301)]}, "keys"),
    ("a key of no size", {"keys": [{"frame": 1, "scale": 0}]}, "keys"),
    ("not a number", {"keys": [{"frame": 1, "across": float("nan")}]}, "keys"),
    ("opacity beyond one", {"opacity": 1.5}, "opacity"),
    ("a mode that is none", {"mode": "dissolve"}, "mode"),
    ("an unknown field", {"colour": "red"}, "colour"),
    ("an unknown kind", {"kind": "sticker"}, "kind"),
    ("a thing that says nothing", {"kind": "thing"}, "what is put in"),
    ("a loan of nothing", {"kind": "borrowed"}, "whose layer it is"),
    ("a thing without a region", {"kind": "thing", "thing": {"words": "a car"}}, "region"),
    ("a matte that is not there", {"matte": DIGEST}, "not in this workspace"),
    ("a picture that is not there", {"thing": {"picture": DIGEST, "region": [0.1, 0.1, 0.2, 0.2]}}, "not in this workspace"),
    ("a layer that is not there", {"kind": "borrowed", "borrowed": {"layer": str(uuid.uuid4())}}, "There is no layer"),
    ("a take that is not there", {"take": str(uuid.uuid4())}, "There is no take"),
    ("a shadow too soft", {"blend": {"shadow_soft": 0.5}}, "shadow_soft"),
    ("edges too steady", {"edges": {"steady": 0.95}}, "steady"),
]


@pytest.mark.parametrize(("fields", "words"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_what_cannot_be_said_of_a_layer_is_refused_and_changes_nothing(film: Film, fields: dict[str, Any], words: str) -> None:
    before = snapshot(film.project, archived=True)
    with pytest.raises(Refused) as refused:
        layer(film, film.shots[0], **fields)
    assert refused.value.code == "EDIT_INVALID"
    assert words in refused.value.message
    assert snapshot(Project.objects.get(pk=film.project.pk), archived=True) == before


def test_a_layer_of_another_film_is_none_of_this_one(film: Film) -> None:
    other = make_film("otto")
    theirs = layer(other, other.shots[0])
    for fields in (
        {"kind": "borrowed", "borrowed": {"layer": str(theirs)}},
        {"kind": "thing", "thing": {"words": "a car", "region": [0, 0, 1, 1], "instead": str(theirs)}},
    ):
        with pytest.raises(Refused, match="There is no layer"):
            layer(film, film.shots[0], **fields)
    with pytest.raises(Refused, match="There is no shot"):
        layer(film, other.shots[0])
    with pytest.raises(Refused, match="There is no layer"):
        change(film, "layer", theirs, name="Mine")


BACKDROPS: list[tuple[str, dict[str, Any], str]] = [
    ("no kind", {"words": "a beach"}, "kind"),
    ("words that say nothing", {"kind": "words"}, "which words"),
    ("no picture", {"kind": "picture"}, "which picture"),
    ("no place", {"kind": "location"}, "which location"),
    ("a place that is not there", {"kind": "location", "location": str(uuid.uuid4())}, "There is no location"),
    ("a shot that is not there", {"kind": "shot", "shot": str(uuid.uuid4())}, "There is no shot"),
    ("a picture that is not there", {"kind": "picture", "picture": DIGEST}, "not in this workspace"),
    ("too much light", {"kind": "words", "words": "a beach", "light": 2}, "light"),
    ("something unknown", {"kind": "words", "words": "a beach", "fog": 1}, "fog"),
]


@pytest.mark.parametrize(("backdrop", "words"), [one[1:] for one in BACKDROPS], ids=[one[0] for one in BACKDROPS])
def test_a_place_behind_a_shot_is_one_that_is_there(film: Film, backdrop: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as refused:
        change(film, "shot", film.shots[0], backdrop=backdrop)
    assert words in refused.value.message
    assert Shot.objects.get(pk=film.shots[0]).backdrop is None


def test_a_place_behind_a_shot_is_kept_whole(film: Film) -> None:
    change(film, "shot", film.shots[0], backdrop={"kind": "location", "location": str(film.cafe)})
    kept = SHOT.read(Shot.objects.get(pk=film.shots[0]))["backdrop"]
    assert kept == BackdropField(kind="location", location=film.cafe).model_dump(mode="json")
    assert kept["moves"] is True


def test_what_layers_point_to_is_not_forgotten(film: Film) -> None:
    digest = matte(film).digest
    id_ = layer(film, film.shots[0], matte=digest)
    assert digest in held(film.project.workspace_id)
    change(film, "layer", id_, archived=True)  # undo may bring it back
    assert digest in held(film.project.workspace_id)
    assert held in collect._held


def test_another_rate_leaves_what_was_said_at_its_moment(film: Film) -> None:
    shot = boxed(film, frames=10)
    lent = layer(film, film.shots[1])
    keys = [{"frame": 0}, {"frame": 8, "across": 0.5}]
    cut = layer(film, shot.pk, masks=[mask(2), mask(3), mask(8)], keys=keys)
    thing = layer(film, shot.pk, kind="thing", thing={"words": "a car", "frame": 6, "region": [0.1, 0.1, 0.5, 0.5]})
    own = layer(film, shot.pk, kind="borrowed", borrowed={"layer": str(lent), "offset": -4})
    rate = Change(kind="project", id=film.project.pk, set={"rate": "12/1"})
    project = Project.objects.get(pk=film.project.pk)
    edit = EditIn(id=uuid.uuid4(), base=None, changes=[rate])
    done = edits.apply(project, carried(project, edit), by=film.person)
    assert [one["frame"] for one in row(cut).masks] == [1, 2, 4]
    assert [(one["frame"], one["across"]) for one in row(cut).keys] == [(0, 0.0), (4, 0.5)]
    assert (row(thing).thing["frame"], row(own).borrowed["offset"]) == (3, -2)  # type: ignore[index]
    edits.undo(project, done.edit, by=film.person)
    assert [one["frame"] for one in row(cut).masks] == [2, 3, 8]
    far = EditIn(id=uuid.uuid4(), base=None, changes=[Change(kind="project", id=project.pk, set={"rate": "4/1"})])
    edits.apply(project, carried(project, far), by=film.person)
    assert [one["frame"] for one in row(cut).masks] == [0, 1]  # two of them meet
