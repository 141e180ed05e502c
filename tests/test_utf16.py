"""Files saved as "Unicode", which editors on Windows take for UTF-16."""

import pytest
from conftest import SMALL_TASKS, Bench

from gkplan.folder.utf16 import wide_encoding

JOURNAL = '- task: "1.1"\r\n  status: doing\r\n  date: 2017-09-01\r\n  note: 已按要求公开。\r\n'
SHORT = "- a\n"


@pytest.mark.parametrize("text", [JOURNAL, SMALL_TASKS, SMALL_TASKS * 20, SHORT, "说明：局\n" * 4])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_two_and_four_bytes_a_character_are_recognised(text: str, encoding: str, mark: str) -> None:
    assert wide_encoding((mark + text).encode(encoding)) == encoding[:6].upper()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"a\0",
        b"a\0b",
        b"\0\0\0\0",
        SHORT.encode(),
        SMALL_TASKS.encode(),
        b"\xef\xbb\xbf" + SMALL_TASKS.encode(),
        SMALL_TASKS.encode("gbk"),
        SMALL_TASKS.encode().replace("公开".encode(), b"\0"),
        JOURNAL.encode().replace(b"doing", b"d\0oing"),
        b"\0a" * 40 + b"a\0" * 40,
    ],
)
def test_other_bytes_are_not_recognised_as_utf16(data: bytes) -> None:
    assert wide_encoding(data) == ""


def test_a_stray_zero_byte_is_a_control_character_still(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", JOURNAL.replace("doing", "d\0oing"))
    assert "[control-character]" in small.run("check").out
    small.write("data/progress/甲局.yaml", JOURNAL.encode("utf-16-le"))
    assert small.run("check").out == (
        "data/progress/甲局.yaml:1:1: error[not-utf8]: 文件是 UTF-16 编码，不是 UTF-8\n"
        "  用编辑器另存为 UTF-8\n\n"
    )


def test_nothing_is_appended_to_such_a_journal(small: Bench) -> None:
    journal = small.write("data/progress/甲局.yaml", JOURNAL.encode("utf-16"))
    before = journal.read_bytes()
    result = small.run("mark", "1.1", "doing")
    assert (result.code, journal.read_bytes()) == (4, before)
    assert "文件是 UTF-16 编码，不是 UTF-8\n" in result.err


def test_nor_is_such_a_template_read(small: Bench) -> None:
    small.write("mine.md.j2", "{{ plan.title }}\n".encode("utf-16"))
    assert small.run("report", "--template", "mine.md.j2").err == (
        "错误：模板 mine.md.j2 不是 UTF-8 编码（UTF-16）\n  用编辑器另存为 UTF-8\n"
    )
