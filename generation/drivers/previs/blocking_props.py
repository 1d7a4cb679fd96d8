"""Where things stand: in a hand, on a table, on the ground, far off, in the sky; each prop once, with its picture and height."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generation.drivers.previs.placing import fixed
from generation.drivers.previs.reading_people import noun_phrase
from generation.drivers.previs.reading_sense import ANIMALS, VEHICLES, Text, Word
from generation.drivers.previs.stage import Prop
from generation.drivers.previs.vocabulary import everything, word_set

MOST = 24  # props read from one text
TABLES = ("table", "desk", "counter", "workbench")
SURFACE = {"table": 0.75, "desk": 0.75, "counter": 1.05}
LANDSCAPE = frozenset({"mountain", "mount-fuji", "desert", "beach", "snow-capped-mountain", "national-park", "camping", "forest"})
SHIPS = frozenset({"boat", "ship", "ferry", "speedboat"})
AFLOAT = frozenset({"pier", "sea", "river", "lake", "harbour", "beach"})
_SKY = word_set("sky")
_DRAWN_BY_SKY = frozenset({"sun", "star", "moon", "full-moon"})
_FLYERS = word_set("flyers")
_FURNITURE = word_set("furniture")
_SUPPORTS = frozenset({"crate", "barrel", "rock", "bed", "chair", "suitcase", "package", "boat", "canoe", "gravestone", "car"})
_SEAT = {"sofa": 0.42, "bed": 0.5, "chair": 0.46, "bench": 0.45, "car": 1.2, "boat": 0.5}
_PRACTICAL = word_set("practical")
_NEVER = word_set("never")
WORN = word_set("worn")


@dataclass
class Shelf:
    """The props of a stage while it is being made, by id."""

    made: dict[str, Prop] = field(default_factory=dict)

    def add(self, base: str, name: str, *, x: float, y: float = 0.0, z: float, facing: float = 0.0, again: bool = False) -> str:
        """Put a thing of the vocabulary somewhere; its id. A thing that is there already is moved instead, unless `again`."""
        thing = everything()[base]
        taken = base
        if again:
            taken = (
                next((f"{base}-{n}" for n in range(2, 99) if f"{base}-{n}" not in self.made), base) if base in self.made else base
            )
        old = self.made.get(taken)
        self.made[taken] = Prop(
            id=taken, name=(old.name if old else name)[:120] or base, picture=thing.picture, height=thing.height,
            x=round(x, 2), y=round(y, 2), z=round(z, 2), facing=facing,
        )  # fmt: skip
        return taken

    def send(self, base: str, x: float, z: float) -> None:
        """Let a thing go somewhere by the end of the shot."""
        self.made[base] = self.made[base].model_copy(update={"to_x": round(x, 2), "to_z": round(z, 2)})

    def has(self, base: str) -> bool:
        """Whether a thing is on the stage."""
        return base in self.made

    def table(self) -> Prop | None:
        """The table, desk or counter that things can lie on."""
        return next((self.made[one] for one in TABLES if one in self.made), None)


@dataclass(frozen=True)
class Named:
    """A thing that the words name, how often, and how they call it."""

    base: str
    name: str
    count: int
    word: Word


def named_things(text: Text) -> list[Named]:
    """Every prop of the text once, in order; without parts of the place and what the words deny."""
    found: dict[str, Named] = {}
    for word in text.words:
        sense = word.sense("prop")
        if sense is None or word.has("verb") or fixed(word) or sense.value in _NEVER or len(found) >= MOST:
            continue
        if (sense.value in WORN and not _handled(text, word)) or _described(text, word):
            continue
        if word.has("place") and not _concrete(text, word):
            continue
        if sense.value in LANDSCAPE or (sense.value == "fire" and any(one.value("feature") == "fireplace" for one in text.words)):
            continue
        start = noun_phrase(text, word)
        if text.low(start - 1) in ("without", "no") or text.low(start) == "no" or text.low(word.at - 1) in ("没有", "没"):
            continue
        count = _count(text, word, start)
        name = (
            word.text
            if text.tokens[word.at].chinese
            else sense.value.replace("-", " ")
            if word.match.ending
            else word.text.lower()
        )
        old = found.get(sense.value)
        found[sense.value] = Named(
            sense.value, old.name if old else name, max(count, old.count if old else 1), old.word if old else word
        )
    return list(found.values())


def _described(text: Text, word: Word) -> bool:
    """In brackets without a verb stands what somebody looks like: (70s, white beard, wool cap)."""
    inside = False
    verb = False
    for index in range(word.at - 1, -1, -1):
        low = text.low(index)
        if low in (")", "）") or text.tokens[index].sentence < word.sentence - 1:
            break
        verb = verb or any(one.at == index and one.has("verb") for one in text.words)
        if low in ("(", "（"):
            inside = True
            break
    return inside and not verb


def _handled(text: Text, word: Word) -> bool:
    """A garment is a prop only where somebody does something with it."""
    if text.low(word.at - 1) in ("of", "in", "wearing"):
        return False
    for verb in text.words:
        if verb.has("verb") and verb.sentence == word.sentence and -1 <= word.at - verb.match.last - 1 <= 3 and verb.at < word.at:
            return verb.value("verb") in ("hold", "carry", "reach", "work")
    return False


def _concrete(text: Text, word: Word) -> bool:
    """A word that is a place too ('house', 'church') counts as a thing where it is looked at from outside."""
    sense = word.sense("prop")
    before = text.low(noun_phrase(text, word) - 1)
    return bool(
        sense
        and (sense.value in VEHICLES or before not in ("in", "at", "inside", "into", "on", "from", "to", "through", ""))
        and not text.tokens[word.at].chinese
    )


def _count(text: Text, word: Word, start: int) -> int:
    for one in text.words:
        number = one.sense("number")
        if number and (start <= one.at < word.at or (text.tokens[word.at].chinese and word.at - 3 <= one.at < word.at)):
            return min(int(number.value), 4)
    sense = word.sense("prop")
    return 2 if word.match.ending == "s" and sense and sense.value in ANIMALS | VEHICLES else 1


def set_on(text: Text, named: Sequence[Named]) -> dict[str, tuple[str, str]]:
    """`A cat on the sofa`, `一封信放在桌上`: what lies on, under, beside which other thing, by id."""
    found: dict[str, tuple[str, str]] = {}
    bases = {one.base for one in named}
    for one in named:
        for where in text.words:
            relation = where.value("where")
            if relation not in ("on", "under", "in", "near") or where.sentence != one.word.sentence:
                continue
            if text.tokens[where.at].chinese:
                target = next((word for word in text.words if word.match.last == where.at - 1 and word.has("prop")), None)
                close = target is not None and 0 < abs(target.at - one.word.at) <= 6
            else:
                target = next((word for word in text.words if 0 < word.at - where.match.last <= 4 and word.has("prop")), None)
                close = 0 < where.at - one.word.match.last <= 3
            base = target.value("prop") if target else ""
            if relation == "near" and base in TABLES and everything()[one.base].height <= 0.5:
                continue  # a cup by the table is on it
            if close and base in bases and base != one.base and base in _FURNITURE | _SUPPORTS:
                found.setdefault(one.base, (relation, base))
        if _on_wall(text, one.word):
            found[one.base] = ("on", "wall")
    return found


def _on_wall(text: Text, word: Word) -> bool:
    """`An old lantern on the wall`, `墙上的旧灯笼`."""
    if text.tokens[word.at].chinese:
        return any("墙" in text.tokens[k].text for k in range(max(0, word.at - 4), word.at))
    after = [text.low(k) for k in range(word.match.last + 1, word.match.last + 5)]
    return "wall" in after and after[0] in ("on", "against", "hanging", "hung")


def place_rest(
    shelf: Shelf,
    rest: Sequence[Named],
    lying: Mapping[str, tuple[str, str]],
    *,
    kind: str,
    interior: bool,
    centre: float,
    edge: float,
    flying: bool,
    ways: Mapping[str, str] | None = None,
) -> None:
    """Stand what nobody uses: furniture behind, animals and vehicles beside, the small on the table or ground, the rest far."""
    side = 1.0
    for n, thing in enumerate(sorted(rest, key=lambda one: one.base in lying)):
        for k in range(thing.count):
            height = everything()[thing.base].height
            jitter = _chance(f"{thing.base}{n}{k}") - 0.5
            side = -side
            if kind == "car-interior" and height < 0.6 and thing.base not in ANIMALS:
                continue  # lies where nobody sees it
            if thing.base in _DRAWN_BY_SKY or (interior and (thing.base in _SKY or height > 4)):
                continue
            x, y, z = centre, 0.0, 0.0
            support = shelf.made.get(lying[thing.base][1]) if thing.base in lying else None
            if support and height < support.height * 1.5:
                relation = lying[thing.base][0]
                lift = _SEAT.get(support.id, support.height) if relation == "on" else 0.0
                beside = side * (support.height * 0.4 + 0.4) if relation == "near" else 0.12 * side
                shelf.add(thing.base, thing.name, x=support.x + beside, y=lift, z=support.z - 0.08, again=True)
                continue
            if thing.base in _SKY or (thing.base in _FLYERS and flying):
                z = 8.0 + height * 4
                x, y = side * (2 + 8 * abs(jitter)), 2.2 + 0.09 * z
            elif height >= 3.4:
                z = max(14.0, height * 2.6)
                x = side * (z * 0.22 + 3 * jitter)
            elif thing.base in VEHICLES:
                z = 5.0 if kind in AFLOAT else 2.6
                x = side * (edge + 1.6 + k) * (0.4 if kind in AFLOAT else 0.8)
            elif thing.base in TABLES:
                x, z = centre, 0.9
            elif (table := shelf.table()) and height <= 0.6 and thing.base in _PRACTICAL:
                x, y, z = table.x + 0.1 * side, SURFACE.get(table.id, 0.75), table.z + 0.05
            elif thing.base in _FURNITURE or height >= 1.2:
                x, z = side * (edge + 0.6 + 0.4 * abs(jitter)), 1.1 + 0.6 * abs(jitter)
            elif thing.base in ANIMALS:
                x, z = side * (edge + 0.35 + 0.5 * k), -0.25 + 0.5 * jitter
            else:
                table = shelf.table()
                if table and height <= 0.5:
                    x, y, z = table.x + side * 0.2 * (1 + n % 2), SURFACE.get(table.id, 0.75), table.z - 0.02
                    if thing.base in shelf.made:  # one for each side of the table
                        x = 2 * table.x - shelf.made[thing.base].x + 0.12 * (k // 2)
                else:
                    x, z = side * (edge + 0.15 + 0.25 * (n % 3)), -0.3 + 0.3 * jitter
            way = (ways or {}).get(thing.base, "")
            if way or (kind in AFLOAT and thing.base in SHIPS):
                x, z, to_x, to_z = _course(thing.base, way, kind, side, x, z, height, k, edge > 0.7)
            else:
                to_x, to_z = x, z
            facing = 90.0 if (to_x - x or -side) > 0 else -90.0
            made = shelf.add(thing.base, thing.name, x=x, y=y, z=z, facing=facing, again=True)
            if way:
                shelf.send(made, to_x, to_z)


def _course(
    base: str, way: str, kind: str, side: float, x: float, z: float, height: float, k: int, peopled: bool
) -> tuple[float, float, float, float]:
    """From where to where a thing goes (x, z, x, z); one that stays is at one end of it."""
    if base in SHIPS and kind in AFLOAT:
        far, near = 24.0 + height * 8, 12.0 + height * 3.2
        if way in ("towards", ""):
            at = near if way else far
            return side * far * 0.3, far, side * at * (0.2 if way else 0.3), at
        if way == "away":
            return side * near * 0.24, near, side * far * 0.3, far
        return side * near * 0.7, near * 1.3, -side * near * 0.5, near * 1.3
    if base in ANIMALS and height < 2.4 and base not in _FLYERS:
        if way == "towards":
            return side * 3.4, 1.6, side * 0.9, -0.2
        if way == "away":
            return side * 0.9, 0.2, side * 3.6, 3.0
        return side * 1.9, -0.35 + 0.4 * k, -side * 1.9, -0.35 + 0.4 * k
    if not peopled and base in VEHICLES and kind in ("street", "road"):
        z, lane = (-5.4, 2.7) if kind == "street" else (-0.6, 2.7)
        return (side * lane, z, -side * lane, z) if way == "across" else (side * lane, z, -side * 0.5, z)
    z = max(z, 3.4 + 0.5 * height)
    reach = z * 0.42 + 1.4
    if way == "towards":
        return side * reach, z + 1.0, side * 1.2, z
    if way == "away":
        return side * 1.2, z, side * reach * 1.5, z + 6.0
    return side * reach, z, -side * reach, z


def _chance(words: str) -> float:
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big") / 2**32
