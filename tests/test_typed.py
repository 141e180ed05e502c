"""Days, periods and words as people type them in options, and that the YAML files take none."""

from typing import Any

import pytest
from conftest import Bench, Result

from gkplan.domain.errors import UsageError
from gkplan.domain.query import find_word
from gkplan.domain.typed import listed, names_period
from gkplan.domain.vocabulary import Cadence, Status, Verdict, Word
from gkplan.folder.load import load
from gkplan.folder.location import Folder

LATE = '- task: "1.1"\n  status: done\n  date: 2017-09-12\n  entered: 2017-10-31\n'


@pytest.mark.parametrize(
    "typed",
    [
        *("2017-09-12", "2017-9-12", "2017/9/12", "2017.09.12", "20170912", "２０１７０９１２"),
        *("2017年9月12日", "2017年9月12号", "二〇一七年九月十二日", "9月12日", "９月１２日"),
        *("九月十二日", "9月12", "9-12", "9.12", "9/12"),
    ],
)
def test_a_day_is_written_in_many_ways(small: Bench, typed: str) -> None:
    small.ok("mark", "1.1", "done", "--date", typed)
    assert small.read("data/progress/甲局.yaml") == LATE


@pytest.mark.parametrize("typed", ["201709", "9月", "912", "2017-9", "17-9-12", "九一二"])
def test_what_is_no_day_is_refused(small: Bench, typed: str) -> None:
    result = small.run("mark", "1.1", "done", "--date", typed)
    message = f"错误：--date：“{typed}” 不是有效日期\n  日期写作 2017-09-12 的样子\n"
    assert result == Result(2, "", message)


@pytest.mark.parametrize(
    ("command", "more"),
    [("list", 1), ("status", 1), ("due", 1), ("log", 1), ("trend", 1), ("diff 9-12", 0)],
)
def test_a_day_without_a_year_reads_the_folder_once_more_at_most(
    small: Bench, monkeypatch: pytest.MonkeyPatch, command: str, more: int
) -> None:
    """The day is found out once for a command, however often it is asked for."""
    read: list[Folder] = []

    def counted(folder: Folder, **options: Any) -> Any:
        read.append(folder)
        return load(folder, **options)

    monkeypatch.setattr("gkplan.commands.context.load", counted)
    small.ok(*command.split(), "--as-of", "2017-10-31")
    known = len(read)
    small.ok(*command.split(), "--as-of", "10-31")
    assert len(read) == 2 * known + more


@pytest.mark.parametrize(
    ("args", "read"),
    [
        # written down: between the issue and the day
        (("mark", "1.1", "done", "--date", "8月3日"), "--date “8月3日” 读作 2017-08-03"),
        (("mark", "1.1", "done", "--date", "10月31日"), "--date “10月31日” 读作 2017-10-31"),
        (
            ("mark", "2.3", "done", "-u", "甲", "--event", "9月1日"),
            "--event “9月1日” 读作 2017-09-01",
        ),
        # ahead: up to half a year after the plan's end
        (("extend", "1.1", "--to", "1月15日"), "--to “1月15日” 读作 2018-01-15"),
        (("extend", "1.1", "--to", "7月2日"), "--to “7月2日” 读作 2018-07-02"),
        # days of assessment: within the plan
        (("log", "--since", "12月31日"), "--since “12月31日” 读作 2017-12-31"),
        (("trend", "--since", "8月3日"), "--since “8月3日” 读作 2017-08-03"),
        (("report", "--since", "8月4日"), "--since “8月4日” 读作 2017-08-04"),
        (("diff", "8月3日", "12月31日"), "DATE “12月31日” 读作 2017-12-31"),
    ],
)
def test_the_year_that_is_left_out_is_filled_in_and_reported(
    small: Bench, args: tuple[str, ...], read: str
) -> None:
    granted = ("--reason", "急", "--approved-by", "某") if args[0] == "extend" else ()
    result = small.run(*args, *granted)
    assert (result.code, read in result.err.split("\n")) == (0, True), result


@pytest.mark.parametrize(
    ("args", "option", "first", "last"),
    [
        (("mark", "1.1", "done", "--date", "8月2日"), "--date", "2017-08-03", "2017-10-31"),
        (("mark", "1.1", "done", "--date", "11月1日"), "--date", "2017-08-03", "2017-10-31"),
        (("log", "--since", "8月2日"), "--since", "2017-08-03", "2017-12-31"),
        (("list", "--as-of", "8月2日"), "--as-of", "2017-08-03", "2017-12-31"),
        (
            ("extend", "1.1", "--to", "7月3日", "--reason", "急", "--approved-by", "某"),
            "--to",
            "2017-10-31",
            "2018-07-02",
        ),
    ],
)
def test_a_day_without_a_year_that_does_not_fit_the_plan_is_refused(
    small: Bench, args: tuple[str, ...], option: str, first: str, last: str
) -> None:
    typed = args[args.index(option) + 1]
    message = f"错误：{option}：“{typed}” 没有写年份，{first} 至 {last} 之间没有这一天\n"
    assert small.run(*args) == Result(2, "", f"{message}  日期写作 2017-09-12 的样子\n")
    assert set(small.files()) == {"data/tasks.yaml", "data/units.yaml"}


def test_a_day_of_which_two_years_fit_is_refused_with_both(small: Bench) -> None:
    plan = small.read("data/tasks.yaml").replace("ends: 2017-12-31", "ends: 2018-12-31")
    small.write("data/tasks.yaml", plan)
    assert small.run("list", "--as-of", "9月12日") == Result(
        2,
        "",
        ("错误：--as-of：“9月12日” 是哪一年的？\n  写作 2017-09-12、2018-09-12 当中的一个\n"),
    )
    assert "（截至 2018-07-12）" in small.ok("list", "--as-of", "7月12日")


@pytest.mark.parametrize(
    ("ends", "readings"),
    [
        (2020, "2017-09-12、2018-09-12、2019-09-12、2020-09-12"),
        (2021, "2017-09-12、2018-09-12、2019-09-12、2020-09-12……"),
    ],
)
def test_four_years_that_fit_are_named(small: Bench, ends: int, readings: str) -> None:
    plan = small.read("data/tasks.yaml").replace("ends: 2017", f"ends: {ends}")
    small.write("data/tasks.yaml", plan)
    message = f"错误：--as-of：“9月12日” 是哪一年的？\n  写作 {readings} 当中的一个\n"
    assert small.run("list", "--as-of", "9月12日") == Result(2, "", message)


def test_a_leap_day_fits_only_leap_years(small: Bench) -> None:
    plan = small.read("data/tasks.yaml").replace("issued: 2017", "issued: 2015")
    small.write("data/tasks.yaml", plan)
    assert "（截至 2016-02-29）" in small.ok("list", "--as-of", "2月29日")
    message = "错误：--as-of：“2月30日” 不是有效日期\n  日期写作 2017-09-12 的样子\n"
    assert small.run("list", "--as-of", "2月30日") == Result(2, "", message)


def test_import_knows_no_plan_to_take_the_year_from(empty: Bench) -> None:
    empty.write("a.txt", "x\n")
    assert empty.run("import", "a.txt", "-o", "p", "--issued", "8月3日") == Result(
        2, "", "错误：--issued：“8月3日” 没有写年份\n  日期写作 2017-09-12 的样子\n"
    )


@pytest.mark.parametrize("option", ["--as-of", "--date", "--event"])
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("9000-01-01", "“9000-01-01” 太晚了\n  日期最晚写到 8999-12-31"),
        ("9999-12-31", "“9999-12-31” 太晚了\n  日期最晚写到 8999-12-31"),
        ("9999年12月31日", "“9999-12-31” 太晚了\n  日期最晚写到 8999-12-31"),
        ("0000-01-01", "“0000-01-01” 不是有效日期\n  日期写作 2017-09-12 的样子"),
        ("2017-02-29", "“2017-02-29” 不是有效日期\n  日期写作 2017-09-12 的样子"),
    ],
)
def test_a_day_that_is_too_late_or_does_not_exist(
    small: Bench, option: str, typed: str, message: str
) -> None:
    result = small.run("mark", "2.3", "done", "-u", "甲", option, typed)
    assert result == Result(2, "", f"错误：{option}：{message}\n")


@pytest.mark.parametrize("command", ["list", "due", "status", "report", "show 1.2", "trend"])
@pytest.mark.parametrize("day", ["8999-12-31", "0001-01-01"])
def test_the_first_and_the_last_day_are_days_like_any_other(
    small: Bench, command: str, day: str
) -> None:
    early = "错误：2017-08-03 晚于截至日期 0001-01-01\n  改正 --since 或 --as-of\n"
    refused = command == "trend" and day == "0001-01-01"
    result = small.run(*command.split(), "--as-of", day)
    assert (result.code, result.err) == (2, early) if refused else result.code == 0, result


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (
            "2017-08",
            "2017-08 2017-8 2017.8 2017/08 201708 2017年8月 2017年08月份 8月 08 8 八月 八月份",
        ),
        (
            "2017-08",
            "二〇一七年八月 ２０１７年８月",
        ),
        ("2017-12", "十二月 12月 2017年十二月"),
        (
            "2017Q3",
            "2017Q3 2017q3 2017-Q3 Q3 ｑ３ 第三季度 三季度 第3季度 3季度 2017年第三季度",
        ),
        ("2017H1", "2017H1 h1 上半年 2017年上半年 2017上半年"),
        ("2017H2", "2017H2 下半年 二〇一七年下半年"),
        ("2017", "2017 2017年 2017年度 全年 二〇一七年"),
    ],
)
def test_a_period_is_written_in_many_ways(name: str, typed: str) -> None:
    others = {"2017-08", "2017-12", "2017Q3", "2017H1", "2017H2", "2017", "2016-01"}
    for text in typed.split():
        assert [other for other in sorted(others) if names_period(other, text)] == [name], text


@pytest.mark.parametrize(
    "typed", ["", "2018-08", "20178", "2017008", "第八月", "本月", "季度", "Q", "半年"]
)
def test_what_is_no_period_names_none(typed: str) -> None:
    names = ("2017-08", "2017Q3", "2017H1", "2017H2", "2017")
    assert [name for name in names if names_period(name, typed)] == []


def test_a_period_of_which_two_years_fit_is_refused_with_both(small: Bench) -> None:
    plan = small.read("data/tasks.yaml").replace("ends: 2017-12-31", "ends: 2018-12-31")
    small.write("data/tasks.yaml", plan)
    assert small.run("mark", "1.2", "done", "--period", "八月") == Result(
        2, "", "错误：事项 1.2 的 “八月” 是 2017-08，还是 2018-08？\n  写明年份\n"
    )
    small.ok("mark", "1.2", "done", "--period", "2017年八月")
    assert "period: 2017-08\n" in small.read("data/progress/甲局.yaml")
    small.ok("mark", "1.2", "done", "--period", "七月")  # of 2018 alone
    assert "period: 2018-07\n" in small.read("data/progress/甲局.yaml")


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        (Status.TODO, "未开始 尚未启动"),
        (Status.WAITING, "待条件 条件不具备"),
        (Status.DOING, "推进中 在办 进行中 正在办理 办理中"),
        (Status.BLOCKED, "遇阻"),
        (Status.DONE, "办完 已办理 完结"),
        (Status.WAIVED, "不适用"),
        (Cadence.QUARTERLY, "每季 按季度"),
        (Verdict.RETURN, "退回补正"),
    ],
)
def test_options_take_more_words_than_the_files(small: Bench, word: Word, typed: str) -> None:
    for text in typed.split():
        assert find_word(type(word), f" {text} ", "词") is word
        assert type(word).parse(text) is None
    if isinstance(word, Status):
        small.write("data/progress/甲局.yaml", LATE.replace("done", typed.split(maxsplit=1)[0]))
        result = small.run("check")
        assert result.code == 1
        assert f"error[unknown-status]: “{typed.split(maxsplit=1)[0]}” 不是有效状态" in result.out


@pytest.mark.parametrize("typed", ["未完成", "未报", "结束", "推进", "无", ""])
def test_a_word_that_could_mean_several_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=f"“{typed}” 不是有效状态"):
        find_word(Status, typed, "状态")


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("date: 20170912", "bad-date"),
        ("date: 9月12日", "bad-date"),
        ("date: 2017年9月12日", "bad-date"),
        ("period: 201708", "bad-period"),
        ("period: 八月", "bad-period"),
        ("period: 第三季度", "bad-period"),
    ],
)
def test_the_files_take_no_such_days_and_periods(small: Bench, line: str, rule: str) -> None:
    entry = {"task": '"1.2"', "period": "2017-08", "status": "done", "date": "2017-09-12"}
    key, _, value = line.partition(": ")
    text = "\n  ".join(f"{name}: {value_}" for name, value_ in {**entry, key: value}.items())
    small.write("data/progress/甲局.yaml", f"- {text}\n")
    result = small.run("check")
    assert (result.code, f"error[{rule}]: “{value}”" in result.out) == (1, True), result


def test_values_are_split_at_commas() -> None:
    assert listed(["2017-08，2017-09", "a、b;c；d,e", " f "]) == [
        *("2017-08", "2017-09", "a", "b", "c", "d", "e", "f"),
    ]
