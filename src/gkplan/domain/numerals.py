"""Numbers as documents write them: ``20``, ``二十``, ``两``, ``二〇一八``."""

NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
"""A count in digits or in Chinese."""
YEAR = r"(?:[12１２]\d{3}|[一二][〇○零一二三四五六七八九]{3})"
"""A year in digits, of full width too, or in Chinese."""

_DIGITS = {numeral: digit for digit, numeral in enumerate("〇一二三四五六七八九")} | {
    "两": 2,
    "○": 0,
    "零": 0,
}


_PLACES = {"十": 10, "百": 100, "千": 1000}
_WRITTEN = "零一二三四五六七八九"
_MOST = 9999
"""The greatest number that is written in Chinese."""


def number(text: str) -> int:
    """Read a number below 10000, in digits or in Chinese; 0 for a text that is none."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for numeral in text:
        if place := _PLACES.get(numeral):
            total += (digit or 1) * place
            digit = 0
        else:
            digit = digit * 10 + _DIGITS.get(numeral, 0)
    return total + digit


def chinese(value: int) -> str:
    """Write a number from 1 to 9999 as it is spoken (十, 二十一, 一百零三); others in digits."""
    if not 0 < value <= _MOST:
        return str(value)
    text, gap = "", False
    for numeral, place in (*reversed(_PLACES.items()), ("", 1)):
        digit = value // place % 10
        if digit:
            text += ("零" if gap and text else "") + _WRITTEN[digit] + numeral
        gap = not digit
    return text.removeprefix("一") if text.startswith("一十") else text
