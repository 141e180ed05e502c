"""Evidence is one web address without a password, or one file of the plan folder."""

import pytest
from conftest import Bench

from gkplan.domain import fields
from gkplan.domain.fields import BadValueError
from gkplan.domain.rules import Position
from gkplan.forms.answers import BadAnswerError, read_evidence
from gkplan.forms.rows import Answer

ONE = [
    "https://a.cn",
    "https://a.cn/",
    "HTTPS://A.CN/1.html",
    "https://a.cn:8080/x",
    "https://[::1]/x",
    "https://host/a,b;c@d",
    "https://host/@user/1",
    "https://host/?mail=a@b.cn",
    "https://host?mail=a@b.cn",
    "https://host/甲、乙，丙",
    "https://host/甲（乙）",
    "https://archive.org/web/2017/https://b.cn/1",
    "https://a.cn/?to=https://b.cn/1",
    "https://a.cn/?to%3Dhttps://b.cn/1",
    "https://a.cn/,b/www.b.cn",
    "http/1.pdf",
    "https.pdf",
    "PDF：1.pdf",
    "甲、乙.pdf",
    "1.pdf、2.pdf",
]
SEVERAL = [
    "https://a.cn https://b.cn",
    "https://a.cn/1, https://b.cn/2",
    "https://a.cn/1,https://b.cn/2",
    "https://a.cn/1，https://b.cn/2",
    "https://a.cn/1、http://b.cn/2",
    "https://a.cn/1;https://b.cn/2",
    "https://a.cn/1；https://b.cn/2",
    "https://a.cn/1\nhttps://b.cn/2\n",
    "https://a.cn/1.htmlhttps://b.cn/2",
    "https://a.cn/1和https://b.cn/2",
    "https://a.cn/1,www.b.cn/2",
    "https://a.cn/1 www.b.cn/2",
    "https://a.cn/1,HTTPS://b.cn/2",
]
BARE = ["www.a.cn", "WWW.a.gov.cn:8080/1?x=第3页"]
SECRET = ["https://u:p@a.cn/", "http://u@a.cn", "https://u:p@a.cn:80/x?y#z", "HTTPS://:p@a.cn"]
MIXED = ["1.pdf https://a.cn", "附件：https://a.cn", "-https://a.cn", "1.pdf、https://a.cn"]
TAIL = ["https://a.cn/1。", "https://a.cn/1，", "https://甲.cn、"]
NONE = [
    "https：//a.cn",
    "https//a.cn",
    "http:／／a.cn",
    "https:/a.cn",
    "https://a.cn:八/",
    "www.a.cn 第3页",
    "https://a.cn/1 第3页",
    "https://",
    "ftp://a.cn",
]


def refused(value: str) -> str:
    """Return why a value is refused as evidence, or nothing."""
    try:
        fields.EVIDENCE.parse(value)
    except BadValueError as bad:
        return bad.message if bad.rule.name == "bad-evidence" else bad.rule.name
    return ""


@pytest.mark.parametrize("value", ONE)
def test_one_address_or_file_is_accepted(value: str) -> None:
    assert refused(value) == ""


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (SEVERAL, "佐证材料里有几个网址"),
        (SECRET, "佐证材料的网址里有用户名或密码"),
        (MIXED, "佐证材料 “{}” 里，网址和别的文字写在了一起"),
        (NONE, "佐证材料 “{}” 不是有效的网址"),
        (BARE, "佐证材料 “{}” 不是完整的网址，前面要加 http:// 或 https://"),
    ],
    ids=["several", "secret", "mixed", "none", "bare"],
)
def test_anything_else_is_refused_with_its_reason(values: list[str], message: str) -> None:
    assert [refused(value) for value in values] == [message.format(value) for value in values]


@pytest.mark.parametrize("value", TAIL)
def test_a_full_stop_behind_an_address_is_refused(value: str) -> None:
    assert refused(value) == f"佐证材料的网址末尾多了 “{value[-1]}”"


@pytest.mark.parametrize("value", [*SEVERAL, *SECRET, *MIXED])
def test_mark_refuses_what_a_file_must_not_contain(small: Bench, value: str) -> None:
    before = small.files()
    result = small.run("mark", "1.1", "done", "--unit", "甲局", "--evidence", value)
    assert (result.code, small.files()) == (2, before)
    assert "https://u:p" not in result.err + result.out


def test_a_value_that_names_several_files_is_reported_with_the_correct_form(small: Bench) -> None:
    journal = '- {task: "1.1", status: done, date: 2017-09-12, evidence: %s}\n'
    small.write("data/progress/甲局.yaml", journal % "1.pdf、2.pdf")
    assert "  几个文件的，一项只写一个，各占一行、以 “- ” 开头；" in small.run("check").out
    small.write("data/progress/甲局.yaml", journal % "甲、乙.pdf")
    assert "  补上文件，或改正路径（从方案文件夹算起）\n" in small.run("check").out


@pytest.mark.parametrize(
    ("piece", "message"),
    [
        ("www.a.cn/1", "佐证材料 “www.a.cn/1” 不是完整的网址，前面要加 http:// 或 https://"),
        ("a.gov.cn/1", "“a.gov.cn/1”不是完整的网址，前面要加 http:// 或 https://"),
        ("a.gov.pdf", "“a.gov.pdf”不是网址，和表放在一起的文件里也没有它"),
    ],
)
def test_a_form_says_what_an_address_lacks(piece: str, message: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        read_evidence(Answer(piece, Position("甲局.xlsx", 6, 13)), lambda _: None)
    assert caught.value.problem.message == message
