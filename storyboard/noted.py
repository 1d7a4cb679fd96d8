"""What a person is told of a shot's brief: a code for programs and a sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """One thing that the model cannot be given, or that is to be known of what it is given."""

    code: str
    en: str
    zh: str

    @property
    def words(self) -> dict[str, str]:
        """As answers carry it."""
        return {"en": self.en, "zh": self.zh}
