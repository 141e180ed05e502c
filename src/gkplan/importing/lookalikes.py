"""Characters that only look like the common ones: radicals and compatibility forms from PDFs."""

import re
import unicodedata

_SUSPECT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_RADICALS = dict(
    zip(
        "⺃⺋⺎⺕⺝⺟⺠⺢⺥⺩⺬⺯⺰⺱⺼⻁⻄⻅⻆⻉⻋⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⼾",
        "乚㔾兀彐月母民水爪王示糸纟网肉虎西见角贝车臼长门雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟户",
        strict=True,
    )
)
"""The radicals that Unicode gives no plain form of, though fonts draw them as the character."""


def plain_char(char: str) -> str:
    """The common character behind one that looks like it, else the character itself."""
    if char in _RADICALS:
        return _RADICALS[char]
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 and not form.isspace() else char


def plain(text: str) -> tuple[str, str]:
    """A text with its look-alikes made common, and the ones that were."""
    suspects = dict.fromkeys(_SUSPECT.findall(text))
    found = [char for char in suspects if plain_char(char) != char]
    for char in found:
        text = text.replace(char, plain_char(char))
    return text, "".join(found)
