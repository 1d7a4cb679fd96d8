"""A language model's breakdown against a real server on the loopback: good answers, bad ones, and none."""

# ruff: noqa: E501 - scripts are easier to read on one line

from __future__ import annotations

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generation.drivers.previs.stage import Angle, Move, Size, Weather
from storyboard.screenplay import break_down, read
from storyboard.screenplay.errors import LanguageFailed
from storyboard.screenplay.language import break_down_with, wire_schema
from storyboard.screenplay.language_endpoint import Endpoint
from storyboard.screenplay.language_local import LocalModel
from storyboard.screenplay.repair import fit, loads
from tests.storyboard.talking import Server, chat

RATE = Fraction(24)
SCRIPT = b"INT. CAFE - NIGHT\n\nANNA (30s, red coat) puts a letter on the table.\n\nANNA\nRead it.\n\nTOM\n(low)\nWho wrote it? I have never seen this hand.\n"
GOOD: dict[str, Any] = {
    "title": "", "language": "en",
    "characters": [{"name": "Anna", "description": "blue eyes", "gender": "woman", "age": "30s", "aliases": []}, {"name": "Tom", "description": "a tall man with a beard", "gender": "man", "age": "40", "aliases": []}],
    "locations": [{"name": "Cafe", "description": "A small café with steamed windows.", "interior": True}],
    "scenes": [{
        "number": "1", "heading": "INT. CAFE - NIGHT", "location": "Cafe", "interior": True, "time": "night", "weather": "rain", "synopsis": "Anna shows Tom a letter.",
        "shots": [
            {"size": "WS", "angle": "eye", "movement": "push", "action": "Anna puts a letter on the table.", "characters": ["Anna", "Tom"], "props": ["letter"], "dialogue": [], "frames": 96, "titles": []},
            {"size": "CU", "angle": "eye", "movement": "static", "action": "Anna looks at Tom.", "characters": ["ANNA"], "props": [], "dialogue": [{"character": "Anna", "words": "Read it!", "manner": ""}], "frames": 40, "titles": []},
            {"size": "MCU", "angle": "over-the-shoulder", "movement": "static", "action": "Tom turns the letter.", "characters": ["Tom", "Anna"], "props": ["letter"], "dialogue": [{"character": "Tom", "words": "Who wrote it? I have never seen this hand.", "manner": "low"}], "frames": 12, "titles": []},
        ],
    }],
}  # fmt: skip

def lines(made: Any) -> list[tuple[str, str]]:
    return [(line.character, line.words) for shot in made.shots for line in shot.dialogue]


def test_a_good_answer(server: Server) -> None:
    server.say(json.dumps(GOOD))
    told: list[float] = []
    made = break_down_with(server.endpoint, read(SCRIPT), rate=RATE, tell=lambda fraction, note: told.append(fraction))
    assert [shot.size for shot in made.shots] == [Size.WS, Size.CU, Size.MCU]
    assert made.shots[0].movement is Move.PUSH
    assert lines(made) == [
        ("Anna", "Read it."),
        ("Tom", "Who wrote it? I have never seen this hand."),
    ]  # the script's words, not "Read it!"
    assert made.shots[1].characters == ("Anna",)
    assert [shot.frames for shot in made.shots][:2] == [96, 40]
    assert made.shots[2].frames > 72  # twelve frames cannot hold nine words
    anna, tom = made.characters
    assert (anna.description, tom.description, tom.age) == ("30s, red coat", "a tall man with a beard", "40")
    assert made.locations[0].description == "A small café with steamed windows."
    assert made.scenes[0].synopsis == "Anna shows Tom a letter."
    assert told == [0.0, 1.0]
    question = server.asked[0]
    assert question["path"] == "/v1/chat/completions"
    assert server.keys == ["Bearer secret"]
    assert (question["model"], question["temperature"]) == ("director-1", 0)
    assert question["response_format"]["json_schema"]["schema"] == wire_schema()
    assert "Who wrote it?" in question["messages"][1]["content"]


def test_the_schema_on_the_wire_is_strict_and_the_same_as_the_breakdowns() -> None:
    schema = wire_schema()
    shot = schema["$defs"]["Shot"]
    assert schema["required"] == ["title", "language", "characters", "locations", "scenes"]
    assert (shot["additionalProperties"], set(shot["required"])) == (False, set(shot["properties"]))
    assert schema["$defs"]["CharacterBreakdown"]["properties"]["name"]["type"] == "string"
    assert schema["$defs"]["Size"]["enum"] == [size.value for size in Size]
    assert "maxLength" not in json.dumps(schema)


def test_fences_talk_and_a_cut_off_end(server: Server) -> None:
    text = json.dumps(GOOD)
    server.say(f"Sure! Here is the shot list:\n```json\n{text}\n```\nAnything else?")
    assert len(break_down_with(server.endpoint, read(SCRIPT), rate=RATE).shots) == 3
    server.say(text[: text.index('"Tom turns the letter."')])
    cut = break_down_with(server.endpoint, read(SCRIPT), rate=RATE)
    assert lines(cut) == [("Anna", "Read it."), ("Tom", "Who wrote it? I have never seen this hand.")]


def test_wrong_fields_words_and_numbers_are_mended(server: Server) -> None:
    odd = json.loads(json.dumps(GOOD))
    odd["confidence"] = 0.9
    odd["characters"] = ["Anna", {"name": "Tom", "gender": "male", "mood": "grim"}]
    scene = odd["scenes"][0]
    scene.update(time="Evening", weather="rainy", interior="INT")
    scene["shots"][0].update(
        size="wide shot",
        movement="Dolly in",
        angle="Eye Level",
        frames=-3,
        lens="35mm",
        props="letter",
        characters=[{"name": "Anna"}],
    )
    scene["shots"][1].update(
        size="Close-Up", movement=None, frames=1e30, titles=None, dialogue=[{"character": "Anna", "words": "Invented line."}]
    )
    server.say(json.dumps(odd))
    made = break_down_with(server.endpoint, read(SCRIPT), rate=RATE)
    first, second = made.shots[:2]
    assert (first.size, first.movement, first.angle, first.props, first.characters) == (
        Size.WS,
        Move.PUSH,
        Angle.EYE,
        ("letter",),
        ("Anna",),
    )
    assert 36 <= first.frames <= 240
    assert (second.size, second.movement) == (Size.CU, Move.STATIC)
    assert lines(made) == [("Anna", "Read it."), ("Tom", "Who wrote it? I have never seen this hand.")]
    assert fit(odd).scenes[0].weather is Weather.RAIN


def test_rubbish_is_asked_again_once_then_refused(server: Server) -> None:
    server.say("I cannot do that.", json.dumps(GOOD))
    assert len(break_down_with(server.endpoint, read(SCRIPT), rate=RATE).shots) == 3
    assert "could not be used" in server.asked[1]["messages"][1]["content"]
    server.say("I cannot do that.")
    with pytest.raises(
        LanguageFailed, match=r"could not break down scene 1 \(INT\. CAFE - NIGHT\).*Nothing was changed"
    ) as raised:
        break_down_with(server.endpoint, read(SCRIPT), rate=RATE)
    assert raised.value.code == "MODEL_ANSWER"
    for rubbish in ("{", '{"scenes": []}', '{"scenes": [{"shots": [7]}]}', "[" * 5000, '{"a":' * 5000):
        server.say(rubbish)
        with pytest.raises(LanguageFailed):
            break_down_with(server.endpoint, read(SCRIPT), rate=RATE)


def failure(server: Server, status: int, text: str = "", headers: dict[str, str] | None = None) -> LanguageFailed:
    server.answer = lambda count, body: (status, text, headers or {})
    with pytest.raises(LanguageFailed) as raised:
        break_down_with(server.endpoint, read(SCRIPT), rate=RATE)
    return raised.value


def test_refusals_say_whose_move_it_is(server: Server) -> None:
    assert "Check FILMWRIGHT_LLM_KEY" in failure(server, 401).message
    assert "Check FILMWRIGHT_LLM_URL and FILMWRIGHT_LLM_MODEL" in failure(server, 404).message
    assert failure(server, 302, headers={"location": "http://127.0.0.1:1/"}).code == "MODEL_REFUSED"
    assert failure(server, 500, "out of memory").message.endswith("(500): out of memory.")
    assert failure(server, 200, "<html>hello</html>").code == "MODEL_ANSWER"
    assert failure(server, 200, chat("")).message == "director-1 answered with nothing."


def test_a_busy_model_is_waited_for(server: Server) -> None:
    server.answer = lambda count, body: (429, "", {"retry-after": "0"}) if count < 3 else (200, chat(json.dumps(GOOD)), {})
    assert len(break_down_with(server.endpoint, read(SCRIPT), rate=RATE).shots) == 3
    busy = failure(server, 429, headers={"retry-after": "0"})
    assert (busy.code, "Wait a minute" in busy.message) == ("MODEL_BUSY", True)


def test_a_server_that_knows_no_schema_is_asked_without(server: Server) -> None:
    server.answer = lambda count, body: (
        (400, "unknown response_format", {}) if "response_format" in body else (200, chat(json.dumps(GOOD)), {})
    )
    assert len(break_down_with(server.endpoint, read(SCRIPT), rate=RATE).shots) == 3
    assert "over-the-shoulder" in server.asked[-1]["messages"][0]["content"]  # the schema goes into the words instead


def test_a_silent_server_and_none_at_all(server: Server) -> None:
    def slow(count: int, body: dict[str, Any]) -> tuple[int, str, dict[str, str]]:
        time.sleep(2)
        return 200, "", {}

    server.answer = slow
    server.endpoint.patience = 1
    with pytest.raises(
        LanguageFailed, match=r"did not answer within 1 s\. Try again, choose a faster model, or import with the rules"
    ) as raised:
        break_down_with(server.endpoint, read(SCRIPT), rate=RATE)
    assert raised.value.code == "MODEL_TIMED_OUT"
    with pytest.raises(LanguageFailed, match="cannot be reached"):
        break_down_with(Endpoint("http://127.0.0.1:1/v1", "m"), read(SCRIPT), rate=RATE)


def test_too_large_an_answer_is_cut(server: Server) -> None:
    assert "more than 4 MB" in failure(server, 200, "x" * 5_000_000).message


def test_the_endpoint_comes_from_the_environment() -> None:
    assert Endpoint.from_environment(
        {"FILMWRIGHT_LLM_URL": "http://h/v1", "FILMWRIGHT_LLM_MODEL": "m", "FILMWRIGHT_LLM_KEY": "k"}
    ) == Endpoint("http://h/v1", "m", "k")
    with pytest.raises(LanguageFailed, match="set FILMWRIGHT_LLM_URL and FILMWRIGHT_LLM_MODEL"):
        Endpoint.from_environment({})
    with pytest.raises(LanguageFailed, match="must begin with http"):
        Endpoint.from_environment({"FILMWRIGHT_LLM_URL": "file:///etc", "FILMWRIGHT_LLM_MODEL": "m"})


def test_the_local_model_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(LanguageFailed, match=r"manage\.py checkpoints fetch script-language@1") as raised:
        LocalModel(tmp_path / "model.gguf")
    assert raised.value.code == "MODEL_NOT_INSTALLED"


def test_scenes_are_asked_one_by_one_and_numbers_kept(server: Server) -> None:
    server.say(json.dumps(GOOD))
    made = break_down_with(server.endpoint, read(SCRIPT + b"\nEXT. PIER - DAWN #7A#\n\nAnna waits.\n"), rate=RATE)
    assert len(server.asked) == 2
    assert [(scene.number, scene.location) for scene in made.scenes] == [("1", "Cafe"), ("7A", "Pier")]
    assert lines(made) == [
        ("Anna", "Read it."),
        ("Tom", "Who wrote it? I have never seen this hand."),
    ]  # nobody speaks on the pier
    assert made.scenes[1].shots


def test_stopping_between_scenes(server: Server) -> None:
    class Stop(Exception):
        pass

    def stop(fraction: float, note: str) -> None:
        raise Stop

    with pytest.raises(Stop):
        break_down_with(server.endpoint, read(SCRIPT), rate=RATE, tell=stop)
    assert server.asked == []


@pytest.mark.parametrize("cut", range(20, 1200, 59))
def test_any_cut_off_answer_is_mended_or_refused(cut: int) -> None:
    def code() -> str:
        try:
            return f"read {len(fit(loads(json.dumps(GOOD)[:cut])).scenes)}"
        except LanguageFailed as problem:
            return problem.code

    assert code() in ("read 0", "read 1", "MODEL_ANSWER")


def test_the_rules_never_need_a_model() -> None:
    assert break_down(read(SCRIPT), rate=RATE).shots
