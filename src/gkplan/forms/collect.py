"""Filled-in forms become entries: what is new is written, what contradicts a journal is not.

Nothing that was filled in is dropped: it becomes an entry, or a problem with its cell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from gkplan.domain import rules
from gkplan.domain.assess import Assessment
from gkplan.domain.model import Record, Review, Withdrawal
from gkplan.domain.rules import Position, Problem, Rule, Severity, in_order
from gkplan.folder.evidence import EvidenceCopy
from gkplan.forms.answers import FileFinder, is_day, is_none, is_status
from gkplan.forms.drafts import CollectContext, CollectRequest, Draft, RowError, row_error
from gkplan.forms.entries import CONTENT, NONE_IN, record_draft, review_draft
from gkplan.forms.filled import FilledForm, contradicted_unit, misnamed
from gkplan.forms.layout import FormKind, RowKey, plan_fingerprint
from gkplan.forms.rows import Answer, FilledRow
from gkplan.forms.unit_form import record_text

FileFinders = Callable[[str, str], FileFinder]
"""Returns for a form's file and a unit how the files that the form names are found."""


TAKEN = (rules.SHARED_FILE, rules.MISNAMED_FORM)
"""The rules of what is taken all the same, and has to be looked at."""


class Collected(NamedTuple):
    """What some forms come to: the drafts to be written, and every problem, in order.

    ``known`` is how many rows are in the journals already, ``copies`` the evidence files that
    the entries need in the plan folder.
    """

    drafts: Sequence[Draft]
    problems: Sequence[Problem]
    known: int
    copies: Sequence[EvidenceCopy] = ()

    @property
    def records(self) -> list[Record]:
        """The entries for the units' journals."""
        return [draft.entry for draft in self.drafts if isinstance(draft.entry, Record)]

    @property
    def reviews(self) -> list[Review]:
        """The entries for the office's journal."""
        return [draft.entry for draft in self.drafts if isinstance(draft.entry, Review)]

    def emptied(self) -> "Collected":
        """Return the same without anything to write."""
        return self._replace(drafts=(), copies=())

    @property
    def refused(self) -> set[str]:
        """The files of forms of which nothing was taken."""
        whole = (rules.OTHER_PLAN, rules.OTHER_UNIT)
        return {problem.position.file for problem in self.problems if problem.rule in whole}

    @property
    def reported(self) -> bool:
        """Whether anything that was filled in was not taken; notes do not count."""
        return any(problem.rule.severity is not Severity.NOTE for problem in self.problems)


def collect(
    forms: Iterable[FilledForm],
    assessment: Assessment,
    request: CollectRequest,
    finders: FileFinders,
) -> Collected:
    """Compare forms with a ledger; the order of the forms does not matter."""
    context = CollectContext(assessment, request)
    names = assessment.ledger.registry.names
    drafts: list[Draft] = []
    rejected: _Rejected = {}
    problems: list[Problem] = []
    for form in sorted(forms, key=lambda form: form.file):
        if refusal := _refusal(form, assessment):
            others = (one for one in form.problems if one.position != refusal.position)
            problems += [refusal, *others]
            continue
        problems += form.problems
        rows, empty = _split(form)
        problems += [*empty, *misnamed(form, assessment.ledger.registry)]
        left = [*form.left]
        for row in rows:
            try:
                drafts.append(_draft(context, form, row, finders))
            except RowError as error:
                problems += error.problems
                left.append(error.left(row.key))
        for key, position in left:
            rejected.setdefault(_duty_of(form, key, names), []).append(position)
    written, conflicts = _decide(drafts, rejected, request)
    known = sum(draft.known for draft in drafts)
    return Collected(written, in_order([*problems, *conflicts]), known)


def _refusal(form: FilledForm, assessment: Assessment) -> Problem | None:
    """Return why nothing of a form is taken: it is of another plan, or names another unit."""
    head = assessment.ledger.plan.head
    if form.plan == plan_fingerprint(head):
        return contradicted_unit(form, assessment.ledger.registry)
    message = f"不是《{head.title}》的表{form.unwritten}"
    position = Position(form.file, 0, 0)
    return Problem(rules.OTHER_PLAN, position, message, "核对文件，或用 --data 指明是哪个方案")


def _draft(
    context: CollectContext, form: FilledForm, row: FilledRow, finders: FileFinders
) -> Draft:
    if form.kind is FormKind.REVIEW:
        return review_draft(context, row, form.signed_by)
    names = context.assessment.ledger.registry.names
    unit = names.get(row.key.unit, row.key.unit)
    if unit != names.get(form.unit, form.unit):
        message = f"这一行是{unit}的，表是{form.unit}的"
        raise row_error(row, rules.EDITED_KEY, message, "各单位填自己的表")
    return record_draft(context, row, finders(form.file, unit), form.signed_by)


def _split(form: FilledForm) -> tuple[list[FilledRow], list[Problem]]:
    """Return the rows of a form that report something, and what is dropped with the reason."""
    content = CONTENT[form.kind]
    nothing: list[Answer] = []
    names: list[Answer] = []
    rows = []
    for row in form.rows:
        none = [code for code in NONE_IN if _is_none(row, code)]
        nothing += (row.answers[code] for code in none)
        if any(code in row.answers and code not in none for code in content) or _misplaced(row):
            rows.append(row)
        else:
            names += (answer for code, answer in row.answers.items() if code not in none)
    problems = [
        *_together(rules.NO_PROBLEM, nothing, "写的“无”当作没有写", ""),
        *_together(
            rules.NOTHING_REPORTED, names, "只填了日期或姓名，当作没有填", "要报的，选一个状态"
        ),
    ]
    return rows, problems


def _misplaced(row: FilledRow) -> bool:
    """Whether a name or a date is something else, so that the row has to be looked at."""
    by, day = row.answers.get("by"), row.answers.get("date")
    return bool((by and is_status(by)) or (day and not is_day(day)))


def _is_none(row: FilledRow, code: str) -> bool:
    return code in row.answers and is_none(row.answers[code])


def _together(
    rule: Rule, answers: Sequence[Answer], message: str, remedy: str
) -> Iterable[Problem]:
    """Report the same about several cells of a form in one problem that names them all."""
    if answers:
        cells = "、".join(answer.position.cell.partition("!")[2] for answer in answers)
        yield answers[0].problem(rule, f"{message}（{cells}）", remedy)


_DutyKey = tuple[type, str, str, str]
"""What an entry is, its unit, task and occasion; ``@`` for a new case whose day is not known."""
_Rejected = dict[_DutyKey, list[Position]]
"""The rows that were filled in and rejected, by the duty that they may be about."""


def _duty_of(form: FilledForm, key: RowKey, names: Mapping[str, str]) -> _DutyKey:
    """Return the duty of a rejected row; a unit fills in its own duties alone."""
    unit = key.unit if form.kind is FormKind.REVIEW else form.unit
    entry = Review if form.kind is FormKind.REVIEW else Record
    return entry, names.get(unit, unit), key.task, "@" if key.is_new else key.occasion


def _decide(
    drafts: Sequence[Draft], rejected: _Rejected, request: CollectRequest
) -> tuple[list[Draft], list[Problem]]:
    """Return which drafts are written, and why the others are not."""
    by_duty: dict[_DutyKey, list[Draft]] = {}
    for draft in drafts:
        entry = draft.entry
        duty = (type(entry), entry.unit, entry.task, entry.occasion)
        by_duty.setdefault(duty, []).append(draft)
    written: list[Draft] = []
    problems: list[Problem] = []
    for duty, same in by_duty.items():
        new = _distinct([draft for draft in same if not draft.known])
        refused = [draft for draft in new if draft.refusal]
        problems += (draft.refusal for draft in refused if draft.refusal)
        new = [draft for draft in new if not draft.refusal]
        if len(new) > 1:
            problems += map(_repeated, new)
            continue
        if new and (others := _others(new[0], duty, rejected, refused)):
            problems.append(_beside_rejected(new[0], others[0]))
            continue
        for draft in new:
            conflict = _conflict(draft)
            if conflict and not request.accepts(draft.task.id):
                problems.append(conflict)
            else:
                written.append(draft._replace(accepted=bool(conflict)))
    return written, problems


def _conflict(draft: Draft) -> Problem | None:
    """Return why a draft is not written unless somebody accepts it."""
    if draft.since:
        return _changed(draft)
    return _older(draft) if draft.newer else None


def _older(draft: Draft) -> Problem:
    """Report an entry that would change nothing, since the one in force has a later date."""
    assert draft.newer
    message = f"日期 {draft.entry.date} 早于上次填报（{_said(draft.newer)}），写入了也不算数"
    remedy = f"核对办理日期；只作补记的，用 --accept {draft.task.id}"
    return draft.row.problem(rules.OLDER_THAN_LAST, message, remedy)


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """Return drafts without those that ask for the same entry, as a copy of a form does."""
    distinct = {_entry_text(draft): draft for draft in reversed(drafts)}
    return list(reversed(distinct.values()))


def _entry_text(draft: Draft) -> tuple[str, ...]:
    entry = draft.entry
    return tuple(str(getattr(entry, name)) for name in type(entry).__dataclass_fields__)


def _others(
    draft: Draft, duty: _DutyKey, rejected: _Rejected, refused: Iterable[Draft]
) -> list[Position]:
    """Return where the same duty was filled in, too, with something that is not taken.

    A new case whose day could not be read may be the one that another file reports.
    """
    others = [*rejected.get(duty, ()), *(other.row.position for other in refused)]
    if draft.row.key.is_new:
        unknown = rejected.get((*duty[:3], "@"), ())
        others += (other for other in unknown if other.file != draft.row.position.file)
    return others


def _repeated(draft: Draft) -> Problem:
    """Report one of several rows about one duty: nobody could tell which of them is to count."""
    message = f"事项 {draft.task.id} 的这一份填了不止一处，内容不同"
    remedy = (
        "起算日相同的按一件计：写在一行里，在“进展情况”里写明各件"
        if draft.row.key.event
        else "只留一处，或合写在一行里"
    )
    return draft.row.problem(rules.REPEATED_ROW, message, remedy)


def _beside_rejected(draft: Draft, other: Position) -> Problem:
    """Report a row whose duty is filled in elsewhere, too: what was rejected may be newer."""
    message = (
        f"事项 {draft.task.id} 的这一份填了不止一处，另一处（{other.file} {other.cell}）"
        f"填的不能收，不知道以哪一处为准"
    )
    remedy = "作数的那一处改好，另一处删去，或把那张表拿走，再收一次"
    return draft.row.problem(rules.REPEATED_ROW, message, remedy)


def _changed(draft: Draft) -> Problem:
    """Report a conflict: what the journal got since the form was made, and what the form says."""
    later = "；".join(_said(entry) for entry in draft.since)
    message = f"出表之后已有：{later}。表里填的是：{_said(draft.entry)}"
    remedy = f"核对以哪个为准；表里填的也要记下的，用 --accept {draft.task.id}"
    return draft.row.problem(rules.CHANGED_SINCE, message, remedy)


def _said(entry: object) -> str:
    """Return what an entry says, on one line."""
    if isinstance(entry, Record):
        return record_text(entry).replace("\n", "，")
    if isinstance(entry, Withdrawal):
        return f"{entry.date} 撤回 {entry.record} 的填报"
    assert isinstance(entry, Review)
    return f"{entry.date} {entry.verdict.label}：{entry.note}".rstrip("：")
