"""``gkplan trend``: done, late and open, month by month or week by week."""

import json
import subprocess

import pytest
from conftest import GIT_ENV, Bench
from rich.cells import cell_len

HEAD = "截至        已完成  逾期  未完成  不涉及  完成率  图\n"
LEGEND = "█ 已完成　▓ 逾期　░ 其他未完成　· 不涉及\n"


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan, with one task done, one waived and one late."""
    small.write(
        "data/progress/甲局.yaml",
        """\
- {task: "1.1", status: done, date: 2017-09-12}
- {task: "2.3", event: 2017-09-20, status: doing, date: 2017-09-21}
""",
    )
    small.write("data/progress/乙局.yaml", '- {task: "2.2", status: waived, date: 2017-10-09}\n')
    return small


def test_every_month_has_its_bar_and_the_last_is_the_last_day_of_change(recorded: Bench) -> None:
    result = recorded.run("trend", "--as-of", "2017-11-30")
    assert (result.code, result.err) == (0, "2017-11-29 之后没有变化\n")
    assert result.out == (
        f"{HEAD}"
        "2017-08-31       0     0       5       0    0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
        "2017-09-30       1     1       4       0   20.0%  ██████▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░\n"
        "2017-10-31       1     2       3       1   20.0%  ██████▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░······\n"
        "2017-11-29       1     2       3       1   20.0%  ██████▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░······\n"
        f"{LEGEND}"
    )


def test_every_week_has_its_sunday(recorded: Bench) -> None:
    assert recorded.ok(
        "trend", "--by", "week", "--since", "2017-09-25", "--as-of", "2017-10-09"
    ) == (
        f"{HEAD}"
        "2017-10-01       1     1       4       0   20.0%  ██████▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░\n"
        "2017-10-08       1     1       4       0   20.0%  ██████▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░\n"
        "2017-10-09       1     1       3       1   20.0%  ██████▓▓▓▓▓▓░░░░░░░░░░░░······\n"
        f"{LEGEND}"
    )


def test_with_a_unit_only_its_own_share_is_counted(recorded: Bench) -> None:
    recorded.write("data/progress/丁镇.yaml", '- {task: "2.1", status: done, date: 2017-10-09}\n')
    assert recorded.ok(
        "trend", "--unit", "丁", "--since", "2017-09-01", "--as-of", "2017-10-10"
    ) == (
        f"{HEAD}"
        "2017-09-30       0     0       1       0    0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
        "2017-10-09       1     0       0       0  100.0%  ██████████████████████████████\n"
        f"{LEGEND}"
    )
    assert recorded.run("trend", "--unit", "局").code == 2


def test_csv(recorded: Bench) -> None:
    result = recorded.run("trend", "--as-of", "2017-10-09", "--format", "csv")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "截至,事项,已完成,逾期,未完成,完成率,不涉及,逾期办结\r\n"
        "2017-08-31,5,0,0,5,0.0,0,0\r\n"
        "2017-09-30,5,1,1,4,20.0,0,0\r\n"
        "2017-10-09,5,1,1,3,20.0,1,0\r\n"
    )


def test_markdown(recorded: Bench) -> None:
    assert recorded.ok("trend", "--as-of", "2017-09-12", "--format", "md") == (
        "| 截至 | 已完成 | 逾期 | 未完成 | 不涉及 | 完成率 | 图 |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| 2017-08-31 | 0 | 0 | 5 | 0 | 0.0% | ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ |\n"
        "| 2017-09-12 | 1 | 0 | 4 | 0 | 25.0% | ██████░░░░░░░░░░░░░░░░░░░░░░░░ |\n"
        "\n"
        f"{LEGEND}"
    )


def test_json(recorded: Bench) -> None:
    result = recorded.run("trend", "--as-of", "2017-09-30", "--format", "json")
    statuses = dict.fromkeys(("todo", "waiting", "doing", "blocked", "done", "waived"), 0)
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == {
        "format": "gkplan/trend/2",
        "as_of": "2017-09-30",
        "plan": {
            "title": "小方案",
            "number": "测〔2017〕1号",
            "issuer": "测试办公室",
            "supervisor": "丙委",
            "issued": "2017-08-03",
            "ends": "2017-12-31",
            "lag": "20 workdays",
            "notice": "",
        },
        "by": "month",
        "points": [
            {
                "day": "2017-08-31",
                "all": 5,
                "by_status": statuses | {"todo": 4, "waiting": 1},
                "done": 0,
                "waived": 0,
                "accepted": 0,
                "open": 5,
                "idle": 1,
                "cancelled": 0,
                "rate": 0.0,
                "completion": {"part": 0, "base": 4, "rate": 0.0},
                "overdue": 0,
                "overdue_duties": 0,
                "late_below": 0,
                "late_below_duties": 0,
                "late_done": 0,
            },
            {
                "day": "2017-09-29",
                "all": 5,
                "by_status": statuses | {"todo": 2, "waiting": 1, "doing": 1, "done": 1},
                "done": 1,
                "waived": 0,
                "accepted": 0,
                "open": 4,
                "idle": 0,
                "cancelled": 0,
                "rate": 20.0,
                "completion": {"part": 1, "base": 5, "rate": 20.0},
                "overdue": 1,
                "overdue_duties": 1,
                "late_below": 0,
                "late_below_duties": 0,
                "late_done": 0,
            },
        ],
    }


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--as-of", "2017-08-03"], "2017-08-03"),
        (["--as-of", "2017-08-31"], "2017-08-03"),
        (["--as-of", "2017-09-01"], "2017-08-31 2017-09-01"),
        (["--as-of", "2017-09-28"], "2017-08-31 2017-09-21"),
        (["--as-of", "2017-09-29"], "2017-08-31 2017-09-29"),
        ([], "2017-08-31 2017-09-30 2017-10-18"),
        (["--since", "2017-08-03"], "2017-08-31 2017-09-30 2017-10-18"),
        (["--since", "2016-01-01"], "2017-08-31 2017-09-30 2017-10-18"),
        (["--since", "2017-08-31"], "2017-08-31 2017-09-30 2017-10-18"),
        (["--since", "2017-09-01"], "2017-09-30 2017-10-18"),
        (["--since", "2017年10月1日"], "2017-10-18"),
        (["--since", "2017-10-18"], "2017-10-18"),
        (["--since", "2017-10-25"], "2017-10-25"),
        (["--since", "2017-10-31"], "2017-10-31"),
        (["--by", "week", "--since", "2017/10/2"], "2017-10-08 2017-10-15 2017-10-18"),
        (
            ["--by", "month", "--since", "2017-12-01", "--as-of", "2030-12-31"],
            "2017-12-31 2018-01-30",
        ),
    ],
    ids=" ".join,
)
def test_it_covers_the_time_from_a_day_to_the_last_change(
    recorded: Bench, args: list[str], expected: str
) -> None:
    points = json.loads(recorded.ok("trend", *args, "--format", "json"))["points"]
    assert [point["day"] for point in points] == expected.split()


@pytest.mark.parametrize(
    ("as_of", "message"),
    [
        ("2017-10-17", "2017-10-09 之后没有变化\n"),
        ("2017-10-18", ""),
        ("2017-10-19", "2017-10-18 之后没有变化\n"),
    ],
)
def test_an_early_end_is_reported(recorded: Bench, as_of: str, message: str) -> None:
    assert recorded.run("trend", "--as-of", as_of).err == message
    assert recorded.run("trend", "--as-of", as_of, "--format", "csv").err == message
    assert recorded.run("trend", "--as-of", as_of, "--format", "json").err == ""


@pytest.mark.parametrize("by", ["month", "week"])
def test_a_plan_of_one_day_has_one_point_and_another_once_it_is_late(small: Bench, by: str) -> None:
    small.write(
        "data/tasks.yaml",
        """\
plan: {title: 一天的方案, issued: 2017-10-31, ends: 2017-10-31}
groups:
- {id: 1, label: 一, title: 组, tasks: [{id: "1.1", text: 当天办结。, lead: [甲局]}]}
""",
    )
    assert small.run("trend", "--by", by).out == (
        f"{HEAD}"
        "2017-10-31       0     0       1       0    0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
        f"{LEGEND}"
    )
    points = json.loads(small.ok("trend", "--by", by, "--as-of", "2017-11-01", "--format", "json"))[
        "points"
    ]
    first = {"month": ["2017-10-31"], "week": []}[by]
    assert [point["day"] for point in points] == [*first, "2017-11-01"]
    assert points[-1]["overdue"] == 1
    small.ok("mark", "1.1", "done")
    assert small.run("trend", "--by", by).out == (
        f"{HEAD}"
        "2017-10-31       1     0       0       0  100.0%  ██████████████████████████████\n"
        f"{LEGEND}"
    )


def test_a_plan_of_the_day_before_the_month_ends_stays_on_its_day(small: Bench) -> None:
    small.write(
        "data/tasks.yaml",
        """\
plan: {title: 一天的方案, issued: 2017-10-30, ends: 2017-10-30}
groups:
- id: 1
  label: 一
  title: 组
  tasks: [{id: "1.1", text: 及时办理。, lead: [甲局], cadence: event}]
""",
    )
    result = small.run("trend", "--as-of", "2020-01-01")
    assert result.err == "2017-10-30 之后没有变化\n"
    assert result.out == (
        f"{HEAD}"
        "2017-10-30       0     0       1       0    0.0%  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░\n"
        f"{LEGEND}"
    )


def hundred(bench: Bench, done: int) -> str:
    """Return the last bar of a plan of a hundred tasks that were due; those not done are late."""
    tasks = "".join(
        f'  - {{id: "1.{item}", text: 事, lead: [甲局], due: 2017-10-01}}\n'
        for item in range(1, 101)
    )
    head = "plan: {title: 大, issued: 2017-10-01, ends: 2017-10-31}\n"
    bench.write(
        "data/tasks.yaml", f"{head}groups:\n- id: 1\n  label: 一\n  title: 组\n  tasks:\n{tasks}"
    )
    records = (
        f'- {{task: "1.{item}", status: done, date: 2017-10-01}}\n' for item in range(1, done + 1)
    )
    bench.write("data/progress/甲局.yaml", "".join(records))
    lines = bench.ok("trend", "--as-of", "2017-10-02").split("\n")
    return lines[-3].split()[-1]


def test_what_is_there_at_all_is_seen(small: Bench) -> None:
    assert hundred(small, 1) == "█" + "▓" * 29
    assert hundred(small, 50) == "█" * 15 + "▓" * 15
    assert hundred(small, 100) == "█" * 30


def test_a_single_late_one_among_many_done_is_seen(small: Bench) -> None:
    assert hundred(small, 99) == "█" * 29 + "▓"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--by", "year"], "--by 不接受 “year”\n  可用：month、week"),
        (["--by", "周"], "--by 不接受 “周”\n  可用：month、week"),
        (["--since", "8月"], "--since：“8月” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        (
            ["--since", "2017-11-01"],
            "2017-11-01 晚于截至日期 2017-10-31\n  改正 --since 或 --as-of",
        ),
        (
            ["--as-of", "2017-08-02"],
            "2017-08-03 晚于截至日期 2017-08-02\n  改正 --since 或 --as-of",
        ),
        (["--format", "png"], "--format 不接受 “png”\n  可用：table、json、csv、md"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_request_that_does_not_fit_is_explained(
    recorded: Bench, args: list[str], message: str
) -> None:
    result = recorded.run("trend", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")


NARROW = pytest.mark.xfail(strict=True, reason="the bar keeps its room, the days are cut off")


@pytest.mark.parametrize("width", [pytest.param(60, marks=NARROW), 80, 120])
def test_on_a_terminal_the_chart_fits(recorded: Bench, width: int) -> None:
    out = recorded.ok("trend", terminal=True, width=width)
    lines = [line.rstrip() for line in out.split("\n")]
    assert max(map(cell_len, lines)) <= width
    assert [line.split()[:6] for line in lines[1:4]] == [
        ["2017-08-31", "0", "0", "5", "0", "0.0%"],
        ["2017-09-30", "1", "1", "4", "0", "20.0%"],
        ["2017-10-18", "1", "2", "3", "1", "20.0%"],
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_screen_the_complete_bar_is_drawn(recorded: Bench, width: int) -> None:
    out = recorded.ok("trend", terminal=True, width=width)
    assert out.split("\n")[2].rstrip() == (
        "2017-09-30       1     1       4       0   20.0%  ██████▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░"
    )


ENV = GIT_ENV


def commit(bench: Bench) -> None:
    """Commit the folder to git as it is."""
    who = ("-c", "user.name=测试", "-c", "user.email=t@example.cn")
    for args in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "报进展")):
        subprocess.run(["git", *args], cwd=bench.root, env=ENV, check=True)


def test_at_a_git_revision_the_trend_is_that_of_the_files_as_they_were(recorded: Bench) -> None:
    old = recorded.ok("trend", "--as-of", "2017-10-18")
    commit(recorded)
    recorded.write("data/progress/甲局.yaml", "")
    commit(recorded)
    before = recorded.files()
    args = ("trend", "--as-of", "2017-10-18")
    assert recorded.ok(*args, "--git", "HEAD~1", env=ENV) == old
    assert recorded.ok(*args, "--git", "HEAD", env=ENV) == recorded.ok(*args) != old
    assert recorded.run(*args, "--git", "HEAD~9", env=ENV).code == 2
    assert recorded.files() == before
