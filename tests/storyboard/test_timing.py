"""Shots are made as long as what is said in them, by voices that were really spoken."""

from __future__ import annotations

import pytest

from generation import builds, pool
from storyboard import edits, pacing, plans, timing
from storyboard.changes import Change
from storyboard.film import Film as WholeFilm
from storyboard.models import Edit, Project, Shot
from tests.storyboard.films import Film

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def spoken(film: Film) -> timing.Measured:
    """Speak every line that waits, here and now, then fit."""
    waiting = timing.fit(film.project, by=film.person).waiting
    for build in timing.request_voices(WholeFilm.of(film.project), waiting, by=film.person):
        pool.run_now(build)
    return timing.fit(film.project, by=film.person)


def test_a_shot_gets_the_length_of_its_line(film: Film) -> None:
    waits = timing.fit(film.project, by=film.person)
    assert len(waits.waiting) == 1
    assert waits.shots == 0
    measured = spoken(film)
    assert (measured.shots, measured.waiting, measured.warnings) == (1, [], [])
    shot = Shot.objects.get(pk=film.shots[1])
    ((key, samples),) = shot.voices.items()
    (line,) = plans.spoken(shot)
    assert line.key == key
    artifact = builds.outputs_of(film.project.workspace, key)["audio"]
    assert artifact.facts["samples"] == samples
    assert 0.3 * pacing.SAMPLES < samples < 4 * pacing.SAMPLES
    rate = pacing.Fraction(24)
    assert shot.frames == pacing.fitted(72, [samples], ["anna"], rate)
    placed = plans.layout(shot)
    assert placed.starts[0] + pacing.frames_of(samples, rate) <= shot.frames
    revision = Project.objects.get(pk=film.project.pk).revision
    again = timing.fit(film.project, by=film.person)
    assert again.shots == 0
    assert Project.objects.get(pk=film.project.pk).revision == revision  # harmless at any time
    assert Edit.objects.filter(project=film.project).latest("revision").label == "Fit the shots to their voices"


def test_a_length_that_a_person_set_is_kept_and_a_warning_says_what_does_not_fit(film: Film) -> None:
    change = Change(kind="shot", id=film.shots[1], set={"frames": 6, "frames_locked": True})
    edits.change(film.project, [change], by=film.person)
    measured = spoken(film)
    assert Shot.objects.get(pk=film.shots[1]).frames == 6
    (warning,) = measured.warnings
    assert "12B" in warning
    assert "6 frames" in warning
    assert "8 %" in warning
    placed = plans.layout(Shot.objects.get(pk=film.shots[1]))
    assert placed.ratio == 0.92
    assert placed.over > 0
    recipe = plans.take(Shot.objects.get(pk=film.shots[1]), seed=7)
    (line,) = plans.voices(recipe)
    assert line.audio.recipe.name == line.timing.recipe.name == "sound.stretch"
    assert line.audio.recipe.params["ratio"] == 0.92
    build = builds.request(film.project.workspace, line.audio.recipe, channel="x", label="x")
    pool.run_now(build)
    samples = builds.outputs_of(film.project.workspace, line.audio.recipe.key)["audio"].facts["samples"]
    (heard,) = Shot.objects.get(pk=film.shots[1]).voices.values()
    assert samples == pytest.approx(0.92 * heard, abs=1)


def test_a_line_that_nearly_fits_is_not_shortened_more_than_it_must(film: Film) -> None:
    spoken(film)
    (heard,) = Shot.objects.get(pk=film.shots[1]).voices.values()
    frames = pacing.frames_of(heard, pacing.Fraction(24)) + 3
    change = Change(kind="shot", id=film.shots[1], set={"frames": frames, "frames_locked": True})
    edits.change(film.project, [change], by=film.person)
    placed = plans.layout(Shot.objects.get(pk=film.shots[1]))
    assert 0.92 < placed.ratio < 1
    assert placed.over == 0


def test_a_changed_line_is_spoken_again_and_only_that_one(film: Film) -> None:
    spoken(film)
    lines = [{"character": str(film.anna), "words": words, "manner": ""} for words in ("You are late.", "Very late.")]
    edits.change(film.project, [Change(kind="shot", id=film.shots[1], set={"dialogue": lines})], by=film.person)
    waiting = timing.fit(film.project, by=film.person).waiting
    assert [one.params["words"] for one in waiting] == ["You are late.", "Very late."]  # the first was said quietly before
    edits.change(film.project, [Change(kind="character", id=film.ben, set={"pace": 1.1})], by=film.person)
    assert [one.key for one in timing.fit(film.project, by=film.person).waiting] == [one.key for one in waiting]
