"""A ledger with replaced texts, so that outputs are tested with what no file can contain."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from gkplan.domain.model import Ledger


def rewritten(ledger: Ledger, names: Mapping[str, str]) -> Ledger:
    """Return the ledger with every non-empty text replaced, by the name of its field.

    Names are those of the keys, alone (``note``) or after their class (``Head.title``).
    """
    made: Ledger = _rewritten(ledger, names)
    return made


def _rewritten(value: Any, names: Mapping[str, str]) -> Any:
    if type(value) is tuple:
        return tuple(_rewritten(item, names) for item in value)
    if isinstance(value, Mapping):
        return {key: _rewritten(item, names) for key, item in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for item in fields(value):
        old = getattr(value, item.name)
        text = names.get(f"{type(value).__name__}.{item.name}", names.get(item.name))
        if text is None or not old:
            changed[item.name] = _rewritten(old, names)
        else:
            changed[item.name] = (text,) if isinstance(old, tuple) else text
    return replace(value, **changed)
