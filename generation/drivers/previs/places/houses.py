"""Free-standing buildings as solid parts: houses, towers, a lighthouse, ruins."""

from __future__ import annotations

from generation.drivers.previs.places.solids import Parts, box, drum, gable, taper


def house(
    width: float, depth: float, height: float, colour: str, roof: str = "#8f5a4a", *, lit: bool = False, door: bool = True
) -> Parts:
    """A house with a ridged roof along x; its front, with door and windows, at −z."""
    made: Parts = [box(width, height, depth, colour), gable(width + 0.5, width * 0.32, depth + 0.6, roof, y=height, ends=colour)]
    storeys = max(1, int(height / 2.6))
    columns = max(2, int(width / 1.7))
    for face in (-1, 1):
        z = face * (depth / 2 + 0.02)
        for s in range(storeys):
            for c in range(columns):
                x, y = (c + 0.5) * width / columns - width / 2, 0.95 + s * 2.5
                if door and face < 0 and s == 0 and c == columns // 2:
                    made.append(box(0.95, 2.05, 0.05, "#5d4030", x, 0, z))
                    continue
                shining = lit and (c * 7 + s * 5 + int(width * 10)) % 3 != 0
                made.append(box(0.92, 1.22, 0.03, "#f0e8da", x, y - 0.06, z))
                made.append(box(0.76, 1.05, 0.06, "#ffdd94" if shining else "#46586a", x, y, z, glow=0.95 if shining else 0.0))
    for side in (-1, 1):
        made.append(
            box(0.06, 1.05, 0.8, "#ffdd94" if lit else "#46586a", side * (width / 2 + 0.01), 0.95, 0, glow=0.95 if lit else 0.0)
        )
    made.append(box(0.5, 1.1, 0.5, "#7d5548", width * 0.28, height + width * 0.14, depth * 0.1))
    return made


def lighthouse(lit: bool) -> Parts:
    """A lighthouse 10 m high."""
    made: Parts = [drum(1.6, 0.8, "#8f8778", sides=12)]
    bands = ("#f2ede0", "#c2463f", "#f2ede0", "#c2463f")
    radius = 1.25
    for i, band in enumerate(bands):
        made.append(drum(radius, 1.9, band, y=0.8 + i * 1.9, upper=radius - 0.16, sides=12))
        radius -= 0.16
    made += [
        drum(0.85, 0.14, "#3d4247", y=8.4, sides=12),
        drum(0.45, 1.0, "#ffe9a8" if lit else "#cfe0e4", y=8.54, sides=10, glow=1.0 if lit else 0.1),
        drum(0.6, 0.6, "#c2463f", y=9.54, upper=0.05, sides=10),
    ]
    return made


def tower(width: float, height: float, colour: str, lit: bool, seed: int) -> Parts:
    """A tall building with bands of windows."""
    made: Parts = [box(width, height, width, colour)]
    for i in range(int(height / 3.2)):
        y = 1.6 + i * 3.2
        shining = lit and (i * 5 + seed) % 3 != 1
        for face in (-1, 1):
            for x in (-0.26, 0.0, 0.26):
                on = shining and (i + int(x * 10) + seed) % 2 == 0
                made.append(
                    box(
                        width * 0.17,
                        1.5,
                        0.04,
                        "#ffe0a0" if on else "#5d7487",
                        x * width,
                        y,
                        face * (width / 2 + 0.02),
                        glow=0.9 if on else 0.0,
                    )
                )
    return made


def column(height: float, broken: bool, tone: str = "#c9bfa8") -> Parts:
    """A stone column on its base."""
    made: Parts = [box(0.95, 0.22, 0.95, tone), drum(0.36, height, tone, y=0.22, upper=0.31, sides=12)]
    if not broken:
        made.append(taper((0.66, 0.66), (0.95, 0.95), 0.3, tone, y=height + 0.22))
    return made


def wall_run(length: float, height: float, tone: str = "#a89c8a", thick: float = 0.3) -> Parts:
    """A garden wall along x with a coping."""
    return [box(length, height, thick, tone), box(length + 0.1, 0.1, thick + 0.12, "#8f8474", y=height)]


def fence(length: float, tone: str = "#8a6a48", height: float = 1.0) -> Parts:
    """A paling along x."""
    count = max(2, int(length / 1.6))
    made: Parts = [box(length, 0.09, 0.04, tone, y=y) for y in (height * 0.38, height * 0.8)]
    made += [box(0.1, height, 0.1, tone, -length / 2 + i * length / count) for i in range(count + 1)]
    return made


def fountain() -> Parts:
    """A round fountain."""
    return [
        drum(1.7, 0.5, "#b7ab98", sides=16, top="#8fc0cf"),
        drum(0.3, 1.1, "#a89c8a", y=0.4, sides=10),
        drum(0.75, 0.16, "#b7ab98", y=1.4, upper=0.95, sides=14, top="#a9d3df"),
        drum(0.12, 0.5, "#a89c8a", y=1.5, sides=8),
    ]


def statue() -> Parts:
    """A figure on a pedestal."""
    tone = "#7f9a8c"
    return [
        box(1.3, 0.3, 1.3, "#a89c8a"),
        box(0.9, 1.5, 0.9, "#b7ab98", y=0.3),
        taper((0.5, 0.4), (0.42, 0.3), 1.1, tone, y=1.8),
        drum(0.15, 0.32, tone, y=2.92, sides=8),
        box(0.14, 0.7, 0.14, tone, 0.32, 2.2),
    ]
