"""Years whose holiday notice is not published: what the law gives, computed by hand."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from borax.calendars.lunardate import LunarDate, TermUtils
from chinese_calendar.constants import Holiday, holidays

from gkplan.domain.fields import Span
from gkplan.domain.model import CalendarYear
from gkplan.domain.workdays import mainland, statutory_off, with_years

BY_HAND = {
    2027: """
        01-01
        02-05 02-08 02-09 02-10  除夕周五；初一周六、初二周日补在 9、10 日
        04-05
        05-03 05-04              1 日周六、2 日周日
        06-09
        09-15
        10-01 10-04 10-05        2 日周六、3 日周日
    """,
    2028: """
        01-03                    1 日周六
        01-25 01-26 01-27 01-28
        04-04
        05-01 05-02
        05-29                    端午 28 日周日
        10-02 10-03 10-04 10-05  1 日周日补在 4 日；中秋也是 3 日，补在 5 日
    """,
    2029: """
        01-01
        02-12 02-13 02-14 02-15
        04-04
        05-01 05-02
        06-18                    端午 16 日周六
        09-24                    中秋 22 日周六
        10-01 10-02 10-03
    """,
    2030: """
        01-01
        02-04 02-05 02-06 02-07  除夕周六、初一周日补在 6、7 日
        04-05
        05-01 05-02
        06-05
        09-12
        10-01 10-02 10-03
    """,
    2031: """
        01-01
        01-22 01-23 01-24 01-27  初三 25 日周六
        04-07                    清明 5 日周六
        05-01 05-02
        06-24
        10-01 10-02 10-03 10-06  中秋也是 1 日
    """,
    2032: """
        01-01
        02-10 02-11 02-12 02-13
        04-05                    清明 4 日周日
        05-03 05-04              1 日周六、2 日周日
        06-14                    端午 12 日周六
        09-20                    中秋 19 日周日
        10-01 10-04 10-05        2 日周六、3 日周日
    """,
    2033: """
        01-03                    1 日周六
        01-31 02-01 02-02 02-03  除夕 1 月 30 日周日
        04-04
        05-02 05-03              1 日周日
        06-01
        09-08
        10-03 10-04 10-05        1 日周六、2 日周日
    """,
    2034: """
        01-02                    1 日周日
        02-20 02-21 02-22 02-23  除夕周六、初一周日
        04-05
        05-01 05-02
        06-20
        09-27
        10-02 10-03 10-04        1 日周日
    """,
    2035: """
        01-01
        02-07 02-08 02-09 02-12  初三 10 日周六
        04-05
        05-01 05-02
        06-11                    端午 10 日周日
        09-17                    中秋 16 日周日
        10-01 10-02 10-03
    """,
    # Before the first known notice: three days each of 春节, 劳动节 and 国庆, one of 元旦.
    2024: "01-01 02-12 02-13 02-14 05-01 05-02 05-03 10-01 10-02 10-03",  # before Order 795
    2003: "01-01 02-03 02-04 02-05 05-01 05-02 05-05 10-01 10-02 10-03",
    # The last year of the lunar library, and years outside it: the days of the solar year alone.
    2100: """
        01-01 02-08 02-09 02-10 02-11 04-05
        05-03 05-04 06-14 09-20 10-01 10-04 10-05
    """,
    2101: "01-03 05-02 05-03 10-03 10-04 10-05",
    1899: "01-02 05-01 05-02 05-03 10-02 10-03 10-04",
    8999: "01-01 05-01 05-02 10-01 10-02 10-03",
}


@pytest.mark.parametrize("year", BY_HAND)
def test_the_law_gives_the_days_off_of_a_year_without_a_notice(year: int) -> None:
    days = [f"{day:%m-%d}" for day in sorted(statutory_off(year))]
    assert days == [word for word in BY_HAND[year].split() if word[2:3] == "-"]


def test_every_statutory_day_takes_a_working_day() -> None:
    assert {len(statutory_off(year)) for year in range(2025, 2101)} == {13}


@pytest.mark.parametrize("year", range(2008, 2027))
def test_the_lunar_days_are_those_of_the_notices(year: int) -> None:
    """All agree but 23 June 2012, a Saturday that the notices' library leaves out."""
    new_year = LunarDate(year, 1, 1).to_solar_date()
    days = {
        new_year: {Holiday.spring_festival},
        new_year + timedelta(days=2): {Holiday.spring_festival},
        TermUtils.day_start_from_term(year, "清明"): {Holiday.tomb_sweeping_day},
        LunarDate(year, 5, 5).to_solar_date(): {Holiday.dragon_boat_festival},
        LunarDate(year, 8, 15).to_solar_date(): {
            Holiday.mid_autumn_festival,
            Holiday.national_day,
        },
    }
    days.pop(date(2012, 6, 23), None)
    for day, names in days.items():
        assert holidays[day] in {name.value for name in names}
        assert not mainland().is_workday(day)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_notice_gives_as_many_working_days_off_as_the_law(year: int) -> None:
    """It moves weekends; the days off less the worked weekends are those of the law."""
    calendar = mainland()
    off = sum(day.year == year and day.weekday() < 5 for day in calendar.off)
    worked = sum(day.year == year and day.weekday() >= 5 for day in calendar.work)
    assert off - worked == len(statutory_off(year)) == 13


@pytest.mark.parametrize(
    ("start", "days", "end", "years"),
    [
        ("2026-12-30", 1, "2026-12-31", ()),
        ("2026-12-31", 1, "2027-01-04", (2027,)),
        ("2026-12-31", 20, "2027-01-29", (2027,)),
        ("2027-12-31", 1, "2028-01-04", (2028,)),
        ("2027-01-25", 20, "2027-02-26", (2027,)),
        ("2026-12-31", 260, "2028-01-19", (2027, 2028)),
        ("2003-12-31", 1, "2004-01-02", ()),
        ("2003-12-30", 1, "2003-12-31", (2003,)),
        ("2100-12-31", 1, "2101-01-04", (2101,)),
    ],
)
def test_counting_continues_into_unpublished_years(
    start: str, days: int, end: str, years: tuple[int, ...]
) -> None:
    begin, finish = date.fromisoformat(start), date.fromisoformat(end)
    assert mainland().after(begin, Span(days, workdays=True)) == finish
    assert mainland().unpublished(begin, finish) == years
    assert mainland().between(begin, finish) == (None if years else days)


def test_a_year_of_the_folder_is_published() -> None:
    year = CalendarYear(2027, holidays=(date(2027, 1, 1), date(2027, 1, 4)))
    calendar = with_years(mainland(), [year])
    begin, finish = date(2026, 12, 31), date(2027, 1, 5)
    assert calendar.after(begin, Span(1, workdays=True)) == finish
    assert calendar.unpublished(begin, finish) == ()
    assert calendar.between(begin, finish) == 1


def test_nothing_is_counted_between_a_day_and_itself() -> None:
    assert mainland().between(date(2040, 1, 1), date(2040, 1, 1)) == 0


def test_the_lunar_library_waits_for_a_year_without_a_notice() -> None:
    """It takes time to import, and most plans need none of it."""
    code = """if True:
        import sys
        from datetime import date
        from gkplan.domain.fields import Span
        from gkplan.domain.workdays import mainland
        for start in (date(2026, 11, 30), date(2026, 12, 31)):
            mainland().after(start, Span(20, workdays=True))
            print("borax" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["False", "True"]
