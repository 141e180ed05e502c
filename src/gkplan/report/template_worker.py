"""The process that fills in templates of others, as ``template_process`` orders it.

It limits its own memory where the system can, and its processor time: a thread looks at the clock
and interrupts the template, which is then reported with its line. Where a single operation does
not let the thread look, the system ends the process a little later.
"""

import os
import pickle
import signal
import sys
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import process_time
from types import FrameType
from typing import IO, Any, NamedTuple

from gkplan.domain.errors import UsageError
from gkplan.folder import child
from gkplan.report.filling import SIMPLER, Limits, filled_in
from gkplan.report.sandbox import RefusedError, sandbox
from gkplan.report.template_loader import TemplateFolder, TemplateLoader

ORDER, TEXT, USED, REFUSED, DONE = b"O", b"T", b"U", b"R", b"D"
"""The kinds of frames: an order, and what it is answered with."""
OUT_OF_TIME, OUT_OF_MEMORY = 81, 82
"""Exit codes of the process."""
_LONGEST = 1 << 20
"""Characters of one frame of text."""
_LONGEST_MESSAGE = 2_000
LARGEST = 8 << 20
"""Bytes of the largest frame that is believed to be an answer."""
_LOOK = 0.1
"""Seconds between looks at the clock."""


class Order(NamedTuple):
    """What is to be filled in: the template ``name`` of some folders, with the data of a report."""

    sources: tuple[TemplateFolder, ...]
    name: str
    html: bool
    data: Any
    limits: Limits


def write_frame(stream: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    """Write a frame: a letter, a length and bytes."""
    stream.write(kind + len(content).to_bytes(8, "big") + content)
    stream.flush()


def read_frame(stream: IO[bytes], most: int = sys.maxsize) -> tuple[bytes, bytes]:
    """Read a frame; raises ``EOFError`` where there is no complete one of at most that size."""
    head = stream.read(9)
    size = int.from_bytes(head[1:], "big")
    if len(head) < 9 or size > most or len(content := stream.read(size)) < size:  # noqa: PLR2004
        raise EOFError
    return head[:1], content


def main(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Carry out the orders of a stream until it ends, and answer them on another."""
    if os.name != "nt":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits for this one ends it
    try:
        with suppress(EOFError, BrokenPipeError):
            while True:
                _carry_out(pickle.loads(read_frame(orders)[1]), answers)  # noqa: S301  (our own)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _carry_out(order: Order, answers: IO[bytes]) -> None:
    """Fill in a template and answer with the text, or with what is wrong."""
    child.limit("RLIMIT_CORE", 0, for_good=True)
    child.limit("RLIMIT_AS", order.limits.memory)
    environment = sandbox(order.sources, html=order.html, trusting=False)
    assert isinstance(environment.loader, TemplateLoader)
    refusal = None
    try:
        with _limited_time(order.limits) as writing:
            for text in filled_in(environment, order.name, order.data, order.limits):
                with writing():
                    _write_text(answers, text)
    except UsageError as error:
        refusal = f"{error.message[:_LONGEST_MESSAGE]}\0{error.remedy}"
    except RefusedError as error:  # out of time between two pieces of text
        refusal = f"模板 {order.name} {error.message}\0{error.remedy}"
    for name in environment.loader.own:
        write_frame(answers, USED, _encoded(name))
    if refusal is None:
        write_frame(answers, DONE)
    else:
        write_frame(answers, REFUSED, _encoded(refusal))


def _write_text(answers: IO[bytes], text: str) -> None:
    for start in range(0, len(text), _LONGEST):
        write_frame(answers, TEXT, _encoded(text[start : start + _LONGEST]))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@contextmanager
def _limited_time(limits: Limits) -> Iterator[Any]:
    """Interrupt the context by a ``RefusedError`` when its processor time is used up.

    It yields a context manager for what must not be interrupted.
    """
    over = process_time() + limits.seconds
    done, busy = Event(), Event()

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if not busy.is_set():
            raise RefusedError(limits.too_long, SIMPLER)

    def look() -> None:
        while not done.wait(_LOOK):
            if process_time() > over + limits.grace:
                os._exit(OUT_OF_TIME)
            if process_time() > over:
                interrupt_main(signal.SIGTERM)

    @contextmanager
    def writing() -> Iterator[None]:
        busy.set()
        yield
        busy.clear()

    child.limit("RLIMIT_CPU", int(over + limits.grace) + 1)
    signal.signal(signal.SIGTERM, interrupt)
    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield writing
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        done.set()
        watcher.join()
