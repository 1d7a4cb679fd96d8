"""Diffusion models by diffusers: one driver for every family that is declared in `diffusing.families`."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Hashable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generation.drivers import Clip, Picture, Pixels, Tell, Watched, taking
from generation.drivers.diffusing import adapting, conforming, hearing, judging, latents, opening, running, steering, watching
from generation.drivers.diffusing.asking import Asked, Way
from generation.drivers.diffusing.families import Family
from generation.drivers.diffusing.further import Further
from generation.drivers.diffusing.placing import Placing, device, too_much
from generation.operation import BadInput, Exhausted


class Diffusion:
    """A checkpoint of one family, loaded once; an ImageGenerator or a VideoGenerator, as its family is."""

    def __init__(self, family: Family, pipe: Any, where: str, further: Further) -> None:
        self.family = family
        self._pipe, self._further = pipe, further
        self._others: dict[tuple[str, ...], Any] = {}
        self._placing = Placing(pipe, where)
        self._lock = threading.RLock()

    def networks(self) -> list[Any]:
        """What makes the picture step by step: one network, or two that take turns."""
        named = (getattr(self._pipe, name, None) for name in ("transformer", "transformer_2", "unet"))
        return [one for one in named if one is not None]

    def held(self) -> Mapping[Hashable, tuple[int, bool]]:
        """Of each part the bytes of its weights as they lie in memory, and whether on the card; shared parts have one name."""
        return self._placing.held()

    @property
    def takes(self) -> frozenset[str]:
        """What it can be told, in the words of `drivers.taking`."""
        return self.family.takes(self._further.there)

    def most(self, rate: Fraction) -> int | None:
        """How many frames at this rate it makes in one go; None: as many as are asked for."""
        family = self.family
        theirs = (family.longest - 1) // max(1, family.stride) * max(1, family.stride)
        return int(Fraction(theirs) * rate / (rate if family.rate is None else family.rate)) + 1

    def image(self, picture: Picture, tell: Tell) -> Pixels:
        """One picture (height, width, 3) of exactly the size asked for; the same request gives the same bytes on one machine.

        Raises:
            BadInput: PROMPT_EMPTY, MODEL_CANNOT, PICTURE_UNREADABLE, PICTURE_TOO_LARGE, CLIP_UNREADABLE, ADAPTER_MISFIT,
                ADAPTER_UNREADABLE, OUTPUT_SPOILED.
            Exhausted: OUT_OF_MEMORY, once it was tried with less.
        """
        form = self._still(picture)
        (frame,) = self._back(self._made(self._asked(picture, form), picture, tell), form, picture)
        return frame

    def video(self, clip: Clip, tell: Tell) -> Iterator[Pixels]:
        """Exactly `clip.frames` frames (height, width, 3) at `clip.rate`, of exactly its size.

        Raises:
            BadInput: as `image` does, and FRAMES_TOO_MANY.
            Exhausted: OUT_OF_MEMORY, once it was tried with less.
        """
        form = self._moving(clip)
        yield from self._back(self._made(self._asked(clip, form), clip, tell), form, clip)

    def _back(self, made: npt.NDArray[np.float32], form: conforming.Form, request: Picture) -> Iterator[Pixels]:
        """What the model made as frames of the film, once it was looked at."""
        frames = conforming.as_asked(judging.judged(made, self.family.name, request.seed), form)
        if isinstance(request, Clip) and self.family.moves:
            yield from conforming.brought_back(frames, form, request.width, request.height, request.frames, request.rate)
        else:
            yield conforming.fitted(frames[0], form, request.width, request.height)

    def _still(self, picture: Picture) -> conforming.Form:
        if self.family.moves:
            raise BadInput(f"{self.family.name} makes clips, not pictures. Choose another model.", "MODEL_CANNOT")
        return self._form(picture)

    def _moving(self, clip: Clip) -> conforming.Form:
        family = self.family
        if not family.moves:
            raise BadInput(f"{family.name} makes pictures, not clips. Choose another model.", "MODEL_CANNOT")
        frames, rate = conforming.counted(clip.frames, clip.rate, family.stride, family.rate)
        if frames > family.longest:
            raise BadInput(
                f"{family.name} makes at most {self.most(clip.rate)} frames at {clip.rate} in one go, not {clip.frames}. "
                "Split the shot.",
                "FRAMES_TOO_MANY",
            )
        return replace(self._form(clip), frames=frames, rate=rate)

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
        takes, shape = self.takes, (picture.width, picture.height)
        taking.refuse(self.family.name, takes, picture)
        found: dict[str, Any] = {"guides": watching.followed(picture, form)}
        for name in ("source", "mask"):
            path = getattr(picture, name)
            if path is not None:
                found[name] = tuple(watching.watched(path, form, picture, mask=name == "mask"))
        if isinstance(picture, Clip):
            ends = {"first": picture.first, "last": picture.last}
            found |= {name: conforming.given(path, form, shape) for name, path in ends.items() if path is not None}
            found |= {"held": watching.holdings(picture, form), "tracks": watching.tracked(picture, form)}
            found["movement"] = picture.movement if "camera" in takes else ""
        if "references" in takes:
            chosen = picture.references[: self.family.references]
            found["references"] = tuple(conforming.looked_at(one, form) for one in chosen)
        asked = Asked(
            " ".join(picture.prompt.split()), " ".join(picture.negative.split()), form.width, form.height, form.frames, form.rate,
            strength=picture.strength, **found,
        )  # fmt: skip
        if self.family.words and not asked.prompt and not asked.given():
            raise BadInput("There is nothing to draw: write what is seen.", "PROMPT_EMPTY")
        leading = len(asked.guides) + bool(asked.guides and asked.tracks)
        if leading > self.family.guides:
            raise BadInput(
                f"{self.family.name} follows {self.family.guides} of {leading} guides (boxes are one). Leave the others away.",
                "MODEL_CANNOT",
            )
        return asked

    def _way(self, asked: Asked) -> Way:
        given = asked.given()
        for one in self.family.ways:
            if one.serves(given):
                return one
        can = "; ".join(taking.said(taking.ordered(one.needs)) for one in self.family.ways if one.one_of <= self.takes)
        raise BadInput(
            f"{self.family.name} cannot make a shot from {taking.said(taking.ordered(given))}; it needs: {can}. "
            "Give it that, or choose another model.",
            "MODEL_CANNOT",
        )

    def _made(self, asked: Asked, picture: Picture, tell: Tell) -> npt.NDArray[np.float32]:
        """Frames as the model made them, not yet looked at: (frames, height, width, 3) in 0…1."""
        way = self._way(asked)
        with self._lock, ExitStack() as stack:
            key, pipe = self._further.pipeline(self._pipe, way, asked)
            pipe = self._others.setdefault(key, pipe)
            stack.enter_context(adapting.worn(pipe, self.family, picture.adapters))
            stack.enter_context(self._further.looking(pipe, asked.references))
            for last in (False, True):
                try:
                    return self._run(pipe, way, asked, picture, tell)
                except Exception as problem:
                    if not too_much(problem):
                        raise
                    if last:
                        raise self._exhausted(asked) from problem
                # Only here the error is gone, and with it what it held on the card.
                if (said := self._placing.smaller()) is None:
                    break
                tell(0.0, f"out of memory: once more with {said}")
            raise self._exhausted(asked)

    def _run(self, pipe: Any, way: Way, asked: Asked, picture: Picture, tell: Tell) -> npt.NDArray[np.float32]:
        import torch

        self._placing.ready(pipe)
        steps = picture.steps or self.family.steps[picture.quality != "draft"]
        if "strength" in way.takes:  # at least one step of those that are left after what is kept
            asked = replace(asked, strength=max(asked.strength, 1 / steps))
        accepted = inspect.signature(type(pipe).__call__).parameters
        call = self._words(asked, picture.guidance) | dict(self.family.extra) | way.give(asked)
        call |= {"num_inference_steps": steps, "output_type": "np"}

        shape = (asked.width, asked.height, asked.frames)
        watch = running.Watch(pipe, tell, steps, latents.Grid(*shape, self._form(picture).box))
        if "callback_on_step_end" in accepted:
            call["callback_on_step_end"] = steering.led(watch.heard, asked, steps, picture.seed)
            counting = None
        else:
            counting = pipe.progress_bar
            pipe.progress_bar = _Counting(watch.stepped)
        tell(0.0, f"0/{steps}")
        # A way may be told more than its pipeline asks (LTX decodes at a noise that its plain kin do not know).
        call = {name: value for name, value in call.items() if name in accepted or name not in self.family.extra}

        def made() -> Any:
            return pipe(**call, generator=torch.Generator("cpu").manual_seed(picture.seed))

        try:
            with watch.heeding():
                result = running.run(pipe, self._placing, picture.quality, steps, shape, made)
        finally:
            if counting is not None:
                pipe.progress_bar = counting
            pipe.maybe_free_model_hooks()
        if self.family.sound and isinstance(tell, Watched):
            tell.hear(hearing.heard(pipe, result.audio))
        tell(1.0, "")
        return np.asarray(result.frames[0] if self.family.moves else result.images[:1])

    def _words(self, asked: Asked, guidance: float | None) -> dict[str, Any]:
        family, call = self.family, dict[str, Any]()
        if family.words:
            call["prompt"] = asked.prompt
        if family.guidance is not None:
            call[family.guide] = guidance if guidance is not None and family.guided else family.guidance
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
    dtype = {"default": whole, **dict.fromkeys(family.precise, torch.float32)}
    pipe = opening.open_pipeline(folder, index, dtype, own=family.adapters)
    return Diffusion(family, pipe, where, Further(folder, family, whole))


def load_float8(folder: Path) -> Diffusion:
    """`load` with the networks' weights kept in 8 bits and computed in 16: half the memory for a slightly other picture.

    Which of the two it is must be known from the recipe, so a checkpoint that names this driver has an id of its own.

    Raises:
        BadInput: as `load` does.
    """
    import torch

    driver = load(folder)
    for network in driver.networks():
        network.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=network.dtype)
    return driver
