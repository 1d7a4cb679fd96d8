"""From deeds to what each person does: one pose, one face, one thing in hand, one way to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generation.drivers.previs.reading_deeds import Deed, Place, find_deeds, held_by_phrase
from generation.drivers.previs.reading_people import Mention, Person
from generation.drivers.previs.reading_sense import ANIMALS, VEHICLES, Text, Word
from generation.drivers.previs.stage import Expression, Pose
from generation.drivers.previs.vocabulary import everything, table, word_set

ARMS = frozenset({Pose.READ, Pose.DRINK, Pose.PHONE, Pose.WORK, Pose.HOLD, Pose.POINT, Pose.REACH, Pose.WAVE, Pose.CROSS_ARMS})
HANDS = frozenset(
    {Pose.HOLD, Pose.CARRY, Pose.READ, Pose.DRINK, Pose.PHONE, Pose.STAND, Pose.SIT, Pose.WALK, Pose.RUN, Pose.DANCE, Pose.WAVE}
)
SEATS = frozenset({"chair", "bench", "sofa", "bed", "stool", "wheelchair", "armchair"})
AT_TABLE = word_set("at_table")
PARTS = word_set("never")  # of the place
TOOLS: dict[str, str] = table("sets")["tools"]
SIT_DOWN = word_set("sit_down")
_UPRIGHT = {"blackboard", "easel", "wall"}
_SEATED_FOLK = {
    "students",
    "student",
    "pupil",
    "pupils",
    "audience",
    "spectators",
    "passengers",
    "passenger",
    "学生",
    "观众",
    "乘客",
    "同学",
}
HUNG, RAISED = word_set("hung"), word_set("raised")
STAFF = word_set("staff")
IN_LAP = word_set("in_lap")
LARGEST = 1.3  # metres: what a person can carry


@dataclass
class Figure:
    """One person's part in the shot."""

    person: Person
    pose: Pose = Pose.STAND
    weight: float = 0.0
    seated: bool = False
    sits: bool = False
    face: Expression = Expression.NEUTRAL
    go: str = ""
    goal: Word | None = None
    goal_people: tuple[int, ...] = ()
    gaze: str = ""  # thing, other, up, down, left, right, camera
    gaze_people: tuple[int, ...] = ()
    thing: str = ""  # the prop's id the deed is about
    thing_how: str = ""  # hand, near, ground
    place: Place | None = None
    talks: bool = False
    order: int = 0
    said_to_stand: bool = False
    raised: bool = False
    held: list[str] = field(default_factory=list)


def figures_of(
    text: Text, people: Sequence[Person], mentions: Sequence[Mention], kind: str, speakers: Sequence[str]
) -> tuple[list[Figure], list[Deed]]:
    """Each person's part, in the people's order, and the deeds it came from."""
    figures = [Figure(person, order=n) for n, person in enumerate(people)]
    front = tuple(n for n, person in enumerate(people) if not person.extra) or tuple(range(len(people)))
    deeds = find_deeds(text, mentions, front)
    for deed in deeds:
        for n in deed.who:
            if n < len(figures) and not deed.negated:
                _do(figures[n], deed)
    for n, word in held_by_phrase(text, mentions):
        prop = word.sense("prop")
        portable = prop and everything()[prop.value].height <= LARGEST and prop.value not in ANIMALS
        if prop and portable and figures[n].thing_how != "hand":
            figures[n].held.append(prop.value)
    if any(word.value("feature") == "umbrellas" for word in text.words):
        for figure in figures:
            if not figure.thing and not figure.held and figure.weight <= 5:
                figure.held.append("umbrella")
    _faces(text, figures, mentions, front, deeds)
    bedded = kind == "hospital" and any("床" in word.text or "bed" in word.text.lower() for word in text.words)
    for figure in figures:
        _settle(figure, kind, bedded)
        if figure.person.name in speakers:
            figure.talks = True
            figure.gaze = figure.gaze or "other"
    if kind in AT_TABLE and any(figures[n].pose is Pose.SIT or figures[n].seated for n in front):
        for figure in (figures[n] for n in front):
            if figure.pose is Pose.STAND and not _stands(figure) and figure.weight <= 3:
                figure.pose = Pose.SIT  # who talks with sitters sits
    return figures, deeds


def _do(figure: Figure, deed: Deed) -> None:
    data = deed.data
    weight = float(data.get("weight", 5))
    go = str(data.get("go", ""))
    pose = Pose(deed.pose)
    if pose is Pose.SIT or data.get("seated"):
        figure.sits = figure.sits or pose is Pose.SIT
    figure.raised = figure.raised or any(one in deed.words.lower() for one in ("hold up", "holds up", "lift", "rais", "举"))
    if go and not figure.go:
        figure.go, figure.goal_people = go, deed.to
        figure.goal = deed.place.word if deed.place else deed.thing
    if deed.place and (figure.place is None or pose is Pose.SIT):
        figure.place = deed.place
    if data.get("talk"):
        figure.talks = True
    face = data.get("face")
    if face and figure.face is Expression.NEUTRAL:
        figure.face = Expression(face)
    gaze = str(data.get("gaze", ""))
    if deed.to and not figure.gaze_people:
        figure.gaze_people = deed.to
    if gaze and (not figure.gaze or weight > figure.weight):
        figure.gaze, figure.gaze_people = gaze, deed.to
    if pose is Pose.STAND and weight == 2 and not data.get("face") and not data.get("talk") and not gaze:
        figure.said_to_stand = True
    if pose is Pose.STAND and figure.sits and weight <= 3:
        return
    if weight > figure.weight:
        figure.weight, figure.pose = weight, pose
        figure.seated = bool(data.get("seated")) and pose is not Pose.DRIVE
        thing = deed.thing.sense("prop") if deed.thing else None
        how = str(data.get("thing", ""))
        if thing and thing.value not in PARTS:
            figure.thing, figure.thing_how = thing.value, how or ("near" if gaze == "thing" else "")
        elif not thing and (tool := TOOLS.get(deed.words.lower(), data.get("tool"))):
            figure.thing, figure.thing_how = str(tool), how or "hand"
            if pose is Pose.WORK and figure.thing not in ("fishing-rod",):
                figure.thing_how = "near"
        else:
            figure.thing, figure.thing_how = "", ""
        if (
            figure.thing
            and (everything()[figure.thing].height > LARGEST or figure.thing in ANIMALS | VEHICLES)
            and figure.thing_how == "hand"
        ):
            figure.thing_how = "hand" if figure.thing in ("kitten", "cat", "puppy", "rabbit", "chicken", "bird") else "near"
    elif deed.thing and figure.thing_how != "hand" and (data.get("thing") == "hand" or deed.thing.value("prop") in RAISED):
        prop = deed.thing.sense("prop")
        if prop and everything()[prop.value].height <= LARGEST and prop.value not in ANIMALS:
            figure.held.append(prop.value)


def _settle(figure: Figure, kind: str, bedded: bool) -> None:
    """Poses that go together become one: reading on a bench, drinking at a table; walkers with things carry them."""
    ids = _seat_id(figure.place)
    if figure.sits or (ids and figure.place and figure.place.relation in ("on", "in") and figure.pose in ARMS | {Pose.STAND}):
        if figure.pose in ARMS:
            figure.seated = True
        elif figure.pose in (Pose.STAND, Pose.LEAN, Pose.CARRY):
            figure.pose = Pose.LIE if ids == "bed" and figure.weight == 0 else Pose.SIT
    elif figure.seated and figure.pose in ARMS:
        figure.seated = (
            kind in SIT_DOWN
            or kind in ("kitchen", "bedroom", "room", "park", "boat-cabin", "cafe")
            or figure.thing in ("laptop", "piano", "bowl", "pen")
        )
        figure.seated = (
            figure.seated and kind not in ("pier", "street", "alley", "road", "workshop")
        ) or figure.thing == "fishing-rod"
    elif figure.weight == 0 and kind in ("car-interior", "train-interior", "boat-cabin"):
        figure.pose = Pose.SIT
    if figure.pose is Pose.WORK and figure.thing in IN_LAP and not figure.said_to_stand:
        figure.seated = True
    if figure.place and figure.place.word and {figure.place.word.value("feature"), figure.place.word.value("prop")} & _UPRIGHT:
        figure.seated = False
    idle = figure.weight <= 2 and figure.pose is Pose.STAND
    if figure.person.nouns & _SEATED_FOLK and kind in ("classroom", "theatre", "train-interior"):
        figure.pose = Pose.SIT if idle else figure.pose
        figure.seated = figure.seated or figure.pose in ARMS
    if idle and _at_fire(figure):
        figure.pose = Pose.SIT
    if figure.weight <= 2 and bedded and not figure.person.nouns & STAFF and (idle or not figure.talks):
        figure.pose = Pose.LIE
    if (
        figure.pose is Pose.STAND
        and kind in AT_TABLE
        and not _stands(figure)
        and (figure.talks or figure.person.given or (figure.weight == 0 and not figure.person.nouns & STAFF))
    ):
        figure.pose = Pose.SIT
    if figure.pose in (Pose.DRINK, Pose.READ, Pose.PHONE, Pose.HOLD) and kind in AT_TABLE and not figure.go:
        figure.seated = figure.seated or not (figure.place and figure.place.relation == "behind")
    if kind == "car-interior" and figure.pose in (Pose.STAND, Pose.WALK, Pose.RUN):
        figure.pose = Pose.SIT
    if figure.pose is Pose.CARRY and figure.thing in ANIMALS | VEHICLES and figure.thing_how == "near":
        figure.pose, figure.go = Pose.WALK, figure.go or "walk"
    if figure.go and figure.pose not in (Pose.WALK, Pose.RUN) and figure.weight >= 6:
        figure.go = figure.go if figure.pose in (Pose.CARRY,) else ""
    if figure.pose in (Pose.SIT, Pose.LIE, Pose.KNEEL, Pose.CROUCH, Pose.DRIVE) or figure.seated:
        figure.go = ""
    if not figure.thing and figure.held:
        figure.thing, figure.thing_how = figure.held.pop(0), "hand"
    if figure.thing in HUNG and figure.pose is Pose.CARRY:
        figure.pose = Pose.WALK if figure.go else Pose.STAND  # by its handle, in one hand
    elif figure.thing_how == "hand" and figure.pose is Pose.STAND:
        figure.pose = Pose.HOLD
    if figure.thing in RAISED and figure.pose is Pose.HOLD and figure.raised:
        figure.pose = Pose.POINT  # held up at arm's length


def _at_fire(figure: Figure) -> bool:
    """Around a campfire one sits."""
    word = figure.place.word if figure.place else None
    return bool(word and word.value("prop") == "campfire") and not figure.said_to_stand


def _stands(figure: Figure) -> bool:
    return figure.said_to_stand or bool(figure.go) or bool(figure.place and figure.place.relation == "behind")


def _seat_id(place: Place | None) -> str:
    prop = place.word.sense("prop") if place and place.word else None
    return prop.value if prop and prop.value in SEATS else ""


def _faces(text: Text, figures: list[Figure], mentions: Sequence[Mention], front: tuple[int, ...], deeds: Sequence[Deed]) -> None:
    for word in text.of("face"):
        sense = word.sense("face")
        assert sense is not None
        after = next(
            (one for one in mentions if word.match.last < one.at <= word.match.last + 3 and one.clause == word.clause), None
        )
        before = next((one for one in reversed(mentions) if one.at < word.at and one.sentence == word.sentence), None)
        chinese = text.tokens[word.at].chinese
        adverb = word.text.endswith("ly") or (chinese and text.low(word.match.last + 1) in ("地", "的"))
        deed = next((one for one in deeds if abs(one.at - word.at) <= 4), None)
        if after and not adverb:
            who = after.people
        elif adverb and deed:
            who = deed.who
        elif before:
            who = before.people
        elif deed:
            who = deed.who
        else:
            who = front
        for n in who:
            if n < len(figures) and figures[n].face in (Expression.NEUTRAL, Expression.HAPPY, Expression.TENDER):
                figures[n].face = Expression(sense.value)
