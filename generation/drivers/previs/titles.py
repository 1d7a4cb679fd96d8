"""Words over the picture: film titles, chapter cards and subtitles of place and time, set and faded like a film's."""

from __future__ import annotations

from functools import lru_cache

import skia

from generation import checkpoints
from generation.drivers.previs.stage import Title

FONT = "noto-sans-sc@0.4.3"
WEIGHTS = {"regular": "NotoSansSC-Regular.ttf", "medium": "NotoSansSC-Medium.ttf", "bold": "NotoSansSC-Bold.ttf"}


@lru_cache(maxsize=4)
def typeface(weight: str) -> skia.Typeface:
    """A weight of the film's typeface (English and Chinese); raises BadInput that says how to fetch it."""
    path = checkpoints.path(FONT, WEIGHTS[weight])
    face = skia.Typeface.MakeFromFile(str(path))
    if face is None:
        raise RuntimeError(f"{path.name} is not a font that can be read; verify the checkpoint {FONT}.")
    return face


def draw(
    canvas: skia.Canvas, titles: tuple[Title, ...], width: int, height: int, frame: int, rate: float, middle: float = 0.5
) -> None:
    """Every title that is up in this frame, with its fade; film titles stand at `middle` of the height, off the faces."""
    for title in titles:
        n = frame - title.start
        if not 0 <= n < title.frames:
            continue
        fade = max(1.0, min(0.6 * rate, title.frames / 3))
        shown = min(1.0, (n + 1) / fade, (title.frames - n) / fade)
        shown = shown * shown * (3 - 2 * shown)
        if title.role in ("card", "chapter"):
            canvas.drawPaint(skia.Paint(Color=_ink(0x10, 0x11, 0x16, shown * (0.92 if title.role == "card" else 0.55))))
        _set(canvas, title, width, height, shown, n / max(title.frames, 1), middle)


def _ink(r: int, g: int, b: int, alpha: float) -> int:
    return (round(255 * min(max(alpha, 0.0), 1.0)) << 24) | (r << 16) | (g << 8) | b


def _set(canvas: skia.Canvas, title: Title, width: int, height: int, shown: float, progress: float, at: float) -> None:
    weight, size, track, middle = {
        "title": ("bold", 0.105, 0.10, 0.50),
        "chapter": ("regular", 0.070, 0.14, 0.50),
        "card": ("regular", 0.056, 0.02, 0.50),
        "subtitle": ("medium", 0.040, 0.06, 0.87),
    }[title.role]
    if title.role == "title":
        middle = at
    text = title.text.upper() if title.role == "title" and len(title.text) < 40 else title.text
    font = skia.Font(typeface(weight), size * height)
    font.setSubpixel(True)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    spread = track * size * height * (1 + 0.18 * progress if title.role in ("title", "chapter") else 1)
    lines = wrap(text, font, spread, width * (0.84 if title.role != "subtitle" else 0.78))
    leading = size * height * 1.36
    y = middle * height - leading * (len(lines) - 1) / 2 + size * height * 0.36
    left = title.role == "subtitle"
    for line in lines:
        x = width * 0.075 if left else (width - measure(line, font, spread)) / 2
        shadow = skia.Paint(
            AntiAlias=True,
            Color=_ink(0, 0, 0, 0.55 * shown),
            MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.05 * size * height),
        )
        _spaced(canvas, line, x, y + 0.03 * size * height, font, spread, shadow)
        _spaced(canvas, line, x, y, font, spread, skia.Paint(AntiAlias=True, Color=_ink(0xFB, 0xF6, 0xEA, shown)))
        y += leading
    if title.role == "title":
        rule = width * 0.06 * (0.6 + 0.4 * progress)
        y -= leading * 0.62
        paint = skia.Paint(AntiAlias=True, Color=_ink(0xFB, 0xF6, 0xEA, 0.8 * shown), StrokeWidth=max(1.0, height * 0.0022))
        canvas.drawLine(width / 2 - rule, y + 0.02 * height, width / 2 + rule, y + 0.02 * height, paint)


def _spaced(canvas: skia.Canvas, line: str, x: float, y: float, font: skia.Font, spread: float, paint: skia.Paint) -> None:
    for letter in line:
        canvas.drawString(letter, x, y, font, paint)
        x += font.measureText(letter) + spread


def measure(line: str, font: skia.Font, spread: float) -> float:
    """Width of a letter-spaced line in pixels."""
    return float(sum(font.measureText(letter) + spread for letter in line) - spread) if line else 0.0


def wrap(text: str, font: skia.Font, spread: float, most: float) -> list[str]:
    """Lines no wider than `most` pixels; English breaks at spaces, Chinese anywhere, a word too long by force."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for token in _tokens(paragraph):
            if measure((line + token).rstrip(), font, spread) <= most:
                line += token
                continue
            if line.strip():
                lines.append(line.strip())
            line = token.lstrip()
            while measure(line, font, spread) > most and len(line) > 1:
                cut = len(line) - 1
                while cut > 1 and measure(line[:cut], font, spread) > most:
                    cut -= 1
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line.strip())
    return lines


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for letter in text:
        wide = ord(letter) >= 0x2E80
        if not tokens or wide or letter == " " or tokens[-1].endswith(" ") or ord(tokens[-1][-1]) >= 0x2E80:
            tokens.append(letter)
        else:
            tokens[-1] += letter
    return tokens
