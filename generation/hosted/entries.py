"""Hosted models among the checkpoints: one entry of the catalogue for each, of which nothing lies on this machine."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from generation.catalogue import Entry
from generation.hosted import listing
from generation.hosted.listing import Hosted
from generation.operation import BadInput

log = logging.getLogger(__name__)
_said: set[str] = set()


def hosted() -> Mapping[str, Entry]:
    """Every hosted model by id; none where the list is wrong, which is said once in the log and by the system check."""
    try:
        models = listing.models()
    except BadInput as problem:
        if str(problem) not in _said:
            _said.add(str(problem))
            log.error("%s", problem)
        return {}
    return {id: _entry(one) for id, one in models.items()}


def ready(id: str) -> bool:
    """Is its key there?"""
    known = listing.models().get(id)
    return known is not None and known.ready()


def _entry(one: Hosted) -> Entry:
    price = (f"{one.price.amount.normalize():f}", one.price.unit, one.price.currency) if one.price else None
    return Entry(
        id=one.id, capability=one.capability, title=one.title, driver="generation.drivers.hosted:load", licence=one.licence,
        commercial=one.commercial, credit=one.credit, default=False, size=0, takes=one.takes, needs=one.needs,
        references=(one.references or 1) if "references" in one.takes else 0, longest=one.most if one.moves else None,
        rate=one.rate if one.moves else None, prompt=one.prompt, languages=one.languages, hosted=True, price=price,
    )  # fmt: skip
