"""English messages of libraries and the system are not shown to people."""

import errno
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Bench
from typer.main import get_command

from gkplan.cli import app
from gkplan.commands.help import explain
from gkplan.domain import errors

ENGLISH = re.compile(r"(?<![-\w])[A-Za-z]{4,}")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_error_of_the_system_is_reported_in_english(number: int) -> None:
    reason = errors.reason_of(OSError(number, os.strerror(number)))
    assert not ENGLISH.search(reason)
    assert reason == f"系统错误 {number}" or not re.search("[A-Za-z0-9]", reason)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(99999, "No such thing"), "系统错误 99999"),
        (OSError(errno.ENOENT, "No such file"), "文件不存在"),
        (OSError("写入后读回的内容不一致"), "写入后读回的内容不一致"),
        (OSError("cannot write"), "系统没有说明原因"),
        (OSError(), "系统没有说明原因"),
    ],
)
def test_an_unknown_refusal_has_its_number(error: OSError, reason: str) -> None:
    assert errors.reason_of(error) == reason


def usage_errors() -> list[Any]:
    """Return one usage error of each class of the parser, with a message of its own."""
    command: Any = get_command(app)
    context = typer.Context(command, info_name="gkplan")
    option, english = command.params[0], "The value is not valid here"
    raised: Any = sys.modules["typer"].TyperException.__subclasses__()
    found: list[Any] = []
    while raised:
        kind = raised.pop()
        raised += kind.__subclasses__()
        try:
            found.append(made(kind, context, option, english))
        except TypeError as error:
            raise AssertionError(kind) from error
    return found


def made(kind: Any, context: typer.Context, option: Any, english: str) -> Any:
    """Make an error as the parser would."""
    match kind.__name__:
        case "NoSuchOption":
            return kind("--nothing", english, ["--data"], context)
        case "BadOptionUsage":
            return kind("--data", english, context)
        case "BadParameter" | "MissingParameter":
            return kind(english, context, option)
        case "NoArgsIsHelpError":
            return kind(context)
        case "FileError":
            return kind("x.txt", english)
    return kind(english)


def test_no_usage_error_is_reported_in_english() -> None:
    messages = {type(error).__name__: explain(error, ()) for error in usage_errors()}
    assert messages == {
        "BadArgumentUsage": "用法不对",
        "BadOptionUsage": "选项 --data 后面缺少值",
        "BadParameter": "选项 --data DIR 的值不对",
        "ClickException": "用法不对",
        "ExtraArgumentsError": "多了参数：The value is not valid here",  # the arguments as typed
        "FileError": "用法不对",
        "MissingParameter": "缺少选项 --data DIR",
        "NoArgsIsHelpError": "用法不对",
        "NoSuchOption": "没有选项 --nothing，是否 --data？",
        "UnknownCommandError": "没有这个命令：The value is not valid here",
        "UsageError": "用法不对",
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary home folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def called_from(monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    """Make gkplan detect ``shell`` as the shell that runs it."""
    import shellingham  # type: ignore[import-untyped]  # noqa: PLC0415

    def detect() -> tuple[str, str]:
        if not shell:
            raise shellingham.ShellDetectionFailure
        return shell, f"/bin/{shell}"

    monkeypatch.setattr(shellingham, "detect_shell", detect)


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".bash_completions/gkplan.sh"),
        ("zsh", ".zfunc/_gkplan"),
        ("fish", ".config/fish/completions/gkplan.fish"),
    ],
)
def test_completion_is_installed_with_an_answer_in_chinese(
    empty: Bench, home: Path, shell: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_from(monkeypatch, shell)
    messages = empty.ok("--install-completion")
    assert messages == f"已给 {shell} 装上补全：{home / file}\n重新打开终端后生效\n"
    assert "_GKPLAN_COMPLETE" in (home / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
@pytest.mark.parametrize(
    ("shell", "message"), [("tcsh", "不支持 tcsh 的补全"), ("", "认不出当前的 shell")]
)
def test_a_shell_without_completion_is_reported_in_chinese(
    empty: Bench,
    home: Path,
    option: str,
    shell: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called_from(monkeypatch, shell)
    result = empty.run(option)
    remedy = "在其中一种里运行：bash、zsh、fish、powershell、pwsh"
    assert (result.code, result.out) == (2, "")
    assert result.err == f"错误：{message}\n  {remedy}\n"
    assert list(home.iterdir()) == []


def test_a_start_up_file_that_cannot_be_written_is_reported_in_chinese(
    empty: Bench, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_from(monkeypatch, "bash")
    (home / ".bash_completions").write_text("", encoding="utf-8")
    result = empty.run("--install-completion")
    assert (result.code, result.err) == (4, "错误：读写失败：已经存在\n")


def test_powershell_that_does_not_answer_is_reported_in_chinese(
    empty: Bench, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_from(monkeypatch, "pwsh")
    tool = home / "pwsh"
    tool.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")
    result = empty.run("--install-completion")
    assert result.code == 4
    assert result.err == "错误：pwsh 的补全没有装上\n  用 --show-completion 自行安装\n"


def test_a_disk_without_locks_is_reported_in_chinese(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def acquire(_lock: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr("filelock.FileLock.acquire", acquire)
    result = small.run("mark", "1.1", "doing", "--unit", "甲局")
    message, remedy = "data 所在的磁盘不支持文件锁", "把方案文件夹放到本机的磁盘上"
    assert (result.code, result.err) == (4, f"错误：{message}\n  {remedy}\n")
