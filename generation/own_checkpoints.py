"""Checkpoints of one's own: files that a person brings, looked into, hashed and listed beside the shipped ones.

What they may be is written here by capability: which files, under which names, with which inputs and outputs. The driver is
always one of ours, so that nothing that came with the weights is ever run.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from generation import catalogue, checkpoints, confined
from generation.catalogue import Entry, File
from generation.operation import BadInput
from studio.errors import Conflict

_ID = re.compile(r"^[a-z0-9][a-z0-9._-]{1,60}@[A-Za-z0-9._-]{1,20}$")
_PICTURE, _MASK = (None, 3, None, None), (None, 1, None, None)


@dataclass(frozen=True)
class Port:
    """An input or output: its name ("" is any), its shape (None is any side), None for any shape."""

    name: str
    shape: tuple[int | None, ...] | None


@dataclass(frozen=True)
class Part:
    """One file of a kind of checkpoint: the name that the driver reads, and what it has to be."""

    name: str
    kind: str  # onnx | safetensors | json
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    tensors: tuple[str, ...] = ()
    words: str = ""  # what a person is told that it is


@dataclass(frozen=True)
class Slot:
    """A driver that takes other people's weights, and the files it reads."""

    capability: str
    driver: str
    parts: tuple[Part, ...]


SLOTS = (
    Slot("matting", "generation.drivers.matting:load", (
        Part("modnet.onnx", "onnx", (Port("input", _PICTURE),), (Port("", _MASK),), words="a network like MODNet"),)),
    Slot("saliency", "generation.drivers.saliency:load", (
        Part("network.onnx", "onnx", (Port("", (None, 3, 320, 320)),), (Port("", (None, 1, 320, 320)),),
             words="a network like U²-Net at 320 × 320"),)),
    Slot("inpainting", "generation.drivers.inpainting:load", (
        Part("migan.onnx", "onnx", (Port("image", _PICTURE), Port("mask", _MASK)), (Port("", _PICTURE),),
             words="a pipeline like MI-GAN’s, of bytes"),)),
    Slot("segmentation", "generation.drivers.segmentation:load", (
        Part("encoder.onnx", "onnx", (Port("image", (None, 3, 1024, 1024)),),
             (Port("image_embed", None), Port("high_res_feats_0", None), Port("high_res_feats_1", None)),
             words="the encoder of a SAM 2"),
        Part("decoder.onnx", "onnx", (Port("image_embed", None), Port("point_coords", None), Port("point_labels", None)),
             (Port("", None), Port("", None)), words="the decoder of a SAM 2"))),
    Slot("detection", "generation.drivers.detection_onnx:load", (
        Part("network.onnx", "onnx", (Port("", _PICTURE),),
             (Port("logits", (None, None, 80)), Port("pred_boxes", (None, None, 4))),
             words="a DETR, RT-DETR or D-FINE of the 80 COCO kinds"),)),
    Slot("sentence-embedding", "generation.drivers.previs.embedding:load", (
        Part("model.safetensors", "safetensors", tensors=("embeddings.word_embeddings.weight",
             "encoder.layer.5.output.dense.weight"), words="the weights of a MiniLM with six layers"),
        Part("tokenizer.json", "json", words="its tokenizer"))),
)  # fmt: skip


def slot(capability: str, driver: str = "") -> Slot:
    """The slot of a capability. Raises BadInput CAPABILITY_CLOSED, with those there are."""
    for one in SLOTS:
        if one.capability == capability and driver in ("", one.driver):
            return one
    known = ", ".join(f"{one.capability} ({one.driver})" for one in SLOTS)
    raise BadInput(f"No driver here takes own checkpoints for {capability!r} {driver}. There are: {known}.", "CAPABILITY_CLOSED")


def listed() -> Mapping[str, Entry]:
    """Every own checkpoint by id."""
    return catalogue.read_own(checkpoints.root())


def add(
    files: Sequence[tuple[str, Path]], *, id: str, capability: str, title: str, licence: str, commercial: bool, credit: str,
    driver: str = "", move: bool = False,
) -> Entry:  # fmt: skip
    """Look into files (what they are called, where they lie), copy or move them to their place and list them.

    Raises:
        BadInput: CHECKPOINT_NAME, CHECKPOINT_EXISTS, CHECKPOINT_WORDS, CAPABILITY_CLOSED, NETWORK_FILES when they are too few or
            too many, NETWORK_MISFIT when inputs or outputs are not those of the capability, and what `networks.look` refuses.
    """
    wanted = slot(capability, driver)
    refuse_words(id, title=title, licence=licence, credit=credit)
    placed = _placed(wanted, files)
    with locked():
        where = checkpoints.root() / id
        making = checkpoints.root() / ".loading" / uuid.uuid4().hex
        making.mkdir(parents=True)
        try:
            for name, path in placed.items():
                if move:
                    shutil.move(path, making / name)
                else:
                    shutil.copyfile(path, making / name)
            pieces = tuple(File(name, _digest(making / name), (making / name).stat().st_size, ()) for name in placed)
            if where.exists():  # left by a checkpoint that was removed while something still held it
                shutil.rmtree(where)
            os.replace(making, where)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        made = Entry(
            id=id, capability=capability, title=title.strip(), driver=wanted.driver, licence=licence.strip(),
            commercial=commercial, credit=credit.strip(), default=False, size=sum(one.size for one in pieces), files=pieces,
        )  # fmt: skip
        catalogue.write_own(checkpoints.root(), {**listed(), id: made})
    return made


def refuse_words(id: str, **words: str) -> None:
    """Raises BadInput CHECKPOINT_NAME, CHECKPOINT_EXISTS, CHECKPOINT_WORDS for a name or words that cannot be listed."""
    if not _ID.match(id):
        raise BadInput(
            f"{id!r} is no name for a checkpoint. Write it as my-network@1: small letters, then @, then a version.",
            "CHECKPOINT_NAME",
        )
    for what, said in words.items():
        if not said.strip() or len(said) > 300:
            raise BadInput(f"Say the {what} of the checkpoint, in at most 300 characters.", "CHECKPOINT_WORDS")
    if id in checkpoints.catalogue():
        raise BadInput(
            f"There is a checkpoint {id} already. A checkpoint never changes: give this one another version.", "CHECKPOINT_EXISTS"
        )


class User(NamedTuple):
    """Something that names a checkpoint, and the workspace that it belongs to."""

    id: uuid.UUID
    name: str
    workspace: uuid.UUID


Users = Callable[[str], Iterable[User]]
_users: list[Users] = []


def used_by(naming: Users) -> Users:
    """Register a source of what names a checkpoint (films); given the checkpoint's id."""
    _users.append(naming)
    return naming


def users(id: str) -> list[User]:
    """Everything that names a checkpoint."""
    return [one for naming in _users for one in naming(id)]


def remove(id: str, *, seen: Collection[uuid.UUID] | None = None) -> None:
    """Take an own checkpoint off the list, and its files away.

    `seen`: the workspaces of which the asker may be told names; None: all.

    Raises:
        BadInput: CHECKPOINT_UNKNOWN for any other.
        Conflict: CHECKPOINT_IN_USE while something names it: what it made could not be made again.
    """
    with locked():
        known = dict(listed())
        if id not in known:
            raise BadInput(f"{id!r} is no checkpoint of your own.", "CHECKPOINT_UNKNOWN")
        if named := users(id):
            told = [one.name for one in named if seen is None or one.workspace in seen]
            films = ", ".join(told[:5]) or f"{len(named)} films of others"
            title = known[id].title
            raise Conflict(
                f"{title} is chosen in {films}. Choose another there first.",
                "CHECKPOINT_IN_USE",
                {"title": title, "films": films},
            )
        del known[id]
        catalogue.write_own(checkpoints.root(), known)
        shutil.rmtree(checkpoints.root() / id, ignore_errors=True)


def _placed(wanted: Slot, files: Sequence[tuple[str, Path]]) -> dict[str, Path]:
    """Which file is which part, by what each is; further files are weights that an ONNX file keeps beside itself."""
    names = [name for name, _ in files]
    left = dict(files)
    if not files or len(left) != len(files) or any(name in ("", ".", "..") or "/" in name or "\\" in name for name in names):
        raise BadInput(f"Give the files of the checkpoint: {_parts(wanted)}.", "NETWORK_FILES")
    external = {name for name in names if name.endswith((".onnx_data", ".onnx.data", ".data"))}
    facts = {name: _looked(path, name, sorted(external)) for name, path in files if name not in external}
    placed: dict[str, Path] = {}
    reasons: list[str] = []
    for part in wanted.parts:
        said = {name: _misfit(part, one) for name, one in facts.items() if name in left}
        fits = [name for name, why in said.items() if not why]
        if not fits:
            reasons += [f"{name}: {why}" for name, why in said.items() if facts[name]["kind"] == part.kind] or [
                f"{part.words} is missing"
            ]
            raise BadInput(f"{part.name} must be {part.words}. {'; '.join(reasons)}.", "NETWORK_MISFIT")
        chosen = part.name if part.name in fits else fits[0]
        placed[part.name] = left.pop(chosen)
    for name in external:
        placed[name] = left.pop(name)
    if left:
        raise BadInput(f"{', '.join(left)} is one file too many. The checkpoint is made of {_parts(wanted)}.", "NETWORK_FILES")
    return placed


def _parts(wanted: Slot) -> str:
    return ", ".join(f"{one.name} ({one.words})" for one in wanted.parts)


def _misfit(part: Part, facts: Mapping[str, Any]) -> str:
    """Why a file is not this part; "" when it is."""
    if facts["kind"] != part.kind:
        return f"it is {facts['kind']}, not {part.kind}"
    if missing := [name for name in part.tensors if name not in facts.get("names", ())]:
        return f"it has no tensor {missing[0]}"
    for what, ports in (("input", part.inputs), ("output", part.outputs)):
        have = facts.get(f"{what}s", [])
        if len(have) < len(ports) or (what == "input" and len(ports) == 1 and len(have) != 1):
            return f"it has {len(have)} {what}s, not {len(ports)}"
        for n, port in enumerate(ports):
            one = next((one for one in have if one["name"] == port.name), None) if port.name else have[n]
            if one is None:
                return f"it has no {what} {port.name}; it has {', '.join(other['name'] for other in have)}"
            if not _fits(one["shape"], port.shape):
                return f"its {what} {one['name']} is {_sides(one['shape'])}, not {_sides(port.shape)}"
    return ""


def _fits(have: Sequence[int | None] | None, wanted: Sequence[int | None] | None) -> bool:
    if wanted is None or have is None:
        return True
    return len(have) == len(wanted) and all(a is None or b is None or a == b for a, b in zip(have, wanted, strict=True))


def _sides(shape: Sequence[int | None] | None) -> str:
    return " × ".join("any" if side is None else str(side) for side in shape or ())


def _looked(path: Path, name: str, beside: Sequence[str]) -> dict[str, Any]:
    """What a file is, by a child with limits. Raises BadInput."""
    if name.endswith(".json"):
        confined.check(path, "data")
        return {"kind": "json"}
    command = [sys.executable, "-m", "generation.networks", str(path), *beside]
    answer = subprocess.run(
        command, capture_output=True, text=True, timeout=confined.PATIENCE, preexec_fn=confined.limit, check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    lines = answer.stdout.strip().splitlines()
    said: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    if "facts" in said:
        facts: dict[str, Any] = said["facts"]
        return facts
    raise BadInput(
        f"{name}: {said.get('message', 'This cannot be read as a network.')}", str(said.get("code", "NETWORK_UNREADABLE"))
    )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def locked() -> Iterator[None]:
    """The list of own checkpoints, to oneself."""
    where = checkpoints.root() / ".loading"
    where.mkdir(parents=True, exist_ok=True)
    with (where / "own.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
