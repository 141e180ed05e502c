"""How much of a document is read at most: far above any plan, low enough for any office machine."""

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

MOST_PARAGRAPHS = 100_000
MOST_CELLS = 300_000
"""The number of paragraphs and of cells with a place of their own, over a whole document."""

LONGEST_PARAGRAPH = 50_000
LONGEST_CELL = 20_000
MOST_TEXT = 6_000_000
"""The number of characters of a paragraph, of a cell, and of a whole document."""

MOST_NESTED = 50
"""How deep brackets may lie in one another."""

MOST_COLUMNS = 1_000
MOST_ROWS = 20_000
"""The number of columns and rows of a table in which cells begin; HTML allows no wider spans."""

MOST_DEPTH = 60
"""How deep tables, lists and containers may lie in one another."""

MOST_REMARKS = 200

MOST_MARKUP = 30_000_000
"""The number of characters of a web page."""

MOST_TAGS = 2_000_000
"""The number of ``<`` in a web page."""

MOST_ATTRIBUTES = 5_000
"""The number of ``=`` in one tag of a web page: reading them takes the square of it in time."""

MOST_MARKDOWN = 2_000_000
"""The number of characters of a Markdown file."""

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
