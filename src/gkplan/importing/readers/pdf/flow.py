"""Paragraphs from lines: a line that filled its page's width goes on in the next one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gkplan.importing.readers.pdf.lines import PdfLine
from gkplan.importing.text.numbers import take_number
from gkplan.importing.text.wording import ended, joined

_SLACK = 0.4
"""Parts of a character's height by which measured widths may be wrong."""
_INDENT = 0.8
"""Characters from which a line that begins further to the right is indented."""
_LARGER = 1.15
"""How many times a title's characters are larger than those of the text."""
_DEEPEST = 5
"""Characters beyond which a line does not go on with the one above: a signature, say."""
_SPACED = 1.6
"""How many times the usual distance of lines parts paragraphs."""
_COMMON = 0.25
"""The part of the lines that end at the same point where text is aligned on both sides."""


class Margins(NamedTuple):
    """Where the lines of a page begin and end, how large its text is, how far lines are apart."""

    left: float
    right: float
    size: float
    pitch: float


def margins_of(lines: Sequence[PdfLine], width: float) -> Margins:
    """Return the margins that lines show on a page of ``width``, or with 0 in a column of one."""
    size = _most_common(line.size for line in lines)
    body = [line for line in lines if abs(line.size - size) < 1] or lines
    begins = Counter(round(line.x0) for line in body)
    common = _most_common(line.x0 for line in body)
    left = min(x for x in begins if begins[x] * 4 >= begins[round(common)])
    ends = sorted(line.x1 for line in body)
    right = _most_common(ends)
    if sum(abs(end - right) < 1 for end in ends) < _COMMON * len(ends):
        right = ends[int(len(ends) * 0.9)]
    if right - left < width / 2:  # no line is full
        right = width - min(left, width / 4)
    gaps = [
        below.top - line.top
        for line, below in pairwise(body)
        if line.page == below.page and below.top > line.top
    ]
    return Margins(left, right, size, _most_common(gaps) if gaps else 2 * size)


def _most_common(values: Iterable[float]) -> float:
    counted = Counter(round(value) for value in values)
    return max(counted, key=lambda value: (counted[value], value))


def fills(line: PdfLine, below: PdfLine, right: float) -> bool:
    """Whether the first word of the next line would not have fitted before ``right``."""
    return right - line.x1 < below.first_word + _SLACK * line.size


class Run(NamedTuple):
    """The lines of one paragraph, with the margins of the page where each stands."""

    lines: list[PdfLine]
    margins: Margins

    @property
    def text(self) -> str:
        """The paragraph's text on one line."""
        return joined("\n".join(line.text for line in self.lines))


def paragraphs(lines: Sequence[tuple[PdfLine, Margins]]) -> Iterator[Run]:
    """Yield the paragraphs that lines form; each comes with the margins of its page."""
    run: Run | None = None
    for line, margins in lines:
        if run and _goes_on(run, line, margins):
            run.lines.append(line)
            run = run._replace(margins=margins)
            continue
        if run:
            yield run
        run = Run([line], margins)
    if run:
        yield run


def _goes_on(run: Run, line: PdfLine, margins: Margins) -> bool:
    """Whether a line goes on with the paragraph before it."""
    last = run.lines[-1]
    if abs(line.size - last.size) > (_LARGER - 1) * last.size:
        return False
    same_page = line.page == last.page
    centred = _is_centred(last, run.margins) and _is_centred(line, margins)
    if centred and line.size > _LARGER * margins.size:
        return same_page and line.top - last.top < 2 * _SPACED * line.size
    if same_page and line.top - last.top > _SPACED * max(margins.pitch, line.size):
        return False
    if not fills(last, line, run.margins.right):
        return False
    return (centred and not ended(last.text)) or not _begins(run, line, margins)


def _begins(run: Run, line: PdfLine, margins: Margins) -> bool:
    """Whether a line begins a paragraph by where it stands, though the one above is full."""
    indent = _INDENT * line.size
    inside = line.x0 - margins.left
    numbered = take_number(line.text)[0] is not None
    done = ended(run.lines[-1].text)
    if len(run.lines) > 1:
        return inside > run.lines[-1].x0 - run.margins.left + indent or (numbered and done)
    first = run.lines[0].x0 - run.margins.left
    if inside > first + indent or inside > _DEEPEST * line.size:
        return True
    level = abs(inside - first) < indent
    return level and (numbered or (done and inside > indent))


def _is_centred(line: PdfLine, margins: Margins) -> bool:
    """Whether a line stands in the middle between the margins."""
    return abs(line.x0 + line.x1 - margins.left - margins.right) < line.size
