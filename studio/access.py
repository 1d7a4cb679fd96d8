"""Who may do what in which workspace, and links to media that need no session."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.db.models import Model, QuerySet

from studio.errors import Forbidden, NotFound, Refused
from studio.models import Membership, Role, Workspace

Person = AbstractBaseUser | AnonymousUser
M = TypeVar("M", bound=Model)
_RANK = {role: rank for rank, role in enumerate([Role.VIEWER, Role.COMMENTER, Role.EDITOR, Role.PRODUCER, Role.OWNER])}
_SALT = "studio.media"
MEDIA_LINK_LIFE = 12 * 3600  # seconds a media link stays good
_ROUND = 6 * 3600


class _Rounded(signing.TimestampSigner):
    """Signs with a time that stands still for `_ROUND` seconds."""

    def timestamp(self) -> str:
        """The time's last whole round."""
        return signing.b62_encode(int(time.time()) // _ROUND * _ROUND)


def workspaces(user: Person) -> QuerySet[Workspace]:
    """The workspaces that a person belongs to."""
    if not user.is_authenticated:
        return Workspace.objects.none()
    return Workspace.objects.filter(memberships__user_id=user.pk)


def workspace_of(user: Person) -> Workspace:
    """The workspace that new things of this person go to: their first.

    Raises:
        Forbidden: when they belong to none.
    """
    found = workspaces(user).order_by("created").first()
    if found is None:
        raise Forbidden("You do not belong to a workspace yet. Ask an owner to invite you.")
    return found


def role_in(user: Person, workspace_id: uuid.UUID) -> Role | None:
    """A person's role in a workspace, or None."""
    if not user.is_authenticated:
        return None
    role = Membership.objects.filter(user_id=user.pk, workspace_id=workspace_id).values_list("role", flat=True).first()
    return Role(role) if role else None


def require(user: Person, workspace: Workspace | uuid.UUID, role: Role = Role.VIEWER) -> None:
    """Pass when a person holds at least `role` in the workspace.

    Raises:
        NotFound: when they do not belong to it: what one may not see does not exist.
        Forbidden: when they belong to it with a lesser role.
    """
    workspace_id = workspace.id if isinstance(workspace, Workspace) else workspace
    held = role_in(user, workspace_id)
    if held is None:
        raise NotFound("There is no such thing, or it is not yours.")
    if _RANK[held] < _RANK[role]:
        raise Forbidden(f"This needs the role {role.label.lower()}; yours here is {held.label.lower()}.")


def found_for(user: Person, queryset: QuerySet[M], id_: uuid.UUID, role: Role = Role.VIEWER, *, via: str) -> M:
    """One object of a queryset that a person may use; `via` is the lookup path to its workspace's id.

    Raises:
        NotFound, Forbidden: as `require`.
    """
    found = queryset.filter(pk=id_).first()
    if found is None:
        raise NotFound("There is no such thing, or it is not yours.")
    value: Any = found
    for part in via.split("__"):
        value = getattr(value, part)
    require(user, value, role)
    return found


def sign_media(workspace: uuid.UUID, digests: Iterable[str]) -> str:
    """A token that opens these digests of one workspace for at least `MEDIA_LINK_LIFE` seconds.

    Within `_ROUND` seconds the same digests give the same token, so that a browser finds in its cache what it has had.
    """
    return _signed(str(workspace), tuple(sorted(digests)), _Rounded(salt=_SALT).timestamp(), settings.SECRET_KEY)


@lru_cache(maxsize=20_000)
def _signed(workspace: str, digests: tuple[str, ...], at: str, secret: str) -> str:
    """Signed once per round: a film of a thousand shots names two thousand links in every answer."""
    return _Rounded(key=secret, salt=_SALT).sign_object({"w": workspace, "d": list(digests)}, compress=True)


def read_media_token(token: str, digest: str) -> uuid.UUID:
    """The workspace whose media a token opens.

    Raises:
        Refused: when the token is forged, too old or does not name the digest.
    """
    try:
        data = signing.loads(token, salt=_SALT, max_age=MEDIA_LINK_LIFE + _ROUND)
    except signing.BadSignature as problem:
        raise Refused("This link has expired. Open the project again.", "LINK_EXPIRED") from problem
    if digest not in data["d"]:
        raise NotFound("There is no such thing, or it is not yours.")
    return uuid.UUID(data["w"])
