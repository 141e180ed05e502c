"""Writing a plan and its registry as YAML, as pleasant to edit as the plan that ships."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from gkplan.domain.fields import keys_of
from gkplan.domain.model import Collective, Group, Plan, Registry, Task, Unit
from gkplan.folder.yaml_write import flow_mapping, item_lines, written

RULE = "# " + "─" * 78
"""The line between two groups."""
_SCHEMA = "# yaml-language-server: $schema=.schema/{}.schema.json"
_NOTHING: Mapping[str, str] = MappingProxyType({})


def plan_text(plan: Plan, remarks: Sequence[str] = (), beside: Mapping[str, str] = _NOTHING) -> str:
    """The text of ``tasks.yaml``.

    ``remarks`` are comments at its head, one per line; ``beside`` are comments on keys of the
    plan's head.
    """
    lines = [
        _SCHEMA.format("tasks"),
        "#",
        f"# {_one_line(plan.head.title)}",
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
    """Yield the lines of a plan as YAML: the head, then group by group."""
    yield "plan:"
    for name, text in written(plan.head, 2).items():
        note = f"    # {_one_line(beside[name])}" if name in beside else ""
        yield f"  {name}:{text}{note}"
    yield ""
    yield "groups:"
    for group in plan.groups:
        yield from ("", *group_lines(group))


def group_lines(group: Group) -> Iterator[str]:
    """A group with its tasks, under a rule that separates it from the group before."""
    yield RULE
    yield from item_lines(group)
    yield "  tasks:" if group.tasks else "  tasks: []"
    for position, task in enumerate(group.tasks):
        if position:
            yield ""
        yield from item_lines(task, 2)


def registry_text(
    registry: Registry, remarks: Sequence[str] = (), notes: Sequence[str] = ()
) -> str:
    """The text of ``units.yaml``: one unit per line, those of a kind together.

    ``notes`` become comments above the body whose name, in quotation marks, they begin with.
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
    return f"- {flow_mapping(unit)}"


def collective_lines(collective: Collective) -> Iterator[str]:
    """A collective as an item of the registry's list."""
    return item_lines(collective)


def _notes_on(name: str, notes: Sequence[str]) -> Iterator[str]:
    return (f"# {_one_line(note)}" for note in notes if note.startswith(f"“{name}”"))


def _one_line(text: str) -> str:
    """A text that cannot leave its comment."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
