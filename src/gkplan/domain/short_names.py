"""The short name of a task that has none of its own: the beginning of its text.

It ends where the text pauses, so that no word is cut in two, and a clause that only says on what
basis the task is done (根据…制度，) is left out.
"""

import re

LONGEST_SHORT_NAME = 30
"""Characters of a short name (简称), written or derived."""
_SHORTEST = 8
"""Characters without which a beginning names no task: ``近期``."""
_STOPS = "，。；：？！,;\n"
_DOING = (
    "(?:公开|公示)(?!工作|条例|制度|目录)|公布|发布(?!会)|更新|推进|推动|开展|编制|报送|制定|印发|落实"
    "|完善|建立|健全|加强|做好|提供|办理|完成|修订|出台|梳理|组织"
)
"""Verbs of tasks: a clause that has one outside titles and quotation marks says what is done."""
_BASIS = (
    "(?:按照|根据|依据|依照|遵照|按(?!月|季|年|半年|周|期|时))"
    f"(?:《[^》]{{0,80}}》|“[^”]{{0,80}}”|(?!{_DOING})[^。；：\n《“]){{1,60}}?"
    "(?:(?<=》)|要求|部署|安排|规定|原则|精神|制度|计划|方案|意见|办法|通知|标准)"
    "(?:[）)][^，。；：]{0,8})?，\\s*"
)
"""The clause on the basis of a task, before what is to be done; it may have commas inside."""
_BEGINNINGS = ("按", "根据", "依据", "依照", "遵照")
_PAIRS = dict(zip("（(《〈“‘「『【〔[", "）)》〉”’」』】〕]", strict=True))
_CLOSING = frozenset(_PAIRS.values())


def derived_name(text: str) -> str:
    """Return the beginning of a text up to its first stop, at most 30 characters.

    It is that of what follows the clauses on its basis.

    Stops in brackets, quotation marks and book title marks do not count. Where none is near
    enough, the name ends in ``…``: before the last 、 or behind the last closing bracket, else
    outside Latin words and numbers, with the brackets closed that are open there.
    """
    text = text.strip()
    text = text.rstrip(_STOPS) or text
    if text.startswith(_BEGINNINGS):
        text = _without_basis(text)
    unclosed: list[str] = []
    pause = 0
    for at, char in enumerate(text[: LONGEST_SHORT_NAME + 1]):
        if at >= _SHORTEST and not unclosed:
            if char in _STOPS and not _inside_word(text, at):
                return _on_one_line(text[:at])
            if at < LONGEST_SHORT_NAME and (char == "、" or text[at - 1] in _CLOSING):
                pause = at
        _follow(unclosed, char)
    if len(text) <= LONGEST_SHORT_NAME:
        return _on_one_line(text)
    return _on_one_line(f"{text[:pause]}…" if pause else _clipped(text))


def _without_basis(text: str) -> str:
    """Return what follows the clauses on the basis; the text, where that would name no task."""
    pattern, at = re.compile(_BASIS), 0
    while basis := pattern.match(text, at):
        at = basis.end()
    return text[at:] if len(text) - at >= _SHORTEST else text


def _clipped(text: str) -> str:
    """Return as much of a long text as fits with ``…`` and the brackets that it leaves open."""
    for at in range(LONGEST_SHORT_NAME - 1, _SHORTEST, -1):
        unclosed: list[str] = []
        for char in text[:at]:
            _follow(unclosed, char)
        closing = "".join(_PAIRS[char] for char in reversed(unclosed))
        if at + 1 + len(closing) <= LONGEST_SHORT_NAME and not _inside_word(text, at):
            return f"{text[:at]}…{closing}"
    return f"{text[: LONGEST_SHORT_NAME - 1]}…"


def _follow(unclosed: list[str], char: str) -> None:
    """Add an opening bracket to those that are open, or remove the one that ``char`` closes."""
    if char in _PAIRS:
        unclosed.append(char)
    elif unclosed and char == _PAIRS[unclosed[-1]]:
        unclosed.pop()


def _inside_word(text: str, at: int) -> bool:
    """Whether a cut at a position divides a Latin word or a number, such as ``1,000``."""
    after = text[at : at + 2].lstrip(",")[:1]
    return _is_latin(text[at - 1]) and _is_latin(after)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
