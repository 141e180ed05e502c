"""A new key is one field: of any kind and on any entity, it is written and read back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gkplan.domain import fields
from gkplan.domain.fields import Kind, Layout, Span, key, keys_of
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import (
    CalendarYear,
    Cancellation,
    Collective,
    Extension,
    Group,
    Head,
    Plan,
    Reassignment,
    Record,
    Registry,
    Review,
    Task,
    Unit,
    Withdrawal,
)
from gkplan.domain.vocabulary import Cadence, Status, UnitKind, Verdict, Withdrawn
from gkplan.folder.decode import read_list, shape_of
from gkplan.folder.plan_edit import edited_plan
from gkplan.folder.plan_write import collective_lines, plan_text, registry_text, unit_line
from gkplan.folder.source import Source
from gkplan.folder.yaml_write import render
from gkplan.importing.updates.merging import merged_task

VALUES: dict[str, tuple[Kind[Any], list[Any]]] = {
    "text": (fields.TEXT, ["是", "1.10", "一\n二", "三: 四 #五", "尾, [六]"]),
    "name": (fields.NAME, ["各镇（街）", "no"]),
    "unit_name": (fields.UNIT_NAME, ["区财政局"]),
    "short_name": (fields.SHORT_NAME, ["是", "三: 四 #五"]),
    "date": (fields.DATE, [date(2017, 8, 3), date(2018, 1, 1)]),
    "span": (fields.SPAN, [Span(20, workdays=True), Span(3, workdays=False)]),
    "period": (fields.PERIOD, ["2017-08", "2017"]),
    "task_id": (fields.TASK_ID, ["1.10", "2.1"]),
    "number": (fields.NUMBER, [7, 0]),
    "flag": (fields.FLAG, [True, False]),
    "evidence": (fields.EVIDENCE, ["https://example.cn/a?b=1", "evidence/甲.pdf"]),
    "digest": (fields.DIGEST, ["012345678901", "0e1234567890"]),
    "status": (fields.STATUS, [Status.DONE, Status.TODO]),
    "verdict": (fields.VERDICT, [Verdict.RETURN]),
    "withdrawn": (fields.WITHDRAWN, [Withdrawn.WITHDRAWN]),
    "cadence": (fields.CADENCE, [Cadence.MONTHLY, Cadence.EVENT]),
    "unit_kind": (fields.UNIT_KIND, [UnitKind.TOWN, UnitKind.PARTY]),
}
ALONE = {f"new_{name}": (kind, values[0]) for name, (kind, values) in VALUES.items()}
SEVERAL = {
    f"new_{name}_{layout.value}": (kind, tuple(values), layout)
    for name, (kind, values) in VALUES.items()
    for layout in Layout
}
DAY = date(2017, 9, 1)


def extended(model: Any) -> Any:
    """The entity with a key of every kind: one value, and several in each layout."""
    added: dict[str, Any] = {
        name: key(kind, "新键", default=None) for name, (kind, _) in ALONE.items()
    }
    for name, (kind, _, layout) in SEVERAL.items():
        added[name] = key(kind, "新键", many=True, default=(), layout=layout)
    annotations = dict.fromkeys(added, Any)
    return type(f"Extended{model.__name__}", (model,), {"__annotations__": annotations, **added})


def filled(model: Any, **values: Any) -> Any:
    """Return an extended entity in which every new key has a value."""
    new = {name: value for name, (_, value) in ALONE.items()}
    new |= {name: value for name, (_, value, _) in SEVERAL.items()}
    return model(**values, **new)


def plain(entity: Any) -> dict[str, Any]:
    """Return the values of an entity's keys."""
    return {name: getattr(entity, name) for name in keys_of(type(entity))}


def read(model: Any, text: str) -> Iterator[dict[str, Any]]:
    """Return the entities of a list as they are read back."""
    source = Source("x.yaml", text)
    found = read_list(source, source.tree, model)
    assert source.problems == []
    return map(plain, found)


ENTRIES = [
    (Record, {"task": "1.1", "status": Status.DONE, "date": DAY}),
    (
        Withdrawal,
        {"task": "1.1", "status": Withdrawn.WITHDRAWN, "date": DAY, "record": DAY},
    ),
    (Reassignment, {"date": DAY, "basis": "一号"}),
    (Cancellation, {"date": DAY, "basis": "一号"}),
    (Review, {"task": "1.1", "unit": "甲", "verdict": Verdict.ACCEPT, "date": DAY, "record": DAY}),
    (
        Extension,
        {"task": "1.1", "unit": "甲", "to": DAY, "date": DAY, "reason": "x", "approved_by": "y"},
    ),
    (CalendarYear, {"year": 2030}),
]


@pytest.mark.parametrize("indent", [0, 3])
@pytest.mark.parametrize(
    ("model", "values"), ENTRIES, ids=lambda value: getattr(value, "__name__", "")
)
def test_entries(model: Any, values: dict[str, Any], indent: int) -> None:
    more = extended(model)
    entries = [filled(more, **values), more(**values)]
    assert list(read(more, render(entries, indent))) == list(map(plain, entries))


def test_plan() -> None:
    """Head, groups and tasks have new keys, also where an update changes an existing file."""
    task, group, head = extended(Task), extended(Group), extended(Head)
    bare = Plan(
        head(title="方案", issued=DAY, ends=DAY),
        (group(id=1, label="一", title="组", tasks=(task(id="1.1", text="事。"),)),),
    )
    full = Plan(
        filled(head, title="方案", issued=DAY, ends=DAY),
        (
            filled(
                group, id=1, label="一", title="组", tasks=(filled(task, id="1.1", text="事。"),)
            ),
        ),
    )
    texts = [plan_text(full), edited_plan(plan_text(bare), bare, full)]
    for text in texts:
        source = Source("tasks.yaml", text)
        tree: Any = source.tree
        found = [
            shape_of(head).read(source, tree["plan"], ()),
            shape_of(group).read(source, {**tree["groups"][0], "tasks": []}, ()),
            shape_of(task).read(source, tree["groups"][0]["tasks"][0], ()),
        ]
        assert source.problems == []
        assert [_new(entity) for entity in found] == [_new(full.plan)] * 3
    assert edited_plan(texts[1], full, bare) == plan_text(bare)


def _new(entity: Any) -> dict[str, Any]:
    return {name: value for name, value in plain(entity).items() if name.startswith("new_")}


def test_registry() -> None:
    unit, collective = extended(Unit), extended(Collective)
    new_unit, all_ = filled(unit, name="甲"), filled(collective, name="各局")
    assert list(read(unit, unit_line(new_unit))) == [plain(new_unit)]
    assert list(read(collective, "\n".join(collective_lines(all_)))) == [plain(all_)]
    text = registry_text(Registry((new_unit,), (all_,)))
    assert unit_line(new_unit) in text
    assert "\n".join(collective_lines(all_)) in text


def test_an_update_merges_a_new_key_and_keeps_what_people_put_there() -> None:
    task = extended(Task)
    base = task(id="1.1", text="事。")
    stated = replace(base, new_text="文件说的")
    by_hand = replace(base, new_text="人写的")
    assert _new(merged_task(base, base, stated))["new_text"] == "文件说的"
    assert _new(merged_task(base, by_hand, base))["new_text"] == "人写的"
    assert _new(merged_task(base, by_hand, stated))["new_text"] == "人写的"


def test_a_field_of_another_type_than_its_kind_is_refused_by_mypy() -> None:
    """If it were accepted, mypy would report the comment as unused."""

    class Wrong(Frozen):
        n: int = key(fields.TEXT, "新键")  # type: ignore[assignment]

    assert keys_of(Wrong)["n"].kind is fields.TEXT


def test_changes_and_a_cancellation_are_written_below_their_task() -> None:
    changed = Task(
        id="1.1",
        text="事。",
        lead=("甲",),
        changes=(
            Reassignment(date=DAY, basis="一号", lead=("乙",), support=("甲", "丙")),
            Reassignment(date=date(2017, 10, 1), basis="二: 号", implement=("甲",)),
        ),
        cancelled=Cancellation(date=date(2017, 11, 1), basis="三号"),
    )
    plan = Plan(
        Head(title="方案", issued=date(2017, 8, 3), ends=DAY),
        (Group(id=1, label="一", title="组", tasks=(changed, Task(id="1.2", text="事。"))),),
    )
    text = plan_text(plan)
    assert (
        text[text.index("    changes:") : text.index('  - id: "1.2"')]
        == """\
    changes:
    - date: 2017-09-01
      basis: 一号
      lead: [乙]
      support: [甲, 丙]
    - date: 2017-10-01
      basis: '二: 号'
      implement: [甲]
    cancelled:
      date: 2017-11-01
      basis: 三号

"""
    )
    source = Source("tasks.yaml", text)
    tree: Any = source.tree
    found = shape_of(Task).read(source, tree["groups"][0]["tasks"][0], ())
    assert source.problems == []
    assert list(map(plain, found.changes)) == list(map(plain, changed.changes))
    assert plain(found.cancelled) == plain(changed.cancelled)
