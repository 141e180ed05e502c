"""Typing errors in the lines around a YAML syntax error, found from the text of the lines.

A parser reports where it stopped, which often is not what a person typed wrongly: a ``- `` that is
missing, a colon without a blank, a full-width sign, a comment in the middle of a text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from gkplan.domain import rules
from gkplan.domain.rules import Rule

_AGAIN = "改正后再运行 gkplan check"
_ALIGN = "同一项的键左对齐"
_KEY = r"[A-Za-z_]+"
_ITEM_KEY = re.compile(rf"([ ]*(?:- +)?)({_KEY}): ")
_CHINESE_KEY = re.compile("[ \t]*(?:-[ \t]+)?[\u4e00-\u9fff]{1,8}(：)")
_NO_BLANK_AFTER_DASH = re.compile(r"[ ]*-(?=[^\s-])")
_NO_BLANK_AFTER_COLON = re.compile(rf"[ ]*(?:-[ ]+)?({_KEY}:)(?=[^\s/:])")
_OPENED = re.compile(rf"[ ]*(?:- +)?(?:{_KEY}: +)?(['\"])")
"""What begins a value in quotes, up to the quote."""
_COMMENT = re.compile(r"(?:^|[ \t])(#)")
_FULL_WIDTH = (
    (r"[ \t]*(?:-[ \t]+)?[A-Za-z]+(：)", "冒号写成了全角的“：”，要用半角的“: ”（后面空一格）"),
    (r"[ \t]*(\u3000)", "缩进用了全角空格，要用半角空格"),
    (r"[ \t]*([－—–•●]|\*(?=[ \t]))", "列表项开头要用半角的“- ”（后面空一格）"),
)


class LineSlip(NamedTuple):
    """A typing error: the rule that it breaks, its position from 0, and what to do."""

    rule: Rule
    line: int
    column: int
    message: str
    remedy: str = _AGAIN


def slip_in_lines(lines: Sequence[str], start: Any, end: Any) -> LineSlip | None:
    """Find the slip that explains an error; ``start`` and ``end`` are the parser's marks.

    ``start`` is where the construct begins and ``end`` where reading stopped; both may be None.
    """
    mark = end or start
    if mark is None:
        return None
    index = min(mark.line, len(lines) - 1)
    first = min(start.line if start else index, index)
    slip = _full_width(lines, index - 1, index + 1)
    for find in _FINDERS:
        slip = slip or find(lines, index, mark.column)
    for find in _FINDERS_AT_START if start and not slip else ():
        slip = slip or find(lines, first, start.column)
    return slip or _full_width(lines, first - 1, index)


def _syntax(line: int, column: int, meaning: str, remedy: str = _AGAIN) -> LineSlip:
    return LineSlip(rules.YAML_SYNTAX, line, column, f"YAML 语法错误：{meaning}", remedy)


def _full_width(lines: Sequence[str], first: int, last: int) -> LineSlip | None:
    """Find a full-width sign where YAML wants a half-width one, the last line first."""
    for number in range(min(last, len(lines) - 1), max(first, 0) - 1, -1):
        for pattern, meaning in _FULL_WIDTH:
            if match := re.match(pattern, lines[number]):
                return _syntax(number, match.start(1), meaning)
    return None


def _chinese_key(lines: Sequence[str], index: int, _column: int) -> LineSlip | None:
    """Find a Chinese key with a full-width colon, where the parser misses a colon."""
    match = _CHINESE_KEY.match(lines[index])
    return _syntax(index, match.start(1), _FULL_WIDTH[0][1]) if match else None


def _no_blank_after_dash(lines: Sequence[str], index: int, _column: int) -> LineSlip | None:
    """Find ``-甲局`` and ``-task: …`` in the line of the error or the one before it."""
    for number in _this_and_the_one_before(index):
        if match := _NO_BLANK_AFTER_DASH.match(lines[number]):
            message = "列表项的 “-” 后面没有空格"
            remedy = "在 “-” 后面空一格；以 - 开头的文字加引号"
            return LineSlip(rules.MISSING_DASH, number, match.end() - 1, message, remedy)
    return None


def _no_blank_after_colon(lines: Sequence[str], index: int, _column: int) -> LineSlip | None:
    """Find ``status:done`` in the line of the error or the one before it."""
    for number in _this_and_the_one_before(index):
        if match := _NO_BLANK_AFTER_COLON.match(lines[number]):
            meaning = f"“{match[1]}” 后面没有空格"
            return _syntax(number, match.end(1) - 1, meaning, "冒号后面空一格，再写值")
    return None


def _missing_dash(lines: Sequence[str], index: int, column: int) -> LineSlip | None:
    """Find a line at the column of a list's dashes that has none itself."""
    line = lines[index]
    above = next(_owners(lines, index, _indent(line)), None)
    if _is_item(line) or not line.strip() or column != _indent(line) or above is None:
        return None
    if not lines[above].startswith("- ", column):
        return None
    keys, match = _keys_between(lines, above, index), _ITEM_KEY.match(line)
    if match and match[2] not in keys:
        return _syntax(index, column, "缩进少了：同一项的键要左对齐", "在这一行前面补上空格")
    if keys and not match:
        return None
    message = "新的一项少了开头的 “- ”"
    remedy = f"在这一行开头补上 “- ”，{_ALIGN}；前后两项都留下"
    return LineSlip(rules.MISSING_DASH, index, column, message, remedy)


def _missing_dash_before(lines: Sequence[str], index: int, _column: int) -> LineSlip | None:
    """Find an item without ``- `` whose second key is where the parser stopped."""
    before = _line_before(lines, index)
    slip = None if before is None else _missing_dash(lines, before, _indent(lines[before]))
    return slip if slip and slip.rule is rules.MISSING_DASH else None


def _first_item_without_dash(lines: Sequence[str], index: int, column: int) -> LineSlip | None:
    """Find a list whose first item begins without ``- ``: what precedes the first dash."""
    if column != _indent(lines[index]) or not lines[index].startswith("- ", column):
        return None
    top = None
    for number in _owners(lines, index, len(lines[index])):
        if _indent(lines[number]) < column or _is_item(lines[number]):
            break
        top = number
    if top is None or lines[top].rstrip().endswith(":") or _indent(lines[top]) > column + 2:
        return None
    below = next(_owners(lines, top, column), None)
    if below is not None and _is_item(lines[below]):
        return None
    message = "列表的第一项少了开头的 “- ”"
    remedy = f"在这一项的第一行开头补上 “- ”，{_ALIGN}"
    return LineSlip(rules.MISSING_DASH, top, _indent(lines[top]), message, remedy)


def _misaligned_dash(lines: Sequence[str], index: int, column: int) -> LineSlip | None:
    """Find a dash that is not below the dash of any list that is open above it."""
    here = _indent(lines[index])
    if not _is_item(lines[index]) or column < here:
        return None
    others = {
        _indent(lines[number])
        for number in _owners(lines, index, len(lines[index]))
        if _is_item(lines[number])
    }
    if not others or here in others:
        return None
    return _syntax(index, here, "“- ” 没有对齐", "与同一个列表上一项的 “- ” 左对齐")


def _comment_inside_text(lines: Sequence[str], index: int, column: int) -> LineSlip | None:
    """Find a text of several lines that a comment breaks off."""
    before = _line_before(lines, index)
    if before is None or column != _indent(lines[index]) or _ITEM_KEY.match(lines[index]):
        return None
    match = _COMMENT.search(lines[before])
    if match is None:
        return None
    message = "从 “#” 起是注释，一段文字被它断成了两截"
    return _syntax(before, match.start(1), message, "给整段文字加引号，或把注释移到这段文字之前")


def _text_after_close(lines: Sequence[str], index: int, column: int) -> LineSlip | None:
    """Find text behind a closing quote or bracket: ``"甲"乙``, ``[关于]甲的通知``."""
    before = lines[index][:column].rstrip()
    if not lines[index][column:].strip() or not before.endswith(("'", '"', "]", "}")):
        return None
    if _OPENED.fullmatch(before):
        return _quote_without_end(lines, index, before[-1])
    closed = "引号" if before[-1] in "'\"" else "括号"
    return _syntax(index, column, f"右{closed}后面还有文字", "给整个值加引号，里面的引号改用“”")


def _quote_without_end(lines: Sequence[str], index: int, quote: str) -> LineSlip | None:
    """Find the value above whose opening quote took the next opening one for its end."""
    for number in range(index - 1, -1, -1):
        opened = _OPENED.match(lines[number])
        if opened and opened[1] == quote and quote not in lines[number][opened.end() :]:
            return _syntax(
                number, opened.start(1), "这个引号没有对应的右引号", "在值的末尾补上引号"
            )
    return None


def _tab(lines: Sequence[str], index: int, column: int) -> LineSlip | None:
    """Find a tab where the indentation or a value should begin."""
    tab = lines[index][column : column + 1] == "\t"
    return _syntax(index, column, "这里用了制表符", "换成空格") if tab else None


def _deeper_than_before(lines: Sequence[str], index: int, _column: int) -> LineSlip | None:
    """Find a key indented below a key that has a value already."""
    before, here = _line_before(lines, index), _ITEM_KEY.match(lines[index])
    above = None if before is None else _ITEM_KEY.match(lines[before])
    if not (here and above) or _is_item(lines[index]) or here.end(1) <= above.end(1):
        return None
    missing = "" if "-" in above[1] else "；上一行是列表新的一项的，在它的开头补上 “- ”"
    meaning = "这一行缩进多了：同一项的键要左对齐"
    return _syntax(
        index, here.end(1), meaning, f"与上一行的键左对齐，接着上一行的文字加引号{missing}"
    )


_FINDERS: tuple[Callable[[Sequence[str], int, int], LineSlip | None], ...] = (
    _tab,
    _no_blank_after_dash,
    _no_blank_after_colon,
    _chinese_key,
    _text_after_close,
    _missing_dash,
    _first_item_without_dash,
    _misaligned_dash,
    _comment_inside_text,
    _missing_dash_before,
    _deeper_than_before,
)
_FINDERS_AT_START = (_chinese_key, _missing_dash)


def _this_and_the_one_before(index: int) -> Sequence[int]:
    return range(index, max(index - 2, -1), -1)


def _line_before(lines: Sequence[str], index: int) -> int | None:
    return next((number for number in range(index - 1, -1, -1) if lines[number].strip()), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_item(line: str) -> bool:
    return line.lstrip(" ").startswith("- ")


def _owners(lines: Sequence[str], index: int, deepest: int) -> Iterator[int]:
    """Yield the lines above ``index`` indented by at most ``deepest``, no comments."""
    for number in range(index - 1, -1, -1):
        text = lines[number].strip()
        if text and not text.startswith("#") and _indent(lines[number]) <= deepest:
            yield number


def _keys_between(lines: Sequence[str], first: int, last: int) -> set[str]:
    """Return the keys that the lines of an item begin with."""
    return {match[2] for number in range(first, last) if (match := _ITEM_KEY.match(lines[number]))}
