"""Measure ``import`` of documents that no office writes against the bounds of docs/security.md.

Each document is imported once: processor seconds and peak memory, and whether it became a plan or
was refused. The "largest" ones are as large as the limits of ``importing/readers/limits.py`` allow.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from measure import cost

PYTHON = sys.executable
SECONDS, MEGABYTES = 10, 500
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PROSE = "一、加强公开\n1.公布办事指南。（区政务办牵头，区财政局配合，6月底前完成）\n"
_HEAD = "| 序号 | 工作任务 | 责任单位 | 完成时限 |\n| --- | --- | --- | --- |\n"
_ROW = "| {0} | 公布第{0}号办事指南，并向社会公开。 | 区政务办、区财政局 | 6月底前 |\n"


class Sample(NamedTuple):
    """A document: what it is, the name of its file, its bytes."""

    title: str
    name: str
    content: bytes


def main() -> None:
    """Measure every document whose title contains one of the arguments."""
    if sys.argv[1:2] == ["--write"]:
        _write(Path(sys.argv[2]))
        return
    print("| document | time | memory | result | |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as made:
        # a process that has held the documents would count as memory of those that it starts
        subprocess.run([PYTHON, __file__, "--write", made], check=True)
        for line in Path(made, "titles.txt").read_text("utf-8").splitlines():
            name, _, title = line.partition(" ")
            if not sys.argv[1:] or any(word in title for word in sys.argv[1:]):
                _measure(title, Path(made, name))


def _write(folder: Path) -> None:
    """Write every document, and their titles."""
    titles = []
    for number, sample in enumerate(_samples()):
        name = f"{number}-{sample.name}"
        (folder / name).write_bytes(sample.content)
        titles.append(f"{name} {sample.title}\n")
    (folder / "titles.txt").write_text("".join(titles), encoding="utf-8")


def _measure(title: str, path: Path) -> None:
    out = path.with_suffix("")
    spent = cost([PYTHON, "-m", "gkplan", "import", str(path), "-o", str(out)], codes=(0, 2))
    over = "over" if spent.seconds > SECONDS or spent.megabytes > MEGABYTES else ""
    result = "plan" if out.exists() else "refused"
    figures = f"{spent.seconds:.1f} s | {spent.megabytes:.0f} MB"
    print(f"| {title} | {figures} | {result} | {over} |", flush=True)


def _samples() -> Iterator[Sample]:
    lines = {
        "`、（第一` × 60,000 in a paragraph": "、（第一" * 60_000,
        "`、（第一` × 12,000 in a paragraph (largest)": "、（第一" * 12_000,
        "`a  ` × 63,000 in a line": "a  " * 63_000,
        "`a  ` × 16,000 in a line (largest)": "a  " * 16_000,
        "`[](` × 60,000": "[](" * 60_000,
        "`[](` × 16,000 (largest)": "[](" * 16_000,
        "brackets 50,000 deep": "（" * 50_000 + "）" * 50_000,
        "brackets 50 deep, 400 times (largest)": ("（" * 50 + "）" * 50) * 400,
        "15,990 lines `年` (largest)": "年\n" * 15_990,
        "15,990 lines `时限` (largest)": "时限\n" * 15_990,
        "15,990 lines `甲局` (largest)": "甲局\n" * 15_990,
        "`列第一位的为` × 10,000 in a bracket": _bracket("列第一位的为" * 10_000),
        "`列第一位的为` × 8,000 in a bracket (largest)": _bracket("列第一位的为" * 8_000),
        "units without end in a bracket (largest)": _bracket("区甲乙局、" * 9_900 + "区财政局"),
    }
    for title, text in lines.items():
        for ending in ("txt", "md"):
            yield Sample(f"{title}, {ending}", f"x.{ending}", (_PROSE + text + "\n").encode())
    yield from _tables()
    yield from _cells()
    yield from _packed()


def _bracket(text: str) -> str:
    return f"1.公布指南。（{text}）"


def _tables() -> Iterator[Sample]:
    for rows, note in ((60_000, ""), (15_900, " (largest)")):
        table = _HEAD + "".join(map(_ROW.format, range(rows)))
        yield Sample(f"a Markdown table of {rows:,} rows{note}", "x.md", table.encode())
    for columns, note in ((20_000, ""), (1_000, " (largest)")):
        for rows in (3, 290):
            cells = [["责任单位", *["甲"] * (columns - 1)]] * rows
            csv = "".join(",".join(row) + "\n" for row in cells)
            page = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in cells)
            title = f"{rows} rows of {columns:,} columns{note}"
            yield Sample(f"{title}, csv", "x.csv", csv.encode())
            yield Sample(f"{title}, html", "x.html", f"<table>{page}</table>".encode())


def _cells() -> Iterator[Sample]:
    """Yield tables with as many cells or as much text as there may be, no two cells alike."""
    head = ",".join("责任单位" if number % 3 == 0 else f"工作任务{number}" for number in range(10))
    for title, first, cell, rows in (
        ("159,000 numbers without a head", "", "{}{}", 15_900),
        ("159,000 units below heads", f"{head}\n", "区甲{}{}局", 15_900),
        (
            "45,000 sentences below heads",
            f"{head}\n",
            "公布第{}号指南的第{}部分，由区甲局牵头。",
            4_500,
        ),
    ):
        lines = (",".join(cell.format(row, at) for at in range(10)) for row in range(rows))
        content = first + "".join(f"{line}\n" for line in lines)
        yield Sample(f"{title} (largest)", "x.csv", content.encode())


def _packed() -> Iterator[Sample]:
    span = '<w:tcPr><w:gridSpan w:val="65534"/></w:tcPr>'
    cell = f"<w:tc>{span}<w:p><w:r><w:t>甲局</w:t></w:r></w:p></w:tc>"
    for count in (1, 1_000):
        body = f"<w:tbl>{f'<w:tr>{cell * 2}</w:tr>' * count}</w:tbl>"
        xml = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        yield Sample(
            f"gridSpan 65534 in {count:,} rows", "x.docx", _zip({"word/document.xml": xml})
        )
    for length, cells, note in (
        (30_000, 100_000, ""),
        (20_000, 299, " (largest)"),
        (20, 159_900, " (largest)"),
    ):
        yield Sample(
            f"a shared text of {length:,} characters in {cells:,} cells{note}",
            "x.xlsx",
            _book(length, cells),
        )


def _book(length: int, cells: int) -> bytes:
    """Make a workbook of rows of ten cells that refer to one text."""
    cell = '<c t="s"><v>0</v></c>'
    row = f"<row>{cell * 10}</row>"
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{row * (cells // 10)}</sheetData></worksheet>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{target}"/>'
        for kind, target in (("worksheet", "sheet.xml"), ("sharedStrings", "strings.xml"))
    )
    named = '<sheets><sheet name="表" sheetId="1" r:id="worksheet"/></sheets>'
    text = "区财政局、" * (length // 5)
    return _zip(
        {
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{office}">{named}</workbook>',
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{package}">{relations}</Relationships>'
            ),
            "xl/sheet.xml": sheet,
            "xl/strings.xml": f'<sst xmlns="{_SHEET}"><si><t>{text}</t></si></sst>',
        }
    )


def _zip(parts: dict[str, str]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return packed.getvalue()


if __name__ == "__main__":
    main()
