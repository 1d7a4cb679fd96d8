"""What a language model answered, made into the schema where that is safe, refused where it is not."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from typing import Any

from pydantic import ValidationError

from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.schema import Breakdown, Line, Shot

_MOST = 2_000_000
_SYNONYMS: dict[str, dict[str, str]] = {
    "size": {
        "extreme close up": "ECU", "extreme closeup": "ECU", "insert": "CU", "close up": "CU", "closeup": "CU", "close": "CU",
        "medium close up": "MCU", "medium closeup": "MCU", "medium shot": "MS", "medium": "MS", "mid shot": "MS", "two shot": "MS",
        "medium long shot": "MLS", "cowboy": "MLS", "full shot": "FS", "full": "FS", "wide shot": "WS", "wide": "WS", "long shot": "WS",
        "ls": "WS", "establishing shot": "WS", "establishing": "WS", "extreme wide shot": "EWS", "extreme long shot": "EWS", "els": "EWS",
        "特写": "CU", "大特写": "ECU", "近景": "MCU", "中景": "MS", "全景": "WS", "远景": "EWS",
    },
    "angle": {
        "eye level": "eye", "eye-level": "eye", "neutral": "eye", "high angle": "high", "low angle": "low", "bird's eye": "overhead",
        "top": "overhead", "ots": "over-the-shoulder", "over the shoulder": "over-the-shoulder", "pov": "point-of-view",
        "point of view": "point-of-view", "side": "profile", "reverse angle": "reverse", "平视": "eye", "俯拍": "high", "仰拍": "low",
    },
    "movement": {
        "none": "static", "fixed": "static", "still": "static", "locked": "static", "pan": "pan-right", "tilt": "tilt-up", "dolly in": "push",
        "push in": "push", "push-in": "push", "dolly out": "pull", "pull back": "pull", "pull out": "pull", "pull-back": "pull",
        "tracking": "follow", "track": "follow", "dolly": "push", "orbit": "orbit-right", "zoom": "zoom-in", "crane": "crane-up",
        "truck": "truck-right", "hand-held": "handheld", "固定": "static", "推": "push", "拉": "pull", "摇": "pan-right", "移": "truck-right", "跟": "follow",
    },
    "time": {"evening": "dusk", "noon": "day", "midday": "day", "sunrise": "dawn", "midnight": "night", "twilight": "dusk", "夜": "night", "日": "day"},
    "weather": {"sunny": "clear", "fine": "clear", "none": "clear", "rainy": "rain", "stormy": "storm", "snowy": "snow", "foggy": "fog", "windy": "wind"},
    "gender": {"female": "woman", "girl": "woman", "f": "woman", "male": "man", "boy": "man", "m": "man", "女": "woman", "男": "man", "unknown": ""},
}  # fmt: skip


def loads(answer: str) -> Any:
    """The JSON object in an answer: without fences and talk around it, with brackets that were cut off closed again.

    Raises:
        LanguageFailed: MODEL_ANSWER when there is no object in it.
    """
    text = answer[:_MOST]
    begin = text.find("{")
    if begin < 0:
        raise LanguageFailed("MODEL_ANSWER", f"The language model did not answer with JSON but with: {_short(answer)!r}.")
    try:
        return json.JSONDecoder().raw_decode(text, begin)[0]
    except (json.JSONDecodeError, RecursionError):
        pass
    for end in _cuts(text, begin):
        try:
            return json.loads(end)
        except (json.JSONDecodeError, RecursionError):
            continue
    raise LanguageFailed("MODEL_ANSWER", f"The language model's JSON is broken beyond repair: {_short(text[begin:])!r}.")


def _cuts(text: str, begin: int) -> list[str]:
    """The text up to its last few complete values, with every open bracket closed."""
    stack: list[str] = []
    quoted = escaped = False
    stops: list[tuple[int, str]] = []
    for at in range(begin, len(text)):
        char = text[at]
        if quoted:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                quoted = False
            continue
        if char == '"':
            quoted = True
        elif char in "{[":
            stack.append("}" if char == "{" else "]")
            if len(stack) > 60:
                return []
        elif char in "}]":
            if not stack or stack[-1] != char:
                break
            stack.pop()
            stops.append((at + 1, "".join(reversed(stack))))
            if not stack:
                break
        elif char == ",":
            stops.append((at, "".join(reversed(stack))))
    whole = text[begin:] + ('"' if quoted else "") + "".join(reversed(stack))
    return [whole, *(text[begin:at] + closing for at, closing in reversed(stops[-12:]))]


def fit(data: Any) -> Breakdown:
    """The answer as a `Breakdown`: unknown fields dropped, words of the trade translated, lengths and numbers clamped.

    Raises:
        LanguageFailed: MODEL_ANSWER, naming the first thing that still does not fit.
    """
    if isinstance(data, dict) and "scenes" not in data and "shots" in data:
        data = {"scenes": [data]}
    schema = Breakdown.model_json_schema()
    fitted = _fit(data, schema, schema["$defs"], "")
    try:
        return Breakdown.model_validate(fitted)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        raise LanguageFailed("MODEL_ANSWER", f"The language model's answer does not fit: {where}: {first['msg']}.") from problem


def _fit(value: Any, schema: dict[str, Any], defs: dict[str, Any], name: str) -> Any:
    if "$ref" in schema:
        schema = {**defs[schema["$ref"].rpartition("/")[2]], **{key: one for key, one in schema.items() if key != "$ref"}}
    if "allOf" in schema and len(schema["allOf"]) == 1:
        schema = {**schema, **defs[schema["allOf"][0]["$ref"].rpartition("/")[2]]}
    if "anyOf" in schema:
        if value is None or isinstance(value, bool):
            return value
        words = str(value).lower()
        return True if words.startswith(("int", "true", "内")) else False if words.startswith(("ext", "false", "外")) else None
    if "enum" in schema:
        return _choice(value, schema, name)
    kind = schema.get("type")
    if kind == "object":
        return _object(value, schema, defs)
    if kind == "array":
        items = value if isinstance(value, list) else [] if value is None else [value]
        if schema["items"].get("type") == "string":
            items = [one.get("name", "") if isinstance(one, dict) else one for one in items]
        fitted = [_fit(one, schema["items"], defs, name) for one in items[: schema.get("maxItems", 1000)]]
        return [one for one in fitted if one not in ("", None)]
    if kind == "string":
        words = "" if value is None else value if isinstance(value, str) else str(value)
        return " ".join(words.split())[: schema.get("maxLength", 4000)]
    if kind == "integer":
        number = (
            int(value) if isinstance(value, int | float) and abs(value) < 1e9 else schema.get("default", schema.get("minimum", 0))
        )
        return min(max(number, schema.get("minimum", number)), schema.get("maximum", number))
    return value


def _object(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    if isinstance(value, str) and "name" in schema["properties"]:
        value = {"name": value}
    if not isinstance(value, dict):
        return value
    out: dict[str, Any] = {}
    for key, inner in schema["properties"].items():
        if key in value and not (value[key] is None and "anyOf" not in inner):
            out[key] = _fit(value[key], inner, defs, key)
        elif key in schema.get("required", ()) and inner.get("type") in ("string", "integer"):
            out[key] = 1 if inner["type"] == "integer" else ""
    return out


def _choice(value: Any, schema: dict[str, Any], name: str) -> Any:
    options = schema["enum"]
    words = " ".join(str(value).lower().replace("_", " ").split())
    same = {str(option).lower(): option for option in options}
    for tried in (words, words.replace(" ", "-"), words.replace("-", " ")):
        if tried in same:
            return same[tried]
        if tried in _SYNONYMS.get(name, {}):
            return _SYNONYMS[name][tried]
    return schema.get("default", options[0])


def keep_words(shots: tuple[Shot, ...], script: list[Line]) -> tuple[Shot, ...]:
    """The shots with exactly the script's lines, in the script's order: near copies are corrected, invented ones dropped,
    missing ones put where their neighbour is said.

    Raises:
        LanguageFailed: MODEL_ANSWER when there are lines but no shot to say them in.
    """
    if not shots:
        raise LanguageFailed("MODEL_ANSWER", "The language model answered with no shots.")
    told = [(index, _letters(line.words)) for index, shot in enumerate(shots) for line in shot.dialogue]
    home: list[int] = []
    at, current = 0, 0
    for line in script:
        wanted = _letters(line.words)
        found = next((n for n in range(at, min(at + 6, len(told))) if _alike(wanted, told[n][1])), None)
        if found is not None:
            current = max(current, told[found][0])
            at = found if len(told[found][1]) > 1.3 * len(wanted) else found + 1
        home.append(current)
    said: dict[int, list[Line]] = {}
    for line, index in zip(script, home, strict=True):
        said.setdefault(index, []).append(line)
    return tuple(shot.model_copy(update={"dialogue": tuple(said.get(index, ()))}) for index, shot in enumerate(shots))


def _alike(wanted: str, told: str) -> bool:
    if not wanted or not told:
        return wanted == told
    if wanted in told or (len(told) > 0.4 * len(wanted) and told in wanted):
        return True
    return SequenceMatcher(None, wanted[:400], told[:400], autojunk=False).ratio() > 0.75


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.lower())


def _short(words: str) -> str:
    words = " ".join(words[:400].split())
    return words if len(words) <= 80 else f"{words[:79]}…"
