"""A language model behind any OpenAI-compatible address: a studio's own server, a hosted one, or a desktop program."""

# ruff: noqa: E501 - what models and people read is written as they read it

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx

from storyboard.screenplay.errors import LanguageFailed

_MOST_BYTES = 4_000_000
_LONGEST_WAIT = 20


@dataclass
class Endpoint:
    """`url` is the base up to and without `/chat/completions`, as in `http://localhost:8080/v1`; chosen by whoever runs the server.

    `patience` is how many whole seconds an answer may take. The key is sent only to this address; redirects are not followed.
    """

    url: str
    model: str
    key: str = ""
    patience: int = 120
    small: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return self.model or "the language model"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Endpoint:
        """From FILMWRIGHT_LLM_URL, FILMWRIGHT_LLM_MODEL and FILMWRIGHT_LLM_KEY.

        Raises:
            LanguageFailed: MODEL_NOT_CHOSEN, naming what is not set.
        """
        url, model = environment.get("FILMWRIGHT_LLM_URL", "").strip(), environment.get("FILMWRIGHT_LLM_MODEL", "").strip()
        if not url or not model:
            missing = " and ".join(
                name for name, value in (("FILMWRIGHT_LLM_URL", url), ("FILMWRIGHT_LLM_MODEL", model)) if not value
            )
            raise LanguageFailed(
                "MODEL_NOT_CHOSEN",
                f"No language model is chosen: set {missing} (an OpenAI-compatible address and a model's name), or import with the rules.",
            )
        if not url.startswith(("http://", "https://")):
            raise LanguageFailed("MODEL_NOT_CHOSEN", "FILMWRIGHT_LLM_URL must begin with http:// or https://.")
        return cls(url, model, environment.get("FILMWRIGHT_LLM_KEY", "").strip())

    def answer(self, instructions: str, question: str, schema: dict[str, Any], heartbeat: Callable[[], None]) -> str:
        """Asks once; waits as told when the model is busy; asks without a schema where that is not understood.

        `heartbeat` is not called while a server thinks: `patience` bounds that.
        """
        forms: list[dict[str, Any] | None] = [
            {"type": "json_schema", "json_schema": {"name": "breakdown", "schema": schema, "strict": True}},
            {"type": "json_object"},
            None,
        ]
        example = (
            f"{instructions}\nThe JSON follows this schema:\n{json.dumps(schema, ensure_ascii=False, separators=(',', ':'))}"
        )
        waited = 0
        while True:
            body: dict[str, Any] = {
                "model": self.model,
                "temperature": 0,
                "messages": [
                    {"role": "system", "content": instructions if len(forms) == 3 else example},
                    {"role": "user", "content": question},
                ],
            }
            if forms[0] is not None:
                body["response_format"] = forms[0]
            status, headers, text = self._post(body)
            if status == 200:
                return self._content(text)
            if status in (400, 422) and len(forms) > 1:
                forms.pop(0)  # many servers know only some of the ways to ask for JSON
                continue
            if status in (429, 503) and waited < 2:
                waited += 1
                told = headers.get("retry-after", "")
                time.sleep(min(int(told) if told.isdigit() else 2 * waited, _LONGEST_WAIT))
                continue
            raise self._refusal(status, text)

    def _post(self, body: dict[str, Any]) -> tuple[int, httpx.Headers, str]:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            with (
                httpx.Client(timeout=self.patience, follow_redirects=False) as client,
                client.stream("POST", f"{self.url.rstrip('/')}/chat/completions", json=body, headers=headers) as response,
            ):
                received = bytearray()
                stop = time.monotonic() + self.patience
                for chunk in response.iter_bytes():
                    received += chunk
                    if len(received) > _MOST_BYTES:
                        raise LanguageFailed(
                            "MODEL_ANSWER", f"{self.name} answered with more than {_MOST_BYTES // 1_000_000} MB."
                        )
                    if time.monotonic() > stop:
                        raise httpx.ReadTimeout("the answer trickled")
                return response.status_code, response.headers, received.decode("utf-8", "replace")
        except httpx.TimeoutException as problem:
            raise LanguageFailed(
                "MODEL_TIMED_OUT",
                f"{self.name} did not answer within {self.patience} s. Try again, choose a faster model, or import with the rules.",
            ) from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise LanguageFailed(
                "MODEL_UNREACHABLE",
                f"{self.name} cannot be reached at {self.url} ({type(problem).__name__}). Check FILMWRIGHT_LLM_URL and that it runs.",
            ) from problem

    def _content(self, text: str) -> str:
        try:
            choice = json.loads(text)["choices"][0]
            content = choice["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as problem:
            raise LanguageFailed(
                "MODEL_ANSWER",
                f"The address {self.url} does not answer as an OpenAI-compatible server does. Check FILMWRIGHT_LLM_URL.",
            ) from problem
        if not isinstance(content, str) or not content.strip():
            raise LanguageFailed("MODEL_ANSWER", f"{self.name} answered with nothing.")
        return content

    def _refusal(self, status: int, text: str) -> LanguageFailed:
        said = " ".join(text[:300].split())
        if status in (401, 403):
            return LanguageFailed("MODEL_REFUSED", f"{self.name} refused the key ({status}). Check FILMWRIGHT_LLM_KEY.")
        if status in (301, 302, 307, 308, 404, 405):
            words = f"There is no model {self.model} at {self.url} ({status}). Check FILMWRIGHT_LLM_URL and FILMWRIGHT_LLM_MODEL."
            return LanguageFailed("MODEL_REFUSED", words)
        if status in (429, 503):
            return LanguageFailed(
                "MODEL_BUSY", f"{self.name} is busy ({status}). Wait a minute and import again, or import with the rules."
            )
        return LanguageFailed("MODEL_REFUSED", f"{self.name} could not answer ({status}): {said[:160] or 'no reason given'}.")
