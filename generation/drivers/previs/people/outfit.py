"""What a look wears, as cuts and colours, so that every part that draws cloth reads one table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generation.drivers.previs.people.paint import BLACK, WHITE, blend, darker, lighter, luminance, rgb
from generation.drivers.previs.people.state import Colour
from generation.drivers.previs.stage import Look


@dataclass(frozen=True)
class Outfit:
    """Cuts and colours. `skirt` is how far cloth hangs below the hips, as a share of the leg; 0 is none."""

    skin: Colour
    skin_dark: Colour
    top: Colour
    top_dark: Colour
    inner: Colour  # what shows in an open front
    accent: Colour
    sleeve: str  # long, short, none, wide, rolled
    sleeve_colour: Colour
    hem: float  # in trunk lengths, 0 at the hips
    ease: float
    skirt: float
    skirt_colour: Colour
    legs: str  # trousers, jeans, shorts, trunks, bare
    leg_colour: Colour
    shoe: Colour
    tucked: bool


_CUTS = {  # sleeve, hem, ease, skirt, tucked
    "shirt": ("long", -0.06, 1.05, 0.0, False),
    "t-shirt": ("short", -0.05, 1.05, 0.0, False),
    "sweater": ("long", -0.03, 1.12, 0.0, False),
    "jacket": ("long", -0.02, 1.16, 0.0, False),
    "coat": ("long", 0.0, 1.17, 0.58, False),
    "suit": ("long", -0.14, 1.10, 0.0, False),
    "dress": ("short", 0.1, 0.99, 0.60, True),
    "hoodie": ("long", -0.04, 1.18, 0.0, False),
    "apron": ("rolled", 0.12, 1.03, 0.0, True),
    "uniform": ("long", 0.12, 1.06, 0.0, True),
    "robe": ("wide", 0.05, 1.12, 0.86, False),
    "vest": ("long", 0.04, 1.07, 0.0, False),
    "raincoat": ("long", 0.0, 1.22, 0.44, False),
}


@lru_cache(maxsize=512)
def outfit_of(look: Look) -> Outfit:
    """The clothes of a look. Equal looks give equal clothes."""
    sleeve, hem, ease, skirt, tucked = _CUTS[look.top]
    top, accent, skin = rgb(look.top_colour), rgb(look.accent_colour), rgb(look.skin)
    bottom = rgb(look.bottom_colour)
    inner = accent
    sleeve_colour = top
    if look.top == "suit":
        inner = blend(WHITE, (0.93, 0.94, 0.97), 0.6)
    if look.top in ("apron", "vest"):
        sleeve_colour = accent if abs(luminance(accent) - luminance(top)) > 0.12 else lighter(accent, 0.45)
        inner = sleeve_colour
    if look.top == "coat":
        inner = darker(accent, 0.95)
    legs, leg_colour, skirt_colour = look.bottom, bottom, top
    if look.top == "dress" and look.bottom != "jeans":
        legs, leg_colour = "bare", skin
    elif look.bottom == "skirt":
        legs, leg_colour = "bare", skin
        if skirt == 0.0:
            skirt, skirt_colour, tucked = 0.52, bottom, True
            hem = max(hem, 0.1)
    elif look.bottom == "none":
        legs, leg_colour = ("bare", skin) if skirt > 0.3 else ("trunks", bottom)
    return Outfit(
        skin=skin,
        skin_dark=blend(darker(skin, 0.62), (0.45, 0.12, 0.10), 0.18),
        top=top,
        top_dark=blend(darker(top, 0.6), BLACK, 0.1),
        inner=inner,
        accent=accent,
        sleeve=sleeve,
        sleeve_colour=sleeve_colour,
        hem=hem,
        ease=ease,
        skirt=skirt,
        skirt_colour=skirt_colour,
        legs=legs,
        leg_colour=leg_colour,
        shoe=rgb(look.shoe_colour),
        tucked=tucked,
    )
