"""The calendar that ``gkplan due --format ics`` writes, byte by byte against RFC 5545."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import icalendar
import pytest
from conftest import SMALL_TASKS, Bench, Result

JOURNAL = """\
- task: "1.2"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence: [https://example.cn/8]
- task: "1.2"
  period: 2017-10
  status: done
  date: 2017-11-20
"""
RETURNED = """\
- task: "1.2"
  unit: 甲局
  period: 2017-10
  verdict: return
  date: 2017-11-24
  record: 2017-11-20
  note: 链接打不开。
"""
EXTENDED = """\
- task: "1.2"
  unit: 甲局
  period: 2017-09
  to: 2017-12-01
  date: 2017-11-13
  reason: 数据未审定。
  approved_by: 某某
"""
NO_DUTY = "没有逾期的，也没有将要到期的\n"
EMPTY = (
    "BEGIN:VCALENDAR\r\n"
    "VERSION:2.0\r\n"
    "PRODID:-//gkplan//due//ZH\r\n"
    "X-WR-CALNAME:乙局 分工方案时限\r\n"
    "END:VCALENDAR\r\n"
)


@pytest.fixture
def recorded(small: Bench) -> Bench:
    """The small plan with records of one unit, a return, and an extension requested late."""
    small.write("data/progress/甲局.yaml", JOURNAL)
    small.write("data/reviews.yaml", RETURNED + EXTENDED)
    return small


class Line(NamedTuple):
    """A content line of a calendar: its name, its raw parameters and its raw value."""

    name: str
    parameters: str
    value: str

    @property
    def text(self) -> str:
        """Return the text that the value encodes (RFC 5545, 3.3.11)."""
        meant = {"n": "\n", "N": "\n"}
        return re.sub(r"\\(.)", lambda found: meant.get(found[1], found[1]), self.value)


class Part(NamedTuple):
    """A component of a calendar: its lines by their names, and the components within it."""

    name: str
    lines: dict[str, Line]
    parts: list["Part"]

    def text(self, name: str) -> str:
        """Return the text of one of its lines."""
        return self.lines[name].text


TEXTS = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "PRODID", "UID"}
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}
WITHIN = {"VCALENDAR": {"VEVENT"}, "VEVENT": {"VALARM"}, "VALARM": set[str]()}


def unfolded(data: bytes) -> list[str]:
    """Return the content lines of a calendar, whose bytes must conform to RFC 5545, 3.1."""
    *folded, rest = data.split(b"\r\n")
    assert rest == b"", "the last line ends like all others"
    for line in folded:
        assert 0 < len(line) <= 75, line
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), line
        line.decode()  # no character is cut in two
    return re.sub(r"\r\n[ \t]", "", data.decode()).removesuffix("\r\n").split("\r\n")


def content(line: str) -> Line:
    """Parse a content line; a text must be escaped."""
    found = re.fullmatch(r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^\x22;:,]+)*):(.*)", line)
    assert found, line
    if found[1] in TEXTS:
        assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", found[3]), line
    return Line(*found.groups())


def component(lines: list[str]) -> Part:
    """Take the first component off some lines; no name may occur twice, and none may be missing."""
    name = lines.pop(0).removeprefix("BEGIN:")
    part = Part(name, {}, [])
    while lines[0] != f"END:{name}":
        if lines[0].startswith("BEGIN:"):
            part.parts.append(component(lines))
            continue
        line = content(lines.pop(0))
        assert line.name not in part.lines, line
        part.lines[line.name] = line
    lines.pop(0)
    assert NEEDED[name] <= set(part.lines)
    assert {inner.name for inner in part.parts} <= WITHIN[name]
    return part


def events_of(data: bytes) -> list[Part]:
    """Return the events of a calendar that conforms to RFC 5545: all-day, with one alarm each."""
    lines = unfolded(data)
    calendar = component(lines)
    assert not lines, "there is nothing beside the calendar"
    assert (calendar.name, calendar.lines["VERSION"].value) == ("VCALENDAR", "2.0")
    uids = [event.text("UID") for event in calendar.parts]
    assert len(set(uids)) == len(uids)
    for event in calendar.parts:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.lines["DTSTAMP"].value)
        start, end = day_of(event.lines["DTSTART"]), day_of(event.lines["DTEND"])
        assert end == start + timedelta(days=1)
        (alarm,) = event.parts
        assert alarm.text("ACTION") == "DISPLAY"
        assert re.fullmatch(r"-P\d+D(T\d+H)?", alarm.lines["TRIGGER"].value)
    return calendar.parts


def day_of(line: Line) -> date:
    """Return the day of a line whose value is a date."""
    assert line.parameters == ";VALUE=DATE"
    return datetime.strptime(f"{line.value}Z", "%Y%m%d%z").date()


def calendar_of(bench: Bench, *args: str) -> bytes:
    """Return the calendar that ``due`` writes."""
    return bench.ok("due", "--format", "ics", *args).encode()


def test_a_calendar_byte_by_byte(recorded: Bench) -> None:
    assert calendar_of(recorded, "1.2", "--as-of", "2017-12-10", "--within", "0") == (
        b"BEGIN:VCALENDAR\r\n"
        b"VERSION:2.0\r\n"
        b"PRODID:-//gkplan//due//ZH\r\n"
        + "X-WR-CALNAME:丙委 分工方案时限\r\n".encode()
        + b"BEGIN:VEVENT\r\n"
        + "SUMMARY:【逾期】1.2（甲局，2017-10 期）按月公开\r\n".encode()
        + b"DTSTART;VALUE=DATE:20171128\r\n"
        b"DTEND;VALUE=DATE:20171129\r\n"
        b"DTSTAMP:20171210T000000Z\r\n"
        b"UID:e5d0fb53-ac0c-51bc-96c2-0750c8eac888@gkplan\r\n"
        b"SEQUENCE:0\r\n"
        + "CATEGORIES:甲局\r\n".encode()
        + "DESCRIPTION:按月公开。\\n状态：正在推进，已退回\\n时限：2\r\n".encode()
        + " 017-11-28\\n依据：小方案（测〔2017〕1号）\r\n".encode()
        + b"TRANSP:TRANSPARENT\r\n"
        b"BEGIN:VALARM\r\n"
        b"ACTION:DISPLAY\r\n"
        + "DESCRIPTION:时限 2017-11-28：1.2（甲局，2017-10 期）按月公开\r\n".encode()
        + b"TRIGGER:-P2DT15H\r\n"
        b"END:VALARM\r\n"
        b"END:VEVENT\r\n"
        b"BEGIN:VEVENT\r\n"
        + "SUMMARY:【逾期】1.2（甲局，2017-09 期）按月公开\r\n".encode()
        + b"DTSTART;VALUE=DATE:20171201\r\n"
        b"DTEND;VALUE=DATE:20171202\r\n"
        b"DTSTAMP:20171210T000000Z\r\n"
        b"UID:7f7b6629-9f21-55e1-827c-cb496b06c1dc@gkplan\r\n"
        b"SEQUENCE:1\r\n"
        + "CATEGORIES:甲局\r\n".encode()
        + "DESCRIPTION:按月公开。\\n状态：未启动\\n时限：2017-12-01\\n原\r\n".encode()
        + " 时限：2017-11-03，延期 1 次，逾期后才申请\\n依据：小方\r\n".encode()
        + " 案（测〔2017〕1号）\r\n".encode()
        + b"TRANSP:TRANSPARENT\r\n"
        b"BEGIN:VALARM\r\n"
        b"ACTION:DISPLAY\r\n"
        + "DESCRIPTION:时限 2017-12-01：1.2（甲局，2017-09 期）按月公开\r\n".encode()
        + b"TRIGGER:-P2DT15H\r\n"
        b"END:VALARM\r\n"
        b"END:VEVENT\r\n"
        b"END:VCALENDAR\r\n"
    )


def test_the_calendar_library_reads_it_back(recorded: Bench) -> None:
    made = icalendar.Calendar.from_ical(calendar_of(recorded, "1.2", "--as-of", "2017-12-10"))
    assert {name: str(value) for name, value in made.items()} == {
        "VERSION": "2.0",
        "PRODID": "-//gkplan//due//ZH",
        "X-WR-CALNAME": "丙委 分工方案时限",
    }
    events = made.walk("VEVENT")
    assert [
        (str(event["summary"]), event.decoded("dtstart"), event.decoded("dtend"))
        for event in events
    ] == [
        ("【逾期】1.2（甲局，2017-10 期）按月公开", date(2017, 11, 28), date(2017, 11, 29)),
        ("【逾期】1.2（甲局，2017-09 期）按月公开", date(2017, 12, 1), date(2017, 12, 2)),
        ("1.2（甲局，2017-11 期）按月公开", date(2017, 12, 28), date(2017, 12, 29)),
        ("1.2（甲局，2017-12 期）按月公开", date(2018, 1, 29), date(2018, 1, 30)),
    ]
    assert str(events[1]["description"]) == (
        "按月公开。\n状态：未启动\n时限：2017-12-01\n"
        "原时限：2017-11-03，延期 1 次，逾期后才申请\n"
        "依据：小方案（测〔2017〕1号）"
    )
    for event in events:
        assert event.decoded("dtstamp") == datetime(2017, 12, 10, tzinfo=UTC)
        (alarm,) = event.walk("VALARM")
        assert alarm.decoded("trigger") == -timedelta(days=2, hours=15)


def test_the_calendar_has_all_future_duties_by_default(small: Bench) -> None:
    def days(*args: str) -> list[str]:
        return [event.lines["DTSTART"].value for event in events_of(calendar_of(small, *args))]

    assert days("1") == ["20170928", "20171103", "20171128", "20171228", "20171231", "20180129"]
    assert days("1", "--within", "30d") == ["20170928", "20171103", "20171128"]
    assert days("2.2", "-u", "乙") == ["20171231"]


@pytest.mark.parametrize(
    ("args", "name"),
    [((), "丙委 分工方案时限"), (("-u", "甲"), "甲局 分工方案时限")],
    ids=["all", "unit"],
)
def test_the_calendar_is_named_after_its_unit(
    small: Bench, args: tuple[str, ...], name: str
) -> None:
    lines = unfolded(calendar_of(small, *args))
    assert content(lines[3]) == Line("X-WR-CALNAME", "", name)


@pytest.mark.no_cover  # hundreds of events take half the time
@pytest.mark.parametrize("as_of", ["2017-08-03", "2017-11-10", "2018-03-01", "2040-03-01"])
def test_the_complete_shipped_plan_makes_a_valid_calendar(starter: Bench, as_of: str) -> None:
    data = calendar_of(starter, "--as-of", as_of)
    events = events_of(data)
    found = json.loads(starter.ok("due", "--as-of", as_of, "--within", "9999w", "--format", "json"))
    duties = found["late"] + found["coming"]
    assert [day_of(event.lines["DTSTART"]).isoformat() for event in events] == [
        row["due"] for row in duties
    ]
    assert [event.text("CATEGORIES") for event in events] == [row["unit"] for row in duties]
    assert len(icalendar.Calendar.from_ical(data).walk("VEVENT")) == len(events)


def uids(bench: Bench, *args: str) -> dict[str, str]:
    """Return the identifiers of the events, by the beginnings of their titles."""
    return {
        event.text("SUMMARY").removeprefix("【逾期】").split("）")[0]: event.text("UID")
        for event in events_of(calendar_of(bench, *args))
    }


def test_events_keep_their_identity_from_one_day_to_another(starter: Bench) -> None:
    once, later = uids(starter, "3", "--as-of", "2017-08-03"), uids(starter, "3")
    assert once == later
    assert later == uids(starter, "3", "--as-of", "2018-03-01")
    assert list(later) == [f"3.1（区发改局，2017-{month:02} 期" for month in range(8, 13)]


def test_events_keep_their_identity_whatever_is_reported_or_reworded(small: Bench) -> None:
    before = uids(small, "1", "2.1")
    small.write(
        "data/progress/甲局.yaml",
        '- task: "1.2"\n  period: 2017-09\n  status: doing\n  date: 2017-10-09\n',
    )
    tasks = small.read("data/tasks.yaml")
    small.write(
        "data/tasks.yaml",
        tasks.replace("按月公开。", "每月公开。").replace("lag: 20 workdays", "lag: 30 days"),
    )
    assert uids(small, "1", "2.1") == before
    assert len(before) == 10


@pytest.mark.parametrize(("length", "shown"), [(30, "公" * 30), (31, f"{'公' * 29}…")])
def test_a_title_takes_thirty_characters(small: Bench, length: int, shown: str) -> None:
    plan = small.read("data/tasks.yaml").replace("一次性事项。", "公" * length)
    small.write("data/tasks.yaml", plan)
    (event,) = events_of(calendar_of(small, "1.1", "--within", "9999"))
    assert event.text("SUMMARY") == f"1.1（甲局）{shown}"


def test_an_extension_requested_in_time_is_shown_without_a_remark(small: Bench) -> None:
    small.write("data/reviews.yaml", EXTENDED.replace("date: 2017-11-13", "date: 2017-11-03"))
    (event,) = events_of(calendar_of(small, "1.2", "--as-of", "2017-11-28", "--within", "3"))[-1:]
    assert event.text("DESCRIPTION") == (
        "按月公开。\n状态：未启动\n时限：2017-12-01\n原时限：2017-11-03，延期 1 次\n"
        "依据：小方案（测〔2017〕1号）"
    )


def test_an_extension_moves_the_event_and_raises_its_sequence(small: Bench) -> None:
    def september() -> tuple[str, date, str]:
        (event,) = (
            event
            for event in events_of(calendar_of(small, "1.2", "--as-of", "2017-11-30"))
            if "2017-09 期" in event.text("SUMMARY")
        )
        lines = event.lines
        return lines["UID"].value, day_of(lines["DTSTART"]), lines["SEQUENCE"].value

    uid, *before = september()
    assert before == [date(2017, 11, 3), "0"]
    small.write("data/reviews.yaml", EXTENDED)
    assert september() == (uid, date(2017, 12, 1), "1")
    small.write("data/reviews.yaml", EXTENDED + EXTENDED.replace("2017-12-01", "2017-12-20"))
    assert september() == (uid, date(2017, 12, 20), "2")


HOSTILE = 'a, b; c\\d "e" \\n f:g\nBEGIN:VEVENT\nEND:VCALENDAR\n\t😀甲'


def test_a_hostile_text_is_escaped_and_read_back_as_it_was(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml")
    as_yaml = json.dumps(HOSTILE, ensure_ascii=False)
    tasks = tasks.replace("text: 一次性事项。", f"text: {as_yaml}")
    tasks = tasks.replace("title: 小方案", f"title: {as_yaml}", 1)
    small.write("data/tasks.yaml", tasks)
    data = calendar_of(small, "1.1")
    (event,) = events_of(data)
    about = f"{HOSTILE}\n状态：未启动\n时限：2017-12-31\n依据：{HOSTILE}（测〔2017〕1号）"
    assert event.text("DESCRIPTION") == about
    assert event.text("SUMMARY") == r'1.1（甲局）a, b; c\d "e" \n f:g'
    assert str(icalendar.Calendar.from_ical(data).walk("VEVENT")[0]["description"]) == about


@pytest.mark.parametrize(
    ("supervisor", "shown"),
    [
        ("丙,委;", "丙,委;"),
        (r"丙\n委", r"丙\n委"),
        ("丙委\n丁办", "丙委 丁办"),
        (" 丙委\t", "丙委"),
        ("丙:\x22委\x22", "丙:\x22委\x22"),
    ],
    ids=repr,
)
def test_a_hostile_supervisor_is_escaped_in_the_calendars_name(
    small: Bench, supervisor: str, shown: str
) -> None:
    tasks = small.read("data/tasks.yaml")
    as_yaml = json.dumps(supervisor, ensure_ascii=False)
    small.write("data/tasks.yaml", tasks.replace("supervisor: 丙委", f"supervisor: {as_yaml}"))
    line = content(unfolded(calendar_of(small, "1.1"))[3])
    assert (line.name, line.text) == ("X-WR-CALNAME", f"{shown} 分工方案时限")


def test_a_plan_without_a_number_or_a_supervisor_leaves_no_gap(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml")
    tasks = tasks.replace("  number: 测〔2017〕1号\n", "").replace("  supervisor: 丙委\n", "")
    small.write("data/tasks.yaml", tasks)
    data = calendar_of(small, "1.1")
    (event,) = events_of(data)
    assert content(unfolded(data)[3]) == Line("X-WR-CALNAME", "", "分工方案时限")
    assert event.text("DESCRIPTION").split("\n")[-1] == "依据：小方案"


def test_a_text_of_several_lines_is_one_line_in_the_title(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml")
    text = "text: |\n      一次性事项：\n\n        一是甲；\n      二是乙。\n"
    small.write("data/tasks.yaml", tasks.replace("text: 一次性事项。\n", text))
    (event,) = events_of(calendar_of(small, "1.1"))
    title = "1.1（甲局）一次性事项： 一是甲"
    assert event.text("SUMMARY") == title
    assert event.parts[0].text("DESCRIPTION") == f"时限 2017-12-31：{title}"
    assert event.text("DESCRIPTION").split("\n状态：")[0] == (
        "一次性事项：\n\n  一是甲；\n二是乙。\n"
    )


@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("character", ["公", "😀", "é", ",", "\\"])
def test_lines_are_folded_between_characters(small: Bench, character: str, shift: int) -> None:
    text = "x" * shift + character * 200
    quoted, short = (json.dumps(part, ensure_ascii=False) for part in (text, text[:30]))
    tasks = small.read("data/tasks.yaml").replace(
        "text: 一次性事项。", f"text: {quoted}\n    short: {short}"
    )
    small.write("data/tasks.yaml", tasks)
    (event,) = events_of(calendar_of(small, "1.1"))
    assert event.text("DESCRIPTION").split("\n")[0] == text
    assert event.text("SUMMARY") == f"1.1（甲局）{text[:30]}"


def test_a_title_of_any_length_does_not_make_each_event_longer(small: Bench) -> None:
    for length in (489, 490):  # with the number, 500 characters and one more
        small.write("data/tasks.yaml", SMALL_TASKS.replace("小方案", "长" * length))
        (event,) = events_of(calendar_of(small, "1.1"))
        basis = f"依据：{'长' * length}（测〔2017〕1号）"
        shown = basis if length == 489 else f"{basis[:-1]}…"
        assert event.text("DESCRIPTION").split("\n")[-1] == shown


def test_the_calendar_is_written_to_a_file(recorded: Bench) -> None:
    printed = calendar_of(recorded)
    before = recorded.files()
    asked = ("due", "--format", "ics", "-o")
    assert recorded.run(*asked, "out/时限.ics") == Result(0, "", "已写到 out/时限.ics\n")
    assert recorded.files() == {**before, "out/时限.ics": printed}
    recorded.write("out/时限.ics", "old")
    recorded.ok(*asked, "out/时限.ics")
    assert recorded.files() == {**before, "out/时限.ics": printed}


def test_a_calendar_that_cannot_be_written_changes_nothing(small: Bench) -> None:
    before = small.files()
    result = small.run("due", "--format", "ics", "-o", "data")
    assert (result.code, result.out) == (4, "")
    assert re.fullmatch("错误：.*data 不能写入：这是一个文件夹\n  检查路径和写权限\n", result.err)
    assert small.files() == before


def test_an_empty_calendar_is_reported(small: Bench) -> None:
    asked = ("due", "1.1", "-u", "乙", "--format", "ics")
    assert small.run(*asked) == Result(0, EMPTY, NO_DUTY)
    assert small.run(*asked, "-o", "x.ics") == Result(0, "", f"{NO_DUTY}已写到 x.ics\n")
    assert small.read("x.ics") == EMPTY


def test_a_calendar_that_is_empty_because_all_duties_wait_is_reported_too(small: Bench) -> None:
    result = small.run("due", "2.2", "-u", "乙", "--as-of", "2018-01-02", "--format", "ics")
    assert events_of(result.out.encode()) or result.err


def test_an_empty_within_is_refused_for_a_calendar_too(small: Bench) -> None:
    assert small.run("due", "--format", "ics", "--within", "") == Result(
        2, "", "错误：--within 不接受 “”\n  写作 30d（天）或 4w（周）的样子\n"
    )


@pytest.mark.parametrize(
    "mark", ["\u202a", "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c"]
)
def test_a_character_that_turns_a_text_around_is_shown_by_its_number(
    small: Bench, mark: str
) -> None:
    escaped = f"\\u{ord(mark):04x}"
    text = small.read("data/tasks.yaml").replace("一次性事项。", f'"一次性{escaped}事项。"')
    text = text.replace("title: 小方案", f'title: "小{escaped}方案"')
    small.write("data/tasks.yaml", text.replace("supervisor: 丙委", f'supervisor: "丙{escaped}委"'))
    data = calendar_of(small, "1.1", "--as-of", "2017-12-10", "--within", "60d")
    assert mark not in data.decode()
    (event,) = events_of(data)
    assert event.text("SUMMARY") == f"1.1（甲局）一次性{escaped}事项"
    assert event.parts[0].text("DESCRIPTION").endswith(f"一次性{escaped}事项")
    assert event.text("DESCRIPTION").startswith(f"一次性{escaped}事项。\n")
    assert f"依据：小{escaped}方案" in event.text("DESCRIPTION")
    assert f"丙{escaped}委 分工方案时限" in content(unfolded(data)[3]).text
