"""Measure the start of common commands on the shipped plan, against ``import typer``."""

import os
import sys
from pathlib import Path

from measure import compare

PYTHON = sys.executable
GKPLAN = str(Path(PYTHON).with_name("gkplan"))


def main() -> None:
    """Measure and print."""
    listing = f"{GKPLAN} list --unit 区财政局"
    commands = {
        'python -c "import typer"': [PYTHON, "-c", "import typer"],
        "python -c pass": [PYTHON, "-c", "pass"],
        'python -c "import typer, yaml"': [PYTHON, "-c", "import typer, yaml"],
        "gkplan list --unit 区财政局": [GKPLAN, "list", "--unit", "区财政局"],
        "gkplan list --unit 区财政局 (terminal)": ["script", "-qec", listing, os.devnull],
        "gkplan list": [GKPLAN, "list"],
        "gkplan list --format json": [GKPLAN, "list", "--format", "json"],
        "gkplan show 1.3": [GKPLAN, "show", "1.3"],
        "gkplan check": [GKPLAN, "check"],
        "gkplan report --format html": [GKPLAN, "report", "--format", "html"],
    }
    compare(commands, rounds=31)


if __name__ == "__main__":
    main()
