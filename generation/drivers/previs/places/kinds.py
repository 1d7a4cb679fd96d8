"""Which builder makes which kind of place, and what its features add."""

from __future__ import annotations

import random
from collections.abc import Callable

from generation.drivers.previs.lighting import airless, outside
from generation.drivers.previs.places import (
    inside_evening,
    inside_home,
    inside_public,
    inside_travel,
    inside_work,
    outside_beyond,
    outside_nature,
    outside_town,
    outside_water,
    outside_ways,
)
from generation.drivers.previs.places.plot import Plot
from generation.drivers.previs.places.scenery import Scenery
from generation.drivers.previs.stage import Light, Place, TimeOfDay, Weather

BUILDERS: dict[str, Callable[[Plot], Scenery]] = {
    **inside_home.KINDS,
    **inside_public.KINDS,
    **inside_work.KINDS,
    **inside_evening.KINDS,
    **inside_travel.KINDS,
    **outside_nature.KINDS,
    **outside_beyond.KINDS,
    **outside_town.KINDS,
    **outside_ways.KINDS,
    **outside_water.KINDS,
}

ALWAYS_LIT = frozenset({"cave", "bar", "theatre", "corridor"})  # lamps burn there at noon


def build(place: Place, light: Light) -> Scenery:
    """The scenery of a place in this light. An unknown kind becomes a room, or a street when it is outside."""
    make = BUILDERS.get(place.kind) or BUILDERS["room" if place.interior else "street"]
    outer = outside(light) if place.kind != "space" else airless()
    lit = light.practical or outer.night >= 0.6 or (place.interior and light.weather in (Weather.STORM, Weather.RAIN))
    cold = light.weather is Weather.SNOW
    plot = Plot(
        place.seed,
        random.Random(f"place/{place.kind}/{place.seed}"),
        frozenset(place.features),
        outer,
        lit,
        snow=cold or "snowy" in place.features,
        wet=outer.wet,
        warm=light.time in (TimeOfDay.DAWN, TimeOfDay.SUNSET),
    )
    return make(plot)
