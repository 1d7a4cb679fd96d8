"""Where each address leads: the API, media, and the single-page app for everything else."""

from __future__ import annotations

from django.urls import path, re_path

from studio.answers import nothing_here
from studio.api import api
from studio.pages import app, health
from studio.serving import media

urlpatterns = [
    path("api/", api.urls),
    re_path(r"^api(/.*)?$", nothing_here),
    path("media/<str:digest>", media),
    path("health", health),
    re_path(r"^(?!api/|media/|ws/|assets/).*$", app),
]
