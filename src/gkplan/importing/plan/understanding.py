"""From a document's blocks to its plan, what is doubtful about it, and what was left over."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from gkplan.domain.errors import UsageError
from gkplan.domain.fields import Span
from gkplan.domain.model import PUBLICATION_LAG, Head, Plan, Registry
from gkplan.importing.document import Document, Paragraph, Said, Table, texts_in
from gkplan.importing.lexicon.columns import column_of
from gkplan.importing.lexicon.patterns import Words, with_words, words_used
from gkplan.importing.outline import Outline
from gkplan.importing.plan.doubts import asked_once, gaps, of_unused
from gkplan.importing.plan.head import FoundHead, document_head, labelled_head, said_elsewhere
from gkplan.importing.plan.registry import UNKNOWN, register
from gkplan.importing.plan.tasks import Context, build_groups
from gkplan.importing.prose.paragraphs import in_paragraphs
from gkplan.importing.readings import choose, close_call, explained, no_tasks
from gkplan.importing.text.characters import repair, simplified
from gkplan.importing.units.rules import Blanket

_LEAST_NAMED = 0.5
"""The part of the tasks that must name units; with less, a document is no plan."""
_SHOWN = 6
_YEAR = re.compile(r"(20\d{2})年")
_DUE_YEAR = re.compile(r"(20\d{2})年(?:年?[底末]|\d{1,2}月(?:\d{1,2}日)?[底末]?)前?")
_NEW_YEAR = (1, 1)
"""The month and day that stand in for a day of issue, on which no office issues a plan."""
_WORK_YEAR = re.compile(r"(20\d{2})年度?(?:重点)?(?:工作|任务|目标|《?政府工作报告)")
RULES = "统一规定"
"""What the note on a rule for all items begins with: nothing to settle."""
_MOST_RULES, _MOST_ITEMS = 3, 1000
"""Rules and items of a document beyond which it is not read without each rule."""
_COMPARED = 100_000
"""Characters of a document beyond which it is not understood twice."""
_LONGEST_PLAN = 3
"""Years between a plan's issue and its last deadline where neither is printed."""


class Imported(NamedTuple):
    """A plan as a document was understood.

    ``notes`` are doubts about the plan as a whole and its registry; doubts about a task stand on
    it. ``unplaced`` is every text of the source that went nowhere (未采用), in its order;
    ``beside`` says of keys of the plan's head by what rule their value was taken.
    """

    plan: Plan
    registry: Registry
    notes: tuple[str, ...]
    unplaced: tuple[Said, ...]
    beside: Mapping[str, str] = MappingProxyType({})


class Known(NamedTuple):
    """What a person says of a plan whose document does not say it, or says it wrongly.

    ``words`` are plain words that are added to the lexicon, by kind; ``registry`` is the one that
    a document states itself; ``earlier`` is the head of the plan that it corrects, whose days
    hold where it states none.
    """

    title: str = ""
    issued: date | None = None
    ends: date | None = None
    lag: Span | None = None
    words: Words = ()
    registry: Registry | None = None
    earlier: Head | None = None


class _Years(NamedTuple):
    """The years of the first and of most deadlines, for a plan that names none itself."""

    first: int
    last: int


def understand(document: Document, known: Known, today: date) -> Imported:
    """Understand a document as a plan; ``today`` stands in where it names no year.

    Raises ``UsageError`` with what was seen if it holds no plan.
    """
    with with_words(known.words):
        found = _understood(document, known, today)
    if not known.words:
        return found
    texts = list(chain.from_iterable(map(texts_in, document.blocks)))
    counts = sum(map(len, texts)) > _COMPARED or _changed(found, document, known, today)
    return found._replace(notes=(*words_used(known.words, texts, counts=counts), *found.notes))


def _changed(found: Imported, document: Document, known: Known, today: date) -> bool:
    """Whether a document is understood otherwise without the words that people added."""
    try:
        without = _understood(document, known._replace(words=()), today)
    except UsageError:
        return True
    return repr((found.plan, found.registry)) != repr((without.plan, without.registry))


def explain(document: Document, known: Known) -> list[str]:
    """The readings that were tried on a document, with their scores, a line each."""
    with with_words(known.words):
        return list(explained(choose(_prepared(document)[0].blocks)))


def _rules(outline: Outline, context: Context) -> Iterator[tuple[Blanket, str]]:
    """Yield the rules for all items, with whether one changes any of them."""
    rules = outline.blankets
    few = len(rules) <= _MOST_RULES and len(outline.items) <= _MOST_ITEMS
    changed = repr(build_groups(outline.items, rules, context)) if rules and few else ""
    for rule in rules:
        others = [other for other in rules if other[2:] != rule[2:]]  # it may be stated twice
        if few and repr(build_groups(outline.items, others, context)) == changed:
            yield rule, f"{RULES}没有改变结果"
        else:
            yield rule, f"{RULES}已采用"


def _prepared(document: Document) -> tuple[Document, dict[str, str], Callable[[str], str]]:
    """A document with plain, simplified characters, and a paragraph of its own for each text.

    Also what ``repair`` and ``simplified`` return with it.
    """
    document, look_alikes = repair(document)
    document, as_issued = simplified(document)
    return document._replace(blocks=in_paragraphs(document.blocks)), look_alikes, as_issued


def _understood(document: Document, known: Known, today: date) -> Imported:
    document, look_alikes, as_issued = _prepared(document)
    outline, question = _outline(document)
    labels = labelled_head(outline.loose)
    head = labels.over(document_head(outline.loose, outline.start))
    stated = labels.values
    known = known._replace(ends=known.ends or stated.get("ends"), lag=stated.get("lag"))
    years = _years(outline, today)
    plan_head, notes, beside = _head(head.issued_as(as_issued), known, years, document.name)
    assumed = _is_assumed(head, known)
    context = Context(plan_head.issued, plan_head.title, look_alikes, as_issued, assumed)
    groups, habits = asked_once(build_groups(outline.items, outline.blankets, context))
    plan = Plan(plan_head, groups)
    _require_units(plan, document)
    registry, doubtful = register(plan, known.registry)
    used = {id(said) for said in (*head.used, *said_elsewhere(head, outline.loose))}
    unplaced = (
        said._replace(text=as_issued(said.text))
        for said in (*outline.loose, *document.printed)
        if id(said) not in used
    )
    adopted = [f"{how}：“{as_issued(rule.said.text)}”" for rule, how in _rules(outline, context)]
    questions = [question] if question else []
    questions += [*of_unused(outline.unused, as_issued), *gaps(outline.items, outline.loose)]
    notes = [*document.remarks, *questions, *notes, *adopted, *habits, *doubtful]
    return Imported(plan, registry, tuple(notes), tuple(unplaced), beside)


def _outline(document: Document) -> tuple[Outline, str]:
    """The best reading of a document, and the question whether another one is right."""
    chosen = choose(document.blocks)
    if chosen.outline:
        return chosen.outline, close_call(chosen)
    found = chosen.regions[0].candidates
    if not found:
        why = no_tasks(document.blocks) or "没有找到写明单位的表格、条目或括号"
        raise _no_plan(document, why)
    most = len(found[0].outline.items)
    raise _no_plan(document, f"最像的读法读出{most}项，但大半没有写明单位，或者不像要办的事项")


def _require_units(plan: Plan, document: Document) -> None:
    named = [task for _, task in plan if UNKNOWN not in task.lead]
    if len(named) <= _LEAST_NAMED * len(plan.tasks):
        raise _no_plan(
            document, f"读出{len(plan.tasks)}项，只有{len(named)}项写明单位，这不像一份分工方案"
        )


def _no_plan(document: Document, why: str) -> UsageError:
    """Say what was seen in a document that holds no plan."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    lines = [block for block in document.blocks if isinstance(block, Paragraph)]
    names = [cell.text.strip() for table in tables for cell in table.cells if column_of(cell.text)]
    seen = f"看到{len(lines)}段文字、{len(tables)}个表格"
    if names:
        shown = "、".join(dict.fromkeys(names[: _SHOWN * 4]))
        seen += f"，像表头的有：{shown[:80]}"
    elif lines:
        seen += f"，第一段是“{lines[0].text[:30]}”"
    return UsageError(
        f"{document.name} 里没有找到分工方案：{why}（{seen}）",
        "换用带单位栏的原件；表格散了的，先在 Word 或表格软件里恢复成表格",
    )


def _years(outline: Outline, today: date) -> _Years:
    """The year that deadlines name most often, and that of the first one, not long before it."""
    texts = [text for item in outline.items for text in (item.text, *(t.text for t in item.times))]
    named = Counter(year for text in texts for year in _YEAR.findall(text))
    likely = max(named, key=lambda year: (named[year], year), default=0)
    last = int(likely) or _year_of_work(outline) or today.year
    due = {int(year) for text in texts for year in _DUE_YEAR.findall(text)}
    near = (year for year in due if last - _LONGEST_PLAN <= year <= last)
    return _Years(min(near, default=last), last)


def _year_of_work(outline: Outline) -> int | None:
    """The year whose work a text above the plan is about (为做好2025年工作)."""
    found = (_WORK_YEAR.search(said.text) for said in outline.loose[: outline.start])
    return next((int(match[1]) for match in found if match), None)


def _head(
    found: FoundHead, known: Known, years: _Years, name: str
) -> tuple[Head, list[str], dict[str, str]]:
    """The head of the plan, what is doubtful about it, and what was taken by a fixed rule.

    ``years`` stand in where neither the title nor the day of issue states them.
    """
    notes: list[str] = []
    beside: dict[str, str] = {}
    title = known.title or found.title or (known.earlier.title if known.earlier else "")
    if not title:
        title = name.rpartition(".")[0] or name
        notes.append(f"原件没有可认的标题，暂用文件名“{title}”；可用 --title 写明")
    issued, ends = _first_and_last_day(found, known, years, notes)
    if known.ends is None and not _keeps_end(found, known):
        beside["ends"] = "原件未写截止日期，取年底；可用 --ends 写明"
    if known.lag is None:
        beside["lag"] = "原件未写，取《政府信息公开条例》主动公开的期限"
    head = Head(
        title=title,
        notice=found.notice,
        number=found.number,
        issuer=found.issuer,
        supervisor=found.supervisor,
        issued=issued,
        ends=ends,
        lag=known.lag or PUBLICATION_LAG,
    )
    return head, notes, beside


def _first_and_last_day(
    found: FoundHead, known: Known, years: _Years, notes: list[str]
) -> tuple[date, date]:
    """The day of issue and the last day of the plan; what is doubtful is added to ``notes``.

    Raises ``UsageError`` if a person states an end before the day of issue.
    """
    issued = _stated_issue(found, known)
    last = found.last_year or (issued.year if issued else years.last)
    if issued is None:
        issued = date(found.first_year or found.last_year or years.first, *_NEW_YEAR)
        notes.append(f"原件没有印发日期，暂以{issued}计；可用 --issued 写明")
    if known.ends and known.ends < issued:
        raise UsageError(
            f"截止日期 {known.ends} 早于印发日期 {issued}", "用 --ends 和 --issued 写明正确的日期"
        )
    if known.earlier and _keeps_end(found, known):
        return issued, known.earlier.ends
    ends = known.ends or date(last, 12, 31)
    if ends < issued:
        ends = date(issued.year, 12, 31)
        notes.append(f"标题的年份早于印发日期，截止日期暂取{ends}；可用 --ends 写明")
    return issued, ends


def _stated_issue(found: FoundHead, known: Known) -> date | None:
    """The day of issue that a person, the document or the folder states."""
    return known.issued or found.issued or (known.earlier.issued if known.earlier else None)


def _is_assumed(found: FoundHead, known: Known) -> bool:
    """Whether the day of issue only stands in, in the folder that is corrected too."""
    if known.earlier and not (known.issued or found.issued):
        return (known.earlier.issued.month, known.earlier.issued.day) == _NEW_YEAR
    return _stated_issue(found, known) is None


def _keeps_end(found: FoundHead, known: Known) -> bool:
    """Whether a plan that is corrected ends when it did: no other year is stated."""
    return (
        known.ends is None
        and known.earlier is not None
        and found.last_year in (None, known.earlier.ends.year)
    )
