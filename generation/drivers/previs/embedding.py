"""Sentence embeddings of English (MiniLM-L6), for words that the vocabulary does not hold: which known word is nearest.

What it found for common words is in `vocabulary/nearest.txt`, so that most films need no weights; a film that is locked to this
checkpoint reads the rest with it. The vectors of the known phrases are worked out once a machine and kept beside the checkpoint.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
HEADS, LAYERS, LONGEST = 12, 6, 128


class Sentences:
    """The encoder, in plain numpy: six layers, mean over tokens, unit length. One thread, about a millisecond a short phrase."""

    def __init__(self, folder: Path) -> None:
        """Read `model.safetensors` and `tokenizer.json` (some 90 MB; well below two seconds)."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._folder = folder
        self._weights: dict[str, Floats] = load_file(str(folder / "model.safetensors"))
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        self._known: dict[tuple[str, ...], Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        """(len(texts), 384) float32, each of unit length; the cosine of two is their dot product."""
        made = np.zeros((len(texts), 384), np.float32)
        by_length: dict[int, list[tuple[int, list[int]]]] = {}
        for n, text in enumerate(texts):
            ids: list[int] = self._tokenizer.encode(text).ids
            by_length.setdefault(len(ids), []).append((n, ids))
        for same in by_length.values():  # equal lengths need no mask
            for begin in range(0, len(same), 64):
                part = same[begin : begin + 64]
                mean = self._encode(np.array([ids for _, ids in part])).mean(axis=1)
                made[[n for n, _ in part]] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return made

    def nearest(self, texts: Sequence[str], known: Sequence[str], *, at_least: float = 0.6) -> list[tuple[str, float] | None]:
        """For each text the known phrase that means most nearly the same, and how nearly (cosine); None below `at_least`."""
        if not texts or not known:
            return [None for _ in texts]
        phrases = tuple(known)
        if phrases not in self._known:
            self._known = {phrases: self._kept(phrases)}
        alike = self.embed(texts) @ self._known[phrases].T
        best = alike.argmax(axis=1)
        return [(known[int(k)], float(alike[n, k])) if alike[n, k] >= at_least else None for n, k in enumerate(best)]

    def _kept(self, phrases: tuple[str, ...]) -> Floats:
        """Vectors of phrases that are asked for again and again: a thousand take seconds, once, and then a file."""
        digest = hashlib.sha256("\n".join((self._folder.name, *phrases)).encode()).hexdigest()
        kept = self._folder.parent / ".cache" / f"phrases-{digest[:24]}.npy"
        try:
            found: Floats = np.load(kept, allow_pickle=False)
            if found.shape == (len(phrases), 384) and found.dtype == np.float32:
                return found
        except (OSError, ValueError):  # absent or cut off: worked out anew
            pass
        made = self.embed(phrases)
        part = kept.with_name(f".{uuid.uuid4().hex}.npy")
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            np.save(part, made, allow_pickle=False)
            os.replace(part, kept)
        except OSError:
            part.unlink(missing_ok=True)  # a folder that may only be read: it takes its seconds in every process
        return made

    def _encode(self, ids: npt.NDArray[np.int64]) -> Floats:
        w = self._weights
        x = w["embeddings.word_embeddings.weight"][ids]
        x = x + w["embeddings.position_embeddings.weight"][: ids.shape[1]] + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            x = self._norm(
                x + self._linear(self._attend(x, f"{name}.attention.self"), f"{name}.attention.output.dense"),
                f"{name}.attention.output.LayerNorm",
            )
            hidden = _gelu(self._linear(x, f"{name}.intermediate.dense"))
            x = self._norm(x + self._linear(hidden, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        return x

    def _attend(self, x: Floats, name: str) -> Floats:
        batch, length, width = x.shape
        size = width // HEADS

        def heads(which: str) -> Floats:
            return self._linear(x, f"{name}.{which}").reshape(batch, length, HEADS, size).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(size))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed: Floats = (weights @ heads("value")).transpose(0, 2, 1, 3).reshape(batch, length, width)
        return mixed

    def _linear(self, x: Floats, name: str) -> Floats:
        product: Floats = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product

    def _norm(self, x: Floats, name: str) -> Floats:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        made: Floats = (scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]).astype(np.float32)
        return made


def _gelu(x: Floats) -> Floats:
    """x·Φ(x), with Abramowitz and Stegun's 7.1.26 for Φ (error below 2e-7)."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    made: Floats = (0.5 * x * (1 + erf)).astype(np.float32)
    return made


def load(folder: Path | None) -> Sentences:
    """The driver of the sentence-embedding checkpoint.

    Raises:
        ValueError: when no folder is given; this driver has no built-in weights.
    """
    if folder is None:
        raise ValueError("The sentence embedding needs its checkpoint's folder.")
    return Sentences(folder)
