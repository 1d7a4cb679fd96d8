"""The words of a shot in English: asked of a language model, kept on the shot, told to a model that reads nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from storyboard import plans
from storyboard.film import Film as WholeFilm
from storyboard.models import Project
from storyboard.screenplay.errors import LanguageFailed
from storyboard.translating import english
from tests.storyboard.films import Film
from tests.storyboard.layered import change, post, refused, told
from tests.storyboard.talking import Server

pytestmark = pytest.mark.django_db

LTX, VACE = "ltx-video-2b@0.9.5", "wan-vace-1.3b@2.1"  # the one reads English alone
CHINESE, ENGLISH = "安娜在码头上等船。", "Anna waits for the boat on the pier."


@pytest.fixture
def chinese(film: Film) -> Film:
    """The film with a shot in Chinese, by a model that reads English alone."""
    change(film, "shot", film.shots[0], action=CHINESE, dialogue=[], direction={"checkpoint": LTX})
    return film


@pytest.fixture
def client(film: Film) -> Client:
    found = Client()
    found.force_login(film.person)
    return found


@pytest.fixture
def model(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A language model that is configured."""
    monkeypatch.setenv("FILMWRIGHT_LLM_URL", server.endpoint.url)
    monkeypatch.setenv("FILMWRIGHT_LLM_MODEL", "director-1")
    return server


def brief(film: Film, client: Client) -> Any:
    return told(client.get(f"/api/shots/{film.shots[0]}/brief"))


def codes(answer: Any) -> set[str]:
    return {one["code"] for one in answer["notes"]}


def test_words_are_put_into_english_kept_and_told_to_the_model(chinese: Film, client: Client, model: Server) -> None:
    before = brief(chinese, client)
    assert "LANGUAGE_UNREAD" in codes(before)
    assert CHINESE in before["foreign"]["of"]
    assert (before["foreign"]["words"], before["foreign"]["translates"]) == ("", True)
    model.say(json.dumps({"words": f"{ENGLISH}\n  Night,  rain."}))
    answer = told(post(client, f"/shots/{chinese.shots[0]}/translate", {}))
    assert answer == {"of": before["foreign"]["of"], "words": f"{ENGLISH}\nNight, rain."}
    assert CHINESE in json.dumps(model.asked[0], ensure_ascii=False)

    change(chinese, "shot", chinese.shots[0], direction={"checkpoint": LTX, "translation": answer})
    after = brief(chinese, client)
    assert after["prompt"] == {"words": f"{ENGLISH}\nNight, rain.", "language": "en"}
    assert codes(after).isdisjoint({"LANGUAGE_UNREAD", "TRANSLATION_OLD"})
    read = WholeFilm.of(Project.objects.get(pk=chinese.project.pk))
    assert plans.take(read.shots[0], seed=1, film=read).params["prompt"] == f"{ENGLISH}\nNight, rain."

    change(chinese, "shot", chinese.shots[0], action="安娜走了。")
    assert "TRANSLATION_OLD" in codes(brief(chinese, client))  # it is told all the same: somebody may want it so
    change(chinese, "shot", chinese.shots[0], direction={"checkpoint": VACE, "translation": answer})
    own = brief(chinese, client)
    assert own["foreign"] is None  # this one reads Chinese
    assert "安娜走了" in own["prompt"]["words"]


def test_without_a_language_model_it_is_said_and_words_of_ones_own_go(chinese: Film, client: Client) -> None:
    assert brief(chinese, client)["foreign"]["translates"] is False
    said = refused(post(client, f"/shots/{chinese.shots[0]}/translate", {}), 400, "TRANSLATION_FAILED")
    assert "FILMWRIGHT_LLM_URL" in said
    change(chinese, "shot", chinese.shots[0], direction={"checkpoint": LTX, "translation": {"of": "", "words": ENGLISH}})
    assert brief(chinese, client)["prompt"]["words"] == ENGLISH


def test_what_is_read_as_it_is_needs_no_translation(chinese: Film, client: Client, model: Server) -> None:
    change(chinese, "shot", chinese.shots[0], direction={"checkpoint": VACE})
    refused(post(client, f"/shots/{chinese.shots[0]}/translate", {}), 400, "NOTHING_TO_TRANSLATE")
    assert model.asked == []


@pytest.mark.parametrize(
    "answers",
    [("nonsense", "more of it"), (CHINESE, json.dumps({"words": CHINESE})), ('{"words": ""}', "[]"), ("{}", "{}")],
)
def test_an_answer_that_is_no_english_is_asked_for_once_more_and_refused(server: Server, answers: tuple[str, str]) -> None:
    server.say(*answers)
    with pytest.raises(LanguageFailed) as caught:
        english(CHINESE, server.endpoint)
    assert caught.value.code == "MODEL_ANSWER"
    assert len(server.asked) == 2


def test_a_second_answer_may_be_better(server: Server) -> None:
    server.say("nonsense", json.dumps({"words": ENGLISH}))
    assert english(CHINESE, server.endpoint) == ENGLISH
