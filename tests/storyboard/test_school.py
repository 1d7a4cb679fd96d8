"""What the front end offers to train an adapter on is what can be trained."""

from __future__ import annotations

import re
from pathlib import Path

from generation.training.learners import SCHOOL


def test_families_that_are_offered_are_those_that_are_taught(repository: Path) -> None:
    offered = (repository / "frontend" / "src" / "adapters" / "trainable.ts").read_text()
    found = re.search(r"SCHOOL = \[(.*?)\]", offered)
    assert found
    assert re.findall(r'"([^"]+)"', found[1]) == list(SCHOOL)
