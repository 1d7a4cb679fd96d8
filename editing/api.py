"""Routes of timelines: laid from the board, played as a reel, exported as cuts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from editing import cuts, plans, rows
from editing.models import Cut, Timeline
from editing.presets import PRESETS
from editing.presets import preset as preset_named
from editing.schemas import (
    CutIn,
    CutOut,
    KeepIn,
    LaidClipOut,
    LaidOut,
    LaidTrackOut,
    MaterialOut,
    PresetOut,
    ReadinessOut,
    ReelOut,
    ReelPictureOut,
    TimelineOut,
    VoiceOut,
)
from generation import builds, store
from generation.made import Source, made_out
from generation.made import name as _name
from generation.models import Artifact
from generation.schemas import MadeOut
from storyboard.models import Project, Take
from studio import turns
from studio.access import found_for
from studio.models import Role

router = Router()


def _timelines() -> QuerySet[Timeline]:
    return Timeline.objects.filter(archived=False, project__archived=False).select_related("project__workspace")


def _timeline(request: HttpRequest, id_: UUID, role: Role = Role.VIEWER) -> Timeline:
    return found_for(request.user, _timelines(), id_, role, via="project__workspace_id")


def _project(request: HttpRequest, id_: UUID, role: Role = Role.VIEWER) -> Project:
    projects = Project.objects.filter(archived=False).select_related("workspace")
    return found_for(request.user, projects, id_, role, via="workspace_id")


def _cut_out(cut: Cut) -> CutOut:
    return _cuts_out([cut])[0]


def _cuts_out(found: list[Cut]) -> list[CutOut]:
    if not found:
        return []
    workspace = found[0].timeline.project.workspace
    status = builds.status_of(workspace, [one.key for one in found])
    digests = {digest for one in status.values() for digest in (one.outputs or {}).values()}
    artifacts = {one.digest: one for one in Artifact.objects.filter(workspace=workspace, digest__in=digests)}
    answers = []
    for one in found:
        state = status[one.key]
        artifact = artifacts.get((state.outputs or {}).get("out", "")) if state.status == "done" else None
        film = MadeOut(
            key=one.key,
            status=state.status,
            progress=state.progress,
            url=store.url(artifact) if artifact else None,
            facts=artifact.facts if artifact else {},
        )
        answers.append(
            CutOut(
                id=one.id,
                number=one.number,
                preset=one.preset,
                label=one.label,
                start=one.start,
                frames=one.frames,
                kept=one.kept,
                at=one.at,
                name=cuts.download_name(one),
                size=artifact.size if artifact else 0,
                film=film,
            )
        )
    return answers


@router.get("/presets", response=list[PresetOut], operation_id="presets")
def list_presets(request: HttpRequest) -> Any:
    """The ways to deliver a cut."""
    return [
        PresetOut(
            id=one.id,
            title=one.title,
            short_side=one.short_side,
            loudness=one.loudness,
            captions=one.captions,
            slate=one.slate,
            handed=one.handed,
            larger=one.larger,
        )
        for one in PRESETS.values()
    ]


@router.post("/projects/{project_id}/timelines", response=TimelineOut, operation_id="lay_timeline")
def lay_timeline(request: HttpRequest, project_id: UUID) -> Any:
    """Lay the board's shots on the timeline that follows it: made the first time, brought up to date afterwards."""
    project = _project(request, project_id, Role.EDITOR)
    laid = rows.from_storyboard(project, by=request.user)
    revision = Project.objects.values_list("revision", flat=True).get(pk=project.pk)
    return TimelineOut(id=laid.pk, title=laid.title, follows=laid.follows, revision=revision)


@router.get("/projects/{project_id}/timelines", response=list[TimelineOut], operation_id="timelines")
def list_timelines(request: HttpRequest, project_id: UUID) -> Any:
    """The timelines of a project, in order."""
    project = _project(request, project_id)
    found = Timeline.objects.filter(project=project, archived=False).order_by("rank", "pk")
    return [TimelineOut(id=one.pk, title=one.title, follows=one.follows, revision=project.revision) for one in found]


@router.get("/timelines/{timeline_id}/reel", response=ReelOut, operation_id="reel")
def get_reel(request: HttpRequest, timeline_id: UUID) -> Any:
    """What to play, in order, before any export: proxies with their frame ranges, panels where there is no take, voices."""
    timeline = _timeline(request, timeline_id)
    with turns.whole_film():
        told = _reel_out(timeline).model_dump_json()
    return HttpResponse(told, content_type="application/json; charset=utf-8")  # made of checked values: not checked once more


def _reel_out(timeline: Timeline) -> ReelOut:
    reel = cuts.reel(timeline)
    spoken = [(one, one.line.audio) for one in reel.voices if one.line.audio is not None]
    sources: list[Source] = [
        *cuts.recipes(reel.pictures),
        *(audio for _, audio in spoken),
        *(one.sound for one in reel.rooms),
    ]
    made = made_out(timeline.project.workspace, sources)

    def out(source: Source | None) -> MadeOut | None:
        return made[_name(source)] if source else None

    pictures = [
        ReelPictureOut.model_construct(
            start=one.start,
            frames=one.frames,
            source_in=one.source_in,
            clip=one.clip,
            shot=one.shot,
            slate=one.slate,
            proxy=out(one.proxy),
            panel=out(one.panel),
            transition=one.transition,
            over=out(one.over),
            over_in=one.over_in,
            pace=one.pace.speed,
            pace_at=one.pace.at,
            over_pace=one.over_pace.speed,
            over_pace_at=one.over_pace.at,
        )
        for one in reel.pictures
    ]
    voices = [
        VoiceOut.model_construct(
            start=one.start,
            frames=one.length,
            source_in=one.skip,
            fade=0,
            bed=False,
            gain=one.gain,
            pan=one.pan,
            comes=list(one.comes),
            goes=list(one.goes),
            clip=one.clip,
            words=one.line.words,
            speaker=one.line.speaker,
            audio=made[_name(audio)],
        )
        for one, audio in spoken
    ]
    rooms = [
        VoiceOut.model_construct(
            start=one.start,
            frames=one.frames,
            source_in=one.source_in,
            fade=one.fade,
            bed=one.bed or one.under,
            gain=one.gain,
            pan=one.pan,
            comes=list(one.comes),
            goes=list(one.goes),
            clip=one.clip,
            words=one.about,
            speaker="",
            audio=made[one.sound.key],
        )
        for one in reel.rooms
    ]
    return ReelOut.model_construct(rate=reel.rate, frames=reel.frames, pictures=pictures, voices=voices, rooms=rooms)


@router.get("/timelines/{timeline_id}/board", response=LaidOut, operation_id="board_in_time")
def get_board_in_time(request: HttpRequest, timeline_id: UUID) -> Any:
    """The board as it would be laid on this timeline now, whether it follows the board or not; nothing is written."""
    timeline = _timeline(request, timeline_id)
    with turns.whole_film():
        told = _laid_out(timeline).model_dump_json()
    return HttpResponse(told, content_type="application/json; charset=utf-8")


def _given(id_: str) -> UUID | None:
    return UUID(id_) if id_ else None


def _laid_out(timeline: Timeline) -> LaidOut:
    laid, footage = rows.board_in_time(timeline)
    found = {shot.pk: footage.of(shot.pk) for shot in footage.film.shots}
    proxies = {pk: plans.proxy(one.picture) for pk, one in found.items() if one}
    made = made_out(timeline.project.workspace, list(proxies.values()))
    shots = {
        shot.pk: MaterialOut.model_construct(
            frames=footage.length(shot) or shot.frames,
            sound=bool(shot.dialogue or footage.sounds(shot)),
            proxy=made[proxies[shot.pk].key] if shot.pk in proxies else None,
        )
        for shot in footage.film.shots
    }
    names = ("tone", "media", "start", "frames", "source_in")
    tracks = [
        LaidTrackOut.model_construct(
            id=UUID(track.id),
            kind=track.kind,
            title=track.title,
            rank=rows.RANKS[track.kind],
            clips=[
                LaidClipOut.model_construct(
                    id=UUID(one.id), shot=_given(one.shot), link=_given(one.link), **{name: getattr(one, name) for name in names}
                )
                for one in track.clips
            ],
        )
        for track in laid.tracks
    ]
    return LaidOut.model_construct(tracks=tracks, shots=shots)


@router.post("/timelines/{timeline_id}/reel", response={202: list[UUID]}, operation_id="request_reel")
def request_reel(request: HttpRequest, timeline_id: UUID) -> Any:
    """Make the proxies that the reel lacks, of takes that are finished; the ids of the builds."""
    timeline = _timeline(request, timeline_id, Role.EDITOR)
    return Status(202, [build.pk for build in cuts.request_reel(timeline, by=request.user)])


@router.get("/timelines/{timeline_id}/readiness", response=ReadinessOut, operation_id="readiness")
def get_readiness(request: HttpRequest, timeline_id: UUID, wish: Query[CutIn]) -> Any:
    """Whether the timeline can be cut like this, which shots are missing, and how many operations the cut would run."""
    timeline = _timeline(request, timeline_id)
    with turns.whole_film():
        found = cuts.readiness(timeline, preset_named(wish.preset), _options(wish))
    low, high = found.left
    return ReadinessOut(
        frames=found.frames, key=found.key, runs=found.runs, missing=found.missing, eta_low=low, eta_high=high
    )  # fmt: skip


@router.post("/timelines/{timeline_id}/cuts", response={202: CutOut}, operation_id="request_cut")
def request_cut(request: HttpRequest, timeline_id: UUID, data: CutIn) -> Any:
    """Export the timeline or a part of it. 409 NOT_READY names shots without a finished take: exporting never generates."""
    timeline = _timeline(request, timeline_id, Role.EDITOR)
    return Status(202, _cut_out(cuts.request_cut(timeline, preset_named(data.preset), by=request.user, options=_options(data))))


def _options(wish: CutIn) -> cuts.Options:
    return cuts.Options(wish.start, wish.frames, wish.captions, wish.slate, wish.label, wish.larger)


@router.get("/timelines/{timeline_id}/cuts", response=list[CutOut], operation_id="cuts")
def list_cuts(request: HttpRequest, timeline_id: UUID) -> Any:
    """The exported versions that are kept, newest first."""
    timeline = _timeline(request, timeline_id)
    return _cuts_out(cuts.listed(timeline))


@router.post("/takes/{take_id}/proxy", response=MadeOut, operation_id="take_proxy")
def take_proxy(request: HttpRequest, take_id: UUID) -> Any:
    """A take to look at, current or not: its proxy, asked for when the take is made and the proxy is not."""
    found = Take.objects.filter(archived=False).select_related("shot__scene", "project__workspace")
    take = found_for(request.user, found, take_id, Role.EDITOR, via="project__workspace_id")
    proxy = cuts.request_take(take, by=request.user)
    return made_out(take.project.workspace, [proxy])[proxy.key]


@router.post("/cuts/{cut_id}/keep", response=CutOut, operation_id="keep_cut")
def keep_cut(request: HttpRequest, cut_id: UUID, data: KeepIn) -> Any:
    """Keep an exported version, or let it go."""
    found = Cut.objects.select_related("timeline__project__workspace").defer("recipe")
    cut = found_for(request.user, found, cut_id, Role.EDITOR, via="timeline__project__workspace_id")
    return _cut_out(cuts.keep(cut, data.kept))
