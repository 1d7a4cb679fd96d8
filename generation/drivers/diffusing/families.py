"""What a family of diffusion models is: pipelines, what they take, sizes, frames, steps, precision; and the list of all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from generation.drivers.diffusing.asking import Way

LOOKS = "IP-Adapter"  # the class of a part that lets a network look at pictures


@dataclass(frozen=True)
class Family:
    """One kind of model. A folder belongs to the first family whose `marks` name its pipeline and whose `when` holds."""

    name: str
    marks: tuple[str, ...]  # the pipeline classes that a folder's model_index.json may name
    ways: tuple[Way, ...]  # the first that serves what is given is taken
    side: int  # width and height are multiples of this, in pixels
    area: int  # pixels of a picture, at most: what it was trained on
    steps: tuple[int, int]  # draft, final
    guidance: float | None  # None: it takes none; 0: distilled, so that it is left at that
    guide: str = "guidance_scale"
    negative: bool = True
    words: bool = True  # whether it reads words
    stride: int = 0  # a clip has stride·n + 1 frames; 0: a picture
    longest: int = 1  # frames of a clip, at most
    rate: Fraction | None = None  # frames a second that it makes; None: it is told
    fixed: bool = False  # its size is the one in its configuration
    when: Mapping[str, Any] = field(default_factory=dict)  # "transformer.image_dim": what is said there; ...: something
    precise: tuple[str, ...] = ()  # parts that stay in float32
    extra: Mapping[str, Any] = field(default_factory=dict)  # further arguments of every call
    draft: Fraction = Fraction(1, 2)  # of `area`, in a draft
    adapters: tuple[str, ...] = ()  # the parts that a LoRA may change; (): it takes none
    references: int = 0  # pictures of who and what, at most
    guides: int = 1  # at a time
    sound: bool = False  # it makes what is heard with what is seen
    prompt: str = "prose"  # how its words were written when it was trained: lines | prose | tags
    languages: tuple[str, ...] = ("en",)
    # What it takes only where a folder of this name lies in the checkpoint's, and the class of network in it.
    parts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        """Does it make clips?"""
        return self.stride > 0

    @property
    def guided(self) -> bool:
        """Can it be said how closely it keeps to the words?"""
        return bool(self.guidance)

    def takes(self, there: Collection[str] = ()) -> frozenset[str]:
        """What it takes in the words of `drivers.taking`, with those of its `parts` that are there."""
        asked = frozenset[str]().union(*(one.needs | one.takes | one.one_of for one in self.ways))
        found = {"seed", "steps", "draft"} | {word for word in asked if self.ready(word, there)}
        told = {
            "words": self.words, "negative": self.negative and self.words, "guidance": self.guided,
            "adapters": bool(self.adapters), "sound": self.sound,
        }  # fmt: skip
        return frozenset(found | {word for word, so in told.items() if so})

    @property
    def needs(self) -> frozenset[str]:
        """What it cannot do without, in the words of `drivers.taking`: what every one of its ways needs."""
        return frozenset[str].intersection(*(one.needs for one in self.ways))

    def ready(self, word: str, there: Collection[str]) -> bool:
        """Is the part there that it needs for this?"""
        return word not in self.parts or self.parts[word][0] in there


def all_families() -> tuple[Family, ...]:
    """Every family, in the order in which a folder is held against them."""
    from generation.drivers.diffusing.families_image import IMAGE
    from generation.drivers.diffusing.families_video import VIDEO

    return (*VIDEO, *IMAGE)


def named(name: str) -> Family:
    """The family of this name. Raises KeyError."""
    return {one.name: one for one in all_families()}[name]
