"""A provider of models to be asked in tests: a real HTTP server of the three styles, which misbehaves when it is told to."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image

from generation.mezzanine import clip_to


def picture(width: int, height: int, seed: int = 1) -> bytes:
    """A PNG with something to see in it."""
    pixels = (np.random.default_rng(seed).random((height, width, 3)) * 255).astype(np.uint8)
    buffer = io.BytesIO()
    PIL.Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def film(folder: Path, width: int, height: int, frames: int, rate: Fraction) -> bytes:
    """A clip whose pictures grow brighter."""
    path = folder / f"{width}-{height}-{frames}.mkv"
    with clip_to(path, width, height, rate) as writer:
        for at in range(frames):
            pixels = np.full((height, width, 3), 20 + at * 200 // frames, np.uint8)
            pixels[: height // 2, : width // 2] = (200, 40, 40)
            writer.write(pixels)
    return path.read_bytes()


class Provider:
    """`orders` are what was taken, in order; `ills` is what goes wrong with the next requests, one after the other."""

    def __init__(self, result: bytes) -> None:
        self.result = result
        self.orders: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.asked: list[str] = []
        self.cancelled: list[str] = []
        self.ills: list[str] = []
        self.polls = 2  # how often it is still at work
        self.standing: dict[str, int] = {}
        self.fetched = 0
        self.elsewhere = ""  # where its results lie, when not here
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                return None

            def do_GET(self) -> None:
                provider.answer(self, b"")

            def do_POST(self) -> None:
                provider.answer(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            do_PUT = do_DELETE = do_POST  # noqa: N815 - the names that the server calls

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Nobody answers from now on."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, to: Any, body: bytes) -> None:
        """One request."""
        self.asked.append(f"{to.command} {to.path}")
        if to.headers.get("Authorization") not in ("Bearer secret-word", "Key secret-word"):
            if to.path.startswith("/result"):
                return self._give(to)
            return self._say(to, 401, {"error": {"message": "no such key"}})
        if to.path.startswith("/result") or to.path.endswith("/content"):
            return self._give(to)
        if to.command == "POST" and not to.path.endswith("/cancel"):
            return self._order(to, body)
        number = next((one for one in self.standing if one in to.path), "")
        if to.path.endswith("/cancel") or to.command == "DELETE":
            self.cancelled.append(number)
            return self._say(to, 200, {})
        return self._status(to, number)

    def _order(self, to: Any, body: bytes) -> None:
        ill = self.ills.pop(0) if self.ills else ""
        if ill == "rate":
            return self._say(to, 429, {"error": {"message": "slow down"}}, {"Retry-After": "1"})
        if ill == "long rate":
            return self._say(to, 429, {"error": {"message": "slow down"}}, {"Retry-After": "9000"})
        if ill == "policy":
            return self._say(to, 400, {"error": {"message": "blocked by our content policy", "code": "content_policy_violation"}})
        if ill == "credit":
            return self._say(to, 402, {"detail": "insufficient credit"})
        if ill == "invalid":
            return self._say(to, 422, {"detail": [{"msg": "num_frames: not a multiple"}]})
        key = to.headers.get("Idempotency-Key", "")
        again = key in self.keys
        if not again:
            kind = to.headers.get("Content-Type", "")
            self.keys.append(key)
            self.orders.append(json.loads(body) if kind == "application/json" else {"form": body})
        number = f"order-{self.keys.index(key)}"
        self.standing.setdefault(number, self.polls)
        if ill == "silence":  # taken, and the line breaks
            to.close_connection = True
            to.connection.shutdown(2)
            return None
        if ill == "slow":
            time.sleep(1.0)
        if ill == "html":
            return self._say(to, 200, b"<html>Sign in</html>", {"Content-Type": "text/html"})
        if "/images/" in to.path:
            return self._say(to, 200, {"data": [{"b64_json": base64.b64encode(self.result).decode()}]})
        home = f"{self.base}/{number}"
        return self._say(to, 200, {
            "id": number, "request_id": number, "status": "queued", "urls": {"get": home, "cancel": f"{home}/cancel"},
            "status_url": f"{home}/status", "response_url": f"{home}/response", "cancel_url": f"{home}/cancel",
        })  # fmt: skip

    def _status(self, to: Any, number: str) -> None:
        if not number:
            return self._say(to, 404, {"detail": "unknown"})
        where = self.elsewhere or f"{self.base}/result/{number}.mp4"
        if to.path.endswith("/response"):
            return self._say(to, 200, {"video": {"url": where}, "images": [{"url": where}]})
        self.standing[number] -= 1
        if number in self.cancelled:
            return self._say(to, 200, {"status": "CANCELED" if "status" in to.path else "canceled"})
        ill = self.ills.pop(0) if self.ills else ""
        if ill == "away":
            return self._say(to, 503, {})
        if ill == "failed":
            return self._say(to, 200, {"status": "failed", "error": "the machine broke"})
        if ill == "unsafe":
            return self._say(to, 200, {"status": "failed", "error": "NSFW content detected"})
        done = self.standing[number] < 0
        if "/status" in to.path:
            return self._say(to, 200, {"status": "COMPLETED" if done else "IN_QUEUE", "queue_position": 3})
        if "/videos/" in to.path:
            return self._say(to, 200, {"status": "completed" if done else "in_progress", "progress": 40})
        return self._say(to, 200, {"status": "succeeded" if done else "processing", "output": [where]})

    def _give(self, to: Any) -> None:
        ill = self.ills.pop(0) if self.ills else ""
        self.fetched += 1
        if ill == "cut":
            to.send_response(200)
            to.send_header("Content-Length", str(len(self.result)))
            to.end_headers()
            to.wfile.write(self.result[: len(self.result) // 2])
            to.close_connection = True
            return None
        if ill == "page":
            return self._say(to, 200, b"<html>Not found</html>", {"Content-Type": "video/mp4"})
        return self._say(to, 200, self.result, {"Content-Type": "video/mp4"})

    def _say(self, to: Any, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        to.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            to.send_header(name, value)
        to.send_header("Content-Length", str(len(raw)))
        to.end_headers()
        to.wfile.write(raw)
