"""A clip that came from elsewhere, as a sequence of pictures read in order: few of them are held at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from generation.drivers import Pixels
from generation.footage import opening
from generation.footage.shaping import Shaper
from generation.mezzanine import pixels_of
from generation.operation import BadInput

_HELD = 4  # pictures


class Frames:
    """The pictures (height, width, 3), sRGB, of a film that was looked at in the confined child, filling this size.

    Turned upright, in the colours of BT.709, what stands over cut away. `rate` is theirs: frames a second.
    """

    def __init__(self, path: Path, width: int, height: int) -> None:
        self._path, self._shape = path, Shaper(path, width, height, "fill")
        times: list[Fraction] = []
        for timed in opening.pictures(path, quick=True):
            times.append(timed.at)
            if len(times) > 4001:
                raise BadInput("The provider's clip has more than 4,000 frames.", "HOSTED_RUBBISH")
        self._count = len(times)
        with opening.opened(path) as container:
            said = opening.nominal(opening.track(container, path))
        # What the pictures' own times say counts: a rate in a header may be any.
        span = times[-1] - times[0] if len(times) > 1 else Fraction(0)
        real = Fraction(len(times) - 1) / span if span > 0 else said
        self.rate = said if abs(real - said) * 50 < said else real.limit_denominator(1001)
        self._held: OrderedDict[int, Pixels] = OrderedDict()
        self._reading: Iterator[opening.Timed] | None = None
        self._next = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> Pixels:
        if at not in self._held:
            if self._reading is None or at < self._next:
                self._reading, self._next = opening.pictures(self._path), 0
            for timed in self._reading:
                here, self._next = self._next, self._next + 1
                if here >= at - 1:
                    self._held[here] = pixels_of(self._shape(timed.frame))
                    while len(self._held) > _HELD:
                        self._held.popitem(last=False)
                if here == at:
                    break
            else:
                raise IndexError(at)
        return self._held[at]
