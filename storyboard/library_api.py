"""Routes of what a film draws on: its pictures, its voices, its files; and what changes of any of it would make stale."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from generation import eta
from generation.api import artifact_out
from generation.drivers.speech.voices import listed
from generation.made import made_out
from generation.made import name as name_of
from generation.recipe import Pick
from generation.schemas import ArtifactOut, MadeOut
from storyboard import brought, considering, flow, plans, takes
from storyboard.answers import ask, drawn, project_of, record_of, staleness_out
from storyboard.models import Character, Location
from storyboard.schemas import ConsideredOut, ConsiderIn, PictureOut, SampleIn, SpeakerOut
from studio.errors import Refused
from studio.models import Role

router = Router()
MOST = 400  # digests asked for at once


@router.get("/projects/{id}/artifacts", response=list[ArtifactOut], operation_id="artifacts")
def list_artifacts(request: HttpRequest, id: UUID, digests: str = Query("", max_length=MOST * 65)) -> Any:  # type: ignore[type-arg]
    """Files of the project's workspace by digest (comma-separated), in the order asked for; unknown ones are left out."""
    project = project_of(request, id)
    wanted = list(dict.fromkeys(one for one in digests.split(",") if len(one) == 64))
    found = brought.artifacts(project.workspace_id, wanted)
    return [artifact_out(found[one]) for one in wanted if one in found]


@router.get("/voices", response=list[SpeakerOut], operation_id="voices")
def list_voices(request: HttpRequest) -> Any:
    """The voices that a character can have, best first in each language."""
    return [SpeakerOut(**one._asdict()) for one in listed()]


@router.post("/projects/{id}/voices/sample", response=MadeOut, operation_id="voice_sample")
def voice_sample(request: HttpRequest, id: UUID, data: SampleIn) -> Any:
    """A voice saying one sentence; ask again, or follow `key`, until it is done. The same sentence is spoken once."""
    project = project_of(request, id, Role.EDITOR)
    spoken = plans.sample(project, voice=data.voice, language=data.language, pace=data.pace, words=data.words)
    sound = Pick(spoken, "audio")
    made = made_out(project.workspace, [sound])[name_of(sound)]
    if made.status not in ("done", "queued", "running"):
        ask(request, project, spoken, f"Voice {data.voice}")
        made = made_out(project.workspace, [sound])[name_of(sound)]
    return made


@router.post("/projects/{id}/consider", response=ConsideredOut, operation_id="consider")
def consider(request: HttpRequest, id: UUID, data: ConsiderIn) -> Any:
    """Which shots these changes would make stale. Nothing is written; changes that would be refused are told why."""
    project = project_of(request, id, Role.EDITOR)
    try:
        film, planned = considering.consider(project, data.changes, by=request.user)
    except Refused as problem:
        if (words := considering.refusal(problem)) is None:
            raise
        return ConsideredOut(shots={}, refused=words)
    found = takes.causes_of(film, planned)
    low, high = eta.together(project.workspace_id, list(planned.values())) if data.eta else (None, None)
    shots = {shot: staleness_out(one) for shot, one in found.items()}
    return ConsideredOut(shots=shots, refused=None, eta_low=low, eta_high=high)


@router.post("/projects/{id}/builds/cancel", response={204: None}, operation_id="cancel_builds")
def cancel_builds(request: HttpRequest, id: UUID) -> Any:
    """Cancel everything that is being made for a project, and do not go on by itself. What is made is kept."""
    flow.stop(project_of(request, id, Role.EDITOR), by=request.user)
    return Status(204, None)


@router.post("/characters/{id}/portrait", response=PictureOut, operation_id="draw_portrait")
def draw_portrait(request: HttpRequest, id: UUID) -> Any:
    """The picture of a character, now."""
    who = record_of(request, Character, id, Role.EDITOR)
    return drawn(request, who.project, id, plans.portrait(who), f"Portrait of {who.name}")


@router.post("/locations/{id}/picture", response=PictureOut, operation_id="draw_place")
def draw_place(request: HttpRequest, id: UUID) -> Any:
    """The picture of a place, now."""
    where = record_of(request, Location, id, Role.EDITOR)
    return drawn(request, where.project, id, plans.location_picture(where), f"Picture of {where.name}")
