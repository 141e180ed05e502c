"""``gkplan remind``: letters that remind units of what they owe."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.days import read_days
from gkplan.commands.output import form_of, require_folder_name
from gkplan.domain.deadlines import MONTH
from gkplan.domain.errors import UsageError, WriteRefusedError
from gkplan.domain.query import find_units
from gkplan.folder.atomic import require_replaceable, write_output


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    every: Annotated[bool, typer.Option("--all", help="所有要催办的单位，一个单位一份")] = False,
    within: options.Within = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="F", help="改用这个 Jinja 模板", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="写到文件；几个单位时写到这个文件夹，一个单位一份",
            show_default=False,
        ),
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """催办单：一个单位逾期的、快到期的、被退回的事项，以及怎样答复。"""
    context = context_of(ctx, data, as_of)
    if every == (unit is not None) or (every and output is None):
        raise UsageError("催办哪个单位没有写明", "用 --unit U，或 --all -o 文件夹，二选一")
    days = read_days(within, "--within") if within is not None else MONTH
    folder = context.folder()
    assessment = context.assessment()
    registry = assessment.ledger.registry
    names = find_units(registry, unit)
    each = every or len(names) > 1
    _require_output(context, output, each=each, template=template)
    from gkplan.report.json_fields import reminder_json  # noqa: PLC0415  (only for letters)
    from gkplan.report.reminder import reminder  # noqa: PLC0415
    from gkplan.report.render import render  # noqa: PLC0415  (90 ms of jinja2)

    own = context.cwd / template if template else None
    letters = {}
    for one in names or [unit.name for unit in registry.units]:
        journal = folder.label(folder.journal(one))
        if letter := reminder(assessment, one, days, journal):
            fields = reminder_json(letter)
            letters[one] = render(folder, "reminder.md.j2", fields, own, str(template or ""))
    if not letters:
        context.say(f"{'、'.join(names) or '各单位'}没有要催办的事项")
    if output and each:
        _require_folder(context.cwd / output, output, letters)
        asked = [one for one in registry.names if not names or one in names]
        for one in asked:
            if one not in letters and (context.cwd / output / f"{one}.md").exists():
                context.say(f"提醒：{(output / one).as_posix()}.md 是以前写的，这次没有要催办的")
    for one, text in letters.items():
        if output is None:
            context.write(text)
            continue
        target = output / f"{one}.md" if each else output
        write_output(context.cwd / target, text)
        context.write(f"{target.as_posix()}\n")


def _require_output(
    context: Context, output: Path | None, *, each: bool, template: Path | None
) -> None:
    """Refuse an output that letters cannot be written to: one each, or a single one."""
    if each and output is None:
        raise UsageError("几个单位的催办单不能接在一起", "用 -o 写一个文件夹，一个单位一份")
    if each and output is not None:
        require_folder_name(context, output)
    elif template is None:
        form_of(context, output, None, ("md", "text"), "用 --template 写明模板")


def _require_folder(place: Path, shown: Path, letters: Iterable[str]) -> None:
    """Refuse before the first letter is written what would stop a later one."""
    if place.exists() and not place.is_dir():
        raise WriteRefusedError(f"{shown.as_posix()} 不是文件夹", "用 -o 写一个文件夹")
    for one in letters:
        if (place / f"{one}.md").is_dir():
            named = (shown / one).as_posix()
            raise WriteRefusedError(f"{named}.md 是一个文件夹，没有写入", "换一个文件夹")
    require_replaceable(*(place / f"{one}.md" for one in letters))
