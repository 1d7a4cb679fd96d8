"""Bytes that were made, chosen as a source and lost: made again where they can be, said where they cannot, and never for ever."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as studio
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generation import builds, collect, pool, remaking, store, worker
from generation.media import Data
from generation.models import Artifact, Build, Node, Status
from generation.operation import Context, Parameters, Queue, operation, recipe
from generation.recipe import Digest, Recipe
from studio.models import Workspace
from tests.generation import toys

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 60  # nodes run in any of these tests; more would be a loop


class Over(Parameters):
    """What to write over the source."""

    words: str = ""


@operation("toy.over", version=1, queue=Queue.CPU)
def over(source: Data, other: Data | None = None, *, params: Over, context: Context) -> Data:
    """Write words over what was chosen."""
    toys._ran(f"over {params.words}")
    return Data.write(context.scratch(".json"), {"under": source.read(), "words": params.words})


@operation("toy.same", version=1, queue=Queue.CPU)
def same(source: Data, *, params: Over, context: Context) -> Data:
    """The very bytes that were read."""
    toys._ran("same")
    copy = context.scratch(".json")
    copy.write_bytes(source.path.read_bytes())
    return Data(copy)


@operation("toy.chance", version=1, queue=Queue.CPU)
def chance(*, params: Over, context: Context) -> Data:
    """Other bytes each time."""
    return Data.write(context.scratch(".json"), {"chance": os.urandom(8).hex()})


@pytest.fixture
def workspace() -> Workspace:
    toys.forget_runs()
    return Workspace.objects.create(name="remaking")


def paint(words: str) -> Recipe:
    return recipe(toys.paint, params=toys.Paint(words=words))


def made(workspace: Workspace, wanted: Recipe) -> Artifact:
    pool.run_now(builds.request(workspace, wanted, channel="test", label="It"))
    return builds.outputs_of(workspace, wanted.key)["out"]


def chosen(artifact: Artifact, words: str) -> Recipe:
    return recipe(over, params=Over(words=words), source=Digest(artifact.digest, "data"))


def lose(artifact: Artifact) -> None:
    store.local(artifact).unlink()


def error_of(node: Node) -> dict[str, Any]:
    assert node.error is not None
    return dict(node.error)


def settle(workspace: Workspace, wanted: Recipe) -> Build:
    """The build of this, ended; every worker's step is counted, so that what never ends fails here."""
    build = builds.request(workspace, wanted, channel="test", label="It")
    return ended(build)


def ended(build: Build) -> Build:
    for _ in range(MOST):
        ran = worker.run_one(["interactive", "gpu", "cpu"], "one")
        moved = builds.advance_dirty()
        builds.advance(build.pk)
        build.refresh_from_db()
        if build.status != Build.State.ACTIVE:
            return build
        there = list(Node.objects.values_list("operation", "status"))
        assert ran or moved, f"nothing is left to do, and it has not ended: {there}"
    raise AssertionError("it goes on for ever")


@pytest.mark.parametrize("how", ["gone", "evicted", "noticed by a link"])
def test_what_was_made_then_chosen_and_lost_is_made_again(workspace: Workspace, how: str) -> None:
    source = made(workspace, paint("sheet"))
    if how == "evicted":
        collect.evict(source, Node.objects.get(params__words="sheet"))
    else:
        lose(source)
    if how == "noticed by a link":
        assert remaking.lost(source) == 1
    toys.forget_runs()
    build = settle(workspace, chosen(source, "title"))
    assert build.status == Build.State.DONE
    assert toys.runs() == ["sheet", "over title"]
    source.refresh_from_db()
    assert source.evicted_at is None
    assert store.sound(source)
    assert set(Node.objects.values_list("status", "evicted")) == {(Status.DONE, False)}


def test_a_chain_of_what_was_chosen_is_made_again_from_its_beginning(workspace: Workspace) -> None:
    first = made(workspace, paint("first"))
    second = made(workspace, chosen(first, "second"))
    third = chosen(second, "third")
    lose(first)
    lose(second)
    toys.forget_runs()
    assert settle(workspace, third).status == Build.State.DONE
    assert toys.runs() == ["first", "over second", "over third"]


def test_what_comes_out_otherwise_the_second_time_is_said_and_whose_move_it_is(workspace: Workspace) -> None:
    source = made(workspace, recipe(chance, params=Over()))
    lose(source)
    build = settle(workspace, chosen(source, "title"))
    assert build.status == Build.State.FAILED
    error = builds.progress_of(build).error
    assert error is not None
    assert (error["class"], error["code"], error["blame"]) == ("BadInput", "SOURCE_GONE", "you")
    assert "Choose another" in error["message"]


def test_what_an_earlier_version_made_is_said(workspace: Workspace) -> None:
    source = made(workspace, paint("old"))
    lose(source)
    Node.objects.filter(params__words="old").update(operation="toy.paint@0")
    build = settle(workspace, chosen(source, "title"))
    assert build.status == Build.State.FAILED
    assert error_of(Node.objects.get(operation="toy.over@1"))["code"] == "SOURCE_GONE"


def test_what_was_made_out_of_itself_is_brought_again(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "brought.json"
    file.write_text('{"words": "brought"}')
    upload = store.put(workspace, file, "data", brought=True)
    copy = made(workspace, recipe(same, params=Over(), source=Digest(upload.digest, "data")))
    assert copy.pk == upload.pk
    lose(upload)
    build = settle(workspace, chosen(upload, "title"))
    assert build.status == Build.State.FAILED
    error = error_of(Node.objects.get(operation="toy.over@1"))
    assert (error["code"], error["blame"]) == ("UPLOAD_MISSING", "you")
    assert "Upload it again" in error["message"]


def test_an_upload_that_the_source_was_made_of_is_asked_for_and_then_all_is_made(workspace: Workspace, tmp_path: Path) -> None:
    def bring() -> Artifact:
        file = tmp_path / "brought.json"
        file.write_text('{"words": "brought"}')
        return store.put(workspace, file, "data", brought=True)

    upload = bring()
    source = made(workspace, chosen(upload, "inner"))
    lose(upload)
    lose(source)
    build = settle(workspace, chosen(source, "outer"))
    assert build.status == Build.State.FAILED
    error = builds.progress_of(build).error
    assert error is not None
    assert error["code"] == "UPLOAD_MISSING"
    bring()
    assert ended(builds.retry(build)).status == Build.State.DONE
    assert store.sound(source)


def test_a_store_that_never_gives_back_what_it_took_ends_the_build(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    source = made(workspace, paint("sheet"))
    read = store.checked

    def unreadable(artifact: Artifact) -> Path:
        if artifact.pk == source.pk:
            raise store.Missing(artifact)
        return read(artifact)

    monkeypatch.setattr(store, "checked", unreadable)
    toys.forget_runs()
    as_leaf = settle(workspace, chosen(source, "title"))
    as_recipe = settle(workspace, recipe(over, params=Over(words="other"), source=paint("sheet")))
    assert (as_leaf.status, as_recipe.status) == (Build.State.FAILED, Build.State.FAILED)
    for one in Node.objects.filter(operation="toy.over@1"):
        assert (error_of(one)["code"], error_of(one)["blame"]) == ("STORE_UNREADABLE", "wait")
    monkeypatch.setattr(store, "checked", read)
    again = builds.request(workspace, Recipe.load(as_leaf.recipe), channel="test", label="It")
    assert ended(again).status == Build.State.DONE


def test_two_that_read_the_same_lost_bytes_share_the_work(workspace: Workspace) -> None:
    source = made(workspace, paint("sheet"))
    lose(source)
    toys.forget_runs()
    both = [builds.request(workspace, chosen(source, words), channel="test", label=words) for words in ("one", "two")]
    held = worker.claim(["cpu"], "slow")  # has begun when the other notices
    assert held is not None
    assert ended(both[1]).status == Build.State.DONE
    worker.stop(held)
    assert ended(both[0]).status == Build.State.DONE
    assert sorted(toys.runs()) == ["over one", "over two", "sheet"]


def test_a_reader_that_is_too_early_waits_and_does_not_use_up_its_attempts(workspace: Workspace) -> None:
    sheet = paint("sheet")
    wanted = recipe(over, params=Over(words="title"), source=sheet)
    source = made(workspace, sheet)
    build = builds.request(workspace, wanted, channel="test", label="It")
    remaking.lost(source)
    Node.objects.filter(key=sheet.key).update(status=Status.QUEUED, queue="elsewhere", evicted=True)
    for _ in range(5):
        worker.run_one(["cpu"], "eager")
        builds.advance(build.pk)
    build.refresh_from_db()
    assert build.status == Build.State.ACTIVE
    assert Node.objects.get(key=wanted.key).status == Status.CANCELLED
    Node.objects.filter(key=sheet.key).update(queue="cpu")
    assert ended(build).status == Build.State.DONE


@example(seed=473, faults=[0, 2, 3])  # three in a row hit the same reader
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), faults=st.lists(st.integers(0, 7), min_size=1, max_size=6))
def test_whatever_is_lost_whenever_a_build_ends(workspace: Workspace, seed: int, faults: list[int]) -> None:
    """Bytes vanish between any two steps: every build ends, and one that is done can be read.

    Only a reader that lost what it reads as often as anything is tried gives up, and says that the store is not to be trusted.
    """
    chosen_at = random.Random(seed)
    space = Workspace.objects.create(name=f"faults {seed}")
    tree = [paint(f"leaf {seed}")]
    for level in range(3):
        below = tree[-1]
        source = made(space, below)
        other = chosen_at.choice([None, *tree])
        inputs = {"source": chosen_at.choice([below, Digest(source.digest, "data")]), **({"other": other} if other else {})}
        tree.append(recipe(over, params=Over(words=f"{level} {seed}"), **inputs))
    build = builds.request(space, tree[-1], channel="test", label="It")
    losses = 0
    for step in range(MOST):
        if step in faults:
            there = [one for one in Artifact.objects.filter(workspace=space).order_by("pk") if store.sound(one)]
            if there:
                lose(chosen_at.choice(there))
                losses += 1
        if step == 0:
            build = builds.request(space, tree[-1], channel="test", label="It")
        worker.run_one(["interactive", "gpu", "cpu"], "one")
        builds.advance(build.pk)
        build.refresh_from_db()
        if build.status != Build.State.ACTIVE:
            break
    if build.status == Build.State.FAILED:
        assert losses >= studio.ATTEMPTS
        failed = Node.objects.filter(workspace=space, status=Status.FAILED)
        assert {(error_of(one)["code"], one.attempts) for one in failed} == {("STORE_UNREADABLE", studio.ATTEMPTS)}
        return
    assert build.status == Build.State.DONE, "everything here can be made again"
