"""The entry of the ``gkplan`` command and of ``python -m gkplan``."""

import gc
import sys


def main() -> None:
    """Run the command line with the collector off: a command is short and keeps what it makes."""
    gc.disable()
    try:
        from gkplan.cli import main as command_line  # noqa: PLC0415  (a tenth of its imports)

        command_line()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # so that the collection at the end has nothing to look through


if __name__ == "__main__":
    main()
