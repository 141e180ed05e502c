"""``gkplan log``: the journal, newest first."""

import csv
import io
import json
import re
import subprocess

import pytest
from conftest import GIT_ENV, Bench
from rich.cells import cell_len

CSV_HEAD = (
    "日期,编号,期,起算日,单位,状态,进展情况,存在问题,下一步,佐证材料,填报人,类别,延期到,"
    "登记日期,补报,已撤回,所指记录,限期整改,不计入"
)


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan, with the journals of two units."""
    small.write(
        "data/progress/甲局.yaml",
        """\
- task: "1.2"
  period: 2017-09
  status: blocked
  date: 2017-10-20
  problem: 系统故障。
  next: 下周恢复。
  by: 张三
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8, evidence/8.pdf]
  note: 已公开8月数据。
- task: "2.3"
  event: 2017-10-09
  status: doing
  date: 2017-10-20
""",
    )
    small.write("data/progress/丁镇.yaml", '- task: "2.1"\n  status: done\n  date: 2017-11-01\n')
    return small


@pytest.fixture
def ruled(recorded: Bench) -> Bench:
    """The same plan, with reviews and extensions."""
    recorded.write(
        "data/reviews.yaml",
        """\
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: return
  date: 2017-10-20
  record: 2017-09-12
  note: 链接打不开。
  by: 李四
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-11-20
  date: 2017-10-20
  reason: 系统改造。
  approved_by: 王五
  by: 李四
- task: "2.1"
  unit: 丁镇
  verdict: accept
  date: 2017-11-01
  record: 2017-11-01
- task: "2.3"
  unit: 甲局
  event: 2017-10-09
  to: 2017-11-13
  date: 2017-10-31
  reason: 材料待补。
  approved_by: 王五
""",
    )
    return recorded


def test_the_table_has_the_newest_first_and_of_one_day_the_later_in_the_file(
    recorded: Bench,
) -> None:
    assert recorded.ok("log", "--as-of", "2017-11-01") == (
        "日期        编号  期          单位  状态      进展\n"
        "2017-11-01  2.1   -           丁镇  已完成    -\n"
        "2017-10-20  2.3   2017-10-09  甲局  正在推进  -\n"
        "2017-10-20  1.2   2017-09     甲局  受阻      "
        "存在问题：系统故障。 下一步：下周恢复。 填报人：张三\n"
        "2017-09-12  1.2   2017-08     甲局  已完成    "
        "已公开8月数据。 佐证：https://example.cn/8 佐证：evidence/8.pdf\n"
        "共 4 条记录\n"
    )


def test_decisions_are_above_the_records_of_their_day(ruled: Bench) -> None:
    assert ruled.ok("log", "--as-of", "2017-11-01") == (
        "日期        编号  期          单位  状态      进展\n"
        "2017-11-01  2.1   -           丁镇  已核实    核查的是：2017-11-01 的填报\n"
        "2017-11-01  2.1   -           丁镇  已完成    -\n"
        "2017-10-31  2.3   2017-10-09  甲局  延期      "
        "延期到：2017-11-13 理由：材料待补。 批准：王五\n"
        "2017-10-20  1.2   2017-09     甲局  延期      "
        "延期到：2017-11-20 理由：系统改造。 批准：王五 登记人：李四\n"
        "2017-10-20  1.2   2017-08     甲局  已退回    "
        "链接打不开。 核查的是：2017-09-12 的填报 核查人：李四\n"
        "2017-10-20  2.3   2017-10-09  甲局  正在推进  -\n"
        "2017-10-20  1.2   2017-09     甲局  受阻      "
        "存在问题：系统故障。 下一步：下周恢复。 填报人：张三\n"
        "2017-09-12  1.2   2017-08     甲局  已完成    "
        "已公开8月数据。 佐证：https://example.cn/8 佐证：evidence/8.pdf\n"
        "共 4 条记录，4 条核查或延期\n"
    )


def test_decisions_in_csv_have_their_sort(ruled: Bench) -> None:
    args = ("--since", "2017-10-20", "--unit", "甲局", "--format", "csv")
    assert ruled.ok("log", *args) == (
        f"{CSV_HEAD}\r\n"
        "2017-10-31,2.3,,2017-10-09,甲局,延期,材料待补。（王五批准）,,,,,延期,2017-11-13,,,,,,\r\n"
        "2017-10-20,1.2,2017-09,,甲局,延期,系统改造。（王五批准）,,,,李四,延期,2017-11-20,,,,,,\r\n"
        "2017-10-20,1.2,2017-08,,甲局,已退回,链接打不开。,,,,李四,核查,,,,,2017-09-12,,\r\n"
        "2017-10-20,2.3,,2017-10-09,甲局,正在推进,,,,,,填报,,,,,,,\r\n"
        "2017-10-20,1.2,2017-09,,甲局,受阻,,系统故障。,下周恢复。,,张三,填报,,,,,,,\r\n"
    )


def test_decisions_in_markdown(ruled: Bench) -> None:
    assert ruled.ok("log", "2.3", "--format", "md") == (
        "| 日期 | 编号 | 期 | 单位 | 状态 | 进展 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 2017-10-31 | 2.3 | 2017-10-09 | 甲局 | 延期 | "
        "延期到：2017-11-13<br>理由：材料待补。<br>批准：王五 |\n"
        "| 2017-10-20 | 2.3 | 2017-10-09 | 甲局 | 正在推进 | - |\n"
        "\n"
        "共 1 条记录，1 条核查或延期\n"
    )


def test_decisions_in_json_have_lists_of_their_own(ruled: Bench) -> None:
    data = json.loads(ruled.ok("log", "--as-of", "2017-11-01", "--format", "json"))
    assert [record["task"] for record in data["records"]] == ["2.1", "2.3", "1.2", "1.2"]
    assert data["reviews"] == [
        {
            "unit": "丁镇",
            "task": "2.1",
            "period": None,
            "event": None,
            "verdict": "accept",
            "date": "2017-11-01",
            "record": "2017-11-01",
            "digest": None,
            "note": None,
            "by": None,
            "entered": None,
            "correct_by": None,
        },
        {
            "unit": "甲局",
            "task": "1.2",
            "period": "2017-08",
            "event": None,
            "verdict": "return",
            "date": "2017-10-20",
            "record": "2017-09-12",
            "digest": None,
            "note": "链接打不开。",
            "by": "李四",
            "entered": None,
            "correct_by": None,
        },
    ]
    assert data["extensions"] == [
        {
            "unit": "甲局",
            "task": "2.3",
            "period": None,
            "event": "2017-10-09",
            "to": "2017-11-13",
            "date": "2017-10-31",
            "reason": "材料待补。",
            "approved_by": "王五",
            "by": None,
            "entered": None,
        },
        {
            "unit": "甲局",
            "task": "1.2",
            "period": "2017-09",
            "event": None,
            "to": "2017-11-20",
            "date": "2017-10-20",
            "reason": "系统改造。",
            "approved_by": "王五",
            "by": "李四",
            "entered": None,
        },
    ]
    assert data["withdrawals"] == []


@pytest.mark.parametrize(
    ("args", "reviews", "extensions"),
    [
        ([], "1.2", "2.3 1.2"),
        (["--as-of", "2017-10-19"], "", ""),
        (["--as-of", "2017-10-30"], "1.2", "1.2"),
        (["--as-of", "2017-11-01", "--since", "2017-11-01"], "2.1", ""),
        (["--as-of", "2017-11-01", "--since", "2017-10-31"], "2.1", "2.3"),
        (["1"], "1.2", "1.2"),
        (["2.1", "2.2"], "", ""),
        (["--unit", "丁"], "", ""),
        (["--unit", "丁", "--as-of", "2017-11-02"], "2.1", ""),
        (["--unit", "乙", "--as-of", "2017-11-02"], "", ""),
    ],
    ids=" ".join,
)
def test_every_option_selects_decisions_too(
    ruled: Bench, args: list[str], reviews: str, extensions: str
) -> None:
    data = json.loads(ruled.ok("log", *args, "--format", "json"))
    assert [review["task"] for review in data["reviews"]] == reviews.split()
    assert [extension["task"] for extension in data["extensions"]] == extensions.split()


def test_an_extension_before_any_record_is_listed(small: Bench) -> None:
    small.write(
        "data/reviews.yaml",
        """\
- task: "1.1"
  unit: 甲局
  to: 2018-03-31
  date: 2017-10-31
  reason: 机构改革。
  approved_by: 王五
""",
    )
    assert small.ok("log") == (
        "日期        编号  期  单位  状态  进展\n"
        "2017-10-31  1.1   -   甲局  延期  延期到：2018-03-31 理由：机构改革。 批准：王五\n"
        "共 0 条记录，1 条核查或延期\n"
    )


def test_hostile_text_in_decisions_remains_text(recorded: Bench) -> None:
    recorded.write(
        "data/reviews.yaml",
        """\
- task: "1.2"
  unit: 甲局
  period: 2017-08
  verdict: return
  date: 2017-10-20
  record: 2017-09-12
  note: "=1+1|<b>\\n# `x`"
  by: "[@李四](x)"
""",
    )
    args = ("log", "1.2", "--since", "2017-10-20", "--format")
    assert recorded.ok(*args, "md").split("\n")[2] == (
        "| 2017-10-20 | 1.2 | 2017-08 | 甲局 | 已退回 | =1+1\\|&lt;b><br># \\`x\\`"
        "<br>核查的是：2017-09-12 的填报<br>核查人：\\[@李四\\](x) |"
    )
    assert recorded.ok(*args, "csv").split("\r\n")[1] == (
        '2017-10-20,1.2,2017-08,,甲局,已退回,"\'=1+1|<b>\n# `x`",,,,[@李四](x),核查,,,,,'
        "2017-09-12,,"
    )


ENV = GIT_ENV


def commit(bench: Bench, message: str) -> None:
    """Commit the folder to git as it is."""
    who = ("-c", "user.name=测试", "-c", "user.email=t@example.cn")
    for args in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", message)):
        subprocess.run(["git", *args], cwd=bench.root, env=ENV, check=True)


def test_at_a_git_revision_the_log_is_what_it_was(ruled: Bench) -> None:
    commit(ruled, "报进展")
    old = ruled.ok("log")
    (ruled.root / "data/reviews.yaml").unlink()
    ruled.ok("mark", "1.1", "done", "--note", "已公开。")
    commit(ruled, "再报")
    ruled.write("data/progress/甲局.yaml", "坏：[")
    before = ruled.files()
    assert ruled.ok("log", "--git", "HEAD~1", env=ENV) == old
    assert ruled.ok("log", "1.1", "--git", "HEAD", env=ENV) == (
        "日期        编号  期  单位  状态    进展\n"
        "2017-10-31  1.1   -   甲局  已完成  已公开。\n"
        "共 1 条记录\n"
    )
    assert ruled.run("log", "--git", "HEAD~2", env=ENV).code == 2
    assert ruled.run("log").code == 3
    assert ruled.files() == before


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_everything_fits(ruled: Bench, width: int) -> None:
    out = ruled.ok("log", "--as-of", "2017-11-01", terminal=True, width=width)
    assert max(map(cell_len, out.split("\n"))) <= width
    joined = out.replace("\n", "").replace(" ", "")
    for text in ("系统改造。", "批准：王五", "链接打不开。", "核查人：李四", "填报人：张三"):
        assert text in joined


def test_csv_has_every_field_in_a_column_of_its_own(recorded: Bench) -> None:
    assert recorded.ok("log", "--format", "csv") == (
        f"{CSV_HEAD}\r\n"
        "2017-10-20,2.3,,2017-10-09,甲局,正在推进,,,,,,填报,,,,,,,\r\n"
        "2017-10-20,1.2,2017-09,,甲局,受阻,,系统故障。,下周恢复。,,张三,填报,,,,,,,\r\n"
        "2017-09-12,1.2,2017-08,,甲局,已完成,已公开8月数据。,,,"
        '"https://example.cn/8\nevidence/8.pdf",,填报,,,,,,,\r\n'
    )


def test_markdown(recorded: Bench) -> None:
    assert recorded.ok("log", "--since", "2017-10-01", "--format", "md") == (
        "| 日期 | 编号 | 期 | 单位 | 状态 | 进展 |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 2017-10-20 | 2.3 | 2017-10-09 | 甲局 | 正在推进 | - |\n"
        "| 2017-10-20 | 1.2 | 2017-09 | 甲局 | 受阻 | "
        "存在问题：系统故障。<br>下一步：下周恢复。<br>填报人：张三 |\n"
        "\n"
        "共 2 条记录\n"
    )


def test_json(recorded: Bench) -> None:
    data = json.loads(recorded.ok("log", "1.2", "--format", "json"))
    assert (data["format"], data["as_of"]) == ("gkplan/log/1", "2017-10-31")
    assert data["records"] == [
        {
            "unit": "甲局",
            "task": "1.2",
            "period": "2017-09",
            "event": None,
            "status": "blocked",
            "date": "2017-10-20",
            "evidence": [],
            "note": None,
            "problem": "系统故障。",
            "next": "下周恢复。",
            "by": "张三",
            "entered": None,
            "withdrawn": None,
            "late_entry": False,
            "counted": True,
        },
        {
            "unit": "甲局",
            "task": "1.2",
            "period": "2017-08",
            "event": None,
            "status": "done",
            "date": "2017-09-12",
            "evidence": ["https://example.cn/8", "evidence/8.pdf"],
            "note": "已公开8月数据。",
            "problem": None,
            "next": None,
            "by": None,
            "entered": None,
            "withdrawn": None,
            "late_entry": False,
            "counted": True,
        },
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], "2.3 1.2 1.2"),
        (["--as-of", "2017-11-01"], "2.1 2.3 1.2 1.2"),
        (["--as-of", "2017-10-19"], "1.2"),
        (["--since", "2017-10-20"], "2.3 1.2"),
        (["--since", "2017-10-21"], ""),
        (["二"], "2.3"),
        (["1-2", "2.3"], "2.3 1.2 1.2"),
        (["--unit", "丁"], ""),
        (["--unit", "丁", "--as-of", "2017-12-31"], "2.1"),
        (["1", "-u", "甲局", "--since", "2017-10-01"], "1.2"),
    ],
    ids=" ".join,
)
def test_every_option_chooses(recorded: Bench, args: list[str], expected: str) -> None:
    records = json.loads(recorded.ok("log", *args, "--format", "json"))["records"]
    assert [record["task"] for record in records] == expected.split()


@pytest.fixture
def tagged(ruled: Bench) -> Bench:
    """The same plan, with tags on two tasks, and a record that was taken back."""
    tasks = ruled.read("data/tasks.yaml")
    for id_, tag in (("1.2", "公开"), ("2.3", "[申请, 公开]")):
        tasks = tasks.replace(f'id: "{id_}"\n', f'id: "{id_}"\n    tags: {tag}\n')
    ruled.write("data/tasks.yaml", tasks.replace("tags: 公开", "tags: [公开]"))
    ruled.ok("mark", "2.3", "withdrawn", "-u", "甲局", "--note", "不是申请。", "--by", "张三")
    return ruled


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            [],
            (
                "extension 2.3, withdrawal 2.3, extension 1.2, review 1.2, record 2.3, record 1.2, "
                "record 1.2"
            ),
        ),
        (["--kind", "record"], "record 2.3, record 1.2, record 1.2"),
        (["--kind", "填报"], "record 2.3, record 1.2, record 1.2"),
        (["--kind", "withdrawal"], "withdrawal 2.3"),
        (["--kind", "撤回"], "withdrawal 2.3"),
        (["--kind", "review"], "review 1.2"),
        (["--kind", "核查", "--as-of", "2017-11-01"], "review 2.1, review 1.2"),
        (["--kind", "延期"], "extension 2.3, extension 1.2"),
        (["--kind", "review、extension"], "extension 2.3, extension 1.2, review 1.2"),
        (["--kind", "review", "--kind", "延期"], "extension 2.3, extension 1.2, review 1.2"),
        # kinds of units
        (["--kind", "town", "--as-of", "2017-11-01"], "review 2.1, record 2.1"),
        (["--kind", "镇（街）", "--kind", "record", "--as-of", "2017-11-01"], "record 2.1"),
        (["--kind", "party"], ""),
        (["--kind", "party", "--unit", "甲局", "--kind", "review"], "review 1.2"),
        # a status is one of records
        (["--status", "done"], "record 1.2"),
        (["--status", "受阻", "--status", "doing"], "record 2.3, record 1.2"),
        (["--status", "doing", "--kind", "review"], ""),
        # tags
        (["--tag", "申请"], "extension 2.3, withdrawal 2.3, record 2.3"),
        (["--tag", "公开", "1", "--kind", "record"], "record 1.2, record 1.2"),
        (["--tag", "申请", "1"], ""),
        (["--tag", "申请、公开", "--status", "done"], "record 1.2"),
        # both days are in
        (
            ["--until", "2017-10-20"],
            "extension 1.2, review 1.2, record 2.3, record 1.2, record 1.2",
        ),
        (["--until", "2017-10-19"], "record 1.2"),
        (["--until", "2017-12-31", "--kind", "withdrawal"], "withdrawal 2.3"),
        (
            ["--since", "2017-10-20", "--until", "2017-10-20", "--kind", "record"],
            "record 2.3, record 1.2",
        ),
    ],
    ids=" ".join,
)
def test_kind_status_tag_and_until_choose_entries(
    tagged: Bench, args: list[str], expected: str
) -> None:
    kinds = {"填报": "record", "撤回": "withdrawal", "核查": "review", "延期": "extension"}
    rows = csv.DictReader(io.StringIO(tagged.ok("log", *args, "--format", "csv")))
    assert ", ".join(f"{kinds[row['类别']]} {row['编号']}" for row in rows) == expected
    data = json.loads(tagged.ok("log", *args, "--format", "json"))
    lists = {
        kind: [f"{kind} {entry['task']}" for entry in data[f"{kind}s"]] for kind in kinds.values()
    }
    shown = expected.split(", ") if expected else []
    assert lists == {
        kind: [entry for entry in shown if entry.startswith(kind)] for kind in kinds.values()
    }


def test_a_withdrawal_and_what_it_took_back_name_each_other(tagged: Bench) -> None:
    assert tagged.ok("log", "2.3") == (
        "日期        编号  期          单位  状态             进展\n"
        "2017-10-31  2.3   2017-10-09  甲局  延期             "
        "延期到：2017-11-13 理由：材料待补。 批准：王五\n"
        "2017-10-31  2.3   2017-10-09  甲局  撤回             "
        "撤回的是：2017-10-20 的填报 理由：不是申请。 填报人：张三\n"
        "2017-10-20  2.3   2017-10-09  甲局  正在推进 已撤回  已撤回：2017-10-31\n"
        "共 1 条记录，其中 1 条已撤回，1 条撤回，1 条核查或延期\n"
    )
    assert tagged.ok("log", "2.3", "--kind", "record", "--kind", "撤回", "--format", "csv") == (
        f"{CSV_HEAD}\r\n"
        "2017-10-31,2.3,,2017-10-09,甲局,撤回,不是申请。,,,,张三,撤回,,,,,2017-10-20,,\r\n"
        "2017-10-20,2.3,,2017-10-09,甲局,正在推进,,,,,,填报,,,,2017-10-31,,,\r\n"
    )
    data = json.loads(tagged.ok("log", "2.3", "--format", "json"))
    [record] = data["records"]
    assert (record["status"], record["withdrawn"]) == ("doing", "2017-10-31")
    [withdrawal] = data["withdrawals"]
    assert re.fullmatch("[0-9a-f]{12}", withdrawal.pop("digest"))
    assert withdrawal == {
        "unit": "甲局",
        "task": "2.3",
        "period": None,
        "event": "2017-10-09",
        "date": "2017-10-31",
        "record": "2017-10-20",
        "note": "不是申请。",
        "by": "张三",
        "entered": None,
    }


def test_a_late_entry_is_marked_with_the_day_on_which_it_was_made(small: Bench) -> None:
    """The record of August is dated in time and was entered after the due date."""
    small.ok("mark", "1.2", "done", "--period", "8月", "--date", "2017-09-28")
    small.ok("mark", "1.2", "doing", "--period", "9月", "--date", "2017-10-09")
    assert small.ok("log") == (
        "日期        编号  期       单位  状态      进展\n"
        "2017-10-09  1.2   2017-09  甲局  正在推进  登记日期：2017-10-31\n"
        "2017-09-28  1.2   2017-08  甲局  已完成    登记日期：2017-10-31（补报）\n"
        "共 2 条记录\n"
    )
    assert small.ok("log", "--format", "csv") == (
        f"{CSV_HEAD}\r\n"
        "2017-10-09,1.2,2017-09,,甲局,正在推进,,,,,,填报,,2017-10-31,,,,,\r\n"
        "2017-09-28,1.2,2017-08,,甲局,已完成,,,,,,填报,,2017-10-31,补报,,,,\r\n"
    )
    records = json.loads(small.ok("log", "--format", "json"))["records"]
    assert [(record["entered"], record["late_entry"]) for record in records] == [
        ("2017-10-31", False),
        ("2017-10-31", True),
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--since", "9月"], "--since：“9月” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        (["--format", "text"], "--format 不接受 “text”\n  可用：table、json、csv、md"),
        (["--unit", "局"], "“局” 对应多个单位\n  请写全：甲局、乙局"),
        (["2.9"], "没有事项 “2.9”\n  “二、第二组” 有 2.1 至 2.3"),
        (
            ["--since", "2017-10-21", "--until", "2017-10-20"],
            "2017-10-21 晚于 2017-10-20\n  改正 --since 或 --until",
        ),
        (["--until", "9月"], "--until：“9月” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        (
            ["--kind", "催办"],
            (
                "--kind 不接受 “催办”\n"
                "  可用：record 填报、withdrawal 撤回、review 核查、extension 延期；或单位类别："
                "party 党委部门、government 政府部门、vertical 垂直管理单位、town 镇（街）、"
                "enterprise 企业、institution 事业单位、other 其他"
            ),
        ),
        (
            ["--kind", "enterprise"],
            "名册里没有企业\n  有这些类别：government 政府部门、party 党委部门、town 镇（街）",
        ),
        (["--tag", "公开"], "没有标签 “公开”\n  标签写在 tasks.yaml 的 tags 里"),
        (
            ["--status", "withdrawn"],
            (
                "“withdrawn” 不是有效状态\n"
                "  可用：todo 未启动、waiting 条件未具备、doing 正在推进、"
                "blocked 受阻、done 已完成、waived 不涉及"
            ),
        ),
        # what the column 状态 prints of other entries
        (["--status", "已退回"], "“已退回” 不是有效状态\n  核查请用 --kind review"),
        (["--status", "已完成、已核实"], "“已核实” 不是有效状态\n  核查请用 --kind review"),
        (["--status", "延期"], "“延期” 不是有效状态\n  延期请用 --kind extension"),
        (["--status", "撤回"], "“撤回” 不是有效状态\n  撤回请用 --kind withdrawal"),
    ],
    ids=[
        *("since", "format", "unit", "id"),
        *("since after until", "until", "kind", "kind without units", "tag", "status"),
        *("returned", "accepted", "extension", "withdrawal"),
    ],
)
def test_a_request_that_does_not_fit_is_explained(
    recorded: Bench, args: list[str], message: str
) -> None:
    result = recorded.run("log", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")
