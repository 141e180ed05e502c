"""Headings that are units: what stands below one is what they have to do."""

from collections.abc import Iterator, Sequence

from gkplan.importing.document import Block, Paragraph
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.outline import Outline
from gkplan.importing.prose.items import recount
from gkplan.importing.prose.paragraphs import rejoin
from gkplan.importing.text.numbers import take_number
from gkplan.importing.units.responsible import names_units

NAME = "单位作标题"
_LEAST = 2
_LONGEST = 80
_ROLE = Wording("<牵头>|<配合>|负责|^由")


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read what stands below headings of units as theirs; None where there are none."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    rejoined = [line for line, _ in rejoin(paragraphs)]
    lines, heads = max(((way, _heads(way)) for way in (paragraphs, rejoined)), key=_count)
    if len(heads) < _LEAST:
        return None
    return recount(list(_with_units(lines, heads)))


def _heads(lines: Sequence[Paragraph]) -> frozenset[int]:
    return frozenset(at for at in range(len(lines)) if _is_head(lines, at))


def _count(way: tuple[Sequence[Paragraph], frozenset[int]]) -> int:
    return len(way[1])


def _is_head(lines: Sequence[Paragraph], at: int) -> bool:
    """Whether a line is a number and units, and a sentence stands below it."""
    number, title = take_number(lines[at].text)
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    marked = number is not None or lines[at].level > 0
    title = title.rstrip("：:。")
    return (
        marked
        and len(title) <= _LONGEST
        and not _ROLE.search(title)
        and names_units(title)
        and below.endswith(("。", "；", "”"))
        and not names_units(take_number(below)[1])
    )


def _with_units(lines: Sequence[Paragraph], heads: frozenset[int]) -> Iterator[Paragraph]:
    """The lines without those headings, and their units in brackets behind what stands below.

    A heading goes on until the next, or until a line of its level or above that is no unit.
    """
    units, label, style = "", "", ""
    for at, line in enumerate(lines):
        number, title = take_number(line.text)
        if at in heads:
            units = title.rstrip("：:。")
            style = number.style if number else ""
            label = line.text[: len(line.text) - len(title)].strip() if number else ""
        elif not units or (number is not None and number.style == style) or line.level:
            units = ""
            yield line
        elif line.text.endswith(("。", "；", "”")):
            begins = label if number is None else ""
            yield line._replace(text=f"{begins}{line.text}（{units}）")
            label = ""
        else:
            units = ""
            yield line
