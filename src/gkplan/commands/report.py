"""``gkplan report``: the progress report."""

from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.desk import desk_of, read_choice, read_date
from gkplan.commands.reporting import Order, make, make_and_watch
from gkplan.errors import UsageError

_FORMATS = ("md", "html", "json", "docx", "xlsx")
_TEMPLATED = ("md", "html")
_BINARY = ("docx", "xlsx")


def command(
    ctx: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="md|html|json|docx|xlsx",
            help="输出格式（默认看 -o 的后缀，再默认 md）；docx 是通报，xlsx 是台账",
            show_default=False,
        ),
    ] = None,
    unit: options.UnitName = None,
    all_units: Annotated[
        bool, typer.Option("--all-units", help="一份总的，再一个单位一份，写到 -o 的文件夹")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="D", help="先列出这一天起的新进展", show_default=False),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="F", help="改用这个 Jinja 模板", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="写到文件（默认标准输出）", show_default=False
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="留意方案和模板，一有改动就重新生成，按 Ctrl-C 结束")
    ] = False,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """生成进展报告；--unit 生成一个单位自己的报告。"""
    desk = desk_of(ctx, data, as_of, git)
    form = form or _form_of(output, template, all_units=all_units)
    form = read_choice(form, _FORMATS, "--format")
    order = Order(form, unit, read_date(since, "--since"), template, output, all_units)
    _require_sense(order, watch=watch, past=git is not None)
    (make_and_watch if watch else make)(desk, order)


def _form_of(output: Path | None, template: Path | None, *, all_units: bool) -> str:
    """The format that the output's name asks for, or the template's; else the usual one."""
    names = [output.name if output and not all_units else "", template.name if template else ""]
    for name in names:
        suffix = name.lower().removesuffix(".j2").rpartition(".")[2]
        if suffix in _FORMATS:
            return suffix
    return "html" if all_units else "md"


def _require_sense(order: Order, *, watch: bool, past: bool) -> None:
    """Refuse options that do not go together."""
    if order.output is None and (order.all_units or watch or order.form in _BINARY):
        raise UsageError("没有写明写到哪里", "用 -o 写明文件；--all-units 写明文件夹")
    if order.template and order.form not in _TEMPLATED:
        raise UsageError(
            f"{order.form} 不用模板", "--template 只用于 md 和 html；去掉它，或改 --format"
        )
    if order.all_units and order.unit is not None:
        raise UsageError("--all-units 和 --unit 不能同用", "只要一个单位的，去掉 --all-units")
    if watch and past:
        raise UsageError("旧版本不会再有改动", "去掉 --watch 或 --git")
