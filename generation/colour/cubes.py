"""Tables of colours as other programs write them: `.cube`, one- and three-dimensional, read with care, sampled, written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.colour import Change, Rgb
from generation.operation import BadInput

SIDES = (2, 129)  # of a three-dimensional table
LENGTHS = (2, 65536)  # of a one-dimensional one
BYTES = 96 * 2**20
_WIDEST = 1e4  # beyond that a number is a mistake
_SAID = ("TITLE", "LUT_1D_SIZE", "LUT_3D_SIZE", "DOMAIN_MIN", "DOMAIN_MAX", "LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")


@dataclass(frozen=True)
class Cube:
    """A table: `line` (n, 3) for each channel alone, then `cube` (blue, green, red, 3); either may be missing."""

    line: npt.NDArray[np.float32] | None
    cube: npt.NDArray[np.float32] | None
    low: tuple[float, float, float] = (0.0, 0.0, 0.0)  # what the first entry is for
    high: tuple[float, float, float] = (1.0, 1.0, 1.0)  # … and the last
    title: str = ""

    def __call__(self, colours: Rgb) -> Rgb:
        """The colours of the table; what lies outside its domain is what lies at its edge."""
        low, high = np.array(self.low, np.float32), np.array(self.high, np.float32)
        place = np.clip((colours - low) / (high - low), 0, 1).astype(np.float32)
        if self.line is not None:
            at = np.arange(len(self.line)) / (len(self.line) - 1)
            place = np.stack([np.interp(place[..., n], at, self.line[:, n]) for n in range(3)], axis=-1).astype(np.float32)
        return place if self.cube is None else _within(self.cube, np.clip(place, 0, 1))


def read(text: str) -> Cube:
    """A table from the text of a `.cube` file.

    Raises:
        BadInput: LUT_UNREADABLE, LUT_SIZE_WRONG, LUT_COUNT_WRONG, LUT_NOT_NUMBERS, LUT_DOMAIN_WRONG; the message names the line.
    """
    said: dict[str, list[str]] = {}
    numbers: list[str] = []
    for n, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.split("#", 1)[0].strip() if not raw.lstrip().upper().startswith("TITLE") else raw.strip()
        if not line:
            continue
        word, *rest = line.split()
        if word.upper() in _SAID:
            said[word.upper()] = rest
        elif word[0].isalpha() and word.lower() not in ("nan", "inf", "infinity"):
            raise BadInput(f"Line {n} of the table begins with {word[:24]!r}, which no .cube says.", "LUT_UNREADABLE")
        elif len(rest) != 2:
            raise BadInput(f"Line {n} of the table has {1 + len(rest)} numbers; a colour has three.", "LUT_UNREADABLE")
        else:
            numbers.append(line)
    return _made(said, numbers)


def opened(path: Path) -> Cube:
    """A table from its file.

    Raises:
        BadInput: as `read`; LUT_TOO_LARGE.
    """
    if path.stat().st_size > BYTES:
        raise BadInput(f"A table has {BYTES // 2**20} MiB at most. Save it with fewer nodes.", "LUT_TOO_LARGE")
    return read(path.read_bytes().decode("utf-8", errors="replace"))


def look(path: Path) -> dict[str, Any]:
    """The facts of a table that somebody brings in: its size along a side, its dimensions and its title."""
    found = opened(path)
    tables = [one for one in (found.cube, found.line) if one is not None]
    return {"size": len(tables[0]), "dimensions": 1 if found.cube is None else 3, "title": found.title}


def _made(said: dict[str, list[str]], numbers: list[str]) -> Cube:
    line, side = _size(said, "LUT_1D_SIZE", LENGTHS), _size(said, "LUT_3D_SIZE", SIDES)
    if not (line or side):
        raise BadInput("The file does not say how large its table is (LUT_3D_SIZE): it is no .cube.", "LUT_UNREADABLE")
    wanted = line + side**3
    if len(numbers) != wanted:
        raise BadInput(f"The table says that it has {wanted} colours, and there are {len(numbers)}.", "LUT_COUNT_WRONG")
    try:
        values = np.array(" ".join(numbers).split(), np.float64).reshape(-1, 3)
    except ValueError as problem:
        raise BadInput("There is something in the table that is no number.", "LUT_NOT_NUMBERS") from problem
    if not np.isfinite(values).all() or np.abs(values).max() > _WIDEST:
        raise BadInput("There are numbers in the table that are none (NaN or infinite).", "LUT_NOT_NUMBERS")
    low, high = _domain(said)
    return Cube(
        values[:line].astype(np.float32) if line else None,
        values[line:].astype(np.float32).reshape(side, side, side, 3) if side else None,
        low, high, " ".join(said.get("TITLE", [])).strip('"')[:80],
    )  # fmt: skip


def _size(said: dict[str, list[str]], name: str, limits: tuple[int, int]) -> int:
    if name not in said:
        return 0
    written = " ".join(said[name])
    size = int(written) if written.isdecimal() and len(written) < 8 else 0
    if not limits[0] <= size <= limits[1]:
        raise BadInput(f"A table of the size {written[:20]!r} cannot be used: {limits[0]} to {limits[1]}.", "LUT_SIZE_WRONG")
    return size


def _domain(said: dict[str, list[str]]) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Of which input values the first and the last entry tell, by channel."""
    given = said.get("LUT_3D_INPUT_RANGE") or said.get("LUT_1D_INPUT_RANGE")
    texts = [[given[0]] * 3, [given[-1]] * 3] if given else [said.get("DOMAIN_MIN", ["0"] * 3), said.get("DOMAIN_MAX", ["1"] * 3)]
    try:
        low, high = (tuple(float(one) for one in text) for text in texts)
    except ValueError:
        low, high = (), ()
    if len(low) != 3 or len(high) != 3 or not all(-_WIDEST < a < b < _WIDEST for a, b in zip(low, high, strict=True)):
        raise BadInput("DOMAIN_MIN and DOMAIN_MAX of the table are no three numbers, each below the other.", "LUT_DOMAIN_WRONG")
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _within(cube: npt.NDArray[np.float32], place: Rgb) -> Rgb:
    """Between the nodes of a cube, by tetrahedra: three steps from the cell's corner, the longest first."""
    last = cube.shape[0] - 1
    flat = cube.reshape(-1, 3)
    strides = np.array([1, cube.shape[0], cube.shape[0] ** 2])  # red runs fastest
    scaled = place.reshape(-1, 3) * last
    corner = np.minimum(scaled.astype(np.int64), last - 1)
    rest = (scaled - corner).astype(np.float32)
    order = np.argsort(-rest, axis=1, kind="stable")
    sorted_rest = np.take_along_axis(rest, order, axis=1)
    index = corner @ strides
    found = flat[index] * (1 - sorted_rest[:, :1])
    for n in range(3):
        index = index + strides[order[:, n]]
        after = sorted_rest[:, n + 1 : n + 2] if n < 2 else 0
        found = found + flat[index] * (sorted_rest[:, n : n + 1] - after)
    return np.asarray(found.reshape(place.shape), np.float32)


def sampled(change: Change, side: int) -> Cube:
    """A change as a table of side³ colours, cut off at black and white."""
    steps = np.linspace(0, 1, side, dtype=np.float32)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    made = np.clip(change(np.stack([red, green, blue], axis=-1).reshape(-1, 3)), 0, 1)
    return Cube(None, made.astype(np.float32).reshape(side, side, side, 3))


def written(cube: Cube, title: str, notes: Sequence[str] = ()) -> str:
    """The text of a `.cube` file of a three-dimensional table over 0…1."""
    if cube.cube is None or cube.line is not None:
        raise ValueError("only a plain three-dimensional table is written")
    plain = "".join(char for char in title if char.isprintable() and char != '"')
    head = [f'TITLE "{plain[:80]}"', *(f"# {note}" for note in notes), f"LUT_3D_SIZE {cube.cube.shape[0]}", ""]
    rows: Any = cube.cube.reshape(-1, 3)
    return "\n".join(head) + "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in rows.tolist()) + "\n"
