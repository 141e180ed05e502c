"""``gkplan collect``: turn forms that were filled in into records and reviews."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_ids
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import Destination, destination
from gkplan.commands.plan_days import past_day
from gkplan.commands.printing import (
    copyable_problems,
    message,
    write,
    write_json,
    write_table,
)
from gkplan.commands.progress import progress
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import Exit, UsageError, WriteRefusedError
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Head, Ledger, Plan
from gkplan.domain.query import find_units
from gkplan.domain.rules import Severity
from gkplan.folder.load import load
from gkplan.folder.location import Folder
from gkplan.folder.write_entries import read_batch, write_batch
from gkplan.views.json_data import document
from gkplan.views.problems import problem_text

if TYPE_CHECKING:
    from gkplan.forms.collect import Collected
    from gkplan.forms.drafts import CollectRequest
    from gkplan.forms.inbox import Inbox


def command(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="填好的表（.xlsx），或放着这些表的文件夹；佐证文件放在表的旁边"
        ),
    ],
    unit: options.Units = None,
    dry_run: Annotated[bool, options.dry_run_option("只看会改什么、有什么问题，不写入")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="ID",
            help="出表之后另有记录的事项，也照表写入；可多次使用",
            autocompletion=complete_ids,
        ),
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="出表之后另有记录的，全都照表写入")
    ] = False,
    strict: Annotated[bool, options.strict_option("只要有一处没有收，就一条也不写入")] = False,
    date: Annotated[str | None, options.date_option("收到的日期，用于没有写日期的")] = None,
    form: options.Format = None,
    output: options.Output = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """收表：把各单位填好的填报表、督查单位填好的核查表收成记录，逐格列出改了什么。"""
    context = context_of(ctx, data, as_of)
    to = destination(context, output, form)
    if accept and accept_all:
        raise UsageError("--accept 与 --accept-all 不能同时用", "只留一个")
    folder = context.folder() if dry_run else context.folder_to_write()
    plan = load(folder, journals=()).without_broken_reviews().sound().ledger()
    context.print_notice(plan.plan)
    request = _request(context, plan.plan, date, accept or (), accept_all=accept_all)
    inbox = _inbox(context, folder, paths)
    if unit:
        inbox = inbox.only(find_units(plan.registry, unit))
    collected = _collect(context, folder, inbox, request, strict=strict, dry_run=dry_run)
    refused = strict and collected.reported
    collected = collected._replace(problems=copyable_problems(context, collected.problems))
    _show(to, collected, plan.plan.head, written=not (dry_run or refused))
    _report_more(context, collected, request)
    _report_returns(context, folder, inbox, collected.refused)
    message(context, _summary(collected, dry_run=dry_run, refused=refused))
    if refused:
        raise WriteRefusedError("有没有收的，按 --strict 一条也没有写入", "先逐处处理，再收一次")
    if collected.reported:
        raise typer.Exit(Exit.PROBLEMS)


def _request(
    context: Context, plan: Plan, date: str | None, accept: Sequence[str], *, accept_all: bool
) -> "CollectRequest":
    from gkplan.forms.drafts import CollectRequest  # noqa: PLC0415  (only for forms)

    accepted = frozenset(task.id for _, task in find_tasks(plan, accept)) if accept else frozenset()
    received = past_day(context, date, "--date") or context.as_of
    first, last = plan.head.issued, context.as_of
    if not first <= received <= last:
        message = f"收到的日期 {received} 不在方案印发日期 {first} 与截至日期 {last} 之间"
        raise UsageError(message, "改正 --date")
    return CollectRequest(received, context.today, accepted, accept_all)


def _inbox(context: Context, folder: Folder, paths: Sequence[Path]) -> "Inbox":
    """Read the forms."""
    from gkplan.forms.inbox import open_inbox  # noqa: PLC0415  (as above)

    shown = {path.as_posix(): context.cwd / path for path in paths}
    with progress(context) as step:
        return open_inbox(folder, shown, lambda name: step(f"正在读 {name}"))


def _collect(
    context: Context,
    folder: Folder,
    inbox: "Inbox",
    request: "CollectRequest",
    *,
    strict: bool,
    dry_run: bool,
) -> "Collected":
    """Compare the forms with the plan folder and write what is new."""

    def decide(ledger: Ledger) -> "Collected":
        return inbox.collect(Assessment(ledger, context.as_of), request)

    def decide_strictly(ledger: Ledger) -> "Collected":
        collected = decide(ledger)
        return collected.emptied() if collected.reported else collected

    if dry_run or strict:
        collected = decide(read_batch(folder, inbox.units))
        if dry_run or collected.reported:
            return collected
    return write_batch(folder, inbox.units, decide_strictly if strict else decide)


def _show(to: Destination, collected: "Collected", head: Head, *, written: bool) -> None:
    """Print what was changed, then every problem; an output that fails undoes nothing."""
    from gkplan.forms import shown  # noqa: PLC0415  (as above)

    context = to.context
    about = {**document("collect", head, context.as_of), "written": written}
    try:
        with to.page() as page:
            if to.form == "json":
                write_json(page, {**about, **shown.collected_data(collected)})
            elif to.form == "csv":
                write_table(page, shown.collected_ledger(collected), "csv")
            elif collected.drafts:
                write_table(page, shown.collected_table(collected), to.form)
            if to.path and to.form in ("table", "md"):
                write(page, "".join(f"\n{problem_text(one)}" for one in collected.problems))
    except WriteRefusedError as error:
        if not (written and collected.drafts):
            raise
        with suppress(OSError, ValueError):
            context.out.close()
        message(context, f"提醒：记录已经写入，但{error.message}")
    for problem in collected.problems:
        message(context, problem_text(problem))


def _report_more(context: Context, collected: "Collected", request: "CollectRequest") -> None:
    """Print what entries lack, the same about several in one line, and needless ``--accept``."""
    about: dict[str, list[str]] = {}
    for draft in collected.drafts:
        for text in draft.reminders:
            kind = _LATE_ENTRY if text.startswith(_LATE_ENTRY) else text
            entry = draft.entry
            name = " ".join(filter(None, (entry.unit, entry.task, entry.occasion)))
            about.setdefault(kind, []).append(name)
    for text, names in about.items():
        more = f" 等 {len(names)} 条" if len(names) > _MOST_NAMED else ""
        message(context, f"提醒：{text}：{'、'.join(names[:_MOST_NAMED])}{more}")
    undated = sum(draft.undated for draft in collected.drafts)
    if undated:
        message(context, f"提醒：{undated} 条没有写日期，按 {request.received} 记")
    if request.accepted and not any(draft.accepted for draft in collected.drafts):
        message(context, "提醒：没有要用 --accept 的")


def _report_returns(
    context: Context, folder: Folder, inbox: "Inbox", refused: Collection[str]
) -> None:
    """Print which units sent an empty form and, of a folder, which sent none."""
    from gkplan.forms.unit_form import units_asked  # noqa: PLC0415  (as above)

    asked: list[str] = []
    if inbox.complete:
        reading = load(folder).without_broken_reviews()
        if any(problem.is_error for problem in reading.problems):
            message(context, "提醒：有的进展文件有错误，没有收到表的单位列不出来")
        else:
            asked = units_asked(Assessment(reading.loaded.ledger(), context.as_of))
    returns = inbox.returns(asked, refused)
    parts = [f"收到 {returns.forms} 张表"] if inbox.complete else []
    if returns.blank:
        parts.append(f"空表 {len(returns.blank)} 张：{'、'.join(returns.blank)}")
    if returns.absent:
        parts.append(f"没有收到的 {len(returns.absent)} 个单位：{'、'.join(returns.absent)}")
    if parts:
        message(context, "；".join(parts))


def _summary(collected: "Collected", *, dry_run: bool, refused: bool) -> str:
    """Count what was done: written, known, not taken, and to be looked at."""
    from gkplan.forms.collect import TAKEN  # noqa: PLC0415  (only for forms)

    records, reviews = len(collected.records), len(collected.reviews)
    verb = "可写入" if dry_run or refused else "写入"
    parts = [f"{verb} {records} 条填报"] if records or not reviews else []
    parts += [f"{verb} {reviews} 条核查"] if reviews else []
    parts += [f"{collected.known} 行以前收过"] if collected.known else []
    parts += [f"复制佐证文件 {len(collected.copies)} 个"] if collected.copies else []
    serious = [one for one in collected.problems if one.rule.severity is not Severity.NOTE]
    taken = sum(problem.rule in TAKEN for problem in serious)
    parts += [f"{len(serious) - taken} 处没有收"] if len(serious) > taken else []
    parts += [f"{taken} 处请核对"] if taken else []
    return f"{'试看：' if dry_run else ''}{'，'.join(parts)}{'；一条也没有写入' if refused else ''}"


_LATE_ENTRY = "是补报"
"""The beginning of a reminder that differs from entry to entry only by its days."""
_MOST_NAMED = 10
"""Entries that a reminder names."""
