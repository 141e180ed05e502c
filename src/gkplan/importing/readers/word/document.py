"""Word documents (.docx): paragraphs and tables in order, read from the file's own XML.

Libraries for writing Word files hide what matters here: merges as they are in the file, numbers
that Word makes, revisions, content controls, text boxes; and they stop at a missing picture.
"""

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import MOST_DEPTH, TooDeepError
from gkplan.importing.readers.package import Element, Package
from gkplan.importing.readers.word.styles import Lists, Styles, W, asked, number_of, outline, stated
from gkplan.importing.readers.word.tables import Grid, Rows, is_deleted
from gkplan.importing.readers.word.text import Found, children, runs_on, text_of

MAIN = "word/document.xml"
FOLDER = "word/"
_P, _TBL, _TR, _TC = (W + name for name in ("p", "tbl", "tr", "tc"))
_EMPTY = Element(_P)
_LONGEST_QUOTE = 100
_REVISED = "修订中删去的文字没有读入，插入的文字已读入"


def read(package: Package, into: Collector) -> None:
    """Read the document of a package."""
    _Reader(package, into).read()


class _Reader:
    """A document while its parts are read from top to bottom."""

    def __init__(self, package: Package, into: Collector) -> None:
        """Read the parts that the text refers to."""
        self._main = package.main(MAIN)
        self._package, self._into = package, into
        self._styles = Styles(package.part(self._main, "styles"))
        self._lists = Lists(package.part(self._main, "numbering"))
        self._notes = {
            (kind, note.get(f"{W}id", "")): _plain(note)
            for kind in ("footnotes", "endnotes")
            for note in _each(package.part(self._main, kind))
        }
        if _each(package.part(self._main, "comments")):
            into.remark("文件里的批注没有读入")
        if any(part.kind == "aFChunk" for part in package.parts(self._main)):
            into.remark("文件里嵌入的另一个文档没有读入")
        self._paragraphs = self._tables = self._depth = 0
        self._inner: list[tuple[Element, str]] = []
        self._held: list[Found] = []

    def read(self) -> None:
        """Read the main part: each paragraph and each row is forgotten as soon as it was read."""
        stream = self._package.stream(self._main, _P, _TBL, _TR, starts=True)
        around: list[str] = []
        table: Element | None = None
        rows: Rows | None = None
        for event, element in stream.events():
            if event == "start":
                around.append(element.tag)
                if around == [_TBL]:
                    self._release()
                    table, rows = element, None
                continue
            around.pop()
            if not around and element.tag == _P:
                self._paragraph(element)
            elif around == [_TBL] and element.tag == _TR:
                rows = rows or self._rows(table)
                self._row(element, rows)
            elif rows is not None and not around:
                self._finish(rows)
            else:
                continue
            stream.release(element)
        self._release()

    def _paragraph(self, element: Element, beside: str = "") -> None:
        """Add a paragraph, and after it what floats beside it; one that runs on waits for it."""
        if self._hold(element):
            return
        found, label = self._text(element)
        if found.text.strip():
            self._paragraphs += not beside
            properties = stated(element.find(f"{W}pPr"))
            level = outline(properties)
            if level is None:
                level = self._styles.level(properties.get("pStyle"))
            self._into.paragraph(label + found.text, beside or self._here, level)
        self._beside(found, beside or self._here)

    @property
    def _here(self) -> str:
        return f"第{self._paragraphs}段" if self._paragraphs else "文首"

    def _text(self, element: Element) -> tuple[Found, str]:
        """The text of a paragraph, and the number that Word puts before it."""
        properties = element.find(f"{W}pPr")
        own = asked(properties)
        style, styled = self._styles.ask(stated(properties).get("pStyle"))
        name = own.list or styled.list
        level = own.level or (styled.level if not own.list else "")
        index = number_of(level, -1)
        if index < 0:
            index = self._lists.level_of_style(name, style) if not own.list else 0
        found = text_of(element, self._styles)
        for before in reversed(self._held):
            found.after(before)
        self._held.clear()
        return found, self._lists.next(name, index)

    def _hold(self, element: Element) -> bool:
        """Keep a paragraph without an end for the next one."""
        if not runs_on(element):
            return False
        self._held.append(text_of(element, self._styles))
        return True

    def _release(self) -> None:
        """Add what no paragraph went on with."""
        if self._held:
            self._paragraph(_EMPTY)

    def _beside(self, found: Found, place: str) -> None:
        """Read text boxes, and remark on all that is no text."""
        for note in found.notes:
            if text := self._notes.get(note, ""):
                self._into.remark(f"{place}的注释没有并入正文：“{_short(text)}”")
        if found.pictures:
            self._into.remark(f"{place}的图片或嵌入对象没有读入")
        if found.struck.strip():
            self._into.remark(f"{place}有删除线的文字没有读入：“{_short(found.struck.strip())}”")
        if found.hidden:
            self._into.remark(f"{place}的隐藏文字没有读入")
        if found.revised:
            self._into.remark(_REVISED)
        for box in found.boxes:
            self._blocks(box, f"{place}旁的文本框")

    def _blocks(self, holder: Element, beside: str) -> None:
        """Add the paragraphs and tables of a text box, or of a cell that only lays them out."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise TooDeepError
        for child in children(holder):
            if child.tag == _P:
                self._paragraph(child, beside)
            elif child.tag == _TBL:
                self._table(child, self._rows(child))
        self._depth -= 1

    def _rows(self, table: Element | None, place: str = "") -> Rows:
        """Begin a table."""
        if not place:
            self._tables += 1
            place = f"表{self._tables}"
        return Rows(place, Grid(table), self._cell, self._into.cell, self._lost)

    def _table(self, element: Element, rows: Rows) -> None:
        for row in children(element):
            if row.tag == _TR:
                self._row(row, rows)
        self._finish(rows)

    def _row(self, row: Element, rows: Rows) -> None:
        """Take a row; one that holds tables to read by themselves lays out the page."""
        cells = [cell for cell in children(row) if cell.tag == _TC and not is_deleted(cell)]
        if is_deleted(row) or len(cells) < sum(cell.tag == _TC for cell in children(row)):
            self._into.remark(_REVISED)
        if is_deleted(row):
            return
        inner = [child for cell in cells for child in children(cell) if child.tag == _TBL]
        if inner and (len(cells) == 1 or any(map(_is_large, inner))):
            for cell in cells:
                self._blocks(cell, "")
        else:
            rows.take(row, cells)

    def _finish(self, rows: Rows) -> None:
        """Add a table, and after it the tables inside its cells."""
        self._into.table(rows.cells, rows.place)
        inner, self._inner = self._inner, []
        for element, place in inner:
            self._depth += 1
            if self._depth > MOST_DEPTH:
                raise TooDeepError
            self._table(element, self._rows(element, f"{place}内的表"))
            self._depth -= 1

    def _cell(self, cell: Element, place: str) -> str:
        """The text of a cell, paragraph by paragraph; tables inside it are kept for later."""
        texts = []
        for child in children(cell):
            if child.tag == _P and not self._hold(child):
                found, label = self._text(child)
                texts.append(label + found.text)
                self._beside(found, place)
            elif child.tag == _TBL and _is_column(child):
                inner = (cell for row in child.iter(_TR) for cell in row.iter(_TC))
                texts += [self._cell(one, place) for one in inner]
            elif child.tag == _TBL:
                self._inner.append((child, place))
        if self._held:
            texts.append(self._text(_EMPTY)[0].text)
        return "\n".join(texts)

    def _lost(self, place: str, text: str) -> None:
        self._into.remark(f"{place}并入了前一格，格里另有文字没有读入：“{_short(text)}”")


def _widths(table: Element) -> list[int]:
    """How many cells each row of a table has."""
    return [sum(cell.tag == _TC for cell in row) for row in table if row.tag == _TR]


def _is_column(table: Element) -> bool:
    """Whether a table inside a cell only frames the cell's own text."""
    nested = sum(1 for _ in table.iter(_TBL)) > 1
    return not nested and max(_widths(table), default=0) == 1


def _is_large(table: Element) -> bool:
    """Whether a table inside a cell is what the page is about, and those around lay it out."""
    widths = _widths(table)
    return len(widths) > 2 and max(widths) > 2  # noqa: PLR2004  (more than a few words)


def _each(part: Element | None) -> list[Element]:
    return [] if part is None else list(part)


def _plain(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t")).strip()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
