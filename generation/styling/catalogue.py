"""The named styles: read from `styles.toml`, which says who paints each and whom it goes back to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LIST = Path(__file__).resolve().parent.parent / "styles.toml"
OF_PICTURE = "picture"  # the style of a picture that is given


@dataclass(frozen=True)
class Style:
    """One style: its painter, what that is told, and how firmly the picture and what was painted are carried on."""

    id: str
    painter: str
    options: Mapping[str, Any]
    credit: str = ""
    hold: float = 0.0  # 0…1: how much of the frame before is kept where it can be trusted
    calm: float = 0.6  # 0…1: the same of the picture that is painted from


@cache
def styles() -> Mapping[str, Style]:
    """Every style by name, in the order of the list.

    Raises:
        ValueError: when the list cannot be read; it is part of the product.
    """
    with LIST.open("rb") as file:
        listed = tomllib.load(file)["style"]
    found: dict[str, Style] = {}
    for one in listed:
        if one["id"] in found:
            raise ValueError(f"{LIST.name} holds {one['id']} twice")
        found[one["id"]] = Style(**{"options": {}, **one})
    return found
