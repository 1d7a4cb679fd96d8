"""The export of a cut against ffmpeg re-encoding the same shots in one pass: processor time, peak memory, operations run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

RATE = Fraction(24)
CRF, SPEED, THREADS = 19, "veryfast", 2
SCENES = 10  # different pictures; more shots repeat them


@dataclass(frozen=True)
class Film:
    """A film to export: so many shots of so many frames."""

    shots: int
    frames: int
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"{self.shots} shots of {self.frames} frames, {self.width}×{self.height}"


def _footage(folder: Path, film: Film) -> list[Path]:
    """Takes with texture, a moving camera and grain, as a generator would leave them: FFV1."""
    import av
    import cv2
    import numpy as np
    from av.video.frame import VideoFrame

    made: list[Path] = []
    for scene in range(min(SCENES, film.shots)):
        rng = np.random.default_rng(scene)
        wide = rng.integers(0, 255, (film.height // 8 + 32, film.width // 8 + 64, 3), np.uint8)
        wide = cv2.GaussianBlur(cv2.resize(wide, None, fx=9, fy=9, interpolation=cv2.INTER_CUBIC), (0, 0), 3)
        path = folder / f"{film.width}-{scene}.mkv"
        with av.open(str(path), "w") as container:
            stream: Any = container.add_stream("ffv1", rate=RATE)
            stream.width, stream.height, stream.pix_fmt = film.width, film.height, "yuv420p"
            stream.codec_context.color_range = 1
            for n in range(film.frames):
                view = wide[n : n + film.height, 2 * n : 2 * n + film.width]
                source = VideoFrame.from_ndarray(np.ascontiguousarray(view), "bgr24")
                frame = source.reformat(format="yuv420p", dst_colorspace="ITU709")
                frame.pts, frame.time_base = n, 1 / RATE
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        made.append(path)
    return [made[shot % len(made)] for shot in range(film.shots)]


def _sound(path: Path, frames: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(4) * round(frames * 48_000 / RATE))
    return path


def _measured(run: Callable[[], Any]) -> dict[str, Any]:
    """Processor time of this process while `run` runs; peak memory (KiB) of the process, interpreter and imports included."""
    before = os.times()
    answer = run()
    after = os.times()
    # Not getrusage: its peak begins with what the parent held when it forked.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return {"cpu": sum(after[:4]) - sum(before[:4]), "memory": int(peak.split()[1]), "answer": answer}


def _child(order: dict[str, Any]) -> None:
    """One measurement in a process of its own: ours through recipes, or ffmpeg."""
    folder = Path(order["folder"])
    film = Film(**order["film"])
    takes, sound = [Path(one) for one in order["takes"]], Path(order["sound"])
    if order["who"] == "ffmpeg":
        print(json.dumps(_measured_child(_ffmpeg_command(folder, takes, sound))))
        return
    from generation.local import LocalContext
    from generation.media import KINDS

    recipe = _cut(film, takes, sound, order.get("changed", False))
    made = {key: KINDS[kind](Path(path)) for key, (kind, path) in order["made"].items()}
    here = LocalContext(folder / "ours")

    def export() -> int:
        needed = recipe.needed(lambda key: key in made)
        ordered = [one for one in recipe.walk().values() if one.key in {other.key for other in needed}]
        for one in ordered:
            made[one.key] = _run(one, made, here, {**{_digest(path): path for path in takes}, _digest(sound): sound})
        return len(ordered)

    result = _measured(export)
    result["made"] = {key: (media.kind, str(media.path)) for key, media in made.items()}
    print(json.dumps(result))


def _measured_child(command: list[str]) -> dict[str, Any]:
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"ffmpeg failed: {command}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss, "answer": 0}


def _ffmpeg_command(folder: Path, takes: list[Path], sound: Path) -> list[str]:
    import imageio_ffmpeg

    listed = folder / "list.txt"
    listed.write_text("".join(f"file '{path}'\n" for path in takes))
    return [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y",
        "-f", "concat", "-safe", "0", "-i", str(listed), "-i", str(sound),
        "-c:v", "libx264", "-preset", SPEED, "-crf", str(CRF), "-threads", str(THREADS), "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart", str(folder / "ffmpeg.mp4"),
    ]  # fmt: skip


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(str(path).encode()).hexdigest()


def _cut(film: Film, takes: list[Path], sound: Path, changed: bool) -> Any:
    from editing.operations import CutSegment, JoinSegments, MuxFilm, concat, mux, segment
    from generation.operation import recipe
    from generation.recipe import Digest

    pieces = []
    for number, path in enumerate(takes):
        # Every shot is another one to the build system, although scenes repeat: a slate's start tells them apart.
        params = CutSegment(
            frames=film.frames - (1 if changed and number == film.shots // 2 else 0), width=film.width, height=film.height,
            rate="24/1", crf=CRF, speed=SPEED, slate_start=number,
        )  # fmt: skip
        pieces.append(recipe(segment, params=params, clip=Digest(_digest(path), "video")))
    joined = recipe(concat, params=JoinSegments(), segments=tuple(pieces))
    return recipe(mux, params=MuxFilm(), picture=joined, sound=Digest(_digest(sound), "audio"))


def _run(one: Any, made: dict[str, Any], here: Any, brought: dict[str, Path]) -> Any:
    from generation.media import KINDS
    from generation.operation import registry
    from generation.recipe import Digest

    def found(source: Any) -> Any:
        if isinstance(source, tuple):
            return tuple(found(part) for part in source)
        return KINDS[source.media](brought[source.sha256]) if isinstance(source, Digest) else made[source.key]

    operation = registry.get(one.operation)
    inputs = {port: found(source) for port, source in one.inputs.items()}
    return operation.function(**inputs, params=operation.validate(one.params), context=here)


def _measure(**order: Any) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.export", "child"], input=json.dumps(order), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _row(what: str, one: dict[str, Any], base: dict[str, Any]) -> None:
    operations = f"{one['answer']:5d}" if what != "ffmpeg, one pass" else "    –"
    print(
        f"  {what:32s} {operations}  {one['cpu']:8.1f}  {one['cpu'] / base['cpu']:6.3f}"
        f"  {one['memory'] / 1024:7.0f}  {one['memory'] / base['memory']:6.2f}",
        flush=True,
    )


def compare(film: Film, folder: Path) -> None:
    """Print one film's table."""
    takes = _footage(folder, film)
    sound = _sound(folder / f"{film.shots}.wav", film.shots * film.frames)
    order = {"folder": str(folder), "film": vars(film), "takes": [str(one) for one in takes], "sound": str(sound)}
    print(f"\n{film.name} ({film.shots * film.frames} frames)")
    print(f"  {'':32s} {'runs':>5s}  {'CPU s':>8s}  {'× ff':>6s}  {'MiB':>7s}  {'× ff':>6s}")
    ffmpeg = _measure(who="ffmpeg", **order)
    _row("ffmpeg, one pass", ffmpeg, ffmpeg)
    full = _measure(who="ours", made={}, **order)
    _row("ours, full", full, ffmpeg)
    changed = _measure(who="ours", made=full["made"], changed=True, **order)
    _row(f"ours, one shot of {film.shots} changed", changed, ffmpeg)
    again = _measure(who="ours", made=full["made"], **order)
    _row("ours, unchanged", again, ffmpeg)
    print(f"  size of the film: {_bytes(full):.1f} MiB, ffmpeg {(folder / 'ffmpeg.mp4').stat().st_size / 2**20:.1f} MiB")


def _bytes(one: dict[str, Any]) -> float:
    return max(Path(path).stat().st_size for kind, path in one["made"].values() if kind == "movie") / 2**20


def main() -> None:
    """Both films; ratios are within one run on this machine."""
    with tempfile.TemporaryDirectory(prefix="filmwright-bench-") as name:
        folder = Path(name)
        compare(Film(20, 72, 1280, 720), folder)
        compare(Film(200, 36, 640, 360), folder)


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        _child(json.loads(sys.stdin.read()))
    else:
        main()
