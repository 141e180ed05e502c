"""What Jinja and Python report of a template in English, explained in Chinese."""

import pytest

from gkplan.report.jinjatext import Said, runtime_text, syntax_text

FILTERS, TESTS = ("label", "day"), ("string",)


@pytest.mark.parametrize(
    ("message", "what", "remedy"),
    [
        ("No filter named 'lable'.", "没有过滤器 “lable”，可能是 label", ""),
        ("No test named 'strng'.", "没有判断 “is strng”，可能是 string", ""),
        ("Expected an expression, got 'end of statement block'", "这里要写取什么值，却是 %}", ""),
        (
            (
                "Unexpected end of template. Jinja was looking for the following tags: "
                "'endfor' or 'else'. The innermost block that needs to be closed is 'for'."
            ),
            "到末尾还没有 {% endfor %}",
            "{% for %} 要用 {% endfor %} 收尾",
        ),
        (
            (
                "Encountered unknown tag 'endif'. Jinja was looking for the following tags: "
                "'endfor' or 'else'. The innermost block that needs to be closed is 'for'."
            ),
            "{% endif %} 放错了地方：前面的 {% for %} 还没有收尾",
            "",
        ),
        ("Encountered unknown tag 'else'.", "{% else %} 前面没有要它收尾的", ""),
        ("Encountered unknown tag 'foor'.", "没有标签 {% foor %}，可能是 for", ""),
        ("unexpected end of template, expected 'end of print statement'.", "没有写完，还要 }}", ""),
        ("unexpected '}'", "多了 }", ""),
        ("unexpected '}', expected ')'", "这里是 }，应是 )", ""),
        ("expected token 'end of print statement', got 'title'", "这里要 }}，却是 title", ""),
        ("Expected an expression, got 'end of print statement'", "这里要写取什么值，却是 }}", ""),
        ("unexpected char '!' at 5", "不能用字符 !", ""),
        ("unexpected char '“' at 3", "不能用字符 “", "标点要用半角的，模板里的中文写在引号里"),
        ("Missing end of comment tag", "注释 {# 没有用 #} 收尾", ""),
        ("tag name expected", "{% 后面要写标签，如 for、if、set", ""),
        ("can't assign to 'const'", "这里不能赋值", ""),
        ("Can't assign to special loop variable in for-loop target", "for 的变量不能叫 loop", ""),
        ("block 'a' defined twice", "block a 写了两次", ""),
    ],
)
def test_an_error_of_syntax_is_explained(message: str, what: str, remedy: str) -> None:
    assert syntax_text(message, FILTERS, TESTS) == Said(what, remedy)


@pytest.mark.parametrize(
    ("message", "what", "remedy"),
    [
        ("No filter named 'lable' found.", "没有过滤器 “lable”，可能是 label", ""),
        (
            (
                "the template 'other.j2' (imported on line 1 in 'mine.j2') "
                "does not export the requested name 'a'"
            ),
            "模板 other.j2 里没有 a",
            "",
        ),
        (
            'can only concatenate str (not "int") to str',
            "“+” 的两边是文字和整数，不能相加",
            "连接文字用 ~",
        ),
        (
            "unsupported operand type(s) for +: 'int' and 'str'",
            "“+” 的两边是整数和文字，不能这样算",
            "",
        ),
        ("bad operand type for unary -: 'dict'", "“-” 后面是映射，不能这样算", ""),
        (
            "'<' not supported between instances of 'dict' and 'int'",
            "“<” 的两边是映射和整数，不能比较",
            "",
        ),
        ("'int' object is not iterable", "整数不是一列，不能逐个取", ""),
        ("'int' object is not callable", "整数后面不能加括号", ""),
        ("object of type 'int' has no len()", "整数没有个数", ""),
        ("%d format: a real number is required, not str", "“%” 左边的格式和右边的值不合", ""),
        ("No first item, sequence was empty.", "列表是空的，取不出一个", "先判断：{% if … %}"),
        (
            "do_replace() missing 2 required positional arguments: 'old' and 'new'",
            "缺少参数 old、new",
            "",
        ),
        ("_day() takes 1 positional argument but 2 were given", "参数太多", ""),
        ("parameter 'b' was not provided", "调用宏时没有给参数 b", ""),
        ("macro 'a' takes no keyword argument 'b'", "宏 a 没有参数 b", ""),
        (
            "access to attribute '__class__' of 'str' object is unsafe.",
            "__class__ 是程序内部的，模板里不能用",
            "",
        ),
        (
            "access to attribute '__class__' of 'int' object is unsafe.",
            "__class__ 是程序内部的，模板里不能用",
            "",
        ),
        (
            "access to attribute 'update' of 'dict' object is unsafe.",
            "update 会改动数据，模板里不能用",
            "",
        ),
        (
            "access to attribute 'append' of 'list' object is unsafe.",
            "append 会改动数据，模板里不能用",
            "",
        ),
        (
            "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).",
            "range 最多 100000 个",
            "",
        ),
        (
            "unsupported operand type(s) for ** or pow(): 'str' and 'int'",
            "“**” 的两边是文字和整数，不能这样算",
            "",
        ),
        ("(34, 'Numerical result out of range')", "数太大", ""),
        (
            "access to attribute 'clear' of 'list' object is unsafe.",
            "clear 会改动数据，模板里不能用",
            "",
        ),
        ("argument of type 'int' is not iterable", "整数里不能用 in 找", ""),
        ("argument of type 'int' is not a container or iterable", "整数里不能用 in 找", ""),
    ],
)
def test_an_error_of_a_running_template_is_explained(message: str, what: str, remedy: str) -> None:
    assert runtime_text(TypeError(message), FILTERS, TESTS) == Said(what, remedy)


def test_words_that_are_not_known_are_passed_on_to_the_author_of_the_template() -> None:
    assert syntax_text("no such luck", (), ()) == Said("写法不对（no such luck）")
    assert runtime_text(TypeError("no such luck"), (), ()) == Said("TypeError：no such luck")
    assert runtime_text(TypeError(), (), ()) == Said("TypeError")
