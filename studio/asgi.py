"""HTTP and WebSocket joined into one application."""

from __future__ import annotations

import gc
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import get_resolver, re_path  # noqa: E402

from studio.consumers import ProjectConsumer  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([re_path(r"^ws/projects/(?P<project>[0-9a-f-]{36})$", ProjectConsumer.as_asgi())]))
        ),
    }
)

# What is imported by now stays, and an answer about a thousand shots makes a hundred thousand objects that are no garbage:
# looking through all of them again and again doubled its time.
assert get_resolver().url_patterns  # the routes too are imported by now
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
# Whoever works through a whole film gives way to edits and sockets after this many seconds, not after Python's usual five times.
sys.setswitchinterval(0.001)
