"""Names of units made fit to name a journal's file, on every system, and what was changed."""

import unicodedata

from gkplan.domain.fields import LONGEST_NAME, is_device

_WIDE = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")


def fit_name(printed: str) -> str:
    """The name nearest to the printed one that may name a file; empty if nothing is left."""
    name = unicodedata.normalize("NFC", printed).translate(_WIDE)
    name = "".join(sign for sign in name if sign.isprintable()).strip(" .")[:LONGEST_NAME]
    return f"{name}（名称待核）" if is_device(name) else name


def fit_doubt(printed: str) -> str:
    """What a person has to know about a name that was changed; empty where none is needed."""
    name = fit_name(printed)
    return "" if name in ("", printed) else f"“{printed}”不能用作文件名，写作“{name}”"
