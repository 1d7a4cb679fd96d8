"""Who is in a text: the cast by name, nouns and pronouns, and people that only the words bring in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generation.drivers.previs.looks import look_from_words
from generation.drivers.previs.reading_names import find_names, new_names
from generation.drivers.previs.reading_sense import ADJECTIVES, DETERMINERS, PREPOSITIONS, SUBJECTS, Text, Word
from generation.drivers.previs.reading_text import bases
from generation.drivers.previs.stage import Look
from generation.drivers.previs.vocabulary import table, word_set

MOST = 10  # people made from words alone
_PICTURES = word_set("pictures")
_CHINESE_PICTURES = ("照片上的", "照片里的", "照片中的", "相片上的", "画里的", "画上的", "画中的", "屏幕上的", "电视里的")
_EVERYBODY = frozenset({"family", "一家人", "家人", "everyone", "everybody", "大家", "couple", "夫妻", "夫妇", "friends"})
_CROWDS = word_set("crowds")
_PAIRS: dict[str, str] = table("sets")["pairs"]


@dataclass
class Person:
    """Somebody on the stage. `extra`: not one of the cast given, and not in front."""

    name: str
    look: Look
    given: bool
    extra: bool = False
    named: bool = False
    nouns: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Mention:
    """Where a text means whom."""

    at: int
    last: int
    people: tuple[int, ...]
    sentence: int
    clause: int


def find_people(text: Text, cast: Sequence[tuple[str, Look]], language: str) -> tuple[list[Person], list[Mention], Text]:
    """Everybody in the text, the given cast first and in order, every mention in order, and the text without the cast's names."""
    people = [Person(name, look, True) for name, look in cast]
    spans = find_names(text, [name for name, _ in cast]) if cast else _introduce(text, people, language)
    taken = [(start, end) for start, end, _ in spans]
    words = tuple(word for word in text.words if not _overlaps(text, word, taken))
    rest = replace(text, words=words)
    mentions = [_mention(text, start, end, who) for start, end, who in spans]
    finder = _Finder(rest, people, mentions, language)
    for word in words:
        if word.has("person"):
            finder.noun(word)
        elif word.has("pronoun"):
            finder.pronoun(word)
    return people, sorted(finder.mentions, key=lambda one: one.at), rest


class _Finder:
    def __init__(self, text: Text, people: list[Person], mentions: list[Mention], language: str) -> None:
        self.text, self.people, self.mentions, self.language = text, people, mentions, language
        self.named = {who for one in mentions for who in one.people}

    def noun(self, word: Word) -> None:
        sense = word.sense("person")
        assert sense is not None
        start = noun_phrase(self.text, word)
        before = [self.text.low(index) for index in range(start, word.at)]
        if self._in_picture(start) or self._apposition(start, word) or self._modifies(word):
            return
        look = sense.data["look"]
        count = self._count(word, before, bool(sense.data["plural"]))
        elder = any(one in ("old", "elderly", "aged", "老", "年迈") for one in before) or word.text.startswith("老")
        figure = look.get("figure") or ("elder" if elder else "")
        definite = not any(one in ("a", "an", "another", "second", "other") for one in before) and not _chinese_count(
            self.text, word
        )
        noun = word.text.lower()
        known = self._known(noun, look.get("gender", ""), figure, definite, count)
        if known:
            self._say(word, known)
            return
        description = self._description(start, word)
        made: list[int] = []
        pair = _PAIRS.get(noun, "")
        crowd = noun in _CROWDS
        for n in range(count):
            if len([one for one in self.people if not one.given]) >= MOST:
                break
            made.append(self._make(word, description, n, pair, crowd))
        if made:
            self._say(word, tuple(made))

    def pronoun(self, word: Word) -> None:
        sense = word.sense("pronoun")
        assert sense is not None
        if sense.value == "it":
            return
        if not any(one.at < word.at for one in self.mentions) and self._new(word, sense.value):
            return
        if not self.people:
            return
        before = [one for one in self.mentions if one.at < word.at]
        if sense.value == "they":
            group = next((one.people for one in sorted(before, key=lambda one: -one.at) if len(one.people) > 1), ())
            front = tuple(n for n, person in enumerate(self.people) if not person.extra)
            self._say(word, group or front)
            return
        gender = "man" if sense.value == "he" else "woman"
        for one in sorted(before, key=lambda one: -one.at):
            fits = tuple(n for n in one.people if self.people[n].look.gender in (gender, "person"))
            if fits:
                self._say(word, fits[:1])
                return
        fits = tuple(n for n, person in enumerate(self.people) if person.look.gender == gender)
        if len(fits) == 1 or (fits and not before):
            self._say(word, fits[:1])

    def _new(self, word: Word, who: str) -> bool:
        """`She hugs her father`, with nobody told before: somebody of whom no more is known."""
        low = self.text.low(word.at)
        if low not in ("she", "he", "她", "他") or any(person.given or person.named for person in self.people):
            return False
        name, said = {"she": ("woman", "a woman"), "he": ("man", "a man")}[who]
        shown = {"woman": "女人", "man": "男人"}[name] if self.language == "zh" else name
        self.people.append(Person(shown, look_from_words(shown, said, self.language), False, nouns={low}))
        self._say(word, (len(self.people) - 1,))
        return True

    def _say(self, word: Word, people: tuple[int, ...]) -> None:
        self.mentions.append(Mention(word.at, word.match.last, people, word.sentence, word.clause))

    def _in_picture(self, start: int) -> bool:
        before = "".join(self.text.low(k) for k in range(max(0, start - 4), start))
        if before.endswith(_CHINESE_PICTURES):
            return True
        if self.text.low(start - 1) not in ("of", "about"):
            return False
        return any(
            word.has("prop") and word.value("prop") in _PICTURES for word in self.text.words if start - 3 <= word.at < start
        )

    def _apposition(self, start: int, word: Word) -> bool:
        """`Anna, a detective,` and `the stage manager Anna` name one person twice."""
        before, after = self.text.low(start - 1), self.text.low(word.match.last + 1)
        for one in self.mentions:
            if before in (",", "is", "was", "as", "(", ":") and one.last == start - 2 and self._has_name(one):
                return True
            if (
                one.at == word.match.last + 1
                and after not in (",", "and")
                and self.people[one.people[0]].name.lower() != word.text.lower()
            ):
                return True
        return before == "as" and bool(self.mentions)

    def _modifies(self, word: Word) -> bool:
        """`A police interview room` has nobody in it yet."""
        nearby = [one for one in self.text.words if word.match.last < one.at <= word.match.last + 2 and one.clause == word.clause]
        if not nearby or self.text.tokens[word.at].chinese or word.match.ending == "s" or word.sense("person") is None:
            return False
        between = {self.text.low(k) for k in range(word.match.last + 1, nearby[-1].at)}
        return (
            nearby[-1].has("place")
            and not nearby[-1].has("verb")
            and all(one.isalpha() for one in between)
            and not (between & (PREPOSITIONS | DETERMINERS | SUBJECTS))
            and not any(one.has("verb", "where") for one in nearby)
        )

    def _has_name(self, one: Mention) -> bool:
        return self.people[one.people[0]].given or self.people[one.people[0]].named

    def _count(self, word: Word, before: list[str], plural: bool) -> int:
        number = next((int(one.value("number")) for one in self.text.words
                       if one.has("number") and word.at - 4 <= one.at < word.at and one.value("number") != "1"), 0)  # fmt: skip
        digits = next((int(one) for one in before if one.isdigit()), 0)
        if word.text.lower() in _PAIRS:
            return 2
        if number or digits:
            return max(1, min(number or digits, 6))
        if word.text.lower() in _CROWDS:
            return 4
        return 2 if plural or word.match.ending == "s" or self.text.low(word.match.last + 1) == "们" else 1

    def _known(self, noun: str, gender: str, figure: str, definite: bool, count: int) -> tuple[int, ...]:
        everybody = tuple(n for n, person in enumerate(self.people) if person.given)
        if noun in _EVERYBODY and len(everybody) > 1:
            return everybody
        same = tuple(n for n, person in enumerate(self.people) if noun in person.nouns)
        if same and (definite or len(same) > 1):
            return same[:count]
        if not definite or not self.people:
            return ()
        fits = [
            n
            for n, person in enumerate(self.people)
            if (not gender or person.look.gender == gender)
            and (not figure or person.look.figure == figure or (figure == "elder") == (person.look.figure == "elder"))
            and (figure != "child" or person.look.figure in ("child", "teen"))
        ]
        general = noun in _GENERAL
        given = [n for n in fits if self.people[n].given and n not in self.named]
        if count > 1:
            front = [n for n in fits if not self.people[n].extra]
            return tuple(front[:count]) if len(front) >= count and (general or noun in _CROWDS) else ()
        if given:
            return tuple(given[:1])
        if general and fits:
            return (fits[0],)
        return ()

    def _make(self, word: Word, description: str, n: int, pair: str, crowd: bool) -> int:
        noun = _singular(word)
        taken = {person.name for person in self.people}
        name = noun if noun not in taken else next(f"{noun} {k}" for k in range(2, 99) if f"{noun} {k}" not in taken)
        gender = {"w": "a woman, ", "m": "a man, "}.get(pair[n : n + 1], "") if pair else ""
        look = look_from_words(name, (gender + description)[:2000], self.language)
        cast = any(person.given for person in self.people)
        self.people.append(Person(name, look, False, crowd or cast, nouns={word.text.lower()}))
        return len(self.people) - 1

    def _description(self, start: int, word: Word) -> str:
        if self.text.low(start - 1) == "的":  # 穿红裙子的女孩: what is said stands before
            clause = self.text.tokens[start].clause
            last = max((one.last for one in self.mentions if one.at < start), default=-1)
            while start - 1 > last and self.text.tokens[start - 1].clause == clause and word.at - start < 16:
                start -= 1
        begin = self.text.tokens[start].start
        end = len(self.text.source)
        for other in self.text.words:
            if other.at > word.match.last and (other.has("person") or other.sentence != word.sentence):
                end = self.text.tokens[noun_phrase(self.text, other) if other.has("person") else other.at].start
                break
        return self.text.source[begin:end]


def _singular(word: Word) -> str:
    noun = word.text.strip()
    if word.match.ending == "s" or noun.lower() in ("children", "men", "women", "people", "kids", "boys", "girls"):
        head, _, last = noun.rpartition(" ")
        one = {"people": "person", "kids": "kid"}.get(last.lower()) or next((base for base, _ in bases(last.lower())[1:]), last)
        return f"{head} {one}".strip()
    return noun[:-1] if noun.endswith("们") else noun


_GENERAL = word_set("general")


def noun_phrase(text: Text, word: Word) -> int:
    """The token at which the noun phrase around a word begins."""
    index = word.at
    known = {one.match.last: one for one in text.words}
    while index > 0 and word.at - index < 7:
        token = text.tokens[index - 1]
        if not token.word or token.chinese or token.sentence != word.sentence:
            break
        low, one = token.low, known.get(index - 1)
        if low in DETERMINERS or low.isdigit():
            index -= 1
            break
        if one and one.has("verb", "where", "pronoun", "person") and low not in ADJECTIVES:
            break
        if (
            not one
            and low not in ADJECTIVES
            and text.low(index - 2) not in DETERMINERS  # a sick child
            and not low.endswith(("y", "ed", "ish", "ful", "less", "ing", "ous", "al", "ern", "ian", "ese", "ic"))
        ):
            break
        index -= 1
    return index


def _chinese_count(text: Text, word: Word) -> bool:
    return text.tokens[word.at].chinese and any(one.has("number") and word.at - 4 <= one.at < word.at for one in text.words)


def _introduce(text: Text, people: list[Person], language: str) -> list[tuple[int, int, int]]:
    """People for the names that a text brings in by itself, each with what it says of them."""
    spans: list[tuple[int, int, int]] = []
    found = new_names(text, MOST)
    for n, (start, end, name) in enumerate(found):
        who = next((k for k, person in enumerate(people) if person.name == name), -1)
        if who < 0:
            follow = next((begin for begin, _, other in found[n + 1 :] if other != name), len(text.source))
            said = text.source[max(0, start - 24) : min(follow, end + 300)]
            people.append(Person(name, look_from_words(name, said, language), False, named=True))
            who = len(people) - 1
        spans.append((start, end, who))
    return spans


def _overlaps(text: Text, word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    start = text.tokens[word.at].start
    last = text.tokens[word.match.last]
    return any(start < end and begin < last.start + len(last.text) for begin, end in spans)


def _mention(text: Text, start: int, end: int, who: int) -> Mention:
    inside = [n for n, token in enumerate(text.tokens) if token.start < end and start < token.start + len(token.text)]
    first = inside[0] if inside else 0
    token = text.tokens[first]
    return Mention(first, inside[-1] if inside else 0, (who,), token.sentence, token.clause)
