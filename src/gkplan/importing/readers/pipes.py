"""Tables of text whose cells are parted by upright bars, with or without bars around them."""

import re
from collections import Counter
from collections.abc import Sequence

from gkplan.importing.readers.boxlines import UPRIGHT, is_ruling
from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.lines import Line

_BAR = re.compile(rf"(?<!\\)[|｜{UPRIGHT}]")
_PARTED = re.compile(r"\s[|｜]\s|[|｜][^|｜]*[|｜]")
_CROSSED = re.compile(r"-+(?:\+-+)+")
_SEPARATOR = re.compile(rf"[\s|｜{UPRIGHT}:+=-]*-[\s|｜{UPRIGHT}:+=-]*")


def is_piped(text: str) -> bool:
    """Tell a row: bars with blanks around them, a bar at an end, or a ruling."""
    bare = text.strip()
    if not _BAR.search(bare):
        return is_ruling(bare) or bool(_CROSSED.fullmatch(bare))
    return bool(_PARTED.search(bare) or _BAR.match(bare) or _BAR.match(bare[-1]))


def read_piped(lines: list[Line], into: Collector) -> None:
    """Add a run of rows as a table.

    A bar at an end is the frame where most rows have one there, and those without it have fewer
    bars; elsewhere it parts off an empty cell.
    """
    rows = [line for line in lines if not _is_rule(line.text.strip())]
    bare = [line.text.strip() for line in rows]
    bars = [len(_BAR.findall(text)) for text in bare]
    left = _is_frame([bool(_BAR.match(text)) for text in bare], bars)
    right = _is_frame([bool(_BAR.match(text[-1])) for text in bare], bars)
    cells = [
        into.cell(text.replace("\\|", "|"), line.place, row, column)
        for row, line in enumerate(rows)
        for column, text in enumerate(_split(line.text.strip(), left=left, right=right))
    ]
    into.table(tuple(cells), lines[0].place, ruled=False)


def _is_frame(ends: Sequence[bool], bars: Sequence[int]) -> bool:
    """Tell whether the bars at one end of rows are a frame; ``bars`` counts those of each row."""
    framed, others = (
        Counter(count for end, count in zip(ends, bars, strict=True) if end is wanted)
        for wanted in (True, False)
    )
    if sum(framed.values()) <= sum(others.values()):
        return False
    return not others or framed.most_common(1)[0][0] != others.most_common(1)[0][0]


def _is_rule(bare: str) -> bool:
    """Tell a line that only parts the rows above from those below."""
    return bool(_SEPARATOR.fullmatch(bare)) or is_ruling(bare)


def _split(text: str, *, left: bool, right: bool) -> list[str]:
    """Part a row at its bars, without the frame."""
    cells = _BAR.split(text)
    if left and len(cells) > 1 and not cells[0].strip():
        del cells[0]
    if right and len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    return cells
