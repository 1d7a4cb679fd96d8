"""Who does what with what, and where: the verbs of a text with their subjects, objects and relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generation.drivers.previs.reading_people import Mention, noun_phrase
from generation.drivers.previs.reading_sense import ANIMALS, VEHICLES, Text, Word
from generation.drivers.previs.vocabulary import word_set

_JOINS = frozenset({"and", "&", ",", "和", "与", "跟", "同", "、", "及"})
_TURNS = frozenset(["who", "that", "which", "while", "as", "when", "whom", "where", "而", "则"])
_CONJUNCTIONS = word_set("conjunctions")
_PREPOSITIONS = word_set("governing")
_WHERE = word_set("where")
_TOGETHER = frozenset({"walk", "dance", "sit", "drink", "run", "stand", "work", "hug", "fight", "lie"})
_COMPANY = frozenset({"with", "together", "和", "跟", "与", "同"})
_OPPOSITE = frozenset({"from", "opposite", "beside", "next", "facing", "对面", "旁边", "身边", "身旁"})  # sits across from her
_MUTUAL = frozenset({"hug", "fight", "dance"})


@dataclass(frozen=True)
class Place:
    """One thing relative to another: 'near' the table, 'on' the bench, 'behind' Anna."""

    relation: str
    word: Word | None  # a prop, a feature, a place
    people: tuple[int, ...]


@dataclass(frozen=True)
class Deed:
    """One verb: who does it, to what, to whom, where."""

    who: tuple[int, ...]
    pose: str
    data: Mapping[str, Any]
    thing: Word | None
    to: tuple[int, ...]
    place: Place | None
    at: int
    words: str = ""
    negated: bool = False


def find_deeds(text: Text, mentions: Sequence[Mention], front: tuple[int, ...]) -> list[Deed]:
    """Every verb of the text in order. `front` are the people meant where a text names nobody."""
    verbs = [word for word in text.words if word.has("verb")]
    deeds: list[Deed] = []
    subject: tuple[int, ...] = ()
    said_in = -1
    for n, word in enumerate(verbs):
        sense = word.sense("verb")
        assert sense is not None
        start = verbs[n - 1].match.last + 1 if n and verbs[n - 1].sentence == word.sentence else _sentence_start(text, word)
        animal = _animal_subject(text, start, word)
        found = _subject(text, mentions, start, word, bool(n and verbs[n - 1].sentence == word.sentence))
        if not found and (animal or _thing_subject(text, start, word)):
            continue
        if found:
            subject, said_in = found, word.sentence
        elif not subject or (said_in != word.sentence and said_in < word.sentence - 3):
            subject = front
        stop = next((verb.at for verb in verbs[n + 1 :] if verb.sentence == word.sentence), _sentence_end(text, word))
        thing = _object(text, word, stop)
        to = tuple(
            one for mention in mentions if word.match.last < mention.at < stop for one in mention.people if one not in subject
        )
        who = subject
        together = sense.value in _TOGETHER and _with(text, mentions, word, stop, to, sense.value == "sit")
        mutual = bool(sense.data.get("both")) or sense.value in _MUTUAL or together
        if to and mutual:
            who = (*subject, *to)
        place = _place(text, mentions, word, stop)
        deeds.append(Deed(who, sense.value, sense.data, thing, to, place, word.at, word.text, _negated(text, word)))
    return deeds


def held_by_phrase(text: Text, mentions: Sequence[Mention]) -> list[tuple[int, Word]]:
    """`a man with a suitcase`, `the girl's umbrella`: things in hand that no verb gives."""
    found: list[tuple[int, Word]] = []
    for word in text.of("prop"):
        if not word.has("verb") and _in_hand(text, word):
            before = [one for one in mentions if one.at < word.at and one.sentence == word.sentence and one.people]
            named = [one for one in before if not _governed(text, one, 0)] or before
            if named:
                found.append((named[-1].people[0], word))
    for mention in mentions:
        if text.low(mention.last + 1) != "with" or not mention.people:
            continue
        words = [word for word in text.words if mention.last + 1 < word.at <= mention.last + 6 and word.clause == mention.clause]
        thing = next((one for one in words if one.has("prop") or one.has("verb", "person")), None)
        if thing and thing.has("prop"):
            many = thing.match.ending == "s" and len(mention.people) > 1
            found += [(one, thing) for one in (mention.people if many else mention.people[:1])]
    return found


def _in_hand(text: Text, word: Word) -> bool:
    """`with a paper boat in her hand`, `手里拿着一只纸船`."""
    if text.tokens[word.at].chinese:
        clause = [k for k in range(max(0, word.at - 8), word.at) if text.tokens[k].clause == word.clause]
        said = "".join(text.tokens[k].text for k in clause)
        return any(one in said for one in ("手里", "手中", "手上", "怀里"))
    after = [text.low(k) for k in range(word.match.last + 1, word.match.last + 5)]
    return any(one in ("hand", "hands", "arms") for one in after) and after[0] in ("in", "under", "over")


def _subject(text: Text, mentions: Sequence[Mention], start: int, word: Word, again: bool) -> tuple[int, ...]:
    zone = [one for one in mentions if start <= one.at < word.at]
    if not zone:
        return ()
    cut = start
    near = [one for one in zone if one.last == word.at - 1 or (text.low(word.at - 1) == "to" and one.last == word.at - 2)]
    if again and near and near[-1].at > start and word.match.ending != "ing" and not text.tokens[word.at].chinese:
        return near[-1].people  # teaches him to fish, watches her run
    if again:  # after another verb: only what follows a conjunction, or who/that, begins anew
        turns = [k for k in range(start, word.at) if text.low(k) in _CONJUNCTIONS | _TURNS]
        if turns and any(text.low(k) in _TURNS for k in turns):
            cut = start
        elif turns:
            cut = turns[0]
        elif not text.tokens[word.at].chinese:
            return ()
    zone = [one for one in zone if one.at >= cut]
    free = [one for one in zone if not _governed(text, one, start)]
    if not free:
        return () if again else zone[0].people
    people: list[int] = list(free[0].people)
    for left, right in pairwise(free):
        between = {text.low(k) for k in range(left.last + 1, right.at)} - {"a", "an", "the", "his", "her", "their"}
        plain = {one for one in between if one in _JOINS}
        if plain or right.at - left.last <= 1:
            people += [one for one in right.people if one not in people]
        elif again or text.tokens[right.at].clause != text.tokens[left.at].clause:
            people = list(right.people)
    return tuple(people)


def _governed(text: Text, mention: Mention, start: int) -> bool:
    """Behind a preposition, or possessive."""
    if text.low(mention.last + 1) == "'s" or (text.low(mention.at) in ("his", "her", "their", "its")):
        return True
    index = mention.at
    while index > start and (
        text.low(index - 1) in ("the", "a", "an", "his", "her", "their", "another") or _adjective(text, index - 1)
    ):
        index -= 1
    before = text.low(index - 1) if index > start else ""
    return before in _PREPOSITIONS or before in ("向", "对", "给", "朝", "被", "把", "将", "离", "对着", "为")


def _adjective(text: Text, index: int) -> bool:
    return text.low(index) in ("old", "young", "little", "other", "small", "tall", "second", "older", "younger")


def _animal_subject(text: Text, start: int, word: Word) -> bool:
    """`The dog barks`, `waves crash`: the verb belongs to a thing."""
    before = [one for one in text.words if start <= one.at < word.at and one.clause == word.clause]
    if any(one.has("person", "pronoun") for one in before):
        return False
    return bool(before) and any((prop := one.sense("prop")) and prop.value in ANIMALS | VEHICLES for one in before[-2:])


def _thing_subject(text: Text, start: int, word: Word) -> bool:
    """`Fog lies on the water`, `rain runs down the window`: nobody does that."""
    before = [one for one in text.words if start <= one.at < word.at and one.clause == word.clause]
    if any(one.has("person", "pronoun") for one in before):
        return False
    chinese = text.tokens[word.at].chinese
    kinds = ("weather",) if chinese else ("weather", "prop", "feature", "time")
    near = [one for one in before if one.has(*kinds) and (chinese or word.at - one.match.last <= 2)]
    return any(text.low(noun_phrase(text, one) - 1) not in _PREPOSITIONS for one in near)


def _object(text: Text, word: Word, stop: int) -> Word | None:
    chinese = text.tokens[word.at].chinese
    turn = next((k for k in range(word.match.last + 1, stop) if text.low(k) in _TURNS), stop)
    for one in text.words:
        if (chinese and one.clause != word.clause) or (one.at > turn and not chinese):
            continue
        if word.match.last < one.at < stop and one.has("prop") and not _related(text, word, one):
            return one
        if one.at > word.match.last and one.has("place", "time") and not one.has("prop"):
            break
    before = [one for one in text.words if one.at < word.at and one.has("prop") and word.sentence - one.sentence <= 1]
    if before and any(text.low(k) in ("it", "them", "它") for k in range(word.match.last + 1, min(stop, word.match.last + 3))):
        return before[-1]
    if chinese:
        before = [one for one in before if one.sentence == word.sentence]
        if before and any(text.low(k) in ("把", "将") for k in range(max(0, before[-1].at - 4), before[-1].at)):
            return before[-1]
    return None


def _related(text: Text, verb: Word, one: Word) -> bool:
    """A thing behind a preposition of place is where it happens, not what it happens to."""
    start = noun_phrase(text, one)
    before = text.low(start - 1)
    if before in _WHERE:
        data = verb.sense("verb")
        looks = data is not None and data.data.get("gaze") == "thing" and data.data.get("weight", 5) <= 3
        return not (looks and before in ("at", "into", "over", "through"))
    if text.tokens[one.at].chinese:
        behind = one.match.last + 1
        after = text.tokens[behind].text if behind < len(text.tokens) else ""
        place = next((word for word in text.words if word.at == behind), None)
        ends = verb.text[-1] in "在到向" or text.low(one.at - 1) in ("在", "到", "向")
        return ends or bool(place and place.has("where") and after[:1] in "旁边上里前后下对")
    return False


def _place(text: Text, mentions: Sequence[Mention], word: Word, stop: int) -> Place | None:
    if text.tokens[word.at].chinese:
        return _chinese_place(text, mentions, word, stop)
    for one in text.words:
        if not (word.match.last <= one.at < stop) or not one.has("where") or (one.has("verb") and one is not word):
            continue
        relation = one.value("where")
        for target in text.words:
            if one.match.last < target.at <= one.match.last + 6 and target.at < stop and target.has("prop", "feature", "place"):
                return Place(relation, target, ())
            if one.match.last < target.at and target.has("where", "verb"):
                break
        people = next((mention.people for mention in mentions if one.match.last < mention.at <= one.match.last + 4), ())
        if people or relation in ("left", "right", "far", "front"):
            return Place(relation, None, people)
    return None


def _chinese_place(text: Text, mentions: Sequence[Mention], word: Word, stop: int) -> Place | None:
    begin = _sentence_start(text, word)
    marks = [
        k
        for k in range(begin, stop)
        if text.tokens[k].text[-1] in "在到向" and (k == word.at or text.tokens[k].text in ("在", "到", "向"))
    ]
    for mark in marks:
        near = [one for one in text.words if mark < one.at <= mark + 5 and one.sentence == word.sentence]
        for target in sorted(near, key=lambda one: not one.has("prop")):  # on the park's bench: the bench
            if target.has("prop", "feature", "place"):
                after = next(
                    (one for one in text.words if one.at in (target.match.last + 1, target.match.last + 2) and one.has("where")),
                    None,
                )
                close = {"边": "near", "旁": "near", "前": "before", "下": "under", "上": "on", "里": "in"}.get(
                    target.text[-1], "near"
                )
                relation = after.value("where") if after else close
                return Place(relation, target, ())
        for mention in mentions:
            if mark < mention.at <= mark + 3:
                return Place("near", None, mention.people)
    return None


def _with(text: Text, mentions: Sequence[Mention], word: Word, stop: int, to: tuple[int, ...], sits: bool) -> bool:
    joins = _COMPANY | _OPPOSITE if sits else _COMPANY
    return any(
        mention.people[:1] == to[:1] and any(text.low(k) in joins for k in range(word.match.last, mention.at))
        for mention in mentions
        if word.match.last < mention.at < stop
    )


def _negated(text: Text, word: Word) -> bool:
    before = [text.low(k) for k in range(max(0, word.at - 3), word.at)]
    return any(
        one in ("not", "never", "without", "no", "don", "doesn", "stops", "refuses", "没有", "没", "不", "别", "未")
        for one in before[-2:]
    )


def _sentence_start(text: Text, word: Word) -> int:
    index = word.at
    while index > 0 and text.tokens[index - 1].sentence == word.sentence:
        index -= 1
    return index


def _sentence_end(text: Text, word: Word) -> int:
    index = word.match.last + 1
    while index < len(text.tokens) and text.tokens[index].sentence == word.sentence:
        index += 1
    return index
