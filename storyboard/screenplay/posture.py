"""What people go on doing while they talk: who sat down sits, and who mends a net mends it, until they do something else."""

# ruff: noqa: E501 - lists of words are read as lists

from __future__ import annotations

import re
from collections.abc import Sequence

_I = re.IGNORECASE
_LASTING = (
    r"sit|sits|lie|lies|kneel|kneels|crouch|crouches|lean|leans|mend|mends|cook|cooks|knit|knits|sew|sews|drive|drives|row|rows|type|types"
    r"|paint|paints|carve|carves|fish|fishes|play the piano|plays the piano|play chess|plays chess|eat|eats"
)
_ENGLISH = re.compile(rf"(?<![\w-])({_LASTING})(?![\w-])[^.,;:!?—]*", _I)
_CHINESE = re.compile(
    r"(?:正在|在)?(?:坐在|坐着|躺在|躺着|跪在|蹲在|靠在|趴在|补渔网|补网|做饭|炒菜|织毛衣|缝|开车|划船|打字|画画|钓鱼|弹琴|下棋|吃饭|吃面)[^，。；！？,;!?]*"
)
_MOVED = re.compile(
    r"\b(stands?|rises?|gets? up|walks?|runs?|leaves?|enters?|exits?|jumps?|dances?|goes|turns away)\b|站起|起身|走|跑|离开|进来|跳",
    _I,
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
_LONGEST = 120


def postures(text: str, names: Sequence[str]) -> dict[str, str]:
    """What each of these people goes on doing after an action, as a sentence without its subject; '' for who has stopped."""
    found: dict[str, str] = {}
    for sentence in _SENTENCE.split(text):
        plain = re.sub(r"\([^)]*\)|（[^）]*）", "", sentence)
        there = sorted((at, name) for name in names if (at := plain.lower().find(name.lower())) >= 0)
        lasting = _CHINESE.search(plain) or _ENGLISH.search(plain)
        if lasting is None:
            if _MOVED.search(plain):
                found.update({name: "" for _, name in there})
            continue
        before = [name for at, name in there if at < lasting.start()]
        said = lasting.group().strip()
        one = said.split()[0].lower().endswith("s") and not said.lower().startswith(("dress",))
        who = before[-1:] if one and said.isascii() else before
        if len(said) <= _LONGEST:
            found.update(dict.fromkeys(who, said))
    return found


def lasting(people: Sequence[str], doing: dict[str, str], chinese: bool) -> str:
    """One sentence for each thing that these people go on doing; '' when nobody does."""
    groups: dict[str, list[str]] = {}
    for name in people:
        if doing.get(name):
            groups.setdefault(doing[name], []).append(name)
    if chinese:
        return "".join(f"{'和'.join(names)}{said}。" for said, names in groups.items())
    return " ".join(f"{' and '.join(names)} {_agreed(said, len(names))}." for said, names in groups.items())


def _agreed(said: str, count: int) -> str:
    """The verb as one or several do it."""
    verb, _, rest = said.partition(" ")
    if count == 1 and not verb.endswith("s"):
        verb += "es" if verb.endswith("h") else "s"
    elif count > 1 and verb.endswith("s"):
        verb = verb[:-2] if verb.endswith(("shes", "ches")) else verb[:-1]
    return f"{verb} {rest}".strip()
