"""Competing readings of a document: every layout is tried, and the best score is taken."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules
from typing import NamedTuple

from gkplan.importing import layouts
from gkplan.importing.document import Block, Paragraph, Said, Table
from gkplan.importing.outline import Outline
from gkplan.importing.scoring import Score, score_of, titled_as
from gkplan.importing.tables.items import is_side_list, title_above
from gkplan.importing.tables.sheets import has_plan_head, texts_of

LEAST = 0.62
"""The score below which a document is no plan."""
_LEAST_REST = 0.85
"""The score that makes items of what another reading left over; prose around a plan has less."""
_LEAST_ITEMS = 2
_CERTAIN = 0.97
"""The score at which a large document is not read in other ways any more."""
_LARGE = 200_000
"""Characters of a document whose other readings would take seconds."""
_CLOSE = 0.03
_ALIKE = 0.9
_PARTS = ("写明单位", "单位读清", "序号连续", "像任务", "用上的原文", "占得满", "有标题")
_ORDER = ("tables", "rebuilt", "paragraphs")
"""The layouts that are tried first; of readings that score the same, the first is taken."""

Order = dict[str, int]


class Reading(NamedTuple):
    """One way of reading, by the name that people are shown."""

    name: str
    read: Callable[[Sequence[Block]], Outline | None]


class Candidate(NamedTuple):
    """What one reading made of some blocks, and how well it explains them."""

    name: str
    outline: Outline
    score: Score


class Region(NamedTuple):
    """Blocks that were read together, with the candidates, the best first; ``taken`` is the best's.

    ``taken`` is false where none of them is a plan.
    """

    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...]
    taken: bool


class Chosen(NamedTuple):
    """The reading of a document: its outline, and the regions that it was put together from."""

    outline: Outline | None
    regions: tuple[Region, ...]


@cache
def readings() -> tuple[Reading, ...]:
    """Every layout, the usual ones first."""
    names = sorted(
        (module.name for module in iter_modules(layouts.__path__)),
        key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name),
    )
    modules = [import_module(f"{layouts.__name__}.{name}") for name in names]
    return tuple(Reading(module.NAME, module.read) for module in modules)


def choose(blocks: Sequence[Block]) -> Chosen:
    """The best reading of a document, and of what it leaves over."""
    titled = titled_as(blocks)
    whole = _region(blocks, LEAST, 1, titled=titled)
    if not whole.taken:
        return Chosen(None, (whole,))
    outline, regions, order = whole.candidates[0].outline, [whole], _order_of(blocks)
    for run in _left_over(blocks, outline):
        rest = _region(run, _LEAST_REST, _LEAST_ITEMS, titled=titled)
        if _is_beside(run):
            rest = rest._replace(taken=False)
        if rest.candidates:
            regions.append(rest)
        if rest.taken:
            outline = _together(outline, rest.candidates[0].outline, run, order)
    return Chosen(outline, tuple(regions))


def _region(blocks: Sequence[Block], least: float, items: int, *, titled: float) -> Region:
    """Read blocks in every way; the best is taken with at least that score and so many items."""
    found: list[Candidate] = []
    large = sum(len(said.text) for block in blocks for said in _texts(block)) > _LARGE
    for reading in readings():
        outline = reading.read(blocks)
        if outline and outline.items:
            found.append(Candidate(reading.name, outline, score_of(outline, blocks, titled=titled)))
            if found[-1].score.total >= _CERTAIN and large:
                break
    found.sort(key=lambda one: -one.score.total)
    taken = any(one.score.total >= least and len(one.outline.items) >= items for one in found[:1])
    return Region(tuple(blocks), tuple(found), taken)


def _left_over(blocks: Sequence[Block], outline: Outline) -> Iterator[list[Block]]:
    """Runs of blocks of which the outline uses nothing."""
    loose = set(outline.loose)
    for is_left, run in groupby(blocks, lambda block: loose.issuperset(_texts(block))):
        if is_left:
            yield list(run)


def _is_beside(run: Sequence[Block]) -> bool:
    """Whether all tables of a run are annexes beside the tasks of the plan."""
    titles = [title_above(run, at) for at, block in enumerate(run) if isinstance(block, Table)]
    return bool(titles) and all(map(is_side_list, titles))


def _texts(block: Block) -> list[Said]:
    if isinstance(block, Paragraph):
        return [Said(block.text, block.place)]
    return list(texts_of(block))


def _together(outline: Outline, more: Outline, run: Sequence[Block], order: Order) -> Outline:
    """An outline with the items of a run of blocks in their place, under the heading above them."""
    first = order[more.items[0].place]
    at = sum(order[item.place] <= first for item in outline.items)
    above = outline.items[at - 1].heading if at else None
    added = [item._replace(heading=item.heading or above) for item in more.items]
    rules = [
        *(r._replace(start=r.start + len(added) * (r.start >= at > 0)) for r in outline.blankets),
        *(rule._replace(start=rule.start + at) for rule in more.blankets),
    ]
    texts = {said for block in run for said in _texts(block)}
    place = next((n for n, said in enumerate(outline.loose) if said in texts), len(outline.loose))
    rest = [said for said in outline.loose[place:] if said not in texts]
    start = min(outline.start, place + more.start)
    return Outline(
        (*outline.items[:at], *added, *outline.items[at:]),
        tuple(rules),
        (*outline.loose[:place], *more.loose, *rest),
        start,
        tuple(dict.fromkeys((*outline.unused, *more.unused))),
    )


def _order_of(blocks: Sequence[Block]) -> Order:
    """For each place the number of the block that it is in."""
    order: Order = {}
    for at, block in enumerate(blocks):
        for one in (block, *(() if isinstance(block, Paragraph) else block.cells)):
            order.setdefault(one.place, at)
    return order


def explained(chosen: Chosen) -> Iterator[str]:
    """What was tried on each part of a document, with the scores and why one was taken."""
    for number, region in enumerate(chosen.regions, 1):
        yield f"第{number}部分：{_where(region.blocks)}"
        for place, candidate in enumerate(region.candidates):
            sign = "采用" if region.taken and not place else "未用"
            yield f"  {sign} {candidate.name}：{_judged(candidate)}"
        tried = {candidate.name for candidate in region.candidates}
        if silent := [reading.name for reading in readings() if reading.name not in tried]:
            yield f"  没有读出条目或不必再试：{'、'.join(silent)}"
        if not region.taken:
            yield f"  不采用：{_why_not(region, first=number == 1)}"


def _where(blocks: Sequence[Block]) -> str:
    lines = sum(isinstance(block, Paragraph) for block in blocks)
    places = f"{blocks[0].place}至{blocks[-1].place}" if blocks else "空白"
    return f"{places}，{lines}段文字、{len(blocks) - lines}个表格"


def _judged(candidate: Candidate) -> str:
    score = candidate.score
    parts = "、".join(f"{name}{part:.2f}" for name, part in zip(_PARTS, score, strict=True))
    return f"{len(candidate.outline.items)}项，得分{score.total:.2f}（{parts}）"


def _why_not(region: Region, *, first: bool) -> str:
    least = LEAST if first else _LEAST_REST
    if not region.candidates:
        return no_tasks(region.blocks) or "没有写明单位的条目"
    if region.candidates[0].score.total < least:
        return f"得分不到{least}"
    return f"不足{_LEAST_ITEMS}项，或者是任务以外的附表"


def no_tasks(blocks: Sequence[Block]) -> str:
    """What keeps a table with the head of a plan from being read; empty if there is none."""
    if any(isinstance(block, Table) and has_plan_head(block) for block in blocks):
        return "有任务栏和单位栏的表格，任务栏里却没有要办的事项，多是记号、数字、名称或者空白"
    return ""


def close_call(chosen: Chosen) -> str:
    """The question whether another reading is right that scores nearly the same; empty if none.

    None is asked about items that another part of the document was read as.
    """
    taken = {item.text for item in chosen.outline.items} if chosen.outline else set()
    best, *others = chosen.regions[0].candidates
    for other in others:
        near = best.score.total - other.score.total <= _CLOSE
        used = all(item.text in taken for item in other.outline.items)
        if near and not used and _shared(best.outline, other.outline) < _ALIKE:
            return (
                f"按“{best.name}”读出{len(best.outline.items)}项，按“{other.name}”读出"
                f"{len(other.outline.items)}项，得分相近，现取前者；可用 --explain 看各种读法"
            )
    return ""


def _shared(one: Outline, other: Outline) -> float:
    texts, others = ({item.text for item in outline.items} for outline in (one, other))
    return len(texts & others) / max(len(texts), len(others))
