"""Slips of office life: each as a workbook that came back, with what becomes of it."""

import re
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl.cell.rich_text
import openpyxl.cell.text
import openpyxl.comments
import openpyxl.drawing.image
import openpyxl.styles
import pytest
from conftest import Bench
from filling import Form

from gkplan.domain.rules import FORM_RULES

Edit = Callable[[Form], object]


class Slip(NamedTuple):
    """A slip: what somebody did to the form of 甲局, and what collecting it gives.

    ``written`` is the journal without the ids, one entry per line; ``reported`` are the rules and
    cells of what was reported.
    """

    name: str
    edit: Edit
    written: str
    reported: tuple[str, ...] = ()


def fill(task: str, occasion: str = "", /, **values: object) -> Edit:
    return lambda form: form.fill(task, occasion, **values)


def both(*edits: Edit) -> Edit:
    return lambda form: [edit(form) for edit in edits]


NOON = datetime(2017, 10, 20, 12)  # noqa: DTZ001  (workbooks know no time zones)
DONE = {"状态": "已完成", "办理日期": "2017-10-20", "佐证材料": "https://a.gov.cn/1"}
WRITTEN = "1.1 done 2017-10-20 [https://a.gov.cn/1]"


def sort_by_task(form: Form) -> None:
    """Turn the order of the rows round, hidden cells included, as a sorted sheet has them."""
    sheet = form.sheet
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=form.head + 1)]
    for number, values in enumerate(reversed(rows), form.head + 1):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def filter_rows(form: Form) -> None:
    for row in range(form.head + 2, form.sheet.max_row + 1):
        form.sheet.row_dimensions[row].hidden = True


def hide_columns(form: Form) -> None:
    form.sheet.column_dimensions["D"].hidden = True
    form.sheet.column_dimensions["L"].width = 80


def delete_others(form: Form) -> None:
    row = form.row("1.1")
    form.sheet.delete_rows(row + 1, form.sheet.max_row - row)


def merge_down(form: Form) -> None:
    """Write one answer over two rows, as people do for the same event."""
    form.fill("1.2", "2017-08", 状态="已完成", 办理日期="2017-09-12", 佐证材料="https://a.gov.cn/2")
    row = form.row("1.2", "2017-08")
    for title in ("状态", "办理日期", "佐证材料"):
        column = form.columns[title]
        form.sheet.merge_cells(
            start_row=row, end_row=row + 1, start_column=column, end_column=column
        )


def colour(form: Form) -> None:
    cell = form.cell(form.row("1.1"), "状态")
    cell.fill = openpyxl.styles.PatternFill("solid", fgColor="FF0000")
    cell.font = openpyxl.styles.Font(bold=True)


def strike(form: Form) -> None:
    """Strike out one answer, and a part of another."""
    form.cell(form.row("1.1"), "状态").font = openpyxl.styles.Font(strike=True)
    text = openpyxl.cell.rich_text
    struck = openpyxl.cell.text.InlineFont(strike=True)
    form.fill("1.2", "2017-08", 状态="正在推进")
    form.cell(form.row("1.2", "2017-08"), "进展情况").value = text.CellRichText(
        "已录入", text.TextBlock(struck, "30个"), "32个项目"
    )


def picture(form: Form) -> None:
    from io import BytesIO  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    form.sheet.add_image(openpyxl.drawing.image.Image(out), "L9")


def insert_column(form: Form) -> None:
    """Insert a column of one's own before the answers; styles and locks move along."""
    form.sheet.unmerge_cells("A1:P1")
    form.sheet.insert_cols(5)
    form.sheet["E6"].value = "我的备注"


def sort_answers_alone(form: Form) -> None:
    """Sort the visible cells without the hidden ones, as the filter of an open sheet once did."""
    rows = [
        [cell.value for cell in row[:16]] for row in form.sheet.iter_rows(min_row=form.head + 1)
    ]
    for number, values in enumerate(reversed(rows), form.head + 1):
        for column, value in enumerate(values, 1):
            form.sheet.cell(number, column).value = value


def false_link(form: Form) -> None:
    cell = form.cell(form.row("1.1"), "佐证材料")
    cell.value = "https://a.gov.cn/1"
    cell.hyperlink = "https://b.com/2"


def comment(form: Form) -> None:
    form.cell(form.row("1.1"), "进展情况").comment = openpyxl.comments.Comment(
        "王局：再核一下", "王"
    )


def link(form: Form) -> None:
    cell = form.cell(form.row("1.1"), "佐证材料")
    cell.value = "点这里看公告"
    cell.hyperlink = "https://a.gov.cn/gonggao.html"


def copy_case(form: Form) -> None:
    """Copy the row of a new case below the table, hidden cells included."""
    row, last = form.row("2.3"), form.sheet.max_row + 1
    for source in form.sheet[row]:
        target = form.sheet.cell(last, source.column)
        target.value, target._style = source.value, copy(source._style)  # noqa: SLF001
    form.cell(last, "期／起算日").value = date(2017, 9, 21)
    form.cell(last, "状态").value = "正在推进"
    form.cell(last, "办理日期").value = "2017-09-22"


def add_row(form: Form) -> None:
    row = form.sheet.max_row + 1
    for title, value in {"编号": "1.1", "状态": "已完成", "进展情况": "另一件"}.items():
        form.cell(row, title).value = value


def set_cell(task: str, title: str, value: Any, number_format: str = "") -> Edit:
    def edit(form: Form) -> None:
        cell = form.cell(form.row(task), title)
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return edit


def at(address: str, value: object) -> Edit:
    def edit(form: Form) -> None:
        form.sheet[address].value = value

    return edit


def new_sheet(form: Form) -> None:
    form.book.create_sheet("补充").append(["另外", "还有一件事"])


def sign(form: Form) -> None:
    guide = form.book["说明"]
    row = next(row for row in range(1, 40) if guide.cell(row, 1).value == "负责人签字")
    guide.cell(row, 2).value = "李局"
    guide.cell(row - 2, 2).value = "张三"


def swap_keys(form: Form) -> None:
    """Give the row of one duty the hidden key of another."""
    one, other = form.row("1.2", "2017-08"), form.row("1.2", "2017-09")
    form.cell(one, "key").value = form.cell(other, "key").value
    form.cell(one, "状态").value = "已完成"


OLD = "1.1 done 2017-10-20"
SLIPS = [
    Slip("nothing was filled in", lambda _: None, ""),
    Slip("sorted the other way round", both(fill("1.1", **DONE), sort_by_task), WRITTEN),
    Slip("filtered, so that rows are hidden", both(fill("1.1", **DONE), filter_rows), WRITTEN),
    Slip("hid and widened columns", both(fill("1.1", **DONE), hide_columns), WRITTEN),
    Slip("deleted the other rows", both(fill("1.1", **DONE), delete_others), WRITTEN),
    Slip("coloured", both(fill("1.1", **DONE), colour), WRITTEN),
    Slip("pasted 已办结", fill("1.1", **{**DONE, "状态": "已办结"}), WRITTEN),
    Slip("pasted 完成 with a full stop", fill("1.1", **{**DONE, "状态": " 完成。"}), WRITTEN),
    Slip("a day as a date", fill("1.1", **{**DONE, "办理日期": date(2017, 10, 20)}), WRITTEN),
    Slip("a day with a time", fill("1.1", **{**DONE, "办理日期": NOON}),
         WRITTEN),
    Slip("a day as 2017年10月20日", fill("1.1", **{**DONE, "办理日期": "2017年10月20日"}), WRITTEN),
    Slip("a day with points", fill("1.1", **{**DONE, "办理日期": "2017.10.20"}), WRITTEN),
    Slip("a day as a number of eight digits",
         fill("1.1", **{**DONE, "办理日期": 20171020}), WRITTEN),
    Slip("a day as Excel counts it",
         both(fill("1.1", **DONE), set_cell("1.1", "办理日期", 43028, "General")), WRITTEN),
    Slip("a day in full-width digits",
         fill("1.1", **{**DONE, "办理日期": "２０１７－１０－２０"}), WRITTEN),
    Slip("a day without a year", fill("1.1", **{**DONE, "办理日期": "10月20日"}), WRITTEN),
    Slip("several addresses, numbered",
         fill("1.1", **{**DONE, "佐证材料": "1、https://a.gov.cn/1 2、https://a.gov.cn/2\nhttps://a.gov.cn/3；"}),
         "1.1 done 2017-10-20 [https://a.gov.cn/1 https://a.gov.cn/2 https://a.gov.cn/3]"),
    Slip("addresses that end in a number, without blanks",
         fill("1.1", **{**DONE, "佐证材料": "https://a.gov.cn/1、https://a.gov.cn/2，①https://a.gov.cn/3"}),
         "1.1 done 2017-10-20 [https://a.gov.cn/1 https://a.gov.cn/2 https://a.gov.cn/3]"),
    Slip("evidence that is a number", fill("1.1", **{**DONE, "佐证材料": "3"}), "",
         ("bad-evidence 填报!M6",)),
    Slip("words with a link behind them", both(fill("1.1", **DONE), link),
         "1.1 done 2017-10-20 [https://a.gov.cn/gonggao.html]"),
    Slip("one answer merged over two rows", merge_down,
         "1.2 2017-08 done 2017-09-12 [https://a.gov.cn/2]\n"
         "1.2 2017-09 done 2017-09-12 [https://a.gov.cn/2]"),
    Slip("a comment on a cell", both(fill("1.1", **DONE), comment), WRITTEN,
         ("comment-on-cell 填报!L6",)),
    Slip("struck out", both(fill("1.1", **DONE), strike), "",
         ("struck-out 填报!J6", "struck-out 填报!L7")),
    Slip("a picture", both(fill("1.1", **DONE), picture), WRITTEN, ("text-outside 填报!L9",)),
    Slip("an address that leads elsewhere", both(fill("1.1", **DONE), false_link), "",
         ("bad-evidence 填报!M6",)),
    Slip("an inserted column", both(fill("1.1", **DONE), insert_column), WRITTEN,
         ("text-outside 填报!E6",)),
    Slip("sorted without the hidden columns", both(fill("1.1", **DONE), sort_answers_alone), "",
         ("edited-key 填报!A6",)),
    Slip("同上", fill("1.1", **DONE, 进展情况="同上。"), "", ("ditto 填报!L6",)),
    Slip("无 everywhere", fill("1.1", **{**DONE, "佐证材料": "无"}, 进展情况="无新进展"),
         "1.1 done 2017-10-20", ("no-problem 填报!L6",)),
    Slip("only 无", fill("1.1", 进展情况="无", 存在问题="无", 填报人="张三"), "",
         ("no-problem 填报!L6", "nothing-reported 填报!P6")),
    Slip("the status in the column beside",
         fill("1.1", 进展情况="已完成", 办理日期="2017-10-20"), "",
         ("missing-status 填报!J6", "wrong-column 填报!L6")),
    Slip("the status in the column of the day", fill("1.1", 办理日期="已完成"), "",
         ("missing-status 填报!J6", "bad-date 填报!K6")),
    Slip("the address in the column beside",
         fill("1.1", 状态="已完成", 进展情况="https://a.gov.cn/1"), "", ("wrong-column 填报!L6",)),
    Slip("words behind an address",
         fill("1.1", **{**DONE, "佐证材料": "https://a.gov.cn/1（官网）"}), "",
         ("bad-evidence 填报!M6",)),
    Slip("a comma and words behind an address",
         fill("1.1", **{**DONE, "佐证材料": "https://a.gov.cn/1.html，已公开"}), "",
         ("bad-evidence 填报!M6",)),
    Slip("an invisible character",
         fill("1.1", **DONE, 进展情况="\ufeff好\u200b"), f"{WRITTEN} “好”"),
    Slip("9.12 in a cell for days", fill("1.1", **{**DONE, "办理日期": 9.12}),
         "1.1 done 2017-09-12 [https://a.gov.cn/1]"),
    Slip("无 where there is no problem", fill("1.1", **DONE, 存在问题="无", 下一步="暂无"), WRITTEN,
         ("no-problem 填报!N6",)),
    Slip("only a name", fill("1.1", 填报人="张三"), "", ("nothing-reported 填报!P6",)),
    Slip("signed on the second sheet", both(fill("1.1", **DONE), sign), f"{WRITTEN} 张三",
         ("signed 说明!B14",)),
    Slip("more of the same without a status",
         fill("1.1", 进展情况="在写", 办理日期="2017-10-20"), "", ("missing-status 填报!J6",)),
    Slip("a word that is not in the list", fill("1.1", **{**DONE, "状态": "差不多了"}), "",
         ("unknown-status 填报!J6",)),
    Slip("two days",
         fill("1.1", **{**DONE, "办理日期": "10月20日至25日"}), "", ("bad-date 填报!K6",)),
    Slip("9.1, which may have been 9.10",
         both(fill("1.1", **DONE), set_cell("1.1", "办理日期", 9.1, "General")), "",
         ("bad-date 填报!K6",)),
    Slip("a day before the plan", fill("1.1", **{**DONE, "办理日期": "2017-08-02"}), "",
         ("record-before-plan 填报!K6",)),
    Slip("a day that has not come", fill("1.1", **{**DONE, "办理日期": "2017-11-01"}), "",
         ("date-ahead 填报!K6",)),
    Slip("the first and the last day that are right",
         both(fill("1.1", **{**DONE, "办理日期": "2017-08-03"}),
              fill("1.2", "2017-08", 状态="正在推进", 办理日期="2017-10-31")),
         "1.1 done 2017-08-03 [https://a.gov.cn/1]\n1.2 2017-08 doing 2017-10-31"),
    Slip("evidence in words", fill("1.1", **{**DONE, "佐证材料": "详见门户网站"}), "",
         ("bad-evidence 填报!M6",)),
    Slip("a formula",
         fill("1.1", **{**DONE, "进展情况": '="共"&3&"期"'}), "", ("formula 填报!L6",)),
    Slip("an error value", both(fill("1.1", **DONE), set_cell("1.1", "进展情况", "#REF!")), "",
         ("error-value 填报!L6",)),
    Slip("a per cent", fill("1.1", **DONE, 进展情况="95%"), f"{WRITTEN} “95%”"),
    Slip("a number as text", both(fill("1.1", **DONE), set_cell("1.1", "进展情况", 0.95, "0%")),
         f"{WRITTEN} “95%”"),
    Slip("two lines in a cell", fill("1.1", **DONE, 进展情况="第一批。\n第二批。"),
         f"{WRITTEN} “第一批。|第二批。”"),
    Slip("a text that looks like a formula", fill("1.1", **DONE, 进展情况="+1 期"),
         f"{WRITTEN} “+1 期”"),
    Slip("corrected the text of the task",
         both(fill("1.1", **DONE), at("D6", "改过的事项。")), WRITTEN,
         ("edited-cell 填报!D6",)),
    Slip("changed the due date", both(fill("1.1", **DONE), at("F6", "2018-03-31")), WRITTEN,
         ("edited-cell 填报!F6",)),
    Slip("emptied a locked cell", both(fill("1.1", **DONE), at("D6", None)), WRITTEN,
         ("edited-cell 填报!D6",)),
    Slip("changed the period", both(fill("1.2", "2017-08", 状态="已完成"), at("B7", "2017-12")), "",
         ("edited-key 填报!B7",)),
    Slip("changed the number",
         both(fill("1.1", **DONE), at("A6", "2.9")), "", ("edited-key 填报!A6",)),
    Slip("swapped hidden keys", swap_keys, "", ("edited-key 填报!Q7",)),
    Slip("damaged a hidden key", both(fill("1.1", **DONE), at("Q6", "1.1")), "",
         ("edited-key 填报!Q6",)),
    Slip("a row without a key",
         both(fill("1.1", **DONE), add_row), WRITTEN, ("added-row 填报!A15",)),
    Slip("a copied row for a further case", copy_case, "2.3 2017-09-21 doing 2017-09-22"),
    Slip("a new case without its day", fill("2.3", **DONE), "", ("missing-event 填报!B12",)),
    Slip("a new case", fill("2.3", **DONE, 起算日="9月20日"),
         "2.3 2017-09-20 done 2017-10-20 [https://a.gov.cn/1]"),
    Slip("a new case that begins after it was done", fill("2.3", **DONE, 起算日="2017-10-21"), "",
         ("date-ahead 填报!B12",)),
    Slip("the first day on which a case can have begun", fill("2.3", **DONE, 起算日="2017-02-01"),
         "2.3 2017-02-01 done 2017-10-20 [https://a.gov.cn/1]"),
    Slip("a case that began long before the plan", fill("2.3", **DONE, 起算日="2017-01-31"), "",
         ("record-before-plan 填报!B12",)),
    Slip("notes below the table", both(fill("1.1", **DONE), at("A20", "以上情况属实")), WRITTEN,
         ("added-row 填报!A20",)),
    Slip("notes beside the table", both(fill("1.1", **DONE), at("U6", "见附件")), WRITTEN,
         ("text-outside 填报!U6",)),
    Slip("a renamed column", both(fill("1.1", **DONE, 进展情况="好"), at("L5", "情况")), WRITTEN,
         ("text-outside 填报!L5", "text-outside 填报!L6")),
    Slip("a changed title", both(fill("1.1", **DONE), at("A1", "我局的表")), WRITTEN,
         ("edited-cell 填报!A1",)),
    Slip("another unit above the table",
         both(fill("1.1", **DONE), at("A2", "填报单位：乙局　　截至日期：2017-10-31")), "",
         ("other-unit 填报!A2",)),
    Slip("another unit and nothing else above the table",
         both(fill("1.1", **DONE), at("A2", "乙")), "",
         ("other-unit 填报!A2",)),
    Slip("a unit that is not registered",
         both(fill("1.1", **DONE), at("A2", "填报单位：市甲中心")), "",
         ("other-unit 填报!A2",)),
    Slip("an office of the unit",
         both(fill("1.1", **DONE), at("A2", "填报单位：甲局办公室（报乙局）")), WRITTEN,
         ("edited-cell 填报!A2",)),
    Slip("an alias of the unit",
         both(fill("1.1", **DONE), at("A2", "填报单位: 甲　截至日期：")), WRITTEN,
         ("edited-cell 填报!A2",)),
    Slip("no unit above the table",
         both(fill("1.1", **DONE), at("A2", "填报单位：")), WRITTEN,
         ("edited-cell 填报!A2",)),
    Slip("a further sheet", both(fill("1.1", **DONE), new_sheet), WRITTEN,
         ("text-outside 补充!A1", "text-outside 补充!B1")),
]  # fmt: skip


def form_of(bench: Bench, name: str = "甲局.xlsx", *args: str) -> Path:
    """Make the form of 甲局."""
    bench.ok("form", "--unit", "甲局", "-o", name, *args)
    return bench.root / name


def written(bench: Bench, unit: str = "甲局") -> str:
    """Return the journal of a unit, one record per line."""
    path = bench.root / f"data/progress/{unit}.yaml"
    if not path.exists():
        return ""
    import yaml  # noqa: PLC0415

    lines = []
    for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader):  # noqa: S506
        parts = [entry["task"], entry.get("period") or entry.get("event"), entry["status"]]
        evidence = entry.get("evidence", [])
        note = entry.get("note", "").strip().replace("\n", "|")
        parts += [entry["date"], f"[{' '.join(evidence)}]" if evidence else None]
        parts += [f"“{note}”" if note else None, entry.get("problem"), entry.get("next")]
        lines.append(" ".join(filter(None, [*parts, entry.get("by")])))
    return "\n".join(lines)


def reported(text: str) -> tuple[str, ...]:
    """Return the rules and cells of the problems that were printed."""
    pattern = r"^\S+?\.xlsx:(\S+![A-Z]+\d+): (?:error|warning|note)\[([\w-]+)\]"
    return tuple(f"{rule} {cell}" for cell, rule in re.findall(pattern, text, re.MULTILINE))


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.name for slip in SLIPS])
def test_a_slip_is_understood_or_reported_at_its_cell(small: Bench, slip: Slip) -> None:
    form = Form(form_of(small))
    slip.edit(form)
    form.save()
    result = small.run("collect", "甲局.xlsx")
    assert reported(result.err) == slip.reported
    assert written(small) == slip.written
    notes = {name for name, rule in FORM_RULES.items() if rule.severity == "note"}
    serious = [one for one in slip.reported if one.split()[0] not in notes]
    assert result.code == (1 if serious else 0)
    assert small.run("check").code == 0
