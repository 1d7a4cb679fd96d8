"""Who can paint: importing this declares every classical painter."""

from __future__ import annotations

from generation.styling import cells, crafted, drawn, filmed, printed, strokes, washes
from generation.styling.look import made

__all__ = ["cells", "crafted", "drawn", "filmed", "made", "printed", "strokes", "washes"]
