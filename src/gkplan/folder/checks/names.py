"""What to do about the name of a unit that is not registered: the names that were meant."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from gkplan.domain import guesses
from gkplan.domain.fields import hidden_character


def remedy(name: str, known: Collection[str], otherwise: str) -> str:
    """Return the remedy of an unknown name: the registered ones that it was meant for, if any."""
    meant = guesses.names_meant(name, known)
    if hidden := hidden_character(name):
        return f"里面有看不见的字符 U+{ord(hidden):04X}，{_retype(meant)}"
    for other in known:
        if (hidden := hidden_character(other)) and guesses.without_hidden(other) == name:
            return (
                f"登记的 “{name}” 里有看不见的字符 U+{ord(hidden):04X}，在 units.yaml 里重新打一遍"
            )
    if len(meant) > 1:
        return f"几个单位写成列表：[{', '.join(meant)}]（逗号、括号用半角）"
    close = meant or get_close_matches(name, list(known), 3, 0.5)
    return f"是否 {'、'.join(close)}？否则{otherwise}" if close else otherwise


def _retype(meant: Sequence[str]) -> str:
    return f"是否 {meant[0]}？把名称重新打一遍" if len(meant) == 1 else "把名称重新打一遍"
