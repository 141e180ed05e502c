"""What every workbook is made with: the library that writes it, and Excel's own bounds."""

from importlib import import_module
from typing import Any

from gkplan.errors import UsageError

SONG, HEI = "宋体", "黑体"
A4 = 9
"""Excel's number of the paper size."""
MOST_ROWS = 1_048_576
MOST_HEIGHT = 409
"""Points of a row."""
LINE_HEIGHT = 13.5


def writer() -> Any:
    """Give the library that writes workbooks; raises ``UsageError`` where it is missing."""
    try:
        return import_module("xlsxwriter")
    except ImportError as error:
        raise UsageError(
            "生成 xlsx 要用 XlsxWriter，这里没有安装", "pip install 'gkplan[office]'"
        ) from error
