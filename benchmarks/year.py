"""A year of synthetic records: the shipped plan from January to December, as units might report.

Every unit reports on its duties, repeatedly if they take long: most are done in time, some are
late, blocked or still open, a few are never reported. The supervising office reviews a part of them
and grants some extensions. The same seed makes the same year; no record is real.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.model import Entry, Extension, Record, Review
from gkplan.domain.reviews import digest
from gkplan.domain.vocabulary import Status, Verdict
from gkplan.folder.load import load
from gkplan.folder.location import find_folder
from gkplan.folder.yaml_write import render

_SHIPPED = Path(__file__).parents[1] / "data"
_SEED = 94
_BEGINS, _ENDS = date(2017, 1, 3), date(2017, 12, 31)
QUARTERLY, HALFYEARLY = (60, 100), (150, 220)
"""The minimal and maximal number of days between two reports on one duty."""
_OFFICE = "区政务办"
_FATES = {"done": 72, "late": 10, "open": 8, "blocked": 5, "waived": 3, "silent": 2}
_NOTES = (
    "已制定工作方案，明确责任科室和时间安排。",
    "已在区政府门户网站公开相关信息，并同步更新专栏目录。",
    "已会同有关单位核对数据，正在履行保密审查和审批程序。",
    "已通过新闻发布、政策图解等形式解读，并回应公众关切。",
    "本期信息已按要求公开，内容完整，链接有效。",
)
_PROBLEMS = ("上级文件尚未印发，口径不明确。", "部分数据由其他单位掌握，未能按时提供。")
_PLANS = ("下周报分管领导审定后公开。", "继续跟进，按要求及时更新。")


class _Duty(NamedTuple):
    """A duty to report on: its keys, its first day and the day by which it should be settled."""

    task: str
    unit: str
    period: str
    event: date | None
    first: date
    due: date
    can_move: bool
    awaits: bool

    @property
    def keys(self) -> dict[str, str | date | None]:
        """The keys of an entry that identify the duty."""
        return {
            "task": self.task,
            "unit": self.unit,
            "period": self.period,
            "event": self.event,
        }


class _Author:
    """Invents the entries of the units and of the supervising office, duty by duty."""

    def __init__(self, seed: int, days_between: tuple[int, int]) -> None:
        """Start a year; the seed decides everything in it."""
        self._random = Random(seed)  # noqa: S311  (the same year every time)
        self._days_between = days_between

    def events(self) -> list[date]:
        """Return days on which an event happened."""
        days = range(10, (_ENDS - _BEGINS).days - 10)
        return [_BEGINS + timedelta(days=day) for day in self._random.sample(days, k=3)]

    def entries(self, duty: _Duty) -> Iterator[Entry]:
        """Yield the entries about one duty, the earliest first."""
        fates = list(_FATES)
        (fate,) = self._random.choices(fates, weights=list(_FATES.values()))
        if fate == "silent":
            return
        day = duty.first + timedelta(days=self._random.randint(0, 20))
        end = duty.due - timedelta(days=self._random.randint(0, (duty.due - duty.first).days // 3))
        while day < end:
            yield self._record(duty, Status.WAITING if duty.awaits else Status.DOING, day)
            day += timedelta(days=self._random.randint(*self._days_between))
        if fate == "late" and duty.can_move:
            yield from self._extension(duty)
            end = duty.due + timedelta(days=self._random.randint(1, 40))
        if fate == "blocked":
            yield self._record(duty, Status.BLOCKED, end)
        elif fate == "waived":
            yield from self._settled(duty, Status.WAIVED, end)
        elif fate != "open":
            yield from self._settled(duty, Status.DONE, end)

    def _settled(self, duty: _Duty, status: Status, day: date) -> Iterator[Entry]:
        """Report a settled duty; the office reviews some, and units answer most returns."""
        record = self._record(duty, status, day)
        yield record
        if self._random.random() < 0.7:  # noqa: PLR2004  (a third is reviewed)
            return
        returned = self._random.random() < 0.2  # noqa: PLR2004
        day += timedelta(days=self._random.randint(1, 15))
        yield self._review(duty, record, Verdict.RETURN if returned else Verdict.ACCEPT, day)
        if returned and self._random.random() < 0.7:  # noqa: PLR2004
            yield self._record(duty, status, day + timedelta(days=self._random.randint(1, 10)))

    def _record(self, duty: _Duty, status: Status, day: date) -> Record:
        proof = f"https://gk.example.org/{duty.task}/{day}.html"
        stuck = status is Status.BLOCKED
        likely = {Status.DONE: 0.9, Status.DOING: 0.4}.get(status, 0)
        return Record(
            **duty.keys,  # type: ignore[arg-type]
            status=status,
            date=day,
            evidence=(proof,) if self._random.random() < likely else (),
            note=f"{self._random.choice(_NOTES)}本次共{self._random.randint(1, 400)}条。",
            problem=self._random.choice(_PROBLEMS) if stuck else "",
            next=self._random.choice(_PLANS) if stuck or status is Status.DOING else "",
        )

    def _review(self, duty: _Duty, record: Record, verdict: Verdict, day: date) -> Review:
        return Review(
            **duty.keys,  # type: ignore[arg-type]
            verdict=verdict,
            date=day,
            record=record.date,
            digest=digest(record),
            note="链接打不开，请补充佐证材料。" if verdict is Verdict.RETURN else "",
            by=_OFFICE,
        )

    def _extension(self, duty: _Duty) -> Iterator[Extension]:
        """Ask for more time, most often before the due date, or not at all."""
        if self._random.random() < 0.5:  # noqa: PLR2004
            return
        asked = duty.due + timedelta(days=self._random.randint(-10, 3))
        yield Extension(
            **duty.keys,  # type: ignore[arg-type]
            to=duty.due + timedelta(days=self._random.randint(10, 45)),
            date=max(asked, duty.first, duty.event or asked),
            reason=self._random.choice(_PROBLEMS),
            approved_by="区府办",
            by=_OFFICE,
        )


def _plan() -> str:
    """Return the shipped plan, issued at the beginning of its year."""
    text = (_SHIPPED / "tasks.yaml").read_text(encoding="utf-8")
    before, key, rest = text.partition("\n  issued: ")
    return f"{before}{key}{_BEGINS}{rest[len('2017-08-03') :]}"


def _duties(assessment: Assessment, author: _Author) -> Iterator[_Duty]:
    """Yield every duty that a unit reports on in the year, events included."""
    for group, task in assessment.ledger.plan:
        for duty in assessment.standing(group, task).duties:
            if not task.within:
                first = max(duty.period.first, _BEGINS)
                can_move = duty.due is not None
                times = (first, duty.due or _ENDS, can_move, bool(task.awaits))
                yield _Duty(task.id, duty.unit, duty.period.name, None, *times)
                continue
            for day in author.events():
                _, due = assessment.schedule.occurrence(task, day)
                assert due
                yield _Duty(task.id, duty.unit, "", day, day, due.day, can_move=True, awaits=False)


def _write(path: Path, entries: list[Entry]) -> None:
    """Write a journal as its unit would have written it, the earliest entry first."""
    path.parent.mkdir(exist_ok=True)
    text = render(sorted(entries, key=lambda entry: entry.date))
    path.write_text(text, encoding="utf-8", newline="\n")


def write_year(folder: Path, days_between: tuple[int, int] = QUARTERLY) -> Path:
    """Write a plan folder with a year of records into an empty folder, and return the folder.

    ``days_between`` are the least and most days that units wait before they report again on a duty
    that is not settled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tasks.yaml").write_text(_plan(), encoding="utf-8", newline="\n")
    (folder / "units.yaml").write_bytes((_SHIPPED / "units.yaml").read_bytes())
    assessment = Assessment(load(find_folder(folder, Path())).sound().ledger(), _BEGINS)
    author = _Author(_SEED, days_between)
    journals: dict[str, list[Entry]] = defaultdict(list)
    reviews: list[Entry] = []
    for duty in _duties(assessment, author):
        for entry in takewhile(lambda entry: entry.date <= _ENDS, author.entries(duty)):
            (journals[duty.unit] if isinstance(entry, Record) else reviews).append(entry)
    for unit, records in journals.items():
        _write(folder / "progress" / f"{unit}.yaml", records)
    _write(folder / "reviews.yaml", reviews)
    return folder


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        raise SystemExit("python benchmarks/year.py FOLDER")
    print(write_year(Path(sys.argv[1])))
