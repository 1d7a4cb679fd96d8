"""Cuts over real takes: refused while shots are missing, made once, exact to the frame; over HTTP only for members."""

from __future__ import annotations

import json
import re
import subprocess
import uuid
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import pytest
from django.test import Client

from editing import cuts, rows
from editing.footage import NotReady
from editing.models import Cut, Timeline
from editing.presets import PRESETS
from generation import builds, pool, store
from generation.models import Build, Node
from storyboard import edits, takes
from storyboard.changes import Change
from storyboard.models import Project, Shot, Take
from studio.errors import NotFound
from tests.storyboard.films import Film, other_person

pytestmark = pytest.mark.django_db
DRAFT = PRESETS["draft-540p"]


def shorten(film: Film, frames: int) -> None:
    """Make every shot this long."""
    changes = [Change(kind="shot", id=one, set={"frames": frames, "frames_locked": True}) for one in film.shots]
    edits.change(film.project, changes, by=film.person)


def shoot(film: Film, *, make: bool = True) -> None:
    for id_ in film.shots:
        take = takes.shoot(Shot.objects.get(pk=id_), quality="draft", by=film.person)
        if make:
            pool.run_now(take.build)


def build_of(cut: Cut) -> Build:
    return Build.objects.filter(root=cut.key).latest("created")


def measured(film: Path) -> tuple[float, float]:
    """LUFS and dBTP of a film's sound as ffmpeg measures them, once encoded."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(film), "-af", "ebur128=peak=true"]
    told = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True, timeout=60).stderr
    summary = told[told.rindex("Summary:") :]
    found = [re.search(pattern, summary) for pattern in (r"I:\s+(\S+) LUFS", r"Peak:\s+(\S+) dBFS")]
    assert all(found)
    return float(found[0][1]), float(found[1][1])  # type: ignore[index]


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api{path}", json.dumps(body), content_type="application/json")


@pytest.mark.once
@pytest.mark.django_db(transaction=True)  # the worker renews its lease from a thread
def test_a_film_is_cut_to_the_frame_and_cut_again_for_nothing(film: Film) -> None:
    shorten(film, 30)
    shoot(film)
    timeline = rows.from_storyboard(film.project, by=film.person)
    ready = cuts.readiness(timeline, DRAFT)
    assert (ready.frames, ready.missing) == (90, [])
    cut = cuts.request_cut(timeline, DRAFT, by=film.person)
    assert ready.key == cut.key
    asked = build_of(cut)
    assert ready.runs == asked.total == 9  # three segments, concat, tone, mix, loudness, words, mux
    pool.run_now(asked)
    movie = builds.outputs_of(film.project.workspace, cut.key)["out"]
    with av.open(str(store.local(movie))) as container:
        frames = list(container.decode(video=0))
        assert len(frames) == 90 == cut.frames
        assert [frame.pts * frame.time_base * 24 for frame in frames] == list(range(90))
        assert (frames[0].width, frames[0].height) == (960, 540)
        assert [one.type for one in container.streams] == ["video", "audio", "subtitle"]
        top = frames[40].to_ndarray(format="gray")[26:70, 26:300]
        assert top.max() > 200  # the slate of a review copy
    loudness, peak = measured(store.local(movie))
    assert abs(loudness - DRAFT.loudness) <= 0.5
    assert peak <= DRAFT.peak
    assert cuts.readiness(timeline, DRAFT).runs == 0
    ran = Node.objects.count()
    again = cuts.request_cut(timeline, DRAFT, by=film.person)
    assert again.pk == cut.pk
    assert build_of(again).status == Build.State.DONE
    assert Node.objects.count() == ran

    again_shot = takes.shoot(Shot.objects.get(pk=film.shots[2]), seed=99, quality="draft", by=film.person)
    pool.run_now(again_shot.build)
    ran = Node.objects.count()
    second = cuts.request_cut(Timeline.objects.get(pk=timeline.pk), DRAFT, by=film.person)
    pool.run_now(build_of(second))
    fresh = Node.objects.order_by("id")[ran:]
    assert sorted(one.operation.partition("@")[0] for one in fresh) == ["edit.concat", "edit.mux", "edit.segment"]
    assert second.number == 2
    assert [one.number for one in cuts.listed(timeline)] == [2, 1]


def test_a_cut_of_shots_that_are_not_made_is_refused_and_starts_nothing(film: Film) -> None:
    timeline = rows.from_storyboard(film.project, by=film.person)
    shoot(film, make=False)
    before = Build.objects.count()
    with pytest.raises(NotReady, match="12A, 12B, 12C"):
        cuts.request_cut(timeline, DRAFT, by=film.person)
    assert (Build.objects.count(), Cut.objects.count()) == (before, 0)


def test_over_http_a_cut_that_is_not_ready_answers_409_with_the_shots(film: Film) -> None:
    client = Client()
    client.force_login(film.person)
    laid = post(client, f"/projects/{film.project.pk}/timelines", {})
    assert laid.status_code == 200, laid.content
    assert laid.json()["revision"] == Project.objects.get(pk=film.project.pk).revision
    timeline = laid.json()["id"]
    assert [one["id"] for one in client.get(f"/api/projects/{film.project.pk}/timelines").json()] == [timeline]
    answer = post(client, f"/timelines/{timeline}/cuts", {"preset": "web-720p"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "NOT_READY"
    assert [one["slate"] for one in answer.json()["detail"]["shots"]] == ["12A", "12B", "12C"]
    assert client.get(f"/api/timelines/{timeline}/cuts").json() == []
    ready = client.get(f"/api/timelines/{timeline}/readiness?preset=web-720p").json()
    assert (ready["key"], ready["frames"], ready["missing"]) == (None, 216, answer.json()["detail"]["shots"])
    assert client.get(f"/api/timelines/{timeline}/readiness?preset=imax").json()["code"] == "PRESET_UNKNOWN"
    assert {one["id"] for one in client.get("/api/presets").json()} == set(PRESETS)


@pytest.mark.parametrize(("body", "status", "words"), [({"preset": "imax"}, 400, "imax"), ({"preset": 3}, 422, "text")])
def test_a_wrong_preset_is_refused_in_words(film: Film, body: dict[str, Any], status: int, words: str) -> None:
    client = Client()
    client.force_login(film.person)
    timeline = rows.from_storyboard(film.project, by=film.person)
    answer = post(client, f"/timelines/{timeline.pk}/cuts", body)
    assert answer.status_code == status
    assert words in answer.json()["message"]


def test_the_reel_of_a_film_whose_shots_are_all_put_away_is_empty(film: Film) -> None:
    client = Client()
    client.force_login(film.person)
    timeline = rows.from_storyboard(film.project, by=film.person)
    gone = [Change(kind="shot", id=one, set={"archived": True}) for one in film.shots]
    edits.change(film.project, gone, by=film.person, label="Archive")
    answer = client.get(f"/api/timelines/{timeline.pk}/reel")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["frames"], answer.json()["pictures"]) == (0, [])


def test_the_reel_shows_panels_where_there_is_no_take_and_says_what_is_missing(film: Film) -> None:
    shoot(film, make=False)
    client = Client()
    client.force_login(film.person)
    timeline = rows.from_storyboard(film.project, by=film.person)
    Shot.objects.filter(pk=film.shots[2]).update(take=None)
    answer = client.get(f"/api/timelines/{timeline.pk}/reel")
    assert answer.status_code == 200, answer.content
    reel = answer.json()
    assert (reel["rate"], reel["frames"]) == ("24/1", 216)
    assert [(one["start"], one["frames"], one["slate"]) for one in reel["pictures"]] == [
        (0, 72, "12A-1"), (72, 72, "12B-1"), (144, 72, "12C"),
    ]  # fmt: skip
    assert [one["proxy"] is not None for one in reel["pictures"]] == [True, True, False]
    assert all(one["panel"]["status"] == "missing" for one in reel["pictures"])
    assert reel["voices"][0]["words"] == "You are late."
    assert post(client, f"/timelines/{timeline.pk}/reel", {}).json() == []  # no take is made, so no proxy can be


@pytest.mark.parametrize("route", ["reel", "cuts", "readiness"])
def test_what_is_somebody_elses_does_not_exist(film: Film, second: Film, route: str) -> None:
    timeline = rows.from_storyboard(film.project, by=film.person)
    client = Client()
    client.force_login(second.person)
    assert client.get(f"/api/timelines/{timeline.pk}/{route}").status_code == 404
    if route != "readiness":
        assert post(client, f"/timelines/{timeline.pk}/{route}", {"preset": "web-720p"}).status_code == 404
    assert client.get(f"/api/projects/{film.project.pk}/timelines").status_code == 404
    assert post(client, f"/projects/{film.project.pk}/timelines", {}).status_code == 404
    assert client.get(f"/api/timelines/{uuid.uuid4()}/{route}").status_code == 404
    with pytest.raises(NotFound):
        cuts.request_cut(timeline, DRAFT, by=second.person)
    assert Client().get(f"/api/timelines/{timeline.pk}/{route}").status_code in (401, 404)


def test_a_viewer_may_look_but_not_cut(film: Film) -> None:
    timeline = rows.from_storyboard(film.project, by=film.person)
    viewer = other_person("vera", film.project.workspace, "viewer")
    client = Client()
    client.force_login(viewer)
    assert client.get(f"/api/timelines/{timeline.pk}/reel").status_code == 200
    assert post(client, f"/timelines/{timeline.pk}/cuts", {"preset": "web-720p"}).status_code == 403


def test_a_cut_can_be_let_go_and_asked_for_again(film: Film) -> None:
    timeline = rows.from_storyboard(film.project, by=film.person)
    cut = Cut.objects.create(timeline=timeline, number=1, preset="web-720p", recipe={}, key="0" * 64, frames=1)
    client = Client()
    client.force_login(film.person)
    answer = post(client, f"/cuts/{cut.pk}/keep", {"kept": False})
    assert answer.status_code == 200, answer.content
    assert answer.json()["film"]["status"] == "missing"
    assert cuts.listed(timeline) == []
    assert [one.number for one in cuts.listed(cuts.keep(cut, True).timeline)] == [1]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Rain", "Rain - cut 1 - web-720p.mp4"),
        ("../../etc/passwd", "etc passwd - cut 1 - web-720p.mp4"),
        ("雨", "雨 - cut 1 - web-720p.mp4"),
        ("  ..  ", "film - cut 1 - web-720p.mp4"),
        ("a" * 300, "a" * 80 + " - cut 1 - web-720p.mp4"),
    ],
)
def test_a_download_has_a_name_that_is_no_path(film: Film, title: str, name: str) -> None:
    film.project.title = title
    cut = Cut(timeline=Timeline(project=film.project), number=1, preset="web-720p")
    assert cuts.download_name(cut) == name


def test_a_number_is_never_used_again(film: Film) -> None:
    timeline = rows.from_storyboard(film.project, by=film.person)
    Cut.objects.create(timeline=timeline, number=1, preset="web-720p", recipe={}, key="0" * 64, frames=1)
    Cut.objects.create(timeline=timeline, number=2, preset="web-720p", recipe={}, key="1" * 64, frames=1, kept=False)
    shoot(film, make=False)
    workspace = film.project.workspace
    for take in Take.objects.filter(shot_id__in=film.shots):
        Node.objects.create(workspace=workspace, key=take.key, operation="video.generate@1", status="done", queue="gpu")
    assert cuts.request_cut(timeline, DRAFT, by=film.person).number == 3
