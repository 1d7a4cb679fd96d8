"""The stage behind a picture, as a value: who, where, when, doing what, framed how. Stored, shown, edited, handed to models.

Space is in metres: x to the right, y up, z away from the master camera; the floor is y = 0; people act near x, z = 0.
Angles are degrees. Time is frames at the stage's rate. Every field has a meaning without a picture library.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$", description="sRGB, lower-case hexadecimal.")]
Metres = Annotated[float, Field(ge=-2000, le=2000)]


class Value(BaseModel):
    """Frozen, strict, finite: equal stages are equal JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Size(StrEnum):
    """How much of a person fills the frame (the field's abbreviations)."""

    ECU = "ECU"  # eyes or mouth
    CU = "CU"  # head and shoulders
    MCU = "MCU"  # chest up
    MS = "MS"  # waist up
    MLS = "MLS"  # knees up
    FS = "FS"  # whole figure
    WS = "WS"  # figure in its place
    EWS = "EWS"  # the place; people are small


class Angle(StrEnum):
    """From where the camera looks."""

    EYE = "eye"
    HIGH = "high"
    LOW = "low"
    OVERHEAD = "overhead"
    DUTCH = "dutch"
    OTS = "over-the-shoulder"
    POV = "point-of-view"
    PROFILE = "profile"
    REVERSE = "reverse"


class Move(StrEnum):
    """What the camera does during the shot."""

    STATIC = "static"
    PAN_LEFT = "pan-left"
    PAN_RIGHT = "pan-right"
    TILT_UP = "tilt-up"
    TILT_DOWN = "tilt-down"
    PEDESTAL_UP = "pedestal-up"
    PEDESTAL_DOWN = "pedestal-down"
    PUSH = "push"
    PULL = "pull"
    TRUCK_LEFT = "truck-left"
    TRUCK_RIGHT = "truck-right"
    ORBIT_LEFT = "orbit-left"
    ORBIT_RIGHT = "orbit-right"
    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"
    HANDHELD = "handheld"
    FOLLOW = "follow"
    CRANE_UP = "crane-up"
    CRANE_DOWN = "crane-down"


class TimeOfDay(StrEnum):
    """What a slugline says; decides sky, key light and colour temperature."""

    DAWN = "dawn"
    MORNING = "morning"
    DAY = "day"
    AFTERNOON = "afternoon"
    SUNSET = "sunset"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    """What falls or hangs in the air."""

    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    FOG = "fog"
    WIND = "wind"


class Pose(StrEnum):
    """What a body does; each is drawn as a moving figure, in front, three-quarter, side and back view."""

    STAND = "stand"
    SIT = "sit"
    WALK = "walk"
    RUN = "run"
    LIE = "lie"
    KNEEL = "kneel"
    CROUCH = "crouch"
    LEAN = "lean"
    REACH = "reach"
    HOLD = "hold"  # something in both hands before the chest
    CARRY = "carry"
    WORK = "work"  # hands busy before the body: mending, cooking, typing, writing
    READ = "read"
    DRINK = "drink"
    PHONE = "phone"
    POINT = "point"
    WAVE = "wave"
    HUG = "hug"
    DANCE = "dance"
    FIGHT = "fight"
    FALL = "fall"
    JUMP = "jump"
    CROSS_ARMS = "cross-arms"
    HANDS_ON_HEAD = "hands-on-head"
    DRIVE = "drive"


class Expression(StrEnum):
    """What a face shows."""

    NEUTRAL = "neutral"
    HAPPY = "happy"
    LAUGH = "laugh"
    SAD = "sad"
    CRY = "cry"
    ANGRY = "angry"
    AFRAID = "afraid"
    SURPRISED = "surprised"
    TENDER = "tender"
    TIRED = "tired"
    THINKING = "thinking"
    DISGUSTED = "disgusted"


class Look(Value):
    """How a character looks, in every shot: read from the character's record once, then kept."""

    seed: int = Field(0, ge=0, le=2**32 - 1, description="Decides everything below that words leave open.")
    figure: str = Field("adult", pattern="^(child|teen|adult|elder)$")
    gender: str = Field("woman", pattern="^(woman|man|person)$")
    height: float = Field(1.7, ge=0.6, le=2.4, description="Metres.")
    build: str = Field("average", pattern="^(slim|average|broad|heavy)$")
    skin: Colour = "#e0ac87"
    hair: str = Field("short", pattern="^(bald|buzz|short|side-part|curly|bob|long|ponytail|bun|braids|afro|messy|wavy)$")
    hair_colour: Colour = "#3a2a20"
    beard: str = Field("none", pattern="^(none|stubble|moustache|goatee|full)$")
    glasses: str = Field("none", pattern="^(none|round|square|sun)$")
    hat: str = Field("none", pattern="^(none|cap|beanie|brim|straw|helmet|hood|headscarf|crown|chef)$")
    hat_colour: Colour = "#6b4f3a"
    top: str = Field("shirt", pattern="^(shirt|t-shirt|sweater|jacket|coat|suit|dress|hoodie|apron|uniform|robe|vest|raincoat)$")
    top_colour: Colour = "#4f6d8f"
    accent_colour: Colour = "#e8e2d6"
    bottom: str = Field("trousers", pattern="^(trousers|jeans|skirt|shorts|none)$")
    bottom_colour: Colour = "#38404d"
    shoe_colour: Colour = "#2a2522"
    scarf: bool = False
    scarf_colour: Colour = "#b5443c"
    eye_colour: Colour = "#3b2a20"


class Actor(Value):
    """One character in the shot."""

    name: str = Field(max_length=120, description="The character's name as the screenplay writes it.")
    look: Look = Look()
    x: Metres = 0.0
    y: Metres = Field(0.0, description="Height of the ground under the actor, such as a stair or a seat's floor.")
    z: Metres = 0.0
    facing: float = Field(0.0, ge=-180, le=180, description="To: 0 the master camera (−z), 90 right (+x), −90 left, 180 away.")
    pose: Pose = Pose.STAND
    seated: bool = Field(False, description="The pose is done on a seat: reads, drinks, works. Pose.SIT needs no flag.")
    expression: Expression = Expression.NEUTRAL
    gaze: str = Field("", max_length=120, description="A name, 'camera', 'left', 'right', 'up', 'down', or ''.")
    holds: str = Field("", max_length=120, description="The id of a prop in hand, or ''.")
    to_x: Metres | None = Field(None, description="Where a walk or run ends at the last frame.")
    to_z: Metres | None = None
    enters: int = Field(0, ge=0, description="Frame at which the actor comes in.")


class Prop(Value):
    """One thing named in the action, drawn from the illustration sets by code point, or drawn by shape."""

    id: str = Field(max_length=120, description="Unique in the stage, an English word in any language: 'net', 'cup-2'.")
    name: str = Field(max_length=120, description="The word that named it.")
    picture: str = Field("", max_length=60, description="Code points of the illustration ('1F41F'); '' draws by name.")
    x: Metres = 0.0
    y: Metres = Field(0.0, description="Height of its lower edge: 0 on the floor, 0.75 on a table.")
    z: Metres = 0.0
    height: float = Field(0.3, gt=0, le=300, description="Metres.")
    facing: float = Field(0.0, ge=-180, le=180)
    to_x: Metres | None = None
    to_y: Metres | None = None
    to_z: Metres | None = None


class Place(Value):
    """Where it is. The same name and seed give the same place in every shot, from any angle."""

    name: str = Field("", max_length=200, description="As the slugline says it.")
    kind: str = Field("room", max_length=40, description="One of `places.KINDS`: cafe, kitchen, street, pier, forest…")
    interior: bool = True
    seed: int = Field(0, ge=0, le=2**32 - 1)
    features: tuple[str, ...] = Field((), max_length=40, description="Words that add or change furniture: 'piano', 'neon'.")


class Light(Value):
    """When it is, and what is in the air."""

    time: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    practical: bool = Field(False, description="Lamps in the picture are on.")


class Camera(Value):
    """How it is framed. The renderer turns this into a position, a target and a lens, and moves them frame by frame."""

    size: Size = Size.MS
    angle: Angle = Angle.EYE
    move: Move = Move.STATIC
    amount: float = Field(1.0, ge=0, le=3, description="How far the move goes; 1 is usual.")
    subject: tuple[str, ...] = Field((), max_length=8, description="Whom or what it frames, by name; empty frames everybody.")
    over: str = Field("", max_length=120, description="For over-the-shoulder and point-of-view: whose.")
    side: int = Field(1, ge=-1, le=1, description="Which side of the line of action the camera stays on: 1 or −1.")
    azimuth: float = Field(0.0, ge=-180, le=180, description="Degrees round the subject; positive moves towards +x.")
    lens: float = Field(0.0, ge=0, le=300, description="Focal length in mm, full frame; 0 chooses by size.")
    focus: str = Field("", max_length=120, description="What is sharp, by name; '' is the subject.")
    aperture: float = Field(2.8, ge=1, le=32, description="f-number; smaller blurs more.")


class Title(Value):
    """Words over the picture."""

    text: str = Field(max_length=300)
    role: str = Field("title", pattern="^(title|subtitle|card|chapter)$")
    start: int = Field(0, ge=0)
    frames: int = Field(72, ge=1)


class Stage(Value):
    """Everything that the picture shows."""

    words: str = Field("", max_length=20_000, description="What it was read from.")
    place: Place = Place()
    light: Light = Light()
    actors: tuple[Actor, ...] = Field((), max_length=60)
    props: tuple[Prop, ...] = Field((), max_length=120)
    camera: Camera = Camera()
    titles: tuple[Title, ...] = Field((), max_length=20)
    mood: str = Field("", max_length=60)
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Decides what neither words nor place decide.")


class Mouth(Value):
    """One mouth shape held from a frame on, in Rhubarb's letters.

    A closed, B slight, C open, D wide, E round, F pucker, G teeth, H tongue, X rest.
    """

    frame: int = Field(ge=0)
    shape: str = Field(pattern="^[ABCDEFGHX]$")
    actor: str = Field(max_length=120)
