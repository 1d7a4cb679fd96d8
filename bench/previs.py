"""What a frame of the animatic costs: CPU time per 1280 × 720 frame by camera move, building a set, and keeping the frame."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import tempfile
import time
from fractions import Fraction
from pathlib import Path

from generation.drivers.previs.render import Renderer
from generation.drivers.previs.stage import Actor, Camera, Light, Look, Move, Place, Size, Stage, TimeOfDay, Weather
from generation.mezzanine import clip_to

RATE = Fraction(24)
FRAMES = 48
TWO = (
    Actor(name="Ann", look=Look(seed=1, hair="long", top="dress"), x=-0.5, facing=60, gaze="Bob"),
    Actor(name="Bob", look=Look(seed=2, gender="man"), x=0.5, facing=-60, gaze="Ann"),
)
SHOTS = (
    ("pier", False, TimeOfDay.DAWN, Weather.CLEAR, Size.WS), ("pier", False, TimeOfDay.DAWN, Weather.CLEAR, Size.MS),
    ("kitchen", True, TimeOfDay.MORNING, Weather.CLEAR, Size.CU), ("cafe", True, TimeOfDay.NIGHT, Weather.RAIN, Size.WS),
    ("street", False, TimeOfDay.NIGHT, Weather.RAIN, Size.WS), ("forest", False, TimeOfDay.DAY, Weather.CLEAR, Size.EWS),
)  # fmt: skip
MOVES = (Move.STATIC, Move.PUSH, Move.TRUCK_LEFT, Move.ORBIT_LEFT, Move.CRANE_UP)


def shot(kind: str, inside: bool, time_: TimeOfDay, weather: Weather, size: Size, move: Move) -> Stage:
    """Two people in a place."""
    return Stage(
        place=Place(kind=kind, interior=inside, seed=3), light=Light(time=time_, weather=weather), actors=TWO,
        camera=Camera(size=size, move=move),
    )  # fmt: skip


def milliseconds(start: float, count: int = 1) -> float:
    """CPU time of this process since `start`, for each of `count`."""
    return (time.process_time() - start) / count * 1000


def main() -> None:
    """Print the table."""
    print(
        f"{'shot':<24}{'set':>8}  " + "".join(f"{move.value:>12}" for move in MOVES) + "   (ms of CPU; two people in every frame)"
    )
    total, count = 0.0, 0
    for kind, inside, time_, weather, size in SHOTS:
        costs = []
        built = 0.0
        for move in MOVES:
            start = time.process_time()
            renderer = Renderer(shot(kind, inside, time_, weather, size, move), 1280, 720, FRAMES, RATE)
            built += milliseconds(start)
            renderer.frame(0)
            start = time.process_time()
            for n in range(0, FRAMES, 6):
                renderer.frame(n)
            costs.append(milliseconds(start, FRAMES // 6))
        total, count = total + sum(costs), count + len(costs)
        print(
            f"{kind + ' ' + size.value + ' ' + time_.value:<24}{built / len(MOVES):8.0f}  "
            + "".join(f"{cost:12.1f}" for cost in costs)
        )
    frame = Renderer(shot(*SHOTS[2], Move.STATIC), 1280, 720, FRAMES, RATE).frame(0)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        with clip_to(Path(folder) / "a.mkv", 1280, 720, RATE) as writer:
            for _ in range(24):
                writer.write(frame)
        kept = milliseconds(start, 24)
    mean = total / count
    share = (mean + kept) * 24 / 1000
    print(
        f"mean frame {mean:.1f} ms, keeping it as FFV1 {kept:.1f} ms; a film at 24/1 takes {share:.2f} of its length on one core"
    )


if __name__ == "__main__":
    main()
