"""Layers over HTTP: looked at, masked, stacked, handed out, put before other places; by whom, and what is said else."""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import Any

import numpy as np
import PIL.Image
import pytest
from django.test import Client

from generation import checkpoints, worker
from generation.models import Build, Node, Priority
from storyboard import plans
from storyboard.models import Edit, Layer, Shot
from studio.models import Membership
from tests.storyboard.films import Film, make_film, other_person
from tests.storyboard.layered import (
    FRAMES,
    HEIGHT,
    QUEUES,
    WIDTH,
    boxed,
    change,
    coverage,
    frames_of,
    layer,
    left_of,
    make,
    mask,
    matte,
    post,
    refused,
    stack,
    told,
)  # fmt: skip

# The worker renews its lease from a thread.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def shot(film: Film) -> Shot:
    """The red box, made."""
    shot = boxed(film)
    worker.work(QUEUES, "test")
    return shot


# Looking and masks


def test_a_frame_is_looked_at_once(film: Film, shot: Shot, client: Client) -> None:
    first = told(post(client, f"/shots/{shot.pk}/look", {"frame": 4}))
    assert (first["frame"], first["frames"], first["width"], first["height"]) == (4, FRAMES, WIDTH, HEIGHT)
    assert first["take"] == str(shot.take_id)
    assert {first[one]["status"] for one in ("picture", "embedding")} == {"queued"}
    assert Build.objects.latest("created").priority == Priority.INTERACTIVE
    asked = Build.objects.count()
    assert told(post(client, f"/shots/{shot.pk}/look", {"frame": 4}))["embedding"]["key"] == first["embedding"]["key"]
    assert Build.objects.count() == asked
    worker.work(QUEUES, "test")
    seen = told(post(client, f"/shots/{shot.pk}/look", {"frame": 4}))
    assert {seen[one]["status"] for one in ("picture", "embedding")} == {"done"}
    answer = client.get(seen["picture"]["url"])
    picture = np.asarray(PIL.Image.open(io.BytesIO(b"".join(answer.streaming_content))))  # type: ignore[attr-defined]
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert np.abs(picture[34, left_of(4) + 8].astype(int) - (200, 40, 40)).max() < 8
    assert client.get(seen["embedding"]["url"]).status_code == 200
    assert told(post(client, f"/shots/{shot.pk}/look", {"frame": 4000}))["frame"] == FRAMES - 1
    assert Build.objects.count() == asked + 1


def test_the_decoder_is_given_to_browsers_and_nothing_else(film: Film, shot: Shot, client: Client, settings: Any) -> None:
    named = told(post(client, f"/shots/{shot.pk}/look", {}))["checkpoint"]
    answer = client.get(f"/api/checkpoints/{named}/files/decoder.onnx")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert len(body) == checkpoints.path(named, "decoder.onnx").stat().st_size
    assert "immutable" in answer["Cache-Control"]
    again = client.get(f"/api/checkpoints/{named}/files/decoder.onnx", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for path in ("sam2-tiny@1/files/encoder.ort", "sam2-tiny@1/files/..%2F.verified.json", "nothing@1/files/decoder.onnx"):
        assert client.get(f"/api/checkpoints/{path}").status_code == 404
    settings.SHARED = True
    assert Client().get(f"/api/checkpoints/{named}/files/decoder.onnx").status_code == 401


def test_a_mask_is_what_was_painted(film: Film, shot: Shot, client: Client) -> None:
    body = {name: value for name, value in mask(2).items() if name != "words"}
    asked = told(post(client, f"/shots/{shot.pk}/mask", body))
    assert asked["status"] == "queued"
    worker.work(QUEUES, "test")
    made = told(post(client, f"/shots/{shot.pk}/mask", body))
    assert made["status"] == "done"
    painted = np.asarray(PIL.Image.open(io.BytesIO(b"".join(client.get(made["url"]).streaming_content))))  # type: ignore[attr-defined]
    assert painted.shape == (HEIGHT, WIDTH)
    assert painted[32, 30] == 255
    assert painted[32, 80] == 0


def test_a_click_on_the_box_is_the_box_and_one_on_nothing_says_so(film: Film, shot: Shot, client: Client) -> None:
    on = {"frame": 4, "points": [[(left_of(4) + 8) / WIDTH, 34 / HEIGHT, True]]}
    post(client, f"/shots/{shot.pk}/mask", on)
    worker.work(QUEUES, "test")
    made = told(post(client, f"/shots/{shot.pk}/mask", on))
    found = np.asarray(PIL.Image.open(io.BytesIO(b"".join(client.get(made["url"]).streaming_content)))) > 127  # type: ignore[attr-defined]
    box = coverage(4) > 127
    assert (found & box).sum() / (found | box).sum() > 0.8
    gone = {"frame": 4, **on, "strokes": [{"path": [[0.0, 0.5], [1.0, 0.5]], "width": 1.0, "belongs": False}]}
    post(client, f"/shots/{shot.pk}/mask", gone)
    worker.work(QUEUES, "test")
    failed = told(post(client, f"/shots/{shot.pk}/mask", gone))
    assert (failed["status"], failed["problem"]["code"], failed["problem"]["blame"]) == ("failed", "NOTHING_THERE", "you")
    asked = Build.objects.count()
    assert told(post(client, f"/shots/{shot.pk}/mask", gone))["status"] == "failed"
    Node.objects.filter(status="failed").update(
        error={"class": "Defect", "code": "OPERATION_DEFECT", "message": "x", "blame": "us"}
    )
    assert told(post(client, f"/shots/{shot.pk}/mask", gone))["problem"]["code"] == "OPERATION_DEFECT"
    assert Build.objects.count() == asked  # who only follows it does not have it tried over and over


def test_what_cannot_be_masked_is_said_at_once(film: Film, shot: Shot, client: Client) -> None:
    path = f"/shots/{shot.pk}/mask"
    refused(post(client, path, {"frame": 2}), 400, "MASK_EMPTY")
    refused(post(client, path, {"frame": 2, "points": [[0.5, 0.5, False]]}), 400, "MASK_EMPTY")
    assert "0 to 9" in refused(post(client, path, {"frame": FRAMES, "points": [[0.5, 0.5, True]]}), 400, "FRAME_BEYOND")
    refused(post(client, path, {"frame": 2, "points": [[2, 0.5, True]]}), 422, "REQUEST_INVALID")
    refused(post(client, path, {"frame": 2, "colour": "red"}), 422, "REQUEST_INVALID")
    refused(post(client, f"/shots/{shot.pk}/find", {"frame": FRAMES, "words": "box"}), 400, "FRAME_BEYOND")
    refused(post(client, f"/shots/{shot.pk}/find", {"frame": 0, "words": ""}), 422, "REQUEST_INVALID")
    refused(post(client, f"/shots/{uuid.uuid4()}/look", {}), 404, "NOT_FOUND")


def test_what_is_found_by_words_is_told(film: Film, shot: Shot, client: Client) -> None:
    body = {"frame": 0, "words": "person"}
    assert told(post(client, f"/shots/{shot.pk}/find", body))["made"]["status"] == "queued"
    worker.work(QUEUES, "test")
    found = told(post(client, f"/shots/{shot.pk}/find", body))
    assert (found["made"]["status"], found["found"]) == ("done", [])  # nobody is in a red box


def test_a_shot_without_a_take_or_with_one_that_is_not_made_is_not_ready(film: Film, client: Client) -> None:
    for path, body in (("look", {}), ("mask", mask_body()), ("find", {"frame": 0, "words": "box"}), ("stack", {})):
        assert "no take" in refused(post(client, f"/shots/{film.shots[1]}/{path}", body), 409, "NOT_READY")
    refused(client.get(f"/api/shots/{film.shots[1]}/stack"), 409, "NOT_READY")
    waiting = boxed(film, 1)
    for path, body in (("look", {}), ("mask", mask_body()), ("stack", {})):
        assert "not made yet" in refused(post(client, f"/shots/{waiting.pk}/{path}", body), 409, "NOT_READY")
    assert told(client.get(f"/api/shots/{waiting.pk}/stack"))["bare"]["made"]["status"] == "queued"


def mask_body() -> dict[str, Any]:
    return {"frame": 0, "points": [[0.5, 0.5, True]]}


# The stack


def test_a_stack_is_asked_for_made_and_told(film: Film, shot: Shot, client: Client) -> None:
    id_ = layer(film, shot.pk, name="Box", matte=matte(film).digest)
    asked = Build.objects.count()
    bare = stack(client, shot)
    assert Build.objects.count() == asked  # looking asks for nothing
    assert (bare["frames"], bare["rate"], bare["width"], bare["height"]) == (FRAMES, "24/1", WIDTH, HEIGHT)
    (one,) = bare["layers"]
    assert (one["id"], one["rests"], one["removed"], one["problem"], bare["over"]) == (str(id_), True, False, None, [])
    assert (one["matte"]["status"], one["alpha"]["status"], one["proxy"]["status"]) == ("done", "missing", "missing")
    assert bare["plate"]["without"] == [str(id_)]  # what is seen as soon as it is moved
    now = stack(client, shot, layers=[str(id_)], plate=True, finish=True)
    assert {now["layers"][0]["proxy"]["status"], now["plate"]["proxy"]["status"], now["finish"]["status"]} == {"queued"}
    assert now["layers"][0]["alpha"]["status"] == "queued"
    assert set(Build.objects.order_by("created").values_list("priority", flat=True)[asked:]) == {Priority.AWAITED}
    asked = Build.objects.count()
    stack(client, shot, layers=[str(id_)], plate=True, finish=True)
    assert Build.objects.count() == asked
    worker.work(QUEUES, "test")
    made = stack(client, shot)
    (one,) = made["layers"]
    assert {one["alpha"]["status"], one["proxy"]["status"], made["plate"]["proxy"]["status"], made["finish"]["status"]} == {
        "done"
    }
    assert one["proxy"]["facts"]["frames"] == FRAMES
    answer = client.get(one["proxy"]["url"])
    assert answer["Content-Type"] == "video/webm"
    assert made["bare"]["made"]["status"] == "done"


def test_polling_plans_nothing_anew(film: Film, shot: Shot, client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(6):
        layer(film, shot.pk, matte=matte(film).digest, opacity=0.5)
    first = stack(client, shot)
    with django_assert_max_num_queries(12):
        assert stack(client, shot) == first


def test_only_what_is_chosen_is_asked_for_and_what_is_lifted_is_not_in_the_plate(film: Film, shot: Shot, client: Client) -> None:
    digest = matte(film).digest
    low, high = (layer(film, shot.pk, matte=digest, edges={"band": n}, rank=f"a{n}") for n in range(2))
    now = stack(client, shot, layers=[str(high), str(uuid.uuid4())])
    assert [one["proxy"]["status"] for one in now["layers"]] == ["missing", "queued"]
    change(film, "layer", low, opacity=0.5)
    assert stack(client, shot)["plate"]["without"] == [str(low)]
    lifted = told(client.get(f"/api/shots/{shot.pk}/stack?lift={high}"))
    assert lifted["plate"]["without"] == [str(low), str(high)]
    assert stack(client, shot)["over"] == [str(low), str(high)]


def test_nobody_waits_behind_a_mask_that_was_corrected_since(film: Film, shot: Shot, client: Client) -> None:
    digest = matte(film).digest
    held, kept = (layer(film, shot.pk, name="Box", matte=digest, edges={"band": n}, rank=f"a{n}") for n in range(2))
    stack(client, shot, layers=[str(held), str(kept)], plate=True)
    before = set(Build.objects.filter(status=Build.State.ACTIVE, label="Layer Box").values_list("pk", flat=True))
    assert len(before) == 2
    change(film, "layer", held, edges={"band": 7})
    stack(client, shot, layers=[str(held)])
    assert Build.objects.filter(pk__in=before).order_by("status").values_list("status", flat=True)[0] == Build.State.ACTIVE
    assert Build.objects.filter(pk__in=before, status=Build.State.CANCELLED).count() == 1
    assert [one["proxy"]["status"] for one in stack(client, shot)["layers"]] == ["queued", "queued"]


def test_a_layer_that_cannot_be_made_says_why_and_the_others_are_made(film: Film, shot: Shot, client: Client) -> None:
    unsaid = layer(film, shot.pk, rank="a0")
    nothing = layer(film, shot.pk, rank="a1", masks=[{"frame": 1, "points": [[0.3, 0.5, True]], "strokes": [
        {"path": [[0.0, 0.5], [1.0, 0.5]], "width": 1.0, "belongs": False}]}])  # fmt: skip
    fine = layer(film, shot.pk, rank="a2", matte=matte(film).digest)
    stack(client, shot, layers=None)
    worker.work(QUEUES, "test")
    by_id = {one["id"]: one for one in stack(client, shot)["layers"]}
    assert by_id[str(unsaid)]["problem"]["code"] == "MASK_EMPTY"
    assert by_id[str(unsaid)]["proxy"]["key"] == ""
    assert by_id[str(nothing)]["problem"]["code"] == "NOTHING_THERE"
    assert by_id[str(nothing)]["proxy"]["status"] == "failed"
    assert (by_id[str(fine)]["problem"], by_id[str(fine)]["proxy"]["status"]) == (None, "done")


# Handing out


def test_a_layer_is_handed_out_under_its_name(film: Film, shot: Shot, client: Client) -> None:
    id_ = layer(film, shot.pk, name="Red box / 箱", matte=matte(film).digest)
    assert told(post(client, f"/layers/{id_}/deliver", {"form": "png"}))["status"] == "queued"
    told(post(client, f"/layers/{id_}/deliver", {"form": "prores4444", "alpha": "premultiplied"}))
    worker.work(QUEUES, "test")
    png = told(post(client, f"/layers/{id_}/deliver", {"form": "png"}))
    assert (png["status"], png["name"]) == ("done", f"{film.project.title}-12A-Red-box-箱-png.zip")
    answer = client.get(png["url"])
    assert "attachment" in answer["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert len(archive.namelist()) == FRAMES
    first = np.asarray(PIL.Image.open(io.BytesIO(archive.read(archive.namelist()[0]))))
    assert first.shape == (HEIGHT, WIDTH, 4)
    assert first[34, left_of(0) + 8, 3] > 250
    assert first[5, 5, 3] == 0
    movie = told(post(client, f"/layers/{id_}/deliver", {"form": "prores4444", "alpha": "premultiplied"}))
    assert (movie["status"], movie["name"]) == ("done", f"{film.project.title}-12A-Red-box-箱-prores4444.mov")
    straight = told(post(client, f"/layers/{id_}/deliver", {}))
    assert straight["key"] != movie["key"]


def test_what_cannot_be_handed_out_says_why(film: Film, shot: Shot, client: Client) -> None:
    id_ = layer(film, shot.pk)
    refused(post(client, f"/layers/{id_}/deliver", {}), 400, "MASK_EMPTY")
    refused(post(client, f"/layers/{id_}/deliver", {"form": "gif"}), 422, "REQUEST_INVALID")
    change(film, "layer", id_, archived=True)
    refused(post(client, f"/layers/{id_}/deliver", {}), 409, "LAYER_GONE")
    refused(post(client, f"/layers/{uuid.uuid4()}/deliver", {}), 404, "NOT_FOUND")


# Places behind many shots


def test_places_are_put_behind_shots_in_one_edit_that_can_be_undone(film: Film, client: Client) -> None:
    shots = [str(one) for one in film.shots]
    behind = {"kind": "location", "location": str(film.cafe), "light": 0.25}
    path = f"/projects/{film.project.pk}/backdrops"
    before = Edit.objects.filter(project=film.project).count()
    done = told(post(client, path, {"shots": shots, "backdrop": behind, "keep": "people"}))
    assert Edit.objects.filter(project=film.project).count() == before + 1
    assert {one.backdrop["light"] for one in Shot.objects.filter(pk__in=shots)} == {0.25}  # type: ignore[index]
    assert Layer.objects.filter(auto="people", archived=False).count() == 3
    assert client.post(f"/api/projects/{film.project.pk}/edits/{done['id']}/undo").status_code == 200
    assert {one.backdrop for one in Shot.objects.filter(pk__in=shots)} == {None}
    assert not Layer.objects.filter(archived=False).exists()
    told(post(client, path, {"shots": shots, "backdrop": behind, "keep": "layers"}))
    assert not Layer.objects.filter(archived=False).exists()
    told(post(client, path, {"shots": shots[:1], "backdrop": None}))
    assert [one.backdrop is None for one in Shot.objects.filter(pk__in=shots).order_by("rank")] == [True, False, False]


def test_people_stay_beneath_what_was_only_put_in(film: Film, shot: Shot, client: Client) -> None:
    said = {"words": "a ball", "seed": 1, "frame": 0, "region": [0.1, 0.1, 0.3, 0.3], "hold": "still"}
    thing = layer(film, shot.pk, kind="thing", rank="a0", thing={"picture": "", "instead": None, **said})
    behind = {"kind": "words", "words": "a beach"}
    told(post(client, f"/projects/{film.project.pk}/backdrops", {"shots": [str(shot.pk)], "backdrop": behind, "keep": "people"}))
    lower, upper = Layer.objects.filter(shot=shot, archived=False).order_by("rank")
    assert (lower.auto, lower.rank, upper.pk) == ("people", "Zz", thing)


def test_a_place_behind_a_shot_that_nobody_is_in_is_all_that_is_seen(film: Film, shot: Shot, client: Client) -> None:
    path = f"/projects/{film.project.pk}/backdrops"
    told(post(client, path, {"shots": [str(shot.pk)], "backdrop": {"kind": "location", "location": str(film.cafe)}}))
    shot = Shot.objects.select_related("project__workspace", "scene", "take").get(pk=shot.pk)
    seen = make(film, plans.finish(shot))
    assert len(seen) == FRAMES
    assert stack(client, shot)["layers"][0]["problem"] is None
    place = stack(client, shot)["plate"]["made"]
    assert place["status"] == "done"
    behind = frames_of(film, plans.finish(shot).inputs["back"])
    assert all(np.abs(one.astype(int) - other.astype(int)).max() < 3 for one, other in zip(seen, behind, strict=True))


def test_places_that_cannot_be_put_behind_change_nothing(film: Film, client: Client) -> None:
    other = make_film("otto")
    path = f"/projects/{film.project.pk}/backdrops"
    good = {"kind": "words", "words": "a beach"}
    before = Edit.objects.count()
    refused(post(client, path, {"shots": [str(other.shots[0])], "backdrop": good}), 404, "NOT_FOUND")
    refused(post(client, path, {"shots": [str(film.shots[0]), str(uuid.uuid4())], "backdrop": good}), 404, "NOT_FOUND")
    refused(post(client, path, {"shots": [], "backdrop": good}), 422, "REQUEST_INVALID")
    refused(post(client, path, {"shots": [str(film.shots[0])], "backdrop": {"kind": "words"}}), 422, "REQUEST_INVALID")
    there = {"kind": "location", "location": str(other.cafe)}
    refused(post(client, path, {"shots": [str(film.shots[0])], "backdrop": there}), 400, "EDIT_INVALID")
    assert Edit.objects.count() == before
    assert not Shot.objects.exclude(backdrop=None).exists()


# Who may


def test_who_may_do_what(film: Film, shot: Shot, settings: Any) -> None:
    settings.SHARED = True
    id_ = layer(film, shot.pk, matte=matte(film).digest)
    ways: list[tuple[str, str, Any]] = [
        ("post", f"/shots/{shot.pk}/look", {}),
        ("post", f"/shots/{shot.pk}/mask", mask_body()),
        ("post", f"/shots/{shot.pk}/find", {"frame": 0, "words": "box"}),
        ("post", f"/shots/{shot.pk}/stack", {}),
        ("post", f"/layers/{id_}/deliver", {}),
        ("post", f"/projects/{film.project.pk}/backdrops", {"shots": [str(shot.pk)], "backdrop": None}),
        ("get", f"/shots/{shot.pk}/stack", None),
    ]
    expected = {"viewer": [403] * 6 + [200], "editor": [200] * 7, "stranger": [404] * 7, "nobody": [401] * 7}
    people: dict[str, Any] = {"viewer": other_person("vera", film.project.workspace, "viewer"), "stranger": other_person("sam")}
    people["editor"] = other_person("ed", film.project.workspace, "editor")
    assert Membership.objects.filter(workspace=film.project.workspace).count() == 3
    for who, statuses in expected.items():
        client = Client()
        if who in people:
            client.force_login(people[who])
        done = [
            (post(client, path, body) if how == "post" else client.get(f"/api{path}")).status_code for how, path, body in ways
        ]
        assert done == statuses, who
