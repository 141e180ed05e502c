"""The registry of units: names, aliases, members and the number of their tasks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from gkplan.domain.assess import Assessment
from gkplan.domain.model import Collective, Registry, Unit
from gkplan.domain.vocabulary import Role
from gkplan.views.json_data import keyed
from gkplan.views.table import NONE, Cell, Column, Section, Table
from gkplan.views.tasks import names


class Load(NamedTuple):
    """How many tasks a unit has in each role, and how many name it directly."""

    unit: Unit
    roles: dict[Role, int]
    direct: int


def loads_of(assessment: Assessment, units: Iterable[Unit]) -> list[Load]:
    """Count the tasks that concern each unit on the day, by its strongest role in them."""
    registry, day = assessment.ledger.registry, assessment.as_of
    roles: Counter[tuple[str, Role]] = Counter()
    direct: Counter[str] = Counter()
    for _, task in assessment.ledger.plan:
        if task.cancellation(day):
            continue
        strongest: dict[str, Role] = {}
        named: set[str] = set()
        for role, given in task.division(day).units.items():
            named.update(given)
            for unit in registry.expand(given):
                strongest.setdefault(unit, role)
        roles.update(strongest.items())
        direct.update(named)
    return [
        Load(unit, {role: roles[unit.name, role] for role in Role}, direct[unit.name])
        for unit in units
    ]


def units_table(
    registry: Registry, loads: Sequence[Load], collectives: Sequence[Collective]
) -> Table:
    """Return the table of ``units``: the units by kind, then the collectives with their members."""
    columns = [
        Column("单位", 22),
        Column("类别", 12),
        *(Column(role.label, 4) for role in Role),
        Column("别名"),
    ]
    rows = [
        [
            Cell(load.unit.name, "bold"),
            Cell(load.unit.kind.label),
            *(Cell(str(load.roles[role])) for role in Role),
            Cell(names(load.unit.aliases)) if load.unit.aliases else NONE,
        ]
        for load in loads
    ]
    sets = [
        [
            Cell(body.name, "bold"),
            Cell("集合单位"),
            *(NONE for _ in Role),
            Cell(f"{len(members)} 个：{names(members)}"),
        ]
        for body in collectives
        for members in [registry.members[body.name]]
    ]
    closing = f"共 {len(rows)} 个单位，{len(sets)} 个集合单位"
    return Table(columns, [Section(rows), Section(sets)], closing, lines=12)


def units_data(
    registry: Registry, loads: Sequence[Load], collectives: Sequence[Collective]
) -> dict[str, Any]:
    """Return the registry for JSON."""
    return {
        "units": [
            {
                **keyed(load.unit, "name", "aliases", "kind"),
                "tasks": {str(role): count for role, count in load.roles.items()},
                "direct": load.direct,
            }
            for load in loads
        ],
        "collectives": [
            {**keyed(body, "name", "aliases"), "members": list(registry.members[body.name])}
            for body in collectives
        ],
    }
