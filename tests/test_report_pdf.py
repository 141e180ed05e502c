"""``report -o x.pdf``: printed by the programs that are installed, or why not."""

import os
import shutil

import pytest
from conftest import Bench, Result
from printed import A4, A4_ACROSS, has, sizes, texts

pytestmark = pytest.mark.no_cover  # what runs here is a browser and an office program
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
ENV = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

CUT_OFF = """\
for word; do
    case $word in
    --print-to-pdf=*) echo %PDF-1.4 > "${word#*=}" ;;
    esac
done
"""
"""A browser whose disk is full: it reports no failure."""


def printed(bench: Bench, *args: str) -> list[str]:
    """Print a report, and return the texts of its pages, which are A4."""
    bench.ok("report", "-o", "x.pdf", *args, env=ENV)
    assert {*sizes(bench.root / "x.pdf")} <= {A4, A4_ACROSS}
    return texts(bench.root / "x.pdf")


def test_the_page_is_printed_by_a_browser(small: Bench) -> None:
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)}")
    small.ok("mark", "1.1", "done", "--evidence", "https://a.gov.cn/1")
    pages = printed(small)
    assert has(pages[0], "截至 2017-10-31，办结率 11.1%（1/9）", "— 1 / ")
    assert "https://a.gov.cn/1" in "".join(pages)
    assert "甲局" in printed(small, "--unit", "甲局")[0]


def test_the_circular_is_printed_by_libreoffice(small: Bench) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice (soffice) is not installed")
    assert "小方案" in printed(small, "--circular")[0]


@pytest.mark.parametrize(
    ("args", "message", "remedy"),
    [
        (
            [],
            "没有找到浏览器（Chromium、Chrome 或 Edge），打印不了 PDF",
            "装一个，或者写成 .html，再用浏览器打印成 PDF",
        ),
        (
            ["--circular"],
            "没有找到 LibreOffice，打印不了通报的 PDF",
            "装一个，或者写成 .docx，再用 Word 或 WPS 输出为 PDF",
        ),
    ],
)
def test_without_a_program_it_is_said_how_to_go_on(
    small: Bench, args: list[str], message: str, remedy: str
) -> None:
    result = small.run("report", "-o", "x.pdf", *args, env={"PATH": ""})
    assert result == Result(2, "", f"错误：{message}\n  {remedy}\n")
    assert not (small.root / "x.pdf").exists()


@pytest.mark.posix("scripts as programs")
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("exit 3", "chromium 没有打印成 PDF：退出码 3"),
        ("exit 0", "chromium 没有打印成 PDF：文件不存在"),
        (CUT_OFF, "chromium 没有打印成 PDF：写出的文件不完整，磁盘可能满了"),
    ],
)
def test_a_program_that_fails_is_named(
    small: Bench, tmp_path_factory: pytest.TempPathFactory, script: str, message: str
) -> None:
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    result = small.run("report", "-o", "x.pdf", env={"PATH": str(folder)})
    assert (result.code, message in result.err) == (2, True)


def test_windows_keeps_programs_elsewhere(
    small: Bench, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The browser is found below the folder of programs, and then cannot be run here."""
    folder = tmp_path_factory.mktemp("programs")
    program = folder / "Microsoft/Edge/Application/msedge.exe"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"no program")
    result = small.run("report", "-o", "x.pdf", env={"PATH": "", "PROGRAMFILES": str(folder)})
    assert (result.code, "msedge.exe 没有打印成 PDF" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "pdf"], "没有写明写到哪里"),
        (["--circular", "-o", "x.docx"], "--circular 只用于 PDF"),
        (["--template", "a.j2", "--format", "pdf", "-o", "x.pdf"], "pdf 不用模板"),
    ],
)
def test_options_that_do_not_fit(small: Bench, args: list[str], message: str) -> None:
    small.write("a.j2", "")
    result = small.run("report", *args)
    assert (result.code, message in result.err) == (2, True)


def test_a_pdf_of_a_list_is_refused(small: Bench) -> None:
    assert "x.pdf：写不了 .pdf 文件" in small.run("list", "-o", "x.pdf").err
