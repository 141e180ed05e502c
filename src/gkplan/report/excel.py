"""What every workbook is made with: the library that writes it, and Excel's own bounds."""

from typing import Any

SONG, HEI = "宋体", "黑体"
A4 = 9
"""Excel's number of the paper size."""
MOST_ROWS = 1_048_576
MOST_HEIGHT = 409
"""Points of a row."""
LINE_HEIGHT = 13.5


def writer() -> Any:
    """Return the library that writes workbooks, loaded only now that one is written."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  (only for workbooks)

    return xlsxwriter
