"""``python -m gkplan`` is the ``gkplan`` command."""

from gkplan.cli import main

if __name__ == "__main__":
    main()
