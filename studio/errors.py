"""What can go wrong, as a person and a program are told it: a code, a message, a status, and whose move it is."""

from __future__ import annotations

from typing import Any


class StudioError(Exception):
    """The root of every error that leaves the API. The message is a sentence for a person."""

    code = "STUDIO_ERROR"
    status = 500
    blame = "us"  # you | us | wait

    def __init__(self, message: str, code: str | None = None, detail: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.detail = detail

    def body(self) -> dict[str, Any]:
        """The JSON of an error response."""
        return {"code": self.code, "message": self.message, "detail": self.detail, "blame": self.blame}


class Refused(StudioError):
    """What was asked cannot be done as asked; asking differently may help."""

    code, status, blame = "REFUSED", 400, "you"


class NotFound(Refused):
    """There is no such thing, or it is not this person's to see: the two are never told apart."""

    code, status = "NOT_FOUND", 404


class Forbidden(Refused):
    """This person's role does not allow it."""

    code, status = "FORBIDDEN", 403


class Conflict(Refused):
    """It contradicts what is already there."""

    code, status = "CONFLICT", 409


class OverQuota(Refused):
    """The workspace is full."""

    code, status = "OVER_QUOTA", 413


class Unavailable(StudioError):
    """Something that the studio needs does not answer now; the same request may pass later."""

    code, status, blame = "UNAVAILABLE", 503, "wait"
