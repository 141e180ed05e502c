"""``gkplan import``: make a plan folder of a document."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.import_update import UpdateRequest, update_folder
from gkplan.commands.output import FORMATS, report_links, require_folder_name
from gkplan.commands.parsing import read_choice, read_date
from gkplan.commands.printing import (
    fitted_lines,
    message,
    write,
    write_json,
    write_path,
    write_table,
)
from gkplan.domain.errors import Exit, UsageError, reason_of, remedy_of
from gkplan.domain.model import Head
from gkplan.domain.typed import shell_word
from gkplan.folder.files import read_start
from gkplan.views.table import visible

if TYPE_CHECKING:
    from gkplan.importing import Imported
    from gkplan.importing.lexicon.patterns import Words


def command(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="docx、xlsx、pdf、doc、wps、xls、html、md、csv、tsv、txt；- 表示标准输入",
        ),
    ],
    dry_run: Annotated[bool, options.dry_run_option("只看读出了什么，不写文件")] = False,
    strict: Annotated[
        bool,
        options.strict_option(
            "有任何存疑或待核就不写，退出码 1；照定规取的值（年底截止等）和方案以外的原文不算"
        ),
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="换掉已有的方案和名册，其他文件不动；与 --update 同用：对不上、少了许多项也合并",
        ),
    ] = False,
    update: Annotated[
        Path | None,
        typer.Option(
            "--update",
            metavar="DIR",
            help="把更正后的文件并进这个方案：编号和人核定的不动，逐项列出改动",
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="只列出试过的各种读法、得分和取舍，不写文件"),
    ] = False,
    words: Annotated[
        Path | None,
        typer.Option("--words", metavar="FILE", help="补充的词，一行一类，如“牵头：主抓、领办”"),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="T", help="方案标题")] = "",
    issued: Annotated[str | None, typer.Option("--issued", metavar="D", help="印发日期")] = None,
    ends: Annotated[str | None, typer.Option("--ends", metavar="D", help="截止日期")] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="table|json|csv|md", help="--dry-run 和 --update 所列内容的格式"
        ),
    ] = "table",
    output: Annotated[Path | None, options.output_option("DIR", "新方案的文件夹")] = None,
) -> None:
    """把印发的文件读成方案文件夹；拿不准的写进 doubts，没用上的列为未采用。"""
    context = context_of(ctx)
    read_choice(form, FORMATS, "--format")
    _require_destination(output, update, dry_run=dry_run, explain=explain)

    from gkplan.importing import Known, explain_plan, import_plan  # noqa: PLC0415  (only here are readers needed)
    from gkplan.importing.plan.delivery import require_room  # noqa: PLC0415
    from gkplan.importing.plan.notes import in_doubt  # noqa: PLC0415

    if output is not None:
        require_folder_name(context, output)
    if output is not None and not dry_run:
        require_room(output, context.cwd, force=force)
    days = read_date(issued, "--issued"), read_date(ends, "--ends")
    known = Known(title, *days, words=_words(context, words))
    name = "标准输入" if str(file) == "-" else file.name
    content = _content(context, file)
    if explain:
        lines = explain_plan(name, content, known, context.env)
        write(context, visible("\n".join(lines)) + "\n")
        return

    def read_after(earlier: Head | None) -> "Imported":
        """Read the document; ``earlier`` is the head of the plan that it corrects."""
        corrected = known._replace(earlier=earlier)
        return import_plan(name, content, context.today, corrected, context.env)

    if update is not None:
        update_folder(
            context,
            read_after,
            UpdateRequest(name, update, form, dry_run=dry_run, strict=strict, force=force),
        )
        return
    imported = read_after(None)
    if dry_run:
        _show(context, imported, form)
    refused = strict and in_doubt(imported)
    _report(context, imported, refused=refused, dry_run=dry_run)
    if refused:
        message(context, "有存疑或待核，没有写入（--strict）")
        raise typer.Exit(Exit.PROBLEMS)
    if output is not None and not dry_run:
        _write(context, imported, name, output, force=force)


def _require_destination(
    output: Path | None, update: Path | None, *, dry_run: bool, explain: bool
) -> None:
    """Refuse a request without a destination, or with two; an explanation has none."""
    if explain:
        if output is not None or update is not None or dry_run:
            raise UsageError(
                "--explain 只列出读法，不能和 -o、--update、--dry-run 同用", "分两次运行"
            )
        return
    if update is not None and output is not None:
        raise UsageError("--update 不能和 -o 同用", "合并进已有方案，只写 --update 文件夹")
    if update is None and output is None and not dry_run:
        raise UsageError("没有写明写到哪里", "用 -o 写明新文件夹，或用 --dry-run 先看看")


def _content(context: Context, file: Path) -> bytes:
    """Read the document, no more bytes of it than the readers accept."""
    from gkplan.importing.readers.limits import MOST_BYTES  # noqa: PLC0415  (as above)

    if str(file) == "-" and sys.stdin:
        with _opening(file):
            return sys.stdin.buffer.read(MOST_BYTES + 1)
    return _bytes_of(context, file, MOST_BYTES + 1)


def _words(context: Context, file: Path | None) -> "Words":
    """Read the file of added words."""
    from gkplan.importing.lexicon.patterns import MOST_BYTES, read_words  # noqa: PLC0415  (only here)

    if file is None:
        return ()
    return read_words(file.as_posix(), _bytes_of(context, file, MOST_BYTES + 1))


def _bytes_of(context: Context, file: Path, most: int) -> bytes:
    """Read at most so many bytes of a file, as its name was typed."""
    with _opening(file):
        return read_start(context.cwd / file, most)


@contextmanager
def _opening(file: Path) -> Iterator[None]:
    """Explain that a file cannot be read."""
    try:
        yield
    except OSError as error:
        remedy = remedy_of(error, "检查路径和读权限")
        raise UsageError(f"{file.as_posix()} 打不开：{reason_of(error)}", remedy) from error


def _show(context: Context, imported: "Imported", form: str) -> None:
    """Show the plan as it was read."""
    from gkplan.importing.plan.notes import left_data  # noqa: PLC0415  (only with --dry-run)
    from gkplan.views.plan import plan_data, plan_overview_table  # noqa: PLC0415  (as above)
    from gkplan.views.plan_table import plan_table, table_csv  # noqa: PLC0415

    if form == "json":
        read = plan_data("import", imported.plan, imported.registry)
        write_json(context, {**read, **left_data(imported)})
    elif form == "csv":
        write(context, table_csv(plan_table(imported.plan)))
    else:
        write_table(context, plan_overview_table(imported.plan), form)


def _report(context: Context, imported: "Imported", *, refused: bool, dry_run: bool) -> None:
    """Print how much was read and what a person has to check: all of it if that is refused."""
    from gkplan.importing.plan import notes  # noqa: PLC0415  (as above)

    lines = [*notes.summary(imported), *notes.by_rule(imported)]
    if refused:
        lines += [f"存疑 {doubt}" for doubt in notes.shown_doubts(imported)]
    most = None if refused else notes.MOST_LISTED
    lines += notes.left_lines(imported, most, dry_run=dry_run)
    message(context, fitted_lines(context, lines))


def _write(context: Context, imported: "Imported", name: str, output: Path, *, force: bool) -> None:
    from gkplan.importing.plan.delivery import deliver  # noqa: PLC0415  (as above)

    folder = deliver(imported, name, output, context.cwd, force=force)
    shown = output.as_posix()
    write_path(context, output)
    report_links(context, output / "data" / "tasks.yaml")
    tasks = folder.label(folder.tasks)
    check = f"gkplan check --data {shell_word(shown)}"
    message(context, f"已写好。接下来：核定 {tasks} 里的 doubts，再 {check}")
