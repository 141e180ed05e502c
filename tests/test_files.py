"""Files that another program has open, read-only files, and the ``.git`` folder."""

import os
from collections.abc import Callable
from errno import EACCES, ENOENT
from pathlib import Path

import pytest
from conftest import Bench, Result

from gkplan.domain.errors import HeldOpenError, ReadOnlyFileError, reason_of
from gkplan.folder import files

HELD = "文件正被别的程序打开（如 WPS、Excel）"
CLOSE = "先在那个程序里关闭它，再试一次"


def denied(winerror: int | None) -> PermissionError:
    """Make an error as Windows raises it."""
    error = PermissionError(EACCES, "Access is denied")
    error.winerror = winerror  # type: ignore[attr-defined]
    return error


def failing(times: int, error: OSError, act: Callable[..., object]) -> Callable[..., object]:
    """Make a function that fails so many times before it succeeds."""
    left = [times]

    def attempt(*args: object, **options: object) -> object:
        if left[0]:
            left[0] -= 1
            raise error
        return act(*args, **options)

    return attempt


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, which take no time here."""
    pauses: list[float] = []
    monkeypatch.setattr(files, "sleep", pauses.append)
    return pauses


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize(("times", "pauses"), [(1, [0.05]), (3, [0.05, 0.1, 0.15])])
def test_what_another_program_lets_go_is_done(
    tmp_path: Path, slept: list[float], code: int, times: int, pauses: list[float]
) -> None:
    path = tmp_path / "报告.md"
    path.write_bytes(b"x")
    assert files.patiently(failing(times, denied(code), path.read_bytes), path) == b"x"
    assert slept == pauses


@pytest.mark.parametrize("code", [5, 32, 33])
def test_what_it_does_not_let_go_within_two_seconds_is_reported(
    tmp_path: Path, slept: list[float], code: int
) -> None:
    path = tmp_path / "报告.md"
    path.write_bytes(b"x")
    with pytest.raises(HeldOpenError) as held:
        files.patiently(failing(9, denied(code), path.read_bytes), path)
    assert reason_of(held.value) == HELD
    assert sum(slept) == pytest.approx(2)


def test_the_last_attempt_of_nine_succeeds(tmp_path: Path, slept: list[float]) -> None:
    path = tmp_path / "报告.md"
    path.write_bytes(b"x")
    assert files.patiently(failing(8, denied(32), path.read_bytes), path) == b"x"
    assert len(slept) == 8


def test_a_denied_file_that_is_read_only_is_reported_as_that(
    tmp_path: Path, slept: list[float]
) -> None:
    path = tmp_path / "报告.md"
    path.write_bytes(b"x")
    path.chmod(0o444)
    with pytest.raises(ReadOnlyFileError):
        files.patiently(failing(9, denied(5), path.read_bytes), path)
    assert len(slept) == 8


def test_a_denied_file_that_is_not_there_lacks_the_permission(
    tmp_path: Path, slept: list[float]
) -> None:
    with pytest.raises(PermissionError) as refused:
        files.patiently(failing(9, denied(5), tmp_path.stat), tmp_path / "报告.md")
    assert reason_of(refused.value) == "没有权限"
    assert len(slept) == 8


@pytest.mark.parametrize(
    "error", [FileNotFoundError(ENOENT, ""), PermissionError(EACCES, ""), denied(2), denied(None)]
)
def test_other_errors_are_not_waited_for(
    tmp_path: Path, slept: list[float], error: OSError
) -> None:
    (tmp_path / "报告.md").write_bytes(b"x")
    if os.name == "nt" and error.errno == EACCES:
        return  # opening a file that another program has open gives this error: see the next test
    with pytest.raises(type(error)) as raised:
        files.patiently(failing(1, error, tmp_path.stat), tmp_path / "报告.md")
    assert (raised.value, slept) == (error, [])


@pytest.mark.parametrize(
    ("code", "reason"), [(32, HELD), (33, HELD), (5, "没有权限")], ids=["open", "locked", "denied"]
)
def test_on_windows_open_lacks_the_error_code_and_the_system_is_queried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slept: list[float], code: int, reason: str
) -> None:
    (tmp_path / "报告.md").write_bytes(b"x")
    path = tmp_path / "报告.md"
    read = path.read_bytes
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(files, "_code_of_opening", lambda _: code)
    with pytest.raises(PermissionError) as refused:
        files.patiently(failing(9, denied(None), read), path)
    assert reason_of(refused.value) == reason
    assert len(slept) == 8


def hold(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> None:
    """Simulate that another program has a file open during so many attempts to replace it."""
    replace = Path.replace
    left = [times]

    def attempt(source: Path, target: Path) -> Path:
        if Path(target).name == name and left[0]:
            left[0] -= 1
            raise denied(5)
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", attempt)


@pytest.mark.usefixtures("slept")
def test_a_report_that_is_open_in_wps(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write("报告.md", "旧的")
    hold(monkeypatch, "报告.md", 9)
    path = small.root / "报告.md"
    assert small.run("report", "-o", "报告.md") == Result(
        4, "", f"错误：{path.as_posix()} 不能写入：{HELD}\n  {CLOSE}\n"
    )
    assert small.read("报告.md") == "旧的"
    assert [path.name for path in small.root.iterdir() if path.name.endswith(".tmp")] == []
    hold(monkeypatch, "报告.md", 8)
    small.ok("report", "-o", "报告.md")
    assert small.read("报告.md") == small.ok("report")


@pytest.mark.usefixtures("slept")
def test_a_journal_that_is_open_in_an_editor(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = "data/progress/甲局.yaml"
    small.write(journal, "")
    before = small.files()
    hold(monkeypatch, "甲局.yaml", 9)
    assert small.run("mark", "1.1", "doing") == Result(
        4, "", f"错误：data/progress 写入失败：{HELD}\n  {CLOSE}\n"
    )
    assert small.files() == before
    hold(monkeypatch, "甲局.yaml", 3)
    small.ok("mark", "1.1", "doing")
    assert "doing" in small.read(journal)


OUTPUTS = {
    "report": ("report", "-o", "out/a.md"),
    "reports": ("report", "--all-units", "--format", "md", "-o", "out"),
    "docx": ("report", "-o", "out/a.docx"),
    "export": ("export", "-o", "out/a.md"),
    "remind": ("remind", "-u", "甲局", "--within", "365d", "-o", "out/a.md"),
    "reminders": ("remind", "--all", "--within", "365d", "-o", "out"),
    "schema": ("schema", "-o", "out"),
    "ics": ("due", "--format", "ics", "-o", "out/a.ics"),
}


@pytest.mark.parametrize("command", OUTPUTS)
def test_a_read_only_output_is_not_replaced_and_no_other_is_written(
    small: Bench, command: str
) -> None:
    small.ok(*OUTPUTS[command])
    *_, last = sorted((small.root / "out").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for path in (small.root / "out").iterdir():
        path.write_bytes(b"old")
    last.chmod(0o444)
    before = small.files()
    assert small.run(*OUTPUTS[command]) == Result(
        4, "", f"错误：{last.as_posix()} 是只读的，没有写入\n  恢复写权限\n"
    )
    assert small.files() == before
    last.chmod(0o644)
    small.ok(*OUTPUTS[command])
    assert last.read_bytes() != b"old"


def test_a_read_only_plan_is_neither_replaced_nor_updated(small: Bench) -> None:
    small.write("方案.md", small.ok("export", "--format", "md").replace("按月公开", "按月公示"))
    (small.root / "data/tasks.yaml").chmod(0o444)
    before = small.files()
    path = small.root / "data/tasks.yaml"
    for option in ("--update", "-o"):
        result = small.run("import", "方案.md", option, "data", "--force")
        assert (result.code, result.err.splitlines()[-2:]) == (
            4,
            [f"错误：{path.as_posix()} 是只读的，没有写入", "  恢复写权限"],
        )
    assert small.files() == before
    path.chmod(0o644)
    assert small.run("import", "方案.md", "--update", "data", "--force").code == 0


@pytest.mark.parametrize("folder", [".git", ".git/hooks", ".GIT", "GIT~1", ".git.", "sub/.Git/x"])
@pytest.mark.parametrize("command", OUTPUTS)
def test_nothing_is_written_into_git(small: Bench, command: str, folder: str) -> None:
    small.write(".git/HEAD", "ref: refs/heads/main\n")
    before = small.files()
    *options, output = OUTPUTS[command]
    result = small.run(*options, output.replace("out", folder))
    assert result.code == 4
    assert result.err.endswith(" 在 .git 文件夹里，没有写入\n  .git 是 git 自己的，换一个位置\n")
    assert small.files() == before


@pytest.mark.parametrize("folder", [".github", "git", "a.git", ".gitx", "git~2", ".git2/hooks"])
def test_a_folder_that_is_only_called_alike_is_written_to(small: Bench, folder: str) -> None:
    small.ok("report", "-o", f"{folder}/a.md")
    assert small.read(f"{folder}/a.md") == small.ok("report")


def test_no_plan_folder_is_made_in_git(small: Bench) -> None:
    small.write("方案.md", small.ok("export"))
    before = small.files()
    for command in (("init", ".git/x"), ("import", "方案.md", "-o", ".git/x")):
        result = small.run(*command)
        assert result.code == 4
        path = small.root / ".git/x"
        assert f"错误：{path.as_posix()} 在 .git 文件夹里，没有写入\n" in result.err
    assert small.files() == before
    assert not (small.root / ".git").exists()


def test_a_plan_in_git_is_read_and_not_written_to(small: Bench) -> None:
    (small.root / ".git").mkdir()
    (small.root / "data").rename(small.root / ".git/data")
    before = small.files()
    plan = small.root / ".git/data"
    assert small.run("mark", "1.1", "doing", "--data", ".git") == Result(
        4,
        "",
        f"错误：{plan.as_posix()} 在 .git 文件夹里，没有写入\n  .git 是 git 自己的，换一个位置\n",
    )
    assert small.files() == before
    assert "1.1" in small.ok("list", "--data", ".git")
