"""``gkplan remind``: letters that remind units of what they owe."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.desk import desk_of, read_days
from gkplan.deadlines import MONTH
from gkplan.errors import UsageError, WriteRefusedError
from gkplan.folder.atomic import require_replaceable, write_output
from gkplan.query import find_unit_if
from gkplan.report.reminder import reminder_data


def command(
    ctx: typer.Context,
    unit: options.UnitName = None,
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
            help="写到文件；用 --all 时写到这个文件夹",
            show_default=False,
        ),
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """催办单：一个单位逾期的、快到期的、被退回的事项，以及怎样答复。"""
    desk = desk_of(ctx, data, as_of)
    if every == (unit is not None) or (every and output is None):
        raise UsageError("催办哪个单位没有写明", "用 --unit U，或 --all -o 文件夹，二选一")
    days = read_days(within, "--within") if within is not None else MONTH
    folder = desk.folder()
    assessment = desk.assessment()
    registry = assessment.ledger.registry
    name = find_unit_if(registry, unit)
    from gkplan.report.render import render  # noqa: PLC0415  (90 ms of jinja2)

    own = desk.cwd / template if template else None
    letters = {}
    for one in [name] if name else [unit.name for unit in registry.units]:
        journal = folder.label(folder.journal(one))
        found = reminder_data(assessment, one, days, journal)
        if found:
            letters[one] = render(folder, "reminder.md.j2", found, own, str(template or ""))
    if not letters:
        desk.say(f"{name or '各单位'}没有要催办的事项")
    if output and every:
        _require_folder(desk.cwd / output, output, letters)
        for one in registry.names:
            if one not in letters and (desk.cwd / output / f"{one}.md").exists():
                desk.say(f"提醒：{(output / one).as_posix()}.md 是以前写的，这次没有要催办的")
    for one, text in letters.items():
        if output is None:
            desk.write(text)
            continue
        target = output / f"{one}.md" if every else output
        write_output(desk.cwd / target, text)
        desk.write(f"{target.as_posix()}\n")


def _require_folder(place: Path, shown: Path, letters: Iterable[str]) -> None:
    """Refuse before the first letter is written what would stop a later one."""
    if place.exists() and not place.is_dir():
        raise WriteRefusedError(f"{shown.as_posix()} 不是文件夹", "用 -o 写一个文件夹")
    for one in letters:
        if (place / f"{one}.md").is_dir():
            named = (shown / one).as_posix()
            raise WriteRefusedError(f"{named}.md 是一个文件夹，没有写入", "换一个文件夹")
    require_replaceable(*(place / f"{one}.md" for one in letters))
