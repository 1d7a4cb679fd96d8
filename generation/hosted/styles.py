"""The three ways in which providers are asked, as pure functions: what is wanted to a request, an answer to how it stands.

`openai`: pictures at once, clips as jobs. `queue`: submit, ask for the status, fetch. `predictions`: one object that changes.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol
from urllib.parse import quote

from generation.hosted.listing import Hosted
from generation.hosted.wire import Call, same_place


@dataclass(frozen=True)
class Asked:
    """What is wanted, in the provider's sizes; pictures are PNG bytes. Empty is not said."""

    prompt: str
    negative: str
    seed: int
    width: int
    height: int
    frames: int  # 1 for a picture
    quality: str
    steps: int = 0
    guidance: float | None = None
    strength: float | None = None
    first: bytes = b""
    last: bytes = b""
    references: Sequence[bytes] = ()
    source: bytes = b""
    mask: bytes = b""


@dataclass(frozen=True)
class Waiting:
    """It is at work: how far, 0…1, where the provider says so, and what to show."""

    share: float = 0.0
    note: str = ""
    reference: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """It is there: bytes, or where to fetch them."""

    data: bytes = b""
    url: str = ""


@dataclass(frozen=True)
class Ended:
    """There is no result, and none will come. `kind`: refused (words or pictures), failed, cancelled, rubbish."""

    kind: str
    words: str = ""


Standing = Waiting | Made | Ended


class Style(Protocol):
    """How a provider is asked."""

    def submit(self, model: Hosted, asked: Asked) -> Call: ...

    def submitted(self, model: Hosted, answer: Any) -> Standing: ...

    def status(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call: ...

    def standing(self, model: Hosted, reference: str, links: Mapping[str, str], answer: Any) -> Standing | Call: ...

    def found(self, model: Hosted, answer: Any) -> Standing: ...

    def cancel(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call: ...


_NAMES = {  # what is sent under which name, where the entry does not say otherwise; "" is not sent
    "openai": {"prompt": "prompt", "size": "size", "length": "seconds", "source": "image[]", "mask": "mask",
               "first": "input_reference", "references": "image[]", "model": "model"},
    "queue": {"prompt": "prompt", "negative": "negative_prompt", "seed": "seed", "width": "image_size.width",
              "height": "image_size.height", "frames": "num_frames", "first": "image_url", "last": "end_image_url",
              "references": "image_urls", "source": "image_url", "mask": "mask_url", "strength": "strength",
              "steps": "num_inference_steps", "guidance": "guidance_scale"},
    "predictions": {"prompt": "prompt", "negative": "negative_prompt", "seed": "seed", "width": "width", "height": "height",
                    "frames": "num_frames", "first": "image", "last": "last_image", "references": "reference_images",
                    "source": "image", "mask": "mask", "strength": "prompt_strength", "steps": "num_inference_steps",
                    "guidance": "guidance_scale"},
}  # fmt: skip


def named(model: Hosted, asked: Asked) -> dict[str, Any]:
    """Every value that is to be sent, by the provider's name for it; bytes are pictures. Dots make objects in objects."""
    names = {**_NAMES[model.style], **model.fields}
    values: dict[str, Any] = {
        "prompt": asked.prompt, "size": f"{asked.width}x{asked.height}", "width": asked.width, "height": asked.height,
        "seed": asked.seed if "seed" in model.takes else None, "negative": asked.negative, "steps": asked.steps,
        "guidance": asked.guidance, "strength": asked.strength, "model": model.model, "first": asked.first, "last": asked.last,
        "references": list(asked.references), "source": asked.source, "mask": asked.mask,
    }  # fmt: skip
    if model.moves:
        values |= {"frames": asked.frames, "length": _length(model, asked.frames), "rate": _whole(Fraction(model.rate))}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if names.get(name) and (value or value == 0) and value is not None and not (name in ("steps", "negative") and not value):
            found[names[name]] = value
    extra = dict(model.always)
    if asked.quality == "draft" and model.draft is not None:
        extra |= model.draft.always
    return found | extra


def _length(model: Hosted, frames: int) -> int | float:
    """How long that is, as providers count: whole where it is whole."""
    return _whole(Fraction(model.whole(frames)) / Fraction(model.rate))


def _whole(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else round(float(value), 3)


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`; pictures as data addresses."""
    found: dict[str, Any] = {}
    for name, value in flat.items():
        *path, last = name.split(".")
        at = found
        for step in path:
            at = at.setdefault(step, {})
        at[last] = [_data(one) for one in value] if isinstance(value, list) else _data(value)
    return found


def _data(value: Any) -> Any:
    return f"data:image/png;base64,{base64.b64encode(value).decode()}" if isinstance(value, bytes) else value


def headers(model: Hosted) -> dict[str, str]:
    """How the studio says who asks. Raises Hindered (HOSTED_KEY_MISSING)."""
    key = model.key()
    word = model.authorization or ("Key" if model.style == "queue" else "Bearer")
    return {"Authorization": f"{word} {key}"} if key else {}


class OpenAI:
    """Pictures come with the answer; clips are jobs under /videos."""

    def submit(self, model: Hosted, asked: Asked) -> Call:
        """POST images/generations, images/edits or videos."""
        values = named(model, asked)
        pictures = {name: one for name, one in values.items() if _is_picture(one)}
        plain = {name: one for name, one in values.items() if name not in pictures}
        files = [
            (name, f"{name.strip('[]')}-{at}.png", "image/png", data)
            for name, one in pictures.items() for at, data in enumerate(one if isinstance(one, list) else [one])
        ]  # fmt: skip
        if model.moves:
            return Call("POST", f"{model.base}/videos", _form(plain) if files else plain, files)
        if files:
            return Call("POST", f"{model.base}/images/edits", _form(plain), files)
        return Call("POST", f"{model.base}/images/generations", {"n": 1, **plain})

    def submitted(self, model: Hosted, answer: Any) -> Standing:
        """A picture, or the job's number."""
        if model.moves:
            reference = _text(answer, "id")
            return Waiting(reference=reference) if reference else Ended("rubbish", "it gave no number")
        return self.found(model, answer)

    def status(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call:
        """GET videos/{id}."""
        return Call("GET", f"{model.base}/videos/{_safe(reference)}")

    def standing(self, model: Hosted, reference: str, links: Mapping[str, str], answer: Any) -> Standing | Call:
        """queued, in_progress, completed, failed."""
        status = _text(answer, "status")
        if status == "completed":
            return Made(url=f"{model.base}/videos/{_safe(reference)}/content")
        if status in ("failed", "cancelled", "canceled", "expired"):
            return _ended("failed" if status in ("failed", "expired") else "cancelled", answer)
        said = answer.get("progress") if isinstance(answer, dict) else None
        share = min(1.0, max(0.0, said / 100)) if isinstance(said, int | float) else 0.0
        return Waiting(share, "waiting at the provider" if status == "queued" else "")

    def found(self, model: Hosted, answer: Any) -> Standing:
        """The first of `data`."""
        listed = answer.get("data") if isinstance(answer, dict) else None
        one = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
        if isinstance(one.get("b64_json"), str):
            return _decoded(one["b64_json"])
        return Made(url=one["url"]) if isinstance(one.get("url"), str) else _ended("rubbish", answer)

    def cancel(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call:
        """DELETE videos/{id}."""
        return Call("DELETE", f"{model.base}/videos/{_safe(reference)}")


class Queue:
    """POST the model; ask its status until it is completed; then GET the response."""

    def submit(self, model: Hosted, asked: Asked) -> Call:
        """POST the model's own address."""
        return Call("POST", f"{model.base}/{model.model}", nested(named(model, asked)))

    def submitted(self, model: Hosted, answer: Any) -> Standing:
        """`request_id`, and where to ask."""
        reference = _text(answer, "request_id")
        if not reference:
            return _ended("rubbish", answer)
        home = f"{model.base}/{model.model}/requests/{_safe(reference)}"
        plain = {"status": f"{home}/status", "response": home, "cancel": f"{home}/cancel"}
        return Waiting(reference=reference, links={
            name: _own(model, _text(answer, f"{name}_url"), one) for name, one in plain.items()
        })  # fmt: skip

    def status(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call:
        """GET the status."""
        return Call("GET", links["status"])

    def standing(self, model: Hosted, reference: str, links: Mapping[str, str], answer: Any) -> Standing | Call:
        """IN_QUEUE, IN_PROGRESS, COMPLETED (then the response is asked for)."""
        status = _text(answer, "status").upper()
        if status == "COMPLETED":
            return _ended("failed", answer) if _text(answer, "error") else Call("GET", links["response"])
        if status in ("FAILED", "ERROR", "CANCELLED", "CANCELED"):
            return _ended("cancelled" if status.startswith("CANCEL") else "failed", answer)
        place = answer.get("queue_position") if isinstance(answer, dict) else None
        return Waiting(note=f"waiting at the provider, {place} before it" if isinstance(place, int) and place else "")

    def found(self, model: Hosted, answer: Any) -> Standing:
        """`video.url`, or the first of `images`."""
        url = _first_address(answer, ("video", "videos", "image", "images", "output"))
        return _made(url) if url else _ended("rubbish", answer)

    def cancel(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call:
        """PUT cancel."""
        return Call("PUT", links["cancel"])


class Predictions:
    """POST a prediction; GET it until it succeeded."""

    def submit(self, model: Hosted, asked: Asked) -> Call:
        """POST models/{owner}/{name}/predictions, or predictions with a version."""
        body = {"input": nested(named(model, asked))}
        if "/" in model.model:
            return Call("POST", f"{model.base}/models/{model.model}/predictions", body)
        return Call("POST", f"{model.base}/predictions", {"version": model.model, **body})

    def submitted(self, model: Hosted, answer: Any) -> Standing:
        """`id` and `urls`."""
        reference = _text(answer, "id")
        if not reference:
            return _ended("rubbish", answer)
        home = f"{model.base}/predictions/{_safe(reference)}"
        urls = answer.get("urls") if isinstance(answer.get("urls"), dict) else {}
        return Waiting(
            reference=reference,
            links={
                "status": _own(model, _text(urls, "get"), home),
                "cancel": _own(model, _text(urls, "cancel"), f"{home}/cancel"),
            },
        )

    def status(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call:
        """GET the prediction."""
        return Call("GET", links["status"])

    def standing(self, model: Hosted, reference: str, links: Mapping[str, str], answer: Any) -> Standing | Call:
        """starting, processing, succeeded, failed, canceled."""
        status = _text(answer, "status")
        if status == "succeeded":
            return self.found(model, answer)
        if status in ("failed", "canceled", "cancelled", "aborted"):
            return _ended("failed" if status == "failed" else "cancelled", answer)
        return Waiting(note="waiting at the provider" if status in ("starting", "queued") else "")

    def found(self, model: Hosted, answer: Any) -> Standing:
        """`output`: an address, several, or an object that holds some."""
        url = _first_address(answer, ("output",))
        return _made(url) if url else _ended("rubbish", answer)

    def cancel(self, model: Hosted, reference: str, links: Mapping[str, str]) -> Call:
        """POST cancel."""
        return Call("POST", links["cancel"])


STYLES: Mapping[str, Style] = {"openai": OpenAI(), "queue": Queue(), "predictions": Predictions()}
_REFUSALS = ("content_policy", "content policy", "moderation", "safety", "nsfw", "sensitive", "prohibited", "flagged")


def refusal(answer: Any) -> bool:
    """Does an error say that words or pictures are not allowed?"""
    said = json.dumps(answer, ensure_ascii=False).lower() if answer is not None else ""
    return any(one in said for one in _REFUSALS)


def words(answer: Any) -> str:
    """What an error says, on one line."""
    for name in ("error", "detail", "message", "title"):
        one = answer.get(name) if isinstance(answer, dict) else None
        if isinstance(one, dict):
            one = one.get("message") or one.get("code")
        if isinstance(one, list) and one:
            one = one[0].get("msg") if isinstance(one[0], dict) else one[0]
        if isinstance(one, str) and one.strip():
            return " ".join(one.split())[:300]
    return ""


def _ended(kind: str, answer: Any) -> Ended:
    return Ended("refused" if kind != "cancelled" and refusal(answer) else kind, words(answer))


def _text(answer: Any, name: str) -> str:
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, str) and len(value) <= 2000 else ""


def _safe(reference: str) -> str:
    """A number as a part of an address: it cannot lead elsewhere."""
    return quote(reference[:300], safe="")


def _form(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(one) for name, one in values.items()}


def _own(model: Hosted, said: str, plain: str) -> str:
    """Where the provider says to ask, if that is its own place (the key goes there); else where it should be."""
    return said if said and same_place(said, model.base) else plain


def _is_picture(value: Any) -> bool:
    return isinstance(value, bytes) or (isinstance(value, list) and bool(value) and isinstance(value[0], bytes))


def _first_address(answer: Any, names: Sequence[str]) -> str:
    for name in names:
        one = answer.get(name) if isinstance(answer, dict) else None
        if isinstance(one, list):
            one = one[0] if one else None
        if isinstance(one, dict):
            one = one.get("url") or next((inner for inner in one.values() if isinstance(inner, str)), None)
        if isinstance(one, str) and one:
            return one
    return ""


def _made(url: str) -> Standing:
    if url.startswith("data:"):
        return _decoded(url.partition(",")[2])
    return Made(url=url)


def _decoded(text: str) -> Standing:
    try:
        return Made(data=base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return Ended("rubbish", "its picture is no base64")
