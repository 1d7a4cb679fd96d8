"""A shot as its model gets it, made: by a tiny model of the real class, guided by its animatic, going on from the shot before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from generation import builds, checkpoints, worker
from generation.models import Artifact
from generation.residency import residency
from storyboard import deriving, plans, takes
from storyboard.film import Film as WholeFilm
from storyboard.models import Project, Shot, Take
from tests.storyboard.films import Film
from tests.storyboard.layered import HEIGHT, QUEUES, WIDTH, change, coverage, frames_of, layer, mask, matte, still

pytestmark = pytest.mark.django_db

TINY = "tiny-vace@1"


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A tiny video model that takes guides, references and pictures, beside what the embedded generator needs."""
    import dataclasses

    import torch

    from generation.catalogue import write_own
    from tests.generation import tiny_diffusion
    from tests.generation.installed import install

    threads = torch.get_num_threads()
    real, place = checkpoints.root(), tmp_path / "checkpoints"
    place.mkdir()
    for one in real.iterdir():
        if one.is_dir() and not one.name.startswith("."):
            (place / one.name).symlink_to(one)
    monkeypatch.setenv("FILMWRIGHT_CHECKPOINTS", str(place))
    install(place, {TINY: tiny_diffusion.write("vace", tmp_path / "vace")})
    known = checkpoints.entry("wan-vace-1.3b@2.1")
    own = checkpoints.entry(TINY)
    told = {name: getattr(known, name) for name in ("takes", "family", "prompt", "languages", "references")}
    write_own(place, {TINY: dataclasses.replace(own, **told)})
    yield TINY
    torch.set_num_threads(threads)
    residency._held.pop(TINY, None)
    shutil.rmtree(tmp_path / "vace", ignore_errors=True)


def made(film: Film, take: Take) -> np.ndarray:
    """The frames of a take, made now."""
    worker.work(QUEUES, "test")
    errors = builds.progress_of(take.build).error if take.build else None
    assert not errors, errors
    return np.stack([one[..., :3] for one in frames_of(film, Take.objects.get(pk=take.pk) and plans.frozen(take))])


@pytest.mark.once
def test_two_shots_by_a_model_that_is_told_everything_and_a_take_of_the_second(film: Film, tiny: str) -> None:
    change(film, "project", film.project.pk, width=96, height=64)
    for position in (0, 1):
        change(film, "shot", film.shots[position], frames=9, frames_locked=True, dialogue=[])
    change(film, "character", film.anna, pictures=[still(film).digest])
    change(film, "shot", film.shots[0], direction={"checkpoint": tiny, "animatic": {"kind": "depth"}, "steps": 2})
    change(film, "shot", film.shots[1], direction={"checkpoint": tiny, "continues": True, "steps": 2})
    read = WholeFilm.of(Project.objects.select_related("workspace").get(pk=film.project.pk))
    wanted = [(shot, 7) for shot in read.shots[:2]]
    first, second = takes.draw(read, wanted, quality="draft", by=film.person, watched=False)
    one, other = made(film, first), made(film, second)
    assert one.shape == other.shape == (9, 64, 96, 3)
    recipe = plans.frozen(second)
    assert {"first", "references"} <= recipe.inputs.keys()
    assert Artifact.objects.filter(workspace=film.project.workspace, kind="video").count() >= 3  # both takes and the guide
    told = {"prompt": "at night", "checkpoint": tiny, "quality": "draft", "steps": 2}
    shot = Shot.objects.select_related("project__workspace", "scene").get(pk=film.shots[1])
    changed = made(film, deriving.derive(shot, operation="video.edit", params={**told, "structure": "edges"}, by=film.person))
    assert changed.shape == other.shape
    longer = deriving.derive(shot, operation="video.extend", params={**told, "frames": 5}, by=film.person)
    assert made(film, longer).shape == (14, 64, 96, 3)
    assert takes.staleness(Shot.objects.select_related("project__workspace", "scene").get(pk=shot.pk)).state == "fresh"


@pytest.mark.once
def test_a_shot_is_drawn_over_its_animatic_within_a_layer_and_nowhere_else(film: Film, tiny: str) -> None:
    change(film, "project", film.project.pk, width=WIDTH, height=HEIGHT)
    change(film, "shot", film.shots[0], frames=9, frames_locked=True, dialogue=[])
    mattes = [coverage(n) for n in range(9)]
    part = layer(film, film.shots[0], kind="cut", name="box", matte=matte(film, 9).digest)
    over = {"artifact": "", "strength": 0.6, "layer": str(part)}
    change(film, "shot", film.shots[0], direction={"checkpoint": tiny, "over": over, "steps": 2})
    read = WholeFilm.of(Project.objects.select_related("workspace").get(pk=film.project.pk))
    (take,) = takes.draw(read, [(read.shots[0], 7)], quality="draft", by=film.person, watched=False)
    recipe = plans.frozen(take)
    assert recipe.inputs.keys() >= {"over", "mask"}
    assert "strength" not in recipe.params  # VACE goes by the mask alone
    drawn = made(film, take)
    under = np.stack([one[..., :3] for one in frames_of(film, recipe.inputs["over"])])
    assert drawn.shape == under.shape == (9, HEIGHT, WIDTH, 3)
    for n in range(9):
        outside = cv2.dilate(mattes[n], np.ones((5, 5), np.uint8)) == 0  # colours go by four pixels
        assert np.array_equal(drawn[n][outside], under[n][outside])
    inside = np.stack(mattes) > 0
    assert np.abs(drawn.astype(int) - under)[inside].mean() > 8
    assert plans.voices(recipe) == []  # nothing of the animatic beneath is taken for the take's own
    assert takes.staleness(Shot.objects.select_related("project__workspace", "scene").get(pk=film.shots[0])).state == "fresh"
    change(film, "layer", part, matte="", masks=[mask(0)])
    stale = takes.staleness(Shot.objects.select_related("project__workspace", "scene").get(pk=film.shots[0]))
    assert [one.words() for one in stale.causes] == ["The mask that says what changes is another"]
