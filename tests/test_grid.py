"""Grids: the same cells on a terminal, in a pipe, in a spreadsheet and in Markdown."""

import csv
import io
import re

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from mdpage import autolinked, shown, skeleton
from rich.cells import cell_len as rich_cell_len

from gkplan.views.markdown import markdown_text, to_markdown
from gkplan.views.table import (
    NONE,
    Cell,
    Column,
    Section,
    Table,
    cell_len,
    clip,
    plain,
    to_csv,
    visible,
)
from gkplan.views.terminal import console, print_table


def grid(*rows: list[str], heading: str = "", closing: str = "") -> Table:
    """A grid of two columns with one section."""
    cells = [[Cell(text) for text in row] for row in rows]
    return Table([Column("编号", 6), Column("事项")], [Section(cells, heading, 2)], closing)


def on_terminal(grid: Table, width: int) -> list[str]:
    """Return the lines that a terminal of this width shows, without the blanks at their ends."""
    out = io.StringIO()
    print_table(console(out, width, color=False), grid)
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
        ("甲乙", 1, 3, ["甲", "乙"]),
        ("甲" * 1_000_000, 5, 2, ["甲甲", "甲甲…"]),
    ],
    ids=range(11),
)
def test_a_text_is_clipped_by_cells(text: str, width: int, lines: int, expected: list[str]) -> None:
    assert clip(text, width, lines) == expected


@pytest.mark.parametrize(
    ("text", "width", "lines", "expected"),
    [
        # an id, a number or a date is not broken but begins the next line
        ("见2.10和3.1", 5, 3, ["见", "2.10", "和3.1"]),
        ("4 项：2.4、2.7、2.11、3.1", 19, 2, ["4 项：2.4、2.7、", "2.11、3.1"]),
        ("共 106 项", 5, 3, ["共 ", "106 ", "项"]),
        ("在 2017-10-31 前", 12, 3, ["在 ", "2017-10-31 ", "前"]),
        ("逾期gkplan due", 10, 2, ["逾期gkplan", " due"]),
        # what is longer than an id or fills a line is still broken
        ("见ABCDEFGHIJKLMNOP", 13, 3, ["见ABCDEFGHIJK", "LMNOP"]),
        ("123456789", 4, 3, ["1234", "5678", "9"]),
        ("https://a.cn/example", 15, 2, ["https://a.cn/", "example"]),
        # closing punctuation does not begin a line
        ("一二三，四", 6, 2, ["一二", "三，四"]),
        ("（一二）三", 6, 2, ["（一", "二）三"]),
        ("一，，，", 4, 3, ["一，", "，，"]),
        # an opening bracket does not end a line
        ("一二（三）", 6, 2, ["一二", "（三）"]),
        ("率 0.0%（0/13）", 9, 2, ["率 0.0%", "（0/13）"]),
        ("《“一二", 4, 2, ["《“", "一二"]),
        ("一《“二", 6, 2, ["一", "《“二"]),
    ],
)
def test_a_line_is_broken_where_it_can_be_read(
    text: str, width: int, lines: int, expected: list[str]
) -> None:
    assert clip(text, width, lines) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("甲乙、2.10、3.1", 10, ["甲乙、", "2.10、3.1"]),
        ("4 项：2.4、2.7、2.11、3.1", 20, ["4 项：2.4、2.7、", "2.11、3.1"]),
        ("截至 2017-10-31，", 15, ["截至 ", "2017-10-31，"]),
        ("完成率 100.0%；逾期", 13, ["完成率 ", "100.0%；逾期"]),
    ],
)
def test_a_number_is_not_separated_from_the_punctuation_after_it(
    text: str, width: int, expected: list[str]
) -> None:
    assert clip(text, width, 9) == expected


def test_an_id_that_is_cut_does_not_look_like_another() -> None:
    assert clip("甲、2.10、2.11", 9, 1) == ["甲、…"]


_BROAD = st.characters().filter(lambda character: character == "\n" or cell_len(character) > 0)


@examples(25)
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


def test_a_row_of_a_pipe_is_one_line_whatever_the_texts_contain() -> None:
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


def numbers(*rows: tuple[str, str, str]) -> Table:
    """Return a grid of a name, a right-aligned number and a last column."""
    columns = [Column("单位"), Column("应办", right=True), Column("完成率", right=True)]
    return Table(columns, [Section([[Cell(text) for text in row] for row in rows])])


NUMBERS = numbers(("甲局", "1", "100.0%"), ("乙局", "12345", "6.3%"))


def test_numbers_and_their_titles_are_right_aligned() -> None:
    assert plain(NUMBERS) == ("单位   应办  完成率\n甲局      1  100.0%\n乙局  12345    6.3%\n")
    assert on_terminal(NUMBERS, 30) == plain(NUMBERS).split("\n")


def test_absent_numbers_are_right_aligned_too() -> None:
    columns = [Column("名次", right=True), Column("应办", right=True), Column("最近")]
    rows = [[Cell("10"), Cell("3"), NONE], [NONE, Cell("0"), Cell("2017-10-31")]]
    shown = Table(columns, [Section(rows, "一、组", 2)], "共")
    assert plain(shown) == (
        "名次  应办  最近\n## 一、组\n  10     3  -\n   -     0  2017-10-31\n共\n"
    )
    assert to_csv(shown) == "名次,应办,最近\r\n10,3,\r\n,0,2017-10-31\r\n"


def test_each_line_of_a_cell_is_right_aligned_on_a_terminal() -> None:
    assert on_terminal(numbers(("甲局", "12\n3", "1%")), 30) == [
        "单位  应办  完成率",
        "甲局    12      1%",
        "         3",
        "",
    ]


def test_wide_characters_are_aligned_by_cells() -> None:
    shown = numbers(("甲", "一二三四", "5 项"), ("乙", "1", "12 项"))
    assert plain(shown) == (
        "单位      应办  完成率\n甲    一二三四    5 项\n乙           1   12 项\n"
    )
    assert on_terminal(shown, 40) == plain(shown).split("\n")


def test_csv_and_markdown_pad_nothing() -> None:
    assert to_csv(NUMBERS) == "单位,应办,完成率\r\n甲局,1,100.0%\r\n乙局,12345,6.3%\r\n"
    assert to_markdown(NUMBERS) == (
        "| 单位 | 应办 | 完成率 |\n"
        "| --- | --- | --- |\n"
        "| 甲局 | 1 | 100.0% |\n"
        "| 乙局 | 12345 | 6.3% |\n"
    )


def test_a_narrow_last_column_leaves_its_width_to_the_others() -> None:
    columns = [Column("编号", 6), Column("状态", 14), Column("单位", 24), Column("事项")]
    row = ["1.2", "延期1次 迟申请", "区市场和质量技术监督局", "短。"]
    shown = Table(columns, [Section([[Cell(text) for text in row]])])
    assert on_terminal(shown, 52) == [
        "编号  状态            单位                    事项",
        "1.2   延期1次 迟申请  区市场和质量技术监督局  短。",
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


@examples(25)
@given(
    st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=4),
    st.text(max_size=30),
    st.integers(20, 120),
)
def test_no_line_on_a_terminal_is_wider_than_it(
    rows: list[list[str]], heading: str, width: int
) -> None:
    out = io.StringIO()
    print_table(console(out, width, color=False), grid(*rows, heading=heading))
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


def test_markdown_is_a_table_whatever_the_cells_contain() -> None:
    shown = grid(["a|b", "<b>甲</b>\n- 乙 `丙` [丁](x) *戊*\\|"], heading="组|<i>", closing="共")
    assert to_markdown(shown) == (
        "### 组\\|&lt;i>\n"
        "\n"
        "| 编号 | 事项 |\n"
        "| --- | --- |\n"
        "| a\\|b | &lt;b>甲&lt;/b><br>- 乙 \\`丙\\` \\[丁\\](x) \\*戊\\*\\\\\\| |\n"
        "\n"
        "共\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "说明\n佐证：https://a.cn/8_月\nhttp://b.cn/?c=1&d",
            "说明<br>佐证：<https://a.cn/8_月><br><http://b.cn/?c=1&d>",
        ),
        ("佐证：evidence/8_月.pdf", "佐证：evidence/8_月.pdf"),
        ("见https://a.cn", "见https\\://a.cn"),
        ("https://a.cn 一", "https\\://a.cn 一"),
        ("https://a.cn/<b>", "https\\://a.cn/&lt;b>"),
        ("https://a.cn/|b", "https\\://a.cn/\\|b"),
        ("https://a.cn/\u202eb", "https\\://a.cn/\\u202eb"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("- 一", "- 一"),
        ("-", "-"),
    ],
)
def test_a_cell_of_markdown_links_what_is_an_address_and_nothing_else(
    text: str, written: str
) -> None:
    assert f"| 一 | {written} |\n" in to_markdown(grid(["一", text]))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # ordinary text is not changed
        ("一、二；《三》（四）“五”〔2017〕1号。", "一、二；《三》（四）“五”〔2017〕1号。"),
        ("1.2 至 3.4，A&B，<5%，>3，50%", "1.2 至 3.4，A&B，<5%，>3，50%"),
        ("1.一 2）二 -3 +4 #5", "1.一 2）二 -3 +4 #5"),
        ("evidence/2017_08_甲_乙.pdf", "evidence/2017_08_甲_乙.pdf"),
        ("C:\\temp\\文件", "C:\\temp\\文件"),
        ("张三 <zhang@example.cn", "张三 &lt;zhang@example.cn"),
        # emphasis, deletion, code, formulas
        ("*一* 2*3*4", "\\*一\\* 2\\*3\\*4"),
        ("_一_ __二__ a__b (_c_)", "\\_一\\_ \\_\\_二\\_\\_ a\\_\\_b (\\_c\\_)"),
        ("9:00~10:00", "9:00\\~10:00"),
        ("`一` $x$", "\\`一\\` \\$x\\$"),
        # links, pictures, footnotes, addresses
        ("[一](x) ![二](y) [^3]", "\\[一\\](x) !\\[二\\](y) \\[^3\\]"),
        ("^一", "\\^一"),
        ("见https://a.cn/一_b。", "见https\\://a.cn/一_b。"),
        ("FTP://a.cn www.a.cn（WWW.b.cn）", "FTP\\://a.cn www\\.a.cn（WWW\\.b.cn）"),
        ("http://www.a.cn", "http\\://www.a.cn"),
        ("一!", "一\\!"),
        # HTML, entities, backslashes, cells
        ("<b>一</b> <!-- 二 --> <?三?>", "&lt;b>一&lt;/b> &lt;!-- 二 --> &lt;?三?>"),
        ("&amp; &#60; &copy 一<", "&amp;amp; &amp;#60; &copy 一&lt;"),
        ("\\[ \\\\ 一\\", "\\\\\\[ \\\\\\ 一\\\\"),
        ("一|二\\|三", "一\\|二\\\\\\|三"),
        # lines
        ("一\n\n  二 \n三\n", "一<br>二<br>三"),
        ("  一\\\n二", "一\\\\<br>二"),
        ("\u202e一\r", "\\u202e一\\u000d"),
        # characters at the beginning of a line
        ("# 一 #", "\\# 一 \\#"),
        ("> 一", "\\> 一"),
        ("- 一", "\\- 一"),
        ("+ 一", "\\+ 一"),
        ("12. 一", "12\\. 一"),
        ("1) 一", "1\\) 一"),
        ("---", "\\---"),
        ("- -", "\\- -"),
        ("==", "\\=="),
        (":-:", "\\:-:"),
    ],
)
def test_markdown_escapes_only_what_would_be_markup(text: str, written: str) -> None:
    assert markdown_text(text) == written


PLACES = [
    "{}\n",
    "一\n{}\n",
    "# {}\n",
    "- {}\n",
    "> {}\n",
    "| 一 |\n| --- |\n| {} |\n",
    "[{}](u)\n",
]
SCRAPS = "一 a 1 . ) _ * ~ ` [ ] ( | \\ < > & ; ! # - + = : :// www. &amp; <b> ^ $ \n \t \u202e"


@examples(25)
@given(st.lists(st.sampled_from([*SCRAPS.split(" "), " "]), max_size=12).map("".join))
def test_markdown_shows_any_text_unchanged_at_every_position(text: str) -> None:
    shown_text = re.sub(r"\s+", "", visible(text))
    for place in PLACES:
        page = place.format(markdown_text(text))
        assert re.sub(r"\s+", "", shown(page)) == re.sub(r"[^一]", "", place) + shown_text
        if shown_text:
            assert skeleton(page) == skeleton(place.format("二"))
        assert autolinked(page) == []


@examples(300)
@given(
    st.text(
        st.sampled_from(
            "甲乙，。（）“”—…·aZ 1-~〔〕『\u3000\u301d\u4dff\u9fffｶ！\uff5f\u0301😀\n\x07é"
        )
    )
)
def test_the_width_of_a_text_is_that_of_rich(text: str) -> None:
    assert cell_len(text) == rich_cell_len(text)


def test_every_character_whose_width_is_known_has_it_in_rich_too() -> None:
    known = [
        *range(0x20, 0x7F),
        *range(0x3001, 0x301D),
        *range(0x4E00, 0xA000),
        *range(0xFF01, 0xFF5F),
    ]
    characters = [*map(chr, known), *"“”‘’—…·█░"]
    assert [char for char in characters if cell_len(char) != rich_cell_len(char)] == []
