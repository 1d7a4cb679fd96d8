"""What a person is told of a take that came out spoiled, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from storyboard.said import Said

_KINDS = {
    "black": ("black picture", "画面全黑"),
    "flat": ("a picture of one colour", "画面只有一种颜色"),
    "frozen": ("the picture stands still", "画面静止不动"),
    "torn": ("a torn frame", "有坏帧"),
}


def wrong(faults: Iterable[Mapping[str, Any]], problem: str = "") -> Said:
    """What is wrong: faults as `take.score` tells them (frames from 0; people count from 1), or what the model's driver said."""
    en, zh = [], []
    for one in faults:
        english, chinese = _KINDS.get(one["kind"], (one["kind"], one["kind"]))
        first, last = one["first"] + 1, one["last"] + 1
        en.append(f"{english} (frame {first})" if first == last else f"{english} (frames {first}–{last})")
        zh.append(f"{chinese}（第 {first} 帧）" if first == last else f"{chinese}（第 {first}–{last} 帧）")
    if not en:
        said = problem.partition(" Draw again")[0].rstrip(".") or "the model made nothing that can be used"
        return Said(f"{said[:1].upper()}{said[1:]}.", "模型产出了不能用的画面（数值出错、全黑、纯色或静止）。")
    joined = "; ".join(en)
    return Said(f"{joined[:1].upper()}{joined[1:]}.", f"{'；'.join(zh)}。")


def drawn_again(said: Said, number: int, seed: int) -> Said:
    """… and that it was drawn again."""
    return Said(f"{said} Drawn again as take {number}, seed {seed}.", f"{said.zh}已换种子 {seed} 重拍为第 {number} 条。")


def given_up(said: Said, most: int) -> Said:
    """… and that it is not drawn again."""
    return Said(
        f"{said} {most + 1} seeds came out like this: change the words, the model or its settings.",
        f"{said.zh}已换过 {most} 次种子仍然如此：请修改文字、模型或设置。",
    )
