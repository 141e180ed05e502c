"""Plans of any size, made by repeating the texts of the plan that ships."""

from pathlib import Path
from typing import Any

import yaml

_SHIPPED = Path(__file__).parents[1] / "data"
_GROUP = 100


def write_plan(folder: Path, tasks: int) -> Path:
    """Write a plan folder with so many tasks, one in twenty monthly; return its ``tasks.yaml``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.yaml").write_bytes((_SHIPPED / "units.yaml").read_bytes())
    plan = yaml.load((_SHIPPED / "tasks.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    texts = [task for group in plan["groups"] for task in group["tasks"]]
    path = folder / "tasks.yaml"
    with path.open("w", encoding="utf-8") as file:
        file.write("plan:\n  title: 大方案\n  issued: 2017-08-03\n  ends: 2017-12-31\ngroups:\n")
        for number in range(tasks):
            group, item = number // _GROUP + 1, number % _GROUP + 1
            if item == 1:
                file.write(f"- id: {group}\n  label: 第{group}\n  title: 第{group}组\n  tasks:\n")
            file.write(_task(f"{group}.{item}", texts[number % len(texts)], number))
    return path


def _task(task_id: str, like: dict[str, Any], number: int) -> str:
    """Return a task in YAML with every key of the shipped task ``like``."""
    lines = [f'  - id: "{task_id}"']
    for name, value in like.items():
        if isinstance(value, list):
            written = f"[{', '.join(value)}]"
            if name == "doubts":
                written = "".join(f"\n    - {doubt}" for doubt in value)
            lines.append(f"    {name}: {written}")
        elif name not in ("id", "cadence"):
            lines.append(f"    {name}: {value}")
    if number % 20 == 0 and "cadence" not in like:
        lines.append("    cadence: monthly")
    elif "cadence" in like and isinstance(like["cadence"], str):
        lines.append(f"    cadence: {like['cadence']}")
    return "\n".join(lines) + "\n\n"
