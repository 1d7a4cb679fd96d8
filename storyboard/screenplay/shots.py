"""The shot list of one scene, as a first assistant director would draw it up from the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from generation.drivers.previs.stage import Angle, Move, Size
from storyboard.screenplay import timing
from storyboard.screenplay.beats import Beat
from storyboard.screenplay.posture import lasting, postures
from storyboard.screenplay.schema import Line, Shot
from storyboard.screenplay.sentences import clip
from storyboard.screenplay.staging import closer, coverage, framing, listening, speaking

_MOST_TITLES = 10


@dataclass
class Draft:
    """A shot that may still take more."""

    size: Size
    angle: Angle = Angle.EYE
    move: Move = Move.STATIC
    action: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    props: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    milliseconds: int = 0
    titles: list[str] = field(default_factory=list)
    asked: bool = False  # the writer chose the framing
    insert: bool = False


class Scene:
    """Turns beats into drafts, keeping who is here, who spoke last, and how close the camera has come."""

    def __init__(self, place: str, interior: bool | None, chinese: bool, *, fresh: bool) -> None:
        self.place = place
        self.interior = interior
        self.chinese = chinese
        self.fresh = fresh  # the place has not been seen in the scenes just before
        self.drafts: list[Draft] = []
        self.here: list[str] = []  # in order of appearance: keeps left and right
        self.turn = 0  # turns of talk since the last action
        self.talked = 0  # turns of talk in the scene
        self.waiting: list[str] = []  # titles for the next shot
        self.cast_at_start: list[str] = []
        self.doing: dict[str, str] = {}  # what people go on doing while they talk

    def play(self, beats: list[Beat]) -> list[Draft]:
        """All drafts of the scene; never empty: where nothing happens the place is shown."""
        self.cast_at_start = self._first_names(beats)
        for beat in beats:
            if beat.words:
                self._say(beat)
            elif beat.text:
                self._act(beat)
            else:
                self._title(beat)
        if not self.drafts:  # nothing happens: the place is shown
            self.drafts.append(
                Draft(Size.EWS if self.interior is False else Size.WS, action=[self._place_words()], milliseconds=3_000)
            )
        if self.waiting:
            self.drafts[-1].titles += self.waiting
            self.waiting = []
        return self.drafts

    def _first_names(self, beats: list[Beat]) -> list[str]:
        names: dict[str, None] = {}
        for beat in beats[:12]:
            for name in (*beat.names, *(() if beat.unseen else beat.speakers)):
                names[name] = None
        return list(names)

    def _title(self, beat: Beat) -> None:
        if self.drafts and not self.drafts[-1].lines and len(self.drafts[-1].titles) < 2:
            self.drafts[-1].titles += beat.camera.titles
            self.drafts[-1].milliseconds = max(self.drafts[-1].milliseconds, 3_000)
        else:
            self.waiting += beat.camera.titles

    def _act(self, beat: Beat) -> None:
        for name in beat.names:
            self._meet(name)
        self.turn = 0
        self.doing.update(postures(beat.text, beat.names))
        framed = framing(beat.people or beat.text, beat.names, beat.props, self.interior, self.chinese)
        size, move, insert = framed.size, framed.move, framed.insert or beat.camera.insert
        angle = beat.camera.angle or framed.angle
        if beat.camera.size or beat.camera.insert:
            size = beat.camera.size or Size.CU
        elif not self.drafts:
            size = self._establishing(beat, insert)
            angle = beat.camera.angle or (framed.angle if framed.angle is Angle.LOW or insert else Angle.EYE)
        elif not insert:
            last = self.drafts[-1]
            if last.size is size and last.names == beat.names and not last.lines:
                size = closer(size)
        names = list(beat.names)
        if not self.drafts and not names and not insert and size in (Size.WS, Size.MLS, Size.FS):
            names = []
        draft = Draft(size, angle, beat.camera.move or move, [beat.text], names, list(beat.props), [], beat.milliseconds)
        draft.asked, draft.insert = beat.camera.said, insert
        if size in (Size.WS, Size.EWS):
            draft.milliseconds = max(draft.milliseconds, 3_200 if not self.drafts else 2_600)
        self._add(draft, beat)

    def _establishing(self, beat: Beat, insert: bool) -> Size:
        """The first shot of a scene: wide at a new place, nearer when we were just here."""
        if insert:
            return Size.CU
        if not self.fresh:
            return Size.MLS if beat.names else Size.WS
        return Size.EWS if self.interior is False and not beat.names else Size.WS

    def _say(self, beat: Beat) -> None:
        speaker = beat.speakers[0]
        line = Line(character=speaker, words=beat.words, manner=beat.manner)
        last = self.drafts[-1] if self.drafts else None
        if beat.together and last and last.lines:
            last.lines.append(line)
            last.milliseconds = max(last.milliseconds, beat.milliseconds + 600)
            last.names += [name for name in beat.speakers if name not in last.names]
            last.size, last.angle = Size.MS, Angle.EYE
            return
        if beat.unseen:
            self._voice(beat, line)
            return
        for name in beat.speakers:
            self._meet(name)
        length = beat.milliseconds + 500
        if last and not beat.part and self._joins(last, beat, length):
            last.lines.append(line)
            last.milliseconds += length - (0 if last.lines[:-1] else 200)
            last.names += [name for name in beat.speakers if name not in last.names]
            self._turned()
            return
        partner = self._partner(speaker)
        if beat.parts > 2 and beat.part % 2 and partner:  # the middle of a long speech is heard over the listener
            action = listening(partner, speaker, self.chinese)
            draft = Draft(Size.CU, Angle.EYE, Move.STATIC, [action], [partner], [], [line], length)
        else:
            draft = self._coverage(beat, speaker, partner, line, length)
        self._add(draft, beat)
        self._turned()

    def _turned(self) -> None:
        self.turn += 1
        self.talked += 1

    def _coverage(self, beat: Beat, speaker: str, partner: str, line: Line, length: int) -> Draft:
        if not self.drafts:  # a scene that opens on words: the master shot shows where and who
            names = [speaker, *[name for name in self.cast_at_start if name != speaker and name in (partner, *self.here)]]
            return Draft(
                Size.WS if self.fresh else Size.MS,
                action=[speaking(beat.speakers, partner, beat.manner, self.chinese)],
                names=names,
                lines=[line],
                milliseconds=length + 500,
            )
        chosen = coverage(beat, partner, self.turn, self.talked, self.drafts[-1].size if self.drafts[-1].lines else None)
        names = [*beat.speakers, *([partner] if partner and chosen.both and partner not in beat.speakers else [])]
        action = speaking(beat.speakers, partner, beat.manner, self.chinese)
        if still := lasting(names, self.doing, self.chinese):
            action += still if self.chinese else f" {still}"
        return Draft(chosen.size, chosen.angle, chosen.move, [action], names, [], [line], length)

    def _joins(self, last: Draft, beat: Beat, length: int) -> bool:
        """Whether a line is said within the shot that is running."""
        if last.milliseconds + length > timing.LONGEST_SHOT or last.insert or beat.parts > 1 or len(last.lines) >= 3:
            return False
        present = set(beat.speakers) <= set(last.names)
        if not last.lines:  # an action that leads straight into its own line
            wide = last.size in (Size.EWS, Size.WS) and not last.asked
            return present and last.milliseconds <= 4_600 and not (wide and len(self.drafts) > 1) and len(last.names) <= 3
        if last.lines[-1].character in beat.speakers:
            return present and last.milliseconds + length <= 6_500
        two = len(last.names) >= 2 and present
        return two and (last.angle is Angle.EYE or beat.milliseconds <= 1_300)

    def _voice(self, beat: Beat, line: Line) -> None:
        """A voice over: it runs over the picture that is there, else over the place or whoever listens."""
        length = beat.milliseconds + 500
        last = self.drafts[-1] if self.drafts else None
        if last and not last.lines and length <= timing.LONGEST_SHOT + 1_500:
            last.lines.append(line)
            last.milliseconds = max(last.milliseconds, length)
            return
        if last and last.lines and last.milliseconds + length <= timing.LONGEST_SHOT:
            last.lines.append(line)
            last.milliseconds += length
            return
        listener = self._partner(beat.speakers[0])
        if listener and self.drafts:
            action = listening(listener, beat.speakers[0], self.chinese)
            size = Size.MCU if not last or last.size is not Size.MCU else Size.CU
            self._add(Draft(size, Angle.EYE, Move.PUSH, [action], [listener], [], [line], length), beat)
        else:
            size = Size.EWS if self.interior is False else Size.WS
            move = (Move.PAN_RIGHT, Move.PUSH, Move.PAN_LEFT)[len(self.drafts) % 3]
            self._add(Draft(size, Angle.EYE, move, [self._place_words()], [], [], [line], length), beat)

    def _add(self, draft: Draft, beat: Beat) -> None:
        draft.titles = [*self.waiting, *beat.camera.titles, *draft.titles]
        self.waiting = []
        self.drafts.append(draft)

    def _meet(self, name: str) -> None:
        if name not in self.here:
            self.here.append(name)

    def _partner(self, speaker: str) -> str:
        """Whom the speaker talks to: whoever spoke last, else somebody who is here."""
        for draft in reversed(self.drafts[-6:]):
            for line in reversed(draft.lines):
                if line.character != speaker and line.character in self.here:
                    return line.character
        for draft in reversed(self.drafts[-4:]):
            for name in draft.names:
                if name != speaker:
                    return name
        return next((name for name in (*self.here, *self.cast_at_start) if name != speaker), "")

    def _place_words(self) -> str:
        return self.place or ("此处。" if self.chinese else "The place.")


def finish(drafts: list[Draft], rate: Fraction) -> tuple[Shot, ...]:
    """The drafts as shots, with their length in frames."""
    return tuple(
        Shot(
            size=draft.size,
            angle=draft.angle,
            movement=draft.move,
            action=clip(" ".join(draft.action), 4000),
            characters=tuple(dict.fromkeys(clip(name, 120) for name in draft.names))[:30],
            props=tuple(dict.fromkeys(draft.props))[:12],
            dialogue=tuple(draft.lines)[:60],
            frames=timing.frames(draft.milliseconds, rate),
            titles=tuple(clip(title, 300) for title in draft.titles if title.strip())[:_MOST_TITLES],
        )
        for draft in drafts
    )


def close_film(drafts: list[Draft]) -> None:
    """The last picture of a film steps back, unless the writer asked for something else."""
    if not drafts:
        return
    last = drafts[-1]
    if not last.asked and not last.insert and last.move in (Move.STATIC, Move.PUSH) and re.search(r"\S", " ".join(last.action)):
        last.move = Move.PULL
        if last.size in (Size.MS, Size.MLS, Size.FS) and not last.lines and len(drafts) > 1:
            last.size = Size.WS
        last.milliseconds = max(last.milliseconds, 4_000)
