"""What brackets behind the name of a unit say: a role, further units, a time, or of the name."""

from gkplan.importing import rolewords
from gkplan.importing.rolewords import part_of
from gkplan.importing.unitnames import without_brackets
from gkplan.importing.unittokens import First, Inner, Label, Mark, Name, Other, Time, Token, Word

_KEPT = 12


def note_in(inside: str, *, after_name: bool) -> Token | None:
    """A role word, or the rule that the first unit leads, alone in brackets."""
    if rolewords.FIRST.search(inside):
        return First(inside)
    if rolewords.NOTE.fullmatch(inside.strip()):
        return Word(part_of(inside), inside, note=after_name)
    return None


def behind_name(inside: str, found: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """What brackets behind a name say of others; None where they are part of the name."""
    if rolewords.CORE.search(inside) or any(isinstance(token, Label) for token in found):
        return (Inner(found),) if _clean(found) else (Other(inside),)
    if len(found) == 1 and isinstance(found[0], Time):
        return found
    units = all(isinstance(token, Mark) or _is_unit(token) for token in found)
    return None if units or len(without_brackets(inside)) <= _KEPT else (Other(inside),)


def _is_unit(token: Token) -> bool:
    return isinstance(token, Name) and token.sure


def _clean(found: tuple[Token, ...]) -> bool:
    """Whether everything in brackets was read."""
    return not any(
        isinstance(token, Other) or (isinstance(token, Name) and not token.sure) for token in found
    )
