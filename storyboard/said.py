"""Sentences for people in the two languages of the studio: English where text is wanted, both where an answer goes out."""

from __future__ import annotations


class Said(str):
    """An English sentence that knows its Chinese."""

    zh: str

    def __new__(cls, en: str, zh: str) -> Said:
        """The sentence in English and in Chinese."""
        said = super().__new__(cls, en)
        said.zh = zh
        return said

    @property
    def words(self) -> dict[str, str]:
        """As answers carry it: `en` and `zh`."""
        return {"en": str(self), "zh": self.zh}
