"""``gkplan collect``: what is written, what is known, what is a conflict, and what is refused."""

import csv
import errno
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import SMALL_TASKS, Bench, Result
from filling import Form, filled, tuples
from test_form_slips import DONE, at, both, fill, form_of, reported, written

from gkplan.importing.readers.package import Package

LATER = {"状态": "正在推进", "办理日期": "2017-10-25", "进展情况": "表里填的"}


def collect(bench: Bench, *args: str) -> Result:
    return bench.run("collect", *args)


def test_an_untouched_form_changes_no_byte(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--note", "在写")
    form_of(small)
    before = small.files()
    result = collect(small, "甲局.xlsx")
    assert (result.code, result.err) == (0, "空表 1 张：甲局\n写入 0 条填报\n")
    assert small.files() == before


def test_a_form_that_is_collected_twice_adds_nothing(small: Bench) -> None:
    filled(
        form_of(small), fill("1.1", **DONE), fill("1.2", "2017-08", 状态="受阻", 存在问题="缺人")
    )
    assert collect(small, "甲局.xlsx").code == 0
    before = small.files()
    result = small.run("collect", "甲局.xlsx", today=small.context.today.replace(month=12))
    assert (result.code, result.err) == (0, "写入 0 条填报，2 行以前收过\n")
    assert small.files() == before


def test_a_record_has_both_days_and_everything_that_was_filled_in(small: Bench) -> None:
    values = {"进展情况": "办了", "存在问题": "缺人", "下一步": "补人", "填报人": "张三"}
    filled(form_of(small), fill("1.1", **DONE, **values))
    result = collect(small, "甲局.xlsx")
    assert result.out.split("\n")[1].split("  ")[0] == "甲局"
    assert small.read("data/progress/甲局.yaml") == (
        '- task: "1.1"\n  status: done\n  date: 2017-10-20\n  entered: 2017-10-31\n'
        "  evidence:\n  - https://a.gov.cn/1\n"
        "  note: 办了\n  problem: 缺人\n  next: 补人\n  by: 张三\n"
    )


def test_an_answer_without_a_day_has_the_day_on_which_it_was_received(small: Bench) -> None:
    filled(form_of(small), fill("1.1", 状态="正在推进"))
    result = collect(small, "甲局.xlsx", "--date", "10月27日")
    assert "提醒：1 条没有写日期，按 2017-10-27 记\n" in result.err
    assert written(small) == "1.1 doing 2017-10-27"


def test_an_answer_without_a_status_keeps_the_one_that_was_shown(small: Bench) -> None:
    small.ok("mark", "1.1", "blocked", "--problem", "缺人", "--date", "2017-10-01")
    filled(form_of(small), fill("1.1", 进展情况="还是缺人", 办理日期="2017-10-20"))
    assert collect(small, "甲局.xlsx").code == 0
    assert written(small).split("\n")[1] == "1.1 blocked 2017-10-20 “还是缺人”"


def test_a_record_that_was_written_meanwhile_is_a_conflict_and_both_are_shown(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **LATER), fill("1.2", "2017-09", 状态="已完成"))
    small.ok("mark", "1.1", "done", "--date", "2017-10-22", "--note", "电话报的")
    result = collect(small, "甲局.xlsx")
    assert result.code == 1
    assert reported(result.err) == ("changed-since 填报!A6",)
    assert (
        "error[changed-since]: 出表之后已有：2017-10-22 已完成，电话报的。"
        "表里填的是：2017-10-25 正在推进，表里填的；1.1 这一行没有写入（J6、K6、L6）\n"
        "  核对以哪个为准；表里填的也要记下的，用 --accept 1.1\n"
    ) in result.err
    assert written(small) == "1.1 done 2017-10-22 “电话报的”\n1.2 2017-09 done 2017-10-31"


@pytest.mark.parametrize("accept", [["--accept", "1.1"], ["--accept-all"], ["--accept", "一"]])
def test_a_conflict_is_written_once_somebody_accepts_it(small: Bench, accept: list[str]) -> None:
    filled(form_of(small), fill("1.1", **LATER))
    small.ok("mark", "1.1", "done", "--date", "2017-10-22")
    assert collect(small, "甲局.xlsx", *accept).code == 0
    assert written(small) == "1.1 done 2017-10-22\n1.1 doing 2017-10-25 “表里填的”"
    assert collect(small, "甲局.xlsx", *accept).err.endswith("写入 0 条填报，1 行以前收过\n")
    assert written(small).count("\n") == 1


def test_an_accepted_task_without_a_conflict_is_mentioned(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **LATER))
    assert "提醒：没有要用 --accept 的\n" in collect(small, "甲局.xlsx", "--accept", "1.2").err
    assert collect(small, "甲局.xlsx", "--accept", "9.9").code == 2
    assert collect(small, "甲局.xlsx", "--accept", "1.1", "--accept-all").code == 2


def test_what_was_reported_otherwise_meanwhile_in_the_same_words_is_known(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **LATER))
    small.ok("mark", "1.1", "doing", "--date", "2017-10-25", "--note", "表里填的")
    small.ok("mark", "1.1", "done", "--date", "2017-10-26")
    assert collect(small, "甲局.xlsx").err == "写入 0 条填报，1 行以前收过\n"


def test_a_record_that_was_taken_back_meanwhile_is_not_written_again(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **LATER), fill("1.2", "2017-08", 状态="受阻"))
    assert collect(small, "甲局.xlsx").code == 0
    small.ok("mark", "1.1", "withdrawn")
    assert collect(small, "甲局.xlsx").err == "写入 0 条填报，2 行以前收过\n"
    filled(small.root / "甲局.xlsx", fill("1.1", 进展情况="另一种说法"))
    result = collect(small, "甲局.xlsx")
    assert reported(result.err) == ("changed-since 填报!A6",)
    assert "2017-10-31 撤回 2017-10-25 的填报" in result.err


def test_an_older_form_does_not_overwrite_a_newer_one(small: Bench) -> None:
    old = form_of(small, "旧.xlsx")
    filled(form_of(small, "新.xlsx"), fill("1.1", **DONE))
    filled(old, fill("1.1", **LATER))
    assert collect(small, "新.xlsx").code == 0
    assert reported(collect(small, "旧.xlsx").err) == ("changed-since 填报!A6",)
    filled(form_of(small, "更新.xlsx", "--everything"), fill("1.1", **LATER))
    assert collect(small, "更新.xlsx").code == 0
    assert written(small).endswith("1.1 doing 2017-10-25 “表里填的”")


def test_a_journal_that_was_rewritten_is_a_conflict(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--date", "2017-10-01", "--note", "甲")
    filled(form_of(small), fill("1.1", **LATER))
    journal = small.read("data/progress/甲局.yaml")
    small.write("data/progress/甲局.yaml", journal.replace("note: 甲", "note: 乙"))
    assert reported(collect(small, "甲局.xlsx").err) == ("changed-since 填报!A6",)


def test_an_older_record_that_is_entered_afterwards_is_no_conflict_before_the_form(
    small: Bench,
) -> None:
    small.ok("mark", "1.1", "doing", "--date", "2017-10-20")
    small.ok("mark", "1.1", "doing", "--date", "2017-10-01", "--note", "补记")
    filled(form_of(small), fill("1.1", **LATER))
    assert collect(small, "甲局.xlsx").code == 0


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_two_copies_that_differ_are_both_reported_in_any_order(
    small: Bench, order: tuple[str, str]
) -> None:
    for name, status in (("a", "已完成"), ("b", "受阻")):
        filled(form_of(small, f"{name}.xlsx"), fill("1.1", 状态=status))
    filled(form_of(small, "c.xlsx"), fill("1.2", "2017-08", 状态="正在推进"))
    result = collect(small, *(f"{name}.xlsx" for name in order), "c.xlsx")
    assert reported(result.err) == ("repeated-row 填报!A6", "repeated-row 填报!A6")
    assert written(small) == "1.2 2017-08 doing 2017-10-31"
    assert collect(small, "b.xlsx", "a.xlsx", "--accept", "1.1").code == 1
    assert written(small) == "1.2 2017-08 doing 2017-10-31"


REJECTED = [
    (fill("1.1", 状态="基本完成"), "unknown-status 填报!J6"),
    (fill("1.1", 状态='="已完成"'), "formula 填报!J6"),
    (both(fill("1.1", 状态="已完成"), at("A6", "2.9")), "edited-key 填报!A6"),
    (both(fill("1.1", 状态="已完成"), at("Q6", "1.1")), "edited-key 填报!Q6"),
]


def test_a_row_that_is_rejected_counts_as_another_version_of_its_duty(small: Bench) -> None:
    draft = filled(form_of(small), fill("1.1", **LATER)).rename(small.root / "一稿.xlsx")
    form_of(small, "定稿.xlsx")
    blank = (small.root / "定稿.xlsx").read_bytes()
    for edit, rule in REJECTED:
        small.write("定稿.xlsx", blank)
        filled(small.root / "定稿.xlsx", edit)
        result = collect(small, "一稿.xlsx", "定稿.xlsx", "--accept-all")
        assert sorted(reported(result.err)) == sorted(("repeated-row 填报!A6", rule))
        assert not (small.root / "data/progress").exists()
    assert (
        "一稿.xlsx:填报!A6: error[repeated-row]: 事项 1.1 的这一份填了不止一处，"
        "另一处（定稿.xlsx 填报!A6）填的不能收，不知道以哪一处为准；"
        "1.1 这一行没有写入（J6、K6、L6）\n"
        "  作数的那一处改好，另一处删去，或把那张表拿走，再收一次\n"
    ) in result.err
    small.write("定稿.xlsx", blank)
    filled(small.root / "定稿.xlsx", fill("1.2", "2017-08", 状态="差不多"))  # another duty
    assert collect(small, draft.name, "定稿.xlsx").err.endswith("写入 1 条填报，1 处没有收\n")
    filled(small.root / "定稿.xlsx", fill("1.1", 状态="差不多"))  # the draft is known already
    assert "repeated-row" not in collect(small, draft.name, "定稿.xlsx").err


@pytest.mark.parametrize(("day", "count"), [("2017-09-20", 1), ("9月某日", 1), ("2017-09-21", 0)])
def test_a_rejected_new_case_may_be_the_one_of_another_form(
    small: Bench, day: str, count: int
) -> None:
    filled(form_of(small, "一稿.xlsx"), fill("2.3", 起算日="9月20日", 状态="正在推进"))
    filled(form_of(small, "定稿.xlsx"), fill("2.3", 起算日=day, 状态="差不多"))
    result = collect(small, "一稿.xlsx", "定稿.xlsx")
    assert result.err.count("error[repeated-row]") == count
    assert written(small).count("2.3 2017-09-20") == 1 - count


def test_a_repeated_report_counts_as_another_version_of_its_duty(small: Bench) -> None:
    small.ok("mark", "1.1", "done", "--evidence", "https://a.gov.cn/1", "--date", "2017-10-20")
    small.ok("review", "1.1", "return", "--note", "链接打不开")
    filled(form_of(small, "一稿.xlsx"), fill("1.1", **LATER))
    filled(form_of(small, "定稿.xlsx"), fill("1.1", **DONE))
    result = collect(small, "一稿.xlsx", "定稿.xlsx")
    assert reported(result.err) == ("repeated-row 填报!A6", "repeated-report 填报!A6")


def test_a_form_that_names_another_unit_is_nobodys(small: Bench) -> None:
    edit = at("A2", "填报单位：乙局　　截至日期：2017-10-31　　应办 3 份")
    form = filled(form_of(small), fill("1.1", **DONE), edit)
    small.write("收/乙局.xlsx", form.read_bytes())
    result = collect(small, "收")
    assert result.code == 1
    assert result.err == (
        "收/乙局.xlsx:填报!A2: error[other-unit]: "
        "填报单位改成了“乙局”，表是甲局的，填了的 1 行没有写入\n"
        "  是甲局填的，把这一格改回“填报单位：甲局”；是别的单位填的，"
        "请它填发给乙局的那张（gkplan form --unit 乙局）\n"
        "\n收到 1 张表；没有收到的 4 个单位：甲局、乙局、丙委、丁镇\n"
        "写入 0 条填报，1 处没有收\n"
    )


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("乙局", "乙局"),
        ("2017年乙局表", "乙局"),
        ("甲局", ""),
        ("甲局（报乙局）", ""),
        ("各部门", ""),
    ],
)
def test_a_file_that_is_named_after_another_unit_is_reported(
    small: Bench, name: str, other: str
) -> None:
    filled(form_of(small, f"{name}.xlsx"), fill("1.1", **DONE))
    result = collect(small, f"{name}.xlsx")
    assert written(small) == "1.1 done 2017-10-20 [https://a.gov.cn/1]"
    warning = (
        f"{name}.xlsx: warning[misnamed-form]: 文件名是乙局，里面是甲局的表，按甲局的收\n"
        "  核对是谁填的；是乙局填的，收了的用 gkplan mark 撤回，请它填自己的表"
        "（gkplan form --unit 乙局）\n\n"
    )
    assert result.err == (f"{warning}写入 1 条填报，1 处请核对\n" if other else "写入 1 条填报\n")


def test_a_copy_of_a_form_is_collected_once(small: Bench) -> None:
    form = filled(form_of(small), fill("1.1", **DONE))
    small.write("同一张.xlsx", form.read_bytes())
    result = collect(small, "甲局.xlsx", "同一张.xlsx")
    assert (result.code, result.err.split("\n")[-2]) == (0, "写入 1 条填报")
    assert collect(small, "甲局.xlsx", "甲局.xlsx").err == "写入 0 条填报，1 行以前收过\n"


def test_a_returned_report_that_is_repeated_word_for_word_is_refused(small: Bench) -> None:
    filled(form_of(small, "一.xlsx"), fill("1.1", **DONE))
    assert collect(small, "一.xlsx").code == 0
    small.ok("review", "1.1", "return", "--note", "链接打不开")
    filled(form_of(small, "二.xlsx"), fill("1.1", **DONE))
    result = collect(small, "二.xlsx")
    assert reported(result.err) == ("repeated-report 填报!A6",)
    assert "与被退回的一字不差，退回的理由是：链接打不开" in result.err
    filled(small.root / "二.xlsx", fill("1.1", 佐证材料="https://a.gov.cn/2"))
    assert collect(small, "二.xlsx").code == 0


def test_strict_writes_nothing_while_anything_is_reported(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **DONE), fill("1.2", "2017-08", 状态="差不多"))
    before = small.files()
    result = collect(small, "甲局.xlsx", "--strict")
    assert result.code == 4
    assert "可写入 1 条填报，1 处没有收；一条也没有写入\n" in result.err
    assert result.err.endswith(
        "错误：有没有收的，按 --strict 一条也没有写入\n  先逐处处理，再收一次\n"
    )
    assert small.files() == before
    filled(small.root / "甲局.xlsx", fill("1.2", "2017-08", 状态="正在推进", 下一步="无"))
    assert collect(small, "甲局.xlsx", "--strict").code == 0
    assert written(small).count("\n") == 1


def test_a_dry_run_shows_the_same_and_writes_nothing(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **{**DONE, "佐证材料": "公告.pdf"}))
    small.write("公告.pdf", "x")
    before = small.files()
    dry = collect(small, "甲局.xlsx", "--dry-run")
    assert dry.code == 0
    assert "试看：可写入 1 条填报，复制佐证文件 1 个\n" in dry.err
    assert small.files() == before
    assert collect(small, "甲局.xlsx").out == dry.out


def test_the_changes_are_shown_cell_by_cell_old_and_new(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--date", "2017-10-01", "--note", "在写")
    filled(form_of(small), fill("1.1", **DONE, 进展情况="写完了"))
    rows = list(
        csv.reader(io.StringIO(small.ok("collect", "甲局.xlsx", "--dry-run", "--format", "csv")))
    )
    assert rows == [
        ["单位", "编号", "期", "简称", "项目", "原来", "现在", "文件", "格"],
        ["甲局", "1.1", "", "一次性事项", "状态", "正在推进", "已完成", "甲局.xlsx", "填报!J6"],
        [
            "甲局",
            "1.1",
            "",
            "一次性事项",
            "办理日期",
            "2017-10-01",
            "2017-10-20",
            "甲局.xlsx",
            "填报!K6",
        ],
        ["甲局", "1.1", "", "一次性事项", "进展情况", "在写", "写完了", "甲局.xlsx", "填报!L6"],
        [
            "甲局",
            "1.1",
            "",
            "一次性事项",
            "佐证材料",
            "",
            "https://a.gov.cn/1",
            "甲局.xlsx",
            "填报!M6",
        ],
    ]
    data = json.loads(small.ok("collect", "甲局.xlsx", "--format", "json"))
    assert (data["format"], data["written"], data["known"]) == ("gkplan/collect/1", True, 0)
    assert [cell["key"] for cell in data["changes"][0]["cells"]] == [
        "status",
        "date",
        "note",
        "evidence",
    ]
    assert data["problems"] == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("title: 小方案", "title: 别的方案"), None),
        (("测〔2017〕1号", "测〔2017〕2号"), "other-plan"),
        (("issued: 2017-08-03", "issued: 2017-08-04"), "other-plan"),
    ],
)
def test_a_form_of_another_plan_is_refused(
    small: Bench, change: tuple[str, str], rule: str | None
) -> None:
    filled(form_of(small), fill("1.1", **DONE))
    small.write("data/tasks.yaml", SMALL_TASKS.replace(*change))
    result = collect(small, "甲局.xlsx")
    assert result.code == (1 if rule else 0)
    assert (
        "甲局.xlsx: error[other-plan]: 不是《小方案》的表，填了的 1 行没有写入" in result.err
    ) is bool(rule)


def test_a_unit_that_was_renamed_keeps_its_form(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **DONE))
    for file in ("units", "tasks"):
        text = small.read(f"data/{file}.yaml").replace(
            "甲局, aliases: [甲]", "甲委, aliases: [甲局]"
        )
        small.write(f"data/{file}.yaml", text)
    assert collect(small, "甲局.xlsx").code == 0
    assert written(small, "甲委") == "1.1 done 2017-10-20 [https://a.gov.cn/1]"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    support: [乙局]\n",
            "    changes: [{date: 2017-09-01, basis: 会议, lead: [乙局]}]\n",
            "事项 1.1 自 2017-09-01 起改由 乙局 办理（会议）；1.1 这一行没有写入（J6、K6、M6）",
        ),
        (
            "    support: [乙局]\n",
            "    cancelled: {date: 2017-10-19, basis: 会议}\n",
            "事项 1.1 自 2017-10-19 起已取消（会议）；1.1 这一行没有写入（J6、K6、M6）",
        ),
        ("    support: [乙局]\n", "    cancelled: {date: 2017-10-20, basis: 会议}\n", ""),
        ('id: "1.1"', 'id: "1.9"', "方案里没有事项 1.1；1.1 这一行没有写入（J6、K6、M6）"),
        (
            "text: 一次性事项。\n    lead: [甲局]\n    support: [乙局]",
            "text: 一次性事项。\n    lead: [乙局]",
            "甲局在事项 1.1 没有“不分期”这一份；1.1 这一行没有写入（J6、K6、M6）",
        ),
    ],
)
def test_what_is_no_longer_owed_is_reported(small: Bench, old: str, new: str, message: str) -> None:
    filled(form_of(small), fill("1.1", **DONE))
    assert old in SMALL_TASKS
    small.write("data/tasks.yaml", SMALL_TASKS.replace(old, new))
    result = collect(small, "甲局.xlsx")
    assert result.code == (1 if message else 0)
    assert message in result.err


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", "编号,key\n1.1,gkplan/form/1\n", "存成了 CSV"),
        ("a.csv", "编号,gkplan/form/1".encode("utf-16"), "存成了 CSV"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "是旧版 Office 或 WPS 的文件"),
        ("a.xlsx", b"PK\x03\x04 broken", "文件已损坏，不能解压"),
        ("a.xlsx", b"%PDF-1.4", "不是 Excel 工作簿（.xlsx）"),
        ("a.xlsx", b"", "不是 Excel 工作簿（.xlsx）"),
        ("a.xlsx", bytes(20_000_001), "文件超过 20 MB"),
    ],
)
def test_other_files_are_refused_with_the_reason(
    small: Bench, name: str, content: bytes | str, why: str
) -> None:
    small.write(name, content)
    filled(form_of(small), fill("1.1", **DONE))
    result = collect(small, name, "甲局.xlsx")
    assert result.code == 1
    assert f"{name}: error[not-a-form]: {why}" in result.err
    assert written(small) == "1.1 done 2017-10-20 [https://a.gov.cn/1]"


def test_a_workbook_that_is_no_form_is_refused(small: Bench) -> None:
    small.ok("report", "-o", "台账.xlsx")
    result = collect(small, "台账.xlsx")
    assert (result.code, "台账.xlsx: error[not-a-form]: 不是 gkplan 的填报表" in result.err) == (
        1,
        True,
    )
    form = Form(form_of(small))
    form.sheet.delete_cols(form.columns["key"], 3)
    form.save()
    assert "或者隐藏的列被删去了" in collect(small, "甲局.xlsx").err


def test_what_does_not_exist_is_a_wrong_request(small: Bench) -> None:
    result = collect(small, "没有.xlsx")
    assert (result.code, result.err) == (
        2,
        "错误：没有 没有.xlsx 这个文件或文件夹\n  检查路径\n",
    )


def send(small: Bench, evidence: str, **files: str) -> Result:
    form = form_of(small)
    (small.root / "收件").mkdir(exist_ok=True)
    form = form.rename(small.root / "收件/甲局.xlsx")
    filled(form, fill("1.1", **{**DONE, "佐证材料": evidence}))
    for name, text in files.items():
        small.write(f"收件/{name.replace('__', '/').replace('_', '.')}", text)
    return collect(small, "收件")


@pytest.mark.parametrize(
    ("evidence", "files", "targets"),
    [
        ("公告.pdf", {"公告_pdf": "a"}, ["公告.pdf"]),
        ("公告", {"公告_pdf": "a"}, ["公告.pdf"]),
        ("公告 .PDF", {"公告_pdf": "a"}, ["公告.pdf"]),
        ("1、公告.pdf\n2、表.xlsx", {"公告_pdf": "a", "表_xlsx": "b"}, ["公告.pdf", "表.xlsx"]),
        ("公告.pdf、表.xlsx", {"公告_pdf": "a", "表_xlsx": "b"}, ["公告.pdf", "表.xlsx"]),
        ("附件\\公告.pdf", {"附件__公告_pdf": "a"}, ["公告.pdf"]),
        ("附件：1.公告.pdf", {"1_公告_pdf": "a"}, ["1.公告.pdf"]),
    ],
)
def test_evidence_is_copied_into_the_folder(
    small: Bench, evidence: str, files: dict[str, str], targets: list[str]
) -> None:
    result = send(small, evidence, **files)
    assert (result.code, result.err.split("\n")[-2]) == (
        0,
        f"写入 1 条填报，复制佐证文件 {len(targets)} 个",
    )
    paths = [f"evidence/甲局/{target}" for target in targets]
    assert written(small) == f"1.1 done 2017-10-20 [{' '.join(paths)}]"
    assert [small.read(path) for path in paths] == ["a", "b"][: len(paths)]
    assert "复制" not in collect(small, "收件").err
    assert small.run("check").code == 0


def test_evidence_does_not_overwrite_another_file_of_that_name(small: Bench) -> None:
    small.write("evidence/甲局/公告.pdf", "别的")
    assert send(small, "公告.pdf", 公告_pdf="a").code == 0
    assert small.read("evidence/甲局/公告.pdf") == "别的"
    assert small.read("evidence/甲局/公告-2.pdf") == "a"
    assert written(small) == "1.1 done 2017-10-20 [evidence/甲局/公告-2.pdf]"


def test_evidence_that_is_there_already_is_not_copied(small: Bench) -> None:
    small.write("evidence/甲局/公告.pdf", "a")
    assert send(small, "公告.pdf", 公告_pdf="a").code == 0
    assert written(small) == "1.1 done 2017-10-20 [evidence/甲局/公告.pdf]"
    assert [name for name in small.files() if name.startswith("evidence/")] == [
        "evidence/甲局/公告.pdf"
    ]


def test_evidence_may_be_a_file_of_the_plan_folder(small: Bench) -> None:
    small.write("evidence/2017-08.pdf", "a")
    assert send(small, "evidence/2017-08.pdf").code == 0
    assert written(small) == "1.1 done 2017-10-20 [evidence/2017-08.pdf]"


@pytest.mark.parametrize(
    "evidence", ["../密.txt", "/etc/hostname", "..\\密.txt", "收件/../../密.txt", "别的.pdf"]
)
def test_evidence_outside_is_refused(small: Bench, evidence: str) -> None:
    small.write("密.txt", "密")
    result = send(small, evidence)
    assert (result.code, reported(result.err)) == (1, ("bad-evidence 填报!M6",))
    assert written(small) == ""
    assert "evidence" not in {path.name for path in small.root.iterdir()}


@pytest.mark.posix("symbolic links")
def test_evidence_that_is_a_link_is_refused(small: Bench) -> None:
    small.write("密.txt", "密")
    (small.root / "收件").mkdir()
    (small.root / "收件/公告.pdf").symlink_to(small.root / "密.txt")
    assert reported(send(small, "公告.pdf").err) == ("bad-evidence 填报!M6",)


@pytest.mark.posix("symbolic links")
def test_evidence_is_not_copied_through_a_link_out_of_the_folder(
    small: Bench, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (small.root / "evidence").symlink_to(outside)
    result = send(small, "公告.pdf", 公告_pdf="a")
    assert (result.code, list(outside.iterdir())) == (1, [])
    assert "evidence 是链接，没有写入" in result.err
    assert written(small) == ""


def test_evidence_of_a_row_that_is_not_written_is_not_copied(small: Bench) -> None:
    form = form_of(small)
    filled(form, fill("1.1", **{**DONE, "佐证材料": "公告.pdf", "办理日期": "2018-01-01"}))
    small.write("公告.pdf", "a")
    assert collect(small, "甲局.xlsx").code == 1
    assert not (small.root / "evidence").exists()


def test_evidence_is_removed_again_if_the_journal_cannot_be_written(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("gkplan.folder.append.commit", fail)
    result = send(small, "公告.pdf", 公告_pdf="a")
    assert (result.code, "磁盘满了" in result.err) == (4, True)
    assert not (small.root / "evidence").exists()


def test_evidence_that_nobody_mentions_is_reported(small: Bench) -> None:
    result = send(small, "https://a.gov.cn/1", 忘了写_pdf="a")
    assert result.code == 1
    assert "收件/忘了写.pdf: warning[unused-file]: 没有一张表提到这个文件，没有收\n" in result.err
    assert written(small) == "1.1 done 2017-10-20 [https://a.gov.cn/1]"


def test_a_folder_is_read_with_the_folders_in_it(small: Bench) -> None:
    for unit, task in (("甲局", "1.1"), ("乙局", "2.2")):
        small.ok("form", "--unit", unit, "-o", f"{unit}.xlsx")
        (small.root / "收件" / unit).mkdir(parents=True)
        form = (small.root / f"{unit}.xlsx").rename(small.root / f"收件/{unit}/反馈.xlsx")
        filled(form, fill(task, **{**DONE, "佐证材料": "附件.pdf"}))
        small.write(f"收件/{unit}/附件.pdf", unit)
    small.write("收件/~$反馈.xlsx", "lock")
    small.write("收件/.DS_Store", "x")
    assert collect(small, "收件").err.split("\n")[-2] == "写入 2 条填报，复制佐证文件 2 个"
    assert [small.read(f"evidence/{unit}/附件.pdf") for unit in ("甲局", "乙局")] == [
        "甲局",
        "乙局",
    ]


def test_evidence_of_another_unit_is_not_taken(small: Bench) -> None:
    """A folder with a form of its own below the form is another unit's."""
    small.ok("form", "--unit", "甲局", "-o", "甲局.xlsx")
    small.ok("form", "--unit", "乙局", "-o", "乙局.xlsx")
    for unit, folder, task in (("甲局", "收件", "1.1"), ("乙局", "收件/乙局", "2.2")):
        (small.root / folder).mkdir(parents=True, exist_ok=True)
        form = (small.root / f"{unit}.xlsx").rename(small.root / folder / f"{unit}.xlsx")
        filled(form, fill(task, **{**DONE, "佐证材料": "截图.png"}))
    small.write("收件/乙局/截图.png", "乙")
    result = collect(small, "收件")
    assert "收件/甲局.xlsx:填报!M6: error[bad-evidence]" in result.err
    assert (written(small), small.read("evidence/乙局/截图.png")) == ("", "乙")


def test_a_file_that_two_units_name_is_reported(small: Bench) -> None:
    for unit, task in (("甲局", "1.1"), ("乙局", "2.2")):
        small.ok("form", "--unit", unit, "-o", f"收件/{unit}.xlsx")
        filled(small.root / f"收件/{unit}.xlsx", fill(task, **{**DONE, "佐证材料": "截图.png"}))
    small.write("收件/截图.png", "a")
    result = collect(small, "收件")
    assert result.code == 1
    assert (
        "截图.png: warning[shared-file]: 乙局、甲局的表都提到这个文件，各收了一份\n" in result.err
    )


def test_a_packed_file_is_reported_as_one_and_files_of_systems_are_not(small: Bench) -> None:
    small.ok("form", "--unit", "甲局", "-o", "收件/甲局.xlsx")
    small.write("收件/附件.zip", "PK")
    small.write("收件/Thumbs.db", "x")
    result = collect(small, "收件")
    assert "收件/附件.zip: warning[unused-file]: 压缩包没有打开\n  解压后再收一次\n" in result.err
    assert "Thumbs" not in result.err


def test_a_folder_without_a_form_is_a_wrong_request(small: Bench) -> None:
    small.write("收件/附件.pdf", "a")
    assert collect(small, "收件") == Result(
        2, "", "错误：收件 里没有填报表（.xlsx）\n  检查文件夹\n"
    )


def test_who_sent_an_empty_form_and_who_sent_none(small: Bench) -> None:
    for unit in ("甲局", "丁镇"):
        small.ok("form", "--unit", unit, "-o", f"收件/{unit}.xlsx")
    filled(small.root / "收件/甲局.xlsx", fill("1.1", **DONE))
    lines = collect(small, "收件").err.split("\n")
    assert lines[-3:-1] == [
        "收到 2 张表；空表 1 张：丁镇；没有收到的 2 个单位：乙局、丙委",
        "写入 1 条填报",
    ]
    assert "没有收到" not in collect(small, "收件/甲局.xlsx").err
    small.write("data/progress/乙局.yaml", "- [")
    assert "有的进展文件有错误，没有收到表的单位列不出来" in collect(small, "收件").err


def test_a_report_that_is_older_than_the_last_one_would_change_nothing(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--date", "2017-10-20", "--note", "在写")
    filled(form_of(small), fill("1.1", **{**DONE, "办理日期": "2017-10-19"}))
    result = collect(small, "甲局.xlsx")
    assert reported(result.err) == ("older-than-last 填报!A6",)
    assert "日期 2017-10-19 早于上次填报（2017-10-20 正在推进，在写），写入了也不算数" in result.err
    result = collect(small, "甲局.xlsx", "--accept", "1.1")
    assert (result.code, "只作补记，仍以 2017-10-20 的正在推进为准" in result.out) == (0, True)


def test_a_report_on_the_day_of_the_last_one_counts(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--date", "2017-10-20", "--note", "在写")
    filled(form_of(small), fill("1.1", **DONE))
    assert collect(small, "甲局.xlsx").code == 0
    assert "已完成" in small.ok("list", "1.1")


@pytest.mark.parametrize(("day", "code"), [("2017-09-20", 0), ("2017-09-19", 1)])
def test_a_report_before_the_day_of_its_event_is_reported_at_its_cell(
    small: Bench, day: str, code: int
) -> None:
    small.ok("mark", "2.3", "doing", "-u", "甲局", "--event", "2017-09-20", "--date", "2017-09-20")
    filled(
        form_of(small),
        fill("2.3", "2017-09-20", **{**DONE, "办理日期": day}),
        fill("1.2", "2017-08", 状态="正在推进"),
    )
    result = collect(small, "甲局.xlsx")
    assert result.code == code
    assert ("unexpected-event 填报!K12" in reported(result.err)) is bool(code)
    assert "1.2 2017-08 doing" in written(small)


def test_the_forms_of_some_units_alone_can_be_collected(small: Bench) -> None:
    for unit in ("甲局", "乙局"):
        small.ok("form", "--unit", unit, "-o", f"收件/{unit}.xlsx")
        filled(small.root / f"收件/{unit}.xlsx", fill("2.3", **DONE, 起算日="2017-10-01"))
    small.write("收件/说明.txt", "没有一张表提到")
    small.write("收件/坏.xlsx", "不是表")
    result = collect(small, "收件", "--unit", "乙局")
    opened = "提醒：新开一件，起算日 2017-10-01：乙局 2.3 2017-10-01\n"
    assert (result.code, result.err) == (0, f"{opened}写入 1 条填报\n")
    assert (written(small), written(small, "乙局")[:14]) == ("", "2.3 2017-10-01")
    assert collect(small, "收件", "--unit", "无名局").code == 2


@pytest.mark.parametrize("name", ["结果.txt", "结果.csv", "结果.md"])
def test_what_was_collected_and_what_was_not_can_be_kept(small: Bench, name: str) -> None:
    filled(form_of(small), fill("1.1", **DONE), fill("1.2", "2017-08", 状态="差不多"))
    assert collect(small, "甲局.xlsx", "-o", name).code == 1
    text = small.read(name)
    assert "a.gov.cn/1" in text
    assert "“差不多”不在列表里；1.2 2017-08 这一行没有写入（J7）" in text


def test_a_broken_journal_of_another_unit_does_not_matter(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **DONE))
    small.write("data/progress/乙局.yaml", "- [")
    assert collect(small, "甲局.xlsx").code == 0
    small.write("data/progress/甲局.yaml", "- [")
    assert collect(small, "甲局.xlsx").code == 3


def test_forms_cannot_be_collected_into_the_included_plan(empty: Bench) -> None:
    empty.ok("form", "--unit", "区财政局", "-o", "a.xlsx", "--as-of", "2017-10-31")
    filled(empty.root / "a.xlsx", fill("1.3", "2017-09", 状态="已完成"))
    assert empty.run("collect", "a.xlsx", "--dry-run").code == 0
    assert empty.run("collect", "a.xlsx").code == 4


def test_a_form_of_a_damaged_zip_names_its_file_not_ours(small: Bench, tmp_path: Path) -> None:
    content = form_of(small).read_bytes()
    small.write("坏.xlsx", content[: len(content) // 2])
    result = collect(small, "坏.xlsx")
    assert (result.code, str(tmp_path) in result.err) == (1, False)


def test_the_same_reminder_about_several_rows_is_one_line(small: Bench) -> None:
    small.context = replace(small.context, today=date(2018, 2, 1), as_of_text="2017-10-31")
    filled(
        form_of(small),
        fill("1.2", "2017-08", 状态="已完成", 办理日期="2017-09-12"),
        fill("1.2", "2017-09", 状态="已完成", 办理日期="2017-10-12"),
    )
    lines = collect(small, "甲局.xlsx").err.split("\n")
    assert lines[:2] == [
        "提醒：已完成，但没有佐证材料：甲局 1.2 2017-08、甲局 1.2 2017-09",
        "提醒：是补报：甲局 1.2 2017-08、甲局 1.2 2017-09",
    ]


def test_several_units_report_on_one_task_in_one_run(small: Bench) -> None:
    for unit in ("甲局", "丁镇", "丙委"):
        small.ok("form", "--unit", unit, "-o", f"收/{unit}.xlsx")
        filled(small.root / f"收/{unit}.xlsx", fill("2.1", **DONE))
    assert collect(small, "收").err.endswith("写入 3 条填报\n")


def test_only_the_task_that_was_named_is_accepted(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **LATER))
    small.ok("mark", "1.1", "done", "--date", "2017-10-20")
    assert reported(collect(small, "甲局.xlsx", "--accept", "1.2").err) == (
        "changed-since 填报!A6",
    )


def test_the_same_words_of_another_stated_day_are_another_report(small: Bench) -> None:
    path = filled(form_of(small), fill("1.1", **LATER))
    assert collect(small, "甲局.xlsx").code == 0
    filled(path, fill("1.1", 办理日期="2017-10-26"))
    assert reported(collect(small, "甲局.xlsx").err) == ("changed-since 填报!A6",)
    filled(path, fill("1.1", 办理日期=None))
    assert collect(small, "甲局.xlsx").err.endswith("写入 0 条填报，1 行以前收过\n")


def test_the_name_in_a_row_counts_before_the_signature(small: Bench) -> None:
    form = Form(form_of(small))
    form.fill("1.1", **DONE, 填报人="李四").fill("1.2", "2017-08", 状态="正在推进")
    guide = form.book["说明"]
    row = next(row for row in range(1, 40) if guide.cell(row, 1).value == "填报人")
    guide.cell(row, 2).value = "张三"
    form.save()
    assert collect(small, "甲局.xlsx").code == 0
    assert [line.split()[-1] for line in written(small).split("\n")] == ["李四", "张三"]


@pytest.mark.parametrize(
    "change",
    [
        "    changes: [{date: 2017-09-01, basis: 会议, lead: [乙局]}]\n",
        "    cancelled: {date: 2017-09-01, basis: 会议}\n",
    ],
)
def test_a_unit_that_lost_a_task_opens_no_new_case(small: Bench, change: str) -> None:
    filled(form_of(small), fill("2.3", 起算日="2017-10-01", **DONE))
    small.write("data/tasks.yaml", SMALL_TASKS + change)
    assert [one.split()[0] for one in reported(collect(small, "甲局.xlsx").err)] == ["owes-nothing"]
    assert "2.3" not in [row[0] for row in tuples(Form(form_of(small, "新.xlsx")))]


def test_two_files_of_one_name_are_both_kept(small: Bench) -> None:
    filled(
        form_of(small),
        fill("1.1", **{**DONE, "佐证材料": "上/公告.pdf"}),
        fill("1.2", "2017-08", **{**DONE, "佐证材料": "下/公告.pdf"}),
    )
    small.write("上/公告.pdf", "上")
    small.write("下/公告.pdf", "下")
    assert collect(small, "甲局.xlsx").code == 0
    assert [small.read(f"evidence/甲局/公告{end}.pdf") for end in ("", "-2")] == ["上", "下"]


@pytest.mark.posix("names that Windows does not allow")
def test_a_name_that_not_every_system_allows_is_changed(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **{**DONE, "佐证材料": "10:30 公告?.pdf"}))
    small.write("10:30 公告?.pdf", "a")
    small.ok("collect", "甲局.xlsx")
    assert small.read("evidence/甲局/10_30 公告_.pdf") == "a"


def test_too_many_forms_at_once_are_refused(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkplan.forms.inbox.MOST_FORMS", 2)
    content = form_of(small).read_bytes()
    for number in (1, 2):
        small.write(f"收/{number}.xlsx", content)
    assert collect(small, "收").code == 0
    small.write("收/3.xlsx", content)
    assert collect(small, "收").code == 2


def test_evidence_is_not_looked_for_among_too_many_files(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gkplan.forms.attachments.MOST_FILES", 3)
    filled(form_of(small, "收/甲局.xlsx"), fill("1.1", **{**DONE, "佐证材料": "公告.pdf"}))
    for name in ("公告.pdf", "二.pdf", ".a", ".b", ".c", "~$甲局.xlsx"):
        small.write(f"收/{name}", name)  # hidden names do not count
    small.ok("collect", "收/甲局.xlsx", "--dry-run")
    small.write("收/三.pdf", "三")
    result = collect(small, "收/甲局.xlsx")
    assert "没有找，和表放在一起的文件超过 3 个；表和它的佐证单独放一个文件夹" in result.err
    assert written(small) == ""


def test_forms_that_are_too_large_together_are_refused(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(small, "收/甲局.xlsx")
    monkeypatch.setattr("gkplan.forms.inbox.MOST_TOGETHER", 2 * Package(form.read_bytes()).size + 9)
    small.write("收/乙局.xlsx", form.read_bytes())
    small.write("收/坏.xlsx", "PK")
    assert collect(small, "收").code == 1  # the damaged file is reported
    small.write("收/丙.xlsx", form.read_bytes())
    before = small.files()
    result = collect(small, "收")
    assert result.code == 2
    assert "这些表解压后一共超过 0 MB，没有收\n  分几次收" in result.err
    assert small.files() == before


def test_existing_forms_that_are_too_large_together_are_not_overwritten(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.ok("form", "--all", "-o", "收")
    monkeypatch.setattr("gkplan.forms.inbox.MOST_TOGETHER", 1)
    small.ok("form", "--all", "-o", "收")  # nobody has saved them: they are not read
    Form(small.root / "收/甲局.xlsx").save()
    before = small.files()
    result = small.run("form", "--all", "-o", "收")
    assert (result.code, "来不及看有没有人填过，没有覆盖" in result.err) == (4, True), result
    assert small.files() == before


def test_forms_of_units_and_of_the_office_are_collected_together(small: Bench) -> None:
    small.ok("mark", "2.2", "done", "-u", "乙局", "--date", "2017-10-20")
    small.ok("review", "--form", "-o", "收/核查.xlsx")
    filled(small.root / "收/核查.xlsx", fill("2.2", 核查结论="退回", 核查意见="没有佐证"))
    filled(form_of(small, "收/甲局.xlsx"), fill("1.1", **DONE))
    assert collect(small, "收").err.endswith("写入 1 条填报，写入 1 条核查\n")


@pytest.mark.parametrize(("day", "code"), [("2018-07-02", 0), ("2018-07-03", 1)])
def test_a_report_can_be_corrected_up_to_half_a_year_after_the_plan(
    small: Bench, day: str, code: int
) -> None:
    small.ok("mark", "2.2", "done", "-u", "乙局", "--date", "2017-10-20")
    small.ok("review", "--form", "-o", "核查.xlsx")
    values = {"核查结论": "退回", "核查意见": "没有佐证", "改正期限": day}
    filled(small.root / "核查.xlsx", fill("2.2", **values))
    assert collect(small, "核查.xlsx").code == code
