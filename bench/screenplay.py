"""Prints how fully each screenplay format is read, one against the other, and how long reading takes."""

from __future__ import annotations

import os
import sys
import time
from difflib import SequenceMatcher
from fractions import Fraction
from pathlib import Path

from storyboard.screenplay import Screenplay, break_down, read

PAIRS = (("Big Fish", "Big-Fish"), ("Brick & Steel", "Brick-and-Steel"))


def faces(screenplay: Screenplay) -> dict[str, list[str]]:
    """What must be the same in both formats, each entry with white space made equal."""
    turns = list(screenplay.speeches())
    return {
        "scenes": [" ".join(heading.split()) for heading in screenplay.headings],
        "speakers": [f"{turn.character} ({turn.extension}) {turn.side}".strip() for turn in turns],
        "dialogue": [" ".join(turn.words.split()) for turn in turns],
        "parentheticals": [turn.manner for turn in turns if turn.manner],
        "action": [" ".join(one.text.split()) for one in screenplay.elements if one.kind.value in ("action", "centered")],
    }


def recall(wanted: list[str], got: list[str]) -> tuple[int, list[str]]:
    """How many of `wanted` are in `got` in order, and those that are not."""
    matcher = SequenceMatcher(None, wanted, got, autojunk=False)
    missing = [one for tag, i, j, _, _ in matcher.get_opcodes() if tag != "equal" for one in wanted[i:j]]
    return len(wanted) - len(missing), missing


def took(data: bytes, name: str) -> tuple[Screenplay, float, float, int, int]:
    """The screenplay, milliseconds of this process's time to read and to break it down, scenes and shots."""
    start = time.process_time()
    screenplay = read(data, name)
    middle = time.process_time()
    made = break_down(screenplay, rate=Fraction(24))
    return screenplay, (middle - start) * 1000, (time.process_time() - middle) * 1000, len(made.scenes), len(made.shots)


def main() -> int:
    """Prints both tables. Needs FILMWRIGHT_DATA with `scripts/` for the first; the second makes its own script."""
    folder = Path(os.environ.get("FILMWRIGHT_DATA", "")) / "scripts"
    if os.environ.get("FILMWRIGHT_DATA") and folder.is_dir():
        print(
            "(Final Draft puts two centred lines in one paragraph where Fountain has two: the only difference in Brick & Steel.)"
        )
        print(f"{'script':<14} {'what':<15} {'fountain in fdx':>18} {'fdx in fountain':>18}")
        for title, stem in PAIRS:
            both = {
                ending: read((folder / f"{stem}.{ending}").read_bytes(), f"{stem}.{ending}") for ending in ("fountain", "fdx")
            }
            left, right = faces(both["fountain"]), faces(both["fdx"])
            for what in left:
                there, lost = recall(left[what], right[what])
                back, extra = recall(right[what], left[what])
                print(f"{title:<14} {what:<15} {_ratio(there, len(left[what])):>18} {_ratio(back, len(right[what])):>18}")
                for one in [f"only in fountain: {line[:90]}" for line in lost[:4]] + [
                    f"only in fdx: {line[:90]}" for line in extra[:4]
                ]:
                    print(f"{'':<30} {one}")
    else:
        print("FILMWRIGHT_DATA is not set to a folder with scripts/: no recall to print.")
    print(f"\n{'script':<24} {'kB':>7} {'scenes':>7} {'shots':>7} {'read ms':>9} {'break down ms':>14} {'µs a byte':>10}")
    scripts = [(path.name, path.read_bytes()) for path in sorted(folder.glob("Big-Fish.*"))] if folder.is_dir() else []
    scripts += [(f"made, {count} scenes", _made(count)) for count in (50, 500, 5_000)]
    for name, data in scripts:
        _, reading, breaking, scenes, shots = took(data, name)
        each = (reading + breaking) * 1000 / len(data)
        print(f"{name:<24} {len(data) / 1000:>7.0f} {scenes:>7} {shots:>7} {reading:>9.1f} {breaking:>14.1f} {each:>10.2f}")
    return 0


def _ratio(part: int, whole: int) -> str:
    return f"{part}/{whole} {100 * part / whole if whole else 100:.1f}%"


def _made(scenes: int) -> bytes:
    scene = (
        "INT. ROOM {n} - NIGHT\n\nANNA (30s, red coat) puts a letter on the table. She looks around.\n\n"
        "ANNA\nIs anybody here?\n\nTOM\n(low)\nOnly me.\n\n"
    )
    return "".join(scene.replace("{n}", str(number)) for number in range(scenes)).encode()


if __name__ == "__main__":
    sys.exit(main())
