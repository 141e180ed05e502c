"""Measure every format of the report, and the pages of all units, against loading the plan.

Processes run in turn; the best of each is printed, since other load can only add to it.
"""

import sys
import tempfile
from pathlib import Path

import yaml
from measure import Cost, cost
from plans import write_plan
from year import write_year

PYTHON = sys.executable
DAY = "2017-12-15"
LOAD = """
import gc, sys
gc.disable()  # as gkplan runs
from pathlib import Path
from gkplan.folder.location import find_folder
from gkplan.folder.load import load
ledger = load(find_folder(Path(sys.argv[1]), Path())).sound().ledger()
"""
FIGURES = f"""
from datetime import date
from gkplan.domain.assess import Assessment
from gkplan.report.data import Report
from gkplan.report.json_fields import report_json
report_json(Report(Assessment(ledger, date.fromisoformat("{DAY}"))))
"""
FORMATS = ("json", "md", "html", "xlsx", "docx")


def main() -> None:
    """Measure and print a table for each plan."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _measure("106 tasks, a record for most", reported(root / "small", 106), 9)
        _measure("106 tasks, a year of records", write_year(root / "year"), 9)
        _measure("10,000 tasks, a record for most", reported(root / "large", 10_000), 2)


def _measure(title: str, plan: Path, rounds: int) -> None:
    """Run every command once per round and print the best, as ratios to loading."""
    commands = _commands(plan)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(cost(command))
    records = sum(path.read_text("utf-8").count("- task:") for path in plan.glob("progress/*"))
    print(f"\n{title} ({records:,})\n\n| | time | ratio | memory |\n| --- | --- | --- | --- |")
    base = min(costs["load"]).seconds
    for name, measured in costs.items():
        seconds, megabytes = min(measured)
        print(f"| {name} | {seconds:.2f} s | {seconds / base:.1f} | {megabytes:.0f} MB |")


def _commands(plan: Path) -> dict[str, list[str]]:
    about = ("--as-of", DAY, "--data", str(plan))
    report = [PYTHON, "-m", "gkplan", "report", *about]
    return {
        "load": [PYTHON, "-c", LOAD, str(plan)],
        "load, report's data": [PYTHON, "-c", LOAD + FIGURES, str(plan)],
        **{form: [*report, "-o", str(plan / f"out.{form}")] for form in FORMATS},
        "html, all units": [*report, "--all-units", "-o", str(plan / "pages")],
    }


def reported(folder: Path, tasks: int, *, with_records: bool = True) -> Path:
    """Write a plan whose first leading units report their tasks, with proof; return its folder."""
    plan = write_plan(folder, tasks)
    if not with_records:
        return folder
    groups = yaml.load(plan.read_text("utf-8"), yaml.CBaseLoader)["groups"]  # noqa: S506
    units = yaml.load((folder / "units.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
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
    (folder / "progress").mkdir()
    for unit, records in journals.items():
        (folder / "progress" / f"{unit}.yaml").write_text("".join(records), encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()
