"""What a breakdown is: the schema that rules fill, that language models are held to, and that becomes records."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from generation.drivers.previs.stage import Angle, Move, Size, TimeOfDay, Weather

Name = Annotated[str, Field(min_length=1, max_length=120)]
Gender = Literal["woman", "man", "person", ""]
MOST_FRAMES = 100_000


class Part(BaseModel):
    """Frozen and finite; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Line(Part):
    """What one character says within a shot."""

    character: Name = Field(description="Who speaks, by a name in `characters` of the breakdown. Off-screen voices too.")
    words: str = Field(min_length=1, max_length=4000, description="Exactly the words of the script.")
    manner: str = Field("", max_length=200, description="How it is said: 'whispering', 'V.O.', '低声'.")


class Shot(Part):
    """One camera set-up, from cut to cut."""

    size: Size = Field(Size.MS, description="How much of a person fills the frame.")
    angle: Angle = Field(Angle.EYE, description="From where the camera looks.")
    movement: Move = Field(Move.STATIC, description="What the camera does during the shot.")
    action: str = Field(max_length=4000, description="What is seen, in one or two plain sentences of the script's language.")
    characters: tuple[Name, ...] = Field(
        (),
        max_length=30,
        description="Who is seen, the one the shot is about first; for over-the-shoulder the second one is seen from behind.",
    )
    props: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = Field(
        (), max_length=30, description="Things named in the action that must be seen: 'net', 'red scarf'."
    )
    dialogue: tuple[Line, ...] = Field((), max_length=60, description="What is said during the shot, in order.")
    frames: int = Field(ge=1, le=MOST_FRAMES, description="Length in frames.", json_schema_extra={"unit": "frames"})
    titles: tuple[Annotated[str, Field(min_length=1, max_length=300)], ...] = Field(
        (), max_length=10, description="Words over the picture, such as 'Two years later'."
    )


class SceneBreakdown(Part):
    """One place at one time."""

    number: str = Field(max_length=20, description="As written in the script, else counted: '1', '2'…")
    heading: str = Field(max_length=300, description="As written in the script.")
    location: str = Field(max_length=200, description="The place, by a name in `locations` of the breakdown.")
    interior: bool | None = Field(None, description="Inside (true), outside (false), both or unknown (null).")
    time: TimeOfDay = Field(TimeOfDay.DAY, description="Time of day.")
    weather: Weather = Field(Weather.CLEAR, description="What falls or hangs in the air.")
    synopsis: str = Field("", max_length=600, description="What happens, in one sentence.")
    shots: tuple[Shot, ...] = Field((), max_length=2000, description="The shots in order.")


class CharacterBreakdown(Part):
    """Somebody in the film."""

    name: Name = Field(description="As the script writes it, without extensions such as (V.O.).")
    description: str = Field("", max_length=600, description="Looks: age, body, hair, clothes, in the script's words.")
    gender: Gender = Field("", description="For looks and voice; empty when the script does not say.")
    age: str = Field("", max_length=60, description="As the script says it: '30s', '8', '七十岁'; empty when it does not.")
    aliases: tuple[Name, ...] = Field((), max_length=20, description="Other names the script uses for the same person.")


class LocationBreakdown(Part):
    """Somewhere in the film."""

    name: str = Field(max_length=200, description="As the headings say it, without INT/EXT and time.")
    description: str = Field("", max_length=600, description="What it looks like, in the script's words.")
    interior: bool | None = Field(None, description="Inside (true), outside (false), both or unknown (null).")


class Breakdown(Part):
    """A whole screenplay as scenes, shots, cast and places."""

    title: str = Field("", max_length=300)
    language: Literal["en", "zh"] = Field("en", description="The script's language.")
    characters: tuple[CharacterBreakdown, ...] = Field((), max_length=2000)
    locations: tuple[LocationBreakdown, ...] = Field((), max_length=20_000)
    scenes: tuple[SceneBreakdown, ...] = Field((), max_length=20_000)

    @property
    def shots(self) -> list[Shot]:
        """Every shot in order."""
        return [shot for scene in self.scenes for shot in scene.shots]

    @property
    def frames(self) -> int:
        """The length of all shots, in frames."""
        return sum(shot.frames for shot in self.shots)
