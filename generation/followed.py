"""What an operation is given of something that was followed: read once for all, and refused in the same words everywhere."""

from __future__ import annotations

from generation.media import Data
from generation.movement import Movement, read
from generation.operation import BadInput


def followed(data: Data, frames: int | None = None) -> Movement:
    """A movement from its document; with `frames` it has to be as long as the clip that it is for.

    Raises:
        BadInput: MOVEMENT_UNREADABLE; MOVEMENT_MISFIT.
    """
    try:
        found = read(data.read())
    except ValueError as problem:
        raise BadInput(f"{data.path.name} is not a movement: {problem}. Follow it again.", "MOVEMENT_UNREADABLE") from problem
    if frames is not None and len(found.matrices) != frames:
        raise BadInput(
            f"The movement has {len(found.matrices)} frames, the clip has {frames}. Follow it in this very clip.",
            "MOVEMENT_MISFIT",
        )
    return found
