"""Where pictures are drawn: Chromium photographs pages, and PNGs keep few of their colours."""

import base64
import shutil
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

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


class Studio:
    """Where pictures are drawn: a browser, and a folder for what is on the way."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Work in ``folder``."""
        self._browser = browser
        self.folder = folder

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

    def table(self, pictures: Sequence[bytes], scale: float) -> bytes:
        """Photograph pictures side by side on a table, ``scale`` of their pixels a CSS pixel."""
        images = "".join(
            f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">'
            for one in pictures
        )
        style = (
            "body{margin:0;padding:20px;background:#e7e4dd;display:flex;gap:20px;"
            "align-items:center;width:max-content}"
            f"img{{zoom:{1 / scale};box-shadow:0 0 0 1px #cfcabf}}"
        )
        return self.drawn(f"<style>{style}</style>{images}", scale)

    def drawn(self, body: str, scale: float) -> bytes:
        """Photograph HTML as wide and as high as its body."""
        page = self._browser.new_page(device_scale_factor=scale)
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


@contextmanager
def open_studio() -> Iterator[Studio]:
    """Open a studio for as long as pictures are drawn."""
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if path is None:
        sys.exit(f"no browser on this machine: none of {', '.join(_CHROMIUM)}")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield Studio(browser, Path(folder))
        browser.close()
