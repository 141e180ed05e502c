"""Processes that tests kill while they work, and whether a process has ended."""

import time
from pathlib import Path
from textwrap import indent

_SCRIPT = """\
import os, sys
import {modules}
from gkplan.cli import run
from gkplan.commands.process import process_context

for folder in sys.stdin:
    child = os.fork()
    if child == 0:
        os.chdir(folder.strip())
        context = process_context()
        print(os.getpid(), flush=True)
{work}
        os._exit(1)
    print("gone", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def forking_script(modules: str, work: str) -> str:
    """Return a script that starts one process per line, in the folder that the line names.

    ``modules`` are imported before, and ``work`` is what each process does with ``run`` and its
    ``context``; the script prints the number of each process, and when it is gone.
    """
    return _SCRIPT.format(modules=modules, work=indent(work.strip(), " " * 8))


def has_ended(pid: str) -> bool:
    """Whether a process has ended; the system may still keep its number for who started it."""
    status = Path(f"/proc/{pid}/stat")
    for _ in range(50):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] in "ZX":
            return True
        time.sleep(0.1)
    return False
