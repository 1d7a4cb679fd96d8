"""Routes of what comes back from an editor: looked at first, then taken over."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from editing.models import Timeline
from editing.turnover import reading, returning
from generation import media
from studio.access import found_for
from studio.errors import Refused
from studio.models import Role

router = Router()


class DifferenceOut(Schema):
    """One thing that the editor's cut has otherwise."""

    kind: returning.Kind
    name: str = Field(description="The slate of a take, else the name that it came with.")
    track: int = Field(description="Picture track, from the lowest.")
    start: int = Field(description="Frame of the film, in the cut that came; of what was removed in the one that is here.")
    before: dict[str, int | str | bool]
    after: dict[str, int | str | bool]
    shot: str


class ReturnOut(Schema):
    """An editor's cut beside the one that is here."""

    differences: list[DifferenceOut]
    notes: list[str] = Field(description="What of the file could not be taken over, in words.")
    frames: int = Field(description="How long the film would be.")
    before: int = Field(description="How long it is.")
    group: UUID | None = Field(description="Of the edit that took it over, for undo; null: nothing was written.")
    revision: int


@router.post("/timelines/{timeline_id}/returned", response=ReturnOut, operation_id="returned_cut")
def returned_cut(
    request: HttpRequest, timeline_id: UUID, file: File[UploadedFile], then: Form[Literal["look", "take"]] = "look"
) -> Any:
    """Compare a timeline file (OTIO, EDL, FCPXML, FCP7 XML, AAF, a turnover) with this cut; with `take` make it this cut.

    Taking over is one edit that one undo takes back. A file that is none changes nothing: 400 TIMELINE_UNREADABLE.
    """
    found = Timeline.objects.filter(archived=False, project__archived=False).select_related("project__workspace")
    timeline = found_for(request.user, found, timeline_id, Role.EDITOR, via="project__workspace_id")
    if (file.size or 0) > 16 * reading.LARGEST:
        raise Refused("This file is too large for a timeline. Send the timeline without its media.", "TIMELINE_UNREADABLE")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "timeline"
        with path.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        try:
            came = reading.told(path, file.name or "", media.rate(timeline.project.rate))
        except reading.Unreadable as problem:
            raise Refused(str(problem), "TIMELINE_UNREADABLE") from problem
    seen = returning.compared(timeline, came)
    group = None
    before = returning.length(timeline)
    if then == "take":
        group, _ = returning.taken_over(timeline, seen, by=request.user, name=file.name or "")
        timeline.project.refresh_from_db(fields=["revision"])
    return ReturnOut(
        differences=[DifferenceOut(**vars(one)) for one in seen.differences],
        notes=seen.notes,
        frames=seen.rows.frames,
        before=before,
        group=group,
        revision=timeline.project.revision,
    )
