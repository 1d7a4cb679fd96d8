"""What the cut is made from: for each shot its kept take under its effects, its voices and its slate, read in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from generation.recipe import Key, Recipe
from storyboard import brought, footage_plans, paces
from storyboard import plans as board
from storyboard.film import Film
from storyboard.making import DRAWN
from storyboard.making import length as length_of
from storyboard.models import Shot, Take
from storyboard.plans import VoiceLine
from studio.errors import Conflict


class NotReady(Conflict):
    """Shots of the cut have no finished take. Exporting never makes one: that is the storyboard's work."""

    code, blame = "NOT_READY", "you"

    def __init__(self, shots: list[dict[str, str]]) -> None:
        names = ", ".join(one["slate"] for one in shots[:12]) + (" …" if len(shots) > 12 else "")
        some = "shot has" if len(shots) == 1 else "shots have"
        super().__init__(
            f"{len(shots)} {some} no finished take yet: {names}. Shoot them, or wait until they are made, and cut again.",
            detail={"shots": shots},
        )


@dataclass(frozen=True)
class Footage:
    """One shot's finished picture and what is spoken in it."""

    shot: Shot
    slate: str  # 12A-3
    take: Key
    picture: Recipe
    voices: list[VoiceLine]
    sound: Recipe | None = None  # of footage that has sound, or of a generator that makes it: as long as its picture, in step
    under: bool = False  # that sound gives way to the voices, which are heard over it


class Bin:
    """The footage of a film by shot."""

    def __init__(self, film: Film) -> None:
        self.film = film
        self._takes: dict[UUID, Take] = {}
        self._made: dict[UUID, Footage] = {}
        self._load(shot.pk for shot in film.shots)
        self._silent = self._silent_files()

    def _load(self, shots: Iterable[UUID]) -> None:
        ids = [self.film.by_id[one].take_id for one in shots]
        wanted = [one for one in ids if one is not None]
        for start in range(0, len(wanted), 500):
            some = Take.objects.filter(project=self.film.project, pk__in=wanted[start : start + 500])
            for id_, recipe in some.values_list("pk", "recipe"):
                if (take := self.film.takes.get(id_)) is not None:
                    take.recipe = recipe  # which the film was read without
                    self._takes[id_] = take

    def _silent_files(self) -> set[str]:
        """The digests of the footage in use that is known to have no sound."""
        used = {digest for take in self._takes.values() if (digest := _file_of(take))}
        known = brought.artifacts(self.film.project.workspace_id, used) if used else {}
        return {digest for digest, one in known.items() if not one.facts.get("sound", True)}

    def sounds(self, shot: Shot) -> bool:
        """Whether the shot's take has sound of its own: a stretch of footage that has, or drawn by a generator that makes it."""
        take = self._takes.get(shot.take_id) if shot.take_id else None
        if take is None:
            return False
        file = _file_of(take)
        return file not in self._silent if file else _is_heard(take) and _heard_as(shot) != "voices"

    def slate(self, shot: Shot) -> str:
        """Scene, letter and number of the current take: `12A-3`; without a take, `12A`."""
        take = self._takes.get(shot.take_id) if shot.take_id else None
        return f"{self.film.slate(shot)}-{take.number}" if take else self.film.slate(shot)

    def length(self, shot: Shot) -> int | None:
        """How many frames the shot's take has; None without a take, or when its recipe does not say."""
        take = self._takes.get(shot.take_id) if shot.take_id else None
        return length_of(board.frozen(take)) if take else None

    def of(self, shot_id: UUID) -> Footage | None:
        """The footage of a shot; None when it has no take or is not in the film any more."""
        if shot_id not in self._made:
            shot = self.film.by_id.get(shot_id)
            take = self._takes.get(shot.take_id) if shot and shot.take_id else None
            if shot is None or take is None:
                return None
            picture = board.finish(shot, kept=take, film=self.film)
            own = board.frozen(take)  # what is heard is the take's own, whoever else's layers are over it
            sound = footage_plans.sound_of(own) if self.sounds(shot) else None
            brought_in = bool(_file_of(take))
            voices = self._lines(shot, own) if brought_in else list(_spoken(own))
            generated = sound is not None and not brought_in
            if generated and _heard_as(shot) == "own":  # they are spoken in it already, and stay as subtitles
                voices = [replace(one, audio=None) for one in voices]
            under = generated and any(one.audio is not None for one in voices)
            self._made[shot_id] = Footage(shot, self.slate(shot), Key(take.key), picture, voices, sound, under)
        return self._made[shot_id]

    def pictures(self) -> list[Recipe]:
        """The pictures of the shots that were asked for so far."""
        return [one.picture for one in self._made.values()]

    def _lines(self, shot: Shot, take: Recipe) -> list[VoiceLine]:
        """What is said in footage, for the subtitles: as the shot's lines have it today, for words do not make footage stale."""
        shown = footage_plans.clip_of(take)
        said = footage_plans.lines_of(shown, shot) if shown is not None else []
        whole = shown.params["frames"] if shown is not None else 0
        moved = [(paces.shown(take, whole, start, start + frames - 1), line) for start, frames, line in said]
        lines = [(*at, line) for at, line in moved if at is not None]
        people = [self.film.character(line.get("character")) for _, _, line in lines]
        return [
            VoiceLine(start, None, footage_plans.line_timing(self.film.project, frames), line["words"], who.name if who else "")
            for (start, frames, line), who in zip(lines, people, strict=True)
            if line["words"].strip()
        ]

    def missing(self, shots: Iterable[UUID], made: frozenset[Key] | set[Key] | None = None) -> list[dict[str, str]]:
        """Which of these shots have no take, or (when `made` is given) none whose node is made; as NotReady tells them."""
        found = []
        for shot_id in dict.fromkeys(shots):
            footage = self.of(shot_id)
            if footage is None or (made is not None and footage.take not in made):
                shot = self.film.by_id.get(shot_id)
                found.append({"id": str(shot_id), "slate": self.film.slate(shot) if shot else "a deleted shot"})
        return found


@lru_cache(maxsize=8192)
def _spoken(take: Recipe) -> tuple[VoiceLine, ...]:
    """What is spoken in a take, found once per process."""
    return tuple(board.voices(take))


def _file_of(take: Take) -> str:
    """The digest of the footage that a take is a stretch of, or was made of; empty for a take that was generated."""
    root = _root(take)
    if _named(root) != footage_plans.CLIP:
        return ""
    return str(root.get("inputs", {}).get("source", {}).get("digest", ""))


def _is_heard(take: Take) -> bool:
    """Whether a take was drawn, or made of one that was drawn, by a generator that makes sound too."""
    root = _root(take)
    return _named(root) == DRAWN and footage_plans.makes_sound(str(root.get("params", {}).get("checkpoint", "")))


def _heard_as(shot: Shot) -> str:
    """What is heard of a take whose generator makes sound: it `under` the voices, its `own` alone, or the `voices` alone."""
    return str((shot.direction or {}).get("sound", "under"))


def _root(take: Take) -> dict[str, Any]:
    """What a take is made of in the end, as its recipe says it."""
    nodes = take.recipe.get("nodes", {})
    root: dict[str, Any] = nodes.get(take.key, {})
    while take.derived and "clip" in root.get("inputs", {}):
        root = nodes.get(root["inputs"]["clip"].get("recipe"), {})
    return root


def _named(node: dict[str, Any]) -> str:
    return str(node.get("operation", "")).partition("@")[0]
