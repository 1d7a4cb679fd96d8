"""What a person reads when a screenplay cannot be used."""

from __future__ import annotations


class ScreenplayInvalid(ValueError):
    """The file cannot be read as a screenplay. `code` is for machines, the message says what is wrong and what to do.

    Codes: EMPTY, TOO_LARGE, TOO_LONG, BINARY, WRONG_FORMAT, WRONG_ENCODING, BAD_XML, UNSAFE_XML, NOTHING_TO_SHOOT.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class LanguageFailed(Exception):
    """A language model could not break a screenplay down; the rules always can. Same shape as `ScreenplayInvalid`.

    Codes: MODEL_NOT_CHOSEN, MODEL_NOT_INSTALLED, MODEL_MEMORY, MODEL_UNREACHABLE, MODEL_TIMED_OUT, MODEL_BUSY, MODEL_REFUSED,
    MODEL_ANSWER.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
