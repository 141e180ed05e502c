"""Writing a plan and its registry as YAML, as pleasant to edit as the plan that ships."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import yaml

from gkplan.kinds import keys_of
from gkplan.model import PUBLICATION_LAG, Collective, Group, Head, Plan, Registry, Task, Unit
from gkplan.words import Cadence

_RULE = "# " + "─" * 78
_SCHEMA = "# yaml-language-server: $schema=.schema/{}.schema.json"


def plan_text(plan: Plan, remarks: Sequence[str] = ()) -> str:
    """The text of ``tasks.yaml``; ``remarks`` are comments at its head, a line each."""
    counts = f"{len(plan.groups)}个工作任务，{len(plan.tasks)}项具体事项"
    lines = [
        _SCHEMA.format("tasks"),
        "#",
        f"# {_one_line(plan.plan.title)}：{counts}",
        *_comments(remarks),
        "#",
        "# 进展记在 progress/单位名称.yaml。text 与印发原文一字不差，原文有疑问的写在 doubts，",
        "# 核定一条删去一条；merged 指原表单位栏空白，单位取自上方的格。改完运行 gkplan check。",
        "",
        "plan:",
        *_head(plan.plan),
        "",
        "groups:",
    ]
    for group in plan.groups:
        lines += ["", _RULE, *_group(group)]
    return "\n".join(lines) + "\n"


def registry_text(registry: Registry, remarks: Sequence[str] = ()) -> str:
    """The text of ``units.yaml``: one unit a line, those of a kind together."""
    lines = [
        _SCHEMA.format("units"),
        "#",
        f"# 单位名册：{len(registry.units)}个单位、{len(registry.collectives)}个集合单位",
        *_comments(remarks),
        "#",
        "# name 是方案里印出的名称，progress/ 下的文件以它命名；aliases 是别的叫法，查询和填报时通用。",
        "",
        "units:",
    ]
    for kind, units in groupby(registry.units, key=lambda unit: unit.kind):
        lines += ["", f"# {kind.label}", *map(_unit, units)]
    if registry.collectives:
        lines += ["", "# 集合单位：成员用 members 逐个列出，或用 kinds 按类别归集", "collectives:"]
        for collective in registry.collectives:
            lines += ["", *_collective(collective)]
    return "\n".join(lines) + "\n"


def task_lines(task: Task) -> Iterator[str]:
    """A task as an item of its group's list, the keys that say something in their order."""
    for position, name in enumerate(keys_of(Task)):
        value = getattr(task, name)
        if value in ("", None, (), False) or (name == "cadence" and value == (Cadence.ONCE,)):
            continue
        indent = "  - " if position == 0 else "    "
        if name == "doubts":
            yield f"{indent}doubts:"
            yield from (f"    - {_scalar(doubt)}" for doubt in value)
        else:
            yield f"{indent}{name}: {_value(name, value)}"


def _value(name: str, value: object) -> str:
    if name == "id":
        return f'"{value}"'
    if value is True:
        return "true"
    if isinstance(value, tuple):
        words = [str(one) for one in value]
        return words[0] if name == "cadence" and len(words) == 1 else _flow(words)
    return _scalar(str(value)) if isinstance(value, str) else str(value)


def _head(head: Head) -> Iterator[str]:
    for name in ("title", "number", "issuer", "supervisor"):
        if value := getattr(head, name):
            yield f"  {name}: {_scalar(value)}"
    yield f"  issued: {head.issued}"
    yield f"  ends: {head.ends}"
    article = "    # 按政府信息公开条例主动公开的期限" if head.lag == PUBLICATION_LAG else ""
    yield f"  lag: {head.lag}{article}"


def _group(group: Group) -> Iterator[str]:
    yield f"- id: {group.id}"
    yield f"  label: {_scalar(group.label)}"
    yield f"  title: {_scalar(group.title)}"
    yield "  tasks:"
    for position, task in enumerate(group.tasks):
        if position:
            yield ""
        yield from task_lines(task)


def _unit(unit: Unit) -> str:
    aliases = f", aliases: {_flow(unit.aliases)}" if unit.aliases else ""
    return f"- {{name: {_inside(unit.name)}{aliases}, kind: {unit.kind}}}"


def _collective(collective: Collective) -> Iterator[str]:
    yield f"- name: {_scalar(collective.name)}"
    for name in ("aliases", "members", "kinds"):
        if values := getattr(collective, name):
            yield f"  {name}: {_flow([str(value) for value in values])}"


def _scalar(text: str) -> str:
    """One value as it stands after its key, in quotes only where YAML needs them."""
    return _dumped(text).removesuffix("\n...").rstrip("\n")


def _inside(text: str) -> str:
    """One value as it stands inside brackets or braces."""
    return _dumped([text])[1:-1]


def _flow(values: Iterable[str]) -> str:
    return _dumped(list(values))


def _dumped(value: object) -> str:
    text: str = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, width=float("inf")
    )
    return text.rstrip("\n")


def _comments(remarks: Sequence[str]) -> Iterator[str]:
    if remarks:
        yield "#"
    yield from (f"#   · {_one_line(remark)}" for remark in remarks)


def _one_line(text: str) -> str:
    """A text that cannot leave its comment."""
    return " ".join(text.split())
