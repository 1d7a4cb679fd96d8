"""The hosted models of this studio: `hosted.toml` in its home, which its owner writes; secrets are named there, never kept."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from generation.drivers import taking
from generation.operation import BadInput, Hindered
from generation.wording import reasons

# What a hosted model may be given: what is sent is named here, and nothing else of a film ever leaves the machine.
TAKES = frozenset(
    ("words", "negative", "seed", "steps", "guidance", "draft", "first", "last", "references", "source", "mask", "strength")
)
Unit = Literal["run", "picture", "frame", "second", "megapixel"]
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=6)]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Price(_Said):
    """What one unit costs; a `second` is one of the clip, a `megapixel` is a million pixels of all its frames together."""

    amount: Amount
    unit: Unit
    currency: str = Field(pattern="^[A-Z]{3}$")


class Draft(_Said):
    """What is otherwise in a draft."""

    amount: Amount | None = None
    always: Mapping[str, Any] = Field(default_factory=dict)


class Hosted(_Said):
    """One hosted model, as its entry says. Sizes are pixels, lengths frames at `rate`."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,60}@[A-Za-z0-9._-]{1,20}$")
    title: str = Field(min_length=1, max_length=300)
    capability: Literal["image-generator", "video-generator"]
    style: Literal["openai", "queue", "predictions"]
    base: str = Field(max_length=400)
    model: str = Field(default="", max_length=200)
    secret: str = Field(default="", pattern=r"^[A-Z][A-Z0-9_]{0,80}$|^$")
    authorization: str = Field(default="", max_length=40, pattern=r"^[\w-]*$")
    local: bool = False
    idempotent: bool = False
    charges_failures: bool = False
    licence: str = Field(min_length=1, max_length=300)
    commercial: bool
    credit: str = Field(min_length=1, max_length=300)
    takes: tuple[str, ...] = ("words",)
    needs: tuple[Literal["first", "last"], ...] = ()
    references: int = Field(default=0, ge=0, le=16)
    sizes: tuple[str, ...] = ()
    side: int = Field(default=16, ge=1, le=256)
    area: int = Field(default=1280 * 720, ge=64 * 64, le=4096 * 4096)
    rate: str = "24/1"
    lengths: tuple[int, ...] = ()
    stride: int = Field(default=1, ge=1, le=64)
    longest: int = Field(default=121, ge=1, le=4000)
    price: Price | None = None
    draft: Draft | None = None
    fields: Mapping[str, str] = Field(default_factory=dict)
    always: Mapping[str, Any] = Field(default_factory=dict)
    patience: int = Field(default=1800, ge=10, le=14_000, description="Wall-clock limit of one order.")
    prompt: Literal["lines", "prose", "tags"] = "prose"
    languages: tuple[str, ...] = ("en", "zh")

    @field_validator("takes")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := sorted(set(value) - TAKES):
            raise ValueError(f"takes names {', '.join(unknown)}; known are {', '.join(sorted(TAKES))}")
        return tuple(taking.ordered(value))

    @field_validator("sizes")
    @classmethod
    def _sizes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            wide, _, high = one.partition("x")
            if not (wide.isdecimal() and high.isdecimal() and 16 <= int(wide) <= 4096 and 16 <= int(high) <= 4096):
                raise ValueError(f"a size is written 1280x720, not {one}")
        return value

    @field_validator("rate")
    @classmethod
    def _rate(cls, value: str) -> str:
        from generation.media import rate

        return str(rate(value)) and value

    @model_validator(mode="after")
    def _address(self) -> Hosted:
        at = urlsplit(self.base)
        if at.scheme != "https" and not (self.local and at.scheme == "http"):
            raise ValueError("base begins with https:// (http:// only where local = true)")
        if not at.hostname or at.query or at.fragment or at.username:
            raise ValueError("base is an address without a question, a fragment or a name in it")
        if self.style != "openai" and not self.model:
            raise ValueError("model is missing: what the provider calls it")
        if self.capability == "video-generator" and {"source", "mask"} & set(self.takes):
            raise ValueError("a hosted model of clips takes no source and no mask")
        if missing := sorted(set(self.needs) - set(self.takes)):
            raise ValueError(f"it needs {', '.join(missing)}, which takes does not name")
        if any(one < 1 for one in self.lengths):
            raise ValueError("lengths are frames, 1 or more each")
        return self

    @property
    def moves(self) -> bool:
        """Does it make clips?"""
        return self.capability == "video-generator"

    @property
    def host(self) -> str:
        """Who runs it, as the ledger says."""
        return urlsplit(self.base).hostname or ""

    @property
    def most(self) -> int:
        """Frames of one clip, at most."""
        return max(self.lengths) if self.lengths else self.longest

    def key(self) -> str:
        """The secret, from the environment; "" where the entry names none.

        Raises:
            Hindered: HOSTED_KEY_MISSING.
        """
        found = os.environ.get(self.secret, "") if self.secret else ""
        if self.secret and not found.strip():
            raise Hindered(
                f"{self.title} needs a key that is not set: put it into the environment variable {self.secret} of the studio, "
                "start the studio again, then ask again.",
                "HOSTED_KEY_MISSING",
            )
        return found.strip()

    def ready(self) -> bool:
        """Is its key there?"""
        return not self.secret or bool(os.environ.get(self.secret, "").strip())

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height that it is asked for, for a film of this size: nearest in shape, then in pixels."""
        if not self.sizes:
            from generation.drivers.diffusing.conforming import sized

            form = sized(width, height, self.side, self.area)
            return form.width, form.height
        known = [tuple(int(side) for side in one.split("x")) for one in self.sizes]
        best = min(known, key=lambda one: (round(abs(math.log(one[0] * height / (one[1] * width))), 2), abs(one[0] - width), one))
        return best[0], best[1]

    def frames(self, frames: int, rate: Fraction) -> int:
        """How many of its own frames are asked for, so that `frames` at `rate` can be shown.

        Raises:
            BadInput: FRAMES_TOO_MANY.
        """
        last = math.ceil(Fraction(frames - 1) * Fraction(self.rate) / rate)
        if self.lengths:
            wanted = next((one for one in sorted(self.lengths) if one > last), 0)
        else:
            wanted = math.ceil(Fraction(last, self.stride)) * self.stride + 1
        if not wanted or wanted > self.most:
            most = int(Fraction(self.most - 1) * rate / Fraction(self.rate)) + 1
            raise BadInput(
                f"{self.title} makes at most {most} frames at {rate} in one go, not {frames}. Split the shot.", "FRAMES_TOO_MANY"
            )
        return wanted

    def cost(self, width: int, height: int, frames: int, rate: Fraction, quality: str) -> Decimal | None:
        """What it will cost, for a film of this size (`frames` is 1 for a picture); None where the entry does not say.

        Raises:
            BadInput: FRAMES_TOO_MANY.
        """
        if self.price is None:
            return None
        each = self.price.amount
        if quality == "draft" and self.draft is not None and self.draft.amount is not None:
            each = self.draft.amount
        wide, high = self.size(width, height)
        made = self.frames(frames, rate) if self.moves else 1
        own = Fraction(self.rate)
        count = {
            "run": Fraction(1), "picture": Fraction(1), "frame": Fraction(made), "second": Fraction(self.whole(made)) / own,
            "megapixel": Fraction(wide * high * made, 1_000_000),
        }[self.price.unit]  # fmt: skip
        exact = each * count.numerator / count.denominator
        return exact.quantize(Decimal("0.000001"), rounding="ROUND_UP")

    def whole(self, frames: int) -> int:
        """Frames that are billed by time: those that were asked for; of stride·n + 1 frames the first is not counted."""
        return frames - 1 if not self.lengths and frames > 1 and self.stride > 1 else frames


_kept: dict[Path, tuple[tuple[int, int], Mapping[str, Hosted]]] = {}


def place() -> Path:
    """The list: FILMWRIGHT_HOSTED, or `hosted.toml` in FILMWRIGHT_HOME (by default `var` beside the code)."""
    if named := os.environ.get("FILMWRIGHT_HOSTED"):
        return Path(named)
    home = os.environ.get("FILMWRIGHT_HOME") or Path(__file__).resolve().parent.parent.parent / "var"
    return Path(home) / "hosted.toml"


def models() -> Mapping[str, Hosted]:
    """Every hosted model by id; read again only when the list has changed.

    Raises:
        BadInput: HOSTED_LIST, when the list is wrong; it says where.
    """
    path = place()
    try:
        seen = path.stat()
    except OSError:
        return {}
    stamp = (seen.st_mtime_ns, seen.st_size)
    known = _kept.get(path)
    if known is None or known[0] != stamp:
        known = _kept[path] = (stamp, _read(path))
    return known[1]


def _read(path: Path) -> Mapping[str, Hosted]:
    found: dict[str, Hosted] = {}
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("model", [])
        for at, raw in enumerate(listed, 1):
            one = Hosted.model_validate(raw, strict=False)
            if one.id in found:
                raise ValueError(f"model {at}: {one.id} is there twice")
            found[one.id] = one
    except ValidationError as problem:
        raise _wrong(path, f"model {len(found) + 1}: {reasons(problem.errors())}") from problem
    except (ValueError, TypeError, AttributeError, OSError) as problem:
        raise _wrong(path, str(problem)) from problem
    return found


def _wrong(path: Path, why: str) -> BadInput:
    return BadInput(f"The list of hosted models, {path.name}, is not right ({why}). Mend it; docs/hosted-models.md says how.",
                    "HOSTED_LIST")  # fmt: skip


def model(id: str) -> Hosted:
    """Raises BadInput (CHECKPOINT_UNKNOWN) for an id that is not in the list."""
    try:
        return models()[id]
    except KeyError:
        raise BadInput(f"There is no hosted model {id!r} in {place().name} any more.", "CHECKPOINT_UNKNOWN") from None
