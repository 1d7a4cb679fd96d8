"""Sound: how fast the voice speaks and how well it is understood; what room tone, the mix and its loudness cost."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench import _hearing
from generation import checkpoints, sounds
from generation.drivers.speech.kokoro import Kokoro
from generation.local import LocalContext
from generation.operations.sound import Loudness, Mix, Tone, loudness, mix, tone
from generation.sounds import RATE, levels, tones

T = TypeVar("T")

_LINES = {
    "en": (
        "You came back. After all these years, I thought the sea had taken you.",
        "The lighthouse has been dark since my father left, and nobody asks why.",
        "I walked along the harbour, counting the boats, until the rain began.",
    ),
    "zh": ("你终于回来了。我以为大海把你带走了。", "今天下午三点，我们在咖啡馆见面吧。", "奶奶，外面下雨了，我们回家好吗？"),
}
_VOICES = {
    "en": ("af_heart", "am_michael", "bm_george", "am_onyx-1", "af_bella+3", "bf_emma&af_sarah"),
    "zh": ("zf_xiaoxiao", "zm_yunjian", "zf_xiaoyi", "zm_yunxia", "zf_xiaoni&zf_xiaobei"),
}


def main() -> None:
    """Print the tables."""
    folder = checkpoints.folder("kokoro@1.0")
    print("the voice: processor time to speak over time spoken")
    two = Kokoro(folder)
    for threads in (1, 2):
        speaker = two if threads == 2 else Kokoro(folder, threads=1)
        for language, lines in _LINES.items():
            voice = _VOICES[language][0]
            speaker.speak(lines[0], voice, language, 1.0)
            spent, sound = _timed(lambda s=speaker, w=lines, v=voice, g=language: [s.speak(one, v, g, 1.0).sound for one in w])
            print(f"  {language}, {threads} thread{'s' if threads > 1 else ' '}  {spent / (sum(map(len, sound)) / RATE):6.2f}")
    _understood(two)
    _beds()
    _film()


def _understood(speaker: Kokoro) -> None:
    place = _hearing.folder()
    if place is None:
        print("how many words are understood: needs Whisper in $FILMWRIGHT_DATA/whisper-base; not measured")
        return
    hearing = _hearing.Hearing(place)
    print("words heard wrong by Whisper base, of all")
    for language, voices in _VOICES.items():
        for voice in voices:
            counts = [
                _hearing.lost(line, hearing.words(speaker.speak(line, voice, language, 1.0).sound, language), language)
                for line in _LINES[language]
            ]
            print(f"  {voice:24} {sum(one for one, _ in counts):3} of {sum(all_ for _, all_ in counts)}")


def _beds() -> None:
    spent, _ = _timed(lambda: [tones.bed(kind, 20 * RATE, 1) for kind in tones.KINDS])
    print(f"room tone: processor time over length, mean of {len(tones.KINDS)} kinds    {spent / 20 / len(tones.KINDS):6.3f}")


def _film() -> None:
    """Ten minutes: a line every five seconds over one bed."""
    with tempfile.TemporaryDirectory() as place:
        context, frames = LocalContext(Path(place)), 14_400
        bed = tone(params=Tone(kind="harbour", frames=frames), context=context)
        random = np.random.default_rng(1)
        line = (random.laplace(0, 0.03, 3 * RATE) * np.hanning(3 * RATE)).astype(np.float32)
        sounds.save(Path(place, "line.wav"), line)
        voice = type(bed)(Path(place, "line.wav"))
        starts = tuple(range(0, frames - 72, 120))
        params = Mix(frames=frames, starts=(0, *starts), beds=(True, *(False,) * len(starts)), duck=4.0)
        before = _memory()
        spent, whole = _timed(lambda: mix((bed, *(voice,) * len(starts)), params=params, context=context))
        print(f"mix of {len(starts) + 1} sounds: processor time over length            {spent / 600:6.3f}")
        spent, made = _timed(lambda: loudness(whole, params=Loudness(), context=context))
        print(f"loudness and limiter: processor time over length             {spent / 600:6.3f}")
        print(f"  more memory for the ten minutes, MB              {(_memory() - before) / 1024:6.0f}")
        found = levels.measure(made.path)
        print(f"  loudness, LUFS {found.loudness:.2f}; true peak, dBTP {levels.decibels(found.peak):.2f}")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _timed(run: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    made = run()
    return time.process_time() - begun, made


if __name__ == "__main__":
    main()
