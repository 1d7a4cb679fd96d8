"""Places: every kind that a slugline can mean, built from the same few pieces; the same name and seed give the same place."""

from __future__ import annotations

from generation.drivers.previs.places.dressing import dress
from generation.drivers.previs.places.kinds import ALWAYS_LIT, BUILDERS, build
from generation.drivers.previs.places.settling import settle

__all__ = ["ALWAYS_LIT", "BUILDERS", "build", "dress", "settle"]
