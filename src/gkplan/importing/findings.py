"""What an import tells people: a summary, and the page that is kept beside the plan."""

from collections.abc import Iterator

from gkplan.folder.planwrite import plan_text, registry_text
from gkplan.importing.understanding import Imported
from gkplan.views.grid import markdown_text

NOTES_FILE = "导入说明.md"
_SHOWN = 60


def plan_files(found: Imported, source: str) -> dict[str, bytes]:
    """The files of the folder that an import makes, with what it could not settle in them."""
    read_from = f"由 gkplan import 从 {source} 读出；原件以印发本为准"
    texts = {
        "tasks.yaml": plan_text(found.plan, (read_from, f"全方案待核和未采用的原文见 {NOTES_FILE}")),
        "units.yaml": registry_text(found.registry, ("类别、别名和集合单位是推断的，请核对",)),
        NOTES_FILE: notes_page(found, source),
    }
    return {name: text.encode() for name, text in texts.items()}


def summary(found: Imported) -> list[str]:
    """How much was read, and how much a person has to look at, a line each."""
    plan = found.plan
    doubtful = [task for _, task in plan if task.doubts]
    doubts = sum(len(task.doubts) for task in doubtful)
    return [
        f"读出{len(plan.groups)}个工作任务、{len(plan.tasks)}项具体事项、"
        f"{len(found.registry.units)}个单位、{len(found.registry.collectives)}个集合单位",
        f"存疑{doubts}条，在{len(doubtful)}项上；全方案待核{len(found.notes)}条；"
        f"未采用{len(found.unplaced)}处",
    ]


def in_doubt(found: Imported) -> bool:
    """Whether anything is left for a person to settle."""
    return bool(found.notes or found.unplaced or any(task.doubts for _, task in found.plan))


def notes_page(found: Imported, source: str) -> str:
    """The page that says what the import could not settle, in Markdown."""
    lines = [f"# 导入说明：{_quoted(source)}", "", *(f"- {line}" for line in summary(found)), ""]
    lines += ["## 全方案待核", "", *(_items(found.notes) or ["无。"]), ""]
    lines += ["## 存疑", "", "写在 tasks.yaml 各项的 doubts 里，核定一条删去一条。", ""]
    lines += list(_doubts(found)) or ["无。"]
    lines += ["", "## 未采用的原文", ""]
    lines += [f"- {said.place}：{_quoted(said.text)}" for said in found.unplaced] or ["无。"]
    return "\n".join(lines) + "\n"


def _doubts(found: Imported) -> Iterator[str]:
    for _, task in found.plan:
        for doubt in task.doubts:
            yield f"- {task.id} {_quoted(doubt)}"


def _items(texts: tuple[str, ...]) -> list[str]:
    return [f"- {_quoted(text)}" for text in texts]


def shown_unplaced(found: Imported) -> list[str]:
    """What was left over, short enough for a terminal."""
    return [f"未采用 {said.place}：{_short(said.text)}" for said in found.unplaced]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _quoted(text: str) -> str:
    """A text of the source inside Markdown, inert."""
    return markdown_text(" ".join(text.split()))
