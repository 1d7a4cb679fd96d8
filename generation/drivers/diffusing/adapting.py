"""LoRA adapters: read as safetensors, held against the network they are for, hung on it for one run, and taken off again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generation.drivers import Adapter
from generation.drivers.diffusing.families import Family
from generation.operation import BadInput

_LEAST = 0.5  # of an adapter's layers, that the network must have


@contextmanager
def worn(pipe: Any, family: Family, adapters: Sequence[Adapter]) -> Iterator[None]:
    """The pipeline's networks with these adapters, blended by their strengths, until the end of the `with`.

    Nothing of them stays: another shot on the same weights is as if they had never been there.

    Raises:
        BadInput: ADAPTER_UNREADABLE for what is no whole safetensors file, ADAPTER_MISFIT for a LoRA of another base.
    """
    chosen = [one for one in adapters if one.strength]
    if not chosen:
        yield
        return
    try:
        names: list[str] = []
        for at, one in enumerate(chosen):
            names.append(f"worn{at}")
            _put_on(pipe, family, one.path, names[-1])
        pipe.set_adapters(names, [one.strength for one in chosen])
        yield
    finally:
        pipe.unload_lora_weights()


def _put_on(pipe: Any, family: Family, path: Path, name: str) -> None:
    from generation.drivers.diffusing.opening import cut

    if (why := cut(path)) is not None:
        raise BadInput(
            f"The adapter {path.name} {why}. Only safetensors are taken: a pickle could run code. Bring the file again.",
            "ADAPTER_UNREADABLE",
        )
    where = {"weight_name": path.name, "local_files_only": True, "use_safetensors": True}
    try:
        found = type(pipe).lora_state_dict(str(path.parent), **where)
    except Exception as problem:  # converting what other trainers wrote fails in as many ways as there are trainers
        raise _misfit(path, family, " ".join(str(problem).split())[:200] or type(problem).__name__) from problem
    layers: Mapping[str, Any] = found[0] if isinstance(found, tuple) else found
    _fits(pipe, family, path, layers)
    try:
        pipe.load_lora_weights(str(path.parent), adapter_name=name, **where)
        if len(family.adapters) > 1 and getattr(pipe, "transformer_2", None) is not None:
            pipe.load_lora_weights(str(path.parent), adapter_name=name, load_into_transformer_2=True, **where)
    except (ValueError, RuntimeError, KeyError, AttributeError) as problem:
        raise _misfit(path, family, " ".join(str(problem).split())[:200]) from problem


def _fits(pipe: Any, family: Family, path: Path, layers: Mapping[str, Any]) -> None:
    """Raises BadInput ADAPTER_MISFIT unless the networks have these layers, of this size."""
    parts = {name: dict(part.named_modules()) for name in family.adapters if (part := getattr(pipe, name, None)) is not None}
    known = missing = 0
    for key, value in layers.items():
        part, _, rest = key.partition(".")
        side = next((one for one in (".lora_A.", ".lora_B.", ".lora.down.", ".lora.up.") if one in f".{rest}"), None)
        if side is None or getattr(value, "ndim", 0) < 2:
            continue
        module = parts.get(part, {}).get(f".{rest}".partition(side)[0].lstrip("."))
        if module is None:
            missing += 1
            continue
        known += 1
        layer: Any = getattr(module, "base_layer", module)
        shape = tuple(layer.weight.shape)
        inner = side in (".lora_A.", ".lora.down.")
        have, need = (value.shape[1], shape[1]) if inner else (value.shape[0], shape[0])
        if have != need:
            raise _misfit(path, family, f"{key} is made for {have} channels, here there are {need}")
    if known < max(1, _LEAST * (known + missing)):
        raise _misfit(path, family, f"of its {known + missing} layers this model has {known}")


def _misfit(path: Path, family: Family, why: str) -> BadInput:
    return BadInput(
        f"The adapter {path.name} is for another model than {family.name}: {why}. Choose one that was trained on {family.name}.",
        "ADAPTER_MISFIT",
    )
