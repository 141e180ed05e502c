"""``gkplan import``: a document becomes a plan folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkplan.commands.desk import FORMATS, Desk, desk_of, read_choice, read_date
from gkplan.errors import Exit, UsageError, reason_of
from gkplan.views.grid import visible

if TYPE_CHECKING:
    from gkplan.importing import Imported

_MOST = 12
"""Notes of a kind that are told at once."""


def command(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="docx、xlsx、html、md、csv、tsv、txt", show_default=False),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="新方案的文件夹", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看读出了什么，不写文件")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有任何存疑就不写，退出码 1")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="换掉文件夹里已有的方案；进展记录不动")
    ] = False,
    title: Annotated[
        str, typer.Option("--title", metavar="T", help="方案标题", show_default=False)
    ] = "",
    issued: Annotated[
        str | None, typer.Option("--issued", metavar="D", help="印发日期", show_default=False)
    ] = None,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="D", help="截止日期", show_default=False)
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="table|json|csv|md", help="--dry-run 的格式", show_default=False
        ),
    ] = "table",
) -> None:
    """把印发的文件读成方案文件夹；拿不准的写进 doubts，没用上的列为未采用。"""
    desk = desk_of(ctx)
    read_choice(form, FORMATS, "--format")
    if output is None and not dry_run:
        raise UsageError("没有写明写到哪里", "用 -o 写明新文件夹，或用 --dry-run 先看看")

    from gkplan.importing import Known, import_plan  # noqa: PLC0415  (only here are readers needed)
    from gkplan.importing.findings import in_doubt  # noqa: PLC0415

    known = Known(title, read_date(issued, "--issued"), read_date(ends, "--ends"))
    found = import_plan(file.name, _content(desk, file), desk.today, known)
    if dry_run:
        _show(desk, found, form)
    _tell(desk, found)
    if strict and in_doubt(found):
        raise typer.Exit(Exit.PROBLEMS)
    if output is not None and not dry_run:
        _write(desk, found, file.name, output, force=force)


def _content(desk: Desk, file: Path) -> bytes:
    from gkplan.importing.readers.limits import LARGEST_FILE  # noqa: PLC0415  (as above)

    try:
        path = desk.cwd / file
        if path.is_file() and path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{file} 太大，超过 {LARGEST_FILE >> 20} MB", "只留下方案部分再试")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} 打不开：{reason_of(error)}", "检查路径和读权限") from error


def _show(desk: Desk, found: "Imported", form: str) -> None:
    """Show the plan as it was read."""
    from gkplan.views.plan import plan_data, plan_grid  # noqa: PLC0415  (only with --dry-run)

    if form == "json":
        desk.write_json(plan_data(found.plan))
    else:
        grid = plan_grid(found.plan)
        desk.export(form, grid, grid)


def _tell(desk: Desk, found: "Imported") -> None:
    """Say how much was read and what a person has to look at."""
    from gkplan.importing.findings import shown_unplaced, summary  # noqa: PLC0415  (as above)

    unplaced = shown_unplaced(found)
    notes = [f"待核 {note}" for note in found.notes]
    lines = [*summary(found), *notes[:_MOST], *unplaced[:_MOST]]
    if rest := max(0, len(notes) - _MOST) + max(0, len(unplaced) - _MOST):
        lines.append(f"……还有{rest}处，全部写在 导入说明.md 里")
    desk.say(desk.lines(lines))


def _write(desk: Desk, found: "Imported", name: str, output: Path, *, force: bool) -> None:
    from gkplan.folder.newfolder import companions, make_folder, replace_files  # noqa: PLC0415
    from gkplan.importing.findings import plan_files  # noqa: PLC0415  (as above)

    files = plan_files(found, name)
    target = desk.cwd / output
    if force and (target / "tasks.yaml").exists():
        replace_files(target, files)
    else:
        make_folder(target, companions() | files)
    desk.write(visible(output.as_posix()) + "\n")
    desk.say(f"已写好。接下来：看 {output / 'tasks.yaml'} 里的 doubts，再 gkplan check --data {output}")
