"""What to do about the name of a unit that is not registered: the names that were meant."""

from collections.abc import Collection
from difflib import get_close_matches

from gkplan import guesses


def remedy(name: str, known: Collection[str], otherwise: str) -> str:
    """Return the remedy of an unknown name: the registered ones that it was meant for, if any."""
    meant = guesses.names_meant(name, known)
    if len(meant) > 1:
        return f"几个单位写成列表：[{', '.join(meant)}]（逗号、括号用半角）"
    close = meant or get_close_matches(name, list(known), 3, 0.5)
    return f"是否 {'、'.join(close)}？否则{otherwise}" if close else otherwise
