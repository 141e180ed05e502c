"""Load plans of 10,000 and 100,000 tasks into the model, and compare with PyYAML's loader.

The processes do nothing else; the cost of starting Python and importing is measured separately, so
that it can be subtracted.
"""

import sys
import tempfile
from pathlib import Path

from measure import compare
from plans import write_plan

PYTHON = sys.executable
SAFE_LOADER = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), yaml.CSafeLoader)"
PARSE_ONLY = """
import sys
from gkplan.folder.source import Source
Source("", open(sys.argv[1], encoding='utf-8').read())
"""
LOAD = """
import sys
from pathlib import Path
from gkplan.folder.location import find_folder
from gkplan.folder.load import load
load(find_folder(Path(sys.argv[1]).parent, Path())).sound().ledger()
"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for tasks, rounds in ((10_000, 7), (100_000, 3)):
            path = write_plan(Path(folder) / str(tasks), tasks)
            print(f"{tasks:,} tasks, {path.stat().st_size / 1e6:.1f} MB")
            commands = {
                "yaml.load(…, CSafeLoader)": [PYTHON, "-c", SAFE_LOADER, str(path)],
                "gkplan: load into the model and check": [PYTHON, "-c", LOAD, str(path)],
                "gkplan: YAML to text alone": [PYTHON, "-c", PARSE_ONLY, str(path)],
                "imports alone": [PYTHON, "-c", LOAD.partition("\nload(")[0]],
            }
            compare(commands, rounds)


if __name__ == "__main__":
    main()
