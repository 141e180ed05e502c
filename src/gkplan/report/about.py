"""The description of a report in words: its plan, its units, its day."""

from collections.abc import Sequence

from gkplan.domain.model import Head
from gkplan.report.data import Report


def title(report: Report) -> str:
    """The plan's title, and the units that the report is about: ``小方案——甲局``."""
    return report.head.title + (f"——{report.unit}" if report.unit else "")


def scope(report: Report) -> list[str]:
    """Return whose tasks a report shows, its day, and the day of ``since``, in words."""
    return [
        own_share(report.units) or "全部单位的全部事项",
        f"截至 {report.as_of}",
        *([f"先列 {report.since} 以来的进展"] if report.since else []),
    ]


def own_share(units: Sequence[str]) -> str:
    """Whose tasks and figures are shown; empty for those of all units."""
    if not units:
        return ""
    whose = "该单位" if len(units) == 1 else f"这 {len(units)} 个单位"
    return f"只列与{'、'.join(units)}有关的事项，数字是{whose}自己的；只作配合的事项列全项情况"


def issue(head: Head) -> str:
    """Who issued the plan, and when: ``测试办公室 2017-08-03 印发``."""
    return f"{head.issuer} {head.issued} 印发"
