"""``gkplan report``: write the progress report."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import form_of, format_named, require_folder_name
from gkplan.commands.plan_days import shown_day
from gkplan.commands.reporting import ReportRequest, make, make_and_watch
from gkplan.domain.errors import UsageError

_FORMATS = ("md", "html", "json", "docx", "xlsx", "pdf")
_TEMPLATED = ("md", "html")
_BINARY = ("docx", "xlsx", "pdf")


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    all_units: Annotated[
        bool, typer.Option("--all-units", help="一份总的，再一个单位一份，写到 -o 的文件夹")
    ] = False,
    since: Annotated[str | None, options.since_option("先列出这一天起的新进展")] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="留意方案和模板，一有改动就重新生成，按 Ctrl-C 结束")
    ] = False,
    circular: Annotated[
        bool, typer.Option("--circular", help="PDF 印通报（要装 LibreOffice），不印网页报告")
    ] = False,
    pace: Annotated[
        bool | None,
        typer.Option(
            "--pace/--no-pace", help="比较进度和时间（默认：多数应办到期末才到期的不比较）"
        ),
    ] = None,
    template: options.Template = None,
    form: Annotated[
        str | None,
        options.format_option(
            "md|html|json|docx|xlsx|pdf", "md", "；docx 是通报，xlsx 是台账，pdf 要装浏览器"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        options.output_option(
            "PATH", "写到文件（默认标准输出）；网页超过 1000 项时，台账分页写到旁边的文件夹"
        ),
    ] = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """生成进展报告；--unit 生成一个单位自己的报告，写几个单位时合成一份。"""
    context = context_of(ctx, data, as_of, git)
    if output is not None and all_units:
        require_folder_name(context, output)
    form = _form_of(context, output, form, template, all_units=all_units)
    start = shown_day(context, since, "--since")
    units = tuple(unit or ())
    request = ReportRequest(form, units, start, template, output, all_units, circular, pace)
    _require_compatible(request, watch=watch, at_revision=git is not None)
    (make_and_watch if watch else make)(context, request)


def _form_of(
    context: Context,
    output: Path | None,
    form: str | None,
    template: Path | None,
    *,
    all_units: bool,
) -> str:
    """Return the format asked for, else that of the file's or the template's name, else ``md``.

    A file made with a template may have any ending: the template decides what is in it.
    """
    file = None if all_units else output
    if form is None and template is not None:
        name = Path(template.name.removesuffix(".j2"))
        form = format_named(file, _FORMATS) or format_named(name, _FORMATS)
        return form or ("html" if all_units else "md")
    return form_of(context, file, form, _FORMATS if not all_units else ("html", *_FORMATS))


def _require_compatible(request: ReportRequest, *, watch: bool, at_revision: bool) -> None:
    """Refuse options that do not go together."""
    if request.output is None and (request.all_units or watch or request.form in _BINARY):
        raise UsageError("没有写明写到哪里", "用 -o 写明文件；--all-units 写明文件夹")
    if request.circular and request.form != "pdf":
        raise UsageError("--circular 只用于 PDF", "通报的 Word 文件，去掉它，用 -o 通报.docx")
    if request.template and request.form not in _TEMPLATED:
        raise UsageError(
            f"{request.form} 不用模板", "--template 只用于 md 和 html；去掉它，或改 --format"
        )
    if request.all_units and request.units:
        raise UsageError("--all-units 和 --unit 不能同用", "只要一个单位的，去掉 --all-units")
    if request.pace is not None and (request.circular or request.form in ("docx", "xlsx")):
        raise UsageError("通报和台账里没有进度和时间的比较", "去掉 --pace、--no-pace")
    if watch and at_revision:
        raise UsageError("旧版本不会再有改动", "去掉 --watch 或 --git")
