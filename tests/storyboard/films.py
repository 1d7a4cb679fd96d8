"""A small film to try things on: one scene, three shots, Anna and Ben, a café."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from storyboard import edits
from storyboard.changes import Change
from storyboard.models import Project
from studio.models import Membership, Workspace


@dataclass
class Film:
    """The ids of a film's records."""

    project: Project
    person: Any
    anna: uuid.UUID
    ben: uuid.UUID
    cafe: uuid.UUID
    scene: uuid.UUID
    shots: list[uuid.UUID]


def other_person(name: str, workspace: Workspace | None = None, role: str = "owner") -> AbstractBaseUser:
    """Somebody, with a role in that workspace or with one of their own."""
    person = get_user_model().objects.create(username=name)
    home = workspace or Workspace.objects.create(name=f"{name}'s")
    Membership.objects.create(workspace=home, user=person, role=role)
    return person


def make_film(name: str) -> Film:
    """A film in a workspace of its own, written through edits."""
    person = other_person(name)
    workspace = Workspace.objects.get(memberships__user=person)
    project = Project.objects.create(workspace=workspace, title=name, width=320, height=180)
    anna, ben, cafe, scene = (uuid.uuid4() for _ in range(4))
    shots = [uuid.uuid4() for _ in range(3)]

    def put(kind: str, id_: uuid.UUID, **fields: Any) -> Change:
        return Change(kind=kind, id=id_, set=fields)

    changes = [
        put("character", anna, name="ANNA", description="A young woman in a red coat.", gender="woman"),
        put("character", ben, name="BEN", description="An old man with a grey beard.", gender="man"),
        put("location", cafe, name="CAFÉ", description="A small café with a piano.", interior=True),
        put("scene", scene, number="12", heading="INT. CAFÉ - NIGHT", location=str(cafe), time="night", rank="a0"),
        put("shot", shots[0], scene=str(scene), letter="A", size="WS", action="Anna sits at a table.", rank="a0"),
        put(
            "shot",
            shots[1],
            scene=str(scene),
            letter="B",
            size="CU",
            action="Anna looks at Ben.",
            rank="a1",
            dialogue=[{"character": str(anna), "words": "You are late.", "manner": "quietly"}],
        ),
        put("shot", shots[2], scene=str(scene), letter="C", size="MS", action="Ben shrugs.", rank="a2"),
        put("casting", uuid.uuid4(), shot=str(shots[0]), character=str(anna)),
        put("casting", uuid.uuid4(), shot=str(shots[1]), character=str(anna)),
        put("casting", uuid.uuid4(), shot=str(shots[2]), character=str(ben)),
    ]
    edits.change(project, changes, by=person, label="The film")
    return Film(project, person, anna, ben, cafe, scene, shots)
