"""What a model makes to be heard with a clip, as the studio keeps sound: 48,000 Hz, one or two channels, −1…1."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from generation.sounds import RATE

_FADE = RATE // 100  # samples in which it goes out: a model's sound may end a little before its pictures, and must not click


def heard(pipe: Any, made: Any) -> npt.NDArray[np.float32]:
    """(samples, 1 or 2) of the first clip that a pipeline made, whose `made` is (clips, channels, samples) at its vocoder's rate.

    What is no number is silence: a clip whose sound is spoiled is still a clip.
    """
    wave = np.nan_to_num(made[0].detach().float().cpu().numpy(), nan=0.0, posinf=0.0, neginf=0.0)[:2]
    rate = int(pipe.vocoder.config.output_sampling_rate)
    frame = AudioFrame.from_ndarray(
        np.ascontiguousarray(wave, np.float32), format="fltp", layout="stereo" if len(wave) > 1 else "mono"
    )
    frame.sample_rate = rate
    resampler = AudioResampler(format="flt", layout=frame.layout, rate=RATE)
    found = [one.to_ndarray().reshape(-1, len(wave)) for part in (frame, None) for one in resampler.resample(part)]
    wave = np.clip(np.concatenate(found), -1, 1)
    wave[-_FADE:] *= np.linspace(1, 0, len(wave[-_FADE:]))[:, None]
    return np.asarray(wave, np.float32)
