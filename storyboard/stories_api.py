"""Routes of stories: a few sentences become a board, and each level of it is written anew without losing what is one's own."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from generation import media
from storyboard import stories, story_outlook
from storyboard.answers import project_of, record_of, revision_out
from storyboard.models import Scene, Shot
from storyboard.schemas import RevisionOut, Strict
from studio.errors import Conflict, Refused
from studio.models import Role

router = Router()
Length = Annotated[int, Field(ge=0, le=stories.MOST_FRAMES, description="Frames that it is to last; 0: as long as it needs.")]


By = Annotated[
    Literal["", "rules", "endpoint"],
    Field(description="Who tells it; empty: the language model where one is configured, else rules."),
]


class StoryIn(Strict):
    """The few words of a story; a line of its own such as `3 minutes` says how long it is to be."""

    words: str = Field(min_length=1, max_length=stories.LONGEST_STORY)
    frames: Length = 0
    breakdown: By = ""
    titles: bool = Field(True, description="Whether the film's name stands on its first picture.")


class DraftIn(Strict):
    """How long a scene is to be."""

    frames: Length = 0
    breakdown: By = ""


@router.post("/projects/{id}/story", response=RevisionOut, operation_id="write_story")
def write_story(request: HttpRequest, id: UUID, data: StoryIn) -> Any:
    """Make scenes and shots of a story, or make them anew; what somebody changed by hand, kept or locked stays. One edit."""
    project = project_of(request, id, Role.EDITOR)
    done = stories.write(project, data.words, frames=data.frames, breakdown=data.breakdown, titles=data.titles, by=request.user)
    return revision_out(done)


@router.post("/scenes/{id}/draft", response=RevisionOut, operation_id="draft_scene")
def draft_scene(request: HttpRequest, id: UUID, data: DraftIn) -> Any:
    """Write a scene's shots anew from its outline; shots that somebody changed, kept a take of or locked stay. One edit."""
    scene = record_of(request, Scene, id, Role.EDITOR)
    if scene.archived:
        raise Conflict("This scene is archived. Bring it back first.", "NOT_READY")
    return revision_out(stories.draft(scene, frames=data.frames, breakdown=data.breakdown, by=request.user))


class OutlookIn(Strict):
    """A story that may still be being written."""

    words: str = Field(max_length=stories.LONGEST_STORY)
    frames: Length = 0
    rate: str = Field("24/1", pattern=r"^\d{1,6}/\d{1,6}$")
    held: list[str] = Field([], max_length=400, description="Sentences that scenes which stay tell already.")


class SceneryOut(Schema):
    """A scene as it would be."""

    arc: str
    place: str
    interior: bool | None
    time: str
    outline: str
    frames: int = Field(description="Its share of the wished length.")
    shots: list[int] = Field(description="Frames of each shot.")


class OutlookOut(Schema):
    """What a story would come to as the rules tell it. All lengths in frames."""

    sentences: int
    said: int = Field(description="The length that the words themselves ask for; 0: none.")
    wanted: int = Field(description="The length that is wished; 0: none.")
    usual: int = Field(description="The length when none is wished.")
    comes: int = Field(description="What its shots would last: less than wanted where its sentences carry no more.")
    language: str
    model: str = Field(description="The language model that would tell it; empty: the rules.")
    scenes: list[SceneryOut]


class StayOut(Schema):
    """A scene or a shot that stays as it is, and why."""

    id: UUID
    why: Literal["yours", "locked", "changed", "cast", "kept", "layers", "effects", "shots"]


class StayingOut(Schema):
    """What stays when something is written anew; how many scenes and shots go; the sentences that what stays tells."""

    stays: list[StayOut]
    scenes: int
    shots: int
    held: list[str]
    model: str = Field(description="The language model that would tell it; empty: the rules.")


@router.post("/stories/outlook", response=OutlookOut, operation_id="story_outlook")
def story_outlook_of(request: HttpRequest, data: OutlookIn) -> Any:
    """What a story would come to: its scenes, their shots and lengths. Nothing is written."""
    try:
        rate = media.rate(data.rate)
    except ValueError as problem:
        raise Refused(str(problem), "EDIT_INVALID") from problem
    found = story_outlook.outlook(data.words, data.frames, rate, set(data.held))
    scenes = [
        {
            "arc": one.part.arc, "place": one.part.place, "interior": one.part.interior, "time": one.part.time.value,
            "outline": one.part.outline, "frames": one.part.frames, "shots": list(one.shots),
        }
        for one in found.scenes
    ]  # fmt: skip
    return {**vars(found), "scenes": scenes, "model": story_outlook.teller()}


@router.get("/projects/{id}/story", response=StayingOut, operation_id="story_staying")
def story_staying(request: HttpRequest, id: UUID) -> Any:
    """What of a film stays when its story is written anew, and how much goes."""
    stays, goes = story_outlook.staying(project_of(request, id))
    held = [one for each in stays if each.record.drafted for one in each.record.drafted.get("told", ())]
    shots = Shot.objects.filter(scene__in=[one.pk for one in goes if one.drafted], archived=False).count()
    return _staying(stays, len(goes), shots, held)


@router.get("/scenes/{id}/draft", response=StayingOut, operation_id="scene_staying")
def scene_staying(request: HttpRequest, id: UUID) -> Any:
    """What of a scene stays when it is written anew, and how many of its shots go."""
    stays, goes = story_outlook.staying_in(record_of(request, Scene, id))
    held = [one.record.drafted["of"] for one in stays if one.record.drafted and "of" in one.record.drafted]
    return _staying(stays, 0, len(goes), held)


class SceneOutlookIn(Strict):
    """What a scene shall tell, and how long."""

    words: str = Field(max_length=stories.LONGEST_STORY)
    frames: Length = 0


class ShotAnewOut(Schema):
    """A shot as it would be."""

    frames: int
    stays: bool
    told: str


@router.post("/scenes/{id}/outlook", response=list[ShotAnewOut], operation_id="scene_outlook")
def scene_outlook(request: HttpRequest, id: UUID, data: SceneOutlookIn) -> Any:
    """The shots of a scene were it written anew, as the rules would tell it. Nothing is written."""
    return story_outlook.of_scene(record_of(request, Scene, id, Role.EDITOR), data.words, data.frames)


def _staying(stays: list[story_outlook.Staying], scenes: int, shots: int, held: list[str]) -> dict[str, Any]:
    rows = [{"id": one.record.pk, "why": one.why} for one in stays]
    return {"stays": rows, "scenes": scenes, "shots": shots, "held": held, "model": story_outlook.teller()}
