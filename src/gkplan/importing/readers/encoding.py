"""From bytes to text: UTF-8, UTF-16 or GB18030, and never a guess that could be wrong unnoticed."""

import codecs
import re

from gkplan.importing.readers.collect import Collector
from gkplan.importing.readers.limits import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 100_000
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_WESTERN = re.compile(
    "[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2122]"
)
_LOST = "\ufffd"
_TELLING = 4
"""The fewest Chinese characters that make a line worth judging."""
_RARE = 1000
"""One character in so many may be lost without the text being worthless."""
_SAVE_ANEW = "用记事本或 WPS 打开，看清内容正常后另存为 UTF-8 编码的文本，再导入"


def decode(content: bytes, into: Collector, said: str = "") -> str:
    """Give the text of a file; ``said`` is the encoding that the file itself declares.

    Raises ``UnreadableError`` where the bytes are no text, or text that was already damaged.
    """
    text = _decoded(content, said)
    if text is None and (text := _repaired(content)) is not None:
        into.remark(f"文件里有 {text.count(_LOST)} 处字节坏了，原处是“{_LOST}”")
    if text is None:
        raise UnreadableError("不是文本文件，或编码不是 UTF-8、UTF-16、GB18030", _SAVE_ANEW)
    if fault := _damage(text):
        raise UnreadableError(fault, _SAVE_ANEW)
    return text


def _decoded(content: bytes, said: str) -> str | None:
    """Decode without forgiving anything."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding)
    if b"\0" in content[:_SAMPLE]:
        return _wide(content)
    if (text := _strict(content, "utf-8")) is not None:
        return text
    text = _strict(content, "gb18030")
    if text is not None and _common(text):
        return text
    # Nobody could tell Big5 from GB18030, but traditional pages say that they are.
    return _strict(content, "big5hkscs") if said.lower().startswith("big5") else None


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: the right order of its bytes gives common characters."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(content, encoding)
        if text is not None and _common(text) and not _CONTROL.search(text[:_SAMPLE]):
            return text
    return None


def _repaired(content: bytes) -> str | None:
    """Text in which hardly any bytes are broken, as pages of the web have them."""
    for encoding in ("utf-8", "gb18030"):
        sample = content[:_SAMPLE].decode(encoding, "replace")
        foreign = sum(char > "\x7f" for char in sample)
        if sample.count(_LOST) * _RARE <= foreign and _common(sample):
            text = content.decode(encoding, "replace")
            return text if text.count(_LOST) * _RARE <= len(text) else None
    return None


def _common(text: str) -> bool:
    """Tell whether Chinese is made of common characters, as any real text is.

    Nearly any bytes decode as GB18030; but of random ones only a third are in GB 2312.
    """
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    known = len("".join(foreign).encode("gb2312", "ignore")) // 2
    return known * 5 >= len(foreign) * 4


def _damage(text: str) -> str:
    """Say what shows that a text was spoilt before it came here, or is none."""
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 100 > len(sample):
        return "里面有许多控制字符，不是文本文件"
    if sample.count(_LOST) * 100 > len(sample):
        return f"里面有许多“{_LOST}”，文字在别处转换编码时已经丢失"
    if _western(sample) or _misread(sample):
        return "文字是乱码，在别处转换编码时已经弄错"
    return ""


def _western(sample: str) -> bool:
    """Tell UTF-8 or GBK that was read as Latin: accented letters where Chinese should be."""
    return len(_WESTERN.findall(sample)) > 20 + len(_HAN.findall(sample))


def _misread(sample: str) -> bool:
    """Tell UTF-8 that was read as GBK: written as GBK again, most lines are UTF-8."""
    lines = [line for line in sample.split("\n")[:500] if len(_HAN.findall(line)) >= _TELLING]
    spoilt = sum("锟斤拷" in line or _is_utf8(line) for line in lines)
    return spoilt * 2 > len(lines)


def _is_utf8(line: str) -> bool:
    """Tell whether the GBK bytes of a line are UTF-8, but for what was lost on the way."""
    written = "".join(char for char in line if char > "\x7f").encode("gb18030", "ignore")
    return len(written.decode("utf-8", "ignore").encode()) * 10 >= len(written) * 7
