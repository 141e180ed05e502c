"""Web pages, Markdown and separated values: paragraphs and tables as a person would see them."""

import pytest
from reading import read

from gkplan.domain.errors import UsageError
from gkplan.importing.document import Table
from gkplan.importing.readers import read_document
from gkplan.importing.readers.web import archive


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<h1>分工<br>方案</h1><p>　　各镇：<br>&nbsp;印发<p>二",
            "第1段: # 分工/方案\n第2段: 各镇：\n第3段: 印发\n第4段: 二\n",
        ),
        ("<div>甲<b>乙</b> \n 丙<div>丁</div>戊</div>", "第1段: 甲乙 丙\n第2段: 丁\n第3段: 戊\n"),
        (
            "<ol start=3><li>甲<li><p>乙<p>丙</ol><ul><li>丁</ul>",
            "第1段: 3. 甲\n第2段: 4. 乙\n第3段: 丙\n第4段: 丁\n",
        ),
        ("<ol type=a><li>甲<li value=5>乙</ol>", "第1段: a. 甲\n第2段: e. 乙\n"),
        ("<ol reversed><li>甲<li>乙</ol><li>丙", "第1段: 2. 甲\n第2段: 1. 乙\n第3段: 丙\n"),
        (
            "<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙",
            "第1段: 一、甲\n第2段: 二、乙\n",
        ),
        ("<ol style='list-style:none'><li>一、甲</ol>", "第1段: 一、甲\n"),
        ("<ol><li>甲<ol><li>乙</ol><li>丙</ol>", "第1段: 1. 甲\n第2段: 1. 乙\n第3段: 2. 丙\n"),
        (
            "<script>a<p>b</script><style>c</style><noscript>d</noscript><p>甲<!-- e -->乙",
            "第1段: 甲乙\n",
        ),
        (
            "<p hidden>藏</p><p style='DISPLAY : none'>藏</p><div hidden> </div>甲",
            "第1段: 甲\n! 网页里有 2 处隐藏的文字，没有读入\n",
        ),
        (
            "<body style='visibility: hidden'><p>甲",
            "第1段: 甲\n! 整个网页设为隐藏，要由脚本显示出来，已照样读入\n",
        ),
        ("<body hidden><!-- 藏 --></body>", ""),
        (
            "甲<s>划</s><del>掉</del><strike> </strike>",
            "第1段: 甲\n! 网页里有 2 处划掉的文字，没有读入\n",
        ),
        ("甲<img><img>", "第1段: 甲\n! 网页里有 2 张图片，没有读入\n"),
        (
            "<pre>任务\t单位\n一  二\t甲</pre>",
            "第1行: unruled\n  0 任务 | 1 单位\n  0 一  二 | 1 甲\n",
        ),
        ("<pre>甲<br>乙</pre>", "第1行: 甲\n第2行: 乙\n"),
        ("<p>a &lt;b&gt; &amp;nbsp; &#20013;", "第1段: a <b> &nbsp; 中\n"),
        ("<ruby>甲<rt>jia</rt></ruby><input value=x><textarea>y</textarea>", "第1段: 甲\n"),
        ("<p></p></p></div></td>甲</ol>", "第1段: 甲\n"),
    ],
)
def test_a_page_is_the_paragraphs_that_a_browser_shows(page: str, expected: str) -> None:
    assert read("方案.html", page) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            (
                "<tr><th>任务<th>事项<th colspan=2>单位"
                "<tr><td rowspan=2>一<td>1. 事<br>续<p>二</p><td>甲<td>乙"
                "<tr><td>2. 事<td colspan=2>丙"
            ),
            (
                "  0 任务 | 1 事项 | 2 单位 →2\n  0 一 ↓2 | 1 1. 事/续/二 | 2 甲 | 3 乙\n"
                "  1 2. 事 | 2 丙 →2\n"
            ),
        ),
        ("<tr><td rowspan=0>一<td>甲<tr><td>乙<tr><td>丙", "  0 一 ↓3 | 1 甲\n  1 乙\n  1 丙\n"),
        (
            "<tbody><tr><td rowspan=9>一<td>甲<tbody><tr><td>二<td>乙<tr><td>三",
            "  0 一 | 1 甲\n  0 二 | 1 乙\n  0 三\n",
        ),
        (
            "<tr><td rowspan=999999999>一<td>甲<tr><td colspan=999999999>乙",
            "  0 一 ↓2 | 1 甲\n  1 乙\n",
        ),
        (
            "<tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d<td>e",
            "  0 a | 1 b ↓2 | 2 c\n  0 d | 2 e\n",
        ),
        ("<tr><td rowspan='2px' colspan=x>a<td>b<tr><td>c", "  0 a ↓2 | 1 b\n  1 c\n"),
        ("<tr><td>a<td style='display:none'>藏<td>b", "  0 a | 1 b\n"),
        ("<td>a<td>b", "  0 a | 1 b\n"),
        ("<tr><td><ol><li>甲<li>乙</ol><td></td>", "  0 1. 甲/2. 乙 | 1 \n"),
        ("<tr><td>a<tr></tr><tr><td>b", "  0 a\n  \n  0 b\n"),
    ],
)
def test_tables_have_the_spans_of_the_page_clipped_to_what_there_is(
    rows: str, expected: str
) -> None:
    found = read("方案.html", f"<table>{rows}</table>").split("! ")[0]
    assert found == f"表1: ruled\n{expected}"


def test_tables_that_lay_out_a_page_are_looked_through_and_others_keep_what_is_in_them() -> None:
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    page = (
        f"<table><tr><td>头<td><h2>方案</h2>{inner}尾</table>"
        "<table><tr><td>一<td>二<tr><td>三<table><tr><td>甲<td>乙</table>"
        "<td>四<table><tr><td>五<tr><td>六</table></table>"
    )
    assert read("方案.html", page) == (
        "第1段: 头\n第2段: ## 方案\n表1: ruled\n  0 a | 1 b\n  0 c | 1 d\n第3段: 尾\n"
        "表2: ruled\n  0 一 | 1 二\n  0 三 | 1 四/五/六\n表2内的表: ruled\n  0 甲 | 1 乙\n"
    )


def test_every_cell_of_a_page_has_its_position() -> None:
    (found,) = read_document("a.html", b"<table><tr><td colspan=2>a<tr><td>b<td>c</table>").blocks
    assert isinstance(found, Table)
    assert [cell.place for cell in found.cells] == [
        *("表1第1行第1格", "表1第2行第1格", "表1第2行第2格")
    ]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=gb2312>", "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>", "gbk"),
        ("<meta charset='utf-8'>", "gbk"),
        ("<meta charset='gb2312'>", "utf-8"),
        ("", "utf-8-sig"),
        ("<?xml version='1.0' encoding='gbk'?>", "gbk"),
    ],
)
def test_a_page_is_decoded_by_its_bytes_whatever_it_declares(head: str, encoding: str) -> None:
    page = f"{head}<html><p>一、加强预期引导</p></html>".encode(encoding)
    assert read("方案.htm", page) == "第1段: 一、加强预期引导\n"


def test_a_page_that_declares_big5_is_read_as_big5() -> None:
    page = "<html><meta charset=big5><p>一、加強預期引導，區財政局及時公開。</p></html>"
    assert read("方案.htm", page.encode("big5")) == "第1段: 一、加強預期引導，區財政局及時公開。\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# 方案\n\n二级\n---\n\n正文**粗**`码`\n第二行  \n第三行\n",
            "第1行: # 方案\n第3行: ## 二级\n第6行: 正文粗码\n第7行: 第二行\n第8行: 第三行\n",
        ),
        (
            "3. 甲\n4. 乙\n\n   续\n\n- 丙\n\n1) 丁\n",
            "第1行: 3. 甲\n第2行: 4. 乙\n第4行: 续\n第6行: 丙\n第8行: 1) 丁\n",
        ),
        ("一、甲\n（一）乙\n> 丙\n", "第1行: 一、甲\n第2行: （一）乙\n第3行: 丙\n"),
        (
            "| 任务 | 单位 |\n|:--|:-:|\n| 一<br>二 | **甲** |\n| 三\\|四 |\n\n甲\n",
            "第1行: unruled\n  0 任务 | 1 单位\n  0 一/二 | 1 甲\n  0 三|四 | 1 \n第6行: 甲\n",
        ),
        ("任务\t单位\n一\t甲\n", "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n"),
        ("```\n┌─┬─┐\n│a│b│\n└─┴─┘\n```\n", "第2行: ruled\n  0 a | 1 b\n"),
        (
            "<table><tr><td>a<td>b</table>\n\n正文\n",
            "第1行起的网页表1: ruled\n  0 a | 1 b\n第3行: 正文\n",
        ),
        ("[甲](http://a) ![图](b) <b>乙</b>\n", "第1行: 甲  乙\n! 第1行的图片没有读入\n"),
        ("    缩进\n", "第1行: 缩进\n"),
        ("***\n", ""),
        ("- **牵头单位：**市残联\n", "第1行: 牵头单位：市残联\n"),
    ],
)
def test_markdown_is_read_with_its_headings_numbers_and_tables(text: str, expected: str) -> None:
    assert read("方案.md", text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.csv",
            '任务,单位\r\n"一、加强\r\n二",甲\r\n,"乙""局"\r\n',
            '第1行: unruled\n  0 任务 | 1 单位\n  0 一、加强/二 | 1 甲\n  0  | 1 乙"局\n',
        ),
        (
            "a.csv",
            "sep=|\n任务|单位\n一,二|甲\n",
            "第2行: unruled\n  0 任务 | 1 单位\n  0 一,二 | 1 甲\n",
        ),
        ("a.csv", "任务;单位\n一;甲\n", "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n"),
        ("a.csv", "任务\t单位\n一\t甲\n", "第1行: unruled\n  0 任务 | 1 单位\n  0 一 | 1 甲\n"),
        ("a.tsv", "任务,时限\t单位\n", "第1行: unruled\n  0 任务,时限 | 1 单位\n"),
        (
            "a.csv",
            "方案,,,\n\n任务,单位,,\n,,,\n",
            "第1行: unruled\n  0 方案 | 1 \n  0 任务 | 1 单位\n  0  | 1 \n",
        ),
        ("a.csv", "一、加强\n\n二、推进\n", "第1行: 一、加强\n第3行: 二、推进\n"),
        (
            "a.csv",
            'a,"b\n' + "c,d\n" * 101,
            '第1行: unruled\n  0 a | 1 "b\n'
            + "  0 c | 1 d\n" * 101
            + "! 引号不成对，引号内的换行和分隔符都按原样断开\n",
        ),
        (
            "a.csv",
            'a,"' + ("b" * 1500 + "\n") * 90,
            (
                '第1行: unruled\n  0 a | 1 "'
                + "b" * 1500
                + "\n"
                + f"  0 {'b' * 1500}\n" * 89
                + "! 引号不成对，引号内的换行和分隔符都按原样断开\n"
            ),
        ),
    ],
)
def test_separated_values_are_one_table(name: str, text: str, expected: str) -> None:
    assert read(name, text) == expected


def test_a_record_has_the_number_of_its_first_line() -> None:
    (found,) = read_document("a.csv", b'sep=,\na,"b\nc"\n\nd,e\n').blocks
    assert isinstance(found, Table)
    assert [cell.place for cell in found.cells] == ["第2行", "第2行", "第5行", "第5行"]


def one_file(*parts: tuple[str, bytes], head: str = "boundary=B") -> bytes:
    """Return a page as browsers save it with its pictures: parts, each below its head."""
    written = [f"--B\n{lines}\n\n".encode() + content for lines, content in parts]
    top = f"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\t{head}"
    return b"\n".join([top.encode(), b"", *written, b"--B--", b"--B\n\nno part"])


PICTURE = "Content-Type: image/png\nContent-Transfer-Encoding: base64", b"iVBORw0KGgo="
HTML = "Content-Type: text/html"
DAMAGED = "单个文件的网页（.mht、.mhtml）已损坏"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            one_file(
                PICTURE,
                (
                    f"{HTML}\nContent-Transfer-Encoding: quoted-printable",
                    b'<p class=3D"a">=E4=B8=80=E3=80=81\r\n=\r\n=E5=8A=A0=E5=BC=BA',
                ),
            ),
            "第1段: 一、 加强\n",
        ),
        (
            one_file(
                (
                    f'{HTML}; charset="gb2312"\ncontent-transfer-encoding: BASE64',
                    b"PHA+0rvK\nx9K7",
                )
            ).replace(b"\n", b"\r\n"),
            "第1段: 一是一\n",
        ),
        (one_file((f"{HTML};charset=big5", "<p>分工方案".encode("big5"))), "第1段: 分工方案\n"),
        (
            one_file(
                (f"{HTML}\nContent-ID: <1>", "<p>框架".encode()),
                (f"{HTML}\nContent-ID: <2>", "<p>方案".encode()),
                head='boundary="B";start="<2>"',
            ),
            "第1段: 方案\n! 网页里另嵌有 1 个网页（框架），没有读入\n",
        ),
        ("MIME-Version: 1.0\nContent-Type: text/html\n\n<p>方案".encode(), "第1段: 方案\n"),
    ],
)
def test_a_page_saved_as_one_file_is_read_as_the_page(content: bytes, expected: str) -> None:
    assert read("方案.mhtml", content) == expected


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (one_file(*[PICTURE] * 3), "是单个文件的网页或邮件，里面没有 HTML 网页"),
        (one_file((HTML, b"<p>"), head="type=x"), DAMAGED),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n", DAMAGED),
        (
            one_file((f"{HTML}\nContent-Transfer-Encoding: base64", b"PHA+0=a")),
            DAMAGED,
        ),
        (
            one_file((f"{HTML}\nX: {'x' * 4_000}", b"<p>")),
            DAMAGED,
        ),
        (one_file((HTML, b"<p>"), head="boundary*0*=x; boundary*=B"), DAMAGED),
        (one_file((HTML, b"<p>"), *[PICTURE] * 3), "网页里的文件超过 3 个，不像一份分工方案"),
    ],
)
def test_one_file_without_a_page_is_refused(
    content: bytes, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_SAVED", 3)
    with pytest.raises(UsageError) as error:
        read_document("方案.mht", content)
    assert error.value.message == f"不能读 方案.mht：{why}"
    assert error.value.remedy
