"""``gkplan log``: list the journal entries, newest first."""

from collections.abc import Iterable
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_words
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.commands.plan_days import shown_day
from gkplan.commands.printing import write_json, write_table
from gkplan.domain.errors import UsageError
from gkplan.domain.history import journal_notes
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Record
from gkplan.domain.query import find_owners, find_tags, find_words, word_of
from gkplan.domain.typed import listed
from gkplan.domain.vocabulary import EntryKind, Status, UnitKind, Verdict
from gkplan.views.journal import kind_of, log_ledger, log_table, newest_first
from gkplan.views.json_data import document, log_data


def command(
    ctx: typer.Context,
    ids: options.Ids = None,
    unit: options.Units = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="K",
            help=f"类别：{EntryKind.legend()}；或单位类别，如 town；可多次使用",
            autocompletion=complete_words(EntryKind, UnitKind),
        ),
    ] = None,
    status: options.Statuses = None,
    tag: options.Tags = None,
    since: Annotated[str | None, options.since_option("只看这一天起的记录")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="D", help="只看到这一天为止的记录")
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """查看进展记录，连同撤回、核查和延期，最新的在前。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form)
    start = shown_day(context, since, "--since")
    end = shown_day(context, until, "--until")
    if start and end and start > end:
        raise UsageError(f"{start} 晚于 {end}", "改正 --since 或 --until")
    assessment = context.assessment()
    ledger = assessment.ledger
    tasks = {task.id for _, task in find_tasks(ledger.plan, ids)} if ids else None
    if tag:
        tagged = set(find_tags(ledger.plan, tag))
        with_tag = {task.id for _, task in ledger.plan if tagged & set(task.tags)}
        tasks = with_tag if tasks is None else tasks & with_tag
    kinds, unit_kinds = _kinds(kind)
    wanted = find_owners(ledger.registry, unit, unit_kinds)
    statuses = _statuses(status)
    last = min(end or context.as_of, context.as_of)
    entries = newest_first(
        entry
        for entry in ledger.entries()
        if (not wanted or entry.unit in wanted)
        and entry.date <= last
        and (start is None or entry.date >= start)
        and (tasks is None or entry.task in tasks)
        and (not kinds or kind_of(entry) in kinds)
        and (not statuses or (isinstance(entry, Record) and entry.status in statuses))
    )
    notes = journal_notes(assessment, (one for one in entries if isinstance(one, Record)))
    with to.page() as page:
        if to.form == "json":
            head = document("log", ledger.plan.head, context.as_of)
            write_json(page, {**head, **log_data(entries, notes)})
        else:
            table = log_ledger(entries, notes) if to.form == "csv" else log_table(entries, notes)
            write_table(page, table, to.form)


def _statuses(texts: Iterable[str] | None) -> tuple[Status, ...]:
    """Return the statuses asked for; what else the column 状态 prints is a kind of entries."""
    for text in listed(texts or ()):
        kind = EntryKind.REVIEW if word_of(Verdict, text) else word_of(EntryKind, text)
        if kind:
            raise UsageError(f"“{text}” 不是有效状态", f"{kind.label}请用 --kind {kind.value}")
    return find_words(Status, texts, "状态")


def _kinds(texts: Iterable[str] | None) -> tuple[set[EntryKind], list[str]]:
    """Return the kinds of entries that are asked for, and what remains: kinds of units."""
    every = listed(texts or ())
    found = [word_of(EntryKind, text) for text in every]
    others = [text for text, kind in zip(every, found, strict=True) if kind is None]
    for text in others:
        if word_of(UnitKind, text) is None:
            raise UsageError(
                f"--kind 不接受 “{text}”",
                f"可用：{EntryKind.legend()}；或单位类别：{UnitKind.legend()}",
            )
    return {kind for kind in found if kind}, others
