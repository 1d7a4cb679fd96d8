"""Cuts: asked for, refused while shots are missing, numbered, kept and listed; and the reel that plays before any export."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from editing import plans, rows
from editing.footage import NotReady
from editing.models import Cut, Timeline
from editing.plans import Plan
from editing.presets import PRESETS, Captions, Larger, Preset
from editing.ranges import window
from editing.sampling import Sampled
from editing.sounding import Room, Spoken
from editing.turnover import gathering
from generation import builds, eta
from generation.models import Build
from generation.recipe import Key, Recipe
from storyboard import guards, layer_plans
from storyboard import plans as board
from storyboard.film import Film
from storyboard.making import DRAWN
from storyboard.models import Take
from studio.access import require
from studio.errors import Refused
from studio.models import Role

__all__ = [
    "NotReady", "Options", "Readiness", "Reel", "download_name", "keep", "listed", "readiness", "reel", "request_cut",
    "request_reel",
]  # fmt: skip

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True)
class Options:
    """What a person says of one cut: which frames (None: to the end), and what else than the preset says; a word for it."""

    start: int = 0
    frames: int | None = None
    captions: Captions | None = None
    slate: bool | None = None
    label: str = ""
    larger: Larger | None = None

    def over(self, preset: Preset) -> Preset:
        """The preset as it is for this cut."""
        captions = preset.captions if self.captions is None else self.captions
        slate = preset.slate if self.slate is None else self.slate
        return replace(preset, captions=captions, slate=slate, larger=self.larger or preset.larger)


WHOLE = Options()


def request_cut(timeline: Timeline, preset: Preset, *, by: Any, options: Options = WHOLE) -> Cut:
    """Ask for an exported version: a build is started for what is not made yet. The same wish gives the same cut.

    Raises:
        NotFound, Forbidden: when this person may not edit the project.
        NotReady: naming the shots that have no finished take; exporting never generates.
        Refused: when the timeline is empty, a transition does not fit or the range is not within it (RANGE_INVALID);
            CONSENT_REQUIRED, LICENCE_FORBIDS, for what is laid over takes.
    """
    project = timeline.project
    if by is not None:
        require(by, project.workspace_id, Role.EDITOR)
    film = Film.of(project)
    if timeline.follows and film.shots:
        timeline = rows.from_storyboard(project, by=by, film=film) if _is_first(timeline) else timeline
    laid = window(plans.plan(timeline, film=film), options.start, options.frames)
    if missing := _missing(laid):
        raise NotReady(missing)
    guards.layers(project, laid.bin.pictures())
    recipe = _recipe(laid, options.over(preset))
    found = _numbered(timeline, preset, recipe, laid.frames, by, options)
    label = f"{project.title or 'Film'}, cut {found.number} ({found.label or preset.title})"[:200]
    builds.request(project.workspace, recipe, channel=project.channel, label=label, by=by)
    return found


def _recipe(laid: Plan, preset: Preset) -> Recipe:
    """What is exported: a film, or a turnover."""
    if preset.handed is None:
        return plans.cut_of(laid, preset)
    return gathering.recipe(laid, preset.handed, slates=bool(preset.slate))


@dataclass(frozen=True)
class Readiness:
    """What a cut would be if it were asked for now.

    `key` is the recipe's (a cut of that key is up to date), None while shots are `missing`; `runs` operations are left to run,
    which `left` is how many whole seconds of wall clock, at least and at most: (None, None) when nothing is known.
    """

    frames: int
    key: Key | None
    runs: int
    missing: list[dict[str, str]]
    left: eta.Range = (None, None)


def readiness(timeline: Timeline, preset: Preset, options: Options = WHOLE) -> Readiness:
    """Whether a timeline can be cut, what is missing, and how much is left to do; nothing is asked for.

    Raises:
        Refused: as `plans.plan`; RANGE_INVALID.
    """
    laid = window(plans.plan(timeline), options.start, options.frames)
    if missing := _missing(laid):
        return Readiness(laid.frames, None, 0, missing)
    recipe = _recipe(laid, options.over(preset))
    made = builds.made(laid.project.workspace, list(recipe.walk()))
    runs = len(recipe.needed(lambda key: key in made))
    return Readiness(laid.frames, recipe.key, runs, [], eta.estimate(laid.project.workspace_id, recipe))


def listed(timeline: Timeline) -> list[Cut]:
    """The cuts that are kept, newest first."""
    found = Cut.objects.filter(timeline=timeline, kept=True).select_related("timeline__project__workspace")
    return list(found.order_by("-number").defer("recipe"))


def keep(cut: Cut, kept: bool) -> Cut:
    """Keep a cut, or let it go: its bytes may then be forgotten, its number is not used again."""
    Cut.objects.filter(pk=cut.pk).update(kept=kept)
    cut.kept = kept
    return cut


def download_name(cut: Cut) -> str:
    """A file name for a cut, safe on every system: the film's title, the number, the person's word for it, the preset."""
    suffix = PRESETS[cut.preset].suffix if cut.preset in PRESETS else ".mp4"
    title = _safe(cut.timeline.project.title)[:80].strip() or "film"
    label = _safe(cut.label)
    return " - ".join([title, f"cut {cut.number}", *([label] if label else []), cut.preset]) + suffix


def _safe(words: str) -> str:
    return " ".join(_UNSAFE.sub(" ", words).split()).strip(" .")


@dataclass(frozen=True)
class Shown:
    """A stretch of the reel: what is on screen from frame `start` on, and the recipes of its picture."""

    start: int
    frames: int
    source_in: int
    clip: str
    shot: str
    slate: str
    proxy: Recipe | None  # of the clip; None when there is no take
    panel: Recipe | None  # the still that stands in for a proxy that is not made
    transition: str
    over: Recipe | None
    over_in: int
    pace: Sampled
    over_pace: Sampled


@dataclass(frozen=True)
class Reel:
    """What a player needs to play a timeline without any export: pictures, voices and rooms, with their frames."""

    rate: str
    frames: int
    pictures: list[Shown]
    voices: list[Spoken]
    rooms: list[Room]


def reel(timeline: Timeline, *, film: Film | None = None) -> Reel:
    """The reel of a timeline, empty when nothing is on it; nothing is made or written.

    Raises:
        Refused: as `plans.plan`.
    """
    film = film or Film.of(timeline.project)
    try:
        laid = plans.plan(timeline, film=film)
    except Refused as problem:
        if problem.code != "CUT_EMPTY":
            raise
        return Reel(film.project.rate, 0, [], [], [])
    pictures = [_shown(laid, stretch) for stretch in laid.stretches]
    made = builds.made(film.project.workspace_id, [one.proxy.key for one in pictures if one.proxy])
    pictures = [one if one.proxy and one.proxy.key in made else _stood_in(film, one) for one in pictures]
    return Reel(film.project.rate, laid.frames, pictures, laid.spoken, plans.rooms(laid))


def request_reel(timeline: Timeline, *, by: Any) -> list[Build]:
    """Ask for the proxies that the reel lacks, of takes that are made, and for its sounds; a build each, before exports.

    Raises:
        NotFound, Forbidden: when this person may not edit the project.
    """
    project = timeline.project
    if by is not None:
        require(by, project.workspace_id, Role.EDITOR)
    laid = plans.plan(timeline)
    footage = [found for shot in laid.shots() if (found := laid.bin.of(shot))]
    brought = {one.picture.key: one.picture for one in laid.all_seen() if one.footage is None}
    allowed = {one.key for one in guards.allowed(project, (one.picture for one in footage))}
    proxies = [(one, plans.proxy(one.picture)) for one in footage if one.picture.key in allowed]
    heard = plans.rooms(laid)
    drawn = {one.sound.key: _drawn(one.sound) for one in heard}  # a take that is not made is not made to be heard
    keys = [*(key for one, proxy in proxies for key in (one.take, proxy.key)), *(key for each in drawn.values() for key in each)]
    made = builds.made(project.workspace, [*keys, *drawn, *(plans.proxy(one).key for one in brought.values())])
    wanted = {proxy.key: (proxy, f"Proxy of {one.slate}") for one, proxy in proxies if one.take in made}
    wanted |= {one.key: (one, "Proxy of a film that was brought") for one in map(plans.proxy, brought.values())}
    some = bool(brought) or any(one.take in made for one in footage)  # before anything can be seen, nothing need be heard
    ready = [one for one in heard if some and drawn[one.sound.key] <= set(made)]
    wanted |= {one.sound.key: (one.sound, f"{'Room tone' if one.bed else 'Sound'}: {one.about}") for one in ready}
    active = Build.objects.filter(workspace=project.workspace, channel=project.channel, status=Build.State.ACTIVE)
    asked = set(active.filter(root__in=list(wanted)).values_list("root", flat=True))  # a page opened again asks for nothing twice
    lacking = [one for key, one in wanted.items() if key not in made and key not in asked]
    if by is not None:  # of a take as it was before, nobody sees anything any more
        outdated = active.filter(by=by, label__in=[f"Proxy of {one.slate}" for one in footage])
        builds.cancel_all(outdated.exclude(root__in=list(wanted)))
    wishes = [builds.Wish(recipe, label, layer_plans.urgency(recipe)) for recipe, label in lacking]
    return builds.request_many(project.workspace, wishes, channel=project.channel, by=by)


def _drawn(sound: Recipe) -> set[Key]:
    """The generated clips that a sound is of."""
    return {one.key for one in sound.walk().values() if one.name == DRAWN}


def request_take(take: Take, *, by: Any) -> Recipe:
    """The proxy of any take, current or not; asked for when the take is made and the proxy neither made nor under way.

    Raises:
        NotFound, Forbidden: when this person may not edit the project.
    """
    project = take.project
    if by is not None:
        require(by, project.workspace_id, Role.EDITOR)
    film = Film.around(take.shot)
    proxy = plans.proxy(board.finish(take.shot, kept=take, film=film))
    status = builds.status_of(project.workspace, [take.key, proxy.key])
    if status[take.key].status == "done" and status[proxy.key].status not in ("done", "queued", "running"):
        guards.layers(project, [proxy])
        label = f"Proxy of {film.slate(take.shot)}-{take.number}"
        urgency = layer_plans.urgency(proxy)
        builds.request(project.workspace, proxy, channel=project.channel, label=label, priority=urgency, by=by)
    return proxy


def _is_first(timeline: Timeline) -> bool:
    first = Timeline.objects.filter(project=timeline.project_id, follows=True, archived=False).order_by("rank", "pk").first()
    return first is not None and first.pk == timeline.pk


def _missing(laid: Plan) -> list[dict[str, str]]:
    shots = laid.shots()
    keys = [found.take for shot in shots if (found := laid.bin.of(shot))]
    return laid.bin.missing(shots, builds.made(laid.project.workspace, keys))


def _numbered(timeline: Timeline, preset: Preset, recipe: Recipe, frames: int, by: Any, options: Options) -> Cut:
    """The cut of this recipe and label: the one there is, or a new one under the next number."""
    label = " ".join(options.label.split())
    same = Q(key=recipe.key, preset=preset.id, label=label)
    while True:
        known = Cut.objects.filter(same, timeline=timeline).order_by("-number").first()
        if known is not None:
            return keep(known, True)
        number = (Cut.objects.filter(timeline=timeline).aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return Cut.objects.create(
                    timeline=timeline,
                    number=number,
                    preset=preset.id,
                    recipe=recipe.dump(),
                    key=recipe.key,
                    start=options.start,
                    frames=frames,
                    label=label,
                    by_id=getattr(by, "pk", None),
                )
        except IntegrityError:  # somebody else took the number, or asked for the same cut, just now
            there = Cut.objects.filter(timeline=timeline)
            if not there.filter(Q(number=number) | same).exists():
                raise


def _stood_in(film: Film, shown: Shown) -> Shown:
    """With the still of its shot, which is seen until the proxy is there."""
    shot = film.by_id.get(UUID(shown.shot)) if shown.shot else None
    return replace(shown, panel=board.panel(shot, film=film)) if shot else shown


def _shown(laid: Plan, stretch: Any) -> Shown:
    clip = laid.clips.get(stretch.clip.clip) if stretch.clip else None
    shot = laid.bin.film.by_id.get(UUID(clip.shot)) if clip and clip.shot else None
    found, over = laid.seen(stretch.clip), laid.seen(stretch.over)
    here, coming = (one.frames if one else Sampled(0) for one in (found, over))
    return Shown(
        start=stretch.start,
        frames=stretch.frames,
        source_in=here.first,
        clip=clip.id if clip else "",
        shot=str(shot.pk) if shot else "",
        slate=laid.bin.slate(shot) if shot else "",
        proxy=plans.proxy(found.picture) if found else None,
        panel=None,
        transition=stretch.transition,
        over=plans.proxy(over.picture) if over else None,
        over_in=coming.first,
        pace=here,
        over_pace=coming,
    )


def recipes(shown: Iterable[Shown]) -> list[Recipe]:
    """Every recipe that these pictures name, each once."""
    named = (one for part in shown for one in (part.proxy, part.panel, part.over) if one)
    return list({one.key: one for one in named}.values())


def kept_keys(workspace_id: UUID) -> list[str]:
    """The keys whose bytes are never forgotten: of every cut that is kept."""
    kept = Cut.objects.filter(timeline__project__workspace_id=workspace_id, kept=True, timeline__project__archived=False)
    return list(kept.values_list("key", flat=True))
