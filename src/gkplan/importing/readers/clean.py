"""Texts as a plan can keep them: no control characters, one kind of blank, one kind of line end."""

import re

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_BLANKS = re.compile("[\xa0\u2007\u202f]")
_UNSEEN = re.compile("[\xad\u200b\u2060\ufeff]")
"""Marks that are never seen: soft hyphen, zero-width space, word joiner, byte order mark."""
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML 1.1 cannot hold."""
_SURROUNDING = " \t\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f"


def clean(text: str) -> tuple[str, int]:
    """Give the text without blanks around its lines or empty lines, and how much was unprintable.

    The characters stay as they are otherwise: no compatibility forms are replaced.
    """
    text = _UNSEEN.sub("", _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text)))
    text, dropped = _CONTROL.subn("", text)
    lines = (line.strip(_SURROUNDING) for line in text.split("\n"))
    return "\n".join(line for line in lines if line), dropped
