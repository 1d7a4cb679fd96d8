"""The socket of a project: greets with the revision, relays what happens, carries presence. It changes nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings

from studio import following
from studio.events import Hello, Pointing, Presence, group

log = logging.getLogger(__name__)
FOLLOW = 0.2  # seconds between two looks at the database when no Redis carries hints; with Redis a third as often


class ProjectConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # Channels carries no types
    """`/ws/projects/<id>?since=<revision>`: closes with 4401 without a login, 4404 for a project that is not this person's."""

    async def connect(self) -> None:
        """Check the person, join the channel, greet, and start to follow."""
        self.follower: asyncio.Task[None] | None = None
        self.client = uuid.uuid4().hex[:8]
        await self.accept()
        user = self.scope.get("user")
        if user is None or not user.is_authenticated:
            await self.close(4401)
            return
        self.user = user.get_username()
        try:
            self.project = uuid.UUID(self.scope["url_route"]["kwargs"]["project"])
            revision = await database_sync_to_async(following.revision_for)(user, self.project)
        except (ValueError, following.NotYours):
            await self.close(4404)
            return
        self.person = user
        since = _since(self.scope["query_string"].decode("latin-1"), revision)
        self.feed = following.Feed(self.project, since)  # before any hint can arrive
        self.group = group(f"project.{self.project}")
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.send_json(Hello(revision=revision).model_dump(mode="json"))
        self.follower = asyncio.create_task(self._follow())

    async def disconnect(self, code: int) -> None:
        """Leave, and say so."""
        if self.follower:
            self.follower.cancel()
        if hasattr(self, "group"):
            await self.channel_layer.group_discard(self.group, self.channel_name)
            await self._tell(Presence(user=self.user, client=self.client, here=False))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        """Text that is a JSON object goes on; anything else is answered with what is wrong, and the socket stays open."""
        try:
            content = json.loads(text_data or "")
        except (ValueError, RecursionError):
            content = None
        if isinstance(content, dict):
            await self.receive_json(content)
        else:
            words = "This message cannot be read. A socket takes JSON objects as text: presence and ping. Edits go to the API."
            await self.send_json({"type": "refused", "code": "MESSAGE_INVALID", "message": words})

    async def receive_json(self, content: Any, **_: Any) -> None:
        """`presence` is passed on; `ping` is answered; everything else has another door."""
        if not hasattr(self, "group"):
            return
        if content.get("type") == "presence":
            frame, chosen = content.get("frame"), content.get("selection")
            selection = [_storable(one) for one in chosen[:200] if isinstance(one, str)] if isinstance(chosen, list) else []
            await self._tell(
                Presence(
                    user=self.user,
                    client=self.client,
                    frame=frame if isinstance(frame, int) and 0 <= frame < 2**31 else None,
                    selection=selection,
                    at=_pointing(content.get("at")),
                )
            )
        elif content.get("type") == "ping":
            await self.send_json({"type": "pong"})

    async def studio_event(self, message: dict[str, Any]) -> None:
        """A hint from elsewhere; edits are numbered, so that the follower does not send one twice."""
        event = message["event"]
        if event.get("type") == "presence" and event.get("client") == self.client:
            return
        if event.get("type") == "edit":
            if event["revision"] != self.feed.revision + 1:
                return  # the follower brings what is missing, in order
            self.feed.revision = event["revision"]
        await self.send_json(event)

    async def _tell(self, event: Presence) -> None:
        await self.channel_layer.group_send(self.group, {"type": "studio.event", "event": event.model_dump(mode="json")})

    async def _follow(self) -> None:
        pause = FOLLOW * (3 if settings.REDIS_URL else 1)
        checked = time.monotonic()
        while True:
            try:
                for event in await database_sync_to_async(self.feed.look)():
                    await self.send_json(event)
                if time.monotonic() - checked > 30:  # a membership that ended closes the socket
                    await database_sync_to_async(following.revision_for)(self.person, self.project)
                    checked = time.monotonic()
            except asyncio.CancelledError:
                raise
            except following.NotYours:
                await self.close(4404)
                return
            except Exception:
                log.exception("following project %s failed; trying again", self.project)
                await asyncio.sleep(2)
            await asyncio.sleep(pause)


def _storable(text: str) -> str:
    """At most 64 characters that every layer can carry: half a surrogate pair is none."""
    return text[:64].encode("utf-8", "replace").decode()


def _pointing(told: Any) -> Pointing | None:
    """A place on a card, or none for whatever is not one."""
    if not isinstance(told, dict) or not isinstance(told.get("shot"), str):
        return None
    x, y = told.get("x"), told.get("y")
    if not all(isinstance(one, int) and 0 <= one <= 1000 for one in (x, y)):
        return None
    return Pointing(shot=_storable(told["shot"]), x=x, y=y)


def _since(query: str, revision: int) -> int:
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name == "since" and value.isdecimal() and len(value) < 20:
            return min(int(value), revision)
    return revision
