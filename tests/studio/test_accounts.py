"""Accounts of a shared studio: made from the shell, refused with the reason, good for the login."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from studio.models import Membership

pytestmark = pytest.mark.django_db


def test_an_account_opens_a_shared_studio_and_belongs_somewhere(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SHARED = True
    monkeypatch.setenv("FILMWRIGHT_PASSWORD", "a long enough password")
    said = StringIO()
    call_command("account", "mei", "--workspace", "Night shift", "--role", "editor", stdout=said)
    assert said.getvalue().strip() == "mei is editor of Night shift."
    client = Client()
    answer = client.post("/api/session", {"name": "mei", "password": "a long enough password"}, content_type="application/json")
    assert [one["name"] for one in answer.json()["workspaces"]] == ["Night shift"]
    call_command("account", "mei", "--workspace", "Night shift", "--role", "producer", stdout=said)
    assert Membership.objects.get(user__username="mei").role == "producer"


@pytest.mark.parametrize(
    ("name", "password", "words"), [("mei", "short", "too short"), ("a b/../c", "a long enough password", "valid")]
)
def test_what_cannot_be_an_account_is_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, name: str, password: str, words: str
) -> None:
    monkeypatch.setenv("FILMWRIGHT_PASSWORD", password)
    with pytest.raises(CommandError, match=words):
        call_command("account", name)
    assert not Membership.objects.exists()


def test_nobody_to_type_a_password_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FILMWRIGHT_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="FILMWRIGHT_PASSWORD"):
        call_command("account", "mei")
