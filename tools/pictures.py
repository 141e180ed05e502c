"""Draw the pictures of the example's reports, docs/images/*.png.

Run ``python tools/pictures.py [NAME]...`` after a change to a report. Chromium draws everything;
the circular also needs LibreOffice and poppler, and is not redrawn where they are not installed.
The bytes depend on the fonts of the machine, so look at each picture before you commit it.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from filling import Form
from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from screen import Screen, open_screen, reduced

from gkplan.cli import run
from gkplan.commands.context import Context

REPO = Path(__file__).parents[1]
EXAMPLE = REPO / "examples" / "nansha-2017"
IMAGES = REPO / "docs" / "images"
_DAY = date(2017, 10, 31)
_COLUMNS = 120
_LINES = 36
"""Lines of the terminal that a picture shows."""
_COLOURS = 64
_SCREEN = (1440, 900)

_INK, _RED, _GREEN, _OCHRE, _BLUE = (
    (29, 27, 24),
    (164, 22, 26),
    (45, 106, 79),
    (138, 98, 0),
    (58, 110, 165),
)
_COLOURING = TerminalTheme(
    (253, 252, 249), _INK, [_INK, _RED, _GREEN, _OCHRE, _BLUE, _RED, _BLUE, _INK]
)
"""A terminal on paper: its eight colours are those of the report."""

_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  {}
</fontconfig>
"""
_ALIAS = '<alias binding="same"><family>{}</family><accept><family>{}</family></accept></alias>'
_SONG, _HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"
_SUBSTITUTES = {
    "仿宋_GB2312": _SONG,
    "楷体_GB2312": _SONG,
    "方正小标宋简体": _SONG,
    "宋体": _SONG,
    "黑体": _HEI,
}
"""Substitutes for the fonts of official letters where a machine lacks them."""


def gkplan(screen: Screen, *args: str, terminal: bool = False) -> str:
    """Run gkplan on the example, on its day, and return its output.

    It reads a copy outside git, so that the version of this checkout is not in the picture.
    """
    folder = screen.folder / "plan"
    if not folder.exists():
        shutil.copytree(EXAMPLE, folder)
    out, err = io.StringIO(), io.StringIO()
    context = Context(
        cwd=folder,
        env={},
        today=_DAY,
        out=out,
        err=err,
        width=_COLUMNS,
        terminal=terminal,
        color=terminal,
    )
    if code := run(args, context):
        sys.exit(f"gkplan {' '.join(args)}: {code}\n{err.getvalue()}")
    return out.getvalue()


def report(screen: Screen, form: str) -> Path:
    """Return the file of the example's report in a format; it is written once."""
    path = screen.folder / f"report.{form}"
    if not path.exists():
        gkplan(screen, "report", "--format", form, "-o", str(path))
    return path


def wide(screen: Screen) -> bytes:
    """Draw the first screen of the report: who is late and slow, what is new, what to decide."""
    return screen.shot(report(screen, "html"), *_SCREEN, device_scale_factor=1.25)


def dark(screen: Screen) -> bytes:
    """Draw the same in dark mode."""
    return screen.shot(
        report(screen, "html"), *_SCREEN, device_scale_factor=1.25, color_scheme="dark"
    )


def phone(screen: Screen) -> bytes:
    """Draw the report on a phone: its head, the units, one task with its records."""
    look = {"device_scale_factor": 1.5, "is_mobile": True, "has_touch": True}
    anchors = ("", "#by-group", "#g-3")
    shots = [screen.shot(report(screen, "html"), 390, 844, anchor, **look) for anchor in anchors]
    return screen.side_by_side(shots, 1.5)


def paper(screen: Screen) -> bytes:
    """Draw two pages of the printed report: the first, and one of the ledger."""
    return screen.side_by_side(_sheets(screen.printed(report(screen, "html")), (1, 13)), 1.5)


def circular(screen: Screen) -> bytes | None:
    """Draw two pages of the circular: the first, and one of the attached ledger."""
    pdf = _converted(screen, report(screen, "docx"))
    return screen.side_by_side(_sheets(pdf, (1, 9)), 1.5) if pdf else None


def form(screen: Screen) -> bytes | None:
    """Draw the first page of a unit's form, filled in."""
    path = screen.folder / "form.xlsx"
    contact = ("--contact", "督查科（020-12345678）")
    gkplan(screen, "form", "--unit", "区财政局", "-o", str(path), *contact)
    filled = Form(path)
    done = {"状态": "已完成", "办理日期": "2017-10-30", "进展情况": "已公开10月收支执行情况。"}
    filled.fill("1.3", "2017-10", **done, 佐证材料="10月收支.pdf", 填报人="张三")
    filled.fill("4.2", 进展情况="附件已补正，待省平台审核。", 办理日期="2017-10-27", 填报人="张三")
    stuck = {"存在问题": "上级口径还没有明确。", "下一步": "11月中旬前请示。"}
    filled.fill("16.3", 状态="受阻", **stuck, 填报人="李四").save()
    pdf = _converted(screen, path)
    return screen.side_by_side(_sheets(pdf, (1,)), 1.5) if pdf else None


def review_form(screen: Screen) -> bytes | None:
    """Draw the first page of the office's form."""
    path = screen.folder / "review.xlsx"
    gkplan(screen, "review", "--form", "-o", str(path))
    pdf = _converted(screen, path)
    return screen.side_by_side(_sheets(pdf, (1,)), 1.5) if pdf else None


def _converted(screen: Screen, path: Path) -> Path | None:
    """Print an office file to PDF; None where LibreOffice or poppler is not installed."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        return None
    fonts = screen.folder / "fonts.conf"
    aliases = (_ALIAS.format(name, other) for name, other in _SUBSTITUTES.items())
    fonts.write_text(_FONTS.format("\n  ".join(aliases)), encoding="utf-8")
    folder = screen.folder / "pdf"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(screen.folder / 'office').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
    return folder / f"{path.stem}.pdf"


def _sheets(pdf: Path, numbers: Sequence[int]) -> list[bytes]:
    """Return pages of a PDF as pictures."""
    command = ["pdftoppm", "-png", "-r", "110", "-singlefile", "-f"]
    return [
        subprocess.run(
            [*command, str(number), str(pdf)], check=True, capture_output=True, timeout=60
        ).stdout
        for number in numbers
    ]


def terminal(screen: Screen) -> bytes:
    """Draw the beginning of ``gkplan status`` on a terminal 120 cells wide."""
    console = Console(
        file=io.StringIO(), record=True, width=_COLUMNS, legacy_windows=False, _environ={}
    )
    lines = gkplan(screen, "status", terminal=True).splitlines()[:_LINES]
    for line in AnsiDecoder().decode("\n".join(lines)):
        console.print(line)
    text = console.export_html(theme=_COLOURING, code_format="{code}", inline_styles=True)
    text = re.sub("[^\x00-\x7f\u3000-\uffff]", r"<i>\g<0></i>", text)
    prompt = f"<b>$ gkplan status</b>\n{text}"
    style = (
        "body{margin:0;padding:22px 26px;background:#fdfcf9;color:#1d1b18;width:max-content}"
        "pre{margin:0;font:15px/1.5 'Noto Sans Mono CJK SC',monospace}"
        # What Chinese fonts draw wide and terminals count as one cell: quotes, blocks, dots.
        "i{display:inline-block;width:.5em;font-family:'DejaVu Sans Mono';font-style:normal}"
    )
    return screen.drawn(f"<style>{style}</style><pre>{prompt}</pre>", 1.5)


PICTURES: dict[str, Callable[[Screen], bytes | None]] = {
    "report-wide": wide,
    "report-dark": dark,
    "report-phone": phone,
    "report-paper": paper,
    "circular": circular,
    "form": form,
    "review-form": review_form,
    "status": terminal,
}


def main(names: Sequence[str]) -> None:
    """Draw the pictures with these names, or all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with open_screen() as screen:
        for name in names or PICTURES:
            picture = PICTURES[name](screen)
            if picture is None:
                print(f"{name}.png: not redrawn, LibreOffice or poppler is not installed")
                continue
            small = reduced(picture, _COLOURS)
            (IMAGES / f"{name}.png").write_bytes(small)
            print(f"{name}.png: {len(small) / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
