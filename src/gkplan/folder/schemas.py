"""JSON Schemas of the files, for editors, made from the keys that the dataclasses declare."""

import json
from typing import Any

from gkplan.domain.fields import WITHDRAWN, Key, Kind, keys_of
from gkplan.domain.model import CalendarYear, Extension, Plan, Record, Registry, Review, Withdrawal

FILES: dict[str, tuple[tuple[type, ...], bool, str]] = {
    "tasks": ((Plan,), False, "方案 tasks.yaml"),
    "units": ((Registry,), False, "单位名册 units.yaml"),
    "journal": ((Record, Withdrawal), True, "进展记录 progress/单位.yaml"),
    "reviews": ((Review, Extension), True, "核查与延期 reviews.yaml"),
    "calendar": ((CalendarYear,), True, "工作日历 calendar.yaml"),
}
"""The sorts of mapping in each kind of file, whether it is a list of them, and its title."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of file: a key of ``FILES``."""
    models, listed, title = FILES[name]
    first, *others = (_object(model) for model in models)
    shape: dict[str, Any] = first
    for model, other in zip(models[1:], others, strict=True):
        shape = {"if": _deciding(model), "then": other, "else": shape}
    if listed:
        shape = {"type": ["array", "null"], "items": shape}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **shape}


def schema_texts() -> dict[str, str]:
    """Every schema as the text of its file, by file name."""
    return {
        f"{name}.schema.json": json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"
        for name in FILES
    }


def _deciding(model: type) -> dict[str, Any]:
    """What makes an entry one of the second sort of its file: a withdrawal, an extension."""
    if model is Withdrawal:
        return {"properties": {"status": dict(WITHDRAWN.schema)}, "required": ["status"]}
    return {"required": ["to"]}


def _object(model: type) -> dict[str, Any]:
    keys = keys_of(model)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, spec in keys.items() if spec.required],
        "properties": {name: _property(spec) for name, spec in keys.items()},
    }


def _property(spec: Key) -> dict[str, Any]:
    """The schema of one key's value; a key that may be absent may also be left empty."""
    empty = [] if spec.required else ["null"]
    if not isinstance(spec.kind, Kind):
        item = _object(spec.kind)
        shape = {"type": ["array", *empty], "items": item} if spec.many else item
        if empty and not spec.many:
            shape = {"anyOf": [item, {"type": "null"}]}
        return {"description": spec.doc, **shape}
    forms = spec.kind.schema.get("anyOf", [spec.kind.schema])
    if spec.many:
        forms = [*forms, {"type": "array", "items": dict(spec.kind.schema)}]
    forms = [*forms, *({"type": name} for name in empty)]
    return {"description": spec.doc, **({"anyOf": forms} if len(forms) > 1 else forms[0])}
