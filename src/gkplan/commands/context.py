"""The context of a command: day, environment, folder and streams, and the plan that it is about."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from gkplan.commands import COMMANDS
from gkplan.commands.parsing import Spans, read_date
from gkplan.commands.streams import write_message
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import PlanUnreadableError, UsageError
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Head, Ledger, Plan
from gkplan.folder.load import load
from gkplan.folder.location import Folder, find_folder

if TYPE_CHECKING:
    from gkplan.commands.installation import Installation


_WITHOUT_DATA = {"init", "import", "schema"}
"""The commands that have no ``--data``."""


class Context(Frozen):
    """The surroundings of one command; ``data`` and ``as_of_text`` are the options as given.

    ``message_width`` is the width of the terminal that standard error is, 0 where it is none.
    ``escapes`` says whether the terminal understands escape codes: old consoles of Windows do
    not. ``clock`` returns the current day to commands that run for days; ``installation`` finds
    out how gkplan was installed, in place of looking at the running process.
    """

    cwd: Path
    env: Mapping[str, str]
    today: date
    out: TextIO
    err: TextIO
    width: int
    terminal: bool
    color: bool
    message_width: int = 0
    escapes: bool = True
    clock: Callable[[], date] | None = None
    installation: "Callable[[], Installation] | None" = None
    data: Path | None = None
    as_of_text: str | None = None
    revision: str | None = None

    @cached_property
    def as_of(self) -> date:
        """The day that figures are counted to: the one that ``--as-of`` gives, else today."""
        return read_date(self.as_of_text, "--as-of", self.plan_spans) or self.today

    @property
    def terminal_width(self) -> int | None:
        """The width that output is fitted to; None where it is not a terminal."""
        return self.width if self.terminal else None

    def plan_spans(self) -> Spans:
        """The spans in which a day without a year is looked for, the likeliest first."""
        head = self.head
        return [(head.issued, head.ends), (head.issued, max(head.ends, self.today))]

    def now(self) -> "Context":
        """Return the same context on the current day."""
        return replace(self, today=self.clock()) if self.clock else self

    def copyable(self, text: str) -> str:
        """Return a text whose commands name the plan folder that ``--data`` gives, if it does.

        Copied without it, they would be about another folder.
        """
        if self.data is None or "gkplan " not in text:
            return text
        from gkplan.domain.typed import shell_word  # noqa: PLC0415  (only for messages)

        option = f" --data {shell_word(self.data.as_posix())}"
        names = "|".join(COMMANDS.keys() - _WITHOUT_DATA)
        return re.sub(rf"gkplan ({names})(?![a-z])", lambda match: match[0] + option, text)

    def folder(self) -> Folder:
        """Find the plan folder: ``--data``, ``GKPLAN_DATA``, upward, or the one that ships."""
        _require_chinese_names()
        given = self.data
        if given is None and self.env.get("GKPLAN_DATA"):
            given = Path(self.env["GKPLAN_DATA"])
        return find_folder(given, self.cwd)

    def folder_to_write(self) -> Folder:
        """The plan folder, for a command that writes: an interrupted write is finished first."""
        folder = self.folder()
        from gkplan.folder.transaction import finish_interrupted  # noqa: PLC0415  (for writers)

        if finish_interrupted(folder):
            text = "提醒：上一次中断的写入已补完；再报之前先用 gkplan log 看看，不要报重"
            write_message(self.err, self.copyable(text))
        return folder

    @cached_property
    def head(self) -> Head:
        """The head of the plan, read without journals, for options that are read by it."""
        draft = load(self.folder(), journals=()).without_broken_reviews()
        return draft.sound().ledger().plan.head

    def ledger(self) -> Ledger:
        """Read the plan folder, as it is or at a git revision; raises if it has errors."""
        folder = self.folder()
        if folder.read_only:
            write_message(self.err, "提醒：这里没有方案文件夹，看到的是 gkplan 自带的方案")
        ledger = self._read(folder)
        self.print_notice(ledger.plan)
        return ledger

    def _read(self, folder: Folder) -> Ledger:
        if self.revision is None:
            return load(folder).sound().ledger()
        from gkplan.folder.git_revision import at_revision  # noqa: PLC0415  (only with --git)

        with at_revision(folder, self.revision, self.env) as old:
            return load(old).sound().ledger()

    def print_notice(self, plan: Plan) -> None:
        """Print what has to be marked everywhere, on standard error: stdout may be data."""
        if plan.head.notice:
            write_message(self.err, f"{plan.head.notice_mark}{plan.head.title}")

    def assessment(self) -> Assessment:
        """Read the plan folder and assess it at ``as_of``."""
        return Assessment(self.ledger(), self.as_of)


def context_of(
    ctx: typer.Context,
    data: Path | None = None,
    as_of: str | None = None,
    revision: str | None = None,
) -> Context:
    """Return the context of a command; common options may come before or after its name.

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


def _require_chinese_names() -> None:
    """Refuse a locale in which no file with a Chinese name could be named."""
    try:
        os.fsencode("分工方案")
    except UnicodeEncodeError as error:
        raise PlanUnreadableError("系统的文件名编码不支持中文", "设 LC_ALL=C.UTF-8 再试") from error
