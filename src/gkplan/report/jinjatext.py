"""What Jinja and Python say of a template in English, said in Chinese."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple

_PLACES = {
    "end of statement block": "%}",
    "begin of statement block": "{%",
    "end of print statement": "}}",
    "begin of print statement": "{{",
    "end of template": "模板的末尾",
    "name": "名称",
    "string": "文字",
    "integer": "整数",
    "float": "小数",
    "template data / text": "正文",
}
_KINDS = {
    "str": "文字",
    "Markup": "文字",
    "int": "整数",
    "float": "小数",
    "bool": "真假值",
    "list": "列表",
    "tuple": "列表",
    "dict": "映射",
    "NoneType": "空值（null）",
    "LoopContext": "loop",
    "Macro": "宏",
}
_HALF_WIDTH = "标点要用半角的，模板里的中文写在引号里"


class Said(NamedTuple):
    """What is wrong, and what to do about it; no remedy where there is nothing but to mend it."""

    what: str
    remedy: str = ""


class _Known(NamedTuple):
    """The names of filters and tests."""

    filters: Iterable[str]
    tests: Iterable[str]


TOO_DEEP = Said("嵌套太深", "for、if 和括号少套几层")
_Say = Callable[[re.Match[str], _Known], Said]


def syntax_text(message: str, filters: Iterable[str], tests: Iterable[str]) -> Said:
    """Say in Chinese what Jinja could not read."""
    return _said(message, _SYNTAX, _Known(filters, tests)) or Said(f"写法不对（{message}）")


def runtime_text(error: Exception, filters: Iterable[str], tests: Iterable[str]) -> Said:
    """Say in Chinese what went wrong while a template ran."""
    for kind, said in _ERRORS.items():
        if isinstance(error, kind):
            return said
    message = str(error)
    known = _said(message, _RUNTIME, _Known(filters, tests))
    return known or Said(f"{type(error).__name__}：{message}" if message else type(error).__name__)


def near(name: str, known: Iterable[str]) -> str:
    """What a wrong name may have been meant for, to be put behind the message."""
    found = get_close_matches(name, [str(one) for one in known], 2)
    return f"，可能是 {'、'.join(found)}" if found else ""


def kind_of(value: Any) -> str:
    """What sort of plain value this is; empty for what has fields."""
    return _kind(type(value).__name__) if isinstance(value, str | int | float) else ""


def _kind(name: str) -> str:
    return _KINDS.get(name, name)


def _said(message: str, table: dict[str, "str | Said | _Say"], known: _Known) -> Said | None:
    """Look a message up; the parts that a pattern finds fill the text's gaps."""
    for pattern, said in table.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            if callable(said):
                return said(found, known)
            text, remedy = (said, "") if isinstance(said, str) else said
            parts = [_PLACES.get(part, _kind(part)) for part in found.groups("")]
            return Said(text.format(*parts), remedy)
    return None


def _unclosed(found: re.Match[str], _known: _Known) -> Said:
    """The template ends inside a block, or inside what is not closed."""
    wanted, block = re.findall(r"'(\w+)'", found[1]), found[2]
    ends = [one for one in wanted if one.startswith("end")] or wanted
    missing = f"{{% {ends[0]} %}}" if ends else "收尾"
    return Said(f"到末尾还没有 {missing}", f"{{% {block} %}} 要用 {missing} 收尾" if block else "")


def _unknown_tag(found: re.Match[str], _known: _Known) -> Said:
    """A tag that does not exist, or not here."""
    tag, rest = found[1], found[2]
    open_block = re.search(r"closed is '(\w+)'", rest)
    if tag.startswith("end") or tag in ("else", "elif"):
        if open_block:
            return Said(f"{{% {tag} %}} 放错了地方：前面的 {{% {open_block[1]} %}} 还没有收尾")
        return Said(f"{{% {tag} %}} 前面没有要它收尾的")
    return Said(f"没有标签 {{% {tag} %}}{near(tag, _TAGS)}")


def _unexpected_char(found: re.Match[str], _known: _Known) -> Said:
    char = found[1]
    return Said(f"不能用字符 {char}", "" if char.isascii() else _HALF_WIDTH)


def _no_filter(found: re.Match[str], known: _Known) -> Said:
    kind, name = found[1], found[2]
    if kind == "filter":
        return Said(f"没有过滤器 “{name}”{near(name, known.filters)}")
    return Said(f"没有判断 “is {name}”{near(name, known.tests)}")


def _missing_parts(found: re.Match[str], _known: _Known) -> Said:
    names = "、".join(re.findall(r"'(\w+)'", found[1]))
    return Said(f"缺少参数 {names}")


_TAGS = (
    *("for", "if", "elif", "else", "set", "block", "macro", "call", "filter", "include", "import"),
    *("from", "extends", "raw", "with", "autoescape"),
)
_SYNTAX: dict[str, str | Said | _Say] = {
    r"Unexpected end of template\.(?: .*tags: (.*?)\.)?(?: .*closed is '(\w+)'\.)?": _unclosed,
    r"Encountered unknown tag '(.*?)'\.(.*)": _unknown_tag,
    r"No (filter|test) named '(.*)'\.": _no_filter,
    r"unexpected char '(.+)' at \d+": _unexpected_char,
    r'unexpected char "(.+)" at \d+': _unexpected_char,
    r"expected token '(.+)', got '(.+)'": "这里要 {}，却是 {}",
    r"unexpected end of template, expected '(.+)'\.": "没有写完，还要 {}",
    r"unexpected '(.+)', expected '(.+)'": "这里是 {}，应是 {}",
    r"unexpected '(.+)'": "多了 {}",
    r"Expected an expression, got '(.+)'": "这里要写取什么值，却是 {}",
    r"Missing end of comment tag": "注释 {{# 没有用 #}} 收尾",
    r"Missing end of raw directive": "{{% raw %}} 没有用 {{% endraw %}} 收尾",
    r"tag name expected": "{{% 后面要写标签，如 for、if、set",
    r"can't assign to .*": "这里不能赋值",
    r"Can't assign to special loop variable.*": "for 的变量不能叫 loop",
    r"block '(.*)' defined twice": "block {} 写了两次",
    r"Block names in Jinja .*": "block 的名称只能用字母、数字和下划线",
    r"cannot use extend from a non top-level scope": "extends 要写在最外层",
    r"names starting with an underline .*": "下划线开头的名称不能 import",
    r"non-default argument follows default argument": "有默认值的参数要放在后面",
    r"expected call": "call 后面要写怎样调用宏",
    r"expected name or number": "点号后面要写字段名",
    r"expected subscript expression": "方括号里要写取哪一个",
    r"invalid syntax for function call expression": "括号里的参数写法不对",
    r"You cannot chain multiple tests with is": "is 不能连着用两个",
    r"Invalid character in identifier": Said("名称里有不能用的字符", _HALF_WIDTH),
    r"Required blocks can only contain .*": "required 的 block 里不能写内容",
}
_ERRORS: dict[type[Exception], Said] = {
    RecursionError: Said("层层相套，没有尽头", "检查 include、extends、import 和宏有没有套到自己"),
    ZeroDivisionError: Said("除数是 0", "先判断除数：{% if … %}"),
    MemoryError: Said("用的内存太多", "检查有没有特别长的文字或列表"),
    SyntaxError: TOO_DEEP,
}
_RUNTIME: dict[str, str | Said | _Say] = {
    r"No (filter|test) named '(.*)' found\.": _no_filter,
    r"access to attribute '(_.*)' of '.+' object is unsafe\.": "{} 是程序内部的，模板里不能用",
    r"access to attribute '(.+)' of '.+' object is unsafe\.": "{} 会改动数据，模板里不能用",
    r"(<.+>) is not safely callable": "{} 不能在模板里用",
    r"\(34, .*\)": "数太大",
    r"Range too big\. .*": "range 最多 100000 个",
    r"unsupported operand type\(s\) for (.+?)(?: or pow\(\))?: '(\w+)' and '(\w+)'": (
        "“{}” 的两边是{}和{}，不能这样算"
    ),
    r"bad operand type for unary (.+): '(\w+)'": "“{}” 后面是{}，不能这样算",
    r'can only concatenate (\w+) \(not "(\w+)"\) to \w+': Said(
        "“+” 的两边是{}和{}，不能相加", "连接文字用 ~"
    ),
    r"can't multiply sequence by non-int of type '(\w+)'": "“*” 的右边是{}，要整数",
    r"'(.+)' not supported between instances of '(\w+)' and '(\w+)'": (
        "“{}” 的两边是{}和{}，不能比较"
    ),
    r"'(\w+)' object is not iterable": "{}不是一列，不能逐个取",
    r"argument of type '(\w+)' is not (?:a container or )?iterable": "{}里不能用 in 找",
    r"'(\w+)' object is not (?:callable|subscriptable)": "{}后面不能加括号",
    r"'(\w+)' object is not reversible": "{}不能倒过来",
    r"object of type '(\w+)' has no len\(\)": "{}没有个数",
    r"%. format: .*|not (?:all|enough) arguments .*format.*": "“%” 左边的格式和右边的值不合",
    r"unhashable type: '(\w+)'": "{}不能用在这里",
    r"Can only get item pairs from a mapping\.": "items 只用于映射",
    r"parameter '(\w+)' was not provided": "调用宏时没有给参数 {}",
    r"macro '(\w+)' takes no keyword argument '(\w+)'": "宏 {} 没有参数 {}",
    r"macro '(\w+)' takes not more than (\d+) argument\(s\)": "宏 {} 最多 {} 个参数",
    r"No caller defined": "caller 只能在用 call 调用的宏里用",
    r"the template '(.+?)' \(imported on line .*\) does not export the requested name '(\w+)'": (
        "模板 {} 里没有 {}"
    ),
    r"there is no parent block called '(\w+)'\.": "上一级模板里没有 block {}",
    r"Required block '(\w+)' not found": "block {} 必须写出来",
    r"extended multiple times": "extends 只能写一次",
    r"No \w+ item, sequence was empty\.": Said("列表是空的，取不出一个", "先判断：{% if … %}"),
    r"there is no (?:previous|next) item": Said("前面或后面没有了", "先判断 loop.first、loop.last"),
    r"\w+\(\) missing \d+ required positional arguments?: (.+)": _missing_parts,
    r"\w+\(\) got an unexpected keyword argument '(\w+)'": "没有参数 {}",
    r"\w+\(\) takes .+ positional arguments? but .*": "参数太多",
    r"The loop must have the 'recursive' marker .*": "for 写了 recursive 才能调用 loop",
}
