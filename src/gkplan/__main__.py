"""The entry point of the ``gkplan`` command and of ``python -m gkplan``.

Ctrl-C ends the process with code 130 and without a traceback, at any moment.
"""

import os
import sys

if __name__ == "__main__" and __spec__ and not sys.flags.safe_path:
    del sys.path[0]  # python -m puts the current folder there, whose files are not to be run

_INTERRUPTED = 130
_NO_MEMORY = "错误：内存不足\n  先关掉别的程序，再试一次\n".encode()
_REFUSED = 4
TYPE_CHECKING = False
if TYPE_CHECKING:  # nothing is imported before Ctrl-C is taken care of
    from types import CodeType, FrameType

_running: "list[CodeType]" = []
"""The function that runs the command, as soon as it is imported."""
_raised = 0


def _interrupt(_signal: int, frame: "FrameType | None") -> None:
    """End the process; a running command is ended by an exception, so that it cleans up.

    Before and after the command there is nothing to clean up. A second Ctrl-C does not interrupt
    the cleanup, a third one does.
    """
    global _raised  # noqa: PLW0603  (signal handlers have no other memory)
    while frame and frame.f_code not in _running:
        frame = frame.f_back
    _raised += 1
    if frame and _raised == 1:
        raise KeyboardInterrupt
    if not frame or _raised > 2:  # noqa: PLR2004
        os._exit(_INTERRUPTED)


def _report_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Report an exception in a destructor.

    Too little memory is reported by the command. A Ctrl-C that was lost here does not count, so
    that the next one is treated as the first.
    """
    global _raised  # noqa: PLW0603
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        _raised = 0
    elif not isinstance(unraisable.exc_value, MemoryError):  # the command reports that itself
        sys.__unraisablehook__(unraisable)


try:
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not ignored, as by nohup
        signal.signal(signal.SIGINT, _interrupt)
except KeyboardInterrupt:
    os._exit(_INTERRUPTED)


def main() -> None:
    """Run the command line with garbage collection off: commands are short and free little."""
    import gc  # noqa: PLC0415  (after Ctrl-C is taken care of)

    gc.disable()
    sys.unraisablehook = _report_unraisable
    try:
        import gkplan.domain.errors  # noqa: F401, PLC0415  (explains failures, also of what follows)
        from gkplan.cli import main as command_line  # noqa: PLC0415  (after the signal handler)

        _running.append(command_line.__code__)
        command_line()
    except Exception as error:
        _end_if_short_of_memory(error)
        if not isinstance(error, ImportError):
            raise
        _refuse(error)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    finally:
        if signal.getsignal(signal.SIGINT) is _interrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # while Python itself shuts down
        gc.freeze()  # so that the collection at exit has nothing to do


def _end_if_short_of_memory(error: Exception) -> None:
    """End the process at once where memory is short: even an orderly end could need more."""
    errors = sys.modules.get("gkplan.domain.errors")
    plainly = isinstance(error, (MemoryError, SystemError))
    if errors.is_short_of_memory(error) if errors else plainly:
        os.write(2, _NO_MEMORY)
        os._exit(_REFUSED)


def _refuse(error: ImportError) -> None:
    """Report a library without which the command line does not even start."""
    from gkplan.commands.installation import (  # noqa: PLC0415  (seldom needed)
        library_problem,
        this_installation,
    )

    problem = library_problem(error, this_installation())
    if problem is None:
        raise error
    message, remedy = problem
    sys.stderr.buffer.write(f"错误：{message}\n  {remedy}\n".encode())
    sys.exit(2)


if __name__ == "__main__":
    main()
