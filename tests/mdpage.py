"""A Markdown page as a git host renders it: its sections, tables, lists and links."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_TEXT = ("text", "text_special", "softbreak")


class Section(NamedTuple):
    """The contents below one heading: paragraphs, tables of rows, items with their depth."""

    paragraphs: list[str]
    tables: list[list[list[str]]]
    items: list[tuple[int, str]]


@lru_cache(maxsize=64)
def parsed(page: str) -> list[Token]:
    """Return the tokens of a page; they are cached."""
    return _PARSER.parse(page)


def sections(page: str) -> dict[str, Section]:
    """Return the sections of a page by their headings, which must differ."""
    result: dict[str, Section] = {}
    section = Section([], [], [])
    depth, opened = 0, ""
    for token in parsed(page):
        if token.type == "inline":
            text = text_of(token)
            if opened == "heading_open":
                assert text not in result
                section = result.setdefault(text, Section([], [], []))
            elif opened in ("th_open", "td_open"):
                section.tables[-1][-1].append(text)
            elif depth:
                section.items.append((depth, text))
            else:
                section.paragraphs.append(text)
        elif token.type == "table_open":
            section.tables.append([])
        elif token.type == "tr_open":
            section.tables[-1].append([])
        depth += token.nesting if token.tag in ("ul", "ol") else 0
        opened = token.type
    return result


def text_of(token: Token) -> str:
    """Return the visible text of a line, without emphasis."""
    return "".join(
        "\n" if child.content == "<br>" and child.type == "html_inline" else child.content
        for child in token.children or []
    )


def shown(page: str) -> str:
    """Return the visible text of a page, one line per block."""
    return "\n".join(text_of(token) for token in parsed(page) if token.type == "inline")


def skeleton(page: str) -> list[str]:
    """Return the structure of a page: blocks, emphasis, links with their targets, HTML.

    Line breaks within a block are left out: texts may have any number of lines.
    """
    return list(_structure(parsed(page)))


def _structure(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _structure(token.children or [])
        elif token.type == "html_inline" and token.content == "<br>":
            continue
        elif token.type not in _TEXT:
            content = token.content if token.type in ("html_inline", "html_block") else ""
            yield f"{token.type} {token.attrGet('href') or content}".rstrip()


def links(page: str) -> list[str]:
    """Return the targets of the links of a page, in order."""
    opened = (part for part in skeleton(page) if part.startswith("link_open"))
    return [part.partition(" ")[2] for part in opened]


def autolinked(page: str) -> list[str]:
    """Return what GitHub would make a link although it is not written as one."""
    written = re.sub(r"<https?://[^<>\s]*>", "", page)
    return re.findall(r"(?i)[a-z]://\S*|(?<![a-z0-9/])www\.\S*", written)


def ragged(page: str) -> list[str]:
    """Return the lines of tables whose number of cells differs from the head, in either parser."""
    lines = page.split("\n")
    odd = []
    for token in parsed(page):
        if token.type == "table_open":
            assert token.map
            first, end = token.map
            odd += [line for line in lines[first:end] if _cells(line) != _cells(lines[first])]
    return odd


def _cells(line: str) -> set[int]:
    """Count the cells of a row as GitHub, which skips pairs of backslashes, and as others do."""
    return {
        len(re.findall(r"\|", re.sub(r"\\.", "", line))) - 1,
        len(re.findall(r"(?<!\\)\|", line)) - 1,
    }
