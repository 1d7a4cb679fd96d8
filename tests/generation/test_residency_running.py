"""How a pipeline is run: quicker without another picture, cached only in drafts, shown while made, stopped while decoding."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
import torch

from generation.drivers import Watched
from generation.drivers.diffusing import attending, caching, compiling, latents, placing
from generation.drivers.diffusion import Diffusion, load
from generation.operation import BadInput, Cancelled, Lost
from tests.generation import tinies as shared


def counted(block: Any) -> Callable[[], int]:
    """How often a block was really computed: the first of its layers is asked."""
    count = 0

    def passed(_module: Any, _given: Any, _made: Any) -> None:
        nonlocal count
        count += 1

    next(one for one in block.modules() if isinstance(one, torch.nn.Linear)).register_forward_hook(passed)
    return lambda: count


def still(driver: Diffusion) -> None:
    """A network that hardly changes its mind from step to step, as a trained one does: what it is told of time is quiet."""
    for name, one in driver._pipe.transformer.named_parameters():
        if "time" in name or name.startswith("proj_out"):
            one.data.mul_(1e-3)


@pytest.mark.parametrize("name", ["wan", "flux", "hunyuan"])
def test_a_draft_leaves_out_what_hardly_changes_and_a_final_never_does(tinies: dict[str, Path], name: str) -> None:
    driver, steps = load(tinies[name]), 12
    network = driver._pipe.transformer
    still(driver)
    assert type(network).__name__ in caching.NEAR
    blocks = [
        block for part in ("blocks", "transformer_blocks", "single_transformer_blocks") for block in getattr(network, part, ())
    ]
    computed = counted(blocks[-1])

    def made(quality: str) -> Any:
        if driver.family.moves:
            return shared.shot(driver, shared.clip(quality=quality, steps=steps))
        return driver.image(shared.picture(quality=quality, steps=steps), shared.quiet)

    draft = made("draft")
    in_draft = computed()
    again = made("draft")
    assert np.array_equal(draft, again)  # the same key is the same picture, whatever ran before
    before = computed()
    made("final")
    in_final = computed() - before
    assert in_draft < in_final
    assert in_final % steps == 0  # every step, for each pass of guidance
    assert not network.is_cache_enabled


def test_a_cancelled_draft_leaves_no_cache_behind(tinies: dict[str, Path]) -> None:
    driver = load(tinies["wan"])

    def stop(share: float, note: str) -> None:
        if note.startswith("5/"):
            raise Cancelled

    request = shared.clip(quality="draft", steps=12)
    with pytest.raises(Cancelled):
        list(driver.video(request, stop))
    assert not driver._pipe.transformer.is_cache_enabled
    fresh = shared.shot(load(tinies["wan"]), request)
    assert np.array_equal(fresh, shared.shot(driver, request))


@pytest.mark.parametrize("wrong", ["FILMWRIGHT_COMPILE", "FILMWRIGHT_ATTENTION", "FILMWRIGHT_OFFLOAD"])
def test_settings_that_are_none_are_refused_with_what_they_can_be(
    tinies: dict[str, Path], monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv(wrong, "nonsense")
    with pytest.raises(BadInput, match=f"{wrong} is 'nonsense'; it can be") as refused:
        load(tinies["flux"]).image(shared.picture(steps=1), shared.quiet)
    assert refused.value.code == "SETTING_INVALID"


def test_attention_that_is_not_there_or_wrong_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    small = (1, 64, 2, 16)
    assert attending.tried("native", "cpu", False, small) is not None
    assert attending.tried("_native_math", "cpu", True, small) is not None
    for kind in ("flash", "_flash_3", "sage", "_native_cudnn"):
        assert attending.tried(kind, "cpu", False, small) is None


def test_attention_is_the_runs_own_and_is_left_as_it_was(tinies: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from diffusers.models.attention_dispatch import _AttentionBackendRegistry as registry

    usual = registry.get_active_backend()[0]
    driver, seen = load(tinies["flux"]), list[str]()
    driver._pipe.transformer.register_forward_pre_hook(lambda *_: seen.append(registry.get_active_backend()[0].value))
    plain = driver.image(shared.picture(steps=1), shared.quiet)
    monkeypatch.setenv("FILMWRIGHT_ATTENTION", "_native_math")
    assert shared.differ(plain, driver.image(shared.picture(steps=1), shared.quiet)) < 0.1
    assert seen == [usual.value, "_native_math"]
    assert registry.get_active_backend()[0] == usual
    monkeypatch.setenv("FILMWRIGHT_ATTENTION", "flash")
    with pytest.raises(BadInput, match="not there"):
        driver.image(shared.picture(steps=1), shared.quiet)


def test_shapes_that_come_again_are_compiled_and_only_so_many(tinies: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    network = load(tinies["flux"])._pipe.transformer
    assert not compiling.wanted(network, (64, 64, 1), "cuda", "none")
    assert compiling.wanted(network, (64, 64, 1), "cuda", "none")
    for where, level in (("cpu", "none"), ("cuda", "group")):
        assert not compiling.wanted(network, (64, 64, 1), where, level)
    monkeypatch.setenv("FILMWRIGHT_COMPILE", "always")
    other = load(tinies["flux"])._pipe.transformer
    for side in range(compiling._WARM + 3):
        with compiling.compiled(other, (side, side, 1), "cpu", "none") as taken:
            assert taken == (side < compiling._WARM)
    assert len(compiling._warm[other]) == compiling._WARM
    assert compiling.wanted(other, (0, 0, 1), "cpu", "none")
    assert not compiling.wanted(other, (99, 99, 1), "cpu", "none")


def test_a_compiler_that_fails_costs_a_moment_and_no_picture(tinies: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    driver = load(tinies["flux"])
    request = shared.picture(steps=2)
    plain = driver.image(request, shared.quiet)
    monkeypatch.setenv("FILMWRIGHT_COMPILE", "always")

    def breaking(graph: Any, inputs: Any) -> Any:
        raise RuntimeError("no compiler on this machine")

    whole = torch.nn.Module.compile
    monkeypatch.setattr(torch.nn.Module, "compile", lambda self, **said: whole(self, backend=breaking, **said))
    assert np.array_equal(plain, driver.image(request, shared.quiet))
    assert driver._pipe.transformer in compiling._broken
    assert np.array_equal(plain, driver.image(request, shared.quiet))


def test_what_is_compiled_draws_the_same(tinies: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph is really taken and run; what turns it into machine code needs another compiler and is left out here."""
    driver, graphs = load(tinies["flux"]), list[Any]()
    request = shared.picture(steps=2)
    plain = driver.image(request, shared.quiet)
    monkeypatch.setenv("FILMWRIGHT_COMPILE", "always")
    whole = torch.nn.Module.compile

    def taken(graph: Any, inputs: Any) -> Any:
        graphs.append(graph)
        return graph.forward

    monkeypatch.setattr(torch.nn.Module, "compile", lambda self, **said: whole(self, backend=taken, **said))
    assert np.array_equal(plain, driver.image(request, shared.quiet))
    assert graphs
    shared_count = len(graphs)
    assert np.array_equal(plain, driver.image(dataclasses.replace(request, seed=5), shared.quiet))
    assert len(graphs) == shared_count  # warm
    monkeypatch.setenv("FILMWRIGHT_COMPILE", "never")
    assert np.array_equal(plain, driver.image(request, shared.quiet))


def test_layers_that_wait_in_main_memory_draw_the_same(tinies: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    request = shared.clip(steps=2)
    plain = shared.shot(load(tinies["wan"]), request)
    monkeypatch.setenv("FILMWRIGHT_OFFLOAD", "group")
    driver = load(tinies["wan"])
    assert np.array_equal(plain, shared.shot(driver, request))
    hooked = [one for one in driver._pipe.transformer.modules() if hasattr(one, "_diffusers_hook")]
    assert any(one._diffusers_hook.get_hook("group_offloading") for one in hooked)
    for part in placing.parts(driver._pipe).values():
        placing._strip(part)
    assert not any(one._diffusers_hook.get_hook("group_offloading") for one in hooked)
    driver._placing.level = "none"
    assert np.array_equal(plain, shared.shot(driver, request))


def test_a_wish_to_stop_is_heeded_while_a_clip_is_decoded(tinies: dict[str, Path]) -> None:
    driver, decoding, blocks = load(tinies["wan"]), False, 0
    request = shared.clip(steps=2)

    def told(share: float, note: str) -> None:
        nonlocal decoding, blocks
        blocks += decoding
        decoding = decoding or note == "2/2"
        if blocks == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(driver.video(request, Watched(told, lambda picture: None)))
    assert blocks == 3  # of many more
    assert np.array_equal(shared.shot(driver, request), shared.shot(load(tinies["wan"]), request))  # and nothing of it stays


@pytest.mark.parametrize("name", ["wan", "ltx", "cogvideox", "animatediff", "hunyuan", "sdxl", "flux", "qwen_image"])
def test_unfinished_pictures_are_shown_and_change_nothing(tinies: dict[str, Path], name: str) -> None:
    driver, seen = load(tinies[name]), list[PIL.Image.Image]()
    watched = Watched(shared.quiet, seen.append, every=0)
    if driver.family.moves:
        plain = shared.shot(load(tinies[name]), shared.clip(steps=3))
        made = np.stack(list(driver.video(shared.clip(steps=3), watched)))
    else:
        plain = load(tinies[name]).image(shared.picture(steps=3), shared.quiet)
        made = driver.image(shared.picture(steps=3), watched)
    assert np.array_equal(plain, made)
    assert len(seen) == 3
    assert seen[0].width == 320
    assert abs(seen[0].width / seen[0].height - shared.WIDE / shared.HIGH) < 0.05  # the film's picture, without the model's rim
    assert not np.array_equal(np.asarray(seen[0]), np.asarray(seen[-1]))


def test_colours_are_measured_at_the_vae_itself() -> None:
    """A VAE that has learned a little: latents of a picture that was not measured with look like it, in its colours."""
    from diffusers import AutoencoderKL

    torch.manual_seed(0)
    vae = AutoencoderKL(
        block_out_channels=[16, 16], down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2,
        latent_channels=4, norm_num_groups=4, scaling_factor=0.5, shift_factor=0.1,
    )  # fmt: skip
    learning = torch.optim.Adam(vae.parameters(), 3e-3)
    for _ in range(120):
        shown = torch.nn.functional.interpolate(torch.rand(8, 3, 4, 4) * 2 - 1, scale_factor=8)
        loss = (vae.decode(vae.encode(shown).latent_dist.mode()).sample - shown).square().mean()
        learning.zero_grad()
        loss.backward()
        learning.step()
    pipe = types.SimpleNamespace(vae=vae.eval())
    colours = latents.matrix(pipe)
    assert colours is not None
    assert latents.matrix(pipe) is colours  # once
    picture = torch.nn.functional.interpolate(torch.rand(1, 3, 5, 5) * 2 - 1, scale_factor=16)
    with torch.no_grad():
        coded = (vae.encode(picture).latent_dist.mode() - 0.1) * 0.5  # as a network has them
    made = latents.shown(coded, pipe, colours, latents.Grid(80, 80, 1, (0, 0, 80, 80)), 0.0)
    assert made is not None
    small = np.asarray(made.resize((5, 5), PIL.Image.Resampling.BOX), float)
    right = (picture[0, :, 8::16, 8::16].permute(1, 2, 0).numpy() + 1) * 127.5
    for channel in range(3):
        assert np.corrcoef(small[..., channel].ravel(), right[..., channel].ravel())[0, 1] > 0.7


def test_rows_of_tokens_become_planes_again(tinies: dict[str, Path]) -> None:
    flux, ltx = load(tinies["flux"])._pipe, load(tinies["ltx"])._pipe
    planes = torch.randn(1, 4, 6, 10, generator=torch.Generator().manual_seed(0))
    tokens = flux._pack_latents(planes, 1, 4, 6, 10)
    side = flux.vae_scale_factor
    found = latents._planes(tokens, flux, latents.Grid(10 * side, 6 * side, 1, (0, 0, 1, 1)))
    assert found is not None
    assert np.array_equal(found[0], planes[0].permute(1, 2, 0).numpy())
    clip = torch.randn(1, 8, 3, 4, 6, generator=torch.Generator().manual_seed(0))
    ratio = ltx.vae_spatial_compression_ratio
    grid = latents.Grid(6 * ratio, 4 * ratio, 2 * ltx.vae_temporal_compression_ratio + 1, (0, 0, 1, 1))
    found = latents._planes(ltx._pack_latents(clip, 1, 1), ltx, grid)
    assert found is not None
    assert np.array_equal(found, clip[0].permute(1, 2, 3, 0).numpy())


def test_what_is_shown_is_where_the_noise_leads_to() -> None:
    class Scheduler:
        sigmas = torch.tensor([1.0, 0.6, 0.2, 0.0])

    clean, noise = torch.full((1, 4, 2, 2), 0.3), torch.randn(1, 4, 2, 2)
    steps = [(1 - sigma) * clean + sigma * noise for sigma in Scheduler.sigmas]
    for at in range(3):
        assert torch.allclose(latents.clean(steps[at], steps[at + 1], Scheduler(), at), clean, atol=1e-5)
    assert latents.clean(None, steps[1], Scheduler(), 0) is steps[1]


def test_a_card_that_fails_is_said_and_memory_that_runs_out_is_another_matter(tinies: dict[str, Path]) -> None:
    driver = load(tinies["flux"])

    def failing(*_: Any) -> None:
        raise torch.AcceleratorError("CUDA error: an illegal memory access was encountered\nCompile with TORCH_USE_CUDA_DSA")

    driver._pipe.transformer.register_forward_pre_hook(failing)
    with pytest.raises(Lost, match="illegal memory access") as lost:
        driver.image(shared.picture(steps=1), shared.quiet)
    assert (lost.value.code, lost.value.blame) == ("GPU_LOST", "wait")
    assert placing.card_lost(RuntimeError("CUDA error: unspecified launch failure"))
    assert not placing.card_lost(torch.OutOfMemoryError("CUDA out of memory"))
    assert not placing.card_lost(torch.AcceleratorError("CUDA error: out of memory"))
    assert not placing.card_lost(ValueError("CUDA error:"))


def test_a_worker_with_a_card_never_does_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a card")
    monkeypatch.setenv("FILMWRIGHT_DEVICE", "cuda")
    with pytest.raises(Lost) as lost:
        placing.device()
    assert lost.value.code == "GPU_LOST"
