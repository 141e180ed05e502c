"""What is written to pipes, files and consoles: encodings, closed pipes, escape codes."""

import errno
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from conftest import Bench, Result
from rich.style import Style

from gkplan.commands.progress import Line
from gkplan.views.terminal import console

LIST = [sys.executable, "-m", "gkplan", "list", "--as-of", "2017-10-31"]


class Broken(io.StringIO):
    """A stream that cannot be written to; ``handle`` is its file handle, -1 for none."""

    def __init__(self, code: int, handle: int) -> None:
        """Set the error's number and the handle."""
        super().__init__()
        self.code = code
        self.handle = handle

    def write(self, _: str) -> int:
        """Raise the error."""
        raise OSError(self.code, "Invalid argument")

    def fileno(self) -> int:
        """Return the handle."""
        return self.handle if self.handle >= 0 else super().fileno()


def test_a_closed_pipe_is_quiet_on_windows_too(small: Bench) -> None:
    """On Windows, that is an invalid argument, an error that files can have for other reasons."""
    reader, writer = os.pipe()
    file = small.write("out.txt", "").open("w")
    message = "错误：输出写不出去：{}\n  检查输出的去处\n"
    with file:
        assert small.run("list", out=Broken(errno.EINVAL, writer)) == Result(0, "", "")
        assert small.run("list", "--format", "json", out=Broken(errno.EINVAL, writer)).code == 0
        assert small.run("list", out=Broken(errno.EINVAL, file.fileno())) == Result(
            4, "", message.format("系统不接受这个名称或操作")
        )
        assert small.run("list", out=Broken(errno.EINVAL, -1)).code == 4
        assert small.run("list", out=Broken(errno.ENOSPC, writer)) == Result(
            4, "", message.format("磁盘满了")
        )
    os.close(reader)
    os.close(writer)


def test_records_remain_written_when_the_reader_has_left(small: Bench) -> None:
    reader, writer = os.pipe()
    result = small.run("mark", "1.1", "doing", out=Broken(errno.EINVAL, writer))
    assert (result.code, result.err) == (0, "")
    assert "doing" in small.read("data/progress/甲局.yaml")
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize(
    ("asked", "encoding", "shown"),
    [
        ("", "utf-8", "没有单位 “无”"),
        ("utf-8", "utf-8", "没有单位 “无”"),
        ("gbk", "gbk", "没有单位 “无”"),
        ("gbk:replace", "gbk", "没有单位 “无”"),
        ("gb18030:strict", "gb18030", "没有单位 “无”"),
        ("utf-16-le", "utf-16-le", "没有单位 “无”"),
        (":replace", "utf-8", "没有单位 “无”"),
        ("ascii", "ascii", r"\u6ca1\u6709\u5355\u4f4d \u201c\u65e0\u201d"),
        ("ascii:strict", "ascii", r"\u6ca1\u6709\u5355\u4f4d \u201c\u65e0\u201d"),
        ("latin-1:xmlcharrefreplace", "latin-1", "&#27809;&#26377;&#21333;&#20301; "),
    ],
)
def test_the_encoding_of_pipes_is_the_one_that_python_was_asked_for(
    small: Bench, asked: str, encoding: str, shown: str
) -> None:
    env = {**os.environ, "GKPLAN_DATA": "", "PYTHONIOENCODING": asked}
    done = subprocess.run(LIST, cwd=small.root, env=env, capture_output=True, check=True)
    expected = small.ok("list").encode(encoding, asked.partition(":")[2].replace("strict", "")
                                       or "backslashreplace")  # fmt: skip
    assert done.stdout == expected
    wrong = subprocess.run(
        [*LIST, "-u", "无"], cwd=small.root, env=env, capture_output=True, check=False
    )
    assert wrong.returncode == 2
    assert shown in wrong.stderr.decode(encoding)


def test_what_an_encoding_lacks_is_shown_by_its_number(small: Bench) -> None:
    small.write(
        "data/tasks.yaml", small.read("data/tasks.yaml").replace("按月公开", "按月公\U00020bb7")
    )
    env = {**os.environ, "GKPLAN_DATA": "", "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(LIST, cwd=small.root, env=env, capture_output=True, check=True)
    assert r"按月公\U00020bb7" in done.stdout.decode("gbk")


def test_on_an_old_console_the_line_of_progress_has_no_escape_codes(small: Bench) -> None:
    err = io.StringIO()
    line = Line(replace(small.context, err=err, message_width=20, escapes=False))
    line.step("读取方案")
    line.show()
    line.step("生成 一个名字很长很长很长的单位 的报告")
    line.end()
    shown = err.getvalue()
    assert "\x1b" not in shown
    assert shown == ("\r\r读取方案\r        \r生成 一个名字很长…\r                  \r")


def test_elsewhere_it_has_them(small: Bench) -> None:
    err = io.StringIO()
    line = Line(replace(small.context, err=err, message_width=20))
    line.show()
    line.end()
    assert "\x1b[2K" in err.getvalue()


class Calls:
    """The Windows calls by which rich colours an old console."""

    def __init__(self, file: io.StringIO) -> None:
        """Write to the file, without colours."""
        self.write_text = file.write

    def write_styled(self, text: str, style: Style) -> None:
        """Write a coloured text."""
        self.write_text(f"<{style}>{text}")


class Screen(io.StringIO):
    """Standard output, as far as rich asks for it."""

    def fileno(self) -> int:
        """Return the handle of standard output."""
        return 1

    def isatty(self) -> bool:
        """Report that it is a console."""
        return True


def test_an_old_console_is_coloured_by_the_system_and_gets_no_escape_codes(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = ModuleType("rich._win32_console")
    system.LegacyWindowsTerm = Calls  # type: ignore[attr-defined]
    system.WindowsCoordinates = tuple  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rich._win32_console", system)
    monkeypatch.delitem(sys.modules, "rich._windows_renderer", raising=False)
    monkeypatch.setattr("rich.console.WINDOWS", True)
    small.context = replace(small.context, terminal=True, color=True)
    old, new = Screen(), Screen()
    assert small.run("list", out=old, escapes=False).code == 0
    assert small.run("list", out=new).code == 0
    assert "\x1b" not in old.getvalue()
    assert "<bold" in old.getvalue()
    assert "\x1b[1m" in new.getvalue()


def test_a_console_without_escape_codes_is_an_old_one(tmp_path: Path) -> None:
    with (tmp_path / "x").open("w") as file:
        assert console(file, 80, color=True, escapes=False).legacy_windows
        assert not console(file, 80, color=True).legacy_windows
