"""The camera, the hour and the weather in the words of the captions that models were trained on, English and Chinese."""

from __future__ import annotations

Pair = tuple[str, str]  # English, Chinese

SIZES: dict[str, Pair] = {
    "ECU": ("Extreme close-up", "大特写"),
    "CU": ("Close-up", "特写"),
    "MCU": ("Medium close-up", "近景"),
    "MS": ("Medium shot", "中景"),
    "MLS": ("Medium long shot", "中全景"),
    "FS": ("Full shot", "全景"),
    "WS": ("Wide shot", "远景"),
    "EWS": ("Extreme wide shot", "大远景"),
}
ANGLES: dict[str, Pair] = {
    "eye": ("at eye level", "平视"),
    "high": ("from a high angle", "俯拍"),
    "low": ("from a low angle", "仰拍"),
    "overhead": ("from directly above", "正上方俯拍"),
    "dutch": ("with a tilted horizon", "倾斜构图"),
    "over-the-shoulder": ("over the shoulder", "过肩镜头"),
    "point-of-view": ("from a point of view", "主观视角"),
    "profile": ("in profile", "侧面拍摄"),
    "reverse": ("from the reverse angle", "反打镜头"),
}
MOVES: dict[str, Pair] = {
    "static": ("The camera is still", "固定镜头"),
    "pan-left": ("The camera pans to the left", "镜头向左摇"),
    "pan-right": ("The camera pans to the right", "镜头向右摇"),
    "tilt-up": ("The camera tilts up", "镜头上摇"),
    "tilt-down": ("The camera tilts down", "镜头下摇"),
    "pedestal-up": ("The camera rises straight up", "镜头垂直上升"),
    "pedestal-down": ("The camera sinks straight down", "镜头垂直下降"),
    "push": ("The camera slowly pushes in", "镜头缓慢推近"),
    "pull": ("The camera slowly pulls back", "镜头缓慢拉远"),
    "truck-left": ("The camera moves to the left", "镜头向左平移"),
    "truck-right": ("The camera moves to the right", "镜头向右平移"),
    "orbit-left": ("The camera orbits to the left around the subject", "镜头向左环绕主体"),
    "orbit-right": ("The camera orbits to the right around the subject", "镜头向右环绕主体"),
    "zoom-in": ("The camera zooms in", "镜头变焦推近"),
    "zoom-out": ("The camera zooms out", "镜头变焦拉远"),
    "handheld": ("Handheld camera, slightly unsteady", "手持拍摄，画面轻微晃动"),
    "follow": ("The camera follows the subject", "镜头跟随主体"),
    "crane-up": ("The camera cranes up", "摇臂镜头升起"),
    "crane-down": ("The camera cranes down", "摇臂镜头降下"),
}
TIMES: dict[str, Pair] = {
    "dawn": ("dawn", "黎明"),
    "morning": ("morning", "早晨"),
    "day": ("daytime", "白天"),
    "afternoon": ("afternoon", "下午"),
    "sunset": ("sunset", "日落"),
    "dusk": ("dusk", "黄昏"),
    "night": ("night", "夜晚"),
}
WEATHERS: dict[str, Pair] = {
    "clear": ("clear sky", "晴朗"),
    "cloudy": ("overcast", "多云"),
    "rain": ("rain", "下雨"),
    "storm": ("storm", "暴风雨"),
    "snow": ("snow", "下雪"),
    "fog": ("fog", "大雾"),
    "wind": ("strong wind", "大风"),
}
SIDES: dict[bool | None, Pair] = {True: ("Indoors", "室内"), False: ("Outdoors", "室外"), None: ("", "")}


def said(table: dict[str, Pair], value: str, chinese: bool) -> str:
    """A value in words; empty for none, itself where there are no words for it."""
    return table[value][chinese] if value in table else value
