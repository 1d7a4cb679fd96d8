"""A studio that knows a hosted model, and what is ordered of it, for the tests of hosted models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generation import builds, pool
from generation.hosted import running
from generation.models import Build, Node, Status
from generation.operation import Cancelled, recipe, registry
from generation.recipe import Recipe
from studio.models import Workspace
from tests.generation.provider import Provider, film, picture

ENTRY = """
[[model]]
id = "their-{name}@1"
title = "Their {name}"
capability = "{capability}"
style = "{style}"
base = "{base}"
model = "owner/great"
secret = "THEIR_KEY"
local = true
licence = "Terms of service"
commercial = true
credit = "Them"
takes = ["words", "negative", "seed", "first"]
rate = "8/1"
side = 2
stride = 4
longest = 41
patience = 10
price = {{ amount = "0.05", unit = "{unit}", currency = "USD" }}
{more}
"""


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.objects.create(name="hosted")


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that is listed in all three styles for clips, and in one for pictures."""
    made = Provider(film(tmp_path, 96, 64, 9, Fraction(8)))
    pictures = Provider(picture(96, 64))
    kinds = [("openai", "video", made), ("queue", "video", made), ("predictions", "video", made), ("openai", "image", pictures)]
    text = "".join(
        ENTRY.format(
            name=f"{style}-{kind}", capability=f"{kind}-generator", style=style, base=one.base,
            unit="second" if kind == "video" else "picture", more="idempotent = true" if style == "predictions" else "",
        )
        for style, kind, one in kinds
    )  # fmt: skip
    monkeypatch.setenv("FILMWRIGHT_HOSTED", str(tmp_path / "hosted.toml"))
    (tmp_path / "hosted.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("THEIR_KEY", "secret-word")
    monkeypatch.setattr(running, "_FIRST", 0.05)
    made.pictures = pictures  # type: ignore[attr-defined]
    yield made
    made.stop()
    pictures.stop()


def clip(style: str = "queue", **params: Any) -> Recipe:
    op = registry.get("video.generate")
    said = {"prompt": "a boat", "frames": 9, "rate": "8/1", "width": 64, "height": 48, "checkpoint": f"their-{style}-video@1"}
    return recipe(op, params=op.validate({**said, **params}))


def make(workspace: Workspace, wanted: Recipe) -> Build:
    build = builds.request(workspace, wanted, channel="project.test", label="12A-1")
    with suppress(pool.BuildFailed, Cancelled):
        pool.run_now(build)
    build.refresh_from_db()
    return build


def problem(workspace: Workspace, wanted: Recipe) -> dict[str, Any]:
    node = Node.objects.get(workspace=workspace, key=wanted.key)
    assert node.status == Status.FAILED
    return dict(node.error or {})
