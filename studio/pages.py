"""The page that is the app, and the page that says whether the studio is well."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

NOT_BUILT = (
    "<!doctype html><meta charset=utf-8><title>Filmwright</title>"
    "<p>The browser part has not been built yet. Stop the server, run <code>make run</code>, and open this page again.</p>"
)


@require_GET
@ensure_csrf_cookie
def app(request: HttpRequest) -> HttpResponse:
    """The single-page app, whatever the path: its own router reads it."""
    page = settings.FRONTEND / "index.html"
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503)
    answer = HttpResponse(page.read_bytes(), content_type="text/html; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; "
        "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self' ws: wss:; "
        "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    )
    return answer


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not."""
    connection.ensure_connection()
    return JsonResponse({"ok": True, "database": connection.vendor})
