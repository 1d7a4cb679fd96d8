"""The camera: moves against a true one on a previs stage, shaking left after steadying, who stays in a window, frames a second.

`FILMWRIGHT_DATA` names a folder with clips/bedroom.mp4, faces/talking-head.mp4 …: what needs them is left out without it.
"""

from __future__ import annotations

import math
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d

from generation import frames as footage
from generation.camera import layers
from generation.camera.moves import Pose
from generation.camera.moving import Manner, Mover, pivot_of
from generation.drivers.previs.lens import SENSOR_WIDTH, View
from generation.drivers.previs.reading import stage_from_words
from generation.drivers.previs.structure import Structure
from generation.local import LocalContext
from generation.media import Video
from generation.mezzanine import clip_to, pixels_of
from generation.operations import guide
from generation.operations.camera import Move, move
from generation.operations.camera_steady import Shake, Stabilise, shake, stabilise
from generation.operations.reframe import Reframe, reframe
from generation.residency import residency

Pixels = npt.NDArray[np.uint8]
RATE = Fraction(24)
STAGES = (
    "Wide shot. Anna and Tom sit at a table in a cafe and talk. A cup is on the table.",
    "Medium shot. Mara stands in the kitchen and looks out of the window.",
)


class _Elsewhere:
    """A camera's path that stands still at one view."""

    def __init__(self, path: Any, view: View) -> None:
        self._path, self._view = path, view

    def __getattr__(self, name: str) -> Any:
        return getattr(self._path, name)

    def view(self, n: int) -> View:
        """The same at every frame."""
        del n
        return self._view


def truth(words: str, goes: tuple[float, float, float], size: tuple[int, int]) -> tuple[Pixels, Pixels, Any, float, float]:
    """A stage seen by its camera, and by one that went right, up and ahead by so many metres; nearness; focal; the pivot's."""
    stage = stage_from_words(words)
    still = stage.model_copy(update={"camera": stage.camera.model_copy(update={"move": "static", "aperture": 32.0})})
    pictures: list[Pixels] = []
    near: Any = None
    focal = 1.0
    for way in ((0.0, 0.0, 0.0), goes):
        structure = Structure(still, *size, 2, RATE)
        drawer = structure._drawer
        here = drawer.path.view(0)
        place = here.eye + np.array(way) @ here.axes
        drawer.path = _Elsewhere(drawer.path, replace(here, x=float(place[0]), y=float(place[1]), z=float(place[2])))  # type: ignore[assignment]
        pictures.append(np.ascontiguousarray(np.asarray(drawer.frame(0), np.uint8)[..., :3]))
        if near is None:
            near = 1 / structure.planes(0).distance
            focal = here.focal / here.width
    nearest = float(np.quantile(near, 0.995))
    return pictures[0], pictures[1], np.clip(near / nearest, 0, 1).astype(np.float32), focal, nearest


def likeness(one: Pixels, other: Pixels) -> float:
    """PSNR, dB, without a rim in which nothing can be known."""
    height, width = one.shape[:2]
    inner = (slice(height // 12, -height // 12), slice(width // 12, -width // 12))
    error = float(np.mean((one[inner].astype(np.float64) - other[inner]) ** 2))
    return 10 * math.log10(255**2 / max(error, 1e-9))


def against_truth() -> None:
    """A camera that went to the right, and one that went ahead, beside the same by a flat picture and by none at all."""
    size = (1280, 720)
    print("camera.move on a previs stage whose depth and camera are known, PSNR (dB): as it was / flat / in depth")
    for words in STAGES:
        for name, metres in (("truck", (0.12, 0.0, 0.0)), ("push", (0.0, 0.0, 0.35))):
            first, there, near, focal, nearest = truth(words, metres, size)
            small = cv2.resize(near, (480, 270), interpolation=cv2.INTER_AREA)
            pivot = max(0.02, pivot_of(np.asarray(small, np.float32), (0.0, 0.0)))
            least = 1 / layers.DEEP
            deep = (least + (1 - least) * pivot) / ((1 - least) * pivot)  # so that nearness is taken as it is
            far = 1 / (pivot * nearest)  # metres to what it looks at
            pose = Pose(truck=metres[0] * focal / far) if name == "truck" else Pose(push=metres[2] / far)
            made = []
            for depth in (None, near):
                with residency.open("migan@1") as network:
                    manner = Manner(deep, 0.0, 0.0, lambda nears: (1.0, 0.12))
                    mover = Mover(lambda time, pose=pose: pose, lambda n: (0.0, 0.0), manner, paint=network.fill)  # type: ignore[misc]
                    made.append(mover.on(0, first, depth))
            print(
                f"  {words.split('.')[0]:12} {name:6} {likeness(first, there):6.2f} / {likeness(made[0], there):6.2f} / "
                f"{likeness(made[1], there):6.2f}   (a lens of {focal * SENSOR_WIDTH:.0f} mm, {far:.1f} m to the subject)"
            )


def shaking(path: Path) -> float:
    """Pixels at 960 wide by which what lies behind jumps: what of the speed from frame to frame is faster than a sixth."""
    before: Any = None
    speeds = []
    for frame in footage.whole(path):
        grey = cv2.cvtColor(cv2.resize(pixels_of(frame), (960, 540)), cv2.COLOR_RGB2GRAY)
        if before is not None:
            points = cv2.goodFeaturesToTrack(before, 600, 0.005, 9)
            there, found, _ = cv2.calcOpticalFlowPyrLK(before, grey, points, None, winSize=(21, 21), maxLevel=4)  # type: ignore[call-overload]
            good = found.ravel() == 1
            cv2.setRNGSeed(1)
            matrix, _ = cv2.estimateAffinePartial2D(points[good], there[good], ransacReprojThreshold=1.0)
            grid = np.array([[x, y] for x in (192, 480, 768) for y in (108, 270, 432)], np.float64)
            speeds.append(grid @ matrix[:, :2].T + matrix[:, 2] - grid)
        before = grey
    speed = np.array(speeds)
    return float(np.sqrt(((speed - gaussian_filter1d(speed, 4, axis=0)) ** 2).sum(-1).mean()))


def clip(folder: Path, name: str, frames: Iterator[Pixels]) -> Video:
    """Pictures as a clip."""
    path = folder / f"{name}.mkv"
    first = next(frames)
    with clip_to(path, first.shape[1], first.shape[0], RATE) as writer:
        writer.write(first)
        for one in frames:
            writer.write(one)
    return Video(path)


def film(path: Path, first: int, count: int) -> Iterator[Pixels]:
    """A stretch of a movie, of an even size."""
    with av.open(str(path)) as container:
        for n, frame in enumerate(container.decode(video=0)):
            if n >= first + count:
                return
            if n >= first:
                one = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                yield np.ascontiguousarray(one[: one.shape[0] // 2 * 2, : one.shape[1] // 2 * 2])


def vidstab(source: Path, folder: Path) -> Path | None:
    """The same clip by ffmpeg's vid.stab, where there is one."""
    tool = shutil.which("ffmpeg")
    if tool is None:
        return None
    told, out = folder / "told.trf", folder / f"{source.stem}-vidstab.mkv"
    head = [tool, "-v", "error", "-y", "-i", str(source), "-vf"]
    measured = subprocess.run([*head, f"vidstabdetect=result={told}:shakiness=8", "-f", "null", "-"], check=False)
    shown = f"vidstabtransform=input={told}:smoothing=24:optzoom=1:interpol=bicubic,format=yuv420p"
    made = subprocess.run([*head, shown, "-c:v", "libx264", "-qp", "0", "-preset", "ultrafast", str(out)], check=False)
    return out if measured.returncode == made.returncode == 0 else None


def steadied(data: Path, folder: Path) -> None:
    """Jitter before and after, beside vid.stab, of a handheld clip as it is and shaken more."""
    context = LocalContext(folder)
    print("jitter in pixels at 960 wide: as it was / camera.stabilise / vid.stab")
    for name, first, count in (("clips/bedroom.mp4", 0, 120), ("clips/big-buck-bunny-480p.mp4", 60, 120)):
        calm = clip(folder, Path(name).stem, film(data / name, first, count))
        wild = shake(calm, None, params=Shake(amount=2), context=context)
        for said, source in ((Path(name).stem, calm), (f"{Path(name).stem}, shaken", wild)):
            made = stabilise(source, params=Stabilise(steady=0.8), context=context)
            other = vidstab(source.path, folder)
            peer = f"{shaking(other):.3f}" if other else "not here"
            print(f"  {said:28} {shaking(source.path):.3f} / {shaking(made.path):.3f} / {peer}")


def framed(data: Path, folder: Path) -> None:
    """The share of frames that show the face whole in a 9:16 window that follows, and in one that stands in the middle."""
    context = LocalContext(folder)
    print("frames with the whole face in a 9:16 window: followed / middle")
    with residency.open("yunet-sface@1") as finder:
        for name, shift in (("faces/talking-head.mp4", 0.0), ("faces/talking-head.mp4", 0.5), ("faces/speaker.mp4", 0.5)):
            source = clip(folder, f"{Path(name).stem}{shift}", _wandering(film(data / name, 0, 72), shift))
            shares = []
            for follow in ("subject", "hand"):
                made = reframe(source, None, params=Reframe.model_validate({"aspect": "9:16", "follow": follow}), context=context)
                whole = seen = 0
                for before, after in zip(footage.whole(source.path), footage.whole(made.path), strict=True):
                    if not finder.find(pixels_of(before)):
                        continue
                    seen += 1
                    picture = pixels_of(after)
                    height, width = picture.shape[:2]
                    left, wide = round((width - height * 9 / 16) / 2), round(height * 9 / 16)
                    faces = finder.find(np.ascontiguousarray(picture[:, left : left + wide]))
                    whole += any(one.box[0] > 1 and one.box[0] + one.box[2] < wide - 1 for one in faces)
                shares.append(whole / max(1, seen))
            said = "wandering" if shift else "in the middle"
            print(f"  {Path(name).stem:14} {said:14} {shares[0]:.0%} / {shares[1]:.0%}   of {seen} frames with a face")


def _wandering(frames: Iterator[Pixels], shift: float) -> Iterator[Pixels]:
    """A face that goes from side to side of a wide picture."""
    for n, one in enumerate(frames):
        high, wide = 360, 640
        small = cv2.resize(one, None, fx=0.55 * high / one.shape[0], fy=0.55 * high / one.shape[0], interpolation=cv2.INTER_AREA)
        ground = np.asarray(cv2.GaussianBlur(cv2.resize(one, (wide, high)), (0, 0), 40), np.uint8)
        x = round((wide - small.shape[1]) / 2 * (1 + 1.6 * shift * math.sin(n / 14)))
        x = min(max(x, 0), wide - small.shape[1])
        y = (high - small.shape[0]) // 2
        ground[y : y + small.shape[0], x : x + small.shape[1]] = small
        yield ground


def pace(folder: Path) -> None:
    """Frames a second of the whole operations at 1280 × 720, reading and writing included, and the peak of memory."""
    context = LocalContext(folder)
    dice = np.random.default_rng(4)
    wall = cv2.resize(dice.uniform(30, 220, (24, 40, 3)).astype(np.float32), (1500, 840), interpolation=cv2.INTER_CUBIC)
    wall += cv2.resize(dice.normal(0, 20, (210, 375, 1)).astype(np.float32), (1500, 840))[..., None]
    wall = np.clip(wall, 0, 255).astype(np.uint8)
    count = 24
    going = clip(folder, "going", (np.ascontiguousarray(wall[30 + n : 750 + n, 3 * n : 1280 + 3 * n]) for n in range(count)))
    still = clip(folder, "still", (np.ascontiguousarray(wall[30:750, :1280]) for _ in range(count)))
    near = {
        name: guide.depth(one, params=guide.DepthGuide(), context=context) for name, one in (("going", going), ("still", still))
    }
    print(f"frames a second at 1280 × 720, {cv2.getNumThreads()} threads:")
    jobs = {
        "camera.move, flat": lambda: move(going, None, None, params=Move(move="zoom-in"), context=context),
        "camera.move, a still in depth": lambda: move(still, near["still"], None, params=Move(move="push"), context=context),
        "camera.move, a clip in depth": lambda: move(going, near["going"], None, params=Move(move="push"), context=context),
        "camera.stabilise": lambda: stabilise(going, params=Stabilise(), context=context),
        "camera.shake": lambda: shake(going, None, params=Shake(), context=context),
        "frame.reframe": lambda: reframe(going, None, params=Reframe(), context=context),
    }
    for name, job in jobs.items():
        begun = time.perf_counter()
        job()
        print(f"  {name:30} {count / (time.perf_counter() - begun):6.1f}")
    print(f"  peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, of all of these")


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        against_truth()
        if data := os.environ.get("FILMWRIGHT_DATA"):
            steadied(Path(data), folder)
            framed(Path(data), folder)
        pace(folder)


if __name__ == "__main__":
    main()
