"""The numbers that Word and browsers put before the items of a list, in the styles of the field."""

from collections.abc import Callable

from gkplan.domain.numerals import chinese

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MOST = 9999
"""Numbers beyond are written with the digits of decimal."""


def roman(number: int) -> str:
    """Write a number in Roman letters."""
    if not 0 < number <= _MOST:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def letter(number: int) -> str:
    """Write a number as Word does: A to Z, then AA to ZZ."""
    rounds, index = divmod(number - 1, 26)
    return chr(ord("A") + index) * (rounds + 1) if 0 < number <= _MOST else str(number)


def _one_of(signs: str) -> Callable[[int], str]:
    """Count with a closed row of signs, and with decimals beyond it."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _row(first: str, count: int) -> Callable[[int], str]:
    return _one_of("".join(chr(ord(first) + index) for index in range(count)))


def _in_digits(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda number: str(abs(number)).translate(table)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letter,
    "lowerLetter": lambda number: letter(number).lower(),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographLegalTraditional": lambda number: chinese(number).translate(_FORMAL),
    "chineseLegalSimplified": lambda number: chinese(number).translate(_FORMAL),
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *("taiwaneseCounting", "taiwaneseCountingThousand"),
        ),
        chinese,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
        _in_digits("〇一二三四五六七八九"),
    ),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _in_digits("０１２３４５６７８９")),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _row("①", 20)),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "none": lambda _: "",
}
"""By the names of WordprocessingML (ST_NumberFormat, ISO 29500-1 17.18.59)."""


def write(number: int, form: str) -> str:
    """Write a number in a form of Word's; forms unknown here are written as decimals."""
    return _FORMS.get(form, str)(number)
