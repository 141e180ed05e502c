"""The HTML report of a large plan in several pages: an entry page, and one page per group.

Both are made by the template of the single page from the data of the report and the variables
here, which docs/templates.md describes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from gkplan.domain.frozen import Frozen
from gkplan.report.page_index import EntryIndex, Index, embedded

MOST_ON_ONE_PAGE = 1000
"""Tasks up to which a report is one page."""
_LISTED = 30
"""Rows of each list on an entry page; all of them are on the pages of the groups."""
_ALL = 100_000


class PageSet(Frozen):
    """The variables of the pages of one report: the entry page, and the groups' by file name."""

    entry: dict[str, Any]
    pages: dict[str, dict[str, Any]]


def page_variables(data: Mapping[str, Any], beside: Sequence[str] = ()) -> dict[str, Any]:
    """Return what a template of the page has beside the fields of a report.

    ``beside`` are the beginnings of the addresses of the other pages of the report.
    """
    index = Index(line["unit"] for line in data["units"])
    return {
        "unit_numbers": index.numbers,
        "index": embedded(index.table(list(_tasks(data))) | ({"beside": beside} if beside else {})),
        "task_pages": {},
        "group_pages": {},
        "group_page": None,
        "remaining": {},
        "rows_listed": _ALL,
    }


def page_set(data: Mapping[str, Any], entry: str, folder: str) -> PageSet:
    """Divide a report whose entry page is the file ``entry``, beside the folder of its pages."""
    names = {group["id"]: f"{group['id']}.html" for group in data["groups"]}
    files = {group: f"{quote(folder)}/{name}" for group, name in names.items()}
    tasks = list(_tasks(data))
    index = EntryIndex((line["unit"] for line in data["units"]), tasks)
    by_group = _by_group(data, tasks)
    entry_data = {
        **data,
        "unit_numbers": index.numbers,
        "index": embedded(index.entry(data, files) | {"beside": [f"{quote(folder)}/"]}),
        "task_pages": {task["id"]: files[task["group"]["id"]] for task in tasks},
        "group_pages": files,
        "group_page": None,
        "remaining": dict(_remaining(data, by_group, files)),
        "rows_listed": _LISTED,
    }
    pages = {
        names[group["id"]]: _group_data(data, place, by_group[group["id"]], quote(entry))
        for place, group in enumerate(data["groups"])
    }
    return PageSet(entry_data, pages)


def _tasks(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for group in data["groups"]:
        yield from group["tasks"]


_Lists = dict[str, list[Any]]
"""Lists of a report by the names of their sections."""


def _lists(data: Mapping[str, Any]) -> _Lists:
    """Return the lists whose rows are about one task each."""
    return {
        "changes": data["changes"],
        "coverage": data["coverage"],
        "late": data["due"]["late"],
        "coming": data["due"]["coming"],
        "problems": data["problems"],
        "returned": data["returned"],
        "late-done": data["late_done"],
        "extensions": data["extensions"],
        "unproved": data["unproved"],
        "doubts": data["doubts"],
        **{f"periods-{place}": grid["rows"] for place, grid in enumerate(data["periods"])},
    }


def _by_group(data: Mapping[str, Any], tasks: Iterable[Mapping[str, Any]]) -> dict[int, _Lists]:
    """Return the lists of each group."""
    group_of = {task["id"]: task["group"]["id"] for task in tasks}
    lists = _lists(data)
    found: dict[int, _Lists] = {
        group["id"]: {name: [] for name in lists} for group in data["groups"]
    }
    for name, rows in lists.items():
        for row in rows:
            found[group_of[row["task"]]][name].append(row)
    return found


def _remaining(
    data: Mapping[str, Any], by_group: Mapping[int, _Lists], files: Mapping[int, str]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield for each list that an entry page does not have completely its rows by group."""
    for name, rows in _lists(data).items():
        if len(rows) > _LISTED:
            yield (
                name,
                [
                    _share(group, files[group["id"]], part)
                    for group in data["groups"]
                    if (part := by_group[group["id"]][name])
                ],
            )


def _share(group: Mapping[str, Any], page: str, rows: Sequence[Any]) -> dict[str, Any]:
    """Return how many rows of a list are on the page of a group."""
    return {"page": page, "label": group["label"] or str(group["id"]), "count": len(rows)}


def _group_data(data: Mapping[str, Any], place: int, lists: _Lists, entry: str) -> dict[str, Any]:
    """Return the variables of the page of one group."""
    groups = data["groups"]
    group = groups[place]
    concerned = {unit for task in group["tasks"] for unit in task["concerned"]}
    own = {
        **data,
        "groups": [group],
        "totals": group["totals"],
        "listed": len(group["tasks"]),
        "units": [line for line in data["units"] if line["unit"] in concerned],
        "due": {**data["due"], "late": lists["late"], "coming": lists["coming"]},
        "late_done": lists["late-done"],
        "periods": _grids(data, lists),
        **{name: lists[name] for name in _SAME_NAME},
    }
    page: dict[str, Any] = {
        "heading": group["heading"],
        "entry": f"../{entry}",
        "before": _neighbour(groups[place - 1 : place]),
        "after": _neighbour(groups[place + 1 : place + 2]),
    }
    beside = [page["entry"], *(one["page"] for one in (page["before"], page["after"]) if one)]
    return {**page_variables(own, beside), **own, "group_page": page}


_SAME_NAME = ("changes", "coverage", "problems", "returned", "extensions", "unproved", "doubts")
"""The lists whose section has the name of their field."""


def _neighbour(groups: Sequence[Mapping[str, Any]]) -> dict[str, str] | None:
    """Return the page of the group before or after, if there is one."""
    return next(({"page": f"{one['id']}.html", "heading": one["heading"]} for one in groups), None)


def _grids(data: Mapping[str, Any], lists: _Lists) -> list[dict[str, Any]]:
    """Return the grids of periodic tasks in which a group has rows."""
    grids = [
        {**grid, "rows": lists[f"periods-{place}"]} for place, grid in enumerate(data["periods"])
    ]
    return [grid for grid in grids if grid["rows"]]
