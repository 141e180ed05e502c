"""Fill in forms as people do, with openpyxl: rows by their duty, columns by their title.

``python tools/filling.py FORM TASK [OCCASION] TITLE=VALUE…`` fills in one row of a form.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

KEYS = ("key", "base", "seal")
_DAY_OF_EVENT = "期／起算日"


class Form:
    """A form that is open for editing; ``save`` writes it back."""

    def __init__(self, path: Path) -> None:
        """Open a form."""
        self.path = path
        self.book: Any = openpyxl.load_workbook(path)
        self.sheet: Any = self.book.worksheets[0]
        self.head = next(
            row for row in range(1, 20) if any(cell.value == "key" for cell in self.sheet[row])
        )
        self.columns = {cell.value: cell.column for cell in self.sheet[self.head] if cell.value}

    def row(self, task: str, occasion: str = "", unit: str = "") -> int:
        """Return the number of the first row about a duty."""
        for row in range(self.head + 1, self.sheet.max_row + 1):
            about = str(self.sheet.cell(row, self.columns["key"]).value or "").split("|")
            if about[1:] in ([task, occasion], [task, f"@{occasion}"]) and unit in ("", about[0]):
                return row
        raise AssertionError((task, occasion, unit))

    def cell(self, row: int, title: str) -> Any:
        """Return the cell of a row under a title."""
        return self.sheet.cell(row, self.columns[title])

    def fill(self, task: str, occasion: str = "", unit: str = "", /, **values: object) -> "Form":
        """Fill in the row of a duty."""
        row = self.row(task, occasion, unit)
        for title, value in values.items():
            self.cell(row, _DAY_OF_EVENT if title == "起算日" else title).value = value
        return self

    def save(self, path: Path | None = None) -> Path:
        """Write the form."""
        self.book.save(path or self.path)
        return path or self.path


def filled(path: Path, *edits: Callable[[Form], object]) -> Path:
    """Edit a form in place."""
    form = Form(path)
    for edit in edits:
        edit(form)
    return form.save()


def tuples(form: Form) -> list[tuple[str, ...]]:
    """Return the visible texts of every row of a form."""
    titles = [title for title in form.columns if title not in KEYS]
    return [
        tuple(str(form.cell(row, title).value or "") for title in titles)
        for row in range(form.head + 1, form.sheet.max_row + 1)
    ]


def main(path: str, task: str, *rest: str) -> None:
    """Fill in one row of the form at a path."""
    values = dict(text.split("=", 1) for text in rest if "=" in text)
    occasion = "".join(text for text in rest if "=" not in text)
    Form(Path(path)).fill(task, occasion, **values).save()


if __name__ == "__main__":
    main(*sys.argv[1:])
