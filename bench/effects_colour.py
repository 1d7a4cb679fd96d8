"""Colour: frames a second beside ffmpeg's lut3d and curves in one run, how near tables are, bands, matches before and after."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.filter
import cv2
import numpy as np
import numpy.typing as npt

from generation import frames as footage
from generation.colour import cubes, measuring
from generation.colour.grading import grade as change_of
from generation.colour.light import lab_of
from generation.colour.matching import match as change_between
from generation.colour.table import Table, exactly
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of, yuv_of
from generation.operations.colour_film import Film, film
from generation.operations.style import Grade, grade

Pixels = npt.NDArray[np.uint8]
FRAMES = 96
POINTS = ((0.0, 0.0), (0.25, 0.18), (0.75, 0.84), (1.0, 1.0))
FULL = Grade(exposure=0.2, temperature=7200, contrast=1.15, saturation=1.1, gain_red=1.05, lift_blue=0.02, curve=POINTS)
SPOILED = {
    "warm and dark": Grade(exposure=-0.8, temperature=9000, contrast=1.2),
    "cool and pale": Grade(temperature=4500, tint=15, saturation=0.6, lift=0.06),
    "teal": Grade(gain_red=0.85, lift_blue=0.05, gamma_green=1.1, contrast=1.3),
}
STILLS = (("clips/bedroom.mp4", 10), ("clips/big-buck-bunny-480p.mp4", 100), ("clips/big-buck-bunny-480p.mp4", 450),
          ("faces/talking-head.mp4", 5))  # fmt: skip


def scene(count: int, width: int = 1280, height: int = 720) -> list[Pixels]:
    """Soft light over many colours, which drifts, with a little noise."""
    dice = np.random.default_rng(3)
    rough = cv2.resize(
        dice.uniform(0.05, 0.95, (9, 18, 3)).astype(np.float32), (width + 2 * count, height), interpolation=cv2.INTER_CUBIC
    )
    found = []
    for n in range(count):
        noise = np.random.default_rng(n).normal(0, 0.008, (height, width, 1)).astype(np.float32)
        found.append((np.clip(rough[:, 2 * n : 2 * n + width] + noise, 0, 1) * 255).astype(np.uint8))
    return found


def kept(folder: Path, pictures: list[Pixels]) -> Video:
    """Pictures as a clip."""
    path = folder / "in.mkv"
    with clip_to(path, pictures[0].shape[1], pictures[0].shape[0], Fraction(24)) as writer:
        for one in pictures:
            writer.write(one)
    return Video.at(path)


def filtered(source: Video, out: Path, name: str, options: str) -> None:
    """The peer: the same clip through one of ffmpeg's filters in 8-bit RGB, read and written as ours is."""
    facts = footage.facts(source.path)
    graph: Any = av.filter.Graph()
    begin = graph.add_buffer(width=facts.width, height=facts.height, format="yuv420p", time_base=1 / facts.rate)
    chain = [
        graph.add("scale", "in_color_matrix=bt709:in_range=tv"), graph.add("format", "gbrp"), graph.add(name, options),
        graph.add("scale", "out_color_matrix=bt709:out_range=tv"), graph.add("format", "yuv420p"), graph.add("buffersink"),
    ]  # fmt: skip
    for one, other in zip([begin, *chain], chain, strict=False):
        one.link_to(other)
    graph.configure()
    with clip_to(out, facts.width, facts.height, facts.rate) as writer:
        for n, frame in enumerate(footage.whole(source.path)):
            frame.pts = n
            begin.push(frame)
            writer.write_frame(chain[-1].pull())


def timed(what: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of the clock and of the processors."""
    clock, processors = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - clock, time.process_time() - processors


def speed(folder: Path) -> None:
    """720p frames a second, each with its peer in the same run."""
    source = kept(folder, scene(FRAMES))
    table = folder / "t.cube"
    table.write_text(cubes.written(cubes.sampled(change_of(FULL), 33), "peer"))
    context = LocalContext(folder / "scratch")
    curve = " ".join(f"{x}/{y}" for x, y in POINTS)
    moving = Grade(keys={"exposure": ((0, 0.0, "linear"), (FRAMES - 1, 0.5, "linear"))})
    runs: dict[str, Callable[[], Any]] = {
        "only read and written": lambda: filtered(source, folder / "n.mkv", "null", ""),
        "style.grade, everything set": lambda: grade(source, params=FULL, context=context),
        "style.grade, keys at every frame": lambda: grade(source, params=moving, context=context),
        "ffmpeg lut3d (33, tetrahedral, 8 bit)": lambda: filtered(
            source, folder / "l.mkv", "lut3d", f"file={table}:interp=tetrahedral"
        ),
        "ffmpeg curves (8 bit)": lambda: filtered(source, folder / "c.mkv", "curves", f"master={curve}"),
        "style.film, look alone": lambda: film(source, None, params=Film(look="noir"), context=context),
        "style.film, look, grain, halation, vignette": lambda: film(
            source, None, params=Film(look="soft_portrait", grain=0.4, halation=0.4, vignette=0.4), context=context
        ),
    }
    for name, what in runs.items():
        clock, processors = timed(what)
        print(f"{name:46} {FRAMES / clock:6.1f} frames/s   {processors / FRAMES * 1000:6.1f} ms of processor a frame")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def nearness() -> None:
    """How far the fast table, and a .cube that goes out, are from the sums themselves, in levels of 255."""
    change = change_of(FULL)
    pixels = scene(1)[0]
    frame = yuv_of(pixels)
    table = Table(change, 1280, 720, "rgb")
    green, blue, red = table.looked_up([pixels[..., n] for n in (1, 2, 0)])
    exact = np.clip(change(pixels.astype(np.float32) / 255), 0, 1) * 255
    away = np.abs(np.clip(np.dstack([red, green, blue]), 0, 1) * 255 - exact)
    print(
        f"table against sums: mean {away.mean():.4f}, 99.9 % below {np.quantile(away, 0.999):.3f}, most {away.max():.3f} levels"
    )
    for side in (33, 65):
        cube = cubes.read(cubes.written(cubes.sampled(change, side), "out"))
        out = np.abs(np.clip(cube(pixels.astype(np.float32) / 255), 0, 1) * 255 - exact)
        print(
            f".cube of {side} out and in: mean {out.mean():.4f}, "
            f"99.9 % below {np.quantile(out, 0.999):.3f}, most {out.max():.3f} levels"
        )
    same = np.abs(pixels_of(Table(change_of(Grade()), 1280, 720, "yuv").on_yuv(frame)).astype(int) - pixels_of(frame))
    print(f"a grade that does nothing moves {(same > 0).mean():.5f} of the values, by {same.max()} at most (outside the gamut)")


def bands() -> None:
    """A gradient two stops down: how far broad means are from where they should be, dithered and only rounded."""
    ramp = np.linspace(60, 100, 1280)
    pixels = np.repeat(np.repeat(ramp[None], 64, axis=0).round().astype(np.uint8)[..., None], 3, axis=2)
    change = change_of(Grade(exposure=-2))
    ideal = change(pixels.astype(np.float32) / 255)[..., 0] * 255
    wide = np.ones(24) / 24
    for name, made in (("dithered", exactly(change, pixels)[..., 0]), ("only rounded", ideal.round())):
        off = np.convolve(made.mean(0), wide, "valid") - np.convolve(ideal.mean(0), wide, "valid")
        print(f"gradient, {name:13} {np.abs(off).mean():.4f} levels off on average, {np.abs(off).max():.3f} at most")


def matched(data: Path | None) -> None:
    """Pictures spoiled by a grade and matched to what they were: OKLab distance × 100 on average, before and after."""
    if data is None:
        pictures = [("made", scene(1)[0])]
    else:
        pictures = [(f"{Path(name).stem} {frame}", _still(data / name, frame)) for name, frame in STILLS]
    for spoiled, params in SPOILED.items():
        for name, pixels in pictures:
            true = pixels.astype(np.float32) / 255
            bad = (np.clip(change_of(params)(true), 0, 1) * 255).round().astype(np.uint8)
            change = change_between(measuring.seen([bad]), measuring.seen([pixels]))
            good = np.clip(change(bad.astype(np.float32) / 255), 0, 1)
            before, after = (100 * np.linalg.norm(lab_of(one) - lab_of(true), axis=-1).mean() for one in (bad / 255, good))
            print(f"match, {spoiled:14} {name:26} {before:6.2f} → {after:5.2f}")


def _still(path: Path, frame: int) -> Pixels:
    with av.open(str(path)) as container:
        for n, one in enumerate(container.decode(video=0)):
            if n == frame:
                return one.reformat(640, 360, "rgb24").to_ndarray()
    raise ValueError(f"{path} has no frame {frame}")


def main() -> int:
    """All of it."""
    cv2.setNumThreads(1)
    data = os.environ.get("FILMWRIGHT_DATA")
    with tempfile.TemporaryDirectory() as folder:
        speed(Path(folder))
    nearness()
    bands()
    matched(Path(data) if data else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
