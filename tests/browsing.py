"""Opening pages in a real browser, and what tests of pages ask of them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, expect

SHOWN = """\
() => [...document.querySelectorAll(".ledger tbody")].filter((task) => task.checkVisibility())
  .map((task) => task.id.slice(2))"""
OVER = """\
() => [document.documentElement, ...document.querySelectorAll(".scroll")]
  .map((one) => one.scrollWidth - one.clientWidth)"""

Open = Callable[..., Page]


class Visits(NamedTuple):
    """The files that pages asked for, and everything that they reported."""

    asked: set[str]
    messages: list[str]


@contextmanager
def browsing(chromium: Browser) -> Iterator[tuple[Open, Visits]]:
    """Yield a function that opens a file in a window of its own, and what the pages did."""
    contexts, visits = [], Visits(set(), [])

    def open_page(file: Path, fragment: str = "", **settings: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: visits.asked.add(request.url.partition("#")[0]))
        page.on("console", lambda message: visits.messages.append(message.text))
        page.on("pageerror", lambda error: visits.messages.append(str(error)))
        page.on("dialog", lambda dialog: visits.messages.append(dialog.message))
        page.goto(f"{file.as_uri()}{fragment}")
        return page

    yield open_page, visits
    for context in contexts:
        context.close()


def choose(page: Page, **wanted: str) -> None:
    """Set controls of the filter, and wait until the address contains them."""
    for name, value in wanted.items():
        control = page.locator(f"[name={name}]")
        control.fill(value) if name == "q" else control.select_option(value)
        messages = re.compile(f"[#&]{name}=")
        expect(page).to_have_url(messages) if value else expect(page).not_to_have_url(messages)
