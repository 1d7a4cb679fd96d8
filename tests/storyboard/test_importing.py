"""A screenplay becomes records, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.operation import OperationFailed
from storyboard import importing
from storyboard.film import Film as WholeFilm
from storyboard.models import Casting, Character, Edit, Location, Project, Scene, Shot
from storyboard.records import snapshot
from storyboard.screenplay import Breakdown
from studio.access import workspace_of
from studio.errors import NotFound, Refused
from tests.storyboard.films import Film, other_person

pytestmark = pytest.mark.django_db

SCRIPT = b"""Title: The Net

INT. CAFE - NIGHT

ANNA, a young woman in a red coat, sits at a table with a cup of tea.

ANNA
(quietly)
You are late.

BEN (60s, grey beard) shrugs off his coat.

BEN
The tide was late. I was on time.

EXT. PIER - DAWN

An old fisherman mends a net. Rain falls.
"""


def test_a_screenplay_becomes_a_film(film: Film) -> None:
    project = importing.import_screenplay(workspace_of(film.person), SCRIPT, "net.fountain", by=film.person)
    assert project.title == "The Net"
    assert project.language == "en"
    whole = WholeFilm.of(project)
    assert [scene.heading for scene in whole.scenes] == ["INT. CAFE - NIGHT", "EXT. PIER - DAWN"]
    assert {one.name for one in whole.characters.values()} >= {"Anna", "Ben"}
    anna = next(one for one in whole.characters.values() if one.name == "Anna")
    ben = next(one for one in whole.characters.values() if one.name == "Ben")
    assert "red coat" in anna.description
    assert anna.voice
    assert ben.voice
    assert anna.voice != ben.voice
    lines = [(line["words"], line["character"]) for shot in whole.shots for line in shot.dialogue]
    assert lines == [
        ("You are late.", str(anna.pk)),
        ("The tide was late. I was on time.", str(ben.pk)),
    ]
    assert any(whole.cast.get(shot.pk) == [anna] or anna in whole.cast.get(shot.pk, []) for shot in whole.shots)
    slates = [whole.slate(shot) for shot in whole.shots]
    assert slates[0] == "1A"
    assert len(set(slates)) == len(slates)
    assert all(shot.frames >= 1 for shot in whole.shots)
    pier = whole.location(whole.shots[-1])
    assert pier is not None
    assert pier.name.lower() == "pier"


def test_equal_scripts_draw_equal_pictures(film: Film) -> None:
    first, second = (importing.import_screenplay(workspace_of(film.person), SCRIPT, by=film.person) for _ in range(2))
    seeds = [[shot.seed for shot in WholeFilm.of(one).shots] for one in (first, second)]
    assert seeds[0] == seeds[1]
    assert len(set(seeds[0])) > 1


def test_a_second_screenplay_comes_after_and_knows_the_cast(film: Film) -> None:
    before = Character.objects.filter(project=film.project).count()
    project = importing.import_screenplay(film.project, SCRIPT, "more.fountain", by=film.person)
    assert project.pk == film.project.pk
    assert project.title == "anna"  # the film's own
    names = [one.name for one in Character.objects.filter(project=project)]
    assert len(names) == len(set(names))
    assert len(names) >= before
    whole = WholeFilm.of(project)
    assert whole.scenes[0].pk == film.scene
    assert len(whole.scenes) == 3


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/", "Untitled"),
        ("a\x00b\n.txt", "ab"),
        ("..", "Untitled"),
        ("x" * 5000 + ".fountain", "x" * 200),
    ],
)
def test_a_name_that_is_a_path_is_only_a_title(film: Film, name: str, title: str) -> None:
    script = SCRIPT.replace(b"Title: The Net\n\n", b"")
    project = importing.import_screenplay(workspace_of(film.person), script, name, by=film.person)
    assert project.title == title


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"   \n\n ", ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), ""),
        (b"A" * (50 * 2**20), "MB"),
    ],
)
def test_what_is_no_screenplay_is_refused_and_leaves_nothing(film: Film, data: bytes, says: str) -> None:
    projects, edits = Project.objects.count(), Edit.objects.count()
    with pytest.raises(Refused) as refused:
        importing.import_screenplay(workspace_of(film.person), data, "x.fountain", by=film.person)
    assert says in refused.value.message
    assert len(refused.value.message) > 20
    assert (Project.objects.count(), Edit.objects.count()) == (projects, edits)


def test_a_refused_record_leaves_nothing_half_made(film: Film) -> None:
    """A language model may give what no database keeps: the last of many scenes is refused, the first ones do not stay."""
    shot = {"action": "A chair.", "frames": 48}
    good = {"number": "1", "heading": "INT. ROOM - DAY", "location": "ROOM", "shots": [shot]}
    bad = {**good, "shots": [{**shot, "action": "A \x00 chair."}]}
    found = Breakdown.model_validate({"scenes": [good] * (importing.BATCH + 5) + [bad]})
    before = snapshot(film.project), film.project.revision, Scene.objects.count()
    with pytest.raises(Refused, match="NUL"):
        importing.write(film.project, found, by=film.person)
    fresh = Project.objects.get(pk=film.project.pk)
    assert (snapshot(fresh), fresh.revision, Scene.objects.count()) == before


def test_only_who_may_edit_can_import(film: Film) -> None:
    with pytest.raises(NotFound):
        importing.import_screenplay(film.project, SCRIPT, by=other_person("stranger"))
    with pytest.raises(Refused, match="editor"):
        importing.import_screenplay(film.project, SCRIPT, by=other_person("viewer", film.project.workspace, "viewer"))


@pytest.mark.once
def test_five_thousand_scenes(film: Film) -> None:
    script = "".join(f"INT. ROOM {n % 40} - DAY\n\nAnna waits in the room.\n\nANNA\nThis is scene {n}.\n\n" for n in range(5000))
    project = importing.import_screenplay(workspace_of(film.person), script.encode(), "long.fountain", by=film.person)
    assert Scene.objects.filter(project=project).count() == 5000
    assert Location.objects.filter(project=project).count() == 40
    assert Shot.objects.filter(project=project).count() >= 5000
    assert Casting.objects.filter(project=project).exists()
    assert Edit.objects.filter(project=project).count() <= 60
    numbers = [scene.number for scene in WholeFilm.of(project).scenes]
    assert numbers == [str(n + 1) for n in range(5000)]


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (7, "H"), (8, "J"), (13, "P"), (23, "Z"), (24, "AA"), (25, "AB")])
def test_letters_of_a_slate(position: int, letters: str) -> None:
    assert importing.letter(position) == letters


@pytest.mark.parametrize(
    ("breakdown", "says"),
    [("local", "checkpoints fetch script-language@1"), ("endpoint", "FILMWRIGHT_LLM_URL"), ("magic", "rules, local, endpoint")],
)
def test_a_model_that_is_not_there_says_what_to_do_and_changes_nothing(
    film: Film, own_checkpoints: Path, monkeypatch: pytest.MonkeyPatch, breakdown: str, says: str
) -> None:
    monkeypatch.delenv("FILMWRIGHT_LLM_URL", raising=False)
    before = Project.objects.count()
    with pytest.raises((Refused, OperationFailed), match=says):
        importing.import_screenplay(workspace_of(film.person), SCRIPT, by=film.person, breakdown=breakdown)
    assert Project.objects.count() == before
