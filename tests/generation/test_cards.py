"""Several cards: which worker process has which, what needs none waits for none, and what becomes of work when a card fails."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from generation import builds, cards, checkpoints, pool, tasks, worker
from generation.catalogue import Entry, File, write_own
from generation.models import Build, Node, Status
from generation.operation import BadInput, Queue, recipe
from generation.operations.image import GenerateImage
from generation.operations.image import generate as draw
from generation.recipe import Recipe
from generation.residency import residency
from studio.models import Workspace
from tests.generation.installed import install

QUEUES = ["interactive", "gpu", "cpu"]


@pytest.fixture
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("FILMWRIGHT_CARDS", "CUDA_VISIBLE_DEVICES", "FILMWRIGHT_DEVICE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
def health(monkeypatch: pytest.MonkeyPatch) -> cards.Health:
    own = cards.Health()
    monkeypatch.setattr(cards, "health", own)
    return own


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"FILMWRIGHT_CARDS": "0,1"}, ("0", "1")),
        ({"FILMWRIGHT_CARDS": "0, 2 ,", "CUDA_VISIBLE_DEVICES": "5"}, ("0", "2")),
        ({"FILMWRIGHT_CARDS": "none"}, ()),
        ({"FILMWRIGHT_CARDS": ""}, ()),
        ({"CUDA_VISIBLE_DEVICES": "GPU-8932f937,GPU-1234"}, ("GPU-8932f937", "GPU-1234")),
        ({"CUDA_VISIBLE_DEVICES": "-1"}, ()),
        ({"FILMWRIGHT_CARDS": "0,1", "FILMWRIGHT_DEVICE": "cpu"}, ()),
    ],
)
def test_cards_are_those_that_are_named(nothing_said: pytest.MonkeyPatch, said: dict[str, str], found: tuple[str, ...]) -> None:
    for name, value in said.items():
        nothing_said.setenv(name, value)
    assert cards.cards() == found


def test_cards_that_nobody_names_are_asked_of_the_driver(nothing_said: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = tmp_path / "nvidia-smi"
    asked.write_text("#!/bin/sh\necho GPU-aaa\necho GPU-bbb\n")
    asked.chmod(0o755)
    nothing_said.setenv("PATH", str(tmp_path))
    assert cards.cards() == ("GPU-aaa", "GPU-bbb")
    asked.write_text("#!/bin/sh\necho no devices were found\nexit 6\n")
    assert cards.cards() == ()


def test_each_card_has_one_worker_and_the_processor_has_its_own(nothing_said: pytest.MonkeyPatch) -> None:
    nothing_said.setenv("FILMWRIGHT_CARDS", "0,GPU-7")
    first, second, others = cards.posts(3)
    assert [(one.queues, one.count, one.environment["CUDA_VISIBLE_DEVICES"]) for one in (first, second)] == [
        (("gpu",), 1, "0"), (("gpu",), 1, "GPU-7"),
    ]  # fmt: skip
    assert first.environment["FILMWRIGHT_DEVICE"] == "cuda"  # rather fails than uses the processor
    assert (others.queues, others.count, others.environment["CUDA_VISIBLE_DEVICES"]) == (("interactive", "cpu"), 3, "")
    nothing_said.setenv("FILMWRIGHT_CARDS", "1,1")
    with pytest.raises(BadInput, match="named twice"):
        cards.posts(3)
    nothing_said.setenv("FILMWRIGHT_CARDS", "none")
    assert cards.posts(3) == [cards.Post("worker", cards.QUEUES, 3)]


def test_what_needs_no_card_waits_for_none() -> None:
    great = next(one for one in checkpoints.shipped().values() if one.gpu)
    assert cards.queue_of(Queue.GPU, great) == Queue.GPU
    assert cards.queue_of(Queue.GPU, checkpoints.entry("previs@1")) == Queue.CPU
    assert cards.queue_of(Queue.GPU, None) == Queue.CPU
    assert cards.queue_of(Queue.INTERACTIVE, great) == Queue.INTERACTIVE


def picture(checkpoint: str, seed: int = 0) -> Recipe:
    return recipe(draw, params=GenerateImage(prompt="a boat at sea", width=64, height=48, seed=seed, checkpoint=checkpoint))


def staged(place: Path) -> None:
    """The animatic under another id, as if it needed a card: it draws without one, so that only the assignment is tried."""
    (place / "staged@1").mkdir(parents=True)
    note = place / "staged@1" / "note.txt"
    note.write_text("nothing is read from here")
    files = (File("note.txt", hashlib.sha256(note.read_bytes()).hexdigest(), note.stat().st_size, ()),)
    driver = checkpoints.entry("previs@1").driver
    one = Entry("staged@1", "image-generator", "Staged", driver, "MIT", True, "these tests", False, 1, files, gpu=12)
    write_own(place, {one.id: one})


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_real_workers_each_make_what_is_theirs(own_checkpoints: Path, nothing_said: pytest.MonkeyPatch) -> None:
    """Real processes, each with a card of its own by name; there need be none behind the names."""
    staged(own_checkpoints)
    nothing_said.setenv("FILMWRIGHT_CARDS", "7,9")
    workspace = Workspace.objects.create(name="cards")
    heavy = [builds.Wish(picture("staged@1", seed), f"heavy {seed}") for seed in range(8)]
    light = [builds.Wish(picture("previs@1", seed), f"light {seed}") for seed in range(2)]
    asked = builds.request_many(workspace, [*heavy, *light], channel="test")
    with pool.workers(1):
        for one in asked:
            pool.wait(one)
    on = {node.params["checkpoint"]: set() for node in Node.objects.all()}
    for node in Node.objects.all():
        on[node.params["checkpoint"]].add(node.made_on["cuda"])
    assert on["staged@1"] <= {"7", "9"}
    assert on["previs@1"] == {""}
    assert len({node.worker for node in Node.objects.filter(params__checkpoint="staged@1")}) == len(on["staged@1"])


@pytest.fixture
def failing(tinies: dict[str, Path], own_checkpoints: Path) -> Iterator[str]:
    """A tiny model that wants a card, loaded in this process, whose network raises what torch raises when a card fails."""
    install(own_checkpoints, {"tiny-flux@1": tinies["flux"]}, gpu=12)

    def lost(*_: Any) -> None:
        raise torch.AcceleratorError("CUDA error: uncorrectable ECC error encountered")

    with residency.open("tiny-flux@1") as driver:
        driver._pipe.transformer.register_forward_pre_hook(lost)
    yield "tiny-flux@1"
    residency.forget("tiny-flux@1")


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_card_that_fails_leaves_its_work_to_another_worker(
    failing: str, health: cards.Health, nothing_said: pytest.MonkeyPatch
) -> None:
    nothing_said.setenv("FILMWRIGHT_CARDS", "none")
    workspace = Workspace.objects.create(name="lost")
    build = builds.request(workspace, picture(failing), channel="test", label="the shot")
    other = builds.request(workspace, picture("previs@1"), channel="test", label="another")
    assert Node.objects.get(key=build.root).queue == "gpu"
    while worker.run_one(QUEUES, "this one"):
        builds.advance_dirty()
    node = Node.objects.get(key=build.root)
    assert (node.status, node.attempts) == (Status.QUEUED, 1)  # waits, and this process does not take it up again
    assert (node.error["code"], node.error["blame"]) == ("GPU_LOST", "wait")
    assert "another worker" in node.error["message"]
    assert health.able(QUEUES) == ["interactive", "cpu"]
    other.refresh_from_db()
    assert other.status == Build.State.DONE  # other shots go on, in this very process
    with pool.workers(1):
        pool.wait(build)
    node.refresh_from_db()
    assert (node.status, node.error, node.attempts) == (Status.DONE, None, 2)
    assert node.worker != "this one"


@pytest.mark.django_db(transaction=True)
def test_no_tickets_are_sent_round_for_what_an_ill_worker_cannot_make(
    health: cards.Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.objects.create(name="tickets")
    Node.objects.create(workspace=workspace, key="k", operation="image.generate@1", queue="gpu", checkpoint="great@1")
    sent: list[dict[str, int]] = []
    monkeypatch.setattr(tasks, "send_tickets", lambda queues: sent.append(dict(queues)))
    monkeypatch.setattr(tasks, "served", lambda queue: QUEUES)
    monkeypatch.setattr(worker, "work", lambda *_, **__: 0)
    tasks.work("cpu")
    health.lost("great@1")
    tasks.work("cpu")
    assert sent == [{"gpu": 1}, {}]


def test_a_process_is_started_anew_once_its_card_answers_again(monkeypatch: pytest.MonkeyPatch) -> None:
    health = cards.Health(probe=[sys.executable, "-c", "raise SystemExit(1)"])
    assert health.well
    assert not health.reborn()
    health.lost("great@1")
    assert not health.reborn()  # not at once
    monkeypatch.setattr(cards, "_AGAIN", 0.0)
    assert not health.reborn()
    health.probe = [sys.executable, "-c", "pass"]
    assert health.reborn()
    health.probe = ["/nowhere/at/all"]
    assert not health.reborn()


def test_the_probe_is_right_about_this_machine() -> None:
    monkey = cards.Health()
    monkey.lost("x")
    monkey._looked = time.monotonic() - 100
    assert monkey.reborn() == torch.cuda.is_available()
