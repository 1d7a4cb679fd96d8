"""The browser draws the stage by the studio's own sums: both are held to one file (written anew by running this module)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.camera import fitting, moves
from generation.camera.moves import MOVES, Pose, view

HERE = Path(__file__).parents[2] / "frontend" / "src" / "camera" / "truth.json"
ASPECT = 16 / 9
LOOKS = [(0.5, 0.5), (0.3, 0.65)]


def corners(pose: Pose, look: tuple[float, float]) -> list[list[float]]:
    """Where the corners of what is seen lie, in shares of the picture."""
    matrix = view(pose, (look[0] - 0.5, (look[1] - 0.5) / ASPECT)).homography(1.0)
    found = []
    for u, v in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        x, y, z = matrix @ np.array([u, v / ASPECT, 1.0])
        found.append([round(float(x / z) + 0.5, 6), round(float(y / z) * ASPECT + 0.5, 6)])
    return found


def truth() -> list[dict[str, Any]]:
    """Every move at three of its frames, and some of a person's own."""
    rows = []
    for n, name in enumerate(MOVES):
        for share in (0.0, 0.4, 1.0):
            look = LOOKS[n % 2]
            rows.append(
                {"move": name, "share": share, "amount": 1.5, "look": look, "seen": corners(moves.named(name, share, 1.5), look)}
            )
    return rows


@pytest.mark.once
def test_the_browsers_truth_is_todays() -> None:
    assert json.loads(HERE.read_text(encoding="utf-8")) == json.loads(json.dumps(truth()))


@pytest.mark.once
def test_what_the_camera_looks_at_stays_where_it_is() -> None:
    at = (0.12, -0.08)
    for pose in (Pose(orbit=14), Pose(push=0.3), Pose(dolly=0.4)):
        ray = np.linalg.inv(view(pose, at).homography(1.0)) @ np.array([*at, 1.0])
        assert np.allclose(ray[:2] / ray[2], at, atol=1e-9), pose


@pytest.mark.once
def test_a_dolly_zoom_keeps_the_size_of_what_it_looks_at_and_changes_all_else() -> None:
    seen = view(Pose(dolly=0.3), (0.0, 0.0))
    assert np.allclose(seen.homography(1.0), np.diag([1, 1, 1]), atol=1e-9)
    assert seen.homography(0.4)[0, 0] > 1.1  # the far comes to lie smaller


@pytest.mark.once
def test_no_nearer_than_it_has_to_be() -> None:
    assert fitting.scale_for([Pose(), Pose(push=0.2)], [(0.0, 0.0)] * 2, (0.7, 1.5), ASPECT) == 1.0
    scale = fitting.scale_for([Pose(truck=-0.05), Pose(truck=0.05)], [(0.0, 0.0)] * 2, (1.0, 1.0), ASPECT)
    assert scale == pytest.approx(1 / 0.9, rel=0.01)
    assert fitting.scale_for([Pose(pan=44)], [(0.0, 0.0)], (1.0, 1.0), ASPECT) == fitting.MOST


if __name__ == "__main__":
    HERE.write_text(json.dumps(truth(), separators=(",", ":")) + "\n", encoding="utf-8")
