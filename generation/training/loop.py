"""The training itself: a LoRA beside the weights of one network, step by step, stopped and resumed anywhere."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import PIL.Image

from generation.drivers import Tell
from generation.drivers.diffusing import opening, placing
from generation.drivers.diffusing.families import Family
from generation.operation import BadInput, Cancelled, Exhausted
from generation.training import lesson as lessons
from generation.training import saving
from generation.training.learners import Learner, Words, learner
from generation.training.lesson import Lesson
from generation.training.notebook import Notebook

_KEEP = 60.0  # of wall time, in s: as much is lost at most when the worker is killed
_PRIOR = 4  # every so many steps what the trigger does not call up is looked after
_MOMENTS = (0.2, 0.4, 0.6, 0.8)  # at which it is judged, before and after, with the same noise
_SHARE = 0.06  # of the progress: looking at pictures and words

Show = Callable[[PIL.Image.Image], None]


@dataclass
class Seat:
    """A model ready to learn: its learner, its weights that learn, and what it learns from."""

    learner: Learner
    weights: dict[str, Any]
    optimizer: Any
    pictures: list[Any]  # latents
    words: list[Words]
    plain: Words
    device: str


def train(folder: Path, lesson: Lesson, out: Path, kept: Path, tell: Tell, show: Show) -> dict[str, str]:
    """Train on the checkpoint in `folder` and write the LoRA to `out`; what its description says.

    `kept` is a folder that outlives this run: with the same lesson and the same machine, stopping and going on gives the same
    bytes as never having stopped. `tell` may raise Cancelled between two steps.

    Raises:
        BadInput: TRAINING_PICTURES, TRIGGER_MISSING, MODEL_CANNOT, PICTURE_*, CHECKPOINT_*, TRAINING_DIVERGED.
        Exhausted: OUT_OF_MEMORY.
    """
    lessons.checked(lesson)
    family, index = opening.look(folder)
    try:
        with _seated(folder, family, index, lesson, tell) as seat:
            first, last = _taught(seat, lesson, Notebook(kept, _of(lesson, family)), tell, show)
            _written(seat, out, _said(lesson, family, first, last))
            return _said(lesson, family, first, last)
    except Exception as problem:
        if not placing.too_much(problem):
            raise
        raise Exhausted(
            f"{family.name} needs more memory than there is to learn from pictures of this size. Choose a smaller size or rank.",
            "OUT_OF_MEMORY",
        ) from problem


def _said(lesson: Lesson, family: Family, first: float, last: float) -> dict[str, str]:
    """What the file says of itself."""
    return {
        "format": "pt", "base_family": family.name, "rank": str(lesson.rank), "alpha": str(lesson.rank),
        "trigger": lesson.trigger, "steps": str(lesson.steps), "pictures": str(len(lesson.pictures)), "seed": str(lesson.seed),
        "loss_before": f"{first:.6f}", "loss_after": f"{last:.6f}", **lesson.note,
    }  # fmt: skip


def _of(lesson: Lesson, family: Family) -> dict[str, Any]:
    said = {name: value for name, value in asdict(lesson).items() if name not in ("pictures", "note", "previews")}
    return {**said, "family": family.name, "count": len(lesson.pictures)}


@contextmanager
def _seated(folder: Path, family: Family, index: dict[str, Any], lesson: Lesson, tell: Tell) -> Iterator[Seat]:
    """Open the model, look at everything once, and leave on the card only what learns and the VAE; afterwards nothing."""
    import torch

    where = placing.device()
    whole = torch.float32 if where == "cpu" else torch.bfloat16
    tell(0.0, "opening the model")
    placing.set_all_aside()
    pipe = opening.open_pipeline(folder, index, {"default": whole, **dict.fromkeys(family.precise, torch.float32)})
    try:
        yield _sat(pipe, family, lesson, where, tell)
    finally:
        for part in placing.parts(pipe).values():  # some may be shared with checkpoints that are loaded
            part.to("cpu")


def _sat(pipe: Any, family: Family, lesson: Lesson, where: str, tell: Tell) -> Seat:
    import torch
    from peft import LoraConfig

    own = learner(pipe, family)
    for part in placing.parts(pipe).values():
        part.requires_grad_(False)
    with torch.no_grad():
        words, plain = _heard(pipe, own, lesson, where)
        pictures = _looked(pipe, own, lesson, where, tell)
    network = own.network
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(lesson.seed)
        network.add_adapter(
            LoraConfig(
                r=lesson.rank,
                lora_alpha=lesson.rank,
                init_lora_weights="gaussian",
                target_modules=list(own.targets),
            )
        )
    if hasattr(network, "enable_gradient_checkpointing"):
        network.enable_gradient_checkpointing()
    network.to(where)
    network.train()
    weights = {name: one for name, one in sorted(network.named_parameters()) if one.requires_grad}
    for one in weights.values():
        one.data = one.data.float()
    optimizer = torch.optim.AdamW(list(weights.values()), lr=lesson.rate, weight_decay=1e-4)
    return Seat(own, weights, optimizer, pictures, words, plain, where)


def _heard(pipe: Any, own: Learner, lesson: Lesson, where: str) -> tuple[list[Words], Words]:
    """Every caption, heard once; then the encoders of words leave the card."""
    encoders = [part for name, part in placing.parts(pipe).items() if name.startswith("text_encoder")]
    for part in encoders:
        part.to(where)
    heard = {one: own.words(one) for one in dict.fromkeys((*lesson.captions, lesson.plain))}
    for part in encoders:
        part.to("cpu")
    return [heard[one] for one in lesson.captions], heard[lesson.plain]


def _looked(pipe: Any, own: Learner, lesson: Lesson, where: str, tell: Tell) -> list[Any]:
    import torch

    pipe.vae.to(where)
    found = []
    for at, path in enumerate(lesson.pictures):
        tell(_SHARE * at / len(lesson.pictures), f"looking at picture {at + 1} of {len(lesson.pictures)}")
        pixels = torch.from_numpy(lessons.shaped(path, own.family.side, lesson.area or own.family.area)).permute(2, 0, 1)[None]
        found.append(own.seen(pixels))
        if lesson.mirror:
            found.append(own.seen(pixels.flip(-1)))
    return found


def _taught(seat: Seat, lesson: Lesson, notebook: Notebook, tell: Tell, show: Show) -> tuple[float, float]:
    """All steps; how wrong it was before the first and is after the last."""
    import torch

    step, first = notebook.read(seat.weights, seat.optimizer)
    if first is None:
        first = judged(seat, lesson)
    every, kept, smooth = max(1, lesson.steps // max(1, lesson.previews)), time.monotonic(), first
    while step < lesson.steps:
        for group in seat.optimizer.param_groups:
            group["lr"] = lesson.rate * min(1.0, (step + 1) / max(1, lesson.steps // 20))
        loss = _step(seat, lesson, step)
        if not math.isfinite(loss):
            raise BadInput(
                f"The training ran away in step {step + 1} of {lesson.steps}: its numbers are none any more. Learn more slowly.",
                "TRAINING_DIVERGED",
            )
        step += 1
        smooth += (loss - smooth) * 0.1
        try:
            tell(_SHARE + (1 - _SHARE) * step / lesson.steps, f"{step}/{lesson.steps} · {smooth:.3f}")
        except Cancelled:
            notebook.write(step, seat.weights, seat.optimizer, first)
            raise
        if time.monotonic() - kept > _KEEP:
            notebook.write(step, seat.weights, seat.optimizer, first)
            kept = time.monotonic()
        if lesson.previews and (step % every == 0 or step == lesson.steps):
            show(drawn(seat, lesson))
    last = judged(seat, lesson)
    if not math.isfinite(last) or not all(bool(torch.isfinite(one).all()) for one in seat.weights.values()):
        raise BadInput("The training ran away: its numbers are none any more. Learn more slowly.", "TRAINING_DIVERGED")
    return first, last


def _step(seat: Seat, lesson: Lesson, step: int) -> float:
    """One step; its chance hangs on the seed and on how many were made before, so that going on is as never having stopped."""
    import torch

    chance = torch.Generator("cpu").manual_seed((lesson.seed * 1_000_003 + step) % 2**63)
    count = len(seat.pictures)
    order = torch.randperm(count, generator=torch.Generator("cpu").manual_seed(lesson.seed + step // count))
    at = int(order[step % count])
    own, latents = seat.learner, seat.pictures[at]
    noise = torch.randn(latents.shape, generator=chance).to(latents.device)
    moment = float(torch.sigmoid(torch.randn((), generator=chance)))
    words = seat.words[at * len(seat.words) // count]
    with _cast(seat.device):
        said, right = own.error(latents, noise, moment, words)
        loss = torch.nn.functional.mse_loss(said, right)
        if lesson.prior and step % _PRIOR == _PRIOR - 1:
            with torch.no_grad(), _without(own.network):
                before, _ = own.error(latents, noise, moment, seat.plain)
            now, _ = own.error(latents, noise, moment, seat.plain)
            loss = loss + lesson.prior * torch.nn.functional.mse_loss(now, before)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(list(seat.weights.values()), 1.0)
    seat.optimizer.step()
    seat.optimizer.zero_grad(set_to_none=True)
    return float(loss.detach())


def judged(seat: Seat, lesson: Lesson) -> float:
    """How wrong it is over all pictures, at the same moments with the same noise whenever it is asked."""
    import torch

    found = []
    with torch.no_grad(), _cast(seat.device):
        for at, latents in enumerate(seat.pictures[:32]):
            chance = torch.Generator("cpu").manual_seed(lesson.seed + at)
            for moment in _MOMENTS:
                noise = torch.randn(latents.shape, generator=chance).to(latents.device)
                words = seat.words[at * len(seat.words) // len(seat.pictures)]
                said, right = seat.learner.error(latents, noise, moment, words)
                found.append(float(torch.nn.functional.mse_loss(said, right)))
    return sum(found) / len(found)


def drawn(seat: Seat, lesson: Lesson) -> PIL.Image.Image:
    """What it draws now of the first caption, small."""
    import torch

    own, side = seat.learner, seat.learner.family.side
    scale = own.pipe.vae_scale_factor if hasattr(own.pipe, "vae_scale_factor") else own.pipe.vae_scale_factor_spatial
    high, wide = (max(side, round(one * scale * 0.7) // side * side) for one in seat.pictures[0].shape[-2:])
    own.network.eval()
    try:
        with torch.no_grad(), _cast(seat.device):
            made: PIL.Image.Image = own.draw(seat.words[0], (wide, high), lesson.seed)
    finally:
        own.network.train()
    return made


def _written(seat: Seat, out: Path, said: dict[str, str]) -> None:
    """The LoRA as diffusers reads it: `unet.` or `transformer.`, `lora_A` and `lora_B`, and what it is."""
    from peft.utils import get_peft_model_state_dict

    state = get_peft_model_state_dict(seat.learner.network)
    saving.save({f"{seat.learner.part}.{name}": one.detach().cpu().float().numpy() for name, one in state.items()}, out, said)


@contextmanager
def _without(network: Any) -> Iterator[None]:
    """The network as it was before it learnt."""
    network.disable_adapters()
    try:
        yield
    finally:
        network.enable_adapters()


@contextmanager
def _cast(device: str) -> Iterator[None]:
    import torch

    if device == "cpu":
        yield
        return
    with torch.autocast(device, torch.bfloat16):
        yield
