"""Where a command works: the only reading of clock, environment, folder and terminal ends here."""

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from errno import EINVAL
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import typer

from gkplan.commands.days import Spans, read_date
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import (
    Exit,
    GkplanError,
    PlanUnreadableError,
    ReaderLeftError,
    UsageError,
    WriteRefusedError,
    reason_of,
)
from gkplan.domain.model import Entry, Head, Ledger, Plan
from gkplan.domain.typed import typed_day
from gkplan.folder.load import load
from gkplan.folder.location import Folder, find_folder
from gkplan.views.table import Table, clip, plain, to_csv, to_markdown, visible

if TYPE_CHECKING:
    from rich.console import Console

    from gkplan.commands.installation import Installation

FORMATS = ("table", "json", "csv", "md")
_PIPE_WIDTH = 80
_AFTERWARDS = timedelta(days=183)
"""How long after a plan's end an extension without a year can reach."""
_MOST = 20
"""Problems that are shown when something else was asked for; ``check`` shows them all."""


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one command; ``data`` and ``as_of_text`` are what was asked for.

    ``talk_width`` is the width of the terminal that standard error is, 0 where it is none.
    ``escapes`` says whether the terminal understands escape codes: old consoles of Windows do
    not. ``clock`` gives the day again to what runs on for days; ``installation`` finds out how
    gkplan was installed, in place of looking at the running process.
    """

    cwd: Path
    env: Mapping[str, str]
    today: date
    out: TextIO
    err: TextIO
    width: int
    terminal: bool
    color: bool
    talk_width: int = 0
    escapes: bool = True
    clock: Callable[[], date] | None = None
    installation: "Callable[[], Installation] | None" = None
    data: Path | None = None
    as_of_text: str | None = None
    revision: str | None = None

    @property
    def as_of(self) -> date:
        """The day that figures are counted to: the one asked for, else today."""
        return read_date(self.as_of_text, "--as-of", self._plan_span) or self.today

    def shown_day(self, text: str | None, option: str) -> date | None:
        """Read a day to look at; one without a year is in the plan's span, else later up to now."""
        return self._aloud(text, option, self._plan_span)

    def past_day(self, text: str | None, option: str) -> date | None:
        """Read a day to write down; one without a year is between the plan's issue and the day."""
        return self._aloud(text, option, lambda: [(self._head().issued, self.as_of)])

    def coming_day(self, text: str | None, option: str) -> date | None:
        """Read a day ahead; one without a year is at most half a year after the plan's end."""

        def span() -> Spans:
            return [(self.as_of, max(self._head().ends, self.as_of) + _AFTERWARDS)]

        return self._aloud(text, option, span)

    def _plan_span(self) -> Spans:
        head = self._head()
        return [(head.issued, head.ends), (head.issued, max(head.ends, self.today))]

    def _aloud(self, text: str | None, option: str, spans: Callable[[], Spans]) -> date | None:
        """Read an option's day, and report the year that was filled in."""
        day = read_date(text, option, spans)
        if text is not None and (typed := typed_day(text)) and typed.year is None:
            self.say(f"{option} “{text}” 读作 {day}")
        return day

    def _head(self) -> Head:
        """The head of the plan, for options that are read by it."""
        draft = load(self.folder(), journals=()).without_broken_reviews()
        return draft.sound().ledger().plan.head

    def now(self) -> "Context":
        """The same context on the day that it has become."""
        return replace(self, today=self.clock()) if self.clock else self

    def folder(self) -> Folder:
        """The plan folder: ``--data``, else ``GKPLAN_DATA``, else upward, else the shipped one."""
        _require_chinese_names()
        given = self.data
        if given is None and self.env.get("GKPLAN_DATA"):
            given = Path(self.env["GKPLAN_DATA"])
        return find_folder(given, self.cwd)

    def ledger(self) -> Ledger:
        """The plan folder's contents, if they are sound; the plan's notice is printed.

        They are as they are, or as they were at the git revision that was asked for.
        """
        folder = self.folder()
        if folder.read_only:
            self.say("提醒：这里没有方案文件夹，看到的是 gkplan 自带的方案")
        ledger = self._read(folder)
        self.say_notice(ledger.plan)
        return ledger

    def _read(self, folder: Folder) -> Ledger:
        if self.revision is None:
            return load(folder).sound().ledger()
        from gkplan.folder.git_revision import at_revision  # noqa: PLC0415  (only with --git)

        with at_revision(folder, self.revision, self.env) as old:
            return load(old).sound().ledger()

    def say_notice(self, plan: Plan) -> None:
        """Print what has to be marked everywhere, on standard error: stdout may be data."""
        if plan.head.notice:
            self.say(f"{plan.head.notice_mark}{plan.head.title}")

    def assessment(self) -> Assessment:
        """The plan folder's contents as they stand on the day."""
        return Assessment(self.ledger(), self.as_of)

    def write(self, text: str) -> None:
        """Put data on standard output."""
        with writing_out(self.out):
            self.out.write(text)

    def write_json(self, data: Mapping[str, Any]) -> None:
        """Put one JSON document on standard output."""
        self.write(as_json(data))

    def confirm(self, text: str) -> None:
        """Tell on standard output what is done already; a failing output does not undo it."""
        try:
            with writing_out(self.out):
                self.out.write(text)
                self.out.flush()
        except WriteRefusedError as error:
            with suppress(OSError, ValueError):
                self.out.close()
            self.say(f"提醒：记录已经写入，但{error.message}")

    def confirm_entry(self, entry: Entry, label: str, file: Path, folder: Folder) -> None:
        """Tell of one entry that was written: what it is about, what it says, and where it is."""
        told = (entry.task, entry.occasion, entry.unit, label, folder.label(file))
        self.confirm(visible("  ".join(text for text in told if text)) + "\n")

    def remind(self, reminders: Iterable[str]) -> None:
        """Tell what somebody would ask next about what was written."""
        for text in reminders:
            self.say(f"提醒：{text}")

    def say(self, text: str) -> None:
        """Tell the person something, on standard error."""
        with suppress(OSError, ValueError):
            self.err.write("".join(f"{visible(line)}\n" for line in text.split("\n")))

    def tell(self, error: GkplanError) -> Exit:
        """Tell the person what could not be done, and why."""
        from gkplan.views.problems import problem_text  # noqa: PLC0415  (only for what is wrong)

        problems = getattr(error, "problems", ())
        for problem in problems[:_MOST]:
            self.say(problem_text(problem))
        if len(problems) > _MOST:
            self.say(f"……另有 {len(problems) - _MOST} 处，用 gkplan check 查看\n")
        self.say(f"错误：{error.message}")
        if error.remedy:
            self.say(f"  {error.remedy}")
        return error.exit

    def show(self, grid: Table) -> None:
        """Put a table on standard output: fitted to a terminal, whole for a pipe."""
        if not self.terminal:
            self.write(plain(grid))
            return
        from gkplan.views.terminal import print_table  # noqa: PLC0415  (50 ms of rich)

        with writing_out(self.out):
            print_table(self._console(), grid)

    def _console(self) -> "Console":
        from gkplan.views.terminal import console  # noqa: PLC0415  (50 ms of rich)

        return console(self.out, self.width, color=self.color, escapes=self.escapes)

    def lines(self, texts: Iterable[str]) -> str:
        """Give texts a line each, broken to the width of a terminal."""
        shown = [visible(" ".join(text.split())) for text in texts]
        if self.terminal:
            shown = [part for text in shown for part in clip(text, self.width, len(text) + 1)]
        return "\n".join(shown)

    def beside(self, form: str, left: Table, right: Table) -> None:
        """Put two grids beside each other where a terminal is wide enough, else one by one."""
        if form == "table" and self.terminal:
            from gkplan.views.terminal import print_beside  # noqa: PLC0415  (50 ms of rich)

            with writing_out(self.out):
                print_beside(self._console(), left, right)
            return
        self.export(form, left, left)
        self.write("\n")
        self.export(form, right, right)

    def export(self, form: str, table: Table, full: Table) -> None:
        """Put a grid on standard output as ``table``, or as ``md``, or in full as ``csv``."""
        if form == "csv":
            self.write(to_csv(full))
        elif form == "md":
            self.write(to_markdown(table))
        else:
            self.show(table)


@contextmanager
def writing_out(stream: TextIO) -> Iterator[None]:
    """Tell a reader that has left from an output that cannot be written."""
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderLeftError from error
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == EINVAL and _is_pipe(stream):
            raise ReaderLeftError from error  # as Windows reports it
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise WriteRefusedError(f"输出写不出去：{reason}", "检查输出的去处") from error


def _require_chinese_names() -> None:
    """Refuse a locale in which no file with a Chinese name could be named."""
    try:
        os.fsencode("分工方案")
    except UnicodeEncodeError as error:
        raise PlanUnreadableError("系统的文件名编码不支持中文", "设 LC_ALL=C.UTF-8 再试") from error


def _is_pipe(stream: TextIO) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def as_json(data: Mapping[str, Any]) -> str:
    """Write data as one JSON document, as all commands do."""
    import json  # noqa: PLC0415  (2 ms that a table does not pay)

    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return visible(text)  # inside JSON the numbers of hidden characters are their escapes


def real_context() -> Context:
    """The surroundings of this process."""
    stdout = sys.stdout
    stderr = sys.stderr or io.StringIO()  # closed: what is said reaches nobody
    if stdout is None:
        raise WriteRefusedError("标准输出是关着的")
    asked = os.environ.get("PYTHONIOENCODING", "")
    for stream in (stdout, stderr):
        if hasattr(stream, "reconfigure"):
            _make_speak_chinese(stream, asked)
    capable = os.environ.get("TERM") != "dumb"
    terminal = capable and stdout.isatty()
    talking = capable and stderr.isatty()
    escapes = not ((terminal or talking) and _is_old_console())
    return Context(
        cwd=_working_folder(),
        env=os.environ,
        today=date.today(),  # noqa: DTZ011  (the reader's own day is meant)
        out=stdout,
        err=stderr,
        width=_width(stdout, escapes=escapes) if terminal else _PIPE_WIDTH,
        terminal=terminal,
        color=terminal and not os.environ.get("NO_COLOR"),
        talk_width=_width(stderr, escapes=escapes) if talking else 0,
        escapes=escapes,
        clock=date.today,
    )


def _make_speak_chinese(stream: Any, asked: str) -> None:
    """Write UTF-8 to files and pipes, and to terminals that cannot take Chinese otherwise.

    ``asked`` is the encoding and the handler of errors that PYTHONIOENCODING names, if any.
    """
    wanted, _, errors = asked.partition(":")
    encoding = stream.encoding if wanted or stream.isatty() else "utf-8"
    try:
        "分工方案".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        encoding = encoding if wanted else "utf-8"
    if errors in ("", "strict"):
        errors = "backslashreplace"
    stream.reconfigure(encoding=encoding, errors=errors, newline="\n")


def _is_old_console() -> bool:
    """Whether the terminal is a console of Windows that would print escape codes as they are."""
    if os.name != "nt":
        return False
    from rich.console import detect_legacy_windows  # noqa: PLC0415  (on Windows only)

    return detect_legacy_windows()


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("当前文件夹已不存在", "换一个文件夹再试") from None


def _width(stream: TextIO, *, escapes: bool) -> int:
    """The columns of a terminal; an old console breaks the line after the last one by itself."""
    columns = os.environ.get("COLUMNS", "")
    if re.fullmatch("[1-9][0-9]{0,3}", columns):
        return int(columns)
    try:
        found = os.get_terminal_size(stream.fileno()).columns or _PIPE_WIDTH
    except OSError:
        return _PIPE_WIDTH
    return found if escapes else max(found - 1, 1)


def context_of(
    ctx: typer.Context,
    data: Path | None = None,
    as_of: str | None = None,
    revision: str | None = None,
) -> Context:
    """The context of a command; common options may be given before it or after it, not both.

    Raises ``UsageError`` where the two differ: one of them would be dropped.
    """
    context = ctx.obj
    assert isinstance(context, Context)
    for option, before, after in (
        ("--data", context.data, data),
        ("--as-of", context.as_of_text, as_of),
    ):
        if None not in (before, after) and before != after:
            raise UsageError(f"{option} 写了两次：{before} 和 {after}", "只留一个")
    return replace(
        context,
        data=context.data if data is None else data,
        as_of_text=context.as_of_text if as_of is None else as_of,
        revision=revision,
    )


def read_choice(text: str, choices: tuple[str, ...], option: str) -> str:
    """Read an option that takes one of a few words; raises ``UsageError``."""
    if text not in choices:
        raise UsageError(f"{option} 不接受 “{text}”", f"可用：{'、'.join(choices)}")
    return text
