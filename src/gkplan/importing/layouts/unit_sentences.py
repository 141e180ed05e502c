"""Sentences that begin with their units: ``区财政局负责…；区教育局牵头，区人社局配合…。``."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gkplan.importing.document import Block, Paragraph
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.outline import Outline
from gkplan.importing.prose.items import FINAL, recount
from gkplan.importing.prose.paragraphs import rejoined
from gkplan.importing.text.numbers import REGULATION, printed_number, take_number
from gkplan.importing.text.runs import runs
from gkplan.importing.units.responsible import names_units
from gkplan.importing.units.sentences import helpers_behind

NAME = "句首列单位"
_LEAST = 3
"""Sentences that name a duty (负责, 牵头): what units only should do is said in appeals, too."""
_PART = 0.5
"""The part of the sentences from the first such one on that must begin with units."""
_REACH = 80
"""Characters within which the units of a sentence stand."""
_ROLE_WORD = 4
"""Characters of a role word that follows another one directly (牵头负责)."""
_WITH = re.compile("(?:要|应当?|并)?(?:会同|联合)")
_SHORTEST = 8
_LONGEST_TITLE = 60
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_VERB = Wording(
    "要|应当?|(?:主要|具体|认真|联合|共同|按照?(?:各自)?职责(?:分工)?)?"
    "(?:(?P<does><行动>|支持|支撑|参与|参加|，)|<牵头>|<配合>|<负责>|承担|做好|组织|指导|会同)"
    "(?![部局](?![门分署委队部面域])|人事)"
)
"""What a sentence says behind its units; ``does`` is no word of a role there."""
_COUNTED = re.compile("第?[一二三四五六七八九十]+[要是、]|(?:首先|其次|再次|最后|同时)[，,]?")
"""What points are counted with inside a paragraph: 一要…，二是…."""
_EVERYBODY = Wording(
    "(?:各|相关|有关)[级有相关成员责任地区]*(?:单位|部门|地区)(?!按|具体|(?:<牵头>|<配合>|<负责>|承担))"
)
"""An appeal to all (各单位要高度重视), and no task of one."""
_ACTS = Wording(rf"(?!对[外口台]){_VERB.template}")
_NO_BEGINNING = (re.compile("[由请]"), FINAL, _EVERYBODY, _COUNTED, _ACTS)
_BODY_IS = re.compile(r"^.{0,40}?(?:单位|部门|主体)(?:为|是)")
"""What says that a body has a role, with words before the body itself."""
_DUTY = Wording("<牵头>|<负责>|承担")
_WHEN = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬)?|第?[一二三四]季度|[上下]半年|年)[底末]?(?:之|以)?[前内][，,]"
)
"""A day in front of the units: 9月30日前，区建设局…."""
_UNIT_ENDS = re.compile(
    "[局委办厅部院会处队府校园社站所]|中心|公司|集团|街道|[镇乡县区](?![政委人民公财教])"
)
_DATED_REACH = 50
"""Characters behind such a day within which units end, whatever verb follows."""
_TITLE = Wording(r"[^。；]{4,}(?:<方案名>|措施)表?(?:》?的通知)?(?:[（(][^（）()]*[）)])?")
"""What a document is titled that may say so; news and regulations are written the same way."""


class _Sentence(NamedTuple):
    """A sentence, and the units that it begins with; none where it goes on with the one before.

    ``duty`` says whether it gives them the task: they lead it or are responsible for it.
    """

    text: str
    units: str
    duty: bool = False


def read(blocks: Sequence[Block]) -> Outline | None:
    """Read each such sentence as an item; None where there are few, or no title of a plan."""
    lines = rejoined(blocks)
    parted = [tuple(_sentences(line.text)) for line in lines]
    begun = [[bool(sentence.units) for sentence in line] for line in parted]
    found = [at for at, line in enumerate(begun) if any(line)]
    if sum(sentence.duty for line in parted for sentence in line) < _LEAST:
        return None
    if not any(
        _TITLE.fullmatch(line.text)
        for line in lines[: found[0]]
        if len(line.text) <= _LONGEST_TITLE
    ):
        return None
    between = [begins for line in begun[found[0] : found[-1] + 1] for begins in line]
    if sum(between) < _PART * len(between):
        return None
    return recount(
        [new for line, parts in zip(lines, parted, strict=True) for new in _lines(line, parts)]
    )


def _sentences(text: str) -> Iterator[_Sentence]:
    """The sentences of a paragraph; none of a heading, and none of a regulation's clause."""
    number, rest = take_number(text)
    if not rest.endswith(("。", "；", ";")) or (number and number.style == REGULATION):
        return
    for match in _SENTENCE.finditer(rest):
        yield _begun(match[0])


def _begun(sentence: str) -> _Sentence:
    """A sentence with the units and roles that it begins with, as far as they reach."""
    text = sentence.strip()
    if when := _WHEN.match(text):
        units = _dated(text[when.end() :])
        return _Sentence(sentence, units, bool(units))
    found, duty = "", False
    if len(text) < _SHORTEST or any(one.match(text) for one in _NO_BEGINNING):
        return _Sentence(sentence, "")
    body = _BODY_IS.match(text[:_REACH])
    text = text[body.end() :] if body else text
    for verb in _VERB.finditer(text[:_REACH]):
        if not _goes_on(text[: verb.start()], found, verb[0]):
            continue
        for end in (verb.start(),) if verb["does"] else verb.span():
            if names_units(text[:end]):
                found = text[:end]
                duty = duty or body is not None or _DUTY.search(verb[0]) is not None
    return _Sentence(sentence, found, duty)


def _dated(text: str) -> str:
    """The units with which the sentence goes on behind a day: they have to do it by then."""
    if any(one.match(text) for one in _NO_BEGINNING):
        return ""
    ends = [match.end() for match in _UNIT_ENDS.finditer(text[:_DATED_REACH])]
    return next((text[:end] for end in reversed(ends) if names_units(text[:end])), "")


def _goes_on(text: str, found: str, verb: str) -> bool:
    """Whether further units and roles follow up to there, in a clause of their own."""
    more = text[len(found) :]
    if not found:
        return verb != "，"
    helped = _WITH.match(more) is not None or found.endswith("会同")
    return more[:1] in "，," or len(more) <= _ROLE_WORD or helped


def _lines(line: Paragraph, sentences: Sequence[_Sentence]) -> Iterator[Paragraph]:
    """A line for each item, its units in brackets behind it; any other paragraph as it is."""
    if not any(sentence.units for sentence in sentences):
        yield line
        return
    number, _ = printed_number(line.text)
    for at, item in enumerate(runs(sentences, lambda _, sentence: not sentence.units)):
        label, named = "" if at else number, item[0].units
        text = "".join(sentence.text for sentence in item).strip()
        if named:
            text += f"（{named.rstrip('，')}{helpers_behind(text.partition(named)[2])}）"
        yield line._replace(text=f"{label}{text}")
