"""Which moment of a clip each frame of a slowed, quickened or held one shows: counted in whole ticks, so that nothing drifts.

Frame k of the clip is on screen for `round(TICKS / speed(k))` ticks of which a new frame has TICKS; a hold adds whole frames
to one of them. With T(k) the ticks before frame k, new frame n shows the moment

    p(n) = k + (n · TICKS − T(k)) / ticks(k)      where T(k) ≤ n · TICKS < T(k + 1),

and there are as many new frames as there are such moments up to the clip's last picture: `floor(T(N − 1) / TICKS) + 1`. At a
constant speed s that is `floor((N − 1) / s) + 1`: 48 frames at half speed are 95, for the last has no next to go to. New frame
n stands for the stretch of sound from p(n) to p(n + 1), so picture and sound never part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

TICKS = 840_000  # of one new frame: halves, thirds … eighths of a speed are exact
SLOWEST, FASTEST = 0.125, 8.0
LONGEST = 100_000  # new frames of a clip


@dataclass(frozen=True)
class Clock:
    """The times of a clip's frames, in ticks: when each begins, and how long it goes on to the next."""

    begins: tuple[int, ...]
    lasts: tuple[int, ...]
    held: int = -1  # the frame that is held, -1: none
    hold: int = 0  # for how many ticks, before it goes on

    @classmethod
    def of(cls, frames: int, speed: Callable[[int], float], held: int = 0, hold: int = 0) -> Clock:
        """A clip of so many frames; `speed(k)` while frame k goes on to the next, and `hold` frames for which `held` stands.

        Raises:
            ValueError: without frames, or at a speed of none.
        """
        if frames < 1:
            raise ValueError("a clip has a frame")
        lasts = [max(1, round(TICKS / speed(k))) for k in range(frames)]
        held = min(max(0, held), frames - 1) if hold > 0 else -1
        stands = [last + (hold * TICKS if k == held else 0) for k, last in enumerate(lasts)]
        begins = [0, *accumulate(stands[:-1])]
        return cls(tuple(begins), tuple(lasts), held, max(0, hold) * TICKS)

    @property
    def frames(self) -> int:
        """How many new frames there are."""
        end = self.begins[-1] + (self.hold if self.held == len(self.begins) - 1 else 0)
        return end // TICKS + 1

    def moment(self, tick: int) -> Fraction:
        """The moment that is shown at a tick, in frames of the clip from its first; beyond its last picture it goes on evenly."""
        k = max(0, bisect_right(self.begins, tick) - 1)
        inside = tick - self.begins[k]
        if k == self.held:
            inside = max(0, inside - self.hold)
        return k + Fraction(inside, self.lasts[k])

    def moments(self) -> Iterator[Fraction]:
        """What each new frame shows; never beyond the clip's last picture."""
        last = Fraction(len(self.begins) - 1)
        return (min(last, self.moment(n * TICKS)) for n in range(self.frames))

    def stands(self, tick: int) -> bool:
        """Whether a picture is held at this tick."""
        return self.held >= 0 and 0 <= tick - self.begins[self.held] < self.hold


def rated(frames: int, clip: Fraction, film: Fraction) -> list[Fraction]:
    """The moments of a clip shown at another rate for as long: `floor(frames · film / clip + 1/2)` of them, one at least.

    New frame n shows `n · clip / film`; what would lie after the clip's last picture is that picture.
    """
    exact = frames * film / clip + Fraction(1, 2)
    count = max(1, exact.numerator // exact.denominator)
    return [min(Fraction(frames - 1), n * clip / film) for n in range(count)]
