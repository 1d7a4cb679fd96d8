"""The words of a shot in English, for models that read nothing else: by the language model, or by whoever writes them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from storyboard import capable, directing, prompts
from storyboard.film import Film
from storyboard.models import Shot
from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.language import LanguageModel
from storyboard.screenplay.language_endpoint import Endpoint
from storyboard.screenplay.repair import loads
from studio.errors import Refused

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"words": {"type": "string"}},
    "required": ["words"],
    "additionalProperties": False,
}
INSTRUCTIONS = """You put what a film shot shows into English, for a model that draws it. Answer with JSON only: {"words": "…"}.
Translate everything, in the same order, one line for each line. Add nothing, explain nothing, leave nothing out.
Write names in Latin letters. Keep what is English already."""


def available(environment: Mapping[str, str] | None = None) -> bool:
    """Whether a language model is configured."""
    environment = os.environ if environment is None else environment
    return bool(environment.get("FILMWRIGHT_LLM_URL", "").strip() and environment.get("FILMWRIGHT_LLM_MODEL", "").strip())


def words_of(shot: Shot, *, model: LanguageModel | None = None) -> tuple[str, str]:
    """What the shot's model would be told, and that in English; nothing is changed.

    Raises:
        Refused: NOTHING_TO_TRANSLATE, where its model reads the words as they are; TRANSLATION_FAILED, where no language model
            is configured, or what it answers is no use.
    """
    film = Film.around(shot)
    own = film.by_id[shot.pk]
    chosen = capable.chosen(film.project, directing.GENERATE, (own.direction or {}).get("checkpoint", ""))
    told = prompts.written(film, own, chosen)
    if chosen.reads("zh") or not prompts.chinese(told):
        raise Refused(f"{chosen.title or chosen.id} reads the words of this shot as they are.", "NOTHING_TO_TRANSLATE")
    try:
        return told, english(told, model or Endpoint.from_environment(os.environ))
    except LanguageFailed as problem:
        raise Refused(f"{problem.message} Or write the English yourself.", "TRANSLATION_FAILED") from problem


def english(words: str, model: LanguageModel) -> str:
    """These words in English, asked for twice at most.

    Raises:
        LanguageFailed: MODEL_ANSWER, when what comes is no English; and when the model cannot be asked.
    """
    complaint = ""
    for _ in range(2):
        answer = model.answer(INSTRUCTIONS, words + complaint, SCHEMA, lambda: None)
        try:
            told = loads(answer)
        except LanguageFailed as problem:
            complaint = f"\n\nYour last answer could not be used: {problem.message} Answer again with JSON only."
            continue
        found = told.get("words") if isinstance(told, dict) else None
        if isinstance(found, str) and found.strip() and not prompts.chinese(found):
            return "\n".join(" ".join(line.split()) for line in found.strip().split("\n"))[:20_000]
        complaint = "\n\nYour last answer was not in English. Answer again, in English only."
    raise LanguageFailed("MODEL_ANSWER", f"{model.name} gave no English for these words. Nothing was changed; write it yourself.")
