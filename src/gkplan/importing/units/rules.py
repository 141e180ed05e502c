"""Rules that a document states once for all its items (下同)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from gkplan.importing.document import Said
from gkplan.importing.lexicon import roles
from gkplan.importing.lexicon.patterns import Wording

_FIRST = roles.FIRST.template

_FIRST_LEADS = Wording(
    rf"[（(【\[][^（）()【】]*?(?:{_FIRST})[^（）()【】]*[）)】\]]|[^，。；（(]*?(?:{_FIRST})[^。；）)]*[。；]?"
)
_EVERYBODY = re.compile(
    r"(以[下上])?(?:各项|各条|所有|全部)?[^。；]{0,12}?(?:均|都)(?:需|须|要|应|由)?"
    r"((?:各|(?<=以下均[需须由]))(?:[^，。；、（(]|[（(][^（）()]{1,9}[）)]){1,12}?)"
    r"(?:共同|分别|一并|同步|参照|结合实际|负责)?(?:抓好)?(?:贯彻)?落实"
)
_EVERYBODY_TOO = re.compile(
    r"以[下上](?:各项|各条)?(?:均|都)[^，。；（）()]{1,24}落实[^。；（）()]{0,20}[。；]?"
)
"""Such a rule among the units of one item."""

HENCEFORTH = re.compile("[下后]同|以下")
"""What makes a rule hold only from the item on that states it."""
_LONGEST = 3000
"""Characters of a text that may state a rule: to look through more takes their square in time."""
_UNLESS_NAMED = re.compile(r"除[^。，；]{0,12}(?:标|注|列|写|明确)[^。，；]{0,12}外")


class Blanket(NamedTuple):
    """A rule for every item from the ``start``-th on: the first unit leads, or more implement.

    ``unless_named`` keeps it from the items that name units themselves.
    """

    said: Said
    start: int
    first_leads: bool = False
    implement: tuple[str, ...] = ()
    unless_named: bool = False


def blanket_of(said: Said, items_before: int) -> Blanket | None:
    """Read the rule that a sentence states, if it states one."""
    if states_first(said.text):
        return Blanket(said, items_before, first_leads=True)
    if match := _EVERYBODY.search(said.text):
        if "不再" not in said.text and not match[1]:
            return None
        start = 0 if match[1] == "以上" else items_before
        unless_named = _UNLESS_NAMED.search(said.text) is not None
        return Blanket(said, start, implement=(match[2],), unless_named=unless_named)
    return None


def states_first(text: str) -> bool:
    """Whether a text says that of several units the first leads."""
    return len(text) <= _LONGEST and _FIRST_LEADS.search(text) is not None


def states_rule(text: str) -> bool:
    """Whether a bracket of units states a rule for further items too."""
    return states_first(text) or _EVERYBODY_TOO.search(text) is not None


def without_blanket(text: str) -> str:
    """A text of units without the rules that stand in it."""
    return _EVERYBODY_TOO.sub("", _FIRST_LEADS.sub("", text))


def first_leads(blankets: Iterable[Blanket], index: int) -> bool:
    """Whether the first unit leads at the item of that index."""
    return any(one.first_leads and index >= one.start for one in blankets)


def also_implement(blankets: Iterable[Blanket], index: int, *, named: bool) -> Iterable[Blanket]:
    """The rules that add implementing units to the item of that index."""
    return (
        one
        for one in blankets
        if one.implement and index >= one.start and not (named and one.unless_named)
    )
