"""A real language model's server, that says what a test tells it to: what speaks to one is tested over a socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from storyboard.screenplay.language_endpoint import Endpoint

Answer = Callable[[int, dict[str, Any]], tuple[int, str, dict[str, str]]]


class Server:
    """An OpenAI-compatible server that answers what it is told to and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.answer: Answer = lambda count, body: (200, "", {})
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.asked.append({"path": self.path, **body})
                outer.keys.append(self.headers.get("authorization", ""))
                status, text, headers = outer.answer(len(outer.asked), body)
                payload = text.encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(payload)))
                self.end_headers()
                try:
                    self.wfile.write(payload)
                except BrokenPipeError:
                    self.close_connection = True  # the client went away, as the test wanted

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing to say."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.endpoint = Endpoint(f"http://127.0.0.1:{self.http.server_port}/v1", "director-1", "secret", patience=5)

    def say(self, *contents: str) -> None:
        """Answers with these, one a question, the last one ever after."""
        self.answer = lambda count, body: (200, chat(contents[min(count, len(contents)) - 1]), {})


def chat(content: str) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()
