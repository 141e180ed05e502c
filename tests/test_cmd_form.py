"""``gkplan form`` and ``review --form``: what the workbooks contain and how they are protected."""

import re
import zipfile
from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import SMALL_TASKS, Bench, Result
from filling import Form, tuples
from libreoffice import Office
from printed import A4, A4_ACROSS, sizes, texts
from test_form_slips import DONE, fill, form_of

from gkplan.domain.rules import Problem
from gkplan.forms.filled import FilledForm, read_form
from gkplan.forms.workbook import MOST_INFLATED
from gkplan.forms.write import is_unopened

OPEN = [
    ("1.1", "", "2017-12-31", "未启动\n尚未填报"),
    ("1.2", "2017-08", "2017-09-28", "未启动\n逾期 33 天\n尚未填报"),
    ("1.2", "2017-09", "2017-11-03", "未启动\n尚未填报"),
    ("1.2", "2017-10", "2017-11-28", "未启动\n尚未填报"),
    ("1.2", "2017-11", "2017-12-28", "未启动"),
    ("2.1", "", "2017-12-31", "未启动\n尚未填报"),
    *[("2.3", "", "自起算日起15个工作日内", "新增\n（每件一行）")] * 3,
]


def rows(path: Path) -> list[tuple[str, str, str, str]]:
    """Return number, period, due date and standing of every row."""
    return [(row[0], row[1], row[5], row[6]) for row in tuples(Form(path))]


def test_a_form_lists_what_is_open_and_what_falls_due_soon(small: Bench) -> None:
    path = form_of(small)
    assert rows(path) == OPEN
    form = Form(path)
    assert form.book.sheetnames == ["填报", "说明"]
    assert form.sheet["A1"].value == "小方案　落实情况填报表"
    about = "应办 6 份（其中逾期 1 份），另有 3 行供填报新增的"
    assert form.sheet["A2"].value == f"填报单位：甲局　　截至日期：2017-10-31　　{about}"
    assert list(form.columns) == [
        *("编号", "期／起算日", "简称", "具体事项", "职责", "时限", "现状", "上次填报", "核查意见"),
        *("状态", "办理日期", "进展情况", "佐证材料", "存在问题", "下一步", "填报人"),
        *("key", "base", "seal"),
    ]


@pytest.mark.parametrize(
    ("options", "periods"),
    [
        ((), ["2017-08", "2017-09", "2017-10", "2017-11"]),
        (("--within", "57d"), ["2017-08", "2017-09", "2017-10"]),
        (("--within", "58d"), ["2017-08", "2017-09", "2017-10", "2017-11"]),
        (("--within", "0"), ["2017-08", "2017-09", "2017-10"]),
        (("--everything",), ["2017-08", "2017-09", "2017-10", "2017-11", "2017-12"]),
    ],
)
def test_how_far_ahead_a_form_looks(
    small: Bench, options: tuple[str, ...], periods: list[str]
) -> None:
    path = form_of(small, "甲局.xlsx", *options)
    assert [row[1] for row in rows(path) if row[0] == "1.2"] == periods


def test_what_is_settled_is_asked_again_only_with_everything_or_after_a_return(
    small: Bench,
) -> None:
    small.ok("mark", "1.1", "done", "--date", "2017-10-20", "--note", "写完了", "--by", "张三")
    assert "1.1" not in [row[0] for row in rows(form_of(small))]
    everything = tuples(Form(form_of(small, "全.xlsx", "--everything")))
    assert everything[0][6:9] == (
        "已完成\n没有佐证",
        "2017-10-20 已完成\n写完了\n填报人：张三",
        "",
    )
    small.ok("review", "1.1", "return", "--note", "没有链接", "--correct-by", "2017-11-10")
    row = tuples(Form(form_of(small)))[0]
    assert (row[0], row[5], row[6], row[8]) == (
        "1.1",
        "2017-12-31",
        "正在推进\n已退回",
        "2017-10-31 已退回，请重报，请于 2017-11-10 前改正：没有链接",
    )


def test_extended_and_provisional_due_dates_are_marked(small: Bench) -> None:
    late = ["--date", "2017-10-20", "--reason", "机构改革", "--approved-by", "区长"]
    small.ok("extend", "1.1", "--to", "2018-01-31", *late)
    assert tuples(Form(form_of(small)))[0][5] == "2018-01-31\n原 2017-12-31\n延期1次"
    tasks = SMALL_TASKS.replace("2017-08-03", "2027-01-04").replace("2017-12-31", "2027-12-31")
    small.write("data/reviews.yaml", "")
    small.write("data/tasks.yaml", tasks)
    small.ok("form", "--unit", "甲局", "-o", "a.xlsx", "--as-of", "2027-03-01")
    assert tuples(Form(small.root / "a.xlsx"))[1][5] == "2027-03-04 暂定"


def test_everything_but_the_answers_is_locked(small: Bench) -> None:
    form = Form(form_of(small))
    assert form.sheet.protection.sheet
    assert not form.sheet.protection.password
    answers = {*range(10, 17)}
    for row in form.sheet.iter_rows(min_row=1, max_row=form.sheet.max_row):
        for cell in row:
            new_case = cell.row > 11 and cell.column == 2  # the day of a new case
            expected = (cell.row > 5 and cell.column in answers) or new_case
            assert cell.protection.locked is not expected, cell
    hidden = {key for key, column in form.sheet.column_dimensions.items() if column.hidden}
    assert hidden == {"Q"}
    assert form.sheet.column_dimensions["Q"].max == 19
    lists = [one for one in form.sheet.data_validations.dataValidation if one.type == "list"]
    assert [one.formula1 for one in lists] == ['"未启动,条件未具备,正在推进,受阻,已完成,不涉及"']
    assert form.book["说明"].protection.sheet


def test_a_form_states_its_plan_and_unit_in_its_properties(small: Bench) -> None:
    book = openpyxl.load_workbook(form_of(small))
    properties = {one.name: one.value for one in book.custom_doc_props.props}
    plan, seal = properties.pop("gkplan-plan"), properties.pop("gkplan-seal")
    assert re.fullmatch("[0-9a-f]{64}", seal)
    assert properties == {
        "gkplan-form": "gkplan/form/1",
        "gkplan-kind": "report",
        "gkplan-unit": "甲局",
    }
    assert len(plan) == 12


def test_equal_folders_give_equal_bytes(small: Bench) -> None:
    assert form_of(small, "a.xlsx").read_bytes() == form_of(small, "b.xlsx").read_bytes()


def test_the_second_sheet_says_by_when_and_whom_to_ask(small: Bench) -> None:
    small.ok(
        *("form", "--unit", "甲局", "-o", "a.xlsx"),
        *("--reply-by", "2017-11-15", "--contact", "督查科 020-12345678"),
    )
    guide = Form(small.root / "a.xlsx").book["说明"]
    texts = [cell.value for (cell, *_) in guide.iter_rows() if cell.value]
    assert texts[:2] == [
        "填报说明",
        (
            "甲局：请填写《小方案》落实情况，于2017年11月15日前（含当日）发回。"
            "疑问请联系督查科 020-12345678。"
        ),
    ]
    assert texts[-5:] == ["填报人", "联系电话", "负责人签字", "单位盖章", "日期"]
    assert "于2017年11月7日前（含当日）发回" in Form(form_of(small)).book["说明"]["A2"].value


def test_at_the_end_of_the_calendar_the_last_day_is_asked_for(small: Bench) -> None:
    for day in (date.max, date.max - timedelta(7)):
        small.ok("form", "--unit", "甲局", "-o", "a.xlsx", today=day)
        guide = Form(small.root / "a.xlsx").book["说明"]
        assert "于9999年12月31日前（含当日）发回" in guide["A2"].value, day
        (small.root / "a.xlsx").unlink()


def test_one_file_per_unit_and_none_for_those_who_owe_nothing(small: Bench) -> None:
    tasks = SMALL_TASKS.replace("    lead: [各部门]\n", "    lead: [甲局]\n").replace(
        "implement: [各镇, 各部门]", "implement: [各镇]"
    )
    small.write("data/tasks.yaml", tasks)
    result = small.run("form", "--all", "-o", "表")
    assert result.out == "表/甲局.xlsx\n表/乙局.xlsx\n表/丙委.xlsx\n表/丁镇.xlsx\n"
    assert result.err == "4 个单位，11 行，请于 2017-11-07 前填好\n"
    small.ok("mark", "2.2", "waived", "--unit", "乙局", "--note", "不办")
    again = small.run("form", "--all", "-o", "表")
    assert "表/乙局.xlsx" not in again.out
    assert again.err.startswith("提醒：表/乙局.xlsx 是以前写的，这次没有要填报的\n")
    assert small.run("form", "--unit", "乙局", "-o", "乙.xlsx") == Result(
        0, "", "乙局没有要填报的\n"
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["-o", "a.xlsx"], "哪个单位的填报表没有写明"),
        (["--all", "--unit", "甲局", "-o", "表"], "哪个单位的填报表没有写明"),
        (["--unit", "甲局"], "填报表写到哪里没有写明"),
        (["--all"], "几个单位的填报表不能接在一起"),
        (["--all", "-o", "a.xlsx"], "-o 要写文件夹，a.xlsx 像是文件名"),
        (["--unit", "甲局", "-o", "a.csv"], "a.csv：写不了 .csv 文件"),
        (["--unit", "甲局", "-o", "a"], "从 a 看不出格式：没有后缀"),
        (["--unit", "甲局", "-o", "a.xlsx", "--within", "x"], "--within 不接受 “x”"),
        (
            ["--unit", "甲局", "-o", "a.xlsx", "--within", "9", "--everything"],
            "--within 与 --everything 不能同时用",
        ),
        (["--unit", "甲局", "-o", "a.xlsx", "--reply-by", "2017-10-30"], "已经过去"),
        (["--unit", "无名局", "-o", "a.xlsx"], "无名局"),
    ],
)
def test_a_request_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    before = small.files()
    result = small.run("form", *args)
    assert result.code == 2
    assert message in result.err
    assert small.files() == before


def test_a_unit_may_be_written_into_an_existing_folder(small: Bench) -> None:
    (small.root / "表").mkdir()
    assert small.ok("form", "--unit", "甲局", "-o", "表") == "表/甲局.xlsx\n"
    small.write("表/乙局.xlsx/x", "")
    result = small.run("form", "--all", "-o", "表")
    assert (result.code, "表/乙局.xlsx 是一个文件夹，没有写入" in result.err) == (4, True)


def test_a_form_that_nobody_saved_is_overwritten_without_reading_it(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("form", "--all", "-o", "表")
    small.ok(*asked)
    reads: list[str] = []

    def counted(file: str, content: bytes) -> FilledForm | Problem:
        reads.append(file)
        return read_form(file, content)

    monkeypatch.setattr("gkplan.forms.inbox.read_form", counted)
    small.ok(*asked, "--as-of", "2017-11-01")
    assert reads == []
    Form(small.root / "表/甲局.xlsx").save()
    small.ok(*asked)
    assert reads == ["表/甲局.xlsx"]


def test_the_seal_of_a_form_is_lost_with_any_change(small: Bench) -> None:
    """A member is altered, added, removed or moved, or the seal is that of another form."""
    form, other = form_of(small).read_bytes(), form_of(small, "b.xlsx", "--everything").read_bytes()
    with ZipFile(BytesIO(form)) as archive, ZipFile(BytesIO(other)) as another:
        members = {name: archive.read(name) for name in archive.namelist()}
        foreign = another.read("docProps/custom.xml")

    def sealed(changed: Iterable[tuple[str, bytes]]) -> bool:
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            for name, content in changed:
                archive.writestr(name, content)
        return is_unopened(out.getvalue(), MOST_INFLATED)

    assert is_unopened(form, MOST_INFLATED)
    assert sealed(members.items())
    for name, content in members.items():
        assert not sealed({**members, name: content + b" "}.items())
        assert not sealed((other, text) for other, text in members.items() if other != name)
    assert not sealed({**members, "x": b""}.items())
    assert not sealed({**members, "docProps/custom.xml": foreign}.items())
    assert not sealed(reversed(members.items()))
    assert not is_unopened(form[:-30], MOST_INFLATED)
    assert not is_unopened(form, sum(map(len, members.values())) - 1)
    assert is_unopened(form, sum(map(len, members.values())))


def test_a_form_in_which_somebody_wrote_is_not_overwritten(small: Bench) -> None:
    path = form_of(small)
    assert small.run("form", "--unit", "甲局", "-o", "甲局.xlsx").code == 0  # an empty one is
    Form(path).fill("1.1", **DONE).save()
    before = small.files()
    result = small.run("form", "--unit", "甲局", "-o", "甲局.xlsx")
    assert (result.code, "甲局.xlsx 已经有人填过，没有覆盖" in result.err) == (4, True)
    (small.root / "表").mkdir()
    path.rename(small.root / "表/甲局.xlsx")
    assert small.run("form", "--all", "-o", "表").code == 4
    assert sorted(small.files()) == sorted({*before, "表/甲局.xlsx"} - {"甲局.xlsx"})
    small.ok("mark", "1.1", "done", "--evidence", "https://a.gov.cn/1")
    small.ok("review", "--form", "-o", "核查.xlsx")
    Form(small.root / "核查.xlsx").fill("1.1", 核查结论="核实").save()
    assert small.run("review", "--form", "-o", "核查.xlsx").code == 4


def test_texts_that_look_like_formulas_or_control_cells_are_texts(small: Bench) -> None:
    tasks = SMALL_TASKS.replace("一次性事项。", '\'=HYPERLINK("http://x","a")\'')
    small.write("data/tasks.yaml", tasks)
    path = form_of(small)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    form = Form(path)
    form.fill("1.1", **DONE).save()
    assert small.run("collect", "甲局.xlsx").code == 0


def test_the_offices_form_lists_what_waits_for_a_review(small: Bench) -> None:
    assert small.run("review", "--form", "-o", "核查.xlsx") == Result(0, "", "没有待核查的\n")
    small.ok("mark", "1.1", "done", "--date", "2017-10-20", "--evidence", "https://a.gov.cn/1")
    small.ok("mark", "2.2", "waived", "--note", "不办", "--date", "2017-10-21")
    small.ok("mark", "1.2", "doing", "--period", "8月")
    result = small.run("review", "--form", "-o", "核查.xlsx")
    assert result.out == "核查.xlsx\n"
    assert result.err == "待核查 2 份；填好后用 gkplan collect 核查.xlsx 收\n"
    form = Form(small.root / "核查.xlsx")
    assert [row[:2] + row[6:9] for row in tuples(form)] == [
        ("甲局", "1.1", "已完成", "2017-10-20 已完成", "https://a.gov.cn/1"),
        ("乙局", "2.2", "不涉及", "2017-10-21 不涉及\n不办", "没有"),
    ]
    small.ok("review", "--form", "--unit", "乙局", "-o", "乙.xlsx")
    assert [row[0] for row in tuples(Form(small.root / "乙.xlsx"))] == ["乙局"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--form"], "核查表写到哪里没有写明"),
        (["--form", "-o", "a.docx"], "a.docx：写不了 .docx 文件"),
        (["--form", "1.1", "核实", "-o", "a.xlsx"], "--form 只出核查表，不接受 ID、VERDICT"),
        (["--form", "-o", "a.xlsx", "--note", "x"], "--form 只出核查表，不接受 --note"),
        (["1.1", "核实", "-o", "a.xlsx"], "-o 只用于 --form"),
        ([], "核查哪个事项、结论是什么没有写全"),
        (["核实"], "核查哪个事项、结论是什么没有写全"),
    ],
)
def test_a_review_that_does_not_fit_is_explained(
    small: Bench, args: list[str], message: str
) -> None:
    result = small.run("review", *args)
    assert (result.code, message in result.err) == (2, True), result


def test_reviews_are_collected_with_their_remarks(small: Bench) -> None:
    small.ok("mark", "1.1", "done", "--date", "2017-10-20", "--evidence", "https://a.gov.cn/1")
    small.ok("mark", "2.2", "waived", "--note", "不办", "--date", "2017-10-21")
    small.ok("review", "--form", "-o", "核查.xlsx")
    form = Form(small.root / "核查.xlsx")
    form.fill("1.1", 核查结论="核实", 核查日期="2017-10-25", 核查人="李四")
    form.fill("2.2", 核查结论="退回补正", 核查意见="要办", 改正期限="11月20日").save()
    result = small.run("collect", "核查.xlsx")
    assert (result.code, result.err.split("\n")[-2]) == (0, "写入 2 条核查")
    reviews = small.read("data/reviews.yaml")
    assert [line.strip() for line in reviews.split("\n") if "digest" not in line] == [
        *('- task: "1.1"', "unit: 甲局", "verdict: accept", "date: 2017-10-25"),
        *("entered: 2017-10-31", "record: 2017-10-20", "by: 李四"),
        *('- task: "2.2"', "unit: 乙局", "verdict: return", "date: 2017-10-31"),
        *("record: 2017-10-21", "correct_by: 2017-11-20", "note: 要办", ""),
    ]
    before = small.files()
    assert small.run("collect", "核查.xlsx").err == "写入 0 条填报，2 行以前收过\n"
    assert small.files() == before


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"核查结论": "退回"}, "missing-reason 核查!M6"),
        ({"核查意见": "看不懂"}, "missing-status 核查!K6"),
        ({"核查结论": "核实", "改正期限": "2017-11-20"}, "bad-ruling-date 核查!N6"),
        ({"核查结论": "核实", "核查日期": "2017-10-19"}, "bad-ruling-date 核查!L6"),
        ({"核查结论": "再议"}, "unknown-verdict 核查!K6"),
        ({"核查人": "李四"}, "nothing-reported 核查!O6"),
        ({"核查结论": "核实", "核查日期": "2017-10-20"}, ""),
    ],
)
def test_a_review_that_cannot_be_taken_is_reported(
    small: Bench, values: dict[str, object], rule: str
) -> None:
    small.ok("mark", "1.1", "done", "--date", "2017-10-20", "--evidence", "https://a.gov.cn/1")
    small.ok("review", "--form", "-o", "核查.xlsx")
    Form(small.root / "核查.xlsx").fill("1.1", **values).save()
    result = small.run("collect", "核查.xlsx")
    name, _, cell = rule.partition(" ")
    assert result.code == (1 if rule else 0)
    assert (f"核查.xlsx:{cell}: " in result.err and f"[{name}]" in result.err) is bool(rule)


def test_a_review_of_what_was_reported_again_is_refused(small: Bench) -> None:
    small.ok("mark", "1.1", "done", "--date", "2017-10-20", "--evidence", "https://a.gov.cn/1")
    small.ok("review", "--form", "-o", "核查.xlsx")
    small.ok("mark", "1.1", "done", "--date", "2017-10-25", "--evidence", "https://a.gov.cn/2")
    Form(small.root / "核查.xlsx").fill("1.1", 核查结论="核实").save()
    for accept in ([], ["--accept-all"]):
        result = small.run("collect", "核查.xlsx", *accept)
        assert (result.code, "出表之后单位又报过（2017-10-25 已完成；" in result.err) == (1, True)
    assert not (small.root / "data/reviews.yaml").exists()


def test_a_review_of_what_was_withdrawn_is_refused(small: Bench) -> None:
    small.ok("mark", "1.1", "doing", "--date", "2017-10-10")
    small.ok("mark", "1.1", "done", "--date", "2017-10-20", "--evidence", "https://a.gov.cn/1")
    small.ok("review", "--form", "-o", "核查.xlsx")
    Form(small.root / "核查.xlsx").fill("1.1", 核查结论="核实").save()
    small.ok("mark", "1.1", "withdrawn")
    result = small.run("collect", "核查.xlsx")
    assert (result.code, "所核查的填报已经撤回" in result.err) == (1, True), result
    assert not (small.root / "data/reviews.yaml").exists()


def test_a_review_that_was_given_meanwhile_is_a_conflict(small: Bench) -> None:
    small.ok("mark", "1.1", "done", "--date", "2017-10-20", "--evidence", "https://a.gov.cn/1")
    small.ok("review", "--form", "-o", "核查.xlsx")
    small.ok("review", "1.1", "return", "--note", "链接打不开")
    Form(small.root / "核查.xlsx").fill("1.1", 核查结论="核实").save()
    result = small.run("collect", "核查.xlsx")
    assert (
        "出表之后已有：2017-10-31 已退回：链接打不开。表里填的是：2017-10-31 已核实" in result.err
    )
    assert small.run("collect", "核查.xlsx", "--accept", "1.1").code == 0
    assert small.ok("show", "1.1").count("已核实") > 0


@pytest.mark.parametrize("through", ["ods", "xls"])
def test_a_form_comes_back_through_other_programs(
    small: Bench, libreoffice: Office, tmp_path: Path, through: str
) -> None:
    path = form_of(small)
    untouched = small.files()
    copy = tmp_path / "copy" / "甲局.xlsx"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    libreoffice.convert(through, copy)
    other = copy.with_suffix(f".{through}")
    result = small.run("collect", str(other))
    assert (result.code, "error[not-a-form]" in result.err) == (1, True)
    libreoffice.convert("xlsx", other)
    assert small.run("collect", str(copy)).err == "空表 1 张：甲局\n写入 0 条填报\n"
    assert {name: small.files()[name] for name in untouched} == untouched
    form = Form(copy)
    fill("1.1", **DONE, 进展情况="第一行\n第二行")(form)
    fill("2.3", 起算日="2017-09-20", 状态="正在推进")(form)
    form.save()
    libreoffice.convert(through, copy)
    libreoffice.convert("xlsx", other)
    result = small.run("collect", str(copy))
    assert (result.code, result.err.split("\n")[-2]) == (0, "写入 2 条填报")


def test_a_form_saved_as_csv_is_refused_with_the_reason(small: Bench, libreoffice: Office) -> None:
    path = form_of(small)
    libreoffice.convert("csv:Text - txt - csv (StarCalc):44,34,76", path)
    result = small.run("collect", "甲局.csv")
    assert result.code == 1
    assert "甲局.csv: error[not-a-form]: 存成了 CSV" in result.err


def test_a_form_prints_on_a4_across(small: Bench, libreoffice: Office) -> None:
    path = form_of(small)
    libreoffice.convert("pdf", path)
    printed = path.with_suffix(".pdf")
    assert sizes(printed) == [A4_ACROSS, A4]
    assert "负责人签字" in texts(printed)[-1]
