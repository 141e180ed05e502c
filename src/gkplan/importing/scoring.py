"""How well a reading explains a document: one score, computed from parts that are shown."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from gkplan.importing.document import Block, texts_in
from gkplan.importing.lexicon.columns import names_duty
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.outline import Item, Outline
from gkplan.importing.text.numbers import REGULATION
from gkplan.importing.text.wording import begins_with_words
from gkplan.importing.units.names import looks_like_unit
from gkplan.importing.units.responsible import names_units, read_units
from gkplan.importing.units.rules import without_blanket

_MOST = 400
"""Items that are looked at; a document with more is judged by these."""
_SHORTEST = 5
_LONGEST_CELL = 400
_FULL = 0.3
"""The part of a text that a plan fills at least; a letter and annexes may stand around it."""
_MANY = 12
"""Items that are a plan even if they fill little of a long text."""
_FEW = 3
_UNKNOWN = 0.5
"""What a part counts of which a document says nothing."""
_TITLE = Wording("<方案名>|措施|意见|行动|实事|责任|分解|整改|通知|工作|重点")
_PLAN_TITLE = Wording(
    r"(?:<方案名>|措施|意见|行动|通知|重点)表?》?(?:的通知)?(?:[（(][^（）()]*[）)])?$"
)
_EXPLAINS = re.compile(
    r"(?:解读|图解|问答|答记者问|(?:编制|起草)说明)(?:材料)?(?:[（(][^（）()]*[）)])?$"
)
"""The title of a text that explains a plan and gives none."""
_EXPLAINED = re.compile("解读如下[：:。]?$")
_FUNCTIONS = re.compile(
    "(.+?)(?:(?:内设机构|机构设置|机构)?[及和与的]?(?:主要|工作)?(?:职责|职能)|机构设置|内设机构)"
    "(?:范围|简介|[及和与].{1,8})?[：:]?"
)
"""The title of what one office has to do at all times: 办公室主要职责."""
_MANY_UNITS = re.compile("成员|各|单位|部门|小组|指挥部")
_HEAD_LINES = 8
_SHORTEST_TITLE = 6
_LONGEST_TITLE = 90
_PLAIN = re.compile("(?:各?单位|部门)(?:名称)?")
"""Names of columns that say of nobody what they have to do with the rest."""
_ACTION = re.compile(
    "建设|改造|完成|推进|推动|开展|制定|制订|落实|加强|做好|组织|实施|完善|建立|健全|提升|提高|优化|公开|发布|公布|报送|"
    "整治|治理|清理|检查|排查|修复|新建|扩建|举办|召开|编制|出台|达到|实现|培育|引进|支持|深化|强化|开通|启动|更新|办理|"
    "协调|督促|确保|保障|宣传|培训|整改|创建|打造|争取|规范|梳理|核查|统筹|配合|负责"
)
_NO_TASK = re.compile(
    r"^\S{0,30}(?:路|街|道|巷|弄|村|里|大厦|广场|小区|栋|楼)\S{0,14}?\d+(?:[-—－]\d+)?(?:号|室|楼|栋|层|座|铺)?\S{0,20}$"
    r"|[|｜]|^[\d\s（）()—-]{7,}$|https?://|^\S{1,30}@\S+$|^\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?$"
    r"|^副?\s*(?:主\s*任|组\s*长|总?指挥长?|召集人|成\s*员|联络员)\s*[：:]"
    r"|^(?:周[一二三四五六日至]|星期|上午|下午|工作日|法定).{0,40}\d{1,2}[:：]\d{2}"
)
"""Addresses, telephone numbers, links, dates, opening hours, members of an office, and bars of a
table not understood."""


class Score(NamedTuple):
    """The parts of a score, each from 0 to 1.

    ``named``: the part of the items that name units; those read out of a sentence count half.
    ``clean``: the part of the cells and brackets of units of which everything was understood.
    ``ordered``: the part of the numbers that go on counting. ``worded``: the part of the items
    that say something to do. ``placed``: the part of the text that is used. ``filled``: whether
    that is as much as a plan fills, or the items are many. ``titled``: 1 where a line is titled
    as plans are, 0 where none is, and -1 where the title is that of something else.
    """

    named: float
    clean: float
    ordered: float
    worded: float
    placed: float
    filled: float
    titled: float

    @property
    def total(self) -> float:
        """The weighted mean of the first five parts, and less for each thing that plans have.

        It is less where the reading fills little of the document or nothing is titled as a plan,
        too little where the title is that of something else, and 0 where no item says something
        to do.
        """
        mean = sum(weight * part for weight, part in zip(_WEIGHTS, self[:5], strict=True))
        whole = (1 + self.filled) / 2 * _TITLED[self.titled]
        return round(mean * whole * min(1.0, 2 * self.worded), 4)


_WEIGHTS = (0.38, 0.29, 0.1, 0.18, 0.05)
_TITLED = {1.0: 1.0, 0.0: 0.85, -1.0: 0.6}


def _is_titled(block: Block) -> bool:
    """Whether a line, or the title row of a table, is titled as a plan is."""
    first = next(filter(str.strip, texts_in(block)), "")
    return len(first) <= _LONGEST_TITLE and _TITLE.search(first) is not None


def titled_as(blocks: Sequence[Block]) -> float:
    """How a document is titled: 1 where a line or a table of it is titled as plans are, else 0.

    It is -1 where the document explains a plan, or says what an office has to do at all times.
    """
    return -1.0 if _is_titled_otherwise(blocks) else float(any(map(_is_titled, blocks)))


def _is_titled_otherwise(blocks: Sequence[Block]) -> bool:
    """Whether the first title of a document is no plan's, or its first lines say so."""
    lines = [text.strip() for block in blocks[:_HEAD_LINES] for text in islice(texts_in(block), 1)]
    if any(map(_EXPLAINED.search, lines)):
        return True
    for line in lines:
        if not _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE:
            continue
        if _EXPLAINS.search(line) or _is_of_office(line):
            return True
        if _PLAN_TITLE.search(line):
            return False
    return False


def _is_of_office(line: str) -> bool:
    """Whether a title is that of one office and its functions."""
    match = _FUNCTIONS.fullmatch(line)
    name = match[1] if match else ""
    return not _MANY_UNITS.search(name) and looks_like_unit(name)


def score_of(outline: Outline, blocks: Sequence[Block], *, titled: float) -> Score:
    """Judge an outline against the blocks that it was read from."""
    items = outline.items[:: len(outline.items) // _MOST + 1]
    units = [unit for item in items for unit in item.units]
    placed = _placed(outline, blocks)
    return Score(
        named=_mean([_stated(item) for item in items]),
        clean=_mean([float(_is_clean(unit.text)) for unit in units]),
        ordered=_mean(_follow(outline.items), without=_UNKNOWN),
        worded=_mean([float(_is_task(item)) for item in items]),
        placed=placed,
        filled=_filled(outline, placed),
        titled=titled,
    )


def _mean(found: Sequence[float], *, without: float = 0.0) -> float:
    return round(sum(found) / len(found), 4) if found else without


def _stated(item: Item) -> float:
    """1 where units stand in a cell, a bracket or behind a label; half in a sentence; else 0."""
    if not item.units:
        return 0.0
    if item.number and item.number.style == REGULATION and all(u.in_sentence for u in item.units):
        return 0.0
    return _UNKNOWN if all(unit.in_sentence for unit in item.units) else 1.0


def _is_clean(text: str) -> bool:
    return read_units(without_blanket(text[:_LONGEST_CELL]), None).is_clear


def _is_task(item: Item) -> bool:
    """Whether an item says something to do; beside 单位 that is no 责任单位 it has to say so."""
    text = item.text
    short = len(text) < _SHORTEST and not (_ACTION.search(text) or _is_charged(item))
    if short or _NO_TASK.search(text) or names_units(text):
        return False
    plain = item.units and all(_PLAIN.fullmatch(unit.column.name) for unit in item.units)
    return not plain or _ACTION.search(text) is not None


def _is_charged(item: Item) -> bool:
    """Whether a column says that somebody is responsible for a short text of words (对账)."""
    columns = [unit.column for unit in item.units]
    return bool(columns) and all(map(names_duty, columns)) and begins_with_words(item.text)


def _follow(items: Sequence[Item]) -> list[float]:
    """Of each number whether it is the next of its style, or begins one."""
    last: dict[str, int] = {}
    found = []
    for item in items:
        if item.number and item.number.value is not None:
            style, value = item.number.style, item.number.value
            found.append(float(value in (1, last.get(style, 0) + 1)))
            last[style] = value
    return found


def _filled(outline: Outline, placed: float) -> float:
    """How much a reading fills; a few sentences that name units are news, however short.

    So is a single item out of a list whose other items name nobody.
    """
    items = outline.items
    picked = len(items) == 1 and not all(_follow(items))
    if picked or (len(items) < _FEW and all(_stated(item) < 1 for item in items)):
        return len(items) / _MANY
    return min(1.0, max(placed / _FULL, len(items) / _MANY))


def _placed(outline: Outline, blocks: Sequence[Block]) -> float:
    """The part of the text that the reading uses."""
    whole = sum(len(text) for block in blocks for text in texts_in(block))
    left = sum(len(said.text) for said in outline.loose)
    return round(max(0.0, 1 - left / whole), 4) if whole else 0.0
