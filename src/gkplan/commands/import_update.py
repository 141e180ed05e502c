"""Merging a corrected document into a plan folder, as ``gkplan import --update`` does."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from gkplan.commands.context import Context
from gkplan.commands.printing import fitted_lines, message, write_json, write_table
from gkplan.domain.errors import Exit, PlanUnreadableError, WriteRefusedError
from gkplan.domain.model import Head
from gkplan.folder.location import Folder, find_folder

if TYPE_CHECKING:
    from gkplan.importing import Imported
    from gkplan.importing.updates.prepared import Prepared


class UpdateRequest(NamedTuple):
    """The options of an update; ``target`` is as it was typed."""

    name: str
    target: Path
    form: str
    dry_run: bool
    strict: bool
    force: bool


def update_folder(
    context: Context, read_after: Callable[[Head], "Imported"], request: UpdateRequest
) -> None:
    """Print what a corrected document changes in a folder, and write it unless it is refused.

    ``read_after`` reads the document as one that corrects a plan with such a head.
    """
    from gkplan.folder.transaction import finish_interrupted  # noqa: PLC0415  (only for updates)
    from gkplan.importing.updates.prepared import prepare, read_folder  # noqa: PLC0415  (as above)

    folder = _folder(context, request.target)
    if not request.dry_run:
        finish_interrupted(folder)
    read = read_folder(folder)
    prepared = prepare(read, read_after(read.ledger.plan.head), request.name)
    _show(context, prepared, request.form)
    refused = request.strict and prepared.raises_doubts
    question = _question(prepared)
    accepted = request.force or (prepared.is_same_plan and prepared.is_complete)
    _report(context, prepared, dry_run=request.dry_run or refused or not accepted)
    if refused:
        message(context, "有新的存疑，没有写入（--strict）")
        raise typer.Exit(Exit.PROBLEMS)
    if question and not accepted and not request.dry_run:
        remedy = _READ_WHOLE if prepared.is_same_plan else _LOOK_FIRST
        raise WriteRefusedError(f"{question}；没有写入", remedy)
    if question:
        message(context, f"提醒：{question}")
    if request.dry_run:
        message(context, "这是预览，没有写文件" if prepared.changes_plan else "方案没有变化")
        return
    prepared.write()
    message(context, f"{request.target} 已更新" if prepared.changes_plan else "方案没有变化")


_LOOK_FIRST = "先用 --dry-run 看清；确是同一方案，加 --force；是另一份，用 -o 写到新文件夹"
_READ_WHOLE = "文件不全的，换完整的；原件确实去掉了这些项，先用 --dry-run 看清，再加 --force"
_SHOWN = 3
"""Missing tasks that are named, from either end."""


def _question(prepared: "Prepared") -> str:
    """What makes a document unlikely to be the whole of the folder's plan; empty for all others."""
    known, missing = len(prepared.tasks), prepared.missing
    if not prepared.is_same_plan:
        matched = prepared.recognised
        return f"原有{known}项，更正件里只认得出{matched}项：像是另一份方案，或者没有读全"
    if prepared.lacks_end:
        return f"更正件里少了最后{len(missing)}项（{missing[0]} 到 {missing[-1]}）：像是没有读全"
    if not prepared.is_complete:
        more = "等" if len(missing) > _SHOWN else ""
        named = "、".join(missing[:_SHOWN])
        return f"原有{known}项，更正件里少了{len(missing)}项（{named}{more}）：像是没有读全"
    return ""


def _folder(context: Context, target: Path) -> Folder:
    try:
        return find_folder(target, context.cwd)
    except PlanUnreadableError as error:
        raise PlanUnreadableError(
            error.message, "--update 后写已有方案的文件夹；还没有就用 -o 新建一个"
        ) from error


def _show(context: Context, prepared: "Prepared", form: str) -> None:
    from gkplan.importing.plan.notes import left_data  # noqa: PLC0415  (only for updates)
    from gkplan.importing.updates.changes import update_data, update_ledger, update_table  # noqa: PLC0415

    if form == "json":
        write_json(context, {**update_data(prepared.update), **left_data(prepared.account)})
    elif form == "table" and not prepared.changes_plan:
        return
    else:
        table = update_ledger if form == "csv" else update_table
        write_table(context, table(prepared.update), form)


def _report(context: Context, prepared: "Prepared", *, dry_run: bool) -> None:
    """Print what a person has to know about the merge itself."""
    from gkplan.importing.plan import notes  # noqa: PLC0415  (as above)

    lines, most = [], notes.MOST_LISTED
    if not prepared.has_base:
        lines.append(
            "提醒：这个方案没有记下上次读出的内容，只能以现有方案为准，人改过的会当作原件所改"
        )
    update = prepared.update
    if update.renumbered:
        kept = [f"{name}（印作{printed}）" for name, printed in update.renumbered.items()]
        more = f"等{len(kept)}项" if len(kept) > most else ""
        lines.append(f"编号不随更正件改动：{'、'.join(kept[:most])}{more}")
    lines += notes.left_lines(prepared.account, most, dry_run=dry_run)
    if lines:
        message(context, fitted_lines(context, lines))
