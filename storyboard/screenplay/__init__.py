"""A screenplay in, a film's scenes, cast, places and shots out: formats, breakdown, and what is refused."""

from __future__ import annotations

from dataclasses import replace

from storyboard.screenplay import detect, fdx, fountain, prose
from storyboard.screenplay.breakdown import break_down
from storyboard.screenplay.errors import ScreenplayInvalid
from storyboard.screenplay.model import Element, Kind, Screenplay, Speech
from storyboard.screenplay.schema import Breakdown

MOST_ELEMENTS = 150_000

__all__ = ["Breakdown", "Element", "Kind", "Screenplay", "ScreenplayInvalid", "Speech", "break_down", "read"]


def read(data: bytes, name: str = "") -> Screenplay:
    """Reads Fountain, Final Draft or plain text, English or Chinese, in any common encoding.

    `name` is the file's name as the person gave it: only its ending is looked at, and it is never opened.

    Raises:
        ScreenplayInvalid: with a code and a message that says what is wrong and what to do.
    """
    detect.refuse(data)
    if detect.is_xml(data):
        screenplay = fdx.parse(data, name)
        text = "\n".join(element.text for element in screenplay.elements)
        encoding = "xml"
    else:
        text, encoding = detect.decode(data)
        _short_enough(text.count("\n") // 2)
        reader = fountain.parse if detect.is_fountain(text, name) else prose.parse
        screenplay = reader(text, name)
    if not any(element.text.strip() for element in screenplay.elements):
        raise ScreenplayInvalid(
            "EMPTY",
            "The screenplay has no scenes, action or dialogue, only a title page or notes. Write some and import it.",
        )
    _short_enough(len(screenplay.elements))
    return replace(screenplay, encoding=encoding, language=detect.language_of(text))


def _short_enough(paragraphs: int) -> None:
    if paragraphs > MOST_ELEMENTS:
        raise ScreenplayInvalid(
            "TOO_LONG",
            f"The screenplay has about {paragraphs:,} paragraphs; up to {MOST_ELEMENTS:,} can be imported at once "
            "(a feature film has about 3,000). Check that it is the right file, or import it in parts.",
        )
