"""A shot of moving pictures with something in it that can be cut out: for the tests of layers."""

from __future__ import annotations

import json
import tempfile
import uuid
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
from django.test import Client

from generation import builds, store, worker
from generation.frames import whole
from generation.mattes import matte_to
from generation.mezzanine import clip_to, pixels_of
from generation.models import Artifact
from generation.recipe import Recipe
from storyboard import edits, plans, takes
from storyboard.changes import Change
from storyboard.models import Layer, Shot
from tests.storyboard.films import Film

WIDTH, HEIGHT, FRAMES = 96, 64, 10
RATE = Fraction(24)
QUEUES = ["interactive", "gpu", "cpu"]
GROUND = 90
Pixels = npt.NDArray[np.uint8]


def again(shot: Shot) -> Shot:
    """The shot as it is in the database by now."""
    return Shot.objects.select_related("project__workspace", "scene", "take").get(pk=shot.pk)


def finished(shot: Shot) -> Recipe:
    """What the player and the cut show of a shot."""
    return plans.finish(again(shot))


def change(film: Film, kind: str, id_: uuid.UUID, /, **fields: Any) -> edits.Revision:
    """One record changed by one edit of the film's own person."""
    return edits.change(film.project, [Change(kind=kind, id=id_, set=fields)], by=film.person, system=False)


def layer(film: Film, shot: uuid.UUID, /, **fields: Any) -> uuid.UUID:
    """A new layer of a shot."""
    id_ = uuid.uuid4()
    change(film, "layer", id_, shot=str(shot), **fields)
    return id_


def row(id_: uuid.UUID) -> Layer:
    """A layer as it is now."""
    return Layer.objects.get(pk=id_)


def mask(frame: int, **fields: Any) -> dict[str, Any]:
    """A mask painted round a place, as records hold it."""
    stroke = {"path": [[0.3, 0.5], [0.34, 0.5]], "width": 0.2, "belongs": True}
    return {"frame": frame, "points": [], "box": None, "strokes": [stroke], "words": "", **fields}


def left_of(frame: int) -> int:
    """Where the box stands at a frame, in pixels."""
    return 20 + 2 * frame


def pictures(frames: int = FRAMES) -> list[Pixels]:
    """A red box that goes to the right over grey ground with some texture."""
    ground = np.full((HEIGHT, WIDTH, 3), GROUND, np.uint8)
    ground[::8], ground[:, ::8] = GROUND + 20, GROUND + 20
    found = []
    for n in range(frames):
        one = ground.copy()
        one[24:44, left_of(n) : left_of(n) + 16] = (200, 40, 40)
        found.append(one)
    return found


def coverage(frame: int) -> Pixels:
    """Where the box is."""
    found = np.zeros((HEIGHT, WIDTH), np.uint8)
    found[24:44, left_of(frame) : left_of(frame) + 16] = 255
    return found


def clip(film: Film, frames: int = FRAMES) -> Artifact:
    """The red box as footage of the film's workspace."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box.mkv"
        with clip_to(path, WIDTH, HEIGHT, RATE) as writer:
            for one in pictures(frames):
                writer.write(one)
        return store.put(film.project.workspace, path, "movie", brought=True)


def matte(film: Film, frames: int = FRAMES) -> Artifact:
    """The red box's own matte."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box.mkv"
        with matte_to(path, WIDTH, HEIGHT, RATE) as writer:
            for n in range(frames):
                writer.write(coverage(n))
        return store.put(film.project.workspace, path, "matte", brought=True)


def boxed(film: Film, place: int = 0, frames: int = FRAMES) -> Shot:
    """A shot of the film that is the red box, with its take (not made yet)."""
    change(film, "project", film.project.pk, width=WIDTH, height=HEIGHT, rate="24/1")
    footage = {"artifact": clip(film, frames).digest, "start": 0, "fit": "fill"}
    change(film, "shot", film.shots[place], footage=footage, frames=frames, dialogue=[])
    film.project.refresh_from_db()
    shot = Shot.objects.select_related("project__workspace", "scene").get(pk=film.shots[place])
    takes.shoot(shot, by=film.person)
    return Shot.objects.select_related("project__workspace", "scene", "take").get(pk=shot.pk)


def post(client: Client, path: str, body: Any) -> Any:
    """A request with JSON."""
    return client.post(f"/api{path}", json.dumps(body), content_type="application/json")


def told(answer: Any) -> Any:
    """What was answered well."""
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(answer: Any, status: int, code: str) -> str:
    """The words of a refusal."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    return str(body["message"])


def stack(client: Client, shot: Shot, **asked: Any) -> Any:
    """The stack of a shot; what is asked for of it."""
    if asked:
        return told(post(client, f"/shots/{shot.pk}/stack", asked))
    return told(client.get(f"/api/shots/{shot.pk}/stack"))


def frames_of(film: Film, recipe: Recipe) -> list[Any]:
    """The pictures of a recipe that was made."""
    made = builds.outputs_of(film.project.workspace, recipe.key)["out"]
    return [pixels_of(one) for one in whole(store.local(made))]


def make(film: Film, recipe: Recipe) -> list[Any]:
    """The pictures of a recipe, made now."""
    builds.request(film.project.workspace, recipe, channel=film.project.channel, label="x")
    worker.work(QUEUES, "test")
    return frames_of(film, recipe)


def still(film: Film) -> Artifact:
    """A picture that somebody brought."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "anna.png"
        PIL.Image.fromarray(np.full((40, 30, 3), (30, 160, 60), np.uint8)).save(path)
        return store.put(film.project.workspace, path, "image", brought=True)
