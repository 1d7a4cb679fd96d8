"""The owner of a local studio: made on the first run, and at home on this machine without a password."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from studio.models import Membership, Role, Workspace


@transaction.atomic
def ensure_owner(name: str = "owner") -> User:
    """The local owner with a workspace; made when there is none. Safe to call at once from two processes."""
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if not Membership.objects.filter(user=user).exists():
        workspace = Workspace.objects.create(name="My studio")
        Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
    return user


class LocalOwnerMiddleware:
    """Logs the local owner in when the studio is not shared and the request comes from this very machine."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SHARED and not request.user.is_authenticated and _is_this_machine(request):
            login(request, ensure_owner(), backend="django.contrib.auth.backends.ModelBackend")
        return self.respond(request)


def _is_this_machine(request: HttpRequest) -> bool:
    # A proxy on this machine speaks for strangers: a forwarded request is never the owner's own.
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
