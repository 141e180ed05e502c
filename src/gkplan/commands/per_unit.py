"""Commands that write several files, such as one per unit, into a folder."""

from collections.abc import Collection, Iterable
from pathlib import Path

from gkplan.commands.context import Context
from gkplan.commands.output import report_links, require_folder_name
from gkplan.commands.printing import message, write_path
from gkplan.domain.errors import UsageError, WriteRefusedError
from gkplan.domain.model import Head
from gkplan.folder.atomic import outputs, require_replaceable


def require_units(units: list[str] | None, *, every: bool, what: str) -> None:
    """Refuse a command that names no unit, or some and all of them."""
    if every == (units is not None):
        raise UsageError(f"{what}没有写明", "用 --unit U，或 --all -o 文件夹，二选一")


def require_output_folder(context: Context, output: Path | None, what: str) -> None:
    """Refuse an output that several files cannot be written into."""
    if output is None:
        raise UsageError(f"几个单位的{what}不能接在一起", "用 -o 写一个文件夹，一个单位一份")
    require_folder_name(context, output)


def require_files(context: Context, output: Path, names: Collection[str]) -> None:
    """Refuse before the first file is written what would stop a later one.

    The names are gkplan's, not typed by a person, who need not know what is there: links among
    them are not followed, and nothing is written into a pipe or a device.
    """
    folder = context.cwd / output
    if folder.exists() and not folder.is_dir():
        raise WriteRefusedError(f"{output.as_posix()} 不是文件夹", "用 -o 写一个文件夹")
    for name in names:
        if what := _other_than_file(folder / name):
            shown = (output / name).as_posix()
            raise WriteRefusedError(f"{shown} {what}，没有写入", "移走它，或换一个文件夹")
    require_replaceable(*(folder / name for name in names))


def write_files(context: Context, output: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    """Write files by their names into a folder, all or none, and print where they are."""
    names = []
    with outputs(context.cwd / output) as add:
        for name, content in contents:
            add(name, (content,))
            names.append(name)
    for name in names:
        write_path(context, output / name)
    report_links(context, *(output / name for name in names))


def _other_than_file(path: Path) -> str:
    """Return what is there in place of a regular file, or empty."""
    if path.is_symlink():
        return "是链接"
    if path.is_dir():
        return "是一个文件夹"
    return "不是普通文件" if path.exists() and not path.is_file() else ""


def report_no_supervisor(context: Context, head: Head, what: str) -> None:
    """Report that what is sent to units cannot say who receives their answers."""
    if not head.supervisor:
        remedy = "在 tasks.yaml 的 plan 里写 supervisor: 单位全称"
        message(context, f"提醒：方案没有写明督查单位，{what}里只写“督查单位”；{remedy}")


def report_old_files(context: Context, output: Path, names: Iterable[str], what: str) -> None:
    """Report files of earlier runs that no file of this run replaces."""
    for name in names:
        if (context.cwd / output / name).exists():
            shown = (output / name).as_posix()
            message(context, f"提醒：{shown} 是以前写的，这次没有要{what}的")
