"""What each expression and each mouth letter does to a face, as numbers, so that they blend."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.drivers.previs.stage import Expression


@dataclass(frozen=True)
class Mood:
    """Muscles: brows (inner, middle, outer end; up is positive), lids, nose and what else shows. 1 is a strong show."""

    inner: float = 0.0
    middle: float = 0.0
    outer: float = 0.0
    lid: float = 1.0  # how far the upper lid is open
    lower: float = 0.0  # how far the lower lid is pushed up
    corner: float = 0.12  # corners of the mouth
    open: float = 0.0
    wide: float = 1.0
    raise_lip: float = 0.0
    round: float = 0.0
    teeth: float = 0.0
    skew: float = 0.0  # one corner higher
    uneven: float = 0.0  # one brow higher
    wrinkle: float = 0.0  # nose and frown lines
    tears: float = 0.0
    bags: float = 0.0
    cheeks: float = 0.0
    iris: float = 1.0
    gaze: tuple[float, float] = (0.0, 0.0)
    pitch: float = 0.0
    roll: float = 0.0


MOODS: dict[Expression, Mood] = {
    Expression.NEUTRAL: Mood(),
    Expression.HAPPY: Mood(
        inner=0.15, middle=0.35, outer=0.15, lid=0.93, lower=0.42, corner=1.05, wide=1.26, cheeks=0.7, roll=1.5
    ),
    Expression.LAUGH: Mood(
        inner=0.35,
        middle=0.6,
        outer=0.2,
        lid=0.10,
        lower=1.0,
        corner=1.0,
        open=0.72,
        wide=1.22,
        teeth=1.0,
        cheeks=1.0,
        pitch=-6,
        roll=2,
    ),
    Expression.SAD: Mood(
        inner=0.95, middle=0.1, outer=-0.45, lid=0.74, lower=0.12, corner=-0.75, wide=0.92, gaze=(0.0, 0.35), pitch=7, roll=-2
    ),
    Expression.CRY: Mood(
        inner=1.15,
        middle=-0.1,
        outer=-0.4,
        lid=0.36,
        lower=0.7,
        corner=-1.0,
        open=0.24,
        wide=1.08,
        teeth=0.5,
        tears=1.0,
        wrinkle=0.25,
        cheeks=0.4,
        pitch=5,
    ),
    Expression.ANGRY: Mood(
        inner=-1.0, middle=-0.35, outer=0.45, lid=0.84, lower=0.42, corner=-0.62, wide=1.02, raise_lip=0.15, wrinkle=0.7, pitch=3
    ),
    Expression.AFRAID: Mood(
        inner=0.95,
        middle=0.5,
        outer=0.0,
        lid=1.32,
        lower=-0.12,
        corner=-0.55,
        open=0.26,
        wide=1.16,
        teeth=0.6,
        iris=0.86,
        pitch=-2,
    ),
    Expression.SURPRISED: Mood(
        inner=0.9, middle=1.25, outer=0.9, lid=1.36, lower=-0.1, corner=0.0, open=0.62, wide=0.72, round=0.8, iris=0.92, pitch=-4
    ),
    Expression.TENDER: Mood(
        inner=0.42, middle=0.15, outer=-0.1, lid=0.76, lower=0.25, corner=0.55, wide=1.04, cheeks=0.6, pitch=3, roll=4
    ),
    Expression.TIRED: Mood(
        inner=0.25, middle=-0.15, outer=-0.35, lid=0.46, lower=0.1, corner=-0.28, wide=0.95, bags=1.0, pitch=6, roll=-2
    ),
    Expression.THINKING: Mood(
        inner=-0.05,
        middle=0.15,
        outer=0.2,
        lid=0.92,
        lower=0.16,
        corner=-0.12,
        wide=0.84,
        skew=0.75,
        uneven=0.9,
        gaze=(0.5, -0.55),
        pitch=-2,
        roll=-4,
    ),
    Expression.DISGUSTED: Mood(
        inner=-0.62,
        middle=-0.45,
        outer=0.0,
        lid=0.66,
        lower=0.62,
        corner=-0.7,
        wide=0.94,
        raise_lip=0.9,
        teeth=0.3,
        skew=0.5,
        uneven=0.35,
        wrinkle=1.0,
        pitch=-4,
        roll=3,
    ),
}


@dataclass(frozen=True)
class MouthShape:
    """A mouth: how far open, how wide, how round and pushed out, what shows between the lips."""

    open: float
    wide: float = 1.0
    round: float = 0.0
    upper_teeth: float = 0.0
    lower_teeth: float = 0.0
    tongue: float = 0.0
    press: float = 0.0
    bite: float = 0.0
    corner: float = 0.0
    raise_lip: float = 0.0
    skew: float = 0.0


_LETTERS: dict[str, MouthShape] = {
    "A": MouthShape(0.0, 0.97, press=1.0),
    "B": MouthShape(0.20, 1.06, upper_teeth=1.0, lower_teeth=1.0),
    "C": MouthShape(0.46, 1.0, upper_teeth=0.8, tongue=0.3),
    "D": MouthShape(0.92, 1.02, upper_teeth=0.9, lower_teeth=0.25, tongue=0.55),
    "E": MouthShape(0.52, 0.76, round=0.6, upper_teeth=0.35, tongue=0.2),
    "F": MouthShape(0.20, 0.50, round=1.0),
    "G": MouthShape(0.16, 0.98, upper_teeth=1.0, bite=1.0),
    "H": MouthShape(0.52, 0.96, upper_teeth=0.75, tongue=1.0),
}


def mouth_of(letter: str, mood: Mood) -> MouthShape:
    """The mouth for a letter under an expression; X, or a letter nobody knows, is the expression's own."""
    said = _LETTERS.get(letter)
    if said is None:
        return MouthShape(
            mood.open,
            mood.wide,
            mood.round,
            mood.teeth,
            0.35 * mood.teeth,
            0.3 * mood.open,
            corner=mood.corner,
            raise_lip=mood.raise_lip,
            skew=mood.skew,
        )
    return replace(
        said,
        open=said.open * (1.0 + 0.15 * mood.open),
        wide=said.wide * (1 + 0.55 * (mood.wide - 1) * (1 - said.round)),
        corner=mood.corner * (0.75 if said.round < 0.5 else 0.3),
        raise_lip=mood.raise_lip * 0.5,
        skew=mood.skew * 0.5,
        upper_teeth=min(1.0, said.upper_teeth + 0.25 * mood.teeth * (said.open > 0.3)),
    )
