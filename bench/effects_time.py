"""Speed and clarity: how near made pictures are to those that were shot, beside ffmpeg's, and what harm is left in others.

With FILMWRIGHT_DATA on `clips/big-buck-bunny-480p.mp4` and `clips/bedroom.mp4`, else on a scene of its own. `FRAMES` of the
missing ones of each clip are made, evenly spread over it; as an argument `all` makes every one.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import cv2
import imageio_ffmpeg
import numpy as np

from bench.effects_style import panning
from generation import checkpoints
from generation import frames as footage
from generation.clarity import focus
from generation.clarity.larger import Steady, enlarged
from generation.clarity.planes import flow, moved
from generation.drivers import Pixels
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operation import registry
from generation.operations import load_all
from generation.retiming import pictures as moving
from generation.retiming.survey import survey

FRAMES = 32  # missing frames of each clip that are made
FILMS = (("clips/big-buck-bunny-480p.mp4", 320), ("clips/bedroom.mp4", 40))  # and from which frame clarity is measured
CROP = np.s_[96:384, 96:600]  # sides that two, three and four go into
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def clips(folder: Path) -> Iterator[tuple[str, Path, int]]:
    """The films there are: name, file, a frame in it where something happens."""
    data = Path(os.environ.get("FILMWRIGHT_DATA", "/nowhere"))
    found = [(Path(name).stem, data / name, at) for name, at in FILMS if (data / name).is_file()]
    if not found:
        path = folder / "scene.mkv"
        with clip_to(path, 854, 480, Fraction(24)) as writer:
            for one in panning(49, 854, 480):
                writer.write(one)
        found = [("a scene of its own", path, 0)]
    yield from found


def decibels(one: Any, other: Any) -> float:
    """PSNR of two pictures, 0…255."""
    return float(10 * np.log10(255**2 / max(1e-9, np.mean((np.asarray(one, np.float64) - other) ** 2))))


def alike(one: Any, other: Any) -> float:
    """SSIM (Wang et al. 2004) of two pictures' light."""
    a, b = (cv2.cvtColor(np.asarray(np.clip(x, 0, 255), np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float64) for x in (one, other))

    def soft(x: Any) -> Any:
        return cv2.GaussianBlur(x, (11, 11), 1.5)

    ma, mb = soft(a), soft(b)
    va, vb, vab = soft(a * a) - ma * ma, soft(b * b) - mb * mb, soft(a * b) - ma * mb
    c, d = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float((((2 * ma * mb + c) * (2 * vab + d)) / ((ma**2 + mb**2 + c) * (va + vb + d))).mean())


def drawn(one: Any, other: Any) -> float:
    """How differently edges are drawn (GMSD, Xue et al. 2014), that stands for what eyes mind: 0 is the same."""
    found = []
    for x in (one, other):
        grey: Any = cv2.cvtColor(np.asarray(np.clip(x, 0, 255), np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32)
        grey = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        found.append(np.hypot(cv2.Scharr(grey, -1, 1, 0), cv2.Scharr(grey, -1, 0, 1)) / 16)
    a, b = found
    return float(((2 * a * b + 170) / (a * a + b * b + 170)).std())


def missing(name: str, path: Path, folder: Path, wanted: int) -> None:
    """Every second frame left out, and made again."""
    facts = footage.facts(path)
    half = folder / f"{name}.mkv"
    with clip_to(half, facts.width, facts.height, facts.rate / 2) as writer:
        for n, frame in enumerate(footage.whole(path)):
            if n % 2 == 0:
                writer.write(pixels_of(frame))
    known = footage.facts(half)
    inside = [k for k in range(2, known.frames - 4) if 2 * k + 1 < facts.frames]
    chosen = inside if wanted >= len(inside) else [inside[i * len(inside) // wanted] for i in range(wanted)]
    truths = {k: pixels_of(one) for k, one in _some(path, {2 * k + 1: k for k in chosen})}
    looked = survey(pixels_of(one) for one in footage.whole(half))
    network = checkpoints.load("rife@4.0")
    shelf = moving.Shelf(half, known)
    begun = time.perf_counter()
    made = list(moving.pictures(shelf, looked, [Fraction(2 * k + 1, 2) for k in chosen], network))
    took = time.perf_counter() - begun
    ours = {k: one if isinstance(one, np.ndarray) else pixels_of(one) for k, one in zip(chosen, made, strict=True)}
    peer = dict(_minterpolated(half, known, {2 * k + 1: k for k in chosen}))
    pairs = {k: [pixels_of(shelf.frame(n)) for n in (k, k + 1)] for k in chosen}
    blend = {k: (one.astype(np.uint16) + other + 1) // 2 for k, (one, other) in pairs.items()}
    print(
        f"  {name}: {len(chosen)} of the missing frames; {len(looked.cuts)} cuts found; {len(chosen) / took:.2f} frames a second"
    )
    for words, found in (("RIFE", ours), ("minterpolate mci", peer), ("blend", blend)):
        there = [k for k in chosen if k in found]
        psnr = np.mean([decibels(found[k], truths[k]) for k in there])
        ssim = np.mean([alike(found[k], truths[k]) for k in there])
        better = np.mean([decibels(ours[k], truths[k]) >= decibels(found[k], truths[k]) for k in there])
        print(f"    {words:17} PSNR {psnr:6.2f} dB   SSIM {ssim:.4f}   RIFE at least as near in {better:4.0%}")


def _some(path: Path, wanted: dict[int, int]) -> Iterator[tuple[int, Any]]:
    for n, frame in enumerate(footage.whole(path)):
        if n in wanted:
            yield wanted[n], frame


def _minterpolated(path: Path, facts: footage.Facts, wanted: dict[int, int]) -> Iterator[tuple[int, Pixels]]:
    command = [
        FFMPEG, "-v", "error", "-threads", "1", "-i", str(path), "-vf",
        f"minterpolate=fps={facts.rate * 2}:mi_mode=mci,scale=in_color_matrix=bt709:in_range=tv", "-f", "rawvideo",
        "-pix_fmt", "rgb24", "-",
    ]  # fmt: skip
    size = facts.width * facts.height * 3
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        n = 0
        while len(raw := running.stdout.read(size)) == size:
            if n in wanted:
                yield wanted[n], np.frombuffer(raw, np.uint8).reshape(facts.height, facts.width, 3)
            n += 1


def some(path: Path, begin: int, count: int) -> list[Pixels]:
    """Frames of a film, as many columns and rows of them as are looked at."""
    return [pixels_of(one)[CROP] for one in islice(footage.whole(path), begin, begin + count)]


def swing(pictures: Sequence[Any], ways: Sequence[Any]) -> float:
    """How much pictures differ from those before them, brought to where they are, of 255."""
    greys = [cv2.cvtColor(np.asarray(np.clip(one, 0, 255), np.float32), cv2.COLOR_RGB2GRAY) for one in pictures]
    return float(np.mean([np.abs(moved(a, way) - b).mean() for (a, b), way in zip(pairwise(greys), ways, strict=True)]))


def larger(name: str, path: Path, begin: int) -> None:
    """Frames made small, and large again."""
    truths = [one.astype(np.float32) for one in some(path, begin, 5)]
    greys = [cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in truths]
    ways = [flow(b, a) for a, b in pairwise(greys)]
    height, width = truths[0].shape[:2]
    driver = checkpoints.load("span@1")
    for factor in (2, 3, 4):
        small = [cv2.resize(one, (width // factor, height // factor), interpolation=cv2.INTER_AREA) / 255 for one in truths]
        size, steady = (width // factor * factor, height // factor * factor), Steady()
        cut = [one[: size[1], : size[0]] for one in truths]
        flows = [one[: size[1], : size[0]] for one in ways]
        ways_of = {
            "SPAN, ours": [steady(one, enlarged(driver, one, factor, 1.0)) * 255 for one in small],
            "SPAN alone": [driver.enlarge(one, factor) * 255 for one in small],
            "bicubic": [cv2.resize(one, size, interpolation=cv2.INTER_CUBIC) * 255 for one in small],
            "Lanczos": [cv2.resize(one, size, interpolation=cv2.INTER_LANCZOS4) * 255 for one in small],
        }
        for words, made in ways_of.items():
            figures = [np.mean([how(a, b) for a, b in zip(made, cut, strict=True)]) for how in (decibels, alike, drawn)]
            ratio = swing(made, flows) / swing(cut, flows)
            print(
                f"    {name} ×{factor} {words:11} PSNR {figures[0]:6.2f} dB  SSIM {figures[1]:.4f}  GMSD {figures[2]:.4f}  "
                f"swings {ratio:.2f} of what film does"
            )


def mended(name: str, path: Path, begin: int, folder: Path) -> None:
    """Known noise, flicker, blocks and blur put in, and taken out, beside ffmpeg's filters."""
    truths, dice = some(path, begin, 16), np.random.default_rng(1)
    gains = np.exp(dice.normal(0, 0.08, (16, 1)) + dice.normal(0, 0.03, (16, 3)))
    kernel = focus.spread(0.0015 * 288 * 2)
    harmed = {
        "quality.denoise": ({}, "nlmeans=s=6", [np.clip(one + dice.normal(0, 10, one.shape), 0, 255) for one in truths]),
        "quality.deflicker": ({}, "deflicker", [np.clip(one * gain, 0, 255) for one, gain in zip(truths, gains, strict=True)]),
        "quality.deblock": ({}, "deblock=filter=strong", [_packed(one) for one in truths]),
        "quality.deblur": ({"radius": 3.0}, "unsharp", [cv2.filter2D(one, -1, kernel, borderType=2) for one in truths]),
    }
    stored = _kept(folder / "truth.mkv", truths)
    for operation, (params, peer, pictures) in harmed.items():
        source = folder / f"{operation}.mkv"
        _kept(source, [np.asarray(np.rint(one), np.uint8) for one in pictures])
        context = LocalContext(folder / "scratch")
        result = registry.get(operation)(Video(source), params=registry.get(operation).validate(params), context=context)
        other = folder / "peer.mkv"
        subprocess.run(
            [FFMPEG, "-v", "error", "-y", "-i", str(source), "-vf", peer, "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p",
             str(other)], check=True,
        )  # fmt: skip
        near = [np.mean([decibels(a, b) for a, b in zip(_all(one), stored, strict=True)]) for one in (source, result.path, other)]
        words = f"given {near[0]:5.2f} dB   ours {near[1]:5.2f}   ffmpeg {peer.partition('=')[0]} {near[2]:5.2f}"
        print(f"    {name} {operation:18} {words}")


def _packed(picture: Pixels) -> Pixels:
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 15])[1], cv2.IMREAD_COLOR), np.uint8)


def _kept(path: Path, pictures: Sequence[Pixels]) -> list[Pixels]:
    with clip_to(path, pictures[0].shape[1], pictures[0].shape[0], Fraction(24)) as writer:
        for one in pictures:
            writer.write(one)
    return _all(path)


def _all(path: Path) -> list[Pixels]:
    return [pixels_of(one) for one in footage.whole(path)]


SPEEDS: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("time.slow", {"speed": 0.5}, 4), ("time.smooth", {}, 8), ("quality.upscale", {"factor": 2}, 2), ("quality.denoise", {}, 8),
    ("quality.deblock", {}, 8), ("quality.deflicker", {}, 24), ("quality.deblur", {}, 8), ("quality.sharpen", {}, 12),
)  # fmt: skip


def speed(folder: Path) -> None:
    """Frames a second at 720p, by the CPU's own clock on this machine's cores."""
    for name, params, count in SPEEDS:
        source = folder / "speed.mkv"
        _kept(source, panning(count, 1280, 720))
        operation = registry.get(name)
        clock = time.process_time()
        operation(Video(source), params=operation.validate(params), context=LocalContext(folder / "scratch"))
        took = time.process_time() - clock
        print(f"    {name:18} {count / took:6.2f} frames for each second of CPU")


def memory(name: str, frames: int) -> None:
    """Run in a process of its own: what it held at most, in MiB."""
    with tempfile.TemporaryDirectory() as place:
        folder, operation = Path(place), registry.get(name)
        params = {"speed": 0.5, "between": "blended"} if name == "time.slow" else {}
        with clip_to(folder / "in.mkv", 640, 360, Fraction(24)) as writer:
            some_frames = panning(12, 640, 360)
            for n in range(frames):
                writer.write(some_frames[n % 12])
        operation(Video(folder / "in.mkv"), params=operation.validate(params), context=LocalContext(folder / "scratch"))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    """Prints them all."""
    load_all()
    if sys.argv[1:2] == ["memory"]:
        memory(sys.argv[2], int(sys.argv[3]))
        return
    wanted = 1_000_000 if "all" in sys.argv else FRAMES
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print("Missing frames made again:")
        for name, path, _ in clips(folder):
            missing(name, path, folder, wanted)
        print("Made small and large again (GMSD and swings: less is better):")
        for name, path, begin in clips(folder):
            larger(name, path, begin)
        print("Harm of a known kind, mended:")
        for name, path, begin in clips(folder):
            mended(name, path, begin, folder)
        print("At 720p:")
        speed(folder)
    print("Memory at 24 and at 240 frames, MiB:")
    for operation in ("time.slow", "quality.denoise", "quality.deflicker"):
        held = [
            subprocess.run([sys.executable, "-m", "bench.effects_time", "memory", operation, n], capture_output=True, text=True)
            for n in ("24", "240")
        ]
        print(f"    {operation:18} {' and '.join(one.stdout.strip() for one in held)}")


if __name__ == "__main__":
    main()
