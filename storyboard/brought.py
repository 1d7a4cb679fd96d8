"""Files that people brought in and records point to: are they there, are they what they are used as, and are they kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q

from generation.models import Artifact
from generation.own_checkpoints import User
from storyboard.models import Adapter, Character, Effect, Layer, Location, Look, Project, Shot, Style
from studio.errors import Refused

MOVING = ("movie", "video", "segment")  # kinds of artifact that a shot can be cut from
_AT_ONCE = 500
_NAMED = {"matte": "a matte", "adapter": "the weights of an adapter", "lut": "a table of colours (.cube)"}


def check(workspace_id: uuid.UUID, wanted: Iterable[tuple[str, str, str, str]]) -> None:
    """Pass when each (kind of record, field, digest, medium) names something of this workspace that is that.

    The medium is image, movie, matte, adapter, lut, or "moving or sounding".

    Raises:
        Refused: EDIT_INVALID, naming the first that does not.
    """
    wanted = list(wanted)
    known = artifacts(workspace_id, (digest for _, _, digest, _ in wanted))
    for kind, field, digest, media in wanted:
        there = known.get(digest)
        if there is None:
            raise Refused(f"{kind}: {field} names a file that is not in this workspace. Upload it again.", "EDIT_INVALID")
        name = there.facts.get("name") or "this file"
        if media == "image" and not (there.kind == "image" and there.facts.get("width")):
            raise Refused(f"{kind}: {field} takes a picture, and {name} is none that can be read.", "EDIT_INVALID")
        if media == "movie" and not (there.kind in MOVING and there.facts.get("width") and there.facts.get("frames", 1)):
            raise Refused(f"{kind}: {field} takes moving pictures, and {name} holds none that can be read.", "EDIT_INVALID")
        if media == "moving or sounding" and not (
            there.kind == "audio" or (there.kind in MOVING and there.facts.get("frames", 1))
        ):
            raise Refused(f"{kind}: {field} takes moving pictures or sound, and {name} is neither.", "EDIT_INVALID")
        if media in _NAMED and there.kind != media:
            what = _NAMED[media]
            raise Refused(f"{kind}: {field} takes {what}, and {name} is none.", "EDIT_INVALID")


def artifacts(workspace_id: uuid.UUID, digests: Iterable[str]) -> dict[str, Artifact]:
    """The artifacts of these digests in a workspace, by digest; unknown ones are absent."""
    listed = sorted(set(digests))
    found: dict[str, Artifact] = {}
    for start in range(0, len(listed), _AT_ONCE):
        rows = Artifact.objects.filter(workspace_id=workspace_id, digest__in=listed[start : start + _AT_ONCE])
        found.update((one.digest, one) for one in rows)
    return found


def held(workspace_id: uuid.UUID) -> set[str]:
    """The digests that records of a workspace point to, archived ones too: undo may bring those back."""
    shots = Shot.objects.filter(project__workspace_id=workspace_id, project__archived=False)
    plain = Q(footage__isnull=True) & Q(first="") & Q(last="") & Q(backdrop__isnull=True) & Q(direction__isnull=True)
    found: set[str] = set()
    for footage, first, last, behind, directed in shots.exclude(plain).values_list(
        "footage", "first", "last", "backdrop", "direction"
    ):
        named = [first, last, (footage or {}).get("artifact", ""), (behind or {}).get("picture", "")]
        named += [one["picture"] for one in (directed or {}).get("held", ())]
        named += (directed or {}).get("props", ())
        named += [((directed or {}).get(one) or {}).get("artifact", "") for one in ("guide", "over")]
        found |= {digest for digest in named if digest}
    adapters = Adapter.objects.filter(project__workspace_id=workspace_id, project__archived=False)
    for weights, training in adapters.values_list("artifact", "training"):
        found |= {weights, *(training or {}).get("pictures", ())} - {""}
    layers = Layer.objects.filter(project__workspace_id=workspace_id, project__archived=False)
    for matte, thing in layers.exclude(Q(matte="") & Q(thing__isnull=True)).values_list("matte", "thing"):
        found |= {digest for digest in (matte, (thing or {}).get("picture", "")) if digest}
    effects = Effect.objects.filter(project__workspace_id=workspace_id, project__archived=False)
    for inputs in effects.exclude(inputs={}).values_list("inputs", flat=True):
        found |= {one["artifact"] for one in inputs.values() if one.get("artifact")}
    looks = Look.objects.filter(project__workspace_id=workspace_id, project__archived=False)
    for kept in looks.exclude(effects=[]).values_list("effects", flat=True):
        given = (one for effect in kept for one in effect.get("inputs", {}).values())
        found |= {one["artifact"] for one in given if one.get("artifact")}
    for model in (Character, Location, Style):
        pictured = model._default_manager.filter(project__workspace_id=workspace_id, project__archived=False)
        for pictures in pictured.exclude(pictures=[]).values_list("pictures", flat=True):
            found |= set(pictures)
    return found


def naming(checkpoint: str) -> list[User]:
    """The films that have chosen this checkpoint, for all of themselves or for a shot."""
    chosen = Project.objects.only("id", "title", "workspace_id", "checkpoints")
    directed = set(Shot.objects.filter(direction__checkpoint=checkpoint).values_list("project_id", flat=True))
    return [
        User(one.pk, one.title, one.workspace_id)
        for one in chosen
        if checkpoint in one.checkpoints.values() or one.pk in directed
    ]
