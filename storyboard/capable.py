"""What the model that a film, or a shot, has chosen can be told: read from its entry in the list of checkpoints."""

from __future__ import annotations

from dataclasses import dataclass

from generation import checkpoints
from generation.operation import registry
from storyboard.models import Project

EMBEDDED = "previs@1"  # reads its stage; its recipes stay what they are, whatever is told


@dataclass(frozen=True)
class Model:
    """A checkpoint as a generator: `takes` in the words of the list, the family for which adapters are made, how it reads."""

    id: str
    takes: frozenset[str]
    title: str = ""
    family: str = ""
    needs: frozenset[str] = frozenset()  # of `takes`, what it cannot do without
    references: int = 0  # pictures that it looks at, at most
    guides: int = 1  # at a time
    prompt: str = "lines"  # lines | prose | tags
    languages: tuple[str, ...] = ("en", "zh")
    longest: int | None = None  # frames in one go, at its own rate

    @property
    def embedded(self) -> bool:
        """Whether it is the studio's own, which draws from the stage alone."""
        return self.id == EMBEDDED

    def reads(self, language: str) -> bool:
        """Whether its words may be in this language."""
        return not self.languages or language.partition("-")[0] in self.languages


def chosen(project: Project, operation: str, checkpoint: str = "") -> Model:
    """The model by which a film does this: the one that is named, else the film's, else the operation's own.

    Empty of everything for an operation that asks for none.
    """
    info = registry.get(operation).parameters.model_fields.get("checkpoint")
    if info is None:
        return Model("", frozenset())
    extra = info.json_schema_extra
    capability = str(extra.get("capability", "")) if isinstance(extra, dict) else ""
    return model(checkpoint or project.checkpoints.get(capability, str(info.default)))


def model(id: str) -> Model:
    """A checkpoint as the list has it; one that the list does not know takes words and a seed."""
    entry = checkpoints.catalogue().get(id)
    if entry is None:
        return Model(id, frozenset({"words", "seed"}))
    return Model(
        id,
        frozenset(entry.takes or ("words", "seed")),
        needs=frozenset(entry.needs),
        title=entry.title,
        family=entry.family,
        references=entry.references,
        prompt=entry.prompt,
        languages=entry.languages,
        longest=entry.longest,
    )
