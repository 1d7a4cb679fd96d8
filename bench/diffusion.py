"""Diffusion models: the round trip of every tiny family here; with --real the true architectures, plain diffusers against ours.

python -m bench.diffusion                          every tiny family: saved, opened, run, repeated
python -m bench.diffusion --real wan-1.3b          on a card: seconds and peak memory at 480p and 720p, swaps cold and warm
python -m bench.diffusion --real wan-1.3b --scale 16 --steps 8   the same code on a processor, everything smaller
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from bench._architectures import TRUE, built
from bench._home import table

TINY = {
    "wan": "", "wan_image": "first", "wan_vace": "", "ltx": "", "cogvideox": "", "hunyuan": "", "svd": "first", "animatediff": "",
    "sdxl": "", "flux": "", "qwen_image": "",
}  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Wall-clock time of something, all that was asked of the card included; and what it gave."""
    import torch

    began = time.perf_counter()
    made = work()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - began, made


def tiny() -> None:
    """Each family's round trip: build, save, load, generate, repeat exactly; opened beside its kin, what is shared."""
    import numpy as np
    import PIL.Image
    import torch

    from generation.drivers import Clip, Picture
    from generation.drivers.diffusion import load
    from tests.generation import tiny_diffusion

    torch.set_num_threads(1)
    rows: list[tuple[str, ...]] = [("family", "kB", "load s", "run s", "repeated", "2nd load s", "of it shared")]
    with tempfile.TemporaryDirectory() as named:
        place = Path(named)
        still = place / "still.png"
        PIL.Image.fromarray((np.random.default_rng(0).random((6, 9, 3)) * 255).astype(np.uint8)).resize((90, 60)).save(still)
        for name, needs in TINY.items():
            folder = tiny_diffusion.saved(getattr(tiny_diffusion, name), place / name)
            took, driver = timed(partial(load, folder))
            said: dict[str, Any] = {
                "prompt": "a boat",
                "negative": "",
                "width": 64,
                "height": 40,
                "seed": 5,
                "stage": {},
                "steps": 2,
            }

            def made(one: Any, said: dict[str, Any] = said, needs: str = needs) -> Any:
                if not one.family.moves:
                    return one.image(Picture(**said), lambda share, note: None)
                first = still if needs == "first" else None
                clip = Clip(**said, frames=9, rate=Fraction(24), first=first)
                return np.stack(list(one.video(clip, lambda share, note: None)))

            ran, one = timed(partial(made, driver))
            other_took, other = timed(partial(load, folder))
            alike = np.array_equal(one, made(other))
            mine = driver.held()
            both = sum(size for size, _ in {**mine, **other.held()}.values())
            whole = sum(size for size, _ in mine.values())
            rows.append(
                (driver.family.name, f"{whole / 1000:.0f}", f"{took:.2f}", f"{ran:.2f}", "exactly" if alike else "NO",
                 f"{other_took:.2f}", f"{(2 * whole - both) / whole:.0%}")
            )  # fmt: skip
    table("Tiny pipelines of the real classes", rows)


def real(name: str, scale: int, steps: int, budget: float) -> None:
    """One true architecture with random weights: plain diffusers against ours at equal steps, then the swaps."""
    import torch

    from generation.drivers.diffusing import attending, running
    from generation.drivers.diffusing.placing import Placing, device, parts, size_of

    where, model, began = device(), TRUE[name], time.perf_counter()
    took, pipe = timed(lambda: built(name, scale, where))
    sizes = {part: size_of(one) / 2**30 for part, one in parts(pipe).items()}
    print(
        f"{name} on {torch.cuda.get_device_name() if where != 'cpu' else 'the processor'}, built in {took:.1f} s; GiB:", end=" "
    )
    print(", ".join(f"{part} {size:.2f}" for part, size in sizes.items()), flush=True)
    placing = Placing(pipe, where)
    rows: list[tuple[str, ...]] = [("size", "how", "s", "peak GiB", "against plain", "network passes")]
    for title, wide, high in model.sizes:
        width, height = (max(64, side // scale // 32 * 32) for side in (wide, high))
        frames = model.frames if scale == 1 or model.frames == 1 else 9
        passes = 0

        def passed(*_: Any) -> None:
            nonlocal passes
            passes += 1

        last = [block for found in ("blocks", "transformer_blocks", "single_transformer_blocks")
                for block in getattr(pipe.transformer, found, ())][-1]  # fmt: skip
        inner: Any = next(one for one in last.modules() if isinstance(one, torch.nn.Linear))

        def call(width: int = width, height: int = height, frames: int = frames) -> Any:
            clip = {"num_frames": frames} if model.frames > 1 else {}
            return pipe(
                prompt="a boat at sea", width=width, height=height, num_inference_steps=steps, output_type="np",
                generator=torch.Generator("cpu").manual_seed(0), **clip, **model.said,
            )  # fmt: skip

        def ours(quality: str, shape: tuple[int, int, int] = (width, height, frames), call: Any = call) -> Any:
            return running.run(pipe, placing, quality, steps, shape, call)

        plain = 0.0
        for how, work, before in (
            ("plain diffusers", call, 1),
            ("ours, final", lambda: ours("final"), 2),  # the second time the shape is compiled
            ("ours, draft (cached steps)", lambda: ours("draft"), 0),
        ):
            if time.perf_counter() - began > budget:
                rows.append((title, how, "no time left", "", "", ""))
                continue
            for _ in range(before):
                work()
            if where != "cpu":
                torch.cuda.reset_peak_memory_stats()
            # Counted in a run of its own kind only where nothing is compiled: a hook would be compiled in.
            hook = inner.register_forward_hook(passed) if how != "ours, final" else None
            passes = 0
            took, _ = timed(work)
            if hook is not None:
                hook.remove()
            plain = plain or took
            peak = f"{torch.cuda.max_memory_allocated() / 2**30:.1f}" if where != "cpu" else "–"
            rows.append(
                (f"{title} {width}×{height}×{frames}", how, f"{took:.2f}", peak, f"{plain / took:.2f}×", str(passes or ""))
            )
            table(f"{name}, {steps} steps each, attention {chosen(attending, pipe, where)}", [rows[0], rows[-1]])
    table(f"{name}, all", rows)
    print("Cached steps depend on the weights, unlike all else: random ones change more from step to step than trained ones.")
    if time.perf_counter() - began < budget:
        swaps(pipe, placing, where)


def chosen(attending: Any, pipe: Any, where: str) -> str:
    """The kind of attention that is taken for this network."""
    masked = type(pipe.transformer).__name__ not in attending._NEVER_MASKED
    return str(attending._quickest(masked)) if where != "cpu" else "native"


def swaps(pipe: Any, placing: Any, where: str) -> None:
    """A model's way back to the card: from main memory, where it was set aside, and from the disk."""
    from generation.drivers.diffusing.placing import parts, size_of
    from generation.drivers.diffusion import load

    rows: list[tuple[str, ...]] = [("swap", "s")]
    if where != "cpu":
        placing.ready(pipe)
        rows.append(("set aside in main memory", f"{timed(placing.set_aside)[0]:.2f}"))
        rows.append(("back on the card (warm)", f"{timed(lambda: placing.ready(pipe))[0]:.2f}"))
    whole = sum(size_of(one) for one in parts(pipe).values())
    place = Path(tempfile.mkdtemp())
    try:
        if shutil.disk_usage(place).free > 1.2 * whole + (4 << 30):
            pipe.save_pretrained(str(place / "saved"), safe_serialization=True)
            placing.set_aside()

            def cold() -> Any:
                driver = load(place / "saved")
                driver._placing.ready(driver._pipe)
                return driver

            rows.append(("looked through, loaded from the disk and put in place (cold)", f"{timed(cold)[0]:.2f}"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    table("Swaps", rows)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", choices=sorted(TRUE), help="the true architecture of this model, with random weights")
    parser.add_argument("--scale", type=int, default=1, help="divide its widths, depths and sizes by this")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--budget", type=float, default=480, help="wall-clock time after which nothing more is begun, in s")
    said = parser.parse_args()
    if said.real:
        real(said.real, said.scale, said.steps, said.budget)
    else:
        tiny()


if __name__ == "__main__":
    main()
