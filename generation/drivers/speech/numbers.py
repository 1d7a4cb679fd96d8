"""Reads English numbers aloud: counts, years, money, clock times, ordinals, decimals and fractions as words."""

from __future__ import annotations

import re

_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_SMALL = _BELOW_TWENTY.split()
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_MONEY = {"$": ("dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"), "¥": ("yuan", "fen"), "￥": ("yuan", "fen")}
_UNITS = {"%": "percent", "‰": "per mille", "°": "degrees", "°C": "degrees Celsius", "°F": "degrees Fahrenheit"}


def say(written: str) -> str:
    """A number as it is read: `1,234` → "one thousand two hundred thirty four", `1984` → "nineteen eighty four"."""
    match = re.fullmatch(r"([$£€¥￥]?)([-−]?)([\d.,:/]+)(\D*)", written)
    if not match:
        return " ".join(digits(sign) if sign.isdigit() else sign for sign in written)
    money, minus, body, unit = match.groups()
    spoken = _money(body, money) if money else _clock(body) or _fraction(body) or _plain(body, unit)
    tail = _UNITS.get(unit, "")
    return " ".join(part for part in ("minus" if minus else "", spoken, tail) if part)


def count(value: int) -> str:
    """A whole number in words; from a quintillion up it is read digit by digit."""
    if value < 20:
        return _SMALL[value]
    if value < 100:
        return _TENS[value // 10] + (f" {_SMALL[value % 10]}" if value % 10 else "")
    if value < 1000:
        return f"{_SMALL[value // 100]} hundred" + (f" {count(value % 100)}" if value % 100 else "")
    groups: list[str] = []
    rest, scale = value, 0
    while rest and scale < len(_SCALES):
        rest, part = divmod(rest, 1000)
        if part:
            groups.insert(0, f"{count(part)} {_SCALES[scale]}".strip())
        scale += 1
    return digits(str(value)) if rest else " ".join(groups)


def digits(text: str) -> str:
    """Digit by digit."""
    return " ".join(_SMALL[int(sign)] for sign in text if sign in "0123456789")


def ordinal(value: int) -> str:
    """`3` → "third"."""
    head, _, last = count(value).rpartition(" ")
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return f"{head} {_ORDINALS.get(last, regular)}".strip()


def _year(value: int) -> str:
    high, low = divmod(value, 100)
    if value % 1000 < 10 or (high % 10 == 0 and low < 10):
        return count(value)
    return f"{count(high)} {'hundred' if not low else f'oh {count(low)}' if low < 10 else count(low)}"


def _plain(body: str, unit: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", body):
        body = body.replace(",", "")
    elif re.fullmatch(r"\d{4}", body) and not unit and 1100 <= int(body) < 2100:
        return _year(int(body))
    whole, dot, part = body.partition(".")
    if not whole.isdigit() or (dot and not part.isdigit()):  # 192.168.0.1, 2024/3/5, 1,2,3
        return " ".join(count(int(one)) if len(one) < 7 else digits(one) for one in re.findall(r"\d+", body))
    if unit in ("st", "nd", "rd", "th") and not dot:
        return ordinal(int(whole))
    if len(whole) > 1 and whole[0] == "0" and not dot:
        return digits(whole).replace("zero", "oh")
    return (count(int(whole)) if len(whole) < 19 else digits(whole)) + (f" point {digits(part)}" if dot else "")


def _money(body: str, sign: str) -> str:
    unit, small = _MONEY[sign]
    whole, _, part = body.replace(",", "").partition(".")
    if not whole.isdigit() or len(whole) > 15 or (part and not re.fullmatch(r"\d{1,2}", part)):
        return f"{_plain(body, '')} {unit}s"
    value, cents = int(whole), int(part.ljust(2, "0")) if part else 0
    smalls = small if cents == 1 else "pence" if small == "penny" else small if small == "fen" else small + "s"
    units = unit if value == 1 or unit == "yuan" else unit + "s"
    words = [f"{count(value)} {units}"] if value or not cents else []
    return " and ".join([*words, f"{count(cents)} {smalls}"] if cents else words)


def _clock(body: str) -> str:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)", body)
    if not match or int(match[1]) > 24 or int(match[2]) > 59:
        return ""
    hour, minute = int(match[1]), int(match[2])
    if not minute:
        return f"{count(hour)} o'clock" if 0 < hour < 13 else f"{count(hour)} hundred"
    return f"{count(hour)} {'oh ' if minute < 10 else ''}{count(minute)}"


def _fraction(body: str) -> str:
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})", body)
    if not match or int(match[2]) < 2 or int(match[1]) > int(match[2]):
        return ""
    top, low = int(match[1]), int(match[2])
    name = {2: "half", 4: "quarter"}.get(low) or ordinal(low)
    return f"{count(top)} {name if top == 1 else 'halves' if low == 2 else name + 's'}"
