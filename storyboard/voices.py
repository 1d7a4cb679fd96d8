"""Which voice speaks for whom: the one on the character's record, or the one that its description calls for."""

from __future__ import annotations

from collections.abc import Iterable

from generation.drivers.speech.voices import Choice, choose
from storyboard.models import Character

NARRATOR = "A calm, clear narrator."


def voice_of(character: Character | None, language: str) -> Choice:
    """Voice and pace of a character; of a narrator for nobody. Equal records give equal voices."""
    if character is None:
        return choose(NARRATOR, language=tongue(language))
    if character.voice:
        return Choice(character.voice, character.pace)
    return choose(
        character.description,
        gender=character.gender,
        age=character.age,
        language=tongue(character.language or language),
    )


def cast_voices(characters: Iterable[Character], language: str) -> None:
    """Give every character without a voice one of their own, set on the objects and not saved; earlier ones choose first."""
    people = list(characters)
    taken = [one.voice for one in people if one.voice]
    for one in people:
        if not one.voice:
            chosen = choose(
                one.description,
                gender=one.gender,
                age=one.age,
                language=tongue(one.language or language),
                taken=taken,
            )
            one.voice, one.pace = chosen
            taken.append(one.voice)


def tongue(language: str) -> str:
    """The language that the studio speaks and reads in place of this one: `en` or `zh`."""
    return "zh" if language.startswith("zh") else "en"
