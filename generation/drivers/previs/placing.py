"""Words to places: which kind of place a slugline or a sentence means, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from generation.drivers.previs.looks import seed_of
from generation.drivers.previs.reading_sense import INSIDE, Text, Word, read
from generation.drivers.previs.reading_text import clean, language_of
from generation.drivers.previs.stage import Place
from generation.drivers.previs.vocabulary import known_phrases, table, word_set

KINDS: tuple[str, ...] = (
    "room", "living-room", "bedroom", "kitchen", "bathroom", "office", "classroom", "hospital", "cafe", "restaurant", "bar",
    "shop", "library", "corridor", "stairs", "workshop", "warehouse", "theatre", "station-interior", "car-interior",
    "train-interior", "boat-cabin", "cave",
    "street", "alley", "square", "market", "park", "garden", "forest", "field", "mountain", "desert", "beach", "pier", "sea",
    "river", "lake", "bridge", "road", "rooftop", "station-platform", "harbour", "village", "courtyard", "cemetery",
    "snowfield", "ruins", "space", "sky",
)  # fmt: skip
"""Every kind of place that the renderer can build."""

INTERIORS: frozenset[str] = frozenset(KINDS[: KINDS.index("cave") + 1])
"""The kinds that are inside; the rest are outside."""

FEATURES: tuple[str, ...] = (
    "window", "door", "curtain", "fireplace", "bookshelf", "piano", "sofa", "bed", "desk", "table", "counter", "lamp",
    "chandelier", "painting", "mirror", "clock", "plant", "flowers", "rug", "screen", "blackboard", "stage", "bottles",
    "candles", "neon", "lanterns", "signs", "bench", "fountain", "statue", "trees", "palms", "bamboo", "grass", "rocks",
    "fence", "wall", "gate", "stairs", "boats", "nets", "lighthouse", "cars", "crowd", "umbrellas", "crates", "barrels",
    "pipes", "machines", "easel", "gym", "court", "spotlights", "old", "modern", "luxurious", "poor", "dirty", "empty",
    "crowded", "ruined", "snowy", "autumn", "spring", "waterfall", "pool", "altar", "columns", "temple", "castle",
    "skyscrapers", "bridge", "tracks", "tent", "campfire",
)  # fmt: skip
"""Words that add furniture to a place or change it; a place holds those that its words name."""

OUTSIDE_OF: dict[str, str] = table("sets")["outside_of"]
"""What EXT. makes of a kind that is inside."""

INSIDE_OF: dict[str, str] = table("sets")["inside_of"]
"""What INT. makes of a kind that is outside."""

HINTS: dict[str, str] = table("sets")["hints"]
"""Where a prop is most at home, for words that name no place."""

_ABOARD: dict[str, str] = table("sets")["aboard"]
_FOLK: dict[str, str] = table("sets")["person_hints"]
_VAGUE = word_set("vague")
_FAR = word_set("far")
_FIXED = word_set("fixed")


class Nearest(Protocol):
    """What a sentence embedding offers: for each text the known phrase that is nearest in meaning, and how near (cosine)."""

    def nearest(self, texts: Sequence[str], known: Sequence[str], *, at_least: float) -> list[tuple[str, float] | None]: ...


def place_from_words(name: str, description: str = "", interior: bool | None = None, *, nearest: Nearest | None = None) -> Place:
    """A place from its slugline name and description. Total: what names no known place becomes a room or a street.

    The seed comes from the name alone, so that one place is the same in every shot that names it. `nearest` is asked only for
    English words that name no known place ('OBSERVATORY'), and decides the kind alone.
    """
    plain = clean(name)[:200]
    texts = [(read(plain, language_of(plain)), 3.0), (read(clean(description), language_of(description)), 1.0)]
    kind = kind_of(texts, interior)
    if nearest and not any(text.of("place") for text, _ in texts):
        kind = kind_near(f"{plain}. {description}", interior, nearest) or kind
    features = features_of((text for text, _ in texts), kind)
    return Place(name=plain, kind=kind, interior=is_inside(kind, interior), seed=seed_of(plain or kind), features=features)


def kind_near(words: str, interior: bool | None, nearest: Nearest) -> str:
    """The kind of the known place that is nearest in meaning; '' when none is near, or the words are not English."""
    plain = clean(words)[:300]
    if language_of(plain) != "en":
        return ""
    phrases = known_phrases("place")
    near = nearest.nearest([plain.lower()], phrases, at_least=0.4)[0]
    return kind_of([(read(near[0], "en"), 1.0)], interior) if near else ""


def is_inside(kind: str, interior: bool | None) -> bool:
    """What the slugline says, else what the kind is."""
    return kind in INTERIORS if interior is None else interior


def kind_of(texts: Iterable[tuple[Text, float]], interior: bool | None = None, fallback: str = "") -> str:
    """The kind of place that weighted texts speak of, most telling mention first; else `fallback`, a room or a street."""
    scores: dict[str, float] = {}
    for text, weight in texts:
        for order, word in enumerate(text.words):
            if place := word.sense("place"):
                kind = OUTSIDE_OF.get(place.value, place.value) if _outside(text, word) else place.value
                score = weight * _score(text, word, order) if weight < 3 else weight * _name_score(word, order)
                scores[kind] = max(scores.get(kind, 0.0), score) + 0.05 * weight
            if (verb := word.sense("verb")) and verb.data.get("place"):
                scores[verb.data["place"]] = scores.get(verb.data["place"], 0.0) + 0.45 * weight
            if word.has("person") and word.text.lower() in _FOLK:
                scores.setdefault(_FOLK[word.text.lower()], 0.3 * weight)
            if interior and (prop := word.sense("prop")) and prop.value in _ABOARD:
                scores.setdefault(_ABOARD[prop.value], 0.6 * weight)
            elif (prop := word.sense("prop")) and prop.value in HINTS:
                scores.setdefault(HINTS[prop.value], 0.2 * weight)
    if not scores:
        return fallback or ("street" if interior is False else "room")
    if interior is not None:
        fitting = {kind: score for kind, score in scores.items() if (kind in INTERIORS) == interior}
        if not fitting:
            best = max(scores, key=lambda kind: scores[kind])
            return OUTSIDE_OF.get(best, "street") if not interior else INSIDE_OF.get(best, "room")
        best = max(scores, key=lambda kind: scores[kind])
        if best not in fitting and scores[best] > 2.5 * max(fitting.values()):
            return OUTSIDE_OF.get(best, "street") if not interior else INSIDE_OF.get(best, "room")
        scores = fitting
    return max(scores, key=lambda kind: scores[kind])


def features_of(texts: Iterable[Text], kind: str) -> tuple[str, ...]:
    """What the words add to the place: at most 24, in the order of FEATURES, without what is staged as a prop."""
    found: set[str] = set()
    for text in texts:
        for word in text.words:
            feature = word.sense("feature")
            if feature and feature.value != kind and (fixed(word) or not word.has("prop", "person")):
                if word.text.lower() in ("old", "老", "poor", "spring") and _before_person(text, word):
                    continue
                found.add(feature.value)
    return tuple(feature for feature in FEATURES if feature in found)[:24]


def fixed(word: Word) -> bool:
    """Whether a word names something that belongs to the place (a window, many boats) and not a prop of its own."""
    feature = word.sense("feature")
    if feature is None:
        return False
    return feature.value in _FIXED or (
        word.match.ending == "s" and feature.value != word.text.lower() and word.has("prop") is False
    )


def _before_person(text: Text, word: Word) -> bool:
    after = [one for one in text.words if word.at < one.at <= word.match.last + 3]
    return any(one.has("person") for one in after)


def _name_score(word: Word, order: int) -> float:
    return (0.6 if word.text.lower() in _VAGUE else 1.0) + min(order, 8) * 0.02


def _score(text: Text, word: Word, order: int) -> float:
    vague = 0.35 if word.text.lower() in _VAGUE else 0.6 if word.value("place") == "room" else 0.0
    late = order * 0.01 + min(word.sentence, 6) * 0.12  # the place is told first
    if text.tokens[word.at].chinese:
        before = "".join(token.text for token in text.tokens[max(0, word.at - 4) : word.at])
        after = text.low(word.match.last + 1)
        inside = (
            (after[:1] in "上里中内边旁前" and after)
            or word.text[-1] in "上里中内边旁前"
            or any(mark in before for mark in "在到进入过沿穿于")
        )
        far = any(verb in before for verb in ("望", "看", "通向", "朝"))
        return max(0.1, (2.0 if inside else 1.0) - (1.2 if far else 0.0) - vague - late)
    words = [text.low(index) for index in range(max(0, word.at - 4), word.at)]
    inside = any(one in INSIDE for one in words)
    close = words[-1:] and words[-1] in INSIDE
    gaze = any(_gazes(one) and one.at < word.at and one.match.last >= word.at - 3 for one in text.words)
    far = any(one in _FAR for one in words[-3:]) or (gaze and "at" in words[-3:]) or (gaze and "over" in words[-3:])
    modifier = _modifies(text, word)
    return max(0.1, (2.0 if inside or close else 1.0) - (1.1 if far else 0.0) - (0.7 if modifier else 0.0) - vague - late)


def _modifies(text: Text, word: Word) -> bool:
    after = next((one for one in text.words if one.at == word.match.last + 1), None)
    return bool(after and after.has("prop", "person", "place", "feature") and not after.has("verb", "where"))


def _outside(text: Text, word: Word) -> bool:
    """`Outside the hotel`, `教堂门口`: before a building, not in it."""
    if text.tokens[word.at].chinese:
        after = "".join(text.low(k) for k in range(word.match.last + 1, word.match.last + 3))
        return after.startswith(("外面", "门外", "门口", "门前", "外"))
    before = [text.low(k) for k in range(max(0, word.at - 4), word.at)]
    return "outside" in before or ("front" in before and "of" in before and "in" in before)


def _gazes(word: Word) -> bool:
    verb = word.sense("verb")
    return verb is not None and verb.data.get("gaze") == "thing"
