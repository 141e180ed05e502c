"""Checks of the plan and of the registry, the two files that a folder is made of.

In the plan ids, units, dates and schedules fit together; in the registry names are unique and can
name files, and collectives have members.
"""

from collections.abc import Iterator
from functools import partial

from gkplan.domain import rules
from gkplan.domain.model import Collective, Division, Plan, Registry, Task, Unit
from gkplan.domain.rules import YamlPath
from gkplan.domain.schedule import LONGEST_PLAN
from gkplan.domain.vocabulary import Cadence
from gkplan.folder.loaded import LoadedFolder, task_path
from gkplan.folder.names import composed, is_device


def dates_reversed(loaded: LoadedFolder) -> None:
    """A plan ends after it is issued, and within a lifetime that makes sense."""
    assert loaded.plan
    head = loaded.plan.head
    if head.ends < head.issued:
        message = f"截止日期 {head.ends} 早于印发日期 {head.issued}"
    elif head.ends.year - head.issued.year > LONGEST_PLAN:
        message = f"方案跨度超过 {LONGEST_PLAN} 年"
    else:
        return
    loaded.tasks.note(rules.DATES_REVERSED, ("plan", "ends"), message, "核对 issued 与 ends")


def duplicate_groups(loaded: LoadedFolder) -> None:
    """A group's number and label are its own."""
    assert loaded.plan
    seen: set[int | str] = set()
    for group in loaded.plan.groups:
        for name, value in (("id", group.id), ("label", group.label)):
            if value in seen:
                path: YamlPath = ("groups", group.position, name)
                loaded.tasks.note(
                    rules.DUPLICATE_GROUP, path, f"组 “{value}” 已经有了", "同一组的事项写在一处"
                )
            seen.add(value)


def duplicate_tasks(loaded: LoadedFolder) -> None:
    """An id names one task."""
    assert loaded.plan
    seen: set[str] = set()
    for group, task in loaded.plan:
        if task.id in seen:
            path = (*task_path(group, task), "id")
            loaded.tasks.note(rules.DUPLICATE_TASK, path, f"事项 “{task.id}” 已经有了", "改正编号")
        seen.add(task.id)


def task_outside_group(loaded: LoadedFolder) -> None:
    """A task's id begins with its group's number."""
    assert loaded.plan
    for group, task in loaded.plan:
        prefix = f"{group.id}."
        if not task.id.startswith(prefix):
            loaded.tasks.note(
                rules.TASK_OUTSIDE_GROUP,
                (*task_path(group, task), "id"),
                f"事项 “{task.id}” 写在第 {group.id} 组里",
                f"编号应以 “{prefix}” 开头，或把事项移到它的组",
            )


def unknown_units(loaded: LoadedFolder) -> None:
    """Every unit that a task names is registered."""
    assert loaded.plan
    assert loaded.registry
    known = loaded.registry.names
    for path, _, division in _divisions(loaded.plan):
        if known.keys() >= {*division.lead, *division.implement, *division.support}:
            continue
        for role, units in division.units.items():
            for index, unit in enumerate(units):
                if unit not in known:
                    from gkplan.folder.checks import names  # noqa: PLC0415  (only when one is wrong)

                    loaded.tasks.note(
                        rules.UNKNOWN_UNIT,
                        (*path, role.value, index),
                        f"单位 “{unit}” 没有登记",
                        names.remedy(unit, known, "请在 units.yaml 登记它"),
                    )


def _divisions(plan: Plan) -> Iterator[tuple[YamlPath, Task, Division]]:
    """Yield who does what in every task, as issued and after each change, with its path."""
    for group, task in plan:
        path = task_path(group, task)
        yield path, task, task
        for change in task.changes:
            yield (*path, "changes", change.position), task, change


def repeated_units(loaded: LoadedFolder) -> None:
    """A unit is named once in a task, in one role."""
    assert loaded.plan
    for path, task, division in _divisions(loaded.plan):
        every = (*division.lead, *division.implement, *division.support)
        if len(set(every)) < len(every):
            _note_repeated(loaded, path, task, division)


def _note_repeated(loaded: LoadedFolder, path: YamlPath, task: Task, division: Division) -> None:
    """Point at every further mention of a unit."""
    seen = set()
    for role, units in division.units.items():
        for index, unit in enumerate(units):
            if unit in seen:
                loaded.tasks.note(
                    rules.REPEATED_UNIT,
                    (*path, role.value, index),
                    f"事项 {task.id} 里 “{unit}” 写了不止一次",
                    "一个单位在一个事项里只有一种职责",
                )
            seen.add(unit)


def tasks_without_units(loaded: LoadedFolder) -> None:
    """Somebody owes every task."""
    assert loaded.plan
    for path, task, division in _divisions(loaded.plan):
        if not division.lead and not division.implement:
            after = "" if division is task else "调整之后"
            loaded.tasks.note(
                rules.NO_UNIT,
                path,
                f"事项 {task.id} {after}没有牵头或落实单位",
                "写明 lead 或 implement",
            )


def changes_in_order(loaded: LoadedFolder) -> None:
    """Changes and a cancellation follow the issue, one after another."""
    assert loaded.plan
    for group, task in loaded.plan:
        path = task_path(group, task)
        dates = [((*path, "changes", one.position, "date"), one.date) for one in task.changes]
        if task.cancelled:
            dates.append(((*path, "cancelled", "date"), task.cancelled.date))
        before = loaded.plan.head.issued
        for where, day in dates:
            if day <= before:
                after = "印发日期" if before == loaded.plan.head.issued else "前一次的日期"
                loaded.tasks.note(
                    rules.BAD_CHANGE,
                    where,
                    f"日期 {day} 不晚于{after} {before}",
                    "几次调整按日期先后写，取消在最后；核对日期",
                )
            before = max(before, day)


def schedule_conflicts(loaded: LoadedFolder) -> None:
    """Dates and lengths of time go with the cadence that uses them."""
    assert loaded.plan
    issued = loaded.plan.head.issued
    for group, task in loaded.plan:
        if not (task.due or task.within or task.lag) and len(task.cadence) == 1:
            continue
        note = partial(_note_conflict, loaded, task_path(group, task))
        if task.due and Cadence.ONCE not in task.cadence:
            note("due", "due 只用于一次性事项（once）")
        if task.due and task.due < issued:
            note("due", f"时限 {task.due} 早于方案印发日期 {issued}", on_key=False)
        if task.within and Cadence.EVENT not in task.cadence:
            note("within", "within 只用于 cadence: event")
        if task.lag and not any(cadence.periodic for cadence in task.cadence):
            note("lag", "lag 只用于按期办理的事项")
        if len(set(task.cadence)) < len(task.cadence) or not task.cadence:
            note("cadence", "频次为空或重复")


def _note_conflict(
    loaded: LoadedFolder, path: YamlPath, key: str, message: str, *, on_key: bool = True
) -> None:
    remedy = "改正频次，或删去这一行" if on_key else "核对两个日期"
    loaded.tasks.note(rules.SCHEDULE_CONFLICT, (*path, key), message, remedy, on_key=on_key)


def calendar_years(loaded: LoadedFolder) -> None:
    """The days of ``calendar.yaml`` belong to their year and do not contradict each other."""
    seen: set[int] = set()
    for year in loaded.years:
        assert loaded.calendar
        if year.year in seen:
            loaded.calendar.note(
                rules.BAD_CALENDAR,
                (year.position, "year"),
                f"{year.year} 年写了两次",
                "只留一个",
            )
        seen.add(year.year)
        if not year.holidays:
            loaded.calendar.note(
                rules.BAD_CALENDAR,
                (year.position, "year"),
                f"{year.year} 年没有写放假的日子，照此算出的时限都不对",
                "照放假通知写明 holidays；还不知道的，删去这一年",
            )
        for name, days in (("holidays", year.holidays), ("workdays", year.workdays)):
            for index, day in enumerate(days):
                if day.year != year.year or (name == "workdays" and day in year.holidays):
                    loaded.calendar.note(
                        rules.BAD_CALENDAR,
                        (year.position, name, index),
                        f"{day} 不属于 {year.year} 年，或既放假又上班",
                        "改正这一天",
                    )


def duplicate_names(loaded: LoadedFolder) -> None:
    """A name or alias belongs to one body alone."""
    assert loaded.registry
    owners: dict[str, str] = {}
    for path, name, owner in _all_names(loaded.registry):
        if name in owners:
            loaded.units.note(
                rules.DUPLICATE_NAME,
                path,
                f"“{name}” 已经是 “{owners[name]}” 的名称或别名",
                "改用另一个名称，或删去这个别名",
            )
        owners.setdefault(name, owner)


def _all_names(registry: Registry) -> Iterator[tuple[YamlPath, str, str]]:
    """Every name, then every alias, with its path and its owner's name."""
    bodies: list[tuple[str, Unit | Collective]] = [("units", unit) for unit in registry.units]
    bodies += [("collectives", collective) for collective in registry.collectives]
    for section, body in bodies:
        yield (section, body.position, "name"), body.name, body.name
    for section, body in bodies:
        for index, alias in enumerate(body.aliases):
            yield (section, body.position, "aliases", index), alias, body.name


def names_of_files(loaded: LoadedFolder) -> None:
    """A unit's name names one file, its journal, and the same one on every system."""
    assert loaded.registry
    files: dict[str, str] = {}
    for unit in loaded.registry.units:
        file = composed(unit.name)
        other = files.setdefault(file.casefold(), unit.name)
        if file != unit.name:
            why, remedy = "里有编码不规范的字，读文件名时对不上", f"改写作 “{file}”"
        elif is_device(file):
            why, remedy = "在 Windows 上不能用作文件名", "写单位的全称"
        elif other != unit.name:
            why, remedy = f"与 “{other}” 只差大小写，有的系统上是同一个文件", "改用另一个名称"
        else:
            continue
        path = ("units", unit.position, "name")
        loaded.units.note(rules.BAD_NAME, path, f"“{unit.name}” {why}", remedy)


def unknown_members(loaded: LoadedFolder) -> None:
    """A collective's members are registered units."""
    assert loaded.registry
    units = {unit.name for unit in loaded.registry.units}
    for collective in loaded.registry.collectives:
        for index, member in enumerate(collective.members):
            if loaded.registry.names.get(member) not in units:
                from gkplan.folder.checks import names  # noqa: PLC0415  (only when one is wrong)

                loaded.units.note(
                    rules.UNKNOWN_MEMBER,
                    ("collectives", collective.position, "members", index),
                    f"成员 “{member}” 不是登记的单位",
                    names.remedy(member, units, "先在 units 里登记它，或改正名称"),
                )


def empty_collectives(loaded: LoadedFolder) -> None:
    """A collective has at least one member."""
    assert loaded.registry
    for collective in loaded.registry.collectives:
        if not loaded.registry.members[collective.name]:
            loaded.units.note(
                rules.EMPTY_COLLECTIVE,
                ("collectives", collective.position, "name"),
                f"集合单位 “{collective.name}” 没有成员",
                "写明 members（按名称）或 kinds（按类别）",
            )


CHECKS = [
    calendar_years,
    duplicate_groups,
    duplicate_tasks,
    task_outside_group,
    repeated_units,
    tasks_without_units,
]
CHECKS_OF_NAMES = [unknown_units]
CHECKS_OF_DATES = [dates_reversed, schedule_conflicts, changes_in_order]
CHECKS_OF_REGISTRY = [duplicate_names, names_of_files, unknown_members, empty_collectives]
