"""A process that fills in templates which do not ship with gkplan, and what it may cost.

A plan folder may come from anybody, and so may its templates. The sandbox keeps them from files
and programs, but not from work without end, so another process does it (``template_worker``),
with the same modules, also from a zip file. Orders are pickled, since that process trusts this
one. What it answers is only text.
"""

import pickle
import signal
import subprocess
from contextlib import suppress
from threading import Timer

from gkplan.domain.errors import UsageError
from gkplan.folder import child
from gkplan.report import template_worker as worker
from gkplan.report.filling import SIMPLER

_START = """
import sys
from gkplan.report.template_worker import main
main(sys.stdin.buffer, sys.stdout.buffer)
"""


class TemplateProcess:
    """The process; it is started when it is first needed, and ended by ``close``.

    ``used`` are the plan folder's own templates that it used, by their names for people.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self.used: dict[str, None] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def fill_in(self, order: worker.Order) -> str:
        """Return the text; raises ``UsageError`` for a template that is wrong or takes too much."""
        shown, is_own = _named(order)
        if is_own:
            self.used[shown] = None
        process = self._process = self._process or _started()
        late = _Deadline(process, order.limits.patience)
        try:
            return self._answer(process, order)
        except (BrokenPipeError, EOFError) as error:
            what = _ending(order, process.wait(), waited=late.passed)
            raise UsageError(f"模板 {shown} {what}", SIMPLER) from error
        except BaseException:
            self.close()
            raise
        finally:
            late.timer.cancel()
            if process.poll() is not None:
                self.close()

    def _answer(self, process: "subprocess.Popen[bytes]", order: worker.Order) -> str:
        assert process.stdin
        assert process.stdout
        worker.write_frame(process.stdin, worker.ORDER, pickle.dumps(order))
        texts: list[str] = []
        while True:
            kind, content = worker.read_frame(process.stdout, worker.LARGEST)
            text = content.decode("utf-8", "surrogatepass")
            if kind == worker.TEXT:
                texts.append(text)
            elif kind == worker.USED:
                self.used[text] = None
            elif kind == worker.REFUSED:
                message, _, remedy = text.partition("\0")
                raise UsageError(message, remedy)
            else:
                return "".join(texts)

    def close(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with suppress(OSError), process:  # closes the pipes and waits
            pass


class _Deadline:
    """Ends a process when it has not answered for so many seconds."""

    def __init__(self, process: "subprocess.Popen[bytes]", patience: float) -> None:
        self.passed = False
        self._process = process
        self.timer = Timer(patience, self._end)
        self.timer.daemon = True
        self.timer.start()

    def _end(self) -> None:
        self.passed = True
        self._process.kill()


def _started() -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603  (this interpreter, and a program of our own)
            child.command(_START),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise UsageError("模板要在另一个进程里运行，没有启动成", "关掉一些程序再试") from error


def _named(order: worker.Order) -> tuple[str, bool]:
    """Return the name of the template for people, and whether it is the plan folder's own."""
    for source in order.sources:
        if source.find(order.name):
            return f"{source.shown}{order.name}", source.is_own(order.name)
    return order.name, False


def _ending(order: worker.Order, code: int, *, waited: bool) -> str:
    """Explain why the process has ended without an answer."""
    limits = order.limits
    if waited:
        return f"运行了 {limits.patience} 秒还没有完"
    if code in (worker.OUT_OF_TIME, -getattr(signal, "SIGXCPU", 0)):
        return limits.too_long
    if code in (worker.OUT_OF_MEMORY, -getattr(signal, "SIGKILL", 0)):
        return limits.too_much
    return f"让运行它的进程中断了（退出码 {code}）"
