"""Sixteen sentences become a board of minutes: every sentence is told, the arc is there, and what is one's own survives."""

from __future__ import annotations

import json
import uuid
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard import edits, stories
from storyboard.changes import Change
from storyboard.film import in_order
from storyboard.models import Character, Location, Project, Scene, Shot
from storyboard.screenplay import story, story_model, telling
from storyboard.screenplay.places import place_in
from studio.errors import Refused
from tests.storyboard.films import other_person

ENGLISH = """An old watchmaker named Elias lives alone above his shop in a small harbour town. Every morning he winds a hundred
clocks, and none of them strikes the hour. One rainy evening a girl called Wren knocks on his door with a broken music box. She
says it belonged to her mother, who was lost at sea. Elias refuses, because he once built that box himself for his own daughter.
At night he opens it and finds a tiny map drawn inside the lid. In the morning he takes Wren to the lighthouse, where the keeper
laughs at them. They steal his rowing boat and row out into the fog. In the fog they hear the song of the music box coming from
the water. A wave throws them onto the rocks of a black island. Inside a cave they find hundreds of clocks, all stopped at the
same minute. Elias understands that his daughter built them while she waited for him. The tide rises and Wren is caught between
two rocks. Elias gives the last key to the great clock, and the sea stands still. Wren pulls him out and they climb to the top of
the island at dawn. Back in the shop, all hundred clocks strike together, and Elias opens the door.""".replace("\n", " ")
CHINESE = (
    "小镇尽头住着一位修钟表的老人，名叫陈伯。他的店里有一百座钟，却没有一座会敲响。一个雨夜，女孩小满抱着一只坏掉的八音盒敲开了门。"
    "她说那是母亲留下的，母亲多年前出海再也没有回来。陈伯看见盒子，脸色变了，把她赶了出去。深夜，他捡起女孩落下的八音盒，发现盖子里刻着一张小小的地图。"
    "第二天清晨，他带着小满来到灯塔，守塔人嘲笑他们。两人偷走了守塔人的小船，划进大雾里。雾中，水面上传来八音盒的歌声。一个大浪把他们抛到一座黑色的小岛上。"
    "山洞里摆满了停在同一分钟的钟。陈伯终于明白，是女儿在等他的日子里做了这些钟。潮水涨上来，小满被夹在两块礁石之间。陈伯把最后一把钥匙插进大钟，海水忽然静止了。"
    "小满拉起老人，天亮时他们爬上了岛的最高处。回到店里，一百座钟同时敲响，陈伯推开了门。"
)
RATE = Fraction(24)


@pytest.fixture
def project(db: None) -> Project:
    person = other_person("anna")
    return Project.objects.create(workspace=person.memberships.get().workspace, title="The Hundred Clocks", by=person)  # type: ignore[attr-defined]


def scenes(project: Project) -> list[Scene]:
    return in_order(Scene.objects.filter(project=project, archived=False))


def shots(scene: Scene) -> list[Shot]:
    return in_order(Shot.objects.filter(scene=scene, archived=False))


def change(project: Project, kind: str, id_: uuid.UUID, **fields: Any) -> None:
    edits.change(project, [Change(kind=kind, id=id_, set=fields)], by=project.by)


@pytest.mark.parametrize(("words", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
@pytest.mark.parametrize("minutes", [0, 2, 5])
def test_sixteen_sentences_are_told_in_the_time_they_were_given(words: str, language: str, minutes: int) -> None:
    told, _ = story.said(words)
    assert len(told) == 16
    parts = story.outline(told, minutes * 60 * 24, RATE)
    assert [one for part in parts for one in part.told] == told
    assert (parts[0].arc, parts[-1].arc) == ("setup", "end")
    assert {"turn", "climax"} <= {part.arc for part in parts}
    assert "key" in parts[-2].outline or "钥匙" in parts[-2].outline
    assert parts[-2].arc == "climax"
    made = telling.tell(parts, rate=RATE, language=language)
    every = [one for scene in made.scenes for one in scene]
    assert sum(one.shot.frames for one in every) == (minutes * 60 * 24 or 16 * 12 * 24)
    assert {one.sentence for one in every} == set(told)
    assert len(every) >= 32 if minutes == 5 else len(every) >= 16
    assert all(28 <= one.shot.frames <= 12 * 24 + 16 for one in every)
    sizes = {one.shot.size for one in every}
    assert {"WS", "CU"} <= sizes
    for shown in made.scenes:
        assert len({one.shot.action for one in shown}) == len(shown)
    pace = {part.arc: sum(one.shot.frames for one in shown) / len(shown) for part, shown in zip(parts, made.scenes, strict=True)}
    assert pace["climax"] <= pace["end"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("abc xyz,的人海走店 "), min_size=1, max_size=60), min_size=1, max_size=30),
    st.integers(0, 20_000),
)
def test_any_sentences_keep_their_order_and_their_time(told: list[str], frames: int) -> None:
    told = [one.strip() + "." for one in told]
    parts = story.outline(told, frames, RATE)
    assert [one for part in parts for one in part.told] == told
    assert sum(part.frames for part in parts) == (frames or story.usual(len(told), RATE))


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("3 minutes\nAnna waits.", 3),
        ("Anna waits.\n(about 2.5 min)", Fraction(5, 2)),
        ("约三分钟\n安娜在等。", 3),
        ("Three minutes pass.", None),
    ],
)
def test_a_line_of_its_own_says_how_long(words: str, minutes: Fraction | None) -> None:
    told, found = story.said(words)
    assert (len(told), found) == (1, minutes)


class Teller:
    """A language model that answers each question with what it was told to; the questions it was asked."""

    name, small = "Teller", False

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), []

    def answer(self, instructions: str, question: str, schema: dict[str, Any], heartbeat: Any) -> str:
        self.asked.append(question)
        found = self.answers.pop(0)
        return found if isinstance(found, str) else json.dumps(found)


def test_a_language_model_tells_it_coarse_to_fine_and_rules_take_over_where_it_fails() -> None:
    told = ["Anna waits at the station.", "The train comes.", "Ben is not on it."]
    rows = [
        {"from": 1, "place": "Station", "inside": False, "time": "dusk", "arc": "setup", "synopsis": "Anna waits."},
        {"from": 3, "place": "Platform", "inside": False, "time": "night", "arc": "end", "synopsis": "He is not there."},
    ]
    rules = story.outline(told, 40 * 24, RATE)
    model = Teller({"scenes": [{**rows[0], "from": 2}]}, {"scenes": rows})
    parts = story_model.outlined(model, told, rules, 40 * 24, lambda: None)
    assert "must begin at 1" in model.asked[1]
    assert [(one.told, one.place, one.arc) for one in parts] == [
        (tuple(told[:2]), "Station", "setup"), (tuple(told[2:]), "Platform", "end"),
    ]  # fmt: skip
    assert sum(one.frames for one in parts) == 40 * 24

    look = {"size": "CU", "angle": "eye", "move": "static"}
    good = [{"of": 1, "see": "Anna looks at the clock of the station.", **look}, {"of": 2, "see": "Lights of a train.", **look}]
    model = Teller({"shots": [good[0]]}, {"shots": good}, "nonsense", "nonsense")
    made = telling.tell(parts, rate=RATE, language="en", model=model)
    first, second = made.scenes
    assert [(one.shot.action, one.sentence) for one in first] == [(row["see"], told[row["of"] - 1]) for row in good]
    assert first[0].shot.characters == ("Anna",)
    assert any("Ben is not on it" in one.shot.action for one in second)
    assert sum(one.shot.frames for one in [*first, *second]) > 20 * 24
    assert story_model.outlined(Teller("no", "no"), told, rules, 900, lambda: None) == rules


def test_a_board_is_made_and_undone_as_one_edit(project: Project) -> None:
    done = stories.write(project, ENGLISH, frames=3 * 60 * 24, by=project.by)
    made = scenes(project)
    assert [one.number for one in made] == [str(n + 1) for n in range(len(made))]
    assert made[0].arc == "setup"
    assert {"Elias", "Wren"} <= set(Character.objects.values_list("name", flat=True))
    assert Location.objects.filter(name__icontains="lighthouse").exists()
    assert sum(shot.frames for scene in made for shot in shots(scene)) == 3 * 60 * 24
    assert all(shot.letter for scene in made for shot in shots(scene))
    edits.undo(project, done.edit, by=project.by)  # type: ignore[arg-type]
    assert scenes(project) == []


def test_written_anew_what_is_ones_own_stays_where_it_is_told(project: Project) -> None:
    stories.write(project, ENGLISH, by=project.by)
    before = scenes(project)
    cave = next(one for one in before if "cave" in one.outline)
    mine = next(one for one in shots(cave) if "hundreds of clocks" in one.action)
    change(project, "shot", mine.pk, action="Hundreds of clocks hang from the ceiling of the cave.")
    later = ENGLISH.replace("The tide rises", "The water rises").replace("Every morning he winds", "Every day he winds")
    stories.write(Project.objects.get(pk=project.pk), later, by=project.by)
    after = scenes(project)
    assert cave.pk in {one.pk for one in after}
    assert mine.pk in {one.pk for one in shots(cave)}
    told = [one for scene in after for one in (scene.drafted or {})["told"]]
    assert sorted(told) == sorted(story.said(later)[0])
    assert told == story.said(later)[0]
    assert not {one.pk for one in before} - {cave.pk} & {one.pk for one in after} - {cave.pk}


def test_a_scene_is_drafted_anew_around_ones_own_shots(project: Project) -> None:
    stories.write(project, CHINESE, by=project.by)
    scene = next(one for one in scenes(project) if one.arc == "climax")
    old = shots(scene)
    mine = next(one for one in old if "钥匙" in one.action and (one.drafted or {})["role"] == "base")
    change(project, "shot", mine.pk, size="ECU")
    change(project, "scene", scene.pk, outline=scene.outline + "最后，灯塔亮了。")
    scene = Scene.objects.get(pk=scene.pk)
    done = stories.draft(scene, frames=60 * 24, by=project.by)
    now = shots(scene)
    assert mine.pk in {one.pk for one in now}
    assert not ({one.pk for one in old} - {mine.pk}) & {one.pk for one in now}
    sentences = [(one.drafted or {})["of"] for one in now]
    assert sentences == sorted(sentences, key=lambda one: scene.outline.index(one))
    assert [one for one in now if (one.drafted or {})["of"] == (mine.drafted or {})["of"]] == [Shot.objects.get(pk=mine.pk)]
    assert any("灯塔亮了" in one.action for one in now)
    assert abs(sum(one.frames for one in now) - 60 * 24) <= 24
    assert len({one.letter for one in now}) == len(now)
    edits.undo(project, done.edit, by=project.by)  # type: ignore[arg-type]
    assert {one.pk for one in shots(scene)} == {one.pk for one in old}


def test_a_scene_of_ones_own_and_a_locked_shot_are_left_alone(project: Project) -> None:
    own = uuid.uuid4()
    change(project, "scene", own, number="9", heading="INT. KITCHEN - DAY", rank="a0")
    stories.write(Project.objects.get(pk=project.pk), ENGLISH, by=project.by)
    locked = shots(scenes(project)[1])[0]
    change(project, "shot", locked.pk, locked=True)
    stories.write(Project.objects.get(pk=project.pk), "Anna waits. Ben comes.", by=project.by)
    after = scenes(project)
    assert own in {one.pk for one in after}
    assert locked.scene_id in {one.pk for one in after}
    assert Project.objects.get(pk=project.pk).story == "Anna waits. Ben comes."


def test_the_routes_and_what_they_refuse(project: Project) -> None:
    client = Client()
    client.force_login(project.by)  # type: ignore[arg-type]

    def post(path: str, **body: Any) -> Any:
        return client.post(path, json.dumps(body), content_type="application/json")

    assert post(f"/api/projects/{project.pk}/story", words=CHINESE, frames=4800).status_code == 200
    assert Project.objects.get(pk=project.pk).language == "zh"
    scene = scenes(project)[0]
    assert post(f"/api/scenes/{scene.pk}/draft", frames=480).json()["changes"]
    assert post(f"/api/projects/{project.pk}/story", words="***").json()["code"] == "NOTHING_TO_SHOOT"
    assert post(f"/api/projects/{project.pk}/story", words="x", frames=-1).status_code == 422
    with pytest.raises(Refused, match="characters at most"):
        stories.write(project, "a" * 30_000, by=project.by)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("阿月在一家快要关门的照相馆里当学徒。", ("照相馆", True)),
        ("她走进一间修表铺。", ("修表铺", True)),
        ("她的后院中有一棵树。", ("后院", False)),
        ("她指着橱窗里的照片，当场愣住。", ("", None)),
        ("Nadia keeps the night desk of a grand hotel.", ("Hotel", True)),
    ],
)
def test_a_place_that_no_list_knows_is_told_by_its_ending(words: str, place: tuple[str, bool | None]) -> None:
    assert place_in(words) == place
