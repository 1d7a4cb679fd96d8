"""Which of its senses a word has where it stands: verb or noun, a place one is in or only looks at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generation.drivers.previs.reading_text import Match, Token, match, tokenise
from generation.drivers.previs.vocabulary import Sense, word_set

DETERMINERS = word_set("determiners")
PREPOSITIONS = word_set("prepositions")
SUBJECTS = word_set("subjects")
MODALS = word_set("modals")
INSIDE = word_set("inside")
ADJECTIVES = word_set("adjectives")
TOKENS, MEANINGS = 3000, 500  # of one shot: beyond them nobody could follow it either
_DOES = frozenset({"rings", "leaves", "flies", "rocks", "drops", "bows", "swings", "falls", "lights", "stops", "burns", "shines"})
NOUNS = ("prop", "place", "person", "feature", "time", "weather", "size", "angle", "move")


@dataclass(frozen=True)
class Word:
    """A matched word with the senses that remain where it stands."""

    match: Match
    senses: tuple[Sense, ...]
    sentence: int
    clause: int

    @property
    def text(self) -> str:
        return self.match.text

    @property
    def at(self) -> int:
        return self.match.first

    def sense(self, kind: str) -> Sense | None:
        """The sense of this kind, if it has one here."""
        return next((one for one in self.senses if one.kind == kind), None)

    def value(self, kind: str) -> str:
        """The value of its sense of this kind, or ''."""
        sense = self.sense(kind)
        return sense.value if sense else ""

    def has(self, *kinds: str) -> bool:
        return any(one.kind in kinds for one in self.senses)


@dataclass(frozen=True)
class Text:
    """A text with its tokens and the words that mean something."""

    source: str
    language: str
    tokens: tuple[Token, ...]
    words: tuple[Word, ...]

    def low(self, index: int) -> str:
        """The token at an index in lower case, '' outside."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def of(self, *kinds: str) -> list[Word]:
        return [word for word in self.words if word.has(*kinds)]


def read(source: str, language: str) -> Text:
    """Tokens, matches and their senses in place; what goes beyond a very long shot's words is not read."""
    tokens = tokenise(source)
    if len(tokens) > TOKENS:
        source, tokens = source[: tokens[TOKENS].start], tokens[:TOKENS]
    matches = match(tokens)
    by_last = {one.last: one for one in matches}
    words: list[Word] = []
    for one in matches:
        senses = tuple(_decide(one, tokens, by_last))
        if len(words) >= MEANINGS:
            source, tokens = source[: tokens[one.first].start], tokens[: one.first]
            break
        if senses:
            first = tokens[one.first]
            words.append(Word(one, senses, first.sentence, first.clause))
    return Text(source, language, tuple(tokens), tuple(words))


def _decide(one: Match, tokens: list[Token], by_last: dict[int, Match]) -> Iterable[Sense]:
    if one.sense("ignore"):
        return ()
    if tokens[one.first].chinese:
        return _chinese(one, tokens)
    if _compounded(one, tokens):
        return [sense for sense in one.senses if sense.kind in ("size", "angle", "move")]
    verb = one.sense("verb")
    if verb is None:
        if _rings(one, tokens, by_last):
            return [sense for sense in one.senses if sense.kind not in ("prop", "feature")]
        acted = one.ending in ("ed", "ing") or (one.first and tokens[one.first - 1].low in MODALS - {"is", "was", "be"})
        return [sense for sense in one.senses if sense.kind != "person"] if acted else one.senses
    nouns = [sense for sense in one.senses if sense.kind in NOUNS]
    rest = [sense for sense in one.senses if sense.kind not in ("verb", *NOUNS)]
    if one.first != one.last and not nouns:
        return one.senses
    if _is_verb(one, verb, bool(nouns), tokens, by_last):
        return (verb, *rest)
    if nouns:
        return (*nouns, *rest)
    return rest if verb.marked or one.ending else one.senses


def _is_verb(one: Match, verb: Sense, noun_too: bool, tokens: list[Token], by_last: dict[int, Match]) -> bool:
    before = tokens[one.first - 1].low if one.first and tokens[one.first - 1].word else ""
    after = tokens[one.last + 1].low if one.last + 1 < len(tokens) else ""
    if "-" in (tokens[one.first - 1].low if one.first else "", after):  # hand-written, run-down
        return False
    previous = by_last.get(one.first - 1)
    actor = bool(previous and (previous.sense("person") or previous.sense("pronoun") or _animal(previous)))
    if one.first and tokens[one.first - 1].text[0].isupper() and (previous is None or not previous.sense("verb")):
        actor = actor or before not in DETERMINERS | PREPOSITIONS  # a name, whoever that is
    if before in DETERMINERS and not (before in ("her", "that", "one") and one.ending == "ing"):
        return False
    if before == "to" or before in MODALS:
        return not (noun_too and before == "to" and one.sense("place"))
    if one.ending == "ing":
        return before not in ADJECTIVES and (before not in ("of", "for") or not noun_too)
    if one.ending == "ed":
        return not (noun_too and before in PREPOSITIONS)
    if before in PREPOSITIONS or before in ADJECTIVES:
        return False
    if one.ending == "s":
        return actor or before in SUBJECTS or (not noun_too and before.isalpha()) or (not before and not noun_too)
    if actor or before in SUBJECTS:
        return not (noun_too and previous is not None and previous.sense("person") and not _plural(previous))
    return not verb.marked or (not noun_too and after in DETERMINERS)


def _rings(one: Match, tokens: list[Token], by_last: dict[int, Match]) -> bool:
    """`Her phone rings`, `the train leaves`: what a thing does, not a plural."""
    before = by_last.get(one.first - 1)
    return bool(before and before.sense("prop") and tokens[one.first].low in _DOES)


def _compounded(one: Match, tokens: list[Token]) -> bool:
    """`Forest-green`, `sage-green`: part of a compound, which means something else."""
    left = one.first >= 2 and tokens[one.first - 1].text == "-" and tokens[one.first - 2].word
    right = one.last + 2 < len(tokens) and tokens[one.last + 1].text == "-" and tokens[one.last + 2].word
    if right:
        right = tokens[one.last + 1].start == tokens[one.last].start + len(tokens[one.last].text)
    if left:
        left = tokens[one.first - 1].start + 1 == tokens[one.first].start
    return left or right


def _animal(one: Match) -> bool:
    prop = one.sense("prop")
    return bool(prop and prop.value in ANIMALS | VEHICLES)


def _plural(one: Match) -> bool:
    person = one.sense("person")
    return one.ending == "s" or bool(person and person.data.get("plural"))


def _chinese(one: Match, tokens: list[Token]) -> Iterable[Sense]:
    after = tokens[one.last + 1].text if one.last + 1 < len(tokens) else ""
    before = tokens[one.first - 1].text if one.first else ""
    if one.sense("verb") and len(one.text) == 1 and after[:1] in "的" and after and one.text not in "坐站躺跪蹲靠":
        return [sense for sense in one.senses if sense.kind != "verb"]
    if one.text == "前" and before in ("之", "以", "年", "日"):
        return ()
    return one.senses


ANIMALS = word_set("animals")
VEHICLES = word_set("vehicles")
