"""Routes of a person's own film: look for its cuts, words and faces, and make it shots of the board."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from generation import footage as films
from generation.api import artifact_out
from generation.made import made_out
from generation.models import Artifact
from generation.schemas import MadeOut
from storyboard import footage, footage_shots
from storyboard.answers import project_of, revision_out
from storyboard.footage_schemas import CutsOut, FootageIn, FootageOut, HeardOut, SeenOut, SeenPersonOut, ShotsIn
from storyboard.models import Project
from storyboard.schemas import RevisionOut
from studio.access import role_in
from studio.models import Role

router = Router()


@router.post("/projects/{id}/footage", response=FootageOut, operation_id="look_at_footage")
def look_at(request: HttpRequest, id: UUID, data: FootageIn) -> Any:
    """Look for everything in a film that was uploaded; what failed before is tried again. Follow it by asking for it."""
    project = project_of(request, id, Role.EDITOR)
    film = footage.film_of(project, data.artifact)
    footage.begin(project, film, by=request.user)
    return _footage_out(project, film, request)


@router.get("/projects/{id}/footage/{digest}", response=FootageOut, operation_id="footage")
def get_footage(request: HttpRequest, id: UUID, digest: str) -> Any:
    """A film that was uploaded, and what is known of it by now."""
    project = project_of(request, id)
    return _footage_out(project, footage.film_of(project, digest), request)


@router.post("/projects/{id}/footage/{digest}/shots", response=RevisionOut, operation_id="footage_shots")
def make_shots(request: HttpRequest, id: UUID, digest: str, data: ShotsIn) -> Any:
    """Each stretch between these cuts becomes a shot with its footage as take 1, its sound kept: one edit."""
    project = project_of(request, id, Role.EDITOR)
    wish = footage_shots.Wish(
        cuts=data.cuts, scene=data.scene, after=data.after, words=data.words, fit=data.fit, motion=data.motion,
        id=data.id or uuid.uuid4(),
        people={one.id: one.name for one in data.people},
    )  # fmt: skip
    return revision_out(footage_shots.make(project, footage.film_of(project, digest), wish, by=request.user))


def _footage_out(project: Project, film: Artifact, request: HttpRequest) -> FootageOut:
    wanted = footage.search(project, film)
    may_edit = role_in(request.user, project.workspace_id) not in (None, Role.VIEWER)
    faces = footage.face_pictures(project, film, wanted, by=request.user if may_edit else None)
    made = made_out(project.workspace, [*(one for _, one in wanted.named()), *faces.values()])
    for key in footage.under_way(project, [key for key, one in made.items() if one.status == "missing"]):
        made[key].status = "queued"
    cuts, heard, seen = (footage.found(project, one) for one in (wanted.cuts, wanted.words, wanted.faces))

    def out(recipe: Any) -> MadeOut | None:
        return made[recipe.key] if recipe is not None else None

    people = [
        SeenPersonOut(
            id=one["id"],
            picture=made[faces[one["id"]].key].url or "" if one["id"] in faces else "",
            frames=sorted({int(face["frame"]) for face in one.get("faces", [])}),
            shots=one["shots"],
            certainty=one["certainty"],
        )
        for one in seen.get("people", [])
    ]
    return FootageOut(
        artifact=artifact_out(film),
        frames=footage.length(project, film),
        rate=film.facts.get("rate") or "24/1",
        width=film.facts["width"],
        height=film.facts["height"],
        sound=footage.sounds(film),
        notes=list(films.notices(film.facts)),
        cuts=CutsOut(
            made=made[wanted.cuts.key],
            found=cuts.get("cuts", []),
            curve=cuts.get("curve", []),
            step=cuts.get("step", 1),
        ),
        strip=made[wanted.strip.key],
        columns=wanted.strip.params["columns"],
        tiles=wanted.strip.params["count"],
        proxy=made[wanted.proxy.key],
        words=HeardOut(made=out(wanted.words), lines=heard.get("lines", [])),
        faces=SeenOut(made=out(wanted.faces), people=people),
    )
