"""How much of a document is read at most, and the errors of files that cannot be read."""

MOST_BYTES = 100_000_000
"""The size of a file."""

MOST_INFLATED = 300_000_000
"""The size of one part of a packed file (docx, xlsx) after it was inflated."""

MOST_RATIO = 400
SMALL = 20_000_000
"""How many times a part may grow when it is inflated, once it is not small any more."""

MOST_PACKED = 2_000_000_000
"""The sum of the sizes that a packed file states for its parts, pictures included."""

MOST_PARTS = 20_000
"""The number of parts in a packed file."""

MOST_ROWS = 16_000
MOST_CELLS = 160_000
"""The number of paragraphs and rows of tables together, and of cells, over a whole document."""

LONGEST_PARAGRAPH = 50_000
LONGEST_CELL = 20_000
MOST_TEXT = 1_050_000
"""The number of characters of a paragraph, of a cell, and of a whole document."""

MOST_NESTED = 50
"""How deep brackets may lie in one another."""

MOST_COLUMNS = 1_000
"""The number of columns of a table in which cells begin; HTML allows no wider spans."""

MOST_DEPTH = 60
"""How deep tables, lists and containers may lie in one another."""

MOST_REMARKS = 200

MOST_MARKUP = 30_000_000
"""The number of characters of a web page."""

MOST_TAGS = 2_000_000
"""The number of ``<`` in a web page."""

MOST_ATTRIBUTES = 5_000
"""The number of ``=`` in one tag of a web page: reading them takes the square of it in time."""

MOST_SAVED = 1_000
LONGEST_HEAD = 4_000
"""The number of files in a web page saved as one file, and of bytes of the head of each."""

MOST_MARKDOWN = 2_000_000
MOST_TOKENS = 600_000
"""The number of characters of a Markdown file, and of the tokens of its paragraphs and cells."""

MOST_LINES = 500_000
LONGEST_LINE = 200_000
"""The number of lines of a text, and of characters in one of them."""

MOST_DRAWN = 200
"""The number of edges of a table drawn with characters."""

MOST_PDF_PAGES = 1_000
MOST_PDF_OBJECTS = 100_000
"""The number of pages of a PDF, and of the characters, lines and pictures on them."""

MOST_PDF_RULES = 250_000
"""The number of places where the lines on a page of a PDF may cross."""


class UnreadableError(Exception):
    """A file that is not read any further: why, and what to do about it, in Chinese."""

    def __init__(self, why: str, remedy: str) -> None:
        """Keep both parts."""
        super().__init__(why)
        self.why = why
        self.remedy = remedy


class TooDeepError(UnreadableError):
    """Parts lie in one another deeper than any document needs."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "表格、文本框或列表一层套一层，套得太深",
            "用 Word 或 WPS 打开，把内容粘贴到新文档里，另存为 .docx 再导入",
        )


class DamagedError(UnreadableError):
    """A packed file whose parts cannot be read."""

    def __init__(self, why: str) -> None:
        """Say what is wrong."""
        super().__init__(why, "用 Word、Excel 或 WPS 打开，确认内容完整后另存一份再导入")


class TooLargeError(UnreadableError):
    """A file far beyond any plan."""

    def __init__(self, why: str) -> None:
        """Say what is too large."""
        super().__init__(f"{why}，不像一份分工方案", "只留下分工方案本身，另存后再导入")
