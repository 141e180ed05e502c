"""Measure the supervising office's commands on a year of records, against ``import typer``."""

import sys
import tempfile
from pathlib import Path

from measure import compare
from year import HALFYEARLY, QUARTERLY, write_year

PYTHON = sys.executable
GKPLAN = str(Path(PYTHON).with_name("gkplan"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        for name, days_between in (("half-yearly", HALFYEARLY), ("quarterly", QUARTERLY)):
            folder = write_year(Path(temporary) / name, days_between)
            journals = (path.read_text("utf-8") for path in (folder / "progress").iterdir())
            records = sum(text.count("- task:") for text in journals)
            print(f"{name} reports: {records:,} records")
            options = ["--data", str(folder), "--as-of", "2017-12-15"]
            compare(_commands(options), rounds=15)


def _commands(options: list[str]) -> dict[str, list[str]]:
    """Return the commands that the office runs every week, with options for folder and day."""
    return {
        'python -c "import typer"': [PYTHON, "-c", "import typer"],
        "gkplan list": [GKPLAN, "list", *options],
        "gkplan status": [GKPLAN, "status", *options],
        "gkplan due": [GKPLAN, "due", *options],
        "gkplan check": [GKPLAN, "check", *options],
        "gkplan due --format ics": [GKPLAN, "due", "--format", "ics", *options],
    }


if __name__ == "__main__":
    main()
