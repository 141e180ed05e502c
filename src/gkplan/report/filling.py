"""Filling in a template: its text piece by piece, within limits, and every error explained."""

import traceback
from collections.abc import Generator, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from gkplan.domain.errors import GkplanError, UsageError, is_short_of_memory
from gkplan.report.sandbox import RefusedError, Sandbox
from gkplan.views.table import visible

_AT_ONCE = 10_000
SIMPLER = "检查循环（for 里再套 for 或 range），以及越来越长的文字和列表"


class Limits(NamedTuple):
    """Bounds of one report through a template that does not ship with gkplan.

    They are seconds of processor time, further seconds that an interrupted template has to stop,
    seconds until an answer, bytes of memory and characters.
    """

    seconds: float = 20
    grace: float = 2
    patience: float = 120
    memory: int = 1 << 30
    text: int = 100_000_000

    @property
    def too_long(self) -> str:
        """The message that a template takes too long."""
        return f"运行超过 {self.seconds} 秒（处理器时间）"

    @property
    def too_much(self) -> str:
        """The message that a template needs too much memory."""
        return f"要的内存超过 {self.memory >> 20} MB"


LIMITS = Limits()


def filled_in(
    environment: Sandbox, name: str, data: Mapping[str, Any], limits: Limits | None
) -> Iterator[str]:
    """Yield the text that a template makes of ``data``; without ``limits`` it is trusted.

    Raises ``UsageError`` with file and line if the template does not work.
    """
    try:
        yield from _pieces(environment.get_template(name).generate(data), limits)
    except GkplanError:
        raise
    except MemoryError as error:
        if limits is None:
            raise
        traceback.clear_frames(error.__traceback__)  # what filled the memory
        refusal = RefusedError(limits.too_much, SIMPLER).with_traceback(error.__traceback__)
        raise _explained(refusal, environment, data) from error
    except Exception as error:  # a template may fail in any way
        if limits is None and is_short_of_memory(error):
            raise
        raise _explained(error, environment, data) from error


def _explained(error: Exception, environment: Sandbox, data: Mapping[str, Any]) -> UsageError:
    from gkplan.report.template_errors import explained  # noqa: PLC0415  (only for errors)

    return explained(error, environment, data)


def _pieces(parts: Any, limits: Limits | None) -> Iterator[str]:
    """Join a template's output to larger pieces; one without end is stopped.

    What would control a terminal is replaced in the text of others: values have none, but their
    templates may.
    """
    output: Generator[str] = parts
    size = 0
    while more := list(islice(output, _AT_ONCE)):
        text = "".join(more)
        size += len(text)
        if limits and size > limits.text:
            output.throw(RefusedError(f"写出的内容超过 {limits.text} 字", SIMPLER))
        yield visible(text) if limits else text
