"""``gkplan check`` reports every problem in the folder; it never writes."""

import json
import re

import pytest
from conftest import Bench

BROKEN = """\
- task: "1.1"
  status: finished
  date: 2017-09-12
- task: "1.2"
  status: doing
  date: 2017-09-12
"""


def test_a_folder_without_problems(small: Bench) -> None:
    result = small.run("check")
    assert (result.code, result.out, result.err) == (0, "", "data：没有错误\n")


def test_problems_as_people_see_them(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    before = small.files()
    result = small.run("check")
    assert (result.code, result.err) == (1, "data：2 处错误\n")
    assert result.out == (
        "data/progress/甲局.yaml:2:11: error[unknown-status]: “finished” 不是有效状态\n"
        "    status: finished\n"
        "            ^^^^^^^^\n"
        "  可用：todo 未启动、waiting 条件未具备、doing 正在推进、blocked 受阻、"
        "done 已完成、waived 不涉及\n"
        "\n"
        "data/progress/甲局.yaml:4:9: error[missing-period]: "
        "事项 1.2 按期办理，这一条没有写明是哪一期\n"
        '  - task: "1.2"\n'
        "          ^^^^^\n"
        "  写明 period，可用：2017-08、2017-09、2017-10、2017-11、2017-12\n"
        "\n"
    )
    assert small.files() == before


def test_problems_as_json(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    result = small.run("check", "--format", "json")
    assert result.code == 1
    data = json.loads(result.out)
    assert (data["format"], data["as_of"]) == ("gkplan/check/1", "2017-10-31")
    assert data["problems"][0] == {
        "rule": "unknown-status",
        "severity": "error",
        "file": "data/progress/甲局.yaml",
        "line": 2,
        "column": 11,
        "message": "“finished” 不是有效状态",
        "remedy": (
            "可用：todo 未启动、waiting 条件未具备、doing 正在推进、blocked 受阻、"
            "done 已完成、waived 不涉及"
        ),
    }
    assert len(data["problems"]) == 2


def test_problems_as_github_annotations(small: Bench) -> None:
    small.write(
        "data/progress/甲局.yaml",
        '- task: "1.1"\n  status: done\n  date: 2017-09-12\n  note: "100%"\n',
    )
    small.write("data/progress/丁,镇.yaml", "")
    result = small.run("check", "--format", "github")
    assert result.code == 1
    assert result.out == (
        "::error file=data/progress/丁%2C镇.yaml,line=1,col=1,title=unknown-journal::"
        "“丁,镇” 不是登记的单位名称%0A文件名用 units.yaml 里登记的单位名称；"
        "单位改了名的，把旧名列作别名\n"
        "::warning file=data/progress/甲局.yaml,line=2,col=11,title=done-without-evidence::"
        "事项 1.1 已完成，但没有佐证材料%0A补记一条带 evidence 的记录\n"
    )


def test_warnings_and_notes_are_no_failure(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", '- task: "1.1"\n  status: doing\n  date: 2017-11-01\n')
    result = small.run("check")
    assert (result.code, result.err) == (0, "data：没有错误，1 处提醒\n")
    assert "warning[record-in-future]" in result.out
    later = small.run("check", "--as-of", "2017-11-01").out
    assert "record-in-future" not in later
    assert later.count("warning[no-recent-record]") == 4


def test_a_plan_elsewhere_is_named_from_here(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    (small.root / "deep" / "er").mkdir(parents=True)
    result = small.run("check", "--data", "../..", cwd=small.root / "deep" / "er")
    assert result.out.startswith("../../data/progress/甲局.yaml:2:11: error[unknown-status]")
    assert result.err == "../../data：2 处错误\n"


def test_nothing_in_a_file_or_its_name_drives_the_terminal(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", '- task: "1.1"\n  note: "\\e[31m"\n\u202e: x\n')
    small.write("data/progress/\x1b[31m.txt", "")
    out = small.run("check").out
    assert "\\u001b[31m.txt" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_an_unknown_format_is_explained(small: Bench) -> None:
    result = small.run("check", "--format", "csv")
    assert (result.code, result.out) == (2, "")
    assert result.err == "错误：--format 不接受 “csv”\n  可用：text、json、github\n"


@pytest.mark.parametrize(
    "command", [["list"], ["show", "1.1"], ["units"], ["log"], ["report"]], ids=" ".join
)
def test_a_folder_with_errors_gives_no_figures(small: Bench, command: list[str]) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    result = small.run(*command)
    assert (result.code, result.out) == (3, "")
    assert "data/progress/甲局.yaml:2:11: error[unknown-status]: “finished” 不是有效状态\n" in (
        result.err
    )
    assert result.err.endswith(
        "错误：方案文件夹有 2 处错误，改正之前不出数\n  逐处改正后再试；gkplan check 可随时检查\n"
    )


@pytest.mark.parametrize(
    ("number", "shown", "more"), [(20, 20, ""), (21, 20, "……另有 1 处，用 gkplan check 查看\n\n")]
)
def test_other_commands_show_twenty_problems(
    small: Bench, number: int, shown: int, more: str
) -> None:
    small.write("data/progress/甲局.yaml", f"{BROKEN[: BROKEN.index('- task', 1)]}" * number)
    message = small.run("list").err
    assert message.count("error[unknown-status]") == shown
    assert f"\n{more}错误：方案文件夹有 {number} 处错误，改正之前不出数\n" in message
    assert ("另有" in message) == bool(more)
    assert small.run("check").out.count("error[unknown-status]") == number


def plan_of(tasks: int, head: str = "issued: 2017-08-03, ends: 2017-12-31", more: str = "") -> str:
    """Return a plan of so many tasks of one unit."""
    lines = [f"plan: {{title: 小方案, {head}}}", "groups:", "- id: 1", "  label: 一", "  title: 组"]
    items = [
        f'  - {{id: "1.{item + 1}", text: 公开。, lead: [甲局]{more}}}' for item in range(tasks)
    ]
    return "\n".join([*lines, "  tasks:", *items, ""])


TEN = "1.1、1.2、1.3、1.4、1.5、1.6、1.7、1.8、1.9、1.10"


@pytest.mark.parametrize(("number", "listed"), [(10, TEN), (11, f"{TEN}等")])
def test_ten_tasks_without_a_recent_record_are_named(
    small: Bench, number: int, listed: str
) -> None:
    small.write("data/tasks.yaml", plan_of(number))
    out = small.ok("check", "--as-of", "2017-12-31")
    assert f"甲局 有 {number} 项 90 天以上没有填报：{listed}\n" in out


def test_a_plan_on_which_nobody_has_reported_is_one_warning(small: Bench) -> None:
    """As one that was just imported; with a record, each unit has its own warning again."""
    found = small.ok("check", "--as-of", "2017-12-31")
    assert found.count("天以上没有填报：") == 1
    assert "方案还没有填报，4 个单位有事项 90 天以上没有填报：甲局、" in found
    small.ok("mark", "1.1", "done", "--unit", "甲局", "--date", "2017-10-30")
    found = small.ok("check", "--as-of", "2017-12-31")
    assert found.count("天以上没有填报：") == 4
    assert "方案还没有填报" not in found


@pytest.mark.parametrize(
    ("ends", "years"),
    [(2028, "2027、2028、2029 年，3 份"), (2029, "2027、2028、2029 等 4 年，4 份")],
)
def test_three_years_without_a_calendar_are_named(small: Bench, ends: int, years: str) -> None:
    head = f"issued: 2026-01-10, ends: {ends}-12-31, lag: 20 workdays"
    small.write("data/tasks.yaml", plan_of(1, head, ", cadence: yearly"))
    out = small.ok("check", "--as-of", "2026-01-10")
    assert f"note[provisional-year]: 工作日历里没有 {years}应办事项的时限" in out


@pytest.mark.parametrize(
    ("number", "known"),
    [
        (5, "2017-09-01、2017-09-02、2017-09-03、2017-09-04、2017-09-05"),
        (6, "2017-09-02、2017-09-03、2017-09-04、2017-09-05、2017-09-06"),
    ],
)
def test_the_last_five_records_that_a_review_could_mean_are_named(
    small: Bench, number: int, known: str
) -> None:
    small.write(
        "data/progress/甲局.yaml",
        "".join(
            f'- {{task: "1.1", status: doing, date: 2017-09-0{day}}}\n'
            for day in range(1, number + 1)
        ),
    )
    small.write(
        "data/reviews.yaml",
        '- {task: "1.1", unit: 甲局, verdict: accept, date: 2017-10-01, record: 2017-09-30}\n',
    )
    assert f"  可用：{known}\n" in small.run("check").out


@pytest.mark.parametrize(
    ("number", "listed"),
    [(5, "5 处：1.1、1.2、1.3、1.4、1.5"), (6, "6 处：1.1、1.2、1.3、1.4、1.5等")],
)
def test_status_names_five(small: Bench, number: int, listed: str) -> None:
    small.write("data/tasks.yaml", plan_of(number, more=", doubts: [缺句号]"))
    assert f"{listed}\n" in small.ok("status")


@pytest.mark.parametrize(("last", "named"), [(10, f"：{TEN.replace('、', ' ')}"), (11, "")])
def test_a_range_of_ten_ids_is_written_out(small: Bench, last: int, named: str) -> None:
    small.write("data/tasks.yaml", plan_of(11))
    assert small.run("show", f"1.1-1.{last}").err == (
        f"错误：编号不能写成一段：“1.1-1.{last}”\n  逐个写出编号，空格分开{named}\n"
    )


def record(status: str, day: str, more: str = "", task: str = '"1.1"') -> str:
    """Return one record of a journal."""
    return f"- task: {task}\n  status: {status}\n  date: {day}\n{more}"


PROOF = "  evidence: [https://a.cn]\n"


@pytest.mark.parametrize(
    ("records", "warned"),
    [
        (record("doing", "2017-09-01") + record("done", "2017-09-02"), True),
        (record("done", "2017-09-02") + record("doing", "2017-09-01"), True),
        (record("done", "2017-09-01") + record("doing", "2017-09-02"), False),
        (record("doing", "2017-09-01", PROOF) + record("done", "2017-09-02"), False),
    ],
    ids=["done last", "done on the last day", "no longer done", "proved before"],
)
def test_what_is_done_at_last_wants_any_proof(
    small: Bench,
    records: str,
    warned: bool,  # noqa: FBT001
) -> None:
    small.write("data/progress/甲局.yaml", records)
    assert ("done-without-evidence" in small.ok("check")) is warned


@pytest.mark.parametrize(("status", "warned"), [("doing", True), ("done", True), ("todo", False)])
def test_only_a_claim_comes_too_early(
    small: Bench,
    status: str,
    warned: bool,  # noqa: FBT001
) -> None:
    early = record(status, "2017-09-30", "  period: 2017-10\n", '"1.2"')
    small.write("data/progress/甲局.yaml", early)
    assert ("period-not-begun" in small.ok("check")) is warned


@pytest.mark.parametrize(
    ("alias", "parts"),
    [
        ("甲", 1),
        ("甲，乙二", 2),
        ("甲、乙二；丙", 3),
        ("，甲", 1),
        ("甲，", 1),
        ("甲（乙，丙）", 1),
    ],
)
def test_an_alias_of_several_names_is_one(small: Bench, alias: str, parts: int) -> None:
    units = small.read("data/units.yaml").replace("aliases: [甲]", f'aliases: ["{alias}"]')
    small.write("data/units.yaml", units)
    message = f"“{alias}” 算一个，不是 {parts} 个\n"
    out = small.ok("check")
    assert (message in out, "joined-names" in out) == (parts > 1, parts > 1)


@pytest.mark.parametrize(
    ("evidence", "remedy"),
    [
        ("甲.pdf", "补上文件，或改正路径（从方案文件夹算起）"),
        ("佐证 甲.pdf", "补上文件，或改正路径（从方案文件夹算起）"),
        (
            "甲.pdf、乙.docx",
            "几个文件的，一项只写一个，各占一行、以 “- ” 开头；否则补上文件或改正路径",
        ),
    ],
)
def test_a_file_that_is_missing_may_be_several(small: Bench, evidence: str, remedy: str) -> None:
    proof = f"  evidence: {evidence}\n"
    small.write("data/progress/甲局.yaml", record("done", "2017-09-01", proof))
    assert f"方案文件夹里没有文件 “{evidence}”\n" in small.ok("check")
    assert f"\n  {remedy}\n" in small.ok("check")


def test_the_last_review_is_the_one_that_is_out_of_date(small: Bench) -> None:
    days = ("2017-09-01", "2017-09-03")
    small.write("data/progress/甲局.yaml", "".join(record("doing", day) for day in days))
    review = '- {{task: "1.1", unit: 甲局, verdict: accept, date: {0}, record: 2017-09-01}}\n'
    small.write("data/reviews.yaml", review.format("2017-09-01") + review.format("2017-09-02"))
    assert "data/reviews.yaml:2:" in small.ok("check")
    assert small.ok("check").count("outdated-review") == 1


@pytest.mark.parametrize(("period", "notes"), [("2017-08", 0), ("2017-09", 1)])
def test_an_extension_of_what_another_unit_owes_now_is_noted(
    small: Bench, period: str, notes: int
) -> None:
    change = "    cadence: monthly\n    changes: [{date: 2017-10-16, basis: 纪要, lead: [乙局]}]\n"
    tasks = small.read("data/tasks.yaml").replace("    cadence: monthly\n", change)
    small.write("data/tasks.yaml", tasks)
    small.write(
        "data/reviews.yaml",
        f'- {{task: "1.2", period: {period}, unit: 甲局, to: 2017-12-20, date: 2017-09-20, '
        "reason: 系统改造, approved_by: 王五}\n",
    )
    assert small.run("check").out.count("给 甲局 的延期不计入") == notes


@pytest.mark.parametrize(
    ("entries", "notes"),
    [
        ('- {task: "2.2", status: doing, date: 2017-10-20}\n', 0),
        ('- {task: "2.2", status: doing, date: 2017-10-21}\n', 1),
        (
            (
                '- {task: "2.2", status: doing, date: 2017-10-21}\n'
                '- {task: "2.2", status: withdrawn, date: 2017-10-22, record: 2017-10-21}\n'
            ),
            0,
        ),
        (
            (
                '- {task: "2.2", status: doing, date: 2017-10-21, note: 一}\n'
                '- {task: "2.2", status: doing, date: 2017-10-21, note: 二}\n'
                '- {task: "2.2", status: withdrawn, date: 2017-10-22, record: 2017-10-21}\n'
            ),
            1,
        ),
    ],
)
def test_a_report_after_a_cancellation_is_noted_unless_it_was_withdrawn(
    small: Bench, entries: str, notes: int
) -> None:
    ended = "    awaits: 文件出台\n    cancelled: {date: 2017-10-20, basis: 通知}\n"
    tasks = small.read("data/tasks.yaml").replace("    awaits: 文件出台\n", ended)
    small.write("data/tasks.yaml", tasks)
    small.write("data/progress/乙局.yaml", entries)
    assert small.run("check").out.count("[owed-by-others]") == notes


@pytest.mark.parametrize(
    ("ids", "gaps"),
    [
        ("1.1 1.2 2.1", []),
        ("1.0 1.1 2.0", []),
        ("1.1 1.3 1.2 2.2 2.1", []),  # as import numbers what is printed twice
        ("1.1 1.2 2.3 2.4 3.5", []),  # counted on over the groups
        ("2.4 2.5 3.9 3.6 3.7 3.8 4.8 4.9", []),
        ("1.1 1.3", ["事项 1.1 之后是事项 1.3"]),
        ("1.1 2.1 4.1", ["第 2 组之后是第 4 组"]),
        ("1.1 1.2 2.2 2.3", ["组里第一项是事项 2.2"]),
        ("1.1 1.2 2.4", ["组里第一项是事项 2.4"]),
        ("5.1 5.4 3.2 3.3", ["第 3 组之后是第 5 组", "事项 5.1 之后是事项 5.4"]),
    ],
)
def test_a_number_that_is_missing_is_named(empty: Bench, ids: str, gaps: list[str]) -> None:
    groups = {one.partition(".")[0]: "" for one in ids.split()}
    for one in ids.split():
        groups[one.partition(".")[0]] += f'\n  - {{id: "{one}", text: 甲。, lead: 甲局}}'
    empty.write("data/units.yaml", "units:\n- name: 甲局\n")
    empty.write(
        "data/tasks.yaml",
        "plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31}\ngroups:"
        + "".join(
            f"\n- id: {group}\n  label: L{group}\n  title: T\n  tasks:{tasks}"
            for group, tasks in groups.items()
        ),
    )
    shown = empty.ok("check", "--as-of", "2017-08-04")
    assert re.findall(r"number-gap\]: (.+)，编号不连续", shown) == gaps
