"""The entry of the ``gkplan`` command and of ``python -m gkplan``."""

import gc


def main() -> None:
    """Run the command line with the collector off: a command is short and keeps what it makes."""
    gc.disable()
    from gkplan.cli import main as command_line  # noqa: PLC0415  (its imports profit, by a tenth)

    command_line()


if __name__ == "__main__":
    main()
