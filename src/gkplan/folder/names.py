"""Names of files as other systems wrote them: composed otherwise, or in another encoding."""

import os
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

_MISREAD = (
    ("cp437", "gbk"),  # unzip on Linux and macOS, of an archive made on Windows
    ("latin-1", "gbk"),
    ("gbk", "utf-8"),  # on Windows, of an archive made elsewhere
    ("cp437", "utf-8"),
    ("latin-1", "utf-8"),
)
"""The encodings that names were read in, and those that they had been written in."""


def composed(name: str) -> str:
    """Give a file's name in the one form that Unicode composes it to."""
    return unicodedata.normalize("NFC", name)


def legible(name: str) -> str:
    """Give a path for people to read: bytes that are not UTF-8 are GBK, if they can be."""
    try:
        name.encode()
    except UnicodeEncodeError:
        with suppress(UnicodeError):
            return name.encode("utf-8", "surrogateescape").decode("gbk")
    return name


def intended(name: str, known: Collection[str]) -> str:
    """Find the one of the ``known`` names that a garbled name was once; "" if it was none."""
    names = [legible(name), *_misread(name)]
    found = next((one for one in map(composed, names) if one in known), "")
    alike = (one for one in known if one.casefold() == name.casefold())
    return found or next(alike, "")


def _misread(name: str) -> list[str]:
    """Read a name as it was perhaps meant."""
    names = []
    for wrong, right in _MISREAD:
        with suppress(UnicodeError):
            names.append(name.encode(wrong).decode(right))
    return names


def existing(path: Path) -> Path:
    """Find a file also where its names are stored decomposed, or in GBK; else give ``path``."""
    if os.path.lexists(path) or str(path).isascii():
        return path
    found = Path(path.anchor)
    for part in path.parts[bool(path.anchor) :]:
        there = part if os.path.lexists(found / part) else _alike(found, part)
        if not there:
            return path
        found /= there
    return found


def _alike(folder: Path, name: str) -> str:
    """Find the entry of a folder that shows as ``name``."""
    wanted = composed(name)
    with suppress(OSError):
        names = (one.name for one in folder.iterdir())
        return next((name for name in names if composed(legible(name)) == wanted), "")
    return ""
