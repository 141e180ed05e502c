"""The errors of a YAML text, explained in Chinese at the position where to correct them."""

import re
from collections.abc import Iterator
from typing import Any

from gkplan.domain import rules
from gkplan.domain.frozen import Frozen
from gkplan.domain.rules import Rule

LINE_BREAK = "\r\n|[\n\r]"
"""What ends a line; YAML's other line ends are refused, because editors do not show them."""
LINE_ENDS_OF_OTHERS = "\x85\u2028\u2029"
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"


class _Slip(Frozen):
    """Words of a parser's message, and what they mean.

    The words choose an explanation and nothing else: a parser that words its messages in another
    way gets the same rule at the same position, with a general explanation.
    """

    words: str
    meaning: str


_BLOCK = "“|”“>”后面只能换行，文字从下一行写起；以它们开头的文字要加引号"
_SLIPS = (
    _Slip(
        "mapping values are not allowed",
        "这里不能再出现“键: 值”：文字里有冒号加空格的要加引号，也可能是缩进不对",
    ),
    _Slip("did not find expected key", "缩进与上文不一致，或引号、括号没有配对"),
    _Slip("expected <block end>", "缩进与上文不一致，或引号、括号没有配对"),
    _Slip("did not find expected '-' indicator", "列表项的缩进与上文不一致"),
    _Slip("cannot start any token", "这个字符不能用在开头：制表符换成空格，其他加引号"),
    _Slip("tab character", "缩进用了制表符，请换成空格"),
    _Slip("sequence entries are not allowed", "这里不能出现列表项“- ”：以 - 开头的文字要加引号"),
    _Slip("expected ',' or", "列表或映射里缺少逗号或右括号（逗号须用半角）"),
    _Slip("mapping keys are not allowed", "这里不能出现“? ”"),
    _Slip("block mapping entries are not allowed", "这里不能出现“? ”"),
    _Slip("node content", "这里缺少内容，或多了括号、逗号"),
    _Slip("escape character", "双引号里的反斜杠是转义：写作 \\\\，或改用单引号"),
    _Slip("hexdecimal number", "双引号里的反斜杠是转义：写作 \\\\，或改用单引号"),
    _Slip(
        "expected comment or line break",
        "“|”“>”后面只能换行，文字从下一行写起；以它们开头的文字要加引号",
    ),
    _Slip("expected chomping", "“|”“>”后面只能换行，文字从下一行写起；以它们开头的文字要加引号"),
    _Slip("found extra document", "一个文件里只能有一个文档"),
    _Slip("expected <document start>", "内容已经结束，后面又多出了文字"),
)
_BRACKETS = {
    "[": "方括号列表缺少逗号或右括号（逗号须用半角）",
    "{": "花括号映射缺少逗号或右括号（逗号须用半角）",
}
_NO_COLON = "缺少冒号，或冒号后没有空格（冒号须用半角）；接着上一行的文字要再缩进"
_FEATURE_SIGNS = {"&": "anchor", "*": "alias", "!": "tag"}
_FEATURES = {
    "anchor": "用了锚点或引用（&、*）",
    "alias": "用了锚点或引用（&、*）",
    "tag": "用了标签（!）",
}
PLAIN_TEXT = "把内容直接写出来；以 &、*、! 开头的文字请加引号"


class YamlTextError(Exception):
    """A document that cannot be read: the rule it breaks, at which characters, and the remedy."""

    def __init__(self, rule: Rule, message: str, remedy: str, line: int, column: int) -> None:
        """Keep the position as the parser counts it: line and column from 0."""
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.line = line
        self.column = column


def error_at(rule: Rule, mark: Any, message: str, remedy: str) -> YamlTextError:
    """Return the error at a parser's mark; without one, at the beginning."""
    line, column = (mark.line, mark.column) if mark else (0, 0)
    return YamlTextError(rule, message, remedy, line, column)


def feature_at(mark: Any, word: str) -> YamlTextError:
    """Refuse an anchor, an alias or a tag."""
    return error_at(rules.YAML_FEATURE, mark, _FEATURES[word], PLAIN_TEXT)


def explained(error: Any, text: str) -> YamlTextError:
    """Explain a parser's error in Chinese, at the position where a person would correct it.

    Rule and position follow from the text and the error's marks, never from the error's words.
    """
    from gkplan.folder.yaml_slips import slip_in_lines  # noqa: PLC0415  (only when one is wrong)

    start, end = error.context_mark, error.problem_mark
    if match := slip_in_lines(re.split(LINE_BREAK, text), start, end):
        return YamlTextError(match.rule, match.message, match.remedy, match.line, match.column)
    first = start or end
    if first and (word := _feature(text, first, end or first)):
        return feature_at(first, word)
    if start and end and (meaning := _unfinished(text, start, end)):
        return _syntax(start, meaning)
    problem = error.problem or ""
    meaning = next((slip.meaning for slip in _SLIPS if slip.words in problem), "")
    return _syntax(end or start, meaning)


def _syntax(mark: Any, meaning: str) -> YamlTextError:
    """Make the error of a text that is no YAML; without a meaning it is a general one."""
    if meaning:
        message, remedy = meaning, "改正后再运行 gkplan check"
    else:
        message, remedy = "这里读不下去", "检查这一行和上一行的缩进、引号与冒号"
    return error_at(rules.YAML_SYNTAX, mark, f"YAML 语法错误：{message}", remedy)


def _feature(text: str, start: Any, end: Any) -> str | None:
    """Return the feature that the text uses at ``start``, where the error is in that very word."""
    word = text[start.index : end.index + 1]
    return _FEATURE_SIGNS.get(word[:1]) if not re.search(r"\s.", word, re.DOTALL) else None


def _unfinished(text: str, start: Any, end: Any) -> str:
    """Return what is missing of the construct that begins at ``start``; empty if nothing is."""
    first, rest = text[start.index : start.index + 1], text[end.index :]
    if first in ("'", '"'):
        if not rest.strip("\0"):
            return "引号没有配对，文件就结束了"
        return "引号没有配对" if rest.startswith(("---", "...")) else ""
    if start.line == end.line and rest.strip("\0\r\n"):
        return ""
    if first in _BRACKETS:
        return _BRACKETS[first]
    line = re.split(LINE_BREAK, text[start.index :], maxsplit=1)[0]
    is_key = line and not re.search(r"^%|^[-?]([ \t]|$)|:([ \t]|$)", line)
    return _NO_COLON if is_key and not rest.startswith("\t") else ""


def repeated_key_errors(
    keys: list[str], repeated: list[Any], *, may_lack_dash: bool
) -> list[YamlTextError]:
    """Report the key events that repeat keys of their mapping.

    In an item of a list, several of them in a row, or the item's first key, begin a further item
    whose ``- `` is missing; the advice then keeps both items.
    """
    if may_lack_dash and (len(repeated) > 1 or repeated[0].value == keys[0]):
        unsure = "；同一项写重了的，只留一个" if len(repeated) == 1 else ""
        remedy = f"把这一行开头的两个空格改成 “- ”，前后两项都留下{unsure}"
        return [
            error_at(
                rules.MISSING_DASH,
                event.start_mark,
                f"“{event.value}” 又写了一次：新的一项少了开头的 “- ”",
                remedy,
            )
            for event in _first_of_each_item(repeated)
        ]
    remedy = "只留一个；两处的内容都要的，先并到一处"
    return [
        error_at(rules.DUPLICATE_KEY, event.start_mark, f"键 “{event.value}” 写了两次", remedy)
        for event in repeated
    ]


def _first_of_each_item(repeated: list[Any]) -> Iterator[Any]:
    """Yield the event that begins each further item: a key that its item does not have yet."""
    seen: set[str] = set()
    for event in repeated:
        if not seen or event.value in seen:
            seen = set()
            yield event
        seen.add(event.value)


def merge_conflict(text: str) -> YamlTextError | None:
    """Return the error of a conflict marker that git left; None without one."""
    match = re.search("^<{7} ", text, re.MULTILINE)
    if match is None:
        return None
    remedy = (
        "先 git checkout --conflict=diff3 -- 这个文件，"
        "再删去 <<<<<<<、|||||||、=======、>>>>>>> 各行，其余都留下；"
        "tasks.yaml、units.yaml 还要逐处核对，同一处只留一份"
    )
    message = "git 合并冲突还没有处理"
    return YamlTextError(rules.MERGE_CONFLICT, message, remedy, *position(text, match.start()))


def control_character(text: str) -> YamlTextError:
    """Return the error of the first character that a text must not contain."""
    match = re.search(f"{_UNPRINTABLE}|[{LINE_ENDS_OF_OTHERS}]", text)
    index, code = (match.start(), ord(match.group())) if match else (0, 0)
    message = f"文字中有不可见的控制字符 U+{code:04X}"
    return YamlTextError(rules.CONTROL_CHARACTER, message, "删去这个字符", *position(text, index))


def position(text: str, index: int) -> tuple[int, int]:
    """Turn a character's index into a line and column from 0."""
    before = re.split(LINE_BREAK, text[:index])
    return len(before) - 1, len(before[-1])
