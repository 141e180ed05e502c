"""The destination of a command's data: standard output, or a file whose ending names the format."""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gkplan.commands.context import Context
from gkplan.commands.parsing import read_choice
from gkplan.commands.printing import message, write_path
from gkplan.domain.errors import UsageError
from gkplan.domain.frozen import Frozen

FORMATS = ("table", "json", "csv", "md")
"""The formats of most commands, the default first."""
_ENDINGS = {
    "table": ("txt",),
    "text": ("txt",),
    "md": ("md", "markdown"),
    "html": ("html", "htm"),
    "github": (),
}
"""The endings of a format's files, where they differ from the format's name."""
_OTHER_FILES = ("doc", "json", "pdf", "xls", "xml", "yaml", "yml", "zip")
"""Endings that show a file, not a folder, is meant, beside those that commands write."""


class Destination(Frozen):
    """Where a command's data goes, and in which format; a path of None is standard output."""

    context: Context
    path: Path | None
    form: str

    @contextmanager
    def page(self) -> Iterator[Context]:
        """Yield the context to write to; what was written to it becomes the file at the end.

        CSV begins with a byte order mark, without which spreadsheets misread UTF-8.
        """
        if self.path is None:
            yield self.context
            return
        out = io.StringIO()
        yield replace(self.context, out=out, terminal=False, color=False)
        from gkplan.folder.atomic import write_output_bytes  # noqa: PLC0415  (only with -o)

        encoding = "utf-8-sig" if self.form == "csv" else "utf-8"
        content = out.getvalue().encode(encoding, "backslashreplace")
        write_output_bytes(self.context.cwd / self.path, content)
        message(self.context, f"已写到 {self.path.as_posix()}")
        report_links(self.context, self.path)


def write_file(context: Context, output: Path, content: bytes) -> None:
    """Write a file, and print where it is."""
    from gkplan.folder.atomic import write_output_bytes  # noqa: PLC0415  (only with -o)

    write_output_bytes(context.cwd / output, content)
    write_path(context, output)
    report_links(context, output)


def report_links(context: Context, *paths: Path) -> None:
    """Report outputs that were written somewhere else than their names say, because of links.

    Links above the current folder, or above a file whose complete path was typed, are expected.
    """
    for path in paths:
        typed = context.cwd / path
        start = typed.parent if path.is_absolute() else context.cwd
        named = Path(os.path.realpath(start), os.path.relpath(typed, start))
        real = Path(os.path.realpath(typed))
        if real.is_file() and real != Path(os.path.normpath(named)):
            message(context, f"提醒：{path.as_posix()} 是链接，实际写到 {real.as_posix()}")


def destination(
    context: Context, path: Path | None, form: str | None, forms: Sequence[str] = FORMATS
) -> Destination:
    """Return where a command is to write; raises ``UsageError`` for what it cannot write."""
    return Destination(context, path, form_of(context, path, form, forms))


def form_of(
    context: Context,
    path: Path | None,
    form: str | None,
    forms: Sequence[str],
    otherwise: str = "用 --format 写明格式",
) -> str:
    """Return the format asked for by name, else by the file's ending, else the first of ``forms``.

    Raises ``UsageError`` for an ending that none of the formats has; ``otherwise`` is what the
    message advises beside other endings.
    """
    by_ending = format_named(path, forms)
    if form is None:
        if path is None or by_ending or _is_device(context.cwd / path):
            return by_ending or forms[0]
        raise _unwritable(path, forms, otherwise)
    form = read_choice(form, tuple(forms), "--format")
    ending = _ending(path)
    if ending in _file_endings(forms) and ending not in (*endings_of(form), "txt"):
        message(context, f"提醒：{path} 的内容是 {form}，与后缀不符")
    return form


def format_named(path: Path | None, forms: Sequence[str]) -> str | None:
    """Return which of ``forms`` a file's ending names; None if it names none of them."""
    return next((form for form in forms if _ending(path) in endings_of(form)), None)


def require_folder_name(context: Context, path: Path) -> None:
    """Refuse a file's name where a folder is wanted."""
    if _ending(path) in _file_endings(FORMATS) and not (context.cwd / path).exists():
        raise UsageError(f"-o 要写文件夹，{path} 像是文件名", "去掉后缀")


def endings_of(form: str) -> tuple[str, ...]:
    """Return the endings that files of a format have."""
    return _ENDINGS.get(form, (form,))


def _file_endings(forms: Sequence[str]) -> set[str]:
    written = ("csv", "docx", "ics", "tsv", "xlsx", *_ENDINGS["html"], *_ENDINGS["md"], "txt")
    return {*written, *_OTHER_FILES, *forms}


def _ending(path: Path | None) -> str:
    return path.suffix.lower().removeprefix(".") if path else ""


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _unwritable(path: Path, forms: Sequence[str], otherwise: str) -> UsageError:
    suggestions = {
        ".xlsx": "Excel 台账用 gkplan report -o 台账.xlsx",
        ".docx": "Word 通报用 gkplan report -o 通报.docx",
    }
    endings = "、".join(f".{endings_of(form)[0]}" for form in forms if endings_of(form))
    parts = (f"可写 {endings}", suggestions.get(path.suffix.lower(), ""), f"或{otherwise}")
    remedy = "；".join(part for part in parts if part)
    if ending := path.suffix:
        return UsageError(f"{path}：写不了 {ending} 文件", remedy)
    return UsageError(f"从 {path} 看不出格式：没有后缀", remedy)
