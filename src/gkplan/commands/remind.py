"""``gkplan remind``: write letters that remind units of their overdue and coming duties."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import form_of, report_links
from gkplan.commands.parsing import read_days
from gkplan.commands.per_unit import (
    report_no_supervisor,
    report_old_files,
    require_files,
    require_output_folder,
    require_units,
)
from gkplan.commands.printing import message, write, write_path
from gkplan.commands.templates import templates
from gkplan.domain.assess import Assessment
from gkplan.domain.deadlines import MONTH
from gkplan.domain.query import find_units
from gkplan.folder.atomic import write_output
from gkplan.folder.location import Folder


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    every: Annotated[bool, options.all_option("所有要催办的单位")] = False,
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
    require_units(unit, every=every, what="催办哪个单位")
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
    else:
        report_no_supervisor(context, assessment.ledger.plan.head, "催办单")
    if output and several:
        require_files(context, output, [f"{name}.md" for name in letters])
        known = (name for name in registry.names if not units or name in units)
        others = (f"{name}.md" for name in known if name not in letters)
        report_old_files(context, output, others, "催办")
    for name, text in letters.items():
        if output is None:
            write(context, text)
            continue
        target = output / f"{name}.md" if several else output
        write_output(context.cwd / target, text)
        write_path(context, target)
        report_links(context, target)


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

    letters = {}
    with templates(context, template) as used:
        for unit in units:
            journal = folder.label(folder.journal(unit))
            if letter := reminder(assessment, unit, days, journal):
                letters[unit] = used.render("reminder.md.j2", reminder_json(letter))
    return letters


def _require_output(
    context: Context, output: Path | None, *, several: bool, template: Path | None
) -> None:
    """Refuse an output that the letters cannot be written to: a folder, or a single file."""
    if several:
        require_output_folder(context, output, "催办单")
    elif template is None:
        form_of(context, output, None, ("md", "text"), "用 --template 写明模板")
