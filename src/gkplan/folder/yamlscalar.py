"""One text as a value of a YAML file: bare where every YAML tool reads it so, else in quotes."""

import re
from collections.abc import Iterable

import yaml

_BARE = re.compile(
    r"[\u4e00-\u9fff“《（〔①-⑳]"
    r"(?:[^\x00-\x20\"'#%&*,:>?@\[\]`{|}\x7f-\xa0\u2028\u2029\ufeff]| (?=[^\s#]))*"
)
"""Most texts of a plan: they begin as Chinese does and hold nothing that YAML could take amiss."""
_ESCAPED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff"
    r"\ufeff\ufffe\uffff]"
)
"""What an editor does not show, or what YAML takes for the end of a line."""
_SHORT = {"\n": "\\n", "\t": "\\t"}


def scalar(text: str, indent: int = 0) -> str:
    """One value as it stands after its key; several lines become a block below it."""
    if "\n" in text and _fits_block(text):
        margin = "\n" + " " * indent
        return "|-" + "".join(margin + line if line else "\n" for line in text.split("\n"))
    return _one_line(text, text)


def inside(text: str) -> str:
    """One value as it stands inside brackets or braces, on one line."""
    return _one_line(text, [text])


def flow(texts: Iterable[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(map(inside, texts))}]"


def _fits_block(text: str) -> bool:
    """Whether a block gives the same text back: no blanks at its ends, nothing hidden in it."""
    return text == text.strip() and not _ESCAPED.search(text.replace("\n", ""))


def _one_line(text: str, whole: str | list[str]) -> str:
    if _BARE.fullmatch(text):
        return text
    if _ESCAPED.search(text):
        return _quoted(text)
    dumped: str = yaml.safe_dump(
        whole, allow_unicode=True, default_flow_style=True, width=float("inf")
    )
    dumped = dumped.rstrip("\n").removesuffix("\n...")
    return dumped if whole is text else dumped[1:-1]


def _quoted(text: str) -> str:
    """A text in double quotes, with an escape for every character that nobody would see."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_ESCAPED.sub(_escape, safe)}"'


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    return _SHORT.get(sign) or f"\\u{ord(sign):04x}"
