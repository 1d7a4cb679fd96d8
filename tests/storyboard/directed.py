"""Shots with a direction, and what the plans make of them."""

from __future__ import annotations

from typing import Any

from generation.recipe import Recipe
from storyboard import directing, plans
from storyboard.film import Film as WholeFilm
from storyboard.models import Project
from tests.storyboard.films import Film
from tests.storyboard.layered import change


def direct(film: Film, position: int, **direction: Any) -> None:
    change(film, "shot", film.shots[position], direction=direction)


def whole(film: Film) -> WholeFilm:
    return WholeFilm.of(Project.objects.select_related("workspace").get(pk=film.project.pk))


def planned(film: Film, position: int, seed: int = 7) -> Recipe:
    read = whole(film)
    return plans.take(read.shots[position], seed=seed, film=read)


def told(film: Film, position: int) -> directing.Directed:
    read = whole(film)
    return directing.directed(read, read.shots[position], seed=7)


def codes(film: Film, position: int) -> list[str]:
    return [one.code for one in told(film, position).notes]
