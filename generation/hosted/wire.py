"""One HTTP request to a provider: its address looked at first, its answer limited, and every way it can fail told apart."""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import socket
import ssl
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from generation.operation import BadInput

PATIENCE = 20.0  # of wall time, in s: how long a provider may be silent; less than a worker waits for what it stops
_ANSWER = 64 << 20  # bytes of an answer in JSON: it may hold a picture
_RESULT = 2 << 30  # bytes of a clip
_BLOCK = 1 << 18


class NotSent(Exception):
    """The request surely did not arrive: nobody answered at that address."""


class Unanswered(Exception):
    """The request left, and no answer came: it may have been taken."""


@dataclass(frozen=True)
class Call:
    """A request. `files` makes it a form: field, name, type and bytes of each; `body` are then its fields."""

    method: str
    url: str
    body: Mapping[str, Any] | None = None
    files: Sequence[tuple[str, str, str, bytes]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers in small letters, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def after(self, most: float) -> float:
        """How long to wait, as the provider says in Retry-After, at least 1 and at most `most`; 0 when it does not say."""
        said = self.headers.get("retry-after", "")
        return min(most, max(1.0, float(said))) if said.isdecimal() else 0.0


def same_place(one: str, other: str) -> bool:
    """Do two addresses have scheme, host and port in common?"""
    return _place(one) == _place(other)


def _place(url: str) -> tuple[str, str, int]:
    at = urlsplit(url)
    try:
        port = at.port
    except ValueError:
        port = -1
    return at.scheme, (at.hostname or "").lower(), port or (443 if at.scheme == "https" else 80)


def ask(call: Call, *, local: bool = False, patience: float = PATIENCE) -> Answer:
    """The answer to a request; a redirection is an answer, and is not followed.

    Raises:
        NotSent, Unanswered; BadInput (HOSTED_ADDRESS) for an address that must not be asked.
    """
    headers, body = _packed(call)
    connection = _connected(call.url, local, patience)
    try:
        connection.request(call.method, _path(call.url), body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, _small(answer), _read(answer))
    except (OSError, http.client.HTTPException) as problem:
        raise Unanswered(_words(problem)) from problem
    finally:
        connection.close()


def fetch(url: str, to: Path, tell: Callable[[int], None], *, headers: Mapping[str, str], own: str, local: bool) -> str:
    """Write what lies at an address to a file, following redirections; the type that it was said to be.

    `headers` (which hold the key) go to the provider's `own` place only. `tell` hears the bytes so far, and may raise.

    Raises:
        NotSent, Unanswered; BadInput: HOSTED_ADDRESS, HOSTED_RUBBISH for what is too large, cut short or not there.
    """
    for _ in range(6):
        mine = same_place(url, own)
        connection = _connected(url, local and mine, PATIENCE)
        try:
            connection.request("GET", _path(url), None, {"Accept": "*/*", **(headers if mine else {})})
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308) and (onward := answer.getheader("Location")):
                url = urljoin(url, onward)
                continue
            if answer.status in (429, 500, 502, 503, 504):
                raise Unanswered(f"it answered {answer.status}")
            if answer.status != 200:
                raise BadInput(
                    f"The provider made it, but the result cannot be fetched: its answer is {answer.status}.", "HOSTED_RUBBISH"
                )
            _pour(answer, to, tell)
            return (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        except (OSError, http.client.HTTPException) as problem:
            raise Unanswered(_words(problem)) from problem
        finally:
            connection.close()
    raise BadInput("The provider sends from one address to the next and never to a result.", "HOSTED_RUBBISH")


def _pour(answer: http.client.HTTPResponse, to: Path, tell: Callable[[int], None]) -> None:
    told = answer.getheader("Content-Length") or ""
    part, count = to.with_name(f"{to.name}.{uuid.uuid4().hex}.part"), 0
    try:
        with part.open("wb") as file:
            while block := answer.read(_BLOCK):
                count += len(block)
                if count > _RESULT:
                    raise BadInput("The provider's result is larger than 2 GiB.", "HOSTED_RUBBISH")
                file.write(block)
                tell(count)
        if told.isdecimal() and count != int(told):
            raise Unanswered(f"{count} of {told} bytes came")
        os.replace(part, to)
    finally:
        part.unlink(missing_ok=True)


def _connected(url: str, local: bool, patience: float) -> http.client.HTTPConnection:
    """A connection to an address that may be asked, made to the very number that was looked at."""
    at = urlsplit(url)
    scheme, host, port = _place(url)
    if scheme not in ("https", "http") or (scheme == "http" and not local) or not host or at.username or port < 1:
        raise _forbidden(f"{scheme}://{host}")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NotSent(_words(problem)) from problem
    if not local and any(not ipaddress.ip_address(one[4][0]).is_global for one in found):
        raise _forbidden(host)
    last: OSError | None = None
    for family, kind, protocol, _, address in found:
        plain = socket.socket(family, kind, protocol)
        plain.settimeout(patience)
        try:
            plain.connect(address)
            if scheme == "https":
                plain = _trust().wrap_socket(plain, server_hostname=host)
        except OSError as problem:
            plain.close()
            last = problem
            continue
        connection = http.client.HTTPConnection(host, port, timeout=patience)
        if scheme == "https":
            connection.default_port = 443  # the Host line then leaves the port out, as it does for http at 80
        connection.sock = plain
        return connection
    raise NotSent(_words(last)) from last


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=os.environ.get("FILMWRIGHT_HOSTED_CA") or None)


def _forbidden(where: str) -> BadInput:
    return BadInput(
        f"The provider sends to {where[:100]}, which is no public https address; it was not asked. If the model runs on your own "
        "network, say local = true in its entry.",
        "HOSTED_ADDRESS",
    )


def _path(url: str) -> str:
    at = urlsplit(url)
    return (at.path or "/") + (f"?{at.query}" if at.query else "")


def _packed(call: Call) -> tuple[dict[str, str], bytes | None]:
    headers = {"Accept": "application/json", "User-Agent": "filmwright", **call.headers}
    if call.body is None and not call.files:
        return headers, b"" if call.method in ("POST", "PUT") else None
    if not call.files:
        return {**headers, "Content-Type": "application/json"}, json.dumps(call.body, ensure_ascii=False).encode()
    line = uuid.uuid4().hex
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (call.body or {}).items()
    ]
    for name, called, kind, data in call.files:
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\nContent-Type: {kind}\r\n\r\n'
        parts += [head.encode(), data, b"\r\n"]
    return {**headers, "Content-Type": f"multipart/form-data; boundary={line}"}, b"".join([*parts, f"--{line}--\r\n".encode()])


def _small(answer: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.getheaders()}


def _read(answer: http.client.HTTPResponse) -> bytes:
    body = answer.read(_ANSWER + 1)
    if len(body) > _ANSWER:
        raise http.client.HTTPException("its answer is longer than 64 MiB")
    return body


def _words(problem: BaseException | None) -> str:
    return " ".join(str(problem).split())[:200] or type(problem).__name__
