"""Grids: what a terminal, a pipe, a spreadsheet and Markdown make of the same cells."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gkplan.views.grid import (
    Cell,
    Column,
    Grid,
    Section,
    clip,
    markdown_text,
    plain,
    to_csv,
    to_markdown,
    visible,
)
from gkplan.views.terminal import console, print_grid


def grid(*rows: list[str], heading: str = "", closing: str = "") -> Grid:
    """A grid of two columns with one section."""
    cells = [[Cell(text) for text in row] for row in rows]
    return Grid([Column("编号", 6), Column("事项")], [Section(cells, heading, 2)], closing)


def on_terminal(grid: Grid, width: int) -> list[str]:
    """The lines that a terminal of this width shows, without the blanks at their ends."""
    out = io.StringIO()
    print_grid(console(out, width, color=False), grid)
    return [line.rstrip() for line in out.getvalue().split("\n")]


@pytest.mark.parametrize(
    ("text", "width", "lines", "expected"),
    [
        ("一二三", 6, 1, ["一二三"]),
        ("一二三四", 6, 1, ["一二…"]),
        ("一二三四", 7, 1, ["一二三…"]),
        ("一二三四五六", 5, 2, ["一二", "三四…"]),
        ("一二三四", 5, 2, ["一二", "三四"]),
        ("ab\ncd", 6, 2, ["ab", "cd"]),
        ("ab\ncd\nef", 6, 2, ["ab", "cd…"]),
        ("", 6, 2, [""]),
        ("a\n\nb", 6, 3, ["a", "", "b"]),
    ],
)
def test_a_text_is_clipped_by_cells(text: str, width: int, lines: int, expected: list[str]) -> None:
    assert clip(text, width, lines) == expected


_BROAD = st.characters().filter(lambda one: one == "\n" or cell_len(one) > 0)


@given(st.text(_BROAD, max_size=60), st.integers(2, 20), st.integers(1, 4))
def test_clipped_lines_always_fit_and_nothing_is_cut_unseen(
    text: str, width: int, lines: int
) -> None:
    found = clip(text, width, lines)
    assert 1 <= len(found) <= lines
    assert all(cell_len(line) <= width for line in found)
    if "".join(found) != text.replace("\n", ""):
        assert found[-1].endswith("…")


def test_a_pipe_gets_aligned_lines_and_everything() -> None:
    rows = (["1.1", "长" * 100], ["10.10", "二\n行"])
    assert plain(grid(*rows, heading="一、组", closing="共 2 项")) == (
        f"编号   事项\n## 一、组\n1.1    {'长' * 100}\n10.10  二 行\n共 2 项\n"
    )


def test_a_row_of_a_pipe_is_one_line_whatever_the_texts_hold() -> None:
    text = plain(grid(["1\n.1", "甲\n\n乙"], heading="一、组\n1.9  假的", closing="共\n1 项"))
    assert len(text.split("\n")) == len(["titles", "heading", "row", "closing", ""])


def test_hidden_characters_are_shown_and_do_not_shift_the_columns() -> None:
    text = plain(grid(["\u202e", "甲"], ["长编号九九", "乙"], heading="\x1b[31m组\u2066"))
    assert text == ("编号        事项\n## \\u001b[31m组\\u2066\n\\u202e      甲\n长编号九九  乙\n")


def test_a_terminal_gets_columns_that_fit() -> None:
    shown = grid(["1.1", "长" * 20], ["10.10", "短"], heading="一、组", closing="共 2 项")
    assert on_terminal(shown, 30) == [
        "编号   事项",
        "一、组",
        "1.1    " + "长" * 11,
        "       " + "长" * 9,
        "10.10  短",
        "",
        "共 2 项",
        "",
    ]


def test_markup_is_plain_text_on_a_terminal() -> None:
    shown = grid(["[b]1", "[link=x]甲[/link] :smile:"], heading="[red]组[/red]", closing="[i]共")
    assert on_terminal(shown, 60) == [
        "编号  事项",
        "[red]组[/red]",
        "[b]1  [link=x]甲[/link] :smile:",
        "",
        "[i]共",
        "",
    ]


@given(
    st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=4),
    st.text(max_size=30),
    st.integers(20, 120),
)
def test_no_line_on_a_terminal_is_wider_than_it(
    rows: list[list[str]], heading: str, width: int
) -> None:
    out = io.StringIO()
    print_grid(console(out, width, color=False), grid(*rows, heading=heading))
    shown = out.getvalue()
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\n乙\t丙", "甲\n乙\t丙"),
        ("\x1b[31m", "\\u001b[31m"),
        ("\r\x08\x7f\x9b", "\\u000d\\u0008\\u007f\\u009b"),
        (
            "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e",
            "\\u061c\\u200e\\u200f\\u202a\\u202b\\u202c\\u202d\\u202e",
        ),
        ("\u2066\u2067\u2068\u2069\ufeff", "\\u2066\\u2067\\u2068\\u2069\\ufeff"),
    ],
    ids=["breaks", "escape", "controls", "marks", "isolates"],
)
def test_characters_that_drive_a_terminal_or_turn_text_are_shown_by_number(
    text: str, shown: str
) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=1\n=2"])
def test_a_spreadsheet_runs_no_formula(text: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(grid([text, "甲,乙"])), newline="")))
    assert rows == [["编号", "事项"], ["'" + text, "甲,乙"]]


def test_csv_quotes_what_it_must() -> None:
    assert to_csv(grid(['说"好"', "一\n二"], ["1,2", ""])) == (
        '编号,事项\r\n"说""好""","一\n二"\r\n"1,2",\r\n'
    )


def test_markdown_is_a_table_whatever_the_cells_hold() -> None:
    shown = grid(["a|b", "<b>甲</b>\n- 乙 `丙` [丁](x) *戊*\\|"], heading="组|<i>", closing="共")
    assert to_markdown(shown) == (
        "### 组\\|&lt;i&gt;\n"
        "\n"
        "| 编号 | 事项 |\n"
        "| --- | --- |\n"
        "| a\\|b | &lt;b&gt;甲&lt;/b&gt;<br>- 乙 \\`丙\\` \\[丁\\](x) \\*戊\\*\\\\\\| |\n"
        "\n"
        "共\n"
    )


@given(st.text(max_size=40))
def test_markdown_text_is_one_harmless_line(text: str) -> None:
    written = markdown_text(text)
    assert "\n" not in written
    bare = re.sub(r"\\[\\`*\[\]|]", "", written.replace("<br>", ""))
    assert not set("<>|`*[]\\\x1b\u202e") & set(re.sub(r"u[0-9a-f]{4}", "", bare))
