"""The workbook of 106 and 10,000 tasks, each with a record a leading unit, against loading alone.

Needs the ``office`` extra.
"""

import sys
import tempfile
from pathlib import Path

import yaml
from measure import compare
from plans import write_plan

PYTHON = sys.executable
LOAD = """
import sys
from pathlib import Path
from gkplan.folder.find import find_folder
from gkplan.folder.load import load
ledger = load(find_folder(Path(sys.argv[1]).parent, Path())).sound().ledger()
"""
DATA = """
from datetime import date
from gkplan.assess import Assessment
from gkplan.report.model import report_data
data = report_data(Assessment(ledger, date(2017, 12, 15)))
"""
WRITE = """
from gkplan.report.xlsx import workbook
written = workbook(data)
"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for tasks, rounds in ((106, 7), (10_000, 3)):
            path = write_plan(Path(folder) / str(tasks), tasks)
            print(f"{tasks:,} tasks, {_write_journals(path):,} records")
            parts = {
                "load alone": LOAD,
                "… and the report's data": LOAD + DATA,
                "… and the workbook": LOAD + DATA + WRITE,
            }
            commands = {name: [PYTHON, "-c", part, str(path)] for name, part in parts.items()}
            compare(commands, rounds)


def _write_journals(plan: Path) -> int:
    """Let the first unit that leads a task report it, with proof; give the number of records."""
    groups = yaml.load(plan.read_text("utf-8"), yaml.CBaseLoader)["groups"]  # noqa: S506
    units = yaml.load((plan.parent / "units.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    names = {unit["name"] for unit in units["units"]}
    journals: dict[str, list[str]] = {}
    for task in (task for group in groups for task in group["tasks"]):
        unit = next((name for name in task.get("lead", ()) if name in names), None)
        if unit and task.get("cadence", "once") == "once":
            journals.setdefault(unit, []).append(
                f'- task: "{task["id"]}"\n  status: done\n  date: 2017-10-20\n'
                f"  evidence: [http://example.cn/{task['id']}.html]\n"
                "  note: 已在门户网站公开，并报送备案。\n"
            )
    for unit, records in journals.items():
        journal = plan.parent / "progress" / f"{unit}.yaml"
        journal.parent.mkdir(exist_ok=True)
        journal.write_text("".join(records), encoding="utf-8")
    return sum(map(len, journals.values()))


if __name__ == "__main__":
    main()
