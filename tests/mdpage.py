"""A Markdown page as a git host reads it: its sections, tables, lists and links."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_TEXT = ("text", "text_special", "softbreak")


class Section(NamedTuple):
    """What stands below one heading: paragraphs, tables of rows, items with their depth."""

    said: list[str]
    tables: list[list[list[str]]]
    items: list[tuple[int, str]]


@lru_cache(maxsize=64)
def parsed(page: str) -> list[Token]:
    """What a page consists of, worked out once."""
    return _PARSER.parse(page)


def sections(page: str) -> dict[str, Section]:
    """The sections of a page by their headings, which must differ."""
    found: dict[str, Section] = {}
    section = Section([], [], [])
    depth, opened = 0, ""
    for token in parsed(page):
        if token.type == "inline":
            text = text_of(token)
            if opened == "heading_open":
                assert text not in found
                section = found.setdefault(text, Section([], [], []))
            elif opened in ("th_open", "td_open"):
                section.tables[-1][-1].append(text)
            elif depth:
                section.items.append((depth, text))
            else:
                section.said.append(text)
        elif token.type == "table_open":
            section.tables.append([])
        elif token.type == "tr_open":
            section.tables[-1].append([])
        depth += token.nesting if token.tag in ("ul", "ol") else 0
        opened = token.type
    return found


def text_of(token: Token) -> str:
    """What a reader sees of a line, marks of emphasis left out."""
    return "".join(
        "\n" if child.content == "<br>" and child.type == "html_inline" else child.content
        for child in token.children or []
    )


def shown(page: str) -> str:
    """Everything that a reader sees, a line a block."""
    return "\n".join(text_of(token) for token in parsed(page) if token.type == "inline")


def skeleton(page: str) -> list[str]:
    """What a page is made of beside its words: blocks, emphasis, links with where they lead, HTML.

    Line breaks within a block are left out: texts may have any number of lines.
    """
    return list(_bones(parsed(page)))


def _bones(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _bones(token.children or [])
        elif token.type == "html_inline" and token.content == "<br>":
            continue
        elif token.type not in _TEXT:
            content = token.content if token.type in ("html_inline", "html_block") else ""
            yield f"{token.type} {token.attrGet('href') or content}".rstrip()


def links(page: str) -> list[str]:
    """Where the links of a page lead, in order."""
    return [one.partition(" ")[2] for one in skeleton(page) if one.startswith("link_open")]


def autolinked(page: str) -> list[str]:
    """What GitHub would make links of although nobody wrote them as such."""
    written = re.sub(r"<https?://[^<>\s]*>", "", page)
    return re.findall(r"(?i)[a-z]://\S*|(?<![a-z0-9/])www\.\S*", written)


def ragged(page: str) -> list[str]:
    """The lines of tables that have not as many cells as their head, as either parser counts."""
    lines = page.split("\n")
    odd = []
    for token in parsed(page):
        if token.type == "table_open":
            assert token.map
            first, end = token.map
            odd += [line for line in lines[first:end] if _cells(line) != _cells(lines[first])]
    return odd


def _cells(line: str) -> set[int]:
    """How many cells a row has for GitHub, which skips pairs of backslashes, and for others."""
    return {
        len(re.findall(r"\|", re.sub(r"\\.", "", line))) - 1,
        len(re.findall(r"(?<!\\)\|", line)) - 1,
    }
