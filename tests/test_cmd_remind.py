"""``gkplan remind``: letters that remind units of what they owe."""

import json
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import SMALL_TASKS, Bench, Result

REPORTS = """\
- {task: "1.1", status: done, date: 2017-09-01}
- {task: "1.2", period: 2017-08, status: blocked, date: 2017-09-12}
- {task: "2.3", event: 2017-09-20, status: doing, date: 2017-09-21}
- {task: "2.3", event: 2017-10-09, status: done, date: 2017-10-20}
"""
RULINGS = """\
- {task: "1.1", unit: 甲局, verdict: return, date: 2017-09-05, record: 2017-09-01, note: 打不开。}
- task: "2.3"
  unit: 甲局
  event: 2017-10-09
  verdict: return
  date: 2017-10-23
  record: 2017-10-20
  note: |-
    没有盖章。
    请补扫描件。
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-11-20
  date: 2017-10-25
  reason: 系统改造。
  approved_by: 王五
"""
LATE = """\
| 编号 | 期 | 时限 | 逾期 | 状态 | 事项 |
| --- | --- | --- | --- | --- | --- |
"""
COMING = LATE.replace("逾期", "还有")
RETURNED = """\
| 编号 | 期 | 填报日期 | 退回日期 | 限期 | 退回理由 | 事项 |
| --- | --- | --- | --- | --- | --- | --- |
"""


def head(counted: str, unit: str = "甲局") -> str:
    """Return the beginning of a letter of the small plan."""
    return (
        "# 催办单\n"
        "\n"
        f"{unit}：\n"
        "\n"
        f"《小方案》（测〔2017〕1号）中，截至2017年10月31日，你单位有{counted}，"
        "请抓紧办理并填报。\n"
        "\n"
    )


def end(number: str, about: str, unit: str = "甲局") -> str:
    """Return the end of a letter of the small plan."""
    return (
        "\n"
        f"## {number}、怎样答复\n"
        "\n"
        "收到填报表（Excel）的，填好后连同佐证文件发回丙委。"
        "用 gkplan 的，在方案文件夹里逐项填报，办完的附上佐证材料"
        "（网址，或放进文件夹的文件）：\n"
        "\n"
        "```\n"
        f"gkplan mark {about} --evidence 网址或文件 --note 进展情况\n"
        "```\n"
        "\n"
        "暂时办不了的，把“已完成”换成“受阻”，用 `--problem` 写明问题、`--next` 写明下一步；"
        "条件还没有具备的换成“条件未具备”，用 `--note` 写明等什么。不用命令行的，直接在 "
        f"data/progress/{unit}.yaml 末尾照样添一条。"
        "需要延期的，书面提出理由和新的时限（应在时限之前；逾期才提出的会标明），由丙委登记。\n"
        "\n"
        "丙委  \n"
        "2017年10月31日\n"
    )


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan: 甲局 is late, has duties due, and two of its records were returned."""
    small.write("data/progress/甲局.yaml", REPORTS)
    small.write("data/reviews.yaml", RULINGS)
    return small


def test_the_complete_letter(recorded: Bench) -> None:
    assert recorded.ok("remind", "--unit", "甲") == (
        head("已经逾期的 3 份、30 天内到期的 2 份、被退回的 2 份") + f"## 一、已经逾期的\n\n{LATE}"
        "| 1.2 | 2017-08 | 2017-09-28 | 33 天（19 个工作日） | 受阻 | 按月公开 |\n"
        "| 2.3 | 2017-09-20 | 2017-10-17 | 14 天（10 个工作日） | 正在推进 | "
        "自申请之日起限时答复 |\n"
        "| 2.3 | 2017-10-09 | 2017-10-30 | 1 天（1 个工作日） | 正在推进，已退回 | "
        "自申请之日起限时答复 |\n"
        "\n"
        f"## 二、30 天内到期的\n\n{COMING}"
        "| 1.2 | 2017-09 | 2017-11-20（原 2017-11-03，延期 1 次） | 20 天（14 个工作日） | "
        "未启动 | 按月公开 |\n"
        "| 1.2 | 2017-10 | 2017-11-28 | 28 天（20 个工作日） | 未启动 | 按月公开 |\n"
        "\n"
        f"## 三、被退回、需要重报的\n\n{RETURNED}"
        "| 1.1 | — | 2017-09-01 | 2017-09-05 | — | 打不开。 | 一次性事项 |\n"
        "| 2.3 | 2017-10-09 | 2017-10-20 | 2017-10-23 | — | 没有盖章。<br>请补扫描件。 | "
        "自申请之日起限时答复 |\n"
        + end("四", "1.2 已完成 --unit 甲局 --period 2017-08")
    )  # fmt: skip


def test_a_unit_that_is_late_with_nothing_else(recorded: Bench) -> None:
    (recorded.root / "data/reviews.yaml").unlink()
    assert recorded.ok("remind", "--unit", "甲局", "--within", "0d") == (
        head("已经逾期的 2 份") + f"## 一、已经逾期的\n\n{LATE}"
        "| 1.2 | 2017-08 | 2017-09-28 | 33 天（19 个工作日） | 受阻 | 按月公开 |\n"
        "| 2.3 | 2017-09-20 | 2017-10-17 | 14 天（10 个工作日） | 正在推进 | "
        "自申请之日起限时答复 |\n" + end("二", "1.2 已完成 --unit 甲局 --period 2017-08")
    )


def test_a_unit_that_has_things_due_and_nothing_else(small: Bench) -> None:
    assert small.ok("remind", "--unit", "丁镇", "--within", "61d") == (
        head("61 天内到期的 1 份", "丁镇") + f"## 一、61 天内到期的\n\n{COMING}"
        "| 2.1 | — | 2017-12-31 | 61 天（43 个工作日） | 未启动 | 大家落实 |\n"
        + end("二", "2.1 已完成 --unit 丁镇", "丁镇")
    )


def test_a_unit_that_was_sent_back_and_nothing_else(recorded: Bench) -> None:
    recorded.write("data/progress/甲局.yaml", REPORTS.partition("\n")[0])
    recorded.write("data/reviews.yaml", RULINGS.partition("\n")[0])
    recorded.ok("mark", "1.2", "done", "--period", "2017-08", "--note", "已办。")
    assert recorded.ok("remind", "--unit", "甲局", "--within", "0d") == (
        head("被退回的 1 份") + f"## 一、被退回、需要重报的\n\n{RETURNED}"
        "| 1.1 | — | 2017-09-01 | 2017-09-05 | — | 打不开。 | 一次性事项 |\n"
        + end("二", "1.1 已完成 --unit 甲局")
    )


def test_a_correction_has_its_day_in_the_letter(recorded: Bench) -> None:
    recorded.write("data/progress/甲局.yaml", REPORTS.partition("\n")[0])
    recorded.write(
        "data/reviews.yaml",
        RULINGS.partition("\n")[0].replace("note:", "correct_by: 2018-01-10, note:"),
    )
    recorded.ok("mark", "1.2", "done", "--period", "2017-08", "--note", "已办。")
    assert recorded.ok("remind", "--unit", "甲局", "--within", "0d") == (
        head("被退回的 1 份") + f"## 一、被退回、需要重报的\n\n{RETURNED}"
        "| 1.1 | — | 2017-09-01 | 2017-09-05 | 2018-01-10 | 打不开。 | 一次性事项 |\n"
        + end("二", "1.1 已完成 --unit 甲局")
    )


def test_a_unit_without_open_requests_gets_no_letter(small: Bench) -> None:
    assert small.run("remind", "--unit", "丁镇") == Result(0, "", "丁镇没有要催办的事项\n")
    files = small.files()
    recorded = small.run("remind", "--unit", "丁镇", "-o", "丁镇.md")
    assert recorded == Result(0, "", "丁镇没有要催办的事项\n")
    recorded = small.run("remind", "--all", "-o", "letters", "--as-of", "2017-08-04")
    assert recorded == Result(0, "", "各单位没有要催办的事项\n")
    assert small.files() == files


@pytest.mark.parametrize(
    ("unit", "args", "counts"),
    [
        ("丁镇", ["--within", "60d"], None),
        ("丁镇", ["--within", "61d"], (0, 1, 0)),
        ("丁镇", ["--within", "9w"], (0, 1, 0)),
        ("丁镇", ["--as-of", "2017-11-30"], None),
        ("丁镇", ["--as-of", "2017-12-01"], (0, 1, 0)),
        ("丁镇", ["--as-of", "2017-12-31", "--within", "0d"], (0, 1, 0)),
        ("丁镇", ["--as-of", "2018-01-01", "--within", "0d"], (1, 0, 0)),
        ("甲局", ["--as-of", "2017-09-04", "--within", "0d"], None),
        ("甲局", ["--as-of", "2017-09-05", "--within", "0d"], (0, 0, 1)),
        ("甲局", ["--as-of", "2017-09-28", "--within", "0d"], (0, 1, 1)),
        ("甲局", ["--as-of", "2017-09-29", "--within", "0d"], (1, 0, 1)),
        ("甲局", ["--within", "20天"], (3, 1, 2)),
        ("甲局", ["--within", "19天"], (3, 0, 2)),
        ("甲局", ["--within", "91d"], (3, 6, 2)),
        ("乙局", [], None),  # it only waits, or supports
        ("乙局", ["--as-of", "2018-01-01"], (1, 0, 0)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_the_letter_counts_the_requests_of_its_day(
    recorded: Bench, unit: str, args: list[str], counts: tuple[int, int, int] | None
) -> None:
    recorded.write(
        "templates/reminder.md.j2", "{{ [late, coming, returned]|map('length')|list }}\n"
    )
    expected = f"{list(counts)}\n" if counts else ""
    assert recorded.ok("remind", "--unit", unit, *args) == expected


def test_beyond_the_known_calendar_there_are_no_workdays(small: Bench) -> None:
    letter = small.ok("remind", "--unit", "丁镇", "--as-of", "2030-01-01")
    assert "| 2.1 | — | 2017-12-31 | 4384 天 | 未启动 | 大家落实 |\n" in letter


def test_a_plan_without_number_and_supervisor_names_neither(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml")
    tasks = tasks.replace("  number: 测〔2017〕1号\n", "").replace("  supervisor: 丙委\n", "")
    small.write("data/tasks.yaml", tasks)
    lines = small.ok("remind", "--unit", "甲局").split("\n")
    assert lines[4].startswith("《小方案》中，截至2017年10月31日，你单位有已经逾期的 1 份、")
    assert lines[-4].endswith("由督查单位登记。")
    assert lines[-3:] == ["", "2017年10月31日", ""]


# Files


def test_every_unit_with_open_requests_gets_a_file(recorded: Bench) -> None:
    before = recorded.files()
    result = recorded.run("remind", "--all", "-o", "letters/十月", "--within", "61d")
    names = ["甲局", "乙局", "丙委", "丁镇"]
    assert result == Result(0, "".join(f"letters/十月/{name}.md\n" for name in names), "")
    letters = {
        f"letters/十月/{name}.md": recorded.ok("remind", "--unit", name, "--within", "61d").encode()
        for name in names
    }
    assert recorded.files() == before | letters


def names_in(bench: Bench, folder: str) -> list[str]:
    """Return the names of all files in a folder, including hidden ones."""
    return sorted(path.name for path in (bench.root / folder).iterdir())


def test_units_without_open_requests_are_left_out(recorded: Bench) -> None:
    assert recorded.run("remind", "--all", "-o", "letters") == Result(0, "letters/甲局.md\n", "")
    assert names_in(recorded, "letters") == ["甲局.md"]


def test_one_letter_goes_into_a_file(recorded: Bench) -> None:
    result = recorded.run("remind", "--unit", "甲局", "--output", "letters/甲.md")
    assert result == Result(0, "letters/甲.md\n", "")
    assert recorded.read("letters/甲.md") == recorded.ok("remind", "--unit", "甲局")


@pytest.mark.posix("POSIX file modes")
def test_existing_letters_are_replaced_completely_and_keep_their_mode(recorded: Bench) -> None:
    path = recorded.write("letters/甲局.md", "旧\n" * 10_000)
    path.chmod(0o640)
    recorded.write("letters/说明.txt", "不动\n")
    with path.open() as old:
        recorded.ok("remind", "--all", "-o", "letters")
        assert (
            old.read() == "旧\n" * 10_000
        )  # an open handle still reads the old content: the file was replaced
    assert recorded.read("letters/甲局.md") == recorded.ok("remind", "--unit", "甲局")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(recorded, "letters") == ["甲局.md", "说明.txt"]


def test_a_letter_that_cannot_be_written_leaves_what_was_there(recorded: Bench) -> None:
    recorded.write("file", "旧\n")
    (recorded.root / "folder").mkdir()
    before = recorded.files()
    for args in (
        ("--unit", "甲局", "-o", "folder"),
        ("--unit", "甲局", "-o", "file/甲局.md"),
        ("--all", "-o", "file"),
        ("--all", "-o", "file/letters"),
    ):
        result = recorded.run("remind", *args)
        assert (result.code, result.out) == (4, "")
        remedy = "用 -o 写一个文件夹" if args[-1] == "file" else "检查路径和写权限"
        assert result.err.endswith(f"\n  {remedy}\n")
    assert recorded.files() == before


def test_where_one_letter_cannot_be_written_none_is(recorded: Bench) -> None:
    (recorded.root / "letters/丙委.md").mkdir(parents=True)
    before = recorded.files()
    result = recorded.run("remind", "--all", "-o", "letters", "--within", "61d")
    assert (result.code, result.out) == (4, "")
    assert recorded.files() == before


def test_a_file_with_the_name_of_the_folder_is_reported(recorded: Bench) -> None:
    recorded.write("file", "旧\n")
    assert "已经存在" not in recorded.run("remind", "--all", "-o", "file").err


def test_a_letter_without_open_requests_is_reported_and_kept(recorded: Bench) -> None:
    recorded.write("letters/丁镇.md", "上个月的催办单\n")
    assert recorded.run("remind", "--all", "-o", "letters") == Result(
        0, "letters/甲局.md\n", "提醒：letters/丁镇.md 是以前写的，这次没有要催办的\n"
    )
    assert recorded.read("letters/丁镇.md") == "上个月的催办单\n"


# Templates


def test_a_plan_folder_overrides_the_letter(recorded: Bench) -> None:
    recorded.write(
        "templates/reminder.md.j2", "{{ unit|md }}，{{ late[0].task }}：{{ late[0].far }}\n"
    )
    assert recorded.ok("remind", "--unit", "甲局") == "甲局，1.2：33 天（19 个工作日）\n"
    recorded.ok("remind", "--all", "-o", "letters")
    assert recorded.read("letters/甲局.md") == "甲局，1.2：33 天（19 个工作日）\n"


def test_a_given_template_has_precedence_over_the_folders(recorded: Bench) -> None:
    recorded.write("templates/reminder.md.j2", "方案的\n")
    recorded.write("my/一.j2", '{% include "二.j2" %}：{{ returned[1].reason }}\n')
    recorded.write("my/二.j2", "{{ format }} {{ plan.issuer }} {{ example }}")
    assert recorded.ok("remind", "--unit", "甲局", "--template", "my/一.j2") == (
        "gkplan/reminder/1 测试办公室 gkplan mark 1.2 已完成 --unit 甲局 --period 2017-08 "
        "--evidence 网址或文件 --note 进展情况：没有盖章。\n请补扫描件。\n"
    )


def test_a_template_sees_everything_of_a_row(recorded: Bench) -> None:
    recorded.write("all.j2", "{{ (late[2], coming[0], returned[1])|tojson }}")
    late, coming, returned = json.loads(recorded.ok("remind", "-u", "甲局", "--template", "all.j2"))
    listed = json.loads(recorded.ok("show", "2.3", "1.2", "--format", "json"))["tasks"]
    occurrence, period = listed[0]["duties"][1], listed[1]["duties"][1]
    answer: dict[str, Any] = {
        "task": "2.3",
        "text": "自申请之日起限时答复。",
        "changes_texts": [],
        "short": None,
        "name": "自申请之日起限时答复",
    }
    assert late == occurrence | answer | {
        "returned": True,
        "days": 1,
        "workdays": 1,
        "far": "1 天（1 个工作日）",
    }
    assert coming == period | {
        "task": "1.2",
        "text": "按月公开。",
        "returned": False,
        "days": 20,
        "workdays": 14,
        "far": "20 天（14 个工作日）",
        "changes_texts": [],
        "short": None,
        "name": "按月公开",
    }
    assert returned == occurrence | answer | {
        "reported": "2017-10-20",
        "returned_on": "2017-10-23",
        "reason": "没有盖章。\n请补扫描件。",
    }


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("一\n{% if %}\n", "mine.j2:2 语法错误："),
        ("一\n{{ nobody }}\n", "模板 mine.j2:2 出错："),
        ("{{ late.clear() }}", "模板 mine.j2:1 出错："),
        ("{{ unit.__class__ }}", "模板 mine.j2:1 出错："),
        ('{% include "../data/tasks.yaml" %}', "没有模板 ../data/tasks.yaml"),
        (b"\xff", "模板 mine.j2 不是 UTF-8 编码"),
    ],
    ids=["syntax", "unknown", "change", "escape", "outside", "bytes"],
)
def test_a_template_that_does_not_work_is_explained_and_nothing_is_written(
    recorded: Bench, template: str | bytes, message: str
) -> None:
    recorded.write("mine.j2", template)
    before = recorded.files()
    result = recorded.run("remind", "--all", "-o", "letters", "--template", "mine.j2")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert recorded.files() == before


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], NOBODY := "催办哪个单位没有写明\n  用 --unit U，或 --all -o 文件夹，二选一"),
        (["--all"], "几个单位的催办单不能接在一起\n  用 -o 写一个文件夹，一个单位一份"),
        (["-o", "letters"], NOBODY),
        (["--all", "--unit", "甲局"], NOBODY),
        (["--all", "--unit", "甲局", "-o", "letters"], NOBODY),
        (["--unit", "局"], "“局” 对应多个单位\n  请写全：甲局、乙局"),
        (
            ["--unit", "各部门"],
            "“各部门” 是集合单位，请指明其中一个单位\n  成员：甲局、乙局、丙委",
        ),
        (
            ["--unit", "甲局", "--within", "一个月"],
            "--within 不接受 “一个月”\n  写作 30d（天）或 4w（周）的样子",
        ),
        (
            ["--unit", "甲局", "--within", ""],
            "--within 不接受 “”\n  写作 30d（天）或 4w（周）的样子",
        ),
        (
            ["--unit", "甲局", "--template", "none.j2"],
            "没有模板 none.j2\n  检查 --template 和 templates 文件夹",
        ),
        (
            ["--unit", "甲局", "--as-of", "x"],
            "--as-of：“x” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_a_request_that_does_not_fit_is_explained(
    recorded: Bench, args: list[str], message: str
) -> None:
    before = recorded.files()
    assert recorded.run("remind", *args) == Result(2, "", f"错误：{message}\n")
    assert recorded.files() == before


# The example command


def answer_in(letter: str) -> list[str]:
    """Return the arguments of the letter's example command, with its placeholders filled."""
    command = letter.split("```")[1].strip()
    filled = command.replace("网址或文件", "https://example.cn/1").replace("进展情况", "已办结。")
    shell = f'gkplan() {{ printf "%s\\n" "$@"; }}\n{filled}\n'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.posix("a POSIX shell")
@pytest.mark.parametrize(
    ("unit", "args", "about"),
    [
        ("甲局", [], ["1.2", None, "2017-08"]),
        ("甲局", ["--as-of", "2017-09-27", "--within", "0d"], ["1.1", None, None]),
        ("丁镇", ["--within", "61d"], ["2.1", None, None]),
        ("丙委", ["--within", "61d"], ["2.1", None, None]),
        ("乙局", ["--within", "61d"], ["2.3", "2017-10-16", None]),
    ],
)
def test_the_example_answers_the_first_request(
    recorded: Bench, unit: str, args: list[str], about: list[str | None]
) -> None:
    recorded.write(
        "data/progress/乙局.yaml",
        '- {task: "2.3", event: 2017-10-16, status: doing, date: 2017-10-16}\n',
    )
    words = answer_in(recorded.ok("remind", "--unit", unit, *args))
    assert recorded.run(*words).code == 0
    written = json.loads(recorded.ok("log", "--unit", unit, "--format", "json"))["records"][0]
    assert written == {
        "unit": unit,
        "task": about[0],
        "event": about[1],
        "period": about[2],
        "status": "done",
        "date": "2017-10-31",
        "evidence": ["https://example.cn/1"],
        "note": "已办结。",
        "problem": None,
        "next": None,
        "by": None,
        "entered": None,
        "late_entry": False,
        "counted": True,
        "withdrawn": None,
    }


@pytest.mark.posix("a POSIX shell")
def test_who_answers_every_example_gets_no_more_letters(recorded: Bench) -> None:
    answers = 0
    while letter := recorded.ok("remind", "--unit", "甲局"):
        recorded.ok(*answer_in(letter))
        answers += 1
    assert answers == 6
    assert recorded.run("remind", "--unit", "甲局").err == "甲局没有要催办的事项\n"


def test_an_ordinary_name_needs_no_quotes(recorded: Bench) -> None:
    assert "--unit 甲局 --period 2017-08" in recorded.ok("remind", "--unit", "甲局")


def named(bench: Bench, name: str) -> Bench:
    """Write the plan with another name for 甲局."""
    units = bench.read("data/units.yaml").replace("甲局, aliases", f"{json.dumps(name)}, aliases")
    bench.write("data/units.yaml", units)
    bench.write("data/tasks.yaml", bench.read("data/tasks.yaml").replace("[甲局]", "[甲]"))
    return bench


@pytest.mark.posix("a POSIX shell")
@pytest.mark.parametrize(
    "name", ["甲局(本级)", "甲局 本级", "甲局;echo x", "甲局$(echo x)", "甲'局", "甲`局"]
)
def test_the_example_works_whatever_the_unit_is_called(small: Bench, name: str) -> None:
    named(small, name)
    words = answer_in(small.ok("remind", "--unit", "甲"))
    assert words[words.index("--unit") + 1] == name
    assert small.run(*words).code == 0


def test_the_letter_names_the_journal_that_there_is(small: Bench) -> None:
    for file in ("tasks.yaml", "units.yaml"):
        (small.root / "data" / file).rename(small.root / file)
    letter = small.ok("remind", "--unit", "甲局")
    assert "progress/甲局.yaml" in letter
    assert "data/progress/甲局.yaml" not in letter


# Hostile text

HOSTILE = "恶|意\n# 标题 <b>x</b> `c` {{ 7*7 }} {% endif %} [a](x) *b* \\ &amp;"
SHORT = "恶|意 <b>x</b> `c` {{ 7*7 }} *b*"
INERT_SHORT = "恶\\|意 &lt;b>x&lt;/b> \\`c\\` {{ 7\\*7 }} \\*b\\*"
INERT = (
    "恶\\|意<br># 标题 &lt;b>x&lt;/b> \\`c\\` {{ 7\\*7 }} {% endif %} \\[a\\](x) \\*b\\* "
    "\\ &amp;amp;"
)


def hostile(bench: Bench, **head_keys: str) -> Bench:
    """Write a plan with hostile text in every field of a letter except ``head_keys``."""
    printed = dict.fromkeys(("title", "number", "issuer", "supervisor"), HOSTILE) | head_keys
    plan = {**printed, "issued": "2017-08-03", "ends": "2017-12-31"}
    task = {"text": HOSTILE, "short": SHORT, "lead": "甲局"}
    tasks = [
        {"id": "1.1", **task, "due": "2017-10-30"},
        {"id": "1.2", **task, "due": "2017-11-01"},
        {"id": "1.3", **task, "cadence": "ongoing"},
    ]
    group = {"id": "1", "label": HOSTILE, "title": HOSTILE, "tasks": tasks}
    texts = dict.fromkeys(("note", "problem", "next", "by"), HOSTILE)
    record = {"task": "1.3", "status": "done", "date": "2017-10-09", **texts}
    review = {"task": "1.3", "unit": "甲局", "verdict": "return", "date": "2017-10-10"}
    for name, data in (
        ("tasks", {"plan": plan, "groups": [group]}),
        ("progress/甲局", [record]),
        ("reviews", [{**review, "record": "2017-10-09", "note": HOSTILE, "by": HOSTILE}]),
    ):
        bench.write(f"data/{name}.yaml", json.dumps(data, ensure_ascii=False))
    return bench


def test_hostile_text_is_escaped_in_every_field(small: Bench) -> None:
    hostile(small, supervisor="丙委")
    assert small.ok("remind", "--unit", "甲局") == (
        "# 催办单\n"
        "\n"
        "甲局：\n"
        "\n"
        f"《{INERT}》（{INERT}）中，截至2017年10月31日，你单位有已经逾期的 1 份、"
        "30 天内到期的 1 份、被退回的 1 份，请抓紧办理并填报。\n"
        "\n"
        f"## 一、已经逾期的\n\n{LATE}"
        f"| 1.1 | — | 2017-10-30 | 1 天（1 个工作日） | 未启动 | {INERT_SHORT} |\n"
        "\n"
        f"## 二、30 天内到期的\n\n{COMING}"
        f"| 1.2 | — | 2017-11-01 | 1 天（1 个工作日） | 未启动 | {INERT_SHORT} |\n"
        "\n"
        f"## 三、被退回、需要重报的\n\n{RETURNED}"
        f"| 1.3 | — | 2017-10-09 | 2017-10-10 | — | {INERT} | {INERT_SHORT} |\n"
        + end("四", "1.1 已完成 --unit 甲局")
    )


def test_a_hostile_supervisor_is_escaped(small: Bench) -> None:
    letter = hostile(small).ok("remind", "--unit", "甲局")
    assert f"由{INERT}登记。\n\n{INERT}  \n2017年10月31日\n" in letter
    assert "<b>" not in letter


def test_a_hostile_unit_is_escaped(small: Bench) -> None:
    named(small, "甲`局` {{ 7 }} [a](x)")
    letter = small.ok("remind", "--unit", "甲")
    assert letter.startswith("# 催办单\n\n甲\\`局\\` {{ 7 }} \\[a\\](x)：\n")
    assert "`data/progress/甲`局` {{ 7 }} [a](x).yaml`" not in letter


def test_hidden_characters_are_shown_by_their_numbers(small: Bench) -> None:
    small.write(
        "data/tasks.yaml",
        small.read("data/tasks.yaml").replace("按月公开。", "按月\u202e公开\u200f。"),
    )
    letter = small.ok("remind", "--unit", "甲局")
    assert "| 按月\\u202e公开\\u200f |\n" in letter


@pytest.mark.posix("a POSIX shell")
def test_the_shipped_plan_has_letters_that_can_be_answered(starter: Bench, tmp_path: Path) -> None:
    out = starter.ok("remind", "--all", "-o", str(tmp_path / "out"), "--within", "0d")
    assert out.splitlines() == [
        f"{tmp_path.as_posix()}/out/{unit}.md"
        for unit in ("区发改局", "区财政局", "区国土资源和规划局")
    ]
    for name in ("区发改局", "区财政局", "区国土资源和规划局"):
        assert starter.run(*answer_in(starter.read(f"out/{name}.md"))).code == 0


def test_without_a_supervisor_the_office_is_asked_for_one(small: Bench) -> None:
    small.write("data/tasks.yaml", SMALL_TASKS.replace("  supervisor: 丙委\n", ""))
    for args, what in (
        (("remind", "--unit", "甲局"), "催办单"),
        (("form", "--unit", "甲局", "-o", "a.xlsx"), "填报表"),
    ):
        assert small.run(*args).err.startswith(
            f"提醒：方案没有写明督查单位，{what}里只写“督查单位”；"
            "在 tasks.yaml 的 plan 里写 supervisor: 单位全称\n"
        )
    named = small.run("form", "--unit", "甲局", "-o", "b.xlsx", "--contact", "李四 84986789")
    assert "督查单位" not in named.err


def test_a_letter_in_word_has_what_the_other_has_but_no_command(
    small: Bench,
) -> None:
    docx = pytest.importorskip("docx", reason="needs the extra office")
    small.write("data/progress/甲局.yaml", REPORTS)
    small.write("data/reviews.yaml", RULINGS)
    small.ok("remind", "--unit", "甲局", "-o", "催办单.docx")
    letter = docx.Document(str(small.root / "催办单.docx"))
    lines = [paragraph.text for paragraph in letter.paragraphs if paragraph.text]
    shown = small.ok("remind", "--unit", "甲局")
    assert lines[:2] == ["催办单", "甲局："]
    assert lines[2] in shown
    assert [line for line in lines if line[1] == "、"] == re.findall(
        "^## (.+)$", shown, re.MULTILINE
    )
    assert lines[-2:] == ["丙委", "2017年10月31日"]
    assert "gkplan" not in "".join(lines)
    cells = [[[cell.text for cell in row.cells] for row in table.rows] for table in letter.tables]
    ids = [row[0] for table in cells for row in table]
    assert ids == re.findall(r"^\| ([\d.]+|编号) ", shown, re.MULTILINE)
    assert cells[0][1] == [
        "1.2",
        "2017年8月",
        "2017年9月28日",
        "33 天（19 个工作日）",
        "受阻",
        "按月公开",
    ]
    assert letter.sections[-1].page_width < letter.sections[-1].page_height


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--unit", "甲局", "--format", "docx"], "Word 文件不能写到终端"),
        (
            ["--unit", "甲局", "--template", "a.j2", "-o", "a.docx"],
            "--template 只用于 Markdown 的催办单",
        ),
        (["--all", "-o", "信", "--format", "xlsx"], "--format"),
    ],
)
def test_what_word_letters_do_not_go_with_is_refused(
    small: Bench, args: list[str], message: str
) -> None:
    small.write("a.j2", "甲")
    result = small.run("remind", *args)
    assert (result.code, message in result.err) == (2, True), result
    assert sorted(path.name for path in small.root.iterdir()) == ["a.j2", "data"]


def test_word_letters_of_all_units(small: Bench) -> None:
    pytest.importorskip("docx", reason="needs the extra office")
    small.ok("remind", "--all", "--within", "90", "--format", "docx", "-o", "信")
    names = sorted(path.name for path in (small.root / "信").iterdir())
    assert names == ["丁镇.docx", "丙委.docx", "乙局.docx", "甲局.docx"]
