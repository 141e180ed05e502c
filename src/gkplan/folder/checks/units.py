"""Checks of the registry: names are unique and can name files, collectives have members."""

from collections.abc import Iterator

from gkplan.domain import rules
from gkplan.domain.fields import is_device
from gkplan.domain.model import Collective, Registry, Unit
from gkplan.domain.problems import Path
from gkplan.folder.loaded import LoadedFolder
from gkplan.folder.names import composed


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


def _all_names(registry: Registry) -> Iterator[tuple[Path, str, str]]:
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


CHECKS = [duplicate_names, names_of_files, unknown_members, empty_collectives]
