"""How much of the written stories the stage finds (places, people, shot sizes), and of the tests' own sentences.

`FILMWRIGHT_DATA` names a folder with `stories/*.json` (scenes, shots, each with `first_frame` and `video_prompt`). What a shot
should show is known from the story's subject and its first words, not from our vocabulary: a coarse truth, but not ours.
"""

from __future__ import annotations

import json
import os
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generation.drivers.previs.reading import stage_from_words

SENTENCES = Path(__file__).resolve().parent.parent / "tests" / "previs" / "test_stage_sentences.toml"
# What a story is about, by its file: kinds of place any of which is right, and how many people its shots are about.
PLACES = {
    "athletes_gym": {"warehouse"},
    "business_partners_office": {"office"},
    "colleagues_brainstorming": {"office", "workshop", "room"},
    "couple_cooking": {"kitchen"},
    "detective_witness": {"office", "room"},
    "investigation_antique_bookshop": {"shop", "library"},
    "mentor_student_craft": {"workshop"},
    "puzzle_solving": {"room", "library", "warehouse"},
    "siblings_organizing": {"living-room", "room", "kitchen"},
    "theater_rehearsal": {"theatre"},
    "wine_tasting": {"bar"},
}
PEOPLE = {"typeA": 1, "typeC": 2}
SIZES = [
    ("extreme close", {"ECU", "CU"}),
    ("close-up", {"CU", "MCU", "ECU"}),
    ("medium-wide", {"MLS", "MS", "FS"}),
    ("wide", {"WS", "EWS"}),
    ("medium", {"MS", "MCU", "MLS"}),
]


def shots(folder: Path) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """(story, scene, shot) of every story."""
    for path in sorted(folder.glob("*_type?.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        for scene in story["scenes"]:
            for shot in scene["shots"]:
                yield path.stem, scene["scene_num"], shot


def run() -> list[tuple[str, str]]:
    """Rows of the table: what, and how many of how many."""
    rows: list[tuple[str, str]] = []
    table = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["sentence"]
    placed = [one for one in table if "place" in one]
    right = sum(stage_from_words(one["words"]).place.kind == one["place"] for one in placed)
    rows.append(("sentences of the tests: place", f"{right} / {len(placed)}"))
    folder = Path(os.environ.get("FILMWRIGHT_DATA", "")) / "stories"
    if not os.environ.get("FILMWRIGHT_DATA") or not folder.is_dir():
        rows.append(("stories", "skipped: set FILMWRIGHT_DATA"))
        return rows
    place, people, size = [0, 0], [0, 0], [0, 0]
    last = ("", 0)
    characters, begin = 0, time.process_time()
    for story, scene, shot in shots(folder):
        kind = story[-5:]
        words = f"{shot['first_frame']}\n\n{shot['video_prompt']}"
        stage = stage_from_words(words)
        characters += len(words)
        wanted = next((kinds for name, kinds in PLACES.items() if story.startswith(name)), None)
        if wanted and (story, scene) != last:  # the shot that establishes a scene; later ones are given its place
            place = [place[0] + (stage.place.kind in wanted), place[1] + 1]
        last = (story, scene)
        if kind in PEOPLE:
            people = [people[0] + (sum(actor.z < 1.5 for actor in stage.actors) == PEOPLE[kind]), people[1] + 1]
        first = re.match(r"[^.:,;]*", shot["first_frame"].lower())
        asked = next((sizes for word, sizes in SIZES if first and word in first[0]), None)
        if asked:
            size = [size[0] + (stage.camera.size.value in asked), size[1] + 1]
    spent = time.process_time() - begin
    rows += [
        ("stories: place, in the shot that establishes a scene", f"{place[0]} / {place[1]}"),
        ("stories: number of people (types A and C)", f"{people[0]} / {people[1]}"),
        ("stories: shot size where the first words give one", f"{size[0]} / {size[1]}"),
        ("characters read a millisecond", f"{characters / max(spent, 1e-6) / 1000:.0f}"),
    ]
    return rows


if __name__ == "__main__":
    for name, figure in run():
        print(f"{name:52} {figure}")
