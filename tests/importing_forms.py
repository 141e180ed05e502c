"""One plan written as the documents that people would have of it: the same table in every form.

Word, web page and workbook hold real merged cells; tabs and bars leave the covered cells empty;
paragraphs with bracketed units name the units of every task, so that nothing is ``merged`` there.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any

from import_fixtures import Box, boxes_of, written

from gkplan.domain.model import Group, Plan, Task
from gkplan.domain.vocabulary import Role

HEADS = ("工作任务", "具体事项", "责任单位")
DUE_HEAD = "完成时限"
ENDINGS = {Role.LEAD: "牵头", Role.SUPPORT: "配合", Role.IMPLEMENT: "落实"}

Rows = list[list[Any]]


def units_of(task: Task) -> str:
    """Print the units of a task as a cell does: ``A、B``, ``A牵头，B落实``, ``B落实``."""
    named = [(role, names) for role, names in task.units.items() if names]
    if [role for role, _ in named] == [Role.LEAD]:
        return "、".join(task.lead)
    return "，".join("、".join(names) + ENDINGS[role] for role, names in named)


def rows_of(plan: Plan) -> Rows:
    """Lay out the plan's table, one row a task under the head row, covered cells left out."""
    dated = any(task.due for _, task in plan)
    rows: Rows = [[*HEADS, DUE_HEAD] if dated else [*HEADS]]
    for group in plan.groups:
        for index, task in enumerate(group.tasks):
            row = [_over(group.heading, len(group.tasks))] if index == 0 else []
            row.append(f"{_number(task)}{task.text}")
            if not task.merged:
                row.append(_over(units_of(task), 1 + _merged_below(group, index)))
            rows.append([*row, _day(task.due)] if dated else row)
    return rows


def _over(text: str, rows: int) -> dict[str, Any] | str:
    return {"text": text, "rows": rows} if rows > 1 else text


def _merged_below(group: Group, index: int) -> int:
    below = group.tasks[index + 1 :]
    return next((n for n, task in enumerate(below) if not task.merged), len(below))


def _number(task: Task) -> str:
    return f"{task.id.partition('.')[2]}. "


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日前" if day else ""


def letter_of(plan: Plan) -> list[str]:
    """Write what stands before the table: the letter's head, its text and the plan's title."""
    head = plan.head
    watch = f"{head.supervisor}将对落实情况进行督查。" if head.supervisor else ""
    return [
        f"{head.issuer}关于印发《{head.title}》的通知",
        head.number,
        "各有关单位：",
        f"现将《{head.title}》印发给你们，请认真贯彻执行。{watch}",
        head.issuer,
        f"{head.issued.year}年{head.issued.month}月{head.issued.day}日",
        head.title,
    ]


def as_word(plan: Plan) -> bytes:
    """Write a Word file whose table holds vertical merges."""
    return written([*letter_of(plan), {"table": rows_of(plan)}], "docx")


def as_workbook(plan: Plan) -> bytes:
    """Write a workbook with merged cells; the letter stands in the rows above the table."""
    return written([*letter_of(plan), {"table": rows_of(plan)}], "xlsx")


def as_page(plan: Plan) -> bytes:
    """Write a web page whose table holds ``rowspan``."""
    lines: dict[int, list[str]] = {}
    for box in boxes_of(rows_of(plan)):
        lines.setdefault(box.row, []).append(_cell(box))
    table = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in lines.values())
    letter = "\n".join(f"<p>{escape(line)}</p>" for line in letter_of(plan))
    page = f"<html><body>\n{letter}\n<table>\n{table}\n</table>\n</body></html>\n"
    return page.encode()


def _cell(box: Box) -> str:
    span = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    return f"<td{span}>{escape(box.text)}</td>"


def as_tabs(plan: Plan) -> bytes:
    """Write tab-separated rows; covered cells are empty."""
    return _lines(plan, ("\t".join(row) for row in _full_rows(plan)))


def as_bars(plan: Plan) -> bytes:
    """Write rows of cells between bars; covered cells are empty."""
    return _lines(plan, (" | ".join(row) + " |" for row in _full_rows(plan)))


def as_brackets(plan: Plan) -> bytes:
    """Write numbered paragraphs under headings, with the units of each in brackets at its end."""
    return _lines(plan, _paragraphs(plan))


def _paragraphs(plan: Plan) -> Iterator[str]:
    for group in plan.groups:
        yield group.heading
        for task in group.tasks:
            due = f"，{_day(task.due)}完成" if task.due else ""
            yield f"{_number(task)}{task.text}（{_bracketed(task)}{due}）"


def _bracketed(task: Task) -> str:
    cell = units_of(task)
    return f"责任单位：{cell}" if cell == "、".join(task.lead) else cell


def _full_rows(plan: Plan) -> Iterator[list[str]]:
    rows = rows_of(plan)
    boxes = {(box.row, box.column): box.text for box in boxes_of(rows)}
    for row in range(len(rows)):
        yield [boxes.get((row, column), "") for column in range(len(rows[0]))]


def _lines(plan: Plan, body: Iterator[str]) -> bytes:
    return "\n".join([*letter_of(plan), "", *body, ""]).encode()


FORMS: Mapping[str, Callable[[Plan], bytes]] = MappingProxyType(
    {
        "word.docx": as_word,
        "page.html": as_page,
        "workbook.xlsx": as_workbook,
        "tabs.tsv": as_tabs,
        "bars.txt": as_bars,
        "brackets.txt": as_brackets,
    }
)
"""Every form by the name of a file in it."""
