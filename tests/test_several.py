"""Several units, periods and events in one command: one table, one report, one transaction."""

import csv
import io
import json
import zipfile

import pytest
from conftest import Bench, Result

JOURNAL = "data/progress/甲局.yaml"
PERIODS = """\
- task: "1.2"
  period: 2017-09
  status: done
  date: 2017-10-31
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-10-31
"""


@pytest.mark.parametrize(
    "typed",
    [
        ("--period", "2017-09", "--period", "2017-08"),
        ("--period", "9月", "--period=八月", "--period", "2017-09"),
        ("--period", "201709，8月"),
        ("--period", "9月、8月"),
    ],
    ids=" ".join,
)
def test_one_record_per_period_is_written(small: Bench, typed: tuple[str, ...]) -> None:
    assert small.run("mark", "1.2", "done", *typed) == Result(
        0,
        (
            "1.2  2017-09  甲局  已完成  data/progress/甲局.yaml\n"
            "1.2  2017-08  甲局  已完成  data/progress/甲局.yaml\n"
        ),
        "提醒：事项 1.2 已完成，但没有佐证材料；可再记一条带 --evidence 的记录\n",
    )
    assert small.read(JOURNAL) == PERIODS


def test_one_period_that_there_is_not_stops_them_all(small: Bench) -> None:
    before = small.files()
    result = small.run("mark", "1.2", "done", "--period", "2017-08", "--period", "2018-01")
    periods = "2017-08、2017-09、2017-10、2017-11、2017-12"
    message = f"错误：事项 1.2 没有 “2018-01” 这一期\n  可用：{periods}\n"
    assert result == Result(2, "", message)
    assert small.files() == before


@pytest.mark.parametrize("period", ["", "2017-08,", "，"])
def test_an_empty_period_is_none(small: Bench, period: str) -> None:
    result = small.run("mark", "1.2", "done", "--period", period)
    assert result.err.startswith("错误：事项 1.2 没有 “” 这一期\n")


def test_one_record_per_unit_is_written_to_its_own_journal(small: Bench) -> None:
    result = small.run("mark", "2.1", "在办", "-u", "丙委", "-u", "丁镇", "-u", "丙")
    assert result == Result(
        0,
        (
            "2.1  丙委  正在推进  data/progress/丙委.yaml\n"
            "2.1  丁镇  正在推进  data/progress/丁镇.yaml\n"
        ),
        "",
    )
    entry = '- task: "2.1"\n  status: doing\n  date: 2017-10-31\n'
    assert small.read("data/progress/丙委.yaml") == small.read("data/progress/丁镇.yaml") == entry


def test_every_unit_must_owe_every_task(small: Bench) -> None:
    before = small.files()
    result = small.run("mark", "2.1", "2.2", "done", "-u", "乙、丙")
    assert result == Result(2, "", "错误：丙委 与事项 2.2 无关\n  由 乙局 填报\n")
    assert small.files() == before


def test_one_record_per_event_and_unit_is_written(small: Bench) -> None:
    days = ("--event", "9月1日", "--event", "2017-09-04、2017-09-01")
    out = small.ok("mark", "2.3", "done", "-u", "甲", "-u", "乙", *days)
    assert out == (
        "2.3  2017-09-01  甲局  已完成  data/progress/甲局.yaml\n"
        "2.3  2017-09-04  甲局  已完成  data/progress/甲局.yaml\n"
        "2.3  2017-09-01  乙局  已完成  data/progress/乙局.yaml\n"
        "2.3  2017-09-04  乙局  已完成  data/progress/乙局.yaml\n"
    )


def test_several_periods_are_reviewed_at_once(small: Bench) -> None:
    small.ok("mark", "1.2", "done", "--period", "8月、9月", "--evidence", "https://a.cn/1")
    both = ("--period", "8月", "--period", "9月")
    assert small.run("review", "1.2", "accept", *both) == Result(
        0,
        (
            "1.2  2017-08  甲局  已核实  data/reviews.yaml\n"
            "1.2  2017-09  甲局  已核实  data/reviews.yaml\n"
        ),
        "",
    )
    before = small.files()
    result = small.run("review", "1.2", "accept", *both, "--period", "10月")
    message = "错误：事项 1.2（甲局，2017-10 期）还没有填报，没有可核查的记录\n  填报之后再核查\n"
    assert result == Result(2, "", message)
    assert small.files() == before


def test_several_units_and_periods_are_extended_at_once(small: Bench) -> None:
    granted = ("--to", "1月31日", "--reason", "急", "--approved-by", "某")
    result = small.run("extend", "1.2", *granted, "--period", "8月，十月")
    assert result == Result(
        0,
        (
            "1.2  2017-08  甲局  延期到 2018-01-31  data/reviews.yaml\n"
            "1.2  2017-10  甲局  延期到 2018-01-31  data/reviews.yaml\n"
        ),
        (
            "--to “1月31日” 读作 2018-01-31\n"
            "提醒：事项 1.2（甲局，2017-08 期）在时限 2017-09-28 之后才申请延期，各处都会标明\n"
        ),
    )
    out = small.ok("extend", "2.1", *granted, "-u", "丙委", "-u", "丁镇")
    assert out == (
        "2.1  丙委  延期到 2018-01-31  data/reviews.yaml\n"
        "2.1  丁镇  延期到 2018-01-31  data/reviews.yaml\n"
    )


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan in which one of the two units has reported."""
    small.ok("mark", "2.1", "done", "-u", "丁镇")
    return small


BOTH = ("-u", "乙局", "--unit", "丁镇")
LIST = """\
编号  状态                    下一时限    职责               责任单位                    具体事项
# 乙局、丁镇直接承担（2 项）
## 一、第一组
1.1   未启动                  2017-12-31  乙局配合           甲局牵头，乙局配合          一次性事项。
## 二、第二组
2.2   条件未具备              2017-12-31  乙局牵头           乙局                        待文件出台后办理。
# 乙局、丁镇通过集合单位共同承担（2 项）
## 二、第二组
2.1   正在推进 已报 1/2 单位  2017-12-31  乙局落实 丁镇落实  丙委牵头，各镇、各部门落实  大家落实。
2.3   未启动 尚无起算日       及时        乙局牵头           各部门                      自申请之日起限时答复。
共 3 项：未启动 1，条件未具备 1，正在推进 1；逾期 0 项；另有只作配合的 1 项（截至 2017-10-31）
"""  # noqa: E501  (a table is as wide as it is)
MATRIX = """\
单位  1.1  2.2   2.1   2.3
乙局  -    未报  未报  -
丁镇  -    -     已办  -

"""
DUE = """\
编号  期  状态        单位  事项
# 90 天内到期（2 份）
## 2017-12-31 星期日，还有 61 天（43 个工作日）
2.2   -   条件未具备  乙局  待文件出台后办理
2.1   -   未启动      乙局  大家落实
已逾期 0 份，90 天内到期 2 份
"""
LOG = """\
日期        编号  期  单位  状态    进展
2017-10-31  2.1   -   丁镇  已完成  -
共 1 条记录
"""
DIFF = """\
2017-09-01 至 2017-10-31 的变化

编号  期  单位  状态    时限        事项
## 新办结、新报不涉及（1 份）
2.1   -   丁镇  已完成  2017-12-31  大家落实
已完成 0 → 0 项，逾期 0 → 0 项，完成率 0.0% → 0.0%；期间填报 1 条
"""
TREND = """\
截至        已完成  逾期  未完成  不涉及  完成率  图
2017-10-31       0     0       3       0    0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
█ 已完成　▓ 逾期　░ 其他未完成　· 不涉及
"""


@pytest.mark.parametrize(
    ("args", "table"),
    [
        ("list", LIST),
        ("list --matrix", MATRIX),
        ("due --within 90d", DUE),
        ("log", LOG),
        ("diff 2017-09-01", DIFF),
        ("trend --since 2017-10-01", TREND),
    ],
)
def test_a_table_of_two_units_is_about_either(recorded: Bench, args: str, table: str) -> None:
    recorded.ok("mark", "1.1", "done")  # of a third unit
    recorded.write("data/progress/甲局.yaml", "")
    for units in (BOTH, ("-u", "乙局、丁"), ("-u", "乙，丁", "-u", "乙局")):
        assert recorded.ok(*args.split(), *units) == table


def test_one_unit_named_twice_is_one(recorded: Bench) -> None:
    for command in (("list",), ("list", "--format", "json"), ("report",), ("due",)):
        assert recorded.ok(*command, "-u", "丁镇", "-u", "丁镇") == recorded.ok(
            *command, "-u", "丁镇"
        )


def test_json_has_the_units_and_the_role_of_each(recorded: Bench) -> None:
    data = json.loads(recorded.ok("list", "2.1", *BOTH, "--format", "json"))
    assert data["units"] == ["乙局", "丁镇"]
    assert "unit" not in data
    [task] = data["tasks"]
    assert (task["role"], task["direct"]) == ("implement", False)
    assert task["concerns"] == [
        {"unit": "乙局", "role": "implement", "direct": False, "former": False},
        {"unit": "丁镇", "role": "implement", "direct": False, "former": False},
    ]
    alone = json.loads(recorded.ok("list", "2.1", "-u", "丁镇", "--format", "json"))
    assert alone["unit"] == "丁镇"
    assert "units" not in alone
    assert "concerns" not in alone["tasks"][0]
    due = json.loads(recorded.ok("due", *BOTH, "--format", "json"))
    assert due["units"] == ["乙局", "丁镇"]


def test_csv_has_the_role_of_each_unit(recorded: Bench) -> None:
    rows = list(csv.DictReader(io.StringIO(recorded.ok("list", *BOTH, "--format", "csv"))))
    assert [(row["编号"], row["职责"], row["直接承担"]) for row in rows] == [
        ("1.1", "乙局配合", "是"),
        ("2.2", "乙局牵头", "是"),
        ("2.1", "乙局落实、丁镇落实", "否"),
        ("2.3", "乙局牵头", "否"),
    ]


def test_a_calendar_of_two_units_is_named_after_both(recorded: Bench) -> None:
    made = recorded.ok("due", *BOTH, "--format", "ics").split("\r\n")
    assert "X-WR-CALNAME:乙局、丁镇 分工方案时限" in made
    assert [line for line in made if line.startswith("CATEGORIES")] == ["CATEGORIES:乙局"] * 2


@pytest.mark.parametrize("more", ["", "--direct", "--role lead", "--role support,implement"])
def test_each_unit_is_a_filter_of_its_own(small: Bench, more: str) -> None:
    def ids(*units: str) -> list[str]:
        found = json.loads(small.ok("list", *units, *more.split(), "--format", "json"))
        return [task["id"] for task in found["tasks"]]

    first, second = ids("-u", "乙局"), ids("-u", "丁镇")
    assert sorted(ids("-u", "乙局", "-u", "丁镇")) == sorted({*first, *second})


def test_a_role_asked_for_keeps_the_share_of_the_other_unit_out(small: Bench) -> None:
    small.ok("mark", "2.1", "done", "-u", "丁镇")
    asked = ("list", "2.1", "-u", "丙委", "-u", "丁镇", "--role", "implement", "--format", "json")
    [task] = json.loads(small.ok(*asked))["tasks"]
    assert task["status"] == "done"
    assert task["concerns"] == [
        {"unit": "丁镇", "role": "implement", "direct": False, "former": False}
    ]


def test_groups_are_given_several_times_or_as_a_list(small: Bench) -> None:
    every = small.ok("list")
    for asked in (("--group", "1", "--group", "二"), ("--group", "1，二"), ("--group", "一、二")):
        assert small.ok("list", *asked) == every
    assert small.ok("list", "--group", "二、") == small.ok("list", "2")
    result = small.run("list", "--group", "1、9")
    message = "错误：没有工作任务 “9”\n  组号从 1 到 2，也可写标号或标题的一部分\n"
    assert result == Result(2, "", message)


def test_a_unit_of_a_list_that_there_is_not_is_named(small: Bench) -> None:
    result = small.run("list", "-u", "甲局、戊办")
    assert result.err.startswith("错误：没有单位 “戊办”\n")


def test_a_name_with_a_comma_is_no_list(small: Bench) -> None:
    units = small.read("data/units.yaml").replace("aliases: [乙]", "aliases: ['甲、乙']")
    small.write("data/units.yaml", units)
    assert small.ok("list", "-u", "甲、乙") == small.ok("list", "-u", "乙局")


# One report on both


def test_one_report_is_on_both(recorded: Bench) -> None:
    data = json.loads(recorded.ok("report", *BOTH, "--format", "json"))
    assert (data["unit"], data["unit_names"]) == ("乙局、丁镇", ["乙局", "丁镇"])
    assert data["scope"] == [
        "只列与乙局、丁镇有关的事项，数字是这 2 个单位自己的；只作配合的事项列全项情况",
        "截至 2017-10-31",
    ]
    assert data["totals"]["tasks"] == 3
    assert data["duties"] == {
        "all": 3,
        "owed": 3,
        "by_status": {
            "todo": 1,
            "waiting": 1,
            "doing": 0,
            "blocked": 0,
            "done": 1,
            "waived": 0,
        },
        "done": 1,
        "waived": 0,
        "accepted": 0,
        "open": 2,
        "rate": 33.3,
        "completion": {"part": 1, "base": 3, "rate": 33.3},
        "in_time": {"part": 0, "base": 0, "rate": None},
        "verification": {"part": 0, "base": 1, "rate": 0.0},
        "overdue": 0,
        "late_done": 0,
        "overdue_provisional": 0,
        "unproved": 1,
    }
    assert [(unit["unit"], unit["rank"], unit["duties"]["owed"]) for unit in data["units"]] == [
        ("丁镇", None, 1),
        ("乙局", None, 2),
    ]


def test_the_report_of_two_units_in_markdown(recorded: Bench) -> None:
    text = recorded.ok("report", *BOTH)
    assert text.startswith("# 小方案——乙局、丁镇进展情况\n")
    assert "\n## 各单位\n\n已经开始的应办事项（份）。\n" in text
    assert "\n- 落实：1/2 个单位办结或不涉及\n" in text
    assert "\n- 牵头：" not in text  # the lead is a third unit


def test_the_report_of_two_units_in_html(recorded: Bench) -> None:
    text = recorded.ok("report", *BOTH, "--format", "html")
    assert "<title>小方案——乙局、丁镇 进展（截至 2017-10-31）</title>" in text
    assert "<h1>小方案<br>乙局、丁镇进展情况</h1>" in text
    assert "只列与乙局、丁镇有关的事项，数字是这 2 个单位自己的；" in text


@pytest.mark.parametrize(
    ("ending", "part", "texts"),
    [
        (
            "docx",
            "word/document.xml",
            [
                "关于乙局、丁镇落实《小方案》情况的通报",
                "乙局、丁镇：",
                "乙局、丁镇应办、办结份数如下。",
            ],
        ),
        (
            "xlsx",
            "xl/sharedStrings.xml",
            ["小方案——乙局、丁镇", "只列与乙局、丁镇有关的事项，数字是这 2 个单位自己的"],
        ),
    ],
)
def test_the_report_of_two_units_as_a_file(
    recorded: Bench, ending: str, part: str, texts: list[str]
) -> None:
    recorded.ok("report", *BOTH, "-o", f"both.{ending}")
    text = zipfile.ZipFile(recorded.root / f"both.{ending}").read(part).decode()
    assert [wanted for wanted in texts if wanted not in text] == []


# Letters


def test_each_unit_gets_a_letter_of_its_own(small: Bench) -> None:
    asked = ("remind", "--within", "90d", "-u", "甲局")
    result = small.run(*asked, "-u", "丁镇", "-o", "letters")
    assert result == Result(0, "letters/甲局.md\nletters/丁镇.md\n", "")
    assert small.read("letters/甲局.md") == small.ok(*asked)
    assert small.run(*asked, "-u", "丁镇") == Result(
        2, "", "错误：几个单位的催办单不能接在一起\n  用 -o 写一个文件夹，一个单位一份\n"
    )
    assert small.run(
        "remind", "-u", "甲", "-u", "丁", "--as-of", "2017-08-04", "-o", "letters"
    ) == (
        Result(
            0,
            "",
            (
                "甲局、丁镇没有要催办的事项\n"
                "提醒：letters/甲局.md 是以前写的，这次没有要催办的\n"
                "提醒：letters/丁镇.md 是以前写的，这次没有要催办的\n"
            ),
        )
    )
