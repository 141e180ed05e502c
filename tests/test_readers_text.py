"""Plain text: encodings, paragraphs with their lines, and every form of table in text."""

import pytest
from conftest import REPO
from reading import read

from gkplan.domain.errors import UsageError
from gkplan.importing.document import Table
from gkplan.importing.readers import read_document

NANSHA = REPO / "tests" / "source" / "nansha-2017-94.txt"
PLAN = "一、加强预期引导\n区财政局\n"
READ = "第1行: 一、加强预期引导\n第2行: 区财政局\n"
DAMAGED = "文字是乱码，在别处转换编码时已经弄错"
NO_TEXT = "不是文本文件，或编码不是 UTF-8、UTF-16、GB18030"


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "gb2312",
        "gbk",
        "gb18030",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_of_any_usual_encoding_and_line_end_is_read(encoding: str, end: str) -> None:
    assert read("方案.txt", PLAN.replace("\n", end).encode(encoding)) == READ


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (PLAN.encode("gb18030") * 3 + b"\xff\xff\xff", NO_TEXT),
        (("一、加強預期引導，區財政局及時公開。\n" * 9).encode("big5"), NO_TEXT),
        (bytes(range(128, 256)) * 9, NO_TEXT),
        (b"\0\1\2\3" * 50, "里面有许多控制字符，不是文本文件"),
        (b"plan\1\2\3", "里面有许多控制字符，不是文本文件"),
        ("一、\ufffd\ufffd\ufffd".encode(), "里面有许多“\ufffd”，文字在别处转换编码时已经丢失"),
        ((PLAN * 9).encode().decode("gb18030", "ignore").encode(), DAMAGED),
        ((PLAN * 9).encode().decode("cp1252", "ignore").encode(), DAMAGED),
        ((PLAN * 9).encode("gbk").decode("latin-1").encode(), DAMAGED),
        (("锟斤拷锟斤拷一、锟斤拷\n" * 3).encode(), DAMAGED),
    ],
)
def test_what_is_no_text_or_was_spoilt_before_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UsageError) as error:
        read_document("方案.txt", content)
    assert error.value.message == f"不能读 方案.txt：{why}"
    assert error.value.remedy == (
        "用记事本或 WPS 打开，看清内容正常后另存为 UTF-8 编码的文本，再导入"
    )


def test_a_broken_byte_in_a_long_text_costs_one_character_and_is_reported() -> None:
    content = (PLAN * 100).encode() + b"\xe5\n"
    found = read("方案.txt", content).splitlines()
    assert found[-3:] == [
        "第201行: \ufffd",
        "! 文件里有 1 处字节坏了，原处是“\ufffd”",
        "! 第201行有文字在转换编码时已经丢失，原处是“\ufffd”",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n\n一、加强\n \n　　1. 科学\xa0合理 \n", "第3行: 一、加强\n第5行: 1. 科学 合理\n"),
        (
            "甲\v乙\n丙\x85丁\u2028戊\n己",
            "第1行: 甲\n第1行: 乙\n第2行: 丙\n第2行: 丁\n第2行: 戊\n第3行: 己\n",
        ),
        ("\ufeff甲\u200b乙\xad\n", "第1行: 甲乙\n"),
        ("⼈⼯ ﹙１﹚\n", "第1行: ⼈⼯ ﹙１﹚\n"),
        (
            "正文" * 100 + "\x07\n",
            f"第1行: {'正文' * 100}\n! 第1行有不能显示的控制字符，已去掉\n",
        ),
        (
            "<p>一、加强</p><p>二、推进<br/>三</p>\n",
            "第1行: 一、加强\n第1行: 二、推进\n第1行: 三\n",
        ),
        ("<span style='a'>甲</span>&nbsp;乙 &lt;丙&gt;\n", "第1行: 甲 乙 <丙>\n"),
        ("《<通知>》 a<b\n", "第1行: 《<通知>》 a<b\n"),
    ],
)
def test_paragraphs_are_lines_without_blanks_tags_and_unseen_marks(
    text: str, expected: str
) -> None:
    assert read("方案.txt", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "任务\t单位\n一、加强\t甲局\n\t乙局\n二\t\n丙局\n",
            (
                "第1行: unruled\n  0 任务 | 1 单位\n  0 一、加强 | 1 甲局\n"
                "  0  | 1 乙局\n  0 二 | 1 \n第5行: 丙局\n"
            ),
        ),
        (
            "甲\t乙\n \n丙\t丁\n\f戊\t己\n",
            (
                "第1行: unruled\n  0 甲 | 1 乙\n第3行: unruled\n  0 丙 | 1 丁\n"
                "第4行: unruled\n  0 戊 | 1 己\n"
            ),
        ),
        ("\t一、加强\n\t　二、推进\n", "第1行: 一、加强\n第2行: 二、推进\n"),
        (
            "<p>一</p>\t<p>甲局</p>\n\t<p>乙局</p>\n",
            "第1行: unruled\n  0 一 | 1 甲局\n  0  | 1 乙局\n",
        ),
        ("一\v二\t甲\n", "第1行: unruled\n  0 一/二 | 1 甲\n"),
        (
            '任务\t单位\n"一、加强\n二、推进"\t"甲""乙"\n三\t丙\n',
            '第1行: unruled\n  0 任务 | 1 单位\n  0 一、加强/二、推进 | 1 甲"乙\n  0 三 | 1 丙\n',
        ),
        (
            '"甲\t乙\n' + "丙\n" * 101 + '"\n',
            '第1行: unruled\n  0 "甲 | 1 乙\n'
            + "".join(f"第{number}行: 丙\n" for number in range(2, 103))
            + '第103行: "\n',
        ),
        ('"甲\n乙"，丙\n', '第1行: "甲\n第2行: 乙"，丙\n'),
        (
            '"放管服\t甲\n"双随机"\t乙\n',
            '第1行: unruled\n  0 "放管服 | 1 甲\n  0 "双随机" | 1 乙\n',
        ),
    ],
)
def test_lines_with_tabs_make_a_table(text: str, expected: str) -> None:
    assert read("方案.txt", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "任务 | 单位 |\n一 | 甲 |\n | 乙 |\n丙 | |\n",
            "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n  0  | 1 乙\n  0 丙 | 1 \n",
        ),
        (
            "任务 | 单位 |\n一 | 甲 |\n | 乙 |\n | 丙 |\n | 丁 |\n",
            (
                "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n"
                "  0  | 1 乙\n  0  | 1 丙\n  0  | 1 丁\n"
            ),
        ),
        (
            "| 任务 | 单位 |\n|---|:-:|\n| 一 | 甲 |\n|  | 乙 |\n",
            "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n  0  | 1 乙\n",
        ),
        ("任务｜单位｜\n一｜甲｜\n", "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n"),
        ("a|b|c\nd|e|f\n", "第1行: unruled\n  0 a | 1 b | 2 c\n  0 d | 1 e | 2 f\n"),
        (
            " 任务 | 单位\n------+------\n 一   | 甲\n",
            "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n",
        ),
        (r"| a \| b | c |" + "\n", "第1行: unruled\n  0 a | b | 1 c\n"),
        ("一，甲|乙负责\n", "第1行: 一，甲|乙负责\n"),
        ("│任务│单位│\n│一　│甲　│\n", "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n"),
    ],
)
def test_lines_with_bars_make_a_table(text: str, expected: str) -> None:
    assert read("方案.txt", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            """\
┌────────┬────────────────┬────────┐
│ 任务   │ 事项           │ 单位   │
├────────┼────────────────┼────────┤
│ 一、加 │ 1. 科学合理制定│ 甲局   │
│ 强引导 │ 计划。         │ 乙局   │
│        ├────────────────┼────────┤
│        │ 2. 第二项。    │ 丙局   │
├────────┴────────────────┼────────┤
│ 合计                    │ 丁     │
└─────────────────────────┴────────┘
""",
            (
                "第1行: ruled\n  0 任务 | 1 事项 | 2 单位\n"
                "  0 一、加强引导 ↓2 | 1 1. 科学合理制定计划。 | 2 甲局/乙局\n"
                "  1 2. 第二项。 | 2 丙局\n  0 合计 →2 | 2 丁\n"
            ),
        ),
        (
            "┏━━┳━━┓\n┃任务┃单位┃\n┣━━╋━━┫\n┃一　┃甲局┃\n┃　　┣━━┫\n┃　　┃乙局┃\n┗━━┻━━┛\n",
            "第1行: ruled\n  0 任务 | 1 单位\n  0 一 ↓2 | 1 甲局\n  1 乙局\n",
        ),
        (
            (
                "+------+------+\n| a    | b    |\n+======+======+\n"
                "| 1    | 2    |\n| 3    | 4    |\n+------+------+\n"
            ),
            "第1行: unruled\n  0 a | 1 b\n  0 1 | 1 2\n  0 3 | 1 4\n",
        ),
        (
            (
                "+----+-----------+\n| no | text      |\n+----+-----------+\n| 1  | some long |\n"
                "|    | words     |\n+----+-----------+\n| 2  | more      |\n+----+-----------+\n"
            ),
            "第1行: ruled\n  0 no | 1 text\n  0 1 | 1 some long words\n  0 2 | 1 more\n",
        ),
        (
            "┌───┬─┐\n│ab │c│\n├─┬─┼─┤\n│d│e│f│\n│g  │h│\n├─┼─┼─┤\n│i│j│k│\n└─┴─┴─┘\n",
            "第1行: ruled\n  0 ab →2 | 2 c\n  0 d g | 1 e | 2 f h\n  0 i | 1 j | 2 k\n",
        ),
        ("┌─┬─┐\n│a│b│\n│c  │\n└─┴─┘\n", "第1行: unruled\n  0 a | 1 b\n  0 c →2\n"),
        (
            "┌────┬────┐\n│任务  │单位 │\n├────┼────┤\n│一│甲│\n│  ├──┤\n│   │乙局  │\n└────┴──┘\n",
            "第1行: ruled\n  0 任务 | 1 单位\n  0 一 ↓2 | 1 甲\n  1 乙局\n",
        ),
        ("┌──┐\n│甲│\n", "第1行: ruled\n  0 甲\n"),
        ("└──┴──┘\n", ""),
    ],
)
def test_drawn_tables_keep_the_lines_and_spans_of_their_cells(text: str, expected: str) -> None:
    assert read("方案.txt", text) == expected


def test_the_plan_of_nansha_is_paragraphs_and_tables_with_line_numbers() -> None:
    document = read_document(NANSHA.name, NANSHA.read_bytes())
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [block.place for block in document.blocks if block not in tables] == [
        *("第3行", "第5行", "第8行", "第10行", "第12行", "第14行", "第16行", "第20行")
    ]
    assert [(table.place, table.height, table.width) for table in tables] == [
        *(("第22行", 14, 3), ("第37行", 14, 3), ("第52行", 15, 3), ("第68行", 17, 3)),
        *(("第86行", 16, 3), ("第103行", 14, 3), ("第118行", 8, 3), ("第127行", 9, 3)),
    ]
    assert [cell.text for cell in tables[7].cells[:3]] == [
        "二十、进一步健全解读回应机制",
        "4. 认真办理省府办公厅交办的网民给省长建言献策类留言。",
        "区政务办牵头，各镇（街）、各部门落实",
    ]
    assert {cell.place for cell in tables[7].cells[-3:]} == {"第135行"}
    assert document.remarks == ()


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_a_table_goes_on_below_a_page_number_and_all_rows_of_its_head(mark: str) -> None:
    """Names that the table above does not have begin another one."""
    head = ("任务,单位,单位,时限", "任务,牵头,配合,时限")
    first, more = "公开,甲局,乙局,八月", "审计,丙局,丁局,九月"
    other = ("序号,事项,部门", "1,公开,甲局")
    last = "信访,戊局,己局,五月"
    lines = (*head, first, "", "— 1 —", *head, more, "", *other, "", "— 2 —", *head, last)
    document = read_document("方案.txt", "\n".join(lines).replace(",", mark).encode())
    rows = [
        [",".join(cell.text for cell in row) for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]
    assert rows == [[*head, first, more], [*other], [*head, last]]
    printed = ("— 1 —", *head, "— 2 —")
    assert [said.text for said in document.printed] == [one.replace(",", mark) for one in printed]
