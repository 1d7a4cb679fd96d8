"""The command line makes a film from nothing, regenerates one shot of it, and says why."""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.management import CommandError, call_command

from generation.models import Node
from storyboard import edits
from storyboard.changes import Change
from storyboard.models import Character, Project, Shot
from studio.owner import ensure_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

SCRIPT = """Title: Tea

INT. KITCHEN - DAY

MO, an old man in a blue sweater, holds a cup of tea.

MO
Too hot.

EXT. FIELD - NIGHT

A dog runs.
"""


def run(name: str, *args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_from_a_script_to_a_film_and_one_shot_again(tmp_path: Path) -> None:
    script, film = tmp_path / "tea.fountain", tmp_path / "tea.mp4"
    script.write_text(SCRIPT)
    said = run("film", str(script), "-o", str(film), "--size", "160x90", "--rate", "12/1", "--workers", "1", "--draft")
    assert said.splitlines()[-1] == str(film)
    project = Project.objects.get()
    assert (project.title, project.rate, project.width) == ("Tea", "12/1", 160)
    frames = sum(Shot.objects.filter(project=project).values_list("frames", flat=True))
    with av.open(str(film)) as container:
        assert container.streams.video[0].frames == frames
        assert container.streams.audio
    assert run("why", "tea").splitlines() == [f"{slate}-1: fresh" for slate in _slates(project)]
    assert list(tmp_path.glob(".*.part")) == []

    before = Node.objects.count()
    again = run("shoot", "Tea", "1a", "--seed", "7", "--workers", "1")
    assert "1A-2  seed 7" in again
    assert Node.objects.count() - before == 2  # the stage and the picture

    mo = Character.objects.get(project=project, name="Mo")
    other = "An old man in a green sweater."
    edits.change(project, [Change(kind="character", id=mo.pk, set={"description": other})], by=ensure_owner())
    assert "1A-2: stale\n  Mo's description changed:" in run("why", "Tea", "1A")
    assert "2A-1: fresh" in run("why", "Tea", "2A")
    assert "Mo的描述改了" in run("why", "Tea", "1A", "--language", "zh")


def _slates(project: Project) -> list[str]:
    from storyboard.film import Film

    film = Film.of(project)
    return [film.slate(shot) for shot in film.shots]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("film", "/nowhere/script.fountain"), "cannot be read: No such file"),
        (("film", "EMPTY"), "empty"),
        (("film", "SCRIPT", "--size", "big"), "1280x720"),
        (("film", "SCRIPT", "--size", "15x15"), "width"),
        (("film", "SCRIPT", "--rate", "23.976"), "rate"),
        (("film", "SCRIPT", "--rate", "0/1"), "rate"),
        (("why", "Nothing"), "no project 'Nothing'"),
        (("shoot", "Nothing", "1A"), "no project 'Nothing'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_makes_nothing(tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    (tmp_path / "SCRIPT").write_text(SCRIPT)
    (tmp_path / "EMPTY").write_text("")
    named = [str(tmp_path / one) if one in ("SCRIPT", "EMPTY") else one for one in args]
    with pytest.raises(CommandError) as refused:
        run(named[0], *named[1:])
    assert says in str(refused.value)
    assert "Traceback" not in str(refused.value)
    assert not Project.objects.exists()


def test_a_shot_or_a_project_is_found_by_what_a_person_types() -> None:
    owner = ensure_owner()
    from studio.access import workspace_of

    ids = [uuid.UUID(int=1 << 127), uuid.UUID(int=(1 << 127) + 1)]
    for id_ in ids:
        project = Project.objects.create(pk=id_, workspace=workspace_of(owner))
        edits.change(project, [Change(kind="project", id=id_, set={"title": "Twins"})], by=owner)
    with pytest.raises(CommandError, match="Several projects"):
        run("why", "twins")
    assert run("why", str(ids[0])) == ""
    with pytest.raises(CommandError, match="no shot '1A'"):
        run("why", str(ids[0]), "1A")
