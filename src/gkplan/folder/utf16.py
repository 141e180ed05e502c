"""Recognising UTF-16 and UTF-32, as editors on Windows save them when asked for "Unicode"."""

import codecs

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAMPLE = 4096
_FEWEST = 4
"""Zero bytes that a text in UTF-16 has at least: one for each letter, colon, blank, line end."""
_TIMES = 4
"""Such zeros are at the even positions or at the odd ones; a few characters (一) have others."""


def wide_encoding(data: bytes) -> str:
    """Name the encoding of a text whose every character has two bytes or four; else ""."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" not in data:
        return ""
    sample = data[:_SAMPLE]
    if _reads_as(sample, "utf-32-le") or _reads_as(sample, "utf-32-be"):
        return "UTF-32"
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if max(first, second) < _FEWEST or max(first, second) < _TIMES * min(first, second):
        return ""  # a stray zero byte or two, or no text at all
    return "UTF-16" if _reads_as(sample, "utf-16-be" if first > second else "utf-16-le") else ""


def _reads_as(sample: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)  # it may end in the middle
    except UnicodeDecodeError:
        return False
    return text != "" and "\0" not in text and ("\n" in text or text.isprintable())
