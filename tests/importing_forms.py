"""One plan written as the documents that people would have of it: the same table in every form.

Word, web page and workbook hold real merged cells; tabs and bars leave the covered cells empty;
paragraphs with bracketed units name the units of every task, so that nothing is ``merged`` there.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from importing_formats import FORMATS

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


def _in(form: str) -> Callable[[Plan], bytes]:
    """Return what writes the letter and the table in a format."""
    return lambda plan: FORMATS[form]([*letter_of(plan), {"table": rows_of(plan)}])


def as_brackets(plan: Plan) -> bytes:
    """Write numbered paragraphs under headings, with the units of each in brackets at its end."""
    return "\n".join([*letter_of(plan), "", *_paragraphs(plan), ""]).encode()


def _paragraphs(plan: Plan) -> Iterator[str]:
    for group in plan.groups:
        yield group.heading
        for task in group.tasks:
            due = f"，{_day(task.due)}完成" if task.due else ""
            yield f"{_number(task)}{task.text}（{_bracketed(task)}{due}）"


def _bracketed(task: Task) -> str:
    cell = units_of(task)
    return f"责任单位：{cell}" if cell == "、".join(task.lead) else cell


FORMS: Mapping[str, Callable[[Plan], bytes]] = MappingProxyType(
    {
        "word.docx": _in("word.docx"),
        "page.html": _in("page.html"),
        "workbook.xlsx": _in("workbook.xlsx"),
        "tabs.tsv": _in("tabs.txt"),
        "bars.txt": _in("bars.txt"),
        "brackets.txt": as_brackets,
    }
)
"""Every form by the name of a file in it."""
