"""``gkplan collect``: turn forms that were filled in into records and reviews."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_ids
from gkplan.commands.context import Context, context_of
from gkplan.commands.parsing import read_choice
from gkplan.commands.plan_days import past_day
from gkplan.commands.printing import message, write_json, write_table
from gkplan.commands.progress import progress
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import Exit, UsageError, WriteRefusedError
from gkplan.domain.ids import find_tasks
from gkplan.domain.model import Head, Ledger
from gkplan.folder.load import load
from gkplan.folder.location import Folder
from gkplan.folder.write_entries import read_batch, write_batch
from gkplan.views.json_data import document
from gkplan.views.problems import problem_text

if TYPE_CHECKING:
    from gkplan.forms.collect import Collected
    from gkplan.forms.drafts import CollectRequest
    from gkplan.forms.inbox import Inbox

_FORMATS = ("table", "json", "csv", "md")


def command(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="填好的表（.xlsx），或放着这些表的文件夹；佐证文件放在表的旁边",
            show_default=False,
        ),
    ],
    dry_run: Annotated[bool, options.dry_run_option("只看会改什么、有什么问题，不写入")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="ID",
            help="出表之后另有记录的事项，也照表写入；可多次使用",
            autocompletion=complete_ids,
            show_default=False,
        ),
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="出表之后另有记录的，全都照表写入")
    ] = False,
    strict: Annotated[bool, options.strict_option("只要有一处没有收，就一条也不写入")] = False,
    date: Annotated[str | None, options.date_option("收到的日期，用于没有写日期的")] = None,
    form: options.Format = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """收表：把各单位填好的填报表、督查单位填好的核查表收成记录，逐格列出改了什么。"""
    context = context_of(ctx, data, as_of)
    form = read_choice(form or _FORMATS[0], _FORMATS, "--format")
    if accept and accept_all:
        raise UsageError("--accept 与 --accept-all 不能同时用", "只留一个")
    folder = context.folder() if dry_run else context.folder_to_write()
    head = context.head()
    request = _request(context, folder, date, accept or (), accept_all=accept_all)
    inbox = _inbox(context, folder, paths)
    collected = _collect(context, folder, inbox, request, strict=strict, dry_run=dry_run)
    refused = strict and collected.reported
    _show(context, collected, head, form, written=not (dry_run or refused))
    _report_unused(context, collected, request)
    if refused:
        raise WriteRefusedError("有没有收的，按 --strict 一条也没有写入", "先逐处处理，再收一次")
    if collected.reported:
        raise typer.Exit(Exit.PROBLEMS)


def _request(
    context: Context, folder: Folder, date: str | None, accept: Sequence[str], *, accept_all: bool
) -> "CollectRequest":
    from gkplan.forms.drafts import CollectRequest  # noqa: PLC0415  (only for forms)

    plan = load(folder, journals=()).without_broken_reviews().sound().ledger().plan
    context.print_notice(plan)
    accepted = frozenset(task.id for _, task in find_tasks(plan, accept)) if accept else frozenset()
    received = past_day(context, date, "--date") or context.as_of
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

    if dry_run:
        return decide(read_batch(folder, inbox.units))
    if strict:
        collected = decide(read_batch(folder, inbox.units))
        if collected.reported:
            return collected
    return write_batch(folder, inbox.units, decide_strictly if strict else decide)


def _show(
    context: Context, collected: "Collected", head: Head, form: str, *, written: bool
) -> None:
    """Print what was changed, then every problem; an output that fails undoes nothing."""
    from gkplan.forms import shown  # noqa: PLC0415  (as above)

    about: Mapping[str, object] = {**document("collect", head, context.as_of), "written": written}
    try:
        if form == "json":
            write_json(context, {**about, **shown.collected_data(collected)})
        elif form == "csv":
            write_table(context, shown.collected_ledger(collected), "csv")
        elif collected.drafts:
            write_table(context, shown.collected_table(collected), form)
    except WriteRefusedError as error:
        if not (written and collected.drafts):
            raise
        with suppress(OSError, ValueError):
            context.out.close()
        message(context, f"提醒：记录已经写入，但{error.message}")
    for problem in collected.problems:
        message(context, problem_text(problem))
    message(context, _summary(collected, written=written))


def _summary(collected: "Collected", *, written: bool) -> str:
    """Count what was done: written, known, and not taken."""
    records, reviews = len(collected.records), len(collected.reviews)
    verb = "写入" if written else "可写入"
    parts = [f"{verb} {records} 条填报"] if records or not reviews else []
    parts += [f"{verb} {reviews} 条核查"] if reviews else []
    parts += [f"{collected.known} 行以前收过"] if collected.known else []
    parts += [f"复制佐证文件 {len(collected.copies)} 个"] if collected.copies else []
    left = sum(problem.is_error for problem in collected.problems)
    parts += [f"{left} 处没有收"] if left else []
    return "，".join(parts) + ("" if written else "；没有写入")


def _report_unused(context: Context, collected: "Collected", request: "CollectRequest") -> None:
    """Print reminders about entries, answers without a day, and needless ``--accept``."""
    undated = sum(draft.undated for draft in collected.drafts)
    if undated:
        message(context, f"提醒：{undated} 条没有写日期，按 {request.received} 记")
    for draft in collected.drafts:
        for text in draft.reminders:
            message(context, f"提醒：{draft.entry.unit} {text}")
    needed = {draft.task.id for draft in collected.drafts if draft.accepted}
    for task in sorted(request.accepted - needed):
        message(context, f"提醒：事项 {task} 没有要用 --accept 的")
