"""Words that people add to the lexicon, and what an import makes of them."""

from datetime import date

import pytest
from conftest import Bench, Result

from gkplan.domain.errors import UsageError
from gkplan.domain.vocabulary import Cadence
from gkplan.importing import Known, import_plan
from gkplan.importing.lexicon.patterns import Wording, read_words, with_words
from gkplan.importing.lexicon.words import LEXICON

DOCUMENT = """\
清河区2024年环境整治工作方案

一、整治任务

1. 整治背街小巷，月月巡查。（区城管局打头，区住建局搭手）

2. 清理河道漂浮物。（区水利局打头）
"""
WORDS = "# 本县的说法\n牵头：打头\n配合:搭手、帮衬\n每月：月月\n"


def test_a_word_counts_as_the_words_of_its_kind() -> None:
    words = read_words("词.txt", WORDS.encode())
    plan = import_plan("方案.md", DOCUMENT.encode(), date(2024, 1, 1), Known(words=words))
    first, second = plan.plan.groups[0].tasks
    assert (first.lead, first.support) == (("区城管局",), ("区住建局",))
    assert first.cadence == (Cadence.MONTHLY,)
    assert second.lead == ("区水利局",)
    assert plan.notes[0] == "补充的词已采用：月月（每月）、打头（牵头）、搭手（配合）"


HEAD = "清河区2024年工作方案\n\n"
MATRIX = """\
| 序号 | 工作任务 | 区财政局 | 区教育局 | 区民政局 |
| --- | --- | --- | --- | --- |
| 1 | 公布收费目录。 | ○ | ● |  |
| 2 | 修订救助标准。 |  | ○ | ● |

注：○为打头，●为搭手。
"""
FIRST = """\
| 序号 | 工作任务 | 责任单位 |
| --- | --- | --- |
| 1 | 公布收费目录。 | 区财政局、区教育局 |

注：列第一位的为打头单位。
"""
LABELS = """\
| 序号 | 工作任务 | 单位 |
| --- | --- | --- |
| 1 | 公布收费目录。 | 打头单位 区财政局<br>搭手单位 区教育局 |
"""
DUTIES = """\
部门职责

1. 区财政局打头公布全区的收费目录。

2. 区民政局打头修订全区的救助标准。
"""


@pytest.mark.parametrize(
    ("text", "lead", "others"),
    [
        (MATRIX, "区财政局", ["区教育局"]),
        (FIRST, "区财政局", ["区教育局"]),
        (LABELS, "区财政局", ["区教育局"]),
        (DUTIES, "区财政局", []),
    ],
)
def test_a_word_counts_in_every_layout(text: str, lead: str, others: list[str]) -> None:
    words = read_words("词.txt", WORDS.encode())
    found = import_plan("方案.md", (HEAD + text).encode(), date(2024, 1, 1), Known(words=words))
    task = found.plan.groups[0].tasks[0]
    assert (task.lead, [*task.support, *task.implement]) == ((lead,), others)


def test_without_the_words_the_document_says_less() -> None:
    with pytest.raises(UsageError, match="没有找到分工方案"):
        import_plan("方案.md", DOCUMENT.encode(), date(2024, 1, 1))


def test_words_are_forgotten_after_the_import() -> None:
    pattern = Wording("<牵头>")
    with with_words((("牵头", ("打头",)),)):
        assert pattern.search("打头")
    assert pattern.search("打头") is None


def test_an_added_word_is_no_pattern() -> None:
    with with_words((("牵头", ("甲.",)),)):
        assert Wording("<牵头>").search("甲乙") is None


def test_a_line_adds_to_what_cells_say_and_to_the_names_of_columns() -> None:
    assert read_words("词.txt", "牵头：打头".encode()) == (
        ("牵头", ("打头",)),
        ("牵头栏", ("打头",)),
    )
    assert {"牵头", "牵头栏"} <= LEXICON.keys()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("牵首：打头".encode(), "词.txt:1：没有“牵首”这一类词"),
        ("\n打头".encode(), "词.txt:2：没有“打头”这一类词"),
        ("牵头：扛*旗".encode(), "词.txt:1：“扛*旗”不是普通的词"),
        (("牵头：" + "甲" * 21).encode(), f"词.txt:1：“{'甲' * 21}”不是普通的词"),
        (b"\xff\xff", "词.txt 不是 UTF-8 或 GB18030 文字"),
        (b"#" * (64 * 1024 + 1), "词.txt 超过 64 KB"),
    ],
)
def test_a_file_of_words_is_refused_with_its_line(content: bytes, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_words("词.txt", content)
    assert refused.value.message == message


def test_twenty_characters_and_64_kilobytes_are_accepted() -> None:
    word = "甲" * 20
    assert dict(read_words("词.txt", f"指导：{word}".encode())) == {"指导": (word,)}
    assert read_words("词.txt", f"指导：{word}".encode("gb18030")) == (("指导", (word,)),)
    assert read_words("词.txt", b"#" * (64 * 1024)) == ()


def test_the_command_takes_words_and_explains(empty: Bench) -> None:
    empty.write("方案.md", DOCUMENT)
    empty.write("词.txt", WORDS)
    assert empty.ok("import", "方案.md", "--words", "词.txt", "--explain").startswith(
        "第1部分：第1行至第7行，4段文字、0个表格\n  采用 段落：2项，得分0.9"
    )
    empty.ok("import", "方案.md", "--words", "词.txt", "-o", "p")
    assert "补充的词已采用" in empty.read("p/data/导入说明.md")


def test_an_explanation_of_no_plan_is_no_error(empty: Bench) -> None:
    empty.write("方案.md", "关于开会的通知\n\n各单位：\n\n请各单位派人准时参会。\n")
    found = empty.ok("import", "方案.md", "--explain")
    assert found.endswith("  不采用：没有写明单位的条目\n")


def test_an_explanation_writes_nothing(empty: Bench) -> None:
    empty.write("方案.md", DOCUMENT)
    assert empty.run("import", "方案.md", "--explain", "-o", "p") == Result(
        2,
        "",
        "错误：--explain 只列出读法，不能和 -o、--update、--dry-run 同用\n  分两次运行\n",
    )


def test_a_file_of_words_that_is_not_there_is_refused(empty: Bench) -> None:
    empty.write("方案.md", DOCUMENT)
    found = empty.run("import", "方案.md", "--words", "无.txt", "--dry-run")
    assert (found.code, found.err.splitlines()[0]) == (2, "错误：无.txt 打不开：文件不存在")


def test_a_plan_may_be_titled_with_an_added_word() -> None:
    text = DOCUMENT.replace("工作方案", "路线图").replace("打头", "牵头").replace("搭手", "配合")
    words = read_words("词.txt", "方案名：路线图".encode())
    day = date(2024, 1, 1)
    found = import_plan("源.md", text.encode(), day, Known(words=words))
    assert found.plan.head.title == "清河区2024年环境整治路线图"
    assert import_plan("源.md", text.encode(), day).plan.head.title == "源"


def test_a_word_without_effect_is_reported_as_such() -> None:
    text = DOCUMENT.replace("打头", "牵头").replace("搭手", "配合") + "\n附件：打头名单\n"
    words = read_words("词.txt", "牵头：打头".encode())
    found = import_plan("方案.md", text.encode(), date(2024, 1, 1), Known(words=words))
    assert found.notes[0] == "补充的词见于原件，但没有改变结果：打头（牵头）"
