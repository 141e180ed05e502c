"""Plain words that people add to the lexicon: a text file with one kind of word per line."""

import re
from collections.abc import Iterable, Mapping

from gkplan.domain.errors import UsageError
from gkplan.importing.lexicon import CADENCES, Words

_KINDS: Mapping[str, tuple[str, ...]] = {
    "牵头": ("牵头", "牵头栏"),
    "配合": ("配合", "配合栏"),
    "落实": ("落实", "落实栏"),
    "负责": ("负责", "负责栏"),
    "指导": ("指导",),
    "单位": ("单位词尾",),
    "任务栏": ("任务栏",),
    "单位栏": ("单位栏",),
    "时限栏": ("时限栏",),
    **{kind: (kind,) for kind in CADENCES},
}
"""The kinds that a file may name, and the kinds of the lexicon that their words are added to."""
_LINE = re.compile(r"([^：:]+)[：:](.*)")
_BETWEEN = re.compile(r"[、，,；;\s]+")
_WORD = re.compile(r"[一-鿿A-Za-z0-9（）()·-]{1,20}")
MOST_BYTES = 64 * 1024
_MOST_WORDS = 1000
SETTLED = "补充的词已采用"
"""What the note on words begins with that a document was read by: nothing to settle."""


def read_words(name: str, content: bytes) -> Words:
    """Read a file of words: ``牵头：主抓、领办`` per line; ``#`` begins a remark.

    Raises ``UsageError`` with the line for an unknown kind or a word that is no plain word.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} 超过 {MOST_BYTES // 1024} KB", "只写补充的词，一行一类")
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} 不是 UTF-8 文字", "另存为 UTF-8 编码的文本文件") from error
    found: dict[str, list[str]] = {}
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        if text:
            kind, words = _kind_and_words(text, f"{name}:{number}")
            for one in _KINDS[kind]:
                found.setdefault(one, []).extend(words)
    if sum(map(len, found.values())) > _MOST_WORDS:
        raise UsageError(f"{name} 里的词超过 {_MOST_WORDS} 个", "只写这份文件用到的词")
    return tuple((kind, tuple(dict.fromkeys(words))) for kind, words in sorted(found.items()))


def _kind_and_words(text: str, place: str) -> tuple[str, list[str]]:
    """The kind that a line names, and its words."""
    match = _LINE.fullmatch(text)
    kind = match[1].strip() if match else text
    if not match or kind not in _KINDS:
        raise UsageError(f"{place}：没有“{kind}”这一类词", f"可用：{'、'.join(_KINDS)}")
    words = [word for word in _BETWEEN.split(match[2]) if word]
    for word in words:
        if not _WORD.fullmatch(word):
            raise UsageError(f"{place}：“{word}”不是普通的词", "只写词本身，二十字以内，用顿号分开")
    return kind, words


def words_used(words: Words, texts: Iterable[str]) -> list[str]:
    """The note that names the added words which a document holds; none if it holds none."""
    whole = "\n".join(texts)
    shown = {kinds[0]: kind for kind, kinds in _KINDS.items()}
    found = [
        f"{word}（{shown[kind]}）"
        for kind, kind_words in words
        if kind in shown
        for word in kind_words
        if word in whole
    ]
    return [f"{SETTLED}：{'、'.join(found)}"] if found else []
