"""How gkplan was installed determines which command installs a missing library."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Bench

from gkplan.commands.installation import (
    Installation,
    editable_folder,
    library_problem,
    manager_of,
    missing_library,
    this_installation,
)

POSIX = Installation(python="/opt/py/bin/python3")
WINDOWS = Installation(python=r"C:\Program Files\Python\python.exe", is_windows=True)


@pytest.mark.parametrize(
    ("how", "remedy"),
    [
        (POSIX, "运行 /opt/py/bin/python3 -m pip install watchfiles"),
        (WINDOWS, r'运行 "C:\Program Files\Python\python.exe" -m pip install watchfiles'),
        (
            Installation(python="/home/甲 乙/.venv/bin/python"),
            "运行 '/home/甲 乙/.venv/bin/python' -m pip install watchfiles",
        ),
        (
            Installation(python="/w k/.venv/bin/python", checkout=Path("/w k")),
            "运行 '/w k/.venv/bin/python' -m pip install -c '/w k/constraints.txt' watchfiles",
        ),
        (
            Installation(python="/p/venvs/gkplan/bin/python", manager="pipx"),
            "运行 pipx inject gkplan watchfiles",
        ),
        (
            Installation(python="/t/gkplan/bin/python", manager="uv"),
            "运行 uv pip install --python /t/gkplan/bin/python watchfiles",
        ),
        (
            Installation(is_frozen=True),
            "这个程序是打包好的，加不了库：请重新下载，或改用 pip 安装的 gkplan",
        ),
    ],
    ids=["wheel", "windows", "blank", "checkout", "pipx", "uv", "frozen"],
)
def test_the_command_fits_how_gkplan_was_installed(how: Installation, remedy: str) -> None:
    assert how.remedy("watchfiles") == remedy


@pytest.mark.parametrize(
    ("how", "remedy"),
    [
        (POSIX, "运行 /opt/py/bin/python3 -m pip install --force-reinstall lxml"),
        (Installation(manager="pipx"), "运行 pipx inject --force gkplan lxml"),
        (Installation(manager="uv"), "运行 uv pip install --python python --reinstall lxml"),
    ],
    ids=["wheel", "pipx", "uv"],
)
def test_a_broken_library_is_installed_again(how: Installation, remedy: str) -> None:
    assert how.remedy("lxml", is_broken=True) == remedy


@pytest.mark.parametrize(
    ("module", "library"),
    [
        ("watchfiles", "watchfiles"),
        ("docx", "python-docx"),
        ("docx.opc", "python-docx"),
        ("lxml.etree", "lxml"),
        ("markdown_it", "markdown-it-py"),
        ("gkplan.nowhere", None),
        (None, None),
    ],
)
def test_a_package_is_named_as_pip_knows_it(module: str | None, library: str | None) -> None:
    assert missing_library(ImportError(name=module)) == library


def test_what_is_wrong_with_a_library_is_reported() -> None:
    missing = library_problem(ModuleNotFoundError(name="docx"), POSIX)
    assert missing is not None
    assert missing[0] == "要用的 python-docx 没有安装"
    broken = library_problem(ImportError("libxml2.so.2: …", name="lxml.etree"), POSIX)
    assert broken is not None
    assert broken[0] == "要用的 lxml 装坏了，打不开"
    assert library_problem(ImportError("cannot import name", name="gkplan.cli"), POSIX) is None


@pytest.mark.parametrize(
    ("origin", "folder"),
    [
        ({"url": "file:///w/gk%20plan", "dir_info": {"editable": True}}, Path("/w/gk plan")),
        ({"url": "file:///w/%E7%94%B2", "dir_info": {"editable": True}}, Path("/w/甲")),
        ({"url": "file:///w/gkplan", "dir_info": {}}, None),
        ({"url": "file:///w/gkplan-0.1.0-py3-none-any.whl", "archive_info": {}}, None),
        ({}, None),
    ],
    ids=["blank", "chinese", "folder", "wheel", "index"],
)
def test_only_an_editable_installation_has_a_checkout(
    origin: dict[str, object], folder: Path | None
) -> None:
    assert editable_folder(json.dumps(origin)) == folder


def test_an_environment_is_known_by_what_its_program_leaves_there(tmp_path: Path) -> None:
    assert manager_of(tmp_path) == ""
    (tmp_path / "pyvenv.cfg").write_text("home = /opt/py\nversion = 3.12.1\n")
    assert manager_of(tmp_path) == ""
    (tmp_path / "pyvenv.cfg").write_text("home = /opt/py\nuv = 0.13.9\n")
    assert manager_of(tmp_path) == "uv"
    (tmp_path / "lib" / "python3.12" / "site-packages" / "pip").mkdir(parents=True)
    assert manager_of(tmp_path) == ""
    (tmp_path / "pipx_metadata.json").write_text("{}")
    assert manager_of(tmp_path) == "pipx"


def test_this_copy_is_run_by_this_python() -> None:
    assert this_installation().python == sys.executable


@pytest.mark.parametrize(
    ("module", "library", "args"),
    [
        ("xlsxwriter", "XlsxWriter", ("report", "-o", "a.xlsx", "--format", "xlsx")),
        ("docx", "python-docx", ("report", "-o", "a.docx", "--format", "docx")),
        ("lxml", "lxml", ("import", "方案.html", "-o", "new")),
        ("markdown_it", "markdown-it-py", ("import", "方案.md", "-o", "new")),
        ("pdfminer", "pdfminer.six", ("import", "方案.pdf", "-o", "new")),
        ("watchfiles", "watchfiles", ("report", "--watch", "-o", "out.md")),
        ("jinja2", "Jinja2", ("report",)),
        ("yaml", "PyYAML", ("check",)),
        ("typer", "typer", ("list",)),
    ],
)
def test_no_library_that_is_missing_ends_in_a_traceback(
    small: Bench, module: str, library: str, args: tuple[str, ...]
) -> None:
    small.write("方案.html", "<html><table><tr><td>1</td></tr></table></html>")
    small.write("方案.md", "# 甲\n")
    small.write("方案.pdf", "%PDF-1.7\n")
    before = small.files()
    script = f"import sys; sys.modules[{module!r}] = None; from gkplan.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, *args],
        cwd=small.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    first, second = done.stderr.rstrip("\n").split("\n")
    assert (done.returncode, done.stdout, first) == (2, "", f"错误：要用的 {library} 没有安装")
    assert second.startswith("  运行 ")
    assert second.endswith(f" {library}")
    assert small.files() == before
