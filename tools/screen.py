"""Screenshots of pages in Chromium, and PNGs reduced to a few colours."""

import base64
import io
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]


class Screen:
    """A browser that takes screenshots, and a folder for temporary files."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Work in ``folder``."""
        self._browser = browser
        self.folder = folder

    def shot(self, file: Path, width: int, height: int, fragment: str = "", **look: Any) -> bytes:
        """Take a screenshot of a page in a window of that size."""
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

    def side_by_side(self, pictures: Sequence[bytes], scale: float) -> bytes:
        """Return pictures beside each other; ``scale`` is their pixels per CSS pixel."""
        images = "".join(
            f'<img src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
            for picture in pictures
        )
        style = (
            "body{margin:0;padding:20px;background:#e7e4dd;display:flex;gap:20px;"
            "align-items:center;width:max-content}"
            f"img{{zoom:{1 / scale};box-shadow:0 0 0 1px #cfcabf}}"
        )
        return self.drawn(f"<style>{style}</style>{images}", scale)

    def drawn(self, body: str, scale: float) -> bytes:
        """Take a screenshot of HTML, as wide and as high as its body."""
        page = self._browser.new_page(device_scale_factor=scale)
        page.set_content(f"<!doctype html>{body}")
        page.evaluate("() => Promise.all([...document.images].map((one) => one.decode()))")
        size = page.evaluate("() => [document.body.offsetWidth, document.body.offsetHeight]")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        picture = page.screenshot()
        page.close()
        return picture


def reduced(picture: bytes, colours: int) -> bytes:
    """Return a PNG reduced to a few colours, a fraction of its size."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


@contextmanager
def open_screen() -> Iterator[Screen]:
    """Start a browser; the end of the block closes it."""
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if path is None:
        sys.exit(f"no browser on this machine: none of {', '.join(_CHROMIUM)}")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield Screen(browser, Path(folder))
        browser.close()
