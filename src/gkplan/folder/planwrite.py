"""Writing a plan and its registry as YAML, as pleasant to edit as the plan that ships."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

from gkplan.folder.yamlscalar import flow, inside, scalar
from gkplan.kinds import keys_of
from gkplan.model import Collective, Group, Head, Plan, Registry, Task, Unit
from gkplan.words import Cadence

RULE = "# " + "─" * 78
"""What parts a group from the one before it."""
HEAD_KEYS = ("title", "number", "issuer", "supervisor", "issued", "ends", "lag")
_SCHEMA = "# yaml-language-server: $schema=.schema/{}.schema.json"
_NOTHING: Mapping[str, str] = MappingProxyType({})


def plan_text(plan: Plan, remarks: Sequence[str] = (), beside: Mapping[str, str] = _NOTHING) -> str:
    """The text of ``tasks.yaml``.

    ``remarks`` are comments at its head, a line each; ``beside`` are comments on keys of the
    plan's head.
    """
    lines = [
        _SCHEMA.format("tasks"),
        "#",
        f"# {_one_line(plan.plan.title)}",
        "#",
        *(f"#   · {_one_line(remark)}" for remark in remarks),
        "#   · 进展记在 progress/单位名称.yaml；text 与印发原文一字不差，原文有疑问的写进 doubts。",
        "#   · 一条存疑核定后删去；改完运行 gkplan check。",
        "#",
        "# 每项的键，按下列次序写，没有的不写：",
        "#",
        *(f"#   {name:<10} {spec.doc}" for name, spec in keys_of(Task).items()),
        "",
        *plan_lines(plan, beside),
    ]
    return "\n".join(lines) + "\n"


def plan_lines(plan: Plan, beside: Mapping[str, str] = _NOTHING) -> Iterator[str]:
    """A plan as YAML, a line each: the head, then group by group."""
    yield "plan:"
    for name, value in head_values(plan.plan).items():
        note = f"    # {_one_line(beside[name])}" if name in beside else ""
        yield f"  {name}: {value}{note}"
    yield ""
    yield "groups:"
    for group in plan.groups:
        yield from ("", *group_lines(group))


def head_values(head: Head) -> dict[str, str]:
    """What stands after each key of the plan's head, in their order."""
    found = {name: getattr(head, name) for name in HEAD_KEYS}
    return {name: value_text(name, value, 4) for name, value in found.items() if value}


def group_lines(group: Group) -> Iterator[str]:
    """A group with its tasks, under a rule that parts it from the group before."""
    yield RULE
    yield f"- id: {group.id}"
    yield f"  label: {scalar(group.label, 4)}"
    yield f"  title: {scalar(group.title, 4)}"
    yield "  tasks:" if group.tasks else "  tasks: []"
    for position, task in enumerate(group.tasks):
        if position:
            yield ""
        yield from task_lines(task)


def task_lines(task: Task, indent: int = 2) -> Iterator[str]:
    """A task as an item of its group's list: ``indent`` blanks before the dash."""
    margin = " " * indent + "- "
    for name, text in task_values(task, indent + 2).items():
        yield from f"{margin}{name}:{text}".split("\n")
        margin = " " * (indent + 2)


def task_values(task: Task, indent: int) -> dict[str, str]:
    """What stands after each key of a task that says something, in their order, blanks included.

    ``indent`` is the column of the keys.
    """
    found = {}
    for name in keys_of(Task):
        value = getattr(task, name)
        if value in ("", None, (), False) or (name == "cadence" and value == (Cadence.ONCE,)):
            continue
        found[name] = key_text(name, value, indent)
    return found


def key_text(name: str, value: Any, indent: int) -> str:
    """What stands after a task's key: its value on the same line, or a doubt a line below it."""
    if name == "doubts":
        margin = "\n" + " " * indent + "- "
        return "".join(margin + scalar(doubt, indent + 2) for doubt in value)
    return " " + value_text(name, value, indent + 2)


def value_text(name: str, value: Any, indent: int) -> str:
    """A value as it stands after its key; lines below the first are ``indent`` blanks in."""
    if name == "id":
        return f'"{value}"'
    if value is True:
        return "true"
    if name == "cadence" and len(value) == 1:
        return str(value[0])
    if name in ("lead", "support", "implement", "cadence", "tags"):
        return flow(str(one) for one in value)
    return scalar(value, indent) if isinstance(value, str) else str(value)


def registry_text(
    registry: Registry, remarks: Sequence[str] = (), notes: Sequence[str] = ()
) -> str:
    """The text of ``units.yaml``: one unit a line, those of a kind together.

    ``notes`` stand as comments above the body whose name, in quotation marks, they begin with.
    """
    lines = [
        _SCHEMA.format("units"),
        "#",
        "# 单位名册",
        "#",
        *(f"#   · {_one_line(remark)}" for remark in remarks),
        "#   · 一个单位一行。name 是方案里印出的名称，progress/ 下的文件以它命名。",
        "#   · aliases 是别的叫法，查询和填报时通用；一个叫法只能属于一个单位或集合单位。",
        "#   · 改完运行 gkplan check。",
        "",
        "units:" if registry.units else "units: []",
    ]
    for kind, units in groupby(registry.units, key=lambda unit: unit.kind):
        lines += ["", f"# {kind.label}"]
        for unit in units:
            lines += [*_notes_on(unit.name, notes), unit_line(unit)]
    if registry.collectives:
        lines += ["", "# 集合单位：成员用 members 逐个列出，或用 kinds 按类别归集", "collectives:"]
        for collective in registry.collectives:
            lines += ["", *_notes_on(collective.name, notes), *collective_lines(collective)]
    return "\n".join(lines) + "\n"


def unit_line(unit: Unit) -> str:
    """A unit as an item of the registry's list, on one line."""
    aliases = f", aliases: {flow(unit.aliases)}" if unit.aliases else ""
    return f"- {{name: {inside(unit.name)}{aliases}, kind: {unit.kind}}}"


def collective_lines(collective: Collective) -> Iterator[str]:
    """A collective as an item of the registry's list."""
    yield f"- name: {inside(collective.name)}"
    for name in ("aliases", "members", "kinds"):
        if values := getattr(collective, name):
            yield f"  {name}: {flow(map(str, values))}"


def _notes_on(name: str, notes: Sequence[str]) -> Iterator[str]:
    return (f"# {_one_line(note)}" for note in notes if note.startswith(f"“{name}”"))


def _one_line(text: str) -> str:
    """A text that cannot leave its comment."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
