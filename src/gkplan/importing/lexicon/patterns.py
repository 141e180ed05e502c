"""Patterns that name a kind of word of the lexicon, and the words that people add to it.

Patterns name a kind of word in angle brackets: ``Wording("由.+(?:<牵头>)")``. People add plain
words of a kind with ``gkplan import --words FILE``; ``with_words`` makes them known for one import.
A pattern that has only some words of a kind names what people add to it: ``主办|<补充牵头>``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from gkplan.domain.errors import UsageError
from gkplan.importing.lexicon.words import CADENCES, LEXICON

Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Words by their kind, as a value that caches can be keyed by."""

_ADDED: ContextVar[Words] = ContextVar("_ADDED", default=())
_KIND = re.compile(r"<([一-鿿]+)>")
_ADDED_ONLY = "补充"
_P = ParamSpec("_P")
_R = TypeVar("_R")


@contextmanager
def with_words(added: Words) -> Iterator[None]:
    """Let plain words count as words of their kinds until the block ends."""
    token = _ADDED.set(added)
    try:
        yield
    finally:
        _ADDED.reset(token)


def added_words(kind: str) -> tuple[str, ...]:
    """The plain words that people added to a kind."""
    return dict(_ADDED.get()).get(kind, ())


def cached(maxsize: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Keep the results of a function of texts, apart for each set of added words."""

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        @lru_cache(maxsize=maxsize)
        def kept(_: Words, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            return function(*args, **kwargs)

        @wraps(function)
        def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            return kept(_ADDED.get(), *args, **kwargs)  # type: ignore[arg-type]  # mypy asks for Hashable

        return call

    return decorate


class Wording:
    """A regular expression in which ``<牵头>`` stands for any word of that kind."""

    def __init__(self, template: str) -> None:
        """Keep the template; it is compiled when it is first used."""
        self.template = template

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression with all words that are known now."""
        return _compiled(self.template, _ADDED.get())

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at a position."""
        return self.pattern.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match the complete text."""
        return self.pattern.fullmatch(text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Find the first match from a position on."""
        return self.pattern.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Give all matches in their order."""
        return self.pattern.finditer(text)

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Replace all matches."""
        return self.pattern.sub(new, text)


@lru_cache(maxsize=512)
def _compiled(template: str, added: Words) -> re.Pattern[str]:
    extra = dict(added)

    def words(match: re.Match[str]) -> str:
        kind = match[1]
        added = extra.get(kind.removeprefix(_ADDED_ONLY), ())
        known = (*LEXICON.get(kind, ()), *map(re.escape, added))
        return "|".join(sorted(known, key=len, reverse=True)) or "(?!)"

    return re.compile(_KIND.sub(words, template))


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
    "方案名": ("方案名",),
    **{kind: (kind,) for kind in CADENCES},
}
"""The kinds that a file may name, and the kinds of the lexicon that their words are added to."""
_LINE = re.compile(r"([^：:]+)[：:](.*)")
_BETWEEN = re.compile(r"[、，,；;\s]+")
_WORD = re.compile(r"[一-鿿A-Za-z0-9（）()·-]{1,20}")
MOST_BYTES = 64 * 1024
_MOST_WORDS = 1000
WORDS = "补充的词"
"""What the note on words begins with that a document was read by: nothing to settle."""


def read_words(name: str, content: bytes) -> Words:
    """Read a file of words: ``牵头：主抓、领办`` per line; ``#`` begins a remark.

    Raises ``UsageError`` with the line for an unknown kind or a word that is no plain word.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} 超过 {MOST_BYTES // 1024} KB", "只写补充的词，一行一类")
    lines = _decoded(name, content).splitlines()
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


def _decoded(name: str, content: bytes) -> str:
    """The text of a file of words, as editors of today or of old Chinese systems save it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{name} 不是 UTF-8 或 GB18030 文字", "另存为 UTF-8 编码的文本文件")


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


def words_used(words: Words, texts: Iterable[str], *, counts: bool) -> list[str]:
    """The note that names the added words which a document holds; none if it holds none.

    ``counts`` says whether the document is understood otherwise without them.
    """
    whole = "\n".join(texts)
    shown = {kinds[0]: kind for kind, kinds in _KINDS.items()}
    found = [
        f"{word}（{shown[kind]}）"
        for kind, kind_words in words
        if kind in shown
        for word in kind_words
        if word in whole
    ]
    used = f"{WORDS}{'已采用' if counts else '见于原件，但没有改变结果'}"
    return [f"{used}：{'、'.join(found)}"] if found else []
