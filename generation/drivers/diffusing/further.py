"""Networks that lie beside a pipeline's own in its folder: those that follow guides (ControlNet) and look (IP-Adapter)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generation.drivers.diffusing import opening
from generation.drivers.diffusing.asking import Asked, Way
from generation.drivers.diffusing.families import LOOKS, Family


class Further:
    """What a checkpoint has besides its pipeline; each is read when it is first asked for, and kept.

    Raises:
        BadInput: CHECKPOINT_DAMAGED, CHECKPOINT_UNSUPPORTED, CHECKPOINT_PICKLED for what is there and not right.
    """

    def __init__(self, folder: Path, family: Family, dtype: Any) -> None:
        self._folder, self._family, self._dtype = folder, family, dtype
        self.there = opening.parts_there(folder, family)
        self._nets: dict[str, Any] = {}
        self._encoder: Any = None

    def pipeline(self, pipe: Any, way: Way, asked: Asked) -> tuple[tuple[str, ...], Any]:
        """The pipeline of a way over the parts of `pipe`, with the networks of its guides, and what it is remembered by."""
        kinds = tuple(one.kind for one in asked.guides) if way.one_of else ()
        key = (way.pipeline, *kinds)
        if not kinds or not self._family.parts:
            return key, opening.another(pipe, way.pipeline)
        nets = [self._net(kind) for kind in kinds]
        return key, opening.another(pipe, way.pipeline, controlnet=nets if len(nets) > 1 else nets[0])

    @contextmanager
    def looking(self, pipe: Any, references: Sequence[Any]) -> Iterator[None]:
        """The pipeline's network looks at pictures, until the end of the `with`; without any nothing is changed."""
        name, kind = self._family.parts.get("references", ("", ""))
        if kind != LOOKS or not references:
            yield
            return
        weights, encoder = opening.looks(self._folder / name)
        if self._encoder is None:
            self._encoder = opening.network(encoder, "transformers", "CLIPVisionModelWithProjection", self._dtype, False)
        pipe.register_modules(image_encoder=self._encoder)
        try:
            pipe.load_ip_adapter(str(weights.parent), subfolder="", weight_name=weights.name, local_files_only=True)
            pipe.set_ip_adapter_scale(0.6)
            yield
        finally:
            pipe.unload_ip_adapter()

    def _net(self, kind: str) -> Any:
        if kind not in self._nets:
            name, made_as = self._family.parts[f"guide.{kind}"]
            self._nets[kind] = opening.network(self._folder / name, "diffusers", made_as, self._dtype, False)
        return self._nets[kind]
