"""Measure every command on large folders against the bounds of docs/security.md.

Each command runs once in turn: processor seconds and peak memory of it and of what it starts. With
``--huge`` the folders are ten times as large, which is documented, not bounded.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import yaml
from measure import cost
from report_formats import reported

PYTHON = sys.executable
DAY = "2017-12-15"
SECONDS, MEGABYTES = 10, 350


def main() -> None:
    """Measure both kinds of folders."""
    size = 100_000 if "--huge" in sys.argv else 10_000
    wanted = [arg for arg in sys.argv[1:] if arg != "--huge"]
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        for title, plan in (
            (f"{size:,} tasks", reported(root / "tasks", size, with_records=False)),
            (f"{size:,} tasks, a record for most", reported(root / "reported", size)),
            (f"a journal of {size:,} records", _recorded(root / "recorded", size)),
        ):
            _measure(title, plan, root / "out", wanted)


def _recorded(folder: Path, records: int) -> Path:
    """Write the plan of 106 tasks with so many records of one unit."""
    reported(folder, 106)
    unit = _leading(folder)
    plan = yaml.load((folder / "tasks.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    tasks = [task for group in plan["groups"] for task in group["tasks"]]
    own = [task["id"] for task in tasks if unit in task.get("lead", ()) and "cadence" not in task]
    lines = [
        f'- task: "{own[number % len(own)]}"\n  status: doing\n  date: 2017-{8 + number % 4:02}-'
        f"{3 + number % 25:02}\n  note: 第{number}次记录，已在门户网站公开。\n"
        for number in range(records)
    ]
    (folder / "progress" / f"{unit}.yaml").write_text("".join(lines), encoding="utf-8")
    return folder


def _leading(folder: Path) -> str:
    """Return the unit that leads the first task of the plan."""
    line = next(
        line for line in (folder / "tasks.yaml").read_text("utf-8").splitlines() if "lead:" in line
    )
    return line.partition("[")[2].rstrip("]").split(", ")[0]


def _measure(title: str, plan: Path, out: Path, wanted: list[str]) -> None:
    print(f"\n{title}\n\n| command | time | memory | |\n| --- | --- | --- | --- |", flush=True)
    unit = _leading(plan)
    for name, args in _commands(plan, unit, out).items():
        if wanted and name.split()[0] not in wanted:
            continue
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        about = (
            () if name.split()[0].strip(",") in ("check", "export", "import") else ("--as-of", DAY)
        )
        spent = cost([PYTHON, "-m", "gkplan", *args, *about], codes=(0, 1, 4))
        over = "over" if spent.seconds > SECONDS or spent.megabytes > MEGABYTES else ""
        print(f"| {name} | {spent.seconds:.1f} s | {spent.megabytes:.0f} MB | {over} |", flush=True)


def _commands(plan: Path, unit: str, out: Path) -> dict[str, list[str]]:
    here = ["--data", str(plan)]
    shown = [
        "list",
        "list --format json",
        "list --format csv",
        "list --matrix",
        "list --overdue",
        "show 1.1",
        "due",
        "due --format ics",
        "due --format json",
        "status",
        "status --format json",
        "units",
        "log",
        "log --format json",
        "trend",
        "diff 2017-10-01",
        "export",
        "export --format csv",
        "mark 1.4 doing",
        "extend 1.4 --to 2018-02-01 --reason 因 --approved-by 某",
        "review 1.4 return --note 补",
    ]
    commands = {name: [*name.split(), *here] for name in shown}
    commands["check"] = ["check", *here]
    commands["check --format json"] = ["check", "--format", "json", *here]
    written = {
        **{
            f"report {form}": f"report -o out.{form}"
            for form in ("md", "html", "json", "xlsx", "docx")
        },
        "report --all-units": "report --all-units -o pages",
        "report --unit": f"report --unit {unit} -o out.html",
        "export xlsx": "export -o out.xlsx",
        **{
            f"report --all-units {form}": f"report --all-units --format {form} -o pages"
            for form in ("md", "json", "xlsx", "docx")
        },
        "export csv": "export -o out.csv",
        "form --all": "form --all -o forms",
        "review --form": "review --form -o out.xlsx",
        "remind --all": "remind --all -o letters",
    }
    for name, line in written.items():
        args = line.split()
        target = args.index("-o") + 1
        args[target] = str(out / args[target])
        commands[name] = [*args, *here]
    return commands | _of_earlier_outputs(plan, out.with_name("kept"))


def _of_earlier_outputs(plan: Path, kept: Path) -> dict[str, list[str]]:
    """Return the commands that read what others wrote, each after the one that writes it."""
    here, table = ["--data", str(plan)], str(kept / "plan.xlsx")
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    return {
        "export, kept": ["export", "-o", table, *here],
        "import x.xlsx": ["import", table, "-o", str(kept / "new")],
        "import --update": ["import", table, "--update", str(plan)],
        "form --all, kept": ["form", "--all", "-o", str(kept / "forms"), *here],
        "form --all, again": ["form", "--all", "-o", str(kept / "forms"), *here],
        "form --all, of another contact": [
            *("form", "--all", "--contact", "督查科", "-o", str(kept / "forms"), *here)
        ],
        "collect, nothing filled in": ["collect", str(kept / "forms"), *here],
    }


if __name__ == "__main__":
    main()
