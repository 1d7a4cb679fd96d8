"""A browser opens the film, finds every frame by its time, and plays it to the end; passed over where there is no Chromium."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editing.operations import CutSegment, JoinSegments, MuxFilm, concat, mux, segment
from generation.media import Audio, Video
from tests.editing import numbered
from tests.editing.test_muxing import write_sound

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LENGTHS = [1, 7, 2, 24, 1, 13]

PAGE = """<video id=v muted></video><canvas id=c width=168 height=96></canvas><script>
const rate = 24000 / 1001, frames = FRAMES, video = document.getElementById("v");
const paper = document.getElementById("c").getContext("2d", {willReadFrequently: true});
function number() {
  paper.drawImage(video, 0, 0, 168, 96);
  let found = 0;
  for (let bit = 0; bit < 14; bit++) {
    found = found * 2 + (paper.getImageData((2 * bit + 1) * 6, 48, 1, 1).data[0] > 128 ? 1 : 0);
  }
  return found;
}
const seek = (time) => new Promise((done) => {
  video.onseeked = () => requestAnimationFrame(() => done());
  video.currentTime = time;
});
const tell = (what) => fetch("/told", {method: "POST", body: JSON.stringify(what)});
(async () => {
  try {
    await new Promise(async (ready, failed) => {
      video.onerror = () => failed(video.error.message);
      video.oncanplaythrough = ready;
      video.src = URL.createObjectURL(await (await fetch("film.mp4")).blob());
    });
    video.oncanplaythrough = null;
    const seen = [];
    for (let frame = 0; frame < frames; frame++) {
      await seek((frame + 0.5) / rate);
      seen.push(number());
    }
    await seek(0);
    const ended = new Promise((done) => { video.onended = () => done(true); });
    await video.play();
    await ended;
    tell({seen, length: video.duration * rate, at: video.currentTime * rate, sound: video.webkitAudioDecodedByteCount});
  } catch (problem) {
    tell({problem: String(problem)});
  }
})();
</script>"""


def told_by_chromium(folder: Path) -> dict[str, Any]:
    """What the page in the folder reports."""
    answer: dict[str, Any] = {}
    done = threading.Event()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def do_POST(self) -> None:
            answer.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            done.set()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    switches = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required --remote-debugging-port=0"
    )
    address = f"http://127.0.0.1:{server.server_port}/index.html"
    command = [str(CHROMIUM), *switches.split(), f"--user-data-dir={folder / 'profile'}", address]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert done.wait(120), "Chromium did not answer"
    finally:
        browser.terminate()
        browser.wait(20)
        server.shutdown()
        server.server_close()
    return answer


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_finds_every_frame_and_plays_to_the_end(tmp_path: Path) -> None:
    here, pieces, first = numbered.context(tmp_path), [], 0
    for frames in LENGTHS:
        clip = Video(numbered.clip(tmp_path / f"{first}.mkv", first, frames, Fraction(24000, 1001)))
        params = CutSegment(frames=frames, rate="24000/1001", width=numbered.WIDTH, height=numbered.HEIGHT)
        pieces.append(segment(clip, params=params, context=here))
        first += frames
    sound = write_sound(tmp_path / "s.wav", np.random.default_rng(0).normal(0, 0.05, 48_000 * 3))
    joined = concat(tuple(pieces), params=JoinSegments(), context=here)
    film = mux(joined, Audio(sound), params=MuxFilm(), context=here)
    page = tmp_path / "page"
    page.mkdir()
    shutil.copy(film.path, page / "film.mp4")
    (page / "index.html").write_text(PAGE.replace("FRAMES", str(first)))
    told = told_by_chromium(page)
    assert "problem" not in told, told
    assert told["seen"] == list(range(first))
    assert told["length"] == pytest.approx(first, abs=0.01)
    assert told["at"] == pytest.approx(first, abs=0.5)
    assert told["sound"] > 0
