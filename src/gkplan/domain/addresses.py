"""Web addresses as evidence: what is refused, and how a person would write it instead."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

_FURTHER = re.compile(
    r"""
      [\s,，、;；]+(?:https?://|www\.)                  # parted by a blank or a comma
    | (?<![\W_])(?<!%[0-9A-Fa-f]{2})(?=https?://)      # right behind a word: nothing parts them
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Where a further address begins; behind ``/`` or ``=`` it is a part of the first one."""
_SECRET = re.compile(r"(?<=://)[^/@\s]+(?=@)")
_HOST = re.compile(r"[\w.-]*\w[\w.-]*|[\da-fA-F:.]+")
_BARE = re.compile(
    r"(?:[a-z0-9-]+\.)+(?:cn|com|net|org|gov|edu)(?::\d+)?(?:/[^\s<>\"]*)?",
    re.IGNORECASE | re.ASCII,
)
_END = re.compile("[，。；、！]+$")


class Refusal(NamedTuple):
    """Why an address is refused, and what to write instead."""

    message: str
    remedy: str


SEVERAL = "一项只写一个：文件里各占一行、以 “- ” 开头，命令里各用一次 --evidence"


def refusal(value: str) -> Refusal | None:
    """Return why ``value`` is not one http(s) address without a password; None if it is one."""
    if _FURTHER.search(value, 1):
        return Refusal("佐证材料里有几个网址", f"{SEVERAL}；网址本身带逗号的，逗号写作 %2C")
    if match := _END.search(value):
        return Refusal(f"佐证材料的网址末尾多了 “{match.group()}”", "删去末尾的标点")
    try:
        parts = urlsplit(value)
        valid = parts.scheme.lower() in ("http", "https") and _is_host(parts.hostname or "")
        valid = valid and parts.port != 0  # reading the port raises where it is no number
        secret = "@" in parts.netloc
    except ValueError:
        valid = secret = False
    if secret:
        return Refusal("佐证材料的网址里有用户名或密码", "删去 @ 和它前面的用户名、密码")
    if is_bare(value):
        message = f"佐证材料 “{value}” 不是完整的网址，{ADD_SCHEME}"
        return Refusal(message, f"写作 http://{value} 或 https://{value}")
    if not valid or re.search(r'[\s<>"]', value):
        return Refusal(
            f"佐证材料 “{value}” 不是有效的网址",
            "只接受 http:// 或 https:// 开头的网址，或方案文件夹内的文件",
        )
    return None


def is_bare(value: str) -> bool:
    """Whether a text is an address in which only http:// is missing: ``www.a.gov.cn/1``."""
    return _BARE.fullmatch(value) is not None


ADD_SCHEME = "前面要加 http:// 或 https://"
"""What to do with a text that ``is_bare``."""


def masked(text: str) -> str:
    """Hide names and passwords in addresses: reports of problems are passed on and kept."""
    return _SECRET.sub(lambda match: "*" * len(match[0]), text)


def _is_host(name: str) -> bool:
    return _HOST.fullmatch(name) is not None


def mixed(value: str) -> Refusal:
    """Return why an address with other text before it is refused."""
    return Refusal(f"佐证材料 “{value}” 里，网址和别的文字写在了一起", SEVERAL)
