"""Diffusion models by diffusers: one driver for every family that is declared in `diffusing.families`."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.drivers import Clip, Picture, Pixels, Tell
from generation.drivers.diffusing import conforming, judging, opening
from generation.drivers.diffusing.asking import Asked, Way
from generation.drivers.diffusing.families import Family
from generation.drivers.diffusing.placing import Placing, device, too_much
from generation.operation import BadInput, Exhausted

_STEPS = 0.9  # of the progress: the rest is decoding


@dataclass(frozen=True)
class Rework(Picture):
    """A picture made from another: `strength` 0…1 says how much is given up; with `mask` only what it shows white."""

    source: Path | None = None
    mask: Path | None = None
    strength: float = 0.6


class Diffusion:
    """A checkpoint of one family, loaded once; an ImageGenerator or a VideoGenerator, as its family is."""

    def __init__(self, family: Family, pipe: Any, where: str) -> None:
        self.family = family
        self.bytes = opening.measured(pipe)  # of the weights, as they lie in memory
        self._pipe = pipe
        self._others: dict[str, Any] = {}
        self._placing = Placing(pipe, where)
        self._lock = threading.RLock()

    def image(self, picture: Picture, tell: Tell) -> Pixels:
        """One picture (height, width, 3) of exactly the size asked for; the same request gives the same bytes on one machine.

        Raises:
            BadInput: PROMPT_EMPTY, MODEL_CANNOT, PICTURE_UNREADABLE, PICTURE_TOO_LARGE, OUTPUT_SPOILED.
            Exhausted: OUT_OF_MEMORY, once it was tried with less.
        """
        if self.family.moves:
            raise BadInput(f"{self.family.name} makes clips, not pictures. Choose another model.", "MODEL_CANNOT")
        form = self._form(picture)
        made = conforming.as_asked(self._made(self._asked(picture, form), picture, tell), form)
        return conforming.fitted(made[0], form, picture.width, picture.height)

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]:
        """Exactly `clip.frames` frames (height, width, 3) at `clip.rate`, of exactly its size.

        Raises:
            BadInput: as `image` does, and FRAMES_TOO_MANY.
            Exhausted: OUT_OF_MEMORY, once it was tried with less.
        """
        family = self.family
        if not family.moves:
            raise BadInput(f"{family.name} makes pictures, not clips. Choose another model.", "MODEL_CANNOT")
        frames, rate = conforming.counted(clip.frames, clip.rate, family.stride, family.rate)
        if frames > family.longest:
            most = int(Fraction(family.longest - 1) * clip.rate / rate) + 1
            raise BadInput(
                f"{family.name} makes at most {most} frames at {clip.rate} in one go, not {clip.frames}. Split the shot.",
                "FRAMES_TOO_MANY",
            )
        form = replace(self._form(clip), frames=frames, rate=rate)
        made = conforming.as_asked(self._made(self._asked(clip, form), clip, tell), form)
        yield from conforming.brought_back(made, form, clip.width, clip.height, clip.frames, clip.rate)

    def _form(self, picture: Picture) -> conforming.Form:
        family = self.family
        area = int(family.area * family.draft) if picture.quality == "draft" else family.area
        return conforming.sized(picture.width, picture.height, family.side, area, self._fixed() if family.fixed else None)

    def _fixed(self) -> tuple[int, int] | None:
        """Width and height of a model whose places in the picture were learned one by one."""
        said = self._pipe.transformer.config
        if not getattr(said, "use_learned_positional_embeddings", False):
            return None
        scale = self._pipe.vae_scale_factor_spatial
        return said.sample_width * scale, said.sample_height * scale

    def _asked(self, picture: Picture, form: conforming.Form) -> Asked:
        if picture.alpha:
            raise BadInput(f"{self.family.name} makes no transparency. Cut the thing out of its picture.", "MODEL_CANNOT")
        shape, takes = (picture.width, picture.height), self.family.takes
        found: dict[str, Any] = {}
        for name in ("first", "last", "source", "mask"):
            path = getattr(picture, name, None)
            if path is not None:
                found[name] = conforming.given(path, form, shape)
        looked = [conforming.looked_at(one, form) for one in picture.references] if "references" in takes else []
        prompt = " ".join(picture.prompt.split())
        if self.family.words and not prompt and not found:
            raise BadInput("There is nothing to draw: write what is seen.", "PROMPT_EMPTY")
        return Asked(
            prompt, " ".join(picture.negative.split()), form.width, form.height, form.frames, form.rate,
            references=tuple(looked), strength=getattr(picture, "strength", 1.0), **found,
        )  # fmt: skip

    def _way(self, asked: Asked) -> Way:
        names = ("first", "last", "references", "source", "mask")
        given = frozenset(name for name in names if getattr(asked, name))
        for one in self.family.ways:
            if one.serves(given):
                return one
        can = "; ".join(" and ".join(sorted(one.needs)) or "words alone" for one in self.family.ways)
        raise BadInput(
            f"{self.family.name} cannot make a shot from {' and '.join(sorted(given)) or 'words alone'}; it takes: {can}. "
            "Give it that, or choose another model.",
            "MODEL_CANNOT",
        )

    def _made(self, asked: Asked, picture: Picture, tell: Tell) -> Pixels:
        """Frames as the model made them, looked at: (frames, height, width, 3)."""
        way = self._way(asked)
        with self._lock:
            pipe = self._others.setdefault(way.pipeline, opening.another(self._pipe, way.pipeline))
            for last in (False, True):
                try:
                    made = self._run(pipe, way, asked, picture, tell)
                except Exception as problem:
                    if not too_much(problem):
                        raise
                    if last:
                        raise self._exhausted(asked) from problem
                else:
                    return judging.judged(made, self.family.name, picture.seed)
                # Only here the error is gone, and with it what it held on the card.
                if (said := self._placing.smaller()) is None:
                    break
                tell(0.0, f"out of memory: once more with {said}")
            raise self._exhausted(asked)

    def _run(self, pipe: Any, way: Way, asked: Asked, picture: Picture, tell: Tell) -> npt.NDArray[np.float32]:
        import torch

        self._placing.ready(pipe)
        steps = self.family.steps[picture.quality != "draft"]
        accepted = inspect.signature(type(pipe).__call__).parameters
        call = self._words(asked) | dict(self.family.extra) | way.give(asked)
        call |= {"num_inference_steps": steps, "generator": torch.Generator("cpu").manual_seed(picture.seed), "output_type": "np"}

        def stepped(done: int, of: int) -> None:
            tell(min(_STEPS, _STEPS * done / max(1, of)), f"{done}/{of}")

        if "callback_on_step_end" in accepted:
            call["callback_on_step_end"] = _heard(stepped, steps)
            counting = None
        else:
            counting = pipe.progress_bar
            pipe.progress_bar = _Counting(stepped)
        tell(0.0, f"0/{steps}")
        try:
            # A way may be told more than its pipeline asks (LTX decodes at a noise that its plain kin do not know).
            result = pipe(**{name: value for name, value in call.items() if name in accepted or name not in self.family.extra})
        finally:
            if counting is not None:
                pipe.progress_bar = counting
            pipe.maybe_free_model_hooks()
        tell(1.0, "")
        return np.asarray(result.frames[0] if self.family.moves else result.images)

    def _words(self, asked: Asked) -> dict[str, Any]:
        family, call = self.family, dict[str, Any]()
        if family.words:
            call["prompt"] = asked.prompt
        if family.guidance is not None:
            call[family.guide] = family.guidance
        if family.negative and family.words:
            # Guidance by a second pass is off without negative words: a blank stands for none.
            call["negative_prompt"] = asked.negative or (" " if family.guide == "true_cfg_scale" else None)
        return call

    def _exhausted(self, asked: Asked) -> Exhausted:
        return Exhausted(
            f"{self.family.name} needs more memory than there is for {asked.width}×{asked.height}, {asked.frames} frames, even "
            "with offload. Make it smaller or shorter, or take a draft.",
            "OUT_OF_MEMORY",
        )


def _heard(stepped: Any, steps: int) -> Any:
    def heard(pipe: Any, step: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
        stepped(step + 1, getattr(pipe, "num_timesteps", None) or steps)
        return values

    return heard


class _Counting:
    """Stands for a pipeline's progress bar where it has no callback: every step is told, and may raise Cancelled."""

    def __init__(self, stepped: Any) -> None:
        self._stepped, self._done, self._of = stepped, 0, 0

    def __call__(self, iterable: Any = None, total: int | None = None) -> _Counting:
        self._done, self._of = 0, total or 0
        return self

    def __enter__(self) -> _Counting:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def update(self, count: int = 1) -> None:
        self._done += count
        self._stepped(self._done, self._of)


def load(folder: Path) -> Diffusion:
    """The driver of a checkpoint, from a folder as diffusers saves and hubs keep it: model_index.json and safetensors.

    Raises:
        BadInput: CHECKPOINT_DAMAGED, CHECKPOINT_PICKLED, CHECKPOINT_UNSUPPORTED, SETTING_INVALID.
    """
    import torch

    family, index = opening.look(folder)
    where = device()
    whole = torch.float32 if where == "cpu" else torch.bfloat16
    pipe = opening.open_pipeline(folder, index, {"default": whole, **dict.fromkeys(family.precise, torch.float32)})
    return Diffusion(family, pipe, where)
