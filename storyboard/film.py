"""A film, read once for planning: its scenes and shots in order, who is in them, where, and in what style."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from storyboard.models import Adapter, Casting, Character, Effect, Layer, Location, Project, Record, Scene, Shot, Style, Take
from studio.errors import Conflict

R = TypeVar("R", bound=Record)
A = TypeVar("A", Effect, Layer)


@dataclass
class Film:
    """Everything that plans read. Archived records are not in it. Made by `of` in nine queries, however many shots."""

    project: Project
    scenes: list[Scene]
    shots: list[Shot]  # scene by scene, in order
    characters: dict[UUID, Character]
    locations: dict[UUID, Location]
    styles: list[Style]
    cast: dict[UUID, list[Character]]  # shot → who is seen, in order
    effects: dict[UUID, list[Effect]]  # shot → in order
    layers: dict[UUID, list[Layer]]  # shot → in order, lowest first, hidden ones too
    takes: dict[UUID, Take]  # the current takes, without their recipes
    memo: dict[object, object] = field(default_factory=dict)  # recipes that many shots share, for `plans`
    ahead: dict[UUID, Take] = field(default_factory=dict)  # shot → the take that it is about to have, from which others go on

    @classmethod
    def of(cls, project: Project, *, scenes: list[UUID] | None = None) -> Film:
        """The film, or only some of its scenes (with the whole cast)."""
        wanted = Scene.objects.filter(project=project, archived=False)
        if scenes is not None:
            wanted = wanted.filter(pk__in=scenes)
        found = in_order(wanted)
        order = {scene.pk: position for position, scene in enumerate(found)}
        shots = Shot.objects.filter(project=project, archived=False, scene__archived=False)
        castings = Casting.objects.filter(project=project, archived=False)
        effects = Effect.objects.filter(project=project, archived=False, enabled=True)
        layers = Layer.objects.filter(project=project, archived=False)
        takes = Take.objects.filter(project=project, pk__in=shots.values("take_id"))
        if scenes is not None:
            shots = shots.filter(scene_id__in=scenes)
            castings = castings.filter(shot__scene_id__in=scenes)
            effects = effects.filter(shot__scene_id__in=scenes)
            layers = layers.filter(shot__scene_id__in=scenes)
            takes = takes.filter(shot__scene_id__in=scenes)
        # A scene that was written between the two questions is not in the first answer: its shots are for the next look.
        known = [one for one in in_order(shots) if one.scene_id in order]
        characters = {one.pk: one for one in in_order(Character.objects.filter(project=project, archived=False))}
        return cls(
            project,
            found,
            sorted(known, key=lambda shot: order[shot.scene_id]),
            characters,
            {one.pk: one for one in in_order(Location.objects.filter(project=project, archived=False))},
            in_order(Style.objects.filter(project=project, archived=False)),
            _cast(in_order(castings), characters),
            _grouped(in_order(effects)),
            _grouped(in_order(layers)),
            {one.pk: one for one in takes.defer("recipe")},
        )

    @classmethod
    def around(cls, shot: Shot) -> Film:
        """The scene of one shot."""
        return cls.of(shot.project, scenes=[shot.scene_id])

    @cached_property
    def by_id(self) -> dict[UUID, Shot]:
        """Shots by id."""
        return {shot.pk: shot for shot in self.shots}

    @cached_property
    def _scene(self) -> dict[UUID, Scene]:
        return {scene.pk: scene for scene in self.scenes}

    @cached_property
    def _previous(self) -> dict[UUID, Shot]:
        pairs = zip(self.shots, self.shots[1:], strict=False)
        return {after.pk: before for before, after in pairs if before.scene_id == after.scene_id}

    @cached_property
    def adapters(self) -> list[Adapter]:
        """The adapters of the whole film, in order; read when somebody asks."""
        return in_order(Adapter.objects.filter(project=self.project, archived=False))

    def character(self, id_: str | UUID | None) -> Character | None:
        """The character of this id; None for nobody and for one who was archived."""
        return self.characters.get(UUID(str(id_))) if id_ else None

    def scene(self, shot: Shot) -> Scene:
        """The scene of a shot.

        Raises:
            Conflict: NOT_READY when it was put away since the shot was looked up.
        """
        if shot.scene_id not in self._scene:
            raise Conflict("This shot is archived. Bring it back first.", "NOT_READY")
        return self._scene[shot.scene_id]

    def previous(self, shot: Shot) -> Shot | None:
        """The shot before this one in the same scene."""
        return self._previous.get(shot.pk)

    def following(self, shot: Shot) -> Shot | None:
        """The shot after this one in the same scene."""
        return self._following.get(shot.pk)

    @cached_property
    def _following(self) -> dict[UUID, Shot]:
        return {before.pk: self.by_id[after] for after, before in self._previous.items()}

    def location(self, shot: Shot) -> Location | None:
        """Where a shot is."""
        where = self.scene(shot).location_id
        return self.locations.get(where) if where else None

    def style(self, shot: Shot) -> list[Style]:
        """The styles of a shot: its scene's own, else those that hold everywhere."""
        own = [one for one in self.styles if one.pk == self.scene(shot).style_id]
        return own or [one for one in self.styles if one.everywhere]

    def slate(self, shot: Shot) -> str:
        """What the slate says: scene and letter, `12A`."""
        return f"{self.scene(shot).number}{shot.letter}"

    def named(self, slate: str) -> Shot | None:
        """The shot with this slate, in upper or lower case; None when there is none."""
        return next((shot for shot in self.shots if self.slate(shot).lower() == slate.strip().lower()), None)

    def lent(self, layer: str) -> Layer | None:
        """A layer of any shot of the film, with its shot and that shot's take; None when it, or its shot, was put away."""
        return self._looked_up(("layer", layer), Layer.objects.filter(shot__archived=False, shot__scene__archived=False), layer)

    def elsewhere(self, shot: str) -> Shot | None:
        """Any shot of the film with its take, also one of a scene that was not read; None when it was put away."""
        return self._looked_up(("shot", shot), Shot.objects.filter(scene__archived=False), shot)

    def kept(self, id_: UUID) -> Take | None:
        """A take of the film that others were made of, with its recipe; all of them are read at once."""
        if id_ not in self._bases:
            self._bases |= _with_recipes(self.project, {id_})
        return self._bases.get(id_)

    @cached_property
    def _bases(self) -> dict[UUID, Take]:
        """What the current takes were made of, and what that was made of, level by level."""
        found: dict[UUID, Take] = {}
        wanted = _of(self.takes.values())
        while wanted := wanted - found.keys():
            level = _with_recipes(self.project, wanted)
            found |= level
            wanted = _of(level.values())
        return found

    def anywhere(self, id_: UUID) -> Shot | None:
        """A shot of the film with what is current of it, also one of a scene that was not read; None when it was put away."""
        if id_ in self.by_id:
            return self.by_id[id_]
        found = self.elsewhere(str(id_))
        if found is not None and found.take is not None:
            self.takes.setdefault(found.take.pk, found.take)
        return found

    def layers_of(self, shot: Shot) -> list[Layer]:
        """The layers of any shot of the film, lowest first."""
        if shot.pk not in self.by_id and shot.pk not in self.layers:
            self.layers[shot.pk] = in_order(Layer.objects.filter(project=self.project, shot=shot, archived=False))
        return self.layers.get(shot.pk, [])

    def effects_of(self, shot: Shot) -> list[Effect]:
        """The effects of any shot of the film, in order."""
        if shot.pk not in self.by_id and shot.pk not in self.effects:
            rows = Effect.objects.filter(project=self.project, shot=shot, archived=False, enabled=True)
            self.effects[shot.pk] = in_order(rows)
        return self.effects.get(shot.pk, [])

    def _looked_up(self, known_as: tuple[str, str], rows: QuerySet[R], id_: str) -> R | None:
        if known_as not in self.memo:
            take = "take" if known_as[0] == "shot" else "shot__take"
            found = rows.filter(project=self.project, archived=False, pk=id_).select_related(take).first()
            self.memo[known_as] = found
        return self.memo[known_as]  # type: ignore[return-value]

    def line_up(self, shot: Shot) -> list[Character]:
        """Everybody in the shot's scene, in order of first appearance: who stands left and right does not change within it."""
        return self._line_ups.get(shot.scene_id, [])

    @cached_property
    def _line_ups(self) -> dict[UUID, list[Character]]:
        seen: dict[UUID, dict[UUID, Character]] = defaultdict(dict)
        for shot in self.shots:
            for who in self.cast.get(shot.pk, []):
                seen[shot.scene_id].setdefault(who.pk, who)
        return {scene: list(people.values()) for scene, people in seen.items()}


def in_order(records: Iterable[R]) -> list[R]:
    """Records by rank. Sorted here, because databases sort letters by the rules of a language and ranks do not."""
    return sorted(records, key=lambda one: (one.rank, one.pk))


def _of(takes: Iterable[Take]) -> set[UUID]:
    """The ids of the takes that these were made of."""
    named = ((one.derived or {}).get(which) for one in takes for which in ("of", "also"))
    return {UUID(one) for one in named if one}


def _with_recipes(project: Project, ids: set[UUID]) -> dict[UUID, Take]:
    return {one.pk: one for one in Take.objects.filter(project=project, pk__in=ids)}


def _cast(castings: list[Casting], characters: dict[UUID, Character]) -> dict[UUID, list[Character]]:
    cast: dict[UUID, dict[UUID, Character]] = defaultdict(dict)
    for one in castings:
        if one.character_id in characters:
            cast[one.shot_id].setdefault(one.character_id, characters[one.character_id])
    return {shot: list(people.values()) for shot, people in cast.items()}


def _grouped(attached: list[A]) -> dict[UUID, list[A]]:
    grouped: dict[UUID, list[A]] = defaultdict(list)
    for one in attached:
        grouped[one.shot_id].append(one)
    return dict(grouped)
