"""What a PDF shows: the text and the size of each page, read by poppler."""

import re
import shutil
import subprocess
from pathlib import Path
from unicodedata import normalize

import pytest

A4 = (595, 842)
A4_ACROSS = (842, 595)


def texts(pdf: Path) -> list[str]:
    """Return the text of each page in the order in which it was drawn.

    Browsers and office programs may write radicals instead of some characters.
    """
    return normalize("NFKC", poppler("pdftotext", "-raw", pdf, "-")).split("\f")[:-1]


def has(page: str, *wanted: str) -> bool:
    """Return whether a page has these texts; blanks, which are only gaps in a PDF, do not count."""
    return all(_dense(one) in _dense(page) for one in wanted)


def _dense(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text))


def sizes(pdf: Path) -> list[tuple[int, int]]:
    """Return the width and the height of each page in points."""
    described = poppler("pdfinfo", "-f", "1", "-l", "-1", pdf)
    found = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+)", described, re.MULTILINE)
    return [(round(float(width)), round(float(height))) for width, height in found]


def poppler(program: str, *args: str | Path) -> str:
    """Return what a program of poppler prints; without poppler the test is skipped."""
    if not shutil.which(program):
        pytest.skip(f"poppler-utils ({program}) is not installed")
    return subprocess.run(
        [program, *args], check=True, capture_output=True, encoding="utf-8"
    ).stdout
