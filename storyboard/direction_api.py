"""Routes of directing: what a shot's model will get, takes made of takes, bridges between shots."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from generation.schemas import MadeOut
from storyboard import briefing, deriving, guide_pictures, translating
from storyboard.answers import living, project_of, record_of, take_out
from storyboard.direction_schemas import BridgeIn, BridgeOut, BriefOut, DeriveIn, GuideIn, TranslatedOut
from storyboard.film import Film
from storyboard.models import Shot
from storyboard.schemas import TakeOut
from studio.models import Role

router = Router()


@router.get("/shots/{id}/brief", response=BriefOut, operation_id="brief")
def brief(request: HttpRequest, id: UUID) -> Any:
    """Exactly what the shot's model will get, and what of the shot's direction it cannot be given."""
    return briefing.brief(living(record_of(request, Shot, id)))


@router.post("/shots/{id}/translate", response=TranslatedOut, operation_id="translate")
def translate(request: HttpRequest, id: UUID) -> Any:
    """The words of the shot in English, for a model that reads nothing else; what is kept of it is `direction.translation`."""
    of, words = translating.words_of(living(record_of(request, Shot, id, Role.EDITOR)))
    return TranslatedOut(of=of, words=words)


@router.post("/shots/{id}/guide", response=MadeOut, operation_id="guide_picture")
def guide(request: HttpRequest, id: UUID, data: GuideIn) -> Any:
    """A frame of the shot's animatic as a guide, small: asked for now. Ask again, or follow the key, until it is done."""
    return guide_pictures.asked(living(record_of(request, Shot, id, Role.EDITOR)), data.kind, data.frame, by=request.user)


@router.post("/shots/{id}/derive", response=TakeOut, operation_id="derive")
def derive(request: HttpRequest, id: UUID, data: DeriveIn) -> Any:
    """A take made of a take: changed by words, longer, a loop, wider, moved as it moves. It is the current one from now on.

    Showing it is one edit, with the shot's new length where it is longer: undoing that brings both back.
    """
    shot = living(record_of(request, Shot, id, Role.EDITOR))
    take = deriving.derive(
        shot, operation=data.operation, params=data.params, take=data.take, layer=data.layer, picture=data.picture or "",
        by=request.user,
    )  # fmt: skip
    return take_out(take, Film.around(shot))


@router.post("/projects/{id}/bridge", response=BridgeOut, operation_id="bridge")
def bridge(request: HttpRequest, id: UUID, data: BridgeIn) -> Any:
    """A new shot that leads from one shot to another, with its take; undoing its group takes both away again."""
    project = project_of(request, id, Role.EDITOR)
    take, group = deriving.bridge(
        project, before=data.before, after=data.after, frames=data.frames, words=data.words, checkpoint=data.checkpoint or "",
        quality=data.quality, by=request.user,
    )  # fmt: skip
    return BridgeOut(shot=take.shot_id, take=take_out(take, Film.around(take.shot)), group=group)
