"""``gkplan remind``: write letters that remind units of their overdue and coming duties."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import form_of, format_named, write_file
from gkplan.commands.parsing import read_choice, read_days
from gkplan.commands.per_unit import (
    report_no_supervisor,
    report_old_files,
    require_files,
    require_output_folder,
    require_units,
    write_files,
)
from gkplan.commands.printing import message, write
from gkplan.commands.templates import templates
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.domain.query import find_units
from gkplan.domain.schedule import DAYS_AHEAD
from gkplan.folder.atomic import encoded
from gkplan.folder.location import Folder

if TYPE_CHECKING:
    from gkplan.report.reminder import Reminder


_FORMATS = ("md", "text", "docx")


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    every: Annotated[bool, options.all_option("所有要催办的单位")] = False,
    within: options.Within = None,
    template: options.Template = None,
    form: Annotated[
        str | None, options.format_option("md|docx", "md", "；docx 是 Word 文件，要装 office")
    ] = None,
    output: Annotated[
        Path | None,
        options.output_option("PATH", "写到文件；几个单位时写到这个文件夹，一个单位一份"),
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """催办单：一个单位逾期的、快到期的、被退回的事项，以及怎样答复。"""
    context = context_of(ctx, data, as_of)
    require_units(unit, every=every, what="催办哪个单位")
    days = read_days(within, "--within") if within is not None else DAYS_AHEAD
    folder = context.folder()
    assessment = context.assessment()
    registry = assessment.ledger.registry
    units = find_units(registry, unit)
    several = every or len(units) > 1
    form = _require_output(context, output, form, several=several, template=template)
    asked = units or tuple(body.name for body in registry.units)
    letters = {
        unit: letter for unit in asked if (letter := _letter(folder, assessment, unit, days))
    }
    if not letters:
        message(context, f"{'、'.join(units) or '各单位'}没有要催办的事项")
        made: dict[str, bytes] = {}
    else:
        report_no_supervisor(context, assessment.ledger.plan.head, "催办单")
        made = _made(context, letters, form, template)
    if output and several:
        require_files(context, output, [f"{name}.{form}" for name in made])
        known = (name for name in registry.names if not units or name in units)
        others = (f"{name}.{form}" for name in known if name not in made)
        report_old_files(context, output, others, "催办")
    _write(context, made, output, form, several=several)


def _write(
    context: Context, made: Mapping[str, bytes], output: Path | None, form: str, *, several: bool
) -> None:
    """Write the letters by unit: into a folder, all or none, to a file or to standard output."""
    if output and several and made:
        write_files(context, output, ((f"{name}.{form}", made[name]) for name in made))
        return
    for content in made.values():
        if output is None:
            write(context, content.decode())
        else:
            write_file(context, output, content)


def _letter(folder: Folder, assessment: Assessment, unit: str, days: int) -> "Reminder | None":
    from gkplan.report.reminder import reminder  # noqa: PLC0415  (only for letters)

    return reminder(assessment, unit, days, folder.label(folder.journal(unit)))


def _made(
    context: Context, letters: Mapping[str, "Reminder"], form: str, template: Path | None
) -> dict[str, bytes]:
    """Return the files of the letters by unit."""
    if form == "docx":
        from gkplan.report.reminder_docx import word_letter  # noqa: PLC0415  (only for Word)

        return {unit: word_letter(letter) for unit, letter in letters.items()}
    from gkplan.report.json_fields import reminder_json  # noqa: PLC0415  (only for letters)

    with templates(context, template) as used:
        return {
            unit: encoded(used.render("reminder.md.j2", reminder_json(letter)))
            for unit, letter in letters.items()
        }


def _require_output(
    context: Context, output: Path | None, form: str | None, *, several: bool, template: Path | None
) -> str:
    """Return the format of the letters; refuse an output that they cannot be written to."""
    if several:
        require_output_folder(context, output, "催办单")
        form = read_choice(form, _FORMATS, "--format") if form else "md"
    elif template is None or form or format_named(output, ("docx",)):
        form = form_of(context, output, form, _FORMATS, "用 --template 写明模板")
    if form == "docx" and template is not None:
        raise UsageError("--template 只用于 Markdown 的催办单", "去掉它，或写成 .md")
    if form == "docx" and output is None:
        raise UsageError("Word 文件不能写到终端", "用 -o 写明文件")
    return form or "md"
