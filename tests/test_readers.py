"""Any file gets the right reader by its content, or a refusal with a remedy; never a crash."""

import io
import itertools
import zipfile

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from reading import SHEET, archive, paragraph, read, sheet, shown, word

from gkplan.domain.errors import UsageError
from gkplan.importing.document import Document, Table
from gkplan.importing.readers import read_document

PAGE = "<html><body><p>一、加强</p></body></html>"
RULED = "第1行: unruled\n  0 任务 | 1 单位\n  0 甲 | 1 乙\n"
SAMPLES = {
    "a.docx": word(
        paragraph("一、加强")
        + "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/><w:gridSpan w:val='2'/></w:tcPr>"
        + paragraph("甲")
        + "</w:tc></w:tr></w:tbl>"
    ),
    "a.xlsx": sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><v>1.5</v></c></row>',
        '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>',
    ),
    "a.html": b"<html><ol><li>a</ol><table><tr><td rowspan=2>b<td colspan=2>c<tr><td>d</table>",
    "a.md": b"# a\n\n1. b\n\n| c | d |\n|---|---|\n| e | f |\n",
    "a.csv": 'sep=;\n任务;单位\n"甲\n乙";丙\n'.encode(),
    "a.txt": "任务\t单位\n| 甲 | 乙 |\n┌─┬─┐\n│丙│丁│\n└─┴─┘\n".encode(),
}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("方案.txt", SAMPLES["a.docx"], "第1段: 一、加强\n表1: ruled\n  0 甲 →2\n"),
        ("方案", SAMPLES["a.xlsx"], "工作表表: ruled\n  0 甲 | 1 1.5\n"),
        ("方案.doc", PAGE, "第1段: 一、加强\n"),
        ("方案.xls", "<table><tr><td>任务<td>单位</table>", "表1: ruled\n  0 任务 | 1 单位\n"),
        ("方案.xls", "任务\t单位\r\n甲\t乙\r\n", RULED),
        ("方案.html", "任务\t单位\n甲\t乙\n", RULED),
        ("方案.csv", "任务,单位\n甲,乙\n", RULED),
        ("方案.tsv", "任务\t单位\n甲\t乙\n", RULED),
        ("方案.txt", "任务,单位\n", "第1行: 任务,单位\n"),
        ("方案.md", "# 一、加强\n", "第1行: # 一、加强\n"),
        ("方案.MARKDOWN", "# 一、加强\n", "第1行: # 一、加强\n"),
        ("方案.txt", "# 一、加强\n", "第1行: # 一、加强\n"),
        ("方案.txt", "<?xml version='1.0'?>\n" + PAGE, "第1段: 一、加强\n"),
        ("a.b/方案", "一、加强", "第1行: 一、加强\n"),
    ],
)
def test_the_content_decides_and_then_the_name(
    name: str, content: str | bytes, expected: str
) -> None:
    assert read(name, content) == expected


ANEW = "用记事本或 WPS 打开，看清内容正常后另存为 UTF-8 编码的文本，再导入"
AGAIN = "用 Word、Excel 或 WPS 打开，确认内容完整后另存一份再导入"
LESS = "只留下分工方案本身，另存后再导入"
EMPTY = "看看下载、导出是否完成，再导入有内容的文件"
WORD_ANEW = "用 Word 或 WPS 打开，另存为 .docx 再导入"
PICTURE = "先做文字识别，存为 .docx 或文本再导入"


def refusal(name: str, content: bytes) -> tuple[str, str]:
    """Return the message for a file that cannot be read, and the remedy."""
    with pytest.raises(UsageError) as error:
        read_document(name, content)
    return error.value.message, error.value.remedy


@pytest.mark.parametrize(
    ("content", "why", "remedy"),
    [
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "是旧版 Office 或 WPS 的文件（.doc、.xls、.wps、.et），或加了密码",
            "用 Word、Excel 或 WPS 打开，去掉密码，文档另存为 .docx，表格另存为 .xlsx 再导入",
        ),
        (b"{\\rtf1\\ansi", "是 RTF 文件", WORD_ANEW),
        (b"", "是空文件", EMPTY),
        (b"\xef\xbb\xbf \r\n", "是空文件", EMPTY),
        (b"\x89PNG\r\n\x1a\n", "是图片", PICTURE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "是图片", PICTURE),
        (b"Rar!\x1a\7\0", "是压缩包", "先解压，再导入里面的文档"),
        (archive({"方案.docx": "a"}), "是压缩包", "先解压，再导入里面的文档"),
        (
            archive({"content.xml": "<a/>"}),
            "是 OpenDocument 文件（.odt、.ods）",
            "打开后另存为 .docx 或 .xlsx 再导入",
        ),
        (
            archive({"xl/workbook.bin": "a"}),
            "是二进制工作簿（.xlsb）",
            "用 Excel 或 WPS 打开，另存为 .xlsx 再导入",
        ),
        (
            archive({"ppt/presentation.xml": "<a/>"}),
            "是演示文稿（.pptx）",
            "把方案的文字和表格粘贴到 Word，存为 .docx 再导入",
        ),
        (
            b"<?xml version='1.0'?><w:wordDocument/>",
            "是 XML 文件，不是文档",
            "用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 再导入",
        ),
        (b"BM\x36\0\0\0\xfe\x91\0\0", "不是文本文件，或编码不是 UTF-8、UTF-16、GB18030", ANEW),
        (bytes(range(256)) * 8, "不是文本文件，或编码不是 UTF-8、UTF-16、GB18030", ANEW),
        (b"PK\x03\x04" + bytes(100), "文件已损坏，不能解压", AGAIN),
        (SAMPLES["a.docx"][:-60], "文件已损坏，不能解压", AGAIN),
        (archive({"word/document.xml": ""}), "文件已损坏：里面的 XML 不完整", AGAIN),
        (archive({"word/document.xml": "<a><b></a>"}), "文件已损坏：里面的 XML 不完整", AGAIN),
        (archive({"xl/workbook.xml": "text"}), "文件已损坏：里面的 XML 没有内容", AGAIN),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    content: bytes, why: str, remedy: str
) -> None:
    assert refusal("方案.docx", content) == (f"不能读 方案.docx：{why}", remedy)


def test_what_word_keeps_beside_an_open_file_is_refused() -> None:
    assert refusal("~$方案.docx", b"\x05\0Wang\0")[1] == "导入名称里没有“~$”的那个文件"


def test_a_part_that_is_locked_with_a_password_is_reported() -> None:
    content = bytearray(archive({"word/document.xml": "<a/>"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    assert refusal("方案.docx", bytes(content)) == (
        "不能读 方案.docx：文件加了密码，或压缩方法不认识",
        AGAIN,
    )


def inflating(size: int, text: bytes) -> bytes:
    """Return a zipped document that inflates to about so many bytes of a repeated text."""
    return archive({"word/document.xml": b"<a>" + text * (size // len(text))})


def stated(content: bytes, size: int) -> bytes:
    """Return the file with a directory that states another size for its only part."""
    position = content.index(b"PK\x01\x02") + 24
    return content[:position] + size.to_bytes(4, "little") + content[position + 4 :]


ENTITIES = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>"


@pytest.mark.parametrize(
    ("name", "content", "why", "remedy"),
    [
        ("a.txt", b"\n" * 100_000_001, "文件超过 100 MB，不像一份分工方案", LESS),
        ("a.txt", b"\n" * 600_000, "超过 500000 行，不像一份分工方案", LESS),
        ("a.txt", b"\na" + b" " * 200_000, "第2行超过 200000 字，不像一份分工方案", LESS),
        ("a.txt", b"a\n" * 16_001, "内容超过 16000 行，不像一份分工方案", LESS),
        ("a.txt", b"a\tb\tc\td\n" * 80_000, "内容超过 160000 格，不像一份分工方案", LESS),
        (
            "a.csv",
            b"a," + b"b" * 140_000,
            "有一格长得不像表格",
            "用 Excel 或 WPS 打开，另存为 .xlsx 再导入",
        ),
        (
            "a.html",
            b"<html>" + b"<p>" * 2_000_001,
            "网页超过 30000000 字或 2000000 个标签",
            "用浏览器打开，把正文复制到 Word 里另存为 .docx，再导入",
        ),
        (
            "a.md",
            b"a\n" * 400_000 + b"b" * 1_300_000,
            "第400001行超过 200000 字，不像一份分工方案",
            LESS,
        ),
        (
            "a.md",
            b"aaaa aaaa\n" * 210_000,
            "Markdown 超过 2000000 字",
            "把方案存为 .txt，或粘贴到 Word 里另存为 .docx，再导入",
        ),
        (
            "a.html",
            b"<html>" + b"<div>" * 5000,
            "表格、文本框或列表一层套一层，套得太深",
            "用 Word 或 WPS 打开，把内容粘贴到新文档里，另存为 .docx 再导入",
        ),
        (
            "a.md",
            b"> " * 100 + b"a",
            "表格、文本框或列表一层套一层，套得太深",
            "用 Word 或 WPS 打开，把内容粘贴到新文档里，另存为 .docx 再导入",
        ),
        (
            "a.docx",
            word("<w:tbl><w:tr><w:tc>" * 70 + "</w:tc></w:tr></w:tbl>" * 70),
            "表格、文本框或列表一层套一层，套得太深",
            "用 Word 或 WPS 打开，把内容粘贴到新文档里，另存为 .docx 再导入",
        ),
        (
            "a.html",
            b"<table><tr>" + b"<td rowspan=65534 colspan=1000>a" * 3,
            "有一个表格超过 1000 列",
            "用浏览器打开，把表格复制到 Word 或 Excel 里另存，再导入",
        ),
        (
            "a.docx",
            word("<w:tbl><w:tr><w:tc/><w:tc>" * 70 + "</w:tc></w:tr></w:tbl>" * 70),
            "表格、文本框或列表一层套一层，套得太深",
            "用 Word 或 WPS 打开，把内容粘贴到新文档里，另存为 .docx 再导入",
        ),
        (
            "a.docx",
            word("<w:p>" + "<w:ins>" * 70 + "</w:ins>" * 70 + "</w:p>"),
            "表格、文本框或列表一层套一层，套得太深",
            "用 Word 或 WPS 打开，把内容粘贴到新文档里，另存为 .docx 再导入",
        ),
        (
            "a.docx",
            word("<w:p/>", styles=f"<w:docDefaults>{'-' * 17_000_000}</w:docDefaults>"),
            "文件已损坏：里面的 XML 有一段大得不像文档",
            AGAIN,
        ),
        (
            "a.docx",
            b"PK\x03\x04" + b"PK\x01\x02" * 20_001,
            "压缩包里的部件超过 20000 个，不像一份分工方案",
            LESS,
        ),
        (
            "a.docx",
            stated(archive({"word/document.xml": "<a/>"}), 2_000_000_001),
            "解压后超过 2000 MB，不像一份分工方案",
            LESS,
        ),
        (
            "a.docx",
            word(f"<w:p><w:pPr><w:jc w:val='{'-' * 20_000}'/></w:pPr></w:p>" * 1_100),
            "是压缩炸弹，不像一份分工方案",
            LESS,
        ),
        (
            "a.docx",
            word(paragraph("-" * 20_000) * 53),
            "内容超过 1050000 字，不像一份分工方案",
            LESS,
        ),
        ("a.txt", b"a" * 50_001, "第1行超过 50000 字，不像一份分工方案", LESS),
        ("a.csv", b"a,b\nc," + b"d" * 20_001, "第2行超过 20000 字，不像一份分工方案", LESS),
        (
            "a.txt",
            b"a\n" * 8_000 + b"a\tb\n" * 8_001,
            "内容超过 16000 行，不像一份分工方案",
            LESS,
        ),
        (
            "a.tsv",
            b"a\t" * 1001 + b"\n" + b"a\t" * 1001,
            "第1行超过 1000 列，不像一份分工方案",
            LESS,
        ),
        (
            "a.txt",
            ("一、（" + "（" * 50).encode(),
            "第1行的括号一层套一层，超过 50 层，不像一份分工方案",
            LESS,
        ),
        (
            "a.html",
            b"<p " + b"a=1 " * 5001 + b">",
            "网页里有一个标签的属性超过 5000 个",
            "用浏览器打开，把正文复制到 Word 里另存为 .docx，再导入",
        ),
        (
            "a.html",
            b"<table>" + b"<tr><td rowspan=2 colspan=1000>" * 5001,
            "表格里合并的单元格太多",
            "用浏览器打开，把表格复制到 Word 或 Excel 里另存，再导入",
        ),
        (
            "a.docx",
            archive({"word/document.xml": ENTITIES}),
            "文件已损坏：里面的 XML 带有文档类型声明（DTD），可能是恶意文件",
            AGAIN,
        ),
        (
            "a.docx",
            archive({"word/document.xml": f"<?xml version='1.0'?>{ENTITIES}".encode("utf-16")}),
            "文件已损坏：里面的 XML 带有文档类型声明（DTD），可能是恶意文件",
            AGAIN,
        ),
        (
            "a.docx",
            inflating(20_000_000, b"<b>-</b>"),
            "文件已损坏：里面的 XML 有一段大得不像文档",
            AGAIN,
        ),
        ("a.docx", stated(inflating(4_000_000, b"-"), 100), "文件已损坏，不能解压", AGAIN),
        (
            "a.xlsx",
            sheet(
                '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
                '<mergeCell ref="A1:XFD1048576"/>' * 6,
            ),
            "合并的单元格太多",
            "去掉多余的合并单元格，另存后再导入",
        ),
    ],
    ids=itertools.count(),
)
@pytest.mark.no_cover  # reading megabytes takes half the time
def test_what_is_far_beyond_any_plan_is_refused(
    name: str, content: bytes, why: str, remedy: str
) -> None:
    assert refusal(name, content) == (f"不能读 {name}：{why}", remedy)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"a" * 50_000),
        ("a.txt", "（" * 50 + "）" * 50),
        ("a.txt", "（）" * 60),
        ("a.csv", b"a,b\nc," + b"d" * 20_000),
        ("a.tsv", b"a\tb\n" * 16_000),
        ("a.tsv", b"a\t" * 999 + b"a\n" + b"a\t" * 999 + b"a"),
        ("a.docx", word(paragraph("-" * 20_000) * 52)),
    ],
    ids=itertools.count(),
)
@pytest.mark.no_cover
def test_what_is_just_within_a_limit_is_read(name: str, content: str | bytes) -> None:
    assert read(name, content)


def test_a_table_of_more_columns_than_anybody_draws_is_read_by_its_bars() -> None:
    drawn = "┌" + "┬" * 200 + "┐\n" + "│a" * 201 + "│\n"
    (table,) = read_document("a.txt", drawn.encode()).blocks
    assert isinstance(table, Table)
    assert (table.ruled, table.width) == (False, 201)


def test_remarks_are_not_without_end() -> None:
    remarks = read_document("a.txt", ("正文" * 99 + "\x07\n").encode() * 205).remarks
    assert len(remarks) == 201
    assert remarks[-2:] == (
        "第200行有不能显示的控制字符，已去掉",
        "另有 5 处类似的问题没有列出",
    )


def outcome(name: str, content: bytes) -> Document | None:
    """Read a file; return None if it is refused; any other error is raised."""
    try:
        return read_document(name, content)
    except UsageError as error:
        answer = (error.message.startswith(f"不能读 {name}："), bool(error.remedy))
    assert answer == (True, True)
    return None


def check(document: Document) -> None:
    """Check what holds for every document, whatever it was read from."""
    for block in document.blocks:
        if not isinstance(block, Table):
            assert block.text
            assert block.place
            continue
        taken: set[tuple[int, int]] = set()
        for cell in block.cells:
            assert cell.row >= 0
            assert cell.column >= 0
            assert cell.place
            area = {
                (row, column)
                for row in range(cell.row, cell.row + cell.rows)
                for column in range(cell.column, cell.column + cell.columns)
            }
            assert area
            assert not taken & area
            taken |= area
    unprintable = set("\0\7\b\v\f\x1b\x7f\x85\u2028\ufffe")
    assert not unprintable & set(shown(document))


ENDINGS = st.sampled_from([*SAMPLES, "a", "a.tsv", "a.xls"])


@examples(20)
@given(ENDINGS, st.binary(max_size=200))
def test_any_bytes_are_a_document_or_are_refused(name: str, content: bytes) -> None:
    if document := outcome(name, content):
        check(document)


MARKS = st.sampled_from(
    [
        *("\t", "\n", "\r\n", "\f", "\v", "\0", " ", "|", " | ", "---", "`", "```\n", "> ", "1. "),
        *("- ", "┌", "┬", "─", "│", "├", "┼", "┘", "+--+--+", '"', ",", ";", "甲", "一、", "\xa0"),
        *("\u3000", "#", "<p>", "</p>", "<br>", "<table>", "<tr>", "<td>", "<td rowspan=0>"),
        *("<td colspan=9>", "</td>", "</tr>", "</table>", "<ol>", "<li>", "<pre>", "</pre>"),
        *("<h1>", "&nbsp;", "<!--"),
    ]
)


@examples(50)
@given(ENDINGS, st.lists(MARKS, max_size=60).map("".join))
def test_any_text_is_a_document_or_is_refused(name: str, text: str) -> None:
    if document := outcome(name, text.encode()):
        check(document)


def elements(leaves: list[str], tags: list[str]) -> st.SearchStrategy[str]:
    """Return well-formed XML of nested elements."""
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
            st.sampled_from(tags),
            st.lists(inner, max_size=4),
        ),
        max_leaves=40,
    )


IN_WORD = elements(
    [
        "<w:tcPr><w:vMerge/></w:tcPr>",
        "<w:tcPr><w:vMerge w:val='restart'/><w:gridSpan w:val='2'/></w:tcPr>",
        "<w:tcPr><w:hMerge/><w:gridSpan w:val='x'/></w:tcPr>",
        "<w:trPr><w:gridBefore w:val='1'/></w:trPr>",
        "<w:tblGrid><w:gridCol w:w='3000'/><w:gridCol w:w='5'/><w:gridCol w:w='900'/></w:tblGrid>",
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='8'/></w:pPr>",
        "<w:t>甲</w:t>",
        "<w:br/>",
        "<w:sym w:char='z'/>",
        "<w:pict/>",
    ],
    [f"w:{tag}" for tag in ("tbl", "tr", "tc", "p", "r", "sdt", "sdtContent", "ins", "del")],
)
IN_SHEET = elements(
    [
        '<c r="B2"><v>3</v></c>',
        '<c t="s"><v>-1</v></c>',
        '<c s="9"><v>1e999</v></c>',
        "<c><v>nan</v></c>",
        '<c r="AAAA0" t="e"><v>#REF!</v></c>',
        "<c><f>A1</f></c>",
    ],
    ["row", "c", "v", "is", "t"],
)


@examples(50)
@given(st.lists(IN_WORD, max_size=4).map("".join))
def test_any_elements_of_a_word_file_are_a_document_or_are_refused(inner: str) -> None:
    if document := outcome("a.docx", word(inner)):
        check(document)


@examples(33)
@given(st.lists(IN_SHEET, max_size=4).map("".join))
def test_any_elements_of_a_workbook_are_a_document_or_are_refused(inner: str) -> None:
    if document := outcome("a.xlsx", sheet(inner)):
        check(document)


@examples(50)
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 9), st.binary(max_size=9)), max_size=4),
)
def test_a_damaged_document_is_read_or_refused(
    name: str, damages: list[tuple[int, int, bytes]]
) -> None:
    content = SAMPLES[name]
    for start, length, put in damages:
        content = content[:start] + put + content[start + length :]
    if document := outcome(name, content):
        check(document)


def test_the_tokens_of_markdown_are_counted_while_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A table of 300,000 rows took more than a gigabyte."""
    text = "甲\n\n乙\n\n丙\n".encode()  # each paragraph is begun, has a text and is ended
    monkeypatch.setattr("gkplan.importing.readers.text.markdown.MOST_TOKENS", 9)
    assert len(read_document("a.md", text, {}).blocks) == 3
    monkeypatch.setattr("gkplan.importing.readers.text.markdown.MOST_TOKENS", 8)
    with pytest.raises(UsageError, match="Markdown 的段落和表格太多"):
        read_document("a.md", text, {})


DAMAGED = "文件已损坏：里面的 XML "
STRINGS = f'<sst xmlns="{SHEET}"><si><t>甲</t></si><si><t>乙</t></si></sst>'


ONE, THREE = word(paragraph("甲")), word(paragraph("甲") * 3)
SHARED = sheet('<row><c t="s"><v>1</v></c></row>', sharedStrings=STRINGS)


def largest_part(content: bytes) -> int:
    """Return the size of the largest part of a packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return max(part.file_size for part in packed.infolist())


@pytest.mark.parametrize(
    ("name", "content", "bound", "least", "why"),
    [
        ("a.docx", ONE, "package._MOST_HELD", largest_part(ONE), f"{DAMAGED}有一段大得不像文档"),
        ("a.xlsx", SHARED, "package._MOST_HELD", largest_part(SHARED), f"{DAMAGED}有一段大得不像"),
        ("a.docx", THREE, "package._MOST_EVENTS", 6, f"{DAMAGED}大得不像文档"),
        ("a.xlsx", SHARED, "book.workbook.MOST_STRINGS", 2, "文字超过 1 个，不像一份分工方案"),
    ],
)
def test_what_is_read_at_once_is_bounded(
    name: str, content: bytes, bound: str, least: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bounds of XML in memory, of its elements, and of the texts that cells share."""
    monkeypatch.setattr(f"gkplan.importing.readers.{bound}", least)
    read(name, content)
    monkeypatch.setattr(f"gkplan.importing.readers.{bound}", least - 1)
    assert refusal(name, content)[0].startswith(f"不能读 {name}：{why}")
