"""Paragraphs that begin with their units: ``区教育局：…``, ``1.党政办。…``, ``区教育局负责…``."""

import re
from collections.abc import Sequence

from gkplan.importing.document import Block, Paragraph
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.outline import Outline
from gkplan.importing.prose.items import recount
from gkplan.importing.prose.paragraphs import GROUP_LEVEL, rejoined, under_units
from gkplan.importing.text.numbers import printed_number
from gkplan.importing.units.responsible import names_units
from gkplan.importing.units.sentences import split_brackets

NAME = "段前列单位"
_LEAST = 2
_PART = 0.5
"""The part of the paragraphs from the first such one on that must begin with units."""
_COLON = re.compile(r"([^：:。；]{2,80})[：:]\s*(?=\S{6})")
_TITLE = re.compile(r"([^：:。；]{2,40})。\s*(?=\S{6})")
"""Units as the title of a numbered paragraph that names no others: 1.党政办。…"""
_VERB = Wording(
    r"([^：:。；，,]{2,60}?)(?=要|应当?|(?:主要|具体|牵头|认真|按照?职责)?"
    "(?:负责|承担|牵头|做好|组织|指导|会同|配合|<补充牵头>|<补充负责>|<补充配合>|<补充落实>))"
)
_SHORTEST = 12
_DUTIES = re.compile("(?:职责|责任|任务|部门)分工|(?:部门|工作|主要|单位)职责|职责任务")
"""The heading of a part that says unit by unit what they have to do."""
_LONGEST_TITLE = 24


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read the units in front of paragraphs as if they stood behind them."""
    lines = rejoined(blocks)
    duties = any(_DUTIES.search(line.text) for line in lines if len(line.text) <= _LONGEST_TITLE)
    parted = [_parted(line.text, in_sentence=duties) for line in lines]
    found = [at for at, part in enumerate(parted) if part]
    if len(found) < _LEAST or len(found) < _PART * sum(
        len(line.text) >= _SHORTEST for line in lines[found[0] : found[-1] + 1]
    ):
        return None
    moved = (
        _behind(line, part) if part else [line] for line, part in zip(lines, parted, strict=True)
    )
    return recount([line for part in moved for line in part])


def _behind(line: Paragraph, part: tuple[str, str, str]) -> list[Paragraph]:
    """What units have to do with the units behind it; numbered duties are below them."""
    label, units, rest = part
    first, *duties = under_units(line)
    if len(duties) <= 1:
        return [line._replace(text=f"{label}{rest}（{units}）")]
    heading = first._replace(text=first.text.rstrip("：:"), level=GROUP_LEVEL)
    return [heading, *(duty._replace(text=f"{duty.text}（{units}）") for duty in duties)]


def _parted(text: str, *, in_sentence: bool) -> tuple[str, str, str] | None:
    """A paragraph's number, its units, and what they have to do; None for any other paragraph.

    Where no colon parts them, the units stay in the sentence; ``in_sentence`` takes such ones.
    """
    label, rest = printed_number(text)
    if rest[:1] in ("由", "请"):
        return None
    titled = _TITLE.match(rest) if label and not split_brackets(rest)[1] else None
    match = _COLON.match(rest) or titled
    if match and names_units(match[1]):
        return label, match[1], rest[match.end() :]
    if in_sentence and len(rest) >= _SHORTEST and rest.endswith(("。", "；")):
        match = _VERB.match(rest)
        if match and names_units(match[1]):
            return label, match[1], rest
    return None
