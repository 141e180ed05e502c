"""Tables as Markdown, and texts that Markdown shows literally."""

import re

from gkplan.views.table import Table, visible

_MARK = re.compile(r"[!-/:-@[-`{-~\s]")
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?]|\Z)")
_MARKUP = re.compile(
    r"""
      [`*~|$\[\]]                       # code, emphasis, deletion, cells, formulas, links
    | \\(?=[!-/:-@[-`{-~\n]|\Z)         # a backslash that would escape what follows
    | _(?!(?<=[^\W_]_)[^\W_])           # emphasis; not between two letters
    | (?<=[A-Za-z]):(?=//)              # an address: it would include what follows it
    | (?<=(?<![A-Za-z0-9/])[Ww]{3})\.
    | \A\^                              # after the bracket of a link: a footnote
    | !\Z                               # before the bracket of a link: an image
    | (?<!\S)\#+\Z                      # at the end of a heading
    """,
    re.VERBOSE,
)
"""What Markdown would interpret as markup within a line."""
_ADDRESS = re.compile(r"(佐证：|)(https?://[^\s<>|\\;]+)")
_BLOCK = re.compile(r"^(?:(?=[#>]|[-+](?:\s|$)|[-:=\s]+$)|\d{1,9}(?=[.)](?:\s|$)))")
"""What Markdown would interpret as a heading, quotation, list or rule at the start of a line."""


def to_markdown(table: Table) -> str:
    """Render as Markdown, one table per section."""
    heads = [column.title for column in table.columns]
    parts = []
    for section in table.sections:
        if section.heading:
            parts.append(f"{'#' * (section.level + 1)} {markdown_text(section.heading)}\n")
        if section.rows:
            lines = [heads, ["---"] * len(heads)]
            lines += [[_markdown_cell(cell.text) for cell in row] for row in section.rows]
            parts.append("".join(f"| {' | '.join(line)} |\n" for line in lines))
    if table.closing:
        parts.append(f"{markdown_text(table.closing)}\n")
    return "\n".join(parts)


def _markdown_cell(text: str) -> str:
    """Escape a cell; a line that is only a web address, as of evidence, becomes a link."""
    lines = filter(None, map(str.strip, visible(text).split("\n")))
    return "<br>".join(
        f"{match[1]}<{match[2]}>" if (match := _ADDRESS.fullmatch(line)) else markdown_inline(line)
        for line in lines
    )


def markdown_text(text: str) -> str:
    """Escape a text so that Markdown shows it literally: in a line, a heading or a cell.

    Only what GitHub's Markdown would interpret is escaped. An e-mail address is left as it is:
    GitHub makes it a link however it is escaped, and the link leads where its text says.
    """
    return _BLOCK.sub(r"\g<0>\\", markdown_inline(text))


def markdown_inline(text: str) -> str:
    """Escape a text so that Markdown shows it literally after the start of a line."""
    if text.isprintable() and not _MARK.search(text):
        return text
    lines = filter(None, map(str.strip, visible(text).split("\n")))
    safe = _TAG.sub("&lt;", _ENTITY.sub("&amp;", "\n".join(lines)))
    return _MARKUP.sub(r"\\\g<0>", safe).replace("\n", "<br>")
