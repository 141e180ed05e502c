"""A line on standard error that says what long work is at; it comes after a second and vanishes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Timer
from typing import Any

from rich.cells import cell_len

from gkplan.commands.context import Context
from gkplan.views.table import clip, visible

PATIENCE = 1.0
"""Seconds that work may take before anything is shown."""
Step = Callable[[str], None]
"""Says what the work is at."""


@contextmanager
def progress(context: Context) -> Iterator[Step]:
    """Give what says the work's steps to the person; nothing is said where no terminal is.

    Nothing else may be told on standard error while the context lasts.
    """
    if not context.talk_width:
        yield lambda _: None
        return
    line = Line(context)
    timer = Timer(PATIENCE, line.show)
    timer.daemon = True
    timer.start()
    try:
        yield line.step
    finally:
        timer.cancel()
        line.end()


class Line:
    """The line: hidden, then shown and turning in a thread of rich's own, then gone for good."""

    def __init__(self, context: Context) -> None:
        """Begin hidden, at the context whose person is told."""
        self._desk = context
        self._lock = Lock()
        self._text = ""
        self._ended = False
        self._shown: Any = None

    def step(self, text: str) -> None:
        """Say what the work is at."""
        with self._lock:
            self._text = visible(text)
            if self._shown:
                self._shown.update(0, description=self._text)

    def show(self) -> None:
        """Show the line, unless the work has ended meanwhile."""
        with self._lock:
            if not self._ended:
                self._shown = _started(self._desk, self._text)

    def end(self) -> None:
        """Take the line away."""
        with self._lock:
            self._ended = True
            if self._shown:
                self._shown.stop()


class _Plain:
    """A line for consoles without escape codes: blanks take it away, it does not turn."""

    def __init__(self, context: Context, text: str) -> None:
        """Show the text."""
        self._desk = context
        self._cells = 0
        self.update(0, description=text)

    def update(self, _task: int, *, description: str) -> None:
        """Show another text in the place of the last."""
        text = clip(description, self._desk.talk_width - 1, 1)[0]
        self.stop()
        self._write(text)
        self._cells = cell_len(text)

    def stop(self) -> None:
        """Take the line away."""
        self._write(f"\r{' ' * self._cells}\r")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._desk.err.write(text)
            self._desk.err.flush()


def _started(context: Context, text: str) -> Any:
    """Start a line of rich's: a turning mark, the text, and how long it has taken."""
    if not context.escapes:
        return _Plain(context, text)
    from rich.console import Console  # noqa: PLC0415  (60 ms that only long work pays)
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    screen = Console(
        file=context.err,
        width=context.talk_width,
        force_terminal=True,
        no_color=bool(context.env.get("NO_COLOR")),
        legacy_windows=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    line = Progress(
        SpinnerColumn("line"),  # the one that every encoding has
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=screen,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    line.add_task(text, total=None)
    line.start()
    return line
