"""The official circular (通报) as a Word file in the layout of GB/T 9704-2012."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gkplan.report import circular as text
from gkplan.report import findings
from gkplan.report.data import Report
from gkplan.report.official import official_day
from gkplan.views.headline import COUNTING_RULE

if TYPE_CHECKING:
    from gkplan.report.wordml import Letter

_NUMERALS = "一二三四五六七八九十"
_RANKING = (
    ("名次", 10),
    ("单位", 31),
    ("应办", 10),
    ("已办结", 12),
    ("不涉及", 12),
    ("办结率", 16),
    ("按期办结率", 30),
    ("逾期", 10),
    ("最近填报", 25),
)
_EXTENDED = (
    ("编号", 14),
    ("单位", 40),
    ("期次", 24),
    ("原时限", 26),
    ("延期到", 26),
    ("理由", 69),
    ("批准人", 26),
)
_LEDGER = (
    ("编号", 12),
    ("具体事项", 54),
    ("牵头单位", 21),
    ("落实、配合单位", 22),
    ("时限或频次", 27),
    ("状态", 18),
    ("最近进展", 61),
    ("佐证", 10),
)
_READ = {"单位", "理由", "具体事项", "牵头单位", "落实、配合单位", "时限或频次", "最近进展"}
"""The columns of texts, which begin at the left; all others are centred."""


def circular(report: Report) -> bytes:
    """Make the circular; the plan's notice runs along the top of every page.

    Official letters have no running head (GB/T 9704-2012), so no other circular gets one.
    """
    from gkplan.report.wordml import Letter  # noqa: PLC0415  (loads python-docx and lxml)

    letter = Letter(report.head.notice_mark)
    _head(letter, report)
    _body(letter, report)
    _foot(letter, report)
    letter.turn()
    letter.add("Attachment Mark", "附件")
    letter.add("Normal")
    letter.title(text.ledger_name(report))
    letter.add("Gap")
    letter.add("Cell", f"截至{official_day(report.as_of)}；佐证按份计，佐证材料见进展记录。")
    letter.add("Gap")
    letter.table(_LEDGER, text.ledger(report), _READ)
    if rows := list(text.extended(report)):
        letter.add("Gap")
        letter.add("Cell", f"批准的延期（{len(rows)}次）")
        letter.add("Gap")
        letter.table(_EXTENDED, rows, _READ)
    letter.add("Gap")
    letter.add("Cell", COUNTING_RULE)
    return letter.to_bytes(text.heading(report), text.signatory(report), report.as_of)


def _head(letter: "Letter", report: Report) -> None:
    """Add number, title and addressees; the office assigns the number."""
    letter.add("Document Number", "（文号待填）〔　　　　〕　　号", marked=True)
    letter.add("Normal")
    letter.title(text.heading(report))
    letter.add("Normal")
    letter.add("Normal", text.addressees(report))


def _body(letter: "Letter", report: Report) -> None:
    """The four parts of the circular."""
    letter.add("heading 1", "一、总体情况")
    for line in text.overall(report):
        letter.add("Body Text", line)
    letter.add("heading 1", "二、各单位办理情况")
    before, rows, after = text.by_unit(report)
    letter.add("Body Text", before)
    if rows:
        letter.add("Gap")
        letter.table(_RANKING, rows, _READ)
        letter.add("Gap")
    if after:
        letter.add("Body Text", after)
    letter.add("heading 1", "三、存在问题")
    _points(letter, findings.problems(report), "没有逾期、退回、缺佐证和受阻的事项。")
    letter.add("heading 1", "四、下一步要求")
    _points(letter, findings.demands(report), "请各单位按时限办理，及时填报进展和佐证材料。")


def _points(letter: "Letter", points: Sequence[tuple[str, list[str]]], none: str) -> None:
    """The points of a part, each with a heading of the second level."""
    for numeral, (title, lines) in zip(_NUMERALS, points, strict=False):
        letter.add("heading 2", f"（{numeral}）{title}")
        for line in lines:
            letter.add("Body Text", line)
    if not points:
        letter.add("Body Text", none)


def _foot(letter: "Letter", report: Report) -> None:
    """Add the attachment, the signer and the day, never alone on a page."""
    letter.keep()
    for style, line in (
        ("Normal", ""),
        ("Body Text", f"附件：{text.ledger_name(report)}"),
        ("Normal", ""),
        ("Normal", ""),
    ):
        letter.add(style, line)
        letter.keep()
    letter.sign(text.signatory(report), official_day(report.as_of))
