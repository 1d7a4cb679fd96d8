"""Words to boxes: where the thing that somebody names is in a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, Literal

import cv2
import numpy as np
import PIL.Image
from pydantic import Field, StringConstraints

from generation import naming
from generation.drivers import ObjectFinder, Pixels, Seen
from generation.mattes import seen_of
from generation.media import Data, Image
from generation.operation import BadInput, Context, Parameters, Queue, names_checkpoint, operation

MOST = 20  # things that are told of
_SALIENT = 0.5  # how much something stands out, at least, to be the main thing
_LEAST_SHARE = 0.002  # of the picture's area, below which nothing is its main thing
_GUESSED = 0.5  # what stands out is half as sure where it is not what was asked for
_FACE_SURE = 0.5  # somebody of whom only the face is known is half as sure


class Finding(Parameters):
    """What is looked for, in whose words, and who looks."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    language: Annotated[Literal["en", "zh"], Field(description="In which the answer is worded; words may be of either.")] = "en"
    checkpoint: Annotated[str, names_checkpoint("detection")] = "nanodet-g@1"
    faces: Annotated[str, names_checkpoint("faces")] = "yunet-sface@1"
    main: Annotated[str, names_checkpoint("saliency")] = "u2netp@1"
    meaning: Annotated[str, names_checkpoint("sentence-embedding")] = "minilm@1.0"


@operation("layers.find", version=1, queue=Queue.INTERACTIVE, timeout=timedelta(minutes=2))
def find(picture: Image, *, params: Finding, context: Context) -> Data:
    """Where the named things are: `[{"name", "box": [left, top, right, bottom], "sure"}]`, surest first; shares of the picture.

    Nothing in the picture gives an empty list. Words for people, faces and eighty everyday things are known in English and
    Chinese, others by what they mean; "main thing" is what stands out most. A detector that takes any words is given them.

    Raises:
        BadInput: WORDS_UNKNOWN when none of the words is known, with words that are; CHECKPOINT_MISSING.
    """
    with PIL.Image.open(picture.path) as opened:
        pixels = seen_of(np.asarray(opened.convert("RGBA" if "A" in opened.getbands() else "RGB")))
    with context.open(params.checkpoint) as finder:
        context.progress(0.1, "looking")
        if finder.known is None:
            words = [one.strip() for one in params.words.replace("，", ",").replace("、", ",").split(",") if one.strip()]
            seen = list(finder.find(pixels, words))
        else:
            seen = list(_known(pixels, finder, params, context))
    seen.sort(key=lambda one: (-one.sure, one.box))
    answer = [{"name": one.name, "box": [round(side, 5) for side in one.box], "sure": round(one.sure, 3)} for one in seen[:MOST]]
    return Data.write(context.scratch(".json"), answer)


def _known(pixels: Pixels, finder: ObjectFinder, params: Finding, context: Context) -> Iterator[Seen]:
    known = finder.known or ()
    wanted, strange = naming.understood(params.words, known)
    if strange:
        with context.open(params.meaning) as meaning:
            wanted, strange = naming.understood(params.words, known, meaning)
    if not wanted:
        raise BadInput(_unknown(strange, known, params.language), "WORDS_UNKNOWN")
    kinds = {kind for one in wanted for kind in one.kinds}
    found = finder.find(pixels, kinds) if kinds else []
    with ExitStack() as stack:
        if "person" in kinds or any(one.special == "face" for one in wanted):
            faces = list(_faces(pixels, stack.enter_context(context.open(params.faces))))
            if any(one.special == "face" for one in wanted):
                yield from (Seen(naming.called("face", params.language), one.box, one.sure) for one in faces)
            if "person" in kinds:
                found = [*found, *_bodies(faces, found)]
        groups = {kind: one.group for one in wanted if one.group for kind in one.kinds}
        asked = any(one.special == "main" for one in wanted)
        if asked or (groups and not found):  # of the many kinds of animals few are known: what stands out may be the one
            network = stack.enter_context(context.open(params.main))
            for one in _main(network.salient(pixels), naming.called("main", params.language)):
                yield one if asked else replace(one, sure=one.sure * _GUESSED)
    plain = {kind for one in wanted if not one.group for kind in one.kinds}
    for one in found:
        name = one.name if one.name in plain else groups.get(one.name, one.name)
        yield Seen(naming.called(name, params.language), one.box, one.sure)


def _unknown(strange: Sequence[str], known: Sequence[str], language: str) -> str:
    some = [naming.called(kind, language) for kind in ("person", "face", "main")]
    some += [
        naming.called(kind, language) for kind in ("car", "dog", "cat", "chair", "bottle", "boat", "cup", "book") if kind in known
    ]
    asked = "、".join(strange) if language == "zh" else ", ".join(strange)
    if language == "zh":
        return f"还不认得“{asked}”。认得的例如：{'、'.join(some)}。也可以直接点在要抠的东西上。"
    return f"“{asked}” is not known here. Known are, for instance: {', '.join(some)}. Or click on the thing itself."


def _faces(pixels: Pixels, driver: Any) -> Iterator[Seen]:
    height, width = pixels.shape[:2]
    for face in driver.find(pixels):
        x, y, wide, high = face.box
        yield Seen("face", (x / width, y / height, (x + wide) / width, (y + high) / height), float(face.score))


def _bodies(faces: Sequence[Seen], people: Sequence[Seen]) -> Iterator[Seen]:
    """People of whom only the face was found: the face, and what is below it to the picture's lower edge."""
    for face in faces:
        left, top, right, bottom = face.box
        middle = ((left + right) / 2, (top + bottom) / 2)
        if any(p.box[0] <= middle[0] <= p.box[2] and p.box[1] <= middle[1] <= p.box[3] for p in people if p.name == "person"):
            continue
        wide, high = right - left, bottom - top
        box = (max(0.0, left - wide), max(0.0, top - 0.5 * high), min(1.0, right + wide), min(1.0, bottom + 6 * high))
        yield Seen("person", box, _FACE_SURE * face.sure)


def _main(salient: Any, name: str) -> Iterator[Seen]:
    """The largest piece of what stands out."""
    height, width = salient.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats((salient > _SALIENT).astype(np.uint8))
    if count < 2:
        return
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    x, y, wide, high, area = (int(one) for one in stats[best])
    if area < _LEAST_SHARE * width * height:
        return
    sure = float(salient[labels == best].mean())
    yield Seen(name, (x / width, y / height, (x + wide) / width, (y + high) / height), sure)
