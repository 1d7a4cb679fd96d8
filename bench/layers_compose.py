"""Composing: frames for each second of CPU beside `ffmpeg overlay` on the same stack, and what each extra costs."""

from __future__ import annotations

import resource
import subprocess
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import imageio_ffmpeg
import numpy as np

from generation import frames as footage
from generation.drivers import Pixels
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operations.composite import Stack, over
from generation.stacking_grain import measured

WIDTH, HEIGHT, FRAMES, LAYERS = 1280, 720, 24, 3
RATE = Fraction(24)


def back(path: Path, frames: int = FRAMES) -> Video:
    """A textured, slightly noisy wall that pans."""
    rng = np.random.default_rng(3)
    big = (WIDTH + 200, HEIGHT)
    wall = sum(
        cv2.resize(rng.normal(0, 1, (big[1] // step, big[0] // step, 3)).astype(np.float32), big) * spread
        for step, spread in ((90, 30), (24, 18), (6, 8))
    )
    with clip_to(path, WIDTH, HEIGHT, RATE) as writer:
        for n in range(frames):
            noise = np.random.default_rng(n).normal(0, 2.5, (HEIGHT, WIDTH, 3))
            writer.write(np.clip(np.asarray(wall)[:, 4 * n : 4 * n + WIDTH] + (120, 110, 90) + noise, 0, 255).astype(np.uint8))
    return Video(path)


def layer(path: Path, number: int, frames: int = FRAMES) -> Video:
    """A clean, striped, soft-edged disc that glides; straight alpha."""
    down, across = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    colour = np.dstack(
        [150 + 90 * np.sin(across / 40 + number), 140 + 80 * np.sin(down / 30), np.full_like(down, 90 + 40 * number)]
    )
    with clip_to(path, WIDTH, HEIGHT, RATE, alpha=True) as writer:
        for n in range(frames):
            far = np.hypot(across - 340 - 260 * number - 5 * n, down - 360)
            alpha = 255 * np.clip((190 - far) / 6, 0, 1)
            writer.write(np.dstack([colour, alpha]).round().astype(np.uint8))
    return Video(path)


def ours(layers: tuple[Video, ...], behind: Video, params: Stack, folder: Path) -> tuple[float, Video]:
    """CPU seconds, and what was made."""
    begun = time.process_time()
    made = over(layers, behind, params=params, context=LocalContext(folder))
    return time.process_time() - begun, made


def ffmpeg(layers: tuple[Video, ...], behind: Video, out: Path, moved: bool) -> float:
    """CPU seconds of `overlay` to the same lossless H.264; `moved`: scaled, turned and sent along as ours are."""
    inputs = [part for one in (behind, *layers) for part in ("-i", str(one.path))]
    turn = "scale=iw*1.1:-1,rotate=0.1:c=none:ow=iw:oh=ih," if moved else ""
    place = "x='(W-w)/2+n*3':y='(H-h)/2'" if moved else "x=0:y=0"
    steps = [f"[{n + 1}]{turn}null[l{n}]" for n in range(len(layers))]
    steps += [f"[{f'o{n - 1}' if n else '0'}][l{n}]overlay=format=gbrp:{place}[o{n}]" for n in range(len(layers))]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *inputs, "-filter_complex", ";".join(steps),
         "-map", f"[o{len(layers) - 1}]", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p", str(out)],
        check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def decoded(clips: tuple[Video, ...]) -> float:
    """CPU seconds for reading the clips and nothing else."""
    begun = time.process_time()
    for one in clips:
        for frame in footage.whole(one.path):
            pixels_of(frame)
    return time.process_time() - begun


def keys(turns: bool) -> dict[str, Any]:
    """Every layer grows, turns and goes along."""
    count = 2 * LAYERS
    return {
        "key_layers": tuple(n // 2 for n in range(count)),
        "key_frames": (0, FRAMES - 1) * LAYERS,
        "key_across": (0.0, 3 * FRAMES / WIDTH) * LAYERS,
        "key_down": (0.0,) * count,
        "key_scales": (1.1 if turns else 1.0,) * count,
        "key_turns": (5.7 if turns else 0.0,) * count,
        "easings": ("linear",) * LAYERS,
    }


def grains(made: Video, behind: Video) -> tuple[float, float]:
    """Noise in levels of 255 inside the first disc and beside it, in the last frame."""
    last, plain = ([*footage.whole(one.path)][-1] for one in (made, behind))
    x = 340 + 5 * (FRAMES - 1)
    part: Pixels = pixels_of(last)[280:440, x - 80 : x + 80]
    return measured(part).levels[1], measured(pixels_of(plain)).levels[1]


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        behind = back(folder / "back.mkv")
        layers = tuple(layer(folder / f"layer{n}.mkv", n) for n in range(LAYERS))
        print(f"{LAYERS} layers over a plate, {FRAMES} frames of {WIDTH} × {HEIGHT}, lossless in and out; frames a CPU second")
        reading = decoded((behind, *layers)) / FRAMES
        print(f"reading the four clips takes {1000 * reading:.0f} ms of CPU a frame of it")
        every = (1.0,) * LAYERS
        print("stack                          ours  ffmpeg overlay  ratio")
        plain = 0.0
        for words, params, moved in (
            ("as they lie, display values", Stack(mixing="display"), False),
            ("as they lie, as light", Stack(), False),
            ("scaled, turned, moving", Stack(**keys(True), shutter=0), True),
            ("moving, with motion blur", Stack(**keys(True)), True),
        ):
            cost, _ = ours(layers, behind, params, folder / "s")
            theirs = ffmpeg(layers, behind, folder / "theirs.mkv", moved)
            plain = cost if words.endswith("as light") else plain
            print(f"{words:28} {FRAMES / cost:6.1f}  {FRAMES / theirs:14.1f}  {theirs / cost:5.2f}")
        print("on top of it, for all three layers            ms of CPU a frame")
        for words, params in (
            ("shadow", Stack(shadows=(0.5,) * LAYERS, shadow_down=(0.02,) * LAYERS, shadow_soft=(0.02,) * LAYERS)),
            ("light wrap", Stack(wraps=(0.5,) * LAYERS)),
            ("colour match, looking included", Stack(matches=every)),
            ("grain match, looking included", Stack(grains=every)),
            ("multiply", Stack(modes=("multiply",) * LAYERS)),
            ("soft light", Stack(modes=("soft-light",) * LAYERS)),
        ):
            cost, made = ours(layers, behind, params, folder / "s")
            more = ""
            if words.startswith("grain"):
                inside, beside = grains(made, behind)
                more = f"   (noise in the clean layer now {inside:.2f}, of the plate {beside:.2f})"
            print(f"{words:40} {1000 * (cost - plain) / FRAMES:8.1f}{more}")


if __name__ == "__main__":
    main()
