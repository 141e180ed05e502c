"""Paragraphs as they were before copying: broken lines joined, joined ones parted."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gkplan.importing.document import Block, Cell, Paragraph, Table
from gkplan.importing.lexicon.columns import labelled, read_head, says_who
from gkplan.importing.lexicon.patterns import cached
from gkplan.importing.lexicon.roles import LABEL, Part, part_of
from gkplan.importing.text.brackets import CLOSERS, is_open
from gkplan.importing.text.numbers import Number, printed_number, take_number
from gkplan.importing.text.wording import ended, joined
from gkplan.importing.units.responsible import names_units

_NUMERAL = re.compile(r"[\d.,]+[%‰％]?")
_CLOSED = tuple(CLOSERS)
_WRAPPED = 28
"""Characters from which a line may have been broken by the width of its page."""
_TAIL = 12
"""Characters that the broken-off end of a sentence has at most."""
_LONGEST = 5000
"""Characters from which no line is joined to a paragraph any more: the text is no plan's."""
_WIDEST = 120
_RAGGED = 6
"""Columns that the lines of one page differ by at their ends, since words are not broken."""
_INDENT = 4
_LEAST_FULL = 8
_FULL_PART = 0.3
"""How many of the longer lines are full where a page's width broke them."""
_LONGER_PART = 0.04
"""How many of the lines may be longer than those that are full; one may be in any case."""


def rejoined(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs among blocks as ``rejoin`` joins their lines."""
    lines = tuple(block for block in blocks if isinstance(block, Paragraph))
    return [line for line, _ in rejoin(lines)]


@cached(2)  # several layouts ask for the same lines
def rejoin(blocks: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, bool], ...]:
    """Join lines that a numeral or a line's end tore apart, and tell which a numeral tore."""
    found: list[tuple[Paragraph, bool]] = []
    full = _full_line(blocks)
    numeral = False
    above = ""
    for block in blocks:
        last = found[-1][0] if found else None
        is_numeral = _NUMERAL.fullmatch(block.text) is not None
        goes_on = last is not None and _is_open(last) and (numeral or is_numeral)
        short = last is not None and len(last.text) <= _LONGEST
        if last and short and (goes_on or _goes_on(last, block, is_full=_reach(above) >= full)):
            text = joined(f"{last.text}\n{block.text}")
            found[-1] = (last._replace(text=text), found[-1][1] or goes_on)
        else:
            found.append((block, False))
            goes_on = False
        numeral = is_numeral and goes_on
        above = block.text
    return tuple(found)


def _full_line(blocks: Sequence[Paragraph]) -> float:
    """Return the columns of a line that a page's width broke; infinite where none did.

    A few lines may be longer: some signs stand beyond the margin, some lines were joined.
    """
    widths = sorted((_width(block.text) for block in blocks), reverse=True)
    for longer, page in enumerate(widths[: 2 + int(_LONGER_PART * len(widths))]):
        long = [width for width in widths[longer:] if width * 2 > page]
        full = sum(width >= page - _RAGGED for width in long)
        if page <= _WIDEST and full >= max(_LEAST_FULL, _FULL_PART * len(long)):
            return page - _RAGGED
    return float("inf")


def _reach(line: str) -> int:
    """The columns of a line with the indent that a paragraph's first line had."""
    return _width(line) + _INDENT * (take_number(line)[0] is not None)


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in text[: _WIDEST + 1])


def _is_open(block: Paragraph) -> bool:
    """Whether a numbered or labelled paragraph ends in the middle of a sentence."""
    begun = take_number(block.text)[0] is not None or says_who(block.text)
    return begun and not ended(block.text) and not block.text.endswith(_CLOSED)


def _goes_on(last: Paragraph, block: Paragraph, *, is_full: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if block.level or last.level or take_number(block.text)[0]:
        return False
    if is_open(last.text) and (len(last.text) >= _TAIL or take_number(last.text)[0]):
        return True
    if labelled(block.text):
        return False
    if is_full:
        return is_open(last.text) or not last.text.endswith(_CLOSED)
    if take_number(last.text)[0] and not ended(last.text) and re.search("[。；]", last.text):
        return not last.text.endswith(_CLOSED)
    return _is_open(last) and _wraps(last, block)


def _wraps(last: Paragraph, block: Paragraph) -> bool:
    """Whether a line of a text without a page's width goes on with an open paragraph."""
    wide = len(last.text) >= _WRAPPED
    if says_who(last.text):
        goes_on = names_units(block.text) or names_units(joined(f"{last.text}\n{block.text}"))
        return goes_on and (wide or last.text.endswith(("、", "，")))
    tail = len(block.text) <= _TAIL and block.text.endswith("。")
    return wide or (tail and "，" in last.text)


_LONG_CELL = 400
_CELL_LINES = 5
"""Lines from which a cell of that length is an article that a page laid out in a table."""
_FEW_TEXTS = 6
"""Cells with a text that a table for layout has at most."""
_LONGEST_HEADING = 40
_LONG = 500
"""Characters from which a paragraph may be several that were joined."""
_LEAST_JOINED = 3
_LEAST_NAMED = 2
"""Numbered texts from which they are joined paragraphs if each states its units."""
_NUMBER = 12
"""Characters that a number and what distinguishes it from a figure have."""
_START = re.compile(
    r"(?<=[。；：:）)！？”\n])\s*(?=(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?=\D|20\d\d年)))"
    r"|(?=[（(][一二三四五六七八九十]{1,3}[）)])|(?<=[一-鿿])(?=1[.．、](?:[^\d\s]|20\d\d年))"
)
"""Where a numbered paragraph may begin: after a stop, or after a heading that has none."""
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1")
_LEFT = re.compile(r"\*{2,}")
_HASHES = re.compile(r"#{1,6}\s+(?=\S)")


def in_paragraphs(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with each paragraph of its own."""
    found: list[Block] = []
    for block in blocks:
        parts = _laid_out(block) if isinstance(block, Table) else (block,)
        for part in parts:
            found += _apart(_plain(part)) if isinstance(part, Paragraph) else [part]
    return tuple(found)


def _laid_out(table: Table) -> Iterator[Block]:
    """The paragraphs of a table that only lays out a page; any other table as it is."""
    texts = [cell for cell in table.cells if cell.text.strip()]
    few = len(texts) <= _FEW_TEXTS
    if not (_holds_article(texts) if few else _is_column(table)) or _has_head(table):
        yield table
        return
    for cell in texts:
        for line in cell.text.split("\n"):
            if line.strip():
                yield Paragraph(line.strip(), cell.place)


def _is_column(table: Table) -> bool:
    """Whether a table is a text with a row for each paragraph, as in a sheet of a workbook."""
    return table.ruled and table.width == 1


def _holds_article(cells: Sequence[Cell]) -> bool:
    """Whether cells lay out an article: one holds it, or several its parts with their headings."""
    lines = [cell.text.split("\n") for cell in cells]
    if any(_is_article(part) for part in lines):
        return True
    headed = any(len(part) > 1 and any(map(_is_part_heading, part)) for part in lines)
    return headed and _is_article([line for part in lines for line in part])


def _is_article(lines: Sequence[str]) -> bool:
    return len("\n".join(lines)) >= _LONG_CELL and len(lines) >= _CELL_LINES


def _is_part_heading(line: str) -> bool:
    number, title = take_number(line.strip())
    return number is not None and number.style == "chinese" and len(title) <= _LONGEST_HEADING


def _has_head(table: Table) -> bool:
    return any(read_head([cell.text for cell in row]) for row in table.rows if len(row) > 1)


def _plain(block: Paragraph) -> Paragraph:
    """A paragraph without marks of Markdown that a conversion left in its text."""
    if "**" not in block.text and "__" not in block.text and block.text[:1] != "#":
        return block
    text = _LEFT.sub("", _EMPHASIS.sub(r"\2", _HASHES.sub("", block.text)))
    return block._replace(text=text.strip() or block.text)


def _apart(block: Paragraph) -> list[Paragraph]:
    """The paragraphs that were joined into one: it holds numbers one after another."""
    ends, styles = _starts(block.text)
    texts = [block.text[start:end].strip() for start, end in pairwise([0, *ends, len(block.text)])]
    long = len(block.text) >= _LONG and len(ends) >= _LEAST_JOINED and "chinese" in styles
    if not long and not _each_names_units(texts):
        return [block]
    return [block._replace(text=text) for text in texts if text]


def _each_names_units(texts: Sequence[str]) -> bool:
    """Whether several texts, and all but one before them, have a number and 责任单位：… each."""
    numbered = [text for text in texts if take_number(text[:_NUMBER])[0]]
    many = len(numbered) >= max(_LEAST_NAMED, len(texts) - 1)
    return many and all(map(_has_label_of_units, numbered))


def _has_label_of_units(text: str) -> bool:
    parts = (part_of(match["what"]) for match in LABEL.finditer(text))
    return any(part in (Part.LEAD, Part.OWN, Part.IMPLEMENT) for part in parts)


def _starts(text: str) -> tuple[list[int], set[str]]:
    """Where numbers stand that go on counting, each style by itself; a lower one begins again.

    Also the styles that were found, with that of a number at the beginning.
    """
    found: list[int] = []
    last: dict[str, int] = {}
    first, _ = take_number(text[:_NUMBER])
    if first and first.value is not None:
        last[first.style] = first.value
    for match in _START.finditer(text):
        number, _ = take_number(text[match.end() : match.end() + _NUMBER])
        if number and number.value is not None and _follows(number, last):
            _begin_lower(number, last)
            last[number.style] = number.value
            found.append(match.end())
    return found, set(last)


def _follows(number: Number, last: dict[str, int]) -> bool:
    return number.value == last.get(number.style, 0) + 1


def _begin_lower(number: Number, last: dict[str, int]) -> None:
    """Numbers of single items begin again below a heading."""
    if number.style in ("chinese", "(chinese)"):
        last.pop("arabic", None)
    if number.style == "arabic":
        last.pop("decimal", None)


_UNITS_BEFORE = re.compile(r"([^：:。；]{2,80})[：:]\s*(?=\S)")
_NEXT = re.compile(r"(?<=[。；;])\s*(?=\d{1,2}[.．、)）]|[（(]\d{1,2}[)）])")
GROUP_LEVEL = 2
"""The level of a heading without a number that is no title of the document."""
_LOWEST = ("arabic", "arabic)", "(arabic)")


def first_number(text: str) -> Number | None:
    """The number of a text that is the first of single duties (1., 1）, （1）), else None."""
    number, _ = take_number(text)
    return number if number and number.style in _LOWEST and number.value == 1 else None


def duties_rejoined(blocks: Sequence[Paragraph]) -> list[Paragraph]:
    """Join lines that broke off in the duties behind units and a colon, as messages wrap them."""
    found: list[Paragraph] = []
    for block in blocks:
        last = found[-1] if found else None
        begins = block.level or take_number(block.text)[0] or _units_before(block.text)
        if last and not begins and not ended(last.text) and _units_before(last.text):
            found[-1] = last._replace(text=joined(f"{last.text}\n{block.text}"))
        else:
            found.append(block)
    return found


def _units_before(text: str) -> re.Match[str] | None:
    """The units with the colon before the first of numbered duties; None for any other text."""
    match = _UNITS_BEFORE.match(text)
    return match if match and first_number(text[match.end() :]) and names_units(match[1]) else None


def under_units(block: Paragraph) -> list[Paragraph]:
    """The units before a colon as a line of their own, and the numbered duties behind it below.

    Any other paragraph stays whole, and one that a line's end broke off: numbers begin with 1 and
    count on.
    """
    label, rest = printed_number(block.text)
    match = _units_before(rest) if ended(block.text) else None
    number = first_number(rest[match.end() :]) if match else None
    if not match or not number:
        return [block]
    duties, starts, value = rest[match.end() :], [0], 1
    for found in _NEXT.finditer(duties):
        number_next = take_number(duties[found.end() : found.end() + _NUMBER])[0]
        if number_next and (number_next.style, number_next.value) == (number.style, value + 1):
            starts.append(found.end())
            value += 1
    texts = (duties[start:end].strip() for start, end in pairwise([*starts, len(duties)]))
    return [block._replace(text=text) for text in (f"{label}{match[1]}：", *texts)]
