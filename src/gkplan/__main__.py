"""The entry of the ``gkplan`` command and of ``python -m gkplan``."""

import gc
import sys


def main() -> None:
    """Run the command line with the collector off: a command is short and keeps what it makes."""
    gc.disable()
    try:
        from gkplan.cli import main as command_line  # noqa: PLC0415  (a tenth of its imports)

        command_line()
    except ImportError as error:
        _refuse(error)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # so that the collection at the end has nothing to look through


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
