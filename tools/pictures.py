"""Draw the pictures of the example's reports, docs/images/*.png, anew.

Run ``python tools/pictures.py [NAME]...`` after a change to a report. Chromium draws everything;
the circular wants LibreOffice and poppler too, and stays as it is where they are not installed.
The bytes depend on the fonts of the machine, so look at each picture before you commit it.
"""

import base64
import io
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from gkplan.cli import run
from gkplan.commands.desk import Desk

REPO = Path(__file__).parents[1]
EXAMPLE = REPO / "examples" / "nansha-2017"
IMAGES = REPO / "docs" / "images"
_DAY = date(2017, 10, 31)
_COLUMNS = 120
_LINES = 36
"""Lines of the terminal that a picture shows."""
_COLOURS = 64

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
"""A terminal on paper: the eight colours as the report has them."""

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]

_FEW_COLOURS = """\
async ([url, most]) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const {width, height} = image;
  const context = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height).data;
  const buckets = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const key = (pixels[at] >> 3 << 10) | (pixels[at + 1] >> 3 << 5) | pixels[at + 2] >> 3;
    const sum = buckets.get(key) ?? [0, 0, 0, 0];
    sum[0] += 1;
    for (const part of [0, 1, 2]) sum[part + 1] += pixels[at + part];
    buckets.set(key, sum);
  }
  const far = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  const known = [...buckets.values()].sort((a, b) => b[0] - a[0]).map(([count, ...sums]) => ({
    colour: sums.map((sum) => Math.round(sum / count)), weight: Math.sqrt(count), gap: Infinity,
  }));
  const palette = [];
  for (let next = known[0]; next && palette.length < most;) {
    palette.push(next.colour);
    for (const one of known) one.gap = Math.min(one.gap, far(one.colour, next.colour));
    next = known.reduce((a, b) => (b.weight * b.gap > a.weight * a.gap ? b : a));
    if (!next.gap) break;
  }
  const nearest = new Map();
  const indices = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at += 4) {
    const key = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    if (!nearest.has(key)) {
      const colour = pixels.slice(at, at + 3);
      let best = 0;
      for (let one = 1; one < palette.length; one += 1) {
        if (far(palette[one], colour) < far(palette[best], colour)) best = one;
      }
      nearest.set(key, best);
    }
    indices[at / 4] = nearest.get(key);
  }
  const text = new FileReader();
  text.readAsDataURL(new Blob([indices]));
  await new Promise((done) => { text.onload = done; });
  return {width, height, palette, indices: text.result.split(",")[1]};
}"""
"""Gives a picture as indices into the colours that are frequent, or far from the others."""

_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  {}
</fontconfig>
"""
_STAND_IN = '<alias binding="same"><family>{}</family><accept><family>{}</family></accept></alias>'
_SONG, _HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"
_INSTEAD = {
    "仿宋_GB2312": _SONG,
    "楷体_GB2312": _SONG,
    "方正小标宋简体": _SONG,
    "宋体": _SONG,
    "黑体": _HEI,
}
"""What stands in for the fonts of official letters where a machine lacks them."""


class Studio:
    """Where pictures are drawn: a browser, a folder for what is on the way, and the reports."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Work in ``folder``."""
        self._browser = browser
        self.folder = folder

    def report(self, form: str) -> Path:
        """Give the example's report in a format, written once."""
        path = self.folder / f"report.{form}"
        if not path.exists():
            gkplan("report", "--format", form, "-o", str(path))
        return path

    def shot(self, file: Path, width: int, height: int, fragment: str = "", **look: Any) -> bytes:
        """Photograph a page as a window of that size shows it."""
        context = self._browser.new_context(viewport={"width": width, "height": height}, **look)
        page = context.new_page()
        page.goto(f"{file.as_uri()}{fragment}")
        page.wait_for_timeout(300)
        picture = page.screenshot()
        context.close()
        return picture

    def printed(self, file: Path) -> Path:
        """Print a page of the browser as a PDF."""
        page = self._browser.new_page()
        page.goto(file.as_uri())
        page.pdf(path=file.with_suffix(".pdf"), prefer_css_page_size=True)
        page.close()
        return file.with_suffix(".pdf")

    def table(self, pictures: Sequence[bytes], width: int, scale: float) -> bytes:
        """Lay pictures side by side on a table, each as wide as its share of the whole."""
        images = "".join(
            f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">'
            for one in pictures
        )
        style = (
            "body{margin:0;padding:20px;background:#e7e4dd;display:flex;gap:20px;"
            "align-items:center;width:max-content}"
            f"img{{zoom:{1 / scale};box-shadow:0 0 0 1px #cfcabf}}"
        )
        return self.drawn(f"<style>{style}</style>{images}", width, scale)

    def drawn(self, body: str, width: int, scale: float) -> bytes:
        """Photograph HTML at its full height."""
        page = self._browser.new_page(
            viewport={"width": width, "height": 200}, device_scale_factor=scale
        )
        page.set_content(f"<!doctype html>{body}")
        page.evaluate("() => Promise.all([...document.images].map((one) => one.decode()))")
        size = page.evaluate("() => [document.body.offsetWidth, document.body.offsetHeight]")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        picture = page.screenshot()
        page.close()
        return picture

    def reduced(self, picture: bytes, colours: int) -> bytes:
        """Give a PNG with a few of its colours, a fraction of its size."""
        page = self._browser.new_page()
        url = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        found = page.evaluate(_FEW_COLOURS, [url, colours])
        page.close()
        return png(found["width"], found["palette"], base64.b64decode(found["indices"]))


def png(width: int, palette: Sequence[Sequence[int]], indices: bytes) -> bytes:
    """Write a PNG with a palette, a byte a pixel."""
    rows = [indices[start : start + width] for start in range(0, len(indices), width)]
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(part for colour in palette for part in colour)),
        (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def gkplan(*args: str, terminal: bool = False) -> str:
    """Run gkplan on the example, on its day, and give what it writes."""
    out, err = io.StringIO(), io.StringIO()
    desk = Desk(
        cwd=EXAMPLE,
        env={},
        today=_DAY,
        out=out,
        err=err,
        width=_COLUMNS,
        terminal=terminal,
        color=terminal,
    )
    if code := run(args, desk):
        sys.exit(f"gkplan {' '.join(args)}: {code}\n{err.getvalue()}")
    return out.getvalue()


def wide(studio: Studio) -> bytes:
    """Draw the head of the report as a desk's screen shows it."""
    return studio.shot(studio.report("html"), 1200, 1180, device_scale_factor=1.5)


def dark(studio: Studio) -> bytes:
    """Draw the same at night."""
    return studio.shot(
        studio.report("html"), 1200, 1180, device_scale_factor=1.5, color_scheme="dark"
    )


def phone(studio: Studio) -> bytes:
    """Draw the report on a phone: its head, the units, one task with its records."""
    look = {"device_scale_factor": 1.5, "is_mobile": True, "has_touch": True}
    places = ("", "#by-group", "#g-3")
    shots = [studio.shot(studio.report("html"), 390, 844, place, **look) for place in places]
    return studio.table(shots, 1300, 1.5)


def paper(studio: Studio) -> bytes:
    """Draw two sheets of the printed report: the first, and one of the ledger."""
    return studio.table(_sheets(studio.printed(studio.report("html")), (1, 13)), 1300, 1.5)


def circular(studio: Studio) -> bytes | None:
    """Draw two sheets of the circular: the first, and one of the ledger that is attached."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        return None
    fonts = studio.folder / "fonts.conf"
    aliases = (_STAND_IN.format(name, other) for name, other in _INSTEAD.items())
    fonts.write_text(_FONTS.format("\n  ".join(aliases)), encoding="utf-8")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(studio.folder / 'office').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(studio.folder / "word")),
            str(studio.report("docx")),
        ],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
    return studio.table(_sheets(studio.folder / "word" / "report.pdf", (1, 9)), 1300, 1.5)


def _sheets(pdf: Path, numbers: Sequence[int]) -> list[bytes]:
    """Give pages of a PDF as pictures."""
    command = ["pdftoppm", "-png", "-r", "110", "-singlefile", "-f"]
    return [
        subprocess.run(
            [*command, str(number), str(pdf)], check=True, capture_output=True, timeout=60
        ).stdout
        for number in numbers
    ]


def terminal(studio: Studio) -> bytes:
    """Draw what ``gkplan status`` shows first on a terminal 120 cells wide."""
    screen = Console(
        file=io.StringIO(), record=True, width=_COLUMNS, legacy_windows=False, _environ={}
    )
    lines = gkplan("status", terminal=True).splitlines()[:_LINES]
    for line in AnsiDecoder().decode("\n".join(lines)):
        screen.print(line)
    text = screen.export_html(theme=_COLOURING, code_format="{code}", inline_styles=True)
    text = re.sub("[^\x00-\x7f\u3000-\uffff]", r"<i>\g<0></i>", text)
    prompt = f"<b>$ gkplan status</b>\n{text}"
    style = (
        "body{margin:0;padding:22px 26px;background:#fdfcf9;color:#1d1b18;width:max-content}"
        "pre{margin:0;font:15px/1.5 'Noto Sans Mono CJK SC',monospace}"
        # What Chinese fonts draw wide and terminals count as one cell: quotes, blocks, dots.
        "i{display:inline-block;width:.5em;font-family:'DejaVu Sans Mono';font-style:normal}"
    )
    return studio.drawn(f"<style>{style}</style><pre>{prompt}</pre>", 1300, 1.5)


PICTURES: dict[str, Callable[[Studio], bytes | None]] = {
    "report-wide": wide,
    "report-dark": dark,
    "report-phone": phone,
    "report-paper": paper,
    "circular": circular,
    "status": terminal,
}


@contextmanager
def studio() -> Iterator[Studio]:
    """Open a studio for as long as pictures are drawn."""
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if path is None:
        sys.exit(f"no browser on this machine: none of {', '.join(_CHROMIUM)}")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield Studio(browser, Path(folder))
        browser.close()


def main(names: Sequence[str]) -> None:
    """Draw the pictures of these names, else all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with studio() as room:
        for name in names or PICTURES:
            picture = PICTURES[name](room)
            if picture is None:
                print(f"{name}.png: left as it is; LibreOffice or poppler is not installed")
                continue
            small = room.reduced(picture, _COLOURS)
            (IMAGES / f"{name}.png").write_bytes(small)
            print(f"{name}.png: {len(small) / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
