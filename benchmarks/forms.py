"""Measure writing and collecting the forms of all units, against ``import typer``."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
from measure import REPO, compare

PYTHON = sys.executable
GKPLAN = str(Path(PYTHON).with_name("gkplan"))
DAY = ["--as-of", "2017-10-31"]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        shutil.copytree(REPO / "examples/nansha-2017/data", root / "data")
        data = ["--data", str(root / "data")]
        forms = root / "forms"
        form = [GKPLAN, "form", "--all", "--everything", "-o", str(forms), *data, *DAY]
        typer = [PYTHON, "-c", "import typer"]
        compare({"import typer": typer, "gkplan form --all --everything": form}, rounds=5)
        paths = sorted(forms.glob("*.xlsx"))
        rows = sum(map(fill_in, paths))
        print(f"{len(paths)} forms, {rows:,} rows filled in")
        collect = [GKPLAN, "collect", str(forms), "--accept-all", "--dry-run", *data, *DAY]
        write = [GKPLAN, "collect", str(forms), "--accept-all", *data, *DAY]
        compare(
            {
                "import typer": typer,
                "gkplan collect --dry-run": collect,
                "gkplan collect (the first time, all is written; then all is known)": write,
            },
            rounds=5,
        )


def fill_in(path: Path) -> int:
    """Answer every row of a form, and return how many there are."""
    book: Any = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(cell for row in sheet.iter_rows(max_row=20) for cell in row if cell.value == "key")
    columns = {cell.value: cell.column for cell in sheet[head.row]}
    answers = {"状态": "正在推进", "办理日期": "2017-10-30", "进展情况": "按计划推进，月底前办结。"}
    filled = 0
    for row in range(head.row + 1, sheet.max_row + 1):
        if not str(sheet.cell(row, head.column).value).endswith("@"):
            filled += 1
            for title, value in answers.items():
                sheet.cell(row, columns[title]).value = value
    book.save(path)
    return filled


if __name__ == "__main__":
    main()
