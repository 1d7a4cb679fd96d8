"""What a person reads in a shell when a command cannot do what it was told: one clear sentence, no traceback, an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import ManagementUtility

from studio.owner import ensure_owner
from tests.storyboard.films import make_film
from tests.studio.test_bad_input import held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
ROOT = Path(__file__).parents[2]
TONE = ("operation", "sound.tone", "--kind", "wind", "--frames", "24", "--rate", "24/1")

COMMANDS: list[tuple[tuple[str, ...], str]] = [
    (("film",), "Which screenplay? Give its path"),
    (("film", "nowhere.fountain"), "cannot be read: No such file or directory. Give the path"),
    (("film", "FOLDER"), "Is a directory"),
    (("film", "EMPTY"), "The screenplay is empty. Choose a file"),
    (("film", "LARGE"), "a screenplay of up to 8 MB can be imported"),
    (("film", "PICTURE"), "This is a picture, not a screenplay. Export it"),
    (("film", "SCRIPT", "-o", "FOLDER"), "that is a folder. Choose another path with -o"),
    (("film", "SCRIPT", "-o", "/nowhere/film.mp4"), "there is no such folder. Choose another path with -o"),
    (("film", "SCRIPT", "-o", "x" * 300), "File name too long. Choose another path with -o"),
    (("film", "SCRIPT", "--preset", "cinema"), "invalid choice: 'cinema' (choose from 'web-720p'"),
    (("film", "SCRIPT", "--rate", "nan"), "rate: must be a ratio such as 24/1"),
    (("film", "SCRIPT", "--size", "0x0"), "width: must be 16 or more, not 0"),
    (("film", "SCRIPT", "--workers", "-3"), "There cannot be -3 workers. Give 1 or more"),
    (("film", "--project", "Nothing"), "There is no project 'Nothing'"),
    (("shoot", "anna", "99Z"), "There is no shot '99Z'"),
    (("shoot", "anna", "12A", "--seed", "-1"), "seed"),
    (("why", "anna", "99Z"), "There are: 12A, 12B, 12C"),
    (("why", ""), "There is no project ''"),
    (("lineage", "ab"), "at least six characters"),
    (("lineage", "f" * 64), "Nothing here has the digest or key"),
    (("lineage", "../../etc/passwd"), "is written in hexadecimal digits"),
    (("operation", "sound.nothing"), "There is no operation 'sound.nothing'. Known: "),
    (("operation", "sound.tone", "--kind", "wind", "--frames", "0"), "frames: must be 1 or more, not 0"),
    (("operation", "sound.tone", "--kind", "wind", "--frames", "NaN"), "frames: must be a finite number, not nan"),
    (("operation", "sound.tone", "--wobble", "1"), "wobble: there is no such field"),
    (("operation", "sound.tone", "stray"), "'stray' stands before any --name"),
    (("operation", "sound.loudness"), "needs --audio FILE"),
    (("operation", "sound.loudness", "--audio", "nowhere.wav"), "There is no file nowhere.wav"),
    (("operation", "sound.loudness", "--audio", "SCRIPT"), "is not a WAV file. Bring it in again"),
    (("operation", "sound.loudness", "--audio", "SCRIPT", "--target", "Infinity"), "must be a finite number"),
    ((*TONE, "-o", "FOLDER"), "that is a folder. Choose another path"),
    ((*TONE, "-o", "/nowhere/x.wav"), "there is no such folder. Choose another path"),
    (("checkpoints", "fetch", "../../x"), "There is no checkpoint '../../x'. Known: "),
]


def files(folder: Path) -> dict[str, str]:
    """What the words of the table stand for."""
    contents = {"EMPTY": b"", "LARGE": b"a" * 50_000_000, "PICTURE": b"\x89PNG" + bytes(99), "SCRIPT": b"INT. A - DAY\n\nx\n"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "FOLDER").mkdir()
    return {name: str(folder / name) for name in (*contents, "FOLDER")}


def test_every_refusal_is_a_sentence_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    film = make_film("anna")
    film.project.workspace.memberships.create(user=ensure_owner(), role="owner")
    names, before = files(tmp_path), held(film)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    wrong: list[str] = []
    for command, words in COMMANDS:
        code: object = 0
        try:
            ManagementUtility(["manage.py", *(names.get(one, one) for one in command)]).execute()
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr().err
        if code not in (1, 2) or words not in said or "Traceback" in said:
            wrong.append(f"{' '.join(command)[:60]}: exit {code}: {said[-300:]}")
    assert not wrong, "\n".join(wrong)
    assert held(film) == before
    assert list(work.iterdir()) == []


def test_a_shell_sees_one_line_and_an_exit_code(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "film", str(tmp_path / "nowhere")]
    ended = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"CommandError: {tmp_path / 'nowhere'} cannot be read: No such file or directory. Give the path of a screenplay."
    ]
