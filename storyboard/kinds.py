"""The storyboard's own kinds of record, registered in the order in which they point to one another."""

from __future__ import annotations

from collections.abc import Iterator

from generation.operation import BadInput, Operation
from generation.operation import registry as operations
from storyboard import direction_fields, effect_fields, fields, layer_fields, models
from storyboard.records import Kind, Values, register
from studio.errors import Refused

NO_EFFECTS = ("time.slow", "time.rate", "quality.upscale")  # of another length, rate or size than their clip


def _of_shot(values: Values) -> Iterator[tuple[str, str]]:
    """Who speaks in a shot, what stands behind its layers, and the adapters and ways that its model is given."""
    yield from (("character", line["character"]) for line in values.get("dialogue", ()) if line.get("character"))
    behind = values.get("backdrop") or {}
    yield from ((kind, behind[kind]) for kind in ("location", "shot") if behind.get(kind))
    direction = values.get("direction") or {}
    yield from (("adapter", one["adapter"]) for one in direction.get("adapters", ()))
    yield from (("layer", one["layer"]) for one in direction.get("tracks", ()) if one.get("layer"))


def _of_layer(values: Values) -> Iterator[tuple[str, str]]:
    """The layer that a thing replaces, and the one that is borrowed."""
    replaced, lent = (values.get("thing") or {}).get("instead"), (values.get("borrowed") or {}).get("layer")
    return (("layer", one) for one in (replaced, lent) if one)


def _pictures(values: Values) -> Iterator[tuple[str, str, str]]:
    """The footage, the pictures and the film that a shot is made from."""
    if footage := values.get("footage"):
        yield "footage", footage["artifact"], "movie"
    for name in ("first", "last"):
        if digest := values.get(name):
            yield name, digest, "image"
    if digest := (values.get("backdrop") or {}).get("picture"):
        yield "backdrop", digest, "image"
    direction = values.get("direction") or {}
    if guide := direction.get("guide"):
        yield "guide", guide["artifact"], "movie"
    if digest := (direction.get("over") or {}).get("artifact"):
        yield "over", digest, "movie"
    yield from (("held", one["picture"], "image") for one in direction.get("held", ()))
    yield from (("props", digest, "image") for digest in direction.get("props", ()))


def _on_layer(values: Values) -> Iterator[tuple[str, str, str]]:
    """The picture that is put into a shot, and the matte that somebody brought."""
    if digest := (values.get("thing") or {}).get("picture"):
        yield "thing", digest, "image"
    if digest := values.get("matte"):
        yield "matte", digest, "matte"


def _of_look(values: Values) -> Iterator[tuple[str, str, str]]:
    """The pictures and tables that a look's effects are given."""
    for one in values.get("effects", ()):
        yield from _on_effect(one)


def _look(values: Values) -> None:
    """A look holds files alone: shots and layers are those of one film."""
    for one in values["effects"]:
        if any(not given.get("artifact") for given in one.get("inputs", {}).values()):
            raise Refused("A look keeps pictures and tables, no shots or layers of a film. Nothing was changed.", "EDIT_INVALID")
        _effect(one)


def _of_effect(values: Values) -> Iterator[tuple[str, str]]:
    """The shots and layers that an effect is given."""
    for one in values.get("inputs", {}).values():
        yield from ((kind, one[kind]) for kind in ("shot", "layer") if one.get(kind))
        if followed := (one.get("follow") or {}).get("layer"):
            yield "layer", followed


def _on_effect(values: Values) -> Iterator[tuple[str, str, str]]:
    """The pictures and tables that an effect is given."""
    for port, one in values.get("inputs", {}).items():
        if digest := one.get("artifact"):
            yield port, digest, effect_fields.MEDIA.get(port, "image")


def _shown(values: Values) -> Iterator[tuple[str, str, str]]:
    """The pictures that show somebody, a place or a style."""
    return (("pictures", digest, "image") for digest in values.get("pictures", ()))


def _of_adapter(values: Values) -> Iterator[tuple[str, str, str]]:
    """An adapter's weights, and the pictures that it is trained from."""
    if digest := values.get("artifact"):
        yield "artifact", digest, "adapter"
    yield from (("training", digest, "image") for digest in (values.get("training") or {}).get("pictures", ()))


def works_on_pictures(operation: Operation) -> bool:
    """Whether an operation can stand in a stack of effects: moving pictures go in by its first port and come out.

    What a model makes of a take is another take, and no effect; so is what is longer, slower or larger than the clip. What it is
    guided by and what is shown small is neither.
    """
    if operation.name.partition(".")[0] in ("video", "guide", "preview") or operation.name in NO_EFFECTS:
        return False
    ports, outputs = operation.ports, list(operation.outputs.values())
    first = ports[0].kind.kind if ports else ""
    rest_optional = all(port.optional for port in ports[1:])
    return first == "video" and not ports[0].many and rest_optional and [one.kind for one in outputs] == ["video"]


def _layer(values: Values) -> None:
    kind = values["kind"]
    if kind != "cut" and not values[kind]:
        said = "says what is put in (`thing`)" if kind == "thing" else "says whose layer it is (`borrowed`)"
        raise Refused(f"A layer of the kind {kind} {said}. Nothing was changed.", "EDIT_INVALID")


def _effect(values: Values) -> None:
    try:
        operation = operations.get(values["operation"])
        if not works_on_pictures(operation):
            raise Refused(f"{operation.name} is not an effect: it does not turn one moving picture into another.", "EDIT_INVALID")
        operation.validate(values.get("params", {}))
    except BadInput as problem:
        raise Refused(str(problem), "EDIT_INVALID") from problem
    ports = {port.name for port in operation.ports[1:]} | {"matte"}  # a region is for every effect
    for port, one in values.get("inputs", {}).items():
        source = effect_fields.GivenField.model_validate(one).source
        if port not in ports:
            raise Refused(f"{operation.name} has no input {port!r}. Nothing was changed.", "EDIT_INVALID")
        if port not in effect_fields.PORTS[source]:
            raise Refused(f"{operation.name}: {port} cannot be given a {source}. Nothing was changed.", "EDIT_INVALID")


PROJECT = register(Kind("project", models.Project, fields.ProjectFields, creatable=False))
STYLE = register(Kind("style", models.Style, fields.StyleFields, brought=_shown))
CHARACTER = register(Kind("character", models.Character, fields.CharacterFields, required=frozenset({"name"}), brought=_shown))
LOCATION = register(Kind("location", models.Location, fields.LocationFields, brought=_shown))
ADAPTER = register(Kind("adapter", models.Adapter, direction_fields.AdapterFields, brought=_of_adapter))
SCENE = register(Kind("scene", models.Scene, fields.SceneFields))
SHOT = register(
    Kind(
        "shot",
        models.Shot,
        fields.ShotFields,
        required=frozenset({"scene"}),
        system=frozenset({"voices"}),
        links=_of_shot,
        brought=_pictures,
    )
)
CASTING = register(Kind("casting", models.Casting, fields.CastingFields, required=frozenset({"shot", "character"})))
TAKE = register(
    Kind(
        "take",
        models.Take,
        fields.TakeFields,
        required=frozenset({"shot", "number", "key"}),
        system=frozenset({"shot", "number", "key", "seed", "quality", "derived"}),
        creatable=False,
    )
)
LAYER = register(
    Kind(
        "layer",
        models.Layer,
        layer_fields.LayerFields,
        required=frozenset({"shot"}),
        links=_of_layer,
        check=_layer,
        brought=_on_layer,
    )
)
EFFECT = register(
    Kind(
        "effect",
        models.Effect,
        effect_fields.EffectFields,
        required=frozenset({"shot", "operation"}),
        links=_of_effect,
        check=_effect,
        brought=_on_effect,
    )
)
LOOK = register(Kind("look", models.Look, effect_fields.LookFields, check=_look, brought=_of_look))
