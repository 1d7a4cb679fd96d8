"""Hosted models against a real server: each order is sent once, whatever breaks; what comes is looked at; limits are kept."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from generation import builds, checkpoints, frames, ledger, store, worker
from generation.hosted import running
from generation.models import Build, Node, Order, Status
from generation.operation import Cancelled, recipe, registry
from studio.errors import Conflict
from studio.models import Workspace
from tests.generation.hosting import clip, make, problem, provider, workspace
from tests.generation.provider import Provider, picture

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["provider", "workspace"]  # fixtures


@pytest.mark.parametrize("style", ["openai", "queue", "predictions"])
def test_a_clip_is_ordered_once_conformed_and_written_down(workspace: Workspace, provider: Provider, style: str) -> None:
    wanted = clip(style, frames=24, rate="24/1")
    assert make(workspace, wanted).status == Build.State.DONE
    made = store.local(builds.outputs_of(workspace, wanted.key)["out"])
    facts = frames.facts(made)
    assert (facts.width, facts.height, facts.rate, facts.frames) == (64, 48, Fraction(24), 24)
    means = [float(one.to_ndarray(format="gray").mean()) for one in frames.whole(made)]
    assert means[-1] - means[0] > 60  # it grows brighter from beginning to end, at three times the rate
    assert all(after >= before - 1 for before, after in itertools.pairwise(means))
    order = Order.objects.get()
    assert (order.state, order.amount, order.currency) == (Order.State.DELIVERED, Decimal("0.05"), "USD")  # 9 frames: one of 8/s
    assert (order.channel, order.provider, order.reference) == ("project.test", "127.0.0.1", "order-0")
    assert len(provider.orders) == 1
    assert not list((store.settings.HOME / "hosted").glob("*")) if (store.settings.HOME / "hosted").is_dir() else True
    make(workspace, wanted)
    assert len(provider.orders) == 1


def test_each_style_is_asked_as_its_providers_want_it(workspace: Workspace, provider: Provider) -> None:
    for style in ("openai", "queue", "predictions"):
        make(workspace, clip(style, negative="rain", seed=7))
    openai, queue, predictions = provider.orders
    assert openai == {"prompt": "a boat", "size": "64x48", "model": "owner/great", "seconds": 1}
    inner = {"prompt": "a boat", "negative_prompt": "rain", "seed": 7, "num_frames": 9}
    assert queue == {**inner, "image_size": {"width": 64, "height": 48}}
    assert predictions == {"input": {**inner, "width": 64, "height": 48}}
    posted = [one for one in provider.asked if one.startswith("POST")]
    assert posted == ["POST /videos", "POST /owner/great", "POST /models/owner/great/predictions"]


def test_a_first_picture_goes_along_at_the_size_that_is_asked_for(
    workspace: Workspace, provider: Provider, tmp_path: Path
) -> None:
    path = tmp_path / "first.png"
    path.write_bytes(picture(640, 200))
    brought = store.put(workspace.id, path, "image", brought=True)
    op = registry.get("video.generate")
    from generation.recipe import Digest

    for style in ("queue", "openai"):
        wanted = recipe(
            op, params=clip(style).params and op.validate(dict(clip(style).params)), first=Digest(brought.digest, "image")
        )
        assert make(workspace, wanted).status == Build.State.DONE, problem(workspace, wanted)
    assert provider.orders[0]["image_url"].startswith("data:image/png;base64,")
    assert b'name="input_reference"; filename="input_reference-0.png"' in provider.orders[1]["form"]


def test_a_picture_comes_with_the_answer(workspace: Workspace, provider: Provider) -> None:
    op = registry.get("image.generate")
    wanted = recipe(op, params=op.validate({"prompt": "a boat", "width": 60, "height": 40, "checkpoint": "their-openai-image@1"}))
    assert make(workspace, wanted).status == Build.State.DONE
    with PIL.Image.open(store.local(builds.outputs_of(workspace, wanted.key)["out"])) as made:
        assert made.size == (60, 40)
        assert np.asarray(made).std() > 10
    assert Order.objects.get().amount == Decimal("0.05")


def test_a_crash_while_it_is_made_goes_on_with_the_same_order(
    workspace: Workspace, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.polls = 3
    wanted, kept = clip(), running._wait

    def die(*_: Any) -> None:
        raise SystemError("the worker is gone")

    monkeypatch.setattr(running, "_wait", die)
    make(workspace, wanted)
    assert problem(workspace, wanted)["class"] == "Defect"
    assert Order.objects.get().state == Order.State.ACCEPTED
    monkeypatch.setattr(running, "_wait", kept)
    assert make(workspace, wanted).status == Build.State.DONE
    assert len(provider.orders) == 1
    assert Order.objects.get().state == Order.State.DELIVERED


def test_a_crash_after_the_result_came_uses_what_lies_there(
    workspace: Workspace, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.drivers import hosted

    kept, wanted = hosted.Frames, clip()

    def die(*_: Any) -> None:
        raise SystemError("the worker is gone")

    monkeypatch.setattr(hosted, "Frames", die)
    make(workspace, wanted)
    monkeypatch.setattr(hosted, "Frames", kept)
    assert make(workspace, wanted).status == Build.State.DONE
    assert (len(provider.orders), provider.fetched) == (1, 1)


def test_no_answer_is_never_sent_twice_unless_a_person_settles_it(workspace: Workspace, provider: Provider) -> None:
    provider.ills, wanted = ["silence"], clip()
    make(workspace, wanted)
    said = problem(workspace, wanted)
    assert (said["code"], said["blame"]) == ("HOSTED_UNSURE", "you")
    make(workspace, wanted)
    assert problem(workspace, wanted)["code"] == "HOSTED_UNSURE"
    assert len(provider.orders) == 1
    order = Order.objects.get()
    assert ledger.spent(workspace.id, "project.test", "USD") == order.amount
    node = Node.objects.get(key=order.key)
    Node.objects.filter(pk=node.pk).update(status=Status.RUNNING)  # it may yet be answered: nobody can say so beforehand
    with pytest.raises(Conflict):
        ledger.release(order, paid=False)
    Node.objects.filter(pk=node.pk).update(status=node.status)
    ledger.release(order, paid=False)
    assert ledger.spent(workspace.id, "project.test", "USD") == 0
    with pytest.raises(Conflict):
        ledger.release(order, paid=True)
    assert make(workspace, wanted).status == Build.State.DONE
    assert len(provider.orders) == 2


def test_a_provider_that_knows_orders_by_their_key_is_asked_again(workspace: Workspace, provider: Provider) -> None:
    provider.ills = ["silence"]
    assert make(workspace, clip("predictions")).status == Build.State.DONE
    assert len(provider.orders) == 1
    assert len(set(provider.keys)) == 1


def test_haste_is_waited_for(workspace: Workspace, provider: Provider) -> None:
    provider.ills = ["rate", "", "away"]
    assert make(workspace, clip()).status == Build.State.DONE
    assert len(provider.orders) == 1


@pytest.mark.parametrize(
    ("ills", "code", "blame", "state"),
    [
        (["long rate"] * 3, "HOSTED_BUSY", "wait", "refused"),
        (["policy"], "HOSTED_REFUSED", "you", "refused"),
        (["credit"], "HOSTED_CREDIT", "you", "refused"),
        (["invalid"], "HOSTED_INVALID", "you", "refused"),
        (["", "failed"], "HOSTED_FAILED", "you", "failed"),
        (["", "unsafe"], "HOSTED_REFUSED", "you", "refused"),
        (["html"], "HOSTED_RUBBISH", "you", "lost"),
        (["", "", "", "", "page"], "HOSTED_RUBBISH", "you", "lost"),
    ],
)
def test_what_goes_wrong_says_whose_move_it_is(
    workspace: Workspace, provider: Provider, ills: list[str], code: str, blame: str, state: str
) -> None:
    provider.ills, wanted = list(ills), clip("predictions")
    make(workspace, wanted)
    said = problem(workspace, wanted)
    assert (said["code"], said["blame"]) == (code, blame)
    assert {one.state for one in Order.objects.all()} == {state}
    owed = ledger.spent(workspace.id, "", "USD")
    assert (owed > 0) == (state == "lost")
    assert make(workspace, clip("predictions", seed=9)).status == Build.State.DONE  # other shots go on


def test_a_result_that_is_cut_is_fetched_again_and_not_ordered_again(workspace: Workspace, provider: Provider) -> None:
    provider.polls, provider.ills = 0, ["", "", "cut"]
    assert make(workspace, clip("predictions")).status == Build.State.DONE
    assert (len(provider.orders), provider.fetched) == (1, 2)


def test_a_result_elsewhere_is_fetched_only_from_public_places(workspace: Workspace, provider: Provider) -> None:
    inner = Provider(provider.result)
    try:
        provider.elsewhere = f"{inner.base}/result/x.mp4"
        wanted = clip()
        make(workspace, wanted)
        assert problem(workspace, wanted)["code"] == "HOSTED_ADDRESS"
        assert inner.fetched == 0
    finally:
        inner.stop()


def test_a_provider_that_is_away_costs_nothing(workspace: Workspace, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_TRIES", 1)
    provider.stop()
    wanted = clip()
    make(workspace, wanted)
    said = problem(workspace, wanted)
    assert (said["code"], said["blame"]) == ("HOSTED_DOWN", "wait")
    assert ledger.spent(workspace.id, "", "USD") == 0


def test_a_missing_key_is_said_and_nothing_is_written_down(
    workspace: Workspace, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checkpoints.installed("their-queue-video@1")
    monkeypatch.delenv("THEIR_KEY")
    assert not checkpoints.installed("their-queue-video@1")
    wanted = clip()
    make(workspace, wanted)
    assert problem(workspace, wanted)["code"] == "HOSTED_KEY_MISSING"
    assert not Order.objects.exists()
    monkeypatch.setenv("THEIR_KEY", "secret-word")
    assert make(workspace, wanted).status == Build.State.DONE  # asked again, it is tried again


def test_what_is_too_long_or_not_taken_is_said_before_anything_is_sent(workspace: Workspace, provider: Provider) -> None:
    wanted = clip(frames=42)
    make(workspace, wanted)
    assert problem(workspace, wanted)["code"] == "FRAMES_TOO_MANY"
    assert not provider.orders


def test_stopping_stops_the_provider_and_the_order_is_not_owed(
    workspace: Workspace, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.polls = 10_000
    kept = running._wait

    def wait_and_stop(run: Any, length: float, note: str) -> None:
        kept(run, length, note)
        raise Cancelled

    monkeypatch.setattr(running, "_wait", wait_and_stop)
    builds.request(workspace, clip(), channel="project.test", label="12A-1")
    worker.run_one(["gpu", "cpu"], "test")
    assert provider.cancelled == ["order-0"]
    assert Order.objects.get().state == Order.State.CANCELLED
    assert ledger.spent(workspace.id, "", "USD") == 0
