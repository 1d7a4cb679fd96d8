"""Distils Emojibase's keywords into `vocabulary/pictures.txt`, so that nothing has to be fetched to know what a word looks like.

Run again when either set changes: `python -m generation.drivers.previs.keywords_distil EMOJIBASE_PACKAGE PICTURES_FOLDER`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generation.drivers.previs.vocabulary import FOLDER, table, things, word_set

HEIGHTS: dict[str, float] = table("sets")["picture_heights"]  # metres, by Emojibase's subgroup; others cannot be props
LEFT_OUT = word_set("pictures_left_out")


def rows(package: Path, pictures: Path) -> Iterator[str]:
    """A line for each picture that is not curated: code points, height, English / Chinese label | English / Chinese tags."""
    english: list[dict[str, Any]] = json.loads((package / "en" / "data.json").read_text(encoding="utf-8"))
    chinese = {one["hexcode"]: one for one in json.loads((package / "zh" / "data.json").read_text(encoding="utf-8"))}
    groups: dict[str, str] = json.loads((package / "meta" / "groups.json").read_text(encoding="utf-8"))["subgroups"]
    there = {path.stem for path in pictures.glob("*.svg")}
    used = {thing.picture for thing in things().values()}
    for one in english:
        height = HEIGHTS.get(groups.get(str(one.get("subgroup")), ""))
        code = next((name for name in (one["hexcode"], f"{one['hexcode']}-FE0F") if name.lower() in there), "")
        plain = one["hexcode"].split("-")[0]
        if height is None or not code or code in used or plain in LEFT_OUT or " face" in one["label"]:
            continue
        local = chinese[one["hexcode"]]
        tags = [", ".join(tag for tag in source.get("tags", []) if not set("|/") & set(tag)) for source in (one, local)]
        yield f"{code} {height} {_plain(one['label'])} / {_plain(local['label'])} | {tags[0].lower()} / {tags[1]}"


def _plain(label: str) -> str:
    return label.lower().replace("’", "'").replace(",", " ").replace("/", " ")


def main(package: str, pictures: str) -> None:
    """Write the file."""
    lines = [
        "# Distilled from emojibase-data (MIT, Miles Johnson) by keywords_distil.py; not edited by hand.",
        *rows(Path(package), Path(pictures)),
    ]
    (FOLDER / "pictures.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} pictures")


if __name__ == "__main__":
    main(*sys.argv[1:])
