"""Names of files from and for other systems: Unicode forms, encodings, devices of Windows."""

import os
import re
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


_DEVICE = r"(?i:(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])( *\..*)?)"


def is_device(name: str) -> bool:
    """Whether Windows takes a file of that name for a device, whatever its ending."""
    return name[:3].isascii() and re.fullmatch(_DEVICE, name) is not None


def composed(name: str) -> str:
    """Return a file's name in Unicode's composed form (NFC)."""
    return unicodedata.normalize("NFC", name)


def legible(name: str) -> str:
    """Return a path for people to read: bytes that are not UTF-8 are read as GBK if possible."""
    try:
        name.encode()
    except UnicodeEncodeError:
        with suppress(UnicodeError):
            return name.encode("utf-8", "surrogateescape").decode("gbk")
    return name


def intended(name: str, known: Collection[str]) -> str:
    """Return the one of the ``known`` names that was garbled to ``name``; empty without one."""
    names = [legible(name), *_misread(name)]
    match = next((form for form in map(composed, names) if form in known), "")
    alike = (other for other in known if other.casefold() == name.casefold())
    return match or next(alike, "")


def _misread(name: str) -> list[str]:
    """Return the readings of a name under other encodings."""
    names = []
    for wrong, right in _MISREAD:
        with suppress(UnicodeError):
            names.append(name.encode(wrong).decode(right))
    return names


def existing(path: Path) -> Path:
    """Find a file also where its names are stored decomposed, or in GBK; else give ``path``."""
    if os.path.lexists(path) or str(path).isascii():
        return path
    stored = Path(path.anchor)
    for part in path.parts[bool(path.anchor) :]:
        there = part if os.path.lexists(stored / part) else _alike(stored, part)
        if not there:
            return path
        stored /= there
    return stored


def _alike(folder: Path, name: str) -> str:
    """Find the entry of a folder that shows as ``name``."""
    wanted = composed(name)
    with suppress(OSError):
        names = (entry.name for entry in folder.iterdir())
        return next((name for name in names if composed(legible(name)) == wanted), "")
    return ""
