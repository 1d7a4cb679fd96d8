"""Routes of stories: a few sentences become a board, and each level of it is written anew without losing what is one's own."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from storyboard import stories
from storyboard.answers import project_of, record_of, revision_out
from storyboard.models import Scene
from storyboard.schemas import RevisionOut, Strict
from studio.errors import Conflict
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


class DraftIn(Strict):
    """How long a scene is to be."""

    frames: Length = 0
    breakdown: By = ""


@router.post("/projects/{id}/story", response=RevisionOut, operation_id="write_story")
def write_story(request: HttpRequest, id: UUID, data: StoryIn) -> Any:
    """Make scenes and shots of a story, or make them anew; what somebody changed by hand, kept or locked stays. One edit."""
    project = project_of(request, id, Role.EDITOR)
    return revision_out(stories.write(project, data.words, frames=data.frames, breakdown=data.breakdown, by=request.user))


@router.post("/scenes/{id}/draft", response=RevisionOut, operation_id="draft_scene")
def draft_scene(request: HttpRequest, id: UUID, data: DraftIn) -> Any:
    """Write a scene's shots anew from its outline; shots that somebody changed, kept a take of or locked stay. One edit."""
    scene = record_of(request, Scene, id, Role.EDITOR)
    if scene.archived:
        raise Conflict("This scene is archived. Bring it back first.", "NOT_READY")
    return revision_out(stories.draft(scene, frames=data.frames, breakdown=data.breakdown, by=request.user))
