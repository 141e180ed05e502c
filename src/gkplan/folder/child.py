"""A process of this same Python, for work that a hostile file or template could exhaust.

In a program packed by PyInstaller it is the program itself (tools/frozen.py).
"""

import sys
from contextlib import suppress

_SAME_MODULES = "import sys\nsys.path[:] = sys.argv[1:]\n"


def command(script: str) -> list[str]:
    """Return the command that runs a script with this process's modules and no other settings."""
    options = ["-I", *(["-X", "utf8"] if sys.flags.utf8_mode else [])]
    return [sys.executable, *options, "-c", _SAME_MODULES + script, *filter(None, sys.path)]


def limit(kind: str, most: int, *, for_good: bool = False) -> None:
    """Limit a resource of this process, where the system can.

    ``kind`` is its name in the module ``resource``, such as ``RLIMIT_AS``; ``for_good`` is whether
    the process can never raise the limit.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  (not on Windows)

        number = getattr(resource, kind)
        highest = most if for_good else resource.getrlimit(number)[1]
        resource.setrlimit(number, (most, highest))
