"""``gkplan remind``: write letters that remind units of their overdue and coming duties."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import form_of, require_folder_name
from gkplan.commands.parsing import read_days
from gkplan.commands.printing import message, write
from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import MONTH
from gkplan.domain.errors import UsageError, WriteRefusedError
from gkplan.domain.query import find_units
from gkplan.folder.atomic import require_replaceable, write_output
from gkplan.folder.location import Folder


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    every: Annotated[bool, typer.Option("--all", help="所有要催办的单位，一个单位一份")] = False,
    within: options.Within = None,
    template: options.Template = None,
    output: Annotated[
        Path | None,
        options.output_option("PATH", "写到文件；几个单位时写到这个文件夹，一个单位一份"),
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """催办单：一个单位逾期的、快到期的、被退回的事项，以及怎样答复。"""
    context = context_of(ctx, data, as_of)
    if every == (unit is not None):
        raise UsageError("催办哪个单位没有写明", "用 --unit U，或 --all -o 文件夹，二选一")
    days = read_days(within, "--within") if within is not None else MONTH
    folder = context.folder()
    assessment = context.assessment()
    registry = assessment.ledger.registry
    units = find_units(registry, unit)
    several = every or len(units) > 1
    _require_output(context, output, several=several, template=template)
    asked = units or tuple(body.name for body in registry.units)
    letters = _letters(context, folder, assessment, asked, days, template)
    if not letters:
        message(context, f"{'、'.join(units) or '各单位'}没有要催办的事项")
    if output and several:
        _require_folder(context.cwd / output, output, letters)
        known = (name for name in registry.names if not units or name in units)
        _report_old_letters(context, output, (name for name in known if name not in letters))
    for name, text in letters.items():
        if output is None:
            write(context, text)
            continue
        target = output / f"{name}.md" if several else output
        write_output(context.cwd / target, text)
        write(context, f"{target.as_posix()}\n")


def _letters(
    context: Context,
    folder: Folder,
    assessment: Assessment,
    units: Iterable[str],
    days: int,
    template: Path | None,
) -> dict[str, str]:
    """Return the letters by unit; a unit that has nothing to be reminded of gets none."""
    from gkplan.report.json_fields import reminder_json  # noqa: PLC0415  (only for letters)
    from gkplan.report.reminder import reminder  # noqa: PLC0415  (as above)
    from gkplan.report.render import render  # noqa: PLC0415  (90 ms of jinja2)

    own = context.cwd / template if template else None
    letters = {}
    for unit in units:
        journal = folder.label(folder.journal(unit))
        if letter := reminder(assessment, unit, days, journal):
            data = reminder_json(letter)
            letters[unit] = render(folder, "reminder.md.j2", data, own, str(template or ""))
    return letters


def _report_old_letters(context: Context, output: Path, names: Iterable[str]) -> None:
    """Report the letters of earlier runs, under ``names``, that no letter of this run replaces."""
    for name in names:
        file = output / f"{name}.md"
        if (context.cwd / file).exists():
            message(context, f"提醒：{file.as_posix()} 是以前写的，这次没有要催办的")


def _require_output(
    context: Context, output: Path | None, *, several: bool, template: Path | None
) -> None:
    """Refuse an output that the letters cannot be written to: a folder, or a single file."""
    if several and output is None:
        raise UsageError("几个单位的催办单不能接在一起", "用 -o 写一个文件夹，一个单位一份")
    if several and output is not None:
        require_folder_name(context, output)
    elif template is None:
        form_of(context, output, None, ("md", "text"), "用 --template 写明模板")


def _require_folder(folder: Path, shown: Path, units: Iterable[str]) -> None:
    """Refuse before the first letter is written what would stop a later one."""
    if folder.exists() and not folder.is_dir():
        raise WriteRefusedError(f"{shown.as_posix()} 不是文件夹", "用 -o 写一个文件夹")
    for unit in units:
        if (folder / f"{unit}.md").is_dir():
            name = (shown / unit).as_posix()
            raise WriteRefusedError(f"{name}.md 是一个文件夹，没有写入", "换一个文件夹")
    require_replaceable(*(folder / f"{unit}.md" for unit in units))
