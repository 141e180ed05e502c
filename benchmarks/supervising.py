"""The supervising office's week on a year of records, against ``python -c "import typer"``."""

import sys
import tempfile
from pathlib import Path

from measure import compare
from year import write_year

PYTHON = sys.executable
GKPLAN = str(Path(PYTHON).with_name("gkplan"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        folder = write_year(Path(place) / "data")
        at = ["--data", str(folder), "--as-of", "2017-12-15"]
        commands = {
            'python -c "import typer"': [PYTHON, "-c", "import typer"],
            "gkplan list": [GKPLAN, "list", *at],
            "gkplan status": [GKPLAN, "status", *at],
            "gkplan due": [GKPLAN, "due", *at],
            "gkplan check": [GKPLAN, "check", *at],
            "gkplan due --format ics": [GKPLAN, "due", "--format", "ics", *at],
        }
        compare(commands, rounds=21)


if __name__ == "__main__":
    main()
