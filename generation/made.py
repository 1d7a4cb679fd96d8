"""Where recipes stand, as the API tells it: of any layer, by key, in two queries."""

from __future__ import annotations

from collections.abc import Iterable

from generation import builds, store
from generation.models import Artifact
from generation.recipe import Pick, Recipe
from generation.schemas import MadeOut
from studio.models import Workspace

Source = Recipe | Pick


def made_out(workspace: Workspace, sources: Iterable[Source]) -> dict[str, MadeOut]:
    """Where these recipes stand, by `name` (a key; an output of several as `key/output`), in two queries."""
    named = {name(one): one for one in sources}
    keys = {(one.recipe if isinstance(one, Pick) else one).key for one in named.values()}
    status = builds.status_of(workspace, keys)
    digests = {digest for one in status.values() if one.status == "done" for digest in (one.outputs or {}).values()}
    artifacts = {one.digest: one for one in Artifact.objects.filter(workspace=workspace, digest__in=digests)}
    found = {}
    for called, source in named.items():
        key, output = (source.recipe.key, source.output) if isinstance(source, Pick) else (source.key, "out")
        state = status[key]
        artifact = artifacts.get((state.outputs or {}).get(output, ""))
        found[called] = MadeOut.model_construct(  # of a thousand shots: what comes from here needs no checking
            key=key,
            status=state.status,
            progress=state.progress,
            url=store.url(artifact) if artifact and state.status == "done" else None,
            facts=artifact.facts if artifact else {},
        )
    return found


def name(source: Source) -> str:
    """What `made_out` calls a source."""
    return f"{source.recipe.key}/{source.output}" if isinstance(source, Pick) else source.key
