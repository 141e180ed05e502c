"""Measure ``gkplan mark`` on plans of 106 and 100,000 tasks, and on a journal of 10,000 records."""

import sys
import tempfile
from pathlib import Path

from measure import compare
from plans import write_plan

GKPLAN = str(Path(sys.executable).with_name("gkplan"))
RECORD = '- task: "{}"\n  status: doing\n  date: 2017-09-{:02}\n  note: 正在推进。\n'


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for tasks in (106, 100_000):
            write_plan(folder / str(tasks), tasks)
        write_plan(folder / "journal", 106)
        (folder / "journal" / "progress").mkdir()
        journal = folder / "journal" / "progress" / "区委宣传部.yaml"
        records = (RECORD.format("1.2", number % 28 + 1) for number in range(10_000))
        journal.write_text("".join(records), encoding="utf-8")
        marks = {
            f"gkplan mark, {name}": [GKPLAN, "mark", "1.2", "doing", "--data", name]
            for name in ("106", "journal", "100000")
        }
        compare(marks, rounds=3, cwd=folder)


if __name__ == "__main__":
    main()
