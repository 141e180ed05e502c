"""From the rows of plans' tables to items: headings and units carried down, torn rows rejoined."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gkplan.importing.document import Block, Paragraph, Said, Table
from gkplan.importing.lexicon.columns import STATED, Holds
from gkplan.importing.outline import Gathered, Heading, Item, Outline, UnitText
from gkplan.importing.tables.alignment import Levels, levels_of
from gkplan.importing.tables.cells import (
    cells_at,
    columns_at,
    items_in,
    label_in,
    names_items,
    number_in,
    numbers_groups,
    share_of,
    with_names_in_texts,
    without_problems,
)
from gkplan.importing.tables.heads import unfolded
from gkplan.importing.tables.sheets import NOTE, PAGE, TOTAL, Row, Sheet, read_sheet, texts_of
from gkplan.importing.text.numbers import Number, bare_number, outranks, take_number
from gkplan.importing.text.wording import alike, ended, joined
from gkplan.importing.units.responsible import names_units
from gkplan.importing.units.rules import Blanket, blanket_of, states_first
from gkplan.importing.units.sentences import split_brackets

_DITTO = ("同上", "〃", "″", '"', "”", "同前")
_UPPER_STYLES = ("part", "chinese", "(chinese)")
_HEADING_STYLES = (*_UPPER_STYLES, "arabic")
_LONGEST_HEADING = 40
_TASKS = re.compile("任务|分工|分解|举措|措施|要点|责任")
_SIDE = re.compile(
    "(?:项目|平台|机构|名单|名录|企业|诉求|需求|细则|流程|产品|案例|荣誉)[^，。]{0,6}(?:清单|表|名单|名录|目录)|名单|名录"
)
"""Titles of annexes that stand beside the tasks of a plan."""
_ANNEXES = re.compile(r"附件\s*[:：]")
_UNSURE = "表格没有框线或被分页断开，哪几行字是一项、在哪一栏是推断的（{}）"


def tabulate(blocks: Sequence[Block]) -> Outline | None:
    """Read the tables of a document that are plans; None if none is."""
    sheets = _sheets(blocks)
    if not any(sheets):
        return None
    walk = _Walk()
    for block, sheet, leads in zip(blocks, sheets, _leading(blocks, sheets), strict=True):
        if sheet:
            walk.sheet(sheet)
        elif isinstance(block, Table):
            walk.leave(texts_of(block))
        else:
            walk.paragraph(block, before_table=leads)
    return walk.outline()


def _sheets(blocks: Sequence[Block]) -> list[Sheet | None]:
    sheets: list[Sheet | None] = []
    before: Sheet | None = None
    for block in blocks:
        sheet = read_sheet(unfolded(block), before) if isinstance(block, Table) else None
        before = sheet or before
        sheets.append(sheet)
    titles = [title_above(blocks, at) if sheet else "" for at, sheet in enumerate(sheets)]
    if not any(map(_TASKS.search, titles)):
        return sheets
    return [
        None if is_side_list(title) else sheet for title, sheet in zip(titles, sheets, strict=True)
    ]


def title_above(blocks: Sequence[Block], at: int) -> str:
    """The short paragraph right above a table, its title."""
    above = blocks[at - 1] if at else None
    short = isinstance(above, Paragraph) and len(above.text) <= _LONGEST_HEADING
    return above.text if isinstance(above, Paragraph) and short else ""


def is_side_list(title: str) -> bool:
    """Whether an annex is a list of something else beside the plan: projects, bodies, details."""
    return not _TASKS.search(title) and _SIDE.search(title) is not None


def _leading(blocks: Sequence[Block], sheets: Sequence[Sheet | None]) -> list[bool]:
    """Of each block whether only short paragraphs stand between it and a plan's table below."""
    found: list[bool] = []
    leads = False
    for block, sheet in zip(reversed(blocks), reversed(sheets), strict=True):
        found.append(leads)
        if sheet:
            leads = True
        elif isinstance(block, Table) or not _may_head(block.text):
            leads = False
    return found[::-1]


def _may_head(text: str) -> bool:
    """Whether a paragraph above a table may head it: short, no sentence and no item."""
    return len(text) <= _LONGEST_HEADING and not ended(text) and not split_brackets(text)[1]


class _Carried(NamedTuple):
    """The units last read, which blank cells below stand for."""

    heading: Heading | None
    units: tuple[UnitText, ...]


class _Walk(Gathered):
    """Goes through a document's blocks and keeps what holds for the rows to come."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0
        self.carried = _Carried(None, ())
        self.times: dict[int, Said] = {}
        self.annexes = False

    def leave(self, texts: Iterable[Said]) -> None:
        """Keep texts that are no part of the plan, rules for all items apart."""
        for said in texts:
            start = self.begun if NOTE.match(said.text) else len(self.items)
            if blanket := blanket_of(said, start):
                self.blankets.append(blanket)
            else:
                self.loose.append(said)

    def paragraph(self, block: Paragraph, *, before_table: bool) -> None:
        """Take a paragraph before a table for a heading if it is numbered or marked as one."""
        number, title = take_number(block.text)
        self.annexes = bool(_ANNEXES.match(block.text)) or (self.annexes and number is not None)
        heads = number is not None and number.style in _HEADING_STYLES and not self.annexes
        if before_table and (heads or block.level > 1) and not split_brackets(block.text)[1]:
            self._push(Heading(number, joined(title), block.place))
        else:
            self.leave([Said(block.text, block.place)])

    def _push(self, heading: Heading) -> None:
        """Stand a heading below those that outrank it, in the place of all others."""
        number = heading.number
        above = [
            one for one in self.headings if number and one.number and outranks(one.number, number)
        ]
        self.headings = [*above, heading._replace(above=tuple(above))]
        self.pushed.append(self.headings[-1])

    def sheet(self, sheet: Sheet) -> None:
        self._preface(sheet.preface)
        self.begun = len(self.items)
        if self.start is None:
            self.start = len(self.loose)
        for column in sheet.columns:
            if column.first_leads:
                self.blankets.append(
                    Blanket(Said(column.name, ""), len(self.items), first_leads=True)
                )
        tasks = [cell for row in sheet.rows for cell in cells_at(sheet, row, Holds.TASK)]
        levels = levels_of([cell.text for cell in tasks])
        grouped = numbers_groups(sheet)
        if names_items(sheet):
            sheet = without_problems(sheet) or with_names_in_texts(sheet)
        for index, row in enumerate(sheet.rows):
            if row.band:
                self._band(row.band)
            else:
                self._row(sheet, row, levels, first=index == 0, grouped=grouped)
        self.leave(sheet.after)

    def _preface(self, preface: Sequence[Said]) -> None:
        """Take the last text above a head for a heading if it is numbered as one."""
        number, title = take_number(preface[-1].text) if preface else (None, "")
        if number and number.style in _UPPER_STYLES and not ended(title):
            self.leave(preface[:-1])
            self._band(preface[-1])
        else:
            self.leave(preface)

    def _band(self, band: Said) -> None:
        number, title = take_number(band.text)
        if (
            blanket_of(band, 0)
            or NOTE.match(band.text)
            or PAGE.match(band.text)
            or TOTAL.match(band.text)
            or ended(band.text)
            or len(title) > _LONGEST_HEADING
        ):
            self.leave([band])
        elif self.heading and alike(title, self.heading.title):
            return
        else:
            self._push(Heading(number, joined(title), band.place))

    def _row(self, sheet: Sheet, row: Row, levels: Levels, *, first: bool, grouped: bool) -> None:
        cells = {one: at for at in row.cells for one in [sheet.columns[at].holds]}
        number = number_in(sheet, row)
        numbers = cells_at(sheet, row, Holds.NUMBER)
        self.loose += [cell for cell in numbers if not bare_number(cell.text)]
        if Holds.GROUP in cells:
            said = row.cells[cells[Holds.GROUP]]
            self._group(said, number if grouped else None, label_in(sheet, row))
        others = [at for at in row.cells if sheet.columns[at].holds is Holds.OTHER]
        self.loose += [row.cells[at] for at in others]
        self.unused |= {sheet.columns[at]: None for at in others if sheet.columns[at].name}
        units, merged, doubts = self._units(sheet, row)
        times = self._times(sheet, row)
        if Holds.TASK not in cells:
            self._without_text(row, sheet, units, merged=merged)
            return
        text = row.cells[cells[Holds.TASK]]
        if row.uncertain:
            doubts = (*doubts, f"这一行缺格，单位归入哪一栏是推断的（{row.place}）")
        if row.unsure:
            doubts = (*doubts, _UNSURE.format(row.place))
        item = Item(
            self.heading,
            None if grouped else number,
            text.text,
            text.place,
            units,
            times,
            _stated(sheet, row),
            merged=merged,
            doubts=doubts,
        )
        self._items_of(item, levels, first=first)

    def _items_of(self, whole: Item, levels: Levels, *, first: bool) -> None:
        """Keep the items of one row, each with its share of the units and times."""
        parts = items_in(whole.text, whole.number, self._expected())
        numbers = [number for number, _ in parts]
        for index, (number, part) in enumerate(parts):
            item = whole._replace(
                number=number,
                text=part,
                units=tuple(
                    one._replace(text=share_of(one.text, numbers, index)) for one in whole.units
                ),
                times=tuple(
                    one._replace(text=share_of(one.text, numbers, index)) for one in whole.times
                ),
            )
            if not index and self._is_torn(item, levels, first=first):
                self._rejoin(item)
            else:
                self.items.append(item)

    def _expected(self) -> int | None:
        """The number that the next item would have."""
        last = self.items[-1] if self.items else None
        if last is None or last.heading is not self.heading:
            return 1
        return last.number.value + 1 if last.number and last.number.value is not None else None

    def _group(self, said: Said, printed: Number | None, label: str) -> None:
        number, title = take_number(joined(said.text))
        if label:
            number, title = None, joined(said.text)
        known = self.heading
        if known and alike(title, known.title) and (not number or number == known.number):
            return
        self._push(Heading(number or printed, title, said.place, label=label))

    def _units(self, sheet: Sheet, row: Row) -> tuple[tuple[UnitText, ...], bool, tuple[str, ...]]:
        """The units of a row, whether they are those of a cell above, and what is doubtful."""
        at = columns_at(sheet, Holds.UNITS)
        for cell in cells_at(sheet, row, Holds.UNITS):
            if states_first(cell.text):
                self.blankets.append(Blanket(cell, len(self.items), first_leads=True))
        own = [
            UnitText(sheet.columns[index], row.cells[index].text, row.cells[index].place)
            for index in at
            if index in row.cells and row.cells[index].text not in _DITTO
        ]
        spanned = {sheet.columns[index] for index in at if index in row.spanned}
        if own or spanned:
            from_above = [unit for unit in self.carried.units if unit.column in spanned]
            units = tuple(sorted((*from_above, *own), key=lambda u: sheet.columns.index(u.column)))
            crossed = bool(from_above) and self.carried.heading is not self.heading
            doubts = (f"单位格的合并跨过了两个工作任务（{row.place}）",) if crossed else ()
            merged = bool(from_above) and len(from_above) == len(units)
        elif self.carried.heading is self.heading and self.carried.units:
            units, merged = self.carried.units, True
            doubts = (
                (f"单位格空白却没有合并，按上一项读作同一单位（{row.place}）",)
                if sheet.ruled
                else ()
            )
        else:
            return (), False, ()
        self.carried = _Carried(self.heading, units)
        return units, merged, doubts

    def _times(self, sheet: Sheet, row: Row) -> tuple[Said, ...]:
        for index in columns_at(sheet, Holds.TIME):
            if index in row.cells:
                self.times[index] = row.cells[index]
            elif index not in row.spanned:
                self.times.pop(index, None)
        times = columns_at(sheet, Holds.TIME)
        return tuple(self.times[index] for index in times if index in self.times)

    def _without_text(
        self, row: Row, sheet: Sheet, units: tuple[UnitText, ...], *, merged: bool
    ) -> None:
        """A row that has units and no text of its own speaks of the item above."""
        kept = {Holds.GROUP, Holds.OTHER}
        own = cells_at(sheet, row, Holds.UNITS)
        if not own or merged or not self.items or not all(names_units(cell.text) for cell in own):
            rest = [said for at, said in row.cells.items() if sheet.columns[at].holds not in kept]
            self.loose += rest
            return
        last = self.items[-1]
        spanned = any(sheet.columns[at].holds is Holds.TASK for at in row.spanned)
        doubts = () if spanned else (f"这一行只有单位，读作上一项的单位（{row.place}）",)
        self.items[-1] = last._replace(units=(*last.units, *units)).doubting(*doubts)

    def _is_torn(self, item: Item, levels: Levels, *, first: bool) -> bool:
        """Whether a row goes on with the one before, which a page or a line broke off."""
        last = self.items[-1] if self.items else None
        if last is None or item.number or ended(last.text) or item.heading is not last.heading:
            return False
        open_ = item.merged or not item.units or first or last.merged or not last.units
        return bool(levels.items or last.number) and open_

    def _rejoin(self, item: Item) -> None:
        last = self.items[-1]
        units = last.units if item.merged or not item.units else item.units
        self.items[-1] = last._replace(
            text=joined(f"{last.text}\n{item.text}"), units=units, times=item.times or last.times
        ).doubting(f"与下一页的半行接成一项（{item.place}）")


def _stated(sheet: Sheet, row: Row) -> dict[str, Said]:
    """The values of further keys that columns of the row state literally."""
    return {
        STATED[column.name]: row.cells.get(at, Said("", row.place))
        for at, column in enumerate(sheet.columns)
        if column.holds is Holds.STATED
    }
