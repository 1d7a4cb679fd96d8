"""A folder of weights, looked at before anything in it is run, and opened as a pipeline: safetensors and known classes only."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from generation.drivers.diffusing import composing, reading
from generation.drivers.diffusing.families import LOOKS, Family, all_families
from generation.drivers.diffusing.limits import adjusted
from generation.drivers.diffusing.sharing import shelf
from generation.operation import BadInput

_SHARD = re.compile(r"(?P<stem>.+)-(?P<at>\d{5})-of-(?P<all>\d{5})(?P<rest>\..*)?\.safetensors")
_PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"}
_LIBRARIES = ("diffusers", "transformers")
_HEADER = 100 << 20  # bytes of a safetensors header, at most


def look(folder: Path) -> tuple[Family, dict[str, Any]]:
    """The family of a folder, and its model_index.json as it is meant, once all that it names is there and is what it should be.

    Reads names and headers only; nothing is run or unpickled.

    Raises:
        BadInput: CHECKPOINT_DAMAGED for what is missing or cut short, CHECKPOINT_UNSUPPORTED for another architecture or code
            of its own, CHECKPOINT_PICKLED for weights that are not safetensors.
    """
    index = composing.composed(folder, _json(folder, folder / "model_index.json"))
    named = index.get("_class_name")
    if not isinstance(named, str):
        raise _unsupported(folder, f"its pipeline is code of its own ({named}), which is never run")
    parts = {name: value for name, value in index.items() if isinstance(value, list) and not name.startswith("_")}
    for name, value in parts.items():
        if len(value) != 2 or not re.fullmatch(r"\w+", name):
            raise _unsupported(folder, f"the part {name!r} of model_index.json is none: {value}")
        if value[0] is not None and not _known(str(value[0])):
            raise _unsupported(folder, f"its part {name} is code of its own ({value[0]}), which is never run")
    family = next((one for one in all_families() if named in one.marks and _holds(one, folder, index)), None)
    if family is None:
        known = ", ".join(sorted({mark for one in all_families() for mark in one.marks}))
        raise _unsupported(folder, f"it is a {named}; known are {known}")
    for name, (library, _) in parts.items():
        if library is not None:
            _whole(folder, name)
    return adjusted(family, folder), index


def parts_there(folder: Path, family: Family) -> frozenset[str]:
    """The further parts of a family (`Family.parts`) that lie in a folder, whole.

    Raises:
        BadInput: CHECKPOINT_DAMAGED, CHECKPOINT_UNSUPPORTED for another class of network, CHECKPOINT_PICKLED.
    """
    found = set()
    for name, kind in set(family.parts.values()):
        if not (folder / name).is_dir():
            continue
        if kind == LOOKS:
            _, encoder = looks(folder / name)
            _whole(folder, encoder.relative_to(folder).as_posix())
        else:
            _whole(folder, name)
            said = _json(folder, folder / name / "config.json").get("_class_name")
            if said != kind:
                raise _unsupported(folder, f"its part {name} is a {said}, not a {kind}")
        found.add(name)
    return frozenset(found)


def looks(place: Path) -> tuple[Path, Path]:
    """The weights of an IP-Adapter in a folder, and the folder of the encoder that belongs to them.

    Raises:
        BadInput: CHECKPOINT_DAMAGED.
    """
    encoders = sorted(one.parent for one in place.rglob("config.json"))
    weights = sorted(one for one in place.rglob("*.safetensors") if one.parent not in encoders)
    if len(encoders) != 1 or len(weights) != 1:
        raise _damaged(place.parent, f"its part {place.name} needs one file of weights and one folder of an image encoder")
    if (why := cut(weights[0])) is not None:
        raise _damaged(place.parent, f"{weights[0].relative_to(place.parent)} {why}")
    return weights[0], encoders[0]


def open_pipeline(folder: Path, index: Mapping[str, Any], dtype: Mapping[str, Any], own: Collection[str] | None = None) -> Any:
    """The pipeline that model_index.json names, in the precision `dtype` says for each part ("default" for the others).

    With `own` encoders and VAEs of the same files are shared with whatever else is open in this process, except for those
    parts; without it everything is this pipeline's alone.

    Raises:
        BadInput: CHECKPOINT_DAMAGED, with what the library said.
    """
    import diffusers
    import transformers

    for library in (diffusers, transformers):
        library.utils.logging.disable_progress_bar()
    named = {name: value for name, value in index.items() if (folder / name / "config.json").is_file() and value[0] is not None}
    try:
        held: dict[str, Any] = {
            name: network(folder / name, library, kind, dtype.get(name, dtype["default"]), own is not None and name not in own)
            for name, (library, kind) in named.items()
        }
        if list(index.get("processor", ())) == ["transformers", "Qwen2VLProcessor"]:
            held["processor"] = reading.processor(folder / "processor")
        held |= composing.further(folder, index)
        # The pipeline's own loading would fill what is missing with chance, and say so in a log that nobody reads.
        pipe = getattr(diffusers, index["_class_name"]).from_pretrained(
            str(folder), **held, dtype=dtype["default"], use_safetensors=True, local_files_only=True
        )
    except BadInput:
        raise
    except Exception as problem:  # what the library raises for weights that do not fit shares no base class
        raise _misfit(folder, " ".join(str(problem).split())[:400]) from problem
    pipe.set_progress_bar_config(disable=True)
    for part in pipe.components.values():
        if hasattr(part, "eval"):
            part.eval()
    return pipe


def network(folder: Path, library: str, kind: str, dtype: Any, shared: bool) -> Any:
    """One part, whose weights are all in its files.

    Raises:
        BadInput: CHECKPOINT_DAMAGED when the files lack some.
    """
    home = importlib.import_module(library if library in _LIBRARIES else f"diffusers.pipelines.{library}")
    plain = [one for one in folder.glob("*.safetensors") if ".fp16." not in one.name and ".fp16-" not in one.name]

    def load() -> Any:
        part, info = getattr(home, kind).from_pretrained(
            str(folder), dtype=dtype, use_safetensors=True, local_files_only=True, variant=None if plain else "fp16",
            output_loading_info=True,
        )  # fmt: skip
        if missing := sorted(info["missing_keys"]):
            raise _misfit(folder.parent, f"{folder.name} lacks {len(missing)} of its weights, the first {missing[0]}")
        return part

    return shelf.part(folder, kind, dtype, load) if shared else load()


def another(pipe: Any, name: str, **more: Any) -> Any:
    """Another pipeline of the family over the same parts, and `more` of its own: nothing is loaded or copied."""
    import diffusers

    kind = getattr(diffusers, name)
    if type(pipe) is kind:
        return pipe
    wanted = [one for one in inspect.signature(kind.__init__).parameters.values() if one.name != "self"]
    known = {**{one: value for one, value in pipe.config.items() if not one.startswith("_")}, **pipe.components, **more}
    given = {one.name: known.get(one.name) for one in wanted if one.name in known or one.default is inspect.Parameter.empty}
    other = kind(**given)
    other.set_progress_bar_config(disable=True)
    return other


def _known(library: str) -> bool:
    import diffusers

    pipelines = Path(diffusers.__file__).parent / "pipelines"
    return library in _LIBRARIES or (re.fullmatch(r"\w+", library) is not None and _inside(pipelines, library))


def _inside(pipelines: Path, library: str) -> bool:
    return (pipelines / library).is_dir() or (pipelines / f"{library}.py").is_file()


def _holds(family: Family, folder: Path, index: Mapping[str, Any]) -> bool:
    for place, value in family.when.items():
        part, _, name = place.rpartition(".")
        said = _json(folder, folder / part / "config.json") if part else index
        if said.get(name) is None if value is ... else said.get(name) != value:
            return False
    return True


def _whole(folder: Path, name: str) -> None:
    """Raises BadInput unless a part is there with all its weights."""
    part = folder / name
    if not part.is_dir():
        raise _damaged(folder, f"its part {name} is missing")
    if not (part / "config.json").is_file():  # a tokenizer, a scheduler
        return
    tensors = sorted(part.glob("*.safetensors"))
    there = {one.name for one in tensors}
    named = set(_siblings(one.name for one in tensors))
    for one in part.glob("*.index*.json"):
        shards = {shard for shard in _json(folder, one).get("weight_map", {}).values() if shard.endswith(".safetensors")}
        if shards & there or not there:  # a list of another precision may lie beside, whose shards were not fetched
            named |= shards
    if gone := sorted(named - there):
        raise _damaged(folder, f"{len(gone)} of {len(named)} shards of {name} are missing: {', '.join(gone[:4])}")
    if not tensors:
        if pickles := [one.name for one in part.iterdir() if one.suffix in _PICKLES]:
            raise BadInput(
                f"{folder.name}/{name} holds pickled weights ({', '.join(sorted(pickles)[:3])}). A pickle can run code when "
                "it is opened, so it is never opened: take the model as safetensors.",
                "CHECKPOINT_PICKLED",
            )
        raise _damaged(folder, f"the weights of {name} are missing")
    for one in tensors:
        if (why := cut(one)) is not None:
            raise _damaged(folder, f"{name}/{one.name} {why}")


def _siblings(names: Iterator[str]) -> Iterator[str]:
    for name in names:
        if found := _SHARD.fullmatch(name):
            rest = found["rest"] or ""
            for at in range(1, int(found["all"]) + 1):
                yield f"{found['stem']}-{at:05d}-of-{found['all']}{rest}.safetensors"


def cut(path: Path) -> str | None:
    """What is wrong with a safetensors file, seen by its header and size; None when nothing is."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if size < 8 or length > min(_HEADER, size - 8):
            return "is not a safetensors file, or is cut short"
        try:
            header = json.loads(stream.read(length))
            end = max((one["data_offsets"][1] for name, one in header.items() if name != "__metadata__"), default=0)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return "has a header that cannot be read"
    return None if size == 8 + length + end else f"has {size} bytes instead of {8 + length + end}"


def _json(folder: Path, path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise _damaged(folder, f"{path.relative_to(folder)} is missing") from problem
    except (OSError, ValueError) as problem:
        raise _damaged(folder, f"{path.relative_to(folder)} cannot be read ({problem})") from problem
    if not isinstance(said, dict):
        raise _damaged(folder, f"{path.relative_to(folder)} is not a JSON object")
    return said


def _damaged(folder: Path, why: str) -> BadInput:
    return BadInput(
        f"{folder.name} cannot be opened: {why}. Run: python manage.py checkpoints fetch {folder.name}", "CHECKPOINT_DAMAGED"
    )


def _misfit(folder: Path, why: str) -> BadInput:
    return BadInput(
        f"{folder.name} cannot be opened: its weights and its configuration do not belong together ({why}). Fetch it again.",
        "CHECKPOINT_DAMAGED",
    )


def _unsupported(folder: Path, why: str) -> BadInput:
    return BadInput(f"{folder.name} cannot be opened: {why}.", "CHECKPOINT_UNSUPPORTED")
