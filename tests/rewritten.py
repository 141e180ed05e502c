"""A ledger whose texts are replaced: what no file could hold, so that outputs meet it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from gkplan.domain.model import Ledger


def rewritten(ledger: Ledger, names: Mapping[str, str]) -> Ledger:
    """The ledger where every text that is there holds another, by the name of its field.

    Names are those of the keys, alone (``note``) or after their class (``Head.title``).
    """
    made: Ledger = _rewritten(ledger, names)
    return made


def _rewritten(value: Any, names: Mapping[str, str]) -> Any:
    if type(value) is tuple:
        return tuple(_rewritten(one, names) for one in value)
    if isinstance(value, Mapping):
        return {key: _rewritten(one, names) for key, one in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for one in fields(value):
        old = getattr(value, one.name)
        text = names.get(f"{type(value).__name__}.{one.name}", names.get(one.name))
        if text is None or not old:
            changed[one.name] = _rewritten(old, names)
        else:
            changed[one.name] = (text,) if isinstance(old, tuple) else text
    return replace(value, **changed)
