"""People of a shared studio: making an account, and its place in a workspace."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from studio.errors import Refused
from studio.models import Membership, Role, Workspace


@transaction.atomic
def create(name: str, password: str, *, workspace: str = "", role: Role = Role.OWNER) -> Membership:
    """A person with a password and a role in a workspace; without a workspace's name they get one of their own.

    An account that is there gets the new password and the role. A workspace of that name is made when there is none.

    Raises:
        Refused: when the name cannot be one, or the password is too weak; the message says why.
    """
    user = User.objects.filter(username=name).first() or User(username=name)
    try:
        user.clean_fields(exclude=["password"])
        validate_password(password, user)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages), "ACCOUNT_INVALID") from problem
    user.set_password(password)
    user.save()
    called = workspace or f"{name}'s studio"
    home = Workspace.objects.filter(name=called).order_by("created").first() or Workspace.objects.create(name=called)
    member, _ = Membership.objects.update_or_create(workspace=home, user=user, defaults={"role": role})
    return member
