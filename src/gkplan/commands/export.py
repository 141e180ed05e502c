"""``gkplan export``: write the plan as a table that people pass on."""

from contextlib import suppress
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import form_of, report_links
from gkplan.commands.printing import message, write
from gkplan.domain.errors import UsageError
from gkplan.domain.model import Ledger
from gkplan.views.plan_table import plan_table, registry_rows, table_csv, table_markdown

_FORMATS = ("md", "csv", "xlsx")
_MOST_NAMED = 10
"""Tasks that one reminder names."""


def command(
    ctx: typer.Context,
    form: Annotated[str | None, options.format_option("xlsx|csv|md", "md")] = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
) -> None:
    """把方案写成表格来传阅、改动；import 读回来还是同一份（xlsx 连单位名录）。"""
    context = context_of(ctx, data, None, git)
    form = form_of(context, output, form, _FORMATS)
    if output is None and form == "xlsx":
        raise UsageError("没有写明写到哪里", "xlsx 用 -o 写明文件；csv 和 md 可写到标准输出")
    ledger = context.ledger()
    plan = ledger.plan
    content = _content(ledger, form)
    if output is None:
        write(context, content.decode("utf-8-sig"))
    else:
        from gkplan.folder.atomic import write_output_bytes  # noqa: PLC0415  (only with -o)

        write_output_bytes(context.cwd / output, content)
        counts = f"{len(plan.groups)}个工作任务，{len(plan.tasks)}项具体事项"
        message(context, f"方案已写到 {output.as_posix()}：{counts}")
        report_links(context, output)
    _report_changes(context, ledger, form, content)


def _content(ledger: Ledger, form: str) -> bytes:
    """Return the file; CSV begins with a byte order mark, without which Excel misreads UTF-8."""
    table = plan_table(ledger.plan)
    if form == "xlsx":
        from gkplan.report.plan_xlsx import plan_workbook  # noqa: PLC0415  (only for workbooks)

        return plan_workbook(table, ledger.plan.head.issued, registry_rows(ledger.registry))
    if form == "csv":
        return table_csv(table).encode("utf-8-sig", "backslashreplace")
    return table_markdown(table).encode("utf-8", "backslashreplace")


def _report_changes(context: Context, ledger: Ledger, form: str, content: bytes) -> None:
    """Report what of the plan the table cannot hold, by reading it back."""
    from gkplan.importing.plan.exported import changed_by_export  # noqa: PLC0415  (after the writing)

    with suppress(UsageError):  # without the libraries that read the format
        changed = changed_by_export(ledger.plan, ledger.registry, f"x.{form}", content)
        if changed:
            more = f"等{len(changed)}处" if len(changed) > _MOST_NAMED else ""
            named = "、".join(changed[:_MOST_NAMED]) + more
            text = f"表格写不下这些内容（如分成几行的存疑、印发后的变动），读回来会不一样：{named}"
            message(context, f"提醒：{text}")
