"""What an import reports to people: a summary, and the page that is kept beside the plan."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

from gkplan.domain.model import Plan
from gkplan.domain.vocabulary import Cadence
from gkplan.folder.import_notes import NOTES_FILE, OPEN
from gkplan.folder.plan_write import plan_lines, plan_text, registry_text
from gkplan.importing.document import Said
from gkplan.importing.lexicon.patterns import WORDS
from gkplan.importing.plan.doubts import UNUSED
from gkplan.importing.plan.understanding import RULES, Imported
from gkplan.views.markdown import markdown_text

BASE_FILE = ".import.yaml"
"""The plan as it was read, so that an update can tell what people have changed since."""
_BASE_REMARKS = (
    "# gkplan import 上次读出的方案，由程序写，请不要改；和 tasks.yaml 一起提交。",
    "# 原件更正时，拿它和更正件、和 tasks.yaml 相比，分清哪些是人核定的、哪些是原件改的。",
)
_SETTLED = (RULES, WORDS, UNUSED)
"""What a document states once for all and was done: reported, but nothing to settle."""
_RULED = {"ends": "截止日期", "lag": "每期办结时限"}
"""The keys of a plan's head whose values may follow from a rule."""
_SHOWN = 60
MOST_LISTED = 12
"""Notes of a kind that are listed at once."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


def plan_files(found: Imported, source: str) -> dict[str, bytes]:
    """The files that an import writes, with what it could not settle in them.

    They are in the order in which they may be written over others: the plan stands on the
    registry, and what was read last time is forgotten last.
    """
    read_from = f"由 gkplan import 从 {source} 读出；原件以印发本为准"
    left = f"全方案待核的问题和未采用的原文见 {NOTES_FILE}"
    guessed = "类别、别名和集合单位的成员是推断的，请核对"
    texts = {
        "units.yaml": registry_text(found.registry, (guessed,), found.notes),
        NOTES_FILE: notes_page(found, source),
        "tasks.yaml": plan_text(found.plan, (read_from, left), found.beside),
        BASE_FILE: base_text(found.plan),
    }
    return {name: text.encode() for name, text in texts.items()}


def base_text(plan: Plan) -> str:
    """The text of the file that keeps a plan as it was read."""
    return "\n".join([*_BASE_REMARKS, "", *plan_lines(plan)]) + "\n"


def summary(found: Imported) -> list[str]:
    """How much was read, and how much a person has to look at, a line each."""
    plan, registry = found.plan, found.registry
    doubts = sum(len(task.doubts) for _, task in plan)
    doubtful = sum(bool(task.doubts) for _, task in plan)
    return [
        (
            f"读出{len(plan.groups)}个工作任务、{len(plan.tasks)}项具体事项、"
            f"{len(registry.units)}个单位、{len(registry.collectives)}个集合单位"
        ),
        (
            f"存疑{doubts}条，在{doubtful}项上；全方案待核{len(open_notes(found))}条；"
            f"未采用{len(_unplaced_rows(found))}处"
        ),
    ]


def by_rule(found: Imported) -> list[str]:
    """What nobody stated and many deadlines depend on: the end of the plan, the days of a period.

    Each is a line.
    """
    lines = list(_end_by_rule(found))
    periodic = sum(any(one.periodic for one in task.cadence) for _, task in found.plan)
    if "lag" in found.beside and periodic:
        rule = found.beside["lag"]
        lines.append(f"{periodic}项定期办理，每期结束后{found.plan.head.lag.label}内为限：{rule}")
    return lines


def _end_by_rule(found: Imported) -> Iterator[str]:
    open_ended = [
        task
        for _, task in found.plan
        if task.due is None and {*task.cadence} <= {Cadence.ONCE} and not task.awaits
    ]
    if "ends" in found.beside and open_ended:
        ends = found.plan.head.ends
        yield f"{len(open_ended)}项没有写明时限，以 {ends} 为限：{found.beside['ends']}"


def in_doubt(found: Imported) -> bool:
    """Whether a person has to settle anything about the plan itself.

    What was taken by a fixed rule and the letter around the plan do not count.
    """
    return bool(open_notes(found)) or any(task.doubts for _, task in found.plan)


def open_notes(found: Imported) -> list[str]:
    """What a person has to settle about the plan as a whole."""
    return [note for note in found.notes if not note.startswith(_SETTLED)]


def settled_notes(found: Imported) -> list[str]:
    """What was done by a rule that the document states, or as always."""
    return [note for note in found.notes if note.startswith(_SETTLED)]


def shown_doubts(found: Imported) -> list[str]:
    """Every doubt with its task."""
    return [f"{task.id} {doubt}" for _, task in found.plan for doubt in task.doubts]


def left_lines(found: Imported, most: int | None, *, dry_run: bool) -> list[str]:
    """What is left for a person beside the doubts, ``most`` of each kind, for a terminal."""
    unplaced = [f"{said.place}：{_short(said.text)}" for said in _unplaced_rows(found)]
    return [
        *_some("待核", open_notes(found), most, dry_run=dry_run),
        *_some("已处理", settled_notes(found), most, dry_run=dry_run),
        *_some("未采用", unplaced, most, dry_run=dry_run),
    ]


def _unplaced_rows(found: Imported) -> list[Said]:
    """What was left over, the cells of a row of a table together."""
    joined: list[Said] = []
    for row, cells in groupby(found.unplaced, key=_row_of):
        texts = list(cells)
        if row and len(texts) > 1:
            texts = [Said("｜".join(text.text for text in texts), row)]
        joined += texts
    return joined


_IN_ROW = re.compile(r"(?P<row>.*第\d+行)(?:第\d+格)?|(?P<sheet>.+!)[A-Z]+(?P<number>\d+)")


def _row_of(said: Said) -> str:
    """The position of the row that a text is in; empty outside tables."""
    match = _IN_ROW.fullmatch(said.place)
    if match is None:
        return ""
    return match["row"] or f"{match['sheet']}第{match['number']}行"


def _some(kind: str, texts: Sequence[str], most: int | None, *, dry_run: bool) -> Iterator[str]:
    """Notes of one kind, ``most`` of them, and where the rest of them can be read."""
    yield from (f"{kind} {text}" for text in texts[:most])
    if rest := len(texts[most:] if most else ()):
        where = "--format json 列全" if dry_run else f"写在 tasks.yaml 旁的 {NOTES_FILE} 里"
        yield f"……还有{rest}处，{where}"


def left_data(found: Imported) -> dict[str, Any]:
    """What is left for a person beside the doubts of the tasks, for JSON."""
    unplaced = [{"place": said.place, "text": said.text} for said in found.unplaced]
    return {"notes": list(found.notes), "unplaced": unplaced}


def notes_page(found: Imported, source: str, renumbered: Mapping[str, str] = _NOTHING) -> str:
    """The page that says what the import could not settle, in Markdown.

    ``renumbered`` are the ids that a corrected document prints, by those that tasks keep.
    """
    parts = [
        (OPEN, open_notes(found)),
        ("照定规取的值", [f"{_RULED[key]}：{text}" for key, text in found.beside.items()]),
        ("存疑（写在 tasks.yaml 各项的 doubts 里，核定一条删去一条）", shown_doubts(found)),
        ("未采用的原文", [f"{said.place}：{said.text}" for said in _unplaced_rows(found)]),
    ]
    if settled := settled_notes(found):
        parts.insert(1, ("已按原件处理的", settled))
    if renumbered:
        kept = [f"{name}：更正件印作{printed}" for name, printed in renumbered.items()]
        parts.append(("编号不随更正件改动的事项（进展记录按原编号查找）", kept))
    lines = [f"# 导入说明：{_quoted(source)}", "", *(f"- {line}" for line in summary(found))]
    for heading, texts in parts:
        lines += ["", f"## {heading}", "", *_items(texts)]
    return "\n".join(lines) + "\n"


def _items(texts: Iterable[str]) -> Iterator[str]:
    items = [f"- {_quoted(text)}" for text in texts]
    yield from items or ["无。"]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _quoted(text: str) -> str:
    """A text of the source inside Markdown, inert."""
    return markdown_text(" ".join(text.split()))
