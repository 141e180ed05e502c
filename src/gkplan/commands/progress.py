"""A progress line on standard error: shown after a second, removed when the work ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Timer
from typing import Any

from gkplan.commands.context import Context
from gkplan.views.table import cell_len, clip, visible

PATIENCE = 1.0
"""Seconds that work may take before anything is shown."""
Step = Callable[[str], None]
"""Shows the name of the step that begins."""


@contextmanager
def progress(context: Context) -> Iterator[Step]:
    """Yield a function that shows the current step; it shows nothing without a terminal.

    No message may be printed on standard error inside the block.
    """
    if not context.message_width:
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
    """The line: hidden at first, then shown and animated by a thread of rich's, then removed."""

    def __init__(self, context: Context) -> None:
        """Create the line, hidden."""
        self._context = context
        self._lock = Lock()
        self._text = ""
        self._ended = False
        self._shown: Any = None

    def step(self, text: str) -> None:
        """Set the text to the step that begins."""
        with self._lock:
            self._text = visible(text)
            if self._shown:
                self._shown.update(0, description=self._text)

    def show(self) -> None:
        """Show the line, unless the work has already ended."""
        with self._lock:
            if not self._ended:
                self._shown = _started(self._context, self._text)

    def end(self) -> None:
        """Remove the line."""
        with self._lock:
            self._ended = True
            if self._shown:
                self._shown.stop()


class _Plain:
    """A line for consoles without escape codes: not animated, removed by printing blanks."""

    def __init__(self, context: Context, text: str) -> None:
        """Show the text."""
        self._context = context
        self._cells = 0
        self.update(0, description=text)

    def update(self, _task: int, *, description: str) -> None:
        """Replace the text."""
        text = clip(description, self._context.message_width - 1, 1)[0]
        self.stop()
        self._write(text)
        self._cells = cell_len(text)

    def stop(self) -> None:
        """Remove the line."""
        self._write(f"\r{' ' * self._cells}\r")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._context.err.write(text)
            self._context.err.flush()


def _started(context: Context, text: str) -> Any:
    """Start a progress line of rich's: a spinner, the text and the time elapsed."""
    if not context.escapes:
        return _Plain(context, text)
    from rich.console import Console  # noqa: PLC0415  (60 ms that only long work pays)
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    screen = Console(
        file=context.err,
        width=context.message_width,
        force_terminal=True,
        no_color=bool(context.env.get("NO_COLOR")),
        legacy_windows=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    line = Progress(
        SpinnerColumn("line"),  # the only one in ASCII
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
