"""How far the work is, against how much of the time for it is gone (进度与时间)."""

from collections.abc import Iterable, Sequence
from datetime import date

from gkplan.domain.counts import Ratio
from gkplan.domain.duty import Duty
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Group
from gkplan.domain.standing import Standing
from gkplan.domain.vocabulary import WAITING


class Pace(Frozen):
    """What is done of a group's duties with a due date, against the time gone for them.

    ``gone`` is the mean share of the days from the begin to the due date that are gone, in percent
    with one decimal; a due date that has passed counts as 100.
    """

    group: Group
    completion: Ratio
    gone: float

    @property
    def behind(self) -> float:
        """By how many percentage points the work is behind the time; negative where it leads."""
        return round(self.gone - (self.completion.rate or 0), 1)


def paces(standings: Iterable[Standing], as_of: date) -> list[Pace]:
    """Return the pace of every group with begun duties that have a due date, worst first.

    Accepted waivers and what waits for a condition are left out, as in 按期办结率.
    """
    parts: dict[int, tuple[Group, list[tuple[Duty, date]]]] = {}
    for standing in standings:
        _, dated = parts.setdefault(standing.group.id, (standing.group, []))
        dated += [
            (duty, duty.due)
            for duty in standing.duties
            if duty.due and duty.begun and not (duty.accepted_waiver or duty.status is WAITING)
        ]
    every = [_pace(group, dated, as_of) for group, dated in parts.values() if dated]
    return sorted(every, key=lambda pace: (-pace.behind, pace.group.position))


def _pace(group: Group, dated: Sequence[tuple[Duty, date]], as_of: date) -> Pace:
    gone = sum(_gone(duty.period.first, due, as_of) for duty, due in dated)
    done = sum(duty.done for duty, _ in dated)
    return Pace(group, Ratio(done, len(dated)), round(100 * gone / len(dated), 1))


def _gone(first: date, due: date, as_of: date) -> float:
    """Return the share of the days from ``first`` to ``due`` that are gone."""
    whole = (due - first).days
    return min(1.0, max(0, (as_of - first).days) / whole) if whole > 0 else 1.0


def ends_at_once(standings: Iterable[Standing], ends: date) -> bool:
    """Whether more than half of the duties with a due date fall due at the end of the plan.

    Before the end the pace of such a plan says little: everything seems to be behind.
    """
    days = [duty.due for standing in standings for duty in standing.duties if duty.due]
    return 2 * sum(day >= ends for day in days) > len(days)
