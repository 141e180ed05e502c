"""The supervising office's week on a year of records, against ``python -c "import typer"``."""

import sys
import tempfile
from pathlib import Path

from measure import compare
from year import HALFYEARLY, QUARTERLY, write_year

PYTHON = sys.executable
GKPLAN = str(Path(PYTHON).with_name("gkplan"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        for name, days_between in (("half-yearly", HALFYEARLY), ("quarterly", QUARTERLY)):
            folder = write_year(Path(place) / name, days_between)
            journals = (path.read_text("utf-8") for path in (folder / "progress").iterdir())
            records = sum(text.count("- task:") for text in journals)
            print(f"{name} reports: {records:,} records")
            at = ["--data", str(folder), "--as-of", "2017-12-15"]
            compare(_commands(at), rounds=15)


def _commands(at: list[str]) -> dict[str, list[str]]:
    """What the office asks in a week, on a folder and a day."""
    return {
        'python -c "import typer"': [PYTHON, "-c", "import typer"],
        "gkplan list": [GKPLAN, "list", *at],
        "gkplan status": [GKPLAN, "status", *at],
        "gkplan due": [GKPLAN, "due", *at],
        "gkplan check": [GKPLAN, "check", *at],
        "gkplan due --format ics": [GKPLAN, "due", "--format", "ics", *at],
    }


if __name__ == "__main__":
    main()
