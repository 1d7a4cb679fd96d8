"""What a request gives a generator, in the words of `takes` in the catalogue, and the refusal of what it does not take."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from generation.drivers import Clip, Picture
from generation.operation import BadInput

GUIDES = ("guide.depth", "guide.pose", "guide.edges")
# Every word that `takes` may hold, in the order in which it is shown.
WORDS = (
    "words", "negative", "seed", "steps", "guidance", "draft", "first", "last", "held", "references", "source", "mask",
    "strength", *GUIDES, "adapters", "tracks", "boxes", "camera", "stage", "speech", "sound",
)  # fmt: skip
_SAID = {
    "first": "a first picture", "last": "a last picture", "held": "pictures at other frames", "references": "references",
    "source": "a picture or clip to be made anew", "mask": "a mask", "guide.depth": "a guide of depth",
    "guide.pose": "a guide of poses", "guide.edges": "a guide of edges", "adapters": "adapters", "tracks": "tracks",
    "boxes": "boxes", "camera": "camera moves", "words": "words", "stage": "a stage", "speech": "voices",
}  # fmt: skip


def given(picture: Picture) -> set[str]:
    """What is given and would be missed in what is made. Numbers such as steps are left out where they mean nothing."""
    found = {name for name in ("source", "mask") if getattr(picture, name) is not None}
    found |= {f"guide.{one.kind}" for one in picture.guides}
    if picture.adapters:
        found.add("adapters")
    if isinstance(picture, Clip):
        found |= {name for name in ("first", "last") if getattr(picture, name) is not None}
        if picture.held:
            found.add("held")
        found |= {"boxes" if one.box else "tracks" for one in picture.tracks}
    return found


def refuse(name: str, takes: Collection[str], picture: Picture) -> None:
    """Raises BadInput MODEL_CANNOT, in words that say what `name` takes, unless it takes all that is given."""
    if lacking := ordered(given(picture) - set(takes)):
        raise BadInput(
            f"{name} does not take {said(lacking)}; it takes {said(one for one in WORDS if one in takes and one in _SAID)}. "
            "Leave that away, or choose another model.",
            "MODEL_CANNOT",
        )


def ordered(words: Collection[str]) -> list[str]:
    """Words of `takes` in their order."""
    return [one for one in WORDS if one in words]


def said(words: Iterable[str]) -> str:
    """Words of `takes` as a person reads them."""
    return ", ".join(_SAID.get(one, one) for one in words) or "words alone"
