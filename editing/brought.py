"""Films and sounds that somebody brought, as clips of the timeline: which stretch of a file is made ready for one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from editing.models import Clip
from editing.sampling import span
from editing.timeline import ClipRow
from generation.recipe import Recipe
from storyboard.footage_plans import CLIP, made_of, source
from storyboard.models import Project

STEP = 240  # frames: trimming within them makes nothing anew
HANDLE = 48  # frames made ready on either side


def picture(project: Project, clip: ClipRow) -> tuple[Recipe, int]:
    """The pictures around what a clip shows of a film, and which frame of the film is the first of them."""
    first, frames = _stretch(clip)
    shape = {"rate": project.rate, "width": project.width, "height": project.height}
    return made_of(CLIP, {"source": source(clip.media)}, start=first, frames=frames, fit="fit", **shape), first


def sound(project: Project, clip: ClipRow) -> tuple[Recipe, int]:
    """The sound around what a clip plays of a file, and which of the file's frames, at the film's rate, is its first."""
    first, frames = _stretch(clip)
    return made_of("footage.sound", {"source": source(clip.media)}, start=first, frames=frames, rate=project.rate), first


def _stretch(clip: ClipRow) -> tuple[int, int]:
    first = max(0, clip.source_in - HANDLE) // STEP * STEP
    last = -(-(clip.source_in + span(clip) + HANDLE) // STEP) * STEP
    return first, last - first


def held(workspace_id: UUID) -> Iterable[str]:
    """The digests that clips of a workspace point to, archived ones too: undo may bring those back."""
    clips = Clip.objects.filter(project__workspace_id=workspace_id, project__archived=False).exclude(media="")
    return set(clips.values_list("media", flat=True))
