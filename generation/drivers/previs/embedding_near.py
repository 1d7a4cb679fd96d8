"""Proposes neighbours for the vocabulary: unknown English words and the known one nearest to each, to look through.

Run `python -m generation.drivers.previs.embedding_near CHECKPOINT_FOLDER [at least]`; what is kept goes into
`vocabulary/nearest.txt`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generation.drivers.previs.embedding import Sentences
from generation.drivers.previs.reading_text import bases
from generation.drivers.previs.vocabulary import known_phrases, lexicon


def proposals(folder: Path, at_least: float) -> list[tuple[str, str, float]]:
    """(unknown word, known phrase, cosine) for the whole words of the encoder's own vocabulary."""
    first = lexicon().english.words
    words = [line.strip() for line in (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()]
    unknown = [
        word
        for word in words
        if len(word) > 3 and word.isascii() and word.isalpha() and not any(base in first for base, _ in bases(word))
    ]
    known = known_phrases("prop", "place", "person")
    found = Sentences(folder).nearest(unknown, known, at_least=at_least)
    return [(word, near[0], near[1]) for word, near in zip(unknown, found, strict=True) if near]


def main(folder: str, at_least: str = "0.66") -> None:
    """Print them, grouped by the known word."""
    groups: dict[str, list[str]] = {}
    for word, near, _ in proposals(Path(folder), float(at_least)):
        groups.setdefault(near, []).append(word)
    for near, words in groups.items():
        print(f"{near} / {', '.join(words)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
