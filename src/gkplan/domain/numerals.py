"""Numbers as documents write them: ``20``, ``二十``, ``两``, ``二〇一八``."""

NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
"""A count in digits or in Chinese."""
YEAR = r"(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})"
"""A year in digits or in Chinese."""

_DIGITS = {numeral: digit for digit, numeral in enumerate("〇一二三四五六七八九")} | {
    "两": 2,
    "○": 0,
    "零": 0,
}


def number(text: str) -> int:
    """Read a number below 10000, in digits or in Chinese; 0 for a text that is none."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 0 if tens else 1) * 10 + _DIGITS.get(ones, 0)
    value = 0
    for numeral in text:
        value = value * 10 + _DIGITS.get(numeral, 0)
    return value
